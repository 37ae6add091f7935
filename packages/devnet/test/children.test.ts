import type { ApiPromise } from '@polkadot/api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Devnet, developmentAccounts, namedAccount, startDevnet } from '../src/index.ts'
import { call, connect, entry, include, pair, read } from './client.ts'
import { HOTKEY, smallGenesis } from './genesis.ts'
import { stored } from './stored.ts'

// Checks and their order by chain-rules 2.10.
const { alice } = developmentAccounts
const MINE = namedAccount('hotkey of Alice')
const POOR = namedAccount('poor hotkey of Alice')
const PARENT = namedAccount('parent')
const [child1, child2, child3, child4, child5, child6] = ['1', '2', '3', '4', '5', '6'].map((name) =>
  namedAccount(`child ${name}`),
)
const signer = pair('//Alice')
const HALF = 2n ** 63n
const WHOLE = 2n ** 64n - 1n

let devnet: Devnet
let api: ApiPromise

beforeAll(async () => {
  const genesis = smallGenesis()
  devnet = await startDevnet({
    blockTime: 'manual',
    genesis: {
      ...genesis,
      hotkeys: [...genesis.hotkeys, { hotkey: MINE, owner: alice }, { hotkey: POOR, owner: alice }],
      // 3 alpha at two thirds of a TAO are just below 2 TAO.
      stakes: [
        { hotkey: MINE, coldkey: alice, netuid: 1, alpha: '3.1' },
        { hotkey: POOR, coldkey: alice, netuid: 1, alpha: '3' },
      ],
      storage: Object.fromEntries([
        stored('SubtensorModule', 'StakeThreshold', [], 2_000_000_000n),
        stored('SubtensorModule', 'ParentKeys', [MINE, 1], [[5n, PARENT]]),
        stored('SubtensorModule', 'TransactionKeyLastBlock', [POOR, 5, 0], 1n),
      ]),
    },
  })
  api = await connect(devnet)
})

afterAll(async () => {
  await api.disconnect()
  await devnet.close()
})

const set = (hotkey: string, netuid: number, children: unknown) =>
  include(devnet, api, call(api, 'subtensorModule', 'setChildren', hotkey, netuid, children), signer)

test.each([
  ['too soon, before all else', POOR, 5, [[1, POOR]], 'TxRateLimitExceeded'],
  ['root', MINE, 0, [[1, child1]], 'RegistrationNotPermittedOnRootSubnet'],
  ['no such subnet, before whose hotkey it is', HOTKEY, 9, [[1, child1]], 'SubnetNotExists'],
  [
    'a hotkey of somebody else',
    HOTKEY,
    1,
    [
      [1, child1],
      [1, child1],
    ],
    'NonAssociatedColdKey',
  ],
  [
    'a child twice, before itself',
    MINE,
    1,
    [
      [1, MINE],
      [1, MINE],
    ],
    'DuplicateChild',
  ],
  [
    'itself, before too many',
    MINE,
    1,
    [child1, child2, child3, child4, child5, MINE].map((child) => [WHOLE, child]),
    'InvalidChild',
  ],
  [
    'six children, before their sum',
    MINE,
    1,
    [child1, child2, child3, child4, child5, child6].map((child) => [WHOLE, child]),
    'TooManyChildren',
  ],
  [
    'more than all, before loops',
    MINE,
    1,
    [
      [HALF, child1],
      [HALF, PARENT],
    ],
    'ProportionOverflow',
  ],
  ['a parent', MINE, 1, [[1, PARENT]], 'ChildParentInconsistency'],
  ['a parent with too little stake', POOR, 1, [[1, child1]], 'NotEnoughStakeToSetChildkeys'],
])('refuses %s', async (_, hotkey, netuid, children, error) => {
  const { error: found } = await set(hotkey, netuid, children)
  expect(found).toBe(`subtensorModule.${error}`)
})

test('no children need no stake', async () => {
  expect((await set(POOR, 1, [])).error).toBeUndefined()
})

test('children are scheduled for after the cooldown of 7200 blocks, and no others for 150 blocks', async () => {
  const { number } = await devnet.sealBlock()
  const result = await set(MINE, 1, [
    [3000, child1],
    [2000, child2],
  ])
  const due = number + 1 + 7200
  const children = `[[3000,"${child1}"],[2000,"${child2}"]]`
  expect(result.events.find(([name]) => name === 'subtensorModule.SetChildrenScheduled')).toEqual([
    'subtensorModule.SetChildrenScheduled',
    MINE,
    '1',
    String(due),
    children.replace('],[', '], ['),
  ])
  expect(await read(api, 'subtensorModule', 'pendingChildKeys', 1, MINE)).toBe(`[${children},${due}]`)
  expect(await read(api, 'subtensorModule', 'childKeys', MINE, 1)).toBe('[]')
  for (let i = 0; i < 148; i++) await devnet.sealBlock()
  expect((await set(MINE, 1, [])).error).toBe('subtensorModule.TxRateLimitExceeded')
  expect((await set(MINE, 1, [])).error).toBeUndefined()
})

test('where staking has not begun they are due at once', async () => {
  const { number } = await devnet.sealBlock()
  await set(MINE, 5, [[WHOLE, child1]])
  const pending = await entry(api, 'subtensorModule', 'pendingChildKeys')(5, MINE)
  expect((pending.toJSON() as unknown[])[1]).toBe(number + 1)
})

test('they are forgotten when the hotkey loses the stake to have any', async () => {
  const sell = call(api, 'subtensorModule', 'removeStake', MINE, 1, 200_000_000n)
  await include(devnet, api, sell, signer)
  expect(await entry(api, 'subtensorModule', 'pendingChildKeys').keys(5)).toHaveLength(0)
})

test('a validator on root says whether it lends its stake to new subnets', async () => {
  const send = (name: string, ...args: unknown[]) =>
    include(devnet, api, call(api, 'subtensorModule', name, ...args), signer)
  expect((await send('setAutoParentDelegationEnabled', HOTKEY, false)).error).toBe(
    'subtensorModule.NonAssociatedColdKey',
  )
  expect((await send('setAutoParentDelegationEnabled', MINE, false)).error).toBe(
    'subtensorModule.HotKeyNotRegisteredInSubNet',
  )
  await send('rootRegister', MINE)
  const result = await send('setAutoParentDelegationEnabled', MINE, false)
  expect(result.events).toContainEqual(['subtensorModule.AutoParentDelegationEnabledSet', MINE, 'false'])
  expect(await read(api, 'subtensorModule', 'autoParentDelegationEnabled', MINE)).toBe('false')
})
