import {
  appendFile,
  chmod,
  type FileHandle,
  mkdtemp,
  open,
  readFile,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { JournalRecord, SettledRecord } from '../journal.ts'
import { openFileJournal } from './file-journal.ts'

let folder: string
let path: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'journal-'))
  path = join(folder, 'deep', 'journal.jsonl')
})
afterEach(() => {
  vi.restoreAllMocks()
  return rm(folder, { recursive: true })
})

const record = (id: string): SettledRecord => ({
  type: 'settled',
  id,
  at: 1,
  outcome: 'expired',
  reason: 'eraEnded',
})

async function reopened(): Promise<{ records: readonly JournalRecord[]; torn: boolean }> {
  const journal = await openFileJournal(path)
  const records = await journal.read()
  await journal.close()
  return { records, torn: journal.torn }
}

test('what was appended is there again, in order, one line each', async () => {
  const journal = await openFileJournal(path)
  await Promise.all(['a', 'b', 'c'].map((id) => journal.append(record(id))))
  await journal.close()
  expect((await reopened()).records.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
  expect((await readFile(path, 'utf8')).split('\n')).toHaveLength(4)
})

test('a record is on the disk when append returns', async () => {
  const journal = await openFileJournal(path)
  await journal.append(record('a'))
  expect(await readFile(path, 'utf8')).toBe(`${JSON.stringify(record('a'))}\n`)
  await journal.close()
})

test('only its owner may read it', async () => {
  await (await openFileJournal(path)).close()
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  expect((await stat(join(folder, 'deep'))).mode & 0o777).toBe(0o700)
})

test('a line that a crash cut off is left out, reported, and never continued', async () => {
  const journal = await openFileJournal(path)
  await journal.append(record('a'))
  await journal.close()
  await appendFile(path, JSON.stringify(record('lost')).slice(0, 20))

  const again = await openFileJournal(path)
  expect(again.torn).toBe(true)
  await again.append(record('b'))
  await again.close()
  const { records, torn } = await reopened()
  expect(torn).toBe(false)
  expect(records.map(({ id }) => id)).toEqual(['a', 'b'])
})

test('a whole last line that only lacks its end is kept', async () => {
  await openFileJournal(path).then((journal) => journal.close())
  await writeFile(path, JSON.stringify(record('a')))
  const again = await openFileJournal(path)
  expect(again.torn).toBe(false)
  await again.append(record('b'))
  await again.close()
  expect((await reopened()).records.map(({ id }) => id)).toEqual(['a', 'b'])
})

test('a broken line in the middle is no crash: the journal is not used', async () => {
  await openFileJournal(path).then((journal) => journal.close())
  await writeFile(path, `${JSON.stringify(record('a'))}\nnonsense\n${JSON.stringify(record('b'))}\n`)
  await expect(openFileJournal(path)).rejects.toMatchObject({
    code: 'JournalUnusable',
    message: expect.stringContaining('line 2 is broken'),
  })
})

test('a place that cannot be written says so', async () => {
  await writeFile(join(folder, 'file'), '')
  await expect(openFileJournal(join(folder, 'file', 'journal.jsonl'))).rejects.toMatchObject({
    code: 'JournalUnusable',
  })
})

/** Lets one operation on files fail the next time, after `first` was done. */
async function failOnce(
  method: 'appendFile' | 'datasync' | 'truncate',
  first?: () => Promise<void>,
): Promise<void> {
  const file = await open(path, 'r')
  const prototype = Object.getPrototypeOf(file) as FileHandle
  await file.close()
  vi.spyOn(prototype, method).mockImplementationOnce(async () => {
    await first?.()
    throw new Error('no space left on device')
  })
}

test('a record that was refused is not there after all', async () => {
  const journal = await openFileJournal(path)
  await journal.append(record('a'))
  await failOnce('datasync')
  await expect(journal.append(record('lost'))).rejects.toMatchObject({ code: 'JournalUnusable' })
  expect((await journal.read()).map(({ id }) => id)).toEqual(['a'])
  await journal.append(record('b'))
  await journal.close()
  expect((await reopened()).records.map(({ id }) => id)).toEqual(['a', 'b'])
})

test('half a record on a full disk does not spoil the ones after it', async () => {
  const journal = await openFileJournal(path)
  await journal.append(record('a'))
  await failOnce('appendFile', () => writeFile(path, '{"type":"set', { flag: 'a' }))
  await expect(journal.append(record('lost'))).rejects.toMatchObject({ code: 'JournalUnusable' })
  await journal.append(record('b'))
  await journal.close()
  const { records, torn } = await reopened()
  expect(torn).toBe(false)
  expect(records.map(({ id }) => id)).toEqual(['a', 'b'])
})

test('what cannot be taken back ends the journal until it is opened again', async () => {
  const journal = await openFileJournal(path)
  await journal.append(record('a'))
  await failOnce('appendFile', () => writeFile(path, '{"type":"set', { flag: 'a' }))
  await failOnce('truncate')
  await expect(journal.append(record('lost'))).rejects.toMatchObject({ code: 'JournalUnusable' })
  await expect(journal.append(record('b'))).rejects.toMatchObject({ code: 'JournalUnusable' })
  await journal.close()
  const { records, torn } = await reopened()
  expect(torn).toBe(true)
  expect(records.map(({ id }) => id)).toEqual(['a'])
})

test('a journal that others could read is theirs no more', async () => {
  await openFileJournal(path).then((journal) => journal.close())
  await chmod(path, 0o644)
  await openFileJournal(path).then((journal) => journal.close())
  expect((await stat(path)).mode & 0o777).toBe(0o600)
})

test('a line cut off within a letter loses nothing before it', async () => {
  const journal = await openFileJournal(path)
  await journal.append({ ...record('ü'), reason: '𝜏𝜏' })
  await journal.close()
  const whole = await readFile(path)
  await appendFile(path, whole.subarray(0, whole.indexOf('𝜏') + 2))
  const again = await openFileJournal(path)
  expect(again.torn).toBe(true)
  await again.close()
  expect(await readFile(path)).toEqual(whole)
})

test.each(['null', '5', '"text"', '[]', '{"type":"settled"}'])(
  'a line that is no record is a broken one: %s',
  async (line) => {
    await openFileJournal(path).then((journal) => journal.close())
    await writeFile(path, `${JSON.stringify(record('a'))}\n${line}\n`)
    await expect(openFileJournal(path)).rejects.toMatchObject({ code: 'JournalUnusable' })
  },
)

test('after a failed write nothing counts as written', async () => {
  const journal = await openFileJournal(path)
  await journal.append(record('a'))
  await journal.close()
  await expect(journal.append(record('b'))).rejects.toMatchObject({ code: 'JournalUnusable' })
  expect((await journal.read()).map(({ id }) => id)).toEqual(['a'])
})
