import { type Devnet, startDevnet } from '@stake/devnet'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Chain, connect, type Hex, watchBlocks } from '../src/index.ts'
import { type Message, type Request, TamperingNode } from './tampering-node.ts'
import { applied, Consumer, connected, hashesOf, hastyClock } from './watching-rig.ts'

const FINALITY = 6

let devnet: Devnet
let node: TamperingNode
let chain: Chain
beforeEach(async () => {
  devnet = await startDevnet({ blockTime: 'manual', finalityDepth: FINALITY, emission: false })
  node = await TamperingNode.before(devnet.url)
  chain = await connect({ endpoints: node.url, clock: hastyClock })
})
afterEach(async () => {
  await chain.close()
  await node.close()
  await devnet.close()
})

async function seal(blocks: number, on = devnet) {
  for (let sealed = 0; sealed < blocks; sealed++) await on.sealBlock()
}

const numbersOf = (items: readonly { block?: { number: number }; kind: string }[]) =>
  items.map(({ kind, block }) => (kind === 'retracted' ? -1 : 1) * (block?.number ?? Number.NaN))

describe('final blocks', () => {
  test('each comes once, in order, from a number on; the next when it is there', async () => {
    await seal(FINALITY + 3)
    const blocks = new Consumer(watchBlocks(chain, { from: 0 }))
    const items = await blocks.pullTimes(4)
    expect(items.map((item) => item.kind === 'block' && item.block.hash)).toEqual(
      await hashesOf(devnet, 0, 3),
    )
    const waiting = blocks.pull()
    await seal(1)
    await waiting
    expect(blocks.items.at(-1)).toMatchObject({
      kind: 'block',
      block: { number: 4 },
      at: { block: { number: 4 } },
    })
    await blocks.end()
  })

  test('from now: the newest final block is the first', async () => {
    await seal(FINALITY + 3)
    const blocks = new Consumer(watchBlocks(chain))
    const waiting = blocks.pullTimes(2)
    await vi.waitUntil(() => blocks.items.length === 1)
    await seal(1)
    expect(numbersOf(await waiting)).toEqual([3, 4])
    await blocks.end()
  })

  test('a block that is asked for before it exists is waited for', async () => {
    const blocks = new Consumer(watchBlocks(chain, { from: 2 }))
    const waiting = blocks.pullTimes(1)
    await seal(FINALITY + 2)
    expect(numbersOf(await waiting)).toEqual([2])
    await blocks.end()
  })

  test('reorganisations are no matter', async () => {
    await seal(FINALITY + 1)
    const blocks = new Consumer(watchBlocks(chain, { from: 1 }))
    await blocks.pullTimes(1)
    for (let depth = 1; depth <= 5; depth++) devnet.faults.reorg({ depth })
    await blocks.pullTimes(5)
    expect(applied(blocks.items)).toEqual(await hashesOf(devnet, 1, 6))
    await blocks.end()
  })

  test('blocks that came while there was no connection come after it, none missing', async () => {
    await seal(FINALITY + 1)
    const blocks = new Consumer(watchBlocks(chain, { from: 1 }))
    await blocks.pullTimes(1)
    const waiting = blocks.pull()
    node.dropClients()
    await seal(60)
    await waiting
    await blocks.pullUntil((item) => item.kind === 'block' && item.block.number === 61)
    expect(applied(blocks.items)).toEqual(await hashesOf(devnet, 1, 61))
    await blocks.end()
  })

  test('a connection that is lost at any message changes nothing', async () => {
    await seal(FINALITY + 5)
    const wanted = await hashesOf(devnet, 1, 5)
    for (let cut = 1; cut <= 16; cut++) {
      await connected(chain)
      const blocks = new Consumer(watchBlocks(chain, { from: 1 }))
      node.cutAfter = cut
      await blocks.pullTimes(5)
      expect(applied(blocks.items)).toEqual(wanted)
      await blocks.end()
    }
    node.cutAfter = Number.POSITIVE_INFINITY
  })

  test('who goes on after a block gets the next, and hears when it is another chain', async () => {
    await seal(FINALITY + 4)
    const first = new Consumer(watchBlocks(chain, { from: 1 }))
    const [, second] = await first.pullTimes(2)
    await first.end()
    const { resume } = second as { resume: { number: number; hash: Hex } }
    const kept = JSON.parse(JSON.stringify(resume)) as typeof resume
    const later = new Consumer(watchBlocks(chain, { from: kept }))
    expect(numbersOf(await later.pullTimes(2))).toEqual([3, 4])
    await later.end()
    const elsewhere = new Consumer(watchBlocks(chain, { from: { ...kept, hash: `0x${'12'.repeat(32)}` } }))
    await expect(elsewhere.pullTimes(1)).rejects.toMatchObject({
      code: 'FinalityContradicted',
      details: { number: '2', found: resume.hash },
    })
  })

  test('an upgrade in between: each block is read with its own runtime', async () => {
    await seal(FINALITY + 2)
    devnet.faults.upgradeRuntime({ specVersion: 425 })
    await seal(FINALITY + 2)
    const blocks = new Consumer(watchBlocks(chain, { from: FINALITY + 1 }))
    const items = await blocks.pullTimes(4)
    expect(items.map((item) => item.kind === 'block' && item.at.runtime.specVersion)).toEqual([
      424, 424, 425, 425,
    ])
    await blocks.end()
  })
})

