import type { ApiPromise } from '@polkadot/api'
import { hexOf } from '../bytes.ts'
import { addressOf } from '../public-key.ts'

type Registry = ApiPromise['registry']
type Definition = ReturnType<Registry['lookup']['getSiType']>
type Fields = Definition['def']['asComposite']['fields']

/** SCALE bytes and how far they were read. */
interface Cursor {
  readonly bytes: Uint8Array
  readonly view: DataView
  at: number
}

type Read = (cursor: Cursor) => unknown

/** What reads each type of a runtime, by its id in the metadata. */
const compiled = new WeakMap<Registry, Map<number, Read>>()

/**
 * The SCALE bytes of a type as the plain values of `@stake/schema`, without an object of polkadot-js for every
 * number: an answer about ten thousand accounts has a hundred thousand of them. The type is one of the runtime's own
 * metadata, compiled when it is first met.
 *
 * @throws RangeError for bytes that are too few, too many, or no canonical SCALE
 */
export function decodePlain(registry: Registry, type: number, bytes: Uint8Array): unknown {
  const cursor = { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), at: 0 }
  const value = readerOf(registry, type)(cursor)
  if (cursor.at !== bytes.length) throw new RangeError('more bytes than the type has')
  return value
}

function readerOf(registry: Registry, type: number): Read {
  const readers = compiled.get(registry) ?? new Map<number, Read>()
  compiled.set(registry, readers)
  const known = readers.get(type)
  if (known) return known
  // A type may hold itself (a call in a batch of calls), so it is known before it is made.
  readers.set(type, (cursor) => (readers.get(type) as Read)(cursor))
  const reader = compile(registry, type)
  readers.set(type, reader)
  return reader
}

function compile(registry: Registry, type: number): Read {
  const definition = registry.lookup.getSiType(type)
  const { def } = definition
  const inner = (id: { toNumber(): number }) => readerOf(registry, id.toNumber())
  if (def.isPrimitive) return primitive(def.asPrimitive.type)
  if (def.isCompact) return compactOf(registry, def.asCompact.type.toNumber())
  if (def.isTuple) return listOf(def.asTuple.map(inner))
  if (def.isComposite) {
    if (definition.path.at(-1)?.toString() === 'AccountId32') return account
    return fieldsOf(registry, def.asComposite.fields)
  }
  if (def.isSequence) {
    const item = def.asSequence.type
    return isByte(registry, item.toNumber()) ? bytesOf(compactLength) : many(compactLength, inner(item))
  }
  if (def.isArray) {
    const { type: item, len } = def.asArray
    const length = () => len.toNumber()
    return isByte(registry, item.toNumber()) ? bytesOf(length) : many(length, inner(item))
  }
  return def.isVariant ? variantsOf(registry, definition) : unreadable(def.type)
}

/** Only who meets such a value has to do without: the types around it have other values. */
function unreadable(type: string): Read {
  return () => {
    throw new RangeError(`values of ${type} are not read here`)
  }
}

const primitives: Readonly<Record<string, Read>> = {
  bool: flag,
  str: text,
  u8: (cursor) => cursor.view.getUint8(advance(cursor, 1)),
  i8: (cursor) => cursor.view.getInt8(advance(cursor, 1)),
  u16: (cursor) => cursor.view.getUint16(advance(cursor, 2), true),
  i16: (cursor) => cursor.view.getInt16(advance(cursor, 2), true),
  u32: (cursor) => cursor.view.getUint32(advance(cursor, 4), true),
  i32: (cursor) => cursor.view.getInt32(advance(cursor, 4), true),
  u64: (cursor) => cursor.view.getBigUint64(advance(cursor, 8), true),
  i64: (cursor) => cursor.view.getBigInt64(advance(cursor, 8), true),
  u128: (cursor) => u128(cursor),
  i128: (cursor) => BigInt.asIntN(128, u128(cursor)),
}

function primitive(name: string): Read {
  return primitives[name.toLowerCase()] ?? unreadable(name)
}

/** Where `length` bytes begin that are there. */
function advance(cursor: Cursor, length: number): number {
  const { at } = cursor
  if (at + length > cursor.bytes.length) throw new RangeError('fewer bytes than the type has')
  cursor.at = at + length
  return at
}

function take(cursor: Cursor, length: number): Uint8Array {
  const at = advance(cursor, length)
  return cursor.bytes.subarray(at, at + length)
}

function u128(cursor: Cursor): bigint {
  const at = advance(cursor, 16)
  return cursor.view.getBigUint64(at, true) | (cursor.view.getBigUint64(at + 8, true) << 64n)
}

function bigUint(cursor: Cursor, length: number): bigint {
  let value = 0n
  for (const byte of take(cursor, length).toReversed()) value = (value << 8n) | BigInt(byte)
  return value
}

