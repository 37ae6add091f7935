import type { Balance } from '@stake/math'
import type { Operation, Report } from '@stake/ops'
import { showAmount, showPrice } from './amounts.ts'

/** What became of an Operation, as a sentence; exact to the rao. */
export function reportSentence(report: Report, network: string): string {
  const { operation, status, fill } = report
  if (status !== 'executed') return `${titleOf(operation)}: not executed (${wordOf(status)}).`
  if (fill === 'unknown') return `${titleOf(operation)}: done; what it did cannot be read any more.`
  return `${deedOf(report, network)}; ${notesOf(report).join(', ')}.`
}

/** An Operation in a few words, with its id's amount as it was asked for. */
export function titleOf(operation: Operation): string {
  const { kind } = operation
  const on = 'netuid' in operation ? ` on subnet ${operation.netuid}` : ''
  const amount = 'amount' in operation ? ` ${operation.amount}` : ''
  const to =
    'toNetuid' in operation && operation.toNetuid !== operation.netuid ? ` to ${operation.toNetuid}` : ''
  return `${KINDS[kind]}${amount}${on}${to}`
}

const KINDS: Readonly<Record<Operation['kind'], string>> = {
  stake: 'Stake',
  unstake: 'Unstake',
  unstakeAll: 'Unstake all',
  move: 'Move',
  swap: 'Swap',
  transferStake: 'Transfer',
  stakeBurn: 'Buy and burn for',
  burnAlpha: 'Burn',
  recycleAlpha: 'Recycle',
  claimRoot: 'Claim',
  setTake: 'Set the take',
  setAutoStake: 'Set auto-stake',
  register: 'Register',
}

function deedOf(report: Report, network: string): string {
  const { operation, executed, received, fill } = report
  const out = exact(executed)
  const got = exact(received)
  switch (operation.kind) {
    case 'stake':
      return `Staked ${out} on subnet ${operation.netuid} of ${network} for ${got}`
    case 'unstake':
      return `Unstaked ${out} on subnet ${operation.netuid} of ${network} for ${got}`
    case 'unstakeAll':
      return `Unstaked ${fill === 'partly' ? 'a part, not all, of what is' : 'everything'} with ${operation.hotkey} on ${network} for ${got}`
    case 'move':
      return `Moved ${out} from subnet ${operation.netuid} to ${operation.toHotkey} on subnet ${operation.toNetuid} of ${network}, where it is ${got}`
    case 'swap':
      return `Swapped ${out} of subnet ${operation.netuid} for ${got} of subnet ${operation.toNetuid} of ${network}`
    case 'transferStake':
      return `Transferred ${out} of subnet ${operation.netuid} to ${operation.toColdkey} on subnet ${operation.toNetuid} of ${network}, where it is ${got}`
    case 'stakeBurn':
      return `Bought alpha of subnet ${operation.netuid} of ${network} for ${out} and burned ${got}`
    case 'burnAlpha':
      return `Burned ${out} of subnet ${operation.netuid} of ${network}`
    case 'recycleAlpha':
      return `Recycled ${out} of subnet ${operation.netuid} of ${network}`
    case 'claimRoot':
      return `Claimed ${got} from subnets ${operation.netuids.join(', ')} of ${network}`
    case 'setTake':
      return `Set the take of ${operation.hotkey} to ${operation.take} on ${network}`
    case 'setAutoStake':
      return `Set the auto-stake of subnet ${operation.netuid} of ${network} to ${operation.hotkey}`
    case 'register':
      return `Registered ${operation.hotkey} on subnet ${operation.netuid} of ${network} for ${out}`
  }
}

function notesOf(report: Report): string[] {
  const { averagePrice, networkFee, feeInAlpha, free, rest, block, final } = report
  return [
    averagePrice && `average price ${showPrice(averagePrice, 9)} τ/α`,
    free.isZero() ? undefined : `${exact(free)} became free`,
    `network fee ${exact(feeInAlpha ?? networkFee)}`,
    block && `block ${block.number}${final ? '' : ' (not final yet)'}`,
    rest.isZero() ? undefined : `${exact(rest)} not traded`,
  ].filter((note) => note !== undefined)
}

function wordOf(status: Report['status']): string {
  return { notSent: 'not sent', rolledBack: 'rolled back' }[status as string] ?? status
}

function exact(amount: Balance): string {
  return showAmount(amount, undefined, 9)
}
