import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connect, type SignedExtrinsic, submit } from '../src/index.ts'
import { alice, Rig, statesOf } from './rig.ts'

let rig: Rig
let asked: string[]

beforeEach(async () => {
  rig = await Rig.start()
  await rig.seal(3)
  asked = []
  rig.proxy.fate = ({ direction, text }) => {
    if (direction === 'up') asked.push((JSON.parse(text) as { method: string }).method)
    return 'pass'
  }
})
afterEach(() => rig.close())

const times = (method: string) => asked.filter((name) => name === method).length

const many = async (count: number): Promise<SignedExtrinsic[]> => {
  const signed: SignedExtrinsic[] = []
  while (signed.length < count) signed.push(await rig.signed())
  return signed
}

describe('what a submission costs', () => {
  test('signing a hundred asks for the heads and the nonce once', async () => {
    const signed = await many(100)
    expect(new Set(signed.map(({ nonce }) => nonce)).size).toBe(100)
    expect(asked.length).toBeLessThanOrEqual(6)
  })

  test.each([1, 100])('%i that wait read one body a block, and one nonce a final block', async (count) => {
    const signed = await many(count)
    rig.devnet.faults.set({ neverInclude: 'all' })
    const submissions = signed.map((one) => submit(rig.chain, one))
    await rig.quiet()
    asked = []
    await rig.seal(6)
    expect(times('chain_getBlock')).toBeLessThanOrEqual(6)
    expect(times('state_call')).toBeLessThanOrEqual(6)
    expect(asked.length).toBeLessThanOrEqual(6 * 6)
    for (const submission of submissions) submission.stop()
  })

  test('a hundred in one block are found in it, and explained by its events, read once', async () => {
    const submissions = (await many(100)).map((one) => submit(rig.chain, one))
    await rig.quiet()
    asked = []
    await rig.seal(4)
    for (const { outcome } of submissions) expect((await outcome).kind).toBe('included')
    expect(times('chain_getBlock')).toBeLessThanOrEqual(4)
    expect(times('state_getStorage')).toBe(1)
    expect(times('state_call')).toBeLessThanOrEqual(4)
  })

  test('a search of a whole era reads several blocks at once, each once', async () => {
    const signed = await rig.signed(rig.remark(), alice, 64)
    await rig.seal(70)
    const chain = await connect({ endpoints: rig.proxy.url, clock: rig.clock })
    const open = new Set<number>()
    let most = 0
    asked = []
    rig.proxy.fate = ({ direction, text }) => {
      const { id, method } = JSON.parse(text) as { id?: number; method?: string }
      if (method === 'chain_getBlock' && id !== undefined) {
        asked.push(method)
        open.add(id)
      } else if (direction === 'down' && id !== undefined) open.delete(id)
      most = Math.max(most, open.size)
      return 'pass'
    }
    const submission = submit(chain, signed, { sentBefore: true })
    await rig.until(() => submission.state.status === 'settled')
    expect(await submission.outcome).toMatchObject({ kind: 'expired', reason: 'eraEnded' })
    // The era's 63 blocks, and the two that are not final.
    expect(asked.length).toBeLessThanOrEqual(65)
    expect(most).toBeGreaterThan(3)
    expect(most).toBeLessThanOrEqual(16)
    await chain.close()
  }, 15_000)
})

describe('not to wait any longer', () => {
  test('leaves the transaction on its way, and nothing behind', async () => {
    const timers = rig.clock.waiting
    const stop = new AbortController()
    const signed = await rig.signed()
    const submission = submit(rig.chain, signed, { signal: stop.signal })
    const states = statesOf(submission)
    await rig.quiet()
    asked = []
    stop.abort(new Error('enough'))
    await expect(submission.outcome).rejects.toThrow('enough')
    await expect(submission.inclusion).rejects.toThrow('enough')
    await rig.quiet()
    expect(rig.clock.waiting).toBe(timers)
    expect(asked.toSorted()).toEqual([
      'author_unwatchExtrinsic',
      'chain_unsubscribeFinalizedHeads',
      'chain_unsubscribeNewHeads',
    ])
    await rig.seal(4)
    expect(states).toEqual(['signed', 'broadcast'])
    const again = submit(rig.chain, signed, { sentBefore: true })
    expect((await rig.sealed(again.outcome)).kind).toBe('included')
    expect(() => submit(rig.chain, signed, { signal: stop.signal })).toThrow('enough')
  })

  test('after the end changes nothing', async () => {
    const stop = new AbortController()
    const submission = submit(rig.chain, await rig.signed(), { signal: stop.signal })
    const outcome = await rig.sealed(submission.outcome)
    stop.abort()
    expect(await submission.outcome).toBe(outcome)
  })
})
