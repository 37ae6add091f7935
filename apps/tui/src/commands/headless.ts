import { constants } from 'node:os'
import { type Flags, sessionOptionsOf } from '../flags.ts'
import { openSession, type Session } from '../session.ts'

/** The signals that end a command; what it had opened is closed and the terminal is as it was. */
export const ENDING: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** Runs a command in a session of its own and closes that session on every way out. */
export async function headless(flags: Flags, work: (session: Session) => Promise<number>): Promise<number> {
  const session = await openSession({ ...sessionOptionsOf(flags), onProgress: progress })
  const interrupt = (signal: NodeJS.Signals) => {
    void session.close().finally(() => process.exit(128 + constants.signals[signal]))
  }
  for (const signal of ENDING) process.once(signal, interrupt)
  try {
    return await work(session)
  } finally {
    for (const signal of ENDING) process.off(signal, interrupt)
    await session.close()
  }
}

/** Says what is going on to a person who waits; a pipe or a log is not told. */
export function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`${text}\n`)
}
