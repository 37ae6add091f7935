import type { ApiPromise } from '@polkadot/api'
import { bytesOf, hexOf } from '../bytes.ts'
import { InvalidValue } from '../errors/invalid-value.ts'
import { publicKeyOf } from '../public-key.ts'
import { compact, concatenated, littleEndian, prefixed } from './scale.ts'

type Registry = ApiPromise['registry']
type Definition = ReturnType<Registry['lookup']['getSiType']>
type Fields = Definition['def']['asComposite']['fields']

/** Writes a value; `path` says which one, for the error. */
type Write = (value: unknown, path: string) => Uint8Array

/** What writes each type of a runtime, by its id in the metadata. */
const compiled = new WeakMap<Registry, Map<number, Write>>()

/**
 * Plain values, as `decodePlain` gives them, as SCALE bytes of a type of the runtime's own metadata. Nothing is
 * guessed, cut or taken for zero: what is not exactly a value of the type is refused.
 *
 * @param path - what the value is, for the error
 * @throws InvalidValue, InvalidAddress
 */
export function encodePlain(registry: Registry, type: number, value: unknown, path: string): Uint8Array {
  return writerOf(registry, type)(value, path)
}

function writerOf(registry: Registry, type: number): Write {
  let writers = compiled.get(registry)
  if (!writers) {
    writers = new Map()
    compiled.set(registry, writers)
  }
  const types = writers
  const known = types.get(type)
  if (known) return known
  // A type may hold itself (a call in a batch of calls), so it is known before it is made.
  types.set(type, (value, path) => (types.get(type) as Write)(value, path))
  const writer = compile(registry, type)
  types.set(type, writer)
  return writer
}

function compile(registry: Registry, type: number): Write {
  const definition = registry.lookup.getSiType(type)
  const { def, params, path } = definition
  const inner = (id: { toNumber(): number }) => writerOf(registry, id.toNumber())
  if (def.isPrimitive) return primitive(def.asPrimitive.type.toLowerCase())
  if (def.isCompact) return compactOf(registry, def.asCompact.type.toNumber())
  if (def.isTuple) return listOf(def.asTuple.map(inner))
  if (def.isComposite) {
    const name = path.at(-1)?.toString()
    if (name === 'AccountId32') return account
    const content = fieldsOf(registry, def.asComposite.fields)
    const key = params[0]?.type.unwrapOr(undefined)
    if (name === 'BTreeSet' && key) return ordered(content, inner(key), (item) => item)
    if (name === 'BTreeMap' && key)
      return ordered(content, inner(key), (entry) => (Array.isArray(entry) ? entry[0] : entry))
    return content
  }
  if (def.isSequence) {
    const item = def.asSequence.type
    if (isByte(registry, item.toNumber())) return (value, at) => prefixed(hexBytes(value, at))
    const list = many(inner(item))
    return (value, at) => prefixed(list(value, at), (value as readonly unknown[]).length)
  }
  if (def.isArray) {
    const { type: item, len } = def.asArray
    const length = len.toNumber()
    if (isByte(registry, item.toNumber())) return fixedBytes(length)
    return listOf(Array.from({ length }, () => inner(item)))
  }
  return def.isVariant ? variantsOf(registry, definition) : unwritable(def.type)
}

/** Only who gives such a value is refused: the types around it have other values. */
function unwritable(type: string): Write {
  return (value, path) => {
    throw new InvalidValue(path, `a ${type}, which cannot be written here`, value)
  }
}

function primitive(name: string): Write {
  if (name === 'bool') {
    return (value, path) => {
      if (typeof value !== 'boolean') throw new InvalidValue(path, 'true or false', value)
      return Uint8Array.of(value ? 1 : 0)
    }
  }
  if (name === 'str') {
    return (value, path) => {
      if (typeof value !== 'string') throw new InvalidValue(path, 'text', value)
      return prefixed(new TextEncoder().encode(value))
    }
  }
  const integer = /^([ui])(\d+)$/.exec(name)
  if (!integer) return unwritable(name)
  const bits = Number(integer[2])
  const check = checkInteger(bits, integer[1] === 'i')
  return (value, path) => littleEndian(BigInt.asUintN(bits, check(value, path)), bits / 8)
}

/** Whole numbers are `number` up to 32 bits, and bigint above. */
function checkInteger(bits: number, signed: boolean): (value: unknown, path: string) => bigint {
  const [least, most] = signed
    ? [-(2n ** BigInt(bits - 1)), 2n ** BigInt(bits - 1) - 1n]
    : [0n, 2n ** BigInt(bits) - 1n]
  const kind = bits <= 32 ? 'number' : 'bigint'
  return (value, path) => {
    const integer =
      (kind === 'number' && Number.isInteger(value)) || (kind === 'bigint' && typeof value === 'bigint')
        ? BigInt(value as number | bigint)
        : undefined
    if (integer === undefined || integer < least || integer > most)
      throw new InvalidValue(path, `a whole ${kind} from ${least} to ${most}`, value)
    return integer
  }
}

/** A compact integer, whatever wraps it, is as wide as the integer within. */
function compactOf(registry: Registry, type: number): Write {
  const { def } = registry.lookup.getSiType(type)
  if (def.isComposite && def.asComposite.fields.length === 1) {
    const [field] = def.asComposite.fields
    if (field) return compactOf(registry, field.type.toNumber())
  }
  if (def.isTuple && def.asTuple.length === 0) return nothing
  const bits = def.isPrimitive ? Number(/^u(\d+)$/i.exec(def.asPrimitive.type)?.[1]) : Number.NaN
  if (!Number.isInteger(bits)) return unwritable(`compact ${def.type}`)
  const check = checkInteger(bits, false)
  return (value, path) => compact(check(value, path))
}

