import { StakeError } from '@stake/math'
import { expect, test } from 'vitest'
import { exitCodeOf, failureOf, UsageError } from './failure.ts'

test('an error of ours is told in its own words, made safe', () => {
  const failure = failureOf(
    new StakeError('RpcError', 'The node says \u001B[2Jno.', { remedy: 'Ask\nagain.' }),
  )
  expect(failure).toEqual({
    code: 'RpcError',
    message: 'The node says no.',
    details: {},
    remedy: 'Ask again.',
  })
  expect(exitCodeOf(failure)).toBe(1)
})

test('any other error is told without its text and without a stack', () => {
  const failure = failureOf(new TypeError('secret words in a library message'))
  expect(failure.code).toBe('Unexpected')
  expect(failure.message).toContain('TypeError')
  expect(JSON.stringify(failure)).not.toMatch(/secret|at .*:\d+/)
  expect(failureOf('text').code).toBe('Unexpected')
})

test('a wrong command line has an exit code of its own', () => {
  expect(exitCodeOf(failureOf(new UsageError('No.', 'Yes.')))).toBe(2)
  expect(exitCodeOf(failureOf(new StakeError('InvalidAmount', 'No.')))).toBe(2)
  expect(exitCodeOf(failureOf(new StakeError('Interrupted', 'No.')))).toBe(130)
})
