import type { ApiPromise } from '@polkadot/api'
import type { KeyringPair } from '@polkadot/keyring/types'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Devnet, startDevnet } from '../src/index.ts'
import {
  call,
  connect,
  freeBalance,
  type Included,
  include,
  keysOf,
  pair,
  read,
  stake,
  subnetPot,
} from './client.ts'
import { AUTHOR, HOTKEY, movingGenesis, SECOND_HOTKEY, STRANGER } from './genesis.ts'
import { expectRefusal, extrinsicFee, stateOf } from './stake-table.ts'

// Expected values follow chain-rules 2.7 and were computed outside this repository's code.
const ALPHA = 1_000_000_000n
const alice = pair('//Alice')
const bob = pair('//Bob')
const charlie = pair('//Charlie')
const dave = pair('//Dave')
const ferdie = pair('//Ferdie')

let devnet: Devnet
let api: ApiPromise

beforeAll(async () => {
  devnet = await startDevnet({ blockTime: 'manual', genesis: movingGenesis() })
  api = await connect(devnet)
})

afterAll(async () => {
  await api.disconnect()
  await devnet.close()
})

/** A move as all four calls can make it; each leaves out what it cannot say. */
interface Move {
  readonly because: string
  /** Netuids. */
  readonly from: number
  readonly to: number
  readonly alpha: bigint
  readonly hotkey?: string
  /** Only `move_stake` changes the hotkey. */
  readonly toHotkey?: string
  /** Only `transfer_stake` changes the coldkey. */
  readonly toColdkey?: string
  /** Only `swap_stake_limit` has one. */
  readonly limit?: bigint
  readonly partial?: boolean
  readonly signer?: KeyringPair
  readonly error: string
}

/** Half a rao of weight fee is rounded down. */
const calls = {
  // (216.061e6 + 19 * 25e6 + 7 * 100e6) * 0.0005
  moveStake: {
    weightFee: 695_530n,
    args: ({ hotkey = HOTKEY, toHotkey = hotkey, from, to, alpha }: Move) => [
      hotkey,
      toHotkey,
      from,
      to,
      alpha,
    ],
  },
  // (258.541e6 + 19 * 25e6 + 6 * 100e6) * 0.0005
  transferStake: {
    weightFee: 666_770n,
    args: ({ toColdkey = bob.address, hotkey = HOTKEY, from, to, alpha }: Move) => [
      toColdkey,
      hotkey,
      from,
      to,
      alpha,
    ],
  },
  // (742.019e6 + 47 * 25e6 + 24 * 100e6) * 0.0005
  swapStake: {
    weightFee: 2_158_509n,
    args: ({ hotkey = HOTKEY, from, to, alpha }: Move) => [hotkey, from, to, alpha],
  },
  // (944.515e6 + 47 * 25e6 + 24 * 100e6) * 0.0005
  swapStakeLimit: {
    weightFee: 2_259_757n,
    args: ({ hotkey = HOTKEY, from, to, alpha, limit = 0n, partial = true }: Move) => [
      hotkey,
      from,
      to,
      alpha,
      limit,
      partial,
    ],
  },
} as const
type Name = keyof typeof calls

function refuses(name: Name, rows: readonly Move[]): void {
  test.each(rows)('$because', async (row) => {
    const { weightFee, args } = calls[name]
    const refusal = { because: row.because, args: args(row), error: row.error }
    await expectRefusal(devnet, api, name, weightFee, AUTHOR, { signer: row.signer ?? alice, ...refusal })
  })
}

function make(name: Name, move: Omit<Move, 'because' | 'error'>): Promise<Included> {
  const args = calls[name].args({ because: '', error: '', ...move })
  return include(devnet, api, call(api, 'subtensorModule', name, ...args), move.signer ?? alice)
}

const staking = ({ events }: Included) => events.filter(([name]) => name.startsWith('subtensorModule'))

