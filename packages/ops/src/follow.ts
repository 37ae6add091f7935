import {
  type Chain,
  type Inclusion,
  type Outcome,
  type SignedExtrinsic,
  type Submission,
  type SubmissionState,
  submit,
} from '@stake/chain'
import { StakeError } from '@stake/math'
import type { Entry } from './entries.ts'
import { writeOf } from './entry-writer.ts'
import { outcomeOfHandedOut } from './handed-out.ts'
import type { Journal, SettledRecord } from './journal.ts'
import { fromReadable, toReadable } from './readable.ts'
import { type FinalReport, notSentReport, type Report, reportsOf } from './report.ts'
import type { ReportBasis } from './report-basis.ts'

/** An extrinsic of the journal on its way to its end. */
export interface Following {
  readonly entry: number
  /** The ids of its Operations. */
  readonly ids: readonly string[]
  /** Undefined as long as its bytes were not handed to the node by this process. */
  readonly submission: Submission | undefined
  /** Calls `listener` with the state now, once there is one, and at every change, until the returned function is called. */
  onState(listener: (state: SubmissionState) => void): () => void
  /** One report a leg, from the first sight of it in a block (`final: false`), or from the end if that comes first. */
  readonly provisional: Promise<readonly Report[]>
  /** What became of it, for ever; in the journal before it resolves, as long as that can be written. */
  readonly reports: Promise<readonly FinalReport[]>
  /** Stops watching; both promises stay open, and so does the entry. */
  stop(): void
}

const following = new WeakMap<Chain, WeakMap<Journal, Map<number, EntryFollowing>>>()
/** What this process handed to a node: its next submission is no first one. */
const sent = new WeakMap<Journal, Set<number>>()

/**
 * Brings an entry of the journal to its end: sends its bytes (the same ones, as often as needed), follows them, and
 * writes what became of them. It never signs. Once for each entry, chain and process: asked again it gives the same.
 *
 * What this run of the program signed is sent at once. What another one signed is first marked as resumed, so that
 * neither takes a node's refusal for definite. What is not signed yet is waited for as long as its program lives, and
 * else given up; what was handed out and never came back is settled when its era has ended.
 */
export function follow(chain: Chain, journal: Journal, entry: Entry): Following {
  const journals = following.get(chain) ?? new WeakMap<Journal, Map<number, EntryFollowing>>()
  following.set(chain, journals)
  const entries = journals.get(journal) ?? new Map<number, EntryFollowing>()
  journals.set(journal, entries)
  const known = entries.get(entry.entry)
  if (known) {
    known.wake(entry)
    return known
  }
  const one = new EntryFollowing(chain, journal, entry)
  entries.set(entry.entry, one)
  const forget = () => entries.delete(entry.entry)
  one.reports.then(forget, forget)
  return one
}

/** Read once for each: an entry never changes, and a history is told over and over. */
const readReports = new WeakMap<Entry, readonly FinalReport[]>()

/** The reports of an entry that is settled or was given up. */
export function reportsOfEntry(entry: Entry): readonly FinalReport[] {
  const reports = readReports.get(entry) ?? readReportsOf(entry)
  readReports.set(entry, reports)
  return reports
}

function readReportsOf(entry: Entry): readonly FinalReport[] {
  if (entry.settled) return entry.settled.reports.map((report) => fromReadable(report) as FinalReport)
  const { code, message } = entry.notSent?.reason ?? INTERRUPTED
  const error = new StakeError(code, message, {
    remedy: 'Nothing was sent. Plan it again if you still want it.',
  })
  return basesOf(entry).map((basis) => notSentReport(basis, error))
}

/** What the reports of an entry stand on. */
export function basesOf({ intent }: Entry): readonly ReportBasis[] {
  return intent.legs.map(({ basis }) => fromReadable(basis) as ReportBasis)
}

/** Why an intent was given up that nobody signed. */
export const INTERRUPTED: { readonly code: string; readonly message: string } = {
  code: 'Interrupted',
  message: 'The program ended before it was signed.',
}

/** Milliseconds between two looks at what another program is about to sign. */
const LOOK_AGAIN = 100

class EntryFollowing implements Following {
  readonly entry: number
  readonly ids: readonly string[]
  readonly provisional: Promise<readonly Report[]>
  readonly reports: Promise<readonly FinalReport[]>
  submission: Submission | undefined
  readonly #chain: Chain
  readonly #journal: Journal
  readonly #listeners = new Map<(state: SubmissionState) => void, () => void>()
  #seen: (reports: readonly Report[]) => void = () => undefined
  #wake: () => void = () => undefined

  constructor(chain: Chain, journal: Journal, entry: Entry) {
    this.#chain = chain
    this.#journal = journal
    this.entry = entry.entry
    this.ids = entry.ids
    const seen = new Promise<readonly Report[]>((resolve) => {
      this.#seen = resolve
    })
    // Within this call, so that the first bytes leave in the order of the calls.
    this.#submitOwn(entry)
    this.reports = this.#toTheEnd(entry)
    this.provisional = Promise.race([seen, this.reports])
    // Callers may look at one of the two promises only.
    this.reports.catch(() => undefined)
    this.provisional.catch(() => undefined)
  }

