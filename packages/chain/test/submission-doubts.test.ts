import { afterEach, describe, expect, test } from 'vitest'
import { bytesOf } from '../src/bytes.ts'
import { connect, type Hex, type SignedExtrinsic, sign, submit } from '../src/index.ts'
import { apiOf } from '../src/runtime/runtime.ts'
import { FrameProxy } from './frame-proxy.ts'
import { alice, bob, Rig, statesOf } from './rig.ts'
import { TamperingNode } from './tampering-node.ts'
import { sameChain, Twin } from './twin.ts'

const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function start(finalityDepth = 0): Promise<Rig> {
  const rig = await Rig.start({ ...sameChain, finalityDepth })
  cleanups.push(() => rig.close())
  await rig.seal(3)
  return rig
}

/** A client of its own, with a node that lies when it is told to, and another one beside. */
async function between(rig: Rig): Promise<{
  node: TamperingNode
  twin: Twin
  second: FrameProxy
  chain: Awaited<ReturnType<typeof connect>>
}> {
  const node = await TamperingNode.before(rig.devnet.url)
  const twin = await Twin.of(rig.devnet, { finalityDepth: 0 })
  await twin.follow()
  const second = await FrameProxy.before(twin.devnet.port)
  second.down = true
  const chain = await connect({
    endpoints: [node.url, second.url],
    clock: rig.clock,
    staleAfter: Number.POSITIVE_INFINITY,
  })
  cleanups.push(
    () => twin.devnet.close(),
    () => second.close(),
    () => node.close(),
    () => chain.close(),
  )
  return { node, twin, second, chain }
}

const STORY = 'two nodes tell different histories of the chain'

describe('a node that tells another history', () => {
  test('before the birth ends nothing as long as nobody else was heard, and nothing where another contradicts', async () => {
    const rig = await start()
    const { node, twin, second, chain } = await between(rig)
    const signed = await rig.signed()
    node.change = (message, request) =>
      request?.method === 'chain_getBlockHash' && request.params[0] === signed.era.birth.number
        ? { ...message, result: `0x${'ab'.repeat(32)}` }
        : message
    rig.devnet.faults.set({ neverInclude: 'all' })
    const submission = submit(chain, signed, { sentBefore: true })
    await rig.until(() => submission.state.status === 'unresolved')
    await rig.seal(2)
    expect(submission.state.status).toBe('unresolved')
    second.down = false
    await twin.follow()
    await rig.seal()
    await rig.until(() => 'reason' in submission.state && submission.state.reason === STORY)
    node.change = (message) => message
    rig.devnet.faults.set({ neverInclude: [] })
    second.down = true
    second.cut()
    node.dropClients()
    await rig.seal()
    await rig.until(() => submission.state.status === 'settled', 200)
    expect(await submission.outcome).toMatchObject({ kind: 'included' })
    await rig.truth.confirm(signed, await submission.outcome)
  }, 20_000)

  test('in which its era ended frees no nonce where another node has it included', async () => {
    const rig = await start()
    const { twin, second, chain } = await between(rig)
    second.down = false
    const signed = await rig.signed(rig.remark(), alice, 8)
    rig.devnet.faults.set({ neverInclude: 'all' })
    await twin.truth.ask('author_submitExtrinsic', signed.bytes)
    const submission = submit(chain, signed)
    const states = statesOf(submission)
    for (let block = 0; block < 9; block++) {
      await twin.devnet.sealBlock()
      await rig.seal()
    }
    await rig.until(() => 'reason' in submission.state && submission.state.reason === STORY)
    expect(states).not.toContain('settled expired')
    expect(await chain.nonces.holes(alice.address)).toEqual([])
    submission.stop()
  })

  test('in which another transaction took its place frees nothing either', async () => {
    const rig = await start()
    const { twin, second, chain } = await between(rig)
    second.down = false
    const signed = await rig.signed()
    const rival = await sign(rig.chain, rig.remark('0x0bad'), alice, { nonce: signed.nonce })
    await twin.truth.ask('author_submitExtrinsic', signed.bytes)
    await rig.truth.ask('author_submitExtrinsic', rival.bytes)
    await twin.devnet.sealBlock()
    await rig.seal()
    const submission = submit(chain, signed, { sentBefore: true })
    await rig.until(() => 'reason' in submission.state && submission.state.reason === STORY)
    submission.stop()
  })
})

