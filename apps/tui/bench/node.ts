import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { program } from './terminal.ts'

/** The demo that everybody knows, or a network at its limit. */
export type World = 'demo' | 'full'

const fullNode = fileURLToPath(new URL('./full-node.ts', import.meta.url))

/**
 * A development chain in a process of its own.
 *
 * @param blockTime - in milliseconds
 * @returns its address, and what ends it
 */
export async function startNode(
  blockTime: number,
  world: World = 'demo',
): Promise<{ url: string; close(): void }> {
  const words =
    world === 'demo'
      ? [program, 'devnet', '--port', '0', '--block-time', String(blockTime)]
      : [fullNode, String(blockTime)]
  const child = spawn(process.execPath, words, {
    env: { PATH: process.env.PATH ?? '', HOME: tmpdir() },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  process.once('exit', () => child.kill())
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const deadline = performance.now() + 30_000
  while (!/127\.0\.0\.1:\d+/.test(said)) {
    if (performance.now() > deadline) throw new Error('the devnet did not start')
    await pause(20)
  }
  return { url: `ws://${/127\.0\.0\.1:\d+/.exec(said)?.[0]}`, close: () => child.kill() }
}
