import {
  Balance,
  largestBuyWithin,
  largestMoveWithin,
  largestSellWithin,
  MINIMUM_STAKE_RAO,
  minimumStake,
  moveRatio,
  type Pool,
  quoteBuy,
  quoteSell,
  SwapError,
  type SwapQuote,
  spotPrice,
  UnknownCurve,
} from '@stake/math'
import type { ChainAt } from '../at.ts'
import type { Call } from '../calls/call.ts'
import type { DispatchFailure, FailureNumbers } from '../errors/errors.ts'
import { readStorage } from '../runtime/storage.ts'
import { readAvailability } from './availability.ts'
import { readBalances } from './balances.ts'
import { readPosition } from './positions.ts'
import { readRegistrationCost } from './registration-cost.ts'
import { readPool } from './subnets.ts'
import { readChildkeyTake, readDelegateTake } from './takes.ts'

/** A call whose failure is to be explained; a `CallWithin` fits. */
export type FailedCall = Pick<Call, 'pallet' | 'name' | 'args'>

/** A failed call with what its arguments mean, whatever the runtime calls them. */
interface Context {
  readonly at: ChainAt
  readonly coldkey: string
  readonly name: string
  readonly hotkey: string
  readonly netuid: number
  readonly destination: number
  /** In the token that goes in; undefined where the call names no amount. */
  readonly amount: Balance | undefined
  readonly limit: bigint | undefined
  readonly args: Readonly<Record<string, unknown>>
}

type Finder = (context: Context) => Promise<FailureNumbers | undefined>

/** Moves that may stay on one subnet, and then are no trade. */
const WITHIN_SUBNETS = ['move_stake', 'transfer_stake']
const BUYS = ['add_stake', 'add_stake_limit', 'add_stake_burn']

