import type { Context } from '../../../runtime/context.ts'
import type { Storage } from '../../../runtime/storage.ts'
import { isDynamic } from '../../swap.ts'
import { applyPendingChildren } from '../children.ts'
import { claimForSome } from '../claim-root.ts'
import { netuidsOf, ROOT } from '../subnets.ts'
import { distributeEmission } from './distribution.ts'
import { injectLiquidity } from './liquidity-injection.ts'
import { accrueEmission, drainPending } from './pending-emission.ts'
import { ONE } from './u96f32.ts'

/**
 * What the runtime does with new TAO and alpha before the first extrinsic of every block: pools grow, alpha gathers
 * for the next epochs, and the epochs that are due hand out what has gathered.
 *
 * How much a subnet gets in each block is what its `SubnetTaoInEmission`, `SubnetAlphaInEmission` and
 * `SubnetAlphaOutEmission` say; they stay as genesis set them. How a real chain divides its TAO among subnets, by flows
 * and moving prices, is not modelled.
 */
export function runCoinbase(context: Context): void {
  const { storage } = context
  const subnets = netuidsOf(storage).filter((netuid) => netuid !== ROOT)
  const emitting = subnets.filter((netuid) => storage.get('SubtensorModule', 'SubtokenEnabled', netuid))
  const rootSells = emitting.reduce((sum, netuid) => sum + movingPrice(storage, netuid), 0n) > ONE
  for (const netuid of emitting) {
    if (storage.get('SubtensorModule', 'SubnetEmissionEnabled', netuid)) injectLiquidity(context, netuid)
    accrueEmission(context, netuid, rootSells)
  }
  for (const netuid of epochsOf(context, subnets)) {
    distributeEmission(context, netuid, drainPending(storage, netuid))
    applyPendingChildren(context, netuid)
  }
  claimForSome(context)
}

/** I96F32 bits. */
function movingPrice(storage: Storage, netuid: number): bigint {
  return isDynamic(storage, netuid) ? storage.get('SubtensorModule', 'SubnetMovingPrice', netuid).bits : ONE
}

/** The subnets whose epoch runs in this block: those that are due, but only a few a block; the others wait. */
function epochsOf(context: Context, subnets: readonly number[]): number[] {
  const { storage } = context
  const now = BigInt(context.blockNumber)
  const most = storage.get('SubtensorModule', 'MaxEpochsPerBlock')
  const running: number[] = []
  for (const netuid of subnets) {
    const tempo = BigInt(storage.get('SubtensorModule', 'Tempo', netuid))
    const waited = storage.get('SubtensorModule', 'BlocksSinceLastStep', netuid) + 1n
    const blocks = waited < tempo + 1n ? waited : tempo + 1n
    storage.put('SubtensorModule', 'BlocksSinceLastStep', [netuid], blocks)
    if (!isDue(storage, netuid, { now, tempo, blocks })) continue
    if (running.length >= most) {
      storage.put('SubtensorModule', 'PendingEpochAt', [netuid], now + 1n)
      const from_block = now
      context.deposit('SubtensorModule', 'EpochDeferred', { netuid, from_block, to_block: now + 1n })
      continue
    }
    storage.put('SubtensorModule', 'BlocksSinceLastStep', [netuid], 0n)
    storage.put('SubtensorModule', 'LastMechansimStepBlock', [netuid], now)
    storage.put('SubtensorModule', 'LastEpochBlock', [netuid], now)
    storage.put('SubtensorModule', 'PendingEpochAt', [netuid], 0n)
    storage.update('SubtensorModule', 'SubnetEpochIndex', [netuid], (index) => index + 1n)
    running.push(netuid)
  }
  return running
}

function isDue(
  storage: Storage,
  netuid: number,
  { now, tempo, blocks }: { readonly now: bigint; readonly tempo: bigint; readonly blocks: bigint },
): boolean {
  if (tempo === 0n) return false
  const pending = storage.get('SubtensorModule', 'PendingEpochAt', netuid)
  if (pending > 0n && now >= pending) return true
  if (blocks > tempo) return true
  return now - storage.get('SubtensorModule', 'LastEpochBlock', netuid) >= tempo
}
