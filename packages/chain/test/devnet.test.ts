import { type Devnet, startDevnet } from '@stake/devnet'
import { Balance, quoteBuy, quoteSell } from '@stake/math'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import {
  buildCall,
  type Chain,
  connect,
  decodeCall,
  developmentAccounts,
  estimateFee,
  type Outcome,
  readHead,
  readSnapshot,
  readStorage,
  readValidators,
  type SignedExtrinsic,
  sign,
  signerFromUri,
  simulateBuy,
  simulateSell,
  submit,
  watchHeads,
} from '../src/index.ts'

const alice = signerFromUri('//Alice')
const bob = signerFromUri('//Bob')

let devnet: Devnet
let chain: Chain
let hotkey: string

beforeAll(async () => {
  devnet = await startDevnet({ blockTime: 'manual', emission: false })
  chain = await connect({ endpoints: devnet.url })
  hotkey = (await readValidators(await chain.at('best'), 2))[0]?.hotkey ?? ''
})
afterAll(async () => {
  await chain.close()
  await devnet.close()
})

const addStake = (rao: bigint, netuid = 2) =>
  buildCall(chain, 'SubtensorModule', 'add_stake', { hotkey, netuid, amount_staked: rao })

const signed = (
  call: ReturnType<typeof addStake>,
  signer = alice,
  period?: number,
): Promise<SignedExtrinsic> =>
  chain.nonces.allocate(signer.address, (nonce) =>
    sign(chain, call, signer, { nonce, ...(period && { period }) }),
  )

/** Seals blocks until the promise is kept; between two blocks there is time for a few questions and answers. */
async function sealed<T>(promise: Promise<T>): Promise<T> {
  let done = false
  const end = promise.finally(() => {
    done = true
  })
  while (!done) {
    await devnet.sealBlock()
    for (let trip = 0; trip < 12 && !done; trip++) await chain.connection.send('system_chain', [])
  }
  return end
}

