import type { RuntimeCall } from '@stake/schema'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { HOTKEY, smallGenesis } from '../../../test/genesis.ts'
import { propertyRuns } from '../../../test/property-runs.ts'
import { stored } from '../../../test/stored.ts'
import { StateOverlay } from '../../chain/state.ts'
import { developmentAccounts } from '../../genesis/development-accounts.ts'
import { genesisBlock, namedAccount } from '../../genesis/genesis.ts'
import { dispatch } from '../../runtime/calls.ts'
import { Context } from '../../runtime/context.ts'
import { DispatchFailure } from '../../runtime/dispatch-failure.ts'
import { Storage } from '../../runtime/storage.ts'
import { accountOf } from '../system.ts'
import { beginBlockOfRegistrations } from './registration-price.ts'
import { netuidsOf, subnetAccount } from './subnets.ts'

const { alice, charlie } = developmentAccounts
const small = smallGenesis()
const genesis = {
  ...small,
  balances: { ...small.balances, [charlie]: '3' },
  // Four seats each, of which nobody is safe for long.
  storage: Object.fromEntries(
    [0, 1, 5].flatMap((netuid) => [
      stored('SubtensorModule', 'MaxAllowedUids', [netuid], 4),
      stored('SubtensorModule', 'ImmunityPeriod', [netuid], 2),
      stored('SubtensorModule', 'MinNonImmuneUids', [netuid], 1),
    ]),
  ),
}
const { state } = genesisBlock(genesis)

const hotkey = fc.oneof(
  fc.constant(HOTKEY),
  fc.integer({ min: 1, max: 12 }).map((number) => namedAccount(`hotkey ${number}`)),
)
const netuid = fc.constantFrom(0, 1, 1, 5, 9)
const register = fc.oneof(
  fc.record({ netuid, hotkey }).map((value) => ({ type: 'burned_register', value })),
  fc.record({ hotkey }).map((value) => ({ type: 'root_register', value })),
)
const step = fc.record({
  who: fc.constantFrom(alice, charlie),
  call: register.map((value) => ({ type: 'SubtensorModule', value }) as RuntimeCall),
  blocks: fc.nat({ max: 3 }),
})

test('whoever registers, each seat has one neuron, each neuron one seat, and no TAO is lost', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const context = new Context(new Storage(new StateOverlay(state)), genesis.author)
      const { storage } = context
      const before = totalTao(storage)
      for (const { who, call, blocks } of steps) {
        for (let i = 0; i < blocks; i++) {
          storage.update('System', 'Number', [], (number) => number + 1)
          beginBlockOfRegistrations(storage, context.blockNumber)
        }
        attempt(() => context.transact(() => dispatch(context, { type: 'signed', who }, call)))
        for (const on of netuidsOf(storage)) expectSeated(storage, on)
      }
      expect(totalTao(storage)).toBe(before)
    }),
    propertyRuns,
  )
})

function attempt(run: () => unknown): void {
  try {
    run()
  } catch (error) {
    if (!(error instanceof DispatchFailure)) throw error
  }
}

function totalTao(storage: Storage): bigint {
  let tao = 0n
  for (const [, { data }] of storage.entries('System', 'Account')) tao += data.free
  expect(storage.get('Balances', 'TotalIssuance')).toBe(tao)
  return tao
}

function expectSeated(storage: Storage, on: number): void {
  const count = storage.get('SubtensorModule', 'SubnetworkN', on)
  expect(count).toBeLessThanOrEqual(4)
  const seated = [...storage.entries('SubtensorModule', 'Keys', on)]
  expect(seated.map(([[, uid]]) => uid)).toEqual(Array.from({ length: count }, (_, uid) => uid))
  for (const [[, uid], key] of seated) {
    expect(storage.get('SubtensorModule', 'Uids', on, key)).toBe(uid)
    expect(storage.get('SubtensorModule', 'IsNetworkMember', key, on)).toBe(true)
  }
  expect([...storage.entries('SubtensorModule', 'Uids', on)]).toHaveLength(count)
  const members = [...storage.entries('SubtensorModule', 'IsNetworkMember')]
  expect(members.filter(([[, netuid]]) => netuid === on)).toHaveLength(count)
  for (const item of ['Active', 'Emission', 'LastUpdate', 'ValidatorPermit', 'Dividends'] as const)
    expect(storage.get('SubtensorModule', item, on)).toHaveLength(count)
  // Pools are paid for.
  const tao = storage.get('SubtensorModule', 'SubnetTAO', on)
  expect(accountOf(storage, subnetAccount(on)).data.free >= tao).toBe(true)
  expect(storage.get('SubtensorModule', 'Burn', on)).toBeGreaterThanOrEqual(500_000n)
}
