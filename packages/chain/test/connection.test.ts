import { localnetGenesis, startDevnet } from '@stake/devnet'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { type Clock, systemClock } from '../src/clock.ts'
import { connect } from '../src/connect.ts'
import { Connection, type ConnectionOptions } from '../src/connection/connection.ts'
import type { ConnectionState } from '../src/connection/connection-state.ts'
import { destinationOf, networks } from '../src/connection/networks.ts'
import { GENESIS, header, OTHER_GENESIS, ScriptedNode } from './scripted-node.ts'

const nodes: ScriptedNode[] = []
const connections: Connection[] = []

async function startNode(port = 0): Promise<ScriptedNode> {
  const node = await ScriptedNode.start(port)
  nodes.push(node)
  return node
}

async function startNodes(count: number): Promise<[ScriptedNode, ScriptedNode, ...ScriptedNode[]]> {
  const started: ScriptedNode[] = []
  while (started.length < count) started.push(await startNode())
  return started as [ScriptedNode, ScriptedNode, ...ScriptedNode[]]
}

function connectionTo(
  endpoints: readonly (ScriptedNode | string)[],
  options: Partial<Omit<ConnectionOptions, 'endpoints'>> = {},
): Connection {
  const urls = endpoints.map((endpoint) => (typeof endpoint === 'string' ? endpoint : endpoint.url))
  const connection = new Connection({ endpoints: urls, retryDelay: 5, maxRetryDelay: 20, ...options })
  connections.push(connection)
  return connection
}

async function addressOfNobody(): Promise<string> {
  const gone = await startNode()
  const { url } = gone
  await gone.stop()
  return url
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

/** All states from now on, the present one first. */
function statesOf(connection: Connection): ConnectionState[] {
  const states: ConnectionState[] = []
  connection.onState((state) => states.push(state))
  return states
}

/** To this clock every answer took a second, so that another node has a second more. */
class SlowClock implements Clock {
  #now = 0
  after = systemClock.after
  now(): number {
    this.#now += 1_000
    return this.#now
  }
}

describe('where a name leads', () => {
  test('networks have fallbacks, archives and a first block', () => {
    const [finney, testnet] = networks
    expect(destinationOf('finney')).toEqual({
      endpoints: finney?.endpoints,
      archives: finney?.archives,
      expectedGenesis: finney?.genesisHash,
    })
    expect(destinationOf('archive')).toEqual({ ...destinationOf('finney'), endpoints: finney?.archives })
    expect(destinationOf('test')).toMatchObject({ expectedGenesis: testnet?.genesisHash })
    expect(destinationOf('local')).toEqual({ endpoints: ['ws://127.0.0.1:9944'] })
    expect(destinationOf('wss://example.org:9944/key')).toEqual({ endpoints: ['wss://example.org:9944/key'] })
  })

  test.each([
    ['fineny', 'finney'],
    ['Finney', 'finney'],
    ['mainnet', 'finney'],
    ['testnet', 'test'],
    ['archives', 'archive'],
    ['localhost', 'local'],
  ])('%s is no name, but %s is', async (name, suggestion) => {
    await expect(connect(name)).rejects.toMatchObject({
      code: 'UnknownNetwork',
      message: `There is no network "${name}"; did you mean "${suggestion}"?`,
      remedy:
        'Give "finney", "test", "archive", "local", or the address of a node such as ws://127.0.0.1:9944.',
    })
  })

  test.each(['', 'polkadot', 'constructor', '__proto__'])('%j is like no name', async (name) => {
    const error = await connect(name).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'UnknownNetwork', message: `There is no network "${name}".` })
  })

  test.each(['127.0.0.1:9944', 'http://127.0.0.1', 'node.example.org'])(
    '%s is no address',
    async (address) => {
      await expect(connect(address)).rejects.toMatchObject({ code: 'EndpointUnreachable' })
    },
  )
})

