import { expect, test } from 'vitest'
import { Entries } from './entries.ts'
import type { IntentRecord, JournalRecord } from './journal.ts'

const HASH = `0x${'11'.repeat(32)}` as const
const COLDKEY = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY'

function intent(entry: number, ids: readonly string[], session = 's'): IntentRecord {
  const of = { entry, at: 1, session, genesisHash: HASH, address: COLDKEY, form: 'each' } as const
  const legs = ids.map((id) => {
    const operation = { id, kind: 'claimRoot', coldkey: COLDKEY, netuids: [1] } as const
    return { operation, subnets: [], basis: null }
  })
  return { type: 'intent', ...of, legs, plannedAt: { number: 7, hash: HASH }, specVersion: 424, call: '0x00' }
}

function entriesOf(...records: readonly JournalRecord[]): Entries {
  const entries = new Entries()
  for (const record of records) entries.add(record)
  return entries
}

const era = { period: 64, birth: { number: 7, hash: HASH }, lastBlock: 70 }
const of = { address: COLDKEY, nonce: 0, era, call: '0x00', genesisHash: HASH, specVersion: 424 } as const
const signed: JournalRecord = {
  type: 'signed',
  entry: 1,
  at: 2,
  signed: { bytes: '0x00', hash: HASH, ...of },
}
const notSent: JournalRecord = { type: 'notSent', entry: 1, at: 2, reason: { code: 'X', message: 'x' } }
const settled: JournalRecord = { type: 'settled', entry: 1, at: 3, outcome: 'included', reports: [] }

test('a batch is one entry, found by the id of each of its Operations', () => {
  const entries = entriesOf(intent(1, ['a', 'b']), intent(2, ['c']))
  expect(entries.byId('b')).toBe(entries.get(1))
  expect(entries.get(1)?.ids).toEqual(['a', 'b'])
  expect(entries.byId('c')?.entry).toBe(2)
  expect(entries.byId('d')).toBeUndefined()
  expect(entries.next).toBe(3)
})

test('an id that was never sent is in the entry where it was begun again', () => {
  const entries = entriesOf(intent(1, ['a']), notSent, intent(2, ['a']))
  expect(entries.byId('a')).toMatchObject({ entry: 2, status: 'intended' })
  expect(entries.get(1)).toMatchObject({ status: 'notSent' })
  expect(entries.open().map(({ entry }) => entry)).toEqual([2])
})

test('what is settled or given up is not open any more', () => {
  expect(entriesOf(intent(1, ['a'])).open()).toHaveLength(1)
  expect(entriesOf(intent(1, ['a']), signed).open()).toHaveLength(1)
  expect(entriesOf(intent(1, ['a']), signed, settled).open()).toEqual([])
  expect(entriesOf(intent(1, ['a']), notSent).open()).toEqual([])
})

test('what is signed after all, although it was given up, is open: it may be on the chain', () => {
  const entries = entriesOf(intent(1, ['a']), notSent, signed)
  expect(entries.open()).toMatchObject([{ entry: 1, status: 'signed' }])
})

test('the same records once more change nothing; an other intent of the same number does not belong', () => {
  const records = [intent(1, ['a']), signed, settled]
  const entries = entriesOf(...records)
  expect(records.map((record) => entries.add(record))).toEqual([true, true, true])
  expect(entries.get(1)?.status).toBe('settled')
  expect(entries.open()).toEqual([])
  expect(entries.add(intent(1, ['a'], 'another'))).toBe(false)
  expect(entries.add({ ...settled, entry: 9 })).toBe(false)
  expect(entries.all).toHaveLength(1)
})
