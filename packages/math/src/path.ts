import { checkBalance } from './amount-errors.ts'
import { afterAuthorSale } from './author-sale.ts'
import { Balance } from './balance.ts'
import { InvalidArgument } from './invalid-argument.ts'
import { limitPrice } from './limit-price.ts'
import { moveLimit } from './move-limit.ts'
import { type ProtectedMove, protectMove } from './move-protection.ts'
import { InvalidPool, type Pool, spotPrice } from './pool.ts'
import { isRefusal, type ProtectedQuote, protect } from './protection.ts'
import type { SafetyMode } from './safety-mode.ts'
import type { StakeError } from './stake-error.ts'
import { SwapError } from './swap-error.ts'
import { Tolerance } from './tolerance.ts'

const DEFAULT_TOLERANCE: Tolerance = /* @__PURE__ */ Tolerance.fromPpb(5_000_000n)

interface LegTerms {
  /** The subnet that is traded on; of a move, the one that is left. */
  readonly netuid: number
  /** Gross: TAO for a buy, alpha for a sell or a move. A burn takes TAO, which buys first, or alpha. */
  readonly amount: Balance
  /** Default `strict`. */
  readonly mode?: SafetyMode
  /** Default 0.5 %. */
  readonly tolerance?: Tolerance
  /** A limit to use in place of the tolerance: rao per alpha, or of a move the ratio times 1e9. */
  readonly limit?: bigint
}

/** One step of a path. */
export type Leg =
  | (LegTerms & { readonly kind: 'buy' | 'sell' | 'burn' })
  | (LegTerms & { readonly kind: 'move'; readonly destination: number })

/** What became of one step. */
export interface LegOutcome {
  readonly leg: Leg
  readonly result: 'full' | 'partial' | 'refused'
  /** Why it was refused; the pools are then as before it. */
  readonly refusal?: StakeError
  /** The trade of a buy, a sell, or a burn of TAO. */
  readonly swap?: ProtectedQuote
  readonly move?: ProtectedMove
  /** What the step takes, fee included. */
  readonly spent: Balance
  /** What the step brings; of a burn, the alpha that is burned. */
  readonly received: Balance
  /** All pools after the step, in the order given. */
  readonly pools: readonly Pool[]
}

/** A path and where it leads. */
export interface Path {
  readonly legs: readonly LegOutcome[]
  /** The pools after the last step. */
  readonly pools: readonly Pool[]
  /** The first step that is refused; in one atomic batch it undoes all others. */
  readonly firstRefused?: number
}

/** Options of {@link simulatePath}. */
export interface PathOptions {
  /**
   * What tolerances are measured from: `start`, the default, is each pool's price before the whole path, so that the
   * steps together stay within; `leg` is the price that the steps before have left.
   */
  readonly limitsFrom?: 'start' | 'leg'
}

/**
 * Executes a batch on paper, step by step over many pools, each on the pools as the steps before leave them: fees,
 * limits, modes and minimum amounts as {@link protect} and {@link protectMove} have them, and the block author's sale
 * of alpha fees in between. A refused step changes nothing and the path goes on, as in a `force_batch`. Balances are
 * not checked.
 *
 * @param pools one for each subnet, in any order
 * @throws InvalidPool for a subnet given twice, InvalidArgument for a step on a subnet that was not given or a burn in
 * partial mode, MixedTokens, UnknownCurve. What the chain would refuse is in the outcome of its step.
 * @example
 * ```ts
 * import { Balance, simulatePath, Tolerance } from '@stake/math'
 * const pool = { curve: 'constantProduct', netuid: 1, tao: Balance.parse('1000'), alpha: Balance.parse('1500', 1), feeRate: 33 } as const
 * const buy = { kind: 'buy', netuid: 1, amount: Balance.parse('2'), tolerance: Tolerance.parse('1%') } as const
 * const together = simulatePath([pool], [buy, buy, buy])
 * together.legs.map(({ result }) => result) // => [ 'full', 'full', 'refused' ]
 * together.legs[1]?.received.toString() // => 2.980590996
 *
 * const eachFromItsOwn = simulatePath([pool], [buy, buy, buy], { limitsFrom: 'leg' })
 * eachFromItsOwn.firstRefused // => undefined
 * ```
 */
