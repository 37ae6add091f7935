import type { RuntimeCall } from '@stake/schema'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { HOTKEY, STRANGER, stakedGenesis } from '../../../test/genesis.ts'
import { propertyRuns } from '../../../test/property-runs.ts'
import { StateOverlay } from '../../chain/state.ts'
import { developmentAccounts } from '../../genesis/development-accounts.ts'
import { genesisBlock } from '../../genesis/genesis.ts'
import { dispatch } from '../../runtime/calls.ts'
import { Context } from '../../runtime/context.ts'
import { DispatchFailure } from '../../runtime/dispatch-failure.ts'
import { Storage } from '../../runtime/storage.ts'
import { accountOf } from '../system.ts'
import { netuidsOf, subnetAccount } from './subnets.ts'

const { alice, bob, charlie } = developmentAccounts
const genesis = stakedGenesis()
const { state } = genesisBlock(genesis)

// Mostly amounts and limits that can work; also dust, and beyond every pool, balance and price.
const amount = fc.oneof(
  { weight: 6, arbitrary: fc.bigInt(2_100_000n, 60_000_000_000n) },
  { weight: 1, arbitrary: fc.bigInt(0n, 2_000_000_000_000n) },
  { weight: 1, arbitrary: fc.bigInt(0n, 5_000_000n) },
  { weight: 1, arbitrary: fc.bigInt(0n, 2n ** 64n - 1n) },
)
const limit = fc.oneof(fc.bigInt(600_000_000n, 1_700_000_000n), fc.bigInt(0n, 2n ** 64n - 1n))
const target = fc.record({
  hotkey: fc.oneof(
    { weight: 9, arbitrary: fc.constant(HOTKEY) },
    { weight: 1, arbitrary: fc.constant(STRANGER) },
  ),
  netuid: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(0, 1, 10) },
    { weight: 1, arbitrary: fc.constantFrom(5, 6, 11, 13, 99) },
  ),
})
const limited = fc.record({ limit_price: limit, allow_partial: fc.boolean() })

const call: fc.Arbitrary<RuntimeCall> = fc
  .tuple(
    fc.constantFrom('add_stake', 'add_stake_limit', 'remove_stake', 'remove_stake_limit'),
    target,
    amount,
    limited,
  )
  .map(([type, where, rao, terms]) => {
    const spent = type.startsWith('add') ? { amount_staked: rao } : { amount_unstaked: rao }
    const args = { ...where, ...spent, ...(type.endsWith('limit') ? terms : {}) }
    return { type: 'SubtensorModule', value: { type, value: args } } as RuntimeCall
  })

test('whatever is staked and unstaked, no TAO and no alpha is made or lost', () => {
  const step = fc.tuple(fc.constantFrom(alice, alice, bob, charlie), call)
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const context = new Context(new Storage(new StateOverlay(state)), genesis.author)
      const before = totals(context.storage)
      for (const [who, what] of steps) attempt(context, { type: 'signed', who }, what)
      expect(totals(context.storage)).toEqual(before)
      expectCovered(context.storage)
    }),
    propertyRuns,
  )
})

function attempt(context: Context, origin: Parameters<typeof dispatch>[1], what: RuntimeCall): void {
  const writes = context.storage.overlay.changes().size
  try {
    context.transact(() => dispatch(context, origin, what))
  } catch (error) {
    if (!(error instanceof DispatchFailure)) throw error
    expect(context.storage.overlay.changes().size).toBe(writes)
  }
}

/** All TAO, and each subnet's alpha inside and outside its pool. */
function totals(storage: Storage) {
  let tao = 0n
  for (const [, { data }] of storage.entries('System', 'Account')) tao += data.free
  expect(storage.get('Balances', 'TotalIssuance')).toBe(tao)
  const alpha = netuidsOf(storage)
    .filter((netuid) => netuid !== 0)
    .map(
      (netuid) =>
        storage.get('SubtensorModule', 'SubnetAlphaIn', netuid) +
        storage.get('SubtensorModule', 'SubnetAlphaOut', netuid),
    )
  return { tao, alpha }
}

/** Pools hold the TAO they say, and the alpha outside them is what hotkeys hold. */
function expectCovered(storage: Storage): void {
  for (const netuid of netuidsOf(storage)) {
    const tao = storage.get('SubtensorModule', 'SubnetTAO', netuid)
    expect(accountOf(storage, subnetAccount(netuid)).data.free >= tao).toBe(true)
    let held = 0n
    for (const [[, on], alpha] of storage.entries('SubtensorModule', 'TotalHotkeyAlpha'))
      if (on === netuid) held += alpha
    expect(held).toBe(storage.get('SubtensorModule', 'SubnetAlphaOut', netuid))
  }
}
