import type { Clock } from '../clock.ts'
import {
  Disconnected,
  EndpointUnreachable,
  MalformedAnswer,
  RequestTimedOut,
  RpcError,
} from '../errors/errors.ts'
import { tell } from '../watched.ts'
import { type CuttableSocket, openSocket } from './cuttable-socket.ts'

/** Gets every notification of a subscription, or the error that ends it. */
export type SubscriptionCallback = (error: Error | null, result: unknown) => void

/** What a {@link NodeSocket} needs beside its address; every time in milliseconds. */
export interface SocketOptions {
  readonly clock: Clock
  readonly connectTimeout: number
  readonly requestTimeout: number
  /** Every socket that is not closed yet, so that all of them can be waited for in the end. */
  readonly open: Set<NodeSocket>
}

interface PendingRequest {
  readonly method: string
  readonly resolve: (result: unknown) => void
  readonly reject: (error: unknown) => void
  readonly cancelTimeout: () => void
  /** Runs in the same turn as the answer, before the next message is read. */
  readonly onAnswer?: (result: unknown) => void
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

/** What a subscription is known by at the node. */
export type RemoteId = string | number

export const CLOSED = 'the connection was closed'
/** How many notifications may wait for the answer that announces their subscription. */
const MOST_EARLY = 100
/** Milliseconds that a peer has for its goodbye. */
const GOODBYE = 1_000

/**
 * One socket to one node: questions with deadlines, and notifications. It ends once, and nothing comes of it after
 * that: what waits is told at once, and whatever its node still says is not heard.
 */
export class NodeSocket {
  readonly endpoint: string
  /** Keeps its promise when the socket is open. @throws EndpointUnreachable */
  readonly opened: Promise<void>
  /** Called once when it ends, for whatever reason. */
  onEnd: (reason: string) => void = () => undefined
  readonly #options: SocketOptions
  readonly #pending = new Map<number, PendingRequest>()
  readonly #listeners = new Map<string, SubscriptionCallback>()
  readonly #early: Notification[] = []
  readonly #closed: Promise<void>
  readonly #socket: CuttableSocket
  #refuse: (error: Error) => void = () => undefined
  #forget: () => void = () => undefined
  #end: string | undefined
  #nextId = 1
  #lastMessageAt: number

