import { codecOf } from '../scale/codec.ts'
import type { Client } from './client.ts'
import { INVALID_PARAMS, RpcError } from './json-rpc.ts'

/** Serves one call. */
export type Method = (params: Params, client: Client) => unknown

/** Serves one kind of subscription. */
export interface Subscription {
  /** The method that ends it. */
  readonly unsubscribe: string
  /** The method name of its notifications. */
  readonly notification: string
  /** What ending one answers. Default: whether there was one to end. */
  readonly endAnswer?: null
  /** Starts pushing; returns the function that stops. Throws to refuse. */
  start(params: Params, push: (result: unknown) => void, subscription: Subscribed): () => void
}

/** One subscription, as its kind sees it. */
export interface Subscribed {
  readonly id: string
  readonly client: Client
  /** Ends it from this side, without a word. */
  end(): void
}

/** A family of RPC methods. */
export interface Methods {
  readonly calls: Readonly<Record<string, Method>>
  readonly subscriptions?: Readonly<Record<string, Subscription>>
}

const HEX = /^(?:0x)?([0-9a-fA-F]*)$/

/** The positional parameters of a request, read with the checks a node makes. */
export class Params {
  readonly #values: readonly unknown[]

  constructor(values: readonly unknown[]) {
    this.#values = values
  }

  /** Bytes as `0x…`, lower case. As a node, this takes them without `0x` too, and with half a byte at the front. */
  hex(index: number, name: string): `0x${string}` {
    return this.optionalHex(index, name) ?? this.#missing(name)
  }

  optionalHex(index: number, name: string): `0x${string}` | undefined {
    const value = this.#optional(index)
    if (value === undefined) return undefined
    const digits = typeof value === 'string' ? HEX.exec(value)?.[1]?.toLowerCase() : undefined
    if (digits === undefined) throw invalid(name, 'a hex string')
    return digits.length % 2 === 0 ? `0x${digits}` : `0x0${digits}`
  }

  /** A 32-byte hash, or undefined. */
  optionalHash(index: number, name: string): `0x${string}` | undefined {
    const value = this.optionalHex(index, name)
    if (value !== undefined && value.length !== 66) throw invalid(name, 'a 32-byte hash')
    return value
  }

  hash(index: number, name: string): `0x${string}` {
    return this.optionalHash(index, name) ?? this.#missing(name)
  }

  /** True or false. */
  flag(index: number, name: string): boolean {
    const value = this.#optional(index)
    if (typeof value !== 'boolean') throw invalid(name, 'true or false')
    return value
  }

  /** A 32-byte hash, or a list of them. */
  hashes(index: number, name: string): `0x${string}`[] {
    const value = this.#optional(index)
    if (!Array.isArray(value)) return [this.hash(index, name)]
    return value.map((_, at) => new Params(value).hash(at, name))
  }

  string(index: number, name: string): string {
    const value = this.#optional(index)
    if (value === undefined) return this.#missing(name)
    if (typeof value !== 'string') throw invalid(name, 'a string')
    return value
  }

  /** Whatever is there; null is nothing. */
  any(index: number): unknown {
    return this.#optional(index)
  }

  /** A whole number from 0 to 2^32-1. */
  u32(index: number, name: string): number {
    const value = this.#optional(index)
    return value === undefined ? this.#missing(name) : asU32(value, name)
  }

  /** A list of storage keys. */
  keys(index: number, name: string): `0x${string}`[] {
    return this.optionalKeys(index, name) ?? this.#missing(name)
  }

  optionalKeys(index: number, name: string): `0x${string}`[] | undefined {
    const value = this.#optional(index)
    if (value === undefined) return undefined
    if (!Array.isArray(value)) throw invalid(name, 'a list of hex strings')
    return value.map((_, at) => new Params(value).hex(at, name))
  }

  /** A list of objects, with whatever they hold. */
  objects(index: number, name: string): Readonly<Record<string, unknown>>[] {
    const value = this.#optional(index)
    if (!Array.isArray(value) || !value.every((item) => typeof item === 'object' && item !== null))
      throw invalid(name, 'a list of objects')
    return value
  }

  /**
   * A value of a SCALE type, as a node reads it from JSON: accounts as SS58 text or as a list of their bytes, numbers
   * and lists of numbers. Whether it is in range is for the codec to say.
   */
  scale(index: number, name: string, type: string): unknown {
    const value = this.#optional(index)
    if (value === undefined) return this.#missing(name)
    if (type === 'AccountId32' && Array.isArray(value)) return accountOf(value, name)
    if (type === 'AccountId32') return this.string(index, name)
    if (type.startsWith('Vec<')) {
      if (!Array.isArray(value)) throw invalid(name, 'a list of numbers')
      return value.map((item) => asU32(item, name))
    }
    if (type !== 'u64') return asU32(value, name)
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
      throw invalid(name, 'a whole number')
    return BigInt(value)
  }

  /** One block number (JSON number or `0x…`), a list of them, or undefined for none given. */
  blockNumbers(index: number): number | number[] | undefined {
    const value = this.#optional(index)
    if (value === undefined) return undefined
    return Array.isArray(value) ? value.map((item) => asU32(item, 'hash')) : asU32(value, 'hash')
  }

  #optional(index: number): unknown {
    return this.#values[index] ?? undefined
  }

  #missing(name: string): never {
    throw invalid(name, 'given')
  }
}

function accountOf(bytes: readonly unknown[], name: string): string {
  const whole = bytes.every((byte) => Number.isInteger(byte) && Number(byte) >= 0 && Number(byte) <= 255)
  if (bytes.length !== 32 || !whole) throw invalid(name, '32 bytes')
  return codecOf('AccountId32').dec(Uint8Array.from(bytes as readonly number[]))
}

function asU32(value: unknown, name: string): number {
  const number = typeof value === 'string' && /^0x[0-9a-fA-F]{1,8}$/.test(value) ? Number(value) : value
  if (typeof number !== 'number' || !Number.isInteger(number) || number < 0 || number > 0xffff_ffff)
    throw invalid(name, 'a number from 0 to 4294967295')
  return number
}

/** What is said of a parameter that is not as it should be. */
export function invalid(name: string, expected: string): RpcError {
  return new RpcError(INVALID_PARAMS, 'Invalid params', `${name} must be ${expected}`)
}
