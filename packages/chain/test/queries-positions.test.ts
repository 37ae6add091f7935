import { type Genesis, namedAccount, storageEntry } from '@stake/devnet'
import { Balance } from '@stake/math'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Hex,
  readAvailability,
  readLocks,
  readPosition,
  readSnapshot,
  readStakes,
} from '../src/index.ts'
import { type CountedChain, countedChain } from './counted-chain.ts'
import { altered, type EditableMetadata, rename, servingMetadata, storageOf } from './metadata.ts'

const coldkey = namedAccount('coldkey')
const other = namedAccount('other')
const hotkeys = ['one', 'two', 'three', 'four', 'five', 'six'].map(namedAccount) as [
  string,
  string,
  string,
  string,
  string,
  string,
]
const [old, fresh, mixed, zeroed, third, half] = hotkeys
const ONE = 1n << 64n

const alpha = (hotkey: string, rao: bigint) =>
  storageEntry('SubtensorModule', 'TotalHotkeyAlpha', [hotkey, 1], rao)
const oldShare = (hotkey: string, bits: bigint) =>
  storageEntry('SubtensorModule', 'Alpha', [hotkey, coldkey, 1], { bits })
const oldShares = (hotkey: string, bits: bigint) =>
  storageEntry('SubtensorModule', 'TotalHotkeyShares', [hotkey, 1], { bits })
const newShare = (hotkey: string, mantissa: bigint, exponent: bigint) =>
  storageEntry('SubtensorModule', 'AlphaV2', [hotkey, coldkey, 1], { mantissa, exponent })
const newShares = (hotkey: string, mantissa: bigint, exponent: bigint) =>
  storageEntry('SubtensorModule', 'TotalHotkeySharesV2', [hotkey, 1], { mantissa, exponent })

/** 1,500 alpha on subnet 2 with two hotkeys, of which 1,000 are locked to the first since block 0. */
const genesis: Genesis = {
  author: namedAccount('author'),
  balances: { [namedAccount('author')]: '1', [coldkey]: '10' },
  hotkeys: hotkeys.map((hotkey) => ({ hotkey, owner: namedAccount('owner') })),
  subnets: [
    { netuid: 0, name: 'root', symbol: 'Τ' },
    { netuid: 1, name: 'One', symbol: 'α', tao: '1000', alpha: '1500' },
    { netuid: 2, name: 'Two', symbol: 'β', tao: '1000', alpha: '1500', ownerHotkey: hotkeys[4] },
    { netuid: 3, name: 'Three', symbol: 'γ', tao: '1000', alpha: '1500' },
  ],
  stakes: [
    { hotkey: hotkeys[0], coldkey, netuid: 2, alpha: '900' },
    { hotkey: hotkeys[1], coldkey, netuid: 2, alpha: '600' },
    { hotkey: hotkeys[1], coldkey, netuid: 0, alpha: '5' },
    { hotkey: hotkeys[0], coldkey, netuid: 3, alpha: '2' },
    { hotkey: hotkeys[0], coldkey: other, netuid: 3, alpha: '0.5' },
  ],
  storage: Object.fromEntries([
    // 25 of 100 shares of 1000 rao.
    alpha(old, 1000n),
    oldShare(old, 25n * ONE),
    oldShares(old, 100n * ONE),
    // 3 of 10 shares of 1000 rao.
    alpha(fresh, 1000n),
    newShare(fresh, 3n * 10n ** 20n, -20n),
    newShares(fresh, 10n ** 21n, -20n),
    // Half a share in the old format of two shares in the new one.
    alpha(mixed, 1000n),
    oldShare(mixed, ONE / 2n),
    newShare(mixed, 10n ** 21n, -21n),
    newShares(mixed, 2n * 10n ** 20n, -20n),
    // An old entry of zero counts, whatever the new one says.
    alpha(zeroed, 1000n),
    oldShare(zeroed, 0n),
    newShare(zeroed, 3n * 10n ** 20n, -20n),
    oldShares(zeroed, 10n * ONE),
    newShares(zeroed, 10n ** 21n, -20n),
    // A share of three of 1000 rao: 333 and a third.
    alpha(third, 1000n),
    newShare(third, 10n ** 21n, -21n),
    newShares(third, 3n * 10n ** 20n, -20n),
    // Old shares that count although there is a new denominator.
    alpha(half, 1001n),
    oldShare(half, ONE),
    oldShares(half, 2n * ONE),
    newShares(half, 10n ** 21n, -18n),
    storageEntry('SubtensorModule', 'Lock', [coldkey, 2, hotkeys[0]], {
      locked_mass: 10n ** 12n,
      conviction: { bits: 0n },
      last_update: 0n,
    }),
    // A lock of more than there is, which does not decay.
    storageEntry('SubtensorModule', 'Lock', [coldkey, 3, hotkeys[1]], {
      locked_mass: 5n * 10n ** 9n,
      conviction: { bits: 0n },
      last_update: 0n,
    }),
    storageEntry('SubtensorModule', 'DecayingLock', [coldkey, 3], false),
  ]),
}