function flag(cursor: Cursor): boolean {
  const byte = cursor.view.getUint8(advance(cursor, 1))
  if (byte > 1) throw new RangeError('neither true nor false')
  return byte === 1
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function text(cursor: Cursor): string {
  const bytes = take(cursor, compactLength(cursor))
  try {
    return decoder.decode(bytes)
  } catch {
    throw new RangeError('no text')
  }
}

function account(cursor: Cursor): string {
  return addressOf(take(cursor, 32))
}

/** The two lowest bits of a compact integer say how long it is; each has only its shortest form. */
function compact(cursor: Cursor): bigint {
  const at = advance(cursor, 1)
  const first = cursor.view.getUint8(at)
  const mode = first & 3
  if (mode === 0) return BigInt(first >> 2)
  if (mode === 1) {
    advance(cursor, 1)
    return atLeast(1n << 6n, BigInt(cursor.view.getUint16(at, true) >>> 2))
  }
  if (mode === 2) {
    advance(cursor, 3)
    return atLeast(1n << 14n, BigInt(cursor.view.getUint32(at, true) >>> 2))
  }
  const length = (first >> 2) + 4
  const least = 1n << BigInt(length === 4 ? 30 : (length - 1) * 8)
  return atLeast(least, bigUint(cursor, length))
}

function atLeast(least: bigint, value: bigint): bigint {
  if (value < least) throw new RangeError('a compact integer that is too long')
  return value
}

/** How many items follow; there cannot be more than bytes. */
function compactLength(cursor: Cursor): number {
  const length = compact(cursor)
  if (length > BigInt(cursor.bytes.length - cursor.at)) throw new RangeError('fewer bytes than the type has')
  return Number(length)
}

/** A compact integer, whatever wraps it, is as wide as the integer within. */
function compactOf(registry: Registry, type: number): Read {
  const { def } = registry.lookup.getSiType(type)
  if (def.isComposite && def.asComposite.fields.length === 1) {
    const [field] = def.asComposite.fields
    if (field) return compactOf(registry, field.type.toNumber())
  }
  if (def.isTuple && def.asTuple.length === 0) return () => undefined
  const bits = def.isPrimitive ? Number(/^[uU](\d+)$/.exec(def.asPrimitive.type)?.[1]) : Number.NaN
  if (!Number.isInteger(bits)) return unreadable(`compact ${def.type}`)
  return (cursor) => {
    const value = compact(cursor)
    if (value >> BigInt(bits) !== 0n) throw new RangeError('an integer that is too large')
    return bits <= 32 ? Number(value) : value
  }
}

function isByte(registry: Registry, type: number): boolean {
  const { def } = registry.lookup.getSiType(type)
  return def.isPrimitive && def.asPrimitive.isU8
}

function bytesOf(length: (cursor: Cursor) => number): Read {
  return (cursor) => hexOf(take(cursor, length(cursor)))
}

function many(length: (cursor: Cursor) => number, item: Read): Read {
  return (cursor) => {
    const items: unknown[] = []
    for (let left = length(cursor); left > 0; left--) items.push(item(cursor))
    return items
  }
}

function listOf(readers: readonly Read[]): Read {
  return readers.length === 0 ? () => undefined : (cursor) => readers.map((read) => read(cursor))
}

/** Named fields are an object, a single nameless one is its content, several are a list. */
function fieldsOf(registry: Registry, fields: Fields): Read {
  const readers = fields.map(({ type }) => readerOf(registry, type.toNumber()))
  const names = fields.map(({ name }) => name.unwrapOr(undefined)?.toString())
  if (names.length > 0 && names.every((name) => name !== undefined)) {
    return (cursor) => {
      const value: Record<string, unknown> = {}
      for (const [index, name] of names.entries()) value[name] = readers[index]?.(cursor)
      return value
    }
  }
  const [only] = readers
  return readers.length === 1 && only ? only : listOf(readers)
}

function variantsOf(registry: Registry, { def, path }: Definition): Read {
  const { variants } = def.asVariant
  if (path.at(-1)?.toString() === 'Option') {
    const some = variants.find(({ name }) => name.toString() === 'Some')?.fields[0]
    if (!some) throw new TypeError('An option holds something.')
    const inner = readerOf(registry, some.type.toNumber())
    return (cursor) => (flag(cursor) ? inner(cursor) : undefined)
  }
  const byIndex = new Map(
    variants.map(({ index, name, fields }) => [
      index.toNumber(),
      { type: name.toString(), read: fieldsOf(registry, fields) },
    ]),
  )
  return (cursor) => {
    const variant = byIndex.get(cursor.view.getUint8(advance(cursor, 1)))
    if (!variant) throw new RangeError('a variant that the type does not have')
    const { type } = variant
    const value = variant.read(cursor)
    return value === undefined ? { type } : { type, value }
  }
}
