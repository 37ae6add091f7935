import type { Snapshot, Subnet } from '@stake/chain'
import { safeText } from '../../safe-text.ts'
import { type Filter, matches, noFilter } from '../widgets/filter.ts'

export type SubnetOrder = 'netuid' | 'price' | 'TAO in pool' | 'emission'

/** The subnets view: which row, which rows, in which order. */
export interface SubnetList {
  readonly selected: number | undefined
  readonly filter: Filter
  readonly order: SubnetOrder
}

export const subnetList: SubnetList = { selected: undefined, filter: noFilter, order: 'netuid' }

export const subnetOrders: readonly SubnetOrder[] = ['netuid', 'price', 'TAO in pool', 'emission']

/** The larger one first; equal ones stay in the order of their netuids. */
const larger: Readonly<Record<SubnetOrder, (a: Subnet, b: Subnet) => number>> = {
  netuid: () => 0,
  price: (a, b) => b.price.compare(a.price),
  'TAO in pool': (a, b) => compare(b.pool?.tao.rao ?? 0n, a.pool?.tao.rao ?? 0n),
  emission: (a, b) => b.emission.tao.compare(a.emission.tao),
}

/** The rows of the view. */
export function subnetRows(snapshot: Snapshot | undefined, { filter, order }: SubnetList): readonly Subnet[] {
  return [...(snapshot?.subnets.values() ?? [])]
    .filter(({ netuid, name, symbol }) =>
      matches(filter, String(netuid), safeText(name, 64), safeText(symbol, 8)),
    )
    .sort((a, b) => larger[order](a, b) || a.netuid - b.netuid)
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}
