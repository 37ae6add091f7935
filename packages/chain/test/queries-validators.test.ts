import { decodeAddress } from '@polkadot/keyring'
import { demoGenesis, developmentAccounts, type Genesis, namedAccount, storageEntry } from '@stake/devnet'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  callRuntime,
  readAutoStake,
  readAutoStakes,
  readDelegateInfo,
  readDelegateInfos,
  readDelegates,
  readDelegations,
  readHotkeyOwner,
  readHotkeys,
  readNominators,
  readRegistrations,
  readUid,
  readValidators,
} from '../src/index.ts'
import { type CountedChain, countedChain } from './counted-chain.ts'
import { altered, rename, servingMetadata, storageOf } from './metadata.ts'

const { alice, bob, ferdie } = developmentAccounts
const hotkeyOf = (name: string) => namedAccount(`hotkey of ${name}`)
const coldkeyOf = (name: string) => namedAccount(`coldkey of ${name}`)
const nominator = (number: number) => namedAccount(`nominator ${number}`)
const otter = hotkeyOf('Otter')

let net: CountedChain

beforeAll(async () => {
  net = await countedChain({ genesis: genesis() })
})
afterAll(() => net?.close())

/** The demo, with entries of the old format beside the new, and what only calls would write otherwise. */
function genesis(): Genesis {
  const tokens = (amount: bigint) => ({ bits: (amount * 1_000_000_000n) << 64n })
  return {
    ...demoGenesis(),
    storage: Object.fromEntries([
      // Of the stakers of Otter on 277 one has an old entry of nothing, one of another number than in the new one.
      storageEntry('SubtensorModule', 'Alpha', [otter, nominator(5), 277], { bits: 0n }),
      storageEntry('SubtensorModule', 'Alpha', [otter, nominator(9), 277], tokens(200n)),
      storageEntry('SubtensorModule', 'Alpha', [otter, ferdie, 277], tokens(5n)),
      storageEntry('SubtensorModule', 'AutoStakeDestination', [alice, 277], otter),
      storageEntry('SubtensorModule', 'AutoStakeDestination', [alice, 8], hotkeyOf('Badger')),
      storageEntry('SubtensorModule', 'AutoStakeDestination', [bob, 8], otter),
      storageEntry('SubtensorModule', 'AlphaDividendsPerSubnet', [277, otter], 7_000_000_000n),
    ]),
  }
}

describe('hotkeys', () => {
  test('where one is registered', async () => {
    const { result, asked } = await net.counted((at) => readRegistrations(at, hotkeyOf('Lynx')))
    expect(result).toEqual([
      { netuid: 0, uid: 7 },
      { netuid: 2, uid: 5 },
      { netuid: 3, uid: 3 },
      { netuid: 4, uid: 0 },
      { netuid: 66, uid: 2 },
      { netuid: 277, uid: 1 },
    ])
    expect(asked).toEqual({ state_getKeysPaged: 1, state_queryStorageAt: 1 })
    expect(await net.read((at) => readRegistrations(at, bob))).toEqual([])
  })

  test('its uid on one subnet', async () => {
    const { result, asked } = await net.counted((at) => readUid(at, hotkeyOf('Lynx'), 66))
    expect(result).toBe(2)
    expect(asked).toEqual({ state_queryStorageAt: 1 })
    expect(await net.read((at) => readUid(at, hotkeyOf('Lynx'), 8))).toBeUndefined()
  })

  test('whose one is', async () => {
    const { result, asked } = await net.counted((at) => readHotkeyOwner(at, otter))
    expect(result).toBe(coldkeyOf('Otter'))
    expect(asked).toEqual({ state_queryStorageAt: 1 })
    expect(await net.read((at) => readHotkeyOwner(at, bob))).toBeUndefined()
  })

  test('those of a coldkey', async () => {
    const { result, asked } = await net.counted((at) => readHotkeys(at, alice))
    expect(result).toEqual({ owned: [], staked: ['Otter', 'Heron', 'Kestrel', 'Marten'].map(hotkeyOf) })
    expect(asked).toEqual({ state_queryStorageAt: 1 })
    expect(await net.read((at) => readHotkeys(at, coldkeyOf('Knot')))).toEqual({
      owned: [hotkeyOf('Knot')],
      staked: [hotkeyOf('Knot')],
    })
    expect(await net.read((at) => readHotkeys(at, bob))).toEqual({ owned: [], staked: [] })
  })
})

