import type { Subnet } from '@stake/chain'
import type { Balance } from '@stake/math'
import { showAmount } from '../../amounts.ts'
import { displayWidth, safeText } from '../../safe-text.ts'

/** How many blocks of 12 seconds a day has: what is said of a day is said of so many blocks, whatever a devnet does. */
export const BLOCKS_A_DAY = 7_200n

/** An address short enough for a table: both ends, because people compare both. */
export function shortAddress(address: string, ends = 6): string {
  return address.length > ends + 5 ? `${address.slice(0, ends)}…${address.slice(-4)}` : address
}

/** A whole address where there is room for it. */
export function addressIn(address: string, width: number): string {
  return address.length <= width ? address : shortAddress(address, 12)
}

/** The sign of a subnet's token. */
export function symbolOf(subnet: Subnet | undefined): string {
  return safeText(subnet?.symbol ?? '', 4) || 'α'
}

/** A subnet by its number and its name; names are not unique, numbers are. */
export function subnetLabel(subnet: Subnet, width = 40): string {
  return `${subnet.netuid} ${safeText(subnet.name, width)}`.trim()
}

/** A delegate's take as a percentage. */
export function takeLabel(take: number): string {
  return `${((take / 65_535) * 100).toFixed(2)}%`
}

/** An amount with as many decimals as there is room for; whole tokens are never cut off. */
export function amountIn(amount: Balance, width: number, symbol?: string, most = 4): string {
  for (let decimals = most; decimals >= 0; decimals--) {
    const text = showAmount(amount, symbol, decimals)
    if (displayWidth(text) <= width) return text
  }
  return amount.format({ decimals: 0, symbol: '' })
}

/** A large amount of TAO in a few cells: `1.23M`, rounded down. */
export function roundAmount(amount: Balance, symbol?: string): string {
  const steps = [
    [10n ** 18n, 'G'],
    [10n ** 15n, 'M'],
    [10n ** 12n, 'k'],
  ] as const
  const step = steps.find(([size]) => amount.rao >= size)
  if (!step) return showAmount(amount, symbol, 2)
  const hundredths = amount.rao / (step[0] / 100n)
  const text = `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')}${step[1]}`
  return amount.netuid === 0 ? `τ${text}` : `${text}${symbol ?? 'α'}`
}

/** How much of a whole, as a percentage with so many decimals, rounded down. */
export function shareOf(part: bigint, whole: bigint, decimals = 1): string {
  const unit = 10n ** BigInt(decimals)
  const parts = whole <= 0n ? 0n : (part * 100n * unit) / whole
  if (decimals === 0) return `${parts}%`
  return `${parts / unit}.${String(parts % unit).padStart(decimals, '0')}%`
}
