import { join } from 'node:path'
import { type Clock, inProcessLock, type NonceLock } from '@stake/chain'
import { AccountBusy } from '../errors.ts'
import { FileLock } from './file-lock.ts'

/** Options of {@link fileNonceLock}. */
export interface FileNonceLockOptions {
  /** Milliseconds to wait for another program that signs for the same account. @default 60_000 */
  readonly patience?: number
  readonly clock?: Clock
}

/**
 * Keeps all programs of this machine that name the same folder from using one nonce of an account twice. The operating
 * system keeps the locks: one ends with its owner, however that ends, and never before. A lock is not kept across
 * machines; keep the folder on a local disk.
 *
 * `run` of this package does the same by its journal; this is for programs that use `@stake/chain` alone.
 *
 * @throws AccountBusy (while waiting) where another program has not finished signing within the patience
 *
 * @example
 * ```ts
 * import { mkdtemp, rm } from 'node:fs/promises'
 * import { tmpdir } from 'node:os'
 * import { join } from 'node:path'
 * import { fileNonceLock } from '@stake/ops/node'
 *
 * const folder = await mkdtemp(join(tmpdir(), 'locks-'))
 * const lock = fileNonceLock(folder) // connect({ endpoints, nonceLock: lock })
 * await lock.withLock('0x00:5Grwva…', async () => 'signed') // => signed
 * await rm(folder, { recursive: true })
 * ```
 */
export function fileNonceLock(folder: string, options: FileNonceLockOptions = {}): NonceLock {
  const { patience = 60_000, clock } = options
  const here = inProcessLock()
  const locks = new Map<string, FileLock>()
  return {
    withLock: (key, work) =>
      here.withLock(key, async () => {
        const lock =
          locks.get(key) ?? new FileLock(join(folder, `${key.replaceAll(/[^0-9a-zA-Z]/g, '-')}.lock`))
        locks.set(key, lock)
        await lock.take({ patience, busy: () => new AccountBusy(key, patience), ...(clock && { clock }) })
        try {
          return await work()
        } finally {
          lock.drop()
        }
      }),
  }
}