/**
 * Adds to a failure the numbers that explain it, where they can be read or computed: the limit and the price that the
 * trade would have ended at, the least amount, what was there and what was asked for, the block that a take may be
 * raised from. They are those of the state before the block that has the transaction; what came before it in the
 * same block may have changed them.
 *
 * @param at - the parent of the block that the call failed in
 * @param call - the call that failed; of a batch the one inside, of a proxy the call it made
 * @param coldkey - the account that the call was made for
 * @returns the failure with its numbers, or as it was where there are none
 * @throws InvalidAddress, StateDiscarded, and what the connection throws
 *
 * @example
 * ```ts
 * import { calls, connect, explainFailure, readValidators, sign, signerFromUri, submit } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 * import { Balance } from '@stake/math'
 *
 * const devnet = await startDevnet({ blockTime: 100 })
 * const chain = await connect({ endpoints: devnet.url })
 * const signer = signerFromUri('//Alice')
 * const [validator] = await readValidators(await chain.at('best'), 1)
 * const call = calls.addStake(chain, { hotkey: validator?.hotkey ?? '', netuid: 1, amount: Balance.parse('0.0001') })
 * const signed = await chain.nonces.allocate(signer.address, (nonce) => sign(chain, call, signer, { nonce }))
 * const outcome = await submit(chain, signed).outcome
 *
 * if (outcome.kind === 'failed') {
 *   const before = await chain.at(outcome.block.number - 1)
 *   const failure = await explainFailure(before, call, signer.address, outcome.failure)
 *   failure.code // => AmountTooLow
 *   failure.details.minimum // => 2001007
 *   failure.details.amount // => 100000
 * }
 * outcome.kind // => failed
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function explainFailure(
  at: ChainAt,
  call: FailedCall,
  coldkey: string,
  failure: DispatchFailure,
): Promise<DispatchFailure> {
  const find = finders[failure.code]
  if (!find || call.pallet !== 'SubtensorModule') return failure
  try {
    const numbers = await find(contextOf(at, call, coldkey))
    return numbers ? failure.with(numbers) : failure
  } catch (error) {
    // A pool that cannot be computed here, or a trade that cannot be quoted in that state: the name must do.
    if (error instanceof UnknownCurve || error instanceof SwapError) return failure
    throw error
  }
}

function contextOf(at: ChainAt, { name, args }: FailedCall, coldkey: string): Context {
  const netuid = (args.netuid ?? args.origin_netuid ?? 0) as number
  const rao = args.amount_staked ?? args.amount_unstaked ?? args.alpha_amount ?? args.amount
  const limit = args.limit_price ?? args.limit
  return {
    at,
    coldkey,
    name,
    hotkey: (args.hotkey ?? args.origin_hotkey ?? '') as string,
    netuid,
    destination: (args.destination_netuid ?? netuid) as number,
    amount: typeof rao === 'bigint' ? Balance.fromRao(rao, BUYS.includes(name) ? 0 : netuid) : undefined,
    limit: typeof limit === 'bigint' ? limit : undefined,
    args,
  }
}

const finders: Readonly<Record<string, Finder>> = {
  SlippageTooHigh: async (context) => {
    const { limit, name } = context
    if (limit === undefined) return undefined
    if (name === 'swap_stake_limit') return ratioBeyond(context, limit)
    const trade = await quoteOf(context)
    if (!trade) return undefined
    const { pool, quote, amount } = trade
    const largest = fits(() =>
      quote.side === 'buy' ? largestBuyWithin(pool, limit) : largestSellWithin(pool, limit),
    )
    return {
      told: `limit ${price(limit)}, ${
        largest && largest.rao >= amount.rao
          ? 'a block earlier the end price would have been'
          : 'end price would be'
      } ${price(quote.endPrice.rao)}`,
      details: {
        limit,
        endPrice: quote.endPrice.rao,
        spotPrice: quote.spotPrice.rao,
        amount: amount.rao,
        largest: largest?.rao ?? 0n,
      },
      ...remedyFor(largest, amount),
    }
  },

  PriceLimitExceeded: async (context) => {
    const { at, limit, netuid } = context
    const pool = await readPool(at, netuid)
    if (!pool || limit === undefined) return undefined
    const spot = spotPrice(pool).rao
    return {
      told: `limit ${price(limit)}, the price a block earlier was ${price(spot)}`,
      details: { limit, spotPrice: spot },
    }
  },

  AmountTooLow: (context) => (BUYS.includes(context.name) ? tooLittlePaid(context) : tooLittleWorth(context)),

  NotEnoughBalanceToStake: async ({ at, coldkey, name, netuid, amount }) => {
    const [accounts, cost] = await Promise.all([
      readBalances(at, [coldkey]),
      amount ?? (/register/.test(name) ? readRegistrationCost(at, netuid) : undefined),
    ])
    const free = accounts.get(coldkey)?.free
    const needed = cost instanceof Balance ? cost : cost?.burn
    if (!free || !needed) return undefined
    return {
      told: `${shown(free)} is free, ${shown(needed)} is needed`,
      details: { free: free.rao, needed: needed.rao },
    }
  },

  NotEnoughStakeToWithdraw: async ({ at, coldkey, hotkey, netuid, amount }) => {
    const { stake } = await readPosition(at, { coldkey, hotkey, netuid })
    return {
      told: `the position holds ${shown(stake)}${amount ? `, asked for was ${shown(amount)}` : ''}`,
      details: { stake: stake.rao, ...(amount && { amount: amount.rao }) },
      remedy: `Take at most ${shown(stake)}.`,
    }
  },

  StakeUnavailable: async ({ at, coldkey, netuid, amount }) => {
    const [found] = await readAvailability(at, coldkey, [netuid])
    if (!found) return undefined
    const { total, locked, available } = found
    return {
      told: `of ${shown(total)} on the subnet ${shown(locked)} is locked and ${shown(available)} can leave`,
      details: {
        total: total.rao,
        locked: locked.rao,
        available: available.rao,
        ...(amount && { amount: amount.rao }),
      },
    }
  },

  InsufficientStakeForLock: async ({ at, coldkey, netuid, amount }) => {
    const [found] = await readAvailability(at, coldkey, [netuid])
    if (!found || !amount) return undefined
    const { total, locked } = found
    return {
      told: `there is ${shown(total)}, of which ${shown(locked)} is locked; asked for was ${shown(amount)} more`,
      details: { total: total.rao, locked: locked.rao, amount: amount.rao },
    }
  },

  InsufficientLiquidity: async ({ at, netuid, amount }) => {
    const pool = await readPool(at, netuid)
    if (!pool || !amount) return undefined
    return {
      told: `the pool holds ${shown(pool.tao)} and ${shown(pool.alpha)}, asked for was ${shown(amount)}`,
      details: { tao: pool.tao.rao, alpha: pool.alpha.rao, amount: amount.rao },
    }
  },

  DelegateTxRateLimitExceeded: async ({ at, hotkey }) => {
    const { raisableFrom, lastChange = 0, rateLimit } = await readDelegateTake(at, hotkey)
    return waiting(raisableFrom, lastChange, rateLimit)
  },

  TxChildkeyTakeRateLimitExceeded: async ({ at, hotkey, netuid }) => {
    const { raisableFrom, lastChange = 0, rateLimit } = await readChildkeyTake(at, hotkey, netuid)
    return waiting(raisableFrom, lastChange, rateLimit)
  },

  DelegateTakeTooLow: async ({ at, hotkey, args }) => bounds(await readDelegateTake(at, hotkey), args.take),
  DelegateTakeTooHigh: async ({ at, hotkey, args }) => bounds(await readDelegateTake(at, hotkey), args.take),
  InvalidChildkeyTake: async ({ at, hotkey, netuid, args }) =>
    bounds(await readChildkeyTake(at, hotkey, netuid), args.take),

  RegistrationPriceLimitExceeded: async ({ at, netuid, limit }) => {
    const { burn } = await readRegistrationCost(at, netuid)
    if (limit === undefined) return undefined
    return {
      told: `it costs ${shown(burn)}, the limit was ${shown(Balance.fromRao(limit))}`,
      details: { cost: burn.rao, limit },
    }
  },

  NotEnoughStakeToSetChildkeys: async ({ at }) => {
    const [threshold] = (await readStorage(at, [['SubtensorModule', 'StakeThreshold']])) as [bigint]
    return { told: `the least is ${shown(Balance.fromRao(threshold))}`, details: { threshold } }
  },
}

async function tooLittlePaid({ at, netuid, amount }: Context): Promise<FailureNumbers | undefined> {
  const pool = await readPool(at, netuid)
  if (!pool || !amount) return undefined
  const minimum = minimumStake(pool)
  return {
    told: `${shown(amount)} is less than ${shown(minimum)}`,
    details: { amount: amount.rao, minimum: minimum.rao },
    remedy: `Use at least ${shown(minimum)}.`,
  }
}

/** What is sold must bring the least stake; what moves within a subnet must be worth it at the spot price. */
async function tooLittleWorth(context: Context): Promise<FailureNumbers | undefined> {
  if (!context.amount) return undefined
  const trade = await quoteOf(context)
  if (!trade) return undefined
  const { pool, quote, amount } = trade
  const within = WITHIN_SUBNETS.includes(context.name) && context.destination === context.netuid
  const value = within ? Balance.fromRao((amount.rao * spotPrice(pool).bits) >> 64n) : quote.received
  const minimum = Balance.fromRao(MINIMUM_STAKE_RAO)
  return {
    told: `${shown(amount)} ${within ? 'is worth' : 'brings'} ${shown(value)}, and ${shown(minimum)} is the least`,
    details: { amount: amount.rao, value: value.rao, minimum: minimum.rao },
  }
}

