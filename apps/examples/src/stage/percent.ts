import type { Balance } from '@stake/math'

/** A part of a whole in per cent, rounded to the nearest; both are amounts of one token, or plain rao. */
export function percentOf(part: Balance | bigint, whole: Balance | bigint, decimals = 2): string {
  const [a, b] = [part, whole].map((amount) => (typeof amount === 'bigint' ? amount : amount.rao))
  const unit = 10n ** BigInt(decimals)
  const units = b === undefined || b === 0n ? 0n : ((a ?? 0n) * 200n * unit + b) / (2n * b)
  if (decimals === 0) return `${units}%`
  return `${units / unit}.${String(units % unit).padStart(decimals, '0')}%`
}
