import type { ApiPromise } from '@polkadot/api'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Devnet, startDevnet } from '../src/index.ts'
import { type Call, call, connect, freeBalance, include, pair, stake } from './client.ts'
import { AUTHOR, HOTKEY, smallGenesis } from './genesis.ts'
import { rpc } from './rpc.ts'

// chain-rules 3.3: who has too little TAO for the fee pays it in alpha, for calls that take stake out.
const ALPHA = 1_000_000_000n
const poor = pair('//Poor')
const spread = pair('//Spread')

let devnet: Devnet
let api: ApiPromise

beforeEach(async () => {
  const genesis = smallGenesis({}, { netuid: 2, name: 'Two', symbol: 'β', tao: '1000', alpha: '1500' })
  devnet = await startDevnet({
    blockTime: 'manual',
    genesis: {
      ...genesis,
      balances: { ...genesis.balances, [poor.address]: '0.0001', [spread.address]: '0.0001' },
      stakes: [
        { hotkey: HOTKEY, coldkey: poor.address, netuid: 1, alpha: '10' },
        // Staking has not begun there.
        { hotkey: HOTKEY, coldkey: poor.address, netuid: 5, alpha: '10' },
        { hotkey: HOTKEY, coldkey: spread.address, netuid: 1, alpha: '10' },
        { hotkey: HOTKEY, coldkey: spread.address, netuid: 2, alpha: '10' },
      ],
    },
  })
  api = await connect(devnet)
})

afterEach(async () => {
  await api.disconnect()
  await devnet.close()
})

test('the fee is sold out of the position before the call runs', async () => {
  const author = await freeBalance(api, AUTHOR)
  const result = await include(
    devnet,
    api,
    call(api, 'subtensorModule', 'removeStake', HOTKEY, 1, 10n * ALPHA),
    poor,
  )
  expect(result.error).toBeUndefined()
  const fee = 54_078n + BigInt(result.length) + 1_284_599n
  // floor(fee / 0.666…), the price's bits being rounded down
  const alphaFee = (fee * 3n) / 2n
  const [sale, exit] = result.events.filter(([name]) => name === 'subtensorModule.StakeRemoved')
  expect(sale).toEqual([
    'subtensorModule.StakeRemoved',
    poor.address,
    HOTKEY,
    expect.any(String),
    String(alphaFee),
    '1',
    '0',
  ])
  const taoFee = BigInt(sale?.[3] ?? 0)
  expect([String(fee), String(alphaFee), String(taoFee)]).toEqual(['1338827', '2008240', '1338824'])
  // The call asked for ten alpha; the fee has already made it less.
  expect(BigInt(exit?.[4] ?? 0) + BigInt(exit?.[6] ?? 0)).toBe(10n * ALPHA - alphaFee)
  expect(result.events.filter(([name]) => name.includes('FeePaid'))).toEqual([
    ['subtensorModule.TransactionFeePaidWithAlpha', poor.address, '1', String(alphaFee), String(taoFee)],
    ['transactionPayment.TransactionFeePaid', poor.address, String(fee), '0'],
  ])
  expect(await stake(api, HOTKEY, poor.address, 1)).toBe(0n)
  // The author gets the fee and the swap fee of the exit.
  const swapFees = result.events.filter(([name, , to]) => name === 'balances.Transfer' && to === AUTHOR)
  expect(swapFees.map(([, , , amount]) => amount)).toEqual([String(taoFee), '3312013'])
  expect(await freeBalance(api, AUTHOR)).toBe(author + taoFee + 3_312_013n)
})

