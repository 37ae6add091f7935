import type { ApiPromise } from '@polkadot/api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Devnet, developmentAccounts, startDevnet } from '../src/index.ts'
import { call, connect, freeBalance, include, pair, read, signed, stake } from './client.ts'
import { HOTKEY, smallGenesis } from './genesis.ts'
import { rpc } from './rpc.ts'
import { stored } from './stored.ts'

// Chain-rules 2.14. The announced swap is possible after 3 blocks, and can be announced anew or cleared after 2 more.
const { alice, bob, charlie, dave, ferdie } = developmentAccounts
const TAO = 1_000_000_000n
const signers = { alice: pair('//Alice'), bob: pair('//Bob'), dave: pair('//Dave') }

let devnet: Devnet
let api: ApiPromise

beforeAll(async () => {
  const genesis = smallGenesis()
  const lock = { locked_mass: 4n * TAO, conviction: { bits: 0n }, last_update: 0n }
  devnet = await startDevnet({
    blockTime: 'manual',
    emission: false,
    genesis: {
      ...genesis,
      sudo: alice,
      balances: { ...genesis.balances, [bob]: '0.05', [dave]: '1000' },
      hotkeys: [{ hotkey: HOTKEY, owner: dave }],
      stakes: [
        { hotkey: HOTKEY, coldkey: dave, netuid: 1, alpha: '12.5' },
        { hotkey: HOTKEY, coldkey: dave, netuid: 0, alpha: '3' },
        { hotkey: HOTKEY, coldkey: charlie, netuid: 1, alpha: '5' },
      ],
      storage: Object.fromEntries([
        stored('SubtensorModule', 'ColdkeySwapAnnouncementDelay', [], 3),
        stored('SubtensorModule', 'ColdkeySwapReannouncementDelay', [], 2),
        stored('SubtensorModule', 'Lock', [dave, 1, HOTKEY], lock),
        stored('SubtensorModule', 'DecayingLock', [dave, 1], false),
        stored('SubtensorModule', 'RootClaimed', [1, HOTKEY, dave], 77n),
      ]),
    },
  })
  api = await connect(devnet)
})

afterAll(async () => {
  await api.disconnect()
  await devnet.close()
})

const send = (by: keyof typeof signers, name: string, ...args: unknown[]) =>
  include(devnet, api, call(api, 'subtensorModule', name, ...args), signers[by])
const hashOf = (who: string) => api.registry.createType('AccountId', who).hash.toHex()

test('nothing is swapped, disputed or cleared that was not announced', async () => {
  const error = 'subtensorModule.ColdkeySwapAnnouncementNotFound'
  expect((await send('dave', 'swapColdkeyAnnounced', ferdie)).error).toBe(error)
  expect((await send('dave', 'disputeColdkeySwap')).error).toBe(error)
  expect((await send('dave', 'clearColdkeySwapAnnouncement')).error).toBe(error)
  expect((await send('bob', 'announceColdkeySwap', hashOf(ferdie))).error).toBe(
    'subtensorModule.NotEnoughBalanceToPaySwapColdKey',
  )
})

test('an announcement costs 0.1 TAO, which is gone, and stops everything else', async () => {
  const issuance = BigInt(await read(api, 'balances', 'totalIssuance'))
  const result = await send('dave', 'announceColdkeySwap', hashOf(ferdie))
  expect(result.events).toContainEqual(['subtensorModule.ColdkeySwapAnnounced', dave, hashOf(ferdie)])
  expect(BigInt(await read(api, 'balances', 'totalIssuance'))).toBe(issuance - TAO / 10n)
  const nonce = (await api.rpc.system.accountNextIndex(dave)).toNumber()
  const other = signed(api, call(api, 'balances', 'transferKeepAlive', bob, 1), signers.dave, { nonce })
  expect((await rpc(devnet, 'author_submitExtrinsic', other)).error?.data).toBe('Custom error: 0')
})

