import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { StakeError } from '@stake/math'
import { type WebSocket, WebSocketServer } from 'ws'
import {
  errorText,
  type Malformed,
  METHOD_NOT_FOUND,
  notificationText,
  parseIncoming,
  RpcError,
  type RpcRequest,
  resultText,
} from './json-rpc.ts'
import { type Methods, Params } from './methods.ts'

/**
 * The explicit port is taken. `code` is `PortInUse`, `details.port` the port.
 *
 * @example
 * ```ts
 * import { startDevnet } from '@stake/devnet'
 * const devnet = await startDevnet({ blockTime: 'manual' })
 * await startDevnet({ port: devnet.port }) // throws PortInUse
 * await devnet.close()
 * ```
 */
export class PortInUse extends StakeError {
  constructor(port: number) {
    super('PortInUse', `Port ${port} is already in use.`, {
      details: { port },
      remedy: 'Stop the program that listens there, choose another port, or 0 for any free one.',
    })
  }
}

/** A listening JSON-RPC server. */
export interface RpcServer {
  readonly port: number
  /** Ends every connection and stops listening. */
  close(): Promise<void>
}

// As a Substrate node's defaults.
const MAX_BODY = 15 * 1024 * 1024
const MAX_SUBSCRIPTIONS = 1024
const HOST = '127.0.0.1'
const GOING_AWAY = 1001
const PATIENCE_MS = 250

/** Serves `families` over WebSocket and HTTP POST on one loopback port. */
export async function serve(port: number, families: readonly Methods[]): Promise<RpcServer> {
  const service = new Service(families)
  const http = createServer((request, response) => void answerHttp(service, request, response))
  const sockets = new WebSocketServer({ server: http, maxPayload: MAX_BODY })
  // ws repeats the HTTP server's errors; those are answered below.
  sockets.on('error', () => undefined)
  sockets.on('connection', (socket) => new Connection(service, socket))

  await new Promise<void>((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new PortInUse(port) : error),
    )
    http.listen(port, HOST, resolve)
  })

  return {
    port: (http.address() as AddressInfo).port,
    async close() {
      const closed = new Promise<void>((resolve) => http.close(() => resolve()))
      await Promise.all([...sockets.clients].map(goodbye))
      sockets.close()
      http.closeAllConnections()
      await closed
    },
  }
}

/** Ends a connection as the protocol wants it; a client that does not answer soon is cut off. */
function goodbye(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const patience = setTimeout(() => socket.terminate(), PATIENCE_MS)
    socket.once('close', () => {
      clearTimeout(patience)
      resolve()
    })
    socket.close(GOING_AWAY, 'the chain stops')
  })
}

class Service {
  readonly #calls = new Map<string, Methods['calls'][string]>()
  readonly subscriptions: ReadonlyMap<string, NonNullable<Methods['subscriptions']>[string]>
  readonly unsubscribes: ReadonlySet<string>

  constructor(families: readonly Methods[]) {
    const subscriptions = families.flatMap((family) => Object.entries(family.subscriptions ?? {}))
    this.subscriptions = new Map(subscriptions)
    this.unsubscribes = new Set(subscriptions.map(([, { unsubscribe }]) => unsubscribe))
    for (const family of families)
      for (const [name, method] of Object.entries(family.calls)) this.#calls.set(name, method)
    const methods = [
      ...this.#calls.keys(),
      'rpc_methods',
      ...this.subscriptions.keys(),
      ...this.unsubscribes,
    ].sort()
    this.#calls.set('rpc_methods', () => ({ methods }))
  }

  call({ method, params }: RpcRequest): unknown {
    const serve = this.#calls.get(method)
    if (serve === undefined) throw new RpcError(METHOD_NOT_FOUND, 'Method not found')
    return serve(new Params(params))
  }
}

/** Answers every request of a text; undefined when there is nothing to answer (notifications only). */
async function answer(text: string, serve: (request: RpcRequest) => unknown): Promise<string | undefined> {
  const incoming = parseIncoming(text)
  if (incoming.kind === 'single') return answerOne(incoming.request, serve)
  const answers: string[] = []
  for (const request of incoming.requests) {
    const text = await answerOne(request, serve)
    if (text !== undefined) answers.push(text)
  }
  return answers.length === 0 ? undefined : `[${answers.join(',')}]`
}

async function answerOne(
  request: RpcRequest | Malformed,
  serve: (request: RpcRequest) => unknown,
): Promise<string | undefined> {
  if ('error' in request) return errorText(request.id, request.error)
  const { id } = request
  try {
    const result = await serve(request)
    return id === undefined ? undefined : resultText(id, result)
  } catch (error) {
    return id === undefined ? undefined : errorText(id, error)
  }
}

async function answerHttp(
  service: Service,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'POST') return void response.writeHead(405, { allow: 'POST' }).end()
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      length += chunk.length
      if (length > MAX_BODY) return void response.writeHead(413, { connection: 'close' }).end()
      chunks.push(chunk)
    }
  } catch {
    return void response.destroy()
  }
  const text = await answer(Buffer.concat(chunks).toString('utf8'), (call) => service.call(call))
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(text ?? '')
}

/** One WebSocket with its subscriptions. Requests are answered in the order they came. */
class Connection {
  readonly #service: Service
  readonly #socket: WebSocket
  readonly #running = new Map<string, { readonly unsubscribe: string; stop(): void }>()
  /** Pushes that wait for the answer that announces their subscription. */
  #held: string[] | undefined
  #queue: Promise<void> = Promise.resolve()

  constructor(service: Service, socket: WebSocket) {
    this.#service = service
    this.#socket = socket
    socket.on('message', (data) => {
      const text = data.toString()
      this.#queue = this.#queue.then(() => this.#answer(text))
    })
    socket.on('error', () => socket.terminate())
    socket.on('close', () => this.#stopAll())
  }

  async #answer(text: string): Promise<void> {
    this.#held = []
    const answered = await answer(text, (request) => this.#serve(request))
    const held = this.#held
    this.#held = undefined
    if (answered !== undefined) this.#socket.send(answered)
    for (const push of held) this.#socket.send(push)
  }

  #serve(request: RpcRequest): unknown {
    const { method, params } = request
    const kind = this.#service.subscriptions.get(method)
    if (kind !== undefined) return this.#subscribe(kind, new Params(params))
    if (this.#service.unsubscribes.has(method)) return this.#unsubscribe(method, params[0])
    return this.#service.call(request)
  }

  #subscribe(kind: NonNullable<Methods['subscriptions']>[string], params: Params): string {
    if (this.#running.size >= MAX_SUBSCRIPTIONS)
      throw new RpcError(
        -32006,
        'Too many subscriptions on the connection',
        `Exceeded max limit of ${MAX_SUBSCRIPTIONS}`,
      )
    const id = randomBytes(12).toString('base64url')
    const stop = kind.start(params, (result) => this.#push(notificationText(kind.notification, id, result)))
    // The socket may have closed while this request waited its turn.
    if (this.#socket.readyState === this.#socket.OPEN)
      this.#running.set(id, { unsubscribe: kind.unsubscribe, stop })
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
    else this.#socket.send(text)
  }

  #stopAll(): void {
    for (const { stop } of this.#running.values()) stop()
    this.#running.clear()
  }
}
