import { expect, test } from 'vitest'
import { StakeError } from './stake-error.ts'

test('a StakeError is an Error with a code, text details and a remedy', () => {
  const cause = new Error('below')
  const error = new StakeError('TooDeep', 'Too deep.', {
    details: { rao: 3n, at: 4 },
    remedy: 'Dig less.',
    cause,
  })
  expect(error).toBeInstanceOf(Error)
  expect(error.cause).toBe(cause)
  expect(String(error)).toBe('TooDeep: Too deep.')
  expect(JSON.parse(JSON.stringify(error))).toEqual({
    code: 'TooDeep',
    message: 'Too deep.',
    details: { rao: '3', at: '4' },
    remedy: 'Dig less.',
  })
})

test('details and remedy may be left out', () => {
  const error = new StakeError('Plain', 'Plain.')
  expect(error.details).toEqual({})
  expect(error.remedy).toBe('')
  expect('cause' in error).toBe(false)
})
