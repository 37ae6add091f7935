// One step of `npm test`: something that passes or fails, and what it said.
import { spawn } from 'node:child_process'
import { root } from './source.ts'

export interface StepResult {
  readonly passed: number
  readonly failed: number
  /** Shown only when something failed. */
  readonly output: string
  /** Shown always: what a reader must know even when all passed. */
  readonly notes?: readonly string[]
}

export interface Step {
  readonly name: string
  readonly run: () => Promise<StepResult>
}

/** Runs a program without a shell, with no input, and collects everything that it prints. */
export async function runProgram(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<{ ok: boolean; output: string }> {
  const { promise, resolve } = Promise.withResolvers<{ ok: boolean; output: string }>()
  const child = spawn(command, args, { cwd: root, ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  child.on('error', (error) => resolve({ ok: false, output: `${output}${command}: ${error.message}\n` }))
  child.on('close', (status, signal) => {
    const end = signal === null ? '' : `${command} was ended by ${signal}\n`
    resolve({ ok: status === 0, output: output + end })
  })
  return promise
}

/** A step of one or more programs, run one after the other until one fails. */
export function programs(
  name: string,
  commands: readonly (readonly string[])[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Step {
  return {
    name,
    run: async () => {
      for (const [command = '', ...args] of commands) {
        const { ok, output } = await runProgram(command, args, options)
        if (!ok) return { passed: 0, failed: 1, output: `$ ${[command, ...args].join(' ')}\n${output}` }
      }
      return { passed: 1, failed: 0, output: '' }
    },
  }
}
