import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

/** The built program. */
export const program: string = fileURLToPath(new URL('../dist/main.js', import.meta.url))
/** Of the kernel's clock, by which it counts the time of a process. */
const TICKS_PER_SECOND = 100

/** The built program in a terminal of its own, and what it costs. Needs `script` and /proc, so Linux. */
export class Terminal {
  readonly startedAt: number = performance.now()
  /** Everything it has written, and when the last of it came. */
  output = ''
  lastAt = 0
  readonly #child: ChildProcess
  #wake: () => void = () => undefined

  constructor(
    args: readonly string[],
    options: {
      columns: number
      rows: number
      node?: readonly string[]
      env?: Readonly<Record<string, string>>
      /** Its folder; by default a new one. */
      home?: string
    },
  ) {
    const home = options.home ?? mkdtempSync(join(tmpdir(), 'stake-bench-'))
    const command = [process.execPath, ...(options.node ?? []), program, ...args]
      .map((word) => `'${word}'`)
      .join(' ')
    const shell = `stty rows ${options.rows} cols ${options.columns}; sh -c 'echo process $$; exec ${command.replaceAll("'", `'\\''`)}'`
    this.#child = spawn('script', ['-qfec', shell, '/dev/null'], {
      env: {
        PATH: process.env.PATH ?? '',
        HOME: home,
        TERM: 'xterm-256color',
        LANG: 'C.UTF-8',
        STAKE_URI: '//Alice',
        COLORFGBG: '15;0',
        ...options.env,
      },
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    // Whatever becomes of the measurement, nothing goes on after it.
    process.once('exit', () => this.#child.kill('SIGKILL'))
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.output += text
      this.lastAt = performance.now()
      this.#wake()
    })
  }

  type(keys: string): void {
    this.#child.stdin?.write(keys)
  }

  /** Waits until a text was written after `from`. @returns when, on the clock of `performance` */
  async shows(text: string | RegExp, from = 0, patience = 30_000): Promise<number> {
    const deadline = performance.now() + patience
    for (;;) {
      const news = this.output.slice(from)
      if (typeof text === 'string' ? news.includes(text) : text.test(news)) return this.lastAt
      if (performance.now() > deadline) throw new Error(`${text} was not written, but ${news.slice(-2_000)}`)
      await this.#written()
    }
  }

  /** Milliseconds from a key to the first thing that is written because of it. */
  async answerTo(keys: string): Promise<number> {
    const from = this.output.length
    const pressed = performance.now()
    this.type(keys)
    while (this.output.length === from) {
      if (performance.now() - pressed > 10_000) throw new Error(`no answer to ${JSON.stringify(keys)}`)
      await this.#written()
    }
    return this.lastAt - pressed
  }

  /** Waits until it writes something, but not for long. Looking again and again would take the processor from it. */
  #written(): Promise<unknown> {
    const written = new Promise<void>((resolve) => {
      this.#wake = resolve
    })
    return Promise.race([written, pause(100)])
  }

  get process(): number {
    return Number(/process (\d+)/.exec(this.output)?.[1])
  }

  /** Seconds of the processor that it has used so far. */
  processorTime(): number {
    const [user = 0, system = 0] = readFileSync(`/proc/${this.process}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
      .slice(11, 13)
      .map(Number)
    return (user + system) / TICKS_PER_SECOND
  }

  /** Megabytes in memory. */
  resident(): number {
    const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.process}/status`, 'utf8'))?.[1]
    return Number(kilobytes) / 1_024
  }

  async leave(): Promise<void> {
    this.type('\u0003')
    await new Promise((resolve) => this.#child.once('close', resolve))
  }
}
