import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

/** A program that runs. */
export interface Running {
  readonly child: ChildProcess
  /** What it wrote to standard output, and to standard error, so far. */
  output(): string
  errors(): string
  readonly ended: Promise<Ended>
}

/** The bundled program; `test/build.ts` makes it. */
export const program: string = fileURLToPath(new URL('../dist/main.js', import.meta.url))

/** How a program ended and what it said. */
export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

const homes = mkdtempSync(join(tmpdir(), 'stake-homes-'))
process.on('exit', () => rmSync(homes, { recursive: true, force: true }))

/** An environment in which nothing of the person who runs the tests is found. */
export function emptyHome(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  const home = mkdtempSync(join(homes, 'home-'))
  return {
    PATH: process.env.PATH ?? '',
    HOME: home,
    TMPDIR: home,
    TERM: 'xterm-256color',
    LANG: 'C.UTF-8',
    // The same code is not compiled anew for each of some hundred runs.
    NODE_COMPILE_CACHE: join(homes, 'compiled'),
    ...more,
  }
}

/** Runs the program without a terminal, to its end. */
export function stake(args: readonly string[], env: Record<string, string> = emptyHome()): Promise<Ended> {
  return spawnStake(args, env).ended
}

/** Starts the program without a terminal; it does not outlive its test. */
export function startStake(args: readonly string[], env: Record<string, string> = emptyHome()): Running {
  const running = spawnStake(args, env)
  onTestFinished(() => {
    running.child.kill('SIGKILL')
  })
  return running
}

function spawnStake(args: readonly string[], env: Record<string, string>): Running {
  const child = spawn(process.execPath, [program, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
  return { child, output: () => stdout, errors: () => stderr, ended }
}
