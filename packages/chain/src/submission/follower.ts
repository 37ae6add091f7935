import type { ChainAt } from '../at.ts'
import type { BlockRef, Chain, Hex } from '../chain.ts'
import type { Connection } from '../connection/connection.ts'
import { Disconnected } from '../errors/errors.ts'
import { type EventsOfBlock, readEventsOfBlock } from '../queries/events.ts'
import { callRuntime } from '../runtime/runtime-api.ts'
import { readBlockHash, watchFinalizedHeads, watchHeads } from '../watching/heads.ts'
import { BlockTree, type Branch } from './block-tree.ts'
import { type Execution, executionOf } from './events.ts'
import type { Place } from './find-extrinsic.ts'
import { Remembered } from './remembered.ts'
import type { SignedExtrinsic } from './sign.ts'

/** A new best block, and the branch of it that is not final yet. */
export interface BestSight {
  readonly head: BlockRef
  /**
   * Down to, without, the block of the number `above`: what is not final, not older than anybody's birth, and not so
   * far back that it should be final by now.
   */
  readonly branch: Branch
  readonly above: number
}

/** A block that a node says is final. */
export interface FinalSight {
  readonly head: BlockRef
  /** Which of the nodes that were used, one after another, says so. */
  readonly session: number
  /**
   * The hash of the final block of a number up to the head's; undefined where the node does not know it any more.
   * @throws Disconnected where another node answers by now: there the block of that number may not be final.
   */
  hashAt(number: number): Promise<Hex | undefined>
}

/** Who wants to know of blocks. */
export interface Follows {
  readonly signed: SignedExtrinsic
  seeBest(sight: BestSight): Promise<void>
  seeFinal(sight: FinalSight): Promise<void>
}

/** How far below the best block is looked where finality stands still: the tree remembers more blocks than that. */
const MOST_PROVISIONAL = 256

/** How many answers are remembered of each kind, and how many hashes of bytes that were sent. */
const MOST_ANSWERS = 512
const MOST_BLOCKS = 16
const MOST_SENT = 65_536

/** What left this program, by whatever connection. */
const sent = new Set<Hex>()

/** Remembers that bytes are on their way. @returns whether they were before */
export function noteSent(hash: Hex): boolean {
  const before = sent.delete(hash)
  sent.add(hash)
  if (sent.size > MOST_SENT) sent.delete(sent.values().next().value as Hex)
  return before
}

const followers = new WeakMap<Connection, Follower>()

/** The follower that all submissions of a chain share. */
export function followerOf(chain: Chain): Follower {
  const follower = followers.get(chain.connection) ?? new Follower(chain)
  followers.set(chain.connection, follower)
  return follower
}

/** Follows the heads of a chain as long as anybody wants to know, and reads for all of them what each block holds. */
export class Follower {
  readonly #chain: Chain
  readonly #tree: BlockTree
  /** Who wants to know, and the heads that each has seen. */
  readonly #open = new Map<Follows, { best?: string; final?: string }>()
  readonly #nonces = new Remembered<string, number>(MOST_ANSWERS)
  readonly #places = new Remembered<Hex, ChainAt>(MOST_BLOCKS)
  readonly #events = new Remembered<Hex, EventsOfBlock>(MOST_BLOCKS)
  readonly #finalHashes = new Remembered<number, Hex | undefined>(MOST_ANSWERS, (hash) => hash !== undefined)
  readonly #elsewhere = new Remembered<string, Hex | undefined>(MOST_ANSWERS)
  readonly #newBest: (head: BlockRef) => void
  readonly #newFinal: (sight: FinalSight) => void
  #best: BlockRef | undefined
  #final: FinalSight | undefined
  #session = 0
  #witness = 0
  #endpoint: string | undefined
  #connected = false
  #cleanups: (() => void)[] = []

  constructor(chain: Chain) {
    this.#chain = chain
    this.#tree = new BlockTree(chain)
    this.#newBest = oneAtATime((head: BlockRef) => this.#tellBest(head))
    this.#newFinal = oneAtATime((sight: FinalSight) => this.#tellFinal(sight))
  }

  get tree(): BlockTree {
    return this.#tree
  }

  /** Counts the nodes that were used, one after another; also the same one after a reconnect is another. */
  get session(): number {
    return this.#session
  }

  /** Counts the different nodes that were used, one after another: what one has said is not taken over. */
  get witness(): number {
    return this.#witness
  }

