import { isAbsolute } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { journalFile, logFile, settingsFile } from './folders.ts'

test('folders are the same wherever this is run, also where the environment names them by halves', () => {
  vi.stubEnv('STAKE_HOME', '')
  for (const name of ['XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_STATE_HOME']) vi.stubEnv(name, 'relative')
  onTestFinished(() => {
    vi.unstubAllEnvs()
  })
  for (const file of [settingsFile(), journalFile('0x01'), logFile()]) expect(isAbsolute(file)).toBe(true)
})
