import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { input, magnitude, NETUID, reserveIn, side, swapPool, tolerance } from '../test/arbitraries.ts'
import { holds } from '../test/property.ts'
import { MixedTokens } from './amount-errors.ts'
import { Balance } from './balance.ts'
import { saturatingMul } from './fixed-point.ts'
import { minimumStake } from './minimum-stake.ts'
import { protect } from './protection.ts'
import { quoteBuy, quoteSell } from './quote.ts'
import { Tolerance } from './tolerance.ts'

const alice = {
  curve: 'constantProduct',
  netuid: 1,
  tao: Balance.parse('1000'),
  alpha: Balance.parse('1500', 1),
  feeRate: 33,
} as const
const fivePercent = Tolerance.parse('5%')
const codeOf = (quote: { refusal?: { code: string } }) => quote.refusal?.code

describe("the seed's 100 TAO at five percent", () => {
  const amount = Balance.parse('100')

  test('strict refuses and names the largest amount', () => {
    const { refusal, ...rest } = protect(alice, 'buy', amount, 'strict', fivePercent)
    expect(refusal?.code).toBe('SlippageTooHigh')
    expect(rest).toEqual({
      mode: 'strict',
      result: 'refused',
      limitPrice: 699_999_999n,
      largest: Balance.parse('24.707517278'),
    })
  })

  test('partial fills the largest amount', () => {
    const { result, largest, quote } = protect(alice, 'buy', amount, 'partial', fivePercent)
    expect(result).toBe('partial')
    expect(quote?.spent).toEqual(largest)
  })

  test('unsafe trades everything and carries no limit', () => {
    const { result, limitPrice, largest, quote } = protect(alice, 'buy', amount, 'unsafe', fivePercent)
    expect([result, limitPrice, largest, quote?.received.toString()]).toEqual([
      'full',
      undefined,
      undefined,
      '136.301210234',
    ])
  })
})

test('what is traded within a limit is what a quote with that limit says', () => {
  const mode = fc.constantFrom('strict', 'partial')
  holds([swapPool, side, tolerance, magnitude(2n ** 54n), mode], (pool, side, tolerance, rao, mode) => {
    const { quote, limitPrice, largest } = protect(pool, side, input(side, rao), mode, tolerance)
    fc.pre(quote !== undefined && limitPrice !== undefined && largest !== undefined)
    const amount = Balance.min(input(side, rao), largest)
    const again =
      side === 'buy' ? quoteBuy(pool, amount, { limitPrice }) : quoteSell(pool, amount, { limitPrice })
    expect(quote).toEqual(again)
  })
})

describe('the largest amount within the limit', () => {
  test('is accepted in strict, and one rao more is refused', () => {
    holds([swapPool, side, tolerance], (pool, side, tolerance) => {
      const { largest } = protect(pool, side, input(side, 0n), 'strict', tolerance)
      fc.pre(largest !== undefined && largest.rao < saturatingMul(reserveIn(pool, side), 1000n))
      fc.pre(side === 'sell' || largest.compare(minimumStake(pool)) > 0)
      const accepted = protect(pool, side, largest, 'strict', tolerance)
      fc.pre(codeOf(accepted) !== 'InsufficientLiquidity' && codeOf(accepted) !== 'AmountTooLow')
      // The block author could not sell the fee.
      fc.pre(side === 'buy' || !['ReservesTooLow', 'PriceLimitExceeded'].includes(codeOf(accepted) ?? ''))
      expect(accepted.result).toBe('full')
      const more = protect(pool, side, input(side, largest.rao + 1n), 'strict', tolerance)
      expect([more.result, codeOf(more)]).toEqual(['refused', 'SlippageTooHigh'])
    })
  })

  test('is what partial fills of anything larger', () => {
    holds([swapPool, side, tolerance, magnitude(2n ** 40n, 1n)], (pool, side, tolerance, more) => {
      const { largest } = protect(pool, side, input(side, 0n), 'strict', tolerance)
      fc.pre(largest !== undefined && largest.rao + more < 2n ** 64n)
      const amount = input(side, largest.rao + more)
      const { result, quote } = protect(pool, side, amount, 'partial', tolerance)
      fc.pre(quote !== undefined)
      expect(result).toBe('partial')
      expect(quote.requested).toEqual(largest)
    })
  })
})

