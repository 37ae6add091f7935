import { expect, test } from 'vitest'
import { HOTKEY, movingGenesis, SECOND_HOTKEY } from '../../../test/genesis.ts'
import { StateOverlay } from '../../chain/state.ts'
import { developmentAccounts } from '../../genesis/development-accounts.ts'
import { genesisBlock } from '../../genesis/genesis.ts'
import { Context } from '../../runtime/context.ts'
import { Storage } from '../../runtime/storage.ts'
import { addStake } from './add-stake.ts'
import { claimRoot } from './claim-root.ts'
import { moveStake, transferStake } from './move-stake.ts'
import { removeStake } from './remove-stake.ts'
import { stakeOf } from './share-pool.ts'

// chain-rules 2.2 and 2.9: owed = rate * root stake - claimed, so a change of stake must change what is claimed.
const { alice, bob } = developmentAccounts
const genesis = movingGenesis()
const TAO = 1_000_000_000n

/** Alice has 40 TAO on root; the hotkey owes 0.25 alpha of subnet 1 and 2 of subnet 10 for each. */
function owing(): Context {
  const context = new Context(new Storage(new StateOverlay(genesisBlock(genesis).state)), genesis.author)
  context.storage.put(
    'SubtensorModule',
    'RootClaimable',
    [HOTKEY],
    [
      [1, { bits: 1n << 30n }],
      [10, { bits: 2n << 32n }],
    ],
  )
  return context
}

const claimed = ({ storage }: Context, coldkey = alice, hotkey = HOTKEY) =>
  [1, 10].map((netuid) => storage.get('SubtensorModule', 'RootClaimed', netuid, hotkey, coldkey))

test('stake that comes to root is owed nothing for the past', () => {
  const context = owing()
  addStake(context, alice, { hotkey: HOTKEY, netuid: 0, amount_staked: 4n * TAO })
  expect(claimed(context)).toEqual([TAO, 8n * TAO])
})

test('stake that leaves root takes its part of the claimed along, as far as there is one', () => {
  const context = owing()
  context.storage.put('SubtensorModule', 'RootClaimed', [1, HOTKEY, alice], 10n * TAO)
  removeStake(context, alice, { hotkey: HOTKEY, netuid: 0, amount_unstaked: 4n * TAO })
  expect(claimed(context)).toEqual([9n * TAO, 0n])
})

test('stake that changes hands or hotkeys on root leaves one and comes to the other', () => {
  const context = owing()
  context.storage.put('SubtensorModule', 'RootClaimed', [10, HOTKEY, alice], 80n * TAO)
  const from = { origin_netuid: 0, destination_netuid: 0, alpha_amount: 4n * TAO }
  transferStake(context, alice, { destination_coldkey: bob, hotkey: HOTKEY, ...from })
  expect(claimed(context)).toEqual([0n, 72n * TAO])
  expect(claimed(context, bob)).toEqual([TAO, 8n * TAO])
  moveStake(context, alice, { origin_hotkey: HOTKEY, destination_hotkey: SECOND_HOTKEY, ...from })
  expect(claimed(context)).toEqual([0n, 64n * TAO])
  // The second hotkey owes nobody anything yet.
  expect(claimed(context, alice, SECOND_HOTKEY)).toEqual([0n, 0n])
})

test('alpha of other subnets has no part in it', () => {
  const context = owing()
  addStake(context, alice, { hotkey: HOTKEY, netuid: 1, amount_staked: 4n * TAO })
  removeStake(context, alice, { hotkey: HOTKEY, netuid: 1, amount_unstaked: 4n * TAO })
  expect(claimed(context)).toEqual([0n, 0n])
})

test('what each of several sales stakes on root counts as claimed of every subnet, and nothing is paid twice', () => {
  const context = owing()
  const { storage } = context
  // A quarter of 40 is 10 alpha of subnet 1, an eighth 5 of subnet 10.
  const rates = [[1, { bits: 1n << 30n }] as const, [10, { bits: 1n << 29n }] as const]
  storage.put('SubtensorModule', 'RootClaimable', [HOTKEY], rates)
  claimRoot(context, alice, { subnets: [1, 10] })
  const sales = context.events.flatMap(({ event }) =>
    event.type === 'Balances' && event.value.type === 'Transfer' ? event.value.value.amount : [],
  )
  const [first = 0n, second = 0n] = sales
  expect(sales).toHaveLength(2)
  expect(stakeOf(storage, HOTKEY, alice, 0)).toBe(40n * TAO + first + second)
  expect(claimed(context)).toEqual([
    10n * TAO + first / 4n + second / 4n,
    5n * TAO + first / 8n + second / 8n,
  ])
  claimRoot(context, alice, { subnets: [1, 10] })
  expect(stakeOf(storage, HOTKEY, alice, 0)).toBe(40n * TAO + first + second)
})
