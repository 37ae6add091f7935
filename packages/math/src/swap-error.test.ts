import { expect, test } from 'vitest'
import { SwapError } from './swap-error.ts'

test('a refusal names the numbers that help', () => {
  const beyond = new SwapError('SlippageTooHigh', {
    amount: 20_000_000_000n,
    largest: 2_998_000_000n,
    limitPrice: 250_000_000n,
  })
  expect(beyond.message).toBe('The whole amount would move the price beyond the limit of 0.25 TAO per alpha.')
  expect(beyond.remedy).toMatch(/^At most 2\.998 fits:/)
  expect(beyond.details.largest).toBe('2998000000')
  expect(new SwapError('AmountTooLow', { amount: 1n, minimum: 2_001_007n }).remedy).toBe(
    'Use at least 0.002001007.',
  )
})
