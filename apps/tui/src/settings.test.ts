import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { journalFile, readPolicy, readSettings } from './settings.ts'

function fileWith(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'stake-settings-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'settings.json')
  writeFileSync(file, text)
  return file
}

test('no file means no settings', async () => {
  expect(await readSettings('/nowhere/settings.json')).toEqual({})
})

test('an endpoint and a policy', async () => {
  const file = fileWith('{"endpoint":"ws://127.0.0.1:9944","policy":{"version":1,"perOperation":"10 TAO"}}')
  const { endpoint, policy } = await readSettings(file)
  expect(endpoint).toBe('ws://127.0.0.1:9944')
  expect(policy?.perOperation?.free?.toString()).toBe('10')
})

test.each([
  ['not JSON', '{', 'it is not JSON'],
  ['no object', '[]', 'it is not an object'],
  ['an unknown setting', '{"endpont":"ws://127.0.0.1:9944"}', '"endpont" is no setting'],
  ['an endpoint that is no text', '{"endpoint":1}', 'endpoint is not a text'],
  [
    'a rule that does not exist',
    '{"policy":{"version":1,"perDays":"1"}}',
    '"perDays" (line 1, column 34) is no rule',
  ],
  [
    'an amount that is none',
    '{"policy":{"version":1,"perDay":"1e3 TAO"}}',
    '"perDay" (line 1, column 33) is refused',
  ],
  [
    'a rule that stands there twice',
    '{"policy":{"version":1,"fee":"1 TAO","fee":"2 TAO"}}',
    '"fee" stands here twice',
  ],
  [
    'a policy of another version',
    '{"policy":{"largestStake":"1"}}',
    '"largestStake" (line 1, column 27) is no rule',
  ],
])('%s is refused by name', async (_what, text, reason) => {
  const refusal = expect(readSettings(fileWith(text))).rejects
  await refusal.toMatchObject({ code: 'SettingsUnreadable' })
  await expect(readSettings(fileWith(text))).rejects.toThrow(reason)
})

test('a policy that was named must be there', async () => {
  await expect(readPolicy('/nowhere/policy.json')).rejects.toThrow('there is no such file')
  expect((await readPolicy(fileWith('{"version":1,"netuids":[1,2]}'))).netuids).toEqual([1, 2])
})

test('every chain has a journal of its own', () => {
  expect(journalFile('0x01')).not.toBe(journalFile('0x02'))
  expect(journalFile('0x01')).toMatch(/stake.*journals.0x01\.jsonl$/)
})
