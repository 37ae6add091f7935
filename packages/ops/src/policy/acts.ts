import { type Call, type CallWithin, type Chain, callsWithin, parseAddress } from '@stake/chain'
import { PolicyRefusal } from '../errors.ts'
import { type Effect, meaningOf } from './effect.ts'
import type { Policy, PolicyKind } from './policy.ts'

/** One call that does something, and the account it does it as. */
export interface Act {
  /** `SubtensorModule.add_stake`. */
  readonly call: string
  readonly account: string
  readonly effect: Effect
}

/** Calls that only make others, at once and as the same account. */
const TRANSPARENT = ['Utility.batch', 'Utility.batch_all', 'Utility.force_batch', 'Utility.if_else']
const PROXY = 'Proxy.proxy'

/** Kinds that no Operation has must be allowed by name. */
const NEVER_BY_DEFAULT: readonly PolicyKind[] = ['transfer', 'proxy']

/**
 * What a call would do, down to the innermost: those of batches, of both ways of an `if_else`, of proxies where they are
 * allowed. Everything else that makes calls (multisig, scheduler, sudo, `dispatch_as`, `as_derivative`) does so as
 * somebody else or at another time, which nobody can judge now.
 *
 * @param address - who signs it
 * @throws PolicyRefusal for what cannot be read and for kinds that are not allowed
 */
export function actsOf(chain: Chain, policy: Policy, call: Call, address: string): Act[] {
  const calls = callsWithin(chain, call)
  const makers = new Set(calls.flatMap(({ around }) => around))
  return calls.flatMap((within): Act[] => {
    const name = `${within.pallet}.${within.name}`
    if (within.unreadable !== undefined) {
      throw refused('call', `The policy cannot judge ${name}: ${within.unreadable}.`, within)
    }
    if (TRANSPARENT.includes(name)) return []
    if (name === PROXY && makers.has(within)) {
      checkKind(policy, ['proxy'], within)
      return []
    }
    if (makers.has(within)) {
      throw refused(
        'call',
        `The policy cannot judge ${name}: what it makes is done as somebody else, or at another time.`,
        within,
      )
    }
    const meaning = meaningOf(within)
    if (meaning === 'unknown call') {
      throw refused('call', `The policy does not know the call ${name}.`, within)
    }
    if (meaning === 'unknown arguments') {
      throw refused('call', `The policy does not know these arguments of ${name}.`, within)
    }
    checkKind(policy, meaning.kinds, within)
    return [{ call: name, account: accountOf(within, address), effect: meaning.effect }]
  })
}

/** The account that makes a call: that of the innermost proxy around it. */
function accountOf({ around }: CallWithin, address: string): string {
  const proxy = around.findLast(({ pallet, name }) => `${pallet}.${name}` === PROXY)
  if (!proxy) return parseAddress(address)
  const { type, value } = (proxy.args.real ?? {}) as { type?: unknown; value?: unknown }
  if (type === 'Id' && typeof value === 'string') return parseAddress(value)
  throw refused('call', 'The policy cannot tell for whom this proxy acts.', proxy)
}

function checkKind({ kinds }: Policy, any: readonly PolicyKind[], call: CallWithin): void {
  // What has no kind does nothing.
  if (any.length === 0) return
  if (any.some((kind) => (kinds ? kinds.includes(kind) : !NEVER_BY_DEFAULT.includes(kind)))) return
  throw refused('kinds', `The policy does not allow ${call.pallet}.${call.name} (${any.join(' or ')}).`, call)
}

function refused(rule: string, message: string, { pallet, name, path }: CallWithin): PolicyRefusal {
  return new PolicyRefusal(rule, message, { call: `${pallet}.${name}`, ...(path !== '' && { path }) })
}
