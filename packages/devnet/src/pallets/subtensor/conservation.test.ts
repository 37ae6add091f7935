import type { AccountId32, RuntimeCall } from '@stake/schema'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arbitraryCall as call, arbitraryColdkey as coldkey } from '../../../test/arbitrary-call.ts'
import { HOTKEY, movingGenesis, OWNER, SECOND_HOTKEY, STRANGER } from '../../../test/genesis.ts'
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

test('whatever is done with stake, TAO and alpha go only where the events say', () => {
  const signer = fc.oneof(
    { weight: 8, arbitrary: fc.constant(alice) },
    { weight: 2, arbitrary: coldkey },
    { weight: 1, arbitrary: fc.constant(OWNER) },
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(signer, call), { maxLength: 25 }), (steps) => {
      const context = new Context(new Storage(new StateOverlay(state)), genesis.author)
      const before = totals(context.storage)
      for (const [who, what] of steps) attempt(context, who, what)
      const gone = losses(context)
      const after = totals(context.storage)
      expect(after.tao + gone.dust + gone.paidForSwaps).toBe(before.tao)
      for (const [on, alpha] of before.alpha) {
        const left = (after.alpha.get(on) ?? 0n) + (gone.recycled.get(on) ?? 0n)
        // What a registration pays buys alpha that is gone, and no event says how much.
        if (gone.registered.has(on)) expect(left < alpha).toBe(true)
        else expect([on, left]).toEqual([on, alpha])
      }
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
  /** TAO for announcements of swaps. */
  readonly paidForSwaps: bigint
  /** Where somebody registered. */
  readonly registered: ReadonlySet<number>
  /** By netuid. */
  readonly recycled: ReadonlyMap<number, bigint>
  readonly burned: ReadonlyMap<number, bigint>
}

/** What the events say is gone. */
function losses({ events }: Context): Losses {
  const [recycled, burned] = [new Map<number, bigint>(), new Map<number, bigint>()]
  const registered = new Set<number>()
  let [dust, paidForSwaps] = [0n, 0n]
  for (const { event } of events) {
    if (event.type === 'Balances' && event.value.type === 'DustLost') dust += event.value.value.amount
    if (event.type !== 'SubtensorModule') continue
    if (event.value.type === 'NeuronRegistered') registered.add(event.value.value[0])
    if (event.value.type === 'ColdkeySwapAnnounced') paidForSwaps += 100_000_000n
    if (event.value.type !== 'AlphaRecycled' && event.value.type !== 'AlphaBurned') continue
    const [, , alpha, on] = event.value.value
    const sum = event.value.type === 'AlphaBurned' ? burned : recycled
    sum.set(on, (sum.get(on) ?? 0n) + alpha)
  }
  return { dust, paidForSwaps, registered, recycled, burned }
}

/** All TAO, and each subnet's alpha inside and outside its pool. */
function totals(storage: Storage) {
  let tao = 0n
  for (const [, { data }] of storage.entries('System', 'Account')) tao += data.free + data.reserved
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
