import { type AddressInfo, createServer } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { GENESIS, OTHER_GENESIS, ScriptedNode } from '../../test/scripted-node.ts'
import { type Clock, systemClock } from '../clock.ts'
import { RpcError } from '../errors/errors.ts'
import { Connection, type ConnectionOptions } from './connection.ts'
import type { ConnectionState } from './connection-state.ts'

/** The real clock, and how many of its timers run. */
class CountedTimers implements Clock {
  waiting = 0
  now = systemClock.now

  after(ms: number, callback: () => void): () => void {
    this.waiting++
    let done = false
    const end = () => {
      if (!done) this.waiting--
      done = true
    }
    const cancel = systemClock.after(ms, () => {
      end()
      callback()
    })
    return () => {
      end()
      cancel()
    }
  }
}

const nodes: ScriptedNode[] = []
const connections: Connection[] = []

async function startNode(port = 0): Promise<ScriptedNode> {
  const node = await ScriptedNode.start(port)
  nodes.push(node)
  return node
}

function connectionTo(
  endpoints: string[],
  options: Partial<Omit<ConnectionOptions, 'endpoints'>> = {},
): Connection {
  const connection = new Connection({ endpoints, retryDelay: 5, maxRetryDelay: 20, ...options })
  connections.push(connection)
  return connection
}

afterEach(async () => {
  await Promise.all(connections.splice(0).map((connection) => connection.disconnect()))
  await Promise.all(nodes.splice(0).map((node) => node.stop()))
})

/** The next errors that nobody caught; the test runner does not see them. */
function uncaught(count: number): Promise<Error[]> {
  const others = process.listeners('uncaughtException')
  process.removeAllListeners('uncaughtException')
  const errors: Error[] = []
  return new Promise((resolve) => {
    const catching = (error: Error) => {
      if (errors.push(error) < count) return
      process.off('uncaughtException', catching)
      for (const other of others) process.on('uncaughtException', other)
      resolve(errors)
    }
    process.on('uncaughtException', catching)
  })
}

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
  const node = await startNode()
  node.answer = ({ params }) => params[0]
  const connection = connectionTo([node.url])
  await connection.connect()
  const answers = await Promise.all([1, 2, 3].map((value) => connection.send('echo', [value])))
  expect(answers).toEqual([1, 2, 3])
})

test('an error answer is an RpcError with the node’s own code and data', async () => {
  const node = await startNode()
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
  const node = await startNode()
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
  const gone = await startNode()
  const { url } = gone
  await gone.stop()
  const node = await startNode()
  const connection = connectionTo([url, node.url])
  await connection.connect()
  expect(connection.state).toMatchObject({ status: 'ready', endpoint: node.url })
})

test('no endpoint answers: one clear error, nothing left behind', async () => {
  const gone = await startNode()
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
  const node = await startNode()
  let count = 0
  node.answer = ({ method }) => (method === 'state_subscribeStorage' ? `remote-${++count}` : true)
  const connection = connectionTo([node.url])
  await connection.connect()
  const heads: unknown[] = []
  const id = await connection.subscribe('state_storage', 'state_subscribeStorage', [], (_, head) => {
    heads.push(head)
  })
  node.notify('state_storage', 'remote-1', 'first')
  await vi.waitUntil(() => heads.length === 1)

  const lost = reached(connection, 'offline')
  node.dropClients()
  expect(await lost).toMatchObject({ status: 'offline', reason: 'the node closed the connection' })
  await vi.waitUntil(() => count === 2)
  node.notify('state_storage', 'remote-2', 'second')
  await vi.waitUntil(() => heads.length === 2)
  expect(heads).toEqual(['first', 'second'])

  expect(await connection.unsubscribe('state_unsubscribeStorage', id)).toBe(true)
  expect(node.requests.at(-1)).toMatchObject({ method: 'state_unsubscribeStorage', params: ['remote-2'] })
})

test('what waits is told at once when the socket goes, a watched transaction included', async () => {
  const node = await startNode()
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
  await reached(connection, 'ready')
  // It is not renewed: sending bytes again is the submission's decision.
  await connection.send('chain_getHeader', [])
  expect(node.requests.filter(({ method }) => method === 'author_submitAndWatchExtrinsic')).toHaveLength(1)
})

test('a half-open socket is noticed by the first request that gets no answer', async () => {
  const node = await startNode()
  let silent = true
  node.answer = () => (silent ? undefined : 'back')
  const connection = connectionTo([node.url], { requestTimeout: 50 })
  await connection.connect()
  await expect(connection.send('system_health', [])).rejects.toMatchObject({ code: 'RequestTimedOut' })
  silent = false
  await reached(connection, 'ready')
  await expect(connection.send('system_health', [])).resolves.toBe('back')
})