const BLOCKS = 3
/** floor(10^12 * e^(-3 / 934866)) */
const STILL_LOCKED = 999_996_790_989n

let net: CountedChain

beforeAll(async () => {
  net = await countedChain({ genesis })
  for (let block = 0; block < BLOCKS; block++) await net.devnet.sealBlock()
})
afterAll(() => net?.close())

const on = (netuid: number, rao: bigint) => Balance.fromRao(rao, netuid)

describe('a position from its shares', () => {
  test.each([
    ['in the old format', old, 250n],
    ['in the new format', fresh, 300n],
    ['half moved over', mixed, 250n],
    ['an old entry of zero', zeroed, 0n],
    ['rounded down', third, 333n],
    ['an old denominator beside a new one', half, 500n],
  ])('%s', async (_, hotkey, stake) => {
    const key = { coldkey, hotkey, netuid: 1 }
    const { result, asked } = await net.counted((at) => readPosition(at, key))
    expect(result).toEqual({ ...key, stake: on(1, stake) })
    expect(asked).toEqual({ state_queryStorageAt: 1, state_call: 1 })
  })

  test('none', async () => {
    const key = { coldkey: other, hotkey: fresh, netuid: 1 }
    expect(await net.read((at) => readPosition(at, key))).toEqual({ ...key, stake: on(1, 0n) })
    const nowhere = { coldkey, hotkey: fresh, netuid: 4711 }
    expect((await net.read((at) => readPosition(at, nowhere))).stake).toEqual(on(4711, 0n))
  })

  test('a storage that says something else than the runtime', async () => {
    const [[key, value]] = [alpha(fresh, 1010n)] as [[Hex, Hex]]
    net.node.change = (message, request) => {
      if (request?.method !== 'state_queryStorageAt') return message
      const [set] = message.result as [{ block: string; changes: [string, string | null][] }]
      const changes = set.changes.map(([each, held]) => [each, each === key ? value : held])
      return { ...message, result: [{ ...set, changes }] }
    }
    const position = net.read((at) => readPosition(at, { coldkey, hotkey: fresh, netuid: 1 }))
    await expect(position).rejects.toMatchObject({
      code: 'ReadingsDisagree',
      details: { storage: '303', runtime: '300' },
    })
    net.node.change = (message) => message
  })

  test('keys that are none are refused before anything is asked', async () => {
    const wrong = [
      [{ coldkey: 'me', hotkey: old, netuid: 1 }, 'InvalidAddress'],
      [{ coldkey, hotkey: `${old}1`, netuid: 1 }, 'InvalidAddress'],
      [{ coldkey, hotkey: old, netuid: 65_536 }, 'InvalidNetuid'],
      [{ coldkey, hotkey: old, netuid: -1 }, 'InvalidNetuid'],
      [{ coldkey, hotkey: old, netuid: 1.5 }, 'InvalidNetuid'],
    ] as const
    for (const [key, code] of wrong) {
      const { asked } = await net.counted((at) =>
        expect(readPosition(at, key)).rejects.toMatchObject({ code }),
      )
      expect(asked).toEqual({})
    }
  })
})

