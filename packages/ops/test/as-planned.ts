import { afterAuthorSale, type Balance, type Pool } from '@stake/math'
import { expect } from 'vitest'
import type { FinalRunReport, Leg, Plan, Report } from '../src/index.ts'
import type { MovePreview } from '../src/kinds/relocation.ts'
import type { UnstakeAllPreview } from '../src/kinds/unstake-all.ts'
import { changes, type Holdings, placeKey } from './market.ts'

/** Adds up what legs change. */
class Expected {
  readonly free: Map<string, bigint> = new Map()
  readonly stakes: Map<string, bigint> = new Map()

  tao(coldkey: string, { rao }: Pick<Balance, 'rao'>, sign: 1n | -1n = 1n): void {
    this.free.set(coldkey, (this.free.get(coldkey) ?? 0n) + sign * rao)
  }

  stake(
    place: { coldkey: string; netuid: number; hotkey: string },
    { rao }: Pick<Balance, 'rao'>,
    sign: 1n | -1n = 1n,
  ): void {
    const key = placeKey(place)
    this.stakes.set(key, (this.stakes.get(key) ?? 0n) + sign * rao)
  }
}

/** What a leg changes by its plan, network fee apart, told kind by kind. */
function plannedChanges(leg: Leg, expected: Expected): void {
  const { operation, amount, received, free, chosen, leastReceived } = leg
  const { coldkey } = operation
  const spent = chosen.quote?.spent ?? amount
  switch (operation.kind) {
    case 'stake':
      expected.tao(coldkey, spent, -1n)
      expected.stake(operation, received)
      return
    case 'stakeBurn':
      expected.tao(coldkey, spent, -1n)
      return
    case 'unstake':
      expected.stake(operation, spent, -1n)
      expected.tao(coldkey, received)
      return
    case 'burnAlpha':
    case 'recycleAlpha':
      expected.stake(operation, amount, -1n)
      return
    case 'unstakeAll':
      for (const { position } of (leg as unknown as UnstakeAllPreview).sales)
        expected.stake(position, position.stake, -1n)
      if (operation.to === 'root') expected.stake({ ...operation, netuid: 0 }, received)
      expected.tao(coldkey, operation.to === 'root' ? free : received.add(free))
      return
    case 'move':
    case 'swap':
    case 'transferStake': {
      const { from, to } = leg as unknown as MovePreview
      expected.stake(from, spent, -1n)
      expected.stake(to, received)
      const onRoute = operation.route === 'protected' && from.netuid !== to.netuid
      expected.tao(coldkey, free)
      if (to.coldkey !== coldkey && chosen.move?.quote) expected.tao(to.coldkey, chosen.move.quote.free)
      // Of a transfer only what is guaranteed is handed on.
      if (onRoute && to.coldkey !== coldkey && chosen.purchase && leastReceived)
        expected.stake({ ...to, coldkey }, chosen.purchase.received.subtract(leastReceived))
      return
    }
    default:
      throw new Error(`nothing is expected of ${operation.kind}`)
  }
}

/** The pools as the plan leaves them. */
function plannedPools({ legs }: Plan): Map<number, Pool> {
  const pools = new Map<number, Pool>()
  for (const { swaps } of legs)
    for (const { quote } of swaps) pools.set(quote.pool.netuid, afterAuthorSale(quote))
  return pools
}

/** Everything that a plan said happened, to the rao: in the reports, in the balances, in the positions, in the pools. */
export function expectAsPlanned(
  plan: Plan,
  report: FinalRunReport,
  before: Holdings,
  after: Holdings,
  batched = false,
): void {
  const expected = new Expected()
  let fees = 0n
  expect(report.legs).toHaveLength(plan.legs.length)
  for (const [index, leg] of plan.legs.entries()) {
    const told = report.legs[index] as Report
    expectReport(leg, told)
    if (!batched) expect(told.networkFee.compare(leg.networkFee)).toBeLessThanOrEqual(0)
    fees += told.networkFee.rao
    plannedChanges(leg, expected)
  }
  expect(report.alarms).toEqual([])
  expected.tao(plan.coldkey, { rao: fees }, -1n)
  expect(changes(before.free, after.free)).toEqual(withoutZeros(expected.free))
  expect(changes(before.stakes, after.stakes)).toEqual(withoutZeros(expected.stakes))
  for (const [netuid, pool] of plannedPools(plan)) expect(after.pools.get(netuid)).toEqual(pool)
}

function expectReport(leg: Leg, report: Report): void {
  const { amount, chosen, received, free, swaps, operation } = leg
  expect(report.error).toBeUndefined()
  expect(report.status).toBe('executed')
  expect(report.final).toBe(true)
  expect(report.received).toEqual(received)
  expect(report.free).toEqual(free)
  expect(report.alarms).toEqual([])
  if (operation.kind === 'unstakeAll') return
  const executed = chosen.quote?.spent ?? amount
  expect(report.asked).toEqual(amount)
  expect(report.executed).toEqual(executed)
  expect(report.rest).toEqual(amount.subtract(executed))
  expect(report.fill).toBe(executed.equals(amount) ? 'filled' : 'partly')
  const fee = [...swaps].map(({ quote }) => quote.fee).find(({ netuid }) => netuid === report.swapFee.netuid)
  if (fee) expect(report.swapFee).toEqual(fee)
  expect(report.endPrices.map(({ planned }) => planned)).toEqual(swaps.map(({ quote }) => quote.endPrice))
  const [trade] = swaps
  if (swaps.length === 1 && trade) expect(report.averagePrice).toEqual(trade.quote.averagePrice)
}

function withoutZeros(changes: ReadonlyMap<string, bigint>): Map<string, bigint> {
  return new Map([...changes].filter(([, change]) => change !== 0n))
}
