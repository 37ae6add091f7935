import { expect, test } from 'vitest'
import { HOTKEY, movingGenesis, OWNER, SECOND_HOTKEY } from '../../../test/genesis.ts'
import { StateOverlay } from '../../chain/state.ts'
import { developmentAccounts } from '../../genesis/development-accounts.ts'
import { genesisBlock } from '../../genesis/genesis.ts'
import { Context } from '../../runtime/context.ts'
import { Storage } from '../../runtime/storage.ts'
import { stakeOf } from './share-pool.ts'
import { transferWithinSubnet } from './transfer-within-subnet.ts'

const { alice, bob } = developmentAccounts
const genesis = movingGenesis()
const { state } = genesisBlock(genesis)
const from = { coldkey: alice, hotkey: HOTKEY }

function context(): Context {
  return new Context(new Storage(new StateOverlay(state)), genesis.author)
}

test('what is worth exactly the minimum goes, one rao of alpha less does not', () => {
  const order = { from, to: { coldkey: bob, hotkey: HOTKEY }, netuid: 1 }
  const ctx = context()
  const before = stakeOf(ctx.storage, HOTKEY, bob, 1)
  expect(transferWithinSubnet(ctx, { ...order, alpha: 3_000_001n })).toBe(2_000_000n)
  expect(stakeOf(ctx.storage, HOTKEY, bob, 1)).toBe(before + 3_000_001n)
  expect(() => transferWithinSubnet(context(), { ...order, alpha: 3_000_000n })).toThrow(
    'SubtensorModule.AmountTooLow',
  )
})

test('on root a rao is worth a rao', () => {
  const order = { from, to: { coldkey: bob, hotkey: HOTKEY }, netuid: 0 }
  expect(transferWithinSubnet(context(), { ...order, alpha: 2_000_000n })).toBe(2_000_000n)
  expect(() => transferWithinSubnet(context(), { ...order, alpha: 1_999_999n })).toThrow(
    'SubtensorModule.AmountTooLow',
  )
})

test('a hotkey that gets the stake of a stranger becomes a delegate, one that gets its owner’s does not', () => {
  for (const [coldkey, delegate] of [
    [bob, true],
    [OWNER, false],
  ] as const) {
    const ctx = context()
    const to = { coldkey, hotkey: SECOND_HOTKEY }
    transferWithinSubnet(ctx, { from, to, netuid: 1, alpha: 1_000_000_000n })
    expect(ctx.storage.has('SubtensorModule', 'Delegates', SECOND_HOTKEY)).toBe(delegate)
  }
})
