import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Chain, connect, type SignedExtrinsic, sign, submit } from '../src/index.ts'
import { alice, Rig, statesOf } from './rig.ts'
import { sameChain, Twin } from './twin.ts'

let rig: Rig

beforeEach(async () => {
  rig = await Rig.start(sameChain)
  await rig.seal(3)
})
afterEach(() => rig.close())

const { address } = alice
const kinds = (outcomes: readonly { readonly kind: string }[]) => outcomes.map(({ kind }) => kind)

/** Submits and waits until the node has answered. */
async function sent(signed: SignedExtrinsic, chain = rig.chain) {
  const submission = submit(chain, signed)
  const states = statesOf(submission)
  await rig.until(() => states.length > 1)
  return submission
}

async function confirmAll(submissions: readonly Awaited<ReturnType<typeof sent>>[]): Promise<void> {
  for (const { signed, outcome } of submissions) await rig.truth.confirm(signed, await outcome)
}

describe('a hole', () => {
  test('that a refusal left holds back what is above it, until the next operation fills it', async () => {
    const first = await sent(await rig.signed())
    rig.devnet.faults.set({ refuse: { code: 1016 } })
    const refused = await sent(await rig.signed())
    expect(await refused.outcome).toMatchObject({ kind: 'refused', refusal: { rpcCode: 1016 } })
    rig.devnet.faults.set({ refuse: null })
    const third = await sent(await sign(rig.chain, rig.remark(), alice, { nonce: 2 }))
    await rig.seal(4)
    expect((await first.outcome).kind).toBe('included')
    expect(third.state.status).toBe('broadcast')
    expect(await rig.chain.nonces.holes(address)).toEqual([1])
    const filling = await rig.signed(rig.remark('0x1111'))
    expect(filling.nonce).toBe(1)
    const second = await sent(filling)
    expect(kinds(await rig.sealed(Promise.all([second.outcome, third.outcome])))).toEqual([
      'included',
      'included',
    ])
    expect(await rig.chain.nonces.holes(address)).toEqual([])
    await confirmAll([first, refused, second, third])
    expect((await rig.signed()).nonce).toBe(3)
  })

  test('that an expired one left can be filled on purpose, and only that', async () => {
    const doomed = await rig.signed(rig.remark(), alice, 8)
    rig.devnet.faults.set({ neverInclude: [doomed.hash] })
    const first = await sent(doomed)
    const second = await sent(await rig.signed(rig.remark('0x22')))
    expect(await rig.chain.nonces.holes(address)).toEqual([])
    expect(await rig.sealed(first.outcome)).toMatchObject({ kind: 'expired' })
    expect(await rig.chain.nonces.holes(address)).toEqual([0])
    const filler = (nonce: number) => sign(rig.chain, rig.remark('0x'), alice, { nonce })
    for (const other of [1, 2, 7])
      await expect(rig.chain.nonces.fill(address, other, filler)).rejects.toMatchObject({ code: 'NotAHole' })
    const third = await sent(await rig.chain.nonces.fill(address, 0, filler))
    await expect(rig.chain.nonces.fill(address, 0, filler)).rejects.toMatchObject({ code: 'NotAHole' })
    expect(kinds(await rig.sealed(Promise.all([second.outcome, third.outcome])))).toEqual([
      'included',
      'included',
    ])
    await confirmAll([first, second, third])
  })

  test('is none as long as what it was given to may still be included', async () => {
    rig.devnet.faults.dropNextSubmission('beforeTaking')
    const lost = submit(rig.chain, await rig.signed(rig.remark('0x01')))
    await rig.until(() => !rig.chain.connection.isConnected)
    // The node is back, and refuses what it does not know; but that is one node's opinion now.
    rig.devnet.faults.set({ refuse: { code: 1016 } })
    await rig.connected()
    expect(lost.state.status).toBe('unresolved')
    rig.devnet.faults.set({ refuse: null })
    expect((await rig.signed()).nonce).toBe(1)
    expect(await rig.sealed(lost.outcome)).toMatchObject({ kind: 'included' })
    await rig.truth.confirm(lost.signed, await lost.outcome)
  })

  test('is what is left when nobody waits any more and the era is over', async () => {
    const doomed = await rig.signed(rig.remark(), alice, 8)
    rig.devnet.faults.set({ neverInclude: [doomed.hash] })
    ;(await sent(doomed)).stop()
    expect((await rig.signed()).nonce).toBe(1)
    await rig.seal(12)
    expect((await rig.signed()).nonce).toBe(0)
  })
})

