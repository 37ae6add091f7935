import { type Clock, systemClock } from './clock.ts'
import type { ConnectionState } from './connection-state.ts'
import { Disconnected, EndpointUnreachable, RequestTimedOut, RpcError } from './errors.ts'

/** Gets every notification of a subscription, or the error that ends it. */
export type SubscriptionCallback = (error: Error | null, result: unknown) => void

/** Options of {@link Connection}; every time in milliseconds. */
export interface ConnectionOptions {
  /** WebSocket addresses of nodes of one chain, tried in order, round and round. */
  readonly endpoints: readonly string[]
  /** How long opening one socket may take. @default 10_000 */
  readonly connectTimeout?: number
  /** How long one answer may take. @default 30_000 */
  readonly requestTimeout?: number
  /** First pause before a reconnect; doubles up to {@link maxRetryDelay}. @default 250 */
  readonly retryDelay?: number
  /** @default 5_000 */
  readonly maxRetryDelay?: number
  /** @default {@link systemClock} */
  readonly clock?: Clock
}

interface PendingRequest {
  readonly method: string
  readonly resolve: (result: unknown) => void
  readonly reject: (error: Error) => void
  readonly cancelTimeout: () => void
  /** Runs in the same turn as the answer, before the next message is read. */
  readonly onAnswer?: (result: unknown) => void
}

interface Subscription {
  readonly id: number
  readonly type: string
  readonly method: string
  readonly params: unknown[]
  readonly callback: SubscriptionCallback
  /** The node's own id, undefined while the request is on its way. */
  remoteId?: string | number
}

interface Message {
  id?: number
  result?: unknown
  error?: { code: number; message: string; data?: unknown }
  method?: string
  params?: { subscription: string | number; result?: unknown; error?: unknown }
}

/**
 * One socket to a node, with failover, deadlines and a clean end; below `ApiPromise` and beside it.
 *
 * It differs from polkadot-js' own provider where money is at stake: nothing is cached (a failed read is
 * asked again, never replayed), a watched transaction is told when its socket is gone instead of falling
 * silent, and a half-open socket is noticed by the first request that gets no answer.
 * Subscriptions other than `author_*` are renewed after a reconnect; a renewed one keeps its id.
 *
 * @example
 * ```ts
 * import { Connection } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const connection = new Connection({ endpoints: [devnet.url] })
 * await connection.connect()
 * connection.state.status // => connected
 * await connection.disconnect()
 * await devnet.close()
 * ```
 */
export class Connection {
  readonly #endpoints: readonly string[]
  readonly #connectTimeout: number
  readonly #requestTimeout: number
  readonly #retryDelay: number
  readonly #maxRetryDelay: number
  readonly #clock: Clock
  readonly #pending = new Map<number, PendingRequest>()
  readonly #subscriptions = new Map<number, Subscription>()
  readonly #byRemoteId = new Map<string, Subscription>()
  readonly #stateListeners = new Set<(state: ConnectionState) => void>()
  #socket: WebSocket | undefined
  #state: ConnectionState
  #endpointIndex = 0
  #attempt = 0
  #nextId = 1
  #lastMessageAt = 0
  #cancelRetry: (() => void) | undefined
  #genesisHash: string | undefined

  constructor(options: ConnectionOptions) {
    const [first] = options.endpoints
    if (first === undefined) {
      throw new EndpointUnreachable('', 'no endpoint was given')
    }
    for (const endpoint of options.endpoints) checkEndpoint(endpoint)
    this.#endpoints = options.endpoints
    this.#connectTimeout = options.connectTimeout ?? 10_000
    this.#requestTimeout = options.requestTimeout ?? 30_000
    this.#retryDelay = options.retryDelay ?? 250
    this.#maxRetryDelay = options.maxRetryDelay ?? 5_000
    this.#clock = options.clock ?? systemClock
    this.#state = { status: 'connecting', endpoint: first }
  }

  get state(): ConnectionState {
    return this.#state
  }

  get isConnected(): boolean {
    return this.#state.status === 'connected'
  }

  /** Milliseconds since the Unix epoch of the last message from the node; 0 before the first. */
  get lastMessageAt(): number {
    return this.#lastMessageAt
  }

