import { StakeError } from '@stake/math'
import type { TextPosition } from './json-text.ts'

/** A policy that is not understood in full: nothing of it is guessed and nothing ignored. */
export class PolicyUnreadable extends StakeError {
  constructor(field: string, reason: string, remedy: string, position?: TextPosition) {
    const place = position ? ` (line ${position.line}, column ${position.column})` : ''
    super('PolicyUnreadable', `The policy cannot be read: ${field}${place} ${reason}.`, {
      details: { field, reason, ...position },
      remedy: `${remedy} Nothing was signed.`,
    })
  }
}
