import { InvalidOperation, type Operation, parseOperation } from '@stake/ops'
import { UsageError } from '../failure.ts'

/** The fields of Operations that are called otherwise on the command line. */
const OPTIONS: Readonly<Record<string, string>> = {
  toNetuid: 'dest-netuid',
  toHotkey: 'dest-hotkey',
  toColdkey: 'dest-coldkey',
}

/**
 * An Operation from what was typed.
 *
 * @throws UsageError for a wrong field, by the option that it is from; and what else `parseOperation` throws
 */
export function typedOperation(fields: Readonly<Record<string, unknown>>): Operation {
  try {
    return parseOperation(fields)
  } catch (error) {
    if (!(error instanceof InvalidOperation)) throw error
    const { field = '', reason = '' } = error.details
    throw new UsageError(
      `The option --${OPTIONS[field] ?? field} ${reason}.`,
      'Correct it; nothing was sent.',
      error.details,
    )
  }
}
