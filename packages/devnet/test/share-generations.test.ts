import type { ApiPromise } from '@polkadot/api'
import { Binary } from '@polkadot-api/substrate-bindings'
import type { Hex } from '@stake/schema'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Devnet, startDevnet } from '../src/index.ts'
import { codecOf } from '../src/scale/codec.ts'
import { storageKey } from '../src/scale/storage-key.ts'
import { call, connect, include, pair, stake } from './client.ts'
import { HOTKEY, OWNER, SECOND_HOTKEY, smallGenesis } from './genesis.ts'
import { rpc } from './rpc.ts'

// chain-rules 5.2: shares of the old maps count as long as their key exists, and move to the new ones when they change.
const ALPHA = 1_000_000_000n
const ONE = 1n << 64n
const alice = pair('//Alice')
const bob = pair('//Bob')
const eve = pair('//Eve')

let devnet: Devnet
let api: ApiPromise

const old = {
  alice: storageKey('SubtensorModule', 'Alpha', HOTKEY, alice.address, 1),
  bob: storageKey('SubtensorModule', 'Alpha', HOTKEY, bob.address, 1),
  total: storageKey('SubtensorModule', 'TotalHotkeyShares', HOTKEY, 1),
}
const fresh = {
  alice: storageKey('SubtensorModule', 'AlphaV2', HOTKEY, alice.address, 1),
  bob: storageKey('SubtensorModule', 'AlphaV2', HOTKEY, bob.address, 1),
  total: storageKey('SubtensorModule', 'TotalHotkeySharesV2', HOTKEY, 1),
}

/** 400 alpha of which Alice has 2.5 of 4 shares and Bob 1.5, all in the maps of before. */
beforeAll(async () => {
  const genesis = smallGenesis()
  const fixed = (bits: bigint) => codecOf('U64F64').enc({ bits })
  const hotkeys = codecOf('Vec<AccountId32>').enc([HOTKEY])
  const entries: readonly (readonly [Hex, Uint8Array])[] = [
    [old.alice, fixed((5n * ONE) / 2n)],
    [old.bob, fixed((3n * ONE) / 2n)],
    [old.total, fixed(4n * ONE)],
    [storageKey('SubtensorModule', 'TotalHotkeyAlpha', HOTKEY, 1), codecOf('u64').enc(400n * ALPHA)],
    [storageKey('SubtensorModule', 'SubnetAlphaOut', 1), codecOf('u64').enc(400n * ALPHA)],
    [storageKey('SubtensorModule', 'StakingHotkeys', alice.address), hotkeys],
    [storageKey('SubtensorModule', 'StakingHotkeys', bob.address), hotkeys],
  ]
  devnet = await startDevnet({
    blockTime: 'manual',
    genesis: {
      ...genesis,
      hotkeys: [...genesis.hotkeys, { hotkey: SECOND_HOTKEY, owner: OWNER }],
      storage: Object.fromEntries(entries.map(([key, value]) => [key, Binary.toHex(value) as Hex])),
    },
  })
  api = await connect(devnet)
})

afterAll(async () => {
  await api.disconnect()
  await devnet.close()
})

/** What is stored under each key, as bytes. */
async function stored(keys: typeof old): Promise<Record<keyof typeof old, unknown>> {
  const at = async (key: Hex) => (await rpc(devnet, 'state_getStorage', key)).result
  return { alice: await at(keys.alice), bob: await at(keys.bob), total: await at(keys.total) }
}

/** A SafeFloat as stored: sixteen bytes of mantissa and eight of exponent, little end first. */
function float(mantissa: bigint, exponent: bigint): Hex {
  const bytes = new Uint8Array(24)
  for (let at = 0, rest = mantissa; at < 16; at++, rest >>= 8n) bytes[at] = Number(rest & 255n)
  new DataView(bytes.buffer).setBigInt64(16, exponent, true)
  return Binary.toHex(bytes) as Hex
}

async function run(name: string, ...args: unknown[]): Promise<void> {
  const result = await include(devnet, api, call(api, 'subtensorModule', name, ...args), alice)
  expect(result.error).toBeUndefined()
}

test('old shares count', async () => {
  expect(await stake(api, HOTKEY, alice.address, 1)).toBe(250n * ALPHA)
  expect(await stake(api, HOTKEY, bob.address, 1)).toBe(150n * ALPHA)
})

test("what a call changes moves to the new maps; another's share stays where it is and keeps its worth", async () => {
  const before = await stored(old)
  // A tenth of the pot is a tenth of the 4 shares: 2.1 and 3.6 are left.
  await run('burnAlpha', HOTKEY, 40n * ALPHA, 1)
  expect(await stored(old)).toEqual({ alice: null, bob: before.bob, total: null })
  expect(await stored(fresh)).toEqual({
    alice: float(21n * 10n ** 19n, -20n),
    bob: null,
    total: float(36n * 10n ** 19n, -20n),
  })
  expect(await stake(api, HOTKEY, alice.address, 1)).toBe(210n * ALPHA)
  expect(await stake(api, HOTKEY, bob.address, 1)).toBe(150n * ALPHA)
})

test('both generations stand side by side in every call', async () => {
  await run('transferStake', eve.address, HOTKEY, 1, 1, 10n * ALPHA)
  await run('moveStake', HOTKEY, SECOND_HOTKEY, 1, 1, 20n * ALPHA)
  await run('recycleAlpha', HOTKEY, 30n * ALPHA, 1)
  expect(await stake(api, HOTKEY, alice.address, 1)).toBe(150n * ALPHA)
  expect(await stake(api, HOTKEY, bob.address, 1)).toBe(150n * ALPHA)
  expect(await stake(api, HOTKEY, eve.address, 1)).toBe(10n * ALPHA)
  expect(await stake(api, SECOND_HOTKEY, alice.address, 1)).toBe(20n * ALPHA)
  expect((await stored(old)).bob).not.toBe(null)

  // What is given to an old share moves it too.
  await run('transferStake', bob.address, HOTKEY, 1, 1, 50n * ALPHA)
  expect(await stored(old)).toEqual({ alice: null, bob: null, total: null })
  expect((await stored(fresh)).bob).toBe(float(2n * 10n ** 20n, -20n))
  expect(await stake(api, HOTKEY, bob.address, 1)).toBe(200n * ALPHA)
})

test('a full exit leaves no share in either map', async () => {
  await run('removeStakeFullLimit', HOTKEY, 1, null)
  expect([(await stored(old)).alice, (await stored(fresh)).alice]).toEqual([null, null])
  expect(await stake(api, HOTKEY, bob.address, 1)).toBe(200n * ALPHA)
})
