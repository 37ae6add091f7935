import { type Chain, connect, developmentAccounts } from '@stake/chain'
import { type Devnet, startDevnet } from '@stake/devnet'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Live, LiveState } from './live-state.ts'

const alice = developmentAccounts['//Alice'] ?? ''
let devnet: Devnet
let chain: Chain
let live: LiveState

beforeEach(async () => {
  devnet = await startDevnet({ blockTime: 'manual' })
  chain = await connect({ endpoints: devnet.url })
})

afterEach(async () => {
  live.close()
  await chain.close()
  await devnet.close()
})

/** Waits until what is known satisfies a condition. */
async function known(condition: (now: Live) => boolean): Promise<Live> {
  await vi.waitUntil(() => condition(live.getSnapshot()), { timeout: 10_000 })
  return live.getSnapshot()
}

const block = (now: Live): number => now.snapshot?.block.number ?? -1

test('reads every new block, and keeps the one before it', async () => {
  live = new LiveState(chain, alice)
  const first = await known((now) => now.snapshot !== undefined)
  expect(first.previous).toBeUndefined()
  expect(first.snapshot?.accounts.get(alice)?.free.isZero()).toBe(false)
  const { number } = await devnet.sealBlock()
  const second = await known((now) => block(now) === number)
  expect(second.previous?.block.number).toBe(number - 1)
  expect(second.readAt).toBeGreaterThanOrEqual(first.readAt)
  expect(second.connection.status).toBe('ready')
  expect((await known(({ latency }) => latency !== undefined)).latency).toBeGreaterThanOrEqual(1)
})

test('tells its subscribers, and nobody after it was closed', async () => {
  live = new LiveState(chain)
  const seen: Live[] = []
  const leave = live.subscribe(() => seen.push(live.getSnapshot()))
  await known((now) => now.snapshot !== undefined)
  expect(seen.at(-1)).toBe(live.getSnapshot())
  leave()
  const count = seen.length
  const { number } = await devnet.sealBlock()
  await known((now) => block(now) === number)
  expect(seen).toHaveLength(count)
  live.close()
  const last = live.getSnapshot()
  await chain.close()
  expect(live.getSnapshot()).toBe(last)
})

test('follows an account from the moment its key is known', async () => {
  live = new LiveState(chain)
  await known((now) => now.snapshot !== undefined)
  expect(live.getSnapshot().snapshot?.accounts.size).toBe(0)
  live.follow(alice)
  const now = await known(({ snapshot }) => snapshot?.accounts.has(alice) === true)
  expect(now.snapshot?.positions.length).toBeGreaterThan(0)
})

test('keeps the last numbers while the node is gone, and goes on by itself when it is back', async () => {
  live = new LiveState(chain, alice)
  const before = await known((now) => now.snapshot !== undefined)
  await devnet.close()
  const lost = await known(({ connection }) => connection.status === 'offline')
  expect(lost.snapshot).toBe(before.snapshot)
  devnet = await startDevnet({ blockTime: 'manual', port: devnet.port })
  await known(({ connection }) => connection.status === 'ready')
  await devnet.sealBlock()
  const { number } = await devnet.sealBlock()
  const back = await known((now) => block(now) === number)
  expect(back.failure).toBeUndefined()
})