describe('best blocks', () => {
  for (let depth = 1; depth <= 5; depth++) {
    test(`a reorganisation of ${depth} before the first pull is none of ours`, async () => {
      await seal(8)
      const blocks = new Consumer(watchBlocks(chain, { from: 1, which: 'best' }))
      devnet.faults.reorg({ depth })
      const items = await blocks.pullTimes(9)
      expect(numbersOf(items)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
      expect(applied(items)).toEqual(await hashesOf(devnet, 1))
      await blocks.end()
    })

    test(`a reorganisation of ${depth} in the middle: what was delivered is retracted, newest first`, async () => {
      await seal(8)
      const blocks = new Consumer(watchBlocks(chain, { from: 1, which: 'best' }))
      await blocks.pullTimes(6)
      devnet.faults.reorg({ depth })
      const items = await blocks.pullTimes(3 + 2 * Math.max(0, depth - 2))
      const undone = Array.from({ length: Math.max(0, depth - 2) }, (_, at) => at - 6)
      const again = undone.map((number) => -number).reverse()
      expect(numbersOf(items)).toEqual([...undone, ...again, 7, 8, 9])
      expect(applied(blocks.items)).toEqual(await hashesOf(devnet, 1))
      await blocks.end()
    })

    test(`a reorganisation of ${depth} while the consumer waits, and one while it is slow`, async () => {
      await seal(8)
      const blocks = new Consumer(watchBlocks(chain, { from: 1, which: 'best' }))
      await blocks.pullTimes(8)
      const waiting = blocks.pull()
      devnet.faults.reorg({ depth })
      await waiting
      expect(numbersOf(blocks.items.slice(8))).toEqual([-8])
      devnet.faults.reorg({ depth: 1 })
      devnet.faults.reorg({ depth })
      await blocks.pullUntil(
        ({ kind, ...item }) => 'block' in item && kind === 'block' && item.block.number === 11,
      )
      expect(applied(blocks.items)).toEqual(await hashesOf(devnet, 1))
      await blocks.end()
    })
  }

  test('what was seen first and undone, from now', async () => {
    await seal(8)
    const blocks = new Consumer(watchBlocks(chain, { which: 'best' }))
    await blocks.pullTimes(1)
    devnet.faults.reorg({ depth: 3 })
    await blocks.pullTimes(3)
    expect(numbersOf(blocks.items)).toEqual([8, -8, 8, 9])
    await blocks.end()
  })

  test('who goes on after a block that is undone hears of it and of those before it', async () => {
    await seal(8)
    const [last] = (await hashesOf(devnet, 8)) as [Hex]
    devnet.faults.reorg({ depth: 3 })
    const blocks = new Consumer(watchBlocks(chain, { from: { number: 8, hash: last }, which: 'best' }))
    expect(numbersOf(await blocks.pullTimes(7))).toEqual([-8, -7, -6, 6, 7, 8, 9])
    await blocks.end()
    const unknown = { number: 8, hash: `0x${'12'.repeat(32)}` } as const
    const lost = new Consumer(watchBlocks(chain, { from: unknown, which: 'best' }))
    await expect(lost.pullTimes(1)).rejects.toMatchObject({ code: 'UnknownBlock' })
  })

  test('what was delivered of a branch is undone although another is final by now', async () => {
    await seal(8)
    const blocks = new Consumer(watchBlocks(chain, { from: 1, which: 'best' }))
    await blocks.pullTimes(8)
    devnet.faults.reorg({ depth: 4 })
    await seal(20)
    await blocks.pullUntil((item) => item.kind === 'block' && item.block.number === 29)
    expect(numbersOf(blocks.items.slice(8, 16))).toEqual([-8, -7, -6, -5, 5, 6, 7, 8])
    expect(applied(blocks.items)).toEqual(await hashesOf(devnet, 1))
    await blocks.end()
  })
})

describe('another node takes over', () => {
  test('one that lags: nothing comes twice, nothing is left out, nothing is undone', async () => {
    const told = {
      blockTime: 'manual',
      finalityDepth: 2,
      emission: false,
      startTime: 1_700_000_000_000,
    } as const
    const ahead = await startDevnet(told)
    const behind = await startDevnet(told)
    await seal(12, ahead)
    await seal(6, behind)
    const front = await TamperingNode.before(ahead.url)
    const both = await connect({ endpoints: [front.url, behind.url], clock: hastyClock })
    expect(both.connection.highest.best).toBe(12)
    const final = new Consumer(watchBlocks(both, { from: 1 }))
    const best = new Consumer(watchBlocks(both, { from: 1, which: 'best' }))
    await final.pullTimes(10)
    await best.pullTimes(12)
    await front.close()
    const waiting = [final.pull(), best.pull()]
    await connected(both)
    // One after the other, so that it is heard of each.
    for (let number = 7; number <= 16; number++) {
      await seal(1, behind)
      await vi.waitUntil(() => both.connection.reached.best === number)
    }
    await Promise.all(waiting)
    await final.pullTimes(3)
    await best.pullTimes(3)
    expect(numbersOf(final.items)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14])
    expect(numbersOf(best.items)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16])
    expect(applied(best.items)).toEqual(await hashesOf(behind, 1))
    await both.close()
    await Promise.all([ahead.close(), behind.close()])
  })

  for (const which of ['finalized', 'best'] as const) {
    test(`one that lags, in the middle of a look at a ${which} block: what two nodes say is not put together`, async () => {
      const told = {
        blockTime: 'manual',
        finalityDepth: 2,
        emission: false,
        startTime: 1_700_000_000_000,
      } as const
      // The eighth block is read with a runtime that is not known yet, which is waited for over a reconnect.
      const upgrade = async (devnet: Devnet, after: number) => {
        await seal(after, devnet)
        devnet.faults.upgradeRuntime({ specVersion: 425 })
        await seal(5, devnet)
      }
      for (let answers = 1; answers <= 4; answers++) {
        const ahead = await startDevnet(told)
        const behind = await startDevnet(told)
        await upgrade(ahead, 8)
        await seal(6, behind)
        const front = await TamperingNode.before(ahead.url)
        const both = await connect({ endpoints: [front.url, behind.url], clock: hastyClock })
        const blocks = new Consumer(watchBlocks(both, { from: 8, which }))
        let left = answers
        front.change = (message, request) => {
          if (request?.method.includes('ubscribe') || !request || --left > 0) return message
          void front.close()
          return undefined
        }
        const waiting = blocks.pull()
        await vi.waitUntil(() => both.connection.isConnected && both.connection.reached.best === 6)
        for (let trip = 0; trip < 5; trip++) await both.connection.send('system_chain', [])
        await upgrade(behind, 2)
        await waiting
        await blocks.pullUntil((item) => item.kind === 'block' && item.block.number === 12)
        expect(applied(blocks.items)).toEqual(await hashesOf(behind, 8, 12))
        await both.close()
        await Promise.all([ahead.close(), behind.close()])
      }
    })
  }
})

