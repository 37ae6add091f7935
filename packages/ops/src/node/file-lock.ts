import { chmodSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type Clock, systemClock } from '@stake/chain'

/** How waiting for a lock is done. */
export interface Waiting {
  /** Milliseconds after which it is given up. */
  readonly patience: number
  /** What is thrown then. */
  readonly busy: () => Error
  readonly clock?: Clock
}

/** SQLite's name for a file that another connection has locked. */
const SQLITE_BUSY = 5
/** Milliseconds between two looks at a lock that is taken. */
const FIRST_PAUSE = 1
const LONGEST_PAUSE = 25

/**
 * A lock that processes of one machine share. The operating system keeps it: it ends when its owner lets go or ends,
 * however it ends, and never while the owner lives, however long it stands still. So there are no stale locks, and
 * nothing is concluded from times or process numbers.
 *
 * Node has no lock of files, but it has SQLite, and an exclusive transaction is one; nothing is ever written in it.
 */
export class FileLock {
  readonly #path: string
  #database: DatabaseSync | undefined
  #inode: number | undefined
  #ready = false
  #taken = false

  constructor(path: string) {
    this.#path = path
  }

  /** Takes it if nobody has it, this process included. @throws Error where files cannot be locked here */
  tryTake(): boolean {
    for (;;) {
      const database = this.#database ?? this.#open()
      try {
        // The table is there so that a transaction finds nothing to write.
        if (!this.#ready) database.exec('CREATE TABLE IF NOT EXISTS lock (owner)')
        this.#ready = true
        database.exec('BEGIN EXCLUSIVE')
      } catch (error) {
        if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return false
        throw error
      }
      this.#taken = statSync(this.#path, { throwIfNoEntry: false })?.ino === this.#inode
      if (this.#taken) return true
      // The file was deleted, or is another one by now: what is locked here nobody else would find.
      this.close()
    }
  }

  /** Takes it as soon as it can be had. */
  async take({ patience, busy, clock = systemClock }: Waiting): Promise<void> {
    const end = clock.now() + patience
    for (let pause = FIRST_PAUSE; !this.tryTake(); pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      if (clock.now() >= end) throw busy()
      await new Promise<void>((resolve) => clock.after(pause, resolve))
    }
  }

  /** Lets go of it. */
  drop(): void {
    if (this.#taken) this.#database?.exec('ROLLBACK')
    this.#taken = false
  }

  /** Lets go of it for good. */
  close(): void {
    this.#database?.close()
    this.#database = undefined
    this.#ready = false
    this.#taken = false
  }

  /** Lets go of it for good, and deletes its file. Only the owner may. */
  remove(): void {
    if (this.#database) rmSync(this.#path, { force: true })
    this.close()
  }

  #open(): DatabaseSync {
    mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 })
    this.#database = new DatabaseSync(this.#path)
    chmodSync(this.#path, 0o600)
    this.#inode = statSync(this.#path).ino
    return this.#database
  }
}
