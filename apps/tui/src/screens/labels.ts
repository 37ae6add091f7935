import type { Subnet } from '@stake/chain'
import { safeText } from '../safe-text.ts'

/** An address short enough for a table: both ends, because people compare both. */
export function shortAddress(address: string, ends = 6): string {
  return address.length > ends + 5 ? `${address.slice(0, ends)}…${address.slice(-4)}` : address
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
