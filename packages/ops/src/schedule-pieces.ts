import { StakeError } from '@stake/math'
import type { Entries, Entry } from './entries.ts'
import { type Operation, parseOperation } from './operation.ts'

/** What the journal knows under an id of the schedule is something else than the schedule says now. */
export class ScheduleChanged extends StakeError {
  constructor(id: string) {
    super('ScheduleChanged', `The journal knows ${id} as something else than this schedule says.`, {
      details: { id },
      remedy: 'Go on with the schedule as it was, or begin a new one with new ids.',
    })
  }
}

/** A piece is tried under its own id; after a try that came to nothing under the next: `monday/3`, `monday/3~2`. */
export function tryOf(piece: Operation, number: number): Operation {
  return number === 1 ? piece : { ...piece, id: `${piece.id}~${number}` }
}

/**
 * The tries of a piece that the journal knows to have been signed, or to be about to, in their order. One that was given
 * up before it was signed is none: its id is free.
 *
 * @throws ScheduleChanged
 */
export function triesOf(piece: Operation, entries: Entries): Entry[] {
  const tries: Entry[] = []
  for (let number = 1; ; number++) {
    const operation = tryOf(piece, number)
    const entry = entries.byId(operation.id)
    if (!entry) return tries
    const known = entry.intent.legs.find((leg) => leg.operation.id === operation.id)?.operation
    if (!known || canonical(known) !== canonical(operation)) throw new ScheduleChanged(operation.id)
    if (entry.status === 'notSent') return tries
    tries.push(entry)
  }
}

function canonical(operation: Operation): string {
  return JSON.stringify(parseOperation(operation))
}
