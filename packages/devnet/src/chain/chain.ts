import type { AccountId32, Hex } from '@stake/schema'
import { secretOf } from '../pallets/mev-shield/author-keys.ts'
import { isWrapper, openEnvelope, parseEnvelope, type Wrapper } from '../pallets/mev-shield/envelope.ts'
import {
  type Applied,
  BlockExecution,
  INHERENTS,
  initializeBlock,
  type RuntimeUpgrade,
} from '../runtime/block-execution.ts'
import { Storage } from '../runtime/storage.ts'
import { type ChainIdentity, type CheckedTransaction, checkTransaction } from '../runtime/transaction.ts'
import type { Block, BlockBody } from './block.ts'
import {
  decodeExtrinsic,
  type Extrinsic,
  readExtrinsic,
  type SenderlessExtrinsic,
  type SignedExtrinsic,
} from './extrinsic.ts'
import { InvalidReorg } from './invalid-reorg.ts'
import { Pool, type Validity } from './pool.ts'
import type { InvalidReason } from './pool-error.ts'
import { runtimeOf } from './runtime-code.ts'
import type { SavedChain } from './saved-chain.ts'
import { Signal } from './signal.ts'
import { StateOverlay } from './state.ts'

/** Where a chain begins: at its genesis, or where a saved one stopped. */
export type ChainStart =
  | { readonly genesis: Block }
  | {
      readonly genesis: BlockBody
      readonly blocks: readonly BlockBody[]
      readonly executed: readonly Block[]
    }

export type ChainOptions = ChainStart & {
  /** Who makes the blocks and is paid the fees. */
  readonly author: AccountId32
  /** How many blocks the finalized head is behind the best; `Infinity` where finality has stalled. */
  readonly finalityDepth: number
  /** Keeps every block and its state, where otherwise the old ones go. */
  readonly archive: boolean
  /** Whether blocks bring new TAO and alpha. */
  readonly emission: boolean
  /** What goes wrong at the moment. Default: nothing. */
  readonly conditions?: ChainConditions
  /** Milliseconds since 1970. */
  now(): number
}

/** What can be wrong with the making of blocks; read each time it matters. */
export interface ChainConditions {
  /** Transactions that no block takes. */
  readonly neverInclude: 'all' | readonly Hex[]
  /** Whether nothing gets final. */
  readonly stopFinality: boolean
}

/** Another branch, one block longer than what it replaces. */
export interface Reorg {
  /** How many blocks it replaces. */
  readonly depth: number
  /** Extrinsics that its first block holds, as far as they are valid there. */
  readonly first: readonly Uint8Array[]
  /**
   * What becomes of the transactions of the replaced blocks: into the branch's last block (`'later'`), back into the
   * pool as far as they are valid, or forgotten (`'lost'`).
   */
  readonly transactions: 'later' | 'pool' | 'lost'
}

/** The blocks, the heads and the pool of one node. */
export class Chain {
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
  #checking: { readonly parent: Block; readonly storage: Storage } | undefined

