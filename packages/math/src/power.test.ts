import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { magnitude, quoteWeight, u64 } from '../test/arbitraries.ts'
import { exactPowerFloor } from '../test/exact-power.ts'
import { literalPower } from '../test/literal-power.ts'
import { holds, RUNS } from '../test/property.ts'
import { InvalidArgument } from './invalid-argument.ts'
import { powRatioScaledFloor } from './power.ts'
import { estimatePowerFloor, LARGEST_LOGARITHM } from './power-estimate.ts'
import { powerSeries } from './power-series.ts'

const SCALE = 10n ** 18n
const positive = u64.filter((value) => value > 0n)
/** U64F64 price bits. */
const bits = magnitude(2n ** 128n - 1n, 1n)

/** What a swap asks for: reserve, reserve after, and the weights in either order. */
const swapPower = fc
  .record({ reserve: positive, portion: magnitude(1000n * 2n ** 40n), weight: quoteWeight })
  .map(({ reserve, portion, weight }) => {
    const grown = reserve + ((reserve * portion) >> 40n)
    return [reserve, grown < 2n ** 64n ? grown : 2n ** 64n - 1n, weight, SCALE - weight] as const
  })

const logarithm = ([bn, bd, en, ed]: readonly [bigint, bigint, bigint, bigint]) =>
  (Number(en) / Number(ed)) * Math.abs(Math.log(Number(bn) / Number(bd)))

/** Whether the chain takes an integer root for this exponent. */
const onRootPath = (en: bigint, ed: bigint) => {
  let [divisor, rest] = [en, ed]
  while (rest !== 0n) [divisor, rest] = [rest, divisor % rest]
  return en / divisor <= 1024n && ed / divisor <= 1024n
}

