import { InvalidArgument } from './invalid-argument.ts'

/** A part of a whole, exactly: `numerator / denominator`, from 0 to 1. */
export interface Fraction {
  readonly numerator: bigint
  readonly denominator: bigint
}

/** Reads `0.18`, as text or number, or `18%`: from 0 to 100 %, with at most 12 decimals. */
export function readFraction(name: string, value: string | number): Fraction {
  const [matched, whole = '', decimals = '', percent] =
    /^(\d{1,3})(?:\.(\d{1,12}))?\s*(%?)$/.exec(String(value).trim()) ?? []
  const numerator = BigInt(whole + decimals)
  const denominator = 10n ** BigInt(decimals.length + (percent ? 2 : 0))
  if (matched === undefined || numerator > denominator) {
    throw new InvalidArgument(name, value, 'a fraction from 0 to 1, or a percentage such as 18%')
  }
  return { numerator, denominator }
}