describe('reading', () => {
  test('the chain is known for what it is', () => {
    expect(chain.genesisHash).toBe(devnet.genesisHash)
    expect(chain.network).toBeUndefined()
    expect(chain.specVersion).toBe(424)
    expect(chain.existentialDeposit.rao).toBe(500n)
    expect(chain.signingRefusal).toBeUndefined()
  })

  test('a snapshot holds subnets, pools, prices, balances and hotkeys of one block', async () => {
    const stranger = signerFromUri('//Stranger').address
    const snapshot = await readSnapshot(await chain.at('best'), {
      coldkeys: [alice.address, stranger],
      hotkeys: [hotkey, stranger],
    })
    expect(snapshot.specVersion).toBe(424)
    expect(snapshot.block).toEqual(await readHead(chain, 'best'))
    expect(snapshot.accounts.get(alice.address)?.free.compare(Balance.parse('1000'))).toBe(1)
    expect(snapshot.accounts.get(stranger)).toMatchObject({ free: Balance.zero(), nonce: 0 })
    expect(snapshot.hotkeys.get(hotkey)?.exists).toBe(true)
    expect(snapshot.hotkeys.get(stranger)).toMatchObject({ exists: false, owner: undefined })

    const root = snapshot.subnets.get(0)
    expect(root?.pool?.curve).toBe('stable')
    expect(root?.price.format()).toBe('1.000000000')
    const dynamic = [...snapshot.subnets.values()].filter(({ netuid }) => netuid !== 0)
    expect(dynamic.length).toBeGreaterThanOrEqual(4)
    for (const subnet of dynamic) {
      expect(subnet.pool?.curve).toBe('balancer')
      expect(subnet.name).not.toBe('')
      expect(subnet.symbol).not.toBe('')
      expect(subnet.price.bits).toBeGreaterThan(0n)
    }
    expect([...snapshot.subnets.keys()]).toEqual([...snapshot.subnets.keys()].sort((a, b) => a - b))
  })

  test('only the subnets asked for; one that does not exist is absent', async () => {
    const snapshot = await readSnapshot(await chain.at('best'), { netuids: [2, 4711] })
    expect([...snapshot.subnets.keys()]).toEqual([2])
  })

  test('validators come with their takes and stakes, in the order of their uids', async () => {
    const validators = await readValidators(await chain.at('best'), 2)
    expect(validators.length).toBeGreaterThanOrEqual(3)
    expect(validators.map(({ uid }) => uid)).toEqual(validators.map((_, index) => index))
    expect(validators.some(({ stake }) => stake.rao > 0n)).toBe(true)
    for (const { take } of validators) expect(take).toBeLessThanOrEqual(11_796)
    expect(await readValidators(await chain.at('best'), 4711)).toEqual([])
  })

  test('our own quotes are the runtime’s, to the rao, on every pool', async () => {
    const at = await chain.at('best')
    const snapshot = await readSnapshot(at, {})
    for (const { pool, netuid, subtokenEnabled } of snapshot.subnets.values()) {
      if (!pool || !subtokenEnabled) continue
      const tao = Balance.parse('3.000000007')
      const alpha = Balance.parse('2.000000003', netuid)
      const buy = await simulateBuy(at, netuid, tao)
      const sell = await simulateSell(at, alpha)
      expect(buy?.received).toEqual(quoteBuy(pool, tao).received)
      expect(buy?.fee).toEqual(quoteBuy(pool, tao).fee)
      expect(sell?.received).toEqual(quoteSell(pool, alpha).received)
      expect(sell?.fee).toEqual(quoteSell(pool, alpha).fee)
    }
  })

  test('storage reads give values, defaults, and undefined for what is optional', async () => {
    const at = await chain.at('best')
    const [enabled, reserve, noStake, fee] = await readStorage(at, [
      ['SubtensorModule', 'SubtokenEnabled', 2],
      ['SubtensorModule', 'SubnetTAO', 2],
      ['SubtensorModule', 'TotalHotkeyAlpha', alice.address, 4711],
      ['Swap', 'FeeRate', 4711],
    ])
    expect(enabled).toBe(true)
    expect(reserve).toBeTypeOf('bigint')
    expect(noStake).toBe(0n)
    expect(fee).toBe(33)
    await expect(readStorage(at, [['SubtensorModule', 'NoSuchThing']])).rejects.toMatchObject({
      code: 'MissingInRuntime',
    })
  })

  test('heads arrive one by one', async () => {
    const seen: number[] = []
    const stop = watchHeads(chain, ({ number }) => seen.push(number))
    const { number } = await devnet.sealBlock()
    await vi.waitUntil(() => seen.includes(number))
    stop()
  })
})

describe('calls', () => {
  test('what is encoded reads back as what was meant', () => {
    const args = { hotkey, netuid: 2, amount_staked: 5n, limit_price: 2n ** 63n, allow_partial: true }
    const call = buildCall(chain, 'SubtensorModule', 'add_stake_limit', args)
    expect(call).toMatchObject({ pallet: 'SubtensorModule', name: 'add_stake_limit', args })
    expect(decodeCall(chain, call.bytes)).toEqual(call)
    expect(() => decodeCall(chain, '0xffff')).toThrow(expect.objectContaining({ code: 'MissingInRuntime' }))
  })

  test('enums are named as everywhere', () => {
    const args = { dest: { type: 'Id', value: bob.address }, keep_alive: true } as const
    expect(buildCall(chain, 'Balances', 'transfer_all', args)).toMatchObject({ args })
  })

  test('arguments of other names than the runtime’s are refused, not encoded as zero', () => {
    const renamed = { hotkey, netuid: 2, amount: 5n } as never
    expect(() => buildCall(chain, 'SubtensorModule', 'add_stake', renamed)).toThrow(
      expect.objectContaining({ code: 'MissingInRuntime' }),
    )
    const more = { hotkey, netuid: 2, amount_staked: 5n, at_most: 1n }
    expect(() => buildCall(chain, 'SubtensorModule', 'add_stake', more)).toThrow(
      expect.objectContaining({ code: 'MissingInRuntime' }),
    )
  })

  test('the fee that is estimated is the most that is paid', async () => {
    const call = addStake(5_000_000_000n)
    const estimate = await estimateFee(await chain.at('best'), call, alice.address)
    const outcome = await sealed(submit(chain, await signed(call)).outcome)
    expect(outcome.kind).toBe('included')
    const paid = (outcome as Extract<Outcome, { kind: 'included' }>).execution.fee
    // Each byte is a rao, and a small nonce takes one byte of four.
    expect(estimate.rao - paid.rao).toBe(3n)
    expect(paid.rao).toBeGreaterThan(1_000_000n)
  })
})

