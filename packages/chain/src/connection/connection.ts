import type { Hex } from '../chain.ts'
import { type Clock, systemClock } from '../clock.ts'
import { Disconnected, EndpointUnreachable, NoSecondSource, type WrongChain } from '../errors/errors.ts'
import { InvalidOption } from '../errors/input-errors.ts'
import { tell, Watched } from '../watched.ts'
import { chooseNode } from './choose-node.ts'
import type { ConnectionState } from './connection-state.ts'
import { isWebSocketAddress, shownEndpoint } from './endpoint.ts'
import { type HeightNumbers, Heights, headNumber } from './heights.ts'
import { isHash, type KnownNode } from './introduction.ts'
import { checkMilliseconds, isForever } from './milliseconds.ts'
import {
  CLOSED,
  type NodeSocket,
  type RemoteId,
  type SocketOptions,
  type SubscriptionCallback,
} from './node-socket.ts'
import { type Answer, type AskOptions, SecondSource } from './second-source.ts'

/** Options of {@link Connection}; every time in milliseconds. */
export interface ConnectionOptions {
  /** WebSocket addresses of nodes of one chain. */
  readonly endpoints: readonly string[]
  /** Nodes that keep every state, for {@link Connection.askArchive}. @default none */
  readonly archives?: readonly string[]
  /** The hash of the chain's first block. @default that of the nodes, if they agree */
  readonly expectedGenesis?: Hex
  /** How long opening one socket and hearing which chain it leads to may take. @default 10_000 */
  readonly connectTimeout?: number
  /** How long one answer may take. @default 30_000 */
  readonly requestTimeout?: number
  /** After how long without a new best block another node is looked for. @default 60_000 */
  readonly staleAfter?: number
  /** How long the node may be silent before it is asked for a sign of life. @default 30_000 */
  readonly keepAlive?: number
  /** The longest first pause before a reconnect; doubles up to {@link maxRetryDelay}. @default 250 */
  readonly retryDelay?: number
  /** @default 5_000 */
  readonly maxRetryDelay?: number
  /**
   * Numbers from 0 up to 1, by which a pause is from half of its longest to all of it: those whom a node lost at once
   * shall not come back at once. @default Math.random
   */
  readonly random?: () => number
  /** @default {@link systemClock} */
  readonly clock?: Clock
}

const TIMES = ['connectTimeout', 'requestTimeout', 'keepAlive', 'retryDelay', 'maxRetryDelay'] as const

/** Block 1 of a chain, which had been final, and what is in its place now. */
export interface BegunAnew {
  readonly was: Hex
  readonly is: Hex
}

interface Subscription {
  readonly id: number
  readonly type: string
  readonly method: string
  readonly params: unknown[]
  readonly callback: SubscriptionCallback
  /** The node's own id, undefined while the request is on its way. */
  remoteId?: RemoteId
  /** The method that ends it at the node, once nobody listens any more. */
  unsubscribe?: string | undefined
  /** Whether it was started once, so that it outlives its socket. */
  started?: true
}

/**
 * The connection to a chain: one socket to the best of its nodes, with deadlines, failover and a clean end.
 *
 * All endpoints are tried at once and the fastest node of the right chain is taken, unless it is behind the others.
 * When it is lost, or its chain stands still while another's does not, the next one takes over; never one of
 * another chain.
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
 * connection.state.status // => ready
 * await connection.disconnect()
 * await devnet.close()
 * ```
 */
export class Connection {
  readonly #endpoints: readonly string[]
  readonly #archives: readonly string[]
  readonly #sockets: SocketOptions
  readonly #staleAfter: number
  readonly #keepAlive: number
  readonly #retryDelay: number
  readonly #maxRetryDelay: number
  readonly #random: () => number
  readonly #clock: Clock
  readonly #subscriptions = new Map<number, Subscription>()
  readonly #state: Watched<ConnectionState>
  readonly #heights = new Heights()
  readonly #second: SecondSource
  #genesisHash: Hex | undefined
  /** The hash of block 1, once it is final: a chain that is begun anew has the same genesis and another block 1. */
  #blockOne: Hex | undefined
  #begunAnew: BegunAnew | undefined
  #socket: NodeSocket | undefined
  /** Whether a node is being chosen; nobody can use it yet. */
  #choosing = false
  /** The endpoint that was lost last; another one is preferred. */
  #lost: string | undefined
  #attempt = 0
  #nextId = 1
  #connectedAt = 0
  #newestAt = 0
  #cancelRetry: () => void = () => undefined
  #cancelKeepAlive: () => void = () => undefined
  #cancelStale: () => void = () => undefined

