import { calls, connect, readPosition, readSnapshot, type Signer, signerFromUri } from '@stake/chain'
import { demoGenesis, startDevnet } from '@stake/devnet'
import { Balance, MINIMUM_STAKE_RAO, moveRatio, StakeError, Tolerance } from '@stake/math'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Operation, type Plan, parseOperation, plan, type Report } from '../src/index.ts'
import type { MovePreview } from '../src/kinds/relocation.ts'
import { carriedOut, type Market, sent } from './market.ts'
import { modes, runs, seed } from './random-pools.ts'

// Emission in every block, a trader after every block, and somebody who pushes the price between plan and block: what
// was planned is not what will be found, and the limits must hold all the same.

const alice = signerFromUri('//Alice')
const bob = signerFromUri('//Bob')
const NETUIDS = [1, 2, 3, 8]
const RAO = 1_000_000_000n

let market: Market
const hotkeys = new Map<number, string>()
let ids = 0
const seen = new Map<string, number>()
function count(what: string): void {
  seen.set(what, (seen.get(what) ?? 0) + 1)
}

beforeAll(async () => {
  const genesis = demoGenesis()
  for (const { netuid, validators = [] } of genesis.subnets) {
    const [first] = validators
    if (first) hotkeys.set(netuid, first.hotkey)
  }
  const devnet = await startDevnet({
    blockTime: 'manual',
    trader: true,
    seed: seed % 1000,
    genesis: {
      ...genesis,
      balances: { ...genesis.balances, [bob.address]: '10000000' },
      stakes: [
        ...genesis.stakes,
        ...NETUIDS.flatMap((netuid) =>
          [alice, bob].map(({ address }) => ({
            hotkey: hotkeys.get(netuid) ?? '',
            coldkey: address,
            netuid,
            alpha: '20000',
          })),
        ),
      ],
    },
  })
  const chain = await connect({ endpoints: devnet.url })
  market = {
    devnet,
    chain,
    signer: alice,
    async close() {
      await chain.close()
      await devnet.close()
    },
  }
}, 60_000)
afterAll(async () => {
  await market.close()
})

/** Bob trades at any price; the part is in parts per million of what the pool holds, a sale where it is negative. */
async function push(netuid: number, part: number): Promise<void> {
  if (part === 0) return
  const { subnets } = await readSnapshot(await market.chain.at('best'), { netuids: [netuid] })
  const pool = subnets.get(netuid)?.pool
  const hotkey = hotkeys.get(netuid) ?? ''
  const reserve = (part > 0 ? pool?.tao.rao : pool?.alpha.rao) ?? 0n
  const rao = (reserve * BigInt(Math.abs(part))) / 1_000_000n
  if (rao < 3n * MINIMUM_STAKE_RAO) return
  const amount = Balance.fromRao(rao, part > 0 ? 0 : netuid)
  const call =
    part > 0
      ? calls.addStake(market.chain, { hotkey, netuid, amount })
      : calls.removeStake(market.chain, { hotkey, netuid, amount })
  await sent({ ...market, signer: bob as Signer }, call)
}

interface Wish {
  readonly kind: 'stake' | 'unstake' | 'swap'
  readonly netuid: number
  readonly to: number
  readonly mode: 'strict' | 'partial' | 'unsafe'
  readonly route: 'direct' | 'protected'
  readonly amount: number
  readonly tolerance: string
  readonly pushed: number
  readonly pushedThere: number
  readonly blocks: number
}

const wishes: fc.Arbitrary<Wish> = fc.record({
  kind: fc.constantFrom('stake', 'stake', 'unstake', 'unstake', 'swap'),
  netuid: fc.constantFrom(...NETUIDS),
  to: fc.constantFrom(...NETUIDS),
  mode: modes,
  route: fc.constantFrom('direct', 'protected'),
  amount: fc.integer({ min: 1, max: 60 }),
  tolerance: fc.constantFrom('0.5%', '1%', '3%'),
  pushed: fc.oneof(fc.constant(0), fc.integer({ min: -8_000, max: 8_000 })),
  pushedThere: fc.oneof(fc.constant(0), fc.integer({ min: -8_000, max: 8_000 })),
  blocks: fc.integer({ min: 0, max: 3 }),
})

function operationOf({ kind, netuid, to, mode, route, amount, tolerance }: Wish): Operation | undefined {
  const base = {
    id: `drift-${++ids}`,
    coldkey: alice.address,
    hotkey: hotkeys.get(netuid) ?? '',
    netuid,
    amount: String(amount),
    tolerance,
  }
  if (kind !== 'swap') return parseOperation({ ...base, kind, mode })
  if (to === netuid) return undefined
  return parseOperation({ ...base, kind, toNetuid: to, mode: route === 'protected' ? 'strict' : mode, route })
}

