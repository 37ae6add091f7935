import { calls } from '@stake/chain'
import { InvalidOperation } from '../errors.ts'
import { MODES, PROTECTION } from '../fields.ts'
import type { SwapOperation } from '../operation.ts'
import type { Kind } from './kind.ts'
import { afterMove, callsOfMove, type MovePreview, previewMove, tradeOfMove } from './relocation.ts'

/** Exchanges stake of one subnet for stake of another, with the same hotkey. */
export const swap: Kind<SwapOperation, MovePreview<SwapOperation>> = {
  fields: ['hotkey', 'netuid', 'toNetuid', 'amount', 'route', ...PROTECTION],
  parse(fields) {
    const operation: SwapOperation = {
      ...fields.common(),
      kind: 'swap',
      hotkey: fields.address('hotkey'),
      netuid: fields.netuid(),
      toNetuid: fields.netuid('toNetuid'),
      amount: fields.amount(),
      mode: fields.mode(MODES),
      tolerance: fields.tolerance(),
      route: fields.choice('route', ['direct', 'protected']),
    }
    if (operation.netuid === operation.toNetuid) {
      throw new InvalidOperation('toNetuid', 'is where the stake is already')
    }
    return operation
  },
  needs: ({ coldkey, hotkey, netuid, toNetuid }) => ({
    coldkeys: [coldkey],
    hotkeys: [hotkey],
    netuids: [netuid, toNetuid],
    registrations: [[toNetuid, hotkey]],
  }),
  preview(operation, world) {
    const { coldkey, hotkey, netuid, toNetuid } = operation
    const from = { coldkey, hotkey, netuid }
    return previewMove(operation, { from, to: { ...from, netuid: toNetuid }, hasLimitCall: true }, world)
  },
  calls(chain, preview) {
    const { operation, amount, chosen } = preview
    const { hotkey, netuid, toNetuid, mode } = operation
    const way = { hotkey, originNetuid: netuid, destinationNetuid: toNetuid, amount }
    return callsOfMove(chain, preview, () =>
      chosen.limitPrice === undefined
        ? calls.swapStake(chain, way)
        : calls.swapStakeLimit(chain, {
            ...way,
            limitRatio: chosen.limitPrice,
            allowPartial: mode === 'partial',
          }),
    )
  },
  after: afterMove,
  paysInAlpha: ({ operation, from }) => (operation.route === 'direct' ? from : undefined),
  trade: tradeOfMove,
}
