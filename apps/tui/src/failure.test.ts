import { StakeError } from '@stake/math'
import { expect, test } from 'vitest'
import { exitCodeOf } from './exit-code.ts'
import { failureOf, sentenceOf, UsageError } from './failure.ts'

test('an error of ours is told in its own words, made safe', () => {
  const failure = failureOf(
    new StakeError('RpcError', 'The node says \u001B[2Jno.', {
      details: { data: '\u202Eevil' },
      remedy: 'Ask\nagain.',
    }),
  )
  expect(failure).toEqual({
    code: 'RpcError',
    message: 'The node says no.',
    details: { data: 'evil' },
    remedy: 'Ask again.',
  })
  expect(sentenceOf(failure)).toBe('stake: The node says no. Ask again.\n')
})

test.each([
  ['UnknownRuntime', { specVersion: 426 }, '--accept-runtime 426'],
  ['ChainsDiffer', {}, '--network'],
  ['NoSecondSource', {}, '--endpoint'],
  ['StateDiscarded', {}, '--network archive'],
  ['PolicyRefusal', { journal: 'new' }, '--new-journal'],
  ['PolicyRefusal', { journal: 'replaced' }, '--accept-loss'],
  ['PolicyRefusal', { rule: 'netuids' }, 'Change the operation'],
])('what helps against %s is an option of this program', (code, details, option) => {
  const error = new StakeError(code, 'No.', { details, remedy: 'Change the operation.' })
  expect(failureOf(error).remedy).toContain(option)
})

test('a key phrase that was typed where something else belongs is not repeated', () => {
  const phrase = 'bottom drive obey lake curtain smoke basket hold race lonely fit walk'
  const error = new StakeError('EndpointUnreachable', `Cannot connect to ${phrase}: it is no address.`, {
    details: { endpoint: phrase },
  })
  expect(failureOf(error)).toMatchObject({
    message: 'Cannot connect to [words]: it is no address.',
    details: { endpoint: '[words]' },
  })
})

test('any other error is told without its text and without a stack, and where the log is', () => {
  const failure = failureOf(new TypeError('secret words in a library message'))
  expect(failure.code).toBe('Unexpected')
  expect(failure.message).toContain('TypeError')
  expect(failure.remedy).toContain('stake.log')
  expect(JSON.stringify(failure)).not.toMatch(/secret|at .*:\d+/)
  expect(failureOf('text').code).toBe('Unexpected')
})

test.each([
  ['Usage', 2],
  ['InvalidAmount', 2],
  ['KeyMissing', 2],
  ['SettingsUnreadable', 2],
  ['SlippageTooHigh', 3],
  ['PolicyRefusal', 3],
  ['NotConfirmed', 3],
  ['EndpointUnreachable', 4],
  ['WrongChain', 4],
  ['StillOpen', 5],
  ['Interrupted', 130],
])('%s before anything was sent ends with %i', (code, expected) => {
  expect(exitCodeOf(failureOf(new StakeError(code, 'No.')))).toBe(expected)
})

test('a wrong command line and a fault of the program have codes of their own', () => {
  expect(exitCodeOf(failureOf(new UsageError('No.', 'Yes.')))).toBe(2)
  expect(exitCodeOf(failureOf(new TypeError('x')))).toBe(1)
})
