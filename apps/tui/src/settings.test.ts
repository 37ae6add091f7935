import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emptyFolder } from '../test/own-folder.ts'
import { propertyRuns } from '../test/property-runs.ts'
import { readSettings, type Settings, saveSettings } from './settings.ts'

const ALICE = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY'

function fileWith(text: string): string {
  const file = join(emptyFolder(), 'settings.json')
  writeFileSync(file, text)
  return file
}

test('no file means no settings', async () => {
  expect(await readSettings('/nowhere/settings.json')).toEqual({})
})

test('every setting is read', async () => {
  const settings: Settings = {
    network: 'finney',
    endpoints: { finney: ['wss://a.example', 'ws://127.0.0.1:9944'], mine: ['wss://b.example/key'] },
    account: ALICE,
    tolerance: '1%',
    mode: 'partial',
    theme: 'light',
    plain: true,
  }
  expect(await readSettings(fileWith(JSON.stringify({ version: 1, ...settings })))).toEqual(settings)
})

test.each([
  ['not JSON', '{', 'it is not JSON'],
  ['no object', '[]', 'it is not an object'],
  ['no version', '{"network":"finney"}', 'it does not say "version": 1'],
  ['another version', '{"version":2}', 'of a version that this release does not know'],
  ['an unknown setting', '{"version":1,"netwrok":"finney"}', '"netwrok" is no setting'],
  ['a policy', '{"version":1,"policy":{}}', 'policy.json'],
  ['a network that is none', '{"version":1,"network":"fin ney"}', 'network is neither a name nor'],
  ['a network by http', '{"version":1,"network":"http://a.example"}', 'network is neither a name nor'],
  ['nodes that are none', '{"version":1,"endpoints":{"finney":["a.example"]}}', 'endpoints of finney'],
  ['no nodes', '{"version":1,"endpoints":{"finney":[]}}', 'endpoints of finney'],
  ['nodes of the devnet', '{"version":1,"endpoints":{"devnet":["ws://a.example"]}}', 'embedded chain'],
  ['an account that is none', '{"version":1,"account":"//Mallory"}', 'account is neither'],
  ['a key phrase', `{"version":1,"account":"${'bottom '.repeat(12).trim()}"}`, 'account is neither'],
  ['a tolerance without a unit', '{"version":1,"tolerance":"0.5"}', 'tolerance is refused'],
  ['a mode that is none', '{"version":1,"mode":"safe"}', 'mode is none of strict, partial, unsafe'],
  ['a theme that is none', '{"version":1,"theme":"blue"}', 'theme is none of auto, light, dark'],
  ['a word for a boolean', '{"version":1,"plain":"yes"}', 'plain is neither true nor false'],
])('%s is refused by name', async (_what, text, reason) => {
  const refusal = expect(readSettings(fileWith(text))).rejects
  await refusal.toMatchObject({ code: 'SettingsUnreadable' })
  await expect(readSettings(fileWith(text))).rejects.toThrow(reason)
  await expect(readSettings(fileWith(text))).rejects.not.toThrow('bottom')
})

test('what is saved is read again, leaves the rest alone and is for its owner only', async () => {
  const file = join(emptyFolder(), 'new', 'settings.json')
  expect(await saveSettings({ network: 'test', plain: false }, file)).toEqual({
    network: 'test',
    plain: false,
  })
  expect(await saveSettings({ tolerance: '50bps' }, file)).toEqual({
    network: 'test',
    plain: false,
    tolerance: '0.5%',
  })
  expect(await saveSettings({ plain: undefined }, file)).toEqual({ network: 'test', tolerance: '0.5%' })
  expect(await readSettings(file)).toEqual({ network: 'test', tolerance: '0.5%' })
  expect(JSON.parse(readFileSync(file, 'utf8')).version).toBe(1)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readdirSync(dirname(file))).toEqual(['settings.json'])
})

test('what cannot be saved changes nothing', async () => {
  const file = fileWith('{"version":1,"network":"test"}')
  await expect(saveSettings({ account: 'nobody' }, file)).rejects.toThrow('account is neither')
  expect(await readSettings(file)).toEqual({ network: 'test' })
  const broken = fileWith('{"version":1,')
  await expect(saveSettings({ network: 'test' }, broken)).rejects.toThrow('it is not JSON')
  expect(readFileSync(broken, 'utf8')).toBe('{"version":1,')
})

test('a file that cannot be written is told', async () => {
  await expect(saveSettings({ network: 'test' }, join(emptyFolder(), 's'.repeat(250)))).rejects.toMatchObject(
    {
      code: 'SettingsUnreadable',
    },
  )
})

test('any settings that are accepted survive being saved', async () => {
  const file = join(emptyFolder(), 'settings.json')
  const settings = fc.record(
    {
      network: fc.constantFrom('finney', 'local', 'my-node', 'wss://a.example/path?key=1'),
      endpoints: fc.dictionary(fc.constantFrom('finney', 'mine'), fc.constant(['wss://a.example'])),
      account: fc.constantFrom(ALICE, '//Bob'),
      tolerance: fc.constantFrom('0.5%', '5%'),
      mode: fc.constantFrom('strict' as const, 'partial' as const, 'unsafe' as const),
      theme: fc.constantFrom('auto' as const, 'light' as const, 'dark' as const),
      plain: fc.boolean(),
    },
    { requiredKeys: [] },
  )
  await fc.assert(
    fc.asyncProperty(settings, async (given) => {
      writeFileSync(file, '{"version":1}')
      await saveSettings(given, file)
      expect(await readSettings(file)).toEqual(JSON.parse(JSON.stringify(given)))
    }),
    { ...propertyRuns, numRuns: propertyRuns.numRuns / 10 },
  )
})
