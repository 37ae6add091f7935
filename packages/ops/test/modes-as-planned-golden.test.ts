import { readFileSync } from 'node:fs'
import { signerFromUri } from '@stake/chain'
import { demoGenesis, namedAccount } from '@stake/devnet'
import { Balance, spotPrice, Tolerance } from '@stake/math'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseOperation, plan, preview, type Report } from '../src/index.ts'
import { carriedOut, type Market, openMarket, readHoldings } from './market.ts'
import { numbersOf, poolOf } from './numbers.ts'
import { subnetOf } from './random-pools.ts'

// Plan and devnet share their arithmetic. So here the amounts are not ours: they come from the chain's own code and
// tests, and both the plan and what devnet carries out must give them.

interface GoldenPool {
  readonly tao: string
  readonly alpha: string
  readonly quoteWeight: string
  readonly feeRate: number
}

interface GoldenTrade extends GoldenPool {
  readonly source: string
  readonly side: 'buy' | 'sell'
  readonly asked: string
  /** Without the fee. */
  readonly paidIn: string
  readonly fee: string
  readonly received: string
  readonly priceAfterBits?: string
  readonly priceAfterRao?: string
  /** Whether all of it was traded, or the limit cut it. */
  readonly filled: 'full' | 'cut'
  readonly limitPrice?: string
  /** The tolerance that gives the limit, in parts per billion. */
  readonly tolerancePpb?: string
}

interface GoldenMove {
  readonly source: string
  readonly origin: GoldenPool
  readonly destination: GoldenPool
  readonly limit: string
  readonly tolerancePpb: string
  /** The cap on the amount. */
  readonly most: string
}

const file = new URL('./fixtures/golden-trades.json', import.meta.url)
const golden: { trades: readonly GoldenTrade[]; moves: readonly GoldenMove[] } = JSON.parse(
  readFileSync(file, 'utf8'),
)
const FIRST = 1000
const ONE = 1n << 64n
const alice = signerFromUri('//Alice')
const hotkey = namedAccount('hotkey of the golden vectors')
/** Every trade has a pool of its own for each mode it is tried in. */
const MODES = ['strict', 'partial', 'unsafe'] as const
const cases = golden.trades
  .flatMap((trade) => MODES.map((mode) => ({ ...trade, mode })))
  .filter(({ mode, tolerancePpb, filled, priceAfterBits = String(ONE) }) =>
    mode === 'unsafe'
      ? // Within the chain's own limits, a million and a millionth of a TAO.
        filled === 'full' &&
        BigInt(priceAfterBits) < 1_000_000n * ONE &&
        BigInt(priceAfterBits) > ONE / 1_000_000n
      : tolerancePpb !== undefined,
  )
  .map((each, index) => ({ ...each, netuid: FIRST + index }))
const text = (rao: string, netuid = 0) => Balance.fromRao(BigInt(rao), netuid).toString()
const numbersIn = ({ tao, alpha, quoteWeight, feeRate }: GoldenPool) => ({
  tao: BigInt(tao),
  alpha: BigInt(alpha),
  quoteWeight: BigInt(quoteWeight),
  feeRate,
})

let market: Market

beforeAll(async () => {
  const genesis = demoGenesis()
  market = await openMarket(
    {
      ...genesis,
      balances: { ...genesis.balances, [alice.address]: '5000000000' },
      hotkeys: [...genesis.hotkeys, { hotkey, owner: namedAccount('owner of the golden vectors'), take: 0 }],
      subnets: [...genesis.subnets, ...cases.map((each) => subnetOf(each.netuid, numbersIn(each)))],
      stakes: [
        ...genesis.stakes,
        ...cases
          .filter(({ side }) => side === 'sell')
          .map(({ netuid, asked }) => ({ hotkey, coldkey: alice.address, netuid, alpha: text(asked) })),
      ],
    },
    alice,
  )
}, 60_000)
afterAll(async () => {
  await market.close()
})

const operationOf = ({ side, netuid, asked, mode, tolerancePpb }: (typeof cases)[number]) =>
  parseOperation({
    id: `golden-${netuid}`,
    kind: side === 'buy' ? 'stake' : 'unstake',
    coldkey: alice.address,
    hotkey,
    netuid,
    amount: text(asked),
    mode,
    tolerance: Tolerance.fromPpb(BigInt(tolerancePpb ?? '5000000')).toString(),
  })

/** The block author sells the fee of a sale at the price it left, but not for nothing, nor below a millionth. */
function feeSells({ side, fee, priceAfterBits = String(ONE) }: (typeof cases)[number]): boolean {
  if (side === 'buy' || fee === '0') return true
  const price = BigInt(priceAfterBits)
  return BigInt(fee) * price >= ONE && price > ONE / 1_000_000n
}

