import {
  appendFile,
  chmod,
  type FileHandle,
  mkdtemp,
  open,
  readFile,
  rm,
  stat,
  truncate,
  unlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '@stake/chain'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Entries } from '../entries.ts'
import type { IntentRecord, Journal, JournalCondition, SettledRecord, SignedRecord } from '../journal.ts'
import { type FileJournal, openFileJournal } from './file-journal.ts'
import { FileLock } from './file-lock.ts'

let folder: string
let path: string
const opened: FileJournal[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'journal-'))
  path = join(folder, 'deep', 'journal.jsonl')
})
afterEach(async () => {
  vi.restoreAllMocks()
  for (const journal of opened.splice(0)) await journal.close()
  await rm(folder, { recursive: true })
})

async function openJournal(options = {}): Promise<FileJournal> {
  const journal = await openFileJournal(path, options)
  opened.push(journal)
  return journal
}

const ADDRESS = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY'
const HASH = `0x${'11'.repeat(32)}` as const

function intent(entry: number, session = 's'): IntentRecord {
  const at = { number: 7, hash: HASH }
  const of = { entry, at: 1, session, genesisHash: HASH, address: ADDRESS, form: 'single' } as const
  return { type: 'intent', ...of, legs: [], plannedAt: at, specVersion: 424, call: '0x00' }
}

function signed(entry: number): SignedRecord {
  const era = { period: 64, birth: { number: 7, hash: HASH }, lastBlock: 70 }
  const of = { address: ADDRESS, nonce: 0, era, call: '0x00', genesisHash: HASH, specVersion: 424 } as const
  return { type: 'signed', entry, at: 1, signed: { bytes: `0x${'ab'.repeat(200)}`, hash: HASH, ...of } }
}

function settled(entry: number): SettledRecord {
  return { type: 'settled', entry, at: 2, outcome: 'expired', reports: [] }
}

function begin(journal: Journal, ...entries: number[]): Promise<void> {
  return journal.update((turn) => turn.append(...entries.map((entry) => intent(entry))))
}

async function numbers(journal: Journal): Promise<number[]> {
  return (await journal.read()).all.map(({ entry }) => entry)
}

/** What another program that opens it finds. */
async function found(): Promise<{ condition: JournalCondition; entries: number[] }> {
  const journal = await openFileJournal(path)
  const entries = await numbers(journal)
  await journal.close()
  return { condition: journal.condition, entries }
}

test('what was written is there again, in order, one line of JSON each after a line that names the version', async () => {
  const journal = await openJournal()
  expect(journal.condition).toEqual({ status: 'new' })
  await Promise.all([1, 2, 3].map((entry) => begin(journal, entry)))
  const lines = (await readFile(path, 'utf8')).split('\n')
  expect(lines.map((line) => (line === '' ? '' : JSON.parse(line).type))).toEqual([
    'journal',
    'intent',
    'intent',
    'intent',
    '',
  ])
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ version: 1 })
  expect(await found()).toEqual({ condition: { status: 'whole' }, entries: [1, 2, 3] })
})

test('several records are written with one flush', async () => {
  const journal = await openJournal()
  const datasync = await watched('datasync')
  await begin(journal, 1, 2, 3, 4)
  expect(datasync).toHaveBeenCalledTimes(1)
  expect(await numbers(journal)).toEqual([1, 2, 3, 4])
})

test('a long journal, read in slices, is there to its end, and what is broken in its middle is found', async () => {
  const entries = Array.from({ length: 400 }, (_, index) => index + 1)
  const journal = await openJournal()
  await begin(journal, ...entries)
  expect(await found()).toEqual({ condition: { status: 'whole' }, entries })
  await journal.close()
  const lines = (await readFile(path, 'utf8')).split('\n')
  await writeFile(path, lines.with(299, lines[299]?.slice(1) ?? '').join('\n'))
  await expect(openFileJournal(path)).rejects.toThrow('line 300 is broken')
})

