import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished, vi } from 'vitest'

/** An empty folder that is gone when the test is over. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'stake-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Keeps everything of this program in an empty folder, and no key in the environment, until the test is over. */
export function ownFolder(): string {
  const folder = emptyFolder()
  vi.stubEnv('STAKE_HOME', folder)
  vi.stubEnv('STAKE_URI', '')
  onTestFinished(() => {
    vi.unstubAllEnvs()
  })
  return folder
}
