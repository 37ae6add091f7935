import { type AddressInfo, createServer } from 'node:net'
import { type Devnet, startDevnet } from '@stake/devnet'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  buildCall,
  type Chain,
  type Clock,
  connect,
  estimateFee,
  hasRuntimeApi,
  readHead,
  readSnapshot,
  readStorage,
  type SignedExtrinsic,
  sign,
  signerFromUri,
  submit,
  systemClock,
  watchBlocks,
  watchHeads,
} from '../src/index.ts'
import { altered, callOf, palletOf, rename, servingMetadata } from './metadata.ts'
import { type Message, type Request, TamperingNode } from './tampering-node.ts'

const alice = signerFromUri('//Alice')

/** Before a reconnect, and before what a node refused is asked again. */
const PAUSES = [250, 5_000]

/** The real clock, but for the pauses before another attempt, which are short; counts the timers that run. */
class HastyClock implements Clock {
  waiting = 0
  now = systemClock.now

  after(ms: number, callback: () => void): () => void {
    this.waiting++
    let done = false
    const end = () => {
      if (!done) this.waiting--
      done = true
    }
    const cancel = systemClock.after(PAUSES.includes(ms) ? 10 : ms, () => {
      end()
      callback()
    })
    return () => {
      end()
      cancel()
    }
  }
}

let devnet: Devnet
let node: TamperingNode
let clock: HastyClock
let chain: Chain

beforeEach(async () => {
  devnet = await startDevnet({ blockTime: 'manual' })
  node = await TamperingNode.before(devnet.url)
  clock = new HastyClock()
  chain = await connect({ endpoints: node.url, clock, random: () => 1 })
})
afterEach(async () => {
  await chain.close()
  await node.close()
  await devnet.close()
})

const remark = () => buildCall(chain, 'System', 'remark', { remark: '0x00' })
const signed = (period = 64): Promise<SignedExtrinsic> =>
  chain.nonces.allocate(alice.address, (nonce) => sign(chain, remark(), alice, { nonce, period }))

/** A few questions and answers: time for everything that a block sets off. */
async function settle(): Promise<void> {
  for (let trip = 0; trip < 25; trip++) await chain.connection.send('system_chain', [])
}

async function seal(blocks = 1): Promise<void> {
  for (let block = 0; block < blocks; block++) {
    await devnet.sealBlock()
    await settle()
  }
}

/** Changes the answers to one method. */
function answering(method: string, change: (result: unknown, request: Request) => unknown): void {
  node.change = (message, request) =>
    request?.method === method ? { ...message, result: change(message.result, request) } : message
}

function refusing(method: string): void {
  node.change = (message, request) =>
    request?.method === method
      ? { jsonrpc: '2.0', id: message.id, error: { code: -32000, message: 'not here' } }
      : message
}

const honest = () => {
  node.change = (message) => message
}

