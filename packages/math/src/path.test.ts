import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { alice, livePool, liveTolerance, part, share, stablePool } from '../test/market.ts'
import { holds, RUNS } from '../test/property.ts'
import { MixedTokens } from './amount-errors.ts'
import { afterAuthorSale } from './author-sale.ts'
import { Balance } from './balance.ts'
import { InvalidArgument } from './invalid-argument.ts'
import { limitPrice } from './limit-price.ts'
import { protectMove } from './move-protection.ts'
import { type Leg, simulatePath } from './path.ts'
import { InvalidPool, type Pool, spotPrice } from './pool.ts'
import { protect } from './protection.ts'
import { quoteBuy, quoteSell } from './quote.ts'
import { Tolerance } from './tolerance.ts'

const onePercent = Tolerance.parse('1%')
const bob = { ...alice, netuid: 2, alpha: Balance.parse('500', 2) }
const buy = (amount: string, more: Partial<Leg> = {}): Leg =>
  ({ kind: 'buy', netuid: 1, amount: Balance.parse(amount), tolerance: onePercent, ...more }) as Leg
const sell = (amount: string, more: Partial<Leg> = {}): Leg =>
  ({ kind: 'sell', netuid: 1, amount: Balance.parse(amount, 1), tolerance: onePercent, ...more }) as Leg

test('every step is traded on the pool that the steps before have left', () => {
  const steps = fc.array(fc.tuple(fc.constantFrom('buy', 'sell'), fc.integer({ min: 1, max: 3 }), share), {
    minLength: 1,
    maxLength: 12,
  })
  holds(
    [livePool(1), livePool(2), livePool(3), steps],
    (...given) => {
      const steps = given[3]
      const pools = [given[0], given[1], given[2]]
      const legs = steps.map(([kind, netuid, share]): Leg => {
        const pool = pools[netuid - 1] ?? given[0]
        const reserve = kind === 'buy' ? pool.tao : pool.alpha
        const amount = Balance.fromRao(part(reserve.rao / 20n, share) + 10n ** 9n, reserve.netuid)
        return { kind: kind as 'buy' | 'sell', netuid, amount, mode: 'unsafe' }
      })
      const path = simulatePath(pools, legs)
      const state: Pool[] = [...pools]
      for (const [index, { kind, netuid, amount }] of legs.entries()) {
        const pool = state[netuid - 1] ?? given[0]
        const quote = kind === 'buy' ? quoteBuy(pool, amount) : quoteSell(pool, amount)
        state[netuid - 1] = afterAuthorSale(quote)
        const leg = path.legs[index]
        expect(leg?.swap?.quote).toEqual(quote)
        expect([leg?.spent, leg?.received]).toEqual([quote.spent, quote.received])
        expect(leg?.pools).toEqual(state)
      }
      expect(path.pools).toEqual(state)
      expect(path.firstRefused).toBe(undefined)
    },
    RUNS / 3,
  )
})

describe('limits', () => {
  test('from the start hold all steps together within the tolerance', () => {
    const shares = fc.array(share, { minLength: 1, maxLength: 12 })
    holds([livePool(1), liveTolerance, shares, fc.boolean()], (pool, tolerance, shares, buys) => {
      const kind = buys ? 'buy' : 'sell'
      const legs = shares.map((share): Leg => {
        const reserve = buys ? pool.tao : pool.alpha
        const amount = Balance.fromRao(part(reserve.rao / 50n, share) + 10n ** 9n, reserve.netuid)
        return { kind, netuid: 1, amount, tolerance, mode: 'partial' }
      })
      const limit = (limitPrice(kind, spotPrice(pool), tolerance) << 64n) / 10n ** 9n
      const path = simulatePath([pool], legs)
      for (const { swap } of path.legs) {
        if (swap?.quote === undefined) continue
        const end = swap.quote.endPrice.bits
        expect(buys ? end <= limit + limit / 10n ** 9n + 1n : end >= limit - limit / 10n ** 9n - 1n).toBe(
          true,
        )
      }
    })
  })

  test('from each step let the price walk away', () => {
    const legs = new Array<Leg>(10).fill(buy('3'))
    expect(simulatePath([alice], legs).firstRefused).toBe(1)
    const path = simulatePath([alice], legs, { limitsFrom: 'leg' })
    expect(path.firstRefused).toBe(undefined)
    expect(path.legs.map(({ swap }) => swap?.limitPrice)).toEqual(
      [alice, ...path.legs.slice(0, -1).map(({ pools }) => pools[0] ?? alice)].map((pool) =>
        limitPrice('buy', spotPrice(pool), onePercent),
      ),
    )
  })

  test('of a step itself come before its tolerance', () => {
    const [leg] = simulatePath([alice], [buy('3', { limit: 667_000_000n })]).legs
    expect([leg?.result, leg?.refusal?.code]).toEqual(['refused', 'SlippageTooHigh'])
  })

  test('that cannot be set refuse the step', () => {
    const cheap = { ...alice, tao: Balance.parse('1'), alpha: Balance.parse('1000000', 1) }
    const path = simulatePath(
      [cheap, bob],
      [buy('0.01', { tolerance: Tolerance.parse('0.00001%') }), buy('1', { netuid: 2 })],
    )
    expect(path.legs.map(({ refusal }) => refusal?.code)).toEqual(['ToleranceTooFine', undefined])
  })
})

