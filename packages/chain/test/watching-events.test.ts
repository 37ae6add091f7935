import { type Devnet, startDevnet } from '@stake/devnet'
import { Balance } from '@stake/math'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  buildCall,
  type Chain,
  connect,
  type EventFilter,
  type Hex,
  readEvents,
  readStakes,
  readValidators,
  type Signer,
  sign,
  signerFromUri,
  stakingEvent,
  submit,
  watchEvents,
} from '../src/index.ts'
import { Consumer } from './watching-rig.ts'

const alice = signerFromUri('//Alice')
const bob = signerFromUri('//Bob')

let devnet: Devnet
let chain: Chain
let hotkeys: string[]
beforeEach(async () => {
  devnet = await startDevnet({ blockTime: 'manual', finalityDepth: 2, emission: false })
  chain = await connect({ endpoints: devnet.url })
  hotkeys = (await readValidators(await chain.at('best'), 2)).map(({ hotkey }) => hotkey)
})
afterEach(async () => {
  await chain.close()
  await devnet.close()
})

/** Puts a call into the pool; resolves when it is there. */
async function send(signer: Signer, name: string, args: Record<string, unknown>) {
  const call = buildCall(chain, 'SubtensorModule', name as 'add_stake', args as never)
  const signed = await chain.nonces.allocate(signer.address, (nonce) => sign(chain, call, signer, { nonce }))
  const submission = submit(chain, signed)
  await new Promise<void>((resolve) => {
    submission.onState(({ status }) => {
      if (status !== 'signed') resolve()
    })
  })
  submission.stop()
}

const stake = (signer: Signer, netuid: number, rao = 10_000_000_000n, hotkey = hotkeys[0] ?? '') =>
  send(signer, 'add_stake', { hotkey, netuid, amount_staked: rao })

async function seal(blocks: number) {
  for (let sealed = 0; sealed < blocks; sealed++) await devnet.sealBlock()
}

describe('the events of a block', () => {
  test('carry names, fields in wire order and by name, and whose they are', async () => {
    await stake(alice, 2)
    await seal(1)
    const events = await readEvents(await chain.at(1))
    const added = events.find(({ name }) => name === 'StakeAdded')
    const [position] = (await readStakes(await chain.at(1), [alice.address])).filter(
      ({ netuid }) => netuid === 2,
    )
    expect(added).toMatchObject({
      pallet: 'SubtensorModule',
      extrinsic: 2,
      fields: [alice.address, hotkeys[0], 10_000_000_000n, position?.stake.rao, 2, expect.any(BigInt)],
    })
    expect(added?.named).toEqual({
      coldkey: alice.address,
      hotkey: hotkeys[0],
      tao: 10_000_000_000n,
      alpha: position?.stake.rao,
      netuid: 2,
      fee: added?.fields[5],
    })
    const paid = events.find(({ name }) => name === 'TransactionFeePaid')
    expect(paid).toMatchObject({ extrinsic: 2, named: { who: alice.address, tip: 0n } })
    expect(paid?.fields).toEqual([alice.address, paid?.named.actual_fee, 0n])
    expect(events[0]).toMatchObject({ pallet: 'System', name: 'ExtrinsicSuccess', extrinsic: 0 })
  })

  test('of stake, read in their own tokens', async () => {
    await stake(alice, 2)
    await seal(1)
    await send(alice, 'remove_stake', { hotkey: hotkeys[0], netuid: 2, amount_unstaked: 5_000_000_000n })
    await send(alice, 'move_stake', {
      origin_hotkey: hotkeys[0],
      destination_hotkey: hotkeys[1],
      origin_netuid: 2,
      destination_netuid: 3,
      alpha_amount: 6_000_000_000n,
    })
    await send(alice, 'burn_alpha', { hotkey: hotkeys[0], amount: 1_000_000_000n, netuid: 2 })
    await seal(1)
    const told = (await readEvents(await chain.at(2))).flatMap((event) => stakingEvent(event) ?? [])
    const removed = told.find((event) => event.kind === 'StakeRemoved')
    // The fee was alpha and is not in the alpha that was sold.
    expect(removed?.alpha.add(removed.fee).equals(Balance.parse('5', 2))).toBe(true)
    expect(removed?.tao.netuid).toBe(0)
    expect(told.find(({ kind }) => kind === 'StakeMoved')).toMatchObject({
      coldkey: alice.address,
      originHotkey: hotkeys[0],
      originNetuid: 2,
      destinationHotkey: hotkeys[1],
      destinationNetuid: 3,
    })
    const burned = told.find((event) => event.kind === 'AlphaBurned')
    expect(burned?.alpha.equals(Balance.parse('1', 2))).toBe(true)
    const system = await readEvents(await chain.at(1))
    expect(stakingEvent(system[0] as never)).toBeUndefined()
  })

  test('nothing happened in the first block', async () => {
    expect(await readEvents(await chain.at(0))).toEqual([])
  })

  test('an upgrade is told with the names of the runtime that made it', async () => {
    await seal(1)
    const { number } = devnet.faults.upgradeRuntime({ specVersion: 425 })
    const events = await readEvents(await chain.at(number))
    expect(events.map(({ name }) => name)).toContain('CodeUpdated')
  })

  test('a state that is gone is told', async () => {
    await seal(10)
    devnet.faults.pruneStates(5)
    const hash = await chain.connection.send<Hex>('chain_getBlockHash', [3])
    await expect(readEvents({ chain, block: { number: 3, hash } })).rejects.toMatchObject({
      code: 'StateDiscarded',
    })
    const unknown = { number: 3, hash: `0x${'12'.repeat(32)}` } as const
    await expect(readEvents({ chain, block: unknown })).rejects.toMatchObject({ code: 'UnknownBlock' })
  })
})

