import { type Balance, quoteBuy, quoteSell, type Side, StakeError, type SwapQuote } from '@stake/math'
import type { ChainAt } from '../at.ts'
import { checkNetuid, raoOf } from '../calls/arguments.ts'
import { poolOf } from './curve.ts'
import { type Simulation, simulateBuy, simulateSell } from './simulation.ts'
import { readStoredPools } from './subnets.ts'

/** What a trade at the chain's widest limits would do, and who says so. */
export type TradeQuote = Simulation & {
  readonly side: Side
  readonly netuid: number
} & (
    | { /** Computed here from the pool, to the rao. */ readonly source: 'pool'; readonly quote: SwapQuote }
    | {
        /** The runtime's own simulation: the pool's curve has no formulas here. */ readonly source: 'runtime'
      }
  )

/** There is no subnet of this number. */
export class SubnetNotExists extends StakeError {
  constructor(netuid: number) {
    super('SubnetNotExists', `There is no subnet ${netuid}.`, {
      details: { netuid },
      remedy: 'Check the number; netuids of subnets that ended are given to new ones.',
    })
  }
}

/** The runtime says that a trade would fail, and nothing more. */
export class SimulationFailed extends StakeError {
  constructor(side: Side, netuid: number, rao: bigint) {
    super(
      'SimulationFailed',
      `The chain's own simulation says that this ${side} on subnet ${netuid} would fail.`,
      {
        details: { side, netuid, rao },
        remedy: 'Try a smaller amount; the pool may be too shallow, or not open.',
      },
    )
  }
}

/**
 * What buying with TAO (`'buy'`, amount in TAO) or selling alpha (`'sell'`, amount in the subnet's alpha) would do now:
 * computed from the pool where its curve is known, else by the runtime's own simulation; `source` says which.
 *
 * @throws SubnetNotExists; SwapError by the chain's own name where the trade would fail, SimulationFailed where only
 * the runtime can tell; InvalidNetuid, InvalidAmount, MixedTokens for an amount in another token
 *
 * @example
 * ```ts
 * import { connect, quoteTrade } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 * import { Balance } from '@stake/math'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const quote = await quoteTrade(await chain.at('best'), 1, 'buy', Balance.parse('5'))
 * quote.source // => pool
 * quote.received.netuid // => 1
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function quoteTrade(
  at: ChainAt,
  netuid: number,
  side: Side,
  amount: Balance,
): Promise<TradeQuote> {
  const rao = raoOf(amount, side === 'buy' ? 0 : checkNetuid(netuid))
  const stored = (await readStoredPools(at, [checkNetuid(netuid)])).get(netuid)
  if (!stored?.added) throw new SubnetNotExists(netuid)
  const { pool } = poolOf(at.runtime, netuid, stored)
  if (pool) {
    const quote = side === 'buy' ? quoteBuy(pool, amount) : quoteSell(pool, amount)
    const { received, fee, paidIn } = quote
    return { side, netuid, received, fee, paidIn, source: 'pool', quote }
  }
  const simulation = side === 'buy' ? await simulateBuy(at, netuid, amount) : await simulateSell(at, amount)
  if (!simulation) throw new SimulationFailed(side, netuid, rao)
  return { side, netuid, ...simulation, source: 'runtime' }
}
