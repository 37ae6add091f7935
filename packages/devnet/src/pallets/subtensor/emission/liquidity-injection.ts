import { type Reserves, SwapError, weightAfterInjection } from '@stake/math'
import type { Context } from '../../../runtime/context.ts'
import type { Storage } from '../../../runtime/storage.ts'
import { deposit } from '../../balances.ts'
import { isDynamic } from '../../swap.ts'
import { subnetAccount } from '../subnets.ts'

/**
 * Adds a block's TAO (new, and held by the subnet's account) and alpha to a pool. The weights are solved anew so that
 * the price stays; where one would leave 0.01 to 0.99 nothing is added in this block.
 */
export function injectLiquidity(context: Context, netuid: number): void {
  const { storage } = context
  const added: Reserves = {
    tao: storage.get('SubtensorModule', 'SubnetTaoInEmission', netuid),
    alpha: storage.get('SubtensorModule', 'SubnetAlphaInEmission', netuid),
  }
  if (added.tao === 0n && added.alpha === 0n) return
  const reserves: Reserves = {
    tao: storage.get('SubtensorModule', 'SubnetTAO', netuid),
    alpha: storage.get('SubtensorModule', 'SubnetAlphaIn', netuid),
  }
  if (isDynamic(storage, netuid) && !movedWeights(storage, netuid, reserves, added)) return
  storage.put('SubtensorModule', 'SubnetAlphaIn', [netuid], reserves.alpha + added.alpha)
  if (added.tao === 0n) return
  storage.put('SubtensorModule', 'SubnetTAO', [netuid], reserves.tao + added.tao)
  storage.update('SubtensorModule', 'TotalStake', [], (total) => total + added.tao)
  storage.update('SubtensorModule', 'TotalIssuance', [], (total) => total + added.tao)
  storage.update('Balances', 'TotalIssuance', [], (total) => total + added.tao)
  deposit(context, subnetAccount(netuid), added.tao)
}

/** Whether weights exist with which the price stays; they are then stored. */
function movedWeights(storage: Storage, netuid: number, reserves: Reserves, added: Reserves): boolean {
  const { quote } = storage.get('Swap', 'SwapBalancer', netuid)
  try {
    const moved = weightAfterInjection(reserves, quote, added)
    if (moved !== quote) storage.put('Swap', 'SwapBalancer', [netuid], { quote: moved })
    return true
  } catch (error) {
    if (error instanceof SwapError) return false
    throw error
  }
}
