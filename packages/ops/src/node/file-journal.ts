import { randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, rename, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { type Clock, inProcessLock } from '@stake/chain'
import { Entries } from '../entries.ts'
import { AccountBusy, JournalUnusable } from '../errors.ts'
import type { Journal, JournalCondition, JournalRecord, JournalTurn } from '../journal.ts'
import { FileLock, type Waiting } from './file-lock.ts'
import { JournalHead } from './journal-head.ts'
import { type LineRecord, lineOf, NO_LINK, recordOf, VERSION } from './journal-lines.ts'

/** A journal in a file. */
export interface FileJournal extends Journal {
  readonly path: string
  /** Drops the bytes of what is settled, and lets go of the file. */
  close(): Promise<void>
}

/** Options of {@link openFileJournal}. */
export interface FileJournalOptions {
  /** Milliseconds to wait for another program that signs for the same account. @default 60_000 */
  readonly patience?: number
  /** Go on with a journal that was shortened or replaced: what is missing is known and does not matter. */
  readonly acceptLoss?: boolean
  readonly clock?: Clock
}

/**
 * Opens a journal that processes may share: one JSON record a line, appended and flushed to the disk before an append
 * returns. The file is for its owner only (0600). Beside it lie `<path>.head`, which says where it ended, and the folder
 * `<path>.locks`; the operating system keeps the locks, so they end with their owner and never before. Keep them on a
 * local disk.
 *
 * A last line that a crash cut off is left out and reported. A record that could not be written whole is taken back;
 * where not even that works the journal takes no more. Lines are chained, so a line that was changed, an end that was
 * cut off, and another file in its place are noticed and stay noticed until they are accepted (`acceptLoss`). What
 * cannot be noticed: the file, its head and its locks deleted or set back together, and a forgery by somebody who
 * computes the chain anew: they keep honest people from mistakes, not thieves with this user's rights.
 *
 * @throws JournalUnusable when the file cannot be opened, holds a broken line before its last, or is of another version
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
 * journal.condition.status // => new
 * await journal.close()
 * const again = await openFileJournal(path)
 * again.condition.status // => whole
 * await again.close()
 * await rm(folder, { recursive: true })
 * ```
 */
export async function openFileJournal(path: string, options: FileJournalOptions = {}): Promise<FileJournal> {
  const journal = new LockedFile(path, options)
  try {
    await journal.open()
  } catch (error) {
    await journal.letGo()
    throw unusable(path, error)
  }
  return journal
}

const LINE_END = 0x0a
/** So many lines are read at once: a few milliseconds, and whoever waits beside a long journal goes on. */
const LINES_AT_ONCE = 128
/** Milliseconds to wait for the file: a turn of another process takes a few. */
const FILE_PATIENCE = 30_000
/** When so many bytes belong to what is settled, and no small part of the file, they are dropped. */
const MOST_DROPPABLE = 64 * 1024
/** A long history is not written anew for a few bytes: what that costs stays in proportion. */
const DROPPABLE_PART = 8

class LockedFile implements FileJournal {
  readonly path: string
  readonly session = `${process.pid}-${randomUUID().slice(0, 8)}`
  readonly #options: FileJournalOptions
  readonly #here = inProcessLock()
  readonly #lock: FileLock
  readonly #presence: FileLock
  readonly #accounts = new Map<string, FileLock>()
  readonly #dead = new Set<string>()
  #condition: JournalCondition = { status: 'new' }
  /** Only grows: what was once read stays known, whatever happens to the file. */
  readonly #entries = new Entries()
  #file: FileHandle | undefined
  #head: JournalHead | undefined
  #inode: number | undefined
  /** How far the file was read, in bytes and in lines, and the link of the last line. */
  #size = 0
  #lines = 0
  #link = NO_LINK
  /** Damage that is not in the file yet. */
  #unwritten: LineRecord | undefined
  /** Characters of bytes that belong to what is settled. */
  #droppable = 0
  #failure: unknown
  #held = false
  #closed = false

  constructor(path: string, options: FileJournalOptions) {
    this.path = path
    this.#options = options
    this.#lock = this.#lockOf('journal')
    this.#presence = this.#lockOf(`session-${this.session}`)
  }

  get condition(): JournalCondition {
    return this.#condition
  }

  async open(): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true, mode: 0o700 })
    if (!this.#presence.tryTake()) throw new Error('its locks cannot be taken')
    await this.#alone(async () => {
      this.#head = await JournalHead.open(`${this.path}.head`)
      await this.#refresh()
      if (this.#options.acceptLoss && isDamaged(this.#condition)) await this.#accept()
    })
  }

  read(): Promise<Entries> {
    // In a turn of its own nobody else writes: what was read is all there is.
    return this.#held ? Promise.resolve(this.#entries) : this.update(async ({ entries }) => entries)
  }

  update<T>(work: (turn: JournalTurn) => Promise<T>): Promise<T> {
    return this.#here.withLock('', async () => {
      let over = false
      const append = async (...records: JournalRecord[]) => {
        if (over) throw new JournalUnusable(this.path, new Error('its turn is over'))
        await this.#append(records).catch((error) => {
          throw unusable(this.path, error)
        })
      }
      const result = await this.#alone(async () => {
        await this.#refresh()
        // What `work` throws is its own; it is no failure of the journal.
        return work({ entries: this.#entries, append }).then(
          (value) => ({ value }),
          (error: unknown) => ({ error }),
        )
      })
        .catch((error) => {
          throw unusable(this.path, error)
        })
        .finally(() => {
          over = true
        })
      if ('error' in result) throw result.error
      return result.value
    })
  }

  alone<T>(address: string, work: () => Promise<T>): Promise<T> {
    const { patience = 60_000 } = this.#options
    return this.#here.withLock(address, async () => {
      const lock = this.#accounts.get(address) ?? this.#lockOf(`account-${address}`)
      this.#accounts.set(address, lock)
      await lock.take(this.#waiting(patience, () => new AccountBusy(address, patience)))
      try {
        return await work()
      } finally {
        lock.drop()
      }
    })
  }

  async isAlive(session: string): Promise<boolean> {
    if (session === this.session) return true
    if (this.#dead.has(session)) return false
    const lock = this.#lockOf(`session-${session}`)
    const alive = !lock.tryTake()
    if (alive) lock.close()
    else lock.remove()
    // A session that has ended never comes back.
    if (!alive) this.#dead.add(session)
    return alive
  }

  close(): Promise<void> {
    return this.#here.withLock('', async () => {
      if (this.#closed) return
      try {
        if (this.#droppable > 0 && !this.#failure) await this.#alone(() => this.#refresh(true))
      } finally {
        await this.letGo()
      }
    })
  }

  async letGo(): Promise<void> {
    this.#closed = true
    for (const lock of [this.#lock, ...this.#accounts.values()]) lock.close()
    this.#presence.remove()
    await this.#file?.close()
    await this.#head?.close()
    this.#file = undefined
    this.#head = undefined
  }

  /** Runs `work` while no other process looks at the file. */
  async #alone<T>(work: () => Promise<T>): Promise<T> {
    const busy = () =>
      new JournalUnusable(
        this.path,
        new Error('another program keeps it locked'),
        'Let the other program finish, or end it.',
      )
    await this.#lock.take(this.#waiting(FILE_PATIENCE, busy))
    this.#held = true
    try {
      return await work()
    } finally {
      this.#held = false
      this.#lock.drop()
    }
  }

  #waiting(patience: number, busy: () => Error): Waiting {
    const { clock } = this.#options
    return { patience, busy, ...(clock && { clock }) }
  }

  #lockOf(name: string): FileLock {
    return new FileLock(join(`${this.path}.locks`, name))
  }

  /** Reads what other processes wrote since; drops the bytes of what is settled where they are many, or `all` of them. */
  async #refresh(all = false): Promise<void> {
    if (this.#failure) throw this.#failure
    if (this.#closed) throw new Error('it is closed')
    const file = await this.#sameFile()
    const { size } = await file.stat()
    // Something was cut off while it was open: what is left is looked at anew.
    if (size < this.#size) this.#fromStart()
    if (size > this.#size) await this.#readOn(file, size)
    if (this.#lines === 0) await this.#begin(file)
    const most = Math.max(MOST_DROPPABLE, this.#size / DROPPABLE_PART)
    if (this.#droppable > (all ? 0 : most)) await this.#compact()
  }

  /** The file at the path: another one by now where some process has dropped bytes, or a hand was in it. */
  async #sameFile(): Promise<FileHandle> {
    const there = await stat(this.path).catch(() => undefined)
    if (this.#file && there?.ino === this.#inode) return this.#file
    const now = await open(this.path, 'a+', 0o600)
    await now.chmod(0o600)
    await this.#file?.close()
    this.#file = now
    this.#inode = (await now.stat()).ino
    this.#fromStart()
    return now
  }

  #fromStart(): void {
    this.#size = 0
    this.#lines = 0
    this.#link = NO_LINK
    this.#droppable = 0
  }

  async #readOn(file: FileHandle, size: number): Promise<void> {
    const bytes = Buffer.alloc(size - this.#size)
    await readWhole(file, bytes, this.#size)
    const end = bytes.lastIndexOf(LINE_END) + 1
    const head = await this.#head?.read()
    const whole = this.#size === 0
    const isHead = () => this.#lines === head?.lines && this.#link === head.link
    let matches = !whole
    for (const line of end === 0 ? [] : bytes.toString('utf8', 0, end - 1).split('\n')) {
      if (this.#lines % LINES_AT_ONCE === LINES_AT_ONCE - 1) await setImmediate()
      const record = this.#take(line)
      matches ||=
        isHead() ||
        (record.type === 'journal' && record.follows !== undefined && record.follows === head?.link)
    }
    this.#size += end
    if (end < bytes.length) await this.#mend(file, bytes.toString('utf8', end))
    matches ||= isHead()
    if (matches || !head) return
    if (this.#lines < head.lines) {
      this.#damage('shortened', `${this.#lines} lines are left of ${head.lines}`)
    } else {
      this.#damage('replaced', `its line ${head.lines} is not the one that was written`)
    }
  }

  /** Takes one whole line. @throws Error where it is broken: a crash cuts off only the last */
  #take(line: string): LineRecord {
    const read = recordOf(line, this.#link)
    const number = this.#lines + 1
    if (!read) throw new Error(`line ${number} is broken`)
    const { record, link, follows } = read
    if (number === 1 && record.type !== 'journal') throw new Error('line 1 does not say which version it is')
    this.#lines = number
    this.#link = link
    if (!follows) this.#damage('replaced', `line ${number} was changed, or the one before it is another`)
    this.#consider(record)
    return record
  }

  #consider(record: LineRecord): void {
    switch (record.type) {
      case 'journal':
        if (record.version !== VERSION) throw new Error(`it is of version ${record.version}, not ${VERSION}`)
        if (this.#condition.status === 'new') this.#condition = { status: 'whole' }
        return
      case 'damaged':
        this.#condition = { status: record.status, detail: record.detail }
        return
      case 'accepted':
        this.#condition = { status: 'whole', detail: record.detail }
        return
      default:
        if (!this.#entries.add(record)) this.#damage('replaced', `line ${this.#lines} belongs to no intent`)
        if (record.type === 'settled') {
          this.#droppable += this.#entries.get(record.entry)?.signed?.signed.bytes?.length ?? 0
        }
    }
  }

  /** A last line without its end: all of it is there, or a crash cut it off and it was never acted upon. */
  async #mend(file: FileHandle, rest: string): Promise<void> {
    if (recordOf(rest, this.#link)?.follows) {
      this.#take(rest)
      await file.appendFile('\n')
      this.#size += Buffer.byteLength(rest) + 1
      return
    }
    await file.truncate(this.#size)
    if (isDamaged(this.#condition)) return
    this.#condition = { status: 'torn', detail: `a crash cut line ${this.#lines + 1} off; it was left out` }
  }

  /** The first line of a new file. */
  async #begin(file: FileHandle): Promise<void> {
    const head = await this.#head?.read()
    if (head && head.lines > 0) this.#damage('shortened', `all of its ${head.lines} lines are gone`)
    await this.#write(file, [
      { type: 'journal', version: VERSION },
      ...(this.#unwritten ? [this.#unwritten] : []),
    ])
    this.#unwritten = undefined
    await this.#head?.flush()
    await flushFolder(this.path)
  }

  #damage(status: 'shortened' | 'replaced', detail: string): void {
    this.#condition = { status, detail }
    this.#unwritten = { type: 'damaged', status, detail }
  }

  async #accept(): Promise<void> {
    const { status, detail = '' } = this.#condition
    await this.#append([{ type: 'accepted', status, detail }])
    this.#condition = { status: 'whole', detail: `accepted: ${detail}` }
  }

  async #append(records: readonly LineRecord[]): Promise<void> {
    if (this.#failure) throw this.#failure
    if (this.#file) await this.#write(this.#file, records)
  }

  async #write(file: FileHandle, records: readonly LineRecord[]): Promise<void> {
    const all = this.#unwritten && this.#lines > 0 ? [this.#unwritten, ...records] : records
    let link = this.#link
    let text = ''
    for (const record of all) {
      const next = lineOf(record, link)
      link = next.link
      text += `${next.line}\n`
    }
    const { size } = await file.stat()
    try {
      await file.appendFile(text)
      await file.datasync()
    } catch (error) {
      await file.truncate(size).catch(() => {
        this.#failure = error
      })
      throw error
    }
    if (all !== records) this.#unwritten = undefined
    this.#size = size + Buffer.byteLength(text)
    this.#link = link
    for (const record of all) {
      this.#lines++
      if (record.type !== 'journal') this.#consider(record)
    }
    // The records are safe; a head that is behind is no damage.
    await this.#head?.write(this.#lines, link).catch(() => undefined)
  }

  /** Writes the file anew without the bytes of what is settled; nothing else of it changes. */
  async #compact(): Promise<void> {
    const old = this.#file
    if (!old || isDamaged(this.#condition)) return
    const bytes = Buffer.alloc(this.#size)
    await readWhole(old, bytes, 0)
    const records: LineRecord[] = [{ type: 'journal', version: VERSION, follows: this.#link }]
    for (const line of bytes.toString('utf8').split('\n').slice(1, -1)) {
      const record = recordOf(line, '')?.record
      if (record) records.push(this.#withoutBytes(record))
    }
    const path = `${this.path}.new`
    const file = await open(path, 'w', 0o600)
    let link = NO_LINK
    const lines = records.map((record) => {
      const next = lineOf(record, link)
      link = next.link
      return `${next.line}\n`
    })
    try {
      await file.writeFile(lines.join(''))
      await file.datasync()
    } finally {
      await file.close()
    }
    // A head that is older than this file's beginning would look like another journal's.
    await this.#head?.write(this.#lines, this.#link)
    await this.#head?.flush()
    await rename(path, this.path)
    await flushFolder(this.path)
    await this.#head?.write(lines.length, link)
    const again = await this.#sameFile()
    const { size } = await again.stat()
    await this.#readOn(again, size)
  }

  #withoutBytes(record: LineRecord): LineRecord {
    if (record.type !== 'signed' || !this.#entries.get(record.entry)?.settled) return record
    const { bytes, ...signed } = record.signed
    return { ...record, signed }
  }
}

async function readWhole(file: FileHandle, bytes: Buffer, from: number): Promise<void> {
  const { bytesRead } = await file.read(bytes, 0, bytes.length, from)
  if (bytesRead < bytes.length) throw new Error('it became shorter while it was read')
}

function isDamaged({ status }: JournalCondition): boolean {
  return status === 'shortened' || status === 'replaced'
}

/** Makes a new name in the folder of `path` durable, where the system can. */
async function flushFolder(path: string): Promise<void> {
  const folder = await open(dirname(path), 'r').catch(() => undefined)
  await folder?.datasync().catch(() => undefined)
  await folder?.close()
}

function unusable(path: string, error: unknown): Error {
  return error instanceof JournalUnusable || error instanceof AccountBusy
    ? error
    : new JournalUnusable(path, error)
}
