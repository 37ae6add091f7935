import { checkBigint, checkInteger } from './invalid-argument.ts'

const BILLION = 10n ** 9n

/** Rao of fee per 1e9 units of `ref_time`, at the reference runtime. */
export const WEIGHT_FEE_PER_BILLION = 500_000n

/**
 * The part of an extrinsic's fee that pays for its weight, in rao of TAO: `refTime * 500_000 / 1e9`, rounded to the
 * nearest rao and down at exactly one half (FRAME multiplies a `Perbill` so). Proof size is free.
 *
 * @param refTime the dispatch weight's `ref_time`, including the extrinsic's base weight where that is wanted
 * @param perBillion rao per 1e9 units; runtimes differ
 * @throws InvalidArgument
 * @example
 * ```ts
 * import { weightFee } from '@stake/math'
 * weightFee(3_064_064_000n) // => 1532032
 * ```
 */
export function weightFee(refTime: bigint, perBillion: bigint = WEIGHT_FEE_PER_BILLION): bigint {
  checkBigint('ref_time', refTime)
  checkBigint('coefficient', perBillion)
  const product = refTime * perBillion
  return product / BILLION + (product % BILLION > BILLION / 2n ? 1n : 0n)
}

/**
 * The part of an extrinsic's fee that pays for its length: 1 rao per encoded byte.
 *
 * @throws InvalidArgument
 * @example
 * ```ts
 * import { lengthFee } from '@stake/math'
 * lengthFee(146) // => 146
 * ```
 */
export function lengthFee(bytes: number): bigint {
  checkInteger('number of bytes', bytes, 0, Number.MAX_SAFE_INTEGER)
  return BigInt(bytes)
}
