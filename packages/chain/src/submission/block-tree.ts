import { bytesOf } from '../bytes.ts'
import type { BlockRef, Chain, Hex } from '../chain.ts'
import { MalformedAnswer } from '../errors/errors.ts'
import { apiOf } from '../runtime/runtime.ts'
import { readBlockHash, readHeader } from '../watching/heads.ts'
import { Remembered } from './remembered.ts'

/** A block as far as submissions need it. Named by its hash, so it is the same from whatever node. */
export interface TreeBlock extends BlockRef {
  readonly parentHash: Hex
  /** The place of each extrinsic by its hash; undefined where nobody serves the body any more. */
  readonly extrinsics: ReadonlyMap<Hex, number> | undefined
}

/** Part of one branch. */
export interface Branch {
  /** Newest first, each the child of the next. */
  readonly blocks: readonly TreeBlock[]
  /** The hash below the last of them; undefined where the branch could not be followed to the end. */
  readonly root: Hex | undefined
  /** Numbers of blocks whose bodies were not to be had. */
  readonly missing: readonly number[]
}

/** How many blocks are remembered, and how many are read at once. */
const MOST_BLOCKS = 512
const AT_ONCE = 8

/**
 * The blocks that were read, by hash: what all submissions of a chain search. Each body is read once, and only the
 * hashes of its extrinsics are kept. A branch is followed from child to parent, so that no answer of another node, or
 * of a node that reorganises meanwhile, can be mixed into it.
 */
export class BlockTree {
  readonly #chain: Chain
  readonly #blocks = new Remembered<Hex, TreeBlock | undefined>(
    MOST_BLOCKS,
    (block) => block?.extrinsics !== undefined,
  )

  constructor(chain: Chain) {
    this.#chain = chain
  }

  /** The ancestors of a block, itself included, down to the one above the number `above`. */
  async branch(head: BlockRef, above: number): Promise<Branch> {
    const blocks: TreeBlock[] = []
    const missing: number[] = []
    const readAhead = this.#ahead(above)
    let far = false
    let hash = head.hash
    for (let number = head.number; number > above; number--) {
      const known = this.#blocks.has(hash)
      const block = await this.#read(hash)
      if (!block) {
        for (let rest = number; rest > above; rest--) missing.unshift(rest)
        return { blocks, root: undefined, missing }
      }
      if (block.number !== number) throw new MalformedAnswer(METHOD, `block ${number}`)
      if (!block.extrinsics) missing.unshift(number)
      blocks.push(block)
      hash = block.parentHash
      far ||= !known && !this.#blocks.has(hash)
      if (far) readAhead(number - 1)
    }
    return { blocks, root: hash, missing }
  }

  /** Reads everything anew: from another node, whose word is its own. */
  clear(): void {
    this.#blocks.clear()
  }

  /** The name of an extrinsic: the blake2-256 of its bytes. */
  hashOf(bytes: Hex): Hex {
    return apiOf(this.#chain.runtime).registry.hash(bytesOf(bytes)).toHex()
  }

  /** The bytes of a block's extrinsics, which are not remembered. */
  async readBody(hash: Hex): Promise<readonly Hex[] | undefined> {
    return (await this.#ask(hash))?.extrinsics
  }

  /**
   * Reads blocks before it is their turn, several at once. By number, so it is only a guess which ones they will be:
   * the branch is still followed by hash.
   */
  #ahead(above: number): (from: number) => void {
    let next = Number.POSITIVE_INFINITY
    return (from) => {
      next = Math.min(next, from)
      for (; next > above && next > from - AT_ONCE; next--) {
        // Nobody waits for it; where it fails the branch asks again.
        readBlockHash(this.#chain, next)
          .then((hash) => hash && this.#read(hash))
          .catch(() => undefined)
      }
    }
  }

  #read(hash: Hex): Promise<TreeBlock | undefined> {
    return this.#blocks.get(hash, () => this.#load(hash))
  }

  async #load(hash: Hex): Promise<TreeBlock | undefined> {
    const answer = await this.#ask(hash)
    if (answer) {
      const places = answer.extrinsics.map((bytes, place) => [this.hashOf(bytes), place] as const)
      return { ...answer.header, hash, extrinsics: new Map(places) }
    }
    const header = await readHeader(this.#chain, hash)
    return header && { ...header, hash, extrinsics: undefined }
  }

  /** From the node in use, or an archive where that one has thrown the body away. */
  async #ask(hash: Hex): Promise<Body | undefined> {
    const { connection } = this.#chain
    const answer = await connection.send<unknown>(METHOD, [hash])
    if (answer !== null) return bodyOf(answer)
    if (!connection.hasArchive) return undefined
    const accept = (block: unknown) => block !== null
    const kept = await connection.askArchive<unknown>(METHOD, [hash], { accept }).catch(() => undefined)
    return kept && bodyOf(kept.result)
  }
}

const METHOD = 'chain_getBlock'

interface Body {
  readonly header: { readonly number: number; readonly parentHash: Hex }
  readonly extrinsics: readonly Hex[]
}

const HASH = /^0x[0-9a-f]{64}$/
const BYTES = /^0x(?:[0-9a-f]{2})*$/

function bodyOf(answer: unknown): Body {
  const { block } = (answer ?? {}) as { block?: { header?: unknown; extrinsics?: unknown } }
  const { number, parentHash } = (block?.header ?? {}) as { number?: unknown; parentHash?: unknown }
  const extrinsics = block?.extrinsics
  const whole =
    typeof number === 'string' &&
    /^0x[0-9a-f]{1,8}$/.test(number) &&
    typeof parentHash === 'string' &&
    HASH.test(parentHash) &&
    Array.isArray(extrinsics) &&
    extrinsics.every((bytes) => typeof bytes === 'string' && BYTES.test(bytes))
  if (!whole) throw new MalformedAnswer(METHOD, 'a block')
  return {
    header: { number: Number(number), parentHash: parentHash as Hex },
    extrinsics: extrinsics as Hex[],
  }
}
