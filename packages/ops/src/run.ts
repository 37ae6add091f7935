import {
  type Chain,
  decodeCall,
  type Outcome,
  RuntimeChanged,
  type SignedExtrinsic,
  type Signer,
  type Submission,
  type SubmissionState,
  sign,
  submit,
} from '@stake/chain'
import { StakeError } from '@stake/math'
import { OperationKnown, WrongChain, WrongSigner } from './errors.ts'
import type { Journal, SettledRecord } from './journal.ts'
import type { Leg, Plan } from './plan.ts'
import { judge, type Policy } from './policy.ts'
import { notSentReport, type Report, reportOf } from './report.ts'

/** Options of {@link run}. */
export interface RunOptions {
  readonly signer: Signer
  readonly journal: Journal
  readonly policy: Policy
  /** Blocks of validity. @default 64 */
  readonly period?: number
  /** Called at every change of any leg. */
  readonly onState?: (leg: Leg, state: SubmissionState) => void
}

/** A leg on its way. */
export interface RunningLeg {
  readonly leg: Leg
  /** Undefined for a leg that was not sent, because one before it was refused. */
  readonly submission: Submission | undefined
  /** The first sight of it in a block (`final: false`), or the end if that comes first. */
  readonly provisional: Promise<Report>
  /** What became of it, for ever; in the journal before it resolves, as long as that can be written. */
  readonly report: Promise<Report>
}

/**
 * Signs and sends the legs of a plan in the order of their nonces, without waiting for inclusion, each with its
 * own outcome. This is the only way to a signature.
 *
 * Before a leg is signed the policy judges its encoded bytes and its intent is in the journal; before it is
 * sent its signed bytes are in the journal. When the pool refuses a leg, those after it are not sent.
 *
 * @throws WrongSigner, WrongChain, RuntimeChanged, OperationKnown, PolicyRefusal, JournalUnusable, and what `sign`
 * throws, for the first leg; for later ones they end up in the reports.
 *
 * @example
 * ```ts
 * import { connect, readValidators, signerFromUri } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 * import { memoryJournal, parseOperation, plan, run } from '@stake/ops'
 *
 * const devnet = await startDevnet({ blockTime: 100 })
 * const chain = await connect({ endpoints: devnet.url })
 * const [validator] = await readValidators(await chain.at('best'), 2)
 * const signer = signerFromUri('//Alice')
 * const hotkey = validator?.hotkey ?? ''
 * const stake = parseOperation({ id: '1', kind: 'stake', coldkey: signer.address, hotkey, netuid: 2, amount: '5' })
 * const [leg] = await run(chain, await plan(chain, [stake]), { signer, journal: memoryJournal(), policy: {} })
 * const report = await leg?.report
 * report?.status // => executed
 * report?.executed.format() // => τ5.000000000
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function run(chain: Chain, plan: Plan, options: RunOptions): Promise<RunningLeg[]> {
  const { signer, journal } = options
  if (signer.address !== plan.coldkey) throw new WrongSigner(plan.coldkey, signer.address)
  if (chain.genesisHash !== plan.genesisHash) throw new WrongChain(plan.genesisHash, chain.genesisHash)
  if (chain.specVersion !== plan.specVersion) throw new RuntimeChanged(plan.specVersion, chain.specVersion)
  for (const { operation } of plan.legs) await refuseKnown(journal, operation.id)
  // All legs are judged before the first is signed: a plan that will be stopped halfway is not begun.
  for (const leg of plan.legs) judge(options.policy, decodeCall(chain, leg.call.bytes))

  const running: RunningLeg[] = []
  for (const leg of plan.legs) {
    try {
      const signed = await signLeg(chain, plan, leg, options)
      const submission = submit(chain, signed)
      submission.onState((state) => options.onState?.(leg, state))
      running.push(follow(leg, signed, submission, journal, chain))
      const refusal = await firstAnswer(submission)
      if (refusal) throw refusal
    } catch (error) {
      if (running.length === 0) throw error
      const reason = notAfter(error)
      for (const rest of plan.legs.slice(running.length)) {
        const report = Promise.resolve(notSentReport(rest, reason))
        running.push({ leg: rest, submission: undefined, provisional: report, report })
      }
      break
    }
  }
  return running
}

/** The one function that reaches a signer: policy on the bytes, intent, signature, signed bytes. */
function signLeg(chain: Chain, plan: Plan, leg: Leg, options: RunOptions): Promise<SignedExtrinsic> {
  const { signer, journal, policy, period } = options
  const { id } = leg.operation
  return chain.nonces.allocate(signer.address, async (nonce) => {
    // Again, now that nobody else can be between this look and the intent: a second click is the same Operation.
    await refuseKnown(journal, id)
    judge(policy, decodeCall(chain, leg.call.bytes))
    await journal.append({
      type: 'intent',
      id,
      at: chain.clock.now(),
      genesisHash: chain.genesisHash,
      operation: leg.operation,
      block: plan.block,
      registeredAt: leg.subnets[0]?.registeredAt ?? 0,
      call: leg.call.bytes,
    })
    const signed = await sign(chain, leg.call, signer, { nonce, ...(period !== undefined && { period }) })
    // The bytes of the call belong to the runtime they were planned for.
    if (signed.specVersion !== plan.specVersion)
      throw new RuntimeChanged(plan.specVersion, signed.specVersion)
    await journal.append({
      type: 'signed',
      id,
      at: chain.clock.now(),
      genesisHash: signed.genesisHash,
      address: signed.address,
      nonce: signed.nonce,
      hash: signed.hash,
      bytes: signed.bytes,
      specVersion: signed.specVersion,
      era: signed.era,
    })
    return signed
  })
}

