import type { AccountId32, RuntimeCall } from '@stake/schema'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { HOTKEY, movingGenesis, SECOND_HOTKEY, STRANGER } from '../../../test/genesis.ts'
import { propertyRuns } from '../../../test/property-runs.ts'
import { StateOverlay } from '../../chain/state.ts'
import { developmentAccounts } from '../../genesis/development-accounts.ts'
import { genesisBlock } from '../../genesis/genesis.ts'
import { dispatch } from '../../runtime/calls.ts'
import { Context } from '../../runtime/context.ts'
import { DispatchFailure } from '../../runtime/dispatch-failure.ts'
import { Storage } from '../../runtime/storage.ts'
import { EXISTENTIAL_DEPOSIT } from '../balances.ts'
import { accountOf } from '../system.ts'
import { stakeOf } from './share-pool.ts'
import { netuidsOf, subnetAccount } from './subnets.ts'

const { alice, bob, charlie, ferdie } = developmentAccounts
const genesis = movingGenesis()
const { state } = genesisBlock(genesis)

// Mostly amounts and limits that can work; also dust, and beyond every pool, balance and price.
const amount = fc.oneof(
  { weight: 6, arbitrary: fc.bigInt(2_100_000n, 60_000_000_000n) },
  { weight: 1, arbitrary: fc.bigInt(0n, 2_000_000_000_000n) },
  { weight: 1, arbitrary: fc.bigInt(0n, 5_000_000n) },
  { weight: 1, arbitrary: fc.bigInt(0n, 2n ** 64n - 1n) },
)
const limit_price = fc.oneof(
  fc.bigInt(500_000_000n, 1_700_000_000n),
  fc.constantFrom(1n, 10n ** 12n),
  fc.bigInt(0n, 2n ** 64n - 1n),
)
const limit = fc.option(limit_price, { nil: undefined })
const hotkey = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(HOTKEY, HOTKEY, HOTKEY, HOTKEY, SECOND_HOTKEY) },
  { weight: 1, arbitrary: fc.constant(STRANGER) },
)
const netuid = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(0, 1, 10, 20, 30) },
  { weight: 1, arbitrary: fc.constantFrom(5, 6, 11, 13, 14, 21, 31, 99) },
)
const coldkey = fc.constantFrom(alice, bob, charlie, ferdie)
const [allow_partial, origin_netuid, destination_netuid] = [fc.boolean(), netuid, netuid]
const position = { hotkey, netuid }
const swap = { hotkey, origin_netuid, destination_netuid, alpha_amount: amount }

type Arguments<Call> = { readonly [Field in keyof Call]: fc.Arbitrary<Call[Field]> }
type StakeCall = Extract<RuntimeCall, { readonly type: 'SubtensorModule' }>['value']

function arbitrary<Name extends StakeCall['type']>(
  type: Name,
  args: Arguments<Extract<StakeCall, { readonly type: Name }>['value']>,
): fc.Arbitrary<RuntimeCall> {
  return fc
    .record(args as Record<string, fc.Arbitrary<unknown>>)
    .map((value) => ({ type: 'SubtensorModule', value: { type, value } }) as RuntimeCall)
}

const exit = fc.oneof(
  arbitrary('remove_stake_full_limit', { ...position, limit_price: limit }),
  arbitrary('unstake_all', { hotkey }),
  arbitrary('unstake_all_alpha', { hotkey }),
)
const other = fc.oneof(
  arbitrary('add_stake', { ...position, amount_staked: amount }),
  arbitrary('add_stake_limit', { ...position, amount_staked: amount, limit_price, allow_partial }),
  arbitrary('remove_stake', { ...position, amount_unstaked: amount }),
  arbitrary('remove_stake_limit', { ...position, amount_unstaked: amount, limit_price, allow_partial }),
  arbitrary('move_stake', {
    origin_hotkey: hotkey,
    destination_hotkey: hotkey,
    origin_netuid,
    destination_netuid,
    alpha_amount: amount,
  }),
  arbitrary('transfer_stake', { ...swap, destination_coldkey: coldkey }),
  arbitrary('swap_stake', swap),
  arbitrary('swap_stake_limit', { ...swap, limit_price, allow_partial }),
  arbitrary('recycle_alpha', { ...position, amount }),
  arbitrary('burn_alpha', { ...position, amount }),
  arbitrary('add_stake_burn', { ...position, amount, limit }),
)
// Few exits, or nothing would be left to do.
const one = fc.oneof({ weight: 1, arbitrary: exit }, { weight: 11, arbitrary: other })
const batch = fc
  .tuple(fc.constantFrom('batch', 'batch_all', 'force_batch'), fc.array(one, { maxLength: 4 }))
  .map(([type, calls]): RuntimeCall => ({ type: 'Utility', value: { type, value: { calls } } }))
