import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, externalSigner, type SignedExtrinsic, SigningRefused, sign, submit } from '@stake/chain'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { draftOf } from '../src/draft.ts'
import { follow } from '../src/follow.ts'
import {
  dropNotSent,
  type Entry,
  history,
  type Journal,
  type JournalRecord,
  memoryJournal,
  type Operation,
  plan,
  resume,
  run,
} from '../src/index.ts'
import { openFileJournal } from '../src/node/index.ts'
import { toReadable } from '../src/readable.ts'
import { alice, Stage, type Wish } from './stage.ts'

vi.setConfig({ testTimeout: 30_000 })

let stage: Stage
let journal: Journal
beforeAll(async () => {
  stage = await Stage.open()
})
afterAll(() => stage.close())
beforeEach(() => {
  journal = memoryJournal()
})

interface Left {
  readonly operation: Operation
  readonly entry: number
  readonly signed: SignedExtrinsic
}

/** What a program that has ended left in the journal: an intent, a payload that was handed out, or signed bytes. */
async function leave(
  upTo: 'intent' | 'handedOut' | 'signed',
  wish: Partial<Wish> = {},
  change: (record: JournalRecord) => JournalRecord = (record) => record,
): Promise<Left> {
  const { chain } = stage
  const operation = stage.wanted({ amount: '1', ...wish })
  const planned = await plan(chain, [operation])
  const [leg] = planned.legs
  if (!leg) throw new Error('no leg')
  const { legs, form, call, address, plannedAt, specVersion } = draftOf(planned, leg)
  const nonce = await chain.connection.send<number>('system_accountNextIndex', [alice.address])
  const signed = await sign(chain, call, alice, { nonce, period: 8 })
  const { era, genesisHash } = signed
  return journal.update(async ({ entries, append }) => {
    const entry = entries.next
    const of = { entry, at: 1 }
    const readable = legs.map((each) => ({ ...each, basis: toReadable(each.basis) }))
    const intent = { genesisHash, address, form, legs: readable, plannedAt, specVersion, call: call.bytes }
    const records: JournalRecord[] = [{ type: 'intent', ...of, session: 'gone', ...intent }]
    if (upTo === 'handedOut') records.push({ type: 'handedOut', ...of, nonce, era })
    if (upTo === 'signed') records.push({ type: 'signed', ...of, signed })
    await append(...records.map(change))
    return { operation, entry, signed }
  })
}

async function seal(blocks: number): Promise<void> {
  for (let block = 0; block < blocks; block++) await stage.devnet.sealBlock()
}

async function again(operation: Operation) {
  return run(stage.chain, await plan(stage.chain, [operation]), stage.options({ journal }))
}

const statusOf = async (entry: number): Promise<Entry['status'] | undefined> =>
  (await journal.read()).get(entry)?.status

test('signed bytes that never left are sent, as they are', async () => {
  const { operation, signed, entry } = await leave('signed')
  const { following, notSent, elsewhere, reports } = await resume(stage.chain, journal)
  expect([following.length, notSent, elsewhere]).toEqual([1, [], []])
  const [report] = await stage.sealed(reports)
  expect(report).toMatchObject({ status: 'executed', operation, hash: signed.hash, final: true })
  const settled = (await journal.read()).get(entry)
  expect(settled).toMatchObject({ status: 'settled', resumed: { session: 'memory' } })
  // The same again is not signed again: the report of the journal is what it gives.
  const { legs } = await again(operation)
  expect(await legs[0]?.report).toEqual(report)
  expect((await resume(stage.chain, journal)).following).toEqual([])
})

test('bytes that are in a block already are found there', async () => {
  const { signed } = await leave('signed')
  await stage.sealed(submit(stage.chain, signed).outcome)
  const { reports } = await resume(stage.chain, journal)
  expect((await stage.sealed(reports))[0]).toMatchObject({ status: 'executed', hash: signed.hash })
})

test('bytes whose era has ended are expired, for ever: their id is never signed again', async () => {
  const free = await stage.free()
  const { operation, entry } = await leave('signed')
  await seal(8)
  const { reports } = await resume(stage.chain, journal)
  const [report] = await stage.sealed(reports)
  expect(report).toMatchObject({
    status: 'expired',
    error: { code: 'Expired', details: { reason: 'eraEnded' } },
  })
  const { legs } = await again(operation)
  expect(await legs[0]?.report).toMatchObject({ status: 'expired' })
  expect(await statusOf(entry)).toBe('settled')
  expect(await stage.free()).toBe(free)
})

