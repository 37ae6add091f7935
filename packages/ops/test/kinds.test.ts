import {
  type Chain,
  calls,
  connect,
  type Outcome,
  type Position,
  readSnapshot,
  readValidators,
  type Signer,
  sign,
  signerFromUri,
  submit,
} from '@stake/chain'
import { type Devnet, demoGenesis, namedAccount, startDevnet, storageEntry } from '@stake/devnet'
import { Balance } from '@stake/math'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Leg, type OperationKind, parseOperation, plan, preview, readSnapshotFor } from '../src/index.ts'
import { kindOf } from '../src/kinds/index.ts'
import type { Trade } from '../src/kinds/kind.ts'
import { purchaseAt } from '../src/kinds/stake-events.ts'

const alice = signerFromUri('//Alice')
const bob = signerFromUri('//Bob')
const poor = signerFromUri('//Poor')
const aliceHotkey = namedAccount('a hotkey of Alice')
const sweeper = namedAccount('hotkey of the sweep')

let devnet: Devnet
let chain: Chain
/** Of subnets 0, 1, 3 and 119: the hotkeys that Alice has stake with. */
const hotkeys = new Map<number, string>()
let ids = 0

beforeAll(async () => {
  const genesis = demoGenesis()
  const stakes = genesis.stakes.filter(({ coldkey }) => coldkey === alice.address)
  for (const { hotkey, netuid } of stakes) hotkeys.set(netuid, hotkey)
  const kestrel = hotkeys.get(3) ?? ''
  devnet = await startDevnet({
    blockTime: 'manual',
    emission: false,
    genesis: {
      ...genesis,
      balances: { ...genesis.balances, [poor.address]: '0.0005' },
      hotkeys: [...genesis.hotkeys, { hotkey: aliceHotkey, owner: alice.address, take: 6_553 }],
      stakes: [
        ...genesis.stakes,
        { hotkey: kestrel, coldkey: alice.address, netuid: 1, alpha: '40' },
        { hotkey: kestrel, coldkey: alice.address, netuid: 2, alpha: '30' },
        { hotkey: aliceHotkey, coldkey: alice.address, netuid: 119, alpha: '100000' },
        { hotkey: kestrel, coldkey: bob.address, netuid: 1, alpha: '40' },
        { hotkey: kestrel, coldkey: poor.address, netuid: 1, alpha: '40' },
        { hotkey: kestrel, coldkey: poor.address, netuid: 3, alpha: '40' },
      ],
      storage: Object.fromEntries([
        // A nomination must be worth 0.001 TAO.
        storageEntry('SubtensorModule', 'NominatorMinRequiredStake', [], 500_000n),
        storageEntry('SubtensorModule', 'TransferToggle', [119], false),
        // A tenth of an alpha for each TAO on root.
        storageEntry(
          'SubtensorModule',
          'RootClaimable',
          [hotkeys.get(0) ?? ''],
          [[1, { bits: (1n << 32n) / 10n }]],
        ),
      ]),
    },
  })
  chain = await connect({ endpoints: devnet.url })
})
afterAll(async () => {
  await chain.close()
  await devnet.close()
})

const planned = (kind: OperationKind, fields: object, signer: Signer = alice) =>
  plan(chain, [
    parseOperation({ id: `op-${++ids}`, coldkey: signer.address, ...fields, kind: kind as string }),
  ])

/** Signs and sends a leg as it was planned, and seals blocks until its end is final. */
async function settled(leg: Leg, signer: Signer): Promise<Outcome> {
  const signed = await chain.nonces.allocate(signer.address, (nonce) =>
    sign(chain, leg.call, signer, { nonce }),
  )
  let done = false
  const outcome = submit(chain, signed).outcome.finally(() => {
    done = true
  })
  while (!done) {
    await devnet.sealBlock()
    for (let trip = 0; trip < 12 && !done; trip++) await chain.connection.send('system_chain', [])
  }
  return outcome
}

interface Done {
  leg: Leg
  trade: Trade
  /** Free TAO gained, network fee apart. */
  gained: bigint
  /** How each position changed, by `netuid:hotkey`. */
  changes: Map<string, bigint>
}