function account(value: unknown, path: string): Uint8Array {
  if (typeof value !== 'string') throw new InvalidValue(path, 'an SS58 address', value)
  return publicKeyOf(value)
}

function isByte(registry: Registry, type: number): boolean {
  const { def } = registry.lookup.getSiType(type)
  return def.isPrimitive && def.asPrimitive.isU8
}

function hexBytes(value: unknown, path: string): Uint8Array {
  if (typeof value !== 'string' || !/^0x(?:[0-9a-f]{2})*$/i.test(value))
    throw new InvalidValue(path, 'bytes as 0x…', value)
  return bytesOf(value as `0x${string}`)
}

function fixedBytes(length: number): Write {
  return (value, path) => {
    const bytes = hexBytes(value, path)
    if (bytes.length !== length) throw new InvalidValue(path, `${length} bytes as 0x…`, value)
    return bytes
  }
}

function many(item: Write): Write {
  return (value, path) => {
    if (!Array.isArray(value)) throw new InvalidValue(path, 'a list', value)
    return concatenated(value.map((each, at) => item(each, `${path}[${at}]`)))
  }
}

function listOf(writers: readonly Write[]): Write {
  if (writers.length === 0) return nothing
  return (value, path) => {
    if (!Array.isArray(value) || value.length !== writers.length)
      throw new InvalidValue(path, `a list of ${writers.length}`, value)
    return concatenated(writers.map((write, at) => write(value[at], `${path}[${at}]`)))
  }
}

/** Sets and maps stand in the order of their keys, each key once. */
function ordered(list: Write, key: Write, keyOf: (entry: unknown) => unknown): Write {
  return (value, path) => {
    if (!Array.isArray(value)) throw new InvalidValue(path, 'a list', value)
    const entries = value.map((entry) => ({ entry, rank: rankOf(keyOf(entry), key, path) }))
    entries.sort((a, b) => (a.rank < b.rank ? -1 : 1))
    const twice = entries.find(({ rank }, at) => rank === entries[at - 1]?.rank)
    if (twice) throw new InvalidValue(path, 'a list that has every key once', keyOf(twice.entry))
    return list(
      entries.map(({ entry }) => entry),
      path,
    )
  }
}

/** Integers rank by value, everything else by its bytes. */
function rankOf(key: unknown, write: Write, path: string): bigint | string {
  return typeof key === 'number' || typeof key === 'bigint' ? BigInt(key) : hexOf(write(key, path))
}

/** Named fields are an object, a single nameless one is its content, several are a list. */
function fieldsOf(registry: Registry, fields: Fields): Write {
  const writers = fields.map(({ type }) => writerOf(registry, type.toNumber()))
  const names = fields.map(({ name }) => name.unwrapOr(undefined)?.toString())
  const [only] = writers
  if (names.length === 0) return nothing
  if (names.every((name) => name !== undefined)) return struct(names, writers)
  return writers.length === 1 && only ? only : listOf(writers)
}

function struct(names: readonly string[], writers: readonly Write[]): Write {
  return (value, path) => {
    const fields = record(value, `the fields ${names.join(', ')}`, path)
    const unknown = Object.keys(fields).find((name) => !names.includes(name))
    if (unknown !== undefined) throw new InvalidValue(`${path}.${unknown}`, 'no such field', fields[unknown])
    return concatenated(writers.map((write, at) => write(fields[names[at] ?? ''], `${path}.${names[at]}`)))
  }
}

function nothing(value: unknown, path: string): Uint8Array {
  const isEmpty = typeof value === 'object' && value !== null && Object.keys(value).length === 0
  if (value !== undefined && !isEmpty) throw new InvalidValue(path, 'nothing', value)
  return new Uint8Array()
}

function variantsOf(registry: Registry, { def, path }: Definition): Write {
  const { variants } = def.asVariant
  if (path.at(-1)?.toString() === 'Option') {
    const some = variants.find(({ name }) => name.toString() === 'Some')?.fields[0]
    if (!some) throw new TypeError('An option holds something.')
    const inner = writerOf(registry, some.type.toNumber())
    return (value, at) =>
      value === undefined ? Uint8Array.of(0) : concatenated([Uint8Array.of(1), inner(value, at)])
  }
  const byName = new Map(
    variants.map(({ index, name, fields }) => [
      name.toString(),
      { index: Uint8Array.of(index.toNumber()), write: fieldsOf(registry, fields) },
    ]),
  )
  const expected = `{ type, value } with a type of ${[...byName.keys()].slice(0, 8).join(', ')}${byName.size > 8 ? ', …' : ''}`
  return (value, at) => {
    const { type, value: content, ...rest } = record(value, expected, at)
    const variant = byName.get(String(type))
    if (!variant || Object.keys(rest).length > 0) throw new InvalidValue(at, expected, type)
    return concatenated([variant.index, variant.write(content, `${at}.${String(type)}`)])
  }
}

function record(value: unknown, expected: string, path: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new InvalidValue(path, expected, value)
  return value as Readonly<Record<string, unknown>>
}