describe('nothing is concluded from an answer that is none', () => {
  test.each<[string, string, (result: unknown, request: Request) => unknown]>([
    ['no nonce', 'state_call', () => '0x'],
    ['half a nonce', 'state_call', () => '0x0000'],
    ['null for a nonce', 'state_call', () => null],
    ['a nonce and more', 'state_call', (result) => `${result}00`],
    ['no runtime version', 'state_getRuntimeVersion', () => ({})],
    ['null for a runtime version', 'state_getRuntimeVersion', () => null],
    ['a number for a block hash', 'chain_getBlockHash', () => 5],
    ['half a block hash', 'chain_getBlockHash', (result) => String(result).slice(0, 20)],
    ['an empty block', 'chain_getBlock', () => ({ block: {} })],
    ['no events', 'state_getStorage', () => null],
    ['an empty list of events', 'state_getStorage', () => '0x00'],
    ['events cut off', 'state_getStorage', (result) => String(result).slice(0, -8)],
  ])('%s', async (_, method, change) => {
    const bytes = await signed(8)
    answering(method, change)
    const submission = submit(chain, bytes)
    await vi.waitUntil(() => submission.state.status === 'broadcast')
    // It is included at once, and its era ends.
    await seal(10)
    expect(submission.state.status).not.toBe('settled')
    honest()
    await seal(2)
    expect(await submission.outcome).toMatchObject({ kind: 'included', final: true })
  })

  test('a transaction that waits is not taken for dead', async () => {
    answering('state_getRuntimeVersion', () => ({ specVersion: '425' }))
    const bytes = await signed()
    // Sent by nobody: its nonce stays unused, so only the version could end it.
    const submission = submit(chain, bytes, { sentBefore: true })
    node.change = (message, request) =>
      request?.method === 'state_getRuntimeVersion' ? { ...message, result: { specVersion: '425' } } : message
    await settle()
    expect(submission.state.status).not.toBe('settled')
    submission.stop()
  })

  test('events that the node threw away are named', async () => {
    const bytes = await signed()
    refusing('state_getStorage')
    const submission = submit(chain, bytes)
    await vi.waitUntil(() => submission.state.status === 'broadcast')
    await seal()
    expect(submission.state).toMatchObject({ status: 'unresolved', needs: [1] })
    honest()
    await seal()
    expect(await submission.outcome).toMatchObject({ kind: 'included', block: { number: 1 } })
  })

  test.each<[string, string, (result: unknown) => unknown, () => Promise<unknown>]>([
    [
      'a value left out',
      'state_queryStorageAt',
      () => [{ block: '0x00', changes: [] }],
      async () => readStorage(await chain.at('best'), [['SubtensorModule', 'SubnetTAO', 2]]),
    ],
    [
      'no set of values',
      'state_queryStorageAt',
      () => [],
      async () => readStorage(await chain.at('best'), [['SubtensorModule', 'SubnetTAO', 2]]),
    ],
    [
      'a snapshot cut off',
      'state_call',
      (result) => String(result).slice(0, -2),
      async () => readSnapshot(await chain.at('best'), {}),
    ],
    ['no header', 'chain_getHeader', () => null, () => readHead(chain, 'best')],
    ['a header without a number', 'chain_getHeader', () => ({ number: 5 }), () => readHead(chain, 'best')],
    [
      'no fee',
      'payment_queryFeeDetails',
      () => ({}),
      async () => estimateFee(await chain.at('best'), remark(), alice.address),
    ],
    ['a nonce that is text', 'system_accountNextIndex', () => '7', () => signed()],
    ['a nonce below zero', 'system_accountNextIndex', () => -1, () => signed()],
  ])('%s is an error by name', async (_, method, change, read) => {
    answering(method, change)
    await expect(read()).rejects.toMatchObject({
      code: 'MalformedAnswer',
      remedy: expect.stringMatching(/./),
    })
  })
})

test('connecting has one deadline, whatever a node leaves undone', async () => {
  const answers = node.change
  node.change = (message, request) =>
    request?.method === 'system_chain' ? undefined : answers(message, request)
  const slow = connect({ endpoints: node.url, timeout: 50 })
  await expect(slow).rejects.toMatchObject({ code: 'EndpointUnreachable' })
  const silent = createServer((socket) => socket.resume())
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const url = `ws://127.0.0.1:${(silent.address() as AddressInfo).port}`
  const mute = connect({ endpoints: [url, url, url], timeout: 50 })
  await expect(mute).rejects.toMatchObject({ code: 'EndpointUnreachable' })
  await new Promise((resolve) => silent.close(resolve))
})

