import type { ChainAt } from '../at.ts'
import type { BlockRef, Chain, Hex } from '../chain.ts'
import type { BegunAnew } from '../connection/connection.ts'
import {
  Disconnected,
  FinalityContradicted,
  InvalidBlock,
  RequestTimedOut,
  StateDiscarded,
  UnknownBlock,
} from '../errors/errors.ts'
import { followHeads, type Heads } from './follow-heads.ts'
import type { Head } from './header.ts'
import { readBlockHash } from './heads.ts'
import { iterate, type Source } from './iterate.ts'
import { readFinalBlockHash, readHeaderAnywhere } from './old-blocks.ts'

/**
 * Where to begin: with a block's number, with the newest block (`'now'`), or after a block that was delivered before
 * (the `resume` of its item). Plain data, to be kept and used again another day.
 */
export type From = number | 'now' | BlockRef

/** Options of everything that is watched. */
export interface WatchOptions {
  /**
   * The newest blocks, some of which are `retracted` again, or those that are final: each of them once, in their order,
   * without one missing.
   * @default 'finalized'
   */
  readonly which?: Head
  /** Ends the iteration, which throws the signal's reason. */
  readonly signal?: AbortSignal
}

/** A block that was delivered is none of the chain any more; what is delivered next takes its place. */
export interface Retracted {
  readonly kind: 'retracted'
  readonly block: BlockRef
  readonly resume: From
}

/** Blocks `from` … `to`, both included, whose state (or all of them) neither the node nor an archive keeps. */
export interface Gap {
  readonly kind: 'gap'
  readonly from: number
  readonly to: number
  readonly resume: From
}

/** A block that was followed and is undone. */
interface Undone {
  readonly kind: 'undone'
  readonly block: BlockRef
  /** Whether the consumer has heard of it. */
  readonly shown: boolean
  readonly resume: From
}

/** The name of a block that was delivered: all that is kept of it. */
interface Delivered {
  readonly block: BlockRef
  /** Whether the consumer heard of it: only then must it hear when it is undone. */
  shown: boolean
}

/** A block, and what was read there. */
export interface Followed<Value> {
  readonly kind: 'followed'
  readonly delivered: Delivered
  readonly at: ChainAt
  readonly block: BlockRef
  readonly parentHash: Hex
  readonly value: Value
  readonly resume: From
}

/** What is read at each block. */
export type ReadBlock<Value> = (at: ChainAt, parentHash: Hex) => Promise<Value>

interface Located {
  readonly block: BlockRef
  readonly parentHash: Hex
}

interface Plan<Value> {
  readonly chain: Chain
  readonly from: From
  readonly which: Head
  /** What the values of a block are shared by, among those who ask for the same at the same time. */
  readonly question: string
  readonly read: ReadBlock<Value>
  /** False to leave out what lies between the last block and the newest, when there is no time for each. */
  readonly every: boolean
}

/** What one iteration makes of the blocks that it goes along. */
export interface View<Value, Item> {
  /** What the consumer gets of a block; undefined for nothing. */
  show(block: Followed<Value>): Item | undefined
  /** A block that was shown is undone. */
  forget?(): void
}

/**
 * Goes along a chain, with a new view for each iteration. A block that is undone is `retracted` if it was shown.
 *
 * @throws InvalidBlock for a `from` that names no block, at once
 */
export function followBlocks<Value, Item>(
  plan: Plan<Value>,
  begin: () => View<Value, Item>,
  signal: AbortSignal | undefined,
): AsyncIterable<Item | Retracted | Gap> {
  checkFrom(plan.from)
  const open = (stopped: AbortSignal): Source<Item | Retracted | Gap> => {
    const blocks = new BlockSource(plan, stopped)
    const view = begin()
    return {
      close: () => blocks.close(),
      async pull() {
        for (;;) {
          const next = await blocks.pull()
          if (next.kind === 'gap') return next
          if (next.kind === 'undone') {
            if (!next.shown) continue
            view.forget?.()
            return { kind: 'retracted', block: next.block, resume: next.resume }
          }
          const item = view.show(next)
          next.delivered.shown = item !== undefined
          if (item !== undefined) return item
        }
      },
    }
  }
  return iterate(open, signal)
}

/**
 * Goes along a chain, one block a pull. Nothing is fetched before it is asked for; all that is kept are the names of
 * the blocks that were delivered and are not final yet.
 */