test('a record is on the disk, flushed, when an append returns', async () => {
  const journal = await openJournal()
  const datasync = await watched('datasync')
  await journal.update(async (turn) => {
    await turn.append(intent(1))
    expect(datasync).toHaveBeenCalledTimes(1)
    expect(await readFile(path, 'utf8')).toContain('"entry":1')
    expect(turn.entries.get(1)?.status).toBe('intended')
  })
})

test('only its owner may read it, its head and its locks', async () => {
  const journal = await openJournal()
  await journal.alone(ADDRESS, async () => undefined)
  const modes = await Promise.all(
    ['', '.head', '.locks/journal', `.locks/account-${ADDRESS}`].map(
      async (end) => (await stat(path + end)).mode,
    ),
  )
  expect(modes.map((mode) => mode & 0o777)).toEqual([0o600, 0o600, 0o600, 0o600])
  for (const name of [join(folder, 'deep'), `${path}.locks`])
    expect((await stat(name)).mode & 0o777).toBe(0o700)
})

test('a file that was open to others is closed to them', async () => {
  await (await openFileJournal(path)).close()
  await chmod(path, 0o644)
  await openJournal()
  expect((await stat(path)).mode & 0o777).toBe(0o600)
})

test('a line that a crash cut off is left out, reported, and never continued', async () => {
  const journal = await openJournal()
  await begin(journal, 1)
  await appendFile(path, '{"type":"intent","entry":2,"at"')
  expect((await found()).condition).toEqual({
    status: 'torn',
    detail: 'a crash cut line 3 off; it was left out',
  })
  await begin(journal, 2)
  expect(await found()).toEqual({ condition: { status: 'whole' }, entries: [1, 2] })
})

test('a crash can cut it anywhere: what was whole is there, and it goes on', async () => {
  const journal = await openJournal()
  await begin(journal, 1)
  await begin(journal, 2)
  await journal.close()
  const bytes = await readFile(path)
  const second = bytes.lastIndexOf('\n', bytes.length - 2) + 1
  const head = await readFile(`${path}.head`)
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: second, max: bytes.length }), async (length) => {
      await writeFile(path, bytes.subarray(0, length))
      // The head is written after the flush: a crash within the last record leaves the one before.
      if (length < bytes.length - 1) await dropNewestHead(head)
      else await writeFile(`${path}.head`, head)
      const again = await openFileJournal(path)
      const whole = length >= bytes.length - 1
      expect(again.condition.status).toBe(length === second || whole ? 'whole' : 'torn')
      expect(await numbers(again)).toEqual(whole ? [1, 2] : [1])
      await begin(again, 3)
      await again.close()
      expect((await found()).entries).toEqual(whole ? [1, 2, 3] : [1, 3])
      expect((await found()).condition.status).toBe('whole')
    }),
    { numRuns: 60 },
  )
})

/** The head as it was one write before. */
async function dropNewestHead(head: Buffer): Promise<void> {
  const places = [head.subarray(0, 256), head.subarray(256)]
  const turns = places.map((place) => Number(/"turn":(\d+)/.exec(place.toString())?.[1] ?? 0))
  const newest = (turns[0] ?? 0) > (turns[1] ?? 0) ? 0 : 1
  await writeFile(
    `${path}.head`,
    Buffer.concat(places.map((place, index) => (index === newest ? Buffer.alloc(256) : place))),
  )
}

test('a broken line in the middle is no crash: the journal is not used', async () => {
  const journal = await openJournal()
  await begin(journal, 1, 2)
  const text = await readFile(path, 'utf8')
  await writeFile(path, text.replace('{"type":"intent","entry":1', 'nonsense'))
  await expect(openFileJournal(path)).rejects.toMatchObject({
    code: 'JournalUnusable',
    message: expect.stringContaining('line 2 is broken'),
    remedy: expect.stringContaining('Restore the file'),
  })
})

test('a journal of another version is not touched', async () => {
  await (await openFileJournal(path)).close()
  for (const [line, reason] of [
    ['{"type":"journal","version":2,"link":""}\n', 'it is of version 2, not 1'],
    ['{"type":"settled","id":"1","at":0,"outcome":"expired"}\n', 'line 1 does not say which version it is'],
  ] as const) {
    await writeFile(path, line)
    await expect(openFileJournal(path)).rejects.toMatchObject({
      code: 'JournalUnusable',
      message: expect.stringContaining(reason),
    })
    expect(await readFile(path, 'utf8')).toBe(line)
  }
})

