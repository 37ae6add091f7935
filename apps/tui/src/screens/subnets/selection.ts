import type { Subnet } from '@stake/chain'
import type { State } from '../shell/state.ts'
import { selectedOf } from '../widgets/list.ts'
import { subnetRows } from './subnet-list.ts'

/** The subnet under the cursor of the subnets, or the one that has the screen. */
export function selectedSubnet({ live, subnets }: State): Subnet | undefined {
  if (subnets.detail) return live?.snapshot?.subnets.get(subnets.detail.netuid)
  const rows = subnetRows(live?.snapshot, subnets)
  const selected = selectedOf(
    rows.map(({ netuid }) => netuid),
    subnets.selected,
  )
  return rows.find(({ netuid }) => netuid === selected)
}