class BlockSource<Value> implements Source<Followed<Value> | Undone | Gap> {
  readonly #plan: Plan<Value>
  readonly #stopped: AbortSignal
  readonly #heads: Heads
  readonly #release: () => void
  readonly #begunAnew: BegunAnew | undefined
  /** What was delivered and may still be retracted, lowest first; the lowest is kept although it is final. */
  readonly #delivered: Delivered[] = []
  /** Delivered blocks up to this number are final for certain. */
  #final = -1
  /** The number to deliver next; undefined before it is known which block is the newest. */
  #next: number | undefined
  /** The turn of best heads at which the last delivered block was seen in its place. */
  #checked = -1

  constructor(plan: Plan<Value>, stopped: AbortSignal) {
    const { chain, from } = plan
    this.#plan = plan
    this.#stopped = stopped
    this.#begunAnew = chain.connection.begunAnew
    if (typeof from === 'object') this.#delivered.push({ block: from, shown: true })
    if (from !== 'now') this.#next = typeof from === 'object' ? from.number + 1 : from
    const { heads, release } = followHeads(chain)
    this.#heads = heads
    this.#release = release
  }

  close(): void {
    this.#delivered.length = 0
    this.#release()
  }

  async pull(): Promise<Followed<Value> | Undone | Gap> {
    const { connection } = this.#plan.chain
    for (;;) {
      const turn = this.#heads.turn()
      let again = false
      try {
        const item = await this.#look()
        if (item) return item
      } catch (error) {
        again = error instanceof RequestTimedOut
        if (!again && !(error instanceof Disconnected)) throw error
      }
      this.#stopped.throwIfAborted()
      if (connection.state.status === 'closed') throw new Disconnected('', 'watching', 'it was closed')
      if (!again) await this.#heads.newsAfter(turn, this.#stopped)
    }
  }

  /** What there is to tell now; undefined where there is nothing before something happens. */
  async #look(): Promise<Followed<Value> | Undone | Gap | undefined> {
    const { which, every, chain } = this.#plan
    const { begunAnew } = chain.connection
    // Its numbers are those of other blocks, and it would not come back to ours.
    if (begunAnew && begunAnew !== this.#begunAnew)
      throw new FinalityContradicted({ number: 1, hash: begunAnew.was }, begunAnew.is)
    const reached = this.#heads.reached(which)
    const final = this.#heads.reached('finalized')
    if (reached === undefined || final === undefined) return undefined
    const next = this.#next ?? reached
    // A node that took over from another may lag: what it has not got yet is no news.
    if (reached < next) return which === 'best' ? this.#checkLast() : undefined
    return this.#deliver(every ? next : reached, final)
  }