test.each<[string, Partial<ConnectionOptions>]>([
  ['expectedGenesis', { expectedGenesis: '0xAA' }],
  ['expectedGenesis', { expectedGenesis: `0x${'AA'.repeat(32)}` }],
  ['connectTimeout', { connectTimeout: 0 }],
  ['requestTimeout', { requestTimeout: Number.NaN }],
  ['requestTimeout', { requestTimeout: Number.POSITIVE_INFINITY }],
  ['staleAfter', { staleAfter: -1 }],
  ['keepAlive', { keepAlive: 2 ** 31 }],
])('%s: %j is refused before anything is opened', async (option, options) => {
  const node = await startNode()
  expect(() => connectionTo([node], options)).toThrow(expect.objectContaining({ code: 'InvalidOption' }))
  await expect(connect(node.url, options)).rejects.toMatchObject({ details: { option } })
  expect(node.opened).toBe(0)
})

test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31])(
  'a deadline of %d for all of it is none',
  async (timeout) => {
    const node = await startNode()
    await expect(connect(node.url, { timeout })).rejects.toMatchObject({
      code: 'InvalidOption',
      details: { option: 'timeout' },
    })
    expect(node.opened).toBe(0)
  },
)

describe('of several endpoints', () => {
  test('the first to answer is used, and the sockets of the others are closed', async () => {
    const [slow, quick] = await startNodes(2)
    slow.hold()
    const connection = connectionTo([slow, quick], { expectedGenesis: GENESIS })
    await connection.connect()
    expect(connection.endpoint).toBe(quick.url)
    expect(connection.state).toMatchObject({ status: 'ready', endpoint: quick.url })
    await vi.waitUntil(() => slow.clients === 0)
    expect(slow.opened).toBe(1)
    expect(quick.clients).toBe(1)
  })

  test('one that is clearly behind is not used, however quick it is', async () => {
    const [behind, ahead] = await startNodes(2)
    ahead.best = 100
    const release = ahead.hold()
    const connection = connectionTo([behind, ahead], { expectedGenesis: GENESIS, clock: new SlowClock() })
    const connecting = connection.connect()
    await vi.waitUntil(() => behind.everything.length === 2)
    release()
    await connecting
    expect(connection.endpoint).toBe(ahead.url)
    expect(connection.highest.best).toBe(100)
  })

  test('a block or two make no difference', async () => {
    const [quick, ahead] = await startNodes(2)
    quick.best = 98
    ahead.best = 100
    const release = ahead.hold()
    const connection = connectionTo([quick, ahead], { expectedGenesis: GENESIS, clock: new SlowClock() })
    const connecting = connection.connect()
    await vi.waitUntil(() => quick.everything.length === 2)
    release()
    await connecting
    expect(connection.endpoint).toBe(quick.url)
  })

  test('without a known chain all are waited for, and must agree', async () => {
    const [quick, slow] = await startNodes(2)
    slow.genesis = OTHER_GENESIS
    const release = slow.hold()
    const connection = connectionTo([quick, slow])
    const refused = connection.connect().catch((error: unknown) => error)
    await vi.waitUntil(() => quick.everything.length === 2)
    expect(connection.state.status).toBe('connecting')
    release()
    expect(await refused).toMatchObject({
      code: 'ChainsDiffer',
      message: `${quick.url} and ${slow.url} serve different chains: their first blocks are ${GENESIS} and ${OTHER_GENESIS}.`,
    })
    expect(connection.state.status).toBe('closed')
    await vi.waitUntil(() => quick.clients + slow.clients === 0)
  })

  test('one that is down says nothing about the chain', async () => {
    const [node] = await startNodes(1)
    const connection = connectionTo([await addressOfNobody(), node])
    await connection.connect()
    expect(connection.genesisHash).toBe(GENESIS)
  })

  test('those of another chain are left aside', async () => {
    const [stranger, node] = await startNodes(2)
    stranger.genesis = OTHER_GENESIS
    const connection = connectionTo([stranger, node], { expectedGenesis: GENESIS })
    await connection.connect()
    expect(connection.endpoint).toBe(node.url)
    await vi.waitUntil(() => stranger.clients === 0)
    expect(stranger.requests).toEqual([])
  })

  test('where all are of another chain that is said', async () => {
    const [one, other] = await startNodes(2)
    const connection = connectionTo([one, other], { expectedGenesis: OTHER_GENESIS })
    const error = await connection.connect().catch((thrown: Error) => thrown)
    expect(error).toMatchObject({ code: 'WrongChain', details: { found: GENESIS, expected: OTHER_GENESIS } })
    expect(String(error)).toMatch(`its first block is ${GENESIS}, expected was ${OTHER_GENESIS}.`)
  })

  test('every one has its own reason', async () => {
    const gone = await addressOfNobody()
    const [stranger] = await startNodes(1)
    stranger.genesis = OTHER_GENESIS
    const connection = connectionTo([gone, stranger], { expectedGenesis: GENESIS })
    const error = await connection.connect().catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'EndpointUnreachable' })
    expect(String(error)).toContain(`${gone}: nothing answers there`)
    expect(String(error)).toContain(`${stranger.url}: it serves another chain`)
  })

  test('one of them given twice is opened once', async () => {
    const [node] = await startNodes(1)
    const connection = connectionTo([node, node])
    await connection.connect()
    expect(node.opened).toBe(1)
    expect(connection.hasOther).toBe(false)
  })

  test.each([
    ['null', null],
    ['a number', 7],
    ['a text', 'genesis'],
    ['half a hash', '0xaa'],
    ['something else', { hash: GENESIS }],
    ['a list', [GENESIS]],
  ])('%s is no first block', async (_, genesis) => {
    const [liar, node] = await startNodes(2)
    liar.genesis = genesis
    const alone = connectionTo([liar])
    await expect(alone.connect()).rejects.toMatchObject({
      details: { endpoint: liar.url, reason: 'it does not say which chain it serves' },
    })
    const connection = connectionTo([liar, node])
    await connection.connect()
    expect(connection.endpoint).toBe(node.url)
  })

  test.each([[null], ['0x1'], [{ number: 5 }], [{ number: '0xfffffffff' }], [[]]])(
    '%j is no newest block',
    async (head) => {
      const [liar] = await startNodes(1)
      liar.lie = ({ method }) => (method === 'chain_getHeader' ? { wrapped: head } : undefined)
      await expect(connectionTo([liar]).connect()).rejects.toMatchObject({
        details: { reason: 'it does not say how far its chain is' },
      })
    },
  )

  test('an error for a first block is none either', async () => {
    const [node] = await startNodes(1)
    node.lie = ({ id, method }, socket) => {
      if (method !== 'chain_getBlockHash') return undefined
      socket.send(JSON.stringify({ id, error: { code: -32601, message: 'Method not found' } }))
      return 'ignored'
    }
    await expect(connectionTo([node]).connect()).rejects.toMatchObject({
      details: { reason: 'it does not say which chain it serves' },
    })
  })

  test('one that opens a socket and says nothing is given up', async () => {
    const [mute] = await startNodes(1)
    mute.mute = true
    const connection = connectionTo([mute], { connectTimeout: 30 })
    await expect(connection.connect()).rejects.toMatchObject({
      details: { endpoint: mute.url, reason: 'no answer within 0.03 s' },
    })
    await vi.waitUntil(() => mute.clients === 0)
  })
})

