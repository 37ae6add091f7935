import type { ApiPromise } from '@polkadot/api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Devnet, startDevnet } from '../src/index.ts'
import { call, connect, entry, pair, runtime, signed } from './client.ts'
import { HOTKEY, stakedGenesis } from './genesis.ts'
import { rpc } from './rpc.ts'

// Expected values follow chain-rules 1.8, 3.1 and 5.3 and were computed outside this repository's code.
const TAO = 1_000_000_000n
const alice = pair('//Alice')
const bob = pair('//Bob')

let devnet: Devnet
let api: ApiPromise

beforeAll(async () => {
  devnet = await startDevnet({ blockTime: 'manual', genesis: stakedGenesis() })
  api = await connect(devnet)
})

afterAll(async () => {
  await api.disconnect()
  await devnet.close()
})

const NOTHING = { taoAmount: 0, alphaAmount: 0, taoFee: 0, alphaFee: 0, taoSlippage: 0, alphaSlippage: 0 }
const swap = async (method: string, netuid: number, amount: bigint) =>
  (await runtime(api, 'swapRuntimeApi', method)(netuid, amount)).toJSON()

test('a simulated purchase', async () => {
  expect(await swap('simSwapTaoForAlpha', 1, 100n * TAO)).toEqual({
    ...NOTHING,
    taoAmount: 99_949_645_228,
    alphaAmount: 136_301_210_234,
    taoFee: 50_354_772,
    // 150 alpha at the spot price, less what came out
    alphaSlippage: 13_698_789_766,
  })
})

test('a simulated sale', async () => {
  expect(await swap('simSwapAlphaForTao', 1, 500n * TAO)).toEqual({
    ...NOTHING,
    taoAmount: 249_905_572_914,
    alphaAmount: 499_748_226_139,
    alphaFee: 251_773_861,
    // floor(500e9 * p) with p just below 2/3, less what came out
    taoSlippage: 333_333_333_333 - 249_905_572_914,
  })
})

test('swaps that would fail, and subnets that do not exist, are all zeros', async () => {
  expect(await swap('simSwapTaoForAlpha', 1, 1_000_001n * TAO * 1000n)).toEqual(NOTHING)
  expect(await swap('simSwapAlphaForTao', 6, TAO)).toEqual(NOTHING)
  expect(await swap('simSwapTaoForAlpha', 99, TAO)).toEqual(NOTHING)
  expect(await swap('simSwapAlphaForTao', 99, TAO)).toEqual(NOTHING)
})

test('root exchanges one to one', async () => {
  expect(await swap('simSwapTaoForAlpha', 0, 5n * TAO)).toEqual({
    ...NOTHING,
    taoAmount: 5_000_000_000,
    alphaAmount: 5_000_000_000,
  })
})

test('prices are rao per alpha, rounded down', async () => {
  const prices = (await runtime(api, 'swapRuntimeApi', 'currentAlphaPriceAll')()).toJSON()
  expect(prices).toEqual([
    { netuid: 0, price: 1_000_000_000 },
    { netuid: 1, price: 666_666_666 },
    { netuid: 5, price: 666_666_666 },
    { netuid: 6, price: 665 },
    { netuid: 10, price: 1_500_000_000 },
    { netuid: 11, price: 1_000_000_000_000 },
    { netuid: 13, price: 499 },
  ])
})

test('positions of a coldkey leave out what is zero', async () => {
  const infos = (await runtime(api, 'stakeInfoRuntimeApi', 'getStakeInfoForColdkey')(bob.address)).toJSON()
  expect(infos).toEqual([
    {
      hotkey: HOTKEY,
      coldkey: bob.address,
      netuid: 1,
      stake: 3_000_000,
      locked: 0,
      emission: 0,
      taoEmission: 0,
      drain: 0,
      isRegistered: true,
    },
  ])
  const many = await runtime(api, 'stakeInfoRuntimeApi', 'getStakeInfoForColdkeys')([bob.address, HOTKEY])
  expect(
    (many.toJSON() as unknown[][]).map(([coldkey, list]) => [coldkey, (list as unknown[]).length]),
  ).toEqual([
    [bob.address, 1],
    [HOTKEY, 0],
  ])
})

test('one position is always there, if only with nothing in it', async () => {
  const info = await runtime(api, 'stakeInfoRuntimeApi', 'getStakeInfoForHotkeyColdkeyNetuid')(
    HOTKEY,
    bob.address,
    9,
  )
  expect(info.toJSON()).toMatchObject({ netuid: 9, stake: 0, isRegistered: false })
})

test('availability can be asked for some subnets', async () => {
  const method = runtime(api, 'stakeInfoRuntimeApi', 'getStakeAvailabilityForColdkeys')
  expect((await method([alice.address], [10, 99])).toJSON()).toEqual({
    [alice.address]: { 10: { total: 10_000_000_000, locked: 0, available: 10_000_000_000 } },
  })
})