test('another final block at the height of its birth: the chain was started anew', async () => {
  const { entry } = await leave('signed', {}, (record) => {
    if (record.type !== 'signed') return record
    const { signed } = record
    const birth = { ...signed.era.birth, hash: `0x${'ab'.repeat(32)}` as const }
    return { ...record, signed: { ...signed, era: { ...signed.era, birth } } }
  })
  const { reports } = await resume(stage.chain, journal)
  expect((await stage.sealed(reports))[0]).toMatchObject({ status: 'expired' })
  expect((await journal.read()).get(entry)?.settled).toMatchObject({ outcome: 'chainReset' })
})

test('an intent that was never signed comes back as it was asked for, until it is run or dropped', async () => {
  const [one, two] = [await leave('intent', { amount: '1' }), await leave('intent', { amount: '2' })]
  const free = await stage.free()
  const resumed = await resume(stage.chain, journal)
  expect(resumed.notSent).toEqual([one.operation, two.operation])
  expect(resumed.following).toEqual([])
  expect(await statusOf(one.entry)).toBe('notSent')
  expect((await resume(stage.chain, journal)).notSent).toEqual([one.operation, two.operation])
  await seal(2)
  expect(await stage.free()).toBe(free)

  await dropNotSent(journal, [two.operation.id])
  const { legs } = await again(one.operation)
  expect(await stage.sealed(legs[0]?.report ?? Promise.reject())).toMatchObject({ status: 'executed' })
  expect((await resume(stage.chain, journal)).notSent).toEqual([])
  expect((await history(journal)).map(({ operation, status }) => [operation.id, status])).toEqual([
    [one.operation.id, 'settled'],
    [two.operation.id, 'notSent'],
    [one.operation.id, 'notSent'],
  ])
})

test('what was sent cannot be dropped', async () => {
  const { operation, entry } = await leave('signed')
  await dropNotSent(journal, [operation.id])
  expect(await statusOf(entry)).toBe('signed')
})

describe('what was handed out and did not come back', () => {
  test('holds its nonce and its id until its era has ended in final blocks', async () => {
    const { operation, entry, signed } = await leave('handedOut')
    const { following } = await resume(stage.chain, journal)
    await expect(again(operation)).rejects.toMatchObject({ code: 'OperationKnown' })
    const other = await again(stage.wanted({ amount: '1' }))
    expect(other.legs[0]?.submission?.signed.nonce).toBe(signed.nonce + 1)
    await seal(3)
    expect(await statusOf(entry)).toBe('handedOut')
    const [reports] = await Promise.all(following.map(({ reports }) => stage.sealed(reports)))
    expect(reports?.[0]).toMatchObject({ status: 'expired', operation })
    // What waited behind it goes when its nonce is filled.
    await again(stage.wanted({ amount: '1' }))
    expect(await stage.sealed(other.report)).toMatchObject({ totals: { counts: { executed: 1 } } })
  })

  test('a wallet that says no gives the nonce back at once', async () => {
    const signer = externalSigner({
      address: alice.address,
      carry: async () => {
        throw new SigningRefused('The device', 'it was declined')
      },
    })
    const operation = stage.wanted({ amount: '1' })
    const planned = await plan(stage.chain, [operation])
    await expect(run(stage.chain, planned, stage.options({ journal, signer }))).rejects.toMatchObject({
      code: 'SigningRefused',
    })
    expect((await journal.read()).byId(operation.id)).toMatchObject({
      status: 'notSent',
      handedOut: { entry: 1 },
    })
    const { legs } = await again(operation)
    expect(await stage.sealed(legs[0]?.report ?? Promise.reject())).toMatchObject({ status: 'executed' })
  })

  test('before it is shown to anybody it is written down', async () => {
    let seen: Entry | undefined
    const operation = stage.wanted({ amount: '1' })
    const signer = externalSigner({
      address: alice.address,
      carry: async (request) => {
        seen = (await journal.read()).byId(operation.id)
        return alice.sign(request)
      },
    })
    const planned = await plan(stage.chain, [operation])
    const { legs } = await run(stage.chain, planned, stage.options({ journal, signer }))
    expect(seen).toMatchObject({ status: 'handedOut', handedOut: { era: { period: 512 } } })
    expect(await stage.sealed(legs[0]?.report ?? Promise.reject())).toMatchObject({ status: 'executed' })
  })
})