test('while there is no connection a request is refused at once', async () => {
  const node = await startNode()
  const connection = connectionTo([node.url])
  await connection.connect()
  await node.stop()
  await reached(connection, 'offline')
  await expect(connection.send('system_health', [])).rejects.toMatchObject({ code: 'Disconnected' })
})

test('it comes back when the node is started again on its port', async () => {
  const node = await startNode()
  const { port } = node
  const connection = connectionTo([node.url])
  await connection.connect()
  await node.stop()
  await reached(connection, 'offline')
  await startNode(port)
  await reached(connection, 'ready')
  await expect(connection.send('system_health', [])).resolves.toBe('ok')
})

test('closing leaves no socket at the node', async () => {
  const node = await startNode()
  const connection = connectionTo([node.url])
  await connection.connect()
  await vi.waitUntil(() => node.clients === 1)
  await connection.disconnect()
  await vi.waitUntil(() => node.clients === 0)
  expect(connection.state.status).toBe('closed')
  await expect(connection.send('system_health', [])).rejects.toMatchObject({ code: 'Disconnected' })
})

test('an endpoint that serves another chain is left again', async () => {
  const node = await startNode()
  const stranger = await startNode()
  stranger.genesis = OTHER_GENESIS
  const connection = connectionTo([node.url, stranger.url], { expectedGenesis: GENESIS })
  await connection.connect()
  const { port, url } = node
  await node.stop()
  const reasons = new Set<string>()
  connection.onState((state) => {
    if (state.status === 'offline') reasons.add(state.reason)
  })
  await vi.waitUntil(() =>
    [...reasons].some((reason) => reason.includes(`${stranger.url}: it serves another chain`)),
  )
  await startNode(port)
  await reached(connection, 'ready')
  expect(connection.state).toMatchObject({ endpoint: url })
  expect(stranger.requests).toEqual([])
})

test('a node of another chain is asked nothing before it is left', async () => {
  const node = await startNode()
  const connection = connectionTo([node.url])
  await connection.connect()
  const { port } = node
  await node.stop()
  await reached(connection, 'offline')
  const stranger = await startNode(port)
  stranger.genesis = OTHER_GENESIS
  let asking: Promise<unknown> | undefined
  stranger.lie = () => {
    asking ??= connection.send('author_submitExtrinsic', ['0x']).catch((error) => error)
    return undefined
  }
  await vi.waitUntil(() => asking)
  expect(await asking).toMatchObject({ code: 'Disconnected' })
  await vi.waitUntil(() => stranger.opened >= 2)
  const asked = new Set(stranger.everything.map(({ method }) => method))
  expect(asked).toEqual(new Set(['chain_getBlockHash', 'chain_getHeader']))
})

test('a node that opens a socket and then says nothing costs one attempt at a time', async () => {
  const node = await startNode()
  const connection = connectionTo([node.url], { requestTimeout: 60, connectTimeout: 20 })
  await connection.connect()
  const { port } = node
  await node.stop()
  const mute = await startNode(port)
  mute.mute = true
  const states: string[] = []
  const stop = connection.onState(({ status }) => states.push(status))
  await vi.waitUntil(() => mute.opened >= 4)
  stop()
  for (const [index, state] of states.entries()) expect(state).not.toBe(states[index - 1])
  mute.mute = false
  await reached(connection, 'ready')
  await expect(connection.send('system_health', [])).resolves.toBe('ok')
})

test.each([
  'null',
  '5',
  '"text"',
  '[]',
  '{}',
  'no JSON at all',
  '{"id":null}',
  '{"id":{},"result":1}',
  '{"method":"state_storage"}',
  '{"method":"state_storage","params":null}',
  '{"method":"state_storage","params":5}',
  '{"method":5,"params":{"subscription":{}}}',
  '{"method":"state_storage","params":{"subscription":"unknown","result":1}}',
  '{"id":999999,"result":"for nobody"}',
])('%s from a node is not heard', async (text) => {
  const node = await startNode()
  node.answer = (_, socket) => {
    socket.send(text)
    return 'fine'
  }
  const connection = connectionTo([node.url])
  await connection.connect()
  await expect(connection.send('system_health', [])).resolves.toBe('fine')
})

