import { type FileHandle, mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { JournalUnusable } from '../errors.ts'
import type { Journal, JournalRecord } from '../journal.ts'

/** A journal in a file. */
export interface FileJournal extends Journal {
  /** True when the last line was cut off by a crash; it was left out. */
  readonly torn: boolean
  close(): Promise<void>
}

/**
 * Opens a journal: one JSON record a line, appended and flushed to the disk before `append` returns. The file
 * is for its owner only (0600). A last line that a crash cut off is tolerated, reported, and never continued.
 * A record that could not be written whole is taken back; where not even that works the journal takes no more.
 *
 * @throws JournalUnusable when the file cannot be opened, or holds a broken line before its last.
 *
 * @example
 * ```ts
 * import { mkdtemp, rm } from 'node:fs/promises'
 * import { tmpdir } from 'node:os'
 * import { join } from 'node:path'
 * import { openFileJournal } from '@stake/ops/node'
 *
 * const folder = await mkdtemp(join(tmpdir(), 'journal-'))
 * const path = join(folder, 'journal.jsonl')
 * const journal = await openFileJournal(path)
 * await journal.append({ type: 'settled', id: '1', at: 0, outcome: 'expired', reason: 'eraEnded' })
 * await journal.close()
 * const again = await openFileJournal(path)
 * ;(await again.read())[0]?.id // => 1
 * await again.close()
 * await rm(folder, { recursive: true })
 * ```
 */
export async function openFileJournal(path: string): Promise<FileJournal> {
  let file: FileHandle
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    file = await open(path, 'a+', 0o600)
  } catch (error) {
    throw new JournalUnusable(path, error)
  }
  let records: JournalRecord[]
  let torn: boolean
  try {
    await file.chmod(0o600)
    const bytes = await file.readFile()
    const end = bytes.lastIndexOf(LINE_END) + 1
    const unfinished = bytes.subarray(end).toString()
    const last = recordOf(unfinished)
    records = recordsOf(bytes.subarray(0, end).toString())
    torn = unfinished !== '' && !last
    // What a crash cut off was never acted upon; the next record begins on a line of its own.
    if (torn) await file.truncate(end)
    if (last) {
      records.push(last)
      await file.appendFile('\n')
    }
  } catch (error) {
    await file.close()
    throw new JournalUnusable(path, error)
  }
  let failure: unknown
  const write = async (record: JournalRecord) => {
    if (failure) throw failure
    const { size } = await file.stat()
    try {
      await file.appendFile(`${JSON.stringify(record)}\n`)
      await file.datasync()
    } catch (error) {
      await file.truncate(size).catch(() => {
        failure = error
      })
      throw error
    }
    records.push(record)
  }
  let queue: Promise<unknown> = Promise.resolve()
  return {
    torn,
    append(record) {
      const written = queue
        .then(() => write(record))
        .catch((error: unknown) => {
          throw new JournalUnusable(path, error)
        })
      queue = written.catch(() => undefined)
      return written
    },
    read: async () => [...records],
    close: () => queue.then(() => file.close()),
  }
}

const LINE_END = 0x0a

/** The records of whole lines; none of them may be broken, for a crash cuts off only the last. */
function recordsOf(text: string): JournalRecord[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line, index) => {
      const record = recordOf(line)
      if (!record) throw new Error(`line ${index + 1} is broken`)
      return record
    })
}

function recordOf(line: string): JournalRecord | undefined {
  try {
    const record = JSON.parse(line) as JournalRecord
    return typeof record.type === 'string' && typeof record.id === 'string' ? record : undefined
  } catch {
    return undefined
  }
}