  async #deliver(number: number, final: number): Promise<Followed<Value> | Undone | Gap | undefined> {
    const { session } = this.#heads
    const last = this.#delivered.at(-1)?.block
    const located = await this.#locate(number)
    if (!located) {
      const gone = number <= final && this.#heads.session === session
      return (await this.#checkLast(gone)) ?? (gone ? this.#gap(number, final) : undefined)
    }
    this.#next ??= number
    const { block, parentHash } = located
    const fits = last?.number === number - 1 ? last.hash === parentHash : undefined
    if (fits === false || (fits === undefined && last)) {
      const retracted = await this.#checkLast(true)
      if (retracted || fits === false) return retracted
    }
    const read = await this.#read(located)
    // What two nodes say does not make one chain.
    if (this.#heads.session !== session) return undefined
    if (!read) {
      // A state is discarded when it gets old, and with a block that is retracted.
      const still = await this.#hashAt(number)
      return still === block.hash || number <= final ? this.#gap(number, final) : undefined
    }
    // It is on a chain that holds all that was final when it was asked for, so its ancestors up to there are final.
    this.#final = Math.max(this.#final, Math.min(final, number))
    const delivered = { block, shown: false }
    this.#delivered.push(delivered)
    while ((this.#delivered[1]?.block.number ?? Number.POSITIVE_INFINITY) <= this.#final)
      this.#delivered.shift()
    this.#next = number + 1
    return { kind: 'followed', delivered, block, parentHash, ...read, resume: block }
  }

  /** Whether the last delivered block is still in its place; asked once for each new best block. */
  async #checkLast(now = false): Promise<Undone | undefined> {
    const last = this.#delivered.at(-1)?.block
    const turn = this.#heads.turn('best')
    if (!last || (turn === this.#checked && !now)) return undefined
    const { which } = this.#plan
    const final = this.#heads.reached('finalized') ?? -1
    const hash = await this.#hashAt(last.number)
    this.#checked = turn
    if (hash === undefined || hash === last.hash) return undefined
    if (which === 'finalized' && final < last.number) return undefined
    if (which === 'finalized' || last.number <= this.#final) throw new FinalityContradicted(last, hash)
    return this.#undo(last)
  }

  async #undo(last: BlockRef): Promise<Undone> {
    // Who resumes after a block does not know what was delivered before it; its header does.
    const resumed = typeof this.#plan.from === 'object' && this.#delivered.length === 1
    if (resumed) {
      const header = await this.#ask(`header of ${last.hash}`, (chain) =>
        readHeaderAnywhere(chain, last.hash),
      )
      if (!header) throw new UnknownBlock(last.hash)
      const block = { number: last.number - 1, hash: header.parentHash }
      this.#delivered.unshift({ block, shown: true })
    }
    const shown = this.#delivered.pop()?.shown ?? false
    this.#next = last.number
    this.#checked = -1
    return { kind: 'undone', block: last, shown, resume: this.#delivered.at(-1)?.block ?? last.number }
  }

  /** From a block that is not served to the last before one that is. */
  async #gap(from: number, final: number): Promise<Gap | undefined> {
    const { session } = this.#heads
    // Who has not even the head that it tells of keeps nothing else, and would make a gap of all there will ever be.
    if ((await this.#hashAt(Math.max(from, final))) === undefined) return undefined
    let to = from
    let end = Math.max(from, final) + 1
    // What is old is gone and what is new is there, so half of what is between need not be asked for.
    while (end - to > 1) {
      const number = to === from && end > final ? end - 1 : Math.floor((to + end) / 2)
      if (await this.#isServed(number)) end = number
      else to = number
    }
    if (this.#heads.session !== session) return undefined
    this.#next = to + 1
    this.#delivered.length = 0
    return { kind: 'gap', from, to, resume: to + 1 }
  }

  async #isServed(number: number): Promise<boolean> {
    const located = await this.#locate(number)
    return located !== undefined && (await this.#read(located)) !== undefined
  }

  /** The block of a number on the chain; undefined where neither the node nor an archive has one (any more). */
  async #locate(number: number): Promise<Located | undefined> {
    const hash = await this.#hashAt(number)
    if (hash === undefined) return undefined
    const header = await this.#ask(`header of ${hash}`, (chain) => readHeaderAnywhere(chain, hash))
    return header && { block: { number, hash }, parentHash: header.parentHash }
  }

  #hashAt(number: number): Promise<Hex | undefined> {
    // Only of final blocks an archive has the same as the node.
    const isFinal = number <= (this.#heads.reached('finalized') ?? -1)
    return this.#ask(`hash of ${number}`, (chain) =>
      isFinal ? readFinalBlockHash(chain, number) : readBlockHash(chain, number),
    )
  }

  /** What is to be read at a block; undefined where its state is gone. */
  async #read({ block, parentHash }: Located): Promise<{ at: ChainAt; value: Value } | undefined> {
    const { question, read } = this.#plan
    try {
      return await this.#ask(`${question} at ${block.hash}`, async (chain) => {
        const at = await chain.at(block)
        return { at, value: await read(at, parentHash) }
      })
    } catch (error) {
      if (error instanceof StateDiscarded || error instanceof UnknownBlock) return undefined
      throw error
    }
  }

  /** Asks what others who go along the same chain may ask for at the same time. */
  #ask<T>(question: string, ask: (chain: Chain) => Promise<T>): Promise<T> {
    this.#stopped.throwIfAborted()
    return this.#heads.once(question, () => ask(this.#plan.chain))
  }
}

function checkFrom(from: From): void {
  if (from === 'now') return
  const { number, hash } = typeof from === 'object' ? from : { number: from, hash: undefined }
  if (!Number.isInteger(number) || number < 0 || number > 0xffff_ffff) throw new InvalidBlock(String(number))
  if (typeof from === 'object' && !/^0x[0-9a-f]{64}$/.test(String(hash))) throw new InvalidBlock(String(hash))
}
