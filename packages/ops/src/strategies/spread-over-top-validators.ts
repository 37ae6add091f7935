import { type ChainAt, readSnapshot, readValidators, type Subnet, type Validator } from '@stake/chain'
import { Balance, InvalidArgument, type SwapQuote } from '@stake/math'
import type { Numbers } from '../facts.ts'
import { type OperationOf, parseOperation } from '../operation.ts'
import { worldOf } from '../world.ts'
import { type Advice, amountText, type LeftOut, leftOutLines, type StrategyTerms } from './advice.ts'
import { sumOf } from './value-at.ts'
import { walk } from './walk.ts'

/** How widely to spread, and by what. */
export interface SpreadTerms extends StrategyTerms {
  /** TAO, all parts together. */
  readonly total: Balance
  /** How many subnets, those with the largest TAO emission. @default 3 */
  readonly subnets?: number
  /** How many validators on each. @default 3 */
  readonly validators?: number
  /**
   * What makes a validator large: `weight` is what it has a say with (its alpha, and TAO on root by its weight), which
   * other clients call its stake; `stake` is the alpha with it on that subnet.
   * @default 'weight'
   */
  readonly by?: 'weight' | 'stake'
}

/** What {@link spreadOverTopValidators} looks at. */
export interface SpreadNumbers {
  readonly snapshot: Numbers
  /** The hotkeys of a subnet, at least of those that {@link topSubnets} gives. */
  readonly validators: ReadonlyMap<number, readonly Validator[]>
}

/** A part of the total and where it goes. */
export interface SpreadPart {
  readonly netuid: number
  /** The TAO that each block adds to the subnet's pool: what the subnets are ranked by. */
  readonly emission: Balance
  /** From 1, on its subnet. */
  readonly rank: number
  readonly validator: Validator
  /** TAO. */
  readonly amount: Balance
  /** The purchase that is expected; undefined where it is left out. */
  readonly quote: SwapQuote | undefined
}

/** The numbers behind a spread. */
export interface SpreadData {
  readonly total: Balance
  /** `total / parts`, rounded down. */
  readonly part: Balance
  /** What the division leaves over; the first part has it too. */
  readonly remainder: Balance
  readonly parts: readonly SpreadPart[]
  readonly leftOut: readonly LeftOut[]
}

/** Stakes on many validators. All amounts and `rest` together are the total, to the rao. */
export interface Spread extends Advice<OperationOf<'stake'>, SpreadData> {
  /** TAO that is not staked: the parts that were left out. */
  readonly rest: Balance
}

const ROOT = 0

/**
 * The subnets that can be staked on with the largest TAO emission, largest first; root has none and is none of them.
 *
 * @param count at least 1
 * @throws InvalidArgument
 *
 * @example
 * ```ts
 * import { connect, readSubnets } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 * import { topSubnets } from '@stake/ops'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const subnets = await readSubnets(await chain.at('best'))
 * topSubnets(subnets, 3).map(({ netuid, emission }) => `${netuid}: ${emission.tao}`).join(', ') // => 277: 0.225, 1: 0.196, 2: 0.15
 * await chain.close()
 * await devnet.close()
 * ```
 */
export function topSubnets(subnets: ReadonlyMap<number, Subnet>, count: number): Subnet[] {
  checkCount('number of subnets', count)
  return [...subnets.values()]
    .filter(({ netuid, subtokenEnabled, pool }) => netuid !== ROOT && subtokenEnabled && pool !== undefined)
    .sort((a, b) => b.emission.tao.compare(a.emission.tao) || a.netuid - b.netuid)
    .slice(0, count)
}

/**
 * Reads what a spread needs at one block: all subnets, and the validators of the top ones.
 *
 * @throws InvalidArgument, and what the connection throws
 *
 * @example
 * ```ts
 * import { connect, developmentAccounts } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 * import { readSpreadNumbers } from '@stake/ops'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const coldkey = developmentAccounts['//Alice'] ?? ''
 * const { validators } = await readSpreadNumbers(await chain.at('best'), { coldkey, subnets: 2 })
 * Array.from(validators.keys()).join() // => 277,1
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function readSpreadNumbers(
  at: ChainAt,
  { coldkey, subnets = 3 }: Pick<SpreadTerms, 'coldkey' | 'subnets'>,
): Promise<SpreadNumbers> {
  checkCount('number of subnets', subnets)
  const snapshot = await readSnapshot(at, { coldkeys: [coldkey] })
  const validators = await Promise.all(
    topSubnets(snapshot.subnets, subnets).map(
      async ({ netuid }) => [netuid, await readValidators(at, netuid)] as const,
    ),
  )
  return { snapshot, validators: new Map(validators) }
}

/**
 * Spreads a total in equal parts over the largest validators of the subnets with the largest emission. Each part is
 * `total / (subnets × validators)` rounded down, and the first takes what is left over. Where a subnet has fewer hotkeys
 * that may validate, there are fewer and larger parts. A part that the chain would refuse (below the minimum stake, or
 * beyond the tolerance) is left out by name.
 *
 * @throws InvalidArgument for counts below 1, MixedTokens for a total that is no TAO, InvalidTolerance and the like
 *
 * @example
 * ```ts
 * import { connect, developmentAccounts } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 * import { Balance } from '@stake/math'
 * import { readSpreadNumbers, spreadOverTopValidators } from '@stake/ops'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const coldkey = developmentAccounts['//Alice'] ?? ''
 * const numbers = await readSpreadNumbers(await chain.at('best'), { coldkey })
 * const { operations, rest } = spreadOverTopValidators(numbers, { id: 'monday', coldkey, total: Balance.parse('1') })
 * operations.length // => 9
 * operations[0]?.id // => monday/1
 * operations[0]?.amount // => 0.111111112
 * operations[8]?.amount // => 0.111111111
 * rest.isZero() // => true
 * await chain.close()
 * await devnet.close()
 * ```
 */