describe('delegates', () => {
  test('all of them from storage, in two requests', async () => {
    const { result, asked } = await net.counted(readDelegates)
    expect(result).toHaveLength(20)
    expect(result).toContainEqual({ hotkey: otter, owner: coldkeyOf('Otter'), take: 11_796 })
    expect(result).toContainEqual({ hotkey: hotkeyOf('Marten'), owner: coldkeyOf('Marten'), take: 0 })
    expect(asked).toEqual({ state_getKeysPaged: 1, state_queryStorageAt: 1 })
  })

  test('all of them as the runtime tells, in one', async () => {
    const { result, asked } = await net.counted(readDelegateInfos)
    const light = await net.read(readDelegates)
    const byHotkey = (a: { hotkey: string }, b: { hotkey: string }) => (a.hotkey < b.hotkey ? -1 : 1)
    expect(result.map(({ hotkey, owner, take }) => ({ hotkey, owner, take })).sort(byHotkey)).toEqual(
      light.sort(byHotkey),
    )
    expect(asked).toEqual({ state_call: 1 })
  })

  test('one of them', async () => {
    const { result, asked } = await net.counted((at) => readDelegateInfo(at, hotkeyOf('Egret')))
    expect(result).toEqual({
      hotkey: hotkeyOf('Egret'),
      owner: coldkeyOf('Egret'),
      take: 11_796,
      registrations: [2, 64],
      permits: [2, 64],
    })
    expect(asked).toEqual({ state_call: 1 })
    expect(await net.read((at) => readDelegateInfo(at, bob))).toBeUndefined()
  })

  test('what a coldkey has with whom', async () => {
    const { result, asked } = await net.counted((at) => readDelegations(at, alice))
    expect(result.map(({ stake, ...rest }) => ({ ...rest, stake: stake.toString() }))).toEqual(
      [
        { name: 'Otter', netuid: 0, take: 11_796, stake: '250' },
        { name: 'Heron', netuid: 1, take: 5_898, stake: '120.5' },
        { name: 'Kestrel', netuid: 3, take: 9_830, stake: '1800' },
        { name: 'Marten', netuid: 119, take: 0, stake: '2500' },
      ].map(({ name, ...rest }) => ({
        ...rest,
        hotkey: hotkeyOf(name),
        owner: coldkeyOf(name),
        isDelegate: true,
      })),
    )
    expect(result.map(({ stake }) => stake.netuid)).toEqual([0, 1, 3, 119])
    expect(asked).toEqual({ state_call: 1, state_queryStorageAt: 1 })
    expect(await net.read((at) => readDelegations(at, bob))).toEqual([])
  })
})

describe('nominators', () => {
  // The demo gives 3000 to Otter and 3000/19, 3000/26 and 3000/33 to its nominators. Nothing else changed the pool,
  // so a share is a rao.
  test('on one subnet, from shares of both formats, the largest first', async () => {
    const { result, asked } = await net.counted((at) => readNominators(at, otter, 277))
    expect(result.map(({ coldkey, stake }) => [coldkey, stake.toString()])).toEqual([
      [coldkeyOf('Otter'), '3000'],
      [nominator(9), '200'],
      [nominator(1), '90.909'],
      [ferdie, '5'],
    ])
    expect(result.every(({ netuid, stake }) => netuid === 277 && stake.netuid === 277)).toBe(true)
    expect(asked).toEqual({ state_getKeysPaged: 2, state_queryStorageAt: 1 })
  })

  test('of all delegates: as the runtime of devnet has them, which knows of gaps', async () => {
    type Runtime = { delegate_ss58: string; nominators: [string, [number, bigint][]][] }
    const delegates = await net.read((at) =>
      callRuntime<Runtime[]>(at, 'DelegateInfoRuntimeApi.get_delegates', []),
    )
    expect(delegates).toHaveLength(20)
    const plain = (list: (readonly [string, number, bigint])[]) => list.map(String).sort()
    for (const { delegate_ss58, nominators } of delegates) {
      const ours = await net.read((at) => readNominators(at, delegate_ss58))
      const theirs = nominators.flatMap(([coldkey, stakes]) =>
        stakes.map(([netuid, rao]) => [coldkey, netuid, rao] as const),
      )
      expect(theirs.length).toBeGreaterThan(3)
      expect(plain(ours.map(({ coldkey, netuid, stake }) => [coldkey, netuid, stake.rao] as const))).toEqual(
        plain(theirs),
      )
    }
  })

  test('on a runtime that has the new format only', async () => {
    const other = await countedChain({ genesis: genesis() }, (node) =>
      servingMetadata(node, (own) =>
        altered(own, (metadata) => {
          for (const item of ['Alpha', 'TotalHotkeyShares'])
            rename(storageOf(metadata, 'SubtensorModule', item), `${item}Gone`)
        }),
      ),
    )
    const { result, asked } = await other.counted((at) => readNominators(at, otter, 277))
    expect(result.map(({ coldkey, stake }) => [coldkey, stake.toString()])).toEqual([
      [coldkeyOf('Otter'), '3000'],
      [nominator(5), '157.895'],
      [nominator(9), '115.385'],
      [nominator(1), '90.909'],
    ])
    expect(asked).toEqual({ state_getKeysPaged: 1, state_queryStorageAt: 1 })
    await other.close()
  })

  test('nobody', async () => {
    const { result, asked } = await net.counted((at) => readNominators(at, bob))
    expect(result).toEqual([])
    expect(asked).toEqual({ state_getKeysPaged: 2 })
  })
})