const stakes = [
  { coldkey, hotkey: hotkeys[1], netuid: 0, stake: on(0, 5_000_000_000n) },
  { coldkey, hotkey: hotkeys[0], netuid: 2, stake: on(2, 900_000_000_000n) },
  { coldkey, hotkey: hotkeys[1], netuid: 2, stake: on(2, 600_000_000_000n) },
  { coldkey, hotkey: hotkeys[0], netuid: 3, stake: on(3, 2_000_000_000n) },
]
const theirs = { coldkey: other, hotkey: hotkeys[0], netuid: 3, stake: on(3, 500_000_000n) }
/** Those made by hand above are with hotkeys that the coldkey is known to stake with. */
const withShares = (netuid: number) => netuid !== 1

describe('stakes', () => {
  test('of one coldkey', async () => {
    const { result, asked } = await net.counted((at) => readStakes(at, coldkey))
    expect(result.filter(({ netuid }) => withShares(netuid))).toEqual(stakes)
    // The shares of subnet 1 that were written by hand count too, with the two hotkeys that are listed.
    expect(result.filter(({ netuid }) => netuid === 1).map(({ stake }) => stake.rao)).toEqual([250n, 300n])
    expect(asked).toEqual({ state_call: 1 })
  })

  test('of many, in the order asked for, each once', async () => {
    const { result, asked } = await net.counted((at) =>
      readStakes(at, [other, namedAccount('nobody'), coldkey, other]),
    )
    expect(result[0]).toEqual(theirs)
    expect(result.slice(1).filter(({ netuid }) => withShares(netuid))).toEqual(stakes)
    expect(asked).toEqual({ state_call: 1 })
  })

  test('of 1,200 in three calls', async () => {
    const many = Array.from({ length: 1200 }, (_, index) =>
      index === 1100 ? other : namedAccount(`c${index}`),
    )
    const { result, asked } = await net.counted((at) => readStakes(at, many))
    expect(result).toEqual([theirs])
    expect(asked).toEqual({ state_call: 3 })
  })

  test('a list that is cut off', async () => {
    net.node.change = (message, request) =>
      request?.method === 'state_call' ? { ...message, result: String(message.result).slice(0, -2) } : message
    await expect(net.read((at) => readStakes(at, coldkey))).rejects.toMatchObject({ code: 'MalformedAnswer' })
    net.node.change = (message) => message
  })
})

/** What the locks of the genesis leave, by hand. */
const available = [
  { coldkey, netuid: 0, total: on(0, 5_000_000_000n), locked: on(0, 0n), available: on(0, 5_000_000_000n) },
  {
    coldkey,
    netuid: 2,
    total: on(2, 1_500_000_000_000n),
    locked: on(2, STILL_LOCKED),
    available: on(2, 1_500_000_000_000n - STILL_LOCKED),
  },
  { coldkey, netuid: 3, total: on(3, 2_000_000_000n), locked: on(3, 2_000_000_000n), available: on(3, 0n) },
]

const locks = [
  { coldkey, hotkey: hotkeys[0], netuid: 2, locked: on(2, STILL_LOCKED), perpetual: false },
  { coldkey, hotkey: hotkeys[1], netuid: 3, locked: on(3, 5_000_000_000n), perpetual: true },
]

