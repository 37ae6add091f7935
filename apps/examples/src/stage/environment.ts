import { Balance } from '@stake/math'
import { Stop } from './stop.ts'

/** The value of an environment variable, or undefined where it is not set. */
export function fromEnvironment(name: string): string | undefined {
  const value = process.env[name]
  return value === undefined || value === '' ? undefined : value
}

/** An amount of TAO. @throws Stop with this sentence for anything else */
export function amountFrom(text: string, wrong: string): Balance {
  let amount: Balance
  try {
    amount = Balance.parse(text)
  } catch {
    throw new Stop(`❌ ${wrong}`)
  }
  if (amount.isZero()) throw new Stop(`❌ ${wrong}`)
  return amount
}

/** A whole number from 1. @throws Stop with this sentence for anything else */
export function countFrom(text: string, wrong: string): number {
  if (!/^\d{1,4}$/.test(text) || Number(text) === 0) throw new Stop(`❌ ${wrong}`)
  return Number(text)
}