describe('validators', () => {
  test('with stake, take, dividends and weight, in two requests', async () => {
    const { result, asked } = await net.counted((at) => readValidators(at, 277))
    expect(asked).toEqual({ state_call: 1, state_queryStorageAt: 1 })
    expect(result.map(({ hotkey }) => hotkey)).toEqual(['Otter', 'Lynx', 'Kestrel', 'Osprey'].map(hotkeyOf))
    const [first, second] = result
    // 3000 and three nominators: 157.895, 115.385, 90.909.
    expect(first).toMatchObject({ uid: 0, coldkey: coldkeyOf('Otter'), permit: true, take: 11_796 })
    expect(first?.stake.toString()).toBe('3364.189')
    expect([first?.dividends.toString(), first?.dividends.netuid]).toEqual(['7', 277])
    expect(second?.dividends.isZero()).toBe(true)
    // What Otter has on root counts 971718665099567868 of 2^64 - 1 times beside its alpha.
    const [onRoot] = await net.read((at) => readValidators(at, 0))
    const root = onRoot?.stake.rao ?? 0n
    expect(first?.weight).toBe(3_364_189_000_000n + (root * 971_718_665_099_567_868n) / (2n ** 64n - 1n))
    expect(onRoot?.stake.netuid).toBe(0)
  })

  test('whose owners are left out are no answer', async () => {
    const validators = await net.read((at) => readValidators(at, 277))
    const owners = validators.map(({ coldkey }) => Buffer.from(decodeAddress(coldkey)).toString('hex'))
    net.node.change = (message, request) =>
      request?.method === 'state_call'
        ? // Some of four, and Some of three.
          {
            ...message,
            result: String(message.result).replace(
              `0110${owners.join('')}`,
              `010c${owners.slice(1).join('')}`,
            ),
          }
        : message
    await expect(net.read((at) => readValidators(at, 277))).rejects.toMatchObject({
      code: 'MalformedAnswer',
      message: expect.stringContaining('lists of one length'),
    })
    net.node.change = (message) => message
  })

  test('of no subnet', async () => {
    const { result, asked } = await net.counted((at) => readValidators(at, 6))
    expect(result).toEqual([])
    expect(asked).toEqual({ state_call: 1 })
  })
})

describe('auto-staking', () => {
  test('the destination on one subnet', async () => {
    const { result, asked } = await net.counted((at) => readAutoStake(at, alice, 8))
    expect(result).toBe(hotkeyOf('Badger'))
    expect(asked).toEqual({ state_queryStorageAt: 1 })
    expect(await net.read((at) => readAutoStake(at, alice, 1))).toBeUndefined()
  })

  test('all destinations of a coldkey', async () => {
    const { result, asked } = await net.counted((at) => readAutoStakes(at, alice))
    expect([...result]).toEqual([
      [8, hotkeyOf('Badger')],
      [277, otter],
    ])
    expect(asked).toEqual({ state_getKeysPaged: 1, state_queryStorageAt: 1 })
    const none = await net.counted((at) => readAutoStakes(at, ferdie))
    expect([...none.result]).toEqual([])
    expect(none.asked).toEqual({ state_getKeysPaged: 1 })
  })
})

test('what is no address or subnet is refused before anything is sent', async () => {
  const wrong = `${alice.slice(0, -1)}X`
  const polkadot = '15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5'
  const { asked } = await net.counted(async (at) => {
    const queries = [
      readRegistrations,
      readHotkeyOwner,
      readHotkeys,
      readDelegateInfo,
      readDelegations,
      readNominators,
      readAutoStakes,
    ]
    for (const query of queries) {
      for (const address of [wrong, polkadot, '', '0x00'])
        await expect(query(at, address)).rejects.toMatchObject({ code: 'InvalidAddress' })
    }
    for (const netuid of [-1, 65_536, 1.5, Number.NaN]) {
      const invalid = { code: 'InvalidNetuid' }
      await expect(readUid(at, otter, netuid)).rejects.toMatchObject(invalid)
      await expect(readNominators(at, otter, netuid)).rejects.toMatchObject(invalid)
      await expect(readAutoStake(at, alice, netuid)).rejects.toMatchObject(invalid)
      await expect(readValidators(at, netuid)).rejects.toMatchObject(invalid)
    }
  })
  expect(asked).toEqual({})
})