describe('what can be taken out', () => {
  test('of one coldkey on all subnets', async () => {
    const { result, asked } = await net.counted((at) => readAvailability(at, coldkey))
    expect(result.filter(({ netuid }) => withShares(netuid))).toEqual(available)
    expect(asked).toEqual({ state_call: 1 })
  })

  test('of two on some', async () => {
    const { result } = await net.counted((at) => readAvailability(at, [coldkey, other], [3, 2]))
    expect(result).toEqual([
      ...available.slice(1),
      { coldkey: other, netuid: 3, total: theirs.stake, locked: on(3, 0n), available: theirs.stake },
    ])
  })

  test('a snapshot says it of each position', async () => {
    const snapshot = await net.read((at) => readSnapshot(at, { coldkeys: [coldkey], netuids: [2] }))
    const onTwo = snapshot.positions.filter(({ netuid }) => netuid === 2)
    expect(onTwo.map((position) => position.available)).toEqual([
      on(2, 1_500_000_000_000n - STILL_LOCKED),
      on(2, 1_500_000_000_000n - STILL_LOCKED),
    ])
  })

  test('locks, rolled forward to the block', async () => {
    const { result, asked } = await net.counted((at) => readLocks(at, [coldkey, other]))
    expect(result).toMatchObject(locks)
    // 10^12 * (3 / 934866) * e^(-3 / 934866), and 5 * 10^9 * (1 - e^(-3 / 934866)).
    expect(result.map(({ conviction }) => conviction.rao)).toEqual([3_209_005n, 16_045n])
    // A list for each coldkey, the runtime's word on each lock, and whether they decay.
    expect(asked).toEqual({ state_getKeysPaged: 2, state_call: 2, state_queryStorageAt: 1 })
  })

  test('a netuid that is none', async () => {
    await expect(net.read((at) => readAvailability(at, coldkey, [70_000]))).rejects.toMatchObject({
      code: 'InvalidNetuid',
    })
  })
})

/** A chain whose runtime lacks something. */
async function without(change: (metadata: EditableMetadata) => void): Promise<CountedChain> {
  const chain = await countedChain({ genesis }, (node) =>
    servingMetadata(node, (bytes) => altered(bytes, change)),
  )
  for (let block = 0; block < BLOCKS; block++) await chain.devnet.sealBlock()
  return chain
}

function renameMethod(metadata: EditableMetadata, api: string, method: string): void {
  const methods = metadata.apis.find(({ name }) => name.eq(api))?.methods
  const found = methods?.find(({ name }) => name.eq(method))
  if (!found) throw new Error(`the metadata has no ${api}.${method}`)
  found.set('name', found.registry.createType('Text', 'gone'))
}

describe('runtimes that lack something', () => {
  test('no availability and no locks from the runtime: the same, from stakes and locks', async () => {
    const old = await without((metadata) => {
      renameMethod(metadata, 'StakeInfoRuntimeApi', 'get_stake_availability_for_coldkeys')
      renameMethod(metadata, 'StakeInfoRuntimeApi', 'get_coldkey_lock')
    })
    const { result, asked } = await old.counted((at) => readAvailability(at, coldkey))
    expect(result.filter(({ netuid }) => withShares(netuid))).toEqual(available)
    expect(asked).toEqual({ state_call: 1, state_getKeysPaged: 1, state_queryStorageAt: 3 })
    expect(await old.read((at) => readAvailability(at, coldkey, [3]))).toEqual(available.slice(2))
    expect(await old.read((at) => readLocks(at, coldkey))).toMatchObject(locks)
    await old.close()
  })

  test('no locks at all: everything is available', async () => {
    const old = await without((metadata) => {
      renameMethod(metadata, 'StakeInfoRuntimeApi', 'get_stake_availability_for_coldkeys')
      rename(storageOf(metadata, 'SubtensorModule', 'Lock'), 'Locke')
    })
    const [onTwo] = await old.read((at) => readAvailability(at, coldkey, [2]))
    expect(onTwo?.available).toEqual(on(2, 1_500_000_000_000n))
    expect(await old.read((at) => readLocks(at, coldkey))).toEqual([])
    await old.close()
  })

  test('only the old shares, and no runtime to ask', async () => {
    const before = await without((metadata) => {
      renameMethod(metadata, 'StakeInfoRuntimeApi', 'get_stake_info_for_hotkey_coldkey_netuid')
      rename(storageOf(metadata, 'SubtensorModule', 'AlphaV2'), 'AlphaV9')
      rename(storageOf(metadata, 'SubtensorModule', 'TotalHotkeySharesV2'), 'TotalHotkeySharesV9')
    })
    const { result, asked } = await before.counted((at) =>
      readPosition(at, { coldkey, hotkey: old, netuid: 1 }),
    )
    expect(result.stake).toEqual(on(1, 250n))
    expect(asked).toEqual({ state_queryStorageAt: 1 })
    await before.close()
  })
})
