import { demoGenesis, type Genesis, namedAccount } from '@stake/devnet'
import type { CallArgs, CallName } from '@stake/schema'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  buildCall,
  type Call,
  developmentAccounts,
  type Fees,
  readFees,
  readNetworkFee,
  readNominators,
  signerFromUri,
} from '../src/index.ts'
import { type CountedChain, countedChain } from './counted-chain.ts'

const alice = developmentAccounts['//Alice'] ?? ''
/** 600 rao, and stakes. */
const poor = signerFromUri('//Charlie')
/** The same, with stakes on two subnets and on one where staking has not begun. */
const scattered = signerFromUri('//Dave')
const hotkeyOf = (name: string) => namedAccount(`hotkey of ${name}`)
const [otter, heron, kestrel, lynx, marten] = ['Otter', 'Heron', 'Kestrel', 'Lynx', 'Marten'].map(
  hotkeyOf,
) as [string, string, string, string, string]
const ALPHA = 1_000_000_000n
const PRICE_LIMIT = 10n ** 15n

let net: CountedChain

beforeAll(async () => {
  net = await countedChain({ genesis: genesis() })
})
afterAll(() => net?.close())

function genesis(): Genesis {
  const demo = demoGenesis()
  return {
    ...demo,
    balances: { ...demo.balances, [poor.address]: '0.0000006', [scattered.address]: '0.0000006' },
    stakes: [
      ...demo.stakes,
      { hotkey: heron, coldkey: poor.address, netuid: 1, alpha: '50' },
      { hotkey: kestrel, coldkey: poor.address, netuid: 0, alpha: '2' },
      { hotkey: lynx, coldkey: poor.address, netuid: 4, alpha: '0.01' },
      { hotkey: marten, coldkey: poor.address, netuid: 5, alpha: '10' },
      { hotkey: otter, coldkey: scattered.address, netuid: 1, alpha: '50' },
      { hotkey: otter, coldkey: scattered.address, netuid: 2, alpha: '50' },
      { hotkey: heron, coldkey: scattered.address, netuid: 2, alpha: '50' },
      { hotkey: heron, coldkey: scattered.address, netuid: 5, alpha: '50' },
    ],
  }
}

type Name = CallName<'SubtensorModule'>

function staking<N extends Name>(name: N, args: CallArgs<'SubtensorModule', N>): Call {
  return buildCall(net.chain, 'SubtensorModule', name, args)
}

function batch(...calls: Call[]): Call {
  const inner = calls.map(({ pallet, name, args }) => ({ type: pallet, value: { type: name, value: args } }))
  return buildCall(net.chain, 'Utility', 'batch_all', { calls: inner } as never)
}

const feesOf = (call: Call, coldkey: string): Promise<Fees> => net.read((at) => readFees(at, call, coldkey))
const swapsOf = async (call: Call, coldkey = alice) =>
  (await feesOf(call, coldkey)).swaps.map(
    ({ side, netuid, fee }) => `${side} ${netuid}: ${fee?.rao} of ${fee?.netuid}`,
  )

const remark = () => buildCall(net.chain, 'System', 'remark', { remark: '0x010203' })
const addStake = (netuid: number, amount_staked: bigint) =>
  staking('add_stake', { hotkey: heron, netuid, amount_staked })
const removeStake = (netuid: number, amount_unstaked: bigint, hotkey = heron) =>
  staking('remove_stake', { hotkey, netuid, amount_unstaked })

describe('the network fee', () => {
  // chain-rules 3.1: 0.0005 rao for each unit of weight and a rao for each byte. Every extrinsic weighs 108,157,000;
  // add_stake 664,064,000 and 32 reads and 16 writes of 25,000,000 and 100,000,000. Signed, with the largest nonce, it
  // has 153 bytes.
  test('in its parts, in one request', async () => {
    const { result, asked } = await net.counted((at) => readNetworkFee(at, addStake(2, ALPHA), alice))
    expect([result.base, result.length, result.weight].map(({ rao }) => rao)).toEqual([
      54_078n,
      153n,
      1_532_032n,
    ])
    expect(result.total.rao).toBe(54_078n + 153n + 1_532_032n)
    expect(asked).toEqual({ payment_queryFeeDetails: 1 })
  })

  test('of a call that is free', async () => {
    const call = staking('increase_take', { hotkey: heron, take: 6000 })
    expect((await net.read((at) => readNetworkFee(at, call, alice))).total.isZero()).toBe(true)
    expect((await feesOf(call, poor.address)).payment).toMatchObject({ asset: 'tao' })
  })

  test.each([
    ['nothing', null],
    ['no parts', {}],
    ['a part that is none', { inclusionFee: { baseFee: '0x1', lenFee: '0x1' } }],
    ['a negative part', { inclusionFee: { baseFee: '0x1', lenFee: -1, adjustedWeightFee: '0x1' } }],
    ['a broken number', { inclusionFee: { baseFee: 1.5, lenFee: '0x1', adjustedWeightFee: '0x1' } }],
  ])('a node that answers %s', async (_, result) => {
    net.node.change = (message, request) =>
      request?.method === 'payment_queryFeeDetails' ? { ...message, result } : message
    const asked = net.read((at) => readNetworkFee(at, remark(), alice))
    await expect(asked).rejects.toMatchObject({ code: 'MalformedAnswer' })
    net.node.change = (message) => message
  })
})

