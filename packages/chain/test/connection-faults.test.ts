import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Connection } from '../src/connection/connection.ts'
import type { ConnectionState } from '../src/connection/connection-state.ts'
import { RequestTimedOut } from '../src/errors/errors.ts'
import { propertyRuns } from './property-runs.ts'
import { GENESIS, OTHER_GENESIS, ScriptedNode } from './scripted-node.ts'

const Real = globalThis.WebSocket

/** What is said on a socket before it is used. */
const INTRODUCTION = new Set(['chain_getBlockHash', 'chain_getHeader'])

/** A socket that knows whether it is in use: asked for more than an introduction, and not closed yet. */
class WatchedSocket extends Real {
  static readonly used: Set<WatchedSocket> = new Set()
  static most = 0

  override send(text: string): void {
    if (!INTRODUCTION.has(JSON.parse(text).method)) WatchedSocket.used.add(this)
    const open = [...WatchedSocket.used].filter(({ readyState }) => readyState === Real.OPEN)
    WatchedSocket.most = Math.max(WatchedSocket.most, open.length)
    super.send(text)
  }

  override close(): void {
    WatchedSocket.used.delete(this)
    super.close()
  }
}

beforeEach(() => {
  globalThis.WebSocket = WatchedSocket
})

afterEach(() => {
  globalThis.WebSocket = Real
})

const NODES = 3
const fault = fc.record({
  node: fc.nat(NODES - 1),
  kind: fc.constantFrom(
    'drop',
    'stop',
    'freeze',
    'mute',
    'otherChain',
    'behind',
    'advance',
    'garbage',
    'heal',
  ),
})

/** What may follow a state. */
const FOLLOWING: Readonly<Record<ConnectionState['status'], readonly ConnectionState['status'][]>> = {
  connecting: ['ready', 'offline', 'closed'],
  ready: ['stale', 'offline', 'closed'],
  stale: ['ready', 'connecting', 'offline', 'closed'],
  offline: ['connecting', 'closed'],
  closed: [],
}

test('whatever happens to the nodes, one socket of the right chain is in use, and nothing of an old one is heard', async () => {
  const runs = Math.ceil(propertyRuns.numRuns / 5)
  const faults = fc.array(fault, { minLength: 3, maxLength: 10 })
  await fc.assert(fc.asyncProperty(faults, survives), { ...propertyRuns, numRuns: runs })
}, 600_000)

async function survives(faults: { node: number; kind: string }[]): Promise<void> {
  const ports: number[] = []
  const nodes: ScriptedNode[] = []
  const start = async (index: number) => {
    const node = await ScriptedNode.start(ports[index] ?? 0)
    ports[index] = node.port
    node.best = 10
    node.answer = ({ method }) => (method === 'state_subscribeStorage' ? 'shared' : node.url)
    nodes[index] = node
  }
  for (let index = 0; index < NODES; index++) await start(index)
  WatchedSocket.used.clear()
  WatchedSocket.most = 0

  const connection = new Connection({
    endpoints: nodes.map(({ url }) => url),
    expectedGenesis: GENESIS,
    retryDelay: 1,
    maxRetryDelay: 8,
    connectTimeout: 10_000,
    requestTimeout: 40,
    keepAlive: 20,
    staleAfter: 25,
  })
  const states: ConnectionState['status'][] = []
  const wrong: string[] = []
  connection.onState(({ status }) => {
    const last = states.at(-1)
    if (last !== undefined && !FOLLOWING[last].includes(status)) wrong.push(`${last} → ${status}`)
    states.push(status)
  })
  try {
    await connection.connect()
    const hear = (error: unknown, from: unknown) => {
      // A mute node tells of blocks, so it is alive, and does not renew the subscription.
      if (error) return void (error instanceof RequestTimedOut || wrong.push(`told of ${error}`))
      if (from !== connection.endpoint) wrong.push(`heard ${from} while ${connection.endpoint} is in use`)
    }
    // On a busy machine a healthy node may be too slow as well.
    const heard = () => connection.subscribe('state_storage', 'state_subscribeStorage', [], hear)
    await heard().catch(() =>
      vi.waitUntil(
        () =>
          heard().then(
            () => true,
            () => false,
          ),
        { timeout: 10_000 },
      ),
    )
    let highest = connection.highest
    for (const { node: index, kind } of faults) {
      const node = nodes[index] as ScriptedNode
      if (kind === 'drop') node.dropClients()
      else if (kind === 'stop') await node.stop().catch(() => undefined)
      else if (kind === 'freeze') node.freeze()
      else if (kind === 'mute') node.mute = true
      else if (kind === 'otherChain') node.genesis = OTHER_GENESIS
      else if (kind === 'behind') node.best = 1
      else if (kind === 'advance') node.advance(node.best + 1)
      else if (kind === 'garbage')
        node.lie = ({ method }) => (method.includes('subscribe') ? undefined : { number: 'lies' })
      else {
        await node.stop().catch(() => undefined)
        await start(index)
      }
      for (const each of nodes) each.notify('state_storage', 'shared', each.url)
      const answer = await connection.send('who', []).catch(() => undefined)
      // Garbage is an answer too, from a node that lies only once it is in use.
      if (typeof answer === 'string' && !nodes.some(({ url }) => url === answer)) wrong.push(`${answer}`)
      if (connection.highest.best < highest.best || connection.highest.finalized < highest.finalized) {
        wrong.push('the highest block fell')
      }
      highest = connection.highest
    }
    for (let index = 0; index < NODES; index++) {
      await nodes[index]?.stop().catch(() => undefined)
      await start(index)
    }
    await vi.waitUntil(async () => (await connection.send('who', []).catch(() => '')) !== '', {
      timeout: 10_000,
      interval: 5,
    })
  } finally {
    await connection.disconnect()
    await Promise.all(nodes.map((node) => node.stop()))
  }
  expect(wrong).toEqual([])
  expect(WatchedSocket.most).toBeLessThanOrEqual(1)
  expect(connection.state.status).toBe('closed')
}
