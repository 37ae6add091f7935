// `pnpm bench`: @stake/chain and bare @polkadot/api side by side, each in a process of its own, against a node in a
// third. Run it on a machine that does nothing else.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Measured } from './measured.ts'
import { SUBMISSIONS, SUBMIT } from './tasks.ts'

/** Milliseconds of the processor that a submission may cost beyond its signature. */
const MOST_OVERHEAD = 1

function start(program: string, ...args: string[]) {
  const path = fileURLToPath(new URL(program, import.meta.url))
  return spawn(process.execPath, ['--expose-gc', '--no-warnings', path, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

async function measured(program: string): Promise<Measured[]> {
  const node = start('node.ts')
  const [url] = (await once(createInterface(node.stdout), 'line')) as [string]
  const child = start(program, url)
  const figures: Measured[] = []
  for await (const line of createInterface(child.stdout)) {
    if (line.startsWith('{')) figures.push(JSON.parse(line))
  }
  node.kill()
  await once(node, 'close')
  if (child.exitCode !== 0) throw new Error(`${program} failed.`)
  return figures
}

const kilo = (bytes: number) => `${(bytes / 1000).toFixed(0)} kB`
const line = ({ clock, processor, requests, bytes, heap }: Measured) =>
  `${clock.toFixed(0).padStart(6)} ms (${processor.toFixed(0)} ms of processor), ${requests} requests, ${kilo(bytes)}, heap ${heap < 0 ? '−' : '+'}${kilo(Math.abs(heap))}`

const ours = await measured('ours.ts')
const raw = await measured('raw.ts')
for (const figure of ours) {
  const other = raw.find(({ what }) => what === figure.what)
  process.stdout.write(`${figure.what}\n  @stake/chain   ${line(figure)}\n`)
  if (other) process.stdout.write(`  @polkadot/api  ${line(other)}\n`)
}
const [bare] = await measured('bare.ts')
const submitted = ours.find(({ what }) => what === SUBMIT)
if (submitted && bare) {
  const each = ({ processor }: Measured) => processor / SUBMISSIONS
  const overhead = each(submitted) - each(bare)
  process.stdout.write(
    `one signature takes ${each(bare).toFixed(2)} ms of processor, as many in a process of their own; all else of a submission ${overhead.toFixed(2)} ms (wanted: below ${MOST_OVERHEAD} ms)\n`,
  )
}
