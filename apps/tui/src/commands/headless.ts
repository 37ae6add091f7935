import { constants } from 'node:os'
import type { Operation } from '@stake/ops'
import { type Ending, tell } from '../envelope.ts'
import { exitCodeOf } from '../exit-code.ts'
import { failureOf } from '../failure.ts'
import { type Invocation, sessionOptionsOf } from '../flags.ts'
import { logError } from '../log.ts'
import { openSession, type Session } from '../session.ts'

/** The signals that end a command; what it had opened is closed and the terminal is as it was. */
const ENDING: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** An Operation that was sent and of which nobody knows yet what became of it. */
export interface OpenLeg {
  readonly id: string
  readonly operation: Operation
  /** The extrinsic it is in. */
  readonly hash: string | undefined
  readonly reason: string
}

/** What a command has done if it ends now. */
export interface SoFar {
  readonly open: readonly OpenLeg[]
  readonly result: unknown
}

/** What a command works with. */
export interface Task {
  readonly session: Session
  /** Has it told what may still be executed if the command is ended from outside. */
  watch(now: () => SoFar): void
  /** Says on standard error how it goes; after the ending nothing is said any more. */
  say(text: string): void
}

/** Runs a command in a session of its own, tells how it ended, and closes the session on every way out. */
export async function headless(
  invocation: Invocation,
  work: (task: Task) => Promise<Ending>,
): Promise<number> {
  const signals = listen()
  let session: Session | undefined
  try {
    const opening = openSession({ ...sessionOptionsOf(invocation.flags), onProgress: progress })
    const opened = await Promise.race([opening, signals.received])
    if (typeof opened === 'string') return told(invocation, interrupted(opened, NOTHING))
    session = opened
    warnOfEmbedded(session, invocation)
    let soFar: () => SoFar = () => NOTHING
    let over = false
    const task: Task = {
      session,
      watch: (now) => {
        soFar = now
      },
      say: (text) => {
        if (!over) process.stderr.write(text)
      },
    }
    const working = work(task).catch((error: unknown) => endingOf(invocation, error))
    const ended = signals.received.then((signal) => interrupted(signal, soFar()))
    const ending = await Promise.race([working, ended])
    over = true
    return told(invocation, ending, session)
  } finally {
    signals.stop()
    await session?.close()
  }
}

const NOTHING: SoFar = { open: [], result: undefined }

function told(invocation: Invocation, ending: Ending, session?: Session): number {
  const facts = session && {
    name: session.network,
    genesisHash: session.chain.genesisHash,
    endpoint: session.endpoint,
    embedded: session.embedded,
  }
  tell(invocation, ending, facts)
  return ending.code
}

/** How a command ends that could not go on. */
function endingOf({ command }: Invocation, error: unknown): Ending {
  logError(`stake ${command}`, error)
  const failure = failureOf(error)
  return { code: exitCodeOf(failure), failure }
}

function listen(): { readonly received: Promise<NodeJS.Signals>; stop(): void } {
  let receive: (signal: NodeJS.Signals) => void = () => undefined
  const received = new Promise<NodeJS.Signals>((resolve) => {
    receive = resolve
  })
  for (const signal of ENDING) process.once(signal, receive)
  return {
    received,
    stop: () => {
      for (const signal of ENDING) process.off(signal, receive)
    },
  }
}

function interrupted(signal: NodeJS.Signals, { open, result }: SoFar): Ending {
  const nothing = open.length === 0
  return {
    code: 128 + constants.signals[signal],
    result,
    failure: {
      code: 'Interrupted',
      message: nothing ? 'Interrupted.' : `Interrupted: ${stillOpen(open)}`,
      details: { signal },
      remedy: nothing ? 'Nothing was sent.' : SEE_LATER,
    },
  }
}

/** What to do about what may still be executed. */
export const SEE_LATER =
  'Run `stake resume` with the same network to see what becomes of it, before you try again.'

/** Which transactions may still be executed, as a sentence. */
export function stillOpen(open: readonly OpenLeg[]): string {
  const hashes = [...new Set(open.flatMap(({ hash }) => hash ?? []))]
  const [only, ...others] = hashes
  if (only === undefined) return `${open.map(({ id }) => id).join(', ')} may have been sent, and executed.`
  return others.length === 0
    ? `${only} was sent and may still be executed.`
    : `${hashes.length} transactions were sent and may still be executed.`
}

/** Nobody should think that money moved which was none. */
function warnOfEmbedded({ embedded }: Session, { flags }: Invocation): void {
  if (!embedded || flags.network !== undefined || flags.port !== undefined || flags.blockTime !== undefined)
    return
  process.stderr.write(
    'No network was named: this is a chain inside this program, nothing on it is real, and it ends with the command.\nName one with --network, for example --network finney.\n',
  )
}

/** Says what is going on to a person who waits; a pipe or a log is not told. */
export function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`${text}\n`)
}
