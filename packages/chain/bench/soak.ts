// `pnpm soak [minutes]`: one client follows a busy chain, 250 ms a block, and its heap must stay flat. Blocks, events and
// a portfolio are read at each of them; the connection is cut now and then. Prints a line a minute.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import {
  type ChainAt,
  connect,
  Disconnected,
  developmentAccounts,
  readEvents,
  readSnapshot,
  watchBlocks,
} from '@stake/chain'

/** What the heap may gain over the whole run, after the first tenth. */
const MOST_GAINED = 10_000_000

const minutes = Number(process.argv[2] ?? 60)
if (!globalThis.gc) throw new Error('Run with --expose-gc.')

const program = fileURLToPath(new URL('busy-node.ts', import.meta.url))
const node = spawn(process.execPath, ['--no-warnings', program], { stdio: ['ignore', 'pipe', 'inherit'] })
const [url] = (await once(createInterface(node.stdout), 'line')) as [string]
const coldkeys = [developmentAccounts['//Alice'] ?? '']

/** A cut connection loses a question; the watcher goes on with the next block. */
async function read(at: ChainAt): Promise<void> {
  try {
    events += (await readEvents(at)).length
    await readSnapshot(at, { coldkeys })
  } catch (error) {
    if (!(error instanceof Disconnected)) throw error
  }
}

const begin = Date.now()
const elapsed = () => (Date.now() - begin) / 60_000
const heaps: number[] = []
let blocks = 0
let events = 0
const chain = await connect(url)
for await (const item of watchBlocks(chain, { which: 'best' })) {
  if (item.kind !== 'block') continue
  blocks += 1
  await read(item.at)
  if (elapsed() < ((heaps.length + 1) * minutes) / 60) continue
  globalThis.gc()
  const { heapUsed, rss } = process.memoryUsage()
  heaps.push(heapUsed)
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1)
  process.stdout.write(
    `${elapsed().toFixed(1)} min, ${blocks} blocks, ${events} events: heap ${megabytes(heapUsed)} MB, resident ${megabytes(rss)} MB\n`,
  )
  if (elapsed() >= minutes) break
}
await chain.close()
node.kill()

const settled = heaps[Math.floor(heaps.length / 10)] ?? 0
const gained = (heaps.at(-1) ?? 0) - settled
process.stdout.write(
  `${gained <= MOST_GAINED ? 'ok  ' : 'MISS'} heap gained ${(gained / 1e6).toFixed(1)} MB\n`,
)
if (gained > MOST_GAINED) process.exitCode = 1
