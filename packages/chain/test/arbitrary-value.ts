import { encodeAddress } from '@polkadot/keyring'
import { type FieldSchema, type PalletSchema, pallets, types, type VariantSchema } from '@stake/schema'
import fc from 'fast-check'

/** How deep calls lie in calls. */
const DEEPEST = 2
const REMARK = { System: { name: 'System', calls: { remark: pallets.System.calls.remark } } }

/** The calls that lie in calls, by pallet. */
type Inner = Readonly<Record<string, Pick<PalletSchema, 'name' | 'calls'>>>

/** Any arguments of a call, by name; calls among them are of the pallets given. */
export function arbitraryArguments(
  fields: readonly FieldSchema[],
  inner: Inner = pallets,
): fc.Arbitrary<Record<string, unknown>> {
  const record = fields.map(([name, type]) => [name ?? '', arbitraryValue(type, { depth: 0, inner })])
  return fc.record(Object.fromEntries(record))
}

/** What a value is in: so many calls, which are among these. */
interface Place {
  readonly depth: number
  readonly inner: Inner
}

/** Any value of a type of the tables, made from the grammar of their names; `place` is where it is. */
function arbitraryValue(name: string, place: Place): fc.Arbitrary<unknown> {
  const value = (inner: string) => arbitraryValue(inner, place)
  if (name === '()') return fc.constant(undefined)
  if (name.startsWith('(')) return fc.tuple(...split(name.slice(1, -1), ', ').map(value))
  if (name.startsWith('[')) {
    const [item = '', length] = split(name.slice(1, -1), '; ')
    const count = Number(length)
    return item === 'u8' ? hex(count, count) : fc.array(value(item), { minLength: count, maxLength: count })
  }
  const open = name.indexOf('<')
  if (open < 0) return plain(name, place)
  const [first = '', second = ''] = split(name.slice(open + 1, -1), ', ')
  switch (name.slice(0, open)) {
    case 'Vec':
    case 'BoundedVec':
      return first === 'u8' ? hex(0, 70) : fc.array(value(first), { maxLength: 4 })
    case 'Option':
      return fc.option(value(first), { nil: undefined })
    case 'Compact':
      return value(first)
    case 'BTreeSet':
      return fc.uniqueArray(value(first), { maxLength: 5 }).map((items) => items.toSorted(byNumber))
    case 'BTreeMap':
      return fc
        .uniqueArray(fc.tuple(value(first), value(second)), { maxLength: 5, selector: ([key]) => key })
        .map((entries) => entries.toSorted(([a], [b]) => byNumber(a, b)))
    default:
      throw new Error(`no values for ${name}`)
  }
}

function plain(name: string, place: Place): fc.Arbitrary<unknown> {
  const integer = /^([ui])(\d+)$/.exec(name)
  if (integer) return whole(integer[1] === 'i', Number(integer[2]))
  if (name === 'bool') return fc.boolean()
  if (name === 'str') return fc.string({ maxLength: 70 })
  if (name === 'AccountId32')
    return fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => encodeAddress(bytes, 42))
  if (name === 'RuntimeCall') return runtimeCall({ ...place, depth: place.depth + 1 })
  const type = types[name]
  if (!type) throw new Error(`no values for ${name}`)
  if ('struct' in type) return payload(type.struct, place)
  if (name !== 'MultiAddress') return variants(type.variants, place)
  // polkadot-js, against which calls are held, reads the other kinds of addresses as something else.
  const { Id, Address32 } = type.variants
  return variants({ ...(Id && { Id }), ...(Address32 && { Address32 }) }, place)
}

/** Any call of the tables; the innermost is a remark. */
function runtimeCall(place: Place): fc.Arbitrary<unknown> {
  const tables = Object.values(place.depth < DEEPEST ? place.inner : REMARK)
  const callable = tables.filter(({ calls }) => Object.keys(calls).length > 0)
  return fc.constantFrom(...callable).chain(({ name, calls }) =>
    fc
      .constantFrom(...Object.entries(calls))
      .chain(([type, { fields }]) => fc.record({ type: fc.constant(type), value: payload(fields, place) }))
      .map((value) => ({ type: name, value })),
  )
}

function variants(table: Readonly<Record<string, VariantSchema>>, place: Place): fc.Arbitrary<unknown> {
  return fc
    .constantFrom(...Object.entries(table))
    .chain(([type, { fields }]) => fc.record({ type: fc.constant(type), value: payload(fields, place) }))
}

function payload(fields: readonly FieldSchema[], place: Place): fc.Arbitrary<unknown> {
  const [first] = fields
  if (!first) return fc.constant(undefined)
  if (first[0] !== null)
    return fc.record(
      Object.fromEntries(fields.map(([name, type]) => [name ?? '', arbitraryValue(type, place)])),
    )
  if (fields.length === 1) return arbitraryValue(first[1], place)
  return fc.tuple(...fields.map(([, type]) => arbitraryValue(type, place)))
}

function whole(signed: boolean, bits: number): fc.Arbitrary<number | bigint> {
  const max = 2n ** BigInt(signed ? bits - 1 : bits) - 1n
  const min = signed ? -max - 1n : 0n
  // Compact numbers change their length at powers of two, so small ones must come often enough, and so must the last.
  const value = fc.oneof(
    fc.bigInt({ min, max }),
    fc.bigInt({ min, max: max < 70_000n ? max : 70_000n }),
    fc.constantFrom(min, max),
  )
  return bits <= 32 ? value.map(Number) : value
}

function hex(minLength: number, maxLength: number): fc.Arbitrary<string> {
  return fc.uint8Array({ minLength, maxLength }).map((bytes) => `0x${Buffer.from(bytes).toString('hex')}`)
}

function byNumber(a: unknown, b: unknown): number {
  if (typeof a !== 'number' || typeof b !== 'number')
    throw new Error('keys of other types are not ordered here')
  return a - b
}

/** Splits at a separator that stands outside all brackets. */
function split(text: string, separator: string): string[] {
  let depth = 0
  let from = 0
  const parts: string[] = []
  for (let at = 0; at < text.length; at++) {
    if ('<(['.includes(text.charAt(at))) depth++
    if ('>)]'.includes(text.charAt(at))) depth--
    if (depth > 0 || !text.startsWith(separator, at)) continue
    parts.push(text.slice(from, at))
    from = at + separator.length
  }
  return [...parts, text.slice(from)].filter((part) => part !== '')
}
