import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { magnitude } from '../test/arbitraries.ts'
import { holds } from '../test/property.ts'
import { BalanceOutOfRange } from './amount-errors.ts'
import { SAFE_FLOAT_ZERO, safeFloat } from './safe-float.ts'
import { changeStake, type SharePosition, sharesForDeposit, stakeOfShare } from './shares.ts'

const alpha = magnitude(21n * 10n ** 15n, 1n)
const empty: SharePosition = { totalAlpha: 0n, denominator: SAFE_FLOAT_ZERO, share: SAFE_FLOAT_ZERO }
const worth = ({ totalAlpha, share, denominator }: SharePosition) =>
  stakeOfShare(totalAlpha, share, denominator)

/** A hotkey that grew from the first deposit by dividends before the next came. */
const grown = fc.tuple(alpha, magnitude(10n ** 15n)).map(([first, dividends]) => {
  const opened = changeStake(empty, first)
  return { ...opened, totalAlpha: opened.totalAlpha + dividends, share: SAFE_FLOAT_ZERO }
})

test('the first deposit is worth itself', () => {
  holds([alpha], (amount) => {
    expect(worth(changeStake(empty, amount))).toBe(amount)
    expect(sharesForDeposit(amount, 0n, SAFE_FLOAT_ZERO)).toEqual(safeFloat(amount))
  })
})

test('a later deposit is worth itself or a rao less, and gains nothing', () => {
  holds([grown, alpha], (hotkey, amount) => {
    const after = changeStake(hotkey, amount)
    const value = worth(after)
    expect(after.totalAlpha).toBe(hotkey.totalAlpha + amount)
    expect(value <= amount && amount - value <= 1n).toBe(true)
  })
})

test('dividends are shared by stake', () => {
  holds([alpha, alpha, alpha], (first, second, dividends) => {
    const one = changeStake(empty, first)
    const two = changeStake({ ...one, share: SAFE_FLOAT_ZERO }, second)
    const totalAlpha = two.totalAlpha + dividends
    const values = [one.share, two.share].map((share) => stakeOfShare(totalAlpha, share, two.denominator))
    const [a = 0n, b = 0n] = values
    expect(a + b <= totalAlpha && totalAlpha - a - b <= 3n).toBe(true)
  })
})

test('taking out what was put in leaves no more than a rao', () => {
  holds([grown, alpha], (hotkey, amount) => {
    const inside = changeStake(hotkey, amount)
    expect(worth(changeStake(inside, -worth(inside))) <= 1n).toBe(true)
  })
})

describe('nothing there', () => {
  test('no shares are worth nothing', () => {
    expect(stakeOfShare(100n, SAFE_FLOAT_ZERO, safeFloat(10n))).toBe(0n)
    expect(stakeOfShare(100n, safeFloat(10n), SAFE_FLOAT_ZERO)).toBe(0n)
  })

  test('shares of a hotkey that lost all alpha buy nothing more', () => {
    expect(sharesForDeposit(5n, 0n, safeFloat(10n))).toEqual(SAFE_FLOAT_ZERO)
  })
})

test.each([-1n, 2n ** 64n])('%d rao of alpha are refused', (rao) => {
  expect(() => stakeOfShare(rao, safeFloat(1n), safeFloat(1n))).toThrow(BalanceOutOfRange)
  expect(() => sharesForDeposit(rao, 1n, safeFloat(1n))).toThrow(BalanceOutOfRange)
})
