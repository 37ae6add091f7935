import fc from 'fast-check'
import { expect, test } from 'vitest'
import { quoteWeight, reserve } from '../test/arbitraries.ts'
import { holds } from '../test/property.ts'
import { alphaNeededFor } from './alpha-needed.ts'
import { balancerFormulas } from './balancer.ts'
import { InvalidArgument } from './invalid-argument.ts'

test('selling that much alpha pays the wanted TAO', () => {
  holds([reserve, reserve, quoteWeight, fc.integer({ min: 1, max: 500_000 })], (tao, alpha, weight, ppm) => {
    const wanted = (tao * BigInt(ppm)) / 1_000_000n
    const needed = alphaNeededFor(wanted, { tao, alpha }, weight)
    fc.pre(needed > 0n)
    const paid = (sold: bigint) => balancerFormulas(weight).received('sell', { tao, alpha }, sold)
    // The two powers are cut at 18 decimals, the alpha to whole rao.
    const cut = 2n + (2n * tao) / 10n ** 18n
    expect(paid(needed) <= wanted + cut).toBe(true)
    expect(paid(needed + 2n + (2n * alpha) / 10n ** 18n) + cut >= wanted).toBe(true)
  })
})

test('all of the TAO, more than it, and a power beyond u64 need 0', () => {
  const reserves = { tao: 1_000_000n, alpha: 1_000_000n }
  const half = 5n * 10n ** 17n
  expect(alphaNeededFor(1_000_000n, reserves, half)).toBe(0n)
  expect(alphaNeededFor(2_000_000n, reserves, half)).toBe(0n)
  expect(alphaNeededFor(945_000n, reserves, half)).toBe(17_181_818n)
  expect(alphaNeededFor(950_000n, reserves, half)).toBe(0n)
  expect(alphaNeededFor(0n, reserves, half)).toBe(0n)
})

test('bad numbers are refused', () => {
  const reserves = { tao: 1_000_000n, alpha: 1_000_000n }
  expect(() => alphaNeededFor(-1n, reserves, 5n * 10n ** 17n)).toThrow(InvalidArgument)
  expect(() => alphaNeededFor(1n, reserves, 0n)).toThrow(InvalidArgument)
})
