import { Balance, StakeError } from '@stake/math'
import { parseOperation, type Report } from '@stake/ops'
import { expect, test } from 'vitest'
import { ownFolder } from '../../test/own-folder.ts'
import { coldkey, hotkeys } from '../../test/sample.ts'
import type { Session } from '../session.ts'
import type { AwaitedLeg } from './awaited-leg.ts'
import { stillOpen } from './headless.ts'
import { endingOfLegs } from './run-ending.ts'

const task = { session: { network: 'devnet' } as Session, watch: () => undefined }
const terms = { wait: 'finalized', timeout: undefined } as const
const never = new Promise<never>(() => undefined)

function operation(id: string) {
  return parseOperation({ id, kind: 'stake', coldkey, hotkey: hotkeys[0], netuid: 1, amount: '5' })
}

function report(id: string, changes: Partial<Report>): AwaitedLeg {
  const tao = Balance.parse('5')
  const made: Report = {
    operation: operation(id),
    status: 'executed',
    final: true,
    fill: 'filled',
    asked: tao,
    executed: tao,
    rest: Balance.zero(),
    received: Balance.parse('20', 1),
    expected: Balance.parse('20', 1),
    free: Balance.zero(),
    swapFee: Balance.zero(),
    networkFee: Balance.fromRao(1_000n),
    feeInAlpha: undefined,
    averagePrice: undefined,
    plannedAveragePrice: undefined,
    endPrices: [],
    parts: [],
    block: { number: 7, hash: '0x07' },
    hash: '0x01',
    error: undefined,
    alarms: [],
    ...changes,
  }
  const ended = Promise.resolve({ ...made, final: true as const })
  return { operation: made.operation, hash: () => made.hash, provisional: ended, report: ended }
}

function stuck(id: string, reason: Promise<string>): AwaitedLeg {
  return { operation: operation(id), hash: () => '0x02', provisional: never, report: never, stuck: reason }
}

test('what nobody here can settle is open, whatever became of the rest', async () => {
  const legs = [report('one', {}), stuck('two', Promise.resolve('blocks 5 to 9 are served nowhere'))]
  const { code, failure, result, text } = await endingOfLegs(task, legs, terms)
  expect(code).toBe(5)
  expect(failure).toMatchObject({ code: 'StillOpen', message: '0x02 was sent and may still be executed.' })
  expect(result).toMatchObject({ final: false, legs: [{ status: 'executed' }], open: [{ id: 'two' }] })
  expect(text).toMatch(/^Staked τ5\.0+ .*\nStake 5 on subnet 1: 0x02 is still open, blocks 5 to 9/)
})

test('nothing of it was sent: a refusal with the exit code of its reason', async () => {
  const error = new StakeError('InvalidAmount', 'No.')
  const unsent = { status: 'notSent', block: undefined, hash: undefined, error } as const
  expect((await endingOfLegs(task, [report('one', unsent)], terms)).code).toBe(2)
  const refused = { ...unsent, error: new StakeError('SlippageTooHigh', 'Too far.') }
  expect(await endingOfLegs(task, [report('one', refused)], terms)).toMatchObject({
    code: 3,
    text: '',
    failure: { code: 'SlippageTooHigh', message: 'Too far.' },
  })
})

test('some of it failed: 1, and each says why', async () => {
  const error = new StakeError('SlippageTooHigh', 'Too far.')
  const legs = [report('one', {}), report('two', { status: 'failed', error })]
  const { code, failure, text } = await endingOfLegs(task, legs, terms)
  expect(code).toBe(1)
  expect(failure?.message).toBe('1 of 2 operations were not executed.')
  expect(text).toMatch(/\nStake 5 on subnet 1: not executed \(failed\)\. Too far\.\n$/)
})

test('a submission that breaks is open, not failed: it may be executed yet', async () => {
  ownFolder()
  const broken = Promise.reject(new Error('the disk is full'))
  broken.catch(() => undefined)
  const leg = { operation: operation('one'), hash: () => '0x03', provisional: broken, report: broken }
  const { code, failure } = await endingOfLegs(task, [leg], terms)
  expect(code).toBe(5)
  expect(failure?.message).not.toContain('disk')
})

test('what is open is told by its transactions, or by name while these are not known', () => {
  const leg = (id: string, hash: string | undefined) => ({ id, operation: operation(id), hash, reason: '' })
  expect(stillOpen([leg('a', '0x01'), leg('b', '0x01')])).toBe('0x01 was sent and may still be executed.')
  expect(stillOpen([leg('a', '0x01'), leg('b', '0x02')])).toMatch(/^2 transactions were sent/)
  expect(stillOpen([leg('a', undefined), leg('b', undefined)])).toBe('a, b may have been sent, and executed.')
})
