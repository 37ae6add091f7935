import { calls } from '@stake/chain'
import { InvalidOperation } from '../errors.ts'
import { MODES, PROTECTION } from '../fields.ts'
import type { MoveOperation } from '../operation.ts'
import type { Kind } from './kind.ts'
import { afterMove, callsOfMove, type MovePreview, previewMove, tradeOfMove } from './relocation.ts'

const places = ({ coldkey, hotkey, netuid, toHotkey, toNetuid }: MoveOperation) => ({
  from: { coldkey, hotkey, netuid },
  to: { coldkey, hotkey: toHotkey, netuid: toNetuid },
})

/** Moves stake to another hotkey, on the same or another subnet. */
export const move: Kind<MoveOperation, MovePreview<MoveOperation>> = {
  fields: ['hotkey', 'netuid', 'toHotkey', 'toNetuid', 'amount', 'route', ...PROTECTION],
  parse(fields) {
    const netuid = fields.netuid()
    const operation: MoveOperation = {
      ...fields.common(),
      kind: 'move',
      hotkey: fields.address('hotkey'),
      netuid,
      toHotkey: fields.address('toHotkey'),
      toNetuid: fields.has('toNetuid') ? fields.netuid('toNetuid') : netuid,
      amount: fields.amount(),
      mode: fields.mode(MODES),
      tolerance: fields.tolerance(),
      route: fields.choice('route', ['direct', 'protected']),
    }
    if (operation.hotkey === operation.toHotkey && netuid === operation.toNetuid) {
      throw new InvalidOperation('toHotkey', 'is where the stake is already')
    }
    return operation
  },
  needs: ({ coldkey, hotkey, netuid, toHotkey, toNetuid }) => ({
    coldkeys: [coldkey],
    hotkeys: [hotkey, toHotkey],
    netuids: [netuid, toNetuid],
    registrations: [[toNetuid, toHotkey]],
  }),
  // The same hotkey on another subnet is a swap, and of that there is a call with a limit.
  preview: (operation, world) =>
    previewMove(
      operation,
      { ...places(operation), hasLimitCall: operation.hotkey === operation.toHotkey },
      world,
    ),
  calls(chain, preview) {
    const { operation, amount, chosen } = preview
    const { hotkey, netuid, toHotkey, toNetuid, mode } = operation
    const way = { originNetuid: netuid, destinationNetuid: toNetuid, amount }
    return callsOfMove(chain, preview, () =>
      chosen.limitPrice === undefined
        ? calls.moveStake(chain, { ...way, originHotkey: hotkey, destinationHotkey: toHotkey })
        : calls.swapStakeLimit(chain, {
            ...way,
            hotkey,
            limitRatio: chosen.limitPrice,
            allowPartial: mode === 'partial',
          }),
    )
  },
  after: afterMove,
  paysInAlpha: ({ operation, from }) => (operation.route === 'direct' ? from : undefined),
  trade: tradeOfMove,
}
