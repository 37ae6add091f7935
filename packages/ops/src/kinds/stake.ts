import { calls } from '@stake/chain'
import { MODES, PROTECTION } from '../fields.ts'
import type { StakeOperation } from '../operation.ts'
import type { TradePreview } from '../preview.ts'
import { amountOf, spendable, withBrought, withLessTao } from '../world.ts'
import { type Kind, single } from './kind.ts'
import { previewTrade, registrationWarnings, withSwaps } from './pool-trade.ts'
import { purchaseAt } from './stake-events.ts'

/** Buys alpha with TAO and stakes it. */
export const stake: Kind<StakeOperation, TradePreview<StakeOperation>> = {
  fields: ['hotkey', 'netuid', 'amount', ...PROTECTION],
  parse: (fields) => ({
    ...fields.common(),
    kind: 'stake',
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
    registrations: [[netuid, hotkey]],
  }),
  preview(operation, world) {
    const amount = amountOf(operation.amount, spendable(world))
    const warnings = registrationWarnings(world, operation.netuid, operation.hotkey)
    return previewTrade(operation, { side: 'buy', amount, warnings }, world)
  },
  calls(chain, { operation, amount, chosen }) {
    const { hotkey, netuid, mode } = operation
    const { limitPrice } = chosen
    return single(
      limitPrice === undefined
        ? calls.addStake(chain, { hotkey, netuid, amount })
        : calls.addStakeLimit(chain, {
            hotkey,
            netuid,
            amount,
            limitPrice,
            allowPartial: mode === 'partial',
          }),
    )
  },
  after: (preview, world) =>
    withBrought(withSwaps(withLessTao(world, preview.spends), preview.swaps), preview.operation),
  trade: ({ operation }, events) => purchaseAt(operation, events),
}
