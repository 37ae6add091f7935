import type { ApiPromise } from '@polkadot/api'
import { snakeCase } from '../src/snake-case.ts'

/** What polkadot-js decodes into. */
type Codec = ReturnType<ApiPromise['registry']['createTypeUnsafe']>

/**
 * Turns a decoded value into the plain shape that `@stake/schema` gives each type: bigint from 64 bits up,
 * number below, SS58 text for accounts, `0x…` for bytes, snake_case fields, `{ type, value }` for enums,
 * undefined for an absent option.
 */
export function toPlain(codec: unknown): unknown {
  const value = codec as Codec & Record<string, unknown>
  const kind = value.toRawType()
  if (has(value, 'unwrapOr') && has(value, 'isSome')) {
    return (value as unknown as { isSome: boolean }).isSome
      ? toPlain((value as unknown as { unwrap(): unknown }).unwrap())
      : undefined
  }
  if (kind.startsWith('Compact<')) return toPlain((value as unknown as { unwrap(): unknown }).unwrap())
  if (kind === 'AccountId' || kind === 'AccountId32') return value.toString()
  if (kind === 'bool') return (value as unknown as { isTrue: boolean }).isTrue
  if (kind === 'Null' || kind === '()') return undefined
  if (kind === 'Text' || kind === 'Type') return value.toString()
  if (has(value, 'toBigInt') && has(value, 'bitLength')) {
    const bits = /^[ui](\d+)$/i.exec(kind)?.[1]
    const integer = (value as unknown as { toBigInt(): bigint }).toBigInt()
    return bits !== undefined && Number(bits) <= 32 ? Number(integer) : integer
  }
  if (value instanceof Uint8Array) return value.toHex()
  if (value instanceof Map) {
    // Structs and BTreeMaps are both Maps; a struct's keys are its field names.
    return has(value, 'defKeys')
      ? Object.fromEntries([...value].map(([name, field]) => [snakeCase(String(name)), toPlain(field)]))
      : [...value].map(([key, entry]) => [toPlain(key), toPlain(entry)])
  }
  if (value instanceof Set || Array.isArray(value)) return [...value].map(toPlain)
  if (has(value, 'isBasic') && has(value, 'type') && has(value, 'inner')) {
    const variant = value as unknown as { type: string; inner: unknown; isNone: boolean }
    const inner = toPlain(variant.inner)
    return inner === undefined ? { type: variant.type } : { type: variant.type, value: inner }
  }
  if (has(value, 'inner')) return toPlain(value.inner)
  return value.toHex()
}

function has(value: object, name: string): boolean {
  return name in value
}
