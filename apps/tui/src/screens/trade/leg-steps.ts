import type { Report } from '@stake/ops'
import { safeText } from '../../safe-text.ts'
import type { StepView } from '../widgets/steps.tsx'
import { isOver, type LegOnItsWay, type Transaction } from './transaction.ts'

/** The way of one leg, step by step; what has not happened yet is there to be waited for. */
export function stepsOf(
  leg: LegOnItsWay,
  { failure, unsigned }: Pick<Transaction, 'failure' | 'unsigned'>,
): readonly StepView[] {
  const { hash, lastBlock, state, broadcast, block, report } = leg
  if (unsigned) return [{ mark: '✗', name: 'not sent', text: 'nothing was signed' }]
  const signed = state !== undefined || hash !== undefined
  const final = report?.final === true
  const steps: StepView[] = [
    {
      mark: signed ? '✓' : '◌',
      name: 'signed',
      text: hash ? `${hash.slice(0, 10)}…${hash.slice(-4)}, valid until block ${lastBlock}` : '',
    },
    { mark: broadcast ? '✓' : '◌', name: 'broadcast', text: broadcast ? 'the node has it' : '' },
  ]
  if (final && report.status !== 'executed') {
    return [...steps.filter(({ mark }) => mark === '✓'), endOf(report)]
  }
  // Another program may have sent it: then only its report tells of it.
  const where = block ?? report?.block
  steps.push({
    mark: where ? '✓' : '◌',
    name: 'in block',
    text: where ? `#${where.number}${final ? '' : ', provisional'}` : 'waiting for the next block',
  })
  if (state?.status === 'retracted') {
    steps.push({
      mark: '?',
      name: 'retracted',
      text: 'its block was replaced by another; it goes on waiting',
    })
  }
  if (state?.status === 'unresolved' && !final) {
    const text = `${safeText(state.reason, 120)}; it is being looked for, do not repeat it`
    steps.push({ mark: '?', name: 'unsettled', text })
  }
  steps.push({
    mark: final ? '✓' : '◌',
    name: 'final',
    text: final ? `in block #${report.block?.number}` : failure ? '' : 'waiting for finality',
  })
  return steps
}

/** The newest step of a leg, for a list of many. */
export function newestStep(
  leg: LegOnItsWay,
  transaction: Pick<Transaction, 'failure' | 'unsigned'>,
): StepView {
  const steps = stepsOf(leg, transaction)
  const end = steps.at(-1)
  const partly = isOver(leg) && leg.report?.fill === 'partly'
  if (end && end.mark !== '◌') return partly ? { ...end, text: `in part, ${end.text}` } : end
  const done = steps.filter(({ mark }) => mark !== '◌').at(-1)
  return done ? { ...done, mark: '◌' } : { mark: '◌', name: 'waiting', text: '' }
}

function endOf(report: Report): StepView {
  const where = report.block ? ` in block #${report.block.number}` : ''
  const text: Readonly<Record<Report['status'], string>> = {
    executed: '',
    failed: `it failed${where}; nothing was traded`,
    rolledBack: `it was undone${where}; nothing was traded`,
    expired: 'it can never be included; nothing was traded',
    replaced: `another transaction took its place${where}; nothing was traded`,
    refused: 'the node did not take it; nothing was traded',
    notSent: 'it was not sent',
  }
  const names: Partial<Record<Report['status'], string>> = { notSent: 'not sent', rolledBack: 'undone' }
  return { mark: '✗', name: names[report.status] ?? report.status, text: text[report.status] }
}
