import { type FileHandle, open } from 'node:fs/promises'
import type { Signer } from '@stake/chain'

/**
 * Something that a program does on its way, named as it happens: `write intent`, `half intent`, `flush intent`,
 * `flushed intent` (and so on for each kind of record), `sign`, `gave signature`,
 * `send`, `sent` (of bytes of a transaction), `is inBlock` (and so on for each state).
 */
export type Point = string

/** Told of every point, in the very moment. */
export type Watch = (point: Point) => void

const TYPES = [
  'journal',
  'intent',
  'handedOut',
  'signed',
  'resumed',
  'inBlock',
  'settled',
  'notSent',
] as const

/**
 * Watches what this process does to files and sockets, from below: its file handles and its WebSockets.
 *
 * @param lossy - the disk keeps only half of what is written until it is flushed
 * @returns a function that ends it
 */
export async function watchProcess(watch: Watch, { lossy }: { lossy: boolean }): Promise<() => void> {
  const file = await open('/dev/null', 'r')
  const files = Object.getPrototypeOf(file) as FileHandle
  await file.close()
  const { appendFile, datasync, truncate } = files
  const { send } = WebSocket.prototype
  /** What is written and not flushed, by the handle. */
  const pending = new WeakMap<FileHandle, { rest: string; type: string }>()

  files.appendFile = async function (this: FileHandle, data) {
    const text = String(data)
    const type = TYPES.findLast((each) => text.includes(`{"type":"${each}"`)) ?? 'something'
    watch(`write ${type}`)
    const half = lossy ? Math.floor(text.length / 2) : text.length
    await appendFile.call(this, text.slice(0, half))
    pending.set(this, { rest: text.slice(half), type })
    watch(`half ${type}`)
  } as FileHandle['appendFile']
  files.datasync = async function (this: FileHandle) {
    const { rest, type } = pending.get(this) ?? { rest: '', type: 'something' }
    watch(`flush ${type}`)
    if (rest !== '') await appendFile.call(this, rest)
    pending.delete(this)
    await datasync.call(this)
    watch(`flushed ${type}`)
  }
  files.truncate = async function (this: FileHandle, length) {
    pending.delete(this)
    await truncate.call(this, length)
  }
  WebSocket.prototype.send = function (this: WebSocket, data) {
    const isBytes = String(data).includes('author_submit')
    if (isBytes) watch('send')
    send.call(this, data)
    if (isBytes) watch('sent')
  }
  return () => {
    Object.assign(files, { appendFile, datasync, truncate })
    WebSocket.prototype.send = send
  }
}

/** A signer whose signatures are points. */
export function watchedSigner(signer: Signer, watch: Watch): Signer {
  return {
    ...signer,
    sign: async (request) => {
      watch('sign')
      const signature = await signer.sign(request)
      watch('gave signature')
      return signature
    },
  }
}
