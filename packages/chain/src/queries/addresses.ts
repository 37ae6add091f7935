import { parseAddress } from '../address.ts'

/** One address or many, each checked and named once. @throws InvalidAddress */
export function addressesOf(addresses: string | readonly string[]): string[] {
  const all = typeof addresses === 'string' ? [addresses] : addresses
  return [...new Set(all.map((address) => parseAddress(address)))]
}
