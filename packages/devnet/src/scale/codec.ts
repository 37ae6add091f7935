import { concatBytes } from '@noble/hashes/utils.js'
import {
  AccountId,
  Bytes,
  bool,
  type Codec,
  compact,
  compactBn,
  compactNumber,
  createCodec,
  createDecoder,
  enhanceCodec,
  i8,
  i16,
  i32,
  i64,
  i128,
  _void as nothing,
  Option,
  type StringRecord,
  Struct,
  str,
  Tuple,
  u8,
  u16,
  u32,
  u64,
  u128,
} from '@polkadot-api/substrate-bindings'
import { StakeError } from '@stake/math'
import type { Era, FieldSchema, Hex, TypeOf, VariantSchema } from '@stake/schema'
import { fromHex, toHex } from './hex.ts'
import { typeDefinition } from './type-definition.ts'
import { parseTypeName } from './type-name.ts'

/** SCALE of one type. */
export interface ScaleCodec<Value> {
  /** Throws `InvalidScale` for a value the type has no encoding for. */
  readonly enc: (value: Value) => Uint8Array
  /**
   * Throws `InvalidScale` unless the bytes are exactly one encoding of a value: too short, left over or not in
   * their only form (a compact of more bytes than needed, a boolean that is neither 0 nor 1) are refused.
   */
  readonly dec: (bytes: Uint8Array) => Value
  /** As `dec`, but believes that the bytes are what `enc` made: for storage, which only this program writes. */
  readonly decOwn: (bytes: Uint8Array) => Value
}

/** Bytes or a value that SCALE does not allow for the type. */
export class InvalidScale extends StakeError {
  constructor(type: string, reason: string, cause?: unknown) {
    super('InvalidScale', `Not a ${type}: ${reason}.`, { details: { type }, cause })
  }
}

/**
 * The codec of a type name of `@stake/schema`. Values are those of `TypeOf`.
 */
export function codecOf<Name extends string>(name: Name): ScaleCodec<TypeOf<Name>> {
  let strict = strictCodecs.get(name)
  if (strict === undefined) {
    strict = strictCodec(name)
    strictCodecs.set(name, strict)
  }
  return strict as ScaleCodec<TypeOf<Name>>
}

const strictCodecs = new Map<string, ScaleCodec<unknown>>()

