import { localnetGenesis, startDevnet } from '@stake/devnet'
import { afterEach, describe, expect, test } from 'vitest'
import { buildCall, type Chain, connect, readHead, type SignedExtrinsic, submit } from '../src/index.ts'
import { FrameProxy } from './frame-proxy.ts'
import { alice, bob, Rig, statesOf } from './rig.ts'
import { TamperingNode } from './tampering-node.ts'
import { Truth } from './truth.ts'
import { sameChain, Twin } from './twin.ts'

const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

/** A rig whose client has a second endpoint, which is not there at first. */
async function withSecond(finalityDepth = 2): Promise<{ rig: Rig; twin: Twin; second: FrameProxy }> {
  const twin = await Twin.start({ finalityDepth })
  const second = await FrameProxy.before(twin.devnet.port)
  second.down = true
  const rig = await Rig.start({ ...sameChain, finalityDepth }, (url) => ({ endpoints: [url, second.url] }))
  twin.after(rig.devnet)
  cleanups.push(
    () => twin.devnet.close(),
    () => second.close(),
    () => rig.close(),
  )
  return { rig, twin, second }
}

/** The first node goes, the second comes. */
async function failOver(rig: Rig, second: FrameProxy): Promise<void> {
  rig.proxy.down = true
  second.down = false
  rig.proxy.cut()
  await rig.until(() => !rig.chain.connection.isConnected)
  await rig.connected()
  expect(rig.chain.connection.endpoint).toContain(second.url.slice(5))
  await settled(rig, second)
}

async function settled(rig: Rig, second: FrameProxy): Promise<void> {
  let still = 0
  let before = -1
  while (still < 12) {
    await rig.quiet()
    still = second.count === before && second.isIdle ? still + 1 : 0
    before = second.count
  }
}

describe('a node that lags after a fail-over', () => {
  test('retracts nothing, expires nothing and hands out no used nonce; when it has caught up, it settles', async () => {
    const { rig, twin, second } = await withSecond(3)
    await rig.seal(4)
    await twin.follow()
    const early = submit(rig.chain, await rig.signed())
    await rig.quiet()
    await rig.seal(4)
    expect((await early.outcome).kind).toBe('included')
    const late = submit(rig.chain, await rig.signed(rig.remark('0x01'), alice, 8))
    const states = statesOf(late)
    await rig.quiet()
    await rig.seal(2)
    expect(states.at(-1)).toBe('inBlock 9')

    await failOver(rig, second)
    expect((await readHead(rig.chain, 'best')).number).toBe(4)
    expect(states.at(-1)).toBe('inBlock 9')
    // The node counts from the block that it has; we know better.
    expect(await rig.chain.connection.send('system_accountNextIndex', [alice.address])).toBeLessThan(2)
    expect((await rig.signed(rig.remark(), alice, 64)).nonce).toBe(2)
    await twin.follow(8)
    await settled(rig, second)
    expect(states.at(-1)).toBe('inBlock 9')
    await rig.devnet.sealBlock()
    await rig.devnet.sealBlock()
    await twin.follow()
    await settled(rig, second)
    expect(states.slice(2)).toEqual(['inBlock 9', 'settled included'])
    await twin.truth.confirm(late.signed, await late.outcome)
  })

  test('on another branch undoes nothing, until it is as far as the first one was', async () => {
    const { rig, twin, second } = await withSecond(6)
    await rig.seal(4)
    await twin.follow()
    const submission = submit(rig.chain, await rig.signed())
    const states = statesOf(submission)
    await rig.quiet()
    await rig.seal(3)
    expect(states.at(-1)).toBe('inBlock 5')
    twin.devnet.faults.set({ neverInclude: 'all' })
    await failOver(rig, second)
    for (let number = 5; number <= 6; number++) {
      await twin.devnet.sealBlock()
      await settled(rig, second)
      expect(states.at(-1), `at ${number}`).toBe('inBlock 5')
    }
    await twin.devnet.sealBlock()
    await settled(rig, second)
    expect(states).toContain('retracted 5')
    submission.stop()
  })

  test('is sent what it does not know, and the transaction is included there', async () => {
    const { rig, twin, second } = await withSecond()
    await rig.seal(4)
    await twin.follow()
    rig.devnet.faults.set({ neverInclude: 'all' })
    const waiting = submit(rig.chain, await rig.signed())
    await rig.quiet()
    await failOver(rig, second)
    for (let block = 0; block < 4; block++) {
      await twin.devnet.sealBlock()
      await settled(rig, second)
    }
    expect(await waiting.outcome).toMatchObject({ kind: 'included', block: { number: 5 } })
    await twin.truth.confirm(waiting.signed, await waiting.outcome)
  })

  test('does not make the end of an era: what is not final there is not over', async () => {
    const { rig, twin, second } = await withSecond()
    await rig.seal(2)
    await twin.follow()
    rig.devnet.faults.set({ neverInclude: 'all' })
    const waiting = submit(rig.chain, await rig.signed(rig.remark(), alice, 8))
    await rig.quiet()
    rig.devnet.faults.set({ stopFinality: true })
    await rig.seal(20)
    await twin.follow(6)
    await failOver(rig, second)
    expect(waiting.state.status).not.toBe('settled')
    await twin.follow()
    await settled(rig, second)
    expect(await waiting.outcome).toMatchObject({ kind: 'expired', reason: 'eraEnded' })
    await twin.truth.confirm(waiting.signed, await waiting.outcome)
  })
})

