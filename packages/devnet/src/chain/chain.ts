import { type AccountId32, type Hex, runtimeVersion } from '@stake/schema'
import { BlockExecution, initializeBlock } from '../runtime/block-execution.ts'
import { Storage } from '../runtime/storage.ts'
import { type ChainIdentity, checkTransaction } from '../runtime/transaction.ts'
import type { Block } from './block.ts'
import { decodeExtrinsic, type Extrinsic } from './extrinsic.ts'
import { Pool, type Validity } from './pool.ts'
import { Signal } from './signal.ts'
import { StateOverlay } from './state.ts'

export interface ChainOptions {
  readonly genesis: Block
  /** Who makes the blocks and is paid the fees. */
  readonly author: AccountId32
  /** How many blocks the finalized head is behind the best. */
  readonly finalityDepth: number
  /** Milliseconds since 1970. */
  now(): number
}

/** The blocks, the heads and the pool of one node. */
export class Chain {
  readonly identity: ChainIdentity
  readonly genesisHash: Hex
  readonly pool: Pool<Extrinsic>
  /** Each new block, as it comes. */
  readonly imported: Signal<Block> = new Signal()
  /** Each new best block, after the pool followed it. */
  readonly bestChanged: Signal<Block> = new Signal()
  /** Each block that became final, in order. */
  readonly finalizedChanged: Signal<Block> = new Signal()

  readonly #options: ChainOptions
  readonly #blocks = new Map<Hex, Block>()
  /** The best chain by number. */
  readonly #canonical: Hex[]
  #best: Block
  #finalized: Block
  #validation: { readonly parent: Block; readonly storage: Storage } | undefined

  constructor(options: ChainOptions) {
    const { genesis } = options
    this.#options = options
    this.genesisHash = genesis.hash
    this.identity = {
      genesisHash: genesis.hash,
      specVersion: runtimeVersion.specVersion,
      transactionVersion: runtimeVersion.transactionVersion,
    }
    this.#blocks.set(genesis.hash, genesis)
    this.#canonical = [genesis.hash]
    this.#best = genesis
    this.#finalized = genesis
    this.pool = new Pool({
      decode: decodeExtrinsic,
      validate: (extrinsic) => this.#validate(extrinsic),
      now: options.now,
    })
  }

  get best(): Block {
    return this.#best
  }

  get finalized(): Block {
    return this.#finalized
  }

  /** A block by hash, also one that is not on the best chain. */
  block(hash: Hex): Block | undefined {
    return this.#blocks.get(hash)
  }

  /** The hash of the best chain's block of that number. */
  hashAt(number: number): Hex | undefined {
    return this.#canonical[number]
  }

  /** Typed reads of the state after a block. Writes are lost. */
  storageAt(block: Block): Storage {
    return new Storage(new StateOverlay(block.state))
  }

  /** Makes the next block of what the pool holds ready. */
  seal(): Block {
    const parent = this.#best
    const previous = this.storageAt(parent).get('Timestamp', 'Now')
    const now = BigInt(this.#options.now())
    const execution = new BlockExecution({
      parent,
      chain: this.identity,
      author: this.#options.author,
      // Blocks sealed by hand may follow each other within a millisecond; time still goes forward.
      timestamp: now > previous ? now : previous + 1n,
      slotDuration: SLOT_DURATION,
    })
    const spoilt: Hex[] = []
    for (const { hash, bytes, extrinsic } of this.pool.ready()) {
      if (!extrinsic.signed) continue
      const reason = execution.apply(bytes, extrinsic)
      if (reason !== undefined && reason !== 'exhaustsResources' && reason !== 'future') spoilt.push(hash)
    }
    this.pool.remove(spoilt)
    const block = execution.finish()
    this.#import(block)
    return block
  }

  #import(block: Block): void {
    this.#blocks.set(block.hash, block)
    this.#canonical.push(block.hash)
    this.#best = block
    this.imported.emit(block)
    this.pool.follow({ hash: block.hash, transactions: block.extrinsicHashes })
    this.bestChanged.emit(block)
    this.#finalizeUpTo(block.header.number - this.#options.finalityDepth)
  }

  #finalizeUpTo(number: number): void {
    while (this.#finalized.header.number < number) {
      const block = this.#blocks.get(this.#canonical[this.#finalized.header.number + 1] as Hex) as Block
      this.#finalized = block
      this.finalizedChanged.emit(block)
      this.pool.finalize({ hash: block.hash, transactions: block.extrinsicHashes })
    }
  }

  #validate(extrinsic: Extrinsic): Validity {
    if (!extrinsic.signed) return { valid: false, reason: 'noUnsignedValidator' }
    const checked = checkTransaction(this.#storageForValidation(), extrinsic, this.identity)
    if (!checked.valid) return checked
    const { who, ahead } = checked
    return {
      valid: true,
      priority: PRIORITY,
      requires: ahead === 0 ? undefined : nonceTag(who, extrinsic.nonce - 1),
      provides: nonceTag(who, extrinsic.nonce),
    }
  }

  /** Storage as the next block will find it. Checks only read, so one serves all until the best block changes. */
  #storageForValidation(): Storage {
    if (this.#validation?.parent !== this.#best) {
      const storage = this.storageAt(this.#best)
      initializeBlock(storage, this.#best)
      this.#validation = { parent: this.#best, storage }
    }
    return this.#validation.storage
  }
}

/** What a pool's transactions provide and require: an account's nonce. */
export function nonceTag(who: AccountId32, nonce: number): string {
  return `${who}/${nonce}`
}

/** Every normal call has the same priority; a tip buys nothing. */
const PRIORITY = 1n
/** Milliseconds a slot of block production lasts. */
const SLOT_DURATION = 12_000n
