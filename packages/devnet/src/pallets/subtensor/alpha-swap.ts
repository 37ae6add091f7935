import type { SwapQuote } from '@stake/math'
import type { Context } from '../../runtime/context.ts'
import type { Storage } from '../../runtime/storage.ts'
import { isDynamic, type SwapTerms, simulateBuy, simulateSell } from '../swap.ts'

/**
 * Buys alpha with TAO that the subnet's account already holds, and books it: the pool's reserves, the alpha outside
 * the pool, the totals. The whole TAO counts as staked, even what a limit price left over.
 */
export function buyAlpha({ storage }: Context, netuid: number, tao: bigint, terms: SwapTerms): SwapQuote {
  const swap = simulateBuy(storage, netuid, tao, terms)
  initialise(storage, netuid)
  lower(storage, 'SubnetAlphaIn', netuid, swap.received.rao)
  raise(storage, 'SubnetAlphaOut', netuid, swap.received.rao)
  raise(storage, 'SubnetTAO', netuid, swap.paidIn.rao)
  storage.update('SubtensorModule', 'TotalStake', [], (total) => total + tao)
  storage.update('SubtensorModule', 'SubnetVolume', [netuid], (volume) => volume + tao)
  return swap
}

/** Sells alpha and books it. The TAO is then the subnet account's to pay out. */
export function sellAlpha({ storage }: Context, netuid: number, alpha: bigint, terms: SwapTerms): SwapQuote {
  const swap = simulateSell(storage, netuid, alpha, terms)
  initialise(storage, netuid)
  const tao = swap.received.rao
  raise(storage, 'SubnetAlphaIn', netuid, swap.paidIn.rao)
  lower(storage, 'SubnetAlphaOut', netuid, swap.paidIn.rao)
  lower(storage, 'SubnetTAO', netuid, tao)
  storage.update('SubtensorModule', 'TotalStake', [], (total) => saturatingSubtract(total, tao))
  storage.update('SubtensorModule', 'SubnetVolume', [netuid], (volume) => volume + tao)
  return swap
}

/** The first swap of a pool writes down its weights, which are equal then. */
function initialise(storage: Storage, netuid: number): void {
  if (!isDynamic(storage, netuid) || storage.get('Swap', 'PalSwapInitialized', netuid)) return
  storage.put('Swap', 'SwapBalancer', [netuid], storage.get('Swap', 'SwapBalancer', netuid))
  storage.put('Swap', 'PalSwapInitialized', [netuid], true)
}

type Reserve = 'SubnetTAO' | 'SubnetAlphaIn' | 'SubnetAlphaOut'

function raise(storage: Storage, item: Reserve, netuid: number, amount: bigint): void {
  storage.update('SubtensorModule', item, [netuid], (reserve) => reserve + amount)
}

function lower(storage: Storage, item: Reserve, netuid: number, amount: bigint): void {
  storage.update('SubtensorModule', item, [netuid], (reserve) => saturatingSubtract(reserve, amount))
}

function saturatingSubtract(from: bigint, amount: bigint): bigint {
  return from > amount ? from - amount : 0n
}
