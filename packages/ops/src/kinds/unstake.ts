import { calls } from '@stake/chain'
import {
  afterAuthorSale,
  Balance,
  MINIMUM_STAKE_RAO,
  type Pool,
  quoteSell,
  SwapError,
  spotPrice,
} from '@stake/math'
import { InsufficientStake, UnstakeTooSmall } from '../errors.ts'
import { MODES, PROTECTION } from '../fields.ts'
import type { UnstakeOperation } from '../operation.ts'
import type { TradePreview, Warning } from '../preview.ts'
import { amountOf, isBrought, openSubnet, poolOf, positionOf, type World, withLessStake } from '../world.ts'
import { type Kind, type Place, single } from './kind.ts'
import { previewTrade, withSwaps } from './pool-trade.ts'
import { saleAt } from './stake-events.ts'

/** Of an unstake it is also known whether all of the position leaves. */
export interface UnstakePreview extends TradePreview<UnstakeOperation> {
  /** Everything is meant, and nothing of it is locked. */
  readonly whole: boolean
}

/** Sells staked alpha for TAO. */
export const unstake: Kind<UnstakeOperation, UnstakePreview> = {
  fields: ['hotkey', 'netuid', 'amount', ...PROTECTION],
  parse: (fields) => ({
    ...fields.common(),
    kind: 'unstake',
    hotkey: fields.address('hotkey'),
    netuid: fields.netuid(),
    amount: fields.amount(),
    mode: fields.mode(MODES),
    tolerance: fields.tolerance(),
  }),
  needs: ({ coldkey, hotkey, netuid }) => ({
    coldkeys: [coldkey],
    hotkeys: [hotkey],
    netuids: [netuid],
  }),
  preview(operation, world) {
    openSubnet(world, operation.netuid)
    const { now } = poolOf(world, operation.netuid)
    const { amount, stays } = takenFrom(operation, operation.amount, world)
    // What an earlier leg stakes there stays: only what was there before is meant.
    const brought = isBrought(world, operation)
    const small = stays.isZero() && !brought ? undefined : tooSmall(amount, now)
    const preview = previewTrade(operation, { side: 'sell', amount, stays, refusal: () => small }, world)
    const { quote } = preview.chosen
    const left = quote ? stays.add(amount.subtract(quote.spent)) : stays
    const after = quote ? afterAuthorSale(quote) : now
    return {
      ...preview,
      stays: left,
      whole: operation.amount === 'all' && stays.isZero() && !brought,
      warnings: [...preview.warnings, ...restWarnings(operation, left, after, world)],
    }
  },
  calls(chain, { operation, amount, chosen, whole }) {
    const { hotkey, netuid, mode } = operation
    const { limitPrice } = chosen
    // A position grows while the transaction waits: a full exit names no amount, so that no dust stays behind.
    if (whole && mode !== 'partial')
      return single(calls.removeStakeFull(chain, { hotkey, netuid, limitPrice }))
    return single(
      limitPrice === undefined
        ? calls.removeStake(chain, { hotkey, netuid, amount })
        : calls.removeStakeLimit(chain, {
            hotkey,
            netuid,
            amount,
            limitPrice,
            allowPartial: mode === 'partial',
          }),
    )
  },
  after({ operation, amount, stays, swaps, warnings }, world) {
    // What the chain sweeps is gone as well.
    const swept = warnings.some(({ code }) => code === 'SmallNomination')
    const gone = swept && stays ? amount.add(stays) : amount
    return withSwaps(withLessStake(world, operation, gone), swaps)
  },
  paysInAlpha: ({ operation }) => operation,
  trade: ({ operation }, events) => saleAt(operation, events),
}

/**
 * What an amount text takes out of a position, and what stays in it.
 *
 * @param lockedToo whether what is locked may go as well, as to another hotkey of the same coldkey
 * @throws InsufficientStake
 */
export function takenFrom(
  place: Place,
  text: string,
  world: World,
  lockedToo = false,
): { amount: Balance; stays: Balance } {
  const position = positionOf(place, world)
  const nothing = Balance.zero(place.netuid)
  const available = (lockedToo ? position?.stake : position?.available) ?? nothing
  const stake = position?.stake ?? nothing
  const amount = amountOf(text, available)
  if (amount.compare(available) > 0 || available.isZero()) {
    throw new InsufficientStake(amount, available, amount.compare(stake) <= 0 && !stake.isZero())
  }
  return { amount, stays: stake.subtract(amount) }
}

/** Where something stays, what leaves must bring the least that can be staked (chain-rules 2.4); in every mode. */
function tooSmall(amount: Balance, pool: Pool): UnstakeTooSmall | undefined {
  try {
    // The sale alone: the chain looks at what it brings before the block author's fee of it is sold.
    const { received } = quoteSell(pool, amount)
    return received.rao < MINIMUM_STAKE_RAO
      ? new UnstakeTooSmall(amount, received, Balance.fromRao(MINIMUM_STAKE_RAO))
      : undefined
  } catch (error) {
    if (error instanceof SwapError) return undefined
    throw error
  }
}

/**
 * What becomes of what stays: swept by the chain, dust that can leave only as a whole, or locked.
 *
 * @param sweeps whether the call is one of those that sell what is too small for a nomination: `remove_stake` and its
 * limited forms, but no move
 */
export function restWarnings(
  place: Place,
  stays: Balance,
  after: Pool,
  world: World,
  sweeps = true,
): Warning[] {
  const position = positionOf(place, world)
  if (stays.isZero() || !position) return []
  const { bits } = spotPrice(after)
  const worth = (stays.rao * bits) >> 64n
  const minimum = world.snapshot.facts?.nominatorMinimum.rao ?? 0n
  const owner = world.snapshot.hotkeys.get(place.hotkey)?.owner
  if (sweeps && bits > 0n && owner !== place.coldkey && stays.rao < (minimum << 64n) / bits) {
    return [
      {
        code: 'SmallNomination',
        message: `The ${stays.toString()} that would stay are less than a nomination must be: the chain sells them too, at any price.`,
      },
    ]
  }
  if (position.available.compare(position.stake) < 0) {
    const locked = position.stake.subtract(position.available)
    return [{ code: 'Locked', message: `${locked.toString()} are locked and stay.` }]
  }
  if (worth >= MINIMUM_STAKE_RAO) return []
  return [
    {
      code: 'Dust',
      message: `${stays.toString()} stay, too little to leave in parts: only all of it can be unstaked later. Say "all" to leave nothing.`,
    },
  ]
}