test('a place that cannot be written says so', async () => {
  await writeFile(join(folder, 'file'), '')
  await expect(openFileJournal(join(folder, 'file', 'journal.jsonl'))).rejects.toMatchObject({
    code: 'JournalUnusable',
    remedy: expect.stringContaining('correct the permissions'),
  })
})

/** What was done to a journal of three entries while nobody had it open, and what is said of it then. */
const DAMAGES: [string, (lines: string[]) => Promise<unknown>, JournalCondition][] = [
  [
    'its last line cut off',
    (lines) => writeFile(path, `${lines.slice(0, -1).join('\n')}\n`),
    { status: 'shortened', detail: '3 lines are left of 4' },
  ],
  ['all of it cut off', () => truncate(path), { status: 'shortened', detail: 'all of its 4 lines are gone' }],
  ['it was deleted', () => unlink(path), { status: 'shortened', detail: 'all of its 4 lines are gone' }],
  [
    'a number changed',
    (lines) => writeFile(path, `${lines.join('\n').replace('"specVersion":424', '"specVersion":425')}\n`),
    { status: 'replaced', detail: 'line 2 was changed, or the one before it is another' },
  ],
  [
    'a line left out',
    ([header, first, , third]) => writeFile(path, `${[header, first, third].join('\n')}\n`),
    { status: 'shortened', detail: '3 lines are left of 4' },
  ],
  [
    'another journal in its place',
    async () => {
      const other = await openFileJournal(join(folder, 'other.jsonl'))
      await begin(other, 1, 2, 3, 4, 5)
      await other.close()
      await writeFile(path, await readFile(join(folder, 'other.jsonl')))
    },
    { status: 'replaced', detail: 'its line 4 is not the one that was written' },
  ],
]

test.each(DAMAGES)('%s: it is noticed, stays noticed, and can be accepted', async (_, damage, condition) => {
  const journal = await openFileJournal(path)
  await begin(journal, 1)
  await journal.update((turn) => turn.append({ ...intent(2), at: 5 }))
  await begin(journal, 3)
  await journal.close()
  await damage((await readFile(path, 'utf8')).trimEnd().split('\n'))

  const again = await openFileJournal(path)
  expect(again.condition).toEqual(condition)
  await begin(again, (await again.read()).next)
  await again.close()
  expect((await found()).condition).toEqual(condition)
  const accepting = await openFileJournal(path, { acceptLoss: true })
  expect(accepting.condition).toEqual({ status: 'whole', detail: `accepted: ${condition.detail}` })
  await accepting.close()
  expect((await found()).condition.status).toBe('whole')
})

test.each([
  ['deleted', () => unlink(path)],
  ['emptied', () => truncate(path)],
])(
  '%s while it is open: it is noticed at the next look, and what is known stays known',
  async (_, damage) => {
    const journal = await openJournal()
    await begin(journal, 1)
    await damage()
    expect(await numbers(journal)).toEqual([1])
    expect(journal.condition.status).toBe('shortened')
    await begin(journal, 2)
    expect((await found()).condition.status).toBe('shortened')
  },
)

test('a crash between the flush and the head takes nothing and says nothing', async () => {
  const journal = await openFileJournal(path)
  await begin(journal, 1)
  const before = await readFile(`${path}.head`)
  await begin(journal, 2)
  await journal.close()
  await writeFile(`${path}.head`, before)
  expect(await found()).toEqual({ condition: { status: 'whole' }, entries: [1, 2] })
})

test('a head that was cut off in writing is the one before it', async () => {
  const journal = await openFileJournal(path)
  await begin(journal, 1)
  await begin(journal, 2)
  await journal.close()
  await dropNewestHead(await readFile(`${path}.head`))
  expect((await found()).condition.status).toBe('whole')
  await truncate(path, (await readFile(path)).indexOf('\n') + 1)
  expect((await found()).condition.status).toBe('shortened')
})

