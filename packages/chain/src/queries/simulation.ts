import { Balance } from '@stake/math'
import type { ChainAt } from '../at.ts'
import { callRuntime } from '../runtime/runtime-api.ts'

/** What the runtime itself says a trade at the chain's widest limits would do. */
export interface Simulation {
  /** What comes out: alpha of a buy, TAO of a sale. */
  readonly received: Balance
  /** In the token that goes in. */
  readonly fee: Balance
  /** What goes into the pool, without the fee; below the amount where the widest limit cuts it. */
  readonly paidIn: Balance
}

interface SimSwapResult {
  tao_amount: bigint
  alpha_amount: bigint
  tao_fee: bigint
  alpha_fee: bigint
}

/**
 * The runtime's own quote for buying with `tao` on a subnet, at one block; undefined where it says that the
 * trade would fail (Swap runtime API: all fields zero).
 *
 * @example
 * ```ts
 * import { connect, simulateBuy } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 * import { Balance } from '@stake/math'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const simulation = await simulateBuy(await chain.at('best'), 0, Balance.parse('5'))
 * simulation?.received.toString() // => 5
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function simulateBuy(
  at: ChainAt,
  netuid: number,
  tao: Balance,
): Promise<Simulation | undefined> {
  const result = await callRuntime<SimSwapResult>(at, 'SwapRuntimeApi.sim_swap_tao_for_alpha', [
    netuid,
    tao.rao,
  ])
  if (result.tao_amount === 0n && result.alpha_amount === 0n) return undefined
  return {
    received: Balance.fromRao(result.alpha_amount, netuid),
    fee: Balance.fromRao(result.tao_fee),
    paidIn: Balance.fromRao(result.tao_amount),
  }
}

/**
 * The same for selling `alpha`.
 *
 * @example
 * ```ts
 * import { connect, simulateSell } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 * import { Balance } from '@stake/math'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const simulation = await simulateSell(await chain.at('best'), Balance.parse('5', 2))
 * simulation?.fee.netuid // => 2
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function simulateSell(at: ChainAt, alpha: Balance): Promise<Simulation | undefined> {
  const { netuid } = alpha
  const result = await callRuntime<SimSwapResult>(at, 'SwapRuntimeApi.sim_swap_alpha_for_tao', [
    netuid,
    alpha.rao,
  ])
  if (result.tao_amount === 0n && result.alpha_amount === 0n) return undefined
  return {
    received: Balance.fromRao(result.tao_amount),
    fee: Balance.fromRao(result.alpha_fee, netuid),
    paidIn: Balance.fromRao(result.alpha_amount, netuid),
  }
}
