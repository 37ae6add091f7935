import type { AddressInfo, Socket } from 'node:net'
import { type WebSocket as ServerSocket, WebSocketServer } from 'ws'
import type { Hex } from '../src/chain.ts'

export interface Request {
  readonly id: number
  readonly method: string
  readonly params: unknown[]
}

export const GENESIS: Hex = `0x${'aa'.repeat(32)}`
export const OTHER_GENESIS: Hex = `0x${'bb'.repeat(32)}`

/**
 * A node of a few lines: it introduces itself (first block, newest block, heads) and answers every other request
 * with what `answer` returns, or not at all for undefined.
 */
export class ScriptedNode {
  readonly #server: WebSocketServer
  readonly port: number
  /** What it was asked beside what every connection asks. */
  readonly requests: Request[] = []
  /** All that it was asked. */
  readonly everything: Request[] = []
  /** How many sockets were ever opened to it. */
  opened = 0
  /** The bare sockets, for bytes that no node would send. */
  readonly below: Socket[] = []
  genesis: unknown = GENESIS
  /** The hash of block 1; null where it knows none. */
  first: unknown = null
  best = 1
  finalized = 1
  /** Answers wait until somebody lets them go. */
  #held: (() => void)[] | undefined
  answer: (request: Request, socket: ServerSocket) => unknown = () => 'ok'
  /** What comes before all that the node knows by itself; undefined for what it shall answer as usual. */
  lie: (request: Request, socket: ServerSocket) => unknown = () => undefined
  /** Answers nothing at all. */
  mute = false

  private constructor(server: WebSocketServer) {
    this.#server = server
    this.port = (server.address() as AddressInfo).port
    server.on('connection', (socket, { socket: below }) => {
      this.opened++
      this.below.push(below)
      socket.on('error', () => undefined)
      socket.on('message', (data) => {
        const request = JSON.parse(String(data)) as Request
        if (this.#held) this.#held.push(() => this.#serve(request, socket))
        else this.#serve(request, socket)
      })
    })
  }

  static async start(port = 0): Promise<ScriptedNode> {
    const server = new WebSocketServer({ host: '127.0.0.1', port })
    await new Promise((resolve) => server.once('listening', resolve))
    return new ScriptedNode(server)
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}`
  }

  get clients(): number {
    return this.#server.clients.size
  }

  /** Nothing is answered, from now until the returned function is called. */
  hold(): () => void {
    const held: (() => void)[] = []
    this.#held = held
    return () => {
      this.#held = undefined
      for (const serve of held) serve()
    }
  }

  /** Its clients stay connected and hear nothing more, not even a goodbye. */
  freeze(): void {
    for (const socket of this.#server.clients) socket.pause()
  }

  notify(type: string, subscription: string, result: unknown): void {
    for (const socket of this.#server.clients) socket.send(notification(type, subscription, result))
  }

  /** A new best block; every subscriber is told. */
  advance(best: number, finalized: number = this.finalized): void {
    this.best = best
    this.finalized = finalized
    this.notify('chain_newHead', 'best-heads', header(best))
    this.notify('chain_finalizedHead', 'final-heads', header(finalized))
  }

  dropClients(): void {
    for (const socket of this.#server.clients) socket.terminate()
  }

  async stop(): Promise<void> {
    this.dropClients()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #serve(request: Request, socket: ServerSocket): void {
    this.everything.push(request)
    if (this.mute) return
    let result = this.lie(request, socket) ?? this.#introduction(request)
    if (result === undefined) {
      this.requests.push(request)
      result = this.answer(request, socket)
    }
    if (result !== undefined) socket.send(JSON.stringify({ jsonrpc: '2.0', id: request.id, result }))
    const heads = HEADS[request.method]
    if (heads && result === heads.id)
      socket.send(notification(heads.type, heads.id, header(this[heads.kind])))
  }

  #introduction({ method, params }: Request): unknown {
    if (method === 'chain_getBlockHash' && params[0] === 0) return this.genesis
    if (method === 'chain_getBlockHash' && params[0] === 1) return this.first
    if (method === 'chain_getHeader' && params.length === 0) return header(this.best)
    return HEADS[method]?.id
  }
}

const HEADS: Readonly<Record<string, { id: string; type: string; kind: 'best' | 'finalized' }>> = {
  chain_subscribeNewHeads: { id: 'best-heads', type: 'chain_newHead', kind: 'best' },
  chain_subscribeFinalizedHeads: { id: 'final-heads', type: 'chain_finalizedHead', kind: 'finalized' },
}

function notification(type: string, subscription: string, result: unknown): string {
  return JSON.stringify({ jsonrpc: '2.0', method: type, params: { subscription, result } })
}

export function header(number: number): object {
  return { number: `0x${number.toString(16)}`, parentHash: `0x${'00'.repeat(32)}` }
}