  onState(listener: (state: SubmissionState) => void): () => void {
    this.#listeners.set(listener, this.submission?.onState(listener) ?? (() => undefined))
    return () => {
      this.#listeners.get(listener)?.()
      this.#listeners.delete(listener)
    }
  }

  stop(): void {
    this.submission?.stop()
  }

  /** There is news of the entry: its signature came, perhaps. */
  wake(entry: Entry): void {
    if (!this.submission) this.#submitOwn(entry)
    this.#wake()
  }

  /** Nobody else has sent it, or may send it meanwhile. */
  #isOwn({ intent, resumed }: Entry): boolean {
    return intent.session === this.#journal.session && !resumed
  }

  async #toTheEnd(first: Entry): Promise<readonly FinalReport[]> {
    for (let entry = first; ; ) {
      if (!this.submission) entry = await this.#claim(entry)
      if (entry.status === 'settled' || entry.status === 'notSent') return reportsOfEntry(entry)
      const outcome = await this.#outcome(entry)
      if (!outcome) {
        entry = (await this.#journal.read()).get(entry.entry) ?? entry
        continue
      }
      const reports = (await this.#reportsOf(entry, outcome)) as readonly FinalReport[]
      const record = { ...settledBy(outcome), entry: entry.entry, reports: reports.map(toReadable) }
      const after = await this.#settle(record)
      // Where it cannot be written it is settled later; what became of it is no less true.
      if (!after || after.settled?.reports === record.reports) return reports
      if (after.settled) return reportsOfEntry(after)
      // Another program sends these bytes too: what one node refused, another may have taken.
      entry = after
      this.submission = undefined
    }
  }

  /** Waits until there is something to follow, and marks what another run of a program signed. */
  async #claim(first: Entry): Promise<Entry> {
    let entry = first
    while (entry.status === 'intended' && (await this.#journal.isAlive(entry.intent.session))) {
      await this.#pause()
      entry = (await this.#journal.read()).get(entry.entry) ?? entry
    }
    const { clock } = this.#chain
    return writeOf(this.#journal, entry.entry, (now) => {
      const of = { entry: now.entry, at: clock.now() }
      if (now.status === 'intended') return { type: 'notSent', ...of, reason: INTERRUPTED }
      if (now.status !== 'signed' || now.resumed || this.#isOwn(now)) return undefined
      return { type: 'resumed', ...of, session: this.#journal.session }
    })
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#chain.clock.after(LOOK_AGAIN, resolve)
      this.#wake = () => {
        cancel()
        resolve()
      }
    })
  }

  #submitOwn(entry: Entry): void {
    if (entry.status === 'signed' && this.#isOwn(entry)) this.#submit(entry)
  }

  /** Hands the bytes to the node. @throws InvalidExtrinsic for records that are not what they say of themselves */
  #submit(entry: Entry): Submission {
    const { entry: number, signed } = entry
    const here = sent.get(this.#journal) ?? new Set<number>()
    sent.set(this.#journal, here)
    const sentBefore = !this.#isOwn(entry) || here.has(number)
    here.add(number)
    this.submission?.stop()
    this.submission = submit(this.#chain, signed?.signed as SignedExtrinsic, { sentBefore })
    for (const [listener, stop] of this.#listeners) {
      stop()
      this.#listeners.set(listener, this.submission.onState(listener))
    }
    return this.submission
  }

  /** @returns undefined where there is something else to follow by now */
  async #outcome(entry: Entry): Promise<Outcome | undefined> {
    if (entry.status === 'handedOut') {
      const woken = new Promise<void>((resolve) => {
        this.#wake = resolve
      })
      return outcomeOfHandedOut(this.#chain, this.#journal, entry, woken)
    }
    const submission = this.submission ?? this.#submit(entry)
    submission.inclusion.then((end) => (end.final ? undefined : this.#see(entry, end))).catch(() => undefined)
    return submission.outcome
  }

  async #see(entry: Entry, inclusion: Inclusion): Promise<void> {
    this.#seen(await this.#reportsOf(entry, inclusion))
    const { block } = inclusion
    await writeOf(this.#journal, entry.entry, (now) =>
      now.settled ? undefined : { type: 'inBlock', entry: now.entry, at: this.#chain.clock.now(), block },
    )
  }

  #reportsOf(entry: Entry, end: Inclusion | Outcome): Promise<readonly Report[]> {
    return reportsOf(this.#chain, basesOf(entry), entry.intent.form, end, entry.signed?.signed.hash)
  }

  /** @returns undefined where it cannot be written */
  #settle(record: Omit<SettledRecord, 'at'>): Promise<Entry | undefined> {
    return writeOf(this.#journal, record.entry, (now) => {
      const contested = record.outcome === 'refused' && now.resumed
      return now.settled || contested ? undefined : { ...record, at: this.#chain.clock.now() }
    }).catch(() => undefined)
  }
}

function settledBy(outcome: Outcome): Pick<SettledRecord, 'type' | 'outcome' | 'block'> {
  switch (outcome.kind) {
    case 'included':
    case 'failed':
    case 'replaced':
      return { type: 'settled', outcome: outcome.kind, block: outcome.block }
    case 'expired':
      return { type: 'settled', outcome: outcome.reason === 'chainReset' ? 'chainReset' : 'expired' }
    case 'refused':
      return { type: 'settled', outcome: 'refused' }
  }
}