describe('when its node is lost', () => {
  test('another one takes over, with the subscriptions', async () => {
    const [first, second] = await startNodes(2)
    const release = second.hold()
    const connection = connectionTo([first, second], { expectedGenesis: GENESIS })
    await connection.connect()
    release()
    const heard: unknown[] = []
    await connection.subscribe('state_storage', 'state_subscribeStorage', [], (_, result) =>
      heard.push(result),
    )
    const states = statesOf(connection)
    await first.stop()
    await vi.waitUntil(() => second.requests.length > 0)
    expect(connection.endpoint).toBe(second.url)
    second.notify('state_storage', 'ok', 'from the second')
    await vi.waitUntil(() => heard.length > 0)
    expect(heard).toEqual(['from the second'])
    expect(states.map(({ status }) => status)).toEqual(['ready', 'offline', 'connecting', 'ready'])
  })

  test('another one is preferred to the one that failed, which is better than none', async () => {
    const [first, second] = await startNodes(2)
    const connection = connectionTo([first, second], { expectedGenesis: GENESIS, clock: new SlowClock() })
    await connection.connect()
    const used = connection.endpoint
    const [lost, other] = used === first.url ? [first, second] : [second, first]
    lost.dropClients()
    await reached(connection, 'offline')
    await vi.waitUntil(() => connection.isConnected)
    expect(connection.endpoint).toBe(other.url)
    await other.stop()
    await reached(connection, 'offline')
    await vi.waitUntil(() => connection.isConnected)
    expect(connection.endpoint).toBe(lost.url)
  })

  test('a node that accepts everybody and drops them is tried ever more seldom', async () => {
    const [node] = await startNodes(1)
    // Time stands still, so that the pauses can be read to the millisecond.
    const clock: Clock = { now: () => 0, after: systemClock.after }
    // Those whom one node lost at once do not all come back at once: the luck of the draw shortens a pause.
    const luck = [1, 1, 1, 1, 1, 1, 0.5, 0]
    const random = () => luck[pauses.length] ?? 0
    const connection = connectionTo([node], { retryDelay: 4, maxRetryDelay: 50, clock, random })
    const pauses: number[] = []
    connection.onState((state) => {
      if (state.status === 'offline') pauses.push(state.retryAt)
      if (state.status === 'ready') node.dropClients()
    })
    await connection.connect()
    await vi.waitUntil(() => pauses.length >= 8, { timeout: 10_000 })
    expect(pauses.slice(0, 8)).toEqual([4, 8, 16, 32, 50, 50, 37.5, 25])
  })

  test('nodes are shown without their keys in every state and error', async () => {
    const [first, second] = await startNodes(2)
    const secret = ({ port }: ScriptedNode) => `ws://user:secret@127.0.0.1:${port}/secret?key=secret`
    const connection = connectionTo([secret(first), secret(second)], {
      expectedGenesis: GENESIS,
      archives: [secret(second)],
      staleAfter: 20,
    })
    const states = statesOf(connection)
    await connection.connect()
    await reached(connection, 'stale')
    const answers = [await connection.askOther('x', []), await connection.askArchive('x', [])]
    first.genesis = OTHER_GENESIS
    second.genesis = OTHER_GENESIS
    first.dropClients()
    second.dropClients()
    await vi.waitUntil(() => states.filter(({ status }) => status === 'offline').length > 1)
    const errors = await Promise.all(
      [connection.send('x', []), connection.askOther('x', []), connection.askArchive('x', [])].map((asking) =>
        asking.catch((error: Error) => `${error} ${JSON.stringify(error)}`),
      ),
    )
    expect(errors).toHaveLength(3)
    expect(`${JSON.stringify([states, answers, connection.endpoint])} ${errors}`).not.toContain('secret')
  })
})

