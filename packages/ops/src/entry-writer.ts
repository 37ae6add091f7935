import type { Entry } from './entries.ts'
import type { Journal, JournalRecord } from './journal.ts'

/** Says what to write about an entry as it is by then; nothing where somebody was faster. */
type Decide = (now: Entry) => JournalRecord | undefined

interface Request {
  readonly entry: number
  readonly decide: Decide
  readonly resolve: (now: Entry) => void
  readonly reject: (error: unknown) => void
}

const writers = new WeakMap<Journal, EntryWriter>()

/** Writes what happens to entries; what comes while a flush is under way shares the next one. */
class EntryWriter {
  readonly #journal: Journal
  #waiting: Request[] = []
  #running = false

  constructor(journal: Journal) {
    this.#journal = journal
  }

  write(entry: number, decide: Decide): Promise<Entry> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ entry, decide, resolve, reject })
      if (!this.#running) void this.#run()
    })
  }

  async #run(): Promise<void> {
    this.#running = true
    while (this.#waiting.length > 0) await this.#turn()
    this.#running = false
  }

  async #turn(): Promise<void> {
    let taken: Request[] = []
    try {
      await this.#journal.update(async ({ entries, append }) => {
        taken = this.#waiting
        this.#waiting = []
        const records = taken.flatMap(({ entry, decide }) => {
          const now = entries.get(entry)
          return (now && decide(now)) ?? []
        })
        if (records.length > 0) await append(...records)
        for (const { entry, resolve, reject } of taken) {
          const now = entries.get(entry)
          if (now) resolve(now)
          else reject(new Error(`the journal has no entry ${entry}`))
        }
      })
    } catch (error) {
      const lost = taken.length > 0 ? taken : this.#waiting.splice(0)
      for (const { reject } of lost) reject(error)
    }
  }
}

/**
 * Writes a record about an entry, as `decide` says of it at that moment.
 *
 * @returns the entry afterwards
 * @throws JournalUnusable
 */
export function writeOf(journal: Journal, entry: number, decide: Decide): Promise<Entry> {
  const writer = writers.get(journal) ?? new EntryWriter(journal)
  writers.set(journal, writer)
  return writer.write(entry, decide)
}
