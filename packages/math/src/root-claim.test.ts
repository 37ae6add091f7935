import { describe, expect, test } from 'vitest'
import { rootClaim } from './root-claim.ts'

// chain-rules 2.9: owed = rate * root stake - claimed, nothing below the threshold (500,000 by default).
const ALPHA = 1_000_000_000n
const threshold = 500_000n << 32n
const state = { rate: 1n << 30n, rootStake: 40n * ALPHA, claimed: 0n, threshold }

describe('what a root staker is owed', () => {
  test('is the rate times the stake, less what was claimed', () => {
    expect(rootClaim(state)).toEqual({ owed: 10n * ALPHA, claimable: true })
    expect(rootClaim({ ...state, claimed: 9n * ALPHA })).toEqual({ owed: ALPHA, claimable: true })
  })

  test('is nothing where more was claimed than is due', () => {
    expect(rootClaim({ ...state, claimed: 11n * ALPHA })).toEqual({ owed: 0n, claimable: false })
  })

  test('is paid out from the threshold on, compared before it is rounded down', () => {
    const one = { ...state, rootStake: 1n }
    expect(rootClaim({ ...one, rate: threshold })).toEqual({ owed: 500_000n, claimable: true })
    expect(rootClaim({ ...one, rate: threshold - 1n })).toEqual({ owed: 499_999n, claimable: false })
    const half = threshold + (1n << 31n)
    expect(rootClaim({ ...one, rate: threshold, threshold: half })).toEqual({
      owed: 500_000n,
      claimable: false,
    })
    expect(rootClaim({ ...one, rate: half, threshold: half })).toEqual({ owed: 500_000n, claimable: true })
  })

  test('is not paid out below a rao, whatever the threshold', () => {
    const least = { rate: (1n << 32n) - 1n, rootStake: 1n, claimed: 0n, threshold: 0n }
    expect(rootClaim(least)).toEqual({ owed: 0n, claimable: false })
    expect(rootClaim({ ...least, rate: 1n << 32n })).toEqual({ owed: 1n, claimable: true })
  })

  test('saturates as I96F32 does, and then as u64', () => {
    const most = 2n ** 127n - 1n
    const all = { rate: most, rootStake: 2n ** 64n - 1n, claimed: 0n, threshold }
    expect(rootClaim(all)).toEqual({ owed: 2n ** 64n - 1n, claimable: true })
    expect(rootClaim({ ...all, claimed: 2n ** 128n - 1n })).toEqual({ owed: 0n, claimable: false })
    expect(rootClaim({ ...all, rate: -most })).toEqual({ owed: 0n, claimable: false })
  })

  test.each([
    { rate: 2n ** 127n },
    { rootStake: -1n },
    { rootStake: 2n ** 64n },
    { claimed: -1n },
    { claimed: 2n ** 128n },
    { threshold: 2n ** 127n },
  ])('takes nothing else: %o', (wrong) => {
    expect(() => rootClaim({ ...state, ...wrong })).toThrow(
      expect.objectContaining({ code: 'InvalidArgument' }),
    )
  })
})