describe('when no new block comes', () => {
  test('it is stale, and ready again with the next block', async () => {
    const [node] = await startNodes(1)
    const connection = connectionTo([node], { staleAfter: 30 })
    await connection.connect()
    const states = statesOf(connection)
    const stale = await reached(connection, 'stale')
    expect(stale).toMatchObject({ status: 'stale', endpoint: node.url })
    expect(connection.isConnected).toBe(true)
    await expect(connection.send('system_health', [])).resolves.toBe('ok')
    node.advance(2)
    await reached(connection, 'ready')
    await vi.waitUntil(() => connection.highest.best === 2)
    expect(states.slice(0, 3).map(({ status }) => status)).toEqual(['ready', 'stale', 'ready'])
    expect(node.opened).toBe(1)
  })

  test('the same block again is none', async () => {
    const [node] = await startNodes(1)
    node.best = 5
    const connection = connectionTo([node], { staleAfter: 60 })
    await connection.connect()
    let done = false
    void reached(connection, 'stale').then(() => {
      done = true
    })
    await vi.waitUntil(() => {
      node.advance(5)
      node.advance(4)
      node.best = 5
      return done
    })
  })

  test('a node whose chain goes on takes over, and the old one is not heard any more', async () => {
    const [still, alive] = await startNodes(2)
    const release = alive.hold()
    const connection = connectionTo([still, alive], { expectedGenesis: GENESIS, staleAfter: 30 })
    await connection.connect()
    release()
    still.answer = () => 'shared'
    alive.answer = () => 'shared'
    alive.best = 50
    const heard: unknown[] = []
    await connection.subscribe('state_storage', 'state_subscribeStorage', [], (_, result) =>
      heard.push(result),
    )
    const told = new Promise((resolve) => {
      void connection.subscribe('author_extrinsicUpdate', 'author_submitAndWatchExtrinsic', ['0x'], resolve)
    })
    still.answer = ({ method }) => (method === 'never' ? undefined : 'shared')
    const pending = connection.send('never', []).catch((error: unknown) => error)
    const states = statesOf(connection)
    await vi.waitUntil(() => connection.endpoint === alive.url)
    expect(await told).toMatchObject({ code: 'Disconnected', details: { reason: 'its chain stood still' } })
    expect(await pending).toMatchObject({
      code: 'Disconnected',
      details: { reason: 'its chain stood still' },
    })
    still.notify('state_storage', 'shared', 'old')
    await vi.waitUntil(() => alive.requests.some(({ method }) => method === 'state_subscribeStorage'))
    still.notify('state_storage', 'shared', 'old')
    alive.notify('state_storage', 'shared', 'new')
    await vi.waitUntil(() => heard.length > 0)
    expect(heard).toEqual(['new'])
    expect(states.slice(0, 4)).toMatchObject([
      { status: 'ready', endpoint: still.url },
      { status: 'stale', endpoint: still.url },
      { status: 'connecting', endpoint: alive.url },
      { status: 'ready', endpoint: alive.url },
    ])
    await vi.waitUntil(() => still.clients === 0)
  })

  test.each(['no longer', 'of another chain'])('a node whose chain is %s does not take over', async (why) => {
    const [still, other] = await startNodes(2)
    const release = other.hold()
    const connection = connectionTo([still, other], { expectedGenesis: GENESIS, staleAfter: 20 })
    await connection.connect()
    release()
    if (why === 'of another chain') {
      other.genesis = OTHER_GENESIS
      other.best = 100
    }
    const { opened } = other
    await vi.waitUntil(() => other.opened >= opened + 3)
    expect(connection.state).toMatchObject({ status: 'stale', endpoint: still.url })
    expect(still.opened).toBe(1)
    expect(other.requests).toEqual([])
  })

  test('a node that makes blocks without telling is connected anew', async () => {
    const [node] = await startNodes(1)
    const connection = connectionTo([node], { staleAfter: 30 })
    await connection.connect()
    await vi.waitUntil(() => connection.highest.finalized === 1)
    node.best = 9
    expect(await reached(connection, 'offline')).toMatchObject({
      reason: 'it tells nothing of its new blocks',
    })
    await reached(connection, 'ready')
    expect(connection.highest.best).toBe(9)
  })

  test('never is a time too', async () => {
    const [node] = await startNodes(1)
    const waits: number[] = []
    const clock: Clock = {
      now: systemClock.now,
      after(ms, callback) {
        waits.push(ms)
        return systemClock.after(ms, callback)
      },
    }
    const connection = connectionTo([node], { staleAfter: Number.POSITIVE_INFINITY, clock })
    await connection.connect()
    await vi.waitUntil(() => connection.highest.finalized === 1)
    expect(waits).not.toContain(Number.POSITIVE_INFINITY)
    expect(connection.state.status).toBe('ready')
  })
})

