import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { buildCall, callRuntime, type Hex, readValidators, sign, submit } from '../src/index.ts'
import { alice, bob, Rig, statesOf } from './rig.ts'

let rig: Rig
let hotkey: string

beforeEach(async () => {
  rig = await Rig.start({ finalityDepth: 6 })
  hotkey = (await readValidators(await rig.chain.at('best'), 2))[0]?.hotkey ?? ''
  await rig.seal(3)
})
afterEach(() => rig.close())

const stake = (rao: bigint, limit: bigint) =>
  buildCall(rig.chain, 'SubtensorModule', 'add_stake_limit', {
    hotkey,
    netuid: 2,
    amount_staked: rao,
    limit_price: limit,
    allow_partial: false,
  })

/** Submits it and waits until the pool has it. */
async function submitted(signed: Awaited<ReturnType<Rig['signed']>>) {
  const submission = submit(rig.chain, signed)
  const states = statesOf(submission)
  await rig.quiet()
  expect(states).toEqual(['signed', 'broadcast'])
  return { submission, states }
}

type Reorg = Parameters<typeof rig.devnet.faults.reorg>[0]

async function reorg(fault: Reorg): Promise<void> {
  rig.devnet.faults.reorg(fault)
  await rig.truth.note()
  await rig.quiet()
}

