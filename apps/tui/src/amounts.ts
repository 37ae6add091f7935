import type { Balance, Price } from '@stake/math'

/** An amount as people read it: grouped, so many decimals, rounded down, never with an exponent. */
export function showAmount(amount: Balance, symbol?: string, decimals = 4): string {
  return amount.format({
    decimals,
    grouping: true,
    ...(symbol !== undefined && amount.netuid !== 0 && { symbol }),
  })
}

/** TAO per alpha, rounded down. */
export function showPrice(price: Price, decimals = 6): string {
  return price.format(decimals)
}

/** A limit or price of the chain, in rao per alpha, as TAO per alpha. */
export function showRaoPrice(rao: bigint): string {
  return `${rao / 1_000_000_000n}.${String(rao % 1_000_000_000n).padStart(9, '0')}`
}

/** Parts per billion as a percentage with two decimals, rounded down. */
export function showPercent(ppb: bigint): string {
  const hundredths = ppb / 100_000n
  return `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')}%`
}
