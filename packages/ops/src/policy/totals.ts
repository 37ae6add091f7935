import { Balance } from '@stake/math'
import { PolicyRefusal } from '../errors.ts'
import type { Limit } from './policy.ts'
import type { Spend } from './spend.ts'

const PLACES = ['free', 'stake'] as const
type PlaceName = (typeof PLACES)[number]

const WORDS: Readonly<Record<PlaceName, string>> = { free: 'out of the free balance', stake: 'out of stake' }
const WORDS_OF_SUBNET: Readonly<Record<PlaceName, string>> = { free: 'into', stake: 'out of' }

/** What leaves a place in TAO, rao; all subnets together. */
export function sumOf(spends: readonly Spend[], place: PlaceName): bigint {
  return sum(
    spends.filter(({ from }) => from === place),
    0,
  )
}

/**
 * @param rule - `perOperation` or `perDay`
 * @param options - `netuid`: the limit is for that subnet alone; `used`: what was spent before
 * @throws PolicyRefusal
 */
export function checkLimits(
  rule: string,
  limit: Limit | undefined,
  spends: readonly Spend[],
  { netuid, used = [] }: { readonly netuid?: number; readonly used?: readonly Spend[] } = {},
): void {
  for (const place of PLACES) {
    const most = limit?.[place]
    if (!most) continue
    const counted = (spend: Spend) =>
      netuid === undefined
        ? spend.from === place
        : spend.netuid === netuid && (spend.from === place || (place === 'free' && spend.from === 'moved'))
    const asked = sum(spends.filter(counted), most.netuid)
    const before = sum(used.filter(counted), most.netuid)
    if (asked === 0n || asked + before <= most.rao) continue
    const name = netuid === undefined ? rule : `subnets.${netuid}.${rule}`
    const where = netuid === undefined ? WORDS[place] : `${WORDS_OF_SUBNET[place]} subnet ${netuid}`
    const shown = (rao: bigint) => text(rao, most.netuid)
    const sentence =
      rule === 'perDay'
        ? `The policy allows ${most.format()} a day ${where}: ${shown(before)} are used, ${shown(asked)} more are too much.`
        : `The policy allows ${most.format()} at once ${where}, not ${shown(asked)}.`
    throw new PolicyRefusal(name, sentence, {
      place,
      largest: most.rao,
      asked,
      ...(rule === 'perDay' && { used: before }),
    })
  }
}

/** In TAO, or in the alpha of a subnet. @throws PolicyRefusal where it has no price in that alpha */
function sum(spends: readonly Spend[], netuid: number): bigint {
  return spends.reduce((total, spend) => {
    const amount = netuid === 0 ? spend.worth : spend.alpha
    if (amount === undefined) {
      throw new PolicyRefusal('call', `The policy cannot tell how much alpha of subnet ${netuid} that is.`, {
        netuid,
      })
    }
    return total + Balance.parse(amount).rao
  }, 0n)
}

const U64_MAX = 2n ** 64n - 1n

function text(rao: bigint, netuid: number): string {
  return rao > U64_MAX ? 'more than there is' : Balance.fromRao(rao, netuid).format()
}