describe('the highest block', () => {
  test('is what any node in use told of; the node in use may lag behind', async () => {
    const [first, lagging] = await startNodes(2)
    first.best = 40
    first.finalized = 38
    const release = lagging.hold()
    const connection = connectionTo([first, lagging], { expectedGenesis: GENESIS })
    expect(connection.highest).toEqual({ best: 0, finalized: 0 })
    await connection.connect()
    release()
    await vi.waitUntil(() => connection.highest.finalized === 38)
    first.advance(41, 39)
    await vi.waitUntil(() => connection.highest.finalized === 39)
    expect(connection.reached).toEqual({ best: 41, finalized: 39 })
    lagging.best = 30
    lagging.finalized = 28
    await first.stop()
    await vi.waitUntil(() => connection.endpoint === lagging.url && connection.reached.finalized === 28)
    expect(connection.reached).toEqual({ best: 30, finalized: 28 })
    expect(connection.highest).toEqual({ best: 41, finalized: 39 })
    lagging.advance(42, 40)
    await vi.waitUntil(() => connection.reached.finalized === 40)
    expect(connection.highest).toEqual({ best: 42, finalized: 40 })
  })

  describe('of a chain that was begun anew with the same first block', () => {
    const one = `0x${'01'.repeat(32)}`
    const another = `0x${'02'.repeat(32)}`

    /** A connection to a node that had come to block 40, and was started again on its port, at block 2. */
    async function restarted(first: unknown, then: (node: ScriptedNode) => void): Promise<Connection> {
      const [before] = await startNodes(1)
      Object.assign(before, { best: 40, finalized: 38, first })
      const connection = connectionTo([before])
      await connection.connect()
      await vi.waitUntil(() => connection.highest.finalized === 38)
      await connection.send('system_health', [])
      await before.stop()
      await reached(connection, 'offline')
      const node = await startNode(before.port)
      Object.assign(node, { best: 2, finalized: 0 })
      then(node)
      await reached(connection, 'ready')
      await connection.send('system_health', [])
      await connection.send('system_health', [])
      return connection
    }

    test('is that of the new one: a block that was final is another', async () => {
      const connection = await restarted(one, (node) => {
        node.first = another
      })
      expect(connection.highest).toEqual({ best: 2, finalized: 0 })
      expect(connection.begunAnew).toEqual({ was: one, is: another })
    })

    test.each([
      ['the node has the same block', one, one],
      ['the node does not say', one, null],
      ['the node says what is no hash', one, { number: 1 }],
      ['nobody had said before', null, another],
    ])('stays where %s', async (_, was, is) => {
      const connection = await restarted(was, (node) => {
        node.first = is
      })
      expect(connection.highest).toEqual({ best: 40, finalized: 38 })
      expect(connection.begunAnew).toBeUndefined()
    })

    test('falls when the new one has its first block', async () => {
      let node: ScriptedNode | undefined
      const connection = await restarted(one, (each) => {
        node = each
        each.best = 0
      })
      expect(connection.highest.best).toBe(40)
      Object.assign(node ?? {}, { first: another })
      node?.advance(1, 0)
      await vi.waitUntil(() => connection.highest.best === 1)
      // From its own final blocks on the new one is known, too.
      node?.advance(3, 1)
      await vi.waitUntil(() => connection.highest.finalized === 1)
      await connection.send('system_health', [])
      expect(connection.begunAnew).toEqual({ was: one, is: another })
    })

    test('is not taken from a block that was not final', async () => {
      const [before] = await startNodes(1)
      Object.assign(before, { best: 40, finalized: 0, first: one })
      const connection = connectionTo([before])
      await connection.connect()
      await connection.send('system_health', [])
      before.dropClients()
      await reached(connection, 'offline')
      Object.assign(before, { best: 39, first: another })
      await reached(connection, 'ready')
      await connection.send('system_health', [])
      expect(connection.highest.best).toBe(40)
    })
  })

  test('grows with what was read', async () => {
    const [node] = await startNodes(1)
    const connection = connectionTo([node])
    connection.noteHead('best', 1_000)
    expect(connection.highest.best).toBe(0)
    await connection.connect()
    connection.noteHead('finalized', 7)
    expect(connection.highest).toEqual({ best: 7, finalized: 7 })
    connection.noteHead('best', 3)
    expect(connection.reached).toEqual({ best: 7, finalized: 7 })
  })

  test.each([[null], [5], [header(-1)], [{ number: 'many' }], [{ number: '0x1ffffffff' }]])(
    'is not changed by a head %j',
    async (head) => {
      const [node] = await startNodes(1)
      const connection = connectionTo([node])
      await connection.connect()
      await vi.waitUntil(() => connection.highest.finalized === 1)
      node.notify('chain_newHead', 'best-heads', head)
      node.notify('chain_finalizedHead', 'final-heads', head)
      await connection.send('system_health', [])
      expect(connection.highest).toEqual({ best: 1, finalized: 1 })
    },
  )
})

