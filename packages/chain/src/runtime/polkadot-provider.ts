import type { ApiOptions } from '@polkadot/api/types'

type Provider = NonNullable<ApiOptions['provider']>

/**
 * A provider without a node: `ApiPromise` gets what it is given, once that is there, and never asks anybody. It
 * subscribes to nothing, so it prints nothing when the runtime is upgraded or the socket is away, and keeps no
 * timers; all that is looked after by the connection.
 *
 * @param answers - by method
 */
export function polkadotProvider(answers: Promise<Readonly<Record<string, unknown>>>): Provider {
  return {
    hasSubscriptions: false,
    isClonable: false,
    isConnected: true,
    clone: () => {
      throw new Error('There is no node behind this provider.')
    },
    connect: async () => undefined,
    disconnect: async () => undefined,
    on: () => () => undefined,
    send: async <T>(method: string) => {
      const all = await answers
      if (!(method in all)) throw new Error(`${method} is asked of the connection itself.`)
      return all[method] as T
    },
    subscribe: async () => {
      throw new Error('This API has no subscriptions.')
    },
    unsubscribe: async () => false,
  }
}
