import { decodeAddress, encodeAddress } from '@polkadot/keyring'
import { InvalidAddress } from './errors/errors.ts'

/** The SS58 prefix of Bittensor (and of Substrate in general). */
export const SS58_PREFIX = 42

/**
 * Checks an address typed by a person and returns it in its one canonical form.
 *
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
export function parseAddress(text: string): string {
  const trimmed = text.trim()
  if (trimmed === '') throw new InvalidAddress(trimmed, 'it is empty')
  if (trimmed.startsWith('0x')) throw new InvalidAddress(trimmed, 'it is a hexadecimal key, not an address')
  let publicKey: Uint8Array
  try {
    publicKey = decodeAddress(trimmed)
  } catch {
    throw new InvalidAddress(trimmed, 'its checksum or length is wrong')
  }
  if (publicKey.length !== 32) throw new InvalidAddress(trimmed, 'it does not hold 32 bytes')
  const canonical = encodeAddress(publicKey, SS58_PREFIX)
  if (canonical !== trimmed) throw new InvalidAddress(trimmed, 'it belongs to another network')
  return canonical
}
