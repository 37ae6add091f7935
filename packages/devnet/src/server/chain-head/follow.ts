import type { Hex } from '@stake/schema'
import type { Block, BlockBody } from '../../chain/block.ts'
import type { Chain } from '../../chain/chain.ts'
import { type RuntimeIdentity, runtimeOf } from '../../chain/runtime-code.ts'
import { runtimeVersion } from '../../scale/served-tables.ts'
import { Operations } from './operations.ts'

/** How many final blocks a follower hears of at first: the newest, whose states are kept. */
const FIRST_FINALIZED = 16
/** Blocks that are decided, final or pruned, and still pinned; beyond, the subscription is stopped, as a node does. */
const MAX_DECIDED_PINS = 512

/** What is said of a block that is not decided yet. */
interface Open {
  readonly parent: Hex
  readonly runtime: RuntimeIdentity
}

/**
 * One subscription to the head of the chain: it tells of every block, keeps those it told of until they are unpinned,
 * and works on them for its client.
 */
export class Follow {
  readonly withRuntime: boolean
  readonly operations: Operations
  readonly #chain: Chain
  readonly #push: (event: unknown) => void
  readonly #ended: () => void
  readonly #pinned = new Map<Hex, Block>()
  /** Blocks told of that are neither final nor pruned, each after its parent. */
  readonly #open = new Map<Hex, Open>()
  readonly #unlisten: (() => void)[]
  #finalized: Hex
  #finalizedRuntime: RuntimeIdentity

  /** `ended` is called when it stops itself. */
  constructor(chain: Chain, withRuntime: boolean, push: (event: unknown) => void, ended: () => void) {
    this.#chain = chain
    this.withRuntime = withRuntime
    this.#push = push
    this.#ended = ended
    this.operations = new Operations(push)
    this.#finalized = chain.finalized.hash
    this.#finalizedRuntime = runtimeOf(chain.finalized.state)
    this.#initialize()
    this.#unlisten = [
      chain.imported.listen((block) => this.#tellOf(block)),
      chain.bestChanged.listen((block) => this.#tellBest(block)),
      chain.finalizedChanged.listen((block) => this.#tellFinalized(block)),
    ]
  }

  /** A block that it told of and that is still pinned. */
  pinned(hash: Hex): Block | undefined {
    return this.#pinned.get(hash)
  }

  unpin(hash: Hex): void {
    this.#pinned.delete(hash)
  }

  stop(): void {
    for (const unlisten of this.#unlisten) unlisten()
    this.operations.stopAll()
    this.#pinned.clear()
  }

  #initialize(): void {
    const finalized = this.#lastFinalized()
    for (const block of finalized) this.#pinned.set(block.hash, block)
    this.#push({
      event: 'initialized',
      finalizedBlockHashes: finalized.map(({ hash }) => hash),
      ...(this.withRuntime && { finalizedBlockRuntime: runtimeJson(this.#finalizedRuntime) }),
    })
    for (const block of this.#chain.unfinalized()) this.#tellOf(block)
    this.#push({ event: 'bestBlockChanged', bestBlockHash: this.#chain.best.hash })
  }

  #lastFinalized(): Block[] {
    const blocks = [this.#chain.finalized]
    while (blocks.length < FIRST_FINALIZED) {
      const parent = this.#chain.block((blocks[0] as Block).header.parentHash)
      if (parent === undefined) break
      blocks.unshift(parent)
    }
    return blocks
  }

  #tellOf(block: Block): void {
    const { hash, header } = block
    // A chain that was taken back may make the same block again.
    if (this.#open.has(hash)) return
    const before = this.#runtimeAfter(header.parentHash)
    if (before === undefined) {
      this.#giveUp()
      return
    }
    const runtime = runtimeOf(block.state)
    this.#open.set(hash, { parent: header.parentHash, runtime })
    this.#pinned.set(hash, block)
    this.#push({
      event: 'newBlock',
      blockHash: hash,
      parentBlockHash: header.parentHash,
      ...(this.withRuntime && { newRuntime: isSame(before, runtime) ? null : runtimeJson(runtime) }),
    })
  }

  #tellBest({ hash }: Block): void {
    if (this.#runtimeAfter(hash) === undefined) this.#giveUp()
    else this.#push({ event: 'bestBlockChanged', bestBlockHash: hash })
  }

  #tellFinalized({ hash }: BlockBody): void {
    const block = this.#open.get(hash)
    if (block === undefined) {
      this.#giveUp()
      return
    }
    this.#finalized = hash
    this.#finalizedRuntime = block.runtime
    this.#open.delete(hash)
    const alive = new Set([hash])
    const pruned: Hex[] = []
    for (const [each, { parent }] of this.#open)
      if (alive.has(parent)) alive.add(each)
      else pruned.push(each)
    for (const each of pruned) this.#open.delete(each)
    this.#push({ event: 'finalized', finalizedBlockHashes: [hash], prunedBlockHashes: pruned })
    let decided = 0
    for (const each of this.#pinned.keys()) if (!this.#open.has(each)) decided++
    if (decided > MAX_DECIDED_PINS) this.#giveUp()
  }

  /** The runtime that a block leaves; undefined for blocks that nothing was told of, or that are decided for long. */
  #runtimeAfter(hash: Hex): RuntimeIdentity | undefined {
    return hash === this.#finalized ? this.#finalizedRuntime : this.#open.get(hash)?.runtime
  }

  /** Says that the subscription cannot go on: there is a gap, or the client keeps too many blocks. */
  #giveUp(): void {
    this.stop()
    this.#push({ event: 'stop' })
    this.#ended()
  }
}

function isSame(a: RuntimeIdentity, b: RuntimeIdentity): boolean {
  return a.specVersion === b.specVersion && a.transactionVersion === b.transactionVersion
}

function runtimeJson({ specVersion, transactionVersion }: RuntimeIdentity) {
  const { specName, implName, implVersion, apis } = runtimeVersion
  return {
    type: 'valid',
    spec: {
      specName,
      implName,
      specVersion,
      implVersion,
      transactionVersion,
      apis: Object.fromEntries(apis),
    },
  }
}
