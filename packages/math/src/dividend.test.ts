import fc from 'fast-check'
import { expect, test } from 'vitest'
import { magnitude } from '../test/arbitraries.ts'
import { holds } from '../test/property.ts'
import { MixedTokens } from './amount-errors.ts'
import { Balance } from './balance.ts'
import { distributeDividend } from './dividend.ts'
import { splitTake } from './take.ts'

const stake = magnitude(21n * 10n ** 15n, 1n)
const alpha = (rao: bigint) => Balance.fromRao(rao, 5)

test('hands out what there is, the take first, and nominators their part of what is left', () => {
  const take = fc.integer({ min: 0, max: 65535 })
  holds([stake, take, stake, fc.array(stake, { maxLength: 8 })], (dividend, take, owner, stakes) => {
    const split = splitTake(alpha(dividend), take)
    const after = distributeDividend(alpha(dividend), take, alpha(owner), stakes.map(alpha))
    const before = stakes.reduce((sum, stake) => sum + stake, owner)
    expect(after.total.rao).toBe(before + dividend - split.lost.rao)
    const held = after.nominators.reduce((sum, { rao }) => sum + rao, after.owner.rao)
    expect(held <= after.total.rao && after.total.rao - held <= BigInt(stakes.length) + 2n).toBe(true)
    const shared = before + split.take.rao
    for (const [index, { rao }] of after.nominators.entries()) {
      const had = stakes[index] ?? 0n
      const gain = (split.rest.rao * had) / shared
      expect(rao - had >= gain - 1n && rao - had <= gain + 1n).toBe(true)
    }
  })
})

test('a hotkey without stake gets its take, and the rest of the dividend with it', () => {
  const { owner, total } = distributeDividend(alpha(1_000n), 65535, alpha(0n), [])
  expect([owner, total]).toEqual([alpha(1_000n), alpha(1_000n)])
})

test('stakes of another subnet are refused', () => {
  expect(() => distributeDividend(alpha(1n), 0, Balance.fromRao(1n, 6), [])).toThrow(MixedTokens)
})