describe('a second source', () => {
  test('is another node than the one in use, asked once and kept a while', async () => {
    const [first, second] = await startNodes(2)
    first.answer = () => 'first'
    second.answer = () => 'second'
    const connection = connectionTo([first, second], { expectedGenesis: GENESIS })
    await connection.connect()
    const [used, other] = connection.endpoint === first.url ? [first, second] : [second, first]
    await vi.waitUntil(() => other.clients === 0)
    const { opened } = other
    expect(connection.hasOther).toBe(true)
    const answers = await Promise.all([1, 2, 3].map((n) => connection.askOther('state_getMetadata', [n])))
    for (const answer of answers) {
      expect(answer).toEqual({ endpoint: other.url, result: other === first ? 'first' : 'second' })
    }
    await connection.askOther('state_getMetadata', [4])
    expect(other.opened).toBe(opened + 1)
    expect(used.requests).toEqual([])
    const { endpoint } = await connection.askOther('x', [], { besides: other.url })
    expect(endpoint).toBe(used.url)
    expect(connection.endpoint).toBe(used.url)
  })

  test('is not asked where there is none', async () => {
    const [node] = await startNodes(1)
    const connection = connectionTo([node])
    await connection.connect()
    expect(connection.hasOther).toBe(false)
    expect(connection.hasArchive).toBe(false)
    const none = {
      code: 'NoSecondSource',
      details: { method: 'x', reason: 'no other endpoint is configured' },
    }
    await expect(connection.askOther('x', [])).rejects.toMatchObject(none)
    await expect(connection.askArchive('x', [])).rejects.toMatchObject({
      code: 'NoSecondSource',
      details: { method: 'x', reason: 'no archive is configured' },
    })
  })

  test('of another chain is not believed', async () => {
    const [node, stranger] = await startNodes(2)
    stranger.genesis = OTHER_GENESIS
    const connection = connectionTo([node], { archives: [stranger.url] })
    await connection.connect()
    await expect(connection.askArchive('x', [])).rejects.toMatchObject({ code: 'WrongChain' })
    expect(stranger.requests).toEqual([])
    await vi.waitUntil(() => stranger.clients === 0)
  })

  test('that is down, silent or refuses is passed over for the next', async () => {
    const [node, silent, refusing, archive] = (await startNodes(4)) as ScriptedNode[] & { length: 4 }
    if (!node || !silent || !refusing || !archive) throw new Error('four nodes')
    silent.mute = true
    refusing.answer = ({ id }, socket) => {
      socket.send(JSON.stringify({ id, error: { code: 4003, message: 'State already discarded' } }))
      return undefined
    }
    archive.answer = () => 'kept'
    const archives = [await addressOfNobody(), silent.url, refusing.url, archive.url]
    const connection = connectionTo([node], { archives, connectTimeout: 30 })
    await connection.connect()
    expect(await connection.askArchive('state_getStorage', ['0x'])).toEqual({
      endpoint: archive.url,
      result: 'kept',
    })
    await archive.stop()
    // What one of them says counts more than that others are silent.
    await expect(connection.askArchive('state_getStorage', ['0x'])).rejects.toMatchObject({
      code: 'RpcError',
      rpcCode: 4003,
    })
  })

  test('may have an answer that is none', async () => {
    const [node, lacking, having] = (await startNodes(3)) as ScriptedNode[] & { length: 3 }
    if (!node || !lacking || !having) throw new Error('three nodes')
    lacking.answer = () => null
    having.answer = () => ({ block: 1 })
    const connection = connectionTo([node], { archives: [lacking.url, having.url] })
    await connection.connect()
    const accept = (result: unknown) => result !== null
    expect(await connection.askArchive('chain_getBlock', [])).toMatchObject({ result: null })
    expect(await connection.askArchive('chain_getBlock', [], { accept })).toEqual({
      endpoint: having.url,
      result: { block: 1 },
    })
    having.answer = () => null
    await expect(connection.askArchive('chain_getBlock', [], { accept })).rejects.toMatchObject({
      code: 'NoSecondSource',
      details: { reason: 'none of them has it' },
    })
  })

  test('has a deadline', async () => {
    const [node, archive] = await startNodes(2)
    archive.answer = () => undefined
    const connection = connectionTo([node], { archives: [archive.url] })
    await connection.connect()
    await expect(connection.askArchive('x', [], { timeout: 30 })).rejects.toMatchObject({
      code: 'RequestTimedOut',
      details: { endpoint: archive.url, timeout: '30' },
    })
  })

  test('ends with the connection, in the middle of a question', async () => {
    const [node, archive] = await startNodes(2)
    archive.answer = () => undefined
    const connection = connectionTo([node], { archives: [archive.url] })
    await connection.connect()
    const asking = connection.askArchive('x', []).catch((error: unknown) => error)
    await vi.waitUntil(() => archive.requests.length === 1)
    await connection.disconnect()
    expect(await asking).toMatchObject({ code: 'Disconnected' })
    await vi.waitUntil(() => archive.clients === 0)
    await expect(connection.askArchive('x', [])).rejects.toMatchObject({ code: 'Disconnected' })
  })

  test('is lost without harm and opened anew', async () => {
    const [node, archive] = await startNodes(2)
    const connection = connectionTo([node], { archives: [archive.url] })
    await connection.connect()
    await connection.askArchive('x', [])
    archive.dropClients()
    await vi.waitUntil(
      async () => (await connection.askArchive('x', []).catch(() => undefined)) !== undefined,
    )
    expect(archive.opened).toBe(2)
    expect(connection.state.status).toBe('ready')
    expect(node.opened).toBe(1)
  })

  test('is asked about the chain that is known only', async () => {
    const [node, archive] = await startNodes(2)
    const connection = connectionTo([node], { archives: [archive.url] })
    await expect(connection.askArchive('x', [])).rejects.toMatchObject({ code: 'Disconnected' })
    expect(archive.opened).toBe(0)
  })
})

