import type { BlockRef, Chain, Hex } from './chain.ts'
import { RpcError } from './errors.ts'
import { readExecution } from './events.ts'
import { poolRefusal } from './failures.ts'
import { findExtrinsic } from './find-extrinsic.ts'
import { readHead, watchFinalizedHeads, watchHeads } from './heads.ts'
import type { Inclusion, Outcome, SubmissionState } from './outcome.ts'
import { callRuntime } from './runtime-api.ts'
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

const END_REASONS: Readonly<Record<string, string>> = {
  usurped: 'the node says that another transaction took its place',
  dropped: 'the node dropped it from its pool',
  invalid: 'the node now takes it for invalid',
  finalityTimeout: 'the node waited too long for finality',
}

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
  const listeners = new Set<(state: SubmissionState) => void>()
  let state: SubmissionState = { status: 'signed' }
  let settled = false
  let resolveInclusion: (value: Inclusion | Outcome) => void = () => undefined
  let resolveOutcome: (value: Outcome) => void = () => undefined
  const inclusion = new Promise<Inclusion | Outcome>((resolve) => {
    resolveInclusion = resolve
  })
  const outcome = new Promise<Outcome>((resolve) => {
    resolveOutcome = resolve
  })

  const stop = () => {
    settled = true
    for (const cleanup of cleanups.splice(0)) cleanup()
  }
  const enter = (next: SubmissionState) => {
    if (settled) return
    state = next
    for (const listener of listeners) listener(next)
  }
  const settle = (result: Outcome) => {
    if (settled) return
    enter({ status: 'settled', outcome: result })
    stop()
    chain.nonces.release(signed.address, signed.nonce)
    resolveInclusion(result)
    resolveOutcome(result)
  }
  /** A hint that all may not be well; a sighting in a block is worth more. */
  const doubt = (reason: string, needs?: readonly number[]) => {
    if (state.status !== 'inBlock') enter({ status: 'unresolved', reason, ...(needs && { needs }) })
  }

  const nonceAt = (hash: Hex) =>
    callRuntime<number>(chain, 'AccountNonceApi.account_nonce', [signed.address], hash)

  const lookAtBest = async (head: BlockRef) => {
    if (state.status === 'inBlock') {
      const { block } = state.inclusion
      const hash = await connection.send<Hex | null>('chain_getBlockHash', [block.number])
      if (hash === block.hash) return
      enter({ status: 'retracted', block })
    }
    if ((await nonceAt(head.hash)) <= signed.nonce) return
    const found = await findExtrinsic(chain, signed, signed.era.birth.number + 1, head.number)
    if (!found || 'missing' in found || found.hash !== signed.hash) return
    const execution = await readExecution(chain, found.block.hash, found.index)
    if (settled) return
    const seen: Inclusion = { kind: 'inBlock', final: false, block: found.block, execution }
    enter({ status: 'inBlock', inclusion: seen })
    resolveInclusion(seen)
  }

  const lookAtFinal = async (head: BlockRef) => {
    const { birth, lastBlock } = signed.era
    if (head.number < birth.number) return
    const birthHash = await connection.send<Hex | null>('chain_getBlockHash', [birth.number])
    if (birthHash !== null && birthHash !== birth.hash) {
      return settle({ kind: 'expired', final: true, reason: 'chainReset' })
    }
    if ((await nonceAt(head.hash)) <= signed.nonce) {
      if (head.number >= lastBlock) return settle({ kind: 'expired', final: true, reason: 'eraEnded' })
      const { specVersion } = await connection.send<{ specVersion: number }>('state_getRuntimeVersion', [
        head.hash,
      ])
      if (specVersion !== signed.specVersion) {
        settle({ kind: 'expired', final: true, reason: 'runtimeUpgraded' })
      }
      return
    }
    const found = await findExtrinsic(chain, signed, birth.number + 1, Math.min(head.number, lastBlock))
    if (!found) return doubt('its nonce was used in a block outside its era')
    if ('missing' in found) return doubt('this node no longer has the blocks it may be in', found.missing)
    if (found.hash !== signed.hash) {
      return settle({ kind: 'replaced', final: true, by: found.hash, block: found.block })
    }
    const execution = await readExecution(chain, found.block.hash, found.index)
    const { failure } = execution
    settle(
      failure
        ? { kind: 'failed', final: true, block: found.block, execution, failure }
        : { kind: 'included', final: true, block: found.block, execution },
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
          if (settled) return
          if (error) return doubt('the connection was lost while it waited')
          const name = typeof status === 'string' ? status : (Object.keys(status ?? {})[0] ?? '')
          const reason = END_REASONS[name]
          if (reason) doubt(reason)
          else if (state.status === 'signed' || state.status === 'unresolved') enter({ status: 'broadcast' })
        },
      )
      if (settled) await connection.unsubscribe('author_unwatchExtrinsic', id)
      else {
        cleanups.push(() => {
          connection.unsubscribe('author_unwatchExtrinsic', id).catch(() => undefined)
        })
        if (state.status === 'signed') enter({ status: 'broadcast' })
      }
    } catch (error) {
      const refusal = error instanceof RpcError ? poolRefusal(error) : undefined
      if (refusal && firstTime) settle({ kind: 'refused', final: true, refusal })
      else if (state.status !== 'broadcast' || !refusal) doubt((error as Error).message)
    }
  }

  cleanups.push(
    watchHeads(chain, best),
    watchFinalizedHeads(chain, final),
    connection.onState((now) => {
      // The same bytes may go to any node any number of times; they can be included only once.
      if (now.status === 'connected' && sent && !settled) void send()
    }),
  )
  void send()
    .then(async () => {
      // Bytes sent before may be settled already, on a chain that makes no new blocks.
      if (!options.sentBefore || settled) return
      best(await readHead(chain, 'best'))
      final(await readHead(chain, 'finalized'))
    })
    .catch(() => undefined)

  return {
    signed,
    get state() {
      return state
    },
    onState(listener) {
      listeners.add(listener)
      listener(state)
      return () => listeners.delete(listener)
    },
    inclusion,
    outcome,
    stop,
  }
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