test("the chain's own library, line by line, its break-down included", () => {
  const lines = readFileSync(new URL('../test/fixtures/power.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n')
  expect(lines).toHaveLength(575)
  for (const line of lines) {
    const [bn, bd, en, ed, precision, expected] = JSON.parse(line)
    const power = powRatioScaledFloor(BigInt(bn), BigInt(bd), BigInt(en), BigInt(ed), SCALE, precision)
    expect(`${line} ${power}`).toBe(`${line} ${expected}`)
  }
})

describe('in a swap', () => {
  test('is correctly floored', () => {
    holds([swapPower], (power) => {
      fc.pre(logarithm(power) <= LARGEST_LOGARITHM)
      const exact = exactPowerFloor(...power, SCALE)
      fc.pre(exact !== undefined)
      expect(powRatioScaledFloor(...power, SCALE)).toBe(exact)
    })
  })

  test('is what the chain computes, far beyond the place where its series breaks down', () => {
    const beyond = fc
      .record({
        reserve: magnitude(2n ** 54n, 1n),
        portion: fc.bigInt({ min: 2n ** 40n, max: 1000n * 2n ** 40n }),
        weight: fc.bigInt({ min: SCALE / 100n, max: SCALE / 20n }),
      })
      .map(({ reserve, portion, weight }) => {
        const grown = reserve + ((reserve * portion) >> 40n)
        return [reserve, grown, SCALE - weight, weight] as const
      })
    holds(
      [beyond],
      (power) => {
        const ratio = logarithm(power)
        fc.pre(ratio > 85)
        fc.pre(!onRootPath(power[2], power[3]))
        expect(powRatioScaledFloor(...power, SCALE)).toBe(literalPower(...power, SCALE, 256n))
      },
      RUNS / 4,
    )
  })

  test('is computed by the series where the fraction is too close to call', () => {
    for (const off of [-1n, 1n]) {
      // (1 - 1e-18)^(1 + 4e-18) in parts of 1e18 is 2e-18 off a whole number.
      const power = [SCALE, SCALE + 1n, SCALE / 2n + off, SCALE / 2n - off] as const
      expect(estimatePowerFloor(...power, SCALE)).toBeUndefined()
      const exact = exactPowerFloor(...power, SCALE)
      expect([SCALE - 1n, SCALE - 2n]).toContain(exact)
      expect(powRatioScaledFloor(...power, SCALE)).toBe(exact)
    }
  })
})

test('up to a limit price it is correctly floored', () => {
  holds([bits, bits, quoteWeight], (target, current, weight) => {
    const power = [target, current, weight, SCALE] as const
    fc.pre(target !== current)
    const exact = exactPowerFloor(...power, SCALE)
    fc.pre(exact !== undefined)
    expect(powRatioScaledFloor(...power, SCALE, 1024)).toBe(exact)
  })
})

describe('the estimate', () => {
  test('is right whenever it answers', () => {
    const part = magnitude(2n ** 63n, 1n)
    holds([bits, bits, part, part, magnitude(2n ** 70n, 1n)], (bn, bd, en, ed, scale) => {
      const estimate = estimatePowerFloor(bn, bd, en, ed, scale)
      fc.pre(estimate !== undefined)
      const exact = exactPowerFloor(bn, bd, en, ed, scale)
      fc.pre(exact !== undefined)
      expect(estimate).toBe(exact)
    })
  })

  test('leaves open what is a whole number, and what is beyond its range', () => {
    expect(estimatePowerFloor(4n, 9n, 1n, 2n, 9n)).toBeUndefined()
    expect(estimatePowerFloor(4n, 9n, 1n, 2n, 10n)).toBe(6n)
    expect(estimatePowerFloor(1n, 1001n, 99n, 1n, SCALE)).toBeUndefined()
    expect(estimatePowerFloor(2n ** 5000n, 3n, 1n, 3n, SCALE)).toBeUndefined()
  })
})

describe('the series', () => {
  test('is the literal one, at both precisions', () => {
    holds(
      [positive, positive, fc.constantFrom(256, 1024), quoteWeight],
      (bn, bd, precision, weight) => {
        const power = [bn, bd, weight, SCALE, SCALE] as const
        expect(powerSeries(...power, precision)).toBe(literalPower(...power, BigInt(precision)))
      },
      RUNS / 10,
    )
  })
})

describe('on the exact path', () => {
  const part = fc.integer({ min: 1, max: 1024 }).map(BigInt)

  test('is correctly floored for every exponent', () => {
    holds(
      [u64, positive, part, part, magnitude(SCALE, 1n)],
      (numerator, denominator, n, d, scale) => {
        const root = powRatioScaledFloor(numerator, denominator, n, d, scale) ?? -1n
        const exact = numerator ** n * scale ** d
        expect(root ** d * denominator ** n <= exact && exact < (root + 1n) ** d * denominator ** n).toBe(
          true,
        )
      },
      RUNS / 5,
    )
  })

  test('meets whole numbers and their neighbours', () => {
    const small = fc.integer({ min: 1, max: 1000 }).map(BigInt)
    const root = fc.integer({ min: 1, max: 6 }).map(BigInt)
    holds([small, small, root, root], (p, q, n, d) => {
      const [bn, bd] = [p ** d, q ** d]
      const scale = q ** n
      expect(powRatioScaledFloor(bn, bd, n, d, scale)).toBe(p ** n)
      const below = 2n ** 64n
      expect(powRatioScaledFloor(bn * below - 1n, bd * below, n, d, scale)).toBe(p ** n - 1n)
    })
  })

  test('reduces the exponent first', () => {
    holds(
      [u64, positive, part, part],
      (numerator, denominator, n, d) => {
        const many = SCALE / 1024n
        expect(powRatioScaledFloor(numerator, denominator, n * many, d * many, 1000n)).toBe(
          powRatioScaledFloor(numerator, denominator, n, d, 1000n),
        )
      },
      RUNS / 5,
    )
  })
})

test('has no value for a zero denominator, and the plain ones at zero and one', () => {
  expect(powRatioScaledFloor(1n, 0n, 1n, 2n, SCALE)).toBeUndefined()
  expect(powRatioScaledFloor(1n, 2n, 1n, 0n, SCALE)).toBeUndefined()
  expect(powRatioScaledFloor(0n, 2n, 1n, 2n, SCALE)).toBe(0n)
  expect(powRatioScaledFloor(3n, 2n, 0n, 2n, SCALE)).toBe(SCALE)
  expect(powRatioScaledFloor(3n, 3n, 497_312_345_678_901_234n, SCALE, SCALE)).toBe(SCALE)
})

test('refuses what is no u128 and what is no precision of the chain', () => {
  const good = [1n, 2n, 1n, 2n, SCALE] as const
  for (const place of good.keys()) {
    for (const bad of [-1n, 2n ** 128n, 1, 0.5, Number.NaN, '1', undefined] as bigint[]) {
      const args = good.with(place, bad) as unknown as typeof good
      expect(() => powRatioScaledFloor(...args)).toThrow(InvalidArgument)
    }
  }
  for (const bad of [0, 512, Number.NaN, Number.POSITIVE_INFINITY] as 256[]) {
    expect(() => powRatioScaledFloor(...good, bad)).toThrow(InvalidArgument)
  }
})