  constructor(options: ConnectionOptions) {
    const archives = options.archives ?? []
    const [first] = options.endpoints
    if (first === undefined) throw new EndpointUnreachable('', 'no endpoint was given')
    for (const endpoint of [...options.endpoints, ...archives]) {
      if (isWebSocketAddress(endpoint)) continue
      throw new EndpointUnreachable(endpoint, 'it is not a WebSocket address such as ws://127.0.0.1:9944')
    }
    const { expectedGenesis } = options
    if (expectedGenesis !== undefined && !/^0x[0-9a-f]{64}$/.test(expectedGenesis)) {
      throw new InvalidOption(
        'expectedGenesis',
        expectedGenesis,
        '0x and 64 hexadecimal digits in lower case',
      )
    }
    for (const name of TIMES) checkMilliseconds(name, options[name])
    if (!isForever(options.staleAfter)) checkMilliseconds('staleAfter', options.staleAfter)
    this.#endpoints = [...new Set(options.endpoints)]
    this.#archives = [...new Set(archives)]
    this.#genesisHash = expectedGenesis
    this.#staleAfter = options.staleAfter ?? 60_000
    this.#keepAlive = options.keepAlive ?? 30_000
    this.#retryDelay = options.retryDelay ?? 250
    this.#maxRetryDelay = options.maxRetryDelay ?? 5_000
    this.#random = options.random ?? Math.random
    this.#clock = options.clock ?? systemClock
    this.#sockets = {
      clock: this.#clock,
      connectTimeout: options.connectTimeout ?? 10_000,
      requestTimeout: options.requestTimeout ?? 30_000,
      open: new Set(),
    }
    this.#second = new SecondSource(this.#sockets)
    this.#state = new Watched<ConnectionState>({ status: 'connecting', endpoint: shownEndpoint(first) })
  }

  get state(): ConnectionState {
    return this.#state.value
  }

  /** Whether a request can be sent: there is a node, whether or not its chain goes on. */
  get isConnected(): boolean {
    const { status } = this.state
    return status === 'ready' || status === 'stale'
  }

  /** The node in use, by scheme and host; empty where there is none. */
  get endpoint(): string {
    return this.#socket ? shownEndpoint(this.#socket.endpoint) : ''
  }

  /** The hash of the chain's first block; undefined before the first connect where it was not given. */
  get genesisHash(): Hex | undefined {
    return this.#genesisHash
  }

  /**
   * The highest blocks that any node in use has told of, while this connection lives. The numbers only grow, unless the
   * chain is begun anew ({@link Connection.begunAnew}).
   */
  get highest(): HeightNumbers {
    return this.#heights.highest
  }

  /**
   * The highest blocks that the node in use has told of. Below {@link Connection.highest} it lags behind one that
   * was in use before: what it does not have is no news.
   */
  get reached(): HeightNumbers {
    return this.#heights.reached
  }

  /**
   * How it was known that the chain had been begun anew with the same genesis, as local ones are; another object each
   * time, undefined where it never was. Nothing that was known of the old one holds for it.
   */
  get begunAnew(): BegunAnew | undefined {
    return this.#begunAnew
  }

  /** Whether another endpoint than the one in use is configured. */
  get hasOther(): boolean {
    return this.#others(this.endpoint).length > 0
  }

  /** Whether an archive is configured. */
  get hasArchive(): boolean {
    return this.#archives.length > 0
  }

  /** Calls `listener` with the state now and at every change, until the returned function is called. */
  onState(listener: (state: ConnectionState) => void): () => void {
    return this.#state.watch(listener)
  }

  /**
   * Opens the first connection: every endpoint is tried. Does nothing where there is a connection, or one on
   * its way.
   * @throws EndpointUnreachable when none of them answers, or it was closed; WrongChain when they serve another
   * chain, ChainsDiffer when they serve different ones. It is closed then.
   */
  async connect(): Promise<void> {
    if (this.#socket || this.#choosing) return
    if (this.#isClosed) throw new EndpointUnreachable(this.#first, CLOSED)
    this.#cancelRetry()
    try {
      await this.#open()
    } catch (error) {
      if (!this.#isClosed) await this.disconnect()
      throw error
    }
  }

  /** Ends the connection and what waits for it, for good; nothing of it is left when the promise is kept. */
  async disconnect(): Promise<void> {
    if (!this.#isClosed) {
      this.#cancelTimers()
      const socket = this.#socket
      this.#socket = undefined
      this.#state.change({ status: 'closed' })
      void socket?.close()
      this.#forsake(socket?.endpoint ?? this.#first, CLOSED)
      this.#subscriptions.clear()
      this.#second.close()
    }
    await Promise.all([...this.#sockets.open].map((socket) => socket.close()))
  }

  /**
   * Sends one request.
   * @throws RpcError for the node's own refusal, Disconnected, RequestTimedOut.
   */
  async send<T>(method: string, params: unknown[]): Promise<T> {
    return this.#used(method).request<T>(method, params)
  }

  /**
   * Asks one question of another node than the one in use: its opinion is its own. Nodes are told apart by their
   * hosts.
   * @throws NoSecondSource where no other endpoint is configured or none has an answer that is accepted, RpcError,
   * EndpointUnreachable, WrongChain, RequestTimedOut, Disconnected
   */
  async askOther<T>(method: string, params: unknown[], options: AskOptions = {}): Promise<Answer<T>> {
    const endpoints = this.#others(options.besides ?? this.endpoint)
    if (endpoints.length === 0) throw new NoSecondSource(method, 'no other endpoint is configured')
    return this.#second.ask<T>(endpoints, this.#knownGenesis(method), method, params, options)
  }

  /**
   * Asks one question of an archive, which keeps every state.
   * @throws NoSecondSource where no archive is configured or none has an answer that is accepted, RpcError,
   * EndpointUnreachable, WrongChain, RequestTimedOut, Disconnected
   */
  async askArchive<T>(method: string, params: unknown[], options: AskOptions = {}): Promise<Answer<T>> {
    const endpoints = this.#archives.filter((endpoint) => shownEndpoint(endpoint) !== options.besides)
    if (endpoints.length === 0) throw new NoSecondSource(method, 'no archive is configured')
    return this.#second.ask<T>(endpoints, this.#knownGenesis(method), method, params, options)
  }

  /** Tells it of a block that the node in use was found to have, by a way that the connection does not see. */
  noteHead(which: keyof HeightNumbers, number: number): void {
    const socket = this.#socket
    if (socket) this.#hearOf(socket, which, number)
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
      subscription.started = true
    } catch (error) {
      this.#subscriptions.delete(subscription.id)
      throw error
    }
    return subscription.id
  }

  /**
   * Ends a subscription; nothing comes of it any more, whatever the node says.
   * @param method - the method that ends it at the node; undefined where the node has ended it already
   */
  async unsubscribe(method: string | undefined, id: number): Promise<boolean> {
    const subscription = this.#subscriptions.get(id)
    if (!subscription) return false
    this.#subscriptions.delete(subscription.id)
    subscription.unsubscribe = method
    if (subscription.remoteId === undefined || !this.#socket) return true
    if (method === undefined) {
      this.#socket.forget(subscription.type, subscription.remoteId)
      return true
    }
    return this.#socket.unsubscribe(subscription.type, method, subscription.remoteId)
  }

  get #isClosed(): boolean {
    return this.state.status === 'closed'
  }

  get #first(): string {
    return this.#endpoints[0] as string
  }

  /** @throws Disconnected */
  #used(method: string): NodeSocket {
    if (!this.#socket) throw new Disconnected(this.#lost ?? this.#first, method)
    return this.#socket
  }

  /** @throws Disconnected */
  #knownGenesis(method: string): Hex {
    if (this.#genesisHash === undefined) throw new Disconnected(this.#first, method)
    return this.#genesisHash
  }

  #others(shown: string): readonly string[] {
    return this.#endpoints.filter((endpoint) => shownEndpoint(endpoint) !== shown)
  }

  async #start(subscription: Subscription): Promise<void> {
    const { id, type, method, params, callback } = subscription
    const socket = this.#used(method)
    const remoteId = await socket.subscribe(type, method, params, (error, result) => {
      if (this.#subscriptions.has(id)) callback(error, result)
    })
    if (this.#socket !== socket) throw new Disconnected(socket.endpoint, method)
    // Nobody wants it any more.
    if (subscription.unsubscribe !== undefined)
      void socket.unsubscribe(type, subscription.unsubscribe, remoteId)
    else subscription.remoteId = remoteId
  }

  /** The best node of the right chain becomes the connection. @throws EndpointUnreachable, WrongChain, ChainsDiffer */
  async #open(): Promise<void> {
    this.#choosing = true
    try {
      if (this.state.status !== 'connecting') {
        this.#state.change({ status: 'connecting', endpoint: shownEndpoint(this.#lost ?? this.#first) })
      }
      const choice = { endpoints: this.#endpoints, genesisHash: this.#genesisHash, avoid: this.#lost }
      const node = await chooseNode(choice, this.#sockets)
      if (!this.#isClosed) this.#use(node)
      else void node.socket.close()
    } catch (error) {
      if (!this.#isClosed) throw error
    } finally {
      this.#choosing = false
    }
    if (this.#isClosed) throw new EndpointUnreachable(this.#first, CLOSED)
  }

  #use({ socket, genesisHash, best }: KnownNode): void {
    this.#genesisHash = genesisHash
    this.#socket = socket
    socket.onEnd = (reason) => this.#drop(socket, reason)
    this.#connectedAt = this.#clock.now()
    this.#newestAt = this.#connectedAt
    this.#heights.restart()
    this.#heights.note('best', best)
    this.#watchOver(socket)
    this.#ready(socket)
    if (this.#socket !== socket) return
    this.#follow(socket, 'best', 'chain_newHead', 'chain_subscribeNewHeads')
    this.#follow(socket, 'finalized', 'chain_finalizedHead', 'chain_subscribeFinalizedHeads')
    this.#renewSubscriptions(socket)
    if (best > 0) void this.#recognize(socket, 'best')
  }

  #ready(socket: NodeSocket): void {
    this.#awaitHead(socket)
    this.#state.change({
      status: 'ready',
      endpoint: shownEndpoint(socket.endpoint),
      since: this.#connectedAt,
    })
  }

  /** Hears of the node's blocks. One that refuses to tell of them is asked when its chain seems to stand still. */
  #follow(socket: NodeSocket, which: keyof HeightNumbers, type: string, method: string): void {
    const hear = (_: Error | null, header: unknown) => {
      const number = headNumber(header)
      if (number !== undefined) this.#hearOf(socket, which, number)
    }
    socket.subscribe(type, method, [], hear).catch(() => undefined)
  }

  #hearOf(socket: NodeSocket, which: keyof HeightNumbers, number: number): void {
    if (this.#socket !== socket) return
    const before = this.reached
    const rises = this.#heights.note(which, number)
    // A node lags, or its chain is another one: from its first block on that can be told.
    if (before[which] === 0 && number > 0) void this.#recognize(socket, which)
    if (which === 'finalized' || !rises) return
    this.#newestAt = this.#clock.now()
    if (this.state.status === 'stale') this.#ready(socket)
    else this.#awaitHead(socket)
  }

  /** Learns block 1 where it is final, and looks whether it still is what was final before. */
  async #recognize(socket: NodeSocket, which: keyof HeightNumbers): Promise<void> {
    if (which === 'best' && this.#blockOne === undefined) return
    const is = await socket.request('chain_getBlockHash', [1]).catch(() => undefined)
    const was = this.#blockOne
    if (this.#socket !== socket || !isHash(is) || was === is) return
    this.#blockOne = which === 'finalized' ? is : undefined
    if (was === undefined) return
    this.#begunAnew = { was, is }
    this.#heights.beginAnew()
  }

  #awaitHead(socket: NodeSocket): void {
    this.#cancelStale()
    if (!isForever(this.#staleAfter)) {
      this.#cancelStale = this.#clock.after(this.#staleAfter, () => void this.#stalled(socket))
    }
  }

  /** No new block has come for long: is it this node, or the chain? */
  async #stalled(socket: NodeSocket): Promise<void> {
    const { best } = this.reached
    if (this.state.status === 'ready') {
      this.#state.change({
        status: 'stale',
        endpoint: shownEndpoint(socket.endpoint),
        since: this.#newestAt,
      })
    }
    const isStill = () => this.#socket === socket && this.reached.best === best
    if (!isStill()) return
    const header = await socket.request('chain_getHeader', []).catch(() => undefined)
    if (!isStill()) return
    if ((headNumber(header) ?? 0) > best) {
      // Its chain goes on without a word to us, so our other subscriptions may be dead too.
      return this.#drop(socket, 'it tells nothing of its new blocks')
    }
    const endpoints = this.#endpoints.filter((endpoint) => endpoint !== socket.endpoint)
    const choice = { endpoints, genesisHash: this.#genesisHash, above: best }
    const node =
      endpoints.length === 0 ? undefined : await chooseNode(choice, this.#sockets).catch(() => undefined)
    if (!isStill()) return void node?.socket.close()
    if (node) this.#move(socket, node)
    else this.#awaitHead(socket)
  }

  /** Another node goes on where this one stands still. */
  #move(from: NodeSocket, to: KnownNode): void {
    this.#leave(from, 'its chain stood still')
    // A listener may have closed the connection.
    if (!this.#isClosed) {
      this.#state.change({ status: 'connecting', endpoint: shownEndpoint(to.socket.endpoint) })
    }
    if (this.#socket || this.state.status !== 'connecting') void to.socket.close()
    else this.#use(to)
  }

  /** The socket is of no use any more: tell everybody who waits, and come back. */
  #drop(socket: NodeSocket, reason: string): void {
    if (this.#socket !== socket) return
    this.#leave(socket, reason)
    // One that lasted was no failed attempt; one that went at once was, although it could be opened.
    if (this.#clock.now() - this.#connectedAt >= this.#maxRetryDelay) this.#attempt = 0
    this.#retry(socket.endpoint, reason)
  }

  #leave(socket: NodeSocket, reason: string): void {
    this.#socket = undefined
    this.#lost = socket.endpoint
    this.#cancelTimers()
    void socket.close(reason)
    this.#forsake(socket.endpoint, reason)
  }

  #retry(endpoint: string, reason: string): void {
    if (this.#isClosed) return
    const longest = Math.min(this.#retryDelay * 2 ** this.#attempt++, this.#maxRetryDelay)
    const delay = (longest * (1 + this.#random())) / 2
    this.#cancelRetry = this.#clock.after(delay, () => {
      this.#open().catch(({ details }: EndpointUnreachable | WrongChain) => {
        this.#retry(details.endpoint ?? endpoint, details.reason ?? reason)
      })
    })
    const retryAt = this.#clock.now() + delay
    this.#state.change({ status: 'offline', endpoint: shownEndpoint(endpoint), reason, retryAt })
  }

  /** A socket can be dead without saying so: a node that is silent for long is asked something, whatever it is. */
  #watchOver(socket: NodeSocket): void {
    this.#cancelKeepAlive = this.#clock.after(this.#keepAlive, () => {
      const silent = this.#clock.now() - socket.lastMessageAt >= this.#keepAlive
      if (silent && !socket.isAsking) socket.request('system_health', []).catch(() => undefined)
      if (this.#socket === socket) this.#watchOver(socket)
    })
  }

  #cancelTimers(): void {
    this.#cancelRetry()
    this.#cancelKeepAlive()
    this.#cancelStale()
  }

  #renewSubscriptions(socket: NodeSocket): void {
    for (const subscription of [...this.#subscriptions.values()]) {
      if (!subscription.started) continue
      this.#start(subscription).catch((error: Error) => {
        // When the socket is gone again, the next one renews it.
        if (error instanceof Disconnected || this.#socket !== socket) return
        this.#subscriptions.delete(subscription.id)
        tell(subscription.callback, error, null)
      })
    }
  }

  /** Watched transactions end with their socket: sending bytes again is the decision of who sent them. */
  #forsake(endpoint: string, reason: string): void {
    for (const subscription of [...this.#subscriptions.values()]) {
      delete subscription.remoteId
      if (!subscription.method.startsWith('author_') || !subscription.started) continue
      this.#subscriptions.delete(subscription.id)
      tell(subscription.callback, new Disconnected(endpoint, subscription.method, reason), null)
    }
  }
}