test('what may have been sent in an earlier run holds its nonce', async () => {
  const stored = JSON.stringify(await sign(rig.chain, rig.remark(), alice, { nonce: 0 }))
  rig.devnet.faults.set({ refuse: { code: 1012 } })
  const resumed = submit(rig.chain, JSON.parse(stored), { sentBefore: true })
  await rig.quiet()
  expect(resumed.state.status).toBe('unresolved')
  expect((await rig.signed()).nonce).toBe(1)
  rig.devnet.faults.set({ refuse: null })
  expect(await rig.sealed(resumed.outcome)).toMatchObject({ kind: 'included' })
})

test('a second signature of the same nonce that is refused does not free what the first still holds', async () => {
  rig.devnet.faults.set({ refuse: { code: 1012 } })
  const first = submit(rig.chain, await rig.signed())
  await rig.quiet()
  expect(first.state.status).toBe('unresolved')
  rig.devnet.faults.set({ refuse: { code: 1016 } })
  const second = submit(rig.chain, await sign(rig.chain, rig.remark('0x02'), alice, { nonce: 0 }))
  expect(await second.outcome).toMatchObject({ kind: 'refused' })
  expect((await rig.signed()).nonce).toBe(1)
  first.stop()
})

describe('two programs with one account', () => {
  let other: Chain

  beforeEach(async () => {
    other = await connect({ endpoints: rig.devnet.url })
  })
  afterEach(() => other.close())

  const signedBy = (chain: Chain, text: '0x0a' | '0x0b') =>
    chain.nonces.allocate(address, (nonce) => sign(chain, rig.remark(text), alice, { nonce }))

  test('at one node: the second is refused, and takes the next nonce', async () => {
    const [ours, theirs] = [await signedBy(rig.chain, '0x0a'), await signedBy(other, '0x0b')]
    expect(theirs.nonce).toBe(ours.nonce)
    const first = await sent(ours)
    const second = await sent(theirs, other)
    expect(await second.outcome).toMatchObject({
      kind: 'refused',
      refusal: { code: 'NonceTaken', rpcCode: 1014 },
    })
    const again = await signedBy(other, '0x0b')
    expect(again.nonce).toBe(1)
    const third = await sent(again, other)
    expect(kinds(await rig.sealed(Promise.all([first.outcome, third.outcome])))).toEqual([
      'included',
      'included',
    ])
    await confirmAll([first, second, third])
  })

  test('whose answer was lost: replaced, by whom and where', async () => {
    const [ours, theirs] = [await signedBy(rig.chain, '0x0a'), await signedBy(other, '0x0b')]
    const winner = await sent(theirs, other)
    rig.devnet.faults.dropNextSubmission('beforeTaking')
    const loser = submit(rig.chain, ours)
    const states = statesOf(loser)
    const outcome = await rig.sealed(loser.outcome)
    expect(outcome).toMatchObject({ kind: 'replaced', by: theirs.hash })
    expect(await winner.outcome).toMatchObject({ kind: 'included' })
    if (outcome.kind === 'replaced')
      expect(outcome.block).toEqual(((await winner.outcome) as typeof outcome).block)
    expect(states).toContain('unresolved')
    await rig.truth.confirm(ours, outcome)
  })

  test('at two nodes: one is included, the other replaced', async () => {
    const twin = await Twin.of(rig.devnet)
    await twin.follow()
    const there = await connect({ endpoints: twin.devnet.url })
    const [ours, theirs] = [await signedBy(rig.chain, '0x0a'), await signedBy(there, '0x0b')]
    expect(theirs.nonce).toBe(ours.nonce)
    const first = await sent(ours)
    const second = await sent(theirs, there)
    await rig.sealed(first.outcome)
    await twin.follow()
    await rig.until(() => second.state.status === 'settled')
    expect(await second.outcome).toMatchObject({ kind: 'replaced', by: ours.hash })
    await confirmAll([first, second])
    await there.close()
    await twin.devnet.close()
  })
})