describe.each(['moveStake', 'transferStake', 'swapStake', 'swapStakeLimit'] as const)(
  '%s refuses, in the order of its checks',
  (name) => {
    refuses(name, [
      {
        because: 'nothing would change, before the subnet is looked for',
        from: 9,
        to: 9,
        alpha: ALPHA,
        toColdkey: alice.address,
        error: 'subtensorModule.SameNetuid',
      },
      {
        because: 'no such origin, before the destination is closed',
        from: 9,
        to: 5,
        alpha: ALPHA,
        error: 'subtensorModule.SubnetNotExists',
      },
      {
        because: 'no such destination, before the origin is closed',
        from: 5,
        to: 9,
        alpha: ALPHA,
        error: 'subtensorModule.SubnetNotExists',
      },
      {
        because: 'staking has not begun on the origin, before the hotkey',
        from: 5,
        to: 1,
        alpha: ALPHA,
        hotkey: STRANGER,
        error: 'subtensorModule.SubtokenDisabled',
      },
      {
        because: 'staking has not begun on the destination, before the hotkey',
        from: 1,
        to: 5,
        alpha: ALPHA,
        hotkey: STRANGER,
        error: 'subtensorModule.SubtokenDisabled',
      },
      {
        because: 'nobody owns the hotkey, before the amount',
        from: 1,
        to: 10,
        alpha: 0n,
        hotkey: STRANGER,
        error: 'subtensorModule.HotKeyAccountNotExists',
      },
      {
        because: 'the pool is too empty to pay out',
        from: 6,
        to: 1,
        alpha: ALPHA,
        error: 'subtensorModule.InsufficientLiquidity',
      },
      {
        because: 'the price is below the floor of plain sales',
        from: 13,
        to: 0,
        alpha: ALPHA,
        error: 'subtensorModule.InsufficientLiquidity',
      },
      {
        because: 'nothing there: what is asked for is cut to the stake',
        from: 10,
        to: 1,
        alpha: ALPHA,
        signer: bob,
        toColdkey: alice.address,
        error: 'subtensorModule.AmountTooLow',
      },
      {
        because: 'it brings less than the minimum',
        from: 1,
        to: 10,
        alpha: 3_000_000n,
        error: 'subtensorModule.AmountTooLow',
      },
      {
        because: 'it brings exactly the minimum, which is not more than it, before the lock',
        from: 0,
        to: 1,
        alpha: 2_000_000n,
        error: 'subtensorModule.AmountTooLow',
      },
      {
        because: 'a lock holds it back',
        from: 1,
        to: 10,
        alpha: 10n * ALPHA + 1n,
        signer: charlie,
        error: 'subtensorModule.StakeUnavailable',
      },
    ])
  },
)

describe('moveStake refuses', () => {
  refuses('moveStake', [
    {
      because: 'nobody owns the hotkey it would go to, before the amount',
      from: 1,
      to: 10,
      alpha: 0n,
      toHotkey: STRANGER,
      error: 'subtensorModule.HotKeyAccountNotExists',
    },
    {
      // 3,000,000 at a price whose bits are rounded down are 1,999,999 rao.
      because: 'within one subnet it is worth less than the minimum',
      from: 1,
      to: 1,
      alpha: 3_000_000n,
      toHotkey: SECOND_HOTKEY,
      error: 'subtensorModule.AmountTooLow',
    },
  ])
})

describe('transferStake refuses', () => {
  refuses('transferStake', [
    {
      because: 'the origin forbids transfers, before the amount is held against a lock',
      from: 14,
      to: 1,
      alpha: 10n * ALPHA,
      error: 'subtensorModule.TransferDisallowed',
    },
    {
      because: 'the destination forbids transfers, before the lock',
      from: 1,
      to: 14,
      alpha: 50n * ALPHA,
      signer: charlie,
      error: 'subtensorModule.TransferDisallowed',
    },
    {
      because: 'transfers are forbidden within the subnet too',
      from: 14,
      to: 14,
      alpha: 10n * ALPHA,
      error: 'subtensorModule.TransferDisallowed',
    },
    {
      because: 'the amount is too low, before transfers are forbidden',
      from: 14,
      to: 1,
      alpha: 3_000_000n,
      error: 'subtensorModule.AmountTooLow',
    },
    {
      because: 'the receiver has a lock on another hotkey, before it accepts no lock at all',
      from: 1,
      to: 1,
      alpha: 20n * ALPHA,
      toColdkey: dave.address,
      signer: charlie,
      error: 'subtensorModule.LockHotkeyMismatch',
    },
    {
      because: 'the receiver accepts no alpha that is locked, as nobody does unasked',
      from: 1,
      to: 1,
      alpha: 20n * ALPHA,
      signer: charlie,
      error: 'subtensorModule.AccountRejectsLockedAlpha',
    },
    {
      because: 'within one subnet it is worth less than the minimum',
      from: 1,
      to: 1,
      alpha: 3_000_000n,
      error: 'subtensorModule.AmountTooLow',
    },
  ])
})