/** What the trade of a call would have done with no limit in the way; undefined where it is none. */
async function quoteOf(
  context: Context,
): Promise<{ pool: Pool; quote: SwapQuote; amount: Balance } | undefined> {
  const { at, coldkey, hotkey, netuid, name } = context
  const pool = await readPool(at, netuid)
  if (!pool) return undefined
  if (BUYS.includes(name)) {
    const { amount } = context
    return amount && { pool, amount, quote: quoteBuy(pool, amount) }
  }
  const { stake } = await readPosition(at, { coldkey, hotkey, netuid })
  // Where no amount is named the whole position is sold; plain calls sell no more than there is.
  const amount = context.amount ? Balance.min(context.amount, stake) : stake
  return { pool, amount, quote: quoteSell(pool, amount) }
}

/** The limit of a move bounds a ratio of two prices, by the chain's own approximation. */
async function ratioBeyond(context: Context, limit: bigint): Promise<FailureNumbers | undefined> {
  const { at, netuid, destination, amount } = context
  const [from, to] = await Promise.all([readPool(at, netuid), readPool(at, destination)])
  if (!from || !to || !amount) return undefined
  const ratio = moveRatio(from, to).rao
  const largest = fits(() => largestMoveWithin(from, to, limit))
  return {
    told: `limit ${decimal(limit)} α/α, the prices give ${decimal(ratio)} α/α`,
    details: { limit, ratio, amount: amount.rao, largest: largest?.rao ?? 0n },
    ...remedyFor(largest, amount),
  }
}

function remedyFor(largest: Balance | undefined, amount: Balance): { readonly remedy?: string } {
  if (!largest || largest.isZero()) return {}
  return largest.rao < amount.rao
    ? { remedy: `At most ${shown(largest)} fits: lower the amount, widen the tolerance, or use partial.` }
    : {
        remedy:
          'It would have fitted a block earlier: others traded first. Look at the new price and try again.',
      }
}

function waiting(next: number, last: number, limit: number): FailureNumbers {
  return {
    told: `it was changed in block ${last}, and may be raised from block ${next} on`,
    details: { nextBlock: next, lastChange: last, rateLimit: limit },
  }
}

function bounds(
  { take, least, most }: { readonly take: number; readonly least: number; readonly most: number },
  asked: unknown,
): FailureNumbers {
  return {
    told: `it is ${take}, asked for was ${asked}, and it can be ${least} to ${most}`,
    details: { current: take, asked: Number(asked), least, most },
  }
}

/** What fits within a limit; nothing where the price is beyond it already. */
function fits(largest: () => Balance): Balance | undefined {
  try {
    return largest()
  } catch (error) {
    if (error instanceof SwapError) return undefined
    throw error
  }
}

const decimal = (rao: bigint): string => Balance.fromRao(rao).format({ symbol: '', trim: true })
const price = (rao: bigint): string => `${decimal(rao)} τ/α`
const shown = (amount: Balance): string => amount.format({ trim: true })
