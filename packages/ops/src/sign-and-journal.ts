import {
  type Chain,
  NotAHole,
  RuntimeChanged,
  type SignedExtrinsic,
  type Signer,
  SigningRefused,
  sign,
} from '@stake/chain'
import { StakeError } from '@stake/math'
import type { Draft } from './draft.ts'
import type { Entry } from './entries.ts'
import { OperationKnown, WrongSigner } from './errors.ts'
import { type Following, follow } from './follow.ts'
import type { IntentRecord, Journal, JournalRecord, JournalTurn, NotSentRecord } from './journal.ts'
import { allocateNonces } from './nonces.ts'
import { type Confirmation, type Judgement, judge } from './policy/judge.ts'
import type { Policy } from './policy/policy.ts'
import { checkSigned, type Reservation, reserve } from './policy/reserve.ts'
import { toReadable } from './readable.ts'

/** What signing needs beside what is to be signed. */
export interface SigningOptions {
  readonly signer: Signer
  readonly journal: Journal
  readonly policy: Policy
  /** Says yes or no where the policy wants a confirmation. */
  readonly confirm?: (asked: Confirmation) => boolean | Promise<boolean>
  /** A journal that knows nothing of today is meant, although the policy counts. */
  readonly newJournal?: boolean
  /** Blocks of validity. @default the signer's own, else 64 */
  readonly period?: number
}

/** What came of one draft. */
export type Dispatched =
  /** It is on its way, now or since before: its ids were known. */
  | { readonly entry: Entry; readonly following: Following }
  /** It was never signed. */
  | { readonly error: StakeError }

/** How many are signed, written down and sent at a time: one flush for all of them. */
const AT_ONCE = 50

/**
 * The one function that reaches a signer; every door leads here. In this order: the policy judges the encoded bytes;
 * spend is reserved and the intents are in the journal; each is signed, and refused where other bytes came back; the
 * signed bytes are in the journal, flushed; the first byte is sent, in the order of the nonces, without waiting for any
 * answer.
 *
 * Nobody else signs for the account meanwhile. What the journal knows is not signed again: it is attached to. What
 * cannot be signed stops those after it; those before it go their way.
 *
 * @throws WrongSigner, RuntimeChanged, OperationKnown, PolicyRefusal, JournalUnusable and what `sign` throws, as long as
 * nothing was signed.
 */
export async function signAndJournal(
  chain: Chain,
  drafts: readonly Draft[],
  options: SigningOptions,
): Promise<Dispatched[]> {
  const { journal, signer } = options
  for (const draft of drafts) checkDraft(chain, draft, signer)
  const before = await journal.read()
  const fresh = drafts.filter((draft) => {
    const known = knownEntry((id) => before.byId(id), draft)
    return !known || known.status === 'intended'
  })
  // All are judged before the first is signed: what would be stopped halfway is not begun.
  const calls = fresh.map(({ call }) => call.bytes)
  const judgements =
    calls.length === 0
      ? []
      : await judge(chain, options.policy, calls, {
          address: signer.address,
          ...(options.confirm && { confirm: options.confirm }),
        })
  const judged = new Map(fresh.map((draft, index) => [draft, judgements[index]]))
  return allocateNonces(chain, journal, signer.address, async (take) => {
    const steps = await journal.update((turn) => begin(chain, turn, drafts, judged, options))
    return signAll(chain, steps, take, options)
  })
}

/** A draft whose intent was written down. */
interface Begun {
  readonly entry: number
  readonly draft: Draft
  readonly judgement: Judgement
}

/** A draft that was begun, or is attached to what it was before. */
type Step = Begun | { readonly known: Entry }