const worldOf = async (leg: Leg, coldkey: string) => {
  const snapshot = await readSnapshotFor(chain, [leg.operation])
  const { positions, accounts } = await readSnapshot(await chain.at('best'), {
    coldkeys: [coldkey],
  })
  return { snapshot, positions, free: accounts.get(coldkey)?.free.rao ?? 0n }
}

const positionsOf = async (coldkey: string) =>
  (await readSnapshot(await chain.at('best'), { coldkeys: [coldkey] })).positions

const onRoot = (positions: readonly Position[]) =>
  positions.filter(({ netuid }) => netuid === 0).reduce((sum, { stake }) => sum + stake.rao, 0n)

const byPlace = (positions: readonly Position[]) =>
  new Map(positions.map(({ netuid, hotkey, stake }) => [`${netuid}:${hotkey}`, stake.rao]))

/** Plans, carries out, and reports what the events and the chain's state say. */
async function carriedOut(kind: OperationKind, fields: object, signer: Signer = alice): Promise<Done> {
  const [leg] = (await planned(kind, fields, signer)).legs
  if (!leg) throw new Error('one Operation, one leg')
  const before = await worldOf(leg, signer.address)
  const outcome = await settled(leg, signer)
  if (outcome.kind !== 'included')
    throw new Error(JSON.stringify(outcome, (_, v) => (typeof v === 'bigint' ? String(v) : v)))
  const after = await worldOf(leg, signer.address)
  const { events, fee } = outcome.execution
  const trade = kindOf(leg.operation).trade(leg, events)
  if (!trade) throw new Error('the events tell of no trade')
  expect(fee.compare(leg.networkFee)).toBeLessThanOrEqual(0)
  const [had, has] = [byPlace(before.positions), byPlace(after.positions)]
  const changes = new Map<string, bigint>()
  for (const place of new Set([...had.keys(), ...has.keys()])) {
    const change = (has.get(place) ?? 0n) - (had.get(place) ?? 0n)
    if (change !== 0n) changes.set(place, change)
  }
  const paid = leg.feeInAlpha ? 0n : fee.rao
  return { leg, trade, gained: after.free - before.free + paid, changes }
}

const at = (netuid: number) => hotkeys.get(netuid) ?? ''
const hotkeyOn = async (netuid: number, index = 0) =>
  (await readValidators(await chain.at('best'), netuid))[index]?.hotkey ?? ''

describe('stake and unstake', () => {
  test('half of what is free, to the rao', async () => {
    const { free } = (await planned('stake', { hotkey: at(1), netuid: 1, amount: '1' })).legs[0]
      ? await planned('stake', { hotkey: at(1), netuid: 1, amount: '1' })
      : { free: Balance.zero() }
    const [leg] = (await planned('stake', { hotkey: at(0), netuid: 0, amount: '50%' })).legs
    expect(leg?.amount.rao).toBe((free.rao - (leg?.networkFee.rao ?? 0n) - 500n) / 2n)
  })

  test('all of what is free leaves the fee and the existential deposit, and nothing else', async () => {
    const charlie = signerFromUri('//Charlie')
    const { leg, trade } = await carriedOut('stake', { hotkey: at(0), netuid: 0, amount: 'all' }, charlie)
    expect(trade.executed).toEqual(leg.amount)
    const { free } = await worldOf(leg, charlie.address)
    // The fee is estimated for the longest nonce: a few rao less are taken.
    expect(free).toBeGreaterThanOrEqual(500n)
    expect(free).toBeLessThan(510n)
  })

  test('a rest too small for a nomination is said to go too, and goes', async () => {
    const hotkey = at(119)
    const before = await planned('unstake', { hotkey, netuid: 119, amount: '1' })
    const stays = Balance.parse('0.0001', 119)
    const amount = (before.legs[0]?.amount.add(before.legs[0]?.stays ?? Balance.zero(119)) ?? stays).subtract(
      stays,
    )
    const { leg, changes, trade } = await carriedOut('unstake', {
      hotkey,
      netuid: 119,
      amount: amount.toString(),
      mode: 'unsafe',
    })
    expect(leg.warnings.map(({ code }) => code)).toContain('SmallNomination')
    expect(trade.received).toEqual(leg.received)
    expect(changes.get(`119:${hotkey}`)).toBe(-amount.rao - stays.rao)
    // Stake again for the tests that follow.
    await carriedOut('stake', { hotkey, netuid: 119, amount: '50', mode: 'unsafe' })
  })

  test('a rest that can only leave as a whole is named', async () => {
    const [leg] = (await planned('unstake', { hotkey: at(0), netuid: 0, amount: '249.9985' })).legs
    expect(leg?.warnings).toEqual([expect.objectContaining({ code: 'Dust' })])
  })

  test('a hotkey that is not registered there is named', async () => {
    const [leg] = (await planned('stake', { hotkey: aliceHotkey, netuid: 1, amount: '1' })).legs
    expect(leg?.warnings).toEqual([expect.objectContaining({ code: 'NotRegistered' })])
  })
})