/** Watches, or breaks, one operation on files. */
async function watched(method: 'appendFile' | 'datasync' | 'truncate') {
  const file = await open(path, 'r')
  const prototype = Object.getPrototypeOf(file) as FileHandle
  await file.close()
  return vi.spyOn(prototype, method)
}

/** Lets one operation on files fail the next time, after `first` was done. */
async function failOnce(
  method: 'appendFile' | 'datasync' | 'truncate',
  first?: () => Promise<void>,
): Promise<void> {
  const spy = await watched(method)
  spy.mockImplementationOnce(async () => {
    await first?.()
    throw new Error('no space left on device')
  })
}

test('a record that was refused is not there after all', async () => {
  const journal = await openJournal()
  await begin(journal, 1)
  await failOnce('datasync')
  await expect(begin(journal, 2)).rejects.toMatchObject({ code: 'JournalUnusable' })
  expect(await numbers(journal)).toEqual([1])
  await begin(journal, 3)
  expect(await found()).toEqual({ condition: { status: 'whole' }, entries: [1, 3] })
})

test('half a record on a full disk does not spoil the ones after it', async () => {
  const journal = await openJournal()
  await begin(journal, 1)
  await failOnce('appendFile', () => writeFile(path, '{"type":"set', { flag: 'a' }))
  await expect(begin(journal, 2)).rejects.toMatchObject({ code: 'JournalUnusable' })
  await begin(journal, 3)
  expect(await found()).toEqual({ condition: { status: 'whole' }, entries: [1, 3] })
})

test('what can neither be written nor taken back ends the journal', async () => {
  const journal = await openJournal()
  await begin(journal, 1)
  await failOnce('datasync')
  await failOnce('truncate')
  await expect(begin(journal, 2)).rejects.toMatchObject({ code: 'JournalUnusable' })
  await expect(begin(journal, 3)).rejects.toMatchObject({ code: 'JournalUnusable' })
  await expect(journal.read()).rejects.toMatchObject({ code: 'JournalUnusable' })
})

test('what fails in a turn is its own failure, and the next turn comes', async () => {
  const journal = await openJournal()
  const failure = new Error('no')
  await expect(journal.update(() => Promise.reject(failure))).rejects.toBe(failure)
  await begin(journal, 1)
  let late: (() => Promise<void>) | undefined
  await journal.update(async (turn) => {
    late = () => turn.append(intent(2))
  })
  await expect(late?.()).rejects.toMatchObject({ code: 'JournalUnusable' })
})

test('a closed journal takes nothing', async () => {
  const journal = await openFileJournal(path)
  await journal.close()
  await journal.close()
  await expect(begin(journal, 1)).rejects.toMatchObject({ code: 'JournalUnusable' })
  expect((await found()).entries).toEqual([])
})

test('the bytes go when what they were is settled; everything else stays', async () => {
  const journal = await openFileJournal(path)
  await journal.update((turn) => turn.append(intent(1), signed(1), intent(2), signed(2), settled(2)))
  expect((await readFile(path, 'utf8')).match(/abababab/g)).not.toBeNull()
  await journal.close()
  const text = await readFile(path, 'utf8')
  expect(text.match(/"bytes":/g)).toHaveLength(1)
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  const again = await openJournal()
  const entries = await again.read()
  expect(again.condition).toEqual({ status: 'whole' })
  expect(entries.get(1)?.signed?.signed.bytes).toBe(signed(1).signed.bytes)
  expect(entries.get(2)?.signed?.signed).toMatchObject({ hash: HASH, nonce: 0 })
  expect(entries.get(2)?.signed?.signed.bytes).toBeUndefined()
  expect(entries.get(2)?.settled).toEqual(settled(2))
})

test('they go while it is open too, and a program that has it open goes on with the new file', async () => {
  const [journal, other] = [await openJournal(), await openJournal()]
  await begin(other, 1)
  const many = Array.from({ length: 200 }, (_, index) => index + 2)
  for (const entry of many) {
    await journal.update((turn) => turn.append(intent(entry), signed(entry), settled(entry)))
  }
  await journal.read()
  expect((await readFile(path, 'utf8')).match(/"bytes":/g)?.length ?? 0).toBeLessThan(200)
  await begin(other, 300)
  expect(await numbers(journal)).toEqual([1, ...many, 300])
  expect(await numbers(other)).toEqual([1, ...many, 300])
  expect([journal.condition.status, other.condition.status]).toEqual(['whole', 'whole'])
  expect((await found()).condition.status).toBe('whole')
})

