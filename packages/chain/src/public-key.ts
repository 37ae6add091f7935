import { decodeAddress } from '@polkadot/keyring'
import { parseAddress, SS58_PREFIX } from './address.ts'

/**
 * The 32 bytes of an address that was checked. `parseAddress` encodes it again, to tell whose it is that is not ours;
 * here that is done for those only.
 *
 * @throws InvalidAddress
 */
export function publicKeyOf(address: string): Uint8Array {
  try {
    const key = decodeAddress(address.trim(), false, SS58_PREFIX)
    if (key.length === 32 && !address.trim().startsWith('0x')) return key
  } catch {
    // parseAddress says what is wrong.
  }
  return decodeAddress(parseAddress(address))
}
