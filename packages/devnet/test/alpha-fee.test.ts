import type { ApiPromise } from '@polkadot/api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Devnet, startDevnet } from '../src/index.ts'
import { call, connect, freeBalance, include, pair, stake } from './client.ts'
import { AUTHOR, HOTKEY, smallGenesis } from './genesis.ts'
import { rpc } from './rpc.ts'

// chain-rules 3.3: who has too little TAO for the fee pays it in alpha, for calls that take stake out.
const ALPHA = 1_000_000_000n
const poor = pair('//Poor')

let devnet: Devnet
let api: ApiPromise

beforeAll(async () => {
  const genesis = smallGenesis()
  devnet = await startDevnet({
    blockTime: 'manual',
    genesis: {
      ...genesis,
      balances: { ...genesis.balances, [poor.address]: '0.0001' },
      stakes: [{ hotkey: HOTKEY, coldkey: poor.address, netuid: 1, alpha: '10' }],
    },
  })
  api = await connect(devnet)
})

afterAll(async () => {
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

test('calls that put stake in need TAO', async () => {
  const signed = await call(api, 'subtensorModule', 'addStake', HOTKEY, 1, ALPHA).signAsync(
    pair('//Poorer'),
    {
      nonce: 0,
    },
  )
  expect((await rpc(devnet, 'author_submitExtrinsic', signed.toHex())).error).toEqual({
    code: 1010,
    message: 'Invalid Transaction',
    data: 'Inability to pay some fees (e.g. account balance too low)',
  })
})