export function simulatePath(pools: readonly Pool[], legs: readonly Leg[], options: PathOptions = {}): Path {
  const places = new Map(pools.map(({ netuid }, place) => [netuid, place]))
  if (places.size < pools.length)
    throw new InvalidPool('netuid', 'given twice', 'one of its own for each pool')
  const at = (state: readonly Pool[], netuid: number): Pool => {
    const pool = state[places.get(netuid) ?? -1]
    if (pool === undefined) throw new InvalidArgument('netuid of a step', netuid, 'one of the given pools')
    return pool
  }

  let state = pools
  const outcomes = legs.map((leg): LegOutcome => {
    checkBalance(leg.amount)
    const start = options.limitsFrom === 'leg' ? state : pools
    const origin = at(state, leg.netuid)
    const step =
      leg.kind === 'move'
        ? moveStep(leg, origin, at(state, leg.destination), () =>
            moveLimit(at(start, leg.netuid), at(start, leg.destination), toleranceOf(leg)),
          )
        : tradeStep(leg, origin, () =>
            limitPrice(sideOf(leg), spotPrice(at(start, leg.netuid)), toleranceOf(leg)),
          )
    if (step.changed.length > 0) {
      const next = [...state]
      for (const pool of step.changed) next[places.get(pool.netuid) ?? -1] = pool
      state = next
    }
    return { leg, ...step.outcome, pools: state }
  })
  const refused = outcomes.findIndex(({ result }) => result === 'refused')
  return { legs: outcomes, pools: state, ...(refused < 0 ? {} : { firstRefused: refused }) }
}

interface Step {
  readonly outcome: Omit<LegOutcome, 'leg' | 'pools'>
  readonly changed: readonly Pool[]
}

function tradeStep(leg: Leg & { kind: 'buy' | 'sell' | 'burn' }, pool: Pool, startLimit: () => bigint): Step {
  const { netuid, amount, mode = 'strict' } = leg
  const none = {
    spent: Balance.zero(amount.netuid),
    received: Balance.zero(leg.kind === 'sell' ? 0 : netuid),
  }
  if (leg.kind === 'burn') {
    if (mode === 'partial') throw new InvalidArgument('mode of a burn', mode, 'strict or unsafe')
    if (netuid === 0) return refused(none, new SwapError('CannotBurnOrRecycleOnRootSubnet', {}))
    if (amount.netuid === netuid) {
      return { outcome: { result: 'full', spent: amount, received: amount }, changed: [] }
    }
  }
  const limit = limitOf(leg, startLimit)
  if (typeof limit === 'object') return refused(none, limit)
  const swap = protect(pool, sideOf(leg), amount, mode, toleranceOf(leg), limit)
  const { quote, refusal, result } = swap
  if (quote === undefined)
    return { outcome: { ...none, result, swap, ...(refusal && { refusal }) }, changed: [] }
  const { spent, received } = quote
  return { outcome: { result, swap, spent, received }, changed: [afterAuthorSale(quote)] }
}

function moveStep(
  leg: Leg & { kind: 'move' },
  origin: Pool,
  destination: Pool,
  startLimit: () => bigint,
): Step {
  const none = { spent: Balance.zero(leg.netuid), received: Balance.zero(leg.destination) }
  const limit = limitOf(leg, startLimit)
  if (typeof limit === 'object') return refused(none, limit)
  const move = protectMove(origin, destination, leg.amount, leg.mode ?? 'strict', toleranceOf(leg), limit)
  const { quote, refusal, result } = move
  if (quote === undefined)
    return { outcome: { ...none, result, move, ...(refusal && { refusal }) }, changed: [] }
  const { spent, received, sale, purchase } = quote
  const changed = [afterAuthorSale(sale), ...(purchase ? [purchase.after] : [])]
  return { outcome: { result, move, spent, received }, changed }
}

/** The leg's own limit, or the one for its tolerance; an error when there is none. */
function limitOf(leg: Leg, startLimit: () => bigint): bigint | undefined | StakeError {
  if (leg.limit !== undefined || leg.mode === 'unsafe') return leg.limit
  try {
    return startLimit()
  } catch (error) {
    if (isRefusal(error)) return error
    throw error
  }
}

function refused(none: Pick<LegOutcome, 'spent' | 'received'>, refusal: StakeError): Step {
  return { outcome: { ...none, result: 'refused', refusal }, changed: [] }
}

function sideOf({ kind }: Leg): 'buy' | 'sell' {
  return kind === 'sell' ? 'sell' : 'buy'
}

function toleranceOf({ tolerance = DEFAULT_TOLERANCE }: Leg): Tolerance {
  return tolerance
}
