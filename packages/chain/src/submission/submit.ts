import type { BlockRef, Chain } from '../chain.ts'
import { Disconnected, RpcError } from '../errors/errors.ts'
import { poolRefusal } from '../errors/failures.ts'
import { readSpecVersion } from '../runtime/runtime.ts'
import { callRuntime } from '../runtime/runtime-api.ts'
import { Watched } from '../watched.ts'
import { readBlockHash, readHead, watchFinalizedHeads, watchHeads } from '../watching/heads.ts'
import { readExecution } from './events.ts'
import { type Found, findExtrinsic } from './find-extrinsic.ts'
import type { Inclusion, Outcome, SubmissionState } from './outcome.ts'
import type { SignedExtrinsic } from './sign.ts'

/** Options of {@link submit}. */
export interface SubmitOptions {
  /**
   * These bytes may have been sent before (a resumed journal): then no answer of the pool is a refusal.
   * @default false
   */
  readonly sentBefore?: boolean
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

/**
 * Sends signed bytes and follows them to a definite end.
 *
 * What the pool reports is only a hint. The outcome comes from finalized blocks: from the account's nonce
 * there, the block that has the bytes, and the events at that block. So it survives lost connections,
 * dropped pools and reorganisations, and it is never guessed.
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
 * const outcome = await submit(chain, signed).outcome
 * outcome.kind // => included
 * await chain.close()
 * await devnet.close()
 * ```
 */
export function submit(chain: Chain, signed: SignedExtrinsic, options: SubmitOptions = {}): Submission {
  const { connection } = chain
  const cleanups: (() => void)[] = []
  const state = new Watched<SubmissionState>({ status: 'signed' })
  let stopped = false
  /** The pool has said that it is in a block: reason to look for it, no more. */
  let hinted = false
  let resolveInclusion: (value: Inclusion | Outcome) => void = () => undefined
  let resolveOutcome: (value: Outcome) => void = () => undefined
  const inclusion = new Promise<Inclusion | Outcome>((resolve) => {
    resolveInclusion = resolve
  })
  const outcome = new Promise<Outcome>((resolve) => {
    resolveOutcome = resolve
  })

  const stop = () => {
    stopped = true
    for (const cleanup of cleanups.splice(0)) cleanup()
  }
  const enter = (next: SubmissionState) => {
    if (!stopped) state.change(next)
  }
  const settle = (result: Outcome) => {
    if (stopped) return
    stop()
    chain.nonces.release(signed.address, signed.nonce)
    resolveInclusion(result)
    resolveOutcome(result)
    state.change({ status: 'settled', outcome: result })
  }
  /** All may not be well. A sighting in a block is worth more, unless the block cannot be read any more. */
  const doubt = (reason: string, needs?: readonly number[]) => {
    const { value } = state
    if ((value.status === 'inBlock' && !needs) || (value.status === 'unresolved' && value.reason === reason))
      return
    enter({ status: 'unresolved', reason, ...(needs && { needs }) })
  }

  const nonceAt = async (block: BlockRef) =>
    callRuntime<number>(await chain.at(block), 'AccountNonceApi.account_nonce', [signed.address])

  const lookAtBest = async (head: BlockRef) => {
    if (state.value.status === 'inBlock') {
      const { block } = state.value.inclusion
      const hash = await readBlockHash(chain, block.number)
      // A node that is behind has no block of that number; only another one says that ours was undone.
      if (hash === undefined || hash === block.hash) return
      enter({ status: 'retracted', block })
    }
    if (!hinted && (await nonceAt(head)) <= signed.nonce) return
    const found = await findExtrinsic(chain, signed, signed.era.birth.number + 1, head.number)
    if (!found || 'missing' in found || found.hash !== signed.hash) return
    const execution = await readExecution(chain, found.block, found.index)
    if (stopped) return
    const seen: Inclusion = { kind: 'inBlock', final: false, block: found.block, execution }
    resolveInclusion(seen)
    enter({ status: 'inBlock', inclusion: seen })
  }

  const lookAtFinal = async (head: BlockRef) => {
    const { birth, lastBlock } = signed.era
    if (head.number < birth.number) return
    const birthHash = await readBlockHash(chain, birth.number)
    if (birthHash !== undefined && birthHash !== birth.hash) {
      return settle({ kind: 'expired', final: true, reason: 'chainReset' })
    }
    const unused = (await nonceAt(head)) <= signed.nonce
    const ended = head.number >= lastBlock
    // An account that was emptied begins its nonces anew, so an unused nonce is no proof where there was a hint.
    const found =
      unused && !ended && !hinted
        ? undefined
        : await findExtrinsic(chain, signed, birth.number + 1, Math.min(head.number, lastBlock))
    if (found && !('missing' in found)) return conclude(found)
    // Nor is it where the hinted block is not served any more: that would be a guess.
    if (found && (!unused || hinted))
      return doubt('this node no longer has the blocks it may be in', found.missing)
    if (ended) return settle({ kind: 'expired', final: true, reason: 'eraEnded' })
    if (unused && (await readSpecVersion(connection, head.hash)) !== signed.specVersion) {
      settle({ kind: 'expired', final: true, reason: 'runtimeUpgraded' })
    }
  }

  /** The nonce was used in a final block. */
  const conclude = async ({ block, hash, index }: Found) => {
    if (hash !== signed.hash) return settle({ kind: 'replaced', final: true, by: hash, block })
    const execution = await readExecution(chain, block, index).catch((error: Error) => {
      // A lost socket says nothing about the block.
      if (!(error instanceof Disconnected)) {
        doubt(`it is in block ${block.number}, whose events cannot be read: ${error.message}`, [block.number])
      }
    })
    if (!execution) return
    const { failure } = execution
    settle(
      failure
        ? { kind: 'failed', final: true, block, execution, failure }
        : { kind: 'included', final: true, block, execution },
    )
  }

  // A look that fails (the socket went, the runtime changed) is repeated with the next head.
  const best = oneAtATime(lookAtBest)
  const final = oneAtATime(lookAtFinal)

  let sent = options.sentBefore ?? false
  const send = async () => {
    const firstTime = !sent
    sent = true
    try {
      const id = await connection.subscribe(
        'author_extrinsicUpdate',
        'author_submitAndWatchExtrinsic',
        [signed.bytes],
        (error, status) => {
          if (stopped) return
          if (error) return doubt('the connection was lost while it waited')
          const name = nameOf(status)
          const reason = END_REASONS.get(name)
          hinted ||= name === 'inBlock' || name === 'finalized'
          if (reason) doubt(reason)
          else if (state.value.status === 'signed' || state.value.status === 'unresolved')
            enter({ status: 'broadcast' })
        },
      )
      const unwatch = () => {
        connection.unsubscribe('author_unwatchExtrinsic', id).catch(() => undefined)
      }
      if (stopped) return unwatch()
      cleanups.push(unwatch)
      if (state.value.status === 'signed') enter({ status: 'broadcast' })
    } catch (error) {
      const refusal = error instanceof RpcError ? poolRefusal(error) : undefined
      if (refusal && firstTime) settle({ kind: 'refused', final: true, refusal })
      else if (state.value.status !== 'broadcast' || !refusal) doubt((error as Error).message)
    }
  }

  cleanups.push(watchHeads(chain, best), watchFinalizedHeads(chain, final))
  let connected = connection.isConnected
  void send()
  cleanups.push(
    connection.onState(() => {
      const again = connection.isConnected && !connected
      connected = connection.isConnected
      // The same bytes may go to any node any number of times; they can be included only once.
      if (again) void send()
    }),
  )
  // Bytes sent before may be settled already, on a chain that makes no new blocks.
  if (options.sentBefore) {
    readHead(chain, 'best').then(best, () => undefined)
    readHead(chain, 'finalized').then(final, () => undefined)
  }

  return {
    signed,
    get state() {
      return state.value
    },
    onState: (listener) => state.watch(listener),
    inclusion,
    outcome,
    stop,
  }
}

/** The name of a pool's status: text, or the one key of an object. */
function nameOf(status: unknown): string {
  return typeof status === 'string' ? status : (Object.keys(status ?? {})[0] ?? '')
}

/** Runs `work` for one head at a time; of the heads that came meanwhile only the newest is looked at. */
function oneAtATime(work: (head: BlockRef) => Promise<void>): (head: BlockRef) => void {
  let running = false
  let waiting: BlockRef | undefined
  const run = async (head: BlockRef) => {
    running = true
    let next: BlockRef | undefined = head
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
