import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connect, sign, submit } from '../src/index.ts'
import { alice, Rig, statesOf } from './rig.ts'
import { sameChain, Twin } from './twin.ts'

let rig: Rig

const start = async (finalityDepth = 0) => {
  rig = await Rig.start({ ...sameChain, finalityDepth })
  await rig.seal(3)
}
afterEach(() => rig.close())

const blocking = (on: boolean) => rig.devnet.faults.set({ neverInclude: on ? 'all' : [] })

describe('an era of 8', () => {
  beforeEach(() => start())

  test('begins with the block after its birth', async () => {
    const signed = await rig.signed(rig.remark(), alice, 8)
    expect(signed.era).toMatchObject({ birth: { number: 3 }, lastBlock: 10 })
    const outcome = await rig.sealed(submit(rig.chain, signed).outcome)
    expect(outcome).toMatchObject({ kind: 'included', block: { number: 4 } })
    await rig.truth.confirm(signed, outcome)
  })

  test('not with its birth: a node that makes that very block does not take it', async () => {
    const twin = await Twin.of(rig.devnet, { finalityDepth: 0 })
    await twin.follow(2)
    const signed = await rig.signed(rig.remark(), alice, 8)
    const there = await connect({ endpoints: twin.devnet.url, expectedGenesis: rig.chain.genesisHash })
    const refused = await submit(there, signed).outcome
    expect(refused).toMatchObject({ kind: 'refused', refusal: { rpcCode: 1010 } })
    await twin.follow()
    await twin.truth.confirm(signed, refused)
    await there.close()
    await twin.devnet.close()
    // It was another node's opinion, and the bytes may be sent again: with all that a resumed one is careful about.
    const outcome = await rig.sealed(submit(rig.chain, signed, { sentBefore: true }).outcome)
    expect(outcome).toMatchObject({ kind: 'included', block: { number: 4 } })
  })

  test('ends with its last block, which may still hold it', async () => {
    blocking(true)
    const signed = await rig.signed(rig.remark(), alice, 8)
    const submission = submit(rig.chain, signed)
    await rig.quiet()
    await rig.seal(6)
    expect(submission.state.status).toBe('broadcast')
    blocking(false)
    await rig.seal()
    expect(await submission.outcome).toMatchObject({ kind: 'included', block: { number: 10 } })
    await rig.truth.confirm(signed, await submission.outcome)
  })

  test('and not one block later: expired', async () => {
    blocking(true)
    const signed = await rig.signed(rig.remark(), alice, 8)
    const submission = submit(rig.chain, signed)
    await rig.quiet()
    await rig.seal(7)
    blocking(false)
    const outcome = await submission.outcome
    expect(outcome).toMatchObject({ kind: 'expired', reason: 'eraEnded' })
    await rig.seal(2)
    await rig.truth.confirm(signed, outcome)
  })
})

test('expired is said when the last block is final, not before', async () => {
  await start(3)
  blocking(true)
  const signed = await rig.signed(rig.remark(), alice, 8)
  const { lastBlock } = signed.era
  const submission = submit(rig.chain, signed)
  const states = statesOf(submission)
  await rig.quiet()
  for (let best = 4; best < lastBlock + 3; best++) {
    await rig.seal()
    expect(submission.state.status, `at ${best}`).not.toBe('settled')
  }
  await rig.seal()
  expect(states.at(-1)).toBe('settled expired')
  await rig.truth.confirm(signed, await submission.outcome)
})

test('a block that holds it in its last moment is waited for, until it is final or undone', async () => {
  await start(3)
  blocking(true)
  const signed = await rig.signed(rig.remark(), alice, 8)
  const submission = submit(rig.chain, signed)
  const states = statesOf(submission)
  await rig.quiet()
  while (
    (await rig.truth.ask<{ number: string }>('chain_getHeader')).number !== hex(signed.era.lastBlock - 1)
  )
    await rig.seal()
  blocking(false)
  await rig.seal()
  expect(states.at(-1)).toBe(`inBlock ${signed.era.lastBlock}`)
  // The other branch has no room for it.
  rig.devnet.faults.reorg({ depth: 1, transactions: 'later' })
  await rig.truth.note()
  await rig.quiet()
  expect(states.at(-1)).toBe(`retracted ${signed.era.lastBlock}`)
  const outcome = await rig.sealed(submission.outcome)
  expect(outcome).toMatchObject({ kind: 'expired', reason: 'eraEnded' })
  await rig.truth.confirm(signed, outcome)
})

describe('finality', () => {
  test.each([
    [8, 4],
    [64, 32],
  ])('may lag by half of a period of %i, not by more', async (period, most) => {
    await start(most)
    await rig.seal(most)
    const signed = await rig.signed(rig.remark(), alice, period)
    expect(signed.era.birth.number).toBe(3)
    rig.devnet.faults.set({ stopFinality: true })
    await rig.seal()
    await expect(sign(rig.chain, rig.remark(), alice, { nonce: 9, period })).rejects.toMatchObject({
      code: 'FinalityLagging',
      details: { period: String(period) },
    })
  })

  test('that stands still settles nothing, and everything when it goes on', async () => {
    await start(2)
    const signed = await rig.signed(rig.remark(), alice, 8)
    rig.devnet.faults.set({ stopFinality: true })
    const submission = submit(rig.chain, signed)
    await rig.quiet()
    await rig.seal(30)
    expect(submission.state.status).toBe('inBlock')
    rig.devnet.faults.set({ stopFinality: false })
    const outcome = await rig.sealed(submission.outcome)
    expect(outcome).toMatchObject({ kind: 'included', block: { number: 4 } })
    await rig.truth.confirm(signed, outcome)
  })
})

const hex = (number: number) => `0x${number.toString(16)}`
