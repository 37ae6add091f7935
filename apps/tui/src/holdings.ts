import type { Position, Snapshot, Subnet } from '@stake/chain'
import {
  Balance,
  mulDivFloor,
  type Pool,
  type Price,
  quoteSell,
  StakeError,
  type SwapQuote,
} from '@stake/math'

/** A position and what it is worth in TAO. */
export interface Holding {
  readonly position: Position
  readonly subnet: Subnet | undefined
  /** At the price of the smallest trade: what nobody would get for all of it. */
  readonly spotValue: Balance | undefined
  /** Selling all that is not locked now: slippage and the pool's fee are in it, the network fee is not. */
  readonly exit: SwapQuote | undefined
  /** What that sale would bring in. */
  readonly exitValue: Balance | undefined
  /** What the sale loses against the spot price, in parts per billion of it. */
  readonly exitLoss: bigint | undefined
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

const known = new WeakMap<Snapshot, Map<string, Holdings>>()

/**
 * Values what a coldkey has; positions whose pool cannot be quoted stay without a value and out of the totals. Computed
 * once a snapshot, for it is asked with every frame.
 */
export function holdingsOf(snapshot: Snapshot, coldkey: string): Holdings {
  const byColdkey = known.get(snapshot) ?? new Map<string, Holdings>()
  known.set(snapshot, byColdkey)
  const before = byColdkey.get(coldkey)
  if (before) return before
  const holdings = valued(snapshot, coldkey)
  byColdkey.set(coldkey, holdings)
  return holdings
}

/** Alpha in TAO at a price, rounded down. */
export function valueAt(price: Price, alpha: Balance): Balance {
  return Balance.fromRao(mulDivFloor(alpha.rao, price.bits, 1n << 64n))
}

function valued(snapshot: Snapshot, coldkey: string): Holdings {
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
      const exit = pool && sell(pool, position.available)
      if (spotValue) spotTotal = spotTotal.add(spotValue)
      // Two positions of one subnet share its pool: the second sells into what the first left.
      const inOrder = pool && sell(moved.get(position.netuid) ?? pool, position.available)
      if (inOrder) {
        moved.set(position.netuid, inOrder.after)
        exitTotal = exitTotal.add(inOrder.received)
      }
      return { position, subnet, spotValue, exit, exitValue: exit?.received, exitLoss: exit && lossOf(exit) }
    })
  return { free, rows, spotTotal, exitTotal }
}

/** The trade, or undefined where the chain would refuse it or the pool cannot be quoted. */
function sell(pool: Pool, alpha: Balance): SwapQuote | undefined {
  try {
    return quoteSell(pool, alpha)
  } catch (error) {
    if (error instanceof StakeError) return undefined
    throw error
  }
}

function lossOf({ spotPrice, requested, received }: SwapQuote): bigint | undefined {
  const spot = valueAt(spotPrice, requested)
  if (spot.isZero()) return undefined
  const lost = spot.compare(received) > 0 ? spot.subtract(received) : Balance.zero()
  return (lost.rao * 1_000_000_000n) / spot.rao
}
