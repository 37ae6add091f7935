import { concatBytes } from '@noble/hashes/utils.js'
import { Blake2256 } from '@polkadot-api/substrate-bindings'
import {
  type AccountId32,
  type EventFields,
  type ProxyDefinition,
  type ProxyType,
  pallets,
  type RuntimeCall,
  type StorageValue,
} from '@stake/schema'
import type { Context } from '../../runtime/context.ts'
import { DispatchFailure, moduleError } from '../../runtime/dispatch-failure.ts'
import {
  ensureSigned,
  type Origin,
  type PalletCalls,
  type PostDispatch,
  type RunCall,
} from '../../runtime/pallet-calls.ts'
import { addWeights, benchmarked } from '../../runtime/weight.ts'
import { codecOf } from '../../scale/codec.ts'
import { fromHex, toHex } from '../../scale/hex.ts'
import { lookup, moveReserve, unreserve } from '../balances.ts'
import { proxyAllows, proxyIncludes } from './proxy-rules.ts'

const { constants } = pallets.Proxy
const MOST_PROXIES = codecOf('u32').dec(fromHex(constants.MaxProxies.value))
const MOST_PENDING = codecOf('u32').dec(fromHex(constants.MaxPending.value))
const PROXY_BASE = codecOf('u64').dec(fromHex(constants.ProxyDepositBase.value))
const PROXY_FACTOR = codecOf('u64').dec(fromHex(constants.ProxyDepositFactor.value))
const ANNOUNCEMENT_BASE = codecOf('u64').dec(fromHex(constants.AnnouncementDepositBase.value))
const ANNOUNCEMENT_FACTOR = codecOf('u64').dec(fromHex(constants.AnnouncementDepositFactor.value))

/** A benchmark with the most announcements and the most proxies there can be. */
function largest(refTime: bigint, pending: bigint, proxies: bigint, reads: number, writes: number) {
  const most = pending * BigInt(MOST_PENDING) + proxies * BigInt(MOST_PROXIES)
  return benchmarked(refTime + most, reads, writes)
}

