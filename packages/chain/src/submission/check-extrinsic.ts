import { blake2AsU8a } from '@polkadot/util-crypto'
import { bytesOf, hexOf } from '../bytes.ts'
import type { Chain } from '../chain.ts'
import { InvalidExtrinsic } from '../errors/submission-errors.ts'
import { publicKeyOf } from '../public-key.ts'
import { eraBytes, frameOf, signedTransaction } from '../runtime/transaction-frame.ts'
import { lengthOf, SCHEMES } from '../signers/signature.ts'
import { isPeriod } from '../signers/signing-request.ts'
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
  const { bytes, hash, era, genesisHash, specVersion } = signed
  if (genesisHash !== chain.genesisHash) throw new InvalidExtrinsic(hash, 'it is for another chain')
  if (made.has(signed)) return
  if (!isPeriod(era.period) || era.lastBlock !== era.birth.number + era.period - 1) {
    throw new InvalidExtrinsic(hash, 'its last block is not the one of its era')
  }
  if (!/^0x(?:[0-9a-f]{2})+$/.test(bytes) || hexOf(blake2AsU8a(bytesOf(bytes))) !== hash) {
    throw new InvalidExtrinsic(hash, 'its hash is not the one of its bytes')
  }
  // What another runtime took for an extrinsic may look different in this one; its node decides then.
  if (specVersion !== chain.specVersion) return
  if (!isMadeOf(chain, signed)) {
    throw new InvalidExtrinsic(hash, 'its call, account, nonce or era are not those of its bytes')
  }
}

/** Whether its bytes are what its parts make, with any signature. */
function isMadeOf(chain: Chain, { bytes, address, nonce, era, genesisHash, call }: SignedExtrinsic): boolean {
  if (!/^0x(?:[0-9a-f]{2})+$/.test(call)) return false
  try {
    const { number, hash: birthHash } = era.birth
    const terms = { nonce, era: eraBytes(era.period, number), birthHash, genesisHash }
    const { extra } = frameOf(chain.runtime, terms)
    const parts = { publicKey: publicKeyOf(address), extra, call: bytesOf(call) }
    return SCHEMES.some((scheme, kind) => {
      const signature = new Uint8Array(1 + lengthOf(scheme))
      signature[0] = kind
      const blank = hexOf(signedTransaction({ ...parts, signature }))
      // It ends with what is sent along and the call; before them is the signature, after the byte of its kind.
      const end = blank.length - 2 * (extra.length + parts.call.length)
      const begin = end - 2 * lengthOf(scheme)
      return (
        bytes.length === blank.length &&
        bytes.startsWith(blank.slice(0, begin)) &&
        bytes.endsWith(blank.slice(end))
      )
    })
  } catch {
    return false // A nonce, an address or an era that is none.
  }
}
