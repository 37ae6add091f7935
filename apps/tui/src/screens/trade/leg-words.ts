import type { Subnet } from '@stake/chain'
import type { Balance } from '@stake/math'
import type { Leg, Operation, OperationKind } from '@stake/ops'
import { showAmount } from '../../amounts.ts'
import { subnetLabel, symbolOf } from '../widgets/labels.ts'

const verbs: Readonly<Record<OperationKind, string>> = {
  stake: 'Stake',
  unstake: 'Unstake',
  unstakeAll: 'Unstake everything',
  move: 'Move',
  swap: 'Swap',
  transferStake: 'Transfer',
  stakeBurn: 'Buy and burn',
  burnAlpha: 'Burn',
  recycleAlpha: 'Recycle',
  claimRoot: 'Claim',
  setTake: 'Set the take',
  setAutoStake: 'Set the auto-stake',
  register: 'Register',
}

/** An Operation for a sentence: `The stake on subnet 1`. */
export function nounOf(operation: Operation): string {
  switch (operation.kind) {
    case 'stake':
      return `The stake on subnet ${operation.netuid}`
    case 'unstake':
      return `The unstake on subnet ${operation.netuid}`
    case 'unstakeAll':
      return 'The unstake of everything'
    case 'move':
    case 'swap':
    case 'transferStake': {
      const noun = { move: 'move', swap: 'swap', transferStake: 'transfer' }[operation.kind]
      const { netuid, toNetuid } = operation
      return netuid === toNetuid
        ? `The ${noun} on subnet ${netuid}`
        : `The ${noun} from subnet ${netuid} to ${toNetuid}`
    }
    case 'stakeBurn':
    case 'burnAlpha':
      return `The burn on subnet ${operation.netuid}`
    case 'recycleAlpha':
      return `The recycling on subnet ${operation.netuid}`
    case 'claimRoot':
      return 'The claim of root dividends'
    case 'setTake':
      return 'The change of the take'
    case 'setAutoStake':
      return `The auto-stake on subnet ${operation.netuid}`
    case 'register':
      return `The registration on subnet ${operation.netuid}`
  }
}

/** A leg as a line: what comes before, the subnet or subnets, and what comes after. */
export interface Headline {
  readonly before: string
  readonly place: string
  readonly after: string
}

/** What a leg does with how much, and where. */
export function headlineOf(leg: Pick<Leg, 'operation' | 'subnets' | 'amount'>, decimals = 4): Headline {
  const { operation, subnets, amount } = leg
  const show = amountsOf(subnets, decimals)
  const [from, to] = subnets.map((subnet) => subnetLabel(subnet, 24))
  const place = from ?? ''
  const across = to === undefined ? place : `${place} → ${to}`
  const how = amount.isZero() ? '' : ` ${show(amount)}`
  switch (operation.kind) {
    case 'stake':
      return { before: `Stake${how} on `, place, after: '' }
    case 'unstake':
      return { before: `Unstake${how} from `, place, after: '' }
    case 'move':
      return { before: `Move${how} ${to === undefined ? 'on' : 'from'} `, place: across, after: '' }
    case 'swap':
      return { before: `Swap${how} from `, place: across, after: '' }
    case 'transferStake':
      return {
        before: `Transfer${how} ${to === undefined ? 'on' : 'from'} `,
        place: across,
        after: ' to another account',
      }
    case 'stakeBurn':
      return { before: 'Burn alpha of ', place, after: ` bought for${how}` }
    case 'burnAlpha':
    case 'recycleAlpha':
      return { before: `${verbs[operation.kind]}${how} of `, place, after: '' }
    case 'claimRoot':
      return { before: 'Claim root dividends of ', place: operation.netuids.join(', '), after: '' }
    case 'setTake':
      return { before: `Set the take to ${operation.take}`, place: '', after: '' }
    case 'unstakeAll':
      return { before: 'Unstake everything', place: '', after: '' }
    case 'setAutoStake':
      return { before: 'Set the auto-stake on ', place, after: '' }
    case 'register':
      return { before: `Register${amount.isZero() ? '' : ` for${how}`} on `, place, after: '' }
  }
}

/** A headline as one text. */
export function headlineText(leg: Pick<Leg, 'operation' | 'subnets' | 'amount'>, decimals?: number): string {
  const { before, place, after } = headlineOf(leg, decimals)
  return before + place + after
}

/** Shows amounts with the signs of these subnets; each amount knows its own. */
export function amountsOf(
  subnets: readonly Subnet[],
  decimals = 9,
): (amount: Balance, decimals?: number) => string {
  return (amount, places = decimals) => {
    const subnet = subnets.find(({ netuid }) => netuid === amount.netuid)
    return showAmount(amount, symbolOf(subnet), places)
  }
}