describe('a chain', () => {
  const settings = { blockTime: 'manual', emission: false, startTime: 1_700_000_000_000 } as const

  test('goes on at another node, and is closed at the end of its block', async () => {
    const [first, second] = [await startDevnet(settings), await startDevnet(settings)]
    for (const devnet of [first, second]) await devnet.sealBlock()
    let connection: Connection
    {
      await using chain = await connect({ endpoints: [first.url, second.url] })
      connection = chain.connection
      expect(chain.genesisHash).toBe(first.genesisHash)
      const [used, other] = connection.endpoint === first.url ? [first, second] : [second, first]
      const own = await chain.at(1)
      expect(await connection.askOther('chain_getBlockHash', [1])).toEqual({
        endpoint: other.url,
        result: own.block.hash,
      })
      await used.close()
      await vi.waitUntil(() => connection.endpoint === other.url)
      expect((await chain.at(1)).block).toEqual(own.block)
      await other.sealBlock()
      await vi.waitUntil(() => connection.highest.best === 2)
      await other.close()
    }
    expect(connection.state.status).toBe('closed')
  })

  test('is never mixed with another one', async () => {
    const [one, other] = [
      await startDevnet(settings),
      await startDevnet({ ...settings, genesis: localnetGenesis() }),
    ]
    try {
      await expect(connect({ endpoints: [one.url, other.url] })).rejects.toMatchObject({
        code: 'ChainsDiffer',
        details: { genesisHash: expect.any(String), otherGenesisHash: expect.any(String) },
      })
      const { genesisHash } = other
      await expect(connect(one.url, { expectedGenesis: genesisHash })).rejects.toMatchObject({
        code: 'WrongChain',
        details: { endpoint: one.url, found: one.genesisHash, expected: genesisHash },
      })
      await using chain = await connect({
        endpoints: [one.url, other.url],
        expectedGenesis: genesisHash,
        archives: [one.url],
      })
      expect(chain.connection.endpoint).toBe(other.url)
      await expect(chain.connection.askOther('system_chain', [])).rejects.toMatchObject({
        code: 'WrongChain',
      })
      await expect(chain.connection.askArchive('system_chain', [])).rejects.toMatchObject({
        code: 'WrongChain',
      })
    } finally {
      await one.close()
      await other.close()
    }
  })

  test.each(['finney', 'archive', 'test'])('by the name %s is one chain only', async (name) => {
    const node = await startNode()
    const opened: string[] = []
    const Real = globalThis.WebSocket
    // Every address leads to a node here, which serves another chain.
    globalThis.WebSocket = new Proxy(Real, {
      construct(_, [url, ...rest]) {
        opened.push(url)
        return Reflect.construct(Real, [node.url, ...rest])
      },
    })
    try {
      const { endpoints, expectedGenesis } = destinationOf(name)
      // What is left undefined does not take away what the name implies.
      await expect(connect(name, { expectedGenesis: undefined })).rejects.toMatchObject({
        code: 'WrongChain',
        details: { found: GENESIS, expected: expectedGenesis },
      })
      expect(opened).toEqual(endpoints)
    } finally {
      globalThis.WebSocket = Real
    }
  })
})
