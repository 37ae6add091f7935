import { parseAddress } from '@stake/chain'
import { Balance, type SafetyMode, StakeError, Tolerance } from '@stake/math'
import { DEFAULT_TOLERANCE, WIDE_TOLERANCE } from '@stake/ops'
import { UsageError } from '../failure.ts'
import { type Flags, requiredFlag, textFlag, wholeNumber } from '../flags.ts'

/** What `stake add` and `stake remove` were asked for, checked as far as that goes without a chain. */
export interface TradeRequest {
  readonly kind: 'stake' | 'unstake'
  readonly netuid: number
  readonly amount: string
  readonly hotkey: string | undefined
  readonly mode: SafetyMode
  readonly tolerance: string
  readonly wait: 'finalized' | 'inclusion'
  readonly yes: boolean
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

/** @throws UsageError, InvalidAmount, InvalidTolerance, ToleranceNeedsUnit, InvalidAddress, ToleranceNotAccepted */
export function tradeRequestOf(kind: 'stake' | 'unstake', flags: Flags): TradeRequest {
  const netuid = requiredFlag(flags, 'netuid', 'Name the subnet by its number; `stake subnets` lists them.')
  const token = kind === 'stake' ? 'TAO' : 'alpha'
  const amount = requiredFlag(flags, 'amount', `Say how much ${token}, for example --amount 5.`)
  const hotkey = textFlag(flags, 'hotkey')
  const mode = oneOf(flags, 'mode', ['strict', 'partial', 'unsafe'])
  const tolerance = Tolerance.parse(textFlag(flags, 'tolerance') ?? DEFAULT_TOLERANCE)
  if (mode !== 'unsafe' && tolerance.ppb > WIDE_TOLERANCE.ppb) checkAccepted(tolerance, flags)
  return {
    kind,
    netuid: wholeNumber('netuid', netuid, 0, 65_535),
    amount: kind === 'unstake' && amount === 'all' ? amount : Balance.parse(amount).toString(),
    hotkey: hotkey === undefined ? undefined : parseAddress(hotkey),
    mode,
    tolerance: tolerance.toString(),
    wait: oneOf(flags, 'wait', ['finalized', 'inclusion']),
    yes: flags.yes === true,
  }
}

function checkAccepted(tolerance: Tolerance, flags: Flags): void {
  const accepted = textFlag(flags, 'accept-tolerance')
  if (accepted === undefined || Tolerance.parse(accepted).ppb !== tolerance.ppb) {
    throw new ToleranceNotAccepted(tolerance)
  }
}

/** The first value is the one meant where none is given. */
function oneOf<Value extends string>(
  flags: Flags,
  name: string,
  values: readonly [Value, ...Value[]],
): Value {
  const text = textFlag(flags, name) ?? values[0]
  const value = values.find((candidate) => candidate === text)
  if (value !== undefined) return value
  throw new UsageError(
    `The option --${name} must be one of ${values.join(', ')}.`,
    `Write --${name} ${values[0]}.`,
  )
}
