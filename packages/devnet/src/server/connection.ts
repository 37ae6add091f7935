import { randomBytes } from 'node:crypto'
import type { WebSocket } from 'ws'
import { Signal } from '../chain/signal.ts'
import { notificationText, RpcError, type RpcRequest, TOO_MANY_SUBSCRIPTIONS } from './json-rpc.ts'
import { Params, type Subscription } from './methods.ts'
import { Outbox } from './outbox.ts'
import { answer, type Service } from './service.ts'
import { isSubmission, type WireConditions } from './wire-conditions.ts'

// As a Substrate node's default.
const MAX_SUBSCRIPTIONS = 1024
/** Texts that may wait for their turn; beyond, the connection is not read until some are answered. */
const MAX_WAITING = 64
/** Bytes that a client has not taken yet: beyond the first no request is answered, beyond the second it is cut off. */
const SLOW = 1024 * 1024
const TOO_SLOW = 16 * 1024 * 1024

/** One WebSocket with its subscriptions. Requests are answered in the order they came. */
export class Connection {
  readonly closed: Signal<void> = new Signal()
  readonly #service: Service
  readonly #socket: WebSocket
  readonly #wire: WireConditions
  readonly #outbox: Outbox
  readonly #running = new Map<string, { readonly unsubscribe: string; stop(): void }>()
  /** Pushes that wait for the answer that announces their subscription. */
  #held: string[] | undefined
  #queue: Promise<void> = Promise.resolve()
  #waiting = 0
  #silent = false

  constructor(service: Service, socket: WebSocket, wire: WireConditions) {
    this.#service = service
    this.#socket = socket
    this.#wire = wire
    this.#outbox = new Outbox((text, sent) => {
      if (!this.#silent) socket.send(text, sent)
    })
    socket.on('message', (data) => this.#enqueue(data.toString()))
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      this.#stopAll()
      this.closed.emit()
    })
  }

  /** Cuts the connection without a word. */
  drop(): void {
    this.#socket.terminate()
  }

  /** Reads and sends nothing any more, and leaves the connection open. */
  silence(): void {
    this.#silent = true
    this.#stopAll()
    this.#socket.pause()
  }

  #enqueue(text: string): void {
    this.#waiting++
    if (this.#waiting > MAX_WAITING) this.#socket.pause()
    this.#queue = this.#queue.then(async () => {
      if (this.#isOpen() && !this.#silent) await this.#answer(text)
      this.#waiting--
      const isRested = this.#waiting <= MAX_WAITING / 2
      if (this.#isOpen() && !this.#silent && this.#socket.isPaused && isRested) this.#socket.resume()
    })
  }

  async #answer(text: string): Promise<void> {
    this.#held = []
    const answered = await answer(text, (request) => this.#serve(request))
    const held = this.#held
    this.#held = undefined
    if (answered !== undefined) await this.#reply(answered)
    for (const push of held) this.#push(push)
  }

  /** Sends an answer; while the client is slow to take what it has, waits until it is gone. */
  #reply(text: string): Promise<void> | undefined {
    if (this.#socket.bufferedAmount <= SLOW) return void this.#outbox.put(text, this.#wire.delay)
    return new Promise((resolve) => this.#outbox.put(text, this.#wire.delay, resolve))
  }

  #serve(request: RpcRequest): unknown {
    const drop = isSubmission(request.method) ? this.#wire.takeDrop() : undefined
    if (drop === 'beforeTaking') return this.drop()
    try {
      return this.#served(request)
    } finally {
      if (drop === 'afterTaking') this.drop()
    }
  }

  #served(request: RpcRequest): unknown {
    const { method, params } = request
    const kind = this.#service.subscriptions.get(method)
    if (kind !== undefined) return this.#subscribe(kind, new Params(params))
    if (this.#service.unsubscribes.has(method)) return this.#unsubscribe(method, params[0])
    return this.#service.call(request)
  }

  #subscribe(kind: Subscription, params: Params): string {
    if (this.#running.size >= MAX_SUBSCRIPTIONS)
      throw new RpcError(
        TOO_MANY_SUBSCRIPTIONS,
        'Too many subscriptions on the connection',
        `Exceeded max limit of ${MAX_SUBSCRIPTIONS}`,
      )
    const id = randomBytes(12).toString('base64url')
    const stop = kind.start(params, (result) => this.#push(notificationText(kind.notification, id, result)))
    // The socket may have closed while this request waited its turn.
    if (this.#isOpen()) this.#running.set(id, { unsubscribe: kind.unsubscribe, stop })
    else stop()
    return id
  }

  #unsubscribe(method: string, id: unknown): boolean {
    const running = this.#running.get(String(id))
    if (running === undefined || running.unsubscribe !== method) return false
    this.#running.delete(String(id))
    running.stop()
    return true
  }

  #push(text: string): void {
    if (this.#held !== undefined) this.#held.push(text)
    else if (this.#socket.bufferedAmount > TOO_SLOW) this.#socket.terminate()
    else this.#outbox.put(text, this.#wire.delay)
  }

  #isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN
  }

  #stopAll(): void {
    for (const { stop } of this.#running.values()) stop()
    this.#running.clear()
  }
}
