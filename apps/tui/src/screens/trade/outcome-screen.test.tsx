import { Balance, StakeError } from '@stake/math'
import type { Report } from '@stake/ops'
import { renderToString } from 'ink'
import { expect, test } from 'vitest'
import { planOf, tao } from '../../../test/sample.ts'
import { failureOf } from '../../failure.ts'
import { OutcomeScreen } from './outcome-screen.tsx'
import { advanced, isPending, type LegOnItsWay, startTransaction, type Transaction } from './transaction.ts'

const plan = planOf('stake', '2')
const [leg] = plan.legs
if (!leg) throw new Error('the plan has no leg')
const block = { number: 4_243, hash: '0x02' } as const
const begun = startTransaction(plan, 'run')
const [waiting] = begun.legs
if (!waiting) throw new Error('nothing was begun')

const report: Report = {
  operation: leg.operation,
  status: 'executed',
  final: false,
  fill: 'filled',
  asked: tao('2'),
  executed: tao('2'),
  rest: tao('0'),
  received: Balance.parse('2.992507356', 1),
  swapFee: Balance.fromRao(1_007_095n),
  expected: Balance.parse('2.992507356', 1),
  free: tao('0'),
  networkFee: Balance.fromRao(1_680_739n),
  feeInAlpha: undefined,
  averagePrice: leg.quote?.averagePrice,
  plannedAveragePrice: leg.quote?.averagePrice,
  endPrices: [],
  parts: [],
  alarms: [],
  block,
  hash: '0xabcdef0123456789',
  error: undefined,
}

const sent: LegOnItsWay = {
  ...advanced(waiting, { status: 'broadcast' }),
  hash: '0xabcdef0123456789',
  lastBlock: 4_305,
}

/** The transaction of this leg alone. */
function only(way: LegOnItsWay): Transaction {
  return { ...begun, legs: [way] }
}

function screen(transaction: Transaction): string {
  return `\n${renderToString(<OutcomeScreen transaction={transaction} columns={60} height={11} />, { columns: 60 }).replace(/ +$/gm, '')}\n`
}

test('what has not happened yet is there to be waited for', () => {
  expect(isPending(only(sent))).toBe(true)
  expect(screen(only(sent))).toMatchInlineSnapshot(`
    "
      Stake τ2.0000 on 1 Apex

      ✓ signed    0xabcdef01…6789, valid until block 4305
      ✓ broadcast the node has it
      ◌ in block  waiting for the next block
      ◌ final     waiting for finality





    "
  `)
})

test('a sight in a block is called provisional', () => {
  expect(screen(only({ ...sent, block, report }))).toMatchInlineSnapshot(`
    "
      Stake τ2.0000 on 1 Apex

      ✓ signed    0xabcdef01…6789, valid until block 4305
      ✓ broadcast the node has it
      ✓ in block  #4243, provisional
      ◌ final     waiting for finality

      Executed    τ2.000000000 in full
      Received    2.992507356α exactly as quoted
      Average     0.668335867 τ/α
      Fees        swap τ0.001007095  network τ0.001680739
    "
  `)
})

test('the end says what was executed, received and paid', () => {
  const final = { ...report, final: true, fill: 'partly', executed: tao('1.5'), rest: tao('0.5') } as const
  expect(isPending(only({ ...sent, block, report: final }))).toBe(false)
  expect(screen(only({ ...sent, block, report: final }))).toMatchInlineSnapshot(`
    "
      Stake τ2.0000 on 1 Apex
      ✓ signed    0xabcdef01…6789, valid until block 4305
      ✓ broadcast the node has it
      ✓ in block  #4243
      ✓ final     in block #4243

      Executed    τ1.500000000 of τ2.000000000, partly
      Received    2.992507356α
      Average     0.668335867 τ/α
      Fees        swap τ0.001007095  network τ0.001680739
      Rest        τ0.500000000 stays free
    "
  `)
})

test('a failure of the chain has its reason, its remedy and its price', () => {
  const error = new StakeError('SlippageTooHigh', 'The price went beyond your limit.', {
    remedy: 'Lower the amount.',
  })
  const failed: Report = {
    ...report,
    status: 'failed',
    final: true,
    fill: 'nothing',
    averagePrice: undefined,
    error,
  }
  expect(screen(only({ ...sent, report: failed }))).toMatchInlineSnapshot(`
    "
      Stake τ2.0000 on 1 Apex

      ✓ signed    0xabcdef01…6789, valid until block 4305
      ✓ broadcast the node has it
      ✗ failed    it failed in block #4243; nothing was traded

      ✗ The price went beyond your limit. Lower the amount.
      Network fee τ0.001680739 was paid all the same



    "
  `)
})

test('what nobody can tell yet is never called a failure', () => {
  const text = screen(
    only(advanced(sent, { status: 'unresolved', reason: 'the node dropped it from its pool' })),
  )
  expect(text).toContain('? unsettled the node dropped it from its pool; it is be')
  expect(text).not.toContain('✗')
})

test('what was stopped before it was signed says so', () => {
  const failure = failureOf(new StakeError('PolicyRefusal', 'The policy says no.', { remedy: 'Change it.' }))
  const text = screen({ ...begun, failure, unsigned: true })
  expect(text).toContain('✗ not sent  nothing was signed')
  expect(text).toContain('✗ The policy says no. Change it.')
})
