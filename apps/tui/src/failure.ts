import { StakeError } from '@stake/math'
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

/** What was typed is wrong in itself, whatever the chain says. */
const USAGE_CODES = [
  'Usage',
  'InvalidAddress',
  'InvalidAmount',
  'InvalidKeyPhrase',
  'InvalidOperation',
  'InvalidTolerance',
  'ToleranceNeedsUnit',
]

/** 0 is kept for success. 1: refused or failed; 2: the command line is wrong; 130: interrupted. */
export function exitCodeOf({ code }: Failure): number {
  if (code === 'Interrupted') return 130
  return USAGE_CODES.includes(code) ? 2 : 1
}

/** Any error as a failure: known ones in their own words, others without what a library said to itself. */
export function failureOf(error: unknown): Failure {
  if (error instanceof StakeError) {
    const { code, message, details, remedy } = error.toJSON()
    return { code, message: safeText(message, 500), details, remedy: safeText(remedy, 300) }
  }
  // The text may be a library's, with anything in it; it is shown to those who ask for it.
  const name = error instanceof Error ? error.name : typeof error
  return {
    code: 'Unexpected',
    message: `Something happened that this program did not expect (${safeText(name, 40)}).`,
    details: {},
    remedy: 'Look at your account before you try again; STAKE_DEBUG=1 shows more, please report it.',
  }
}

/** One line for people: what is wrong and what can be done. */
export function sentenceOf({ message, remedy }: Failure): string {
  return `stake: ${message}${remedy && ` ${remedy}`}\n`
}
