import type { AddressInfo } from 'node:net'
import { type WebSocket as Socket, WebSocket, WebSocketServer } from 'ws'

/** A request of the client. */
export interface Asked {
  readonly id: number
  readonly method: string
  readonly params: readonly unknown[]
}

const SUBMISSIONS = ['author_submitAndWatchExtrinsic', 'author_submitExtrinsic']

/** Stands before a node, sees all that is asked, and may turn submissions away. */
export class WatchedNode {
  readonly #server: WebSocketServer
  readonly asked: Asked[] = []
  /** Whether the next submission, the n-th from 0, is refused before the node sees it. */
  refuses: (submission: number) => boolean = () => false
  /** Told of every request as it comes. */
  onAsked: (asked: Asked) => void = () => undefined
  #submissions = 0

  private constructor(server: WebSocketServer, target: string) {
    this.#server = server
    server.on('connection', (client) => this.#serve(client, new WebSocket(target)))
  }

  static async before(target: string): Promise<WatchedNode> {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
    await new Promise((resolve) => server.once('listening', resolve))
    return new WatchedNode(server, target)
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** The bytes of all submissions, in the order they came. */
  get submitted(): string[] {
    return this.asked.flatMap(({ method, params }) =>
      SUBMISSIONS.includes(method) ? [String(params[0])] : [],
    )
  }

  dropClients(): void {
    for (const client of this.#server.clients) client.terminate()
  }

  async close(): Promise<void> {
    this.dropClients()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #serve(client: Socket, node: Socket): void {
    const early: string[] = []
    node.on('open', () => {
      for (const text of early.splice(0)) node.send(text)
    })
    node.on('message', (data) => client.readyState === client.OPEN && client.send(String(data)))
    client.on('message', (data) => {
      const text = String(data)
      const asked = JSON.parse(text) as Asked
      this.asked.push(asked)
      this.onAsked(asked)
      if (SUBMISSIONS.includes(asked.method) && this.refuses(this.#submissions++)) {
        const error = { code: 1010, message: 'Invalid Transaction', data: 'Custom error: 1' }
        client.send(JSON.stringify({ jsonrpc: '2.0', id: asked.id, error }))
      } else if (node.readyState === node.OPEN) node.send(text)
      else early.push(text)
    })
    client.on('close', () => node.terminate())
    node.on('close', () => client.terminate())
    node.on('error', () => client.terminate())
  }
}
