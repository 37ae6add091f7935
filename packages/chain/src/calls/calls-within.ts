import type { ApiPromise } from '@polkadot/api'
import type { Chain } from '../chain.ts'
import { apiOf } from '../runtime/runtime.ts'
import type { Call } from './call.ts'

/** A call that another one makes, or the outermost itself. */
export interface CallWithin extends Omit<Call, 'bytes'> {
  /** Where it lies in the outermost call, such as `calls[2].call`; empty for that one. */
  readonly path: string
  /** The calls around it, outermost first: who makes it, and as whom. */
  readonly around: readonly CallWithin[]
  /** What of it cannot be read here, though it may do anything: a reason to refuse it. */
  readonly unreadable: string | undefined
}

/** What is run later or elsewhere and is not in the call itself. */
const UNREADABLE: Readonly<Record<string, string>> = {
  'MevShield.submit_encrypted': 'it carries an encrypted transaction',
  'MevShield.store_encrypted': 'it carries an encrypted call',
  'Proxy.announce': 'it names a later call only by its hash',
  'Multisig.approve_as_multi': 'it names the approved call only by its hash',
  'Preimage.note_preimage': 'it stores bytes that may be run as a call',
  'Preimage.request_preimage': 'it names bytes only by their hash',
  'System.set_code': 'it replaces the runtime',
  'System.set_code_without_checks': 'it replaces the runtime',
  'System.authorize_upgrade': 'it names a new runtime only by its hash',
  'System.authorize_upgrade_without_checks': 'it names a new runtime only by its hash',
  'System.apply_authorized_upgrade': 'it replaces the runtime',
  'System.set_storage': 'it writes storage directly',
  'System.kill_storage': 'it removes storage directly',
  'System.kill_prefix': 'it removes storage directly',
}

/** Pallets whose calls run programs of their own. */
const PROGRAMS = ['Ethereum', 'EVM', 'Contracts']

/**
 * A call and every call inside it, outermost first: those of batches, proxies, multisigs, `sudo`, the scheduler,
 * `as_derivative`, `dispatch_as`, `if_else` and whatever else the runtime has that takes a call. They are told apart
 * from other values by the names of the runtime's pallets and calls, so no wrapper is forgotten because it is new.
 *
 * @param call - decoded with this chain's runtime
 *
 * @example
 * ```ts
 * import { calls, callsWithin, connect } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const call = calls.batchAll(chain, { calls: [calls.remark(chain, { bytes: '0x01' })] })
 * callsWithin(chain, call).map(({ path, name }) => `${path} ${name}`) // => [ ' batch_all', 'calls[0] remark' ]
 * callsWithin(chain, call).some(({ unreadable }) => unreadable !== undefined) // => false
 * await chain.close()
 * await devnet.close()
 * ```
 */
export function callsWithin(chain: Chain, call: Call): CallWithin[] {
  const names = callNamesOf(apiOf(chain.runtime))
  const found: CallWithin[] = []
  // A list of what is still to be looked at, not recursion: nothing that can be decoded is too deep.
  const open = [
    { path: '', around: [] as readonly CallWithin[], pallet: call.pallet, name: call.name, args: call.args },
  ]
  for (let next = open.shift(); next; next = open.shift()) {
    const { path, around, pallet, name, args } = next
    const within: CallWithin = { path, around, pallet, name, args, unreadable: unreadableIn(pallet, name) }
    found.push(within)
    const inner = innerCalls(names, args, path).map((one) => ({ ...one, around: [...around, within] }))
    open.unshift(...inner)
  }
  return found
}

function unreadableIn(pallet: string, name: string): string | undefined {
  return PROGRAMS.includes(pallet) ? 'it runs a program' : UNREADABLE[`${pallet}.${name}`]
}

interface Found {
  readonly path: string
  readonly pallet: string
  readonly name: string
  readonly args: Readonly<Record<string, unknown>>
}

/** The calls among the arguments of one call, in their order, but not those within them. */
function innerCalls(names: ReadonlySet<string>, args: unknown, path: string): Found[] {
  const found: Found[] = []
  const open: { path: string; value: unknown }[] = [{ path, value: args }]
  for (let next = open.shift(); next; next = open.shift()) {
    const { path: here, value } = next
    if (typeof value !== 'object' || value === null) continue
    const call = asCall(names, value)
    if (call) {
      found.push({ path: here, ...call })
      continue
    }
    const parts = Array.isArray(value)
      ? value.map((item, index) => ({ path: `${here}[${index}]`, value: item }))
      : Object.entries(value).map(([name, item]) => ({
          path: here === '' ? name : `${here}.${name}`,
          value: item,
        }))
    open.unshift(...parts)
  }
  return found
}

/** A value reads as a call where it is `{ type: pallet, value: { type: call, value } }` by names of this runtime. */
function asCall(names: ReadonlySet<string>, value: object): Omit<Found, 'path'> | undefined {
  const { type: pallet, value: inner } = value as { type?: unknown; value?: unknown }
  if (typeof pallet !== 'string' || typeof inner !== 'object' || inner === null) return undefined
  const { type: name, value: args = {} } = inner as { type?: unknown; value?: Record<string, unknown> }
  if (typeof name !== 'string' || !names.has(`${pallet}.${name}`)) return undefined
  return { pallet, name, args }
}

const known = new WeakMap<ApiPromise, ReadonlySet<string>>()

function callNamesOf(api: ApiPromise): ReadonlySet<string> {
  const before = known.get(api)
  if (before) return before
  const names = new Set(
    api.runtimeMetadata.asLatest.pallets.flatMap(({ name, calls }) =>
      calls.isNone
        ? []
        : api.registry.lookup
            .getSiType(calls.unwrap().type)
            .def.asVariant.variants.map((variant) => `${name.toString()}.${variant.name.toString()}`),
    ),
  )
  known.set(api, names)
  return names
}