/** Accounts that act for others, within what they were trusted with. */
export const proxyCalls: PalletCalls<'Proxy'> = {
  proxy: {
    weight: ({ call }, weightOf) => addWeights(largest(24_151_161n, 0n, 96_756n, 4, 2), weightOf(call)),
    wrap(context, origin, { real, force_proxy_type, call }, run) {
      const who = ensureSigned(origin)
      const definition = definitionOf(context, lookup(real), who, force_proxy_type)
      if (definition.delay !== 0) throw moduleError('Proxy', 'Unannounced')
      return actFor(context, lookup(real), definition, call, run)
    },
  },
  add_proxy: {
    weight: () => largest(23_099_598n, 0n, 76_038n, 1, 1),
    dispatch: (context, origin, { delegate, proxy_type, delay }) =>
      addProxy(context, ensureSigned(origin), { delegate: lookup(delegate), proxy_type, delay }),
  },
  remove_proxy: {
    weight: () => largest(24_761_635n, 0n, 58_413n, 1, 2),
    dispatch: (context, origin, { delegate, proxy_type, delay }) =>
      removeProxy(context, ensureSigned(origin), { delegate: lookup(delegate), proxy_type, delay }),
  },
  remove_proxies: {
    weight: () => largest(24_632_652n, 0n, 48_858n, 1, 1),
    dispatch(context, origin) {
      const who = ensureSigned(origin)
      const [, held] = context.storage.get('Proxy', 'Proxies', who)
      context.storage.remove('Proxy', 'Proxies', who)
      unreserve(context, who, held)
      for (const [keys] of context.storage.entries('Proxy', 'RealPaysFee', who))
        context.storage.remove('Proxy', 'RealPaysFee', ...keys)
    },
  },
  create_pure: {
    weight: () => largest(24_892_331n, 0n, 21_649n, 1, 1),
    dispatch(context, origin, { proxy_type, delay, index }) {
      const who = ensureSigned(origin)
      const { phase } = context
      const extrinsic = phase.type === 'ApplyExtrinsic' ? phase.value : 0
      const pure = pureAccount(who, proxy_type, index, context.blockNumber, extrinsic)
      if (context.storage.has('Proxy', 'Proxies', pure)) throw moduleError('Proxy', 'Duplicate')
      const held = PROXY_BASE + PROXY_FACTOR
      moveReserve(context, who, 0n, held)
      context.storage.put('Proxy', 'Proxies', [pure], [[{ delegate: who, proxy_type, delay }], held])
      context.deposit('Proxy', 'PureCreated', { pure, who, proxy_type, disambiguation_index: index })
    },
  },
  kill_pure: {
    weight: () => largest(23_802_763n, 0n, 41_019n, 1, 1),
    dispatch(context, origin, { spawner, proxy_type, index, height, ext_index }) {
      const pure = ensureSigned(origin)
      const by = lookup(spawner)
      if (pureAccount(by, proxy_type, index, height, ext_index) !== pure)
        throw moduleError('Proxy', 'NoPermission')
      const [, held] = context.storage.get('Proxy', 'Proxies', pure)
      context.storage.remove('Proxy', 'Proxies', pure)
      unreserve(context, by, held)
      context.deposit('Proxy', 'PureKilled', { pure, spawner: by, proxy_type, disambiguation_index: index })
    },
  },
  announce: {
    weight: () => largest(29_900_605n, 245_681n, 108_442n, 3, 2),
    dispatch(context, origin, { real, call_hash }) {
      const proxy = ensureSigned(origin)
      const of = lookup(real)
      definitionOf(context, of, proxy, undefined)
      const [pending, held] = context.storage.get('Proxy', 'Announcements', proxy)
      if (pending.length >= MOST_PENDING) throw moduleError('Proxy', 'TooMany')
      const announcement = { real: of, call_hash, height: context.blockNumber }
      writeAnnouncements(context, proxy, [...pending, announcement], held)
      context.deposit('Proxy', 'Announced', { real: of, proxy, call_hash })
    },
  },
  remove_announcement: {
    weight: () => largest(24_193_917n, 211_445n, 20_637n, 2, 2),
    dispatch(context, origin, { real, call_hash }) {
      const of = lookup(real)
      dropAnnouncements(
        context,
        ensureSigned(origin),
        (each) => each.real === of && each.call_hash === call_hash,
        'NotFound',
      )
    },
  },
  reject_announcement: {
    weight: () => largest(24_226_028n, 211_311n, 19_850n, 2, 2),
    dispatch(context, origin, { delegate, call_hash }) {
      const who = ensureSigned(origin)
      dropAnnouncements(
        context,
        lookup(delegate),
        (each) => each.real === who && each.call_hash === call_hash,
        'NotFound',
      )
    },
  },
  proxy_announced: {
    weight: ({ call }, weightOf) => addWeights(largest(48_607_796n, 261_812n, 54_276n, 6, 4), weightOf(call)),
    wrap(context, origin, { delegate, real, force_proxy_type, call }, run) {
      ensureSigned(origin)
      const [by, of] = [lookup(delegate), lookup(real)]
      const definition = definitionOf(context, of, by, force_proxy_type)
      const hash = toHex(Blake2256(codecOf('RuntimeCall').enc(call)))
      dropAnnouncements(
        context,
        by,
        (each) =>
          each.real === of &&
          each.call_hash === hash &&
          context.blockNumber - each.height >= definition.delay,
        'Unannounced',
      )
      return actFor(context, of, definition, call, run)
    },
  },
  /** Free where a deposit was not what it would be now. */
  poke_deposit: {
    weight: () => largest(45_000_000n, 0n, 0n, 3, 3),
    meter(context, origin) {
      const who = ensureSigned(origin)
      const proxies = pokeProxies(context, who)
      const announcements = pokeAnnouncements(context, who)
      return proxies || announcements ? { paysFee: false } : {}
    },
  },
  set_real_pays_fee: {
    weight: () => largest(23_000_000n, 0n, 76_038n, 2, 1),
    dispatch(context, origin, { delegate: by, pays_fee }) {
      const real = ensureSigned(origin)
      const delegate = lookup(by)
      definitionOf(context, real, delegate, undefined)
      if (pays_fee) context.storage.put('Proxy', 'RealPaysFee', [real, delegate], undefined)
      else context.storage.remove('Proxy', 'RealPaysFee', real, delegate)
      context.deposit('Proxy', 'RealPaysFeeSet', { real, delegate, pays_fee })
    },
  },
}

