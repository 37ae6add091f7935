// Many stakes of one coldkey: as a gather, as a batch, and naively one after another, side by side. `pnpm bench` prints
// what the README of this package says.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type Chain, connect, readValidators, type Signer, signerFromUri } from '@stake/chain'
import type { Balance } from '@stake/math'
import {
  batch,
  gather,
  type Operation,
  parseOperation,
  plan,
  type RunOptions,
  type RunReport,
  run,
} from '@stake/ops'
import { openFileJournal } from '@stake/ops/node'

const COUNTS = process.argv.slice(2).map(Number).filter(Boolean)
const counts = COUNTS.length > 0 ? COUNTS : [1, 10, 100, 1_000]
const NETUID = 2
/** A long-lived program's code is compiled; that of the first stakes is not. */
const WARMING = 300
/** The runs whose median is told; of the long ones there is one. */
const RUNS = 5
const LONG = 1_000
const BLOCK_SECONDS = 12
/** Milliseconds that the client has for a block. */
const PATIENCE = 2_000
const signer: Signer = signerFromUri('//Alice')

interface Bench {
  readonly chain: Chain
  readonly url: string
  readonly options: RunOptions
}

interface Figures {
  /** Milliseconds of this process's processor. */
  readonly processor: number
  /** Milliseconds from the first question to the last byte sent, blocks apart. */
  readonly clock: number
  readonly blocks: number
  readonly fees: Balance
  readonly signatures: number
}

type Form = (bench: Bench, operations: readonly Operation[]) => Promise<Figures>

const forms: Readonly<Record<string, Form>> = {
  gather: (bench, operations) =>
    measured(bench, async () => gather(bench.chain, await plan(bench.chain, operations), bench.options)),
  batch: (bench, operations) =>
    measured(bench, async () =>
      batch(bench.chain, await plan(bench.chain, operations, { batched: true }), {
        ...bench.options,
        atomic: false,
      }),
    ),
  'one by one': async (bench, operations) => {
    const all: Figures[] = []
    for (const operation of operations) {
      all.push(
        await measured(bench, async () =>
          run(bench.chain, await plan(bench.chain, [operation]), bench.options),
        ),
      )
    }
    return all.reduce((sum, each) => ({
      processor: sum.processor + each.processor,
      clock: sum.clock + each.clock,
      blocks: sum.blocks + each.blocks,
      fees: sum.fees.add(each.fees),
      signatures: sum.signatures + each.signatures,
    }))
  },
}

/** Begins a run, and makes blocks until it is over. */
async function measured(
  bench: Bench,
  begin: () => Promise<{ report: Promise<RunReport> }>,
): Promise<Figures> {
  const used = process.cpuUsage()
  const start = performance.now()
  const running = await begin()
  await bench.chain.connection.send('system_chain', [])
  const clock = performance.now() - start
  let over = false
  const report = running.report.finally(() => {
    over = true
  })
  let blocks = 0
  let last = 0
  while (!over) {
    last = await seal(bench.url)
    blocks++
    // Where another block is needed nothing happens any more.
    await Promise.race([report, new Promise((resolve) => setTimeout(resolve, PATIENCE))])
  }
  const { legs, totals } = await report
  if (totals.counts.executed !== legs.length)
    throw new Error(`not all were executed: ${JSON.stringify(totals.counts)}`)
  const { user, system } = process.cpuUsage(used)
  const highest = Math.max(...legs.map(({ block }) => block?.number ?? 0))
  return {
    processor: (user + system) / 1_000,
    clock,
    blocks: blocks - (last - highest),
    fees: totals.networkFees,
    signatures: new Set(legs.map(({ hash }) => hash)).size,
  }
}

/** Makes a block. @returns its number */
async function seal(url: string): Promise<number> {
  const response = await fetch(url.replace('ws', 'http'), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'devnet_sealBlock', params: [] }),
  })
  const { result } = (await response.json()) as { result: { number: number } }
  return result.number
}

/** Milliseconds of processor that one signature takes by itself. */
function bareSigning(): number {
  const times = 500
  const request = { message: `0x${'5a'.repeat(200)}` } as Parameters<Signer['sign']>[0]
  const used = process.cpuUsage()
  for (let count = 0; count < times; count++) void signer.sign(request)
  const { user, system } = process.cpuUsage(used)
  return (user + system) / 1_000 / times
}

function median(figures: readonly number[]): number {
  return figures.toSorted((one, other) => one - other)[figures.length >> 1] ?? Number.NaN
}

async function start(): Promise<{ node: ChildProcess; url: string }> {
  const node = spawn(process.execPath, [fileURLToPath(new URL('node.ts', import.meta.url))], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const url of createInterface({ input: node.stdout })) return { node, url }
  throw new Error('The node did not start.')
}

const folder = await mkdtemp(join(tmpdir(), 'stake-bench-'))
const { node, url } = await start()
let ids = 0

/** One form with so many stakes, with a connection and a journal of its own. */
async function measure(name: string, form: Form, count: number): Promise<Figures> {
  const chain = await connect(url)
  const journal = await openFileJournal(join(folder, `${name} ${count} ${++ids}.jsonl`))
  const hotkey = (await readValidators(await chain.at('best'), NETUID))[0]?.hotkey ?? ''
  const operations = Array.from({ length: count }, () =>
    parseOperation({
      id: `${++ids}`,
      kind: 'stake',
      coldkey: signer.address,
      hotkey,
      netuid: NETUID,
      amount: '0.01',
      tolerance: '3%',
    }),
  )
  try {
    return await form({ chain, url, options: { signer, journal, policy: {} } }, operations)
  } finally {
    await journal.close()
    await chain.close()
  }
}

try {
  // The first use of everything is compiled.
  for (const [name, form] of Object.entries(forms)) await measure(name, form, WARMING)
  process.stdout.write(
    `@stake/ops: stakes of one coldkey, the node in another process; what signing alone takes is not counted\n\n`,
  )
  process.stdout.write(
    '| stakes | how | blocks | on a chain of 12 s | network fees | planned, signed, written, sent in | processor each beside signing |\n|---|---|---|---|---|---|---|\n',
  )
  for (const count of counts) {
    for (const [name, form] of Object.entries(forms)) {
      const runs: Figures[] = []
      while (runs.length < (count < LONG ? RUNS : 1)) runs.push(await measure(name, form, count))
      const { blocks, fees, signatures } = runs[0] as Figures
      const processor = median(runs.map((each) => each.processor))
      const clock = median(runs.map((each) => each.clock))
      const cells = [
        count.toLocaleString('en'),
        name,
        blocks.toLocaleString('en'),
        `${(blocks * BLOCK_SECONDS).toLocaleString('en')} s`,
        fees.format({ decimals: 4 }),
        `${Math.round(clock).toLocaleString('en')} ms`,
        `${((processor - signatures * bareSigning()) / count).toFixed(2)} ms`,
      ]
      process.stdout.write(`| ${cells.join(' | ')} |\n`)
    }
  }
} finally {
  node.kill()
  await rm(folder, { recursive: true })
}
