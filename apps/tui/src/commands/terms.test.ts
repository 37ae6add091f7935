import { expect, test } from 'vitest'
import { protectionOf } from './terms.ts'

test.each([
  [{}, undefined],
  [{ mode: 'partial' }, 'partial'],
  [{ safe: true }, 'strict'],
  [{ safe: true, partial: true }, 'partial'],
  [{ safe: true, mode: 'partial' }, 'partial'],
  [{ partial: false }, 'strict'],
  [{ unsafe: true }, 'unsafe'],
  [{ unsafe: true, partial: false }, 'unsafe'],
  [{ safeStaking: true, allowPartialStake: false }, 'strict'],
  [{ safeStaking: true, allowPartialStake: true }, 'partial'],
  [{ safeStaking: false }, 'unsafe'],
])('%o means %s', (flags, mode) => {
  expect(protectionOf(flags)).toEqual({ mode, tolerance: undefined })
})

test.each([
  [{ safe: true, unsafe: true }],
  [{ unsafe: true, partial: true }],
  [{ mode: 'strict', partial: true }],
  [{ safeStaking: false, safe: true }],
  [{ partial: true, allowPartialStake: false }],
  [{ tolerance: '1%', rateTolerance: '2%' }],
])('%o contradict each other', (flags) => {
  expect(() => protectionOf(flags)).toThrow(
    expect.objectContaining({ code: 'Usage', message: expect.stringContaining('contradict each other') }),
  )
})

test('a tolerance is told in one way, however it is written', () => {
  for (const flags of [
    { tolerance: '50bps' },
    { rateTolerance: '0.005' },
    { tolerance: '0.5%', rateTolerance: '0.005' },
  ])
    expect(protectionOf(flags).tolerance).toBe('0.5%')
})