describe('moves', () => {
  test('within one subnet there is no price, and nothing is lost', async () => {
    const to = await hotkeyOn(1)
    const from = [...hotkeys.values()].find((hotkey) => hotkey === at(3)) ?? ''
    const { leg, trade, gained, changes } = await carriedOut('move', {
      hotkey: from,
      netuid: 1,
      toHotkey: to,
      amount: '7',
    })
    expect(leg.call.name).toBe('move_stake')
    expect(leg.warnings.map(({ code }) => code)).toEqual(['NoPrice'])
    expect(trade).toMatchObject({ executed: Balance.parse('7', 1), received: Balance.parse('7', 1) })
    expect(gained).toBe(0n)
    expect(changes.get(`1:${from}`)).toBe(-7_000_000_000n)
    expect(changes.get(`1:${to}`)).toBe(7_000_000_000n)
  })

  test('a swap within equal weights, strict, does what the plan says', async () => {
    const { leg, trade, gained, changes } = await carriedOut('swap', {
      hotkey: at(3),
      netuid: 1,
      toNetuid: 2,
      amount: '1',
    })
    expect(leg.call).toMatchObject({ name: 'swap_stake_limit', args: { allow_partial: false } })
    expect(leg.chosen.move?.worstLossPpb).toBeLessThanOrEqual(5_000_000n)
    expect(trade.received).toEqual(leg.received)
    expect(trade.executed).toEqual(leg.amount)
    expect(trade.swapFee).toEqual(leg.chosen.quote?.fee)
    expect(gained).toBe(0n)
    expect(changes.get(`2:${at(3)}`)).toBe(leg.received.rao)
    expect(changes.get(`1:${at(3)}`)).toBe(-leg.amount.rao)
  })

  test('partial fills what the cap lets through', async () => {
    const fields = {
      hotkey: at(3),
      netuid: 1,
      toNetuid: 2,
      amount: 'all',
      mode: 'partial',
      tolerance: '0.02%',
    }
    const { leg, trade } = await carriedOut('swap', fields)
    expect(leg.chosen.result).toBe('partial')
    expect(trade.executed).toEqual(leg.chosen.quote?.spent)
    expect(trade.received).toEqual(leg.received)
  })

  test('with unequal weights strict refuses, naming the protected route, which then keeps its promise', async () => {
    const fields = { hotkey: at(3), netuid: 1, toNetuid: 3, amount: '1', tolerance: '0.5%' }
    await expect(planned('swap', fields)).rejects.toMatchObject({
      code: 'UnprotectedMove',
      remedy: expect.stringContaining('route `protected`'),
    })
    const { leg, trade, gained } = await carriedOut('swap', { ...fields, route: 'protected' })
    expect(leg.call).toMatchObject({ pallet: 'Utility', name: 'batch_all' })
    expect(leg.parts.calls.map(({ name }) => name)).toEqual(['remove_stake_limit', 'add_stake_limit'])
    expect(trade.executed).toEqual(leg.amount)
    expect(trade.received).toEqual(leg.received)
    expect(trade.received.compare(leg.leastReceived ?? Balance.zero(3))).toBeGreaterThanOrEqual(0)
    expect(trade.free).toEqual(leg.free)
    expect(gained).toBe(leg.free.rao)
  })

  test('the chain itself takes what strict refuses: a client that trusts the cap loses more than its tolerance', async () => {
    const route = { netuid: 119, toNetuid: 3 }
    const swap = parseOperation({
      id: 'cap',
      kind: 'swap',
      coldkey: alice.address,
      hotkey: aliceHotkey,
      ...route,
      amount: '100',
    })
    const numbers = await readSnapshotFor(chain, [swap])
    const { move, refusal } = preview(swap, numbers).modes?.strict ?? {}
    expect(refusal?.code).toBe('UnprotectedMove')
    if (!move?.largest || !move.limit) throw new Error('it has a cap')
    const amount = move.largest
    const call = calls.swapStakeLimit(chain, {
      hotkey: aliceHotkey,
      originNetuid: route.netuid,
      destinationNetuid: route.toNetuid,
      amount,
      limitRatio: move.limit,
      allowPartial: false,
    })
    const outcome = await settled({ call } as Leg, alice)
    if (outcome.kind !== 'included') throw new Error('the chain takes it')
    const place = { coldkey: alice.address, hotkey: aliceHotkey, netuid: route.toNetuid }
    const received = purchaseAt(place, outcome.execution.events)?.received.rao ?? 0n
    const price = (netuid: number) => numbers.subnets.get(netuid)?.price.bits ?? 0n
    // Half a percent was allowed, and the fee is a twentieth of one: more than two are gone.
    expect(received * price(3) * 100n).toBeLessThan(amount.rao * price(119) * 98n)
  })

  test('to another hotkey and subnet at once there is no limit: strict refuses, unsafe and protected do', async () => {
    const to = await hotkeyOn(2, 1)
    const fields = { hotkey: at(1), netuid: 1, toHotkey: to, toNetuid: 2, amount: '2' }
    await expect(planned('move', fields)).rejects.toMatchObject({
      code: 'UnprotectedMove',
      remedy: expect.stringContaining('protected'),
    })
    const unsafe = await carriedOut('move', { ...fields, mode: 'unsafe' })
    expect(unsafe.leg.warnings.map(({ code }) => code)).toContain('Unprotected')
    expect(unsafe.trade.received).toEqual(unsafe.leg.received)
    expect(unsafe.changes.get(`2:${to}`)).toBe(unsafe.leg.received.rao)
    const route = await carriedOut('move', { ...fields, route: 'protected' })
    expect(route.trade.received).toEqual(route.leg.received)
    expect(route.changes.get(`2:${to}`)).toBe(route.leg.received.rao)
    expect(route.gained).toBe(route.leg.free.rao)
  })

  test('out of root, and the whole position by the protected route', async () => {
    const out = await carriedOut('swap', {
      hotkey: at(0),
      netuid: 0,
      toNetuid: 2,
      amount: '1.5',
      mode: 'strict',
    })
    expect(out.trade.received).toEqual(out.leg.received)
    expect(out.trade.swapFee).toEqual(out.leg.chosen.purchase?.fee)
    const all = await carriedOut('swap', {
      hotkey: at(3),
      netuid: 2,
      toNetuid: 0,
      amount: 'all',
      route: 'protected',
    })
    expect(all.leg.parts.calls[0]?.name).toBe('remove_stake_full_limit')
    expect(all.trade.received).toEqual(all.leg.received)
  })

  test('the same place, and one subnet for a swap, are no moves', async () => {
    await expect(
      Promise.resolve().then(() =>
        planned('move', { hotkey: at(1), netuid: 1, toHotkey: at(1), amount: '1' }),
      ),
    ).rejects.toMatchObject({ code: 'InvalidOperation' })
    await expect(
      Promise.resolve().then(() => planned('swap', { hotkey: at(1), netuid: 1, toNetuid: 1, amount: '1' })),
    ).rejects.toMatchObject({ code: 'InvalidOperation' })
  })
})