describe('swap fees', () => {
  // chain-rules 1.4: floor(amount * floor(33 * 2^64 / 65535) / 2^64) of what goes in.
  const fee = (amount: bigint) => (amount * ((33n << 64n) / 65_535n)) >> 64n

  test('of a purchase, in TAO', async () => {
    expect(await swapsOf(addStake(2, 10n * ALPHA))).toEqual([`buy 2: ${fee(10n * ALPHA)} of 0`])
    const limited = {
      hotkey: heron,
      netuid: 2,
      amount_staked: ALPHA,
      limit_price: PRICE_LIMIT,
      allow_partial: true,
    }
    expect(await swapsOf(staking('add_stake_limit', limited))).toEqual([`buy 2: ${fee(ALPHA)} of 0`])
    const burnt = { hotkey: heron, netuid: 2, amount: ALPHA, limit: undefined }
    expect(await swapsOf(staking('add_stake_burn', burnt))).toEqual([`buy 2: ${fee(ALPHA)} of 0`])
  })

  test('of a sale, in alpha, of no more than there is', async () => {
    expect(await swapsOf(removeStake(1, ALPHA))).toEqual([`sell 1: ${fee(ALPHA)} of 1`])
    const all = [`sell 1: ${fee(120_500_000_000n)} of 1`]
    expect(await swapsOf(removeStake(1, 500n * ALPHA))).toEqual(all)
    const full = { hotkey: heron, netuid: 1, limit_price: undefined }
    expect(await swapsOf(staking('remove_stake_full_limit', full))).toEqual(all)
  })

  test('of a sale of everything', async () => {
    const { address } = scattered
    expect(await swapsOf(staking('unstake_all', { hotkey: otter }), address)).toEqual([
      `sell 1: ${fee(50n * ALPHA)} of 1`,
      `sell 2: ${fee(50n * ALPHA)} of 2`,
    ])
    // Staking on subnet 5 has not begun.
    expect(await swapsOf(staking('unstake_all', { hotkey: heron }), address)).toEqual([
      `sell 2: ${fee(50n * ALPHA)} of 2`,
    ])
    // Root is left alone, and free where it is not.
    expect(await swapsOf(staking('unstake_all_alpha', { hotkey: kestrel }), poor.address)).toEqual([])
    expect(await swapsOf(staking('unstake_all', { hotkey: kestrel }), poor.address)).toEqual([
      'sell 0: 0 of 0',
    ])
  })

  test('of a move are taken once', async () => {
    const swap = (origin_netuid: number, destination_netuid: number, hotkey = heron) =>
      staking('swap_stake', { hotkey, origin_netuid, destination_netuid, alpha_amount: ALPHA })
    expect(await swapsOf(swap(1, 2))).toEqual([`sell 1: ${fee(ALPHA)} of 1`])
    expect(await swapsOf(swap(1, 0))).toEqual([`sell 1: ${fee(ALPHA)} of 1`])
    expect(await swapsOf(swap(0, 2, otter))).toEqual([`buy 2: ${fee(ALPHA)} of 0`])
    const within = {
      origin_hotkey: heron,
      destination_hotkey: otter,
      origin_netuid: 1,
      destination_netuid: 1,
    }
    expect(await swapsOf(staking('move_stake', { ...within, alpha_amount: ALPHA }))).toEqual([])
  })

  test('of what trades nothing, or would fail', async () => {
    expect(await swapsOf(remark())).toEqual([])
    expect(await swapsOf(staking('burn_alpha', { hotkey: heron, netuid: 1, amount: ALPHA }))).toEqual([])
    expect(await swapsOf(removeStake(2, ALPHA))).toEqual([])
    // A thousand times the TAO of the pool and more.
    expect(await swapsOf(addStake(4, 13_000n * ALPHA))).toEqual(['buy 4: undefined of undefined'])
  })

  test('of calls in a batch', async () => {
    expect(await swapsOf(batch(removeStake(1, ALPHA), remark(), addStake(2, ALPHA)))).toEqual([
      `sell 1: ${fee(ALPHA)} of 1`,
      `buy 2: ${fee(ALPHA)} of 0`,
    ])
  })
})

