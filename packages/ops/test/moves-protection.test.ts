import { calls, readPool, signerFromUri } from '@stake/chain'
import { demoGenesis, namedAccount } from '@stake/devnet'
import {
  Balance,
  type BalancerPool,
  largestMoveWithin,
  moveLimit,
  moveRatio,
  type Pool,
  quoteBuy,
  quoteMove,
  quoteSell,
  StakeError,
  spotPrice,
  Tolerance,
} from '@stake/math'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseOperation, plan, preview } from '../src/index.ts'
import { carriedOut, type Market, openMarket, readHoldings, sent } from './market.ts'
import { ALICE, BOB, numbersOf, poolOf } from './numbers.ts'
import { runs, seed } from './random-pools.ts'

const PPB = 1_000_000_000n
const HALF_PERCENT = Tolerance.parse('0.5%')
const alice = signerFromUri('//Alice')
const hotkey = namedAccount('hotkey of the moves')
const DEEP = 100_000n * PPB

/** Pools of equal depth and price but for the weights: what the chain's cap on a move takes no notice of. */
const PAIRS = [
  { origin: 1000, destination: 1001, weight: 49n, lostPercent: 4n, lostPpb: 43_603_858n },
  { origin: 1002, destination: 1003, weight: 45n, lostPercent: 17n, lostPpb: 178_764_191n },
]

let market: Market

beforeAll(async () => {
  const genesis = demoGenesis()
  const subnet = (netuid: number, hundredths: bigint) => ({
    netuid,
    name: 'Deep',
    symbol: 'δ',
    tao: Balance.fromRao(DEEP).toString(),
    alpha: Balance.fromRao(DEEP).toString(),
    quoteWeight: hundredths * 10n ** 16n,
  })
  market = await openMarket(
    {
      ...genesis,
      hotkeys: [...genesis.hotkeys, { hotkey, owner: namedAccount('owner of the moves'), take: 0 }],
      subnets: [
        ...genesis.subnets,
        ...PAIRS.flatMap(({ origin, destination, weight }) => [
          subnet(origin, 50n),
          subnet(destination, weight),
        ]),
      ],
      stakes: [
        ...genesis.stakes,
        ...PAIRS.map(({ origin: netuid }) => ({ hotkey, coldkey: alice.address, netuid, alpha: '50000' })),
      ],
    },
    alice,
  )
}, 60_000)
afterAll(async () => {
  await market.close()
})

const poolAt = async (netuid: number): Promise<Pool> => {
  const pool = await readPool(await market.chain.at('best'), netuid)
  if (!pool) throw new Error('genesis has it')
  return pool
}

describe.each(PAIRS)('between weights of one half and 0.$weight, at a tolerance of 0.5 %', (pair) => {
  const fields = {
    coldkey: alice.address,
    hotkey,
    netuid: pair.origin,
    toNetuid: pair.destination,
    tolerance: '0.5%',
  } as const

  test('strict refuses, names what it would lose, and names the way out', async () => {
    const strict = parseOperation({ ...fields, id: `strict-${pair.origin}`, kind: 'swap', amount: '100' })
    const refusal = await plan(market.chain, [strict]).catch((error: unknown) => error)
    expect(refusal).toMatchObject({
      code: 'UnprotectedMove',
      details: {
        allowed: '0.5%',
        loss: `${String(pair.lostPpb).slice(0, -7)}.${String(pair.lostPpb).slice(-7)}%`,
      },
      remedy: expect.stringContaining('route `protected`'),
    })
    // Partial fills what the cap lets through, which would be no better.
    const partial = parseOperation({ ...strict, id: `partial-${pair.origin}`, mode: 'partial' })
    await expect(plan(market.chain, [partial])).rejects.toMatchObject({ code: 'UnprotectedMove' })
  })

  test('the protected route loses no more than both its limits', async () => {
    const amount = Balance.parse('100', pair.origin)
    const operation = parseOperation({
      ...fields,
      id: `protected-${pair.origin}`,
      kind: 'swap',
      amount: amount.toString(),
      route: 'protected',
    })
    const [origin, destination] = [await poolAt(pair.origin), await poolAt(pair.destination)]
    const [report] = (await carriedOut(market, await plan(market.chain, [operation]))).legs
    if (!report) throw new Error('one leg, one report')
    expect(report.status).toBe('executed')
    const given = amount.rao * spotPrice(origin).bits
    const got = report.received.rao * spotPrice(destination).bits + (report.free.rao << 64n)
    // Two tolerances, and two swap fees of 33 parts of 65535.
    expect(((given - got) * PPB) / given).toBeLessThan(2n * HALF_PERCENT.ppb + 1_010_000n)
  })

  test('the chain itself takes the whole cap, and the same limit lets far more be lost', async () => {
    const [origin, destination] = [await poolAt(pair.origin), await poolAt(pair.destination)]
    const limit = moveLimit(origin, destination, HALF_PERCENT)
    const amount = largestMoveWithin(origin, destination, limit)
    const before = await readHoldings(market, [alice.address], [])
    const call = calls.swapStakeLimit(market.chain, {
      hotkey,
      originNetuid: pair.origin,
      destinationNetuid: pair.destination,
      amount,
      limitRatio: limit,
      allowPartial: false,
    })
    expect(await sent(market, call)).toMatchObject({ kind: 'included' })
    const after = await readHoldings(market, [alice.address], [])
    const place = (netuid: number) => `${alice.address} ${netuid} ${hotkey}`
    const taken = (before.stakes.get(place(pair.origin)) ?? 0n) - (after.stakes.get(place(pair.origin)) ?? 0n)
    const got =
      (after.stakes.get(place(pair.destination)) ?? 0n) - (before.stakes.get(place(pair.destination)) ?? 0n)
    expect(taken).toBe(amount.rao)
    const promised = (taken * moveRatio(origin, destination).bits) >> 64n
    expect(((promised - got) * 100n) / promised).toBeGreaterThanOrEqual(pair.lostPercent)
  })
})