describe('submitting', () => {
  test('a stake is seen, then final, and shows as a position', async () => {
    const before = await readSnapshot(await chain.at('best'), { coldkeys: [bob.address], netuids: [2] })
    expect(before.positions).toEqual([])
    const submission = submit(chain, await signed(addStake(1_000_000_000n), bob))
    const states: string[] = []
    submission.onState(({ status }) => states.push(status))
    const outcome = await sealed(submission.outcome)
    expect(outcome).toMatchObject({ kind: 'included', final: true })
    expect(states[0]).toMatch(/signed|broadcast/)
    expect(states.at(-1)).toBe('settled')
    const first = await submission.inclusion
    expect(['inBlock', 'included']).toContain(first.kind)

    const after = await readSnapshot(await chain.at('best'), { coldkeys: [bob.address], netuids: [2] })
    const pool = before.subnets.get(2)?.pool
    const quote = pool && quoteBuy(pool, Balance.parse('1'))
    expect(after.positions).toHaveLength(1)
    expect(after.positions[0]).toMatchObject({
      coldkey: bob.address,
      hotkey,
      netuid: 2,
      stake: quote?.received,
    })
    const spent =
      (before.accounts.get(bob.address)?.free.rao ?? 0n) - (after.accounts.get(bob.address)?.free.rao ?? 0n)
    const { execution } = outcome as Extract<Outcome, { kind: 'included' }>
    expect(spent).toBe(1_000_000_000n + execution.fee.rao)
    const event = execution.events.find(({ name }) => name === 'StakeAdded')
    expect(event?.fields).toEqual([
      bob.address,
      hotkey,
      1_000_000_000n,
      quote?.received.rao,
      2,
      quote?.fee.rao,
    ])
  })

  test('a call that fails on the chain ends as failed, by the chain’s own name, and pays its fee', async () => {
    const outcome = await sealed(submit(chain, await signed(addStake(1n))).outcome)
    expect(outcome).toMatchObject({
      kind: 'failed',
      final: true,
      failure: { code: 'AmountTooLow', section: 'SubtensorModule' },
    })
    expect((outcome as Extract<Outcome, { kind: 'failed' }>).execution.fee.rao).toBeGreaterThan(0n)
  })

  test('ten at once get ten nonces and ten outcomes', async () => {
    const submissions = []
    for (let at = 0; at < 10; at++)
      submissions.push(submit(chain, await signed(addStake(10_000_000n + BigInt(at)))))
    const outcomes = await sealed(Promise.all(submissions.map(({ outcome }) => outcome)))
    expect(outcomes.map(({ kind }) => kind)).toEqual(Array(10).fill('included'))
    expect(new Set(submissions.map(({ signed: { nonce } }) => nonce)).size).toBe(10)
  })

  test('a coldkey that cannot pay is refused by the pool, at once and for good', async () => {
    const poor = signerFromUri('//Poor')
    const outcome = await submit(chain, await signed(addStake(1n), poor)).outcome
    expect(outcome).toMatchObject({ kind: 'refused', refusal: { code: 'CannotPayFees', rpcCode: 1010 } })
  })

  test('a second transaction with a nonce that waits already is refused', async () => {
    const first = await signed(addStake(5_000_000n))
    const second = await sign(chain, addStake(6_000_000n), alice, { nonce: first.nonce })
    const submission = submit(chain, first)
    await vi.waitUntil(() => submission.state.status === 'broadcast')
    expect(await submit(chain, second).outcome).toMatchObject({ kind: 'refused', refusal: { rpcCode: 1014 } })
    expect(await sealed(submission.outcome)).toMatchObject({ kind: 'included' })
  })

  test('the same bytes sent twice are one transaction', async () => {
    const once = await signed(addStake(7_000_000n))
    const first = submit(chain, once)
    await vi.waitUntil(() => first.state.status === 'broadcast')
    const again = submit(chain, once, { sentBefore: true })
    const [a, b] = await sealed(Promise.all([first.outcome, again.outcome]))
    expect(a).toMatchObject({ kind: 'included' })
    expect(b).toMatchObject({ kind: 'included', block: (a as Extract<Outcome, { kind: 'included' }>).block })
  })

  test('bytes that were included long ago are found, not sent again', async () => {
    const once = await signed(addStake(8_000_000n))
    const first = await sealed(submit(chain, once).outcome)
    const again = await sealed(submit(chain, once, { sentBefore: true }).outcome)
    expect(again).toEqual(first)
  })

  test('a nonce that another program used: replaced, by whom', async () => {
    const lost = await signed(addStake(9_000_000n))
    const other = await sign(chain, addStake(9_500_000n), alice, { nonce: lost.nonce })
    expect(await sealed(submit(chain, other).outcome)).toMatchObject({ kind: 'included' })
    const outcome = await sealed(submit(chain, lost, { sentBefore: true }).outcome)
    expect(outcome).toMatchObject({ kind: 'replaced', by: other.hash })
  })

  test('what is in no block when its era ends has expired', async () => {
    const bytes = await signed(addStake(5_000_000n), signerFromUri('//Charlie'), 8)
    // Never sent: the chain goes on without it.
    for (let at = 0; at < 9; at++) await devnet.sealBlock()
    const outcome = await sealed(submit(chain, bytes, { sentBefore: true }).outcome)
    expect(outcome).toMatchObject({ kind: 'expired', reason: 'eraEnded' })
  })

  test('bad periods are refused before anything is signed', async () => {
    for (const period of [0, 7, 4, 12, 4096]) {
      await expect(sign(chain, addStake(1n), alice, { nonce: 0, period })).rejects.toMatchObject({
        code: 'InvalidPeriod',
      })
    }
  })

  test('the development accounts are refused where the network is known', async () => {
    const finney: Chain = Object.create(chain, {
      network: { value: { name: 'finney', genesisHash: '0x', endpoints: [] } },
    })
    await expect(sign(finney, addStake(1n), alice, { nonce: 0 })).rejects.toMatchObject({
      code: 'DevelopmentAccountRefused',
    })
  })
})

test('a chain started anew on the same port: what waited has expired, and the connection is back', async () => {
  const first = await startDevnet({ blockTime: 'manual', emission: false })
  await first.sealBlock()
  const connected = await connect({ endpoints: first.url })
  const dave = signerFromUri('//Dave')
  expect(Object.values(developmentAccounts)).toContain(dave.address)
  const call = buildCall(connected, 'SubtensorModule', 'add_stake', {
    hotkey,
    netuid: 2,
    amount_staked: 5_000_000n,
  })
  const bytes = await connected.nonces.allocate(dave.address, (nonce) =>
    sign(connected, call, dave, { nonce }),
  )
  const submission = submit(connected, bytes)
  await vi.waitUntil(() => submission.state.status === 'broadcast')
  const { port } = first
  await first.close()
  await vi.waitUntil(() => submission.state.status === 'unresolved')
  expect(connected.connection.isConnected).toBe(false)

  const second = await startDevnet({ blockTime: 50, port })
  expect(await submission.outcome).toMatchObject({ kind: 'expired', reason: 'chainReset' })
  expect(connected.connection.state.status).toBe('ready')
  await connected.close()
  await second.close()
}, 20_000)