describe('swapStakeLimit refuses', () => {
  refuses('swapStakeLimit', [
    {
      // One alpha for two TAO is 0.5 TAO per alpha, below the price of 0.666….
      because: 'from root, a limit beyond the price, before anything else',
      from: 0,
      to: 1,
      alpha: ALPHA,
      hotkey: STRANGER,
      limit: 2_000_000_000n,
      error: 'swap.PriceLimitExceeded',
    },
    {
      because: 'to root, a limit above the price, before anything else',
      from: 1,
      to: 0,
      alpha: ALPHA,
      hotkey: STRANGER,
      limit: 666_666_667n,
      error: 'swap.PriceLimitExceeded',
    },
    {
      because: 'strict between pools with a limit above the ratio of prices',
      from: 20,
      to: 21,
      alpha: ALPHA,
      limit: 1_500_000_001n,
      partial: false,
      error: 'subtensorModule.SlippageTooHigh',
    },
    {
      because: 'strict and one rao more than fits (golden vector max_amount_move_ut_12)',
      from: 20,
      to: 21,
      alpha: 8_000_000_000n,
      limit: 1_250_000_000n,
      partial: false,
      error: 'subtensorModule.SlippageTooHigh',
    },
    {
      because: 'the amount is too low, before it is more than fits',
      from: 1,
      to: 21,
      alpha: 3_000_000n,
      limit: 18_446_744_073_709_551_615n,
      partial: false,
      error: 'subtensorModule.AmountTooLow',
    },
    {
      because: 'more than fits, before the lock',
      from: 1,
      to: 10,
      alpha: 50n * ALPHA,
      limit: 444_444_445n,
      partial: false,
      signer: charlie,
      error: 'subtensorModule.SlippageTooHigh',
    },
  ])
})

test('a move to another subnet sells with a fee and buys without one', async () => {
  const [before, beforeThere] = [
    await stateOf(api, 1, HOTKEY, alice.address),
    await stateOf(api, 10, SECOND_HOTKEY, alice.address),
  ]
  const free = await freeBalance(api, alice.address)
  expect(await keysOf(api, 'subtensorModule', 'delegates')).toEqual([])
  const result = await make('moveStake', { from: 1, to: 10, alpha: 100n * ALPHA, toHotkey: SECOND_HOTKEY })
  const fee = extrinsicFee(calls.moveStake.weightFee, result)
  expect(result.events).toEqual([
    ['balances.Withdraw', alice.address, String(fee)],
    ['balances.Transfer', subnetPot(1), alice.address, '62470494322'],
    ['balances.Transfer', subnetPot(1), AUTHOR, '29505677'],
    ['subtensorModule.StakeRemoved', alice.address, HOTKEY, '62470494322', '99949645228', '1', '50354772'],
    ['balances.Transfer', alice.address, subnetPot(10), '62470494322'],
    ['subtensorModule.StakeAdded', alice.address, SECOND_HOTKEY, '62470494322', '39981871369', '10', '0'],
    ['subtensorModule.StakeMoved', alice.address, HOTKEY, '1', SECOND_HOTKEY, '10', '62470494322'],
    ['balances.Deposit', AUTHOR, String(fee)],
    ['transactionPayment.TransactionFeePaid', alice.address, String(fee), '0'],
    [
      'system.ExtrinsicSuccess',
      '{"weight":{"refTime":1391061000,"proofSize":0},"class":"Normal","paysFee":"Yes"}',
    ],
  ])
  const outflow = 62_470_494_322n + 29_505_677n
  const totalStake = String(BigInt(before.totalStake) - 29_505_677n)
  expect(await stateOf(api, 1, HOTKEY, alice.address)).toEqual({
    tao: '937500000001',
    alphaIn: '1600000000000',
    alphaOut: String(BigInt(before.alphaOut) - 100n * ALPHA),
    volume: String(outflow),
    totalStake,
    stake: String(700n * ALPHA),
  })
  expect(await stateOf(api, 10, SECOND_HOTKEY, alice.address)).toEqual({
    tao: '1562470494322',
    alphaIn: '960018128631',
    alphaOut: String(BigInt(beforeThere.alphaOut) + 39_981_871_369n),
    volume: '62470494322',
    totalStake,
    stake: '39981871369',
  })
  expect(await freeBalance(api, alice.address)).toBe(free - fee)
  // Alice does not own the hotkey she moved to.
  expect(await keysOf(api, 'subtensorModule', 'delegates')).toEqual([SECOND_HOTKEY])
})

test('between pools of unequal weights each leg is that of its pool (golden vector swap_sell_12)', async () => {
  const result = await make('swapStake', { from: 30, to: 31, alpha: 98_765_432_109_876n })
  const [removed, added] = staking(result)
  expect(removed?.slice(3)).toEqual(['11653781220315', '98715699001467', '30', '49733108409'])
  expect(added?.[3]).toBe('11653781220315')
  // 93,167,231,910,692.87 in arithmetic of 140 digits; the chain's own is within two rao of that.
  const off = BigInt(added?.[4] ?? 0) - 93_167_231_910_692n
  expect(off >= -2n && off <= 2n).toBe(true)
})