const near = (actual: Balance | undefined, expected: bigint, rao: bigint) => {
  const off = (actual?.rao ?? 0n) - expected
  expect(off <= rao && off >= -rao, `${actual?.rao} instead of ${expected}`).toBe(true)
}

describe('trades of the chain’s own arithmetic', () => {
  test('there are enough of every sort', () => {
    const sort = cases.map(({ side, mode, filled }) => `${side} ${mode} ${filled}`)
    for (const side of ['buy', 'sell'])
      for (const rest of ['strict full', 'strict cut', 'partial full', 'partial cut', 'unsafe full'])
        expect(sort.filter((each) => each === `${side} ${rest}`).length, `${side} ${rest}`).toBeGreaterThan(0)
  })

  test.each(cases.map((each) => [`${each.source} ${each.side} ${each.mode} ${each.filled}`, each] as const))(
    '%s',
    async (_, each) => {
      const { netuid, mode, filled, limitPrice } = each
      const operation = operationOf(each)
      const made = await plan(market.chain, [operation]).catch((error: unknown) => error)
      if (made instanceof Error) {
        const code = (made as { code?: string }).code
        // Only these: a limit in whole rao cannot say so narrow a tolerance, or it cannot be kept.
        if (code === 'ToleranceTooFine' || code === 'UselessLimit') return
        if (code === 'ReservesTooLow' || code === 'PriceLimitExceeded') {
          expect(feeSells(each)).toBe(false)
          return
        }
        expect([mode, filled, code]).toEqual(['strict', 'cut', 'SlippageTooHigh'])
        return
      }
      const planned = made as Awaited<ReturnType<typeof plan>>
      const [leg] = planned.legs
      expect([mode, filled]).not.toEqual(['strict', 'cut'])
      expect(feeSells(each)).toBe(true)
      if (limitPrice !== undefined && mode !== 'unsafe')
        expect(leg?.chosen.limitPrice).toBe(BigInt(limitPrice))
      const report = (await carriedOut(market, planned)).legs[0] as Report
      expect([report.error, report.status, report.alarms]).toEqual([undefined, 'executed', []])
      const spent = BigInt(each.paidIn) + BigInt(each.fee)
      // Where a limit cuts the amount the chain cuts first and takes the fee of what is left: a rao may go either way.
      const rounding = filled === 'cut' ? 1n : 0n
      near(report.executed, spent, rounding)
      near(report.swapFee, BigInt(each.fee), rounding)
      const price = leg?.chosen.quote?.spotPrice.bits ?? 0n
      const oneRaoMore = each.side === 'buy' ? (1n << 64n) / price + 1n : (price >> 64n) + 1n
      near(report.received, BigInt(each.received), filled === 'cut' ? 2n * oneRaoMore : 0n)
      expect(report.fill).toBe(filled === 'full' ? 'filled' : 'partly')
      const end = leg?.chosen.quote?.endPrice
      if (filled === 'full' && each.priceAfterBits) expect(end?.bits).toBe(BigInt(each.priceAfterBits))
      if (filled === 'full' && each.priceAfterRao) expect(end?.rao).toBe(BigInt(each.priceAfterRao))
      const { pools } = await readHoldings(market, [], [netuid])
      const pool = pools.get(netuid)
      if (pool && filled === 'full' && each.side === 'buy' && each.priceAfterBits)
        expect(spotPrice(pool).bits).toBe(BigInt(each.priceAfterBits))
    },
  )
})

describe('the cap that the chain puts on moves', () => {
  test.each(golden.moves.map((each) => [each.source, each] as const))('%s', (_, each) => {
    const pools = [each.origin, each.destination].map((pool, index) => {
      const { tao, alpha, quoteWeight, feeRate } = numbersIn(pool)
      return poolOf(index + 1, text(String(tao)), text(String(alpha)), { quoteWeight, feeRate })
    })
    const swap = parseOperation({
      id: 'golden',
      kind: 'swap',
      coldkey: alice.address,
      hotkey,
      netuid: 1,
      toNetuid: 2,
      amount: '1',
      tolerance: Tolerance.fromPpb(BigInt(each.tolerancePpb)).toString(),
    })
    const numbers = numbersOf(pools)
    const stake = Balance.parse('1000000', 1)
    const positions = [{ coldkey: alice.address, hotkey, netuid: 1, stake, available: stake }]
    const { chosen } = preview(swap, { ...numbers, positions })
    if (chosen.refusal?.code === 'ToleranceTooFine') return
    expect(chosen.limitPrice).toBe(BigInt(each.limit))
    expect(chosen.largest?.rao).toBe(BigInt(each.most))
  })
})
