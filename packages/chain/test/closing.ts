/**
 * A process that connects, closes in every state a connection can be in, and says what is left of it. It ends by
 * itself where nothing is.
 */
import { Connection, type ConnectionOptions } from '../src/connection/connection.ts'
import { GENESIS, ScriptedNode } from './scripted-node.ts'

type Case = (node: ScriptedNode, other: ScriptedNode) => Promise<Connection>

const cases: Record<string, Case> = {
  async connecting(node) {
    node.hold()
    const connection = open([node.url])
    connection.connect().catch(() => undefined)
    await until(() => node.everything.length + node.opened > 0)
    return connection
  },
  async ready(node) {
    const connection = open([node.url])
    await connection.connect()
    await connection.subscribe('state_storage', 'state_subscribeStorage', [], () => undefined)
    return connection
  },
  async stale(node, other) {
    const connection = open([node.url, other.url], { expectedGenesis: GENESIS, staleAfter: 20 })
    await connection.connect()
    await until(() => connection.state.status === 'stale')
    return connection
  },
  async 'looking for another'(node, other) {
    other.hold()
    const connection = open([node.url, other.url], { expectedGenesis: GENESIS, staleAfter: 20 })
    await connection.connect()
    const { opened } = other
    await until(() => other.opened > opened)
    return connection
  },
  async offline(node) {
    const connection = open([node.url], { retryDelay: 60_000, maxRetryDelay: 60_000 })
    await connection.connect()
    await node.stop()
    await until(() => connection.state.status === 'offline')
    return connection
  },
  async reconnecting(node) {
    const connection = open([node.url], { retryDelay: 1 })
    await connection.connect()
    node.hold()
    node.dropClients()
    await until(() => node.opened > 1)
    return connection
  },
  async 'in the middle of a request'(node) {
    const connection = open([node.url])
    await connection.connect()
    node.answer = () => undefined
    connection.send('system_health', []).catch(() => undefined)
    await until(() => node.requests.length > 0)
    return connection
  },
  async 'half open'(node) {
    const connection = open([node.url])
    await connection.connect()
    node.freeze()
    return connection
  },
  async 'half open while it connects'(node) {
    node.hold()
    const connection = open([node.url])
    connection.connect().catch(() => undefined)
    await until(() => node.clients > 0)
    node.freeze()
    return connection
  },
  async 'asking a second source'(node, other) {
    other.answer = () => undefined
    const connection = open([node.url], { archives: [other.url] })
    await connection.connect()
    connection.askArchive('x', []).catch(() => undefined)
    await until(() => other.requests.length > 0)
    return connection
  },
  async 'after a second source answered'(node, other) {
    const connection = open([node.url], { archives: [other.url] })
    await connection.connect()
    await connection.askArchive('x', [])
    return connection
  },
}

function open(endpoints: string[], options: Partial<ConnectionOptions> = {}): Connection {
  return new Connection({ endpoints, ...options })
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 5_000
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`waited in vain: ${condition}`)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

/** How many of our sockets and timers keep the process alive. The waiting in `until` has none while it looks. */
function alive(): number {
  return process.getActiveResourcesInfo().filter((name) => /^(TCP|Timeout)/.test(name)).length
}

function listeners(): number {
  return process.eventNames().flatMap((name) => process.listeners(name as 'exit')).length
}

const before = listeners()
const report: Record<string, unknown> = {}
for (const [name, prepare] of Object.entries(cases)) {
  const nodes = [await ScriptedNode.start(), await ScriptedNode.start()] as const
  const connection = await prepare(...nodes)
  const states: string[] = []
  connection.onState(({ status }) => states.push(status))
  await connection.disconnect()
  // A frozen node does not notice that its client is gone.
  if (!name.startsWith('half open')) await until(() => nodes.every(({ clients }) => clients === 0))
  await Promise.all(nodes.map((node) => node.stop().catch(() => undefined)))
  await until(() => alive() === 0)
  report[name] = states
}
report.listeners = listeners() - before
process.once('beforeExit', () => process.stdout.write(JSON.stringify(report)))