describe('transfers', () => {
  test('within one subnet hand the shares over', async () => {
    const fields = { hotkey: at(3), netuid: 3, toColdkey: bob.address, amount: '5' }
    const { leg, trade, changes } = await carriedOut('transferStake', fields)
    expect(leg.warnings.map(({ code }) => code)).toEqual(['Irreversible', 'NoPrice'])
    expect(trade).toMatchObject({ executed: Balance.parse('5', 3), received: Balance.parse('5', 3) })
    expect(changes.get(`3:${at(3)}`)).toBe(-5_000_000_000n)
  })

  test('between subnets by the protected route hand on what is guaranteed', async () => {
    const fields = { hotkey: at(3), netuid: 3, toNetuid: 1, toColdkey: bob.address, amount: '5' }
    await expect(planned('transferStake', fields)).rejects.toMatchObject({ code: 'UnprotectedMove' })
    const { leg, trade, changes, gained } = await carriedOut('transferStake', {
      ...fields,
      route: 'protected',
    })
    expect(leg.parts.calls.map(({ name }) => name)).toEqual([
      'remove_stake_limit',
      'add_stake_limit',
      'transfer_stake',
    ])
    expect(trade.received).toEqual(leg.received)
    expect(leg.received).toEqual(leg.leastReceived)
    expect(gained).toBe(leg.free.rao)
    // What the purchase brings beyond the guaranteed stays with Alice.
    expect(changes.get(`1:${at(3)}`)).toBe(
      (leg.chosen.purchase?.received.rao ?? 0n) - (leg.leastReceived?.rao ?? 0n),
    )
  })

  test('unsafe, in one call', async () => {
    const fields = {
      hotkey: at(3),
      netuid: 3,
      toNetuid: 1,
      toColdkey: bob.address,
      amount: '5',
      mode: 'unsafe',
    }
    const { leg, trade } = await carriedOut('transferStake', fields)
    expect(leg.call.name).toBe('transfer_stake')
    expect(trade.received).toEqual(leg.received)
  })

  test('closed ones are refused', async () => {
    const fields = { hotkey: at(119), netuid: 119, toColdkey: bob.address, amount: '5' }
    await expect(planned('transferStake', fields)).rejects.toMatchObject({ code: 'TransferDisallowed' })
  })
})

