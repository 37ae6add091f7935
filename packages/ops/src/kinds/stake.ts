import { buildCall, type ChainEvent } from '@stake/chain'
import { Balance } from '@stake/math'
import type { StakeOperation } from '../operation.ts'
import type { TradePreview } from '../preview.ts'
import { amountOf, spendable, withLessTao } from '../world.ts'
import { type Kind, single, type Trade } from './kind.ts'
import { poolAfter, previewTrade } from './pool-trade.ts'

/** Buys alpha with TAO and stakes it. */
export const stake: Kind<StakeOperation, TradePreview<StakeOperation>> = {
  fields: ['hotkey', 'netuid', 'amount', 'mode', 'tolerance'],
  parse: (fields) => ({
    ...fields.common(),
    kind: 'stake',
    hotkey: fields.address('hotkey'),
    netuid: fields.netuid(),
    amount: fields.amount(),
    mode: fields.mode(),
    tolerance: fields.tolerance(),
  }),
  needs: ({ coldkey, hotkey, netuid }) => ({ coldkeys: [coldkey], hotkeys: [hotkey], netuids: [netuid] }),
  preview(operation, world) {
    return previewTrade(operation, 'buy', amountOf(operation.amount, spendable(world)), world, undefined)
  },
  calls(chain, { operation, amount, chosen }) {
    const { hotkey, netuid, mode } = operation
    const args = { hotkey, netuid, amount_staked: amount.rao }
    const { limitPrice: limit_price } = chosen
    return single(
      limit_price === undefined
        ? buildCall(chain, 'SubtensorModule', 'add_stake', args)
        : buildCall(chain, 'SubtensorModule', 'add_stake_limit', {
            ...args,
            limit_price,
            allow_partial: mode === 'partial',
          }),
    )
  },
  after: (preview, world) => poolAfter(withLessTao(world, preview.spends), preview.chosen),
  trade: ({ operation }, events) => stakeAdded(operation, events),
}

/** `StakeAdded`: coldkey, hotkey, TAO with the fee, alpha out, netuid, fee in TAO. */
export function stakeAdded(
  place: { coldkey: string; hotkey: string; netuid: number },
  events: readonly ChainEvent[],
): Trade | undefined {
  const event = events.find((candidate) => isStakeEvent(candidate, 'StakeAdded', place))
  if (!event) return undefined
  const [, , tao, alpha, netuid, fee] = event.fields as [string, string, bigint, bigint, number, bigint]
  return {
    executed: Balance.fromRao(tao),
    received: Balance.fromRao(alpha, netuid),
    swapFee: Balance.fromRao(fee),
  }
}

/** Whether an event is about this position. */
export function isStakeEvent(
  { pallet, name, fields }: ChainEvent,
  wanted: 'StakeAdded' | 'StakeRemoved',
  { coldkey, hotkey, netuid }: { coldkey: string; hotkey: string; netuid: number },
): boolean {
  return (
    pallet === 'SubtensorModule' &&
    name === wanted &&
    fields[0] === coldkey &&
    fields[1] === hotkey &&
    fields[4] === netuid
  )
}
