import type { Balance } from '@stake/math'
import type { Limit, Policy } from '@stake/ops'
import { showAmount } from '../../amounts.ts'

/** A policy as sentences, one for each rule; none where everything is allowed. */
export function policyWords(policy: Policy): readonly string[] {
  const { kinds, netuids, hotkeys, destinations, perOperation, perDay, subnets = {} } = policy
  const { priceImpact, fee, protection, confirmAbove } = policy
  return [
    kinds && `Only these kinds: ${list(kinds)}.`,
    netuids && `Only these subnets: ${list(netuids.map(String))}.`,
    hotkeys && `Only these validators: ${list(hotkeys)}.`,
    destinations &&
      (destinations.length === 0
        ? 'Nothing to other accounts.'
        : `To other accounts only these: ${list(destinations)}.`),
    perOperation && `At most ${limitWords(perOperation)} in one signature.`,
    perDay && `At most ${limitWords(perDay)} a day (UTC).`,
    ...Object.entries(subnets).flatMap(([netuid, rules]) => {
      const where = netuid === '*' ? 'On each other subnet' : `On subnet ${netuid}`
      return [
        rules.perOperation && `${where} at most ${limitWords(rules.perOperation)} in one signature.`,
        rules.perDay && `${where} at most ${limitWords(rules.perDay)} a day.`,
      ]
    }),
    priceImpact && `No trade may move a price by more than ${priceImpact.toString()}.`,
    fee && `Fees of at most ${exact(fee)}.`,
    protection === 'required' ? 'Every trade needs a limit: no unsafe mode.' : undefined,
    confirmAbove && `Above ${exact(confirmAbove)} a person must say yes.`,
  ].filter((sentence) => sentence !== undefined)
}

function limitWords({ free, stake }: Limit): string {
  if (free && stake && free.netuid === stake.netuid && free.compare(stake) === 0) return exact(free)
  return [free && `${exact(free)} of free balance`, stake && `${exact(stake)} of stake`]
    .filter((part) => part !== undefined)
    .join(' and ')
}

function list(words: readonly string[]): string {
  return words.length === 0 ? 'none' : words.join(', ')
}

function exact(amount: Balance): string {
  return showAmount(amount, undefined, 9).replace(/\.?0+(?=\D*$)/, '')
}
