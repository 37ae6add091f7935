import { decodeAddress, encodeAddress } from '@polkadot/keyring'
import { parseAddress, SS58_PREFIX } from './address.ts'
import { hexOf } from './bytes.ts'
import { knownAddresses, knownKeys } from './known-addresses.ts'

/**
 * The 32 bytes of an address that was checked. `parseAddress` encodes it again, to tell whose it is that is not ours;
 * here that is done for those only.
 *
 * @throws InvalidAddress
 */
export function publicKeyOf(address: string): Uint8Array {
  const trimmed = address.trim()
  // Whoever gets them may change them.
  const known = knownKeys.get(trimmed)?.slice()
  if (known) return known
  try {
    const key = decodeAddress(trimmed, false, SS58_PREFIX)
    if (key.length === 32 && !trimmed.startsWith('0x')) return key
  } catch {
    // parseAddress says what is wrong.
  }
  return decodeAddress(parseAddress(address))
}

/** The canonical address of 32 bytes. */
export function addressOf(publicKey: Uint8Array): string {
  const hex = hexOf(publicKey)
  return knownAddresses.get(hex) ?? knownAddresses.set(hex, encodeAddress(publicKey, SS58_PREFIX))
}
