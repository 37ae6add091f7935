import type { ApiPromise } from '@polkadot/api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Devnet, developmentAccounts, startDevnet } from '../src/index.ts'
import { call, connect, freeBalance, include, pair, read } from './client.ts'
import { smallGenesis } from './genesis.ts'

const { alice, bob, eve } = developmentAccounts
const key = pair('//Alice')
const other = pair('//Bob')

let devnet: Devnet
let api: ApiPromise

beforeAll(async () => {
  devnet = await startDevnet({ blockTime: 'manual', genesis: { ...smallGenesis(), sudo: alice } })
  api = await connect(devnet)
})

afterAll(async () => {
  await api.disconnect()
  await devnet.close()
})

const TAO = 1_000_000_000n
const force = (to: string, amount: bigint) => call(api, 'balances', 'forceSetBalance', to, amount)

test('one key may do what only the chain may, and pays nothing', async () => {
  const free = await freeBalance(api, alice)
  const issuance = BigInt(await read(api, 'balances', 'totalIssuance'))
  const result = await include(devnet, api, call(api, 'sudo', 'sudo', force(eve, 5n * TAO)), key)
  expect(result.events.slice(1, -4)).toEqual([
    ['system.NewAccount', eve],
    ['balances.Endowed', eve, '5000000000'],
    ['balances.BalanceSet', eve, '5000000000'],
  ])
  expect(result.events.at(-4)).toEqual(['sudo.Sudid', 'Ok'])
  expect(result.events.at(-1)?.[1]).toContain('"paysFee":"No"')
  expect(await freeBalance(api, eve)).toBe(5n * TAO)
  expect(await freeBalance(api, alice)).toBe(free)
  expect(BigInt(await read(api, 'balances', 'totalIssuance'))).toBe(issuance + 5n * TAO)
})

test('anybody else may not, and pays', async () => {
  const free = await freeBalance(api, bob)
  const result = await include(devnet, api, call(api, 'sudo', 'sudo', force(eve, 0n)), other)
  expect(result.error).toBe('sudo.RequireSudo')
  expect((await freeBalance(api, bob)) < free).toBe(true)
  expect((await include(devnet, api, force(eve, 0n), key)).error).toBe('BadOrigin')
})

test('what is called may fail without failing the call', async () => {
  const tooMuch = call(api, 'balances', 'forceTransfer', eve, bob, 6n * TAO)
  const result = await include(devnet, api, call(api, 'sudo', 'sudo', tooMuch), key)
  expect(result.events.find(([name]) => name === 'sudo.Sudid')).toEqual([
    'sudo.Sudid',
    expect.stringMatching('FundsUnavailable'),
  ])
  expect(result.error).toBeUndefined()
})

test('and may be called in the name of somebody', async () => {
  const pay = call(api, 'balances', 'transferKeepAlive', bob, TAO)
  const result = await include(devnet, api, call(api, 'sudo', 'sudoAs', eve, pay), key)
  expect(result.events.find(([name]) => name === 'sudo.SudoAsDone')?.[1]).toBe('Ok')
  expect(await freeBalance(api, eve)).toBe(4n * TAO)
  const forced = call(api, 'balances', 'forceTransfer', eve, bob, 4n * TAO)
  const weight = { refTime: 1, proofSize: 0 }
  await include(devnet, api, call(api, 'sudo', 'sudoUncheckedWeight', forced, weight), key)
  expect(await freeBalance(api, eve)).toBe(0n)
})

test('whoever burns TAO lowers the issuance', async () => {
  const issuance = BigInt(await read(api, 'balances', 'totalIssuance'))
  const result = await include(devnet, api, call(api, 'balances', 'burn', TAO, true), key)
  expect(result.events[1]).toEqual(['balances.Burned', alice, '1000000000'])
  expect(BigInt(await read(api, 'balances', 'totalIssuance'))).toBe(issuance - TAO)
  const all = call(api, 'balances', 'burn', 10n ** 16n, true)
  expect((await include(devnet, api, all, key)).error).toBe('{"token":"FundsUnavailable"}')
})

test('the key is handed on, and can be thrown away', async () => {
  const handed = await include(devnet, api, call(api, 'sudo', 'setKey', bob), key)
  expect(handed.events[1]).toEqual(['sudo.KeyChanged', alice, bob])
  expect(await read(api, 'sudo', 'key')).toBe(bob)
  const remark = call(api, 'system', 'remark', '0x')
  expect((await include(devnet, api, call(api, 'sudo', 'sudo', remark), key)).error).toBe('sudo.RequireSudo')
  const removed = await include(devnet, api, call(api, 'sudo', 'removeKey'), other)
  expect(removed.events[1]?.[0]).toBe('sudo.KeyRemoved')
  expect((await include(devnet, api, call(api, 'sudo', 'sudo', remark), other)).error).toBe(
    'sudo.RequireSudo',
  )
})
