import { type Instance, render } from 'ink'
import { takeTerminal } from '../../screen-in-use.ts'
import type { SessionOptions } from '../../session.ts'
import { readSettings, type Settings } from '../../settings.ts'
import { isOver, isPending } from '../trade/transaction.ts'
import type { Background } from '../widgets/palette.ts'
import { App } from './app.tsx'
import { askBackground, backgroundFromEnvironment } from './background.ts'
import { PlainApp } from './plain-app.tsx'
import { Program } from './program.ts'
import type { Size } from './state.ts'

/** How long the terminal may take to tell its background, in milliseconds; the first frame waits for it. */
const PATIENCE = 60

/** How many frames are drawn a second at most: a key that comes right after one waits for the next. */
const MAX_FPS = 60

/**
 * Opens the screens, or lines in place of them, and returns the exit code when they are left. The first frame stands
 * before anything that knows the chain is loaded.
 *
 * @throws StakeError where the session cannot be opened; the terminal is restored by then
 */
export async function startScreens(options: SessionOptions): Promise<number> {
  const settings = await readSettings()
  const preferences = { ...settings, ...(options.plain && { plain: true }) }
  const program = new Program(sizeOf(process.stdout), {
    quit: () => app.unmount(),
    copy: (text) => process.stdout.write(clipboardSequence(text)),
    // The console of Linux has neither Braille nor parts of blocks.
    plainSigns: process.env.TERM === 'linux',
  })
  program.send({ type: 'preferences', preferences })
  program.send({ type: 'background', background: await backgroundOf(preferences) })
  let plain = isPlain(program)
  let app = mount(program, plain)
  takeTerminal(() => app.unmount())
  const resize = () => {
    if (!plain) repaint(app)
    program.send({ type: 'resized', size: sizeOf(process.stdout) })
  }
  process.stdout.on('resize', resize)
  // What is set while it runs holds at once: the screens make place for lines, and the other way round.
  program.subscribe(() => {
    if (isPlain(program) !== plain) app.unmount()
  })
  const left = async () => {
    await app.waitUntilExit()
    while (isPlain(program) !== plain) {
      plain = isPlain(program)
      app = mount(program, plain)
      await app.waitUntilExit()
    }
  }
  const leaving = left()
  try {
    await app.waitUntilRenderFlush()
    await Promise.race([program.open(options), leaving])
    await leaving
  } finally {
    process.stdout.off('resize', resize)
    app.unmount()
    await leaving.catch(() => undefined)
    await program.close()
  }
  tellWhatGoesOn(program)
  return 0
}

function mount(program: Program, plain: boolean): Instance {
  return plain
    ? render(<PlainApp program={program} />, { isScreenReaderEnabled: true })
    : render(<App program={program} />, {
        alternateScreen: true,
        incrementalRendering: true,
        maxFps: MAX_FPS,
      })
}

/** What was written for another size may stand anywhere: all of it goes, and the next frame is drawn from the first line. */
function repaint(app: Instance): void {
  process.stdout.write('\u001b[H\u001b[2J')
  app.clear()
}

function isPlain(program: Program): boolean {
  return program.getState().preferences.plain === true
}

/** What the terminal says of itself, where that makes a difference. */
async function backgroundOf({ theme = 'auto', plain }: Settings): Promise<Background> {
  const { env, stdin, stdout } = process
  if (theme !== 'auto' || plain || env.NO_COLOR || env.TERM === 'dumb') return 'unknown'
  // The console of Linux is dark, and prints what it does not understand.
  if (env.TERM === 'linux') return 'dark'
  return backgroundFromEnvironment(env) ?? askBackground(stdin, stdout, PATIENCE)
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
