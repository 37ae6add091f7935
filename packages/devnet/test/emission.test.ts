import type { ApiPromise } from '@polkadot/api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Devnet, startDevnet } from '../src/index.ts'
import { connect, freeBalance, read, runtime, subnetPot } from './client.ts'
import { HOTKEY, OWNER, smallGenesis } from './genesis.ts'
import { rpc } from './rpc.ts'

// Expected values follow chain-rules 1.9 and 4.1 to 4.4, worked out by hand.
let devnet: Devnet
let api: ApiPromise

beforeAll(async () => {
  const genesis = smallGenesis({ stakes: [{ hotkey: HOTKEY, coldkey: OWNER, netuid: 1, alpha: '100' }] })
  devnet = await startDevnet({
    blockTime: 'manual',
    genesis: {
      ...genesis,
      subnets: genesis.subnets.map((subnet) =>
        subnet.netuid === 1
          ? { ...subnet, tempo: 2, emission: { alphaOut: '1', alphaIn: '0.3', taoIn: '0.2' } }
          : subnet,
      ),
    },
  })
  api = await connect(devnet)
})

afterAll(async () => {
  await api.disconnect()
  await devnet.close()
})

test('a client sees pools and positions grow, and what the last epoch paid', async () => {
  await devnet.sealBlock()
  // The price is 1000 / 1500 before and 1000.2 / 1500.3 after: the same.
  expect(await read(api, 'subtensorModule', 'subnetTAO', 1)).toBe('1000200000000')
  expect(await read(api, 'subtensorModule', 'subnetAlphaIn', 1)).toBe('1500300000000')
  expect(await freeBalance(api, subnetPot(1))).toBe(1_000_200_000_000n)
  expect(await read(api, 'subtensorModule', 'subnetAlphaOut', 1)).toBe('101000000000')
  expect(await position()).toEqual({ stake: '100000000000', emission: '0' })

  await devnet.sealBlock()
  // Of 1 alpha a block the owner's cut is 0.179995422, and servers and validators get 0.410002288 each, cut to rao.
  // Nobody serves, so the one validator gets all four: 4 * 0.410002288 = 1.640009152.
  // Its take, none being set, is 11796 / 65535 of that: 0.295194139; the rest is 1.344815012.
  expect(await position()).toEqual({ stake: '101640009151', emission: '1344815012' })
  expect(await read(api, 'subtensorModule', 'alphaDividendsPerSubnet', 1, HOTKEY)).toBe('1344815012')
})

test('the chain says that its consensus is a stand-in, and whether it emits', async () => {
  const { result } = await rpc(devnet, 'devnet_info')
  expect(result).toMatchObject({ consensus: expect.stringContaining('stand-in for Yuma'), emission: true })
})

async function position(): Promise<unknown> {
  const info = await runtime(api, 'stakeInfoRuntimeApi', 'getStakeInfoForHotkeyColdkeyNetuid')(
    HOTKEY,
    OWNER,
    1,
  )
  const { stake, emission } = (info as unknown as { unwrap(): Record<string, unknown> }).unwrap()
  return { stake: String(stake), emission: String(emission) }
}
