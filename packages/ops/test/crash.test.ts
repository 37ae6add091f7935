import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Chain, connect, readValidators, signerFromUri } from '@stake/chain'
import { type Devnet, startDevnet } from '@stake/devnet'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  type FinalReport,
  gather,
  history,
  parseOperation,
  parsePolicy,
  plan,
  resume,
  type StakeOperation,
} from '../src/index.ts'
import { type FileJournal, openFileJournal } from '../src/node/index.ts'
import { ChainTruth } from './chain-truth.ts'
import type { Job } from './doomed-program.ts'
import { Programs } from './programs.ts'

const NIGHTLY = process.env.STAKE_NIGHTLY !== undefined
const NETUID = 2
const alice = signerFromUri('//Alice')

let devnet: Devnet
let chain: Chain
let truth: ChainTruth
let hotkey: string
let folder: string
let journalPath: string
let before: { height: number; free: bigint; nonce: number }
let programs: Programs

vi.setConfig({ testTimeout: 60_000 })

beforeAll(async () => {
  programs = new Programs()
  devnet = await startDevnet({ blockTime: 50, emission: false, archive: true })
  chain = await connect({ endpoints: devnet.url })
  truth = await ChainTruth.connect(devnet.url)
  hotkey = (await readValidators(await chain.at('best'), NETUID))[0]?.hotkey ?? ''
})
afterAll(async () => {
  programs.close()
  await truth.close()
  await chain.close()
  await devnet.close()
})
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crash-'))
  journalPath = join(folder, 'journal.jsonl')
  before = { height: await truth.height(), ...(await truth.account(alice.address)) }
})
afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }))

/** Lets a program do a job until it is killed, or to its end. */
async function runProgram(operations: Job['operations'], die?: Job['die']) {
  const job = { url: devnet.url, journal: journalPath, operations }
  return programs.run(die === undefined ? job : { ...job, die })
}

let amounts = 0

/** Stakes with amounts that no other has, so that each can be told from the others in the chain's events. */
function stakes(count: number): StakeOperation[] {
  return Array.from({ length: count }, () => {
    const amount = `1.${String(++amounts).padStart(9, '0')}`
    const of = { coldkey: alice.address, hotkey, netuid: NETUID, tolerance: '5%' }
    return parseOperation({ id: `id-${amount}`, kind: 'stake', ...of, amount })
  })
}

/** Another program comes, settles what was left, and asks for the same again, by the same ids. */
async function recover(operations: readonly StakeOperation[]): Promise<{
  notSent: readonly string[]
  resumed: readonly FinalReport[]
  reports: readonly FinalReport[]
  torn: boolean
}> {
  const journal = await openFileJournal(journalPath)
  const torn = journal.condition.status === 'torn'
  expect(['new', 'whole', 'torn']).toContain(journal.condition.status)
  const { notSent, reports: left } = await resume(chain, journal)
  const resumed = await left
  expect((await journal.read()).open()).toEqual([])
  const running = await gather(chain, await plan(chain, operations, { limitsFrom: 'leg' }), {
    signer: alice,
    journal,
    policy: parsePolicy({ version: 1 }),
    period: 512,
  })
  const { legs: reports } = await running.report
  await checkTruth(journal, operations, reports)
  await journal.close()
  return { notSent: notSent.map(({ id }) => id), resumed, reports, torn }
}

/** Everything is settled, nothing ran twice, and the journal says of the chain what is so, to the rao. */
async function checkTruth(
  journal: FileJournal,
  operations: readonly StakeOperation[],
  reports: readonly FinalReport[],
): Promise<void> {
  expect((await journal.read()).open()).toEqual([])
  expect(reports.map(({ operation }) => operation.id)).toEqual(operations.map(({ id }) => id))
  const done = await truth.stakes(alice.address, before.height)
  const executed = reports.filter(({ status }) => status === 'executed')
  const byAmount = (a: { tao: bigint }, b: { tao: bigint }) => (a.tao < b.tao ? -1 : 1)
  const told = executed.map(({ executed: { rao: tao }, received: { rao: alpha }, block }) => {
    return { tao, alpha, block: block?.number }
  })
  expect(told.toSorted(byAmount)).toEqual(done.toSorted(byAmount))
  const account = await truth.account(alice.address)
  const spent = reports.reduce((sum, report) => sum + report.executed.rao + report.networkFee.rao, 0n)
  expect(before.free - account.free).toBe(spent)
  expect(account.nonce - before.nonce).toBe(reports.filter(({ block }) => block).length)
  const past = await history(journal)
  for (const report of reports) {
    const { status, executed, received, networkFee } = report
    expect(past.find(({ operation }) => operation.id === report.operation.id)?.report).toMatchObject({
      status,
      executed,
      received,
      networkFee,
    })
  }
}

