import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { tolerance } from '../test/arbitraries.ts'
import { alice, livePool, stablePool } from '../test/market.ts'
import { holds } from '../test/property.ts'
import { Balance } from './balance.ts'
import { largestMoveWithin } from './largest-move-within.ts'
import { ToleranceTooFine } from './limit-price.ts'
import { moveLimit, moveRatio } from './move-limit.ts'
import { InvalidPool, spotPrice } from './pool.ts'
import { InvalidPrice } from './price.ts'
import { Tolerance } from './tolerance.ts'

const bob = { ...alice, netuid: 2, alpha: Balance.parse('1500', 2) }

test('is the exact ratio less the tolerance, rounded up once', () => {
  holds([livePool(1), livePool(2), tolerance], (origin, destination, tolerance) => {
    let limit: bigint
    try {
      limit = moveLimit(origin, destination, tolerance)
    } catch (error) {
      expect(error).toBeInstanceOf(ToleranceTooFine)
      return
    }
    const [from, to] = [spotPrice(origin).bits, spotPrice(destination).bits]
    const exact = from * (10n ** 9n - tolerance.ppb)
    expect(limit * to >= exact && (limit - 1n) * to < exact).toBe(true)
    expect((limit << 64n) / 10n ** 9n < moveRatio(origin, destination).bits).toBe(true)
  })
})

test('the smallest tolerance that a refusal names works', () => {
  const fine = fc.bigInt({ min: 1n, max: 1_000n }).map(Tolerance.fromPpb)
  holds([livePool(1), livePool(2), fine], (origin, destination, fine) => {
    try {
      moveLimit(origin, destination, fine)
    } catch (error) {
      const { smallest } = (error as ToleranceTooFine).details
      fc.pre(smallest !== undefined)
      expect(Tolerance.parse(smallest).ppb > fine.ppb).toBe(true)
      expect(moveLimit(origin, destination, Tolerance.parse(smallest)) > 0n).toBe(true)
    }
  })
})

describe('with a stable pool', () => {
  const tolerance = Tolerance.parse('0.5%')

  test('the chain accepts the limit', () => {
    expect(moveLimit(alice, stablePool(0), tolerance)).toBe(663_333_334n)
    expect(moveLimit(stablePool(0), bob, tolerance)).toBe(1_492_500_001n)
    expect(moveLimit(stablePool(0), stablePool(5), tolerance)).toBe(995_000_000n)
    expect(largestMoveWithin(stablePool(0), bob, 1_492_500_001n).toString()).toBe('2.510677417')
  })

  test('a limit that rounding turns into the price itself is too fine', () => {
    const dear = { ...bob, tao: Balance.parse('1000'), alpha: Balance.parse('0.001', 2) }
    expect(() => moveLimit(stablePool(0), dear, Tolerance.parse('0.00001%'))).toThrow(ToleranceTooFine)
  })
})

test('the refusal speaks of both subnets', () => {
  const dear = { ...bob, tao: Balance.parse('1000000'), alpha: Balance.parse('0.001', 2) }
  expect(() => moveLimit(alice, dear, Tolerance.parse('1%'))).toThrow(
    'At a price of 0.000000000 α2/α1 a limit in whole rao cannot express a tolerance of 1%.',
  )
})

test('a pool without a price, and twice the same subnet, are refused', () => {
  const empty = { ...bob, tao: Balance.zero() }
  expect(() => moveLimit(alice, empty, Tolerance.parse('1%'))).toThrow(InvalidPrice)
  expect(() =>
    moveLimit({ ...empty, netuid: 3, alpha: Balance.zero(3) }, bob, Tolerance.parse('1%')),
  ).toThrow(InvalidPrice)
  expect(() => moveRatio(alice, alice)).toThrow(InvalidPool)
})