/** The first right of the delegate, of the kind that is asked for if one is. */
function definitionOf(
  { storage }: Context,
  real: AccountId32,
  delegate: AccountId32,
  kind: ProxyType | undefined,
): ProxyDefinition {
  const [definitions] = storage.get('Proxy', 'Proxies', real)
  const found = definitions.find(
    (each) => each.delegate === delegate && (kind === undefined || each.proxy_type.type === kind.type),
  )
  if (found === undefined) throw moduleError('Proxy', 'NotProxy')
  return found
}

/** Makes the call in the other's name. Its failure is told by an event; the proxy's own call succeeds. */
function actFor(
  context: Context,
  real: AccountId32,
  { proxy_type }: ProxyDefinition,
  call: RuntimeCall,
  run: RunCall,
): PostDispatch {
  const origin: Origin = { type: 'signed', who: real, allows: (inner) => mayMake(proxy_type, inner) }
  const result = resultOf(() => run(origin, call))
  context.storage.put('Proxy', 'LastCallResult', [real], result)
  context.deposit('Proxy', 'ProxyExecuted', { result })
  return {}
}

function resultOf(run: () => unknown): EventFields<'Proxy', 'ProxyExecuted'>['result'] {
  try {
    run()
    return { type: 'Ok', value: undefined }
  } catch (failure) {
    if (!(failure instanceof DispatchFailure)) throw failure
    return { type: 'Err', value: failure.error }
  }
}

/** Nobody hands out more than what he has himself, and only who may do anything ends it all. */
function mayMake(kind: ProxyType, call: RuntimeCall): boolean {
  if (call.type === 'Proxy') {
    const { type, value } = call.value
    if ((type === 'add_proxy' || type === 'remove_proxy') && !proxyIncludes(kind, value.proxy_type))
      return false
    if ((type === 'remove_proxies' || type === 'kill_pure') && kind.type !== 'Any') return false
  }
  return proxyAllows(kind, call)
}

function addProxy(context: Context, delegator: AccountId32, definition: ProxyDefinition): void {
  const { storage } = context
  const { delegate: delegatee, proxy_type, delay } = definition
  if (delegator === delegatee) throw moduleError('Proxy', 'NoSelfProxy')
  const [definitions, held] = storage.get('Proxy', 'Proxies', delegator)
  if (definitions.some((each) => compare(each, definition) === 0)) throw moduleError('Proxy', 'Duplicate')
  if (definitions.length >= MOST_PROXIES) throw moduleError('Proxy', 'TooMany')
  writeProxies(context, delegator, [...definitions, definition].sort(compare), held)
  context.deposit('Proxy', 'ProxyAdded', { delegator, delegatee, proxy_type, delay })
}

function removeProxy(context: Context, delegator: AccountId32, definition: ProxyDefinition): void {
  const { delegate: delegatee, proxy_type, delay } = definition
  const [definitions, held] = context.storage.get('Proxy', 'Proxies', delegator)
  const rest = definitions.filter((each) => compare(each, definition) !== 0)
  if (rest.length === definitions.length) throw moduleError('Proxy', 'NotFound')
  writeProxies(context, delegator, rest, held)
  context.storage.remove('Proxy', 'RealPaysFee', delegator, delegatee)
  context.deposit('Proxy', 'ProxyRemoved', { delegator, delegatee, proxy_type, delay })
}

