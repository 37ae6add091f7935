import { StakeError } from './stake-error.ts'

/**
 * Shows a rejected value: quoted, control characters escaped, and cut. Text that is no attempt at a number and more
 * than one short word is not repeated at all: it may be a key phrase in the wrong field.
 */
export function shown(value: unknown): string {
  const text = String(value)
  if (typeof value !== 'string') return cut(text)
  const harmless = /^[\d.,+\-−e_%]*$/i.test(text) || /^\S{0,12}$/.test(text)
  return harmless ? JSON.stringify(cut(text)) : `(${text.length} characters)`
}

function cut(text: string): string {
  return text.length > 24 ? `${text.slice(0, 24)}…` : text
}

/** An amount was written in a way that is not read. `code` is `InvalidAmount`. */
export class InvalidAmount extends StakeError {
  constructor(value: unknown, problem: string, remedy: string) {
    super('InvalidAmount', `The amount ${shown(value)} ${problem}.`, {
      details: { value: shown(value) },
      remedy,
    })
  }
}

/** An amount does not fit the chain's u64 of rao, or a subtraction went below zero. `code` is `BalanceOutOfRange`. */
export class BalanceOutOfRange extends StakeError {
  constructor(rao: bigint, netuid: number) {
    const below = rao < 0n
    super(
      'BalanceOutOfRange',
      below
        ? `The amount would be ${shown(rao)} rao, which is below zero.`
        : `The amount ${shown(rao)} rao is larger than the chain can hold (18446744073.709551615).`,
      {
        details: { rao: shown(rao), netuid },
        remedy: below ? 'Take no more than there is.' : 'Use a smaller amount.',
      },
    )
  }
}

/** Two amounts of different tokens met. `code` is `MixedTokens`. */
export class MixedTokens extends StakeError {
  constructor(expected: number, given: number) {
    super(
      'MixedTokens',
      `An amount of ${tokenName(given)} was given where ${tokenName(expected)} is meant.`,
      {
        details: { expected, given },
        remedy: 'Convert one of them with a quote first; tokens of different subnets have different prices.',
      },
    )
  }
}

/** A subnet number is not an integer from 0 to 65535. `code` is `InvalidNetuid`. */
export class InvalidNetuid extends StakeError {
  constructor(value: unknown) {
    super('InvalidNetuid', `The subnet number ${shown(value)} is not an integer from 0 to 65535.`, {
      details: { value: shown(value) },
      remedy: 'Use the netuid of the subnet; 0 means TAO.',
    })
  }
}

function tokenName(netuid: number): string {
  return netuid === 0 ? 'TAO' : `alpha of subnet ${netuid}`
}

interface Amount {
  readonly rao: bigint
  readonly netuid: number
}

/** Refuses whatever is no Balance. @throws InvalidAmount */
export function checkBalance(amount: Amount): void {
  if (typeof amount?.rao !== 'bigint') {
    throw new InvalidAmount(amount, 'is not a Balance', "Pass a Balance, for example Balance.parse('12.5').")
  }
}

/** Refuses whatever is no amount of this token. @throws InvalidAmount, MixedTokens */
export function checkToken(expected: number, amount: Amount): void {
  checkBalance(amount)
  if (amount.netuid !== expected) throw new MixedTokens(expected, amount.netuid)
}