test('too early, too early again, and for another', async () => {
  // Announced in block 5: swapped from 8 on, announced anew or cleared from 10 on.
  expect((await send('dave', 'announceColdkeySwap', hashOf(bob))).error).toBe(
    'subtensorModule.ColdkeySwapReannouncedTooEarly',
  )
  // The hash is checked first.
  expect((await send('dave', 'swapColdkeyAnnounced', bob)).error).toBe(
    'subtensorModule.AnnouncedColdkeyHashDoesNotMatch',
  )
  expect((await api.rpc.chain.getHeader()).number.toNumber()).toBe(7)
})

test('then everything passes to the other coldkey', async () => {
  const before = await freeBalance(api, dave)
  const result = await send('dave', 'swapColdkeyAnnounced', ferdie)
  expect(result.error).toBeUndefined()
  expect(result.events).toContainEqual(['subtensorModule.ColdkeySwapped', dave, ferdie])
  const fee = BigInt(result.events.find(([name]) => name.endsWith('TransactionFeePaid'))?.[2] ?? '')
  expect(await freeBalance(api, dave)).toBe(0n)
  expect(await freeBalance(api, ferdie)).toBe(before - fee)
  expect([await stake(api, HOTKEY, dave, 1), await stake(api, HOTKEY, dave, 0)]).toEqual([0n, 0n])
  expect([await stake(api, HOTKEY, ferdie, 1), await stake(api, HOTKEY, ferdie, 0)]).toEqual([
    (25n * TAO) / 2n,
    3n * TAO,
  ])
  expect(await stake(api, HOTKEY, charlie, 1)).toBe(5n * TAO)
  expect(await read(api, 'subtensorModule', 'owner', HOTKEY)).toBe(ferdie)
  expect(await read(api, 'subtensorModule', 'ownedHotkeys', dave)).toBe('[]')
  expect(await read(api, 'subtensorModule', 'stakingHotkeys', ferdie)).toBe(
    `["${HOTKEY}"]`.replaceAll('"', ''),
  )
  expect(JSON.parse(await read(api, 'subtensorModule', 'lock', ferdie, 1, HOTKEY))).toMatchObject({
    lockedMass: 4e9,
  })
  expect(await read(api, 'subtensorModule', 'decayingLock', ferdie, 1)).toBe('false')
  expect(await read(api, 'subtensorModule', 'rootClaimed', 1, HOTKEY, ferdie)).toBe('77')
  expect(await read(api, 'subtensorModule', 'coldkeySwapAnnouncements', dave)).toBe('')
})

test('a coldkey that has hotkeys, or is one, takes no other’s place', async () => {
  await send('alice', 'announceColdkeySwap', hashOf(charlie))
  for (let block = 0; block < 2; block++) await devnet.sealBlock()
  expect((await send('alice', 'swapColdkeyAnnounced', charlie)).error).toBe(
    'subtensorModule.ColdKeyAlreadyAssociated',
  )
  expect((await send('alice', 'clearColdkeySwapAnnouncement')).error).toBe(
    'subtensorModule.ColdkeySwapClearTooEarly',
  )
  const result = await send('alice', 'clearColdkeySwapAnnouncement')
  expect(result.events).toContainEqual(['subtensorModule.ColdkeySwapCleared', alice])
  await send('alice', 'announceColdkeySwap', hashOf(HOTKEY))
  for (let block = 0; block < 2; block++) await devnet.sealBlock()
  expect((await send('alice', 'swapColdkeyAnnounced', HOTKEY)).error).toBe(
    'subtensorModule.NewColdKeyIsHotkey',
  )
})

test('disputed, the coldkey can do nothing at all', async () => {
  const result = await send('alice', 'disputeColdkeySwap')
  expect(result.events).toContainEqual(['subtensorModule.ColdkeySwapDisputed', alice])
  const nonce = (await api.rpc.system.accountNextIndex(alice)).toNumber()
  const swap = call(api, 'subtensorModule', 'swapColdkeyAnnounced', HOTKEY)
  const other = signed(api, swap, signers.alice, { nonce })
  expect((await rpc(devnet, 'author_submitExtrinsic', other)).error?.data).toBe('Custom error: 21')
})
