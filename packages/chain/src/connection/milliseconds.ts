import { InvalidOption } from '../errors/input-errors.ts'

/** What timers can count to; beyond it they go off at once. */
const LONGEST = 2 ** 31 - 1

/** Whether this is longer than any timer. */
export function isForever(ms: number | undefined): boolean {
  return ms !== undefined && ms > LONGEST
}

/** @throws InvalidOption for what a timer cannot count */
export function checkMilliseconds(name: string, ms: number | undefined): void {
  if (ms === undefined || (ms > 0 && ms <= LONGEST)) return
  throw new InvalidOption(name, ms, `a number of milliseconds up to ${LONGEST}`)
}
