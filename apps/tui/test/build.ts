import { fileURLToPath } from 'node:url'
import { build } from 'rolldown'
import config from '../rolldown.config.ts'

/** Bundles the program once before its tests, so that they run what people run. */
export async function setup(): Promise<void> {
  await build({
    ...config,
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    logLevel: 'warn',
    // Chunks are named after what is in them: another test run that uses the old ones keeps them.
    output: { ...config.output, cleanDir: false },
  })
}
