import type { ApiPromise } from '@polkadot/api'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Devnet, startDevnet } from '../src/index.ts'
import { call, connect, freeBalance, include, pair, stake, subnetPot } from './client.ts'
import { AUTHOR, HOTKEY, STRANGER, stakedGenesis } from './genesis.ts'
import { expectRefusal, extrinsicFee } from './stake-table.ts'

// Expected values follow chain-rules 2.6 and were computed outside this repository's code.
const ALPHA = 1_000_000_000n
const WEIGHT_FEE = 89_415n // (28.83e6 + 6 * 25e6) * 0.0005
const ALPHA_WEIGHT_FEE = 2_137_936n // (700.873e6 + 43 * 25e6 + 25 * 100e6) * 0.0005, half a rao less
const alice = pair('//Alice')
const charlie = pair('//Charlie')

let devnet: Devnet
let api: ApiPromise

beforeEach(async () => {
  devnet = await startDevnet({ blockTime: 'manual', genesis: stakedGenesis() })
  api = await connect(devnet)
})

afterEach(async () => {
  await api.disconnect()
  await devnet.close()
})

function run(name: 'unstakeAll' | 'unstakeAllAlpha', signer = alice) {
  return include(devnet, api, call(api, 'subtensorModule', name, HOTKEY), signer)
}

const sales = [
  ['balances.Transfer', subnetPot(1), alice.address, '347711840620'],
  ['balances.Transfer', subnetPot(1), AUTHOR, '114246336'],
  ['subtensorModule.StakeRemoved', alice.address, HOTKEY, '347711840620', '799597161822', '1', '402838178'],
  ['balances.Transfer', subnetPot(10), alice.address, '14844080724'],
  ['balances.Transfer', subnetPot(10), AUTHOR, '7404424'],
  ['subtensorModule.StakeRemoved', alice.address, HOTKEY, '14844080724', '9994964523', '10', '5035477'],
] as const

/**
 * What must stay: on 5 staking has not begun, 6 is drained, 11 would be paid in more than 1000 times what it holds, and
 * 13 is cheaper than the floor of plain sales.
 */
async function expectTheRest(): Promise<void> {
  for (const [netuid, alpha] of [
    [5, 10n],
    [6, 10n],
    [11, 2000n],
    [13, 10n],
  ] as const)
    expect(await stake(api, HOTKEY, alice.address, netuid)).toBe(alpha * ALPHA)
  // Another hotkey is not meant.
  expect(await stake(api, STRANGER, alice.address, 1)).toBe(5n * ALPHA)
}

describe('unstake_all', () => {
  test('sells what can be sold, root too, subnet by subnet', async () => {
    const free = await freeBalance(api, alice.address)
    const result = await run('unstakeAll')
    const fee = extrinsicFee(WEIGHT_FEE, result)
    expect(result.events).toEqual([
      ['balances.Withdraw', alice.address, String(fee)],
      // Nobody else has anything on root.
      ['system.KilledAccount', subnetPot(0)],
      ['balances.Transfer', subnetPot(0), alice.address, '10000000000'],
      ['subtensorModule.StakeRemoved', alice.address, HOTKEY, '10000000000', '10000000000', '0', '0'],
      ...sales,
      ['balances.Deposit', AUTHOR, String(fee)],
      ['transactionPayment.TransactionFeePaid', alice.address, String(fee), '0'],
      [
        'system.ExtrinsicSuccess',
        '{"weight":{"refTime":178830000,"proofSize":0},"class":"Normal","paysFee":"Yes"}',
      ],
    ])
    const tao = 10_000_000_000n + 347_711_840_620n + 14_844_080_724n
    expect(await freeBalance(api, alice.address)).toBe(free + tao - fee)
    for (const netuid of [0, 1, 10]) expect(await stake(api, HOTKEY, alice.address, netuid)).toBe(0n)
    await expectTheRest()
  })

  test('leaves what a lock holds back, and does not fail for it', async () => {
    const result = await run('unstakeAll', charlie)
    expect(result.error).toBeUndefined()
    expect(result.events.some(([name]) => name === 'subtensorModule.StakeRemoved')).toBe(false)
    expect(await stake(api, HOTKEY, charlie.address, 1)).toBe(50n * ALPHA)
  })

  test('refuses a hotkey that nobody owns', async () => {
    const refusal = { because: '', args: [STRANGER], error: 'subtensorModule.HotKeyAccountNotExists' }
    await expectRefusal(devnet, api, 'unstakeAll', WEIGHT_FEE, AUTHOR, { signer: alice, ...refusal })
  })
})

describe('unstake_all_alpha', () => {
  test('sells all but root, and stakes what it brings on root with the same hotkey', async () => {
    const free = await freeBalance(api, alice.address)
    const result = await run('unstakeAllAlpha')
    const fee = extrinsicFee(ALPHA_WEIGHT_FEE, result)
    const tao = '362555921344'
    expect(result.events.slice(0, -3)).toEqual([
      ['balances.Withdraw', alice.address, String(fee)],
      ...sales,
      ['balances.Transfer', alice.address, subnetPot(0), tao],
      ['subtensorModule.StakeAdded', alice.address, HOTKEY, tao, tao, '0', '0'],
    ])
    expect(await freeBalance(api, alice.address)).toBe(free - fee)
    expect(await stake(api, HOTKEY, alice.address, 0)).toBe(10n * ALPHA + BigInt(tao))
    await expectTheRest()
  })

  test.each([
    ['a hotkey that nobody owns', alice, STRANGER, 'subtensorModule.HotKeyAccountNotExists'],
    ['nothing that can be sold', charlie, HOTKEY, 'subtensorModule.AmountTooLow'],
  ] as const)('refuses %s', async (because, signer, hotkey, error) => {
    const refusal = { because, args: [hotkey], error }
    await expectRefusal(devnet, api, 'unstakeAllAlpha', ALPHA_WEIGHT_FEE, AUTHOR, { signer, ...refusal })
  })
})