  /** Starts to open one. @throws EndpointUnreachable for an address that is none */
  constructor(endpoint: string, options: SocketOptions) {
    this.endpoint = endpoint
    this.#options = options
    this.#lastMessageAt = options.clock.now()
    this.#socket = open(endpoint)
    const { socket } = this.#socket
    let wasOpen = false
    this.opened = new Promise((resolve, reject) => {
      socket.addEventListener('open', () => {
        wasOpen = true
        resolve()
      })
      this.#refuse = reject
    })
    // It may end before anybody asks.
    this.opened.catch(() => undefined)
    this.#closed = new Promise((resolve) => {
      this.#forget = () => {
        options.open.delete(this)
        resolve()
      }
    })
    options.open.add(this)
    socket.addEventListener('error', () => {
      if (!wasOpen) this.#finish('nothing answers there')
    })
    socket.addEventListener('close', () => {
      this.#finish(wasOpen ? 'the node closed the connection' : 'nothing answers there')
      this.#forget()
    })
    socket.addEventListener('message', ({ data }) => {
      if (this.#end === undefined) this.#receive(String(data))
    })
  }

  /** Whether questions can be asked. */
  get isOpen(): boolean {
    return this.#end === undefined && this.#socket.socket.readyState === WebSocket.OPEN
  }

  /** When the node said something last, in Unix milliseconds. */
  get lastMessageAt(): number {
    return this.#lastMessageAt
  }

  /** Whether an answer is waited for. */
  get isAsking(): boolean {
    return this.#pending.size > 0
  }

  /** Asks one question. @throws RpcError for the node's own refusal, Disconnected, RequestTimedOut */
  request<T>(method: string, params: unknown[]): Promise<T> {
    return this.#request(method, params)
  }

  /**
   * Starts a subscription; its notifications go to `callback` from the very first.
   * @param type - the method name of its notifications
   * @throws RpcError, Disconnected, RequestTimedOut, MalformedAnswer
   */
  async subscribe(
    type: string,
    method: string,
    params: unknown[],
    callback: SubscriptionCallback,
  ): Promise<RemoteId> {
    return this.#request<RemoteId>(method, params, (remoteId) => {
      if (typeof remoteId !== 'string' && typeof remoteId !== 'number') {
        throw new MalformedAnswer(method, 'the id of a subscription')
      }
      this.#listeners.set(remoteKey(type, remoteId), callback)
      for (const notification of this.#early.splice(0)) this.#notify(notification)
    })
  }

  /** Hears a subscription no longer and ends it at the node, with `method`. */
  async unsubscribe(type: string, method: string, remoteId: RemoteId): Promise<boolean> {
    this.forget(type, remoteId)
    return this.#request<boolean>(method, [remoteId]).catch(() => false)
  }

  /** Hears a subscription no longer, which the node has ended. */
  forget(type: string, remoteId: RemoteId): void {
    this.#listeners.delete(remoteKey(type, remoteId))
  }

  /** Ends it. Keeps its promise when the socket is closed, which a peer can put off for a second. */
  async close(reason: string = CLOSED): Promise<void> {
    this.#finish(reason)
    await this.#closed
  }

  async #request<T>(method: string, params: unknown[], onAnswer?: (result: unknown) => void): Promise<T> {
    const { clock, requestTimeout } = this.#options
    const id = this.#nextId++
    const text = JSON.stringify({ jsonrpc: '2.0', id, method, params })
    if (this.#end !== undefined) throw new Disconnected(this.endpoint, method, this.#end)
    if (!this.isOpen) {
      // The node is saying goodbye. Its last word may never come, and until then nothing would be asked of another.
      this.#finish('the node is closing the connection')
      throw new Disconnected(this.endpoint, method)
    }
    return new Promise<T>((resolve, reject) => {
      const sentAt = clock.now()
      const cancelTimeout = clock.after(requestTimeout, () => {
        this.#pending.delete(id)
        reject(new RequestTimedOut(this.endpoint, method, requestTimeout))
        // Not a word since the question: the other side is gone without saying so.
        if (this.#lastMessageAt < sentAt) this.#finish('no answer')
      })
      this.#pending.set(id, {
        method,
        resolve: resolve as (result: unknown) => void,
        reject,
        cancelTimeout,
        ...(onAnswer && { onAnswer }),
      })
      this.#socket.socket.send(text)
    })
  }

  #finish(reason: string): void {
    if (this.#end !== undefined) return
    this.#end = reason
    for (const { method, cancelTimeout, reject } of this.#pending.values()) {
      cancelTimeout()
      reject(new Disconnected(this.endpoint, method, reason))
    }
    this.#pending.clear()
    this.#listeners.clear()
    this.#early.length = 0
    this.#refuse(new EndpointUnreachable(this.endpoint, reason))
    const { socket, cut } = this.#socket
    if (socket.readyState !== WebSocket.CLOSED) {
      const cancel = this.#options.clock.after(GOODBYE, () => {
        cut()
        this.#forget()
      })
      void this.#closed.then(cancel)
      socket.close()
    }
    this.onEnd(reason)
  }

  #receive(text: string): void {
    this.#lastMessageAt = this.#options.clock.now()
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
    const callback = this.#listeners.get(remoteKey(method, params.subscription))
    if (callback) {
      tell(callback, params.error ? new RpcError(method, params.error) : null, params.result)
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

function open(endpoint: string): CuttableSocket {
  try {
    return openSocket(endpoint)
  } catch {
    throw new EndpointUnreachable(endpoint, 'it is not a WebSocket address such as ws://127.0.0.1:9944')
  }
}