test('bytes that a node gave up are offered to another one, which passes them on', async () => {
  const { rig, twin, second } = await withSecond()
  await rig.seal(3)
  await twin.follow()
  rig.devnet.faults.dropNextSubmission('beforeTaking')
  const signed = await rig.signed()
  const submission = submit(rig.chain, signed)
  await rig.until(() => !rig.chain.connection.isConnected)
  rig.devnet.faults.set({ refuse: { code: 1012 } })
  second.down = false
  rig.chain.connection.send('system_chain', []).catch(() => undefined)
  rig.proxy.down = false
  await rig.connected()
  const pending = () => twin.truth.ask<string[]>('author_pendingExtrinsics')
  for (let tries = 0; !(await pending()).includes(signed.bytes); tries++) {
    if (tries > 50) throw new Error('it was never offered')
    await rig.seal()
    await settled(rig, second)
  }
  submission.stop()
})

describe('a discarded state', () => {
  /** Included by a program that has ended since; then the node forgets. */
  async function included(rig: Rig): Promise<SignedExtrinsic> {
    const submission = submit(rig.chain, await rig.signed())
    await rig.sealed(submission.outcome)
    await rig.seal(4)
    rig.devnet.faults.pruneStates()
    return submission.signed
  }

  const again = async (rig: Rig, archives: string[]): Promise<Chain> => {
    const chain = await connect({ endpoints: rig.devnet.url, archives })
    cleanups.push(() => chain.close())
    return chain
  }

  test('leaves it unresolved, with the block that is needed', async () => {
    const rig = await Rig.start(sameChain)
    cleanups.push(() => rig.close())
    const signed = await included(rig)
    const resumed = submit(await again(rig, []), signed, { sentBefore: true })
    await rig.until(() => 'needs' in resumed.state)
    await rig.seal(3)
    expect(resumed.state).toMatchObject({ status: 'unresolved', needs: [1] })
    resumed.stop()
  })

  test('is read from an archive', async () => {
    const twin = await Twin.start({ archive: true })
    const rig = await Rig.start(sameChain)
    twin.after(rig.devnet)
    cleanups.push(
      () => twin.devnet.close(),
      () => rig.close(),
    )
    const signed = await included(rig)
    await twin.follow()
    const resumed = submit(await again(rig, [twin.devnet.url]), signed, { sentBefore: true })
    expect(await resumed.outcome).toMatchObject({ kind: 'included', block: { number: 1 } })
    await rig.truth.confirm(signed, await resumed.outcome)
  })
})

