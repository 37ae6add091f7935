import type { ApiOptions } from '@polkadot/api/types'
import type { Hex } from '../chain.ts'
import type { Connection } from '../connection/connection.ts'
import { Disconnected, RequestTimedOut } from '../errors/errors.ts'
import { askState } from './state.ts'

type Provider = NonNullable<ApiOptions['provider']>

/**
 * A {@link Connection} as far as `ApiPromise` gets it: for the few questions by which it learns one runtime. It
 * subscribes to nothing, so it prints nothing when the runtime is upgraded or the socket is away, and keeps no
 * timers; both are looked after by the connection. What fails because the socket is away is asked again when it
 * is back, and stays open when it was closed; everything else fails as it should.
 *
 * @param at - the block whose runtime is wanted; the newest one when absent
 */
export function polkadotProvider(connection: Connection, at?: Hex): Provider {
  return {
    hasSubscriptions: false,
    isClonable: false,
    // Questions wait for the connection; ApiPromise would wait for an event that it is not told of.
    isConnected: true,
    clone: () => {
      throw new Error('A connection has one socket and cannot be cloned.')
    },
    connect: () => connection.connect(),
    disconnect: () => connection.disconnect(),
    on: () => () => undefined,
    send: (method, params) => {
      if (!at || !method.startsWith('state_'))
        return persistently(connection, () => connection.send(method, params))
      return persistently(connection, () => askState(connection, { hash: at }, method, [...params, at]))
    },
    subscribe: async () => {
      throw new Error('This API has no subscriptions; use watchHeads.')
    },
    unsubscribe: async () => false,
  }
}

async function persistently<T>(connection: Connection, ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof Disconnected || error instanceof RequestTimedOut)) throw error
      await connected(connection)
    }
  }
}

/** Keeps its promise when there is a connection, and never for one that was closed. */
function connected(connection: Connection): Promise<void> {
  return new Promise((resolve) => {
    const stop = connection.onState(({ status }) => {
      if (status === 'offline' || status === 'connecting') return
      queueMicrotask(() => stop())
      if (status !== 'closed') resolve()
    })
  })
}