describe('a sale whose fee the block author cannot sell fails as a whole, as on the chain', () => {
  const pool = { curve: 'constantProduct', netuid: 7, feeRate: 33 } as const
  const any = Tolerance.parse('5%')

  test('because nothing would be paid for it', () => {
    const flat = { ...pool, tao: Balance.parse('1000'), alpha: Balance.parse('1500', 7) }
    for (const mode of ['strict', 'partial', 'unsafe'] as const) {
      // A fee of 1 rao of alpha, at 0.67 rao of TAO.
      expect(codeOf(protect(flat, 'sell', input('sell', 2_000n), mode, any))).toBe('ReservesTooLow')
      // Of 2 it would be 1 rao.
      expect(protect(flat, 'sell', input('sell', 4_000n), mode, any).result).toBe('full')
    }
  })

  test('because the sale itself stops at the chain’s own limit', () => {
    const low = { ...pool, tao: Balance.parse('1.01'), alpha: Balance.parse('1000000', 7) }
    const { quote } = protect(low, 'sell', Balance.parse('4000', 7), 'unsafe', any)
    expect(quote?.endPrice.rao).toBeGreaterThanOrEqual(1_000n)
    // More would stop at the limit, and there the fee cannot be sold any more.
    const cut = protect(low, 'sell', Balance.parse('10000', 7), 'unsafe', any)
    expect(codeOf(cut)).toBe('ReservesTooLow')
  })
})

test('strict and partial agree on what fits', () => {
  holds([swapPool, side, tolerance, magnitude(21n * 10n ** 15n)], (pool, side, tolerance, rao) => {
    const strict = protect(pool, side, input(side, rao), 'strict', tolerance)
    fc.pre(strict.result === 'full')
    const partial = protect(pool, side, input(side, rao), 'partial', tolerance)
    expect({ ...partial, mode: 'strict' }).toEqual(strict)
  })
})

describe('what else the chain refuses', () => {
  const modes = ['strict', 'partial', 'unsafe'] as const

  test.each(modes)('%s: less than the minimum stake', (mode) => {
    const least = minimumStake(alice)
    const less = least.subtract(Balance.fromRao(1n))
    expect(codeOf(protect(alice, 'buy', less, mode, fivePercent))).toBe('AmountTooLow')
    expect(protect(alice, 'buy', least, mode, fivePercent).result).toBe('full')
    expect(codeOf(protect(alice, 'sell', Balance.zero(1), mode, fivePercent))).toBe('AmountTooLow')
  })

  test.each(modes)('%s: more than a thousand reserves, fee included', (mode) => {
    const amount = Balance.fromRao(alice.tao.rao * 1000n + 1n)
    expect(codeOf(protect(alice, 'buy', amount, mode, fivePercent))).toBe('InsufficientLiquidity')
  })

  test('a pool too empty to simulate hides the reason, as the chain does', () => {
    const empty = { ...alice, alpha: Balance.fromRao(999_999n, 1) }
    const { refusal } = protect(empty, 'buy', Balance.parse('1'), 'unsafe', fivePercent)
    expect(refusal?.code).toBe('InsufficientLiquidity')
    expect(refusal?.cause).toMatchObject({ code: 'ReservesTooLow' })
  })

  test('a limit on the wrong side', () => {
    const wrong = protect(alice, 'buy', Balance.parse('1'), 'partial', fivePercent, 600_000_000n)
    expect(codeOf(wrong)).toBe('PriceLimitExceeded')
  })

  test('partial of next to nothing', () => {
    const tight = protect(alice, 'buy', Balance.parse('1'), 'partial', fivePercent, 666_666_668n)
    expect(codeOf(tight)).toBe('AmountTooLow')
  })

  test('a tolerance too fine for the price', () => {
    const cheap = { ...alice, tao: Balance.fromRao(1_000_000n), alpha: Balance.parse('1000000', 1) }
    expect(codeOf(protect(cheap, 'buy', Balance.parse('1'), 'strict', Tolerance.parse('0.5%')))).toBe(
      'ToleranceTooFine',
    )
  })
})

test('unsafe too stops at the widest limit of the chain', () => {
  const dear = { ...alice, tao: Balance.parse('1000000'), alpha: Balance.parse('10', 1) }
  expect(protect(dear, 'buy', Balance.parse('10000000'), 'unsafe', fivePercent).result).toBe('partial')
})

test('on a stable pool every mode trades everything', () => {
  const root = { curve: 'stable', netuid: NETUID, tao: Balance.zero(), alpha: Balance.zero(NETUID) } as const
  for (const mode of ['strict', 'partial', 'unsafe'] as const) {
    expect(protect(root, 'buy', Balance.parse('5'), mode, fivePercent)).toMatchObject({
      result: 'full',
      quote: { received: Balance.parse('5', NETUID) },
    })
  }
})

test('what is the caller’s mistake is thrown', () => {
  expect(() => protect(alice, 'buy', Balance.zero(1), 'strict', fivePercent)).toThrow(MixedTokens)
  expect(() => protect(alice, 'sell', Balance.zero(), 'strict', fivePercent)).toThrow(MixedTokens)
})
