import type { CallArgs } from '@stake/schema'
import type { Context } from '../../runtime/context.ts'
import { moduleError } from '../../runtime/dispatch-failure.ts'
import type { Origin } from '../../runtime/pallet-calls.ts'
import { ensureSubnetExists, ensureSubnetOwner } from './subnets.ts'

/** Opens a subnet for staking and emission: its owner's to do, once, a while after it was registered. */
export function startCall(
  context: Context,
  origin: Origin,
  { netuid }: CallArgs<'SubtensorModule', 'start_call'>,
): void {
  const { storage } = context
  ensureSubnetExists(storage, netuid)
  ensureSubnetOwner(storage, origin, netuid)
  if (storage.has('SubtensorModule', 'FirstEmissionBlockNumber', netuid))
    throw moduleError('SubtensorModule', 'FirstEmissionBlockNumberAlreadySet')
  const now = BigInt(context.blockNumber)
  const delay = storage.get('SubtensorModule', 'StartCallDelay')
  if (now < storage.get('SubtensorModule', 'NetworkRegisteredAt', netuid) + delay)
    throw moduleError('SubtensorModule', 'NeedWaitingMoreBlocksToStarCall')
  storage.put('SubtensorModule', 'FirstEmissionBlockNumber', [netuid], now + 1n)
  storage.put('SubtensorModule', 'SubtokenEnabled', [netuid], true)
  context.deposit('SubtensorModule', 'FirstEmissionBlockNumberSet', [netuid, now + 1n])
}
