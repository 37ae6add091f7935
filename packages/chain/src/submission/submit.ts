import type { BlockRef, Chain } from '../chain.ts'
import { Disconnected, RpcError } from '../errors/errors.ts'
import { poolRefusal } from '../errors/failures.ts'
import { readStored } from '../runtime/storage.ts'
import { Watched } from '../watched.ts'
import { checkExtrinsic } from './check-extrinsic.ts'
import { findReplacement, type Place, placeOn } from './find-extrinsic.ts'
import {
  type BestSight,
  type FinalSight,
  type Follower,
  type Follows,
  followerOf,
  noteSent,
} from './follower.ts'
import type { Inclusion, Outcome, SubmissionState } from './outcome.ts'
import type { SignedExtrinsic } from './sign.ts'

/** Options of {@link submit}. */
export interface SubmitOptions {
  /**
   * These bytes may have been sent before (a resumed journal): then no answer of the pool is a refusal.
   * @default false
   */
  readonly sentBefore?: boolean
  /** Aborted, it stops the waiting, not the transaction: both promises reject with its reason. */
  readonly signal?: AbortSignal
}

/** A transaction on its way. */
export interface Submission {
  readonly signed: SignedExtrinsic
  readonly state: SubmissionState
  /** Calls `listener` with the state now and at every change, until the returned function is called. */
  onState(listener: (state: SubmissionState) => void): () => void
  /** The first sight of it in a block, which may still be undone; or the outcome if that comes first. */
  readonly inclusion: Promise<Inclusion | Outcome>
  /** What became of it, for ever. Waits as long as it takes, across reconnects. */
  readonly outcome: Promise<Outcome>
  /** Stops watching. The transaction itself cannot be called back; both promises stay open. */
  stop(): void
}

/** What the pool says when it gives a transaction up. */
const END_REASONS: ReadonlyMap<string, string> = new Map([
  ['usurped', 'the node says that another transaction took its place'],
  ['dropped', 'the node dropped it from its pool'],
  ['invalid', 'the node now takes it for invalid'],
  ['finalityTimeout', 'the node waited too long for finality'],
])

/** After these the node tells no more of it. */
const LAST: ReadonlySet<string> = new Set(['finalized', ...END_REASONS.keys()])

/** A connection has as many subscriptions as the node allows; it has not looked at the bytes. */
const TOO_MANY_SUBSCRIPTIONS = -32_006

function isFull(error: unknown): boolean {
  return error instanceof RpcError && error.rpcCode === TOO_MANY_SUBSCRIPTIONS
}

const TWO_HISTORIES = 'two nodes tell different histories of the chain'

/** What the pool says of bytes that it has. */
const ALREADY_IMPORTED = 1013

/** After so many blocks of silence it is sent again, also to another node: the first may talk to nobody. */
const PATIENCE = 8

/**
 * Sends signed bytes and follows them to a definite end.
 *
 * What the pool reports is only a hint. The outcome comes from finalized blocks: from the account's nonce
 * there, the block that has the bytes, and the events at that block. So it survives lost connections,
 * dropped pools and reorganisations, and it is never guessed.
 *
 * Bytes of an earlier run are followed with `sentBefore: true`: what was stored as JSON is all that is needed.
 *
 * @throws InvalidExtrinsic for what is not this chain's, or not what it says of itself; nothing is sent then.
 *
 * @example
 * ```ts
 * import { buildCall, connect, sign, signerFromUri, submit } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet({ blockTime: 100 })
 * const chain = await connect({ endpoints: devnet.url })
 * const signer = signerFromUri('//Alice')
 * const call = buildCall(chain, 'System', 'remark', { remark: '0x010203' })
 * const signed = await chain.nonces.allocate(signer.address, (nonce) => sign(chain, call, signer, { nonce }))
 * const stored = JSON.stringify(signed)
 * const outcome = await submit(chain, signed).outcome
 * outcome.kind // => included
 *
 * const again = await submit(chain, JSON.parse(stored), { sentBefore: true }).outcome
 * again.kind // => included
 * await chain.close()
 * await devnet.close()
 * ```
 */
export function submit(chain: Chain, signed: SignedExtrinsic, options: SubmitOptions = {}): Submission {
  options.signal?.throwIfAborted()
  checkExtrinsic(chain, signed)
  return new OpenSubmission(chain, signed, options)
}

