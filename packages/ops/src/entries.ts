import type {
  HandedOutRecord,
  InBlockRecord,
  IntentRecord,
  JournalRecord,
  NotSentRecord,
  ResumedRecord,
  SettledRecord,
  SignedRecord,
} from './journal.ts'
import type { Reservation } from './policy/reserve.ts'

/** What the journal knows of one extrinsic. */
export interface Entry {
  readonly entry: number
  /**
   * - `intended`: not signed yet
   * - `handedOut`: somebody outside may have signed it
   * - `signed`: it may be on the chain
   * - `settled`: what became of it is final
   * - `notSent`: it was given up before it was signed
   */
  readonly status: 'intended' | 'handedOut' | 'signed' | 'settled' | 'notSent'
  /** The ids of its Operations, in the order of its calls. */
  readonly ids: readonly string[]
  readonly intent: IntentRecord
  readonly handedOut?: HandedOutRecord
  readonly signed?: SignedRecord
  readonly resumed?: ResumedRecord
  readonly inBlock?: InBlockRecord
  readonly settled?: SettledRecord
  readonly notSent?: NotSentRecord
}

/** What ended so that its spend is free again: it can never take anything. */
const FREED: readonly SettledRecord['outcome'][] = ['expired', 'replaced', 'refused', 'chainReset']

/** The entries of a journal, kept up to date record by record. */
export class Entries {
  readonly #entries = new Map<number, Entry>()
  readonly #byId = new Map<string, number>()
  readonly #open = new Set<number>()
  #next = 1

  /** The number of the entry that would be the next. */
  get next(): number {
    return this.#next
  }

  /** In the order in which they were begun. */
  get all(): readonly Entry[] {
    return [...this.#entries.values()]
  }

  get(entry: number): Entry | undefined {
    return this.#entries.get(entry)
  }

  /** The newest entry that an Operation is in. */
  byId(id: string): Entry | undefined {
    const entry = this.#byId.get(id)
    return entry === undefined ? undefined : this.#entries.get(entry)
  }

  /** Those that are neither settled nor given up. */
  open(): readonly Entry[] {
    return [...this.#open].flatMap((entry) => this.#entries.get(entry) ?? [])
  }

  /** What is reserved: freed only where an extrinsic can never take anything any more. */
  reservations(): readonly Reservation[] {
    return this.all.flatMap((entry) =>
      entry.intent.reservation && !isFreed(entry) ? [entry.intent.reservation] : [],
    )
  }

  /** When those were begun that may take something, reserved nothing, and came after the last that did. */
  uncounted(): readonly number[] {
    const { all } = this
    const counted = all.findLastIndex(({ intent }) => intent.reservation !== undefined)
    return all.slice(counted + 1).flatMap((entry) => (isFreed(entry) ? [] : [entry.intent.at]))
  }

  /** Takes one more record, or the same once more. @returns whether it belongs to what is there */
  add(record: JournalRecord): boolean {
    const { entry } = record
    if (record.type === 'intent') {
      const known = this.#entries.get(entry)?.intent
      if (known) return known.session === record.session && known.at === record.at
      const ids = record.legs.map(({ operation }) => operation.id)
      this.#entries.set(entry, { entry, status: 'intended', ids, intent: record })
      for (const id of ids) this.#byId.set(id, entry)
      this.#open.add(entry)
      this.#next = Math.max(this.#next, entry + 1)
      return true
    }
    const before = this.#entries.get(entry)
    if (!before) return false
    this.#entries.set(entry, withRecord(before, record))
    if (record.type === 'settled' || record.type === 'notSent') this.#open.delete(entry)
    // Should something be signed that was given up, it counts: what may be on the chain is never forgotten.
    if (record.type === 'signed' || record.type === 'handedOut') this.#open.add(entry)
    return true
  }
}

function isFreed({ notSent, settled }: Entry): boolean {
  return notSent !== undefined || (settled !== undefined && FREED.includes(settled.outcome))
}

function withRecord(before: Entry, record: Exclude<JournalRecord, IntentRecord>): Entry {
  switch (record.type) {
    case 'handedOut':
      return { ...before, status: 'handedOut', handedOut: record }
    case 'signed':
      return { ...before, status: 'signed', signed: record }
    case 'resumed':
      return { ...before, resumed: record }
    case 'inBlock':
      return { ...before, inBlock: record }
    case 'settled':
      return { ...before, status: 'settled', settled: record }
    case 'notSent':
      return { ...before, status: 'notSent', notSent: record }
  }
}
