import { Balance, Price, StakeError } from '@stake/math'

/** A value as the journal keeps it: JSON that people can read. */
export type Readable =
  | null
  | boolean
  | number
  | string
  | readonly Readable[]
  | { readonly [key: string]: Readable }

/** A value that was given to the journal to keep, and is no plain data, amount, price or error. */
function unreadable(value: unknown): TypeError {
  return new TypeError(`a ${typeof value} cannot be written into the journal`)
}

/**
 * Plain data with amounts, prices, bigints and errors as JSON that people can read, and that {@link fromReadable}
 * turns back exactly: amounts are `{ rao, netuid }`, prices `{ bits }`, bigints `{ integer }`, errors
 * `{ code, message, details, remedy }`.
 *
 * @throws TypeError for functions, maps and instances of other classes
 */
export function toReadable(value: unknown): Readable {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'number' && Number.isFinite(value)) return value
  if (typeof value === 'bigint') return { integer: value.toString() }
  if (Array.isArray(value)) return value.map(toReadable)
  if (value instanceof Balance || value instanceof Price) return value.toJSON() as unknown as Readable
  if (value instanceof StakeError) return value.toJSON()
  if (typeof value !== 'object' || !isPlain(value)) throw unreadable(value)
  const entries = Object.entries(value).filter(([, each]) => each !== undefined)
  return Object.fromEntries(entries.map(([key, each]) => [key, toReadable(each)]))
}

/** The inverse of {@link toReadable}; fields that were undefined stay away. @throws InvalidAmount, BalanceOutOfRange */
export function fromReadable(value: Readable): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(fromReadable)
  const { rao, netuid, bits, integer, code, message, details, remedy, ...rest } = value as Record<
    string,
    Readable
  >
  const keys = Object.keys(value).length
  if (keys === 2 && typeof rao === 'string' && typeof netuid === 'number')
    return Balance.fromJSON({ rao, netuid })
  if (keys === 1 && typeof bits === 'string') return Price.fromBits(BigInt(bits))
  if (keys === 1 && typeof integer === 'string') return BigInt(integer)
  const isError = typeof code === 'string' && typeof message === 'string' && typeof remedy === 'string'
  if (isError && keys === 4 && Object.keys(rest).length === 0) {
    return new StakeError(code, message, { details: details as Record<string, string>, remedy })
  }
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fromReadable(each)]))
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}
