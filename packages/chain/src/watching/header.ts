import type { Hex } from '../chain.ts'
import { MalformedAnswer } from '../errors/errors.ts'

/** The newest block (`best`) or the newest final one. */
export type Head = 'best' | 'finalized'

/** What is read of a block's header. */
export interface Header {
  readonly number: number
  readonly parentHash: Hex
}

const HASH = /^0x[0-9a-f]{64}$/

/** A block hash in what a node answered. @throws MalformedAnswer */
export function hashOf(answer: unknown, method: string): Hex {
  if (typeof answer === 'string' && HASH.test(answer)) return answer as Hex
  throw new MalformedAnswer(method, 'a block hash')
}

/** A header in what a node answered. @throws MalformedAnswer */
export function headerOf(answer: unknown, method: string): Header {
  const number = numberIn(answer)
  if (number === undefined) throw new MalformedAnswer(method, 'a header')
  return { number, parentHash: hashOf((answer as { parentHash?: unknown }).parentHash, method) }
}

/** The number in a header; undefined where there is none. */
export function numberIn(header: unknown): number | undefined {
  const { number } = (header ?? {}) as { number?: unknown }
  return typeof number === 'string' && /^0x[0-9a-f]{1,8}$/.test(number) ? Number(number) : undefined
}