describe('blocks that are not served', () => {
  async function pruned(archived: boolean): Promise<{ rig: Rig; node: TamperingNode; chain: Chain }> {
    const rig = await Rig.start(sameChain)
    const node = await TamperingNode.before(rig.devnet.url)
    const chain = await connect({
      endpoints: node.url,
      ...(archived && { archives: [rig.devnet.url] }),
    })
    cleanups.push(
      () => rig.close(),
      () => node.close(),
      () => chain.close(),
    )
    // It has thrown away the bodies of old blocks, and keeps the headers.
    node.change = (message, request) =>
      request?.method === 'chain_getBlock' && gone.has(String(request.params[0]))
        ? { ...message, result: null }
        : message
    return { rig, node, chain }
  }
  const gone = new Set<string>()
  const forget = async (rig: Rig, from: number, to: number) => {
    for (let number = from; number <= to; number++)
      gone.add(await rig.truth.ask<string>('chain_getBlockHash', number))
  }

  test('are named', async () => {
    const { rig, chain } = await pruned(false)
    const submission = submit(rig.chain, await rig.signed(rig.remark(), alice, 8))
    await rig.sealed(submission.outcome)
    await rig.seal(9)
    await forget(rig, 1, 3)
    const again = submit(chain, submission.signed, { sentBefore: true })
    await rig.until(() => 'needs' in again.state)
    expect(again.state).toMatchObject({ needs: [1, 2, 3] })
    again.stop()
  })

  test('are not needed where the nonce was never used', async () => {
    const { rig, chain } = await pruned(false)
    const signed = await rig.signed(rig.remark(), alice, 8)
    await rig.seal(12)
    await forget(rig, 1, 3)
    const again = submit(chain, signed, { sentBefore: true })
    expect(await again.outcome).toMatchObject({ kind: 'expired', reason: 'eraEnded' })
    await rig.truth.confirm(signed, await again.outcome)
  })

  test('are needed where the account is gone, whose nonce begins anew', async () => {
    const { rig, chain } = await pruned(false)
    const dest = { type: 'Id', value: bob.address } as const
    const leave = buildCall(rig.chain, 'Balances', 'transfer_all', { dest, keep_alive: false })
    const submission = submit(rig.chain, await rig.signed(leave, alice, 8))
    await rig.sealed(submission.outcome)
    await rig.seal(9)
    expect(await rig.truth.ask('system_accountNextIndex', alice.address)).toBe(0)
    await forget(rig, 1, 3)
    const again = submit(chain, submission.signed, { sentBefore: true })
    await rig.until(() => 'needs' in again.state)
    expect(again.state).toMatchObject({ needs: [1, 2, 3] })
    gone.clear()
    await rig.seal()
    expect(await again.outcome).toMatchObject({ kind: 'included', block: { number: 1 } })
  })

  test('are read from an archive', async () => {
    const { rig, chain } = await pruned(true)
    const submission = submit(rig.chain, await rig.signed(rig.remark(), alice, 8))
    const first = await rig.sealed(submission.outcome)
    await rig.seal(9)
    await forget(rig, 1, 3)
    const again = submit(chain, submission.signed, { sentBefore: true })
    expect(await again.outcome).toEqual(first)
  })
})

describe('a lying endpoint', () => {
  test('of another chain is not taken for ours, however long the right one is away', async () => {
    const stranger = await startDevnet({ blockTime: 'manual', genesis: localnetGenesis() })
    const second = await FrameProxy.before(stranger.port)
    second.down = true
    const rig = await Rig.start(sameChain, (url) => ({ endpoints: [url, second.url] }))
    cleanups.push(
      () => stranger.close(),
      () => second.close(),
      () => rig.close(),
    )
    const submission = submit(rig.chain, await rig.signed(rig.remark(), alice, 8))
    await rig.quiet()
    rig.proxy.down = true
    second.down = false
    rig.proxy.cut()
    for (let block = 0; block < 12; block++) await stranger.sealBlock()
    await rig.until(() => second.count > 4, 50)
    expect(rig.chain.connection.isConnected).toBe(false)
    expect(submission.state.status).toBe('unresolved')
    rig.proxy.down = false
    const outcome = await rig.sealed(submission.outcome)
    expect(outcome).toMatchObject({ kind: 'included' })
    await rig.truth.confirm(submission.signed, outcome)
    expect(await new Truth(stranger.url).ask('author_pendingExtrinsics')).toEqual([])
  })

  test('whose metadata swaps two calls gets no signature', async () => {
    const rig = await Rig.start({
      faults: { swapCalls: [{ pallet: 'SubtensorModule', calls: ['add_stake', 'remove_stake'] }] },
    })
    cleanups.push(() => rig.close())
    await expect(rig.signed()).rejects.toMatchObject({ code: 'MetadataMismatch' })
    expect(await rig.chain.nonces.allocate(alice.address, async (nonce) => nonce)).toBe(0)
  })

  test('and bytes that are not what they say, or for another chain, go nowhere', async () => {
    const rig = await Rig.start(sameChain)
    cleanups.push(() => rig.close())
    const signed = await rig.signed()
    const { era } = signed
    const wrong: Partial<SignedExtrinsic>[] = [
      { genesisHash: `0x${'12'.repeat(32)}` },
      { hash: `0x${'12'.repeat(32)}` },
      { bytes: `${signed.bytes}00` },
      { nonce: 1 },
      { address: bob.address },
      { era: { ...era, lastBlock: era.lastBlock + 1 } },
      { era: { ...era, period: 128, lastBlock: era.lastBlock + 64 } },
      { era: { ...era, birth: { ...era.birth, number: 7 }, lastBlock: era.lastBlock + 7 } },
    ]
    for (const change of wrong) {
      expect(() => submit(rig.chain, { ...signed, ...change }), JSON.stringify(change)).toThrow(
        expect.objectContaining({ code: 'InvalidExtrinsic' }),
      )
    }
    expect(await rig.truth.ask('author_pendingExtrinsics')).toEqual([])
  })
})