test('a move within one subnet trades nothing and asks for more than there is', async () => {
  const { tao, alphaIn, alphaOut, volume, totalStake } = await stateOf(api, 14, HOTKEY, alice.address)
  const result = await make('moveStake', { from: 14, to: 14, alpha: 101n * ALPHA, toHotkey: SECOND_HOTKEY })
  expect(staking(result)).toEqual([
    ['subtensorModule.StakeRemoved', alice.address, HOTKEY, '66666666666', '100000000000', '14', '0'],
    ['subtensorModule.StakeAdded', alice.address, SECOND_HOTKEY, '66666666666', '100000000000', '14', '0'],
    ['subtensorModule.StakeMoved', alice.address, HOTKEY, '14', SECOND_HOTKEY, '14', '66666666666'],
  ])
  expect(result.events.filter(([name]) => name === 'balances.Transfer')).toEqual([])
  expect(await stateOf(api, 14, HOTKEY, alice.address)).toEqual({
    tao,
    alphaIn,
    alphaOut,
    volume,
    totalStake,
    stake: '0',
  })
  expect(await stake(api, SECOND_HOTKEY, alice.address, 14)).toBe(100n * ALPHA)
})

test('stake from root pays the fee where it buys', async () => {
  const result = await make('swapStake', { from: 0, to: 21, alpha: 5n * ALPHA })
  // 33/65535 of 5 TAO, and 100 · net / (100 + net) alpha for the rest
  expect(result.events.slice(1, 7)).toEqual([
    ['balances.Transfer', subnetPot(0), alice.address, '5000000000'],
    ['subtensorModule.StakeRemoved', alice.address, HOTKEY, '5000000000', '5000000000', '0', '0'],
    ['balances.Transfer', alice.address, subnetPot(21), '5000000000'],
    ['balances.Transfer', subnetPot(21), AUTHOR, '2517738'],
    ['subtensorModule.StakeAdded', alice.address, HOTKEY, '5000000000', '4759621044', '21', '2517738'],
    ['subtensorModule.StakeSwapped', alice.address, HOTKEY, '0', '21', '5000000000'],
  ])
})

test('stake that goes to root pays the fee where it sells', async () => {
  const [removed, added, swapped] = staking(await make('swapStake', { from: 10, to: 0, alpha: ALPHA }))
  expect(removed?.slice(-3)).toEqual(['999496453', '10', '503547'])
  expect(added?.slice(-1)).toEqual(['0'])
  expect(added?.[3]).toBe(removed?.[3])
  expect(swapped?.[5]).toBe(removed?.[3])
})

test('a transfer to another subnet pays the receiver, whose stake it becomes', async () => {
  const free = await freeBalance(api, ferdie.address)
  const result = await make('transferStake', { from: 1, to: 21, alpha: ALPHA, toColdkey: ferdie.address })
  const [removed, added, transferred] = staking(result)
  const tao = removed?.[3]
  expect(removed?.slice(1, 3)).toEqual([alice.address, HOTKEY])
  expect(added?.slice(1, 4)).toEqual([ferdie.address, HOTKEY, String(BigInt(tao ?? 0) - 500n)])
  expect(transferred).toEqual([
    'subtensorModule.StakeTransferred',
    alice.address,
    ferdie.address,
    HOTKEY,
    '1',
    '21',
    tao,
  ])
  // An account that did not exist keeps what makes it exist.
  expect([free, await freeBalance(api, ferdie.address)]).toEqual([0n, 500n])
  expect(await stake(api, HOTKEY, ferdie.address, 21)).toBe(BigInt(added?.[4] ?? 0))
})

test('a lock goes with the stake it holds', async () => {
  const lockOf = (coldkey: string) => read(api, 'subtensorModule', 'lock', coldkey, 1, HOTKEY)
  expect(JSON.parse(await lockOf(charlie.address))).toMatchObject({ lockedMass: 40_000_000_000 })
  // Charlie holds 50, of which 10 are free: 12 take two of the lock along.
  const result = await make('transferStake', {
    from: 1,
    to: 1,
    alpha: 12n * ALPHA,
    toColdkey: ferdie.address,
    signer: charlie,
  })
  expect(result.error).toBeUndefined()
  expect(JSON.parse(await lockOf(charlie.address))).toMatchObject({ lockedMass: 38_000_000_000 })
  expect(JSON.parse(await lockOf(ferdie.address))).toMatchObject({ lockedMass: 2_000_000_000 })
  expect(await stake(api, HOTKEY, ferdie.address, 1)).toBe(12n * ALPHA)
})