describe('what is not served any more', () => {
  test('states that were discarded are a gap, and the blocks after it come', async () => {
    await seal(40)
    devnet.faults.pruneStates(20)
    for (const which of ['best', 'finalized'] as const) {
      const blocks = new Consumer(watchBlocks(chain, { from: 3, which }))
      const [gap, ...rest] = await blocks.pullTimes(3)
      expect(gap).toEqual({ kind: 'gap', from: 3, to: 19, resume: 20 })
      expect(numbersOf(rest)).toEqual([20, 21])
      await blocks.end()
    }
  })

  test('states that are discarded while the consumer is slow', async () => {
    await seal(20)
    const blocks = new Consumer(watchBlocks(chain, { from: 1 }))
    await blocks.pullTimes(5)
    await seal(20)
    devnet.faults.pruneStates()
    await vi.waitUntil(() => chain.connection.reached.finalized === 34)
    await chain.connection.send('system_chain', [])
    const [gap, next] = await blocks.pullTimes(2)
    expect(gap).toEqual({ kind: 'gap', from: 6, to: 33, resume: 34 })
    expect(next).toMatchObject({ kind: 'block', block: { number: 34 } })
    await blocks.end()
  })

  test('blocks of which the node knows nothing at all', async () => {
    await seal(30)
    node.change = forgetting(15)
    const blocks = new Consumer(watchBlocks(chain, { from: 0 }))
    const [gap, next] = await blocks.pullTimes(2)
    expect(gap).toEqual({ kind: 'gap', from: 0, to: 14, resume: 15 })
    expect(next).toMatchObject({ kind: 'block', block: { number: 15 } })
    await blocks.end()
  })

  test('with an archive there is no gap', async () => {
    const told = {
      blockTime: 'manual',
      finalityDepth: 2,
      emission: false,
      startTime: 1_700_000_000_000,
    } as const
    const archive = await startDevnet({ ...told, archive: true })
    const pruned = await startDevnet(told)
    await Promise.all([seal(30, archive), seal(30, pruned)])
    pruned.faults.pruneStates(20)
    const forgetful = await TamperingNode.before(pruned.url)
    forgetful.change = forgetting(10)
    const kept = await connect({ endpoints: forgetful.url, archives: [archive.url] })
    const blocks = new Consumer(watchBlocks(kept, { from: 0 }))
    await blocks.pullTimes(25)
    expect(applied(blocks.items)).toEqual(await hashesOf(archive, 0, 24))
    const old = blocks.items[5]
    expect(old?.kind === 'block' && old.at.runtime.specVersion).toBe(424)
    await blocks.end()
    await kept.close()
    await forgetful.close()
    await Promise.all([archive.close(), pruned.close()])
  })
})

