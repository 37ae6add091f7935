import { Balance, InvalidArgument, type Pool, quoteBuy, quoteSell, SwapError, splitEvenly } from '@stake/math'
import type { Numbers } from '../facts.ts'
import { takenFrom } from '../kinds/unstake.ts'
import { type OperationOf, parseOperation } from '../operation.ts'
import { openSubnet, poolOf, worldOf } from '../world.ts'
import { type Advice, amountText, type LeftOut, leftOutLines, type StrategyTerms } from './advice.ts'
import { sumOf, valueAt } from './value-at.ts'
import { step } from './walk.ts'

/** What to trade in pieces. */
export interface SplitOverTimeTerms extends StrategyTerms {
  readonly kind: 'stake' | 'unstake'
  readonly netuid: number
  readonly hotkey: string
  /** TAO for a stake, alpha of the subnet for an unstake. */
  readonly total: Balance
  /** @default the number that costs least with this `networkFee`; without one the fewest that fit the tolerance */
  readonly pieces?: number
  /** TAO that one transaction costs. */
  readonly networkFee?: Balance
}

/** The numbers behind it. Values are TAO at the price of now. */
export interface SplitOverTimeData {
  /** In their order; the first ones may be 1 rao larger. */
  readonly pieces: readonly Balance[]
  /** What one trade of everything would lose to price and swap fee; undefined where the pool cannot take it. */
  readonly lossAtOnce: Balance | undefined
  /** What the pieces lose if the price is back before each of them; if it never comes back, as much as at once. */
  readonly lossInPieces: Balance | undefined
  /** All network fees, where they are known. */
  readonly networkFees: Balance | undefined
  readonly leftOut: readonly LeftOut[]
}

/** Pieces of one trade, for a schedule. All amounts and `rest` together are the total, to the rao. */
export interface SplitOverTime extends Advice<OperationOf<'stake' | 'unstake'>, SplitOverTimeData> {
  readonly rest: Balance
}

/** More are a matter of days, and of somebody who looks after them. */
const MOST_PIECES = 1000

/**
 * Cuts one large trade into pieces to be made one after the other, as a `Schedule`. Where others bring the price back
 * in between, equal pieces lose least: each ends at the same marginal price. How far it comes back nobody knows: the two
 * ends (all the way, not at all) are told. With a `networkFee` the number of pieces is the one at which one more would
 * cost more than it saves.
 *
 * @throws SubnetUnavailable, InsufficientStake, InvalidArgument for less than 1 or more than 1000 pieces, MixedTokens. Where
 * not even 1000 pieces fit the tolerance all of them are left out.
 *
 * @example
 * ```ts
 * import { connect, developmentAccounts, readSnapshot } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 * import { Balance } from '@stake/math'
 * import { splitOverTime } from '@stake/ops'
 *
 * const devnet = await startDevnet({ emission: false })
 * const chain = await connect({ endpoints: devnet.url })
 * const coldkey = developmentAccounts['//Alice'] ?? ''
 * const snapshot = await readSnapshot(await chain.at('best'), { coldkeys: [coldkey] })
 * const terms = { id: 'slowly', coldkey, kind: 'stake', netuid: 2, hotkey: coldkey, total: Balance.parse('100') } as const
 * splitOverTime(snapshot, terms).operations.length // => 7
 * splitOverTime(snapshot, { ...terms, pieces: 8 }).operations[0]?.amount // => 12.5
 * await chain.close()
 * await devnet.close()
 * ```
 */