describe('what pays', () => {
  test('TAO where there is enough, in as few requests as there can be', async () => {
    const { result, asked } = await net.counted((at) => readFees(at, addStake(2, ALPHA), alice))
    expect(result.payment).toEqual({ asset: 'tao', amount: result.network.total })
    // All but the existential deposit of 500 rao.
    expect(result.available.rao).toBe(1_000_000n * ALPHA - 500n)
    expect(asked).toEqual({ payment_queryFeeDetails: 1, state_queryStorageAt: 1, state_call: 1 })
  })

  test('alpha of the position that is sold where TAO is short', async () => {
    const call = removeStake(1, ALPHA)
    const { result, asked } = await net.counted((at) => readFees(at, call, poor.address))
    const { network, available, payment } = result
    expect(available.rao).toBe(100n)
    // The price is 4200 / 9000.
    const alpha = (rao: bigint) => (rao * 9000n) / 4200n
    expect(payment).toMatchObject({ asset: 'alpha', hotkey: heron, netuid: 1 })
    const { amount } = payment as Extract<typeof payment, { asset: 'alpha' }>
    expect([amount.rao, amount.netuid]).toEqual([alpha(network.total.rao), 1])
    expect(asked).toEqual({ payment_queryFeeDetails: 1, state_queryStorageAt: 3, state_call: 1 })
  })

  test.each<[string, () => Call]>([
    [
      'move_stake',
      () =>
        staking('move_stake', {
          origin_hotkey: heron,
          destination_hotkey: otter,
          origin_netuid: 1,
          destination_netuid: 2,
          alpha_amount: ALPHA,
        }),
    ],
    [
      'transfer_stake',
      () =>
        staking('transfer_stake', {
          destination_coldkey: alice,
          hotkey: heron,
          origin_netuid: 1,
          destination_netuid: 1,
          alpha_amount: ALPHA,
        }),
    ],
    ['burn_alpha', () => staking('burn_alpha', { hotkey: heron, netuid: 1, amount: ALPHA })],
    ['recycle_alpha', () => staking('recycle_alpha', { hotkey: heron, netuid: 1, amount: ALPHA })],
    ['unstake_all of one position', () => staking('unstake_all', { hotkey: heron })],
  ])('alpha for %s', async (_, call) => {
    expect((await feesOf(call(), poor.address)).payment).toMatchObject({
      asset: 'alpha',
      hotkey: heron,
      netuid: 1,
    })
  })

  test('stake on root, rao for rao', async () => {
    const { network, payment } = await feesOf(removeStake(0, ALPHA, kestrel), poor.address)
    expect(payment).toEqual({ asset: 'alpha', hotkey: kestrel, netuid: 0, amount: network.total })
  })

  test.each<[string, () => Call, string]>([
    ['a call that takes nothing out', () => addStake(1, ALPHA), poor.address],
    ['a call in a batch', () => batch(removeStake(1, ALPHA)), poor.address],
    ['everything of two positions', () => staking('unstake_all', { hotkey: otter }), scattered.address],
    ['a position worth less than the fee', () => removeStake(4, ALPHA, lynx), poor.address],
    ['a position that is none', () => removeStake(1, ALPHA, otter), poor.address],
    [
      'everything where staking has not begun',
      () => staking('unstake_all', { hotkey: marten }),
      poor.address,
    ],
  ])('nothing for %s', async (_, call, coldkey) => {
    const { network, payment } = await feesOf(call(), coldkey)
    expect(payment).toMatchObject({ asset: 'none' })
    const { missing } = payment as Extract<typeof payment, { asset: 'none' }>
    expect(missing.rao).toBe(network.total.rao - 100n)
  })

  test('everything of one position on a subnet that has begun, beside one that has not', async () => {
    const { payment } = await feesOf(staking('unstake_all', { hotkey: heron }), scattered.address)
    expect(payment).toMatchObject({ asset: 'alpha', hotkey: heron, netuid: 2 })
  })

  test('for no address, before anything is sent', async () => {
    const { asked } = await net.counted(async (at) => {
      await expect(readFees(at, remark(), 'alice')).rejects.toMatchObject({ code: 'InvalidAddress' })
      await expect(readNetworkFee(at, remark(), '')).rejects.toMatchObject({ code: 'InvalidAddress' })
    })
    expect(asked).toEqual({})
  })
})

test('the chain takes what was read that it would', async () => {
  await net.close()
  net = await countedChain({ genesis: genesis() })
  const call = removeStake(1, ALPHA)
  const { payment } = await feesOf(call, poor.address)
  const { amount } = payment as Extract<typeof payment, { asset: 'alpha' }>
  const held = async () => {
    const nominators = await net.read((at) => readNominators(at, heron, 1))
    return nominators.find(({ coldkey }) => coldkey === poor.address)?.stake.rao ?? 0n
  }
  const before = await held()
  await net.execute(poor, call)
  // A small nonce takes one byte of the four that were counted with; a byte is a rao of TAO, or 2.14 of this alpha.
  const saved = amount.rao - (before - (await held()) - ALPHA)
  expect(saved).toBeGreaterThanOrEqual(6n)
  expect(saved).toBeLessThanOrEqual(7n)
})
