import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { feeRate, NETUID, side, u64 } from '../test/arbitraries.ts'
import { alice, livePool, part, share, stablePool } from '../test/market.ts'
import { holds } from '../test/property.ts'
import { MixedTokens } from './amount-errors.ts'
import { amountFor, grossForNet, toleranceFor } from './amount-needed.ts'
import { Balance } from './balance.ts'
import { swapFeeFloor } from './fee.ts'
import { protect } from './protection.ts'
import { quoteBuy, quoteSell } from './quote.ts'
import { SwapError } from './swap-error.ts'
import { Tolerance } from './tolerance.ts'

const tokens = (side: 'buy' | 'sell') => (side === 'buy' ? [0, NETUID] : [NETUID, 0]) as [number, number]

describe('gross for a wanted net', () => {
  test('leaves enough, and one rao less does not', () => {
    holds([u64, feeRate], (net, feeRate) => {
      fc.pre(net < 2n ** 63n)
      const gross = grossForNet({ ...alice, feeRate }, Balance.fromRao(net)).rao
      expect(gross - swapFeeFloor(gross, feeRate) >= net).toBe(true)
      fc.pre(gross > 0n)
      expect(gross - 1n - swapFeeFloor(gross - 1n, feeRate) < net).toBe(true)
    })
  })

  test('even at a fee of almost everything', () => {
    holds([fc.bigInt({ min: 1n, max: 10n ** 9n })], (net) => {
      const gross = grossForNet({ ...alice, feeRate: 65534 }, Balance.fromRao(net)).rao
      expect(gross - swapFeeFloor(gross, 65534) >= net).toBe(true)
      expect(gross - 1n - swapFeeFloor(gross - 1n, 65534) < net).toBe(true)
    })
  })

  test('a fee of everything leaves nothing', () => {
    expect(() => grossForNet({ ...alice, feeRate: 65535 }, Balance.fromRao(1n))).toThrow(SwapError)
    expect(grossForNet({ ...alice, feeRate: 65535 }, Balance.zero())).toEqual(Balance.zero())
  })
})

describe('the amount for what is wanted', () => {
  test('pays it, and one rao less does not', () => {
    holds([livePool(NETUID), side, share], (pool, side, share) => {
      const [paid, received] = tokens(side)
      const reserve = side === 'buy' ? pool.alpha : pool.tao
      const wanted = Balance.fromRao(part(reserve.rao / 2n, share) + 1n, received)
      const amount = amountFor(pool, side, wanted)
      const quote = side === 'buy' ? quoteBuy : quoteSell
      expect(quote(pool, amount).received.compare(wanted)).toBeGreaterThanOrEqual(0)
      const less = Balance.fromRao(amount.rao - 1n, paid)
      try {
        expect(quote(pool, less).received.compare(wanted)).toBe(-1)
      } catch (error) {
        expect((error as SwapError).code).toBe('ReservesTooLow')
      }
    })
  })

  test('nothing wanted is nothing paid, more than the pool has is refused, a stable pool is one to one', () => {
    expect(amountFor(alice, 'buy', Balance.zero(1))).toEqual(Balance.zero())
    expect(() => amountFor(alice, 'sell', Balance.parse('1000'))).toThrow(SwapError)
    expect(amountFor(stablePool(0), 'buy', Balance.parse('12.5'))).toEqual(Balance.parse('12.5'))
    expect(() => amountFor(alice, 'sell', Balance.parse('1', 1))).toThrow(MixedTokens)
  })
})

describe('the tolerance for an amount', () => {
  test('is accepted in strict mode, and a finer one is not', () => {
    holds([livePool(NETUID), side, share], (pool, side, share) => {
      const [paid] = tokens(side)
      const reserve = side === 'buy' ? pool.tao : pool.alpha
      const amount = Balance.fromRao(part(reserve.rao, share) + 10n ** 10n, paid)
      const tolerance = toleranceFor(pool, side, amount)
      fc.pre(tolerance !== undefined)
      expect(protect(pool, side, amount, 'strict', tolerance).result).toBe('full')
      fc.pre(tolerance.ppb > 1n)
      const finer = protect(pool, side, amount, 'strict', Tolerance.fromPpb(tolerance.ppb - 1n))
      expect(finer.result).toBe('refused')
    })
  })

  test('none below 100 % is enough for a buy that doubles the price', () => {
    expect(toleranceFor(alice, 'buy', Balance.parse('414'))?.toString()).toBe('99.8806495%')
    expect(toleranceFor(alice, 'buy', Balance.parse('415'))).toBe(undefined)
  })

  test('what the pool would not take at any price is refused by its name', () => {
    expect(() => toleranceFor(alice, 'buy', Balance.parse('1000600'))).toThrow(SwapError)
    expect(() => toleranceFor(alice, 'buy', Balance.parse('1', 1))).toThrow(MixedTokens)
  })
})