describe('burns', () => {
  test('a stake burn spends TAO, raises the price and leaves nothing', async () => {
    const { leg, trade, gained, changes } = await carriedOut('stakeBurn', {
      hotkey: at(1),
      netuid: 1,
      amount: '2',
    })
    expect(leg.call).toMatchObject({ name: 'add_stake_burn' })
    expect(leg.call.args.limit).toBe(leg.chosen.limitPrice)
    expect(trade.received).toEqual(leg.received)
    expect(gained).toBe(-2_000_000_000n)
    expect(changes.size).toBe(0)
    expect(leg.warnings.map(({ code }) => code)).toEqual(['Irreversible'])
  })

  test('alpha is burned and recycled, without a price', async () => {
    for (const kind of ['burnAlpha', 'recycleAlpha'] as const) {
      const { trade, gained, changes } = await carriedOut(kind, { hotkey: at(3), netuid: 3, amount: '1.5' })
      expect(trade.executed).toEqual(Balance.parse('1.5', 3))
      expect(gained).toBe(0n)
      expect(changes).toEqual(new Map([[`3:${at(3)}`, -1_500_000_000n]]))
    }
  })

  test('root stake cannot be burned', async () => {
    for (const kind of ['burnAlpha', 'recycleAlpha', 'stakeBurn'] as const) {
      await expect(planned(kind, { hotkey: at(0), netuid: 0, amount: '1' })).rejects.toMatchObject({
        code: 'CannotBurnOrRecycleOnRootSubnet',
      })
    }
  })
})

