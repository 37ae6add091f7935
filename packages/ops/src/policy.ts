import type { Call } from '@stake/chain'
import { Balance, StakeError } from '@stake/math'
import { PolicyRefusal } from './errors.ts'

/** What may be signed, whatever was asked for. Absent fields allow everything of their kind. */
export interface Policy {
  /** The most TAO one stake may take. */
  readonly largestStake?: Balance
  /** The most alpha one unstake may take, on any subnet. */
  readonly largestUnstake?: Balance
  /** The subnets that may be traded on. */
  readonly allowedNetuids?: readonly number[]
}

const WHOLE_POSITION = 'the whole position'

/** The calls that can be judged, and which of their arguments is the amount. */
const AMOUNT_FIELDS = new Map([
  ['add_stake', 'amount_staked'],
  ['add_stake_limit', 'amount_staked'],
  ['remove_stake', 'amount_unstaked'],
  ['remove_stake_limit', 'amount_unstaked'],
  ['remove_stake_full_limit', WHOLE_POSITION],
])

const FIELDS = ['largestStake', 'largestUnstake', 'allowedNetuids']

/**
 * Reads a policy from JSON; amounts are decimal texts. Fail closed: a field that is not understood refuses
 * the whole policy instead of being ignored.
 *
 * @throws PolicyRefusal
 *
 * @example
 * ```ts
 * import { parsePolicy } from '@stake/ops'
 *
 * parsePolicy({ largestStake: '100', allowedNetuids: [1, 2] }).largestStake?.format() // => τ100.000000000
 * parsePolicy({ largestStakes: '100' }) // throws PolicyRefusal
 * ```
 */
export function parsePolicy(json: unknown): Policy {
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw unreadable('it is not an object')
  const fields = json as Record<string, unknown>
  const stranger = Object.keys(fields).find((name) => !FIELDS.includes(name))
  if (stranger) throw unreadable(`"${stranger}" is no rule`)
  const amount = (name: string) => {
    const value = fields[name]
    if (value === undefined) return undefined
    try {
      return Balance.parse(value as string)
    } catch (error) {
      throw unreadable(`${name}: ${error instanceof StakeError ? error.message : 'no amount'}`)
    }
  }
  const largestStake = amount('largestStake')
  const largestUnstake = amount('largestUnstake')
  const { allowedNetuids } = fields
  if (allowedNetuids !== undefined && !(Array.isArray(allowedNetuids) && allowedNetuids.every(isNetuid))) {
    throw unreadable('allowedNetuids is not a list of netuids')
  }
  return {
    ...(largestStake && { largestStake }),
    ...(largestUnstake && { largestUnstake }),
    ...(allowedNetuids !== undefined && { allowedNetuids: allowedNetuids as number[] }),
  }
}

/**
 * Judges a call as decoded from the very bytes that would be signed. What it does not know is refused.
 *
 * @throws PolicyRefusal
 *
 * @example
 * ```ts
 * import { Balance } from '@stake/math'
 * import { judge, parsePolicy } from '@stake/ops'
 *
 * const args = { hotkey: '5…', netuid: 1, amount_staked: Balance.parse('6').rao }
 * const call = { pallet: 'SubtensorModule', name: 'add_stake', args, bytes: '0x' } as const
 * judge(parsePolicy({ largestStake: '5' }), call) // throws PolicyRefusal
 * ```
 */
export function judge(policy: Policy, call: Call): void {
  const { pallet, name, args } = call
  const amountField = pallet === 'SubtensorModule' ? AMOUNT_FIELDS.get(name) : undefined
  if (amountField === undefined) {
    throw new PolicyRefusal('call', `The policy does not know the call ${pallet}.${name}.`, {
      call: `${pallet}.${name}`,
    })
  }
  const stake = amountField === 'amount_staked'
  const { netuid } = args
  const rao = amountField === WHOLE_POSITION ? WHOLE_POSITION : args[amountField]
  if (typeof netuid !== 'number' || (rao !== WHOLE_POSITION && typeof rao !== 'bigint')) {
    throw new PolicyRefusal('call', `The arguments of ${name} cannot be judged.`, { call: name })
  }
  if (policy.allowedNetuids && !policy.allowedNetuids.includes(netuid)) {
    throw new PolicyRefusal('allowedNetuids', `The policy does not allow subnet ${netuid}.`, {
      netuid,
      allowed: policy.allowedNetuids.join(', '),
    })
  }
  const rule = stake ? 'largestStake' : 'largestUnstake'
  const largest = policy[rule]
  if (!largest || (typeof rao === 'bigint' && rao <= largest.rao)) return
  const asked = typeof rao === 'bigint' ? Balance.fromRao(rao, stake ? 0 : netuid).toString() : 'all there is'
  throw new PolicyRefusal(rule, `The policy allows at most ${largest.toString()}, not ${asked}.`, {
    largest: largest.rao,
    asked: typeof rao === 'bigint' ? rao : asked,
  })
}

function unreadable(reason: string): PolicyRefusal {
  return new PolicyRefusal('policy', `The policy cannot be read: ${reason}.`, {})
}

function isNetuid(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 65_535
}
