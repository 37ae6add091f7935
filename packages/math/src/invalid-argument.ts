import { shown } from './amount-errors.ts'
import { U64_MAX } from './fixed-point.ts'
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

/** Refuses anything but a bigint from `least` to `most`; the whole u64 unless said otherwise. */
export function checkBigint(name: string, value: bigint, least = 0n, most: bigint = U64_MAX): void {
  if (typeof value !== 'bigint' || value < least || value > most) {
    throw new InvalidArgument(name, value, `a bigint from ${least} to ${most}`)
  }
}
