import { spawn } from 'node:child_process'
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']

/** The browser that `CHROME_PATH` names, or an installed one; undefined where there is none. Nothing is downloaded. */
export function findChromium(environment: NodeJS.ProcessEnv): string | undefined {
  if (environment.CHROME_PATH) return environment.CHROME_PATH
  const folders = (environment.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  const candidates = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)))
  return candidates.find(isProgram)
}

/** A browser without a window that shows a page, until it is closed. */
export interface Browser {
  /** Keeps its promise when the browser ends by itself, with what it printed last. */
  readonly ended: Promise<string>
  close(): Promise<void>
}

/** Opens a page in a browser with an empty profile of its own. */
export function openPage(program: string, url: string): Browser {
  const profile = mkdtempSync(join(tmpdir(), 'stake-browser-'))
  const flags = ['--headless', '--no-first-run', '--disable-gpu', '--disable-extensions']
  // The page is ours; where there is no sandbox (containers, root) the browser would not start with one.
  const child = spawn(program, [...flags, '--no-sandbox', `--user-data-dir=${profile}`, url], {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  })
  let printed = ''
  child.stderr.on('data', (data) => {
    printed = `${printed}${data}`.slice(-2_000)
  })
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('close', () => resolve(printed))
  })
  return {
    ended,
    async close() {
      // It has children of its own, which are in its group.
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL')
      await ended
      rmSync(profile, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
