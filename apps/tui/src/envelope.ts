import { type Failure, sentenceOf } from './failure.ts'

/** The form of everything that `--json` prints; a change that breaks readers raises the number. */
const VERSION = 1

/** Prints a result as the one line of JSON on standard output. */
export function printResult(result: unknown): void {
  print({ version: VERSION, ok: true, result })
}

/** Tells a failure: as JSON on standard output where that was asked for, else as a sentence on standard error. */
export function printFailure(failure: Failure, json: boolean, more: Record<string, unknown> = {}): void {
  if (json) print({ version: VERSION, ok: false, error: failure, ...more })
  else process.stderr.write(sentenceOf(failure))
}

function print(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, toJson)}\n`)
}

/** Integers that may be beyond 2^53 are texts. */
function toJson(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value
}