describe('what a hotkey is told', () => {
  test('a take is lowered at once, and raised only after its wait', async () => {
    const { leg } = await carriedOut('setTake', { hotkey: aliceHotkey, take: '5%' })
    expect(leg.call).toMatchObject({ name: 'decrease_take', args: { take: 3_276 } })
    expect(leg.warnings).toEqual([expect.objectContaining({ code: 'RateLimited' })])
    await expect(planned('setTake', { hotkey: aliceHotkey, take: 0.1 })).rejects.toMatchObject({
      code: 'DelegateTxRateLimitExceeded',
      details: expect.objectContaining({ raisableFrom: expect.any(String) }),
    })
    await expect(planned('setTake', { hotkey: aliceHotkey, take: '19%' })).rejects.toMatchObject({
      code: 'DelegateTakeTooHigh',
    })
    await expect(planned('setTake', { hotkey: at(1), take: '1%' })).rejects.toMatchObject({
      code: 'NonAssociatedColdKey',
    })
  })

  test('where nobody changed it yet it is raised', async () => {
    const fresh = await startDevnet({
      blockTime: 'manual',
      genesis: {
        ...demoGenesis(),
        hotkeys: [...demoGenesis().hotkeys, { hotkey: aliceHotkey, owner: alice.address, take: 0 }],
      },
    })
    const there = await connect({ endpoints: fresh.url })
    const wish = parseOperation({
      id: '1',
      kind: 'setTake',
      coldkey: alice.address,
      hotkey: aliceHotkey,
      take: 0.1,
    })
    const [leg] = (await plan(there, [wish])).legs
    expect(leg?.call).toMatchObject({ name: 'increase_take', args: { take: 6_553 } })
    await there.close()
    await fresh.close()
  })

  test('miners’ earnings get a destination', async () => {
    const hotkey = await hotkeyOn(1)
    const { trade } = await carriedOut('setAutoStake', { hotkey, netuid: 1 })
    expect(trade.executed.isZero()).toBe(true)
    await expect(planned('setAutoStake', { hotkey, netuid: 1 })).rejects.toMatchObject({
      code: 'SameAutoStakeHotkeyAlreadySet',
    })
    await expect(planned('setAutoStake', { hotkey: aliceHotkey, netuid: 1 })).rejects.toMatchObject({
      code: 'HotKeyNotRegisteredInSubNet',
    })
  })

  test('a hotkey is registered within a limit', async () => {
    const { leg, trade, gained } = await carriedOut('register', { hotkey: aliceHotkey, netuid: 1 })
    expect(leg.call.name).toBe('register_limit')
    expect(trade.executed).toEqual(leg.amount)
    expect(gained).toBe(-leg.amount.rao)
    await expect(planned('register', { hotkey: aliceHotkey, netuid: 1 })).rejects.toMatchObject({
      code: 'HotKeyAlreadyRegisteredInSubNet',
    })
    await expect(planned('register', { hotkey: at(1), netuid: 2 })).rejects.toMatchObject({
      code: 'NonAssociatedColdKey',
    })
  })

  test('a new hotkey is registered without one, and on root for nothing', async () => {
    const { leg } = await carriedOut('register', { hotkey: sweeper, netuid: 1, mode: 'unsafe' })
    expect(leg.call.name).toBe('burned_register')
    const root = await carriedOut('register', { hotkey: aliceHotkey, netuid: 0 })
    expect(root.leg.call.name).toBe('root_register')
    expect(root.gained).toBe(0n)
  })

  test('claims are planned from what is owed, and paid', async () => {
    await expect(planned('claimRoot', { netuids: [3, 2] })).rejects.toMatchObject({ code: 'NothingToClaim' })
    const [leg] = (await planned('claimRoot', { netuids: [1] })).legs
    if (!leg) throw new Error('there is one')
    expect(leg.call).toMatchObject({ name: 'claim_root', args: { subnets: [1] } })
    const before = await positionsOf(alice.address)
    await settled(leg, alice)
    const after = await positionsOf(alice.address)
    // The event names only the coldkey.
    const trade = kindOf(leg.operation).tradeFromPositions?.(leg, before, after)
    expect(trade?.fill).toBe('filled')
    expect(trade?.received.netuid).toBe(0)
    expect(trade?.received.rao).toBe(onRoot(after) - onRoot(before))
    await expect(planned('claimRoot', { netuids: [1] })).rejects.toMatchObject({ code: 'NothingToClaim' })
  })

  test('claims are absent where the runtime pays root otherwise', () => {
    const other = {
      capabilities: { ...chain.capabilities, rootClaims: 'hotkey' },
      specVersion: chain.specVersion,
    } as Chain
    const operation = parseOperation({ id: 'c', kind: 'claimRoot', coldkey: alice.address, netuids: [1] })
    expect(() => kindOf(operation).calls(other, { operation } as never)).toThrow(
      expect.objectContaining({ code: 'MissingInRuntime', remedy: expect.stringMatching(/./) }),
    )
  })
})

