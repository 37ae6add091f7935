// Imports each given module, one after the other, and tells the parent process how it went. A process of its own,
// so that examples meet Node as a reader's program would, and none of them can end or disturb the tests.
import { inspect } from 'node:util'
import { fails, shows } from './example.ts'

export interface ExampleRun {
  readonly file: string
  /** How it failed; undefined when it ran to its end. */
  readonly failure: string | undefined
}

const deadline = 60_000

Object.assign(globalThis, { shows, fails })
for (const file of process.argv.slice(2)) {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`it has not ended after ${deadline / 1000} s`)), deadline)
  const failure = await Promise.race([import(file), late]).then(
    () => undefined,
    (error: unknown) => inspect(error),
  )
  clearTimeout(timer)
  const run: ExampleRun = { file, failure }
  process.send?.(run)
}
process.disconnect()
