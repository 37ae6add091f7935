import type { SimSwapResult } from '@stake/schema'
import { netuidsOf } from '../pallets/subtensor/subnets.ts'
import { alphaPrice, attempt, simulateBuy, simulateSell } from '../pallets/swap.ts'
import type { RuntimeApi } from './runtime-api.ts'

const NOTHING: SimSwapResult = {
  tao_amount: 0n,
  alpha_amount: 0n,
  tao_fee: 0n,
  alpha_fee: 0n,
  tao_slippage: 0n,
  alpha_slippage: 0n,
}

/** Prices and simulated swaps. A swap that would fail is all zeros; one beyond the plain limits is cut at them. */
export const swapApi: RuntimeApi<'SwapRuntimeApi'> = {
  current_alpha_price: ({ storage }, netuid) => alphaPrice(storage, netuid).rao,
  current_alpha_price_all: ({ storage }) =>
    netuidsOf(storage).map((netuid) => ({ netuid, price: alphaPrice(storage, netuid).rao })),
  sim_swap_tao_for_alpha({ storage }, netuid, tao) {
    const swap = attempt(() => simulateBuy(storage, netuid, tao))
    if (swap === undefined || !storage.get('SubtensorModule', 'NetworksAdded', netuid)) return NOTHING
    const unslipped = swap.spotPrice.bits === 0n ? 0n : (tao << 64n) / swap.spotPrice.bits
    return {
      ...NOTHING,
      tao_amount: swap.paidIn.rao,
      alpha_amount: swap.received.rao,
      tao_fee: swap.fee.rao,
      alpha_slippage: atLeastZero(unslipped - swap.received.rao),
    }
  },
  sim_swap_alpha_for_tao({ storage }, netuid, alpha) {
    const swap = attempt(() => simulateSell(storage, netuid, alpha))
    if (swap === undefined || !storage.get('SubtensorModule', 'NetworksAdded', netuid)) return NOTHING
    const unslipped = (alpha * swap.spotPrice.bits) >> 64n
    return {
      ...NOTHING,
      tao_amount: swap.received.rao,
      alpha_amount: swap.paidIn.rao,
      alpha_fee: swap.fee.rao,
      tao_slippage: atLeastZero(unslipped - swap.received.rao),
    }
  },
}

function atLeastZero(amount: bigint): bigint {
  return amount > 0n ? amount : 0n
}
