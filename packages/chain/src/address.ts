import { decodeAddress, encodeAddress } from '@polkadot/keyring'
import { closest } from './closest.ts'
import { InvalidAddress } from './errors/errors.ts'
import { knownKeys } from './known-addresses.ts'

/** The SS58 prefix of Bittensor (and of Substrate in general). */
export const SS58_PREFIX = 42

/** Networks whose addresses people have lying about, by SS58 prefix. */
const OTHER_NETWORKS: readonly (readonly [prefix: number, name: string])[] = [
  [0, 'Polkadot'],
  [2, 'Kusama'],
  [5, 'Astar'],
  [7, 'Edgeware'],
  [8, 'Karura'],
  [10, 'Acala'],
  [36, 'Centrifuge'],
  [63, 'Hydration'],
  [136, 'Altair'],
  [172, 'Parallel'],
  [2032, 'Interlay'],
  [13116, 'Bittensor’s registered prefix 13116, which the chain does not use'],
]

/**
 * Checks an address typed by a person and returns it in its one canonical form.
 *
 * @param known - addresses that may have been meant; the error then names the one that is a letter or two away
 * @throws InvalidAddress for a bad checksum, a wrong length or another network's prefix.
 *
 * @example
 * ```ts
 * import { parseAddress } from '@stake/chain'
 *
 * parseAddress(' 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY ') // => 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY
 * parseAddress('15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5') // throws InvalidAddress
 * ```
 */
export function parseAddress(text: string, known: Iterable<string> = []): string {
  if (typeof text !== 'string') throw new InvalidAddress('', 'it is no text')
  const trimmed = text.trim()
  if (knownKeys.get(trimmed)) return trimmed
  if (trimmed === '') throw new InvalidAddress(trimmed, 'it is empty')
  if (trimmed.startsWith('0x')) throw new InvalidAddress(trimmed, 'it is a hexadecimal key, not an address')
  const publicKey = decoded(trimmed)
  if (!publicKey) {
    throw new InvalidAddress(trimmed, 'its checksum or length is wrong', closest(trimmed, known))
  }
  if (publicKey.length !== 32) throw new InvalidAddress(trimmed, 'it does not hold 32 bytes')
  const canonical = encodeAddress(publicKey, SS58_PREFIX)
  if (canonical === trimmed) {
    knownKeys.set(canonical, publicKey)
    return canonical
  }
  const network = OTHER_NETWORKS.find(([prefix]) => encodeAddress(publicKey, prefix) === trimmed)?.[1]
  // The same key here, but whoever gave it may hold it on that network only: it is not turned into ours unasked.
  throw new InvalidAddress(trimmed, `it belongs to ${network ?? 'another network'}`)
}

function decoded(text: string): Uint8Array | undefined {
  try {
    return decodeAddress(text)
  } catch {
    return undefined
  }
}