/** No trade within a limit is worse on average than the limit; the rao that the chain rounds away is no loss. */
function expectWithinLimit(made: Plan, report: Report): void {
  const [leg] = made.legs
  const limit = leg?.chosen.limitPrice
  const { executed, received, swapFee, operation } = report
  if (limit === undefined || operation.kind === 'swap') return
  const net = executed.rao - swapFee.rao
  if (operation.kind === 'stake') expect(net * RAO).toBeLessThanOrEqual((received.rao + 1n) * limit)
  else expect((received.rao + 1n) * RAO).toBeGreaterThanOrEqual(net * limit)
}

/** Whatever others did, a strict move loses no more than its tolerance and its fee of the ratio it was planned at. */
function expectWithinRatio(made: Plan, report: Report): void {
  const [leg] = made.legs
  if (leg?.operation.kind !== 'swap' || leg.operation.mode !== 'strict') return
  const { from, to } = leg as unknown as MovePreview
  const pools = [from, to].map(
    ({ netuid }) => leg.swaps.find(({ quote }) => quote.pool.netuid === netuid)?.quote.pool,
  )
  const [origin, destination] = pools
  if (!origin || !destination) return
  const { ppb } = Tolerance.parse(leg.operation.tolerance)
  const net = report.executed.rao - report.swapFee.rao
  const promised = (net * moveRatio(origin, destination).bits * (RAO - ppb)) / (RAO << 64n)
  if (leg.operation.route === 'direct') {
    expect(report.received.rao + 1_000n).toBeGreaterThanOrEqual(promised)
    return
  }
  expect(report.received.rao).toBeGreaterThanOrEqual(leg.leastReceived?.rao ?? 0n)
}

async function holding(netuid: number): Promise<bigint> {
  const place = { coldkey: alice.address, hotkey: hotkeys.get(netuid) ?? '', netuid }
  return (await readPosition(await market.chain.at('best'), place)).stake.rao
}

describe(`with emission, a trader and somebody in between (seed ${seed})`, () => {
  test('strict never executes beyond its limit, partial fills less, and the report names the drift', async () => {
    await fc.assert(
      fc.asyncProperty(wishes, async (wish) => {
        const operation = operationOf(wish)
        if (!operation) return
        let made: Plan
        try {
          made = await plan(market.chain, [operation])
        } catch (error) {
          if (!(error instanceof StakeError)) throw error
          return count(`refused ${error.code}`)
        }
        for (let block = 0; block < wish.blocks; block++) await market.devnet.sealBlock()
        await push(wish.netuid, wish.pushed)
        if (wish.kind === 'swap') await push(wish.to, wish.pushedThere)
        const before = await holding(wish.netuid)
        const [report] = (await carriedOut(market, made)).legs
        const [leg] = made.legs
        if (!report || !leg) throw new Error('one leg, one report')
        count(
          `${operation.kind} ${wish.kind === 'swap' ? wish.route : wish.mode} ${report.status} ${report.fill}`,
        )
        const codes = report.alarms.map(({ code }) => code)
        expect(codes).not.toContain('BeyondLimit')
        if (report.status !== 'executed') {
          expect([
            'SlippageTooHigh',
            'PriceLimitExceeded',
            'AmountTooLow',
            'RolledBack',
            'ReservesTooLow',
            'NothingTraded',
          ]).toContain(report.error?.code)
          // The chain calls it a success, where the cap of a partial move has become nothing.
          if (report.error?.code === 'NothingTraded')
            expect(wish).toMatchObject({ kind: 'swap', mode: 'partial' })
          expect(report.error?.remedy).not.toBe('')
          expect(report.executed.isZero() && report.received.isZero()).toBe(true)
          expect(wish.mode === 'unsafe' && wish.kind !== 'swap').toBe(false)
          // Emission adds to a position, and nothing was taken from it.
          expect(await holding(wish.netuid)).toBeGreaterThanOrEqual(before)
          return
        }
        expectWithinLimit(made, report)
        expectWithinRatio(made, report)
        expect(report.executed.rao).toBeLessThanOrEqual(leg.amount.rao)
        const planned = leg.chosen.quote?.spent ?? leg.amount
        const drifted = !report.executed.equals(planned) || !report.received.equals(leg.received)
        if (drifted) count(`drift ${operation.kind}`)
        expect(codes.includes('Drift')).toBe(drifted)
        const alarm = report.alarms.find(({ code }) => code === 'Drift')
        if (alarm) {
          expect(alarm.message).toContain(report.received.format())
          expect(alarm.message).toContain(leg.received.format())
          expect(alarm.details).toMatchObject({
            received: report.received.rao,
            plannedReceived: leg.received.rao,
          })
        }
        const part = report.executed.rao < leg.amount.rao
        expect(report.fill).toBe(part ? 'partly' : 'filled')
        if (part) expect(leg.chosen.mode).toBe('partial')
      }),
      runs(40, 1_000),
    )
    const total = (start: string) =>
      [...seen].filter(([what]) => what.startsWith(start)).reduce((sum, [, times]) => sum + times, 0)
    expect(total('drift')).toBeGreaterThan(3)
    expect(total('stake') + total('unstake')).toBeGreaterThan(20)
  }, 600_000)
})
