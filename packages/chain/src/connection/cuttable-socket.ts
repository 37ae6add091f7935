/** A WebSocket that can also be cut off without a goodbye, where the platform can. */
export interface CuttableSocket {
  readonly socket: WebSocket
  /** Ends it at once. In a browser it is left to the browser, which gives up on a silent peer by itself. */
  cut(): void
}

interface Handlers {
  [name: string]: unknown
}

/** What Node's WebSocket opens its sockets with; its documented place is a symbol of the global object. */
interface Dispatcher {
  dispatch(options: unknown, handlers: Handlers): boolean
}

/**
 * Opens a WebSocket.
 *
 * Node's waits for the peer's goodbye for ever: a peer that is gone without saying so would keep its socket, and
 * with it the whole process, alive. There the socket below is kept at hand, to be destroyed.
 * @throws whatever the platform throws for an address that is none
 */
export function openSocket(endpoint: string): CuttableSocket {
  // Looking at WebSocket loads it in Node, and with it the dispatcher.
  const Socket = WebSocket
  const dispatcher = nodeDispatcher()
  if (!dispatcher) {
    const socket = new Socket(endpoint)
    return { socket, cut: () => socket.close() }
  }
  let below: { destroy(): void } | undefined
  const watching: Dispatcher = {
    dispatch(options, handlers) {
      return dispatcher.dispatch(
        options,
        new Proxy(handlers, {
          get(target, name) {
            const value = Reflect.get(target, name)
            if (typeof value !== 'function') return value
            return (...values: unknown[]) => {
              if (/upgrade$/i.test(String(name))) below = values.find(isRawSocket)
              return value.apply(target, values)
            }
          },
        }),
      )
    },
  }
  const socket = new (Socket as unknown as new (url: string, options: object) => WebSocket)(endpoint, {
    dispatcher: watching,
  })
  return {
    socket,
    cut() {
      if (below) below.destroy()
      else socket.close()
    },
  }
}

function nodeDispatcher(): Dispatcher | undefined {
  const globals = globalThis as unknown as Record<symbol, Dispatcher | undefined>
  return globals[Symbol.for('undici.globalDispatcher.1')]
}

function isRawSocket(value: unknown): value is { destroy(): void } {
  return typeof value === 'object' && value !== null && 'destroy' in value && 'setTimeout' in value
}
