import { bytesOf } from '../bytes.ts'
import type { Chain } from '../chain.ts'
import { InvalidExtrinsic } from '../errors/submission-errors.ts'
import { apiOf } from '../runtime/runtime.ts'
import type { SignedExtrinsic } from './sign.ts'

const made = new WeakSet<SignedExtrinsic>()

/** Remembers an extrinsic that was just made here: unchanged, it is what it says. */
export function noteMade(signed: SignedExtrinsic): SignedExtrinsic {
  Object.freeze(signed.era.birth)
  Object.freeze(signed.era)
  made.add(Object.freeze(signed))
  return signed
}

/**
 * Compares what a signed extrinsic says of itself with its bytes: its record may have been carried around, and all
 * that is concluded later stands on it.
 *
 * @throws InvalidExtrinsic
 */
export function checkExtrinsic(chain: Chain, signed: SignedExtrinsic): void {
  const { bytes, hash, address, nonce, era, genesisHash, specVersion } = signed
  if (genesisHash !== chain.genesisHash) throw new InvalidExtrinsic(hash, 'it is for another chain')
  if (made.has(signed)) return
  if (era.lastBlock !== era.birth.number + era.period - 1) {
    throw new InvalidExtrinsic(hash, 'its last block is not the one of its era')
  }
  const { registry } = apiOf(chain.runtime)
  if (!/^0x(?:[0-9a-f]{2})+$/.test(bytes) || registry.hash(bytesOf(bytes)).toHex() !== hash) {
    throw new InvalidExtrinsic(hash, 'its hash is not the one of its bytes')
  }
  // What another runtime took for an extrinsic may look different in this one; its node decides then.
  if (specVersion !== chain.specVersion) return
  const inside = registry.createType('Extrinsic', bytes)
  const mortal = inside.era.isMortalEra ? inside.era.asMortalEra : undefined
  const same =
    inside.signer.toString() === address &&
    inside.nonce.toNumber() === nonce &&
    mortal?.period.toNumber() === era.period &&
    mortal.phase.toNumber() === era.birth.number % era.period
  if (!same) throw new InvalidExtrinsic(hash, 'its account, nonce or era are not those of its bytes')
}
