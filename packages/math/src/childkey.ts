import { FIXED_MAX } from './fixed-point.ts'
import { readFraction } from './fraction.ts'
import { checkBigint } from './invalid-argument.ts'
import { checkTake, TAKE_ONE } from './take.ts'

/** A child's proportion of 2^64 - 1 is 100 %. */
export const PROPORTION_ONE: bigint = 2n ** 64n - 1n

/** Stakes of one hotkey, in rao: what it has on the subnet, and what it has on root. */
export interface HotkeyStake {
  readonly alpha: bigint
  readonly root: bigint
}

/** A hotkey that gave a part of its stake to the child. */
export interface ParentStake extends HotkeyStake {
  /** The part, u64: {@link PROPORTION_ONE} is all. */
  readonly proportion: bigint
  /** Whether parent and child have the same owner; then no take and no burn apply. */
  readonly sameOwner: boolean
}

/** One hotkey's dividend of an epoch and all that decides who gets it. */
export interface ChildkeyDividend {
  /** Rao of alpha. */
  readonly dividend: bigint
  readonly own: HotkeyStake
  /** Parts of its own stake that the hotkey gave away to children of its own, u64 each. */
  readonly givenAway: readonly bigint[]
  readonly parents: readonly ParentStake[]
  /** The childkey take in effect, parts of 65535. */
  readonly take: number
  /** `TaoWeight`: how much root stake counts beside alpha, parts of 2^64 - 1. */
  readonly taoWeight: bigint
  /** `CKBurn`: the part of a parent's dividend that is burned, parts of 2^64 - 1. */
  readonly burn: bigint
}

/** Rao of alpha, each rounded down. */
export interface ChildkeySplit {
  readonly own: bigint
  readonly parents: readonly bigint[]
  readonly burned: bigint
}

/**
 * Splits a hotkey's dividend between itself and its parents in proportion to the stake each brought
 * (`get_parent_child_dividends_distribution`, U96F32, each step rounded down). A parent of another owner leaves the
 * childkey take to the hotkey, and the burned part to nobody.
 *
 * @throws InvalidArgument
 * @example
 * ```ts
 * import { PROPORTION_ONE, splitChildkeyDividend } from '@stake/math'
 * const stake = { alpha: 1_000_000_000n, root: 0n }
 * const parent = { ...stake, proportion: PROPORTION_ONE, sameOwner: false }
 * const split = splitChildkeyDividend({
 *   dividend: 1_000_000n, own: stake, givenAway: [], parents: [parent], take: 11796, taoWeight: 0n, burn: 0n,
 * })
 * split.parents // => [ 410002n ]
 * split.own // => 589997
 * ```
 */
export function splitChildkeyDividend(input: ChildkeyDividend): ChildkeySplit {
  const { dividend, own, givenAway, parents, take, taoWeight, burn } = input
  checkBigint('dividend', dividend)
  checkTake(take)
  const weight = u64Ratio('TAO weight', taoWeight)
  const burnRatio = u64Ratio('burned part', burn)
  const takeRatio = (BigInt(take) << 32n) / BigInt(TAKE_ONE)

  const kept = givenAway.reduce((left, part) => floorAtZero(left - u64Ratio('proportion', part)), ONE)
  const brought = parents.map((parent) => weighted(parent, u64Ratio('proportion', parent.proportion), weight))
  // Only the hotkey's own part is cut to whole rao.
  const ownPart = (weighted(own, kept, weight) >> 32n) << 32n
  const total = brought.reduce((sum, part) => sum + part, ownPart)

  let rest = dividend << 32n
  let burned = 0n
  const paid = brought.map((part, index) => {
    const share = ratioMul(dividend << 32n, ratio(part, total))
    rest = floorAtZero(rest - share)
    if (parents[index]?.sameOwner) return share >> 32n
    const lost = ratioMul(burnRatio, share)
    const taken = ratioMul(takeRatio, share)
    burned += lost >> 32n
    rest += taken
    return floorAtZero(share - lost - taken) >> 32n
  })
  return { own: rest >> 32n, parents: paid, burned }
}

/**
 * How much of a dividend belongs to root stakers and how much to alpha stakers:
 * `root * weight / (alpha + root * weight)` of it, rounded down, is root's, all else alpha's.
 *
 * @param dividend rao of alpha
 * @param taoWeight parts of 2^64 - 1
 * @throws InvalidArgument
 * @example
 * ```ts
 * import { splitRootAndAlpha } from '@stake/math'
 * splitRootAndAlpha(1_000n, { alpha: 300n, root: 200n }, 2n ** 63n) // => { root: 250n, alpha: 750n }
 * ```
 */
export function splitRootAndAlpha(
  dividend: bigint,
  stake: HotkeyStake,
  taoWeight: bigint,
): { readonly root: bigint; readonly alpha: bigint } {
  checkBigint('dividend', dividend)
  const onRoot = weighted({ alpha: 0n, root: stake.root }, ONE, u64Ratio('TAO weight', taoWeight))
  checkBigint('alpha stake', stake.alpha)
  const root = ratioMul(dividend << 32n, ratio(onRoot, onRoot + (stake.alpha << 32n))) >> 32n
  return { root, alpha: dividend - root }
}

/**
 * A child's proportion as the chain writes it, parts of 2^64 - 1, rounded down.
 *
 * @param part a fraction such as `0.25` or a percentage such as `25%`
 * @throws InvalidArgument
 * @example
 * ```ts
 * import { proportionFromFraction } from '@stake/math'
 * proportionFromFraction('25%') // => 4611686018427387903
 * ```
 */
export function proportionFromFraction(part: string | number): bigint {
  const { numerator, denominator } = readFraction('proportion', part)
  return (numerator * PROPORTION_ONE) / denominator
}

// U96F32: numbers times 2^32.
const ONE = 1n << 32n

function ratioMul(a: bigint, b: bigint): bigint {
  const product = (a * b) >> 32n
  return product > FIXED_MAX ? FIXED_MAX : product
}

/** 0 for a zero divisor. */
function ratio(part: bigint, whole: bigint): bigint {
  return whole === 0n ? 0n : (part << 32n) / whole
}

function u64Ratio(name: string, value: bigint): bigint {
  checkBigint(name, value)
  return ratio(value, PROPORTION_ONE)
}

function weighted({ alpha, root }: HotkeyStake, part: bigint, taoWeight: bigint): bigint {
  checkBigint('alpha stake', alpha)
  checkBigint('root stake', root)
  return ratioMul(alpha << 32n, part) + ratioMul(ratioMul(root << 32n, part), taoWeight)
}

function floorAtZero(value: bigint): bigint {
  return value < 0n ? 0n : value
}
