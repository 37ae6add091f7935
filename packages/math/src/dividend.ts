import { checkToken } from './amount-errors.ts'
import { Balance } from './balance.ts'
import { InvalidArgument } from './invalid-argument.ts'
import { SAFE_FLOAT_ZERO } from './safe-float.ts'
import { changeStake, type SharePosition, stakeOfShare } from './shares.ts'
import { splitTake } from './take.ts'

const LARGEST_POOL = 100_000

/** A hotkey's stakes after a dividend. */
export interface DividendSplit {
  readonly owner: Balance
  readonly nominators: readonly Balance[]
  /** All alpha of the hotkey (`TotalHotkeyAlpha`). */
  readonly total: Balance
}

/**
 * What a dividend makes of the stakes of a hotkey, to the rao, as the chain distributes it: the owner's take is staked
 * FIRST, so it buys shares at the old rate and shares in the rest, which then makes all shares worth more. Nominators
 * get slightly less than `rest * stake / total`. Stakes enter a new share pool in their order.
 *
 * @param take parts of 65535
 * @throws InvalidArgument, MixedTokens, BalanceOutOfRange
 * @example
 * ```ts
 * import { Balance, DEFAULT_TAKE, distributeDividend } from '@stake/math'
 * const alpha = (text: string) => Balance.parse(text, 5)
 * const after = distributeDividend(alpha('1'), DEFAULT_TAKE, alpha('800'), [alpha('100'), alpha('70'), alpha('30')])
 * after.owner.toString() // => 800.836028597
 * after.nominators.join(' ') // => 100.0819857 70.05738999 30.02459571
 * ```
 */
export function distributeDividend(
  dividend: Balance,
  take: number,
  owner: Balance,
  nominators: readonly Balance[],
): DividendSplit {
  const { take: taken, rest } = splitTake(dividend, take)
  if (nominators.length > LARGEST_POOL) {
    throw new InvalidArgument('number of nominators', nominators.length, `at most ${LARGEST_POOL}`)
  }
  let pool: Pick<SharePosition, 'totalAlpha' | 'denominator'> = {
    totalAlpha: 0n,
    denominator: SAFE_FLOAT_ZERO,
  }
  const shares = [owner, ...nominators].map((stake) => {
    checkToken(dividend.netuid, stake)
    const { share, ...grown } = changeStake({ ...pool, share: SAFE_FLOAT_ZERO }, stake.rao)
    pool = grown
    return share
  })
  const [ownerShare = SAFE_FLOAT_ZERO, ...nominatorShares] = shares
  const { share, totalAlpha, denominator } = changeStake({ ...pool, share: ownerShare }, taken.rao)
  const total = Balance.fromRao(totalAlpha + rest.rao, dividend.netuid)
  const [after, ...others] = [share, ...nominatorShares].map((part) =>
    Balance.fromRao(stakeOfShare(total.rao, part, denominator), dividend.netuid),
  )
  return { owner: after ?? total, nominators: others, total }
}
