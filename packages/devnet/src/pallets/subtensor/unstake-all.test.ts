import { describe, expect, test } from 'vitest'
import { HOTKEY, smallGenesis } from '../../../test/genesis.ts'
import { StateOverlay } from '../../chain/state.ts'
import { developmentAccounts } from '../../genesis/development-accounts.ts'
import { genesisBlock } from '../../genesis/genesis.ts'
import { Context } from '../../runtime/context.ts'
import { Storage } from '../../runtime/storage.ts'
import { stakeOf } from './share-pool.ts'
import { unstakeAll, unstakeAllAlpha } from './unstake-all.ts'

const { alice } = developmentAccounts

/** At 0.00000111 TAO per alpha a plain sale soon reaches its floor of 0.000001. */
function nearFloor(feeRate: number, factor = 0n): Context {
  const genesis = smallGenesis(
    { stakes: [{ hotkey: HOTKEY, coldkey: alice, netuid: 2, alpha: '1000000' }] },
    { netuid: 2, name: 'Low', symbol: 'β', tao: '1', alpha: '900000', feeRate },
  )
  const context = new Context(new Storage(new StateOverlay(genesisBlock(genesis).state)), genesis.author)
  context.storage.put('SubtensorModule', 'NominatorMinRequiredStake', [], factor)
  return context
}

describe.each([unstakeAll, unstakeAllAlpha])('%o', (sell) => {
  test('leaves what the floor of plain sales leaves over', () => {
    const context = nearFloor(0)
    sell(context, alice, { hotkey: HOTKEY })
    // The price falls with the square: 900,000 · (√(10/9) − 1) = 48,683.29 alpha are sold.
    const rest = stakeOf(context.storage, HOTKEY, alice, 2)
    expect(rest / 10n ** 9n).toBe(951_316n)
  })

  test('unless that is less than a nominator must hold', () => {
    const context = nearFloor(0, 10n ** 12n)
    sell(context, alice, { hotkey: HOTKEY })
    expect(stakeOf(context.storage, HOTKEY, alice, 2)).toBe(0n)
  })

  test('fails as a whole when a sale does: here the fee, for which the floor leaves no room', () => {
    expect(() => sell(nearFloor(33), alice, { hotkey: HOTKEY })).toThrow('Swap.ReservesTooLow')
  })
})
