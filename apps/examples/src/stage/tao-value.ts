import type { Subnet } from '@stake/chain'
import { Balance } from '@stake/math'

/** What stake is worth in TAO at the price of the moment, rounded down; nothing where its subnet is gone. */
export function taoValueOf(stake: Balance, subnets: ReadonlyMap<number, Subnet>): Balance {
  if (stake.netuid === 0) return stake
  const subnet = subnets.get(stake.netuid)
  return subnet ? Balance.fromRao((stake.rao * subnet.price.bits) >> 64n) : Balance.zero()
}
