// `pnpm bench`: how long a program waits for @stake/chain when it was bundled. The processor's time is what it takes
// on one core, since it counts the work of every thread.
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'rolldown'

const RUNS = 9
const MOST = 150

const folder = await mkdtemp(join(tmpdir(), 'stake-import-'))
const { output } = await build({
  input: { main: fileURLToPath(new URL('../src/index.ts', import.meta.url)) },
  platform: 'node',
  output: { dir: folder, format: 'esm', minify: true, entryFileNames: '[name].js' },
})
const bytes = (names: readonly string[]): number =>
  output
    .flatMap((chunk) => (names.includes(chunk.fileName) && 'code' in chunk ? chunk.code.length : 0))
    .reduce((a, b) => a + b, 0)
const main = output[0]
const atOnce = [main.fileName, ...main.imports]
const later = output.flatMap(({ fileName }) => (atOnce.includes(fileName) ? [] : [fileName]))

const program = join(folder, 'time.mjs')
await writeFile(
  program,
  `const measure = async (load) => {
  const clock = performance.now(), before = process.cpuUsage()
  await load()
  const { user, system } = process.cpuUsage(before)
  return { clock: performance.now() - clock, processor: (user + system) / 1000 }
}
const atOnce = await measure(() => import('./${main.fileName}'))
const later = await measure(() => Promise.all(${JSON.stringify(later)}.map((file) => import('./' + file))))
process.stdout.write(JSON.stringify({ atOnce, later }))
`,
)

interface Time {
  readonly clock: number
  readonly processor: number
}

const times: { readonly atOnce: Time; readonly later: Time }[] = []
for (let run = 0; run < RUNS; run++) {
  const { stdout } = await promisify(execFile)(process.execPath, [program])
  times.push(JSON.parse(stdout))
}
await rm(folder, { recursive: true })

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
}

function line(what: string, which: 'atOnce' | 'later', names: readonly string[]): string {
  const clock = median(times.map((time) => time[which].clock))
  const processor = median(times.map((time) => time[which].processor))
  return `${what}: ${processor.toFixed(0)} ms of processor, ${clock.toFixed(0)} ms (median of ${RUNS}), ${(bytes(names) / 1e6).toFixed(2)} MB\n`
}

process.stdout.write(line(`bundled import (wanted: ${MOST} ms)`, 'atOnce', atOnce))
if (later.length > 0) process.stdout.write(line('  what comes with the first connect', 'later', later))
