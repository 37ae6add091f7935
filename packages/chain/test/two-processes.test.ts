import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { startDevnet } from '@stake/devnet'
import { expect, test } from 'vitest'
import { type Outcome, type SignedExtrinsic, signerFromUri } from '../src/index.ts'
import { Truth } from './truth.ts'

const EACH = 6

interface Report {
  readonly text: string
  readonly signed: SignedExtrinsic
  readonly outcome: Outcome
}

/** A program of its own that is connected, and sends when it is told to. What it printed until it ended. */
async function sender(url: string, name: string): Promise<() => Promise<Report[]>> {
  const program = fileURLToPath(new URL('sender.ts', import.meta.url))
  const child = spawn(process.execPath, ['--no-warnings', program, url, name, String(EACH)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = once(child, 'close')
  await once(child.stdout, 'data')
  return async () => {
    child.stdin.end()
    let printed = ''
    for await (const chunk of child.stdout) printed += chunk
    expect(await ended).toEqual([0, null])
    return printed
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Report)
  }
}

test('two processes with one account: each of their transactions is included once, and every outcome is true', async () => {
  const devnet = await startDevnet({ blockTime: 150, finalityDepth: 2, emission: false })
  try {
    const truth = new Truth(devnet.url)
    const senders = await Promise.all(['one', 'two'].map((name) => sender(devnet.url, name)))
    const reports = (await Promise.all(senders.map((send) => send()))).flat()
    const included = reports.filter(({ outcome }) => outcome.kind === 'included')
    expect(included.map(({ text }) => text).sort()).toEqual(
      ['one', 'two'].flatMap((name) => Array.from({ length: EACH }, (_, index) => `${name} ${index}`)),
    )
    for (const { signed, outcome, text } of reports) await truth.confirm(signed, outcome, text)
    expect(await truth.ask('system_accountNextIndex', signerFromUri('//Alice').address)).toBe(2 * EACH)
  } finally {
    await devnet.close()
  }
}, 120_000)
