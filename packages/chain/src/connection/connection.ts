import { type Clock, systemClock } from '../clock.ts'
import {
  Disconnected,
  EndpointUnreachable,
  MalformedAnswer,
  RequestTimedOut,
  RpcError,
} from '../errors/errors.ts'
import { tell, Watched } from '../watched.ts'
import type { ConnectionState } from './connection-state.ts'

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
  /** How long the node may be silent before it is asked for a sign of life. @default 30_000 */
  readonly keepAlive?: number
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
  readonly reject: (error: unknown) => void
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
  /** The method that ends it at the node, once nobody listens any more. */
  unsubscribe?: string
}

interface Notification {
  readonly method: string
  readonly params: { readonly subscription?: unknown; readonly result?: unknown; readonly error?: unknown }
}

/** What a node sends, its parts still to be looked at. */
interface Message {
  readonly id?: unknown
  readonly result?: unknown
  readonly error?: unknown
  readonly method?: unknown
  readonly params?: unknown
}

const CLOSED = 'the connection was closed'
/** How many notifications may wait for the answer that announces their subscription. */
const MOST_EARLY = 100

/**
 * One socket to a node, with failover, deadlines and a clean end; below `ApiPromise` and beside it.
 *
 * It differs from polkadot-js' own provider where money is at stake: nothing is cached (a failed read is
 * asked again, never replayed), a watched transaction is told when its socket is gone instead of falling
 * silent, and a half-open socket is noticed: by the first request that gets no answer, or by a sign of life that
 * is asked for and does not come.
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
  readonly #keepAlive: number
  readonly #retryDelay: number
  readonly #maxRetryDelay: number
  readonly #clock: Clock
  readonly #pending = new Map<number, PendingRequest>()
  readonly #subscriptions = new Map<number, Subscription>()
  readonly #byRemoteId = new Map<string, Subscription>()
  readonly #early: Notification[] = []
  readonly #state: Watched<ConnectionState>
  #socket: WebSocket | undefined
  /** A socket that is being opened; nobody can use it yet. */
  #candidate: WebSocket | undefined
  #endpointIndex = 0
  #attempt = 0
  #nextId = 1
  #lastMessageAt = 0
  #cancelRetry: (() => void) | undefined
  #cancelKeepAlive: (() => void) | undefined
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
    this.#keepAlive = options.keepAlive ?? 30_000
    this.#retryDelay = options.retryDelay ?? 250
    this.#maxRetryDelay = options.maxRetryDelay ?? 5_000
    this.#clock = options.clock ?? systemClock
    this.#state = new Watched<ConnectionState>({ status: 'connecting', endpoint: first })
  }

  get state(): ConnectionState {
    return this.#state.value
  }

  get isConnected(): boolean {
    return this.state.status === 'connected'
  }

  get #endpoint(): string {
    return this.#endpoints[this.#endpointIndex % this.#endpoints.length] as string
  }

  /** Calls `listener` with the state now and at every change, until the returned function is called. */
  onState(listener: (state: ConnectionState) => void): () => void {
    return this.#state.watch(listener)
  }

  /**
   * Opens the first connection: each endpoint is tried once. Does nothing where there is a connection, or one on
   * its way.
   * @throws EndpointUnreachable when none of them answers, or it was closed; it is closed then.
   */
  async connect(): Promise<void> {
    if (this.#socket || this.#candidate) return
    this.#cancelRetry?.()
    let failure: unknown = new EndpointUnreachable(this.#endpoint, CLOSED)
    for (let tried = 0; tried < this.#endpoints.length && this.state.status !== 'closed'; tried++) {
      try {
        return await this.#open()
      } catch (error) {
        failure = error
        this.#endpointIndex++
      }
    }
    if (this.state.status !== 'closed') this.#state.change({ status: 'closed' })
    throw failure
  }

  /** Ends the connection and what waits for it, for good. */
  async disconnect(): Promise<void> {
    if (this.state.status === 'closed') return
    this.#cancelRetry?.()
    this.#cancelKeepAlive?.()
    const open = [this.#socket, this.#candidate]
    this.#socket = undefined
    this.#state.change({ status: 'closed' })
    this.#failEverything(CLOSED)
    this.#subscriptions.clear()
    await Promise.all(open.map((socket) => socket && this.#closed(socket)))
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

  async #request<T>(method: string, params: unknown[], onAnswer?: (result: unknown) => void): Promise<T> {
    const id = this.#nextId++
    const text = JSON.stringify({ jsonrpc: '2.0', id, method, params })
    const socket = this.#socket
    if (!socket) throw new Disconnected(this.#endpoint, method)
    if (socket.readyState !== WebSocket.OPEN) {
      // The node is saying goodbye. Its last word may never come, and until then nothing would be asked of another.
      this.#drop(socket, 'the node is closing the connection')
      throw new Disconnected(this.#endpoint, method)
    }
    return new Promise<T>((resolve, reject) => {
      const sentAt = this.#clock.now()
      const cancelTimeout = this.#clock.after(this.#requestTimeout, () => {
        this.#pending.delete(id)
        reject(new RequestTimedOut(this.#endpoint, method, this.#requestTimeout))
        // Not a word since the question: the other side is gone without saying so.
        if (this.#lastMessageAt < sentAt) this.#drop(socket, 'no answer')
      })
      this.#pending.set(id, {
        method,
        resolve: resolve as (result: unknown) => void,
        reject,
        cancelTimeout,
        ...(onAnswer && { onAnswer }),
      })
      socket.send(text)
    })
  }

  /**
   * Starts a subscription.
   * @param type - the method name of its notifications
   * @returns its id, which stays the same when it is renewed after a reconnect
   * @throws RpcError, Disconnected, RequestTimedOut, MalformedAnswer
   */
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

  /**
   * Ends a subscription; nothing comes of it any more, whatever the node says.
   * @param method - the method that ends it at the node
   */
  async unsubscribe(method: string, id: number): Promise<boolean> {
    const subscription = this.#subscriptions.get(id)
    if (!subscription) return false
    this.#subscriptions.delete(subscription.id)
    subscription.unsubscribe = method
    if (subscription.remoteId === undefined) return true
    this.#byRemoteId.delete(remoteKey(subscription.type, subscription.remoteId))
    if (!this.isConnected) return true
    return this.#request<boolean>(method, [subscription.remoteId]).catch(() => false)
  }

  async #start(subscription: Subscription): Promise<void> {
    const { type, method, params } = subscription
    await this.#request(method, params, (remoteId) => {
      if (typeof remoteId !== 'string' && typeof remoteId !== 'number') {
        throw new MalformedAnswer(method, 'the id of a subscription')
      }
      if (subscription.unsubscribe !== undefined) {
        // Nobody wants it any more.
        this.#request(subscription.unsubscribe, [remoteId]).catch(() => undefined)
        return
      }
      subscription.remoteId = remoteId
      this.#byRemoteId.set(remoteKey(type, remoteId), subscription)
      for (const notification of this.#early.splice(0)) this.#notify(notification)
    })
  }

  /** A socket that is open to a node of the right chain becomes the connection. @throws EndpointUnreachable */
  async #open(): Promise<void> {
    const endpoint = this.#endpoint
    this.#state.change({ status: 'connecting', endpoint })
    const socket = openSocket(endpoint)
    this.#candidate = socket
    const failure = await this.#check(socket)
    this.#candidate = undefined
    const reason = this.state.status === 'closed' ? CLOSED : failure
    if (reason !== undefined) {
      socket.close()
      throw new EndpointUnreachable(endpoint, reason)
    }
    this.#socket = socket
    socket.addEventListener('message', (event) => {
      if (this.#socket === socket) this.#receive(String(event.data))
    })
    socket.addEventListener('close', () => this.#drop(socket, 'the node closed the connection'))
    this.#attempt = 0
    this.#lastMessageAt = this.#clock.now()
    this.#watchOver(socket)
    this.#state.change({ status: 'connected', endpoint, since: this.#lastMessageAt })
    this.#renewSubscriptions()
  }

  /**
   * Waits until a socket is open and, where the chain is known, until its node has named the same first block.
   * @returns what is wrong with it, or undefined
   */
  #check(socket: WebSocket): Promise<string | undefined> {
    const expected = this.#genesisHash
    return new Promise((resolve) => {
      const end = (reason?: string) => {
        cancel()
        resolve(reason)
      }
      const cancel = this.#clock.after(this.#connectTimeout, () =>
        end(`no answer within ${this.#connectTimeout / 1000} s`),
      )
      socket.addEventListener('error', () => end('nothing answers there'))
      socket.addEventListener('close', () => end('nothing answers there'))
      socket.addEventListener('open', () => {
        if (expected === undefined) end()
        else socket.send(JSON.stringify({ jsonrpc: '2.0', id: 0, method: 'chain_getBlockHash', params: [0] }))
      })
      const hear = ({ data }: MessageEvent) => {
        const genesis = parse(String(data))?.result
        if (genesis === expected) end()
        else
          end(
            typeof genesis === 'string' ? 'it serves another chain' : 'it does not say which chain it serves',
          )
      }
      if (expected !== undefined) socket.addEventListener('message', hear, { once: true })
    })
  }

  /** The socket is of no use any more: tell everybody who waits, and come back. */
  #drop(socket: WebSocket, reason: string): void {
    if (this.#socket !== socket) return
    this.#socket = undefined
    this.#cancelKeepAlive?.()
    socket.close()
    this.#failEverything(reason)
    this.#retry(reason)
  }

  #retry(reason: string): void {
    if (this.state.status === 'closed') return
    const delay = Math.min(this.#retryDelay * 2 ** this.#attempt++, this.#maxRetryDelay)
    this.#cancelRetry = this.#clock.after(delay, () => {
      this.#open().catch((error: EndpointUnreachable) => {
        this.#endpointIndex++
        this.#retry(error.details.reason ?? reason)
      })
    })
    const retryAt = this.#clock.now() + delay
    this.#state.change({ status: 'disconnected', endpoint: this.#endpoint, reason, retryAt })
  }

  /** A socket can be dead without saying so: a node that is silent for long is asked something, whatever it is. */
  #watchOver(socket: WebSocket): void {
    this.#cancelKeepAlive = this.#clock.after(this.#keepAlive, () => {
      const silent = this.#clock.now() - this.#lastMessageAt >= this.#keepAlive
      if (silent && this.#pending.size === 0) this.#request('system_health', []).catch(() => undefined)
      if (this.#socket === socket) this.#watchOver(socket)
    })
  }

  /** Waits until a socket is closed, but not for ever: a peer that is gone never confirms the close. */
  #closed(socket: WebSocket): Promise<void> {
    return new Promise((resolve) => {
      if (socket.readyState === WebSocket.CLOSED) return resolve()
      const cancel = this.#clock.after(1_000, resolve)
      socket.addEventListener('close', () => {
        cancel()
        resolve()
      })
      socket.close()
    })
  }

  #renewSubscriptions(): void {
    for (const subscription of [...this.#subscriptions.values()]) {
      if (subscription.remoteId !== undefined || subscription.method.startsWith('author_')) continue
      this.#start(subscription).catch((error: Error) => {
        // When the socket is gone again, the next one renews it.
        if (error instanceof Disconnected) return
        this.#subscriptions.delete(subscription.id)
        tell(subscription.callback, error, null)
      })
    }
  }

  #failEverything(reason: string): void {
    for (const request of this.#pending.values()) {
      request.cancelTimeout()
      request.reject(new Disconnected(this.#endpoint, request.method, reason))
    }
    this.#pending.clear()
    this.#byRemoteId.clear()
    this.#early.length = 0
    for (const subscription of [...this.#subscriptions.values()]) {
      delete subscription.remoteId
      if (!subscription.method.startsWith('author_')) continue
      this.#subscriptions.delete(subscription.id)
      tell(subscription.callback, new Disconnected(this.#endpoint, subscription.method, reason), null)
    }
  }

  #receive(text: string): void {
    this.#lastMessageAt = this.#clock.now()
    const message = parse(text)
    if (!message) return
    const { id, method, params } = message
    if (typeof method === 'string') {
      if (typeof params === 'object' && params !== null) this.#notify({ method, params })
      return
    }
    const request = typeof id === 'number' ? this.#pending.get(id) : undefined
    if (!request) return
    this.#pending.delete(id as number)
    request.cancelTimeout()
    try {
      if (message.error) throw new RpcError(request.method, message.error)
      request.onAnswer?.(message.result)
      request.resolve(message.result)
    } catch (error) {
      request.reject(error)
    }
  }

  #notify(notification: Notification): void {
    const { method, params } = notification
    const subscription = this.#byRemoteId.get(remoteKey(method, params.subscription))
    if (subscription) {
      const error = params.error ? new RpcError(subscription.method, params.error) : null
      tell(subscription.callback, error, params.result)
    } else if (this.#early.length < MOST_EARLY && this.#announced()) {
      this.#early.push(notification)
    }
  }

  /** Whether a subscription is on its way: a node may send its first notification before its id. */
  #announced(): boolean {
    return [...this.#pending.values()].some(({ onAnswer }) => onAnswer !== undefined)
  }
}

function remoteKey(type: string, remoteId: unknown): string {
  return `${type}:${String(remoteId)}`
}

/** A message of JSON-RPC. For what is none a request waits in vain, and runs into its own deadline. */
function parse(text: string): Message | undefined {
  try {
    const json: unknown = JSON.parse(text)
    return typeof json === 'object' && json !== null ? json : undefined
  } catch {
    return undefined
  }
}

function checkEndpoint(endpoint: string): void {
  const protocol = URL.canParse(endpoint) ? new URL(endpoint).protocol : ''
  if (protocol !== 'ws:' && protocol !== 'wss:') {
    throw new EndpointUnreachable(endpoint, 'it is not a WebSocket address such as ws://127.0.0.1:9944')
  }
}

function openSocket(endpoint: string): WebSocket {
  try {
    return new WebSocket(endpoint)
  } catch {
    throw new EndpointUnreachable(endpoint, 'it is not a WebSocket address such as ws://127.0.0.1:9944')
  }
}