test('a crash while the bytes are dropped leaves the one file or the other', async () => {
  const journal = await openFileJournal(path)
  await journal.update((turn) => turn.append(intent(1), signed(1), settled(1)))
  const head = await readFile(`${path}.head`)
  await journal.close()
  // The new file is there, its head is not.
  await writeFile(`${path}.head`, head)
  expect(await found()).toEqual({ condition: { status: 'whole' }, entries: [1] })
})

test('two of them never lose a record, whatever their turns', async () => {
  const journals = [await openJournal(), await openJournal()]
  await Promise.all(
    Array.from({ length: 60 }, (_, index) =>
      journals[index % 2]?.update(async ({ entries, append }) => append(intent(entries.next))),
    ),
  )
  for (const journal of journals)
    expect(await numbers(journal)).toEqual(Array.from({ length: 60 }, (_, i) => i + 1))
})

test('one account is signed for by one at a time, another account meanwhile', async () => {
  const journals = [await openJournal(), await openJournal()]
  let inside = 0
  let most = 0
  const work = async () => {
    most = Math.max(most, ++inside)
    await journals[0]?.read()
    inside--
  }
  await Promise.all(Array.from({ length: 20 }, (_, index) => journals[index % 2]?.alone(ADDRESS, work)))
  expect(most).toBe(1)
  await journals[0]?.alone(ADDRESS, async () => {
    await journals[1]?.alone('another', async () => undefined)
  })
})

test('who waits too long for an account is told', async () => {
  const [journal, other] = [await openJournal(), await openJournal({ patience: 0 })]
  await journal.alone(ADDRESS, async () => {
    await expect(other.alone(ADDRESS, async () => undefined)).rejects.toMatchObject({
      code: 'AccountBusy',
      details: { account: ADDRESS },
    })
  })
  await other.alone(ADDRESS, async () => undefined)
})

test('who waits too long for the file is told what to do', async () => {
  await openJournal()
  const holder = new FileLock(join(`${path}.locks`, 'journal'))
  expect(holder.tryTake()).toBe(true)
  let now = 0
  const clock: Clock = {
    now: () => now,
    after: (ms, callback) => {
      now += 1_000 * ms
      queueMicrotask(callback)
      return () => undefined
    },
  }
  await expect(openFileJournal(path, { clock })).rejects.toMatchObject({
    code: 'JournalUnusable',
    message: expect.stringContaining('another program keeps it locked'),
    remedy: 'Let the other program finish, or end it. Without a journal nothing is sent.',
  })
  holder.close()
})

test('a run of a program is alive as long as its journal is open', async () => {
  const [journal, other] = [await openJournal(), await openFileJournal(path)]
  expect(await journal.isAlive(journal.session)).toBe(true)
  expect(await journal.isAlive(other.session)).toBe(true)
  await other.close()
  expect(await journal.isAlive(other.session)).toBe(false)
  expect(await journal.isAlive('1-unknown')).toBe(false)
})

test('what is reserved is freed only by what can never take anything', () => {
  const reservation = { day: '2026-01-31', spends: [] }
  const outcomes = ['included', 'failed', 'expired', 'replaced', 'refused', 'chainReset'] as const
  const kept = outcomes.filter((outcome) => {
    const entries = new Entries()
    entries.add({ ...intent(1), reservation })
    entries.add(signed(1))
    entries.add({ ...settled(1), outcome })
    return entries.reservations().length > 0
  })
  expect(kept).toEqual(['included', 'failed'])
  const entries = new Entries()
  entries.add({ ...intent(1), reservation })
  expect(entries.reservations()).toEqual([reservation])
  entries.add({ type: 'notSent', entry: 1, at: 1, reason: { code: 'x', message: '' } })
  expect(entries.reservations()).toEqual([])
})