class OpenSubmission implements Submission, Follows {
  readonly signed: SignedExtrinsic
  readonly inclusion: Promise<Inclusion | Outcome>
  readonly outcome: Promise<Outcome>
  readonly #chain: Chain
  readonly #follower: Follower
  readonly #state = new Watched<SubmissionState>({ status: 'signed' })
  readonly #cleanups: (() => void)[] = []
  readonly #inclusion = new Later<Inclusion | Outcome>()
  readonly #outcome = new Later<Outcome>()
  #stopped = false
  /** The bytes left this program, now or in an earlier run. */
  #sent: boolean
  #sending = false
  /** The session whose node has it in its pool, as far as it says. */
  #holder: number | undefined
  #unwatch: () => void = () => undefined
  /** The best block that came first after it was sent last. */
  #sentAt: number | undefined
  #connected = false
  /** Somebody has said that it is in a block: reason to look for it, no more. */
  #hinted = false
  /** Up to this final block none holds it, says the node of this count. */
  #absentTo: BlockRef
  #witness = 0
  /** The session whose node was asked for the birth block. */
  #birthSeen: number | undefined

  constructor(chain: Chain, signed: SignedExtrinsic, { sentBefore = false, signal }: SubmitOptions) {
    this.#chain = chain
    this.#follower = followerOf(chain)
    this.signed = signed
    this.inclusion = this.#inclusion.promise
    this.outcome = this.#outcome.promise
    this.#sent = sentBefore
    this.#absentTo = signed.era.birth
    chain.nonces.hold(signed.address, signed.nonce, signed.era.lastBlock)
    this.#cleanups.push(
      this.#follower.follow(this),
      // The same bytes may go to any node any number of times; they can be included only once.
      chain.connection.onState(() => {
        const again = chain.connection.isConnected && !this.#connected
        this.#connected = chain.connection.isConnected
        if (again) void this.#send()
      }),
    )
    if (signal) this.#listenTo(signal)
  }

  get state(): SubmissionState {
    return this.#state.value
  }

  onState(listener: (state: SubmissionState) => void): () => void {
    return this.#state.watch(listener)
  }

  stop(): void {
    this.#stopped = true
    this.#unwatch()
    for (const cleanup of this.#cleanups.splice(0)) cleanup()
  }

  async seeBest({ head, branch, above }: BestSight): Promise<void> {
    const place = placeOn(branch, this.signed)
    const shown = this.state.status === 'inBlock' ? this.state.inclusion.block : undefined
    if (place && place.block.hash === shown?.hash) return
    // Below `above` it is final; a node that is not as far yet, or lacks a body, has no news of it.
    const gone = shown && above < shown.number && shown.number <= head.number && branch.missing.length === 0
    if (gone) this.#retract(shown)
    if (place) return this.#show(place)
    if (head.number < this.signed.era.lastBlock) this.#sendAgain(head)
  }

  async seeFinal(sight: FinalSight): Promise<void> {
    const { head } = sight
    const { birth, lastBlock } = this.signed.era
    // A node that is not even there yet says nothing of what comes after.
    if (head.number < birth.number) return
    if (!(await this.#isOurChain(sight))) return this.#mourn()
    const [nonce, at] = await Promise.all([
      this.#follower.nonceAt(head, this.signed.address),
      this.#follower.at(head),
    ])
    const used = nonce > this.signed.nonce
    const ended = head.number >= lastBlock
    // It may have been signed for an upgrade that is not final yet; versions only rise.
    const upgraded = at.runtime.specVersion > this.signed.specVersion
    if (!used && !ended && !upgraded && !this.#hinted) return

    const absent = await this.#search(sight, used)
    if (absent === 'told') return
    if (absent !== 'everywhere') {
      // Without its blocks only a nonce that was never used proves it, and not one of an account that is gone.
      const begun =
        used || this.#hinted || !(await readStored(at, [['System', 'Account', this.signed.address]]))[0]
      if (begun) return this.#doubt('the blocks it may be in are not served here any more', absent)
    }
    const reason = ended ? 'eraEnded' : upgraded ? 'runtimeUpgraded' : undefined
    if (reason) await this.#giveUp(head, { kind: 'expired', final: true, reason })
  }

  /** Whether the final block of its birth's number is the one that its signature names; asked once of each node. */
  async #isOurChain(sight: FinalSight): Promise<boolean> {
    if (this.#birthSeen === sight.session) return true
    const { birth } = this.signed.era
    const hash = await sight.hashAt(birth.number)
    if (hash !== undefined && hash !== birth.hash) return false
    this.#birthSeen = sight.session
    return true
  }

  /**
   * Its birth block is not on this chain, which began anew, and where it is not valid. Where there is another node, it
   * must say so too: this one may lie, or be of a chain that split off.
   */
  async #mourn(): Promise<void> {
    const { birth } = this.signed.era
    if (this.#chain.connection.hasOther) {
      const other = await this.#follower.elsewhere(birth)
      if (other === 'same') return this.#doubt(TWO_HISTORIES)
      if (other === 'silent')
        return this.#doubt('its birth block is unknown here, and no other node was heard')
    }
    this.#settle({ kind: 'expired', final: true, reason: 'chainReset' })
  }

  /** An end that lets its nonce be used again, as of a final block. It is none where another node has another block. */
  async #giveUp(block: BlockRef, result: Extract<Outcome, { kind: 'expired' | 'replaced' }>): Promise<void> {
    const { hasOther } = this.#chain.connection
    if (hasOther && (await this.#follower.elsewhere(block)) === 'different') this.#doubt(TWO_HISTORIES)
    else this.#settle(result)
  }

  /**
   * Searches the final blocks that were not searched before, and tells of it where they hold it, or what used its nonce.
   *
   * @returns where it is not: in no block of its era so far, or the numbers of those that could not be read
   */
  async #search(sight: FinalSight, used: boolean): Promise<'told' | 'everywhere' | readonly number[]> {
    const { birth, lastBlock } = this.signed.era
    const number = Math.min(sight.head.number, lastBlock)
    const { witness } = this.#follower
    if (witness !== this.#witness) this.#absentTo = birth
    this.#witness = witness
    const from = this.#absentTo
    if (number <= from.number) return 'everywhere'
    const hash = await sight.hashAt(number)
    if (hash === undefined) return numbersOf(from.number + 1, number)
    const end = { number, hash }
    const branch = await this.#follower.tree.branch(end, from.number)
    // Half of it may be another's word.
    if (witness !== this.#follower.witness) return 'told'
    const place = placeOn(branch, this.signed)
    if (place) {
      await this.#conclude(place)
      return 'told'
    }
    if (branch.root !== undefined && branch.root !== from.hash) {
      // What counted as final is not: begin anew, from the block that its signature names.
      if (from.number > birth.number) this.#absentTo = birth
      else await this.#mourn()
      return 'told'
    }
    if (used) {
      const other = await findReplacement(this.#chain, this.#follower.tree, branch, this.signed)
      if (other) {
        await this.#giveUp(other.block, {
          kind: 'replaced',
          final: true,
          by: other.hash,
          block: other.block,
        })
        return 'told'
      }
    }
    if (branch.missing.length > 0) return branch.missing
    this.#absentTo = end
    const shown = this.state.status === 'inBlock' ? this.state.inclusion.block : undefined
    if (shown && shown.number <= number) this.#retract(shown)
    return 'everywhere'
  }

  /** It is in a final block. */
  async #conclude(place: Place): Promise<void> {
    const { block } = place
    const execution = await this.#follower.executionAt(place).catch((error: Error) => {
      // A lost socket says nothing about the block.
      if (error instanceof Disconnected) return
      this.#doubt(`it is in block ${block.number}, whose events cannot be read: ${error.message}`, [
        block.number,
      ])
    })
    if (!execution) return
    const { failure } = execution
    this.#settle(
      failure
        ? { kind: 'failed', final: true, block, execution, failure }
        : { kind: 'included', final: true, block, execution },
    )
  }

  /** It is in a block that may still be undone. */
  async #show(place: Place): Promise<void> {
    this.#hinted = true
    const execution = await this.#follower.executionAt(place)
    if (this.#stopped) return
    const inclusion: Inclusion = { kind: 'inBlock', final: false, block: place.block, execution }
    this.#inclusion.resolve(inclusion)
    this.#enter({ status: 'inBlock', inclusion })
  }

  #retract(block: BlockRef): void {
    this.#enter({ status: 'retracted', block })
    // The node may have lost it with the block.
    this.#holder = undefined
  }

  #settle(result: Outcome): void {
    if (this.#stopped) return
    this.stop()
    const { nonces } = this.#chain
    const { address, nonce } = this.signed
    const used = result.kind !== 'refused' && result.kind !== 'expired'
    if (used) nonces.settle(address, nonce)
    else if (!this.#follower.holdsNonce(address, nonce)) nonces.release(address, nonce)
    this.#inclusion.resolve(result)
    this.#outcome.resolve(result)
    this.#state.change({ status: 'settled', outcome: result })
  }

  #enter(next: SubmissionState): void {
    if (!this.#stopped) this.#state.change(next)
  }

  /** All may not be well. A sighting in a block is worth more, unless the block cannot be read any more. */
  #doubt(reason: string, needs?: readonly number[]): void {
    const { state } = this
    if (state.status === 'inBlock' && !needs) return
    if (state.status === 'unresolved') {
      // What is needed is worth more than one more opinion.
      if (state.needs && !needs) return
      if (state.reason === reason && String(state.needs) === String(needs)) return
    }
    this.#enter({ status: 'unresolved', reason, ...(needs && { needs }) })
  }

  #taken(): void {
    const { state } = this
    if (state.status === 'signed' || (state.status === 'unresolved' && !state.needs))
      this.#enter({ status: 'broadcast' })
  }

  #sendAgain(head: BlockRef): void {
    this.#sentAt ??= head.number
    const silent = head.number >= this.#sentAt + PATIENCE
    if (this.#holder === this.#follower.session && !silent) return
    void this.#send()
    if (silent) void this.#offer()
  }

  async #send(): Promise<void> {
    const { connection } = this.#chain
    if (this.#sending || this.#stopped || !connection.isConnected) return
    this.#sending = true
    this.#sentAt = undefined
    const sentBefore = noteSent(this.signed.hash) || this.#sent
    this.#sent = true
    const { session } = this.#follower
    let given = false
    let over = false
    try {
      const id = await connection.subscribe(
        'author_extrinsicUpdate',
        'author_submitAndWatchExtrinsic',
        [this.signed.bytes],
        (error, status) => {
          over ||= error !== null || LAST.has(nameOf(status))
          given ||= error !== null || END_REASONS.has(nameOf(status))
          if (given && this.#holder === session) this.#holder = undefined
          if (error) this.#doubt('the connection was lost while it waited')
          else this.#hear(nameOf(status))
        },
      )
      this.#unwatch()
      this.#unwatch = () => {
        connection.unsubscribe(over ? undefined : 'author_unwatchExtrinsic', id).catch(() => undefined)
      }
      if (this.#stopped) this.#unwatch()
      else if (!given) {
        this.#holder = session
        this.#taken()
      }
    } catch (error) {
      if (isFull(error)) await this.#sendUnwatched(session, sentBefore)
      else this.#notTaken(error as Error, session, sentBefore)
    } finally {
      this.#sending = false
      // Its answer was lost with the connection, and meanwhile nobody sent it to the node that came after.
      if (session !== this.#follower.session) void this.#send()
    }
  }

  /** The node watches as much as it can. What it would tell the blocks tell too. */
  async #sendUnwatched(session: number, sentBefore: boolean): Promise<void> {
    try {
      await this.#chain.connection.send('author_submitExtrinsic', [this.signed.bytes])
      this.#holder = session
      this.#taken()
    } catch (error) {
      this.#notTaken(error as Error, session, sentBefore)
    }
  }

  #notTaken(error: Error, session: number, sentBefore: boolean): void {
    const said = error instanceof RpcError ? error : undefined
    const refusal = said && !sentBefore ? poolRefusal(said, this.#chain.specVersion) : undefined
    if (said?.rpcCode === ALREADY_IMPORTED) {
      this.#holder = session
      this.#taken()
    } else if (refusal) {
      this.#settle({ kind: 'refused', final: true, refusal })
    } else {
      // Its nonce is used: maybe by itself.
      this.#hinted ||= /outdated|stale/i.test(said?.data ?? '')
      this.#doubt(error.message)
      if (said) void this.#offer()
    }
  }

  /** Gives the same bytes to another node. What it thinks of them does not matter. */
  async #offer(): Promise<void> {
    const { connection } = this.#chain
    if (this.#stopped || !connection.hasOther) return
    await connection.askOther('author_submitExtrinsic', [this.signed.bytes]).then(
      () => this.#taken(),
      () => undefined,
    )
  }

  #hear(status: string): void {
    if (this.#stopped) return
    this.#hinted ||= status === 'inBlock' || status === 'finalized'
    const reason = END_REASONS.get(status)
    if (reason) this.#doubt(reason)
    else this.#taken()
  }

  #listenTo(signal: AbortSignal): void {
    const abort = () => {
      this.stop()
      this.#inclusion.reject(signal.reason)
      this.#outcome.reject(signal.reason)
    }
    signal.addEventListener('abort', abort, { once: true })
    this.#cleanups.push(() => signal.removeEventListener('abort', abort))
    // Who aborts may wait for only one of them, or none.
    this.inclusion.catch(() => undefined)
    this.outcome.catch(() => undefined)
  }
}

/** A promise that is kept from outside. */
class Later<T> {
  readonly promise: Promise<T>
  resolve: (value: T) => void = () => undefined
  reject: (reason: unknown) => void = () => undefined

  constructor() {
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve
      this.reject = reject
    })
  }
}

/** The name of a pool's status: text, or the one key of an object. */
function nameOf(status: unknown): string {
  return typeof status === 'string' ? status : (Object.keys(status ?? {})[0] ?? '')
}

function numbersOf(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}
