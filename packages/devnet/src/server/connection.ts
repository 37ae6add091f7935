import { randomBytes } from 'node:crypto'
import type { WebSocket } from 'ws'
import { Signal } from '../chain/signal.ts'
import type { Client } from './client.ts'
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
export class Connection implements Client {
  readonly closed: Signal<void> = new Signal()
  readonly #service: Service
  readonly #socket: WebSocket
  readonly #wire: WireConditions
  readonly #outbox: Outbox
  readonly #running = new Map<string, { readonly kind: Subscription; stop(): void }>()
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
    const gone = answered === undefined ? undefined : this.#reply(answered)
    for (const push of held) this.#push(push)
    await gone
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
    const ended = this.#service.unsubscribes.get(method)
    if (ended !== undefined) return this.#unsubscribe(ended, params[0])
    return this.#service.call(request, this)
  }

  #subscribe(kind: Subscription, params: Params): string {
    if (this.#running.size >= MAX_SUBSCRIPTIONS)
      throw new RpcError(
        TOO_MANY_SUBSCRIPTIONS,
        'Too many subscriptions on the connection',
        `Exceeded max limit of ${MAX_SUBSCRIPTIONS}`,
      )
    const id = randomBytes(12).toString('base64url')
    let ended = false
    const end = () => {
      ended = true
      this.#running.delete(id)
    }
    const push = (result: unknown) => this.#push(notificationText(kind.notification, id, result))
    const stop = kind.start(params, push, { id, client: this, end })
    // The socket may have closed while this request waited its turn.
    if (!this.#isOpen()) stop()
    else if (!ended) this.#running.set(id, { kind, stop })
    return id
  }

  #unsubscribe({ unsubscribe, endAnswer }: Subscription, id: unknown): boolean | null {
    const running = this.#running.get(String(id))
    const there = running?.kind.unsubscribe === unsubscribe
    if (there) {
      this.#running.delete(String(id))
      running.stop()
    }
    return endAnswer === undefined ? there : endAnswer
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
