import type { Position, Subnet } from '@stake/chain'
import type { State } from '../shell/state.ts'
import { subnetRows } from '../subnets/subnet-list.ts'
import { selectedOf } from '../widgets/list.ts'

/** What tells one position of an account from another. */
export function positionKey({ netuid, hotkey }: { netuid: number; hotkey: string }): string {
  return `${netuid}:${hotkey}`
}

/** The position under the cursor of the portfolio, and the keys of all of them in their order. */
export function selectedPosition({ live, session, position }: State): {
  readonly position: Position | undefined
  readonly keys: readonly string[]
} {
  const positions = (live?.snapshot?.positions ?? []).filter(({ coldkey }) => coldkey === session?.coldkey)
  const keys = positions.map(positionKey)
  const selected = selectedOf(keys, position)
  return { position: positions.find((candidate) => positionKey(candidate) === selected), keys }
}

/** The subnet under the cursor of the subnets. */
export function selectedSubnet({ live, subnets }: State): Subnet | undefined {
  const rows = subnetRows(live?.snapshot, subnets)
  const selected = selectedOf(
    rows.map(({ netuid }) => netuid),
    subnets.selected,
  )
  return rows.find(({ netuid }) => netuid === selected)
}