test('what a node left out of a block is found when another one answers', async () => {
  const rig = await start()
  const { node, twin, second, chain } = await between(rig)
  const signed = await rig.signed(rig.remark(), alice, 8)
  await rig.sealed(submit(rig.chain, signed).outcome)
  node.change = (message, request) => {
    if (request?.method !== 'chain_getBlock') return message
    const { block } = message.result as { block: { extrinsics: Hex[] } }
    const extrinsics = block.extrinsics.filter((bytes) => bytes !== signed.bytes)
    return { ...message, result: { block: { ...block, extrinsics } } }
  }
  const submission = submit(chain, signed, { sentBefore: true })
  await rig.until(() => node.asked('chain_getBlock') > 0)
  await rig.seal()
  expect(submission.state.status).not.toBe('settled')
  node.change = () => undefined
  node.dropClients()
  await rig.seal(9)
  await twin.follow()
  second.down = false
  await rig.until(() => submission.state.status === 'settled', 200)
  expect(await submission.outcome).toMatchObject({ kind: 'included', block: { number: 4 } })
  await rig.truth.confirm(signed, await submission.outcome)
}, 20_000)

test('bytes that a silent node sits on are given to another, and followed to their end', async () => {
  const rig = await start(2)
  const { twin, second, chain } = await between(rig)
  second.down = false
  rig.devnet.faults.set({ neverInclude: 'all' })
  const submission = submit(chain, await rig.signed())
  await rig.until(() => submission.state.status === 'broadcast')
  const pending = () => twin.truth.ask<string[]>('author_pendingExtrinsics')
  for (let block = 0; (await pending()).length === 0; block++) {
    if (block > 12) throw new Error('it was never offered')
    await rig.seal()
    await twin.follow()
  }
  const { number } = await twin.devnet.sealBlock()
  // The author's block reaches the silent node.
  rig.devnet.faults.reorg({ depth: 0, transactions: 'lost', include: [submission.signed.bytes] })
  await rig.truth.note()
  await rig.seal(3)
  await rig.until(() => submission.state.status === 'settled')
  expect(await submission.outcome).toMatchObject({ kind: 'included', block: { number } })
  await rig.truth.confirm(submission.signed, await submission.outcome)
})

test('bytes go to a node that has no room to watch them, and are followed by the blocks', async () => {
  const rig = await start()
  const { connection } = rig.chain
  const first = submit(rig.chain, await rig.signed())
  await rig.quiet()
  const watch = () =>
    connection.subscribe('state_runtimeVersion', 'state_subscribeRuntimeVersion', [], () => {})
  let full: unknown
  while (!full) await watch().catch((error: unknown) => (full = error))
  expect(full).toMatchObject({ rpcCode: -32006 })

  const submission = submit(rig.chain, await rig.signed())
  await rig.quiet()
  expect(submission.state.status).toBe('broadcast')
  await rig.seal()
  await rig.until(() => submission.state.status === 'settled')
  for (const { outcome } of [first, submission])
    expect(await outcome).toMatchObject({ kind: 'included', block: { number: 4 } })
  // What it refuses then is refused as ever.
  rig.devnet.faults.set({ refuse: { code: 1016 } })
  const refused = submit(rig.chain, await rig.signed())
  await rig.until(() => refused.state.status === 'settled')
  expect(await refused.outcome).toMatchObject({ kind: 'refused', refusal: { rpcCode: 1016 } })
}, 30_000)

test('what took the nonce is found although the states of then are gone', async () => {
  const rig = await start(2)
  const signed = await rig.signed()
  const rival = await sign(rig.chain, rig.remark('0x0bad'), alice, { nonce: signed.nonce })
  await rig.truth.ask('author_submitExtrinsic', rival.bytes)
  await rig.seal(6)
  rig.devnet.faults.pruneStates()
  await using chain = await connect({ endpoints: rig.devnet.url })
  const submission = submit(chain, signed, { sentBefore: true })
  await rig.until(() => submission.state.status === 'settled')
  expect(await submission.outcome).toMatchObject({ kind: 'replaced', by: rival.hash, block: { number: 4 } })
  await rig.truth.confirm(signed, await submission.outcome)
})

