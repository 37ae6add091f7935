import type { Balance, SafetyMode } from '@stake/math'
import type { Operation } from '../operation.ts'

/** What every strategy is told. */
export interface StrategyTerms {
  /** The ids of its Operations are this, a slash and a number: `monday/1`. */
  readonly id: string
  /** SS58 address of the account that will sign. */
  readonly coldkey: string
  /** @default 'strict' */
  readonly mode?: SafetyMode
  /** @default '0.5%' */
  readonly tolerance?: string
}

/** What a strategy makes of the numbers of one block: Operations to plan, and why these. It has sent nothing. */
export interface Advice<Op extends Operation, Data> {
  /** Each of them would be executed as things are, after those before it. */
  readonly operations: readonly Op[]
  readonly explanation: Explanation<Data>
}

/** Why, once for people and once for programs. */
export interface Explanation<Data> {
  /** Lines of plain text; the only texts from the chain in it are addresses. */
  readonly text: string
  readonly data: Data
}

/** Something that was left out, and why. */
export interface LeftOut {
  readonly netuid: number
  readonly hotkey: string | undefined
  /** What would have been traded. */
  readonly amount: Balance
  /** The chain's own name of the reason, where it has one. */
  readonly code: string
  readonly message: string
}

/** An amount in words that leave no doubt about its token. */
export function amountText(amount: Balance): string {
  return amount.netuid === 0 ? amount.format() : `${amount.toString()} alpha of subnet ${amount.netuid}`
}

/** The last lines of an explanation. */
export function leftOutLines(leftOut: readonly LeftOut[]): string[] {
  return leftOut.map(({ netuid, hotkey, amount, code, message }) => {
    const where = hotkey === undefined ? `subnet ${netuid}` : `${hotkey} on subnet ${netuid}`
    return `Left out: ${amountText(amount)} for ${where} (${code}): ${message}`
  })
}