  /** Tells `one` of all heads from now on, and of those now, until the returned function is called. */
  follow(one: Follows): () => void {
    this.#open.set(one, {})
    if (this.#open.size === 1) this.#start()
    if (this.#best) this.#newBest(this.#best)
    if (this.#final) this.#newFinal(this.#final)
    return () => {
      this.#open.delete(one)
      if (this.#open.size === 0) this.#stop()
    }
  }

  /** Whether anything that is followed has this nonce: such as a second signature of the same intent. */
  holdsNonce(address: string, nonce: number): boolean {
    return [...this.#open.keys()].some(({ signed }) => signed.address === address && signed.nonce === nonce)
  }

  /** A block to read from. */
  at(block: BlockRef): Promise<ChainAt> {
    return this.#places.get(block.hash, () => this.#chain.at(block))
  }

  /** The account's nonce at a block: how many of its transactions the blocks up to there hold. */
  nonceAt(block: BlockRef, address: string): Promise<number> {
    return this.#nonces.get(`${block.hash} ${address}`, async () =>
      callRuntime<number>(await this.at(block), 'AccountNonceApi.account_nonce', [address]),
    )
  }

  /**
   * What another node has at the height of a block: the same one, a different one, or nothing that tells. Asked once a
   * final block, however many want to know.
   */
  async elsewhere({ number, hash }: BlockRef): Promise<'same' | 'different' | 'silent'> {
    const ask = () =>
      this.#chain.connection.askOther<unknown>('chain_getBlockHash', [number]).then(
        ({ result }) => (typeof result === 'string' ? (result as Hex) : undefined),
        () => undefined,
      )
    const other = await this.#elsewhere.get(`${this.#session} ${this.#final?.head.hash} ${number}`, ask)
    if (other === undefined) return 'silent'
    return other === hash ? 'same' : 'different'
  }

  /** What an extrinsic did. */
  async executionAt({ block, parentHash, index }: Place): Promise<Execution> {
    const read = () => readEventsOfBlock(this.#chain, block, parentHash)
    const events = await this.#events.get(block.hash, read)
    try {
      return executionOf(events, index)
    } catch (error) {
      this.#events.forget(block.hash)
      throw error
    }
  }

  #start(): void {
    const { connection } = this.#chain
    this.#cleanups = [
      connection.onState(() => {
        const again = connection.isConnected && !this.#connected
        this.#connected = connection.isConnected
        if (!again) return
        this.#session++
        this.#finalHashes.clear()
        this.#hearAnother(connection.endpoint)
      }),
      watchHeads(this.#chain, (head) => {
        this.#best = head
        this.#newBest(head)
      }),
      watchFinalizedHeads(this.#chain, (head) => {
        const first = this.#final === undefined
        this.#final = this.#sightOf(head)
        this.#newFinal(this.#final)
        if (first && this.#best) this.#newBest(this.#best)
      }),
    ]
  }

  /** What one node says of a block need not be what is in it: another one is asked anew. */
  #hearAnother(endpoint: string): void {
    if (endpoint === this.#endpoint) return
    this.#endpoint = endpoint
    this.#witness++
    this.#tree.clear()
    this.#nonces.clear()
    this.#events.clear()
  }

  #stop(): void {
    for (const cleanup of this.#cleanups.splice(0)) cleanup()
    this.#connected = false
    this.#best = undefined
    this.#final = undefined
  }

  #sightOf(head: BlockRef): FinalSight {
    const session = this.#session
    const hashAt = async (number: number) => {
      if (number === head.number) return head.hash
      const hash = await this.#finalHashes.get(number, () => readBlockHash(this.#chain, number))
      if (session === this.#session) return hash
      const { endpoint } = this.#chain.connection
      throw new Disconnected(endpoint, 'chain_getBlockHash', 'another node answers by now')
    }
    return { head, session, hashAt }
  }

  async #tellBest(head: BlockRef): Promise<void> {
    const { highest, reached } = this.#chain.connection
    // What a node that lags does not have is no news.
    if (!this.#final || reached.best < highest.best) return
    const births = [...this.#open.keys()].map(({ signed }) => signed.era.birth.number)
    const oldest = births.reduce((least, birth) => Math.min(least, birth), head.number)
    const above = Math.max(this.#final.head.number, oldest, head.number - MOST_PROVISIONAL)
    const branch = await this.#tree.branch(head, above)
    await this.#tell('best', `${this.#session} ${head.hash}`, (one) => one.seeBest({ head, branch, above }))
  }

  #tellFinal(sight: FinalSight): Promise<void> {
    return this.#tell('final', `${sight.session} ${sight.head.hash}`, (one) => one.seeFinal(sight))
  }

  /**
   * Who has seen it before is not told again: of a hundred that come one after another each looks once. A look that
   * fails (the socket went, the runtime changed) is repeated with the next head.
   */
  async #tell(which: 'best' | 'final', sight: string, look: (one: Follows) => Promise<void>): Promise<void> {
    const looks = [...this.#open].flatMap(([one, seen]) => {
      if (seen[which] === sight) return []
      seen[which] = sight
      const forget = () => {
        if (seen[which] === sight) delete seen[which]
      }
      return [look(one).catch(forget)]
    })
    await Promise.all(looks)
  }
}

/** Runs `work` for one head at a time; of the heads that came meanwhile only the newest is looked at. */
function oneAtATime<T>(work: (head: T) => Promise<void>): (head: T) => void {
  let running = false
  let waiting: T | undefined
  const run = async (head: T) => {
    running = true
    let next: T | undefined = head
    while (next) {
      waiting = undefined
      await work(next).catch(() => undefined)
      next = waiting
    }
    running = false
  }
  return (head) => {
    if (running) waiting = head
    else void run(head)
  }
}
