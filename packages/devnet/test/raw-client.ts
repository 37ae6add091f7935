import { WebSocket } from 'ws'
import type { Answer } from './rpc.ts'

interface Message extends Answer {
  readonly params?: { readonly subscription: string; readonly result: unknown }
}

/** What a subscription pushed, in order. */
export class Pushes {
  readonly id: string
  readonly #values: unknown[] = []
  #arrived: () => void = () => undefined

  constructor(id: string) {
    this.id = id
  }

  get waiting(): number {
    return this.#values.length
  }

  push(value: unknown): void {
    this.#values.push(value)
    this.#arrived()
  }

  /** The next `count` values; waits until they are there. */
  async take(count: number): Promise<unknown[]> {
    while (this.#values.length < count) await new Promise<void>((resolve) => (this.#arrived = resolve))
    return this.#values.splice(0, count)
  }
}

/** A WebSocket and the protocol, nothing more. */
export class RawClient {
  readonly socket: WebSocket
  readonly #calls = new Map<number, (answer: Answer) => void>()
  readonly #pushes = new Map<string, Pushes>()
  #id = 0

  private constructor(socket: WebSocket) {
    this.socket = socket
    socket.on('message', (data) => {
      const json: unknown = JSON.parse(data.toString())
      for (const message of [json].flat() as Message[])
        if (message.params !== undefined) this.pushes(message.params.subscription).push(message.params.result)
        else this.#calls.get(Number(message.id))?.(message)
    })
  }

  static async connect(url: string): Promise<RawClient> {
    const socket = new WebSocket(url)
    await new Promise((resolve, reject) => {
      socket.once('open', resolve)
      socket.once('error', reject)
    })
    return new RawClient(socket)
  }

  async call(method: string, params: readonly unknown[] = []): Promise<unknown> {
    const { result, error } = await this.ask(method, params)
    if (error !== undefined) throw error
    return result
  }

  /** As `call`, with the whole answer. */
  ask(method: string, params: readonly unknown[] = []): Promise<Answer> {
    const [request, answer] = this.#prepare(method, params)
    this.socket.send(JSON.stringify(request))
    return answer
  }

  /** Asks for several things in one text. */
  batch(...requests: readonly (readonly [method: string, ...params: unknown[]])[]): Promise<Answer[]> {
    const prepared = requests.map(([method, ...params]) => this.#prepare(method, params))
    this.socket.send(JSON.stringify(prepared.map(([request]) => request)))
    return Promise.all(prepared.map(([, answer]) => answer))
  }

  #prepare(method: string, params: readonly unknown[]): [request: unknown, answer: Promise<Answer>] {
    const id = ++this.#id
    const answer = new Promise<Answer>((resolve) => {
      this.#calls.set(id, (given) => {
        this.#calls.delete(id)
        resolve(given)
      })
    })
    return [{ jsonrpc: '2.0', id, method, params }, answer]
  }

  async subscribe(method: string, params: readonly unknown[] = []): Promise<Pushes> {
    return this.pushes(String(await this.call(method, params)))
  }

  /** Pushes may arrive before the caller has looked at the subscription's id. */
  pushes(id: string): Pushes {
    const pushes = this.#pushes.get(id) ?? new Pushes(id)
    this.#pushes.set(id, pushes)
    return pushes
  }

  async close(): Promise<void> {
    if (this.socket.readyState === WebSocket.CLOSED) return
    const closed = new Promise((resolve) => this.socket.once('close', resolve))
    this.socket.close()
    await closed
  }
}
