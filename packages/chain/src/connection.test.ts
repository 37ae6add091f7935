import type { AddressInfo } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { type WebSocket as ServerSocket, WebSocketServer } from 'ws'
import { Connection } from './connection.ts'
import type { ConnectionState } from './connection-state.ts'

interface Request {
  id: number
  method: string
  params: unknown[]
}

/** A node of a few lines: answers each request with what `answer` returns, or not at all for undefined. */
class Node {
  readonly #server: WebSocketServer
  readonly requests: Request[] = []
  answer: (request: Request, socket: ServerSocket) => unknown = () => 'ok'

  private constructor(server: WebSocketServer) {
    this.#server = server
    server.on('connection', (socket) => {
      socket.on('message', (data) => {
        const request = JSON.parse(String(data)) as Request
        this.requests.push(request)
        const result = this.answer(request, socket)
        if (result !== undefined) socket.send(JSON.stringify({ jsonrpc: '2.0', id: request.id, result }))
      })
    })
  }

  static async start(port = 0): Promise<Node> {
    const server = new WebSocketServer({ host: '127.0.0.1', port })
    await new Promise((resolve) => server.once('listening', resolve))
    const node = new Node(server)
    nodes.push(node)
    return node
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}`
  }

  notify(type: string, subscription: string, result: unknown): void {
    for (const socket of this.#server.clients) {
      socket.send(JSON.stringify({ jsonrpc: '2.0', method: type, params: { subscription, result } }))
    }
  }

  get clients(): number {
    return this.#server.clients.size
  }

  dropClients(): void {
    for (const socket of this.#server.clients) socket.terminate()
  }

  async stop(): Promise<void> {
    this.dropClients()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

const nodes: Node[] = []
const connections: Connection[] = []

function connectionTo(
  endpoints: string[],
  options: { requestTimeout?: number; connectTimeout?: number } = {},
): Connection {
  const connection = new Connection({ endpoints, retryDelay: 5, maxRetryDelay: 20, ...options })
  connections.push(connection)
  return connection
}

afterEach(async () => {
  await Promise.all(connections.splice(0).map((connection) => connection.disconnect()))
  await Promise.all(nodes.splice(0).map((node) => node.stop()))
})

function reached(connection: Connection, status: ConnectionState['status']): Promise<ConnectionState> {
  return new Promise((resolve) => {
    const stop = connection.onState((state) => {
      if (state.status !== status) return
      resolve(state)
      queueMicrotask(() => stop())
    })
  })
}

test('an answer reaches the request it belongs to', async () => {
  const node = await Node.start()
  node.answer = ({ params }) => params[0]
  const connection = connectionTo([node.url])
  await connection.connect()
  const answers = await Promise.all([1, 2, 3].map((value) => connection.send('echo', [value])))
  expect(answers).toEqual([1, 2, 3])
})

test('an error answer is an RpcError with the node’s own code and data', async () => {
  const node = await Node.start()
  node.answer = ({ id }, socket) => {
    const error = { code: 1010, message: 'Invalid Transaction', data: 'Transaction is outdated' }
    socket.send(JSON.stringify({ jsonrpc: '2.0', id, error }))
    return undefined
  }
  const connection = connectionTo([node.url])
  await connection.connect()
  await expect(connection.send('author_submitExtrinsic', ['0x'])).rejects.toMatchObject({
    code: 'RpcError',
    rpcCode: 1010,
    data: 'Transaction is outdated',
  })
})

test('nothing is cached: a request that failed is asked again', async () => {
  const node = await Node.start()
  let asked = 0
  node.answer = ({ id }, socket) => {
    if (++asked > 1) return 'fine'
    socket.send(JSON.stringify({ id, error: { code: -32000, message: 'not now' } }))
    return undefined
  }
  const connection = connectionTo([node.url])
  await connection.connect()
  await expect(connection.send('state_call', ['x', '0x', '0xaa'])).rejects.toMatchObject({ code: 'RpcError' })
  await expect(connection.send('state_call', ['x', '0x', '0xaa'])).resolves.toBe('fine')
})

test('the next endpoint is tried when the first does not answer', async () => {
  const gone = await Node.start()
  const { url } = gone
  await gone.stop()
  const node = await Node.start()
  const connection = connectionTo([url, node.url])
  await connection.connect()
  expect(connection.state).toMatchObject({ status: 'connected', endpoint: node.url })
})

test('no endpoint answers: one clear error, nothing left behind', async () => {
  const gone = await Node.start()
  const { url } = gone
  await gone.stop()
  const connection = connectionTo([url])
  await expect(connection.connect()).rejects.toMatchObject({
    code: 'EndpointUnreachable',
    message: `Cannot connect to ${url}: nothing answers there.`,
  })
})

test.each(['127.0.0.1:9944', 'http://127.0.0.1:9944', 'nonsense'])(
  '%s is no WebSocket address',
  (endpoint) => {
    expect(() => new Connection({ endpoints: [endpoint] })).toThrow(/is not a WebSocket address/)
  },
)

test('a lost connection is renewed, and so are its subscriptions, under their old ids', async () => {
  const node = await Node.start()
  let count = 0
  node.answer = ({ method }) => (method === 'chain_subscribeNewHeads' ? `remote-${++count}` : true)
  const connection = connectionTo([node.url])
  await connection.connect()
  const heads: unknown[] = []
  const id = await connection.subscribe('chain_newHead', 'chain_subscribeNewHeads', [], (_, head) => {
    heads.push(head)
  })
  node.notify('chain_newHead', 'remote-1', 'first')
  await vi.waitUntil(() => heads.length === 1)

  const lost = reached(connection, 'disconnected')
  node.dropClients()
  expect(await lost).toMatchObject({ status: 'disconnected', reason: 'the node closed the connection' })
  await vi.waitUntil(() => count === 2)
  node.notify('chain_newHead', 'remote-2', 'second')
  await vi.waitUntil(() => heads.length === 2)
  expect(heads).toEqual(['first', 'second'])

  expect(await connection.unsubscribe('chain_unsubscribeNewHeads', id)).toBe(true)
  expect(node.requests.at(-1)).toMatchObject({ method: 'chain_unsubscribeNewHeads', params: ['remote-2'] })
})

test('what waits is told at once when the socket goes, a watched transaction included', async () => {
  const node = await Node.start()
  node.answer = ({ method }) => (method === 'system_health' ? undefined : 'watch')
  const connection = connectionTo([node.url])
  await connection.connect()
  const told = new Promise<Error | null>((resolve) => {
    void connection.subscribe('author_extrinsicUpdate', 'author_submitAndWatchExtrinsic', ['0x'], resolve)
  })
  await vi.waitUntil(() => node.requests.length === 1)
  const pending = expect(connection.send('system_health', [])).rejects.toMatchObject({ code: 'Disconnected' })
  await vi.waitUntil(() => node.requests.length === 2)
  node.dropClients()
  await pending
  expect(await told).toMatchObject({ code: 'Disconnected' })
  await reached(connection, 'connected')
  // It is not renewed: sending bytes again is the submission's decision.
  await connection.send('chain_getHeader', [])
  expect(node.requests.filter(({ method }) => method === 'author_submitAndWatchExtrinsic')).toHaveLength(1)
})

test('a half-open socket is noticed by the first request that gets no answer', async () => {
  const node = await Node.start()
  let silent = true
  node.answer = () => (silent ? undefined : 'back')
  const connection = connectionTo([node.url], { requestTimeout: 50 })
  await connection.connect()
  await expect(connection.send('system_health', [])).rejects.toMatchObject({ code: 'RequestTimedOut' })
  silent = false
  await reached(connection, 'connected')
  await expect(connection.send('system_health', [])).resolves.toBe('back')
})

test('while there is no connection a request is refused at once', async () => {
  const node = await Node.start()
  const connection = connectionTo([node.url])
  await connection.connect()
  await node.stop()
  await reached(connection, 'disconnected')
  await expect(connection.send('system_health', [])).rejects.toMatchObject({ code: 'Disconnected' })
})

test('it comes back when the node is started again on its port', async () => {
  const node = await Node.start()
  const { port } = node
  const connection = connectionTo([node.url])
  await connection.connect()
  await node.stop()
  await reached(connection, 'disconnected')
  await Node.start(port)
  await reached(connection, 'connected')
  await expect(connection.send('system_health', [])).resolves.toBe('ok')
})

test('closing leaves no socket at the node', async () => {
  const node = await Node.start()
  const connection = connectionTo([node.url])
  await connection.connect()
  await vi.waitUntil(() => node.clients === 1)
  await connection.disconnect()
  await vi.waitUntil(() => node.clients === 0)
  expect(connection.state.status).toBe('closed')
  await expect(connection.send('system_health', [])).rejects.toMatchObject({ code: 'Disconnected' })
})

test('an endpoint that serves another chain is left again', async () => {
  const node = await Node.start()
  node.answer = () => '0xaa'
  const stranger = await Node.start()
  stranger.answer = () => '0xbb'
  const connection = connectionTo([node.url, stranger.url])
  await connection.connect()
  connection.expectGenesis('0xaa')
  const { port, url } = node
  await node.stop()
  const reasons = new Set<string>()
  connection.onState((state) => {
    if (state.status === 'disconnected') reasons.add(state.reason)
  })
  await vi.waitUntil(() => reasons.has('it serves another chain'))
  const again = await Node.start(port)
  again.answer = () => '0xaa'
  await reached(connection, 'connected')
  expect(connection.state).toMatchObject({ endpoint: url })
})