export function splitOverTime(snapshot: Numbers, terms: SplitOverTimeTerms): SplitOverTime {
  const { id, coldkey, kind, netuid, hotkey, total, networkFee, mode, tolerance } = terms
  const world = worldOf(snapshot, coldkey)
  openSubnet(world, netuid)
  const pool = poolOf(world, netuid).now
  const wishOf = (amount: Balance, number: number) => ({
    operation: parseOperation({
      id: `${id}/${number}`,
      kind,
      coldkey,
      hotkey,
      netuid,
      amount: amount.toString(),
      mode,
      tolerance,
    }) as OperationOf<'stake' | 'unstake'>,
    netuid,
    hotkey,
    amount,
  })
  if (kind === 'unstake') takenFrom({ coldkey, hotkey, netuid }, total.toString(), world)
  const sizeOf = (amount: Balance): 'fits' | 'tooLarge' | 'tooSmall' => {
    const { preview, leftOut } = step(wishOf(amount, 1), world)
    if (preview?.chosen.result === 'full') return 'fits'
    return leftOut?.code === 'AmountTooLow' ? 'tooSmall' : 'tooLarge'
  }
  const count = terms.pieces ?? cheapest(pool, total, networkFee, sizeOf)
  if (!Number.isInteger(count) || count < 1 || count > MOST_PIECES) {
    throw new InvalidArgument('number of pieces', count, `a whole number from 1 to ${MOST_PIECES}`)
  }
  const pieces = splitEvenly(total, count)
  // There are two sizes at the most: each is tried once.
  const sizes = new Map<bigint, { loss: Balance | undefined; leftOut: LeftOut | undefined }>()
  for (const piece of pieces) {
    if (sizes.has(piece.rao)) continue
    sizes.set(piece.rao, { loss: lossOf(pool, piece), leftOut: step(wishOf(piece, 1), world).leftOut })
  }
  const wishes = pieces.map((piece, index) => wishOf(piece, index + 1))
  const taken = wishes.filter(({ amount }) => !sizes.get(amount.rao)?.leftOut)
  const rest = total.subtract(
    sumOf(
      taken.map(({ amount }) => amount),
      total.netuid,
    ),
  )
  const losses = pieces.map(({ rao }) => sizes.get(rao)?.loss)
  const known = losses.filter((loss) => loss !== undefined)
  const data: SplitOverTimeData = {
    pieces,
    lossAtOnce: lossOf(pool, total),
    lossInPieces: known.length < losses.length ? undefined : sumOf(known),
    networkFees: networkFee && Balance.fromRao(networkFee.rao * BigInt(count)),
    leftOut: pieces.flatMap(({ rao }) => sizes.get(rao)?.leftOut ?? []),
  }
  return {
    operations: taken.map(({ operation }) => operation),
    rest,
    explanation: { text: textOf(terms, data), data },
  }
}

/** The fewest pieces that fit, and more as long as each saves more than its fee: the sum of both is convex. */
function cheapest(
  pool: Pool,
  total: Balance,
  fee: Balance | undefined,
  sizeOf: (amount: Balance) => 'fits' | 'tooLarge' | 'tooSmall',
): number {
  const piece = (pieces: number) => splitEvenly(total, pieces)[0] ?? total
  const fewest = firstFrom(1, MOST_PIECES, (pieces) => sizeOf(piece(pieces)) !== 'tooLarge')
  if (!fee || fee.isZero()) return fewest
  const cost = (pieces: number) => {
    const loss = lossOf(pool, piece(pieces))
    return loss && (loss.rao + fee.rao) * BigInt(pieces)
  }
  const oneMoreCosts = (pieces: number) => {
    const [now, then] = [cost(pieces), cost(pieces + 1)]
    if (sizeOf(piece(pieces + 1)) !== 'fits') return true
    return now !== undefined && (then === undefined || then >= now)
  }
  return firstFrom(fewest, MOST_PIECES, oneMoreCosts)
}

/** The first number of which something holds, where it holds of all after it; the last where it holds of none. */
function firstFrom(least: number, most: number, holds: (value: number) => boolean): number {
  let [low, high] = [least, most]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}

/** What a trade loses against the price of now, in TAO; undefined where the pool does not take it. */
function lossOf(pool: Pool, amount: Balance): Balance | undefined {
  try {
    const quote = amount.netuid === 0 && pool.netuid !== 0 ? quoteBuy(pool, amount) : quoteSell(pool, amount)
    const { spent, received, spotPrice, rest } = quote
    if (!rest.isZero()) return undefined
    const given = valueAt(spent, spotPrice)
    return given.subtract(Balance.min(given, valueAt(received, spotPrice)))
  } catch (error) {
    if (error instanceof SwapError) return undefined
    throw error
  }
}

function textOf(
  { kind, netuid, hotkey, total }: SplitOverTimeTerms,
  { pieces, lossAtOnce, lossInPieces, networkFees, leftOut }: SplitOverTimeData,
): string {
  const [first = total] = pieces
  const what = kind === 'stake' ? 'Stake' : 'Unstake'
  const preposition = kind === 'stake' ? 'on' : 'from'
  const loss = (amount: Balance | undefined) => (amount ? amountText(amount) : 'more than the pool can take')
  const lines = [
    `${what} ${amountText(total)} ${preposition} subnet ${netuid} with ${hotkey} in ${pieces.length} pieces of ${amountText(first)}${
      pieces.at(-1)?.equals(first) === false ? ' (the last ones 1 rao less)' : ''
    }.`,
    `At once it would lose ${loss(lossAtOnce)} to the price and the swap fee. In pieces it loses ${loss(lossInPieces)} if the price is back before each of them, and as much as at once if it never comes back.`,
    ...(networkFees ? [`Network fees of all pieces: ${amountText(networkFees)}.`] : []),
    ...leftOutLines(leftOut.slice(0, 1)),
    ...(leftOut.length > 1
      ? [`${leftOut.length} of ${pieces.length} pieces are left out like this one.`]
      : []),
  ]
  return lines.join('\n')
}
