import { decodeExtrinsic, readExtrinsic, withLength, withoutLength } from '../chain/extrinsic.ts'
import { isWrapper, keyHash, openEnvelope, parseEnvelope } from '../pallets/mev-shield/envelope.ts'
import { fromHex, toHex } from '../scale/hex.ts'
import type { RuntimeApi } from './runtime-api.ts'

/** What authors ask about encrypted transactions as they make a block. */
export const shieldApi: RuntimeApi<'ShieldApi'> = {
  try_decode_shielded_tx(_context, uxt) {
    const { call } = decodeExtrinsic(withLength(fromHex(uxt)))
    return isWrapper(call) ? parseEnvelope(call.value.value.ciphertext) : undefined
  },
  is_shielded_using_current_key({ storage }, hash) {
    const key = storage.get('MevShield', 'CurrentKey')
    return key !== undefined && keyHash(key) === hash
  },
  try_unshield_tx(_context, secretKey, envelope) {
    const bytes = openEnvelope(envelope, fromHex(secretKey))
    return bytes && readExtrinsic(bytes) && toHex(withoutLength(bytes))
  },
}
