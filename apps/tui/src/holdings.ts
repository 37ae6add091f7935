import type { Position, Snapshot, Subnet } from '@stake/chain'
import { Balance, mulDivFloor, type Pool, type Price, quoteSell, StakeError } from '@stake/math'

/** A position and what it is worth in TAO. */
export interface Holding {
  readonly position: Position
  readonly subnet: Subnet | undefined
  /** At the price of the smallest trade: what nobody would get for all of it. */
  readonly spotValue: Balance | undefined
  /** What selling all that is not locked would bring in now, after the pool's fee; the network fee apart. */
  readonly exitValue: Balance | undefined
}

/** Everything a coldkey has, at one block. */
export interface Holdings {
  readonly free: Balance
  readonly rows: readonly Holding[]
  /** Free TAO and every position at its spot price. */
  readonly spotTotal: Balance
  /** Free TAO and what selling every position, one after the other, would bring in. */
  readonly exitTotal: Balance
}

/** Values what a coldkey has; positions whose pool cannot be quoted stay without a value and out of the totals. */
export function holdingsOf(snapshot: Snapshot, coldkey: string): Holdings {
  const free = snapshot.accounts.get(coldkey)?.free ?? Balance.zero()
  const moved = new Map<number, Pool>()
  let spotTotal = free
  let exitTotal = free
  const rows = snapshot.positions
    .filter((position) => position.coldkey === coldkey)
    .map((position): Holding => {
      const subnet = snapshot.subnets.get(position.netuid)
      const { pool } = subnet ?? {}
      const spotValue = pool && subnet && valueAt(subnet.price, position.stake)
      const exitValue = pool && sell(pool, position.available)?.received
      if (spotValue) spotTotal = spotTotal.add(spotValue)
      // Two positions of one subnet share its pool: the second sells into what the first left.
      const inOrder = pool && sell(moved.get(position.netuid) ?? pool, position.available)
      if (inOrder) {
        moved.set(position.netuid, inOrder.after)
        exitTotal = exitTotal.add(inOrder.received)
      }
      return { position, subnet, spotValue, exitValue }
    })
  return { free, rows, spotTotal, exitTotal }
}

/** Alpha in TAO at a price, rounded down. */
function valueAt(price: Price, alpha: Balance): Balance {
  return Balance.fromRao(mulDivFloor(alpha.rao, price.bits, 1n << 64n))
}

/** The trade, or undefined where the chain would refuse it or the pool cannot be quoted. */
function sell(pool: Pool, alpha: Balance): ReturnType<typeof quoteSell> | undefined {
  try {
    return quoteSell(pool, alpha)
  } catch (error) {
    if (error instanceof StakeError) return undefined
    throw error
  }
}