describe('heads', () => {
  test('come on also where each answer is slower than the next block', async () => {
    const held: unknown[] = []
    node.change = (message, request) => {
      if (request?.method === 'chain_getBlockHash') {
        held.push(message)
        return undefined
      }
      if (message.method === 'chain_newHead')
        for (const late of held.splice(0, held.length)) queueMicrotask(() => node.tell(late))
      return message
    }
    const seen: number[] = []
    const stop = watchHeads(chain, ({ number }) => seen.push(number))
    await seal(4)
    expect(seen.length).toBeGreaterThan(1)
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
    stop()
  })

  test('that flood in ask no more than a few questions at a time, and the newest of them comes', async () => {
    const held: unknown[] = []
    const seen: number[] = []
    const stop = watchHeads(chain, ({ number }) => seen.push(number))
    await vi.waitUntil(() => seen.length === 1)
    node.change = (message, request) => {
      if (request?.method !== 'chain_getBlockHash') return message
      held.push(message)
      return undefined
    }
    const before = node.asked('chain_getBlockHash')
    const subscription = node.subscriptions.get('chain_subscribeNewHeads')
    const head = (number: number) => ({
      number: `0x${number.toString(16)}`,
      parentHash: `0x${'00'.repeat(32)}`,
    })
    for (let number = 1; number <= 1_000; number++)
      node.tell({
        jsonrpc: '2.0',
        method: 'chain_newHead',
        params: { subscription, result: head(number) },
      })
    await settle()
    expect(node.asked('chain_getBlockHash') - before).toBe(4)
    node.change = (message, request) =>
      request?.method === 'chain_getBlockHash' && request.params[0] === 1_000
        ? { ...message, result: `0x${'ab'.repeat(32)}` }
        : message
    for (const late of held.splice(0)) node.tell(late)
    await vi.waitUntil(() => seen.includes(1_000))
    expect(node.asked('chain_getBlockHash') - before).toBe(5)
    stop()
  })

  test('come where the node refuses them at first', async () => {
    refusing('chain_subscribeNewHeads')
    const seen: number[] = []
    const stop = watchHeads(chain, ({ number }) => seen.push(number))
    await vi.waitUntil(() => node.asked('chain_subscribeNewHeads') >= 2)
    honest()
    await vi.waitUntil(() => seen.length > 0)
    stop()
  })

  test('come again where the node refuses them after a reconnect', async () => {
    const seen: number[] = []
    const stop = watchHeads(chain, ({ number }) => seen.push(number))
    await vi.waitUntil(() => seen.length > 0)
    refusing('chain_subscribeNewHeads')
    node.dropClients()
    await vi.waitUntil(() => node.asked('chain_subscribeNewHeads') >= 2)
    honest()
    await vi.waitUntil(() => node.asked('chain_subscribeNewHeads') >= 3 && chain.connection.isConnected)
    const { number } = await devnet.sealBlock()
    await vi.waitUntil(() => seen.includes(number))
    stop()
  })

  test('that cannot be read are left out', async () => {
    const seen: number[] = []
    node.change = (message) =>
      message.method === 'chain_newHead'
        ? { ...message, params: { ...message.params, result: 'nonsense' } }
        : message
    const stop = watchHeads(chain, ({ number }) => seen.push(number))
    await seal()
    honest()
    await seal()
    expect(seen).toEqual([2])
    stop()
  })
})

describe('a head that no block has', () => {
  const far = { number: '0xffffffff', parentHash: `0x${'00'.repeat(32)}` }
  const lying = () => {
    node.change = (message) =>
      /^chain_(newHead|finalizedHead)$/.test(String(message.method))
        ? { ...message, params: { ...message.params, result: far } }
        : message
  }

  test.each(['best', 'finalized'] as const)('is not where %s blocks begin', async (which) => {
    lying()
    await seal(5)
    const blocks = watchBlocks(chain, { which })[Symbol.asyncIterator]()
    const first = blocks.next()
    await settle()
    honest()
    await seal()
    expect(await first).toMatchObject({ value: { kind: 'block' } })
    await blocks.return?.()
  })

  test.each(['best', 'finalized'] as const)('makes no gap in %s blocks', async (which) => {
    await seal(5)
    const blocks = watchBlocks(chain, { which, from: 1 })[Symbol.asyncIterator]()
    expect(await blocks.next()).toMatchObject({ value: { kind: 'block', block: { number: 1 } } })
    lying()
    await seal()
    for (let number = 2; number <= 3; number++)
      expect(await blocks.next()).toMatchObject({ value: { kind: 'block', block: { number } } })
    let read = 3
    const rest = (async () => {
      for (; read < 7; read++)
        expect(await blocks.next()).toMatchObject({ value: { block: { number: read + 1 } } })
    })()
    await settle()
    honest()
    await seal(6)
    await rest
    expect(read).toBe(7)
    await blocks.return?.()
  })
})

