import { Balance, type Price } from '@stake/math'

/** What alpha is worth in TAO at a price, rounded down; without one nothing. TAO is worth what it is. */
export function valueAt(amount: Balance, price: Price | undefined): Balance {
  if (amount.netuid === 0) return amount
  return Balance.fromRao((amount.rao * (price?.bits ?? 0n)) >> 64n)
}

/** TAO, or alpha of one subnet, together. */
export function sumOf(amounts: readonly Balance[], netuid = 0): Balance {
  return amounts.reduce((total, amount) => total.add(amount), Balance.zero(netuid))
}
