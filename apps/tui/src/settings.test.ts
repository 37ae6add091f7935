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
  const file = fileWith('{"endpoint":"ws://127.0.0.1:9944","policy":{"largestStake":"10"}}')
  const { endpoint, policy } = await readSettings(file)
  expect(endpoint).toBe('ws://127.0.0.1:9944')
  expect(policy?.largestStake?.toString()).toBe('10')
})

test.each([
  ['not JSON', '{', 'it is not JSON'],
  ['no object', '[]', 'it is not an object'],
  ['an unknown setting', '{"endpont":"ws://127.0.0.1:9944"}', '"endpont" is no setting'],
  ['an endpoint that is no text', '{"endpoint":1}', 'endpoint is not a text'],
  ['a rule that does not exist', '{"policy":{"largestStakes":"1"}}', '"largestStakes" is no rule'],
  ['an amount that is none', '{"policy":{"largestStake":"1e3"}}', 'largestStake'],
])('%s is refused by name', async (_what, text, reason) => {
  const refusal = expect(readSettings(fileWith(text))).rejects
  await refusal.toMatchObject({ code: 'SettingsUnreadable' })
  await expect(readSettings(fileWith(text))).rejects.toThrow(reason)
})

test('a policy that was named must be there', async () => {
  await expect(readPolicy('/nowhere/policy.json')).rejects.toThrow('there is no such file')
  expect((await readPolicy(fileWith('{"allowedNetuids":[1,2]}'))).allowedNetuids).toEqual([1, 2])
})

test('every chain has a journal of its own', () => {
  expect(journalFile('0x01')).not.toBe(journalFile('0x02'))
  expect(journalFile('0x01')).toMatch(/stake.*journals.0x01\.jsonl$/)
})
