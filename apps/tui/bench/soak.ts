// `node apps/tui/bench/soak.ts [MINUTES] [BLOCK_TIME_MS]`, after a build: the program in a terminal for a long time,
// going through its screens, trading nothing; a line of memory every half minute. With 300 ms blocks a minute has as
// many of them as eight hours have in fourteen.
import { setTimeout as pause } from 'node:timers/promises'
import { startNode, Terminal } from './terminal.ts'

const minutes = Number(process.argv[2] ?? 10)
const blockTime = Number(process.argv[3] ?? 1_000)
const EVERY = 30_000
/** A round through every screen, with lists, filters, details and help. */
const ROUND = [
  '1',
  'j',
  'j',
  '2',
  'j',
  'Enter',
  '\u001b',
  '3',
  'j',
  '6',
  '7',
  'j',
  '?',
  '\u001b',
  '2',
  '/',
  'a',
  '\u001b',
]

const node = await startNode(blockTime)
const terminal = new Terminal(['--endpoint', node.url], {
  columns: 120,
  rows: 40,
  node: ['--expose-gc', '--inspect=127.0.0.1:0'],
})
await terminal.shows('EXIT NOW')
const heap = await heapReader(/ws:\/\/\S+/.exec(terminal.output)?.[0] ?? '')

const began = performance.now()
const samples: { minute: number; resident: number; heap: number }[] = []
for (let next = 0; performance.now() - began < minutes * 60_000; next += EVERY) {
  while (performance.now() - began < next) {
    for (const key of ROUND) {
      terminal.type(key === 'Enter' ? '\r' : key)
      await pause(150)
    }
  }
  const sample = {
    minute: (performance.now() - began) / 60_000,
    resident: terminal.resident(),
    heap: await heap(),
  }
  samples.push(sample)
  process.stdout.write(
    `${sample.minute.toFixed(1).padStart(5)} min  ${sample.heap.toFixed(1).padStart(6)} MB of heap  ${sample.resident.toFixed(0).padStart(4)} MB resident\n`,
  )
  // What was written is not what is looked at here.
  terminal.output = `process ${terminal.process}\n`
}
process.stdout.write(
  `heap: ${slope(samples.slice(Math.ceil(samples.length / 4))).toFixed(3)} MB a minute, after the first quarter\n`,
)
await terminal.leave()
node.close()

/** Megabytes a minute, by the least squares. */
function slope(points: readonly { minute: number; heap: number }[]): number {
  const mean = (of: (point: { minute: number; heap: number }) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length
  const [x, y] = [mean(({ minute }) => minute), mean((point) => point.heap)]
  const covariance = mean(({ minute, heap: megabytes }) => (minute - x) * (megabytes - y))
  return covariance / mean(({ minute }) => (minute - x) ** 2)
}

/** Reads how much of the heap is used, after everything that can be forgotten is. */
async function heapReader(inspector: string): Promise<() => Promise<number>> {
  const socket = new WebSocket(inspector)
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true })
    socket.addEventListener('error', reject, { once: true })
  })
  let id = 0
  const ask = (method: string) =>
    new Promise<Record<string, number>>((resolve) => {
      const asked = ++id
      const hear = ({ data }: MessageEvent) => {
        const answer = JSON.parse(String(data))
        if (answer.id !== asked) return
        socket.removeEventListener('message', hear)
        resolve(answer.result)
      }
      socket.addEventListener('message', hear)
      socket.send(JSON.stringify({ id: asked, method }))
    })
  return async () => {
    await ask('HeapProfiler.collectGarbage')
    return ((await ask('Runtime.getHeapUsage')).usedSize ?? Number.NaN) / 1_048_576
  }
}
