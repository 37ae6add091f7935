import type { AccountId32 } from '@stake/schema'
import type { Storage } from '../../runtime/storage.ts'

/**
 * What stakers on root are owed is a rate per root stake, `RootClaimable`, less what each has claimed. Stake that is
 * added counts as claimed at the present rates, and stake that leaves takes its part of the claimed along: so nobody is
 * owed anything for a time in which nothing was staked.
 *
 * @param change of the coldkey's root stake, in rao
 */
export function settleRootClaims(
  storage: Storage,
  hotkey: AccountId32,
  coldkey: AccountId32,
  change: bigint,
): void {
  for (const [netuid, { bits }] of storage.get('SubtensorModule', 'RootClaimable', hotkey))
    storage.update('SubtensorModule', 'RootClaimed', [netuid, hotkey, coldkey], (claimed) =>
      settled(claimed, bits, change),
    )
}

/** @returns what counts as claimed of one subnet after a change of root stake; `rate` in I96F32 bits */
export function settled(claimed: bigint, rate: bigint, change: bigint): bigint {
  const amount = (rate * (change < 0n ? -change : change)) >> 32n
  if (change >= 0n) return claimed + amount
  return claimed > amount ? claimed - amount : 0n
}