export function spreadOverTopValidators(numbers: SpreadNumbers, terms: SpreadTerms): Spread {
  const { id, coldkey, subnets = 3, validators: each = 3, by = 'weight', mode, tolerance } = terms
  const { snapshot } = numbers
  const total = Balance.zero().add(terms.total)
  checkCount('number of validators', each)
  const places = topSubnets(snapshot.subnets, subnets).flatMap((subnet) =>
    largest(numbers.validators.get(subnet.netuid) ?? [], each, by).map((validator, index) => ({
      subnet,
      validator,
      rank: index + 1,
    })),
  )
  const count = BigInt(Math.max(places.length, 1))
  const part = Balance.fromRao(total.rao / count)
  const remainder = Balance.fromRao(total.rao % count)
  const wishes = places.map(({ subnet: { netuid }, validator: { hotkey } }, index) => {
    const amount = index === 0 ? part.add(remainder) : part
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
  const { taken, leftOut } = walk(wishes, worldOf(snapshot, coldkey))
  const previews = new Map(taken.map((preview) => [preview.operation.id, preview]))
  const parts = places.map(
    ({ subnet: { netuid, emission }, validator, rank }, index): SpreadPart => ({
      netuid,
      emission: emission.tao,
      rank,
      validator,
      amount: wishes[index]?.amount ?? part,
      quote: previews.get(`${id}/${index + 1}`)?.chosen.quote,
    }),
  )
  const staked = sumOf(taken.map(({ amount }) => amount))
  const rest = total.subtract(staked)
  const data = { total, part, remainder, parts, leftOut }
  return {
    operations: taken.map(({ operation }) => operation),
    rest,
    explanation: { text: textOf(data, { subnets, each, by, rest }), data },
  }
}

/** Hotkeys that may not validate earn nothing for those who stake with them. */
function largest(validators: readonly Validator[], count: number, by: 'weight' | 'stake'): Validator[] {
  const size = (validator: Validator) => (by === 'weight' ? validator.weight : validator.stake.rao)
  return validators
    .filter(({ permit }) => permit)
    .sort((a, b) => (size(a) < size(b) ? 1 : size(a) > size(b) ? -1 : a.uid - b.uid))
    .slice(0, count)
}

function textOf(
  { total, part, remainder, parts, leftOut }: SpreadData,
  { subnets, each, by, rest }: { subnets: number; each: number; by: string; rest: Balance },
): string {
  const asked = subnets * each
  const lines = [
    `Spread ${amountText(total)} over the ${each} largest validators (by ${by}) of each of the ${subnets} subnets with the largest TAO emission.`,
    parts.length === 0
      ? 'There is no validator to stake with.'
      : `${parts.length} parts of ${amountText(part)}${
          remainder.isZero() ? '' : `, and the ${amountText(remainder)} left over go to the first`
        }${parts.length < asked ? `; ${asked} parts were asked for, but there are no more validators` : ''}.`,
    ...parts.flatMap(({ netuid, emission, rank, validator, amount, quote }) => [
      ...(rank === 1 ? [`Subnet ${netuid}: emission ${emission.format()} a block`] : []),
      `  ${rank}. ${validator.hotkey}, ${by} ${Balance.fromRao(by === 'weight' ? validator.weight : validator.stake.rao, netuid).toString()}: ${
        quote
          ? `stake ${amountText(amount)} for about ${amountText(quote.received)}`
          : `not ${amountText(amount)}`
      }`,
    ]),
    ...leftOutLines(leftOut),
    ...(rest.isZero() ? [] : [`Not staked: ${amountText(rest)}.`]),
  ]
  return lines.join('\n')
}

function checkCount(name: string, count: number): void {
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgument(name, count, 'a whole number from 1')
}