test.each([['text'], [5], [{}], [{ code: '1010', message: 7 }], [[]]])(
  'an error answer of the form %j is an RpcError all the same',
  async (error) => {
    const node = await startNode()
    node.answer = ({ id }, socket) => {
      socket.send(JSON.stringify({ jsonrpc: '2.0', id, error }))
      return undefined
    }
    const connection = connectionTo([node.url])
    await connection.connect()
    await expect(connection.send('system_health', [])).rejects.toMatchObject({
      code: 'RpcError',
      rpcCode: Number.NaN,
    })
  },
)

test('what a node says in an error is kept only as far as somebody may read it', async () => {
  const node = await startNode()
  node.answer = ({ id }, socket) => {
    const error = { code: -32_000, message: 'm'.repeat(5_000_000), data: { list: 'd'.repeat(5_000_000) } }
    socket.send(JSON.stringify({ jsonrpc: '2.0', id, error }))
    return undefined
  }
  const connection = connectionTo([node.url])
  await connection.connect()
  const refusal = await connection.send('system_health', []).catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(RpcError)
  expect((refusal as RpcError).message.length).toBeLessThan(5_000)
  expect((refusal as RpcError).data.length).toBe(2_000)
})

test('a notification that is ahead of the answer with its id is not lost', async () => {
  const node = await startNode()
  node.answer = (_, socket) => {
    for (const result of ['first', 'second']) {
      const params = { subscription: 'remote', result }
      socket.send(JSON.stringify({ jsonrpc: '2.0', method: 'state_storage', params }))
    }
    return 'remote'
  }
  const connection = connectionTo([node.url])
  await connection.connect()
  const heads: unknown[] = []
  await connection.subscribe('state_storage', 'state_subscribeStorage', [], (_, head) => heads.push(head))
  expect(heads).toEqual(['first', 'second'])
})

test('a subscription needs an id', async () => {
  const node = await startNode()
  node.answer = () => null
  const connection = connectionTo([node.url])
  await connection.connect()
  const subscribing = connection.subscribe('state_storage', 'state_subscribeStorage', [], () => undefined)
  await expect(subscribing).rejects.toMatchObject({ code: 'MalformedAnswer' })
})

test('a subscription that the node does not renew ends with its error', async () => {
  const node = await startNode()
  let refusing = false
  node.answer = ({ id }, socket) => {
    if (!refusing) return 'remote'
    socket.send(JSON.stringify({ id, error: { code: -32000, message: 'too many' } }))
    return undefined
  }
  const connection = connectionTo([node.url])
  await connection.connect()
  const told: unknown[] = []
  const id = await connection.subscribe('state_storage', 'state_subscribeStorage', [], (error) =>
    told.push(error),
  )
  refusing = true
  node.dropClients()
  await vi.waitUntil(() => told.length > 0)
  expect(told).toMatchObject([{ code: 'RpcError' }])
  expect(await connection.unsubscribe('state_unsubscribeStorage', id)).toBe(false)
})

test('one that is ended while it is being renewed is ended at the node too', async () => {
  const node = await startNode()
  const connection = connectionTo([node.url])
  await connection.connect()
  const heads: unknown[] = []
  const id = await connection.subscribe('state_storage', 'state_subscribeStorage', [], (_, head) =>
    heads.push(head),
  )
  let ending: Promise<boolean> | undefined
  node.answer = ({ method }) => {
    if (method !== 'state_subscribeStorage') return true
    ending = connection.unsubscribe('state_unsubscribeStorage', id)
    return 'renewed'
  }
  node.dropClients()
  await vi.waitUntil(() => node.requests.some(({ method }) => method === 'state_unsubscribeStorage'))
  expect(await ending).toBe(true)
  expect(node.requests.at(-1)?.params).toEqual(['renewed'])
  node.notify('state_storage', 'renewed', 'too late')
  await connection.send('system_health', [])
  expect(heads).toEqual([])
})

test('a listener that throws stops neither the others nor the way back', async () => {
  const node = await startNode()
  const connection = connectionTo([node.url])
  await connection.connect()
  await connection.subscribe('author_extrinsicUpdate', 'author_submitAndWatchExtrinsic', ['0x'], () => {
    throw new Error('of the submission')
  })
  const seen: string[] = []
  const mistakes = uncaught(2)
  connection.onState(({ status }) => {
    if (status === 'offline') throw new Error('of the status line')
  })
  connection.onState(({ status }) => seen.push(status))
  node.dropClients()
  await vi.waitUntil(() => seen.includes('offline') && connection.isConnected)
  expect((await mistakes).map(({ message }) => message)).toEqual(['of the submission', 'of the status line'])
})