describe('what it costs', () => {
  test('nothing before the first pull; a block at a time for one who comes late', async () => {
    const long = await startDevnet({ blockTime: 'manual', finalityDepth: 0, emission: false, archive: true })
    const front = await TamperingNode.before(long.url)
    const late = await connect({ endpoints: front.url })
    const before = front.requests.length
    const blocks = new Consumer(watchBlocks(late, { from: 1 }))
    expect(front.requests.length).toBe(before)
    await seal(1, long)
    await blocks.pullTimes(1)
    await seal(1_000, long)
    await vi.waitUntil(() => late.connection.reached.finalized === 1_001)
    await late.connection.send('system_chain', [])
    const idle = front.requests.length
    await late.connection.send('system_chain', [])
    expect(front.requests.length).toBe(idle + 1)

    let most = 0
    const answered = new Set<Request>()
    front.change = (message, request) => {
      const open = front.requests.slice(idle + 1).filter((asked) => !answered.has(asked))
      most = Math.max(most, open.length)
      if (request) answered.add(request)
      return message
    }
    await blocks.pullTimes(1)
    expect(front.requests.length - idle - 1).toBe(3)
    expect(most).toBe(1)
    front.change = (message) => message
    await blocks.pullTimes(999)
    expect(front.requests.length - idle - 1).toBe(3_000)
    expect(applied(blocks.items)).toEqual(await hashesOf(long, 1))
    await late.close()
    await front.close()
    await long.close()
  })

  test('many who watch share the subscriptions and the questions, but nobody waits for another', async () => {
    await seal(FINALITY)
    const subscriptions = node.asked('chain_subscribeFinalizedHeads')
    const consumers = Array.from({ length: 5 }, () => new Consumer(watchBlocks(chain, { from: 1 })))
    const slow = new Consumer(watchBlocks(chain, { from: 1 }))
    const pulls = [...consumers, slow].map((consumer) => consumer.pull())
    await vi.waitUntil(() => node.asked('chain_subscribeFinalizedHeads') > subscriptions)
    await seal(1)
    await Promise.all(pulls)
    expect(node.asked('chain_subscribeFinalizedHeads')).toBe(subscriptions + 1)
    await seal(3)
    await vi.waitUntil(() => chain.connection.reached.finalized === 4)
    await chain.connection.send('system_chain', [])
    const headers = node.asked('chain_getHeader')
    for (let at = 0; at < 3; at++) await Promise.all(consumers.map((consumer) => consumer.pull()))
    expect(node.asked('chain_getHeader') - headers).toBe(3)
    for (const consumer of consumers) expect(numbersOf(consumer.items)).toEqual([1, 2, 3, 4])
    expect(numbersOf(slow.items)).toEqual([1])
    for (const consumer of [...consumers, slow]) await consumer.end()
  })
})