test('a program that nobody kills comes by all these points, in this order', async () => {
  const { signal, told } = await runProgram(stakes(1))
  expect(signal).toBe(null)
  const written = (record: string) => ['write', 'half', 'flush', 'flushed'].map((what) => `${what} ${record}`)
  const way = [...written('intent'), 'sign', 'gave signature', ...written('signed'), 'send', 'sent']
  const points = told?.points.filter((point) => way.includes(point) || / settled$/.test(point))
  expect(points).toEqual([...way, 'is settled', ...written('settled')])
})

/** On a usual day one of two points is enough between which nothing gets to the disk. */
function tried(points: readonly string[]): string[] {
  return NIGHTLY ? [...points] : points.filter((point) => !point.startsWith('flush '))
}

describe('killed at one point', () => {
  const LEFT = {
    nothing: ['write intent', 'half intent', 'flush intent'],
    notSent: ['flushed intent', 'sign', 'gave signature', 'write signed', 'half signed', 'flush signed'],
    open: [
      'flushed signed',
      'send',
      'sent',
      'is broadcast',
      'is inBlock',
      'write settled',
      'half settled',
      'flush settled',
    ],
    settled: ['flushed settled', 'is reported'],
  }
  const cases = Object.entries(LEFT).flatMap(([left, points]) =>
    tried(points).map((point) => ({ left, point })),
  )

  test.each(cases)('$point: $left is left', async ({ left, point }) => {
    const operations = stakes(1)
    const { signal } = await runProgram(operations, point)
    expect(signal).toBe('SIGKILL')
    const { notSent, resumed, reports, torn } = await recover(operations)
    expect(notSent).toEqual(left === 'notSent' ? [operations[0]?.id] : [])
    expect(resumed.length).toBe(left === 'open' ? 1 : 0)
    expect(torn).toBe(/^(half|flush) /.test(point))
    expect(reports[0]).toMatchObject({ status: 'executed', fill: 'filled' })
    expect(await readFile(journalPath, 'utf8')).not.toMatch(/"bytes"/)
  })
})

describe('killed while it resumes', () => {
  const POINTS = ['write', 'half', 'flush', 'flushed'].flatMap((what) => [
    `${what} resumed`,
    `${what} settled`,
  ])

  test.each(tried([...POINTS, 'send', 'sent', 'is inBlock']))('%s', async (point) => {
    const operations = stakes(1)
    expect((await runProgram(operations, 'flushed signed')).signal).toBe('SIGKILL')
    expect((await runProgram('resume', point)).signal).toBe('SIGKILL')
    const { reports } = await recover(operations)
    expect(reports[0]).toMatchObject({ status: 'executed', fill: 'filled' })
  })

  test.each(tried(['write notSent', 'half notSent', 'flush notSent', 'flushed notSent']))(
    '%s',
    async (point) => {
      const operations = stakes(2)
      expect((await runProgram(operations, 'gave signature')).signal).toBe('SIGKILL')
      expect((await runProgram('resume', point)).signal).toBe('SIGKILL')
      const { notSent, reports } = await recover(operations)
      // What was never sent is not lost with the program that found it.
      expect(notSent).toEqual(operations.map(({ id }) => id))
      expect(reports.map(({ status }) => status)).toEqual(['executed', 'executed'])
    },
  )
})

describe('a gather of 50, killed at a random point', () => {
  const RUNS = NIGHTLY ? 200 : 10
  const seed = Number(process.env.STAKE_SEED ?? Date.now() % 2 ** 31)
  let length = 0

  // One that nobody kills shows how long the way is.
  beforeAll(async () => {
    journalPath = join(await mkdtemp(join(tmpdir(), 'crash-')), 'journal.jsonl')
    const operations = stakes(50)
    const { told } = await runProgram(operations)
    await rm(dirname(journalPath), { recursive: true })
    length = told?.points.length ?? 0
    expect(told?.ends.map(([id, status]) => `${id} ${status}`)).toEqual(
      operations.map(({ id }) => `${id} executed`),
    )
  }, 60_000)

  test.each(randomNumbers(seed, RUNS))(`%f of the way (seed ${seed})`, async (share) => {
    const operations = stakes(50)
    const { signal } = await runProgram(operations, 1 + Math.floor(share * length))
    const { reports } = await recover(operations)
    // Points come in another number each time: at the very end it may have lived.
    if (share < 0.9) expect(signal).toBe('SIGKILL')
    expect(reports.map(({ status }) => status)).toEqual(operations.map(() => 'executed'))
  })
})

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomNumbers(seed: number, count: number): number[] {
  let state = seed
  return Array.from({ length: count }, () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  })
}
