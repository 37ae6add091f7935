import { StakeError } from '@stake/math'
import { logFile } from './folders.ts'
import { withoutPhrases } from './log.ts'
import { optionRemedy } from './option-remedy.ts'
import { safeText } from './safe-text.ts'

/** A failure as every command tells it. */
export interface Failure {
  readonly code: string
  readonly message: string
  readonly details: Readonly<Record<string, string>>
  readonly remedy: string
}

/** A command line that cannot be understood. */
export class UsageError extends StakeError {
  constructor(message: string, remedy: string, details: Record<string, string> = {}) {
    super('Usage', message, { details, remedy })
  }
}

/** Any error as a failure: known ones in their own words, others without what a library said to itself. */
export function failureOf(error: unknown): Failure {
  if (error instanceof StakeError) {
    const { code, message, details, remedy } = error.toJSON()
    const helps = optionRemedy(error) ?? remedy
    return {
      code,
      message: shown(message, 500),
      details: Object.fromEntries(Object.entries(details).map(([name, text]) => [name, shown(text, 300)])),
      remedy: safeText(helps, 300),
    }
  }
  // The text may be a library's, with anything in it; the log has it, without secrets.
  const name = error instanceof Error ? error.name : typeof error
  return {
    code: 'Unexpected',
    message: `Something happened that this program did not expect (${safeText(name, 40)}).`,
    details: { log: logFile() },
    remedy: `Look at your account before you try again; what happened is in ${logFile()}, please report it.`,
  }
}

/** What somebody typed may be in it, and be a key that belongs elsewhere. */
function shown(text: string, width: number): string {
  return safeText(withoutPhrases(text), width)
}

/** One line for people: what is wrong and what can be done. */
export function sentenceOf({ message, remedy }: Failure): string {
  return `stake: ${message}${remedy && ` ${remedy}`}\n`
}
