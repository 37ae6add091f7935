import { spawnSync } from 'node:child_process'
import xterm, { type Terminal } from '@xterm/headless'
import { vi } from 'vitest'
import { emptyHome, program } from './program.ts'
import { inTerminal, type PseudoTerminal } from './pseudo-terminal.ts'

/** Long enough for a slow machine that does other things at the same time. */
const PATIENCE = 30_000

/** The program in a terminal, seen as a person sees it. */
export class Screen {
  readonly #terminal: Terminal
  readonly #pseudo: PseudoTerminal
  #fed = 0

  /** Starts the program in a terminal, between two looks at how that is set up. */
  constructor(
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
    { columns = 80, rows = 24 }: { readonly columns?: number; readonly rows?: number } = {},
  ) {
    this.#terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true })
    const command = `exec '${process.execPath}' '${program}' ${args.map((arg) => `'${arg}'`).join(' ')}`
    const shell = `tty; echo before $(stty -g); sh -c 'echo process $$; ${command.replaceAll("'", `'\\''`)}'; echo "code $?"; echo after $(stty -g)`
    this.#pseudo = inTerminal(shell, emptyHome(env), { columns, rows })
  }

  /** The lines on the screen now. */
  async lines(): Promise<string[]> {
    const output = this.#pseudo.output()
    const news = output.slice(this.#fed)
    this.#fed = output.length
    await new Promise<void>((resolve) => this.#terminal.write(news, resolve))
    const { active } = this.#terminal.buffer
    return Array.from(
      { length: this.#terminal.rows },
      (_, row) => active.getLine(active.viewportY + row)?.translateToString(true) ?? '',
    )
  }

  /** Waits until the screen shows a text, and returns all of it. */
  async shows(wanted: string | RegExp): Promise<string> {
    let text = ''
    const found = () => (typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text))
    try {
      await vi.waitUntil(
        async () => {
          text = (await this.lines()).join('\n')
          return found()
        },
        { timeout: PATIENCE, interval: 20 },
      )
    } catch {
      throw new Error(`${wanted} is not on the screen, but this:\n${text}`)
    }
    return text
  }

  /**
   * Types keys that arrive at once, and waits for what they bring up. After Escape that must be something that was not
   * there before: the next key would be taken for the rest of a sequence.
   */
  async press(keys: string, wanted: string | RegExp): Promise<string> {
    this.#pseudo.type(keys)
    return this.shows(wanted)
  }

  /** Waits until the program has nothing more to show for a while, and returns the terminal. */
  async settled(): Promise<Terminal> {
    let seen = -1
    let since = 0
    await vi.waitUntil(
      async () => {
        await this.lines()
        if (this.#fed !== seen) [seen, since] = [this.#fed, Date.now()]
        return Date.now() - since > 400
      },
      { timeout: PATIENCE, interval: 50 },
    )
    return this.#terminal
  }

  /** Types without waiting. */
  type(keys: string): void {
    this.#pseudo.type(keys)
  }

  /** Gives the terminal another size while the program runs. */
  resize(columns: number, rows: number): void {
    const [device = ''] = this.#pseudo.output().split(/\s/, 1)
    this.#terminal.resize(columns, rows)
    const option = process.platform === 'darwin' ? '-f' : '-F'
    const { status } = spawnSync('stty', [option, device, 'cols', String(columns), 'rows', String(rows)])
    if (status !== 0) throw new Error(`${device} was not resized`)
  }

  /** Sends a signal to the program itself. */
  signal(name: NodeJS.Signals): void {
    process.kill(Number(/process (\d+)/.exec(this.#pseudo.output())?.[1]), name)
  }

  /** Which screen is shown: the program's own, or the one it was started from. */
  get buffer(): 'normal' | 'alternate' {
    return this.#terminal.buffer.active.type
  }

  /** Everything the program wrote, escapes included. */
  get output(): string {
    return this.#pseudo.output()
  }

  /** Waits for the end and tells how the terminal was left. */
  async left(): Promise<{ code: number; restored: boolean; text: string }> {
    let over = false
    void this.#pseudo.ended.then(() => {
      over = true
    })
    try {
      await vi.waitUntil(() => over, { timeout: PATIENCE, interval: 20 })
    } catch {
      throw new Error(`it does not end, but shows this:\n${(await this.lines()).join('\n')}`)
    }
    const text = (await this.lines()).join('\n')
    const settings = (name: string) => new RegExp(`${name} ([\\da-f]+:\\S+)`).exec(this.output)?.[1]
    const cursorShown = this.output.lastIndexOf('\u001b[?25h') > this.output.lastIndexOf('\u001b[?25l')
    return {
      code: Number(/^code (\d+)/m.exec(text)?.[1]),
      restored:
        this.buffer === 'normal' &&
        text.includes('before ') &&
        cursorShown &&
        settings('before') !== undefined &&
        settings('before') === settings('after'),
      text,
    }
  }
}