function strictCodec(name: string): ScaleCodec<unknown> {
  const { enc, dec } = partCodec(name)
  const encode = (value: unknown) => {
    try {
      return enc(value)
    } catch (error) {
      throw error instanceof InvalidScale ? error : new InvalidScale(name, reasonOf(error), error)
    }
  }
  const decode = (bytes: Uint8Array) => {
    try {
      // The decoders ignore where a view begins in its buffer, so they get bytes of their own.
      const whole = bytes.constructor === Uint8Array && bytes.length === bytes.buffer.byteLength
      return dec(whole ? bytes : new Uint8Array(bytes))
    } catch (error) {
      throw error instanceof InvalidScale ? error : new InvalidScale(name, reasonOf(error), error)
    }
  }
  return {
    enc: encode,
    decOwn: decode,
    dec: (bytes) => {
      const value = decode(bytes)
      const again = encode(value)
      if (Buffer.compare(again, bytes.subarray(0, again.length)) !== 0)
        throw new InvalidScale(name, 'the bytes are not in canonical form')
      if (again.length < bytes.length)
        throw new InvalidScale(name, `${bytes.length - again.length} bytes are left over`)
      return value
    },
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Codecs that may stand inside others: they read from where their neighbour stopped. */
const partCodecs = new Map<string, Codec<unknown>>()
const underConstruction = new Set<string>()

function partCodec(name: string): Codec<unknown> {
  const known = partCodecs.get(name)
  if (known !== undefined) return known
  // A type inside itself, such as a batch of calls, is looked up when it is used.
  if (underConstruction.has(name))
    return createCodec(
      (value) => partCodec(name).enc(value),
      (bytes) => nested(() => partCodec(name).dec(bytes)),
    )
  underConstruction.add(name)
  try {
    const codec = build(name)
    partCodecs.set(name, codec)
    return codec
  } finally {
    underConstruction.delete(name)
  }
}

/** How deep values may stand in values of their own type: as far as the runtime reads an extrinsic. */
const MAX_NESTING = 256
let nesting = 0

function nested<Value>(decode: () => Value): Value {
  if (nesting === MAX_NESTING) throw new RangeError(`it is nested more than ${MAX_NESTING} times`)
  nesting++
  try {
    return decode()
  } finally {
    nesting--
  }
}

function build(text: string): Codec<unknown> {
  const name = parseTypeName(text)
  switch (name.kind) {
    case 'plain':
      return PLAIN[name.name] ?? named(name.name)
    case 'tuple':
      return name.parts.length === 0 ? opaque(nothing) : tuple(text, name.parts)
    case 'array':
      return name.item === 'u8' ? opaque(hexOf(fixedBytes(name.length))) : array(name.item, name.length)
    case 'generic':
      return generic(text, name.name, name.args)
  }
}

function generic(text: string, name: string, args: readonly string[]): Codec<unknown> {
  const [first = '', second = ''] = args
  switch (name) {
    case 'Vec':
    case 'BoundedVec':
    case 'WeakBoundedVec':
      return first === 'u8' ? opaque(hexOf(Bytes())) : list(partCodec(first))
    case 'Option':
      return opaque(Option(partCodec(first)))
    case 'Compact':
      return compactOf(text, first)
    case 'Cow':
      return partCodec(first)
    case 'Result':
      return choice(text, {
        Ok: { index: 0, fields: [[null, first]] },
        Err: { index: 1, fields: [[null, second]] },
      })
    case 'BTreeSet':
      return ordered(partCodec(first), partCodec(first), (item) => item)
    case 'BTreeMap':
      return ordered(tuple(text, [first, second]), partCodec(first), (entry) =>
        Array.isArray(entry) ? entry[0] : undefined,
      )
    default:
      throw new TypeError(`@stake/schema has no type ${text}`)
  }
}

function named(name: string): Codec<unknown> {
  const type = typeDefinition(name)
  if (type === undefined) throw new TypeError(`@stake/schema has no type ${name}`)
  return 'struct' in type ? fieldsCodec(name, type.struct) : choice(name, type.variants)
}

/** Named fields are an object, several nameless ones a tuple; one nameless field is its content, none nothing. */
function fieldsCodec(owner: string, fields: readonly FieldSchema[]): Codec<unknown> {
  const [first] = fields
  if (first === undefined) return opaque(nothing)
  if (first[0] !== null) return struct(owner, fields)
  const types = fields.map(([, type]) => type)
  return fields.length === 1 ? partCodec(first[1]) : tuple(owner, types)
}

function struct(owner: string, fields: readonly FieldSchema[]): Codec<unknown> {
  const required = fields.flatMap(([name, type]) =>
    name === null || type.startsWith('Option<') ? [] : [name],
  )
  return checked(
    Struct(
      Object.fromEntries(fields.map(([name, type]) => [name ?? '', partCodec(type)])) as StringRecord<
        Codec<unknown>
      >,
    ),
    (value) => {
      if (typeof value !== 'object' || value === null) throw new InvalidScale(owner, 'it takes an object')
      const missing = required.find((name) => !(name in value))
      if (missing !== undefined) throw new InvalidScale(owner, `its field ${missing} is missing`)
    },
  )
}

function tuple(owner: string, types: readonly string[]): Codec<unknown> {
  return checked(Tuple(...types.map(partCodec)), (value) => {
    if (!Array.isArray(value) || value.length !== types.length)
      throw new InvalidScale(owner, `it takes a list of ${types.length}`)
  })
}

function choice(owner: string, variants: Readonly<Record<string, VariantSchema>>): Codec<unknown> {
  const entries = Object.entries(variants).map(([type, { index, fields }]) => ({
    type,
    index,
    payload: fieldsCodec(`${owner}.${type}`, fields),
  }))
  const byType = new Map(entries.map((entry) => [entry.type, entry]))
  const byIndex = new Map(entries.map((entry) => [entry.index, entry]))
  return createCodec(
    (value) => {
      const chosen: { type?: unknown; value?: unknown } =
        typeof value === 'object' && value !== null ? value : {}
      const entry = byType.get(String(chosen.type))
      if (entry === undefined) throw new InvalidScale(owner, `it has no variant ${String(chosen.type)}`)
      return concatBytes(Uint8Array.of(entry.index), entry.payload.enc(chosen.value))
    },
    createDecoder((bytes) => {
      const index = u8.dec(bytes)
      const entry = byIndex.get(index)
      if (entry === undefined) throw new InvalidScale(owner, `it has no variant ${index}`)
      return { type: entry.type, value: entry.payload.dec(bytes) }
    }),
  )
}

/**
 * A vector. Items are read until the announced number is there or the bytes end: a length that lies allocates
 * nothing.
 */
function list(item: Codec<unknown>): Codec<unknown> {
  return createCodec(
    (value) => {
      if (!Array.isArray(value)) throw new TypeError('it takes a list')
      return concatBytes(compact.enc(value.length), ...value.map((each) => item.enc(each)))
    },
    createDecoder((bytes) => {
      const count = compact.dec(bytes)
      const items: unknown[] = []
      while (items.length < count) items.push(item.dec(bytes))
      return items
    }),
  )
}

function array(item: string, length: number): Codec<unknown> {
  return tuple(
    `[${item}; ${length}]`,
    Array.from({ length }, () => item),
  )
}

/** Sets and maps: a vector whose entries stand in the order of their keys. */
function ordered(
  entry: Codec<unknown>,
  key: Codec<unknown>,
  keyOf: (entry: unknown) => unknown,
): Codec<unknown> {
  const entries = list(entry)
  return createCodec((value) => {
    if (!Array.isArray(value)) throw new TypeError('it takes a list')
    return entries.enc(value.toSorted((a, b) => compareKeys(keyOf(a), keyOf(b), key)))
  }, entries.dec)
}

function compareKeys(a: unknown, b: unknown, key: Codec<unknown>): number {
  if ((typeof a === 'number' && typeof b === 'number') || (typeof a === 'bigint' && typeof b === 'bigint'))
    return a < b ? -1 : a > b ? 1 : 0
  const [left, right] = [key.enc(a), key.enc(b)]
  const at = left.findIndex((byte, index) => byte !== right[index])
  return at < 0 ? 0 : (left[at] ?? 0) - (right[at] ?? 0)
}

/** A compact number, within the range of the number it holds. */
function compactOf(text: string, inner: string): Codec<unknown> {
  if (inner === '()') return opaque(nothing)
  const bits = Number(inner.slice(1))
  if (!/^u\d+$/.test(inner)) throw new TypeError(`@stake/schema has no type ${text}`)
  return bits <= 32 ? wholeNumber(compactNumber, inner) : bigNumber(compactBn, inner)
}

function range(type: string): readonly [bigint, bigint] {
  const bits = BigInt(type.slice(1))
  return type.startsWith('u') ? [0n, 2n ** bits - 1n] : [-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n]
}

function wholeNumber(codec: Codec<number>, type: string): Codec<unknown> {
  const [least, most] = range(type).map(Number) as [number, number]
  return checked(codec, (value) => {
    if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most)
      throw new InvalidScale(type, `it takes a whole number from ${least} to ${most}`)
  })
}

function bigNumber(codec: Codec<bigint>, type: string): Codec<unknown> {
  const [least, most] = range(type)
  return checked(codec, (value) => {
    if (typeof value !== 'bigint' || value < least || value > most)
      throw new InvalidScale(type, `it takes a bigint from ${least} to ${most}`)
  })
}

/** The library's number of bytes is a wish: fewer come out where the input ends, and go in where the value does. */
function fixedBytes(length: number): Codec<Uint8Array> {
  const exact = (bytes: Uint8Array) => {
    if (bytes.length !== length) throw new RangeError(`${bytes.length} bytes are not ${length}`)
    return bytes
  }
  return enhanceCodec(Bytes(length), exact, exact)
}

function hexOf(bytes: Codec<Uint8Array>): Codec<Hex> {
  return enhanceCodec(
    bytes,
    (hex) => {
      // One character a step: a group that repeats would run out of stack on megabytes.
      if (hex.length % 2 !== 0 || !/^0x[0-9a-f]*$/i.test(hex))
        throw new TypeError('it takes hexadecimal text after 0x')
      return fromHex(hex)
    },
    (value) => toHex(value),
  )
}

/** The library's codec behind a check of the values that go in; without it they would wrap around or be cut. */
function checked<Value>(codec: Codec<Value>, check: (value: unknown) => void): Codec<unknown> {
  const checkedValue = (value: unknown) => {
    check(value)
    return value as Value
  }
  return enhanceCodec<Value, unknown>(codec, checkedValue, checkedValue)
}

function opaque<Value>(codec: Codec<Value>): Codec<unknown> {
  return codec as Codec<unknown>
}

const account = AccountId(42)

/** Two bytes: the period as a power of two in the low four bits, the phase in steps of the quantum above them. */
const era: Codec<Era> = createCodec(
  (value) => {
    if (value.type === 'Immortal') return Uint8Array.of(0)
    const { period, phase } = value.value
    const power = Math.log2(period)
    const quantum = Math.max(period >> 12, 1)
    if (!Number.isInteger(power) || power < 2 || power > 16)
      throw new InvalidScale('Era', `its period is a power of two from 4 to 65536, not ${period}`)
    if (!Number.isInteger(phase / quantum) || phase < 0 || phase >= period)
      throw new InvalidScale('Era', `its phase is below ${period} and a multiple of ${quantum}, not ${phase}`)
    return u16.enc((power - 1) | ((phase / quantum) << 4))
  },
  createDecoder((bytes) => {
    const first = u8.dec(bytes)
    if (first === 0) return { type: 'Immortal' }
    const encoded = first | (u8.dec(bytes) << 8)
    const period = 2 << (encoded & 15)
    const phase = (encoded >> 4) * Math.max(period >> 12, 1)
    if (period < 4 || phase >= period)
      throw new InvalidScale('Era', `period ${period} and phase ${phase} are none`)
    return { type: 'Mortal', value: { period, phase } }
  }),
)

const PLAIN: Readonly<Record<string, Codec<unknown>>> = {
  bool: checked(bool, (value) => {
    if (typeof value !== 'boolean') throw new InvalidScale('bool', 'it takes true or false')
  }),
  str: checked(str, (value) => {
    if (typeof value !== 'string') throw new InvalidScale('str', 'it takes text')
  }),
  u8: wholeNumber(u8, 'u8'),
  u16: wholeNumber(u16, 'u16'),
  u32: wholeNumber(u32, 'u32'),
  u64: bigNumber(u64, 'u64'),
  u128: bigNumber(u128, 'u128'),
  i8: wholeNumber(i8, 'i8'),
  i16: wholeNumber(i16, 'i16'),
  i32: wholeNumber(i32, 'i32'),
  i64: bigNumber(i64, 'i64'),
  i128: bigNumber(i128, 'i128'),
  AccountId32: opaque(enhanceCodec(fixedBytes(32), account.enc, account.dec)),
  Era: opaque(era),
}
