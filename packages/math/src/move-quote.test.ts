import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { alice, livePool, part, share, stablePool } from '../test/market.ts'
import { holds } from '../test/property.ts'
import { MixedTokens } from './amount-errors.ts'
import { Balance } from './balance.ts'
import { MINIMUM_STAKE_RAO } from './minimum-stake.ts'
import { quoteMove } from './move-quote.ts'
import { InvalidPool } from './pool.ts'
import { quoteBuy, quoteSell } from './quote.ts'

const bob = { ...alice, netuid: 2, alpha: Balance.parse('500', 2) }

test('is a sale with a fee and a purchase without one', () => {
  holds([livePool(1), livePool(2), share], (origin, destination, share) => {
    const alpha = Balance.fromRao(part(origin.alpha.rao, share) + 10n ** 9n, 1)
    const sale = quoteSell(origin, alpha)
    fc.pre(sale.received.rao <= 1000n * destination.tao.rao)
    const move = quoteMove(origin, destination, alpha)
    expect(move.sale).toEqual(sale)
    expect(move.fee).toEqual(sale.fee)
    expect(move.spent).toEqual(sale.spent)
    if (sale.received.rao < MINIMUM_STAKE_RAO) {
      expect([move.purchase, move.received, move.free]).toEqual([undefined, Balance.zero(2), sale.received])
      return
    }
    const purchase = quoteBuy(destination, sale.received, { fees: false })
    expect(move.purchase).toEqual(purchase)
    expect([move.received, move.free]).toEqual([purchase.received, Balance.zero()])
    expect(move.averageRatio.bits).toBe((purchase.received.rao << 64n) / sale.spent.rao)
    expect(move.endRatio.compare(move.spotRatio)).toBeLessThanOrEqual(0)
  })
})

describe('from root', () => {
  test('the fee is on the purchase', () => {
    const move = quoteMove(stablePool(0), bob, Balance.parse('10'))
    const purchase = quoteBuy(bob, Balance.parse('10'))
    expect([move.fee, move.received]).toEqual([purchase.fee, purchase.received])
    expect(move.sale.fee.isZero()).toBe(true)
  })

  test('another stable subnet pays no fee at all', () => {
    expect(quoteMove(stablePool(9), bob, Balance.parse('10', 9)).fee).toEqual(Balance.zero(9))
  })
})

describe('TAO below the minimum stake', () => {
  const alpha = (rao: bigint) => quoteMove(stablePool(9), bob, Balance.fromRao(rao, 9))

  test('becomes free balance', () => {
    const { purchase, received, free, averageRatio } = alpha(MINIMUM_STAKE_RAO - 1n)
    expect([purchase, received, free]).toEqual([undefined, Balance.zero(2), Balance.fromRao(1_999_999n)])
    expect(averageRatio.bits).toBe(0n)
  })

  test('the minimum itself is staked', () => {
    expect(alpha(MINIMUM_STAKE_RAO).purchase?.paidIn).toEqual(Balance.fromRao(MINIMUM_STAKE_RAO))
  })
})

test('nothing moved changes nothing', () => {
  const { averageRatio, spotRatio, endRatio } = quoteMove(alice, bob, Balance.zero(1))
  expect([averageRatio, endRatio]).toEqual([spotRatio, spotRatio])
})

test('a move within one subnet and an amount of another token are refused', () => {
  expect(() => quoteMove(alice, alice, Balance.parse('1', 1))).toThrow(InvalidPool)
  expect(() => quoteMove(alice, bob, Balance.parse('1', 2))).toThrow(MixedTokens)
})
