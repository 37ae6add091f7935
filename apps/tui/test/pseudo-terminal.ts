import { spawn, spawnSync } from 'node:child_process'
import { onTestFinished, vi } from 'vitest'

/** A command that runs in a terminal of its own. */
export interface PseudoTerminal {
  /** Everything it has shown so far, escapes included. */
  output(): string
  /** Types: one call is what arrives at once. */
  type(keys: string): void
  /** Waits until a text was shown. */
  shown(text: string): Promise<void>
  /** The exit code. */
  readonly ended: Promise<number | null>
}

/** Whether this machine has `script`, which gives a command a terminal. */
export const hasTerminals: boolean = spawnSync('script', ['--version']).error === undefined
if (!hasTerminals) process.stderr.write('SKIPPED: there is no `script` here, so no test runs in a terminal\n')

/** Runs a shell command in a terminal of 24 lines and 80 columns, unless another size is given. */
export function inTerminal(
  command: string,
  env: Record<string, string>,
  { columns = 80, rows = 24 }: { readonly columns?: number; readonly rows?: number } = {},
): PseudoTerminal {
  const shell = `stty rows ${rows} cols ${columns}; ${command}`
  const args =
    process.platform === 'darwin' ? ['-q', '/dev/null', 'sh', '-c', shell] : ['-qfec', shell, '/dev/null']
  const child = spawn('script', args, { env, stdio: ['pipe', 'pipe', 'ignore'] })
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  const ended = new Promise<number | null>((resolve) => {
    child.on('close', resolve)
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  return {
    output: () => text,
    type: (keys) => child.stdin.write(keys),
    shown: async (part) => {
      await vi.waitUntil(() => text.includes(part) || child.exitCode !== null, 15_000)
      if (!text.includes(part)) throw new Error(`“${part}” was never shown, but this: ${text}`)
    },
    ended,
  }
}