describe('every call that takes stake out of one position pays with it', () => {
  const all = 10n * ALPHA
  // Weight fees by chain-rules 3.1: half a rao is rounded down.
  const rows: readonly (readonly [name: string, args: readonly unknown[], weightFee: bigint])[] = [
    ['removeStake', [HOTKEY, 1, all], 1_284_599n],
    ['removeStakeLimit', [HOTKEY, 1, 9n * ALPHA, 0n, false], 1_357_848n],
    ['removeStakeFullLimit', [HOTKEY, 1, 0n], 1_364_646n],
    ['unstakeAll', [HOTKEY], 89_415n],
    ['unstakeAllAlpha', [HOTKEY], 2_137_936n],
    ['moveStake', [HOTKEY, HOTKEY, 1, 0, all], 695_530n],
    ['transferStake', [AUTHOR, HOTKEY, 1, 1, all], 666_770n],
    ['swapStake', [HOTKEY, 1, 0, all], 2_158_509n],
    ['swapStakeLimit', [HOTKEY, 1, 0, all, 600_000_000n, false], 2_259_757n],
    ['recycleAlpha', [HOTKEY, all, 1], 548_569n],
    ['burnAlpha', [HOTKEY, all, 1], 434_482n],
  ]
  test.each(rows)('%s', async (name, args, weightFee) => {
    const result = await include(devnet, api, call(api, 'subtensorModule', name, ...args), poor)
    expect(result.error).toBeUndefined()
    const fee = 54_078n + BigInt(result.length) + weightFee
    const alphaFee = (fee * 3n) / 2n
    // The sale for the fee comes first, and its alpha is all that the call no longer finds.
    const [sale, ...rest] = result.events.filter(([event]) => event.startsWith('subtensorModule'))
    const tao = sale?.[3]
    expect(sale).toEqual([
      'subtensorModule.StakeRemoved',
      poor.address,
      HOTKEY,
      tao,
      String(alphaFee),
      '1',
      '0',
    ])
    expect(rest.at(-1)).toEqual([
      'subtensorModule.TransactionFeePaidWithAlpha',
      poor.address,
      '1',
      String(alphaFee),
      tao,
    ])
    const left = name === 'removeStakeLimit' ? ALPHA - alphaFee : 0n
    expect(await stake(api, HOTKEY, poor.address, 1)).toBe(left)
    expect(await stake(api, HOTKEY, poor.address, 5)).toBe(all)
  })
})

test('a limit is held against the whole amount, which the fee has taken from', async () => {
  const whole = call(api, 'subtensorModule', 'removeStakeLimit', HOTKEY, 1, 10n * ALPHA, 0n, false)
  expect((await include(devnet, api, whole, poor)).error).toBe('subtensorModule.NotEnoughStakeToWithdraw')
})

async function submissionError(what: Call, signer: typeof poor) {
  const signed = await what.signAsync(signer, { nonce: 0 })
  return (await rpc(devnet, 'author_submitExtrinsic', signed.toHex())).error
}

const unpayable = {
  code: 1010,
  message: 'Invalid Transaction',
  data: 'Inability to pay some fees (e.g. account balance too low)',
}

test('calls that put stake in need TAO', async () => {
  const buy = call(api, 'subtensorModule', 'addStake', HOTKEY, 1, ALPHA)
  expect(await submissionError(buy, pair('//Poorer'))).toEqual(unpayable)
  expect(await submissionError(buy, poor)).toEqual(unpayable)
  const buyAndBurn = call(api, 'subtensorModule', 'addStakeBurn', HOTKEY, 1, ALPHA, null)
  expect(await submissionError(buyAndBurn, poor)).toEqual(unpayable)
})

test('a batch does not pay with what its calls take out: only the outermost call counts', async () => {
  const exit = call(api, 'subtensorModule', 'removeStakeFullLimit', HOTKEY, 1, null)
  for (const name of ['batch', 'batchAll', 'forceBatch'])
    expect(await submissionError(call(api, 'utility', name, [exit]), poor)).toEqual(unpayable)
})

test('which of two positions would pay is nobody to say', async () => {
  for (const name of ['unstakeAll', 'unstakeAllAlpha'])
    expect(await submissionError(call(api, 'subtensorModule', name, HOTKEY), spread)).toEqual(unpayable)
})

test('a position that is worth less than the fee does not pay', async () => {
  const other = call(api, 'subtensorModule', 'moveStake', HOTKEY, HOTKEY, 2, 1, ALPHA)
  expect(await submissionError(other, poor)).toEqual(unpayable)
})
