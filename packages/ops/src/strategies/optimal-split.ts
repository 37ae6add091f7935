import {
  Balance,
  bestSplit,
  minimumStake,
  type Pool,
  quoteBuy,
  type SplitGoal,
  SwapError,
  type SwapQuote,
  splitEvenly,
} from '@stake/math'
import type { Numbers } from '../facts.ts'
import { type OperationOf, parseOperation } from '../operation.ts'
import { openSubnet, poolOf, worldOf } from '../world.ts'
import { type Advice, amountText, type LeftOut, leftOutLines, type StrategyTerms } from './advice.ts'
import { sumOf, valueAt } from './value-at.ts'
import { walk } from './walk.ts'

/** What to split, and over what. */
export interface OptimalSplitTerms extends StrategyTerms {
  /** TAO. */
  readonly total: Balance
  /** Where it may go; each subnet once. */
  readonly to: readonly { readonly netuid: number; readonly hotkey: string }[]
  /** Most alpha at the prices of now, or least movement of the prices. @default 'value' */
  readonly goal?: SplitGoal
}

/** One subnet's part. */
export interface OptimalSplitPart {
  readonly netuid: number
  readonly hotkey: string
  /** TAO; zero where a part would be too small to stake. */
  readonly amount: Balance
  readonly quote: SwapQuote | undefined
}

/** The numbers behind a split. */
export interface OptimalSplitData {
  readonly parts: readonly OptimalSplitPart[]
  /** What all of it would buy, at the prices of now: TAO. */
  readonly value: Balance
  /** What even parts would buy, at the same prices; undefined where a part of them cannot be staked. */
  readonly evenValue: Balance | undefined
  readonly leftOut: readonly LeftOut[]
}

/** Stakes on several subnets. All amounts and `rest` together are the total, to the rao. */
export interface OptimalSplit extends Advice<OperationOf<'stake'>, OptimalSplitData> {
  /** TAO that is not staked. */
  readonly rest: Balance
}

/**
 * Splits TAO over subnets so that in the end one more TAO would buy equally much on each: the marginal prices have risen
 * by the same factor. What the chain would refuse (beyond the tolerance) is left out by name.
 *
 * @throws SubnetUnavailable, SwapError `AmountTooLow` and `InsufficientLiquidity`, InvalidPool for a subnet named twice,
 * InvalidArgument for none, MixedTokens
 *
 * @example
 * ```ts
 * import { connect, developmentAccounts, readSnapshot } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 * import { Balance } from '@stake/math'
 * import { optimalSplit } from '@stake/ops'
 *
 * const devnet = await startDevnet({ emission: false })
 * const chain = await connect({ endpoints: devnet.url })
 * const coldkey = developmentAccounts['//Alice'] ?? ''
 * const snapshot = await readSnapshot(await chain.at('best'), { coldkeys: [coldkey] })
 * const to = [{ netuid: 1, hotkey: coldkey }, { netuid: 2, hotkey: coldkey }]
 * const { operations } = optimalSplit(snapshot, { id: 'split', coldkey, total: Balance.parse('10.2'), to })
 * operations.map(({ amount }) => amount).join(' + ') // => 4.2 + 6
 * await chain.close()
 * await devnet.close()
 * ```
 */
export function optimalSplit(snapshot: Numbers, terms: OptimalSplitTerms): OptimalSplit {
  const { id, coldkey, total, to, goal = 'value', mode, tolerance } = terms
  const world = worldOf(snapshot, coldkey)
  const pools = to.map(({ netuid }) => poolOf(world, openSubnet(world, netuid).netuid).now)
  const { parts: split, value } = bestSplit(pools, total, goal)
  const parts = to.map(({ netuid, hotkey }, index): OptimalSplitPart => {
    const { amount = Balance.zero(), quote } = split[index] ?? {}
    return { netuid, hotkey, amount, quote }
  })
  const wishes = parts
    .filter(({ amount }) => !amount.isZero())
    .map(({ netuid, hotkey, amount }, index) => {
      const operation = parseOperation({
        id: `${id}/${index + 1}`,
        kind: 'stake',
        coldkey,
        hotkey,
        netuid,
        amount: amount.toString(),
        mode,
        tolerance,
      })
      return { operation, netuid, hotkey, amount }
    })
  const { taken, leftOut } = walk(wishes, world)
  const rest = total.subtract(sumOf(taken.map(({ amount }) => amount)))
  const data = { parts, value, evenValue: evenValue(pools, total), leftOut }
  return {
    operations: taken.map(({ operation }) => operation),
    rest,
    explanation: { text: textOf(total, goal, data), data },
  }
}

function evenValue(pools: readonly Pool[], total: Balance): Balance | undefined {
  try {
    const parts = splitEvenly(total, pools.length)
    if (pools.some((pool, index) => parts[index]?.compare(minimumStake(pool)) === -1)) return undefined
    return sumOf(
      pools.map((pool, index) => {
        const { received, spotPrice } = quoteBuy(pool, parts[index] ?? Balance.zero())
        return valueAt(received, spotPrice)
      }),
    )
  } catch (error) {
    if (error instanceof SwapError) return undefined
    throw error
  }
}

function textOf(
  total: Balance,
  goal: SplitGoal,
  { parts, value, evenValue, leftOut }: OptimalSplitData,
): string {
  const lines = [
    `Split ${amountText(total)} over ${parts.length} subnets ${
      goal === 'value' ? 'for the most alpha at the prices of now' : 'with the least movement of the prices'
    }.`,
    ...parts.map(({ netuid, hotkey, amount, quote }) =>
      quote
        ? `Subnet ${netuid} with ${hotkey}: ${amountText(amount)} for about ${amountText(quote.received)}; price ${quote.spotPrice.format()} now, ${quote.endPrice.format()} after`
        : `Subnet ${netuid}: nothing; its part would be below the minimum stake.`,
    ),
    `At the prices of now this buys ${amountText(value)}${
      evenValue ? `; even parts would buy ${amountText(evenValue)}` : ''
    }.`,
    ...leftOutLines(leftOut),
  ]
  return lines.join('\n')
}
