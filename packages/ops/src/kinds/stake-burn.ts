import { calls } from '@stake/chain'
import { ModeUnavailable } from '../errors.ts'
import { PROTECTION } from '../fields.ts'
import type { StakeBurnOperation } from '../operation.ts'
import type { TradePreview } from '../preview.ts'
import { amountOf, spendable, withLessTao } from '../world.ts'
import { rootRefusal } from './give-up.ts'
import { type Kind, single } from './kind.ts'
import { previewTrade, withSwaps } from './pool-trade.ts'
import { purchaseAt, stakingEvents } from './stake-events.ts'

/** Buys alpha with TAO and burns it, in one call: the price rises, and the alpha is nobody's. */
export const stakeBurn: Kind<StakeBurnOperation, TradePreview<StakeBurnOperation>> = {
  fields: ['hotkey', 'netuid', 'amount', ...PROTECTION],
  parse: (fields) => ({
    ...fields.common(),
    kind: 'stakeBurn',
    hotkey: fields.address('hotkey'),
    netuid: fields.netuid(),
    amount: fields.amount(),
    mode: fields.mode(['strict', 'unsafe']),
    tolerance: fields.tolerance(),
  }),
  needs: ({ coldkey, hotkey, netuid }) => ({ coldkeys: [coldkey], hotkeys: [hotkey], netuids: [netuid] }),
  preview(operation, world) {
    const amount = amountOf(operation.amount, spendable(world))
    return previewTrade(
      operation,
      {
        side: 'buy',
        amount,
        refusal: (mode) =>
          mode === 'partial'
            ? new ModeUnavailable('stake burn', mode, 'Use strict with a smaller amount.')
            : operation.netuid === 0
              ? rootRefusal()
              : undefined,
        warnings: [{ code: 'Irreversible', message: 'The alpha is burned: nobody gets it back.' }],
      },
      world,
    )
  },
  calls: (chain, { operation: { hotkey, netuid }, amount, chosen: { limitPrice } }) =>
    single(calls.addStakeBurn(chain, { hotkey, netuid, amount, limitPrice })),
  after: (preview, world) => withSwaps(withLessTao(world, preview.spends), preview.swaps),
  trade({ operation }, events) {
    const burned = stakingEvents(events).some(
      (event) =>
        event.kind === 'AddStakeBurn' &&
        event.hotkey === operation.hotkey &&
        event.netuid === operation.netuid,
    )
    return burned ? purchaseAt(operation, events) : undefined
  },
}
