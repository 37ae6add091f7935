import { Balance } from '@stake/math'
import type { Leg } from '@stake/ops'

/** TAO that all legs together bring to the free balance: expected, and at the least where all of them say so. */
export function freedBy(legs: readonly Leg[]): {
  readonly expected: Balance
  readonly least: Balance | undefined
} {
  let expected = Balance.zero()
  let least: Balance | undefined = Balance.zero()
  for (const { operation, received, free, leastReceived } of legs) {
    expected = expected.add(free)
    // TAO that comes out of other operations is staked on the root.
    if (operation.kind !== 'unstake' && operation.kind !== 'unstakeAll') continue
    expected = expected.add(received)
    least = leastReceived && least?.add(leastReceived)
  }
  return { expected, least }
}