describe('letting go', () => {
  /** The subscriptions that are open at the node beside the connection's own, by what was asked for. */
  const watching = () => node.asked('chain_subscribeNewHeads') - node.asked('chain_unsubscribeNewHeads') - own
  let own = 0
  beforeEach(() => {
    own = node.asked('chain_subscribeNewHeads')
  })

  test('break ends the subscriptions', async () => {
    await seal(FINALITY + 1)
    for await (const item of watchBlocks(chain, { from: 1 })) {
      expect(watching()).toBe(1)
      expect(item.kind).toBe('block')
      break
    }
    await vi.waitUntil(() => watching() === 0)
  })

  test('a signal ends a pull that waits, at once, with its reason; and one that nobody pulls', async () => {
    const control = new AbortController()
    const waiting = new Consumer(watchBlocks(chain, { from: 100, signal: control.signal }))
    await seal(FINALITY + 1)
    const resting = new Consumer(watchBlocks(chain, { from: 1, signal: control.signal }))
    await resting.pullTimes(1)
    const pull = waiting.pull()
    await vi.waitUntil(() => watching() === 1)
    const reason = new Error('enough')
    control.abort(reason)
    await pull
    expect(waiting.failure).toBe(reason)
    await vi.waitUntil(() => watching() === 0)
    await expect(resting.pullTimes(1)).rejects.toBe(reason)
    const tooLate = watchBlocks(chain, { signal: control.signal })[Symbol.asyncIterator]()
    await expect(tooLate.next()).rejects.toBe(reason)
    expect(await tooLate.next()).toEqual({ done: true, value: undefined })
  })

  test('return() ends a pull that waits', async () => {
    const iterator = watchBlocks(chain, { from: 100 })[Symbol.asyncIterator]()
    const pull = iterator.next()
    await vi.waitUntil(() => watching() === 1)
    expect(await iterator.return?.()).toEqual({ done: true, value: undefined })
    expect(await pull).toEqual({ done: true, value: undefined })
    await vi.waitUntil(() => watching() === 0)
  })

  test('a chain that is closed ends all, with an error', async () => {
    const blocks = new Consumer(watchBlocks(chain, { from: 100 }))
    const pull = blocks.pull()
    await vi.waitUntil(() => watching() === 1)
    await chain.close()
    await pull
    expect(blocks.failure).toMatchObject({ code: 'Disconnected' })
  })

  test('no timer is left', async () => {
    let timers = 0
    const clock = {
      now: hastyClock.now,
      after(ms: number, callback: () => void) {
        timers++
        let over = false
        const end = () => {
          if (!over) timers--
          over = true
        }
        const cancel = hastyClock.after(ms, () => {
          end()
          callback()
        })
        return () => {
          end()
          cancel()
        }
      },
    }
    await seal(FINALITY + 1)
    const timed = await connect({ endpoints: node.url, clock })
    await timed.connection.send('system_chain', [])
    const before = timers
    const signal = AbortSignal.timeout(60_000)
    for await (const { kind } of watchBlocks(timed, { from: 1, signal })) if (kind === 'block') break
    await timed.connection.send('system_chain', [])
    await vi.waitUntil(() => timers === before)
    await timed.close()
    expect(timers).toBe(0)
  })

  test('two pulls at once get one block after the other', async () => {
    await seal(FINALITY + 2)
    const iterator = watchBlocks(chain, { from: 1 })[Symbol.asyncIterator]()
    const both = await Promise.all([iterator.next(), iterator.next()])
    expect(both.map(({ value }) => value?.kind === 'block' && value.block.number)).toEqual([1, 2])
    await iterator.return?.()
  })
})