/** Writes the intents of all that is not known, each with what is reserved for it, in one go. */
async function begin(
  chain: Chain,
  turn: JournalTurn,
  drafts: readonly Draft[],
  judged: ReadonlyMap<Draft, Judgement | undefined>,
  options: SigningOptions,
): Promise<Step[]> {
  const { entries } = turn
  const records: JournalRecord[] = []
  const reservations = [...entries.reservations()]
  const uncounted = entries.uncounted()
  const at = chain.clock.now()
  let next = entries.next
  const steps = drafts.map((draft): Step => {
    // Now nobody else can be between this look and the intent: a second click is the same Operation.
    const known = knownEntry((id) => entries.byId(id), draft)
    if (known && known.status !== 'intended') return { known }
    // Whoever began it has gone: the account is ours alone.
    if (known) records.push({ type: 'notSent', entry: known.entry, at, reason: GONE })
    const judgement = judged.get(draft)
    if (!judgement) throw new OperationKnown(draft.legs[0]?.operation.id ?? '', 'given up meanwhile')
    const reservation = reserve(
      judgement,
      { condition: options.journal.condition, reservations, uncounted },
      { newJournal: options.newJournal === true },
    )
    if (reservation) reservations.push(reservation)
    records.push(intentOf(chain, draft, next, options.journal.session, reservation))
    return { entry: next++, draft, judgement }
  })
  if (records.length > 0) await turn.append(...records)
  return steps
}

const GONE = { code: 'Interrupted', message: 'The program ended before it was signed.' }

function intentOf(
  chain: Chain,
  draft: Draft,
  entry: number,
  session: string,
  reservation: Reservation | undefined,
): IntentRecord {
  const { legs, form, call, address, plannedAt, specVersion } = draft
  return {
    type: 'intent',
    entry,
    at: chain.clock.now(),
    session,
    genesisHash: chain.genesisHash,
    address,
    form,
    legs: legs.map(({ operation, subnets, basis }) => ({ operation, subnets, basis: toReadable(basis) })),
    plannedAt,
    specVersion,
    call: call.bytes,
    ...(reservation && { reservation }),
  }
}

/** What was signed and is not written down yet. */
interface Ready {
  readonly index: number
  readonly entry: number
  readonly signed: SignedExtrinsic
}

/** Signs what was begun in its order, writes it down and sends it, some at a time. */
async function signAll(
  chain: Chain,
  steps: readonly Step[],
  take: () => Promise<number>,
  options: SigningOptions,
): Promise<Dispatched[]> {
  const { journal, signer } = options
  const results: Dispatched[] = []
  const ready: Ready[] = []
  const send = async () => {
    const at = chain.clock.now()
    const records = ready.map(({ entry, signed }): JournalRecord => ({ type: 'signed', entry, at, signed }))
    if (records.length > 0) await journal.update((turn) => appendSigned(turn, records))
    const entries = await journal.read()
    for (const { index, entry } of ready.splice(0)) {
      const written = entries.get(entry)
      if (written) results[index] = { entry: written, following: follow(chain, journal, written) }
    }
  }
  // Somebody who signs elsewhere takes his time: what is signed does not wait for the rest.
  const atOnce = signer.period === undefined ? AT_ONCE : 1
  let stopped: unknown
  try {
    for (const [index, step] of steps.entries()) {
      if ('known' in step) {
        results[index] = { entry: step.known, following: follow(chain, journal, step.known) }
        continue
      }
      ready.push({ index, entry: step.entry, signed: await signOne(chain, step, await take(), options) })
      if (ready.length >= atOnce) await send()
    }
  } catch (error) {
    stopped = error ?? new Error('no reason was given')
  }
  // What was signed before goes its way.
  await send().catch((error: unknown) => {
    stopped ??= error
  })
  if (stopped !== undefined) await giveUp(chain, steps, results, stopped, journal)
  return results
}

/** What somebody gave up meanwhile, because he took this program for dead, must stay unsent: that is what he was told. */
function appendSigned({ entries, append }: JournalTurn, records: readonly JournalRecord[]): Promise<void> {
  const given = records.map(({ entry }) => entries.get(entry)).find((entry) => entry?.notSent)
  if (given) throw new OperationKnown(given.ids[0] ?? '', 'given up')
  return append(...records)
}

/** One signature, over the very bytes that were judged. */
async function signOne(
  chain: Chain,
  { entry, draft, judgement }: Begun,
  nonce: number,
  { journal, signer, period }: SigningOptions,
): Promise<SignedExtrinsic> {
  // What fills a hole is of no use elsewhere.
  if (draft.fills !== undefined && draft.fills !== nonce) throw new NotAHole(draft.address, draft.fills)
  const signed = await sign(chain, draft.call, handingOut(chain, journal, entry, signer), {
    nonce,
    ...(period !== undefined && { period }),
  })
  // These are the bytes that were judged, whatever the draft or the signer made of them.
  checkSigned(judgement, signed)
  // The bytes of the call belong to the runtime they were planned for.
  if (signed.specVersion !== draft.specVersion)
    throw new RuntimeChanged(draft.specVersion, signed.specVersion)
  return signed
}

