import type { ProxyType } from '@stake/schema'
import type { Chain, Hex } from '../chain.ts'
import { accountOf } from './arguments.ts'
import { buildCall, type Call } from './call.ts'
import { innerCall } from './inner-call.ts'

/** What a proxy may do, by the runtime's own names; `Staking` cannot transfer. */
export type ProxyKind = ProxyType['type']

/** A right that one account gives another. */
export interface ProxyGrant {
  /** The account that may act. */
  readonly delegate: string
  readonly kind: ProxyKind
  /** Blocks between its announcement and its act; 0 lets it act at once. */
  readonly delay: number
}

/**
 * Acts for another account that has made the signer its proxy (`Proxy.proxy`).
 *
 * @param order - `kind`: the right to use, undefined lets the chain find one that fits
 * @throws InvalidAddress, InvalidValue, MissingInRuntime.
 *
 * @example
 * ```ts
 * import { calls, connect } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const delegate = '5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty'
 *
 * const given = calls.addProxy(chain, { delegate, kind: 'Staking', delay: 0 })
 * given.args.proxy_type // => { type: 'Staking' }
 * await chain.close()
 * await devnet.close()
 * ```
 */
export function proxy(
  chain: Chain,
  order: { readonly real: string; readonly kind: ProxyKind | undefined; readonly call: Call },
): Call {
  return buildCall(chain, 'Proxy', 'proxy', {
    real: accountOf(order.real),
    force_proxy_type: order.kind && { type: order.kind },
    call: innerCall(order.call),
  })
}

/**
 * Lets another account act for the signer (`Proxy.add_proxy`). It takes a deposit.
 *
 * @throws as {@link proxy}
 * @example See {@link proxy}.
 */
export function addProxy(chain: Chain, { delegate, kind, delay }: ProxyGrant): Call {
  return buildCall(chain, 'Proxy', 'add_proxy', {
    delegate: accountOf(delegate),
    proxy_type: { type: kind },
    delay,
  })
}

/**
 * Takes such a right back; kind and delay must be those it was given with (`Proxy.remove_proxy`).
 *
 * @throws as {@link proxy}
 * @example See {@link proxy}.
 */
export function removeProxy(chain: Chain, { delegate, kind, delay }: ProxyGrant): Call {
  return buildCall(chain, 'Proxy', 'remove_proxy', {
    delegate: accountOf(delegate),
    proxy_type: { type: kind },
    delay,
  })
}

/**
 * Takes all rights back (`Proxy.remove_proxies`). An account that was made by {@link createPure} is lost for ever.
 *
 * @throws MissingInRuntime
 * @example See {@link proxy}.
 */
export function removeProxies(chain: Chain): Call {
  return buildCall(chain, 'Proxy', 'remove_proxies', undefined)
}

/**
 * Makes an account without a key that the signer acts for (`Proxy.create_pure`).
 *
 * @throws as {@link proxy}
 * @example See {@link proxy}.
 */
export function createPure(
  chain: Chain,
  { kind, delay, index }: { readonly kind: ProxyKind; readonly delay: number; readonly index: number },
): Call {
  return buildCall(chain, 'Proxy', 'create_pure', { proxy_type: { type: kind }, delay, index })
}

/** A call that a proxy with a delay says it will make. */
export interface Announcement {
  /** The account that it acts for. */
  readonly real: string
  /** The blake2-256 of the call's bytes. */
  readonly callHash: Hex
}

/**
 * Announces a call of a proxy with a delay (`Proxy.announce`).
 *
 * @throws as {@link proxy}
 * @example See {@link proxy}.
 */
export function announce(chain: Chain, { real, callHash }: Announcement): Call {
  return buildCall(chain, 'Proxy', 'announce', { real: accountOf(real), call_hash: callHash })
}

/**
 * Takes an announcement of the signer's own back (`Proxy.remove_announcement`).
 *
 * @throws as {@link proxy}
 * @example See {@link proxy}.
 */
export function removeAnnouncement(chain: Chain, { real, callHash }: Announcement): Call {
  return buildCall(chain, 'Proxy', 'remove_announcement', { real: accountOf(real), call_hash: callHash })
}

/**
 * Refuses what a proxy of the signer has announced (`Proxy.reject_announcement`).
 *
 * @throws as {@link proxy}
 * @example See {@link proxy}.
 */
export function rejectAnnouncement(
  chain: Chain,
  { delegate, callHash }: { readonly delegate: string; readonly callHash: Hex },
): Call {
  return buildCall(chain, 'Proxy', 'reject_announcement', {
    delegate: accountOf(delegate),
    call_hash: callHash,
  })
}

/**
 * Makes an announced call after its delay (`Proxy.proxy_announced`).
 *
 * @throws as {@link proxy}
 * @example See {@link proxy}.
 */
export function proxyAnnounced(
  chain: Chain,
  order: {
    readonly delegate: string
    readonly real: string
    readonly kind: ProxyKind | undefined
    readonly call: Call
  },
): Call {
  return buildCall(chain, 'Proxy', 'proxy_announced', {
    delegate: accountOf(order.delegate),
    real: accountOf(order.real),
    force_proxy_type: order.kind && { type: order.kind },
    call: innerCall(order.call),
  })
}
