import type { Chain } from '@stake/chain'
import { mulDivFloor, StakeError, type SwapQuote } from '@stake/math'
import { type Leg, type Plan, plan as planAnew } from './plan.ts'

/** Whether a plan still holds, and the plan that would be made now. */
export interface Staleness {
  readonly stale: boolean
  /** Why, one sentence for each reason. */
  readonly reasons: readonly string[]
  /** The same Operations planned now; undefined where that is refused. */
  readonly now: Plan | undefined
}

/** Where a leg has no tolerance of its own. */
const DEFAULT_PPB = 5_000_000n
const ONE_PPB = 1_000_000_000n

/**
 * Plans the same Operations at the newest block and tells whether the old plan still says what would happen: it is
 * stale when it would be refused now, when a subnet or the runtime is another one, when a price has passed a limit of
 * the plan, or when a leg would bring less than planned by more than its tolerance.
 *
 * @example
 * ```ts
 * import { connect, developmentAccounts, readValidators } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 * import { isStale, parseOperation, plan } from '@stake/ops'
 *
 * const devnet = await startDevnet({ blockTime: 'manual' })
 * const chain = await connect({ endpoints: devnet.url })
 * const coldkey = developmentAccounts['//Alice'] ?? ''
 * const hotkey = (await readValidators(await chain.at('best'), 2))[0]?.hotkey ?? ''
 * const stake = parseOperation({ id: '1', kind: 'stake', coldkey, hotkey, netuid: 2, amount: '5' })
 * const { stale } = await isStale(await plan(chain, [stake]), chain)
 * stale // => false
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function isStale(plan: Plan, chain: Chain): Promise<Staleness> {
  if (plan.genesisHash !== chain.genesisHash) {
    return { stale: true, reasons: ['It was made on another chain.'], now: undefined }
  }
  const runtime =
    plan.specVersion === chain.specVersion
      ? []
      : [`The runtime was upgraded from ${plan.specVersion} to ${chain.specVersion}.`]
  const registeredAt = new Map(
    plan.legs.flatMap(({ subnets }) =>
      subnets.map((subnet) => [subnet.netuid, subnet.registeredAt] as const),
    ),
  )
  try {
    const operations = plan.legs.map(({ operation }) => operation)
    const now = await planAnew(chain, operations, { registeredAt })
    const reasons = [...runtime, ...plan.legs.flatMap((leg, index) => changes(leg, now.legs[index] as Leg))]
    return { stale: reasons.length > 0, reasons, now }
  } catch (error) {
    if (!(error instanceof StakeError)) throw error
    return { stale: true, reasons: [...runtime, error.message], now: undefined }
  }
}

function changes(leg: Leg, now: Leg): string[] {
  const { id } = leg.operation
  const reasons: string[] = []
  if (now.chosen.result !== leg.chosen.result) {
    reasons.push(`${id} would now be done ${now.chosen.result === 'full' ? 'in full' : 'in part'}.`)
  }
  const passed = leg.swaps.some(({ limitPrice }, index) => {
    const trade = now.swaps[index]?.quote
    return limitPrice !== undefined && trade !== undefined && isBeyond(trade, limitPrice)
  })
  if (passed) reasons.push(`${id}: the price would pass the limit of the plan.`)
  const ppb = leg.tolerance?.ppb ?? DEFAULT_PPB
  const least = mulDivFloor(leg.received.rao, ONE_PPB - ppb, ONE_PPB)
  if (now.received.rao < least) {
    reasons.push(`${id} would now bring ${now.received.toString()}, not ${leg.received.toString()}.`)
  }
  return reasons
}

function isBeyond({ side, endPrice }: SwapQuote, limitPrice: bigint): boolean {
  const limit = (limitPrice << 64n) / ONE_PPB
  return side === 'buy' ? endPrice.bits > limit : endPrice.bits < limit
}
