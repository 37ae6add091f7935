import { type SafetyMode, StakeError, Tolerance } from '@stake/math'
import { DEFAULT_TOLERANCE, type Operation, WIDE_TOLERANCE } from '@stake/ops'
import { UsageError } from '../failure.ts'
import { choiceFlag, type Flags, numberFlag, textFlag } from '../flags.ts'
import type { Settings } from '../settings.ts'

/** How something is carried out that was asked for, apart from what it is. */
export interface Terms {
  /** Only plan it, and show that. */
  readonly dryRun: boolean
  /** Nobody is asked. */
  readonly yes: boolean
  /** What is waited for. */
  readonly wait: 'finalized' | 'inclusion'
  /** Milliseconds after which nothing is waited for any more; what was sent stays sent. */
  readonly timeout: number | undefined
  /** The tolerance above 5% that was typed again. */
  readonly accepted: Tolerance | undefined
}

/** How a price is protected, as far as the flags say. */
export interface Protection {
  readonly mode: SafetyMode | undefined
  readonly tolerance: string | undefined
}

/** A tolerance so wide that it must be typed twice. */
export class ToleranceNotAccepted extends StakeError {
  constructor(tolerance: Tolerance) {
    super(
      'ToleranceNotAccepted',
      `A tolerance of ${tolerance} lets the price move by more than ${WIDE_TOLERANCE} against you.`,
      {
        details: { tolerance: tolerance.toString() },
        remedy: `Use a smaller one, or confirm it with --accept-tolerance ${tolerance}.`,
      },
    )
  }
}

/** @throws UsageError, InvalidTolerance, ToleranceNeedsUnit */
export function termsOf(flags: Flags): Terms {
  const seconds = numberFlag(flags, 'timeout', 1, 86_400)
  const accepted = textFlag(flags, 'accept-tolerance')
  return {
    dryRun: flags.dryRun === true,
    yes: flags.yes === true,
    wait: choiceFlag(flags, 'wait', ['finalized', 'inclusion']),
    timeout: seconds === undefined ? undefined : seconds * 1_000,
    accepted: accepted === undefined ? undefined : Tolerance.parse(accepted),
  }
}

/**
 * `--mode`, or the words that other clients use for it: `--safe` or `--unsafe`, `--partial` or `--no-partial`, and their
 * long forms.
 *
 * @throws UsageError where they contradict each other; InvalidTolerance, ToleranceNeedsUnit
 */
export function protectionOf(flags: Flags): Protection {
  const named =
    textFlag(flags, 'mode') === undefined
      ? undefined
      : choiceFlag(flags, 'mode', ['strict', 'partial', 'unsafe'])
  const unsafe = flags.unsafe === true || flags.safeStaking === false
  const safe = flags.safe === true || flags.safeStaking === true
  const parts = [flags.partial, flags.allowPartialStake]
  const partial = parts.includes(true)
  const meant: readonly (SafetyMode | false | undefined)[] = [
    named,
    unsafe && 'unsafe',
    partial && 'partial',
    parts.includes(false) && !unsafe && 'strict',
    safe && !partial && named !== 'partial' && 'strict',
  ]
  return {
    mode: theOne(meant, 'Say --mode strict, --mode partial or --mode unsafe.'),
    tolerance: theOne(
      ['tolerance', 'rate-tolerance'].map((name) => toleranceFlag(flags, name)),
      'Say --tolerance once.',
    ),
  }
}

function toleranceFlag(flags: Flags, name: string): string | undefined {
  const text = textFlag(flags, name)
  return text === undefined ? undefined : Tolerance.parse(text).toString()
}

/** What several options say, each in its own way. @throws UsageError where they do not say the same */
function theOne<Value extends string>(
  meant: readonly (Value | false | undefined)[],
  remedy: string,
): Value | undefined {
  const [value, ...others] = new Set(meant.filter((each) => each !== undefined && each !== false))
  if (others.length === 0) return value
  throw new UsageError(
    `These options contradict each other: they mean ${[value, ...others].join(' and ')}.`,
    remedy,
  )
}

/**
 * The protection with what the flags leave open as the settings say, else strict and 0.5%.
 *
 * @param modes - those that there are for what is asked; a setting that is none of them is left out
 */
export function protectionFields(
  { mode, tolerance }: Protection,
  settings: Settings,
  modes: readonly SafetyMode[] = ['strict', 'partial', 'unsafe'],
): { readonly mode: SafetyMode; readonly tolerance: string } {
  const usual = settings.mode !== undefined && modes.includes(settings.mode) ? settings.mode : 'strict'
  return { mode: mode ?? usual, tolerance: tolerance ?? settings.tolerance ?? DEFAULT_TOLERANCE }
}

/** @throws ToleranceNotAccepted where a tolerance is above 5% and was not typed again */
export function checkTolerances(
  operations: readonly Operation[],
  { accepted }: Pick<Terms, 'accepted'>,
): void {
  for (const operation of operations) {
    if (!('tolerance' in operation) || operation.mode === 'unsafe') continue
    const tolerance = Tolerance.parse(operation.tolerance)
    const ok =
      tolerance.ppb <= WIDE_TOLERANCE.ppb || (accepted !== undefined && tolerance.ppb === accepted.ppb)
    if (!ok) throw new ToleranceNotAccepted(tolerance)
  }
}