/** A pool after somebody bought (or sold, where negative) for so many parts per million of it. */
function traded(pool: BalancerPool, part: number): Pool {
  const rao = ((part > 0 ? pool.tao.rao : pool.alpha.rao) * BigInt(Math.abs(part))) / 1_000_000n
  if (part === 0) return pool
  return part > 0
    ? quoteBuy(pool, Balance.fromRao(rao), { fees: false }).after
    : quoteSell(pool, Balance.fromRao(rao, pool.netuid), { fees: false }).after
}

const reserves = fc.integer({ min: 1_000, max: 100_000 }).map(String)
/** Close to one half: farther off strict refuses nearly everything. */
const weights = fc
  .oneof(fc.constant(0), fc.integer({ min: -5_000, max: 5_000 }))
  .map((off) => BigInt(500_000 + off) * 10n ** 12n)
const pools = (netuid: number) =>
  fc
    .tuple(reserves, reserves, weights)
    .map(([tao, alpha, quoteWeight]) => poolOf(netuid, tao, alpha, { quoteWeight }))
const pushes = fc.integer({ min: -10_000, max: 10_000 })

describe(`a move that strict accepts (seed ${seed})`, () => {
  test('loses no more than its tolerance of the ratio it was planned at, whatever others trade before', () => {
    let through = 0
    fc.assert(
      fc.property(
        pools(1),
        pools(2),
        fc.integer({ min: 1, max: 3_000 }),
        fc.constantFrom('0.1%', '0.5%', '2%'),
        pushes,
        pushes,
        (origin, destination, part, tolerance, here, there) => {
          const amount = Balance.fromRao((origin.alpha.rao * BigInt(part)) / 1_000_000n, 1)
          const swap = parseOperation({
            id: '1',
            kind: 'swap',
            coldkey: ALICE,
            hotkey: BOB,
            netuid: 1,
            toNetuid: 2,
            amount: amount.toString(),
            tolerance,
          })
          const { chosen } = preview(swap, numbersOf([origin, destination]))
          if (chosen.result !== 'full' || chosen.limitPrice === undefined) return
          const [from, to] = [traded(origin, here), traded(destination, there)]
          // What the chain does with it by then.
          let received: bigint
          try {
            if (amount.compare(largestMoveWithin(from, to, chosen.limitPrice)) > 0) return
            const moved = quoteMove(from, to, amount, { fees: false })
            // TAO too little to be staked again is not lost: it is free.
            received = moved.received.rao + (moved.free.rao << 64n) / spotPrice(to).bits
          } catch (error) {
            if (error instanceof StakeError) return
            throw error
          }
          through++
          const kept = PPB - Tolerance.parse(tolerance).ppb
          const promised = (amount.rao * moveRatio(origin, destination).bits * kept) / (PPB << 64n)
          // The sale and the purchase are rounded down to a rao, of TAO and of alpha.
          const rao = 2n + (1n << 64n) / spotPrice(to).bits
          expect(received + rao).toBeGreaterThanOrEqual(promised)
        },
      ),
      runs(2_000, 200_000),
    )
    expect(through).toBeGreaterThan(50)
  }, 600_000)
})
