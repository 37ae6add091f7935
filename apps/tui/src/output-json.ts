import { Balance, Price, StakeError } from '@stake/math'
import { failureOf } from './failure.ts'

/** Plain JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

/**
 * Any result as JSON: amounts are `{ rao, decimal, netuid }` and prices `{ bits, decimal }` (TAO for an alpha, rounded
 * down), integers that may be beyond 2^53 and decimals are texts, errors are failures, and what is undefined is not
 * there.
 */
export function toJson(value: unknown): Json {
  if (value === null || value === undefined) return null
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  if (value instanceof Balance) {
    return { rao: value.rao.toString(), decimal: value.toString(), netuid: value.netuid }
  }
  if (value instanceof Price) return { bits: value.bits.toString(), decimal: value.format() }
  if (value instanceof StakeError) return toJson(failureOf(value))
  if (Array.isArray(value)) return value.map(toJson)
  const fields = Object.entries(value).filter(([, each]) => each !== undefined)
  return Object.fromEntries(fields.map(([name, each]) => [name, toJson(each)]))
}

/** Controls, bidi marks and the like, which a terminal or a reader would act upon. */
const ACTIVE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu

/** One line of JSON in which whatever is not plain text is written as `\u….`: it can be shown anywhere. */
export function jsonLine(value: Json): string {
  return `${JSON.stringify(value).replace(ACTIVE, escaped)}\n`
}

function escaped(character: string): string {
  return Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('')
}
