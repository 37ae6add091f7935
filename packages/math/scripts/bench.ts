import { cpus } from 'node:os'
import { balancerFormulas, WEIGHT_ONE } from '../src/balancer.ts'
import { constantProductFormulas } from '../src/constant-product.ts'
import {
  Balance,
  type BalancerPool,
  curveOf,
  type Leg,
  powRatioScaledFloor,
  quoteBuy,
  type SwapQuote,
  simulatePath,
  spotPrice,
} from '../src/index.ts'

// One thread, one case after the other. Every call of a case gets other reserves and another amount, thousands of them
// in turn, so that nothing remembered from an earlier call could help. A figure is the median of many rounds.

/** Microseconds on the chain's side: its own Rust, release build, one thread of an AMD EPYC. */
const CHAIN: Record<string, { power: number; quote: number; input: number; limited: number }> = {
  '0.5': { power: 10.2, quote: 20.3, input: 9.4, limited: 26.8 },
  '0.6': { power: 10.1, quote: 21.7, input: 17.2, limited: 38.7 },
  '0.48': { power: 27.8, quote: 58.1, input: 40.1, limited: 99.4 },
  '0.497': { power: 3100, quote: 6190, input: 7160, limited: 13_700 },
  '0.4973': { power: 152, quote: 304, input: 1180, limited: 1500 },
  '0.497312345678901234': { power: 146, quote: 294, input: 1150, limited: 1490 },
}

const CASES = 4096
const ROUNDS = 31

interface Case {
  readonly pool: BalancerPool
  readonly amount: Balance
  readonly limitPrice: bigint
}

/** Deep pools of all sizes and trades of one to five percent, the same in every run. */
function casesOf(quoteWeight: bigint): Case[] {
  let state = 88_172_645_463_325_252n
  const random = (from: bigint, to: bigint): bigint => {
    state ^= BigInt.asUintN(64, state << 13n)
    state ^= state >> 7n
    state ^= BigInt.asUintN(64, state << 17n)
    return from + (state % (to - from))
  }
  return Array.from({ length: CASES }, () => {
    const tao = random(10n ** 12n, 10n ** 16n)
    const alpha = random(10n ** 13n, 10n ** 16n)
    const reserves = { tao: Balance.fromRao(tao), alpha: Balance.fromRao(alpha, 1) }
    const pool: BalancerPool = { curve: 'balancer', netuid: 1, ...reserves, feeRate: 33, quoteWeight }
    const amount = Balance.fromRao((tao * random(100n, 500n)) / 10_000n)
    return { pool, amount, limitPrice: (spotPrice(pool).rao * 1005n) / 1000n }
  })
}

/** Median microseconds of one call. */
function measure<T>(inputs: readonly T[], call: (input: T) => unknown): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const start = process.hrtime.bigint()
    for (const input of inputs) call(input)
    return Number(process.hrtime.bigint() - start) / inputs.length / 1000
  })
  return times.sort((a, b) => a - b)[ROUNDS >> 1] ?? Number.NaN
}

function expectHit({ limitHit }: SwapQuote): void {
  if (!limitHit) throw new Error('A case of the bench stays within its limit.')
}

function beside(chain: number, ours: number): string {
  const figure = (us: number) => (us >= 1000 ? `${(us / 1000).toPrecision(3)} ms` : `${us.toPrecision(3)} µs`)
  return `${figure(chain)} → ${figure(ours)} (${Math.round(chain / ours)}×)`
}

const [cpu] = cpus()
console.log(
  `Node ${process.versions.node}, ${cpu?.model.trim() ?? 'unknown processor'}; the chain's Rust → here\n`,
)
console.log('| weight | one power | buy quote | input up to a limit | buy quote, limit hit |')
console.log('|---|---|---|---|---|')
for (const [weight, chain] of Object.entries(CHAIN)) {
  const quoteWeight = BigInt(weight.slice(2).padEnd(18, '0'))
  const baseWeight = WEIGHT_ONE - quoteWeight
  const cases = casesOf(quoteWeight)
  const powers = cases.map(({ pool, amount }) => [pool.tao.rao, pool.tao.rao + amount.rao] as const)
  const formulas = baseWeight === quoteWeight ? constantProductFormulas : balancerFormulas(quoteWeight)
  const inputs = cases.map(({ pool, limitPrice }) => {
    const reserves = { tao: pool.tao.rao, alpha: pool.alpha.rao }
    return { reserves, current: curveOf(pool).price(reserves), limit: (limitPrice << 64n) / 10n ** 9n }
  })
  for (const { pool, amount, limitPrice } of cases) expectHit(quoteBuy(pool, amount, { limitPrice }))
  const row = [
    weight,
    beside(
      chain.power,
      measure(powers, ([reserve, grown]) =>
        powRatioScaledFloor(reserve, grown, quoteWeight, baseWeight, WEIGHT_ONE),
      ),
    ),
    beside(
      chain.quote,
      measure(cases, ({ pool, amount }) => quoteBuy(pool, amount)),
    ),
    beside(
      chain.input,
      measure(inputs, ({ reserves, current, limit }) =>
        formulas.inputToPrice('buy', reserves, current, limit),
      ),
    ),
    beside(
      chain.limited,
      measure(cases, ({ pool, amount, limitPrice }) => quoteBuy(pool, amount, { limitPrice })),
    ),
  ]
  console.log(`| ${row.join(' | ')} |`)
}

const kinds = ['buy', 'sell', 'move', 'burn'] as const
const pools = casesOf(WEIGHT_ONE / 2n)
  .slice(0, 10)
  .map(({ pool }, place): BalancerPool => {
    const netuid = place + 1
    const quoteWeight = pool.quoteWeight - BigInt(netuid) * 1_234_567_890_123_457n
    return { ...pool, netuid, alpha: Balance.fromRao(pool.alpha.rao, netuid), quoteWeight }
  })
for (const mode of ['strict', 'unsafe'] as const) {
  const legs = Array.from({ length: 100 }, (_, step): Leg => {
    const kind = kinds[step % kinds.length] ?? 'buy'
    const { netuid, tao, alpha } = pools[step % pools.length] as BalancerPool
    if (kind !== 'move') {
      const amount =
        kind === 'sell' ? Balance.fromRao(alpha.rao / 10_000n, netuid) : Balance.fromRao(tao.rao / 10_000n)
      return { kind, netuid, amount, mode }
    }
    const amount = Balance.fromRao(alpha.rao / 100_000n, netuid)
    return { kind, netuid, destination: (netuid % pools.length) + 1, amount, mode: 'unsafe' }
  })
  const refused = simulatePath(pools, legs, { limitsFrom: 'leg' }).firstRefused
  if (refused !== undefined) throw new Error(`Step ${refused} of the bench's path is refused.`)
  const us = measure(Array.from({ length: 20 }), () => simulatePath(pools, legs, { limitsFrom: 'leg' }))
  console.log(`\nA path of 100 steps over 10 pools, ${mode}: ${(us / 1000).toFixed(2)} ms`)
}