  get #endpoint(): string {
    return this.#endpoints[this.#endpointIndex % this.#endpoints.length] as string
  }

  /** Calls `listener` with the state now and at every change, until the returned function is called. */
  onState(listener: (state: ConnectionState) => void): () => void {
    this.#stateListeners.add(listener)
    listener(this.#state)
    return () => this.#stateListeners.delete(listener)
  }

  /**
   * Opens the first connection: each endpoint is tried once.
   * @throws EndpointUnreachable when none of them answers.
   */
  async connect(): Promise<void> {
    if (this.#socket) return
    let failure: unknown
    for (let tried = 0; tried < this.#endpoints.length; tried++) {
      try {
        await this.#open()
        return
      } catch (error) {
        failure = error
        this.#endpointIndex++
      }
    }
    throw failure
  }

  async disconnect(): Promise<void> {
    if (this.#state.status === 'closed') return
    this.#cancelRetry?.()
    const socket = this.#socket
    this.#socket = undefined
    this.#setState({ status: 'closed' })
    this.#failEverything('the connection was closed')
    this.#subscriptions.clear()
    if (socket && socket.readyState !== WebSocket.CLOSED) {
      await new Promise<void>((resolve) => {
        // A peer that is gone never confirms the close.
        const cancel = this.#clock.after(1_000, resolve)
        socket.addEventListener('close', () => {
          cancel()
          resolve()
        })
        socket.close()
      })
    }
  }

  /**
   * From now on only nodes of this chain will do: another endpoint, or the same one after a reconnect, is left
   * again when its first block is a different one.
   */
  expectGenesis(genesisHash: string): void {
    this.#genesisHash = genesisHash
  }

  /**
   * Sends one request.
   * @throws RpcError for the node's own refusal, Disconnected, RequestTimedOut.
   */
  send<T>(method: string, params: unknown[]): Promise<T> {
    return this.#request<T>(method, params)
  }

  #request<T>(method: string, params: unknown[], onAnswer?: (result: unknown) => void): Promise<T> {
    const socket = this.#socket
    if (!socket || socket.readyState !== WebSocket.OPEN) {
      return Promise.reject(new Disconnected(this.#endpoint, method))
    }
    const id = this.#nextId++
    return new Promise<T>((resolve, reject) => {
      const sentAt = this.#clock.now()
      const cancelTimeout = this.#clock.after(this.#requestTimeout, () => {
        this.#pending.delete(id)
        reject(new RequestTimedOut(this.#endpoint, method, this.#requestTimeout))
        // Not a word since the question: the other side is gone without saying so.
        if (this.#socket === socket && this.#lastMessageAt < sentAt) this.#drop(socket, 'no answer')
      })
      this.#pending.set(id, {
        method,
        resolve: resolve as (result: unknown) => void,
        reject,
        cancelTimeout,
        ...(onAnswer && { onAnswer }),
      })
      socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }))
    })
  }

  async subscribe(
    type: string,
    method: string,
    params: unknown[],
    callback: SubscriptionCallback,
  ): Promise<number> {
    const subscription: Subscription = { id: this.#nextId++, type, method, params, callback }
    this.#subscriptions.set(subscription.id, subscription)
    try {
      await this.#start(subscription)
    } catch (error) {
      this.#subscriptions.delete(subscription.id)
      throw error
    }
    return subscription.id
  }

  async unsubscribe(method: string, id: number): Promise<boolean> {
    const subscription = this.#subscriptions.get(id)
    if (!subscription) return false
    this.#subscriptions.delete(subscription.id)
    if (subscription.remoteId === undefined) return true
    this.#byRemoteId.delete(remoteKey(subscription.type, subscription.remoteId))
    if (!this.isConnected) return true
    return this.#request<boolean>(method, [subscription.remoteId]).catch(() => false)
  }

  async #start(subscription: Subscription): Promise<void> {
    await this.#request(subscription.method, subscription.params, (remoteId) => {
      subscription.remoteId = remoteId as string | number
      this.#byRemoteId.set(remoteKey(subscription.type, subscription.remoteId), subscription)
    })
  }

  #open(): Promise<void> {
    const endpoint = this.#endpoint
    this.#setState({ status: 'connecting', endpoint })
    const socket = new WebSocket(endpoint)
    this.#socket = socket
    return new Promise<void>((resolve, reject) => {
      let opened = false
      const give = (reason: string) => {
        cancelTimeout()
        if (this.#socket === socket) this.#socket = undefined
        reject(new EndpointUnreachable(endpoint, reason))
      }
      const cancelTimeout = this.#clock.after(this.#connectTimeout, () => {
        give(`no answer within ${this.#connectTimeout / 1000} s`)
        socket.close()
      })
      socket.addEventListener('open', async () => {
        if (this.#socket !== socket) return socket.close()
        if (!(await this.#isExpectedChain().catch(() => false))) {
          give('it serves another chain')
          return socket.close()
        }
        if (this.#socket !== socket) return
        opened = true
        cancelTimeout()
        this.#attempt = 0
        this.#lastMessageAt = this.#clock.now()
        this.#setState({ status: 'connected', endpoint, since: this.#lastMessageAt })
        this.#renewSubscriptions()
        resolve()
      })
      socket.addEventListener('message', (event) => this.#receive(String(event.data)))
      socket.addEventListener('error', () => {
        if (!opened) give('nothing answers there')
      })
      socket.addEventListener('close', () => {
        if (opened) this.#drop(socket, 'the node closed the connection')
        else give('nothing answers there')
      })
    })
  }

  async #isExpectedChain(): Promise<boolean> {
    const expected = this.#genesisHash
    return expected === undefined || (await this.#request('chain_getBlockHash', [0])) === expected
  }

  /** The socket is of no use any more: tell everybody who waits, and come back. */
  #drop(socket: WebSocket, reason: string): void {
    if (this.#socket !== socket) return
    this.#socket = undefined
    socket.close()
    this.#failEverything(reason)
    this.#retry(reason)
  }

  #retry(reason: string): void {
    if (this.#state.status === 'closed') return
    const delay = Math.min(this.#retryDelay * 2 ** this.#attempt++, this.#maxRetryDelay)
    this.#setState({
      status: 'disconnected',
      endpoint: this.#endpoint,
      reason,
      retryAt: this.#clock.now() + delay,
    })
    this.#cancelRetry = this.#clock.after(delay, () => {
      this.#open().catch((error: EndpointUnreachable) => {
        this.#endpointIndex++
        this.#retry(error.details.reason ?? reason)
      })
    })
  }

  #renewSubscriptions(): void {
    for (const subscription of this.#subscriptions.values()) {
      if (subscription.remoteId !== undefined || subscription.method.startsWith('author_')) continue
      this.#start(subscription).catch((error: Error) => subscription.callback(error, null))
    }
  }

  #failEverything(reason: string): void {
    for (const request of this.#pending.values()) {
      request.cancelTimeout()
      request.reject(new Disconnected(this.#endpoint, request.method, reason))
    }
    this.#pending.clear()
    this.#byRemoteId.clear()
    for (const subscription of [...this.#subscriptions.values()]) {
      delete subscription.remoteId
      if (!subscription.method.startsWith('author_')) continue
      this.#subscriptions.delete(subscription.id)
      subscription.callback(new Disconnected(this.#endpoint, subscription.method, reason), null)
    }
  }

  #receive(text: string): void {
    this.#lastMessageAt = this.#clock.now()
    let message: Message
    try {
      message = JSON.parse(text) as Message
    } catch {
      return // Not JSON-RPC: the request it may have been meant for runs into its own deadline.
    }
    if (message.method !== undefined && message.params) {
      const { subscription: remoteId, result, error } = message.params
      const subscription = this.#byRemoteId.get(remoteKey(message.method, remoteId))
      subscription?.callback(error === undefined ? null : new Error(JSON.stringify(error)), result)
      return
    }
    const request = message.id === undefined ? undefined : this.#pending.get(message.id)
    if (!request || message.id === undefined) return
    this.#pending.delete(message.id)
    request.cancelTimeout()
    if (message.error) {
      request.reject(new RpcError(request.method, message.error))
    } else {
      request.onAnswer?.(message.result)
      request.resolve(message.result)
    }
  }

  #setState(state: ConnectionState): void {
    this.#state = state
    for (const listener of this.#stateListeners) listener(state)
  }
}

function remoteKey(type: string, remoteId: string | number): string {
  return `${type}:${remoteId}`
}

function checkEndpoint(endpoint: string): void {
  let protocol = ''
  try {
    protocol = new URL(endpoint).protocol
  } catch {}
  if (protocol !== 'ws:' && protocol !== 'wss:') {
    throw new EndpointUnreachable(endpoint, 'it is not a WebSocket address such as ws://127.0.0.1:9944')
  }
}
