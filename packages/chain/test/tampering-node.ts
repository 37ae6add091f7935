import type { AddressInfo } from 'node:net'
import { type WebSocket as Socket, WebSocket, WebSocketServer } from 'ws'

export interface Request {
  readonly id: number
  readonly method: string
  readonly params: readonly unknown[]
}

/** A message of the node: an answer (with the request it belongs to) or a notification. */
export interface Message {
  readonly id?: number
  readonly result?: unknown
  readonly error?: unknown
  readonly method?: string
  readonly params?: { readonly subscription: string; readonly result: unknown }
}

/** A node that passes everything on to another one, unless told to change it on the way. */
export class TamperingNode {
  readonly #server: WebSocketServer
  readonly requests: Request[] = []
  /** The node's ids of the newest subscriptions, by the method that made them. */
  readonly subscriptions: Map<string, unknown> = new Map()
  /** After how many more messages, of either side, all connections are cut; the last of them is lost. */
  cutAfter: number = Number.POSITIVE_INFINITY
  /** What the client gets in place of a message; nothing for undefined. */
  change: (message: Message, request: Request | undefined) => unknown = (message) => message

  private constructor(server: WebSocketServer, target: string) {
    this.#server = server
    server.on('connection', (client) => this.#serve(client, new WebSocket(target)))
  }

  static async before(target: string, port = 0): Promise<TamperingNode> {
    const server = new WebSocketServer({ host: '127.0.0.1', port })
    await new Promise((resolve) => server.once('listening', resolve))
    return new TamperingNode(server, target)
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}`
  }

  /** How often a method was asked for. */
  asked(method: string): number {
    return this.requests.filter((request) => request.method === method).length
  }

  /** Sends something to every client that nobody asked for. */
  tell(message: unknown): void {
    for (const client of this.#server.clients) client.send(textOf(message))
  }

  dropClients(): void {
    for (const client of this.#server.clients) client.terminate()
  }

  async close(): Promise<void> {
    this.dropClients()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #cuts(): boolean {
    if (--this.cutAfter !== 0) return false
    this.dropClients()
    return true
  }

  #serve(client: Socket, node: Socket): void {
    const asked = new Map<number, Request>()
    const early: string[] = []
    node.on('open', () => {
      for (const text of early.splice(0)) node.send(text)
    })
    node.on('message', (data) => {
      if (this.#cuts()) return
      const message = JSON.parse(String(data)) as Message
      const request = message.id === undefined ? undefined : asked.get(message.id)
      if (request?.method.includes('subscribe')) this.subscriptions.set(request.method, message.result)
      const changed = this.change(message, request)
      if (changed !== undefined && client.readyState === client.OPEN) client.send(textOf(changed))
    })
    client.on('message', (data) => {
      if (this.#cuts()) return
      const text = String(data)
      const request = JSON.parse(text) as Request
      this.requests.push(request)
      asked.set(request.id, request)
      if (node.readyState === node.OPEN) node.send(text)
      else early.push(text)
    })
    client.on('close', () => node.terminate())
    node.on('close', () => client.terminate())
    node.on('error', () => client.terminate())
  }
}

/** Text goes as it is, so that what is no JSON can be sent too. */
function textOf(message: unknown): string {
  return typeof message === 'string' ? message : JSON.stringify(message)
}