test('a peer that says goodbye and never goes does not hold anything up', async () => {
  const node = await startNode()
  const connection = connectionTo([node.url])
  await connection.connect()
  node.freeze()
  const left = reached(connection, 'offline')
  const closing = Buffer.from([0x88, 0x02, 0x03, 0xe9])
  node.below[0]?.write(closing)
  // Asked at once: the last question falls between its goodbye and its going.
  await vi.waitUntil(() => {
    connection.send('system_health', []).catch(() => undefined)
    return !connection.isConnected
  })
  expect(await left).toMatchObject({
    reason: 'the node is closing the connection',
  })
  await connection.disconnect()
}, 10_000)

test('a half-open socket is noticed when nobody asks anything', async () => {
  const node = await startNode()
  const connection = connectionTo([node.url], { requestTimeout: 30, keepAlive: 30 })
  await connection.connect()
  node.freeze()
  expect(await reached(connection, 'offline')).toMatchObject({ reason: 'no answer' })
})

test('a silent node is asked for a sign of life, and any answer is one', async () => {
  const node = await startNode()
  node.answer = ({ id }, socket) => {
    socket.send(JSON.stringify({ id, error: { code: -32601, message: 'Method not found' } }))
    return undefined
  }
  const connection = connectionTo([node.url], { keepAlive: 40 })
  await connection.connect()
  await vi.waitUntil(() => node.requests.length >= 3)
  expect(new Set(node.requests.map(({ method }) => method))).toEqual(new Set(['system_health']))
  expect(connection.isConnected).toBe(true)
})

test('closing while it connects is the end of it', async () => {
  const silent = createServer((socket) => socket.resume())
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const node = await startNode()
  const url = `ws://127.0.0.1:${(silent.address() as AddressInfo).port}`
  const connection = connectionTo([url, node.url])
  const states: string[] = []
  connection.onState(({ status }) => states.push(status))
  const connecting = connection.connect()
  await Promise.all([
    expect(connecting).rejects.toMatchObject({ details: { reason: 'the connection was closed' } }),
    connection.disconnect(),
  ])
  expect(states).toEqual(['connecting', 'closed'])
  expect(node.clients).toBe(0)
  await expect(connection.connect()).rejects.toMatchObject({ code: 'EndpointUnreachable' })
  await new Promise((resolve) => silent.close(resolve))
})

test('connecting again while it comes back opens one socket', async () => {
  const node = await startNode()
  const clock = new CountedTimers()
  const connection = connectionTo([node.url], { clock })
  await connection.connect()
  const alive = clock.waiting
  node.dropClients()
  await reached(connection, 'offline')
  await Promise.all([connection.connect(), connection.connect()])
  await reached(connection, 'ready')
  expect(node.clients).toBe(1)
  // No attempt waits any more.
  expect(clock.waiting).toBe(alive)
})

test('what cannot be sent fails at once and waits for nothing', async () => {
  const node = await startNode()
  const clock = new CountedTimers()
  const connection = connectionTo([node.url], { clock })
  await connection.connect()
  const alive = clock.waiting
  await expect(connection.send('x', [1n])).rejects.toThrow(/BigInt/)
  expect(clock.waiting).toBe(alive)
  expect(node.requests).toEqual([])
})

test('nothing waits for a timer after the end', async () => {
  const node = await startNode()
  node.answer = ({ method }) => (method === 'system_health' ? undefined : 'remote')
  const clock = new CountedTimers()
  const connection = connectionTo([node.url], { clock })
  await connection.connect()
  const pending = expect(connection.send('system_health', [])).rejects.toMatchObject({ code: 'Disconnected' })
  await connection.subscribe('state_storage', 'state_subscribeStorage', [], () => undefined)
  expect(clock.waiting).toBeGreaterThan(1)
  await connection.disconnect()
  await pending
  expect(clock.waiting).toBe(0)
})

test('the keys in an endpoint are shown to nobody', async () => {
  const gone = await startNode()
  const { port } = gone
  await gone.stop()
  const connection = connectionTo([`ws://user:secret@127.0.0.1:${port}/secret?apikey=secret`])
  const error = await connection.connect().catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ details: { endpoint: `ws://127.0.0.1:${port}` } })
  expect(`${error} ${JSON.stringify(error)}`).not.toContain('secret')
  const request = await connection.send('system_health', []).catch((thrown: unknown) => thrown)
  expect(`${request} ${JSON.stringify(request)}`).not.toContain('secret')
})
