import { FIXED_MAX, FIXED_ONE, fixedDivFloor, fixedMulFloor } from './fixed-point.ts'
import { checkBigint } from './invalid-argument.ts'

/** The chain's default `UnlockRate` and `MaturityRate`, in blocks: half of a lock is gone after about 90 days. */
export const LOCK_RATE = 934_866n

/** Below this many units of both, a lock is removed. */
const SMALLEST_LOCK = 100n
/** The chain goes no further than e^-40. */
const LARGEST_EXPONENT = 40n

/** A conviction lock as storage holds it. */
export interface Lock {
  /** Locked alpha, in rao. */
  readonly mass: bigint
  /** U64F64 bits. */
  readonly conviction: bigint
  /** The block at which both were right. */
  readonly lastUpdate: bigint
}

/** How a lock changes with time. */
export interface LockTerms {
  /** Blocks in which the locked alpha falls to 1/e. Default {@link LOCK_RATE}. */
  readonly unlockRate?: bigint
  /** Blocks in which conviction matures. Default {@link LOCK_RATE}. */
  readonly maturityRate?: bigint
  /** Whether the locked alpha stays (`set_perpetual_lock`). Default false. */
  readonly perpetual?: boolean
  /** Whether the lock is on the subnet owner's hotkey, where conviction is the locked alpha. Default false. */
  readonly ownerLock?: boolean
}

/**
 * A conviction lock at a later block (pallet SubtensorModule, `roll_forward_lock`). With `t` blocks passed, unlock
 * rate `U` and maturity rate `M`: `mass * e^(-t/U)`, and conviction
 * `c * e^(-t/M) + mass * U / (U - M) * (e^(-t/U) - e^(-t/M))`, which is `mass * t/M * e^(-t/M)` where the rates are
 * equal and `mass * (1 - e^(-t/M))` where the lock is perpetual. Each step is rounded down to 2^-64; the chain's own
 * exponential is less exact, so expect the same result to about nine digits. A lock below 100 units of both is gone:
 * its mass and conviction are 0.
 *
 * @param block not before `lastUpdate`, else the lock is returned as it is
 * @throws InvalidArgument
 * @example
 * ```ts
 * import { rollLock } from '@stake/math'
 * const lock = { mass: 10n ** 12n, conviction: 0n, lastUpdate: 1_000n }
 * rollLock(lock, 1_000n + 648_000n).mass // => 499999856718
 * rollLock(lock, 1_000n + 648_000n, { perpetual: true }).mass // => 1000000000000
 * ```
 */
export function rollLock(lock: Lock, block: bigint, terms: LockTerms = {}): Lock {
  const { unlockRate = LOCK_RATE, maturityRate = LOCK_RATE, perpetual = false, ownerLock = false } = terms
  checkBigint('locked alpha', lock.mass)
  checkBigint('conviction', lock.conviction, 0n, FIXED_MAX)
  for (const blocks of [block, lock.lastUpdate, unlockRate, maturityRate])
    checkBigint('number of blocks', blocks)
  let { mass, conviction, lastUpdate } = lock
  if (block > lastUpdate) {
    const passed = block - lastUpdate
    const unlock = decay(passed, unlockRate)
    const maturity = decay(passed, maturityRate)
    const matured = mass * maturedPart(passed, unlockRate, maturityRate, unlock, maturity, perpetual)
    conviction = fixedMulFloor(maturity, conviction) + matured
    if (conviction > FIXED_MAX) conviction = FIXED_MAX
    if (!perpetual) mass = (unlock * mass) >> 64n
    lastUpdate = block
  }
  if (ownerLock) conviction = mass << 64n
  const gone = mass < SMALLEST_LOCK && conviction < SMALLEST_LOCK << 64n
  return gone ? { mass: 0n, conviction: 0n, lastUpdate } : { mass, conviction, lastUpdate }
}

/** The part of the locked alpha that turned into conviction, U64F64 bits. */
function maturedPart(
  passed: bigint,
  unlockRate: bigint,
  maturityRate: bigint,
  unlock: bigint,
  maturity: bigint,
  perpetual: boolean,
): bigint {
  if (perpetual) return FIXED_ONE - maturity
  if (unlockRate === maturityRate) {
    return fixedMulFloor(fixedDivFloor(passed << 64n, maturityRate << 64n), maturity)
  }
  if (unlockRate === 0n || maturityRate === 0n) return 0n
  // Both differences have the same sign.
  const part = (unlockRate * (unlock - maturity)) / (unlockRate - maturityRate)
  return part > FIXED_MAX ? FIXED_MAX : part
}

const PRECISION = 128n
const HALVINGS = 12n

/** U64F64 bits of e^(-blocks / rate), rounded down. */
function decay(blocks: bigint, rate: bigint): bigint {
  if (blocks === 0n) return FIXED_ONE
  if (rate === 0n) return 0n
  const largest = LARGEST_EXPONENT << PRECISION
  const exponent = (blocks << PRECISION) / rate
  // e^x = (e^(x / 4096))^4096; of the small exponent a dozen terms of the series are enough.
  const small = (exponent > largest ? largest : exponent) >> HALVINGS
  let growth = 1n << PRECISION
  for (let n = 1n, term = growth; term !== 0n; n++) {
    term = (term * small) / (n << PRECISION)
    growth += term
  }
  for (let n = 0n; n < HALVINGS; n++) growth = (growth * growth) >> PRECISION
  return (FIXED_ONE << PRECISION) / growth
}
