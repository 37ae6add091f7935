import { type AccountId32, type Hex, runtimeVersion } from '@stake/schema'
import { type Applied, BlockExecution, initializeBlock } from '../runtime/block-execution.ts'
import { Storage } from '../runtime/storage.ts'
import { type ChainIdentity, checkTransaction } from '../runtime/transaction.ts'
import type { Block, BlockBody } from './block.ts'
import { decodeExtrinsic, type Extrinsic, type SenderlessExtrinsic } from './extrinsic.ts'
import type { InvalidReason } from './pool-error.ts'
import { Pool, type Validity } from './pool.ts'
import type { SavedChain } from './saved-chain.ts'
import { Signal } from './signal.ts'
import { StateOverlay } from './state.ts'

/** Where a chain begins: at its genesis, or where a saved one stopped. */
export type ChainStart =
  | { readonly genesis: Block }
  | { readonly genesis: BlockBody; readonly blocks: readonly BlockBody[]; readonly executed: readonly Block[] }

export type ChainOptions = ChainStart & {
  /** Who makes the blocks and is paid the fees. */
  readonly author: AccountId32
  /** How many blocks the finalized head is behind the best; `Infinity` where finality has stalled. */
  readonly finalityDepth: number
  /** Keeps every block and its state, where otherwise the old ones go. */
  readonly archive: boolean
  /** Whether blocks bring new TAO and alpha. */
  readonly emission: boolean
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
  readonly #genesis: BlockBody
  /** In the order they came. */
  readonly #blocks = new Map<Hex, BlockBody>()
  /** Those whose state is kept, in the order they came. */
  readonly #executed = new Map<Hex, Block>()
  /** The best chain by number. */
  readonly #canonical = new Map<number, Hex>()
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
    this.#genesis = bodyOf(genesis)
    const { blocks, executed } = 'executed' in options ? options : { blocks: [], executed: [options.genesis] }
    for (const block of blocks) this.#remember(block)
    for (const block of executed) this.#executed.set(block.hash, block)
    const best = executed.at(-1) as Block
    this.#best = best
    this.#finalized = best
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
  body(hash: Hex): BlockBody | undefined {
    return hash === this.genesisHash ? this.#genesis : this.#blocks.get(hash)
  }

  /** As `body`, with its state; undefined also where the state was pruned. */
  block(hash: Hex): Block | undefined {
    return this.#executed.get(hash)
  }

  /** The hash of the best chain's block of that number. */
  hashAt(number: number): Hex | undefined {
    return number === 0 ? this.genesisHash : this.#canonical.get(number)
  }

  /** Typed reads of the state after a block. Writes are lost. */
  storageAt(block: Block): Storage {
    return new Storage(new StateOverlay(block.state))
  }

  /** The best chain as far as it is kept, to go on with another time. What waits in the pool is not part of it. */
  save(): SavedChain {
    const blocks: BlockBody[] = []
    let block = this.body(this.#best.hash)
    while (block !== undefined && block.header.number > 0) {
      blocks.push(block)
      block = this.body(block.header.parentHash)
    }
    const executed = [...blocks, this.#genesis].flatMap(({ hash }) => this.#executed.get(hash) ?? [])
    return {
      author: this.#options.author,
      genesis: this.#genesis,
      blocks: blocks.reverse(),
      executed: executed.reverse(),
    }
  }

  /** Makes the next block of what the pool holds ready. */
  seal(): Block {
    const execution = this.#executionOn(this.#best)
    const spoilt: Hex[] = []
    for (const { hash, bytes, extrinsic } of this.pool.ready()) {
      if (!extrinsic.signed) continue
      const applied = execution.apply(bytes, extrinsic)
      if (!applied.in && applied.reason !== 'exhaustsResources' && applied.reason !== 'future')
        spoilt.push(hash)
    }
    this.pool.remove(spoilt)
    const block = execution.finish()
    this.#import(block)
    return block
  }

  /** What would become of an extrinsic as the only one in a block after `parent`. Nothing stays of it. */
  dryRun(parent: Block, bytes: Uint8Array, extrinsic: Extrinsic): Applied {
    if (!extrinsic.signed) return { in: false, reason: whyUnsigned(extrinsic) }
    return this.#executionOn(parent).apply(bytes, extrinsic)
  }

  #executionOn(parent: Block): BlockExecution {
    const previous = this.storageAt(parent).get('Timestamp', 'Now')
    const now = BigInt(this.#options.now())
    return new BlockExecution({
      parent,
      chain: this.identity,
      author: this.#options.author,
      // Blocks sealed by hand may follow each other within a millisecond; time still goes forward.
      timestamp: now > previous ? now : previous + 1n,
      slotDuration: SLOT_DURATION,
      emission: this.#options.emission,
    })
  }

  #import(block: Block): void {
    this.#keep(block)
    this.#best = block
    this.imported.emit(block)
    this.pool.follow({ hash: block.hash, transactions: block.extrinsicHashes })
    this.bestChanged.emit(block)
    this.#finalizeUpTo(block.header.number - this.#options.finalityDepth)
  }

  #keep(block: Block): void {
    this.#remember(bodyOf(block))
    this.#executed.set(block.hash, block)
  }

  #remember(block: BlockBody): void {
    this.#blocks.set(block.hash, block)
    this.#canonical.set(block.header.number, block.hash)
  }

  #finalizeUpTo(number: number): void {
    while (this.#finalized.header.number < number) {
      const block = this.#executed.get(this.hashAt(this.#finalized.header.number + 1) as Hex) as Block
      this.#finalized = block
      this.finalizedChanged.emit(block)
      this.pool.finalize({ hash: block.hash, transactions: block.extrinsicHashes })
    }
    if (!this.#options.archive) this.#prune()
  }

  #prune(): void {
    const { number } = this.#finalized.header
    for (const { hash } of upTo(this.#executed, number - KEPT_STATES)) this.#executed.delete(hash)
    for (const { hash, header } of upTo(this.#blocks, number - KEPT_BLOCKS)) {
      this.#blocks.delete(hash)
      this.#canonical.delete(header.number)
    }
  }

  #validate(extrinsic: Extrinsic): Validity {
    if (!extrinsic.signed) return { valid: false, reason: whyUnsigned(extrinsic) }
    const checked = checkTransaction(this.#storageForValidation(), extrinsic, this.identity)
    if (typeof checked === 'string' || 'custom' in checked) return { valid: false, reason: checked }
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

/** Why an extrinsic that nobody signed is not taken. */
function whyUnsigned({ general }: SenderlessExtrinsic): InvalidReason {
  return general ? 'unknownOrigin' : 'noUnsignedValidator'
}

/** A block alone, which holds no state in memory. */
function bodyOf({ hash, header, extrinsics, extrinsicHashes }: BlockBody): BlockBody {
  return { hash, header, extrinsics, extrinsicHashes }
}

/** The blocks that came first, as far as that number. */
function* upTo<B extends BlockBody>(blocks: ReadonlyMap<Hex, B>, number: number): Generator<B> {
  for (const block of blocks.values()) {
    if (block.header.number > number) return
    yield block
  }
}

/** What a pool's transactions provide and require: an account's nonce. */
export function nonceTag(who: AccountId32, nonce: number): string {
  return `${who}/${nonce}`
}

/** Every normal call has the same priority; a tip buys nothing. */
const PRIORITY = 1n
/** States kept below the finalized one, as a Substrate node's default. */
const KEPT_STATES = 256
/** Blocks kept below the finalized one: more than the longest era has. Older ones are gone, but for the genesis. */
const KEPT_BLOCKS = 8192
/** Milliseconds a slot of block production lasts. */
const SLOT_DURATION = 12_000n
