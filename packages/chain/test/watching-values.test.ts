import { type Devnet, startDevnet } from '@stake/devnet'
import { spotPrice } from '@stake/math'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import {
  buildCall,
  type Chain,
  connect,
  readPool,
  readPrices,
  readSubnets,
  readValidators,
  sign,
  signerFromUri,
  submit,
  watchPositions,
  watchPrices,
  watchSubnet,
} from '../src/index.ts'
import { TamperingNode } from './tampering-node.ts'
import { Consumer, hastyClock } from './watching-rig.ts'

const alice = signerFromUri('//Alice')

let devnet: Devnet
let node: TamperingNode
let chain: Chain
let hotkey: string
beforeEach(async () => {
  devnet = await startDevnet({ blockTime: 'manual', finalityDepth: 6, emission: false })
  node = await TamperingNode.before(devnet.url)
  chain = await connect({ endpoints: node.url, clock: hastyClock })
  hotkey = (await readValidators(await chain.at('best'), 2))[0]?.hotkey ?? ''
})
afterEach(async () => {
  await chain.close()
  await node.close()
  await devnet.close()
})

/** A stake on a subnet, in the next block. */
async function stake(netuid: number): Promise<number> {
  const args = { hotkey, netuid, amount_staked: 10_000_000_000n }
  const call = buildCall(chain, 'SubtensorModule', 'add_stake', args)
  const signed = await chain.nonces.allocate(alice.address, (nonce) => sign(chain, call, alice, { nonce }))
  const submission = submit(chain, signed)
  await vi.waitUntil(() => submission.state.status !== 'signed')
  submission.stop()
  return (await devnet.sealBlock()).number
}

async function seal(blocks: number) {
  for (let sealed = 0; sealed < blocks; sealed++) await devnet.sealBlock()
}

test('prices come first, and then when one of them is another', async () => {
  await seal(1)
  const prices = new Consumer(watchPrices(chain, [2, 1]))
  const [first] = await prices.pullTimes(1)
  expect(first).toMatchObject({ kind: 'value', block: { number: 1 } })
  const waiting = prices.pull()
  await stake(3)
  await seal(2)
  const changed = await stake(2)
  await waiting
  const second = prices.items[1]
  expect(second).toMatchObject({ kind: 'value', block: { number: changed } })
  const pool = await readPool(await chain.at(changed), 2)
  const value = second?.kind === 'value' ? second.value : new Map()
  expect([...value.keys()]).toEqual([1, 2])
  expect(pool && value.get(2)?.bits).toBe(pool && spotPrice(pool).bits)
  await prices.end()
})

test('all prices, of all subnets', async () => {
  const at = await chain.at('best')
  const all = await readPrices(at)
  const subnets = await readSubnets(at)
  expect([...all.keys()]).toEqual([...subnets.keys()])
  const few = await readPrices(at, [5, 3, 3, 4711])
  expect([...few.keys()]).toEqual([3, 5])
  for (const [netuid, price] of few) expect(price.bits).toBe(all.get(netuid)?.bits)
  const prices = new Consumer(watchPrices(chain))
  const [first] = await prices.pullTimes(1)
  expect(first?.kind === 'value' && first.value.size).toBe(subnets.size)
  await prices.end()
})

test('a slow consumer gets the newest and not all that were; one who says from where gets every change', async () => {
  await seal(1)
  const newest = new Consumer(watchPrices(chain, [2]))
  await newest.pullTimes(1)
  const numbers = [await stake(2), await stake(2), await stake(2)]
  await vi.waitUntil(() => chain.connection.reached.best === numbers[2])
  await chain.connection.send('system_chain', [])
  await newest.pullTimes(1)
  const every = new Consumer(watchPrices(chain, [2], { from: 1 }))
  await every.pullTimes(4)
  const blocksOf = (items: typeof newest.items) =>
    items.map((item) => item.kind !== 'gap' && item.block.number)
  expect(blocksOf(newest.items)).toEqual([1, numbers[2]])
  expect(blocksOf(every.items)).toEqual([1, ...numbers])
  await newest.end()
  await every.end()
})

test('what is undone is retracted, and what holds instead follows even if it is as before', async () => {
  await seal(3)
  const prices = new Consumer(watchPrices(chain, [2]))
  await prices.pullTimes(1)
  const changed = await stake(2)
  await prices.pullTimes(1)
  const waiting = prices.pull()
  devnet.faults.reorg({ depth: 1, transactions: 'lost' })
  await waiting
  await prices.pullTimes(1)
  const [first, second, third, fourth] = prices.items
  expect(second).toMatchObject({ kind: 'value', block: { number: changed } })
  expect(third).toMatchObject({ kind: 'retracted', block: second?.kind === 'value' ? second.block : {} })
  expect(fourth).toMatchObject({ kind: 'value', block: { number: changed + 1 } })
  const bits = [first, fourth].map((item) => item?.kind === 'value' && item.value.get(2)?.bits)
  expect(bits[0]).toBe(bits[1])
  await prices.end()
})

test('a reorganisation above the last change is no news', async () => {
  const changed = await stake(2)
  await seal(3)
  const prices = new Consumer(watchPrices(chain, [2], { from: 1 }))
  await prices.pullTimes(1)
  const waiting = prices.pull()
  await vi.waitUntil(() => chain.connection.reached.best === changed + 3)
  devnet.faults.reorg({ depth: 2 })
  const next = await stake(2)
  await waiting
  expect(prices.items.map(({ kind }) => kind)).toEqual(['value', 'value'])
  expect(prices.items[1]).toMatchObject({ block: { number: next } })
  await prices.end()
})

test('positions of a coldkey, over a lost connection', async () => {
  await seal(1)
  const positions = new Consumer(watchPositions(chain, [alice.address], { which: 'finalized' }))
  await positions.pullTimes(1)
  const waiting = positions.pull()
  await stake(2)
  node.dropClients()
  await seal(6)
  await waiting
  const [before, after] = positions.items.map((item) => (item.kind === 'value' ? item.value : []))
  const on = (list: typeof before) =>
    list?.filter(({ netuid }) => netuid === 2).map((position) => position.hotkey)
  expect(on(before)).toEqual([])
  expect(on(after)).toEqual([hotkey])
  await positions.end()
  expect(() => watchPositions(chain, ['5nobody'])).toThrow(
    expect.objectContaining({ code: 'InvalidAddress' }),
  )
})

test('one subnet, and one that there is not', async () => {
  await seal(1)
  const subnet = new Consumer(watchSubnet(chain, 2))
  await subnet.pullTimes(1)
  const waiting = subnet.pull()
  await seal(1)
  const changed = await stake(2)
  await waiting
  const [first, second] = subnet.items.map((item) => (item.kind === 'value' ? item.value : undefined))
  expect(first?.netuid).toBe(2)
  expect((second?.volume ?? 0n) > (first?.volume ?? 0n)).toBe(true)
  expect(subnet.items[1]).toMatchObject({ block: { number: changed } })
  await subnet.end()
  const none = new Consumer(watchSubnet(chain, 4711))
  const [nothing] = await none.pullTimes(1)
  expect(nothing).toMatchObject({ kind: 'value', value: undefined })
  await none.end()
  expect(() => watchSubnet(chain, 1.5)).toThrow(expect.objectContaining({ code: 'InvalidNetuid' }))
})
