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

test('of a move it names the cap and what the amount is worth', () => {
  const beyond = new SwapError('SlippageTooHigh', { amount: 5n, largest: 0n, limit: 995_000_000n })
  expect(beyond.message).toBe(
    'The whole amount is more than the chain moves at a limit of 0.995 alpha for each alpha.',
  )
  const small = new SwapError('AmountTooLow', { worth: 1_500_000n, minimum: 2_000_001n })
  expect([small.message, small.remedy]).toEqual([
    'The amount would bring 0.0015 TAO, which is below the smallest the chain moves.',
    'Use an amount that brings at least 0.002000001 TAO.',
  ])
})

test('of a fee that cannot be sold it says so', () => {
  expect(new SwapError('ReservesTooLow', { fee: 1n }).message).toContain("this sale's fee")
  expect(new SwapError('PriceLimitExceeded', { fee: 1n }).message).toContain('the sale of its fee')
})
