import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'

/** Where a journal ended when it was last written. */
export interface Head {
  /** Counts how often it was written. */
  readonly turn: number
  readonly lines: number
  /** The link of the last line. */
  readonly link: string
}

/** Two places of this many bytes, written in turn, so that a cut-off write leaves the one before it. */
const PLACE = 256

/**
 * Remembers beside the journal where it ended, so that a journal that was cut shorter or exchanged is noticed. It is
 * written after the journal was flushed and is not flushed itself: it may be behind, never ahead.
 */
export class JournalHead {
  readonly #file: FileHandle
  #turn = 0

  constructor(file: FileHandle) {
    this.#file = file
  }

  static async open(path: string): Promise<JournalHead> {
    const file = await open(path, 'r+').catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error
      return open(path, 'w+', 0o600)
    })
    return new JournalHead(file)
  }

  /** The newest of what was written whole. */
  async read(): Promise<Head | undefined> {
    const bytes = Buffer.alloc(2 * PLACE)
    await this.#file.read(bytes, 0, 2 * PLACE, 0)
    const heads = [0, 1].flatMap(
      (place) => headOf(bytes.toString('utf8', place * PLACE, (place + 1) * PLACE)) ?? [],
    )
    const newest = heads.sort((a, b) => b.turn - a.turn)[0]
    this.#turn = newest?.turn ?? 0
    return newest
  }

  async write(lines: number, link: string): Promise<void> {
    const turn = this.#turn + 1
    const text = JSON.stringify({ turn, lines, link } satisfies Head)
    const place = Buffer.alloc(PLACE, ' ')
    place.write(`${text} ${checkOf(text)}`)
    place.write('\n', PLACE - 1)
    await this.#file.write(place, 0, PLACE, (turn % 2) * PLACE)
    this.#turn = turn
  }

  flush(): Promise<void> {
    return this.#file.datasync()
  }

  close(): Promise<void> {
    return this.#file.close()
  }
}

function headOf(text: string): Head | undefined {
  const [json, check] = text.trim().split(' ')
  return json !== undefined && check === checkOf(json) ? (JSON.parse(json) as Head) : undefined
}

function checkOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}