  constructor(options: ChainOptions) {
    const { genesis } = options
    this.#options = options
    this.genesisHash = genesis.hash
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

  /** Whether blocks bring new TAO and alpha. */
  get emission(): boolean {
    return this.#options.emission
  }

  /** What identifies the chain in the signatures of the next block. */
  get identity(): ChainIdentity {
    return this.#identityAfter(this.#best)
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

  /** The hashes of the blocks of that number: the final one, or all that may still get final. */
  hashesAt(number: number): Hex[] {
    if (number > this.#finalized.header.number)
      return this.unfinalized().flatMap(({ hash, header }) => (header.number === number ? hash : []))
    return [this.hashAt(number) ?? []].flat()
  }

  /** The blocks that may still get final, of all branches, each after its parent. */
  unfinalized(): Block[] {
    const { hash, header } = this.#finalized
    const descendants = new Set([hash])
    return [...this.#executed.values()]
      .filter((block) => block.header.number > header.number)
      .sort((a, b) => a.header.number - b.header.number)
      .filter((block) => descendants.has(block.header.parentHash) && descendants.add(block.hash))
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
    const { neverInclude } = this.#options.conditions ?? CALM
    const ready = neverInclude === 'all' ? [] : this.pool.ready()
    for (const { hash, bytes, extrinsic } of ready) {
      if (!extrinsic.signed || neverInclude.includes(hash)) continue
      const shielded = isWrapper(extrinsic.call) ? extrinsic.call : undefined
      // Another author may be able to open it; here it waits for the block that can.
      if (shielded !== undefined && !execution.canOpen(shielded)) continue
      const applied = execution.apply(bytes, extrinsic)
      if (applied.in && shielded !== undefined) applyInner(execution, shielded)
      if (!applied.in && applied.reason !== 'exhaustsResources' && applied.reason !== 'future')
        spoilt.push(hash)
    }
    this.pool.remove(spoilt)
    const block = execution.finish()
    this.#import(block)
    return block
  }

  /**
   * Makes a block that changes the runtime and holds no transaction: a real one has no room beside it. All that is
   * pending was signed for the old runtime and leaves the pool as invalid.
   */
  upgrade(upgrade: RuntimeUpgrade): Block {
    const execution = this.#executionOn(this.#best)
    execution.upgrade(upgrade)
    const block = execution.finish()
    this.#import(block)
    return block
  }

  /** Makes a block that holds no transaction and after which storage is as it is told. */
  write(values: Readonly<Record<Hex, Hex | null>>): Block {
    const execution = this.#executionOn(this.#best)
    execution.write(values)
    const block = execution.finish()
    this.#import(block)
    return block
  }

  /**
   * Takes the chain back to a block it had, also below the finalized one. What came after is forgotten, transactions
   * too; those that wait in the pool stay as far as they are valid there.
   */
  revert(to: Block): void {
    const forgotten = [...this.#blocks.values()].filter(({ header }) => header.number > to.header.number)
    // Blocks of other branches were retracted before.
    const retracted = forgotten.filter(({ hash, header }) => this.hashAt(header.number) === hash)
    for (const { hash, header } of forgotten) {
      this.#canonical.delete(header.number)
      this.#blocks.delete(hash)
      this.#executed.delete(hash)
    }
    this.#executed.set(to.hash, to)
    // It may be of a branch that was given up since.
    for (
      let block: BlockBody | undefined = bodyOf(to);
      block !== undefined && this.hashAt(block.header.number) !== block.hash;
      block = this.body(block.header.parentHash)
    )
      this.#remember(block)
    this.#best = to
    const { hash, header } = this.#finalized
    if (header.number > to.header.number || this.hashAt(header.number) !== hash) this.#finalized = to
    for (const block of retracted)
      this.pool.retract({ hash: block.hash, transactions: block.extrinsicHashes })
    this.pool.follow({ hash: to.hash, transactions: [] })
    this.bestChanged.emit(to)
  }

  /**
   * Goes over to another branch, one block longer. Its last block is the new best one.
   *
   * @throws InvalidReorg where it would replace final blocks
   */
  reorg({ depth, first, transactions }: Reorg): Block {
    const height = this.#best.header.number
    const possible = height - this.#finalized.header.number
    if (depth > possible) throw new InvalidReorg(depth, possible)
    const retracted = Array.from({ length: depth }, (_, at) => this.#canonicalBlock(height - at))
    const bodies = retracted.toReversed().flatMap(({ extrinsics }) => extrinsics.slice(INHERENTS))
    // Another branch has other times, or a block without transactions would be the same one again.
    let time = retracted.reduce((latest, block) => max(latest, this.#timeOf(block)), 0n)

    let parent = this.#canonicalBlock(height - depth)
    const branch: Block[] = []
    for (let at = 0; at <= depth; at++) {
      const execution = this.#executionOn(parent, time)
      const chosen = [...(at === 0 ? first : []), ...(at === depth && transactions === 'later' ? bodies : [])]
      for (const bytes of chosen) {
        const extrinsic = decodeExtrinsic(bytes)
        if (extrinsic.signed) execution.apply(bytes, extrinsic)
      }
      parent = execution.finish()
      time = this.#timeOf(parent)
      branch.push(parent)
    }
    this.#switchTo(branch, retracted, transactions === 'lost' ? [] : bodies)
    return parent
  }

  /** Discards the states of all blocks below a number, which is at most that of the finalized one. */
  discardStates(below: number): void {
    const end = Math.min(below, this.#finalized.header.number)
    for (const [hash, { header }] of this.#executed) if (header.number < end) this.#executed.delete(hash)
  }

  /** What would become of an extrinsic as the only one in a block after `parent`. Nothing stays of it. */
  dryRun(parent: Block, bytes: Uint8Array, extrinsic: Extrinsic): Applied {
    if (!extrinsic.signed) return { in: false, reason: whyUnsigned(extrinsic) }
    return this.#executionOn(parent).apply(bytes, extrinsic)
  }

  /** What the checks of a transaction say of it for a block after `parent`. */
  check(parent: Block, extrinsic: Extrinsic): CheckedTransaction | InvalidReason {
    if (!extrinsic.signed) return whyUnsigned(extrinsic)
    return checkTransaction(this.#storageForChecks(parent), extrinsic, this.#identityAfter(parent))
  }

  #identityAfter({ state }: Block): ChainIdentity {
    return { genesisHash: this.genesisHash, ...runtimeOf(state) }
  }

  #timeOf(block: Block): bigint {
    return this.storageAt(block).get('Timestamp', 'Now')
  }

  #canonicalBlock(number: number): Block {
    return this.#executed.get(this.hashAt(number) as Hex) as Block
  }

  #executionOn(parent: Block, after = 0n): BlockExecution {
    const previous = max(this.#timeOf(parent), after)
    const now = BigInt(this.#options.now())
    return new BlockExecution({
      parent,
      chain: this.#identityAfter(parent),
      author: this.#options.author,
      // Blocks sealed by hand may follow each other within a millisecond; time still goes forward.
      timestamp: now > previous ? now : previous + 1n,
      emission: this.#options.emission,
    })
  }

  #import(block: Block): void {
    this.#keep(block)
    this.#best = block
    this.imported.emit(block)
    this.pool.follow({ hash: block.hash, transactions: block.extrinsicHashes })
    this.bestChanged.emit(block)
    this.#finalize()
  }

  /** A branch gets best with its last block, when it is longer than the other. */
  #switchTo(branch: readonly Block[], retracted: readonly Block[], homeless: readonly Uint8Array[]): void {
    for (const block of branch) this.#keep(block)
    this.#best = branch.at(-1) as Block
    for (const block of branch) this.imported.emit(block)
    for (const { hash, extrinsicHashes } of retracted)
      this.pool.retract({ hash, transactions: extrinsicHashes })
    for (const { hash, extrinsicHashes } of branch) this.pool.follow({ hash, transactions: extrinsicHashes })
    this.pool.resubmit(homeless)
    this.bestChanged.emit(this.#best)
    this.#finalize()
  }

  #finalize(): void {
    const { conditions = CALM, finalityDepth } = this.#options
    if (!conditions.stopFinality) this.#finalizeUpTo(this.#best.header.number - finalityDepth)
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
      const block = this.#canonicalBlock(this.#finalized.header.number + 1)
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
    const checked = this.check(this.#best, extrinsic)
    if (typeof checked === 'string' || 'custom' in checked) return { valid: false, reason: checked }
    const { who, ahead } = checked
    const { nonce } = extrinsic as SignedExtrinsic
    return {
      valid: true,
      priority: PRIORITY,
      requires: ahead === 0 ? undefined : nonceTag(who, nonce - 1),
      provides: nonceTag(who, nonce),
    }
  }

  /** Storage as the block after `parent` will find it. Checks only read, so one serves all that have one parent. */
  #storageForChecks(parent: Block): Storage {
    if (this.#checking?.parent !== parent) {
      const storage = this.storageAt(parent)
      initializeBlock(storage, parent)
      this.#checking = { parent, storage }
    }
    return this.#checking.storage
  }
}

/** Applies what an envelope holds right after it. What cannot be opened, is no extrinsic or cannot stand there is left out. */
function applyInner(execution: BlockExecution, { value: { value } }: Wrapper): void {
  const envelope = parseEnvelope(value.ciphertext)
  const secret = envelope && secretOf(envelope.key_hash)
  const bytes = envelope && secret && openEnvelope(envelope, secret)
  const inner = bytes && readExtrinsic(bytes)
  if (bytes !== undefined && inner?.signed) execution.apply(bytes, inner)
}

/** Why an extrinsic that nobody signed is not taken. */
function whyUnsigned({ general }: SenderlessExtrinsic): InvalidReason {
  return general ? 'unknownOrigin' : 'noUnsignedValidator'
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b
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

const CALM: ChainConditions = { neverInclude: [], stopFinality: false }
/** Every normal call has the same priority; a tip buys nothing. */
export const PRIORITY = 1n
/** States kept below the finalized one, as a Substrate node's default. */
const KEPT_STATES = 256
/** Blocks kept below the finalized one: more than the longest era has. Older ones are gone, but for the genesis. */
const KEPT_BLOCKS = 8192
