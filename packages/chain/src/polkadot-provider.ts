import type { ApiOptions } from '@polkadot/api/types'
import type { Connection } from './connection.ts'
import { Disconnected, RequestTimedOut } from './errors.ts'

type Provider = NonNullable<ApiOptions['provider']>

/**
 * A {@link Connection} as `ApiPromise` wants it. polkadot-js prints every failed request to the console, also
 * its own background ones while the socket is away; so what fails for that reason is asked again when the
 * connection is back, and stays open after it was closed. Everything else fails as it should.
 */
export function polkadotProvider(connection: Connection): Provider {
  return {
    hasSubscriptions: true,
    isClonable: false,
    get isConnected() {
      return connection.state.status === 'connected'
    },
    clone: () => {
      throw new Error('A connection has one socket and cannot be cloned.')
    },
    connect: () => connection.connect(),
    disconnect: () => connection.disconnect(),
    on(type, callback) {
      let first = true
      return connection.onState(({ status }) => {
        // The state of now was looked at by the one who asks.
        if (!first && status === type) callback()
        first = false
      })
    },
    send: (method, params) => persistently(connection, () => connection.send(method, params)),
    subscribe: (type, method, params, callback) =>
      persistently(connection, () => connection.subscribe(type, method, params, callback)),
    unsubscribe: (_type, method, id) => connection.unsubscribe(method, Number(id)),
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
      if (status !== 'connected') return
      queueMicrotask(() => stop())
      resolve()
    })
  })
}
