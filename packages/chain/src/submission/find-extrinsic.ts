import { hexOf } from '../bytes.ts'
import type { BlockRef, Chain, Hex } from '../chain.ts'
import { StateDiscarded } from '../errors/errors.ts'
import { apiOf, type Runtime } from '../runtime/runtime.ts'
import type { BlockTree, Branch, TreeBlock } from './block-tree.ts'
import type { SignedExtrinsic } from './sign.ts'

/** Where an extrinsic is. */
export interface Place {
  readonly block: BlockRef
  readonly parentHash: Hex
  readonly index: number
}

/** Another transaction of the account with the same nonce, and the block that holds it. */
export interface Replacement {
  readonly block: BlockRef
  readonly hash: Hex
}

/** The place of these very bytes on a branch. */
export function placeOn({ blocks }: Branch, { hash }: SignedExtrinsic): Place | undefined {
  for (const { number, hash: name, parentHash, extrinsics } of blocks) {
    const index = extrinsics?.get(hash)
    if (index !== undefined) return { block: { number, hash: name }, parentHash, index }
  }
  return undefined
}

/** Searches a branch, newest block first, for what used the nonce of `signed`, each block read with its own runtime. */
export async function findReplacement(
  chain: Chain,
  tree: BlockTree,
  { blocks }: Branch,
  signed: SignedExtrinsic,
): Promise<Replacement | undefined> {
  const key = hexOf(apiOf(chain.runtime).registry.createType('AccountId', signed.address).toU8a()).slice(2)
  for (const block of blocks) {
    const body = (await tree.readBody(block.hash)) ?? []
    // Decoding is slow; only what names the account can be signed by it.
    const candidates = body.filter((bytes) => bytes.includes(key))
    if (candidates.length === 0) continue
    const other = candidates.find(await usesNonce(chain, block, signed))
    if (other) {
      const { number, hash } = block
      return { block: { number, hash }, hash: tree.hashOf(other) }
    }
  }
  return undefined
}

/**
 * Nodes keep blocks longer than states. Where the runtime of then is not to be had any more, the one of now reads who
 * signed, and with which nonce: of that upgrades change nothing, or it cannot be read.
 */
function runtimeOfNow({ runtime }: Chain): (error: unknown) => Runtime {
  return (error) => {
    if (error instanceof StateDiscarded) return runtime
    throw error
  }
}

async function usesNonce(
  chain: Chain,
  block: TreeBlock,
  { address, nonce }: SignedExtrinsic,
): Promise<(bytes: Hex) => boolean> {
  const { registry } = apiOf(await chain.runtimeAt(block.parentHash).catch(runtimeOfNow(chain)))
  return (bytes) => {
    try {
      const extrinsic = registry.createType('Extrinsic', bytes)
      return (
        extrinsic.isSigned && extrinsic.nonce.toNumber() === nonce && extrinsic.signer.toString() === address
      )
    } catch {
      return false // An extrinsic of a kind that this metadata cannot read is not one of ours.
    }
  }
}
