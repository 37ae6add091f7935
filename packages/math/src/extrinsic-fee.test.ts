import { expect, test } from 'vitest'
import { u64 } from '../test/arbitraries.ts'
import { holds } from '../test/property.ts'
import { lengthFee, weightFee } from './extrinsic-fee.ts'

test('the weight fee is the nearest rao, the lower one at a half', () => {
  holds([u64], (refTime) => {
    const distance = 2n * (refTime * 500_000n - weightFee(refTime) * 10n ** 9n)
    expect(distance > -(10n ** 9n) && distance <= 10n ** 9n).toBe(true)
  })
  expect(weightFee(1000n)).toBe(0n)
  expect(weightFee(1001n)).toBe(1n)
  expect(weightFee(3000n)).toBe(1n)
})

test('another runtime takes another share', () => {
  expect(weightFee(3_064_064_000n, 250_000n)).toBe(766_016n)
})

test('a byte costs a rao', () => {
  expect(lengthFee(146)).toBe(146n)
})