describe('after a reorganisation', () => {
  test.each<[string, Omit<Reorg, 'depth'>, string[]]>([
    ['it is in a later block', { transactions: 'later' }, ['inBlock 5']],
    ['it is back in the pool', { transactions: 'pool' }, ['inBlock 6']],
    // It was in no pool any more: the same bytes were sent again.
    ['it is lost', { transactions: 'lost' }, ['unresolved?', 'broadcast?', 'inBlock 6']],
  ])('%s', async (_, fault, then) => {
    const signed = await rig.signed()
    const { submission, states } = await submitted(signed)
    await rig.seal()
    await reorg({ depth: 1, ...fault })
    const outcome = await rig.sealed(submission.outcome)
    const optional = then.filter((state) => state.endsWith('?')).map((state) => state.slice(0, -1))
    const rest = states.slice(4).filter((state) => !optional.includes(state))
    expect(states.slice(0, 4)).toEqual(['signed', 'broadcast', 'inBlock 4', 'retracted 4'])
    expect(rest).toEqual([...then.filter((state) => !state.endsWith('?')), 'settled included'])
    expect((await submission.inclusion).kind).toBe('inBlock')
    expect(await submission.inclusion).toMatchObject({ final: false, block: { number: 4 } })
    await rig.truth.confirm(signed, outcome)
  })

  test('the other branch has it too, in a block of its own', async () => {
    const signed = await rig.signed()
    const { submission, states } = await submitted(signed)
    await rig.seal()
    const first = submission.state
    await reorg({ depth: 1, transactions: 'pool', include: [signed.bytes] })
    // The branch came with two blocks at once, and it is in the first of them: of the same number, another block.
    expect(states.slice(2)).toEqual(['inBlock 4', 'retracted 4', 'inBlock 4'])
    const second = submission.state
    if (first.status !== 'inBlock' || second.status !== 'inBlock') throw new Error('not in a block')
    expect(second.inclusion.block.hash).not.toBe(first.inclusion.block.hash)
    const outcome = await rig.sealed(submission.outcome)
    expect(outcome).toMatchObject({ kind: 'included', block: second.inclusion.block })
    await rig.truth.confirm(signed, outcome)
  })

  test('what succeeded fails: the outcome is the one of the final block', async () => {
    const price = await spot()
    const signed = await rig.signed(stake(1_000_000_000n, (price * 1005n) / 1000n))
    const other = await rig.signed(stake(300_000_000_000n, 2n ** 63n), bob)
    const { submission, states } = await submitted(signed)
    await rig.seal()
    expect(await submission.inclusion).toMatchObject({ final: false, execution: { failure: undefined } })
    // On the other branch somebody bought before, and the price is beyond the limit.
    await reorg({ depth: 1, transactions: 'later', include: [other.bytes] })
    const outcome = await rig.sealed(submission.outcome)
    expect(states.slice(2)).toEqual(['inBlock 4', 'retracted 4', 'inBlock 5 failed', 'settled failed'])
    expect(outcome).toMatchObject({
      kind: 'failed',
      failure: { code: 'PriceLimitExceeded' },
      block: { number: 5 },
    })
    await rig.truth.confirm(signed, outcome)
  })

  test('what failed succeeds, with events of its own', async () => {
    const price = await spot()
    const other = await rig.signed(stake(300_000_000_000n, 2n ** 63n), bob)
    submit(rig.chain, other).stop()
    await rig.quiet()
    const signed = await rig.signed(stake(1_000_000_000n, (price * 1005n) / 1000n))
    const { submission, states } = await submitted(signed)
    await rig.seal()
    await reorg({ depth: 1, transactions: 'lost', include: [signed.bytes] })
    const outcome = await rig.sealed(submission.outcome)
    expect(states.slice(2)).toEqual(['inBlock 4 failed', 'retracted 4', 'inBlock 4', 'settled included'])
    if (outcome.kind !== 'included') throw new Error(outcome.kind)
    expect(outcome.execution.events.map(({ name }) => name)).toContain('StakeAdded')
    await rig.truth.confirm(signed, outcome)
  })

  test('another transaction has its nonce: replaced, by whom and where', async () => {
    const signed = await rig.signed()
    const rival = await sign(rig.chain, rig.remark('0x0bad'), alice, { nonce: signed.nonce })
    const { submission, states } = await submitted(signed)
    await rig.seal()
    expect(states.at(-1)).toBe('inBlock 4')
    await reorg({ depth: 1, transactions: 'pool', include: [rival.bytes] })
    const outcome = await rig.sealed(submission.outcome)
    expect(states).toContain('retracted 4')
    expect(outcome).toMatchObject({ kind: 'replaced', by: rival.hash, block: { number: 4 } })
    await rig.truth.confirm(signed, outcome)
  })

  test('as deep as finality allows, and again, and back', async () => {
    const signed = await rig.signed()
    const { submission, states } = await submitted(signed)
    await rig.seal(4)
    expect(states.at(-1)).toBe('inBlock 4')
    await reorg({ depth: 6, transactions: 'later' })
    expect(states.slice(3)).toEqual(['retracted 4', 'inBlock 8'])
    await reorg({ depth: 4, transactions: 'later' })
    expect(states.slice(5)).toEqual(['retracted 8', 'inBlock 9'])
    await reorg({ depth: 2, transactions: 'lost' })
    expect(states.slice(7, 8)).toEqual(['retracted 9'])
    const outcome = await rig.sealed(submission.outcome)
    expect(outcome.kind).toBe('included')
    await rig.truth.confirm(signed, outcome)
  })

  test('while nobody is connected', async () => {
    const signed = await rig.signed()
    const { submission, states } = await submitted(signed)
    await rig.seal()
    rig.proxy.down = true
    rig.proxy.cut()
    await rig.until(() => !rig.chain.connection.isConnected)
    rig.devnet.faults.reorg({ depth: 1, transactions: 'lost' })
    await rig.truth.note()
    rig.proxy.down = false
    await rig.connected()
    expect(states).toContain('retracted 4')
    const outcome = await rig.sealed(submission.outcome)
    expect(outcome).toMatchObject({ kind: 'included' })
    await rig.truth.confirm(signed, outcome)
  })

  test('that ended its era meanwhile it has expired, although it was in a block once', async () => {
    const signed = await rig.signed(rig.remark(), alice, 8)
    const { submission, states } = await submitted(signed)
    await rig.seal()
    expect(states.at(-1)).toBe('inBlock 4')
    rig.devnet.faults.set({ neverInclude: 'all' })
    await reorg({ depth: 1, transactions: 'pool' })
    const outcome = await rig.sealed(submission.outcome)
    expect(outcome).toMatchObject({ kind: 'expired', reason: 'eraEnded' })
    await rig.truth.confirm(signed, outcome)
  })
})

test('a birth block that was undone: the signature is worth nothing on this chain', async () => {
  // The node takes its newest block for final when it is asked; it is not.
  const { connection } = rig.chain
  const best = await connection.send<Hex>('chain_getBlockHash', [])
  const honest = connection.send
  connection.send = <T>(method: string, params: unknown[]) =>
    method === 'chain_getFinalizedHead'
      ? Promise.resolve(best as T)
      : honest.call<typeof connection, [string, unknown[]], Promise<T>>(connection, method, params)
  const signed = await rig.signed()
  connection.send = honest
  expect(signed.era.birth.hash).toBe(best)
  const { submission } = await submitted(signed)
  await reorg({ depth: 1, transactions: 'pool' })
  const outcome = await rig.sealed(submission.outcome)
  expect(outcome).toMatchObject({ kind: 'expired', reason: 'chainReset' })
  await rig.truth.confirm(signed, outcome)
})

/** Rao for one alpha of subnet 2. */
async function spot(): Promise<bigint> {
  return callRuntime<bigint>(await rig.chain.at('best'), 'SwapRuntimeApi.current_alpha_price', [2])
}
