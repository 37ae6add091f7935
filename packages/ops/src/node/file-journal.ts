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
    const text = await file.readFile('utf8')
    ;({ records, torn } = parse(text))
    // What a crash cut off was never acted upon; the next record begins on a line of its own.
    if (torn) await file.truncate(Buffer.byteLength(text.slice(0, text.lastIndexOf('\n') + 1)))
    else if (text !== '' && !text.endsWith('\n')) await file.appendFile('\n')
  } catch (error) {
    await file.close()
    throw new JournalUnusable(path, error)
  }
  let queue: Promise<unknown> = Promise.resolve()
  return {
    torn,
    append(record) {
      const write = queue.then(async () => {
        try {
          await file.appendFile(`${JSON.stringify(record)}\n`)
          await file.datasync()
        } catch (error) {
          throw new JournalUnusable(path, error)
        }
        records.push(record)
      })
      queue = write.catch(() => undefined)
      return write
    },
    read: async () => [...records],
    close: () => queue.then(() => file.close()),
  }
}

/** Only the last line may be broken, and only when its end is missing: that is what a crash leaves. */
function parse(text: string): { records: JournalRecord[]; torn: boolean } {
  const lines = text.split('\n')
  const last = lines.pop() ?? ''
  const records = lines.map((line, index) => {
    const record = read(line)
    if (!record) throw new Error(`line ${index + 1} is broken`)
    return record
  })
  const unfinished = last === '' ? undefined : read(last)
  if (unfinished) records.push(unfinished)
  return { records, torn: last !== '' && !unfinished }
}

function read(line: string): JournalRecord | undefined {
  try {
    return JSON.parse(line) as JournalRecord
  } catch {
    return undefined
  }
}
