import type { Subnet } from '@stake/chain'
import type { State } from '../shell/state.ts'

/** Why nothing can be staked on a subnet now; undefined where it can. */
export function whyNoStake({ live }: State, subnet: Subnet | undefined): string | undefined {
  if (!live?.snapshot) return 'Nothing was read yet.'
  if (!subnet) return 'No subnet is selected.'
  if (!subnet.subtokenEnabled) return `Subnet ${subnet.netuid} has not been started yet.`
  return subnet.pool ? undefined : `The pool of subnet ${subnet.netuid} cannot be quoted by this release.`
}
