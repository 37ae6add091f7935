import { render } from 'ink'
import type { SessionOptions } from '../../session.ts'
import { isOver, isPending } from '../trade/transaction.ts'
import { App } from './app.tsx'
import { Program } from './program.ts'
import type { Size } from './state.ts'

/**
 * Opens the full-screen program and returns its exit code when it is left. The first frame stands before anything
 * that knows the chain is loaded.
 *
 * @throws StakeError where the session cannot be opened; the terminal is restored by then
 */
export async function startScreens(options: SessionOptions): Promise<number> {
  const program = new Program(sizeOf(process.stdout), {
    quit: () => app.unmount(),
    copy: (text) => process.stdout.write(clipboardSequence(text)),
  })
  const app = render(<App program={program} />, { alternateScreen: true, incrementalRendering: true })
  const resize = () => program.send({ type: 'resized', size: sizeOf(process.stdout) })
  process.stdout.on('resize', resize)
  const left = app.waitUntilExit()
  try {
    await app.waitUntilRenderFlush()
    await Promise.race([program.open(options), left])
    await left
  } finally {
    process.stdout.off('resize', resize)
    app.unmount()
    await left.catch(() => undefined)
    await program.close()
  }
  tellWhatGoesOn(program)
  return 0
}

/** What was sent goes on without us; whoever leaves must know. */
function tellWhatGoesOn(program: Program): void {
  const pending = program.getState().transactions.filter(isPending)
  const hashes = new Set(
    pending.flatMap(({ legs }) => legs.filter((leg) => !isOver(leg)).map(({ hash }) => hash)),
  )
  for (const hash of hashes) {
    process.stderr.write(`stake: ${hash ?? 'a transaction'} was sent and is not final yet.\n`)
  }
}

/** OSC 52 with the text of the clipboard. */
function clipboardSequence(text: string): string {
  return `\u001b]52;c;${Buffer.from(text).toString('base64')}\u0007`
}

function sizeOf({ columns, rows }: NodeJS.WriteStream): Size {
  return { columns: columns || 80, rows: rows || 24 }
}