describe('watched by filter', () => {
  const heard = async (filter: EventFilter, times = 1) => {
    const events = new Consumer(watchEvents(chain, filter, { from: 1, which: 'best' }))
    const items = await events.pullTimes(times)
    await events.end()
    return items.map((item) =>
      item.kind === 'events'
        ? `${item.block.number}: ${item.events.map(({ name }) => name).join(' ')}`
        : item.kind,
    )
  }

  test('by pallet, name, account, hotkey, netuid and any field', async () => {
    await seal(1)
    await stake(alice, 2)
    await seal(2)
    await stake(bob, 3, 20_000_000_000n, hotkeys[1])
    await seal(1)
    const pallet = 'SubtensorModule'
    expect(await heard({ pallet, name: 'StakeAdded' }, 2)).toEqual(['2: StakeAdded', '4: StakeAdded'])
    expect(await heard({ pallet, name: ['StakeRemoved', 'StakeAdded'] }, 2)).toHaveLength(2)
    expect(await heard({ pallet, coldkey: bob.address })).toEqual(['4: StakeAdded'])
    expect(await heard({ pallet, coldkey: [alice.address, bob.address] }, 2)).toHaveLength(2)
    expect(await heard({ pallet, hotkey: hotkeys[1] ?? '' })).toEqual(['4: StakeAdded'])
    expect(await heard({ pallet, netuid: 3 })).toEqual(['4: StakeAdded'])
    expect(await heard({ pallet, netuid: [1, 3] })).toEqual(['4: StakeAdded'])
    expect(await heard({ pallet, fields: { tao: 20_000_000_000n } })).toEqual(['4: StakeAdded'])
    const [all] = await heard({ account: bob.address })
    expect(all).toContain('4: ')
    expect(all).toContain('TransactionFeePaid')
    expect(all).toContain('StakeAdded')
  })

  test('a part that is named otherwise is the same part', async () => {
    await stake(alice, 2)
    await seal(1)
    await send(alice, 'swap_stake', {
      hotkey: hotkeys[0],
      origin_netuid: 2,
      destination_netuid: 4,
      alpha_amount: 6_000_000_000n,
    })
    await seal(1)
    const events = await heard({ pallet: 'SubtensorModule', name: 'StakeSwapped', netuid: 4 })
    expect(events).toEqual(['2: StakeSwapped'])
  })

  test('what can match nothing is refused', async () => {
    expect(() => watchEvents(chain, { coldkey: '5nobody' })).toThrow(
      expect.objectContaining({ code: 'InvalidAddress' }),
    )
    expect(() => watchEvents(chain, { netuid: 70_000 })).toThrow(
      expect.objectContaining({ code: 'InvalidNetuid' }),
    )
    await seal(1)
    await expect(heard({ pallet: 'SubtensorModule', name: 'StakeAded' })).rejects.toMatchObject({
      code: 'MissingInRuntime',
      details: { what: 'event SubtensorModule.StakeAded' },
    })
    await expect(heard({ pallet: 'Subtensor' })).rejects.toMatchObject({ code: 'MissingInRuntime' })
  })

  test('only what was delivered is retracted, and comes again where it comes to be', async () => {
    await seal(1)
    await stake(alice, 2)
    await seal(3)
    const filter = { pallet: 'SubtensorModule', name: 'StakeAdded' } as const
    devnet.faults.set({ stopFinality: true })
    await stake(bob, 3)
    await seal(3)
    const events = new Consumer(watchEvents(chain, filter, { from: 1, which: 'best' }))
    await events.pullTimes(2)
    const waiting = events.pull()
    devnet.faults.reorg({ depth: 4, transactions: 'later' })
    await waiting
    await events.pull()
    expect(
      events.items.map((item) => (item.kind === 'gap' ? '' : `${item.kind} ${item.block.number}`)),
    ).toEqual(['events 2', 'events 5', 'retracted 5', 'events 8'])
    await events.end()
  })

  test('before and after an upgrade, each with the names of its time', async () => {
    await stake(alice, 2)
    await seal(1)
    devnet.faults.upgradeRuntime({ specVersion: 425 })
    await chain.at('best')
    await seal(3)
    const filter = { name: ['CodeUpdated', 'StakeAdded'] } as EventFilter
    const events = new Consumer(watchEvents(chain, filter, { from: 1 }))
    const items = await events.pullTimes(2)
    expect(items.map((item) => item.kind === 'events' && item.events.map(({ name }) => name))).toEqual([
      ['StakeAdded'],
      ['CodeUpdated'],
    ])
    // The block that upgrades is made by the old runtime, and read by the new one.
    expect(items.map((item) => item.kind === 'events' && item.at.runtime.specVersion)).toEqual([424, 425])
    await events.end()
  })

  test('events that can no longer be read are a gap', async () => {
    await seal(30)
    devnet.faults.pruneStates(20)
    const events = new Consumer(watchEvents(chain, { pallet: 'System' }, { from: 1 }))
    const [gap, next] = await events.pullTimes(2)
    // Block 20 has its state, but not the runtime that made it: that is told by the state before.
    expect(gap).toEqual({ kind: 'gap', from: 1, to: 20, resume: 21 })
    expect(next).toMatchObject({ kind: 'events', block: { number: 21 } })
    await events.end()
  })
})
