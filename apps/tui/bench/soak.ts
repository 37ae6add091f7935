// `node apps/tui/bench/soak.ts [MINUTES] [BLOCK_TIME_MS]`, after a build: the program in a terminal for a long time,
// going through its screens, trading nothing; a line of memory every half minute. Eight hours of blocks of 12 s are
// 2,400 blocks, which come in ten minutes when they take 250 ms.
import { setTimeout as pause } from 'node:timers/promises'
import { startNode } from './node.ts'
import { Terminal } from './terminal.ts'

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
const first = await blockNumber()
const samples: Sample[] = []
for (let next = 0; performance.now() - began < minutes * 60_000; next += EVERY) {
  while (performance.now() - began < next) {
    for (const key of ROUND) {
      terminal.type(key === 'Enter' ? '\r' : key)
      await pause(150)
    }
  }
  const sample: Sample = {
    blocks: (await blockNumber()) - first,
    minute: (performance.now() - began) / 60_000,
    resident: terminal.resident(),
    heap: await heap.used(),
  }
  samples.push(sample)
  process.stdout.write(
    `${sample.minute.toFixed(1).padStart(5)} min  ${String(sample.blocks).padStart(6)} blocks  ${sample.heap.toFixed(1).padStart(6)} MB of heap  ${sample.resident.toFixed(0).padStart(4)} MB resident\n`,
  )
  // What was written is not what is looked at here.
  terminal.output = `process ${terminal.process}\n`
}
const tenth = samples[Math.floor(samples.length / 10)]
const last = samples.at(-1)
process.stdout.write(
  `heap: ${tenth?.heap.toFixed(1)} MB after ${tenth?.blocks} blocks, ${last?.heap.toFixed(1)} MB after ${last?.blocks}; ${slope(samples.slice(Math.ceil(samples.length / 4))).toFixed(3)} MB a minute, after the first quarter\n`,
)
// A program whose inspector is listened to does not end.
heap.close()
await terminal.leave()
node.close()

interface Sample {
  readonly minute: number
  readonly blocks: number
  /** Megabytes. */
  readonly resident: number
  readonly heap: number
}

/** The newest block of the node. */
async function blockNumber(): Promise<number> {
  const answer = await fetch(node.url.replace('ws', 'http'), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'chain_getHeader', params: [] }),
  })
  const { result } = (await answer.json()) as { result: { number: string } }
  return Number(result.number)
}

/** Megabytes a minute, by the least squares. */
function slope(points: readonly Sample[]): number {
  const mean = (of: (point: Sample) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length
  const [x, y] = [mean(({ minute }) => minute), mean((point) => point.heap)]
  const covariance = mean(({ minute, heap: megabytes }) => (minute - x) * (megabytes - y))
  return covariance / mean(({ minute }) => (minute - x) ** 2)
}

/** Reads how much of the heap is used, after everything that can be forgotten is. */
async function heapReader(inspector: string): Promise<{ used(): Promise<number>; close(): void }> {
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
  return {
    used: async () => {
      await ask('HeapProfiler.collectGarbage')
      return ((await ask('Runtime.getHeapUsage')).usedSize ?? Number.NaN) / 1_048_576
    },
    close: () => socket.close(),
  }
}
