import type { ApiPromise } from '@polkadot/api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Devnet, startDevnet } from '../src/index.ts'
import { call, connect, freeBalance, include, pair, read } from './client.ts'
import { smallGenesis } from './genesis.ts'

const TAO = 1_000_000_000n
const alice = pair('//Alice')
const bob = pair('//Bob')

let devnet: Devnet
let api: ApiPromise
let sum: bigint

beforeAll(async () => {
  devnet = await startDevnet({ blockTime: 'manual', genesis: smallGenesis() })
  api = await connect(devnet)
  sum = await issuance()
})

afterAll(async () => {
  await api.disconnect()
  await devnet.close()
})

async function issuance(): Promise<bigint> {
  return BigInt(await read(api, 'balances', 'totalIssuance'))
}

const events = (result: { readonly events: readonly (readonly [string, ...string[]])[] }) =>
  result.events.filter(([name]) => !/Withdraw|Deposit|TransactionFeePaid|ExtrinsicSuccess/.test(name))

test('a transfer brings an account to life', async () => {
  const fresh = pair('//Fresh').address
  const result = await include(devnet, api, call(api, 'balances', 'transferKeepAlive', fresh, 500), alice)
  expect(events(result)).toEqual([
    ['system.NewAccount', fresh],
    ['balances.Endowed', fresh, '500'],
    ['balances.Transfer', alice.address, fresh, '500'],
  ])
})

test('less than the existential deposit does not', async () => {
  const fresh = pair('//Fresher').address
  const result = await include(devnet, api, call(api, 'balances', 'transferKeepAlive', fresh, 499), alice)
  expect(result.error).toBe('{"token":"BelowMinimum"}')
  expect(await freeBalance(api, fresh)).toBe(0n)
})

test('keep alive keeps the sender alive', async () => {
  const free = await freeBalance(api, bob.address)
  const result = await include(
    devnet,
    api,
    call(api, 'balances', 'transferKeepAlive', alice.address, free - 5_000_000n + 4_999_900n),
    bob,
  )
  expect(result.error).toBe('{"token":"FundsUnavailable"}')
  const rest = await freeBalance(api, bob.address)
  const { partialFee } = await call(api, 'balances', 'transferKeepAlive', alice.address, rest).paymentInfo(
    bob,
  )
  const nearly = await include(
    devnet,
    api,
    call(api, 'balances', 'transferKeepAlive', alice.address, rest - partialFee.toBigInt() - 400n),
    bob,
  )
  expect(nearly.error).toBe('{"token":"NotExpendable"}')
})

test('allow death ends the sender and loses its dust', async () => {
  const free = await freeBalance(api, bob.address)
  const { partialFee } = await call(api, 'balances', 'transferAllowDeath', alice.address, free).paymentInfo(
    bob,
  )
  const result = await include(
    devnet,
    api,
    call(api, 'balances', 'transferAllowDeath', alice.address, free - partialFee.toBigInt() - 400n),
    bob,
  )
  expect(events(result)).toEqual([
    ['system.KilledAccount', bob.address],
    ['balances.DustLost', bob.address, '400'],
    ['balances.Transfer', bob.address, alice.address, String(free - partialFee.toBigInt() - 400n)],
  ])
  expect(await freeBalance(api, bob.address)).toBe(0n)
  expect(await issuance()).toBe(sum - 400n)
})

test('transfer all keeps the existential deposit, or nothing', async () => {
  await include(devnet, api, call(api, 'balances', 'transferKeepAlive', bob.address, TAO), alice)
  await include(devnet, api, call(api, 'balances', 'transferAll', alice.address, true), bob)
  expect(await freeBalance(api, bob.address)).toBe(500n)
  await include(devnet, api, call(api, 'balances', 'transferKeepAlive', bob.address, TAO), alice)
  await include(devnet, api, call(api, 'balances', 'transferAll', alice.address, false), bob)
  expect(await freeBalance(api, bob.address)).toBe(0n)
})

test('a remark with an event names its hash', async () => {
  const result = await include(devnet, api, call(api, 'system', 'remarkWithEvent', '0x68656c6c6f'), alice)
  expect(events(result)).toEqual([
    // blake2b-256 of "hello"
    ['system.Remarked', alice.address, '0x324dcf027dd4a30a932c441f365a25e86b173defa4b8e58948253471b81b72cf'],
  ])
})