const call = fc.oneof({ weight: 9, arbitrary: one }, { weight: 1, arbitrary: batch })

test('whatever is done with stake, TAO and alpha go only where the events say', () => {
  const signer = fc.oneof({ weight: 4, arbitrary: fc.constant(alice) }, { weight: 1, arbitrary: coldkey })
  fc.assert(
    fc.property(fc.array(fc.tuple(signer, call), { maxLength: 25 }), (steps) => {
      const context = new Context(new Storage(new StateOverlay(state)), genesis.author)
      const before = totals(context.storage)
      for (const [who, what] of steps) attempt(context, who, what)
      const gone = losses(context)
      const after = totals(context.storage)
      expect(after.tao + gone.dust).toBe(before.tao)
      for (const [on, alpha] of before.alpha)
        expect([on, (after.alpha.get(on) ?? 0n) + (gone.recycled.get(on) ?? 0n)]).toEqual([on, alpha])
      expectCovered(context.storage, gone)
    }),
    propertyRuns,
  )
})

function attempt(context: Context, who: AccountId32, what: RuntimeCall): void {
  const writes = context.storage.overlay.changes().size
  try {
    context.transact(() => dispatch(context, { type: 'signed', who }, what))
  } catch (error) {
    if (!(error instanceof DispatchFailure)) throw error
    expect(context.storage.overlay.changes().size).toBe(writes)
  }
}

interface Losses {
  /** TAO of accounts that ended with too little to exist. */
  readonly dust: bigint
  /** By netuid. */
  readonly recycled: ReadonlyMap<number, bigint>
  readonly burned: ReadonlyMap<number, bigint>
}

/** What the events say is gone. */
function losses({ events }: Context): Losses {
  const [recycled, burned] = [new Map<number, bigint>(), new Map<number, bigint>()]
  let dust = 0n
  for (const { event } of events) {
    if (event.type === 'Balances' && event.value.type === 'DustLost') dust += event.value.value.amount
    if (event.type !== 'SubtensorModule') continue
    if (event.value.type !== 'AlphaRecycled' && event.value.type !== 'AlphaBurned') continue
    const [, , alpha, on] = event.value.value
    const sum = event.value.type === 'AlphaBurned' ? burned : recycled
    sum.set(on, (sum.get(on) ?? 0n) + alpha)
  }
  return { dust, recycled, burned }
}

/** All TAO, and each subnet's alpha inside and outside its pool. */
function totals(storage: Storage) {
  let tao = 0n
  for (const [, { data }] of storage.entries('System', 'Account')) tao += data.free
  expect(storage.get('Balances', 'TotalIssuance')).toBe(tao)
  const alpha = new Map(
    netuidsOf(storage)
      .filter((on) => on !== 0)
      .map((on) => [
        on,
        storage.get('SubtensorModule', 'SubnetAlphaIn', on) +
          storage.get('SubtensorModule', 'SubnetAlphaOut', on),
      ]),
  )
  return { tao, alpha }
}

/** Pools hold the TAO they say, the alpha outside them is what hotkeys hold, and that is what coldkeys have. */
function expectCovered(storage: Storage, { burned }: Losses): void {
  for (const on of netuidsOf(storage)) {
    const tao = storage.get('SubtensorModule', 'SubnetTAO', on)
    const { free } = accountOf(storage, subnetAccount(on)).data
    expect(free >= tao || (free === 0n && tao < EXISTENTIAL_DEPOSIT)).toBe(true)
    let held = burned.get(on) ?? 0n
    for (const key of [HOTKEY, SECOND_HOTKEY, STRANGER]) {
      const pot = storage.get('SubtensorModule', 'TotalHotkeyAlpha', key, on)
      held += pot
      const stakes = [alice, bob, charlie, ferdie].map((who) => stakeOf(storage, key, who, on))
      const sum = stakes.reduce((total, stake) => total + stake, 0n)
      // Each stake is rounded down.
      expect(sum <= pot && pot - sum <= 4n).toBe(true)
    }
    expect(held).toBe(storage.get('SubtensorModule', 'SubnetAlphaOut', on))
  }
}