/** The order of storage: by account, kind and delay. */
function compare(a: ProxyDefinition, b: ProxyDefinition): number {
  const key = ({ delegate, proxy_type }: ProxyDefinition) =>
    toHex(concatBytes(codecOf('AccountId32').enc(delegate), codecOf('ProxyType').enc(proxy_type)))
  const [first, second] = [key(a), key(b)]
  if (first !== second) return first < second ? -1 : 1
  return a.delay - b.delay
}

function writeProxies(
  context: Context,
  who: AccountId32,
  definitions: readonly ProxyDefinition[],
  held: bigint,
): void {
  const wanted = depositFor(definitions.length, PROXY_BASE, PROXY_FACTOR)
  moveReserve(context, who, held, wanted)
  if (definitions.length === 0) context.storage.remove('Proxy', 'Proxies', who)
  else context.storage.put('Proxy', 'Proxies', [who], [definitions, wanted])
}

type Announcements = StorageValue<'Proxy', 'Announcements'>[0]

function writeAnnouncements(context: Context, who: AccountId32, pending: Announcements, held: bigint): void {
  const wanted = depositFor(pending.length, ANNOUNCEMENT_BASE, ANNOUNCEMENT_FACTOR)
  moveReserve(context, who, held, wanted)
  if (pending.length === 0) context.storage.remove('Proxy', 'Announcements', who)
  else context.storage.put('Proxy', 'Announcements', [who], [pending, wanted])
}

function depositFor(count: number, base: bigint, each: bigint): bigint {
  return count === 0 ? 0n : base + each * BigInt(count)
}

/** Makes a deposit what it would be now. Returns whether it was not. */
function pokeProxies(context: Context, who: AccountId32): boolean {
  const [definitions, held] = context.storage.get('Proxy', 'Proxies', who)
  writeProxies(context, who, definitions, held)
  return toldOfDeposit(context, who, 'Proxies', held)
}

function pokeAnnouncements(context: Context, who: AccountId32): boolean {
  const [pending, held] = context.storage.get('Proxy', 'Announcements', who)
  writeAnnouncements(context, who, pending, held)
  return toldOfDeposit(context, who, 'Announcements', held)
}

function toldOfDeposit(
  context: Context,
  who: AccountId32,
  kind: 'Proxies' | 'Announcements',
  old_deposit: bigint,
): boolean {
  const [, new_deposit] = context.storage.get('Proxy', kind, who)
  if (new_deposit === old_deposit) return false
  context.deposit('Proxy', 'DepositPoked', { who, kind: { type: kind }, old_deposit, new_deposit })
  return true
}

/** Forgets announcements, at least one. */
function dropAnnouncements(
  context: Context,
  who: AccountId32,
  which: (announcement: Announcements[number]) => boolean,
  otherwise: 'NotFound' | 'Unannounced',
): void {
  const [pending, held] = context.storage.get('Proxy', 'Announcements', who)
  const rest = pending.filter((each) => !which(each))
  if (rest.length === pending.length) throw moduleError('Proxy', otherwise)
  writeAnnouncements(context, who, rest, held)
}

/** The account that nobody has a key of, by who made it and where in which block. */
function pureAccount(
  who: AccountId32,
  kind: ProxyType,
  index: number,
  height: number,
  extrinsic: number,
): AccountId32 {
  const entropy = concatBytes(
    new TextEncoder().encode('modlpy/proxy____'),
    codecOf('AccountId32').enc(who),
    codecOf('u32').enc(height),
    codecOf('u32').enc(extrinsic),
    codecOf('ProxyType').enc(kind),
    codecOf('u16').enc(index),
  )
  return codecOf('AccountId32').dec(Blake2256(entropy))
}
