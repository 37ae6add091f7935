import type { Snapshot, Subnet } from '@stake/chain'
import type { Balance } from '@stake/math'
import { valueAt } from '../../holdings.ts'
import { safeText } from '../../safe-text.ts'
import { matches } from '../widgets/filter.ts'
import { type ListView, listView, sorted } from '../widgets/list-view.ts'
import type { SubnetDetail } from './subnet-detail.ts'

export type SubnetOrder =
  | 'netuid'
  | 'name'
  | 'price'
  | 'market cap'
  | 'TAO in pool'
  | 'emission'
  | 'next epoch'

/** The subnets: which row, which rows, in which order, and the subnet that has the screen. */
export interface SubnetsState extends ListView<number, SubnetOrder> {
  readonly detail: SubnetDetail | undefined
}

export const subnetsAtStart: SubnetsState = {
  ...listView<number, SubnetOrder>('netuid'),
  detail: undefined,
}

export const subnetOrders: readonly SubnetOrder[] = [
  'netuid',
  'name',
  'price',
  'market cap',
  'TAO in pool',
  'emission',
  'next epoch',
]

/** The rows of the list. */
export function subnetRows(snapshot: Snapshot | undefined, subnets: SubnetsState): readonly Subnet[] {
  const found = [...(snapshot?.subnets.values() ?? [])].filter(({ netuid, name, symbol }) =>
    matches(subnets.filter, String(netuid), safeText(name, 64), safeText(symbol, 8)),
  )
  return sorted(found, subnets, ordersAt(snapshot?.block.number ?? 0))
}

/** All alpha there is, in the pool and outside, at the price of the moment; undefined on root, which has no alpha. */
export function marketCap({ netuid, price, reserves, alphaOut }: Subnet): Balance | undefined {
  return netuid === 0 ? undefined : valueAt(price, reserves.alpha.add(alphaOut))
}

/** How far a subnet is into its tempo; undefined where there are no epochs. */
export interface TempoProgress {
  readonly passed: number
  readonly tempo: number
  readonly left: number
}

export function tempoProgress(
  { netuid, tempo, lastEpoch }: Subnet,
  block: number,
): TempoProgress | undefined {
  if (netuid === 0 || tempo === 0) return undefined
  const passed = Math.max(0, block - lastEpoch)
  // Epochs that are due at once are spread over blocks: it may take a little longer than the tempo.
  return { passed: Math.min(passed, tempo), tempo, left: Math.max(0, tempo - passed) }
}

/** The larger first, names and netuids from the beginning, the next epoch before later ones. */
function ordersAt(block: number): Readonly<Record<SubnetOrder, (a: Subnet, b: Subnet) => number>> {
  const larger = (value: (subnet: Subnet) => bigint | undefined) => (a: Subnet, b: Subnet) => {
    const [one, other] = [value(a) ?? -1n, value(b) ?? -1n]
    return one > other ? -1 : one < other ? 1 : 0
  }
  const left = (subnet: Subnet) => tempoProgress(subnet, block)?.left ?? Number.MAX_SAFE_INTEGER
  return {
    netuid: (a, b) => a.netuid - b.netuid,
    name: (a, b) => safeText(a.name, 64).localeCompare(safeText(b.name, 64), 'en'),
    price: larger(({ price }) => price.bits),
    'market cap': larger((subnet) => marketCap(subnet)?.rao),
    'TAO in pool': larger(({ pool }) => pool?.tao.rao),
    emission: larger(({ emission }) => emission.tao.rao),
    'next epoch': (a, b) => left(a) - left(b),
  }
}