describe('an upgrade of the runtime', () => {
  let subscription: unknown
  let version: object

  beforeEach(async () => {
    await vi.waitUntil(() => node.subscriptions.has('state_subscribeRuntimeVersion'))
    subscription = node.subscriptions.get('state_subscribeRuntimeVersion')
    version = await chain.connection.send<object>('state_getRuntimeVersion', [])
  })

  /** From block `from` on the chain says that it runs the next version. */
  const upgrade = (
    from: number,
    change: (message: Message, request?: Request) => unknown = (same) => same,
  ) => {
    const hashes = new Map<string, number>()
    node.change = (message, request) => {
      if (request?.method !== 'state_getRuntimeVersion') return change(message, request)
      const at = request.params[0]
      const old = typeof at === 'string' && (hashes.get(at) ?? 0) < from
      return { ...message, result: { ...(message.result as object), specVersion: old ? 424 : 425 } }
    }
    const note = async (number: number) => {
      const hash = await chain.connection.send<string | null>('chain_getBlockHash', [number])
      if (hash) hashes.set(hash, number)
    }
    const params = { subscription, result: { ...version, specVersion: 425 } }
    return {
      note,
      announce: () => node.tell({ jsonrpc: '2.0', method: 'state_runtimeVersion', params }),
    }
  }

  test('is loaded; reads go on, nothing is signed, nothing is printed', async () => {
    const printed = [vi.spyOn(console, 'log'), vi.spyOn(console, 'error'), vi.spyOn(console, 'warn')]
    const { announce } = upgrade(0)
    expect((await readSnapshot(await chain.at('best'), {})).specVersion).toBe(425)
    announce()
    await vi.waitUntil(() => chain.specVersion === 425)
    expect(hasRuntimeApi(chain.runtime, 'SwapRuntimeApi.sim_swap_tao_for_alpha')).toBe(true)
    expect((await readSnapshot(await chain.at('best'), {})).specVersion).toBe(425)
    await expect(signed()).rejects.toMatchObject({ code: 'UnknownRuntime' })
    for (const spy of printed) expect(spy).not.toHaveBeenCalled()
  })

  test('takes with it what was known of the old one', async () => {
    const old = await chain.at(0)
    expect(chain.existentialDeposit.rao).toBe(500n)
    await devnet.sealBlock()
    await devnet.sealBlock()
    const { note, announce } = upgrade(1)
    for (const number of [0, 1, 2]) await note(number)
    servingMetadata(node, (own) =>
      altered(own, (metadata) => {
        const { constants } = palletOf(metadata, 'Balances')
        const deposit = constants.find(({ name }) => name.eq('ExistentialDeposit'))
        deposit?.set('value', deposit.registry.createType('Bytes', '0xbc02000000000000'))
        rename(callOf(metadata, 'SubtensorModule', 'lock_stake'), 'gone')
      }),
    )
    announce()
    await vi.waitUntil(() => chain.specVersion === 425)
    expect(chain.capabilities.locks).toBe(false)
    expect(chain.existentialDeposit.rao).toBe(700n)
    // Each block has the numbers of its own runtime.
    expect((await readSnapshot(await chain.at('best'), {})).existentialDeposit.rao).toBe(700n)
    expect((await readSnapshot(old, {})).existentialDeposit.rao).toBe(500n)
  })

  test('that cannot be loaded at once is loaded later', async () => {
    let refusals = 0
    const printed = [vi.spyOn(console, 'log'), vi.spyOn(console, 'error'), vi.spyOn(console, 'warn')]
    const { announce } = upgrade(0, (message, request) =>
      request?.method === 'system_chain' && refusals++ < 2
        ? { jsonrpc: '2.0', id: message.id, error: { code: -32000, message: 'busy' } }
        : message,
    )
    announce()
    await vi.waitUntil(() => chain.specVersion === 425)
    expect(refusals).toBe(3)
    for (const spy of printed) expect(spy).not.toHaveBeenCalled()
  })

  test('nonsense about it is not heard', async () => {
    for (const result of [null, 5, {}, { specVersion: '425' }]) {
      node.tell({ jsonrpc: '2.0', method: 'state_runtimeVersion', params: { subscription, result } })
    }
    await settle()
    expect(chain.specVersion).toBe(424)
  })

  test('what was done before it is read with the runtime that did it', async () => {
    const submission = submit(chain, await signed())
    await vi.waitUntil(() => submission.state.status === 'broadcast')
    const { note, announce } = upgrade(2)
    submission.stop()
    await devnet.sealBlock()
    await devnet.sealBlock()
    for (const number of [0, 1, 2]) await note(number)
    announce()
    await vi.waitUntil(() => chain.specVersion === 425)
    const again = submit(chain, submission.signed, { sentBefore: true })
    expect(await again.outcome).toMatchObject({ kind: 'included', block: { number: 1 } })

    // Somebody who met only the new runtime loads the old one.
    const late = await connect({ endpoints: node.url, clock })
    const learning = submit(late, submission.signed, { sentBefore: true })
    expect(await learning.outcome).toMatchObject({ kind: 'included', block: { number: 1 } })
    await late.close()
  })

  test('ends what was signed before and is in no block', async () => {
    const bytes = await signed()
    const { announce } = upgrade(0)
    announce()
    const submission = submit(chain, bytes, { sentBefore: true })
    node.change = (
      (change) => (message: Message, request: Request | undefined) =>
        request?.method === 'author_submitAndWatchExtrinsic'
          ? { jsonrpc: '2.0', id: message.id, error: { code: 1010, message: 'Invalid Transaction' } }
          : change(message, request)
    )(node.change)
    expect(await submission.outcome).toMatchObject({ kind: 'expired', reason: 'runtimeUpgraded' })
  })
})

