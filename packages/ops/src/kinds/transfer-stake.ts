import { calls } from '@stake/chain'
import { InvalidOperation, WouldBeRefused } from '../errors.ts'
import { MODES, PROTECTION } from '../fields.ts'
import type { TransferStakeOperation } from '../operation.ts'
import type { World } from '../world.ts'
import type { Kind } from './kind.ts'
import { afterMove, callsOfMove, type MovePreview, previewMove, tradeOfMove } from './relocation.ts'

/** Gives stake to another coldkey, with the same hotkey, on the same or another subnet. */
export const transferStake: Kind<TransferStakeOperation, MovePreview<TransferStakeOperation>> = {
  fields: ['hotkey', 'netuid', 'toColdkey', 'toNetuid', 'amount', 'route', ...PROTECTION],
  parse(fields) {
    const netuid = fields.netuid()
    const operation: TransferStakeOperation = {
      ...fields.common(),
      kind: 'transferStake',
      hotkey: fields.address('hotkey'),
      netuid,
      toColdkey: fields.address('toColdkey'),
      toNetuid: fields.has('toNetuid') ? fields.netuid('toNetuid') : netuid,
      amount: fields.amount(),
      mode: fields.mode(MODES),
      tolerance: fields.tolerance(),
      route: fields.choice('route', ['direct', 'protected']),
    }
    if (operation.toColdkey === operation.coldkey) {
      throw new InvalidOperation('toColdkey', 'is the coldkey that has the stake')
    }
    return operation
  },
  needs: ({ coldkey, hotkey, netuid, toColdkey, toNetuid }) => ({
    coldkeys: [coldkey, toColdkey],
    hotkeys: [hotkey],
    netuids: [netuid, toNetuid],
    registrations: [[toNetuid, hotkey]],
    transfers: [netuid, toNetuid],
  }),
  preview(operation, world) {
    const { coldkey, hotkey, netuid, toColdkey, toNetuid, route } = operation
    const from = { coldkey, hotkey, netuid }
    const to = { coldkey: toColdkey, hotkey, netuid: toNetuid }
    const preview = previewMove(operation, { from, to, hasLimitCall: false }, world)
    // On the protected route only the last step is a transfer, and within the subnet it goes to.
    const refusal = transfersClosed(route === 'protected' ? [toNetuid] : [netuid, toNetuid], world)
    const warnings = [
      { code: 'Irreversible', message: `The stake will belong to ${toColdkey}.` } as const,
      ...preview.warnings,
    ]
    return refusal
      ? { ...preview, warnings, chosen: { mode: preview.chosen.mode, result: 'refused', refusal }, swaps: [] }
      : { ...preview, warnings }
  },
  calls(chain, preview) {
    const { hotkey, netuid, toColdkey, toNetuid } = preview.operation
    return callsOfMove(chain, preview, () =>
      calls.transferStake(chain, {
        destinationColdkey: toColdkey,
        hotkey,
        originNetuid: netuid,
        destinationNetuid: toNetuid,
        amount: preview.amount,
      }),
    )
  },
  after: afterMove,
  paysInAlpha: ({ operation, from }) => (operation.route === 'direct' ? from : undefined),
  trade: tradeOfMove,
}

function transfersClosed(netuids: readonly number[], { snapshot }: World): WouldBeRefused | undefined {
  const closed = netuids.find((netuid) => snapshot.facts?.transfers.get(netuid) === false)
  return closed === undefined
    ? undefined
    : new WouldBeRefused(
        'TransferDisallowed',
        `Stake of subnet ${closed} may not go to another coldkey: its owner has closed transfers.`,
        'Unstake it and send TAO instead.',
        { netuid: closed },
      )
}
