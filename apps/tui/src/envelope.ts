import { EXIT } from './exit-code.ts'
import { type Failure, sentenceOf } from './failure.ts'
import { foldFor } from './fold-lines.ts'
import { jsonLine, toJson } from './output-json.ts'

/** The form of everything that `--json` prints (`output.schema.json`); a change that breaks readers raises it. */
const VERSION = 1

/** How a command ends. */
export interface Ending {
  readonly code: number
  /** For programs. */
  readonly result?: unknown
  /** For people, on standard output. */
  readonly text?: string
  /** Why it did not do all that was asked. */
  readonly failure?: Failure
}

/** The chain that an ending is about. */
export interface NetworkFacts {
  readonly name: string
  readonly genesisHash: string
  readonly endpoint: string
  /** A chain inside this program: nothing of it is real or lasts. */
  readonly embedded: boolean
}

/** Everything is done. */
export function done(result: unknown, text: string): Ending {
  return { code: EXIT.done, result, text }
}

/** Tells an ending: one line of JSON on standard output, or text there and the reason for a failure on standard error. */
export function tell(
  { command, json }: { readonly command: string; readonly json: boolean },
  { result, text = '', failure }: Ending,
  network?: NetworkFacts,
): void {
  if (!json) {
    process.stdout.write(foldFor(process.stdout, text))
    if (failure) process.stderr.write(foldFor(process.stderr, sentenceOf(failure)))
    return
  }
  const envelope = { version: VERSION, ok: !failure, command, network, result, error: failure }
  process.stdout.write(jsonLine(toJson(envelope)))
}