test('a subnet that does not exist has no info', async () => {
  expect((await runtime(api, 'subnetInfoRuntimeApi', 'getDynamicInfo')(99)).toJSON()).toBeNull()
  expect((await runtime(api, 'subnetInfoRuntimeApi', 'getSubnetState')(99)).toJSON()).toBeNull()
})

test('a subnet shows who is registered, and their stakes', async () => {
  const state = await runtime(api, 'subnetInfoRuntimeApi', 'getSubnetState')(1)
  expect(state.toJSON()).toMatchObject({
    netuid: 1,
    hotkeys: [HOTKEY],
    validatorPermit: [true],
    alphaStake: [850_003_000_000],
    taoStake: [10_000_000_000],
    // 850.003 + 10 * 971718665099567868 / (2^64 - 1)
    totalStake: [850_529_769_743],
  })
})

test('nonces as of the block know nothing of the pool', async () => {
  const nonce = async () =>
    Number(String(await runtime(api, 'accountNonceApi', 'accountNonce')(alice.address)))
  expect(await nonce()).toBe(0)
  await rpc(
    devnet,
    'author_submitExtrinsic',
    signed(api, call(api, 'system', 'remark', '0x'), alice, { nonce: 0 }),
  )
  expect(await nonce()).toBe(0)
  expect((await api.rpc.system.accountNextIndex(alice.address)).toNumber()).toBe(1)
  await devnet.sealBlock()
  expect(await nonce()).toBe(1)
})

test('fees are the base weight, a rao a byte, and the weight of the call', async () => {
  const stake = call(api, 'subtensorModule', 'addStake', HOTKEY, 1, TAO)
  const nonce = (await api.rpc.system.accountNextIndex(alice.address)).toNumber()
  const bytes = signed(api, stake, alice, { nonce })
  const length = (bytes.length - 2) / 2
  const fee = 54_078 + length + 1_532_032
  expect((await rpc(devnet, 'payment_queryInfo', bytes)).result).toEqual({
    weight: { ref_time: 3_064_064_000, proof_size: 0 },
    class: 'normal',
    partialFee: String(fee),
  })
  expect((await rpc(devnet, 'payment_queryFeeDetails', bytes)).result).toEqual({
    inclusionFee: {
      baseFee: `0x${(54_078).toString(16)}`,
      lenFee: `0x${length.toString(16)}`,
      adjustedWeightFee: `0x${(1_532_032).toString(16)}`,
    },
  })
  // This client takes the extrinsic for opaque bytes.
  const opaque = Uint8Array.from(Buffer.from(bytes.slice(2), 'hex'))
  const info = await runtime(api, 'transactionPaymentApi', 'queryInfo')(opaque, length)
  expect(info.toJSON()).toMatchObject({ partialFee: fee })
  const details = await runtime(api, 'transactionPaymentApi', 'queryFeeDetails')(opaque, length)
  expect(details.toJSON()).toMatchObject({
    inclusionFee: { baseFee: 54_078, lenFee: length, adjustedWeightFee: 1_532_032 },
  })
  const weightFee = runtime(api, 'transactionPaymentApi', 'queryWeightToFee')
  expect(String(await weightFee({ refTime: 3_064_064_000, proofSize: 5 }))).toBe('1532032')
  expect(String(await runtime(api, 'transactionPaymentApi', 'queryLengthToFee')(146))).toBe('146')
})

test('a tip is paid on top, to no effect', async () => {
  const nonce = (await api.rpc.system.accountNextIndex(bob.address)).toNumber()
  const remark = call(api, 'system', 'remark', '0x')
  const bytes = signed(api, remark, bob, { nonce, tip: 5_000n })
  await rpc(devnet, 'author_submitExtrinsic', bytes)
  const { hash } = await devnet.sealBlock()
  const events = (await entry(await api.at(hash), 'system', 'events')()).toHuman() as unknown as readonly {
    event: { method: string; data: { actualFee: string; tip: string } }
  }[]
  const length = (bytes.length - 2) / 2
  // 2,106,000 of weight are 1053 rao.
  const fee = 54_078 + length + 1_053 + 5_000
  expect(events.find(({ event }) => event.method === 'TransactionFeePaid')?.event.data).toMatchObject({
    actualFee: fee.toLocaleString('en'),
    tip: '5,000',
  })
})

test('the version is told in two ways', async () => {
  const version = await runtime(api, 'core', 'version')()
  expect(version.toJSON()).toMatchObject({
    specName: 'node-subtensor',
    specVersion: 424,
    transactionVersion: 1,
  })
})