describe('a refused step', () => {
  test('changes nothing, and the path goes on', () => {
    const path = simulatePath([alice, bob], [buy('4'), buy('500'), sell('4')], { limitsFrom: 'leg' })
    expect(path.legs.map(({ result }) => result)).toEqual(['full', 'refused', 'full'])
    expect(path.firstRefused).toBe(1)
    expect(path.legs[1]).toMatchObject({
      refusal: { code: 'SlippageTooHigh' },
      spent: Balance.zero(),
      received: Balance.zero(1),
      pools: path.legs[0]?.pools,
    })
  })

  test('of every kind brings nothing of its own token', () => {
    const legs: Leg[] = [
      sell('500'),
      buy('500', { kind: 'burn' }),
      { kind: 'move', netuid: 1, destination: 2, amount: Balance.parse('500', 1) },
    ]
    const { legs: outcomes, pools } = simulatePath([alice, bob], legs)
    expect(outcomes.map(({ spent, received }) => [spent.netuid, received.netuid])).toEqual([
      [1, 0],
      [0, 1],
      [1, 2],
    ])
    expect(
      outcomes.every(
        ({ spent, received, result }) => result === 'refused' && spent.isZero() && received.isZero(),
      ),
    ).toBe(true)
    expect(pools).toEqual([alice, bob])
  })
})

describe('moves', () => {
  const move = {
    kind: 'move',
    netuid: 1,
    destination: 2,
    amount: Balance.parse('2', 1),
    tolerance: onePercent,
  } as const

  test('sell on one pool, with the sale of the fee, and buy on the other', () => {
    const path = simulatePath([bob, alice], [move])
    const expected = protectMove(alice, bob, move.amount, 'strict', onePercent)
    expect(expected.result).toBe('full')
    expect(path.legs[0]).toMatchObject({ result: 'full', move: expected })
    expect(path.pools).toEqual([
      expected.quote?.purchase?.after,
      expected.quote && afterAuthorSale(expected.quote.sale),
    ])
  })

  test('that bring too little leave their TAO free and the other pool alone', () => {
    const path = simulatePath([alice, bob], [{ ...move, mode: 'partial', limit: 333_333_200n }])
    const quote = path.legs[0]?.move?.quote
    expect([path.legs[0]?.result, quote?.purchase]).toEqual(['partial', undefined])
    expect(quote?.free).toEqual(quote?.sale.received)
    expect(quote?.free.isZero()).toBe(false)
    expect(path.pools[1]).toBe(bob)
  })

  test('are measured from the start like the others', () => {
    const path = simulatePath([alice, bob], [buy('30', { mode: 'unsafe' }), move])
    const later = simulatePath([alice, bob], [buy('30', { mode: 'unsafe' }), move], { limitsFrom: 'leg' })
    expect(path.legs[1]?.move?.limit).toBe(330_000_000n)
    expect(later.legs[1]?.move?.limit).toBe(350_086_731n)
  })
})

describe('burns', () => {
  test('of TAO buy first, and what is bought is burned', () => {
    const [bought] = simulatePath([alice], [buy('2')]).legs
    const [burned] = simulatePath([alice], [buy('2', { kind: 'burn' })]).legs
    expect(burned).toMatchObject({ result: 'full', spent: bought?.spent, received: bought?.received })
    expect(burned?.pools).toEqual(bought?.pools)
  })

  test('of alpha leave every price', () => {
    const path = simulatePath([alice], [sell('700', { kind: 'burn' })])
    expect(path.legs[0]).toMatchObject({ result: 'full', spent: Balance.parse('700', 1) })
    expect(path.pools).toEqual([alice])
  })

  test('on root, in partial mode and of another token are refused', () => {
    const [root] = simulatePath([stablePool(0)], [buy('2', { kind: 'burn', netuid: 0 })]).legs
    expect(root?.refusal?.code).toBe('CannotBurnOrRecycleOnRootSubnet')
    expect(() => simulatePath([alice], [buy('2', { kind: 'burn', mode: 'partial' })])).toThrow(
      InvalidArgument,
    )
    const other = { kind: 'burn', netuid: 1, amount: Balance.parse('1', 5) } as const
    expect(() => simulatePath([alice], [other])).toThrow(MixedTokens)
  })
})

test('modes and tolerances have the defaults of the operations', () => {
  const plain = { kind: 'buy', netuid: 1, amount: Balance.parse('2') } as const
  const expected = protect(alice, 'buy', plain.amount, 'strict', Tolerance.parse('0.5%'))
  expect(simulatePath([alice], [plain]).legs[0]?.swap).toEqual(expected)
})

test('no steps lead nowhere', () => {
  expect(simulatePath([alice], [])).toEqual({ legs: [], pools: [alice] })
})

test('pools that are missing or given twice are refused', () => {
  expect(() => simulatePath([alice, alice], [])).toThrow(InvalidPool)
  expect(() => simulatePath([bob], [buy('1')])).toThrow(InvalidArgument)
  const move = { kind: 'move', netuid: 1, destination: 9, amount: Balance.parse('1', 1) } as const
  expect(() => simulatePath([alice], [move])).toThrow(
    'The netuid of a step is 9, but it must be one of the given pools.',
  )
})