describe('fees that alpha pays', () => {
  const from = () => at(3)

  test('a full exit says so and works; more than the fee leaves is refused', async () => {
    const amount = { hotkey: from(), netuid: 1, mode: 'unsafe' }
    const [leg] = (await planned('unstake', { ...amount, amount: '39' }, poor)).legs
    expect(leg?.feeInAlpha?.isZero()).toBe(false)
    expect(leg?.warnings.map(({ code }) => code)).toContain('FeeInAlpha')
    await expect(planned('unstake', { ...amount, amount: '40' }, poor)).rejects.toMatchObject({
      code: 'InsufficientStake',
      remedy: expect.stringContaining('all'),
    })
    const done = await carriedOut('unstake', { ...amount, amount: 'all' }, poor)
    expect(done.changes.get(`1:${from()}`)).toBe(-40_000_000_000n)
    // The estimate is of the longest nonce: a few rao more are left to sell.
    const more = done.trade.received.rao - done.leg.received.rao
    expect(more).toBeGreaterThanOrEqual(0n)
    expect(more).toBeLessThan(20n)
  })

  test('nothing but TAO pays for a stake, or in a batch', async () => {
    const dave = signerFromUri('//Nobody')
    const wish = { hotkey: from(), netuid: 1, amount: '1' }
    await expect(planned('unstake', wish, dave)).rejects.toMatchObject({ code: 'NoTao' })
    const operation = parseOperation({ id: 'b', kind: 'unstake', coldkey: poor.address, ...wish, netuid: 3 })
    // By now the exit has brought TAO; without it nothing could be planned in a batch.
    const numbers = await readSnapshotFor(chain, [operation])
    const account = numbers.accounts.get(poor.address)
    if (!account) throw new Error('it was asked for')
    const accounts = new Map([
      [poor.address, { ...account, free: Balance.fromRao(600n), transferable: Balance.fromRao(100n) }],
    ])
    const snapshot = { ...numbers, accounts }
    await expect(plan(chain, [operation], { snapshot, batched: true })).rejects.toMatchObject({
      code: 'InsufficientBalance',
    })
    expect((await plan(chain, [operation], { snapshot })).legs[0]?.feeInAlpha).toBeDefined()
  })
})

describe('everything at once', () => {
  test('strict sells each position within the tolerance, in one batch', async () => {
    const { leg, trade, gained } = await carriedOut('unstakeAll', { hotkey: at(3), tolerance: '3%' })
    expect(leg.call).toMatchObject({ pallet: 'Utility', name: 'force_batch' })
    expect(trade.received).toEqual(leg.received)
    expect(gained).toBe(leg.received.rao)
    expect(trade.parts).toHaveLength(leg.swaps.length)
  })

  test('what cannot be sold within the tolerance stays, and the report does not call that all', async () => {
    await carriedOut('stake', { hotkey: at(3), netuid: 1, amount: '30', tolerance: '4%' })
    await carriedOut('stake', { hotkey: at(3), netuid: 2, amount: '0.01' })
    const { leg, trade } = await carriedOut('unstakeAll', { hotkey: at(3), tolerance: '0.1%' })
    expect(leg.warnings.map(({ code }) => code)).toContain('LeftOut')
    expect(leg.chosen.result).toBe('partial')
    expect(trade.parts).toHaveLength(1)
    expect(trade.fill).toBe('partly')
    const rest = await carriedOut('unstakeAll', { hotkey: at(3), tolerance: '30%' })
    expect(rest.trade.fill).toBe('filled')
  })

  test('on root what is guaranteed is staked, all or nothing', async () => {
    await carriedOut('stake', { hotkey: at(3), netuid: 2, amount: '3' })
    const { leg, trade, gained, changes } = await carriedOut('unstakeAll', {
      hotkey: at(3),
      to: 'root',
      tolerance: '1%',
    })
    expect(leg.call.name).toBe('batch_all')
    expect(changes.get(`0:${at(3)}`)).toBe(leg.received.rao)
    expect(gained).toBe(leg.free.rao)
    expect(trade.received).toEqual(leg.received)
  })

  test('unsafe is the chain’s own call', async () => {
    await carriedOut('stake', { hotkey: at(3), netuid: 2, amount: '3' })
    const { leg, gained } = await carriedOut('unstakeAll', { hotkey: at(3), mode: 'unsafe' })
    expect(leg.call.name).toBe('unstake_all')
    expect(gained).toBe(leg.received.rao)
    await expect(planned('unstakeAll', { hotkey: at(3) })).rejects.toMatchObject({ code: 'AmountTooLow' })
    // What is staked on root stays there.
    await carriedOut('stake', { hotkey: at(3), netuid: 0, amount: '3' })
    await expect(planned('unstakeAll', { hotkey: at(3), to: 'root' })).rejects.toMatchObject({
      message: 'There is no stake with this hotkey but on root.',
    })
  })
})
