/** Numbers and names that explain an error, already turned into text. */
export type ErrorDetails = Readonly<Record<string, string>>

/** What a {@link StakeError} carries beside its code and message. */
export interface StakeErrorOptions {
  /** The numbers that explain the failure; values become text. */
  readonly details?: Readonly<Record<string, string | number | bigint>>
  /** What the person can do about it, as one sentence. */
  readonly remedy?: string
  readonly cause?: unknown
}

/**
 * The one base class of every error of the `@stake` packages.
 *
 * `code` is stable and meant for programs, `message` and `remedy` are one sentence each and meant for people,
 * `details` holds the numbers. Errors that the chain itself would give carry the chain's own name as `code`.
 *
 * @example
 * ```ts
 * import { StakeError } from '@stake/math'
 * const error = new StakeError('TooSmall', 'The amount is too small.', { details: { rao: 5n }, remedy: 'Stake more.' })
 * error.code // => TooSmall
 * error.details.rao // => 5
 * error.remedy // => Stake more.
 * ```
 */
export class StakeError extends Error {
  readonly code: string
  readonly details: ErrorDetails
  readonly remedy: string

  constructor(code: string, message: string, options: StakeErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = code
    this.code = code
    this.details = Object.fromEntries(
      Object.entries(options.details ?? {}).map(([key, value]) => [key, String(value)]),
    )
    this.remedy = options.remedy ?? ''
  }

  /** Plain data for logs and journals: no stack, no cause. */
  toJSON(): { code: string; message: string; details: ErrorDetails; remedy: string } {
    return { code: this.code, message: this.message, details: this.details, remedy: this.remedy }
  }
}
