import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Chain, connect, readValidators, signerFromUri } from '@stake/chain'
import { type Devnet, startDevnet } from '@stake/devnet'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import {
  gather,
  history,
  parseOperation,
  parsePolicy,
  plan,
  resume,
  type StakeOperation,
} from '../src/index.ts'
import { fileNonceLock, openFileJournal } from '../src/node/index.ts'
import { ChainTruth } from './chain-truth.ts'
import type { Job } from './doomed-program.ts'
import { Programs } from './programs.ts'

const NETUID = 2
const alice = signerFromUri('//Alice')

let devnet: Devnet
let chain: Chain
let truth: ChainTruth
let programs: Programs
let hotkey: string
let folder: string
let journalPath: string
let before: number

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
  folder = await mkdtemp(join(tmpdir(), 'two-'))
  journalPath = join(folder, 'journal.jsonl')
  before = await truth.height()
})
afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }))

let amounts = 0

function stakes(count: number): StakeOperation[] {
  return Array.from({ length: count }, () => {
    const amount = `1.${String(++amounts).padStart(8, '0')}1`
    const of = { coldkey: alice.address, hotkey, netuid: NETUID, tolerance: '5%' }
    return parseOperation({ id: `id-${amount}`, kind: 'stake', ...of, amount })
  })
}

function runProgram(operations: Job['operations'], die?: Job['die']) {
  const job = { url: devnet.url, journal: journalPath, operations }
  return programs.run(die === undefined ? job : { ...job, die })
}

/** The amounts that were staked since, by the chain's own word, smallest first. */
async function staked(): Promise<string[]> {
  const done = await truth.stakes(alice.address, before)
  return done.map(({ tao }) => `${tao / 10n ** 9n}.${String(tao % 10n ** 9n).padStart(9, '0')}`).toSorted()
}

test('two programs are asked for the same at once: it is done once, and both tell what became of it', async () => {
  const operations = stakes(10)
  const [one, other] = await Promise.all([runProgram(operations), runProgram(operations)])
  expect(one.told?.ends).toEqual(other.told?.ends)
  expect(one.told?.ends.map(([id, status]) => `${id} ${status}`)).toEqual(
    operations.map(({ id }) => `${id} executed`),
  )
  expect(await staked()).toEqual(operations.map(({ amount }) => amount))
  const signatures = [one, other].map(
    ({ told }) => told?.points.filter((point) => point === 'gave signature').length,
  )
  expect(signatures.toSorted()).toEqual([0, 10])
})

test('two programs with different wishes of one account use no nonce twice, and all is done', async () => {
  const [ours, theirs] = [stakes(10), stakes(10)]
  const told = await Promise.all([runProgram(ours), runProgram(theirs)])
  expect(told.flatMap(({ told }) => told?.ends.map(([, status]) => status))).toEqual(
    Array.from({ length: 20 }, () => 'executed'),
  )
  expect(await staked()).toEqual([...ours, ...theirs].map(({ amount }) => amount))
  const journal = await openFileJournal(journalPath)
  const nonces = (await journal.read()).all.map(({ signed }) => signed?.signed.nonce)
  expect(new Set(nonces).size).toBe(20)
  expect(await history(journal)).toHaveLength(20)
  expect(journal.condition.status).toBe('whole')
  await journal.close()
})

test('what a dead program signed and never sent keeps nobody waiting, also who knows nothing of it', async () => {
  const [left, mine] = [stakes(3), stakes(2)]
  expect((await runProgram(left, 'send')).signal).toBe('SIGKILL')
  const journal = await openFileJournal(journalPath)
  const planned = await plan(chain, mine, { limitsFrom: 'leg' })
  const running = await gather(chain, planned, {
    signer: alice,
    journal,
    policy: parsePolicy({ version: 1 }),
  })
  const { legs } = await running.report
  expect(legs.map(({ status }) => status)).toEqual(['executed', 'executed'])
  // Nobody called resume, and yet what was there before is done: what came after it would have waited for ever.
  expect(await staked()).toEqual([...left, ...mine].map(({ amount }) => amount))
  await journal.close()
})

test('a program that stands still keeps its account for ever; when it is killed it is free at once', async () => {
  const job = { url: devnet.url, journal: journalPath, operations: stakes(1), freeze: 'gave signature' }
  const program = programs.begin(job)
  const journal = await openFileJournal(journalPath, { patience: 0 })
  while ((await journal.read()).open().length === 0) await chain.connection.send('system_chain', [])
  const [theirs] = (await journal.read()).open()
  const busy = () => journal.alone(alice.address, async () => 'free').catch(({ code }) => code)
  expect(await busy()).toBe('AccountBusy')
  const left = await resume(chain, journal)
  expect(left.elsewhere.map(({ id }) => id)).toEqual(job.operations.map(({ id }) => id))
  expect(left.notSent).toEqual([])
  // Long after: no time makes it stale.
  await devnet.sealBlock()
  expect(await busy()).toBe('AccountBusy')
  expect(await journal.isAlive(theirs?.intent.session ?? '')).toBe(true)

  program.kill()
  expect((await program.ended).signal).toBe('SIGKILL')
  expect(await busy()).toBe('free')
  expect(await journal.isAlive(theirs?.intent.session ?? '')).toBe(false)
  const { notSent } = await resume(chain, journal)
  expect(notSent).toEqual(job.operations)
  expect(await staked()).toEqual([])
  await journal.close()
})

test('a nonce lock in a folder excludes others of this machine, and ends with its owner', async () => {
  const [one, other] = [fileNonceLock(folder), fileNonceLock(folder, { patience: 0 })]
  const order: string[] = []
  await one.withLock('0x00:5G', async () => {
    await expect(other.withLock('0x00:5G', async () => order.push('never'))).rejects.toMatchObject({
      code: 'AccountBusy',
      remedy: expect.stringContaining('nothing was signed here'),
    })
    await other.withLock('0x00:5H', async () => order.push('another account'))
  })
  await other.withLock('0x00:5G', async () => order.push('after it'))
  expect(order).toEqual(['another account', 'after it'])
})