test('a refusal is not believed where another program sends the same bytes', async () => {
  const { entry, signed } = await leave('signed', {}, (record) =>
    record.type === 'intent' ? { ...record, session: 'memory' } : record,
  )
  // The node refuses them; meanwhile another program has marked them as its own to send.
  let times = 0
  stage.node.refuses = () => times++ === 0
  const following = follow(stage.chain, journal, (await journal.read()).get(entry) as Entry)
  await journal.update(({ append }) => append({ type: 'resumed', entry, at: 2, session: 'other' }))
  const reports = await stage.sealed(following.reports)
  stage.node.refuses = () => false
  expect(reports[0]).toMatchObject({ status: 'executed', hash: signed.hash })
  expect(times).toBeGreaterThan(1)
})

test('entries of another chain are left alone and counted', async () => {
  await leave('signed', {}, (record) =>
    record.type === 'intent' ? { ...record, genesisHash: `0x${'cd'.repeat(32)}` } : record,
  )
  expect(await resume(stage.chain, journal)).toMatchObject({ otherChains: 1, following: [], notSent: [] })
})

describe('the past', () => {
  test('newest first, filtered, exact, and without a connection', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'history-'))
    const path = join(folder, 'journal.jsonl')
    const file = await openFileJournal(path)
    const chain = await connect(stage.devnet.url)
    const wishes = [
      { amount: '3', netuid: 1 },
      { amount: '2.5', netuid: 2 },
      { amount: '1', kind: 'unstake', netuid: 1 },
    ] as const
    const live = []
    for (const wish of wishes) {
      const planned = await plan(chain, [stage.wanted({ tolerance: '2%', ...wish })])
      const { report } = await run(chain, planned, stage.options({ journal: file }))
      live.push(...(await stage.sealed(report)).legs)
    }
    await chain.close()
    await file.close()

    const again = await openFileJournal(path)
    const past = await history(again)
    expect(past.map(({ report }) => report)).toEqual(live.toReversed())
    expect(past.map(({ status }) => status)).toEqual(['settled', 'settled', 'settled'])
    expect(past.map(({ block }) => block)).toEqual(live.toReversed().map(({ block }) => block))
    const ids = async (filter: Parameters<typeof history>[1]) =>
      (await history(again, filter)).map(
        ({ operation }) => `${operation.kind} ${'netuid' in operation ? operation.netuid : ''}`,
      )
    expect(await ids({ netuid: 1 })).toEqual(['unstake 1', 'stake 1'])
    expect(await ids({ kinds: ['stake'] })).toEqual(['stake 2', 'stake 1'])
    expect(await ids({ limit: 1 })).toEqual(['unstake 1'])
    expect(await ids({ since: (past[1]?.at ?? 0) as number, before: (past[0]?.at ?? 0) as number })).toEqual([
      'stake 2',
    ])
    expect(await ids({ coldkey: 'another' })).toEqual([])
    expect(await ids({ statuses: ['signed'] })).toEqual([])
    await again.close()

    // A copy of the file gives nothing away that could sign.
    for (const name of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!name.isFile()) continue
      const text = await readFile(join(name.parentPath, name.name), 'latin1')
      for (const secret of SECRETS) expect(text.toLowerCase()).not.toContain(secret.toLowerCase())
    }
    await rm(folder, { recursive: true })
  })
})

/** The phrase, the seed and the secret key of //Alice. */
const SECRETS = [
  'bottom drive obey lake curtain smoke basket hold race lonely fit walk',
  '//Alice',
  'e5be9a5092b81bca64be81d212e7f2f9eba183bb7a90954f7b76361f6edb5c0a',
  '98319d4ff8a9508c4bb0cf0b5a78d760a0b2082c02775e6e82370816fedfff48',
]

afterEach(async () => {
  // Whatever a test left in flight ends with its era.
  for (const { entry } of (await journal.read()).open()) {
    const { reports } = follow(stage.chain, journal, (await journal.read()).get(entry) as Entry)
    await stage.sealed(reports)
  }
})

test('what another program gave up is not sent after all, although its signature comes', async () => {
  const operation = stage.wanted({ amount: '1' })
  const signer = {
    ...alice,
    sign: async (request: Parameters<typeof alice.sign>[0]) => {
      // Somebody takes this program for dead: its locks were deleted, for one.
      const entry = (await journal.read()).byId(operation.id)?.entry ?? 0
      const reason = { code: 'Interrupted', message: 'The program ended before it was signed.' }
      await journal.update(({ append }) => append({ type: 'notSent', entry, at: 2, reason }))
      return alice.sign(request)
    },
  }
  const submitted = stage.node.submitted.length
  const planned = await plan(stage.chain, [operation])
  await expect(run(stage.chain, planned, stage.options({ journal, signer }))).rejects.toMatchObject({
    code: 'OperationKnown',
  })
  expect(stage.node.submitted.length).toBe(submitted)
  expect((await journal.read()).open()).toEqual([])
})
