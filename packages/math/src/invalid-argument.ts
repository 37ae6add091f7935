import { shown } from './amount-errors.ts'
import { StakeError } from './stake-error.ts'

/** An argument of a function is not what the function takes. `code` is `InvalidArgument`. */
export class InvalidArgument extends StakeError {
  constructor(name: string, value: unknown, expected: string) {
    super('InvalidArgument', `The ${name} is ${shown(value)}, but it must be ${expected}.`, {
      details: { name, value: shown(value) },
      remedy: `Pass ${expected}.`,
    })
  }
}

/** Refuses anything but an integer number from `least` to `most`. */
export function checkInteger(name: string, value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new InvalidArgument(name, value, `an integer from ${least} to ${most}`)
  }
}