describe('an upgrade in mid-flight', () => {
  const start = async (finalityDepth: number) => {
    const rig = await Rig.start({ ...sameChain, finalityDepth })
    cleanups.push(() => rig.close())
    await rig.seal(2)
    return rig
  }
  const upgrade = async (rig: Rig) => {
    rig.devnet.faults.upgradeRuntime({ specVersion: 425 })
    await rig.truth.note()
    await rig.quiet()
  }

  test('ends what waits, when the upgrade is final', async () => {
    const rig = await start(2)
    rig.devnet.faults.set({ neverInclude: 'all' })
    const submission = submit(rig.chain, await rig.signed())
    await rig.quiet()
    rig.devnet.faults.set({ neverInclude: [] })
    await upgrade(rig)
    expect(submission.state.status).toBe('unresolved')
    await rig.seal()
    expect(submission.state.status).toBe('unresolved')
    await rig.seal()
    expect(await submission.outcome).toMatchObject({ kind: 'expired', reason: 'runtimeUpgraded' })
    await rig.seal(3)
    await rig.truth.confirm(submission.signed, await submission.outcome)
  })

  test('that is undone ends nothing: the same bytes are good again', async () => {
    const rig = await start(4)
    rig.devnet.faults.set({ neverInclude: 'all' })
    const submission = submit(rig.chain, await rig.signed())
    await rig.quiet()
    rig.devnet.faults.set({ neverInclude: [] })
    await upgrade(rig)
    expect(submission.state.status).toBe('unresolved')
    // Its own node bans what it took for invalid; the author of the other branch never did.
    rig.devnet.faults.reorg({ depth: 1, transactions: 'lost', include: [submission.signed.bytes] })
    await rig.truth.note()
    await rig.quiet()
    expect(submission.state.status).toBe('inBlock')
    const outcome = await rig.sealed(submission.outcome)
    expect(outcome).toMatchObject({ kind: 'included' })
    await rig.truth.confirm(submission.signed, outcome)
  })

  test('just after it was included is no matter; its events are read with the runtime that made them', async () => {
    const rig = await start(2)
    const submission = submit(rig.chain, await rig.signed())
    await rig.quiet()
    await rig.devnet.sealBlock()
    rig.devnet.faults.upgradeRuntime({ specVersion: 425 })
    await rig.truth.note()
    await rig.quiet()
    const outcome = await rig.sealed(submission.outcome)
    expect(outcome).toMatchObject({ kind: 'included', block: { number: 3 } })
    await rig.truth.confirm(submission.signed, outcome)
  })

  test('before it was sent: what was signed for the old runtime is refused or has expired', async () => {
    const rig = await start(0)
    const [first, second] = [await rig.signed(), await rig.signed(rig.remark('0x02'))]
    await upgrade(rig)
    await rig.until(() => rig.chain.specVersion === 425)
    const refused = await submit(rig.chain, first).outcome
    expect(refused).toMatchObject({ kind: 'refused', refusal: { rpcCode: 1010 } })
    const expired = await submit(rig.chain, second, { sentBefore: true }).outcome
    expect(expired).toMatchObject({ kind: 'expired', reason: 'runtimeUpgraded' })
    await rig.truth.confirm(first, refused)
    await rig.truth.confirm(second, expired)
  })
})
