import { AccountId, Binary } from '@polkadot-api/substrate-bindings'
import type { FieldSchema, VariantSchema } from '@stake/schema'
import fc from 'fast-check'
import { typeDefinition } from '../src/scale/type-definition.ts'
import { parseTypeName } from '../src/scale/type-name.ts'

/** Any value of a type of `@stake/schema`, straight from its definition. */
export function arbitraryValue(text: string): fc.Arbitrary<unknown> {
  const name = parseTypeName(text)
  switch (name.kind) {
    case 'tuple':
      return name.parts.length === 0 ? fc.constant(undefined) : fc.tuple(...name.parts.map(arbitraryValue))
    case 'array':
      return name.item === 'u8'
        ? hex(name.length, name.length)
        : fc.tuple(...Array.from({ length: name.length }, () => arbitraryValue(name.item)))
    case 'generic':
      return arbitraryGeneric(text, name.name, name.args)
    case 'plain':
      return plain(name.name)
  }
}

function arbitraryGeneric(text: string, name: string, args: readonly string[]): fc.Arbitrary<unknown> {
  const [first = '', second = ''] = args
  switch (name) {
    case 'Vec':
    case 'BoundedVec':
    case 'WeakBoundedVec':
      return first === 'u8' ? hex(0, 70) : fc.array(arbitraryValue(first), { maxLength: 4 })
    case 'Option':
      return fc.option(arbitraryValue(first), { nil: undefined })
    case 'Compact':
    case 'Cow':
      return arbitraryValue(first)
    case 'BTreeMap':
      // One entry: the order of several is another test's matter.
      return fc.array(fc.tuple(arbitraryValue(first), arbitraryValue(second)), { maxLength: 1 })
    case 'BTreeSet':
      return fc.array(arbitraryValue(first), { maxLength: 1 })
    case 'Result':
      return fc.oneof(
        fc.record({ type: fc.constant('Ok'), value: arbitraryValue(first) }),
        fc.record({ type: fc.constant('Err'), value: arbitraryValue(second) }),
      )
    default:
      throw new Error(`no values for ${text}`)
  }
}

/** A call inside a call is always this one. */
const REMARK = { type: 'System', value: { type: 'remark', value: { remark: '0x00' } } }
let insideCall = false

/** Any call of the chain, with no more than one call inside another. */
function runtimeCall(table: Readonly<Record<string, VariantSchema>>): fc.Arbitrary<unknown> {
  if (insideCall) return fc.constant(REMARK)
  insideCall = true
  try {
    return variants(table)
  } finally {
    insideCall = false
  }
}

function plain(name: string): fc.Arbitrary<unknown> {
  const integer = /^([ui])(\d+)$/.exec(name)
  if (integer !== null) return whole(integer[1] === 'i', Number(integer[2]))
  if (name === 'bool') return fc.boolean()
  if (name === 'str') return fc.string({ maxLength: 70 })
  if (name === 'AccountId32') return fc.uint8Array({ minLength: 32, maxLength: 32 }).map(AccountId(42).dec)
  if (name === 'Era') return era
  const type = typeDefinition(name)
  if (type === undefined) throw new Error(`no values for ${name}`)
  if ('struct' in type) return payload(type.struct)
  if (name === 'RuntimeCall') return runtimeCall(type.variants)
  if (name !== 'MultiAddress') return variants(type.variants)
  // polkadot-js takes short bytes for an account index, and writes one that this chain does not have; where exactly
  // 32 or 20 bytes are left to read it takes them for an account id, whatever they say.
  const { Index: _, Raw: __, Address20: ___, ...rest } = type.variants
  return variants(rest)
}

function variants(table: Readonly<Record<string, VariantSchema>>): fc.Arbitrary<unknown> {
  return fc.oneof(
    ...Object.entries(table).map(([type, { fields }]) =>
      fc.record({ type: fc.constant(type), value: payload(fields) }),
    ),
  )
}

function payload(fields: readonly FieldSchema[]): fc.Arbitrary<unknown> {
  const [first] = fields
  if (first === undefined) return fc.constant(undefined)
  if (first[0] !== null)
    return fc.record(Object.fromEntries(fields.map(([name, type]) => [name ?? '', arbitraryValue(type)])))
  return fields.length === 1
    ? arbitraryValue(first[1])
    : fc.tuple(...fields.map(([, type]) => arbitraryValue(type)))
}

function whole(signed: boolean, bits: number): fc.Arbitrary<number | bigint> {
  const max = 2n ** BigInt(signed ? bits - 1 : bits) - 1n
  const min = signed ? -max - 1n : 0n
  // Compact numbers change their length at powers of two, so small ones must come often enough.
  const value = fc.oneof(fc.bigInt({ min, max }), fc.bigInt({ min, max: max < 70_000n ? max : 70_000n }))
  return bits <= 32 ? value.map(Number) : value
}

function hex(minLength: number, maxLength: number): fc.Arbitrary<string> {
  return fc.uint8Array({ minLength, maxLength }).map(Binary.toHex)
}

const era = fc.oneof(
  fc.constant({ type: 'Immortal', value: undefined }),
  fc.integer({ min: 2, max: 16 }).chain((power) => {
    const period = 2 ** power
    const quantum = Math.max(period >> 12, 1)
    return fc.integer({ min: 0, max: period / quantum - 1 }).map((steps) => ({
      type: 'Mortal',
      value: { period, phase: steps * quantum },
    }))
  }),
)
