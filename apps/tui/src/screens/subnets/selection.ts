import type { Subnet } from '@stake/chain'
import type { State } from '../shell/state.ts'
import { selectedOf } from '../widgets/list.ts'
import { subnetRows } from './subnet-list.ts'

/** The subnet under the cursor of the subnets. */
export function selectedSubnet({ live, subnets }: State): Subnet | undefined {
  const rows = subnetRows(live?.snapshot, subnets)
  const selected = selectedOf(
    rows.map(({ netuid }) => netuid),
    subnets.selected,
  )
  return rows.find(({ netuid }) => netuid === selected)
}