test('a block whose hash was not there once is asked for again', async () => {
  const rig = await start()
  const { node, chain } = await between(rig)
  const signed = await rig.signed(rig.remark(), alice, 8)
  await rig.sealed(submit(rig.chain, signed).outcome)
  await rig.seal(9)
  const { lastBlock } = signed.era
  let there = false
  node.change = (message, request) =>
    !there && request?.method === 'chain_getBlockHash' && request.params[0] === lastBlock
      ? { ...message, result: null }
      : message
  const submission = submit(chain, signed, { sentBefore: true })
  await rig.until(() => 'needs' in submission.state)
  there = true
  await rig.seal()
  await rig.until(() => submission.state.status === 'settled')
  expect(await submission.outcome).toMatchObject({ kind: 'included' })
})

test('as long as finality stands still a new block costs no more than itself', async () => {
  const rig = await start()
  rig.devnet.faults.set({ neverInclude: 'all' })
  const submission = submit(rig.chain, await rig.signed(rig.remark(), alice, 2048))
  await rig.quiet()
  rig.devnet.faults.set({ stopFinality: true })
  for (let block = 0; block < 600; block++) await rig.devnet.sealBlock()
  await rig.seal()
  expect(submission.state.status).toBe('broadcast')
  let bodies = 0
  rig.proxy.fate = ({ direction, text }) => {
    if (direction === 'up' && text.includes('"chain_getBlock"')) bodies++
    return 'pass'
  }
  await rig.seal(4)
  expect(bodies).toBeLessThanOrEqual(4)
  submission.stop()
}, 60_000)

describe('a record', () => {
  test('that says something else than its bytes is refused, whatever it is', async () => {
    const rig = await start()
    const signed = await rig.signed(rig.remark('0x0102'))
    const hashOf = (bytes: Hex) => apiOf(rig.chain.runtime).registry.hash(bytesOf(bytes)).toHex()
    const withBytes = (bytes: Hex): Partial<SignedExtrinsic> => ({ bytes, hash: hashOf(bytes) })
    const wrong: Partial<SignedExtrinsic>[] = [
      { call: rig.remark('0x0103').bytes },
      { call: '0x' },
      { call: signed.call.replace('0x00', '0x') as Hex },
      { address: 'nobody' },
      { nonce: Number.NaN },
      { era: { ...signed.era, period: 100, lastBlock: signed.era.birth.number + 99 } },
      withBytes('0x'),
      withBytes('0x00'),
      withBytes('0x0484'),
      withBytes(`${signed.bytes}00`),
      withBytes(signed.bytes.slice(0, -2) as Hex),
      withBytes(`0x${'ff'.repeat(140)}`),
    ]
    for (const change of wrong) {
      expect(() => submit(rig.chain, { ...signed, ...change }), JSON.stringify(change)).toThrow(
        expect.objectContaining({ code: 'InvalidExtrinsic' }),
      )
    }
    const carried = submit(rig.chain, JSON.parse(JSON.stringify(signed)))
    expect((await rig.sealed(carried.outcome)).kind).toBe('included')
  })

  test('that went to one node by one connection is not refused by another node of another', async () => {
    const rig = await start()
    const signed = await rig.signed(rig.remark(), bob)
    const twin = await Twin.of(rig.devnet, { finalityDepth: 0 })
    await twin.follow(2)
    await using there = await connect({ endpoints: twin.devnet.url, clock: rig.clock })
    const first = submit(rig.chain, signed)
    await rig.quiet()
    const second = submit(there, signed)
    await rig.until(() => second.state.status !== 'signed')
    expect(second.state.status).toBe('unresolved')
    expect((await rig.sealed(first.outcome)).kind).toBe('included')
    second.stop()
    await twin.devnet.close()
  })
})
