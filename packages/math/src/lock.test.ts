import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { magnitude, u64 } from '../test/arbitraries.ts'
import { holds } from '../test/property.ts'
import { InvalidArgument } from './invalid-argument.ts'
import { LOCK_RATE, rollLock } from './lock.ts'

const mass = magnitude(21n * 10n ** 15n, 10n ** 6n)
const blocks = magnitude(20n * LOCK_RATE, 1n)
const rate = magnitude(10n * LOCK_RATE, 1_000n)
const lock = (mass: bigint, conviction = 0n) => ({ mass, conviction: conviction << 64n, lastUpdate: 5n })
const number = (bits: bigint) => Number(bits) / 2 ** 64
const near = (actual: number, expected: number) =>
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(2 + 1e-9 * Math.abs(expected))

describe('rolled forward', () => {
  test('locked alpha falls by e in a rate, conviction follows', () => {
    holds([mass, mass, blocks, rate, rate], (mass, conviction, passed, unlockRate, maturityRate) => {
      fc.pre(passed < 20n * unlockRate && passed < 20n * maturityRate && unlockRate !== maturityRate)
      const rolled = rollLock(lock(mass, conviction), 5n + passed, { unlockRate, maturityRate })
      const [t, u, m] = [Number(passed), Number(unlockRate), Number(maturityRate)]
      const [unlock, mature] = [Math.exp(-t / u), Math.exp(-t / m)]
      // Doubles lose digits where both exponentials are close.
      fc.pre(Math.abs(unlock - mature) > 1e-4 * mature)
      if (rolled.mass === 0n) return
      near(Number(rolled.mass), Number(mass) * unlock)
      near(
        number(rolled.conviction),
        Number(conviction) * mature + (Number(mass) * u * (unlock - mature)) / (u - m),
      )
    })
  })

  test('equal rates and perpetual locks', () => {
    holds([mass, mass, blocks, fc.boolean()], (mass, conviction, passed, perpetual) => {
      const rolled = rollLock(lock(mass, conviction), 5n + passed, { perpetual })
      const time = Number(passed) / Number(LOCK_RATE)
      const decay = Math.exp(-time)
      if (rolled.mass === 0n) return
      near(Number(rolled.mass), perpetual ? Number(mass) : Number(mass) * decay)
      const grown = Number(mass) * (perpetual ? 1 - decay : time * decay)
      near(number(rolled.conviction), Number(conviction) * decay + grown)
    })
  })

  test('later never has more locked', () => {
    holds([mass, blocks, blocks], (mass, passed, more) => {
      const sooner = rollLock(lock(mass), 5n + passed)
      expect(rollLock(lock(mass), 5n + passed + more).mass <= sooner.mass).toBe(true)
    })
  })

  test('any u64 of blocks and rates is taken', () => {
    holds([u64, u64, u64, u64], (mass, block, unlockRate, maturityRate) => {
      const rolled = rollLock(lock(mass, mass), block, { unlockRate, maturityRate })
      expect(rolled.mass >= 0n && rolled.mass <= mass).toBe(true)
      expect(rolled.conviction >= 0n && rolled.conviction < 2n ** 128n).toBe(true)
    })
  })
})

test('no block passed changes nothing, nor does a block before', () => {
  expect(rollLock(lock(1_000n, 7n), 5n)).toEqual(lock(1_000n, 7n))
  expect(rollLock(lock(1_000n, 7n), 4n)).toEqual(lock(1_000n, 7n))
})

test('below 100 units of both the lock is gone, with either at 100 it stays', () => {
  expect(rollLock(lock(99n, 99n), 5n)).toEqual(lock(0n))
  expect(rollLock(lock(99n, 100n), 5n)).toEqual(lock(99n, 100n))
  expect(rollLock(lock(100n), 5n)).toEqual(lock(100n))
})

test("on the owner's hotkey conviction is the locked alpha", () => {
  const { mass, conviction } = rollLock(lock(10n ** 12n, 3n), 5n + LOCK_RATE, { ownerLock: true })
  expect(mass).toBe(367_879_441_171n)
  expect(conviction).toBe(mass << 64n)
})

test('a rate of 0 unlocks at once', () => {
  expect(rollLock(lock(10n ** 12n), 6n, { unlockRate: 0n }).mass).toBe(0n)
})

test.each([
  [lock(-1n), 5n],
  [lock(2n ** 64n), 5n],
  [lock(1n, 2n ** 64n), 5n],
  [lock(1n), -1n],
  [{ ...lock(1n), mass: 1.5 as unknown as bigint }, 5n],
])('%o at block %d is refused', (lock, block) => {
  expect(() => rollLock(lock, block)).toThrow(InvalidArgument)
})