describe('a submission', () => {
  test('settles although a listener throws', async () => {
    const others = process.listeners('uncaughtException')
    process.removeAllListeners('uncaughtException')
    const mistakes: Error[] = []
    const catching = (error: Error) => mistakes.push(error)
    process.on('uncaughtException', catching)
    const submission = submit(chain, await signed())
    submission.onState(() => {
      throw new Error('of the caller')
    })
    await vi.waitUntil(() => submission.state.status === 'broadcast')
    await seal(2)
    expect(await submission.outcome).toMatchObject({ kind: 'included' })
    process.off('uncaughtException', catching)
    for (const other of others) process.on('uncaughtException', other)
    expect(mistakes.length).toBeGreaterThan(1)
  })

  test('with a nonce that was used before its era ends when the era ends', async () => {
    const first = submit(chain, await signed())
    await vi.waitUntil(() => first.state.status === 'broadcast')
    await seal(2)
    await first.outcome
    const stale = await sign(chain, remark(), alice, { nonce: first.signed.nonce, period: 8 })
    const submission = submit(chain, stale)
    await seal(5)
    expect(submission.state.status).not.toBe('settled')
    await seal(5)
    expect(await submission.outcome).toMatchObject({ kind: 'expired', reason: 'eraEnded' })
  })

  test('of an account that was emptied meanwhile is found, although its nonce begins anew', async () => {
    const bytes = await signed(8)
    const first = submit(chain, bytes)
    await vi.waitUntil(() => first.state.status === 'broadcast')
    first.stop()
    await seal()
    const dest = { type: 'Id', value: signerFromUri('//Nobody').address } as const
    const leave = buildCall(chain, 'Balances', 'transfer_all', { dest, keep_alive: false })
    const leaving = submit(chain, await sign(chain, leave, alice, { nonce: bytes.nonce + 1 }))
    await vi.waitUntil(() => leaving.state.status === 'broadcast')
    await seal(2)
    expect(await leaving.outcome).toMatchObject({ kind: 'included' })
    expect(await chain.connection.send('system_accountNextIndex', [alice.address])).toBe(0)
    await seal(8)
    const outcome = await submit(chain, bytes, { sentBefore: true }).outcome
    expect(outcome).toMatchObject({ kind: 'included', block: { number: 1 } })
  })

  test('is not retracted by a node that is behind', async () => {
    const states: string[] = []
    const late = await startDevnet({ blockTime: 'manual', finalityDepth: 5 })
    const front = await TamperingNode.before(late.url)
    const there = await connect({ endpoints: front.url })
    const call = buildCall(there, 'System', 'remark', { remark: '0x00' })
    const bytes = await there.nonces.allocate(alice.address, (nonce) => sign(there, call, alice, { nonce }))
    const submission = submit(there, bytes)
    submission.onState(({ status }) => states.push(status))
    await vi.waitUntil(() => submission.state.status === 'broadcast')
    await late.sealBlock()
    await vi.waitUntil(() => submission.state.status === 'inBlock')
    front.change = (message, request) =>
      request?.method === 'chain_getBlockHash' && request.params[0] === 1
        ? { ...message, result: null }
        : message
    await late.sealBlock()
    for (let trip = 0; trip < 25; trip++) await there.connection.send('system_chain', [])
    expect(submission.state.status).toBe('inBlock')
    front.change = (message) => message
    for (let block = 0; block < 6; block++) {
      await late.sealBlock()
      for (let trip = 0; trip < 25; trip++) await there.connection.send('system_chain', [])
    }
    expect(await submission.outcome).toMatchObject({ kind: 'included' })
    expect(states).not.toContain('retracted')
    await there.close()
    await front.close()
    await late.close()
  })

  test('is included once and known to be, wherever the connection is cut', async () => {
    const cuts = 40
    for (let cut = 1; cut <= cuts; cut++) {
      await vi.waitUntil(() => chain.connection.isConnected, { timeout: 5_000 })
      const bytes = await signed()
      node.cutAfter = cut
      const submission = submit(chain, bytes)
      let done = false
      const outcome = submission.outcome.finally(() => {
        done = true
      })
      while (!done) {
        // Its era would end while nobody is there to send it again.
        await vi.waitUntil(() => chain.connection.isConnected, { timeout: 5_000 })
        await devnet.sealBlock()
        for (let trip = 0; trip < 10 && !done; trip++) {
          await chain.connection.send('system_chain', []).catch(() => undefined)
        }
      }
      expect(await outcome, `cut at message ${cut}`).toMatchObject({ kind: 'included' })
    }
    node.cutAfter = Number.POSITIVE_INFINITY
    await vi.waitUntil(() => chain.connection.isConnected, { timeout: 5_000 })
    expect(await chain.connection.send('system_accountNextIndex', [alice.address])).toBe(cuts)
  }, 60_000)

  test('leaves no timer and no subscription when it is stopped, and a closed chain leaves none at all', async () => {
    await settle()
    const alive = clock.waiting
    refusing('chain_subscribeFinalizedHeads')
    const submission = submit(chain, await signed())
    await vi.waitUntil(() => submission.state.status === 'broadcast')
    await vi.waitUntil(() => clock.waiting > alive)
    submission.stop()
    await settle()
    expect(clock.waiting).toBe(alive)
    expect(node.asked('author_unwatchExtrinsic')).toBe(1)
    expect(node.asked('chain_unsubscribeNewHeads')).toBe(1)

    const pending = submit(chain, await signed())
    await vi.waitUntil(() => pending.state.status === 'broadcast')
    await chain.close()
    expect(clock.waiting).toBe(0)
  })
})
