import type { BlockRef, Chain, Hex } from '../chain.ts'
import { MalformedAnswer } from '../errors/errors.ts'
import { apiOf } from '../runtime/runtime.ts'
import { readBlockHash } from '../watching/heads.ts'
import type { SignedExtrinsic } from './sign.ts'

/** Where an account's nonce was used: by our own bytes, or by others. */
export interface Found {
  readonly block: BlockRef
  readonly index: number
  /** The hash of the transaction that used the nonce. */
  readonly hash: Hex
}

/** The blocks that would have to be read but are not served here. */
export interface Missing {
  readonly missing: readonly number[]
}

/**
 * Searches blocks `from` … `to` of the best chain for the transaction that used the nonce of `signed`.
 *
 * @returns undefined when all blocks were read and none has it
 */
export async function findExtrinsic(
  chain: Chain,
  signed: SignedExtrinsic,
  from: number,
  to: number,
): Promise<Found | Missing | undefined> {
  const missing: number[] = []
  for (let number = from; number <= to; number++) {
    const hash = await readBlockHash(chain, number)
    const body = hash && (await readBody(chain, hash))
    if (!body) {
      missing.push(number)
      continue
    }
    const own = body.indexOf(signed.bytes)
    if (own >= 0) return { block: { number, hash }, index: own, hash: signed.hash }
    const index = body.findIndex((bytes) => usesNonce(chain, bytes, signed))
    if (index >= 0) {
      const other = apiOf(chain.runtime).registry.createType('Extrinsic', body[index])
      return { block: { number, hash }, index, hash: other.hash.toHex() }
    }
  }
  return missing.length > 0 ? { missing } : undefined
}

async function readBody(chain: Chain, hash: Hex): Promise<Hex[] | undefined> {
  const answer = await chain.connection.send<{ block?: { extrinsics?: unknown } } | null>('chain_getBlock', [
    hash,
  ])
  if (answer === null) return undefined
  const extrinsics = answer?.block?.extrinsics
  if (!Array.isArray(extrinsics)) throw new MalformedAnswer('chain_getBlock', 'a block')
  return extrinsics
}

function usesNonce(chain: Chain, bytes: Hex, signed: SignedExtrinsic): boolean {
  try {
    const extrinsic = apiOf(chain.runtime).registry.createType('Extrinsic', bytes)
    return (
      extrinsic.isSigned &&
      extrinsic.nonce.toNumber() === signed.nonce &&
      extrinsic.signer.toString() === signed.address
    )
  } catch {
    return false // An extrinsic of a kind that this metadata cannot read is not one of ours.
  }
}