describe('errors', () => {
  test('what names no block is refused at once', () => {
    for (const from of [-1, 1.5, Number.NaN, 2 ** 32]) {
      expect(() => watchBlocks(chain, { from })).toThrow(expect.objectContaining({ code: 'InvalidBlock' }))
    }
  })

  test('what the node refuses is thrown, and the iteration is over', async () => {
    await seal(FINALITY + 1)
    node.change = (message, request) =>
      request?.method === 'chain_getHeader'
        ? { id: request.id, jsonrpc: '2.0', error: { code: -32603, message: 'Internal error' } }
        : message
    const blocks = new Consumer(watchBlocks(chain, { from: 1 }))
    await expect(blocks.pullTimes(1)).rejects.toMatchObject({ code: 'RpcError' })
    blocks.failure = undefined
    await blocks.pull()
    expect(blocks.ended).toBe(true)
    expect(blocks.items).toEqual([])
  })

  test('a node whose blocks do not follow each other is not believed and not asked for ever', async () => {
    await seal(FINALITY + 3)
    node.change = (message, request) => {
      const { result } = message as { result?: { number?: string } }
      return request?.method === 'chain_getHeader' && result?.number === '0x2'
        ? { ...message, result: { ...result, parentHash: `0x${'12'.repeat(32)}` } }
        : message
    }
    const blocks = new Consumer(watchBlocks(chain, { from: 1 }))
    await blocks.pullTimes(1)
    const waiting = blocks.pull()
    await vi.waitUntil(() => node.asked('chain_getHeader') > 1)
    for (let at = 0; at < 5; at++) await chain.connection.send('system_chain', [])
    const asked = node.asked('chain_getHeader')
    for (let at = 0; at < 5; at++) await chain.connection.send('system_chain', [])
    expect(node.asked('chain_getHeader')).toBe(asked)
    await blocks.end()
    await waiting
  })
})

/** A node that has thrown away its blocks below a number, headers and all. */
function forgetting(below: number) {
  return (message: Message, request: Request | undefined): unknown => {
    const [asked] = request?.params ?? []
    const { result } = message as { result?: { number?: string } }
    const number =
      request?.method === 'chain_getBlockHash' && typeof asked === 'number'
        ? asked
        : Number(result?.number ?? below)
    const knows = request?.method === 'chain_getBlockHash' || request?.method === 'chain_getHeader'
    // The genesis is always known.
    return knows && asked !== 0 && number < below ? { ...message, result: null } : message
  }
}