/** Before somebody elsewhere is shown what to sign it is written down that he may have signed it. */
function handingOut(chain: Chain, journal: Journal, entry: number, signer: Signer): Signer {
  if (signer.period === undefined) return signer
  return {
    ...signer,
    sign: async (request) => {
      const { nonce, era } = request
      const at = chain.clock.now()
      await journal.update((turn) => turn.append({ type: 'handedOut', entry, at, nonce, era }))
      return signer.sign(request)
    },
  }
}

/** Writes down that nothing was signed of what has no result: then what is reserved for it is free again. */
async function giveUp(
  chain: Chain,
  steps: readonly Step[],
  results: Dispatched[],
  cause: unknown,
  journal: Journal,
): Promise<void> {
  const given = steps.flatMap((step, index) => ('known' in step || results[index] ? [] : [{ index, step }]))
  const first = errorOf(cause)
  for (const [place, { index }] of given.entries()) {
    results[index] = { error: place === 0 ? first : notAfter(first) }
  }
  const at = chain.clock.now()
  const reason = reasonOf(cause)
  await journal
    .update(async (turn) => {
      const open = given.filter(({ step: { entry } }) => mayGiveUp(turn.entries.get(entry), cause))
      const records = open.map(
        ({ step: { entry } }): JournalRecord => ({ type: 'notSent', entry, at, reason }),
      )
      if (records.length > 0) await turn.append(...records)
    })
    // Where not even that can be written, resuming does it.
    .catch(() => undefined)
  // Somebody was told nothing yet, so he can be told here.
  if (!results.some((result) => 'following' in result)) throw cause
}

/** What was handed out may be signed all the same, unless who was asked has said no. */
function mayGiveUp(entry: Entry | undefined, cause: unknown): boolean {
  return entry?.status === 'intended' || (entry?.status === 'handedOut' && cause instanceof SigningRefused)
}

/** What the journal keeps of it. The words of a wallet, or of a program that signs, may hold anything: they are told, not kept. */
function reasonOf(cause: unknown): NotSentRecord['reason'] {
  if (cause instanceof SigningRefused) return { code: cause.code, message: 'Who was asked did not sign.' }
  if (cause instanceof StakeError) return { code: cause.code, message: cause.message }
  return { code: 'NotSigned', message: 'Something outside of this package failed while it was signed.' }
}

function errorOf(cause: unknown): StakeError {
  if (cause instanceof StakeError) return cause
  const message = cause instanceof Error ? cause.message : String(cause)
  return new StakeError('NotSigned', `It was not signed: ${message}`, {
    remedy: 'Nothing was sent. Look at the cause, then run it again.',
    cause,
  })
}

function notAfter(cause: StakeError): StakeError {
  return new StakeError('NotSent', `Not sent, because the one before it was stopped: ${cause.message}`, {
    remedy: 'Look at the first one, then plan the rest again.',
    cause,
  })
}

function checkDraft(chain: Chain, { address, specVersion }: Draft, signer: Signer): void {
  if (signer.address !== address) throw new WrongSigner(address, signer.address)
  if (chain.specVersion !== specVersion) throw new RuntimeChanged(specVersion, chain.specVersion)
}

/**
 * The entry that a draft's ids are known from, unless they may begin anew.
 *
 * @throws OperationKnown where some of its ids are known and others not, or somebody outside may have signed it
 */
function knownEntry(byId: (id: string) => Entry | undefined, { legs }: Draft): Entry | undefined {
  const entries = legs.map(({ operation }) => byId(operation.id))
  const known = entries.find((entry) => entry && entry.status !== 'notSent')
  if (!known) return undefined
  const stranger = legs.findIndex((_, index) => entries[index] !== known)
  const id = legs[stranger < 0 ? 0 : entries.indexOf(known)]?.operation.id ?? ''
  if (stranger >= 0) throw new OperationKnown(id, 'part of another transaction')
  if (known.status === 'handedOut') throw new OperationKnown(id, 'handed out to be signed')
  return known
}
