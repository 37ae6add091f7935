import {
  Balance,
  fixedMulFloor,
  type Pool,
  type Price,
  quoteBuy,
  quoteSell,
  SwapError,
  type SwapQuote,
  spotPrice,
} from '@stake/math'
import { type ErrorName, pallets } from '@stake/schema'
import { DispatchFailure, moduleError } from '../runtime/dispatch-failure.ts'
import type { Storage } from '../runtime/storage.ts'

const DYNAMIC = 1

/** Whether the subnet has a pool with a price; root and mechanism 0 exchange one to one. */
export function isDynamic(storage: Storage, netuid: number): boolean {
  return netuid !== 0 && storage.get('SubtensorModule', 'SubnetMechanism', netuid) === DYNAMIC
}

/** The subnet's pool as it is stored: reserves in SubtensorModule, fee rate and weight in Swap. */
export function poolOf(storage: Storage, netuid: number): Pool {
  const tao = Balance.fromRao(storage.get('SubtensorModule', 'SubnetTAO', netuid))
  const alpha = Balance.fromRao(storage.get('SubtensorModule', 'SubnetAlphaIn', netuid), netuid)
  if (!isDynamic(storage, netuid)) return { curve: 'stable', netuid, tao, alpha }
  const feeRate = storage.get('Swap', 'FeeRate', netuid)
  const { quote: quoteWeight } = storage.get('Swap', 'SwapBalancer', netuid)
  return { curve: 'balancer', netuid, tao, alpha, feeRate, quoteWeight }
}

/** The spot price of a subnet's alpha. */
export function alphaPrice(storage: Storage, netuid: number): Price {
  return spotPrice(poolOf(storage, netuid))
}

/** Alpha worth `tao` at the spot price, without slippage: `floor(tao / price)`; 0 where there is no price. */
export function alphaForTao(storage: Storage, netuid: number, tao: bigint): bigint {
  const { bits } = alphaPrice(storage, netuid)
  return bits === 0n ? 0n : (tao << 64n) / bits
}

/** What alpha is worth in TAO at the spot price, without slippage: `floor(alpha * price)`. */
export function taoForAlpha(storage: Storage, netuid: number, alpha: bigint): bigint {
  return fixedMulFloor(alpha << 64n, alphaPrice(storage, netuid).bits) >> 64n
}

/** How a swap is made. Without a limit price the plain calls' own limits hold. */
export interface SwapTerms {
  readonly limitPrice?: bigint
  /** Without fees, as the chain itself trades. */
  readonly fees?: boolean
}

/** What buying alpha with `tao` rao gives. @throws DispatchFailure with the Swap pallet's error */
export function simulateBuy(storage: Storage, netuid: number, tao: bigint, terms: SwapTerms = {}): SwapQuote {
  return asChain(() => quoteBuy(poolOf(storage, netuid), Balance.fromRao(tao), terms))
}

/** What selling `alpha` rao gives. @throws DispatchFailure with the Swap pallet's error */
export function simulateSell(
  storage: Storage,
  netuid: number,
  alpha: bigint,
  terms: SwapTerms = {},
): SwapQuote {
  return asChain(() => quoteSell(poolOf(storage, netuid), Balance.fromRao(alpha, netuid), terms))
}

/** Lets an error of the arithmetic fail the call as the pallet's error of that name. */
export function asChain<T>(trade: () => T): T {
  try {
    return trade()
  } catch (error) {
    if (error instanceof SwapError && error.code in pallets.Swap.errors)
      throw moduleError('Swap', error.code as ErrorName<'Swap'>)
    throw error
  }
}

/** The result, or undefined where the chain would fail. */
export function attempt<T>(simulate: () => T): T | undefined {
  try {
    return simulate()
  } catch (error) {
    if (error instanceof DispatchFailure) return undefined
    throw error
  }
}
