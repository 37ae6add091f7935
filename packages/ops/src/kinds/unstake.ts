import { buildCall, type ChainEvent } from '@stake/chain'
import { Balance, MINIMUM_STAKE_RAO, type Pool, protect, Tolerance } from '@stake/math'
import { InsufficientStake, UnstakeTooSmall } from '../errors.ts'
import type { UnstakeOperation } from '../operation.ts'
import type { TradePreview } from '../preview.ts'
import { amountOf, openSubnet, poolOf, positionOf, type World, withLessStake } from '../world.ts'
import { type Kind, single, type Trade } from './kind.ts'
import { poolAfter, previewTrade } from './pool-trade.ts'
import { isStakeEvent } from './stake.ts'

/** Of an unstake it is also known whether all of the position leaves. */
export interface UnstakePreview extends TradePreview<UnstakeOperation> {
  /** Everything is meant, and nothing of it is locked. */
  readonly whole: boolean
}

/** Sells staked alpha for TAO. */
export const unstake: Kind<UnstakeOperation, UnstakePreview> = {
  fields: ['hotkey', 'netuid', 'amount', 'mode', 'tolerance'],
  parse: (fields) => ({
    ...fields.common(),
    kind: 'unstake',
    hotkey: fields.address('hotkey'),
    netuid: fields.netuid(),
    amount: fields.amount(),
    mode: fields.mode(),
    tolerance: fields.tolerance(),
  }),
  needs: ({ coldkey, hotkey, netuid }) => ({ coldkeys: [coldkey], hotkeys: [hotkey], netuids: [netuid] }),
  preview(operation, world) {
    openSubnet(world, operation.netuid)
    const { now } = poolOf(world, operation.netuid)
    const amount = availableAmount(operation, world)
    const rest = positionOf(operation, world)?.stake.subtract(amount)
    const refusal = rest?.isZero() === false ? tooSmall(amount, now) : undefined
    return {
      ...previewTrade(operation, 'sell', amount, world, refusal),
      whole: operation.amount === 'all' && rest?.isZero() === true,
    }
  },
  calls(chain, { operation, amount, chosen, whole }) {
    const { hotkey, netuid, mode } = operation
    const { limitPrice: limit_price } = chosen
    // A position grows while the transaction waits: a full exit names no amount, so that no dust stays behind.
    if (whole && mode !== 'partial') {
      return single(
        buildCall(chain, 'SubtensorModule', 'remove_stake_full_limit', { hotkey, netuid, limit_price }),
      )
    }
    const args = { hotkey, netuid, amount_unstaked: amount.rao }
    return single(
      limit_price === undefined
        ? buildCall(chain, 'SubtensorModule', 'remove_stake', args)
        : buildCall(chain, 'SubtensorModule', 'remove_stake_limit', {
            ...args,
            limit_price,
            allow_partial: mode === 'partial',
          }),
    )
  },
  after: ({ operation, amount, chosen }, world) => poolAfter(withLessStake(world, operation, amount), chosen),
  trade: ({ operation }, events) => stakeRemoved(operation, events),
}

/** The alpha that an amount text means of a position. @throws InsufficientStake */
export function availableAmount(
  place: { coldkey: string; hotkey: string; netuid: number; amount: string },
  world: World,
): Balance {
  const position = positionOf(place, world)
  const nothing = Balance.zero(place.netuid)
  const available = position?.available ?? nothing
  const amount = amountOf(place.amount, available)
  if (amount.compare(available) > 0 || available.isZero()) {
    const stake = position?.stake ?? nothing
    throw new InsufficientStake(amount, available, amount.compare(stake) <= 0 && !stake.isZero())
  }
  return amount
}

/** Where something stays, what leaves must bring the least that can be staked (chain-rules 2.4); in every mode. */
function tooSmall(amount: Balance, pool: Pool): UnstakeTooSmall | undefined {
  const sold = protect(pool, 'sell', amount, 'unsafe', Tolerance.parse('1%')).quote
  return sold && sold.received.rao < MINIMUM_STAKE_RAO
    ? new UnstakeTooSmall(amount, sold.received, Balance.fromRao(MINIMUM_STAKE_RAO))
    : undefined
}

/** `StakeRemoved`: coldkey, hotkey, TAO out, alpha without the fee, netuid, fee in alpha. */
export function stakeRemoved(
  place: { coldkey: string; hotkey: string; netuid: number },
  events: readonly ChainEvent[],
): Trade | undefined {
  const event = events.find((candidate) => isStakeEvent(candidate, 'StakeRemoved', place))
  if (!event) return undefined
  const [, , tao, alpha, netuid, fee] = event.fields as [string, string, bigint, bigint, number, bigint]
  return {
    executed: Balance.fromRao(alpha + fee, netuid),
    received: Balance.fromRao(tao),
    swapFee: Balance.fromRao(fee, netuid),
  }
}