async function refuseKnown(journal: Journal, id: string): Promise<void> {
  const record = (await journal.read()).findLast((candidate) => candidate.id === id)
  if (record) throw new OperationKnown(id, record.type === 'intent' ? 'begun' : record.type)
}

function follow(
  leg: Leg,
  signed: SignedExtrinsic,
  submission: Submission,
  journal: Journal,
  chain: Chain,
): RunningLeg {
  const provisional = submission.inclusion.then((end) => reportOf(leg, signed, end))
  const report = submission.outcome.then(async (outcome) => {
    // Where it cannot be written the entry stays open and is settled later; what became of it is no less true.
    await journal.append(settled(leg.operation.id, outcome, chain.clock.now())).catch(() => undefined)
    return reportOf(leg, signed, outcome)
  })
  // Callers may look at one of the two promises only.
  provisional.catch(() => undefined)
  report.catch(() => undefined)
  return { leg, submission, provisional, report }
}

/** Waits until the node has the transaction, or refuses it, or cannot be reached. */
function firstAnswer(submission: Submission): Promise<StakeError | undefined> {
  return new Promise((resolve) => {
    submission.onState((state) => {
      if (state.status === 'signed') return
      const outcome = state.status === 'settled' ? state.outcome : undefined
      resolve(outcome?.kind === 'refused' ? outcome.refusal : undefined)
    })
  })
}

function settled(id: string, outcome: Outcome, at: number): SettledRecord {
  const base = { type: 'settled', id, at, outcome: outcome.kind } as const
  switch (outcome.kind) {
    case 'included':
      return { ...base, block: outcome.block }
    case 'failed':
      return { ...base, block: outcome.block, reason: outcome.failure.code }
    case 'replaced':
      return { ...base, block: outcome.block, reason: outcome.by }
    case 'expired':
      return { ...base, reason: outcome.reason }
    case 'refused':
      return { ...base, reason: outcome.refusal.code }
  }
}

function notAfter(error: unknown): StakeError {
  const message = error instanceof Error ? error.message : String(error)
  return new StakeError('NotSent', `Not sent, because the one before it was stopped: ${message}`, {
    remedy: 'Look at the first one, then plan the rest again.',
    cause: error,
  })
}
