import { xxhashAsHex } from '@polkadot/util-crypto'
import { type Genesis, namedAccount, storageEntry } from '@stake/devnet'
import { Balance, Price } from '@stake/math'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Hex, quoteTrade, readPool, readSnapshot, readSubnets } from '../src/index.ts'
import { type CountedChain, countedChain } from './counted-chain.ts'
import { altered, type EditableMetadata, palletOf, rename, servingMetadata, storageOf } from './metadata.ts'

const owner = namedAccount('owner')
const ownerHotkey = namedAccount('owner hotkey')

const genesis: Genesis = {
  author: namedAccount('author'),
  balances: { [namedAccount('author')]: '1' },
  hotkeys: [{ hotkey: ownerHotkey, owner }],
  subnets: [
    { netuid: 0, name: 'root', symbol: 'Τ' },
    {
      netuid: 1,
      name: 'One',
      symbol: 'α',
      tao: '1000',
      alpha: '4000',
      owner,
      ownerHotkey,
      tempo: 99,
      registeredAt: 7,
      identity: {
        description: 'The first.',
        url: 'https://one.example',
        github: 'g',
        contact: 'c',
        discord: 'd',
        logo: 'l',
      },
      emission: { alphaOut: '1', alphaIn: '0.5', taoIn: '0.25' },
    },
    {
      netuid: 2,
      name: 'Two',
      symbol: 'β',
      tao: '300',
      alpha: '700',
      quoteWeight: 480_000_000_000_000_000n,
      feeRate: 66,
    },
    { netuid: 3, name: 'Three', symbol: 'γ', tao: '5', alpha: '5', mechanism: 0, subtokenEnabled: false },
    { netuid: 128, name: 'Last', symbol: 'δ', tao: '10', alpha: '20' },
  ],
  stakes: [{ hotkey: ownerHotkey, coldkey: owner, netuid: 1, alpha: '12.5' }],
  storage: Object.fromEntries([
    storageEntry('SubtensorModule', 'SubnetVolume', [1], 2n ** 100n),
    storageEntry('SubtensorModule', 'SubnetMovingPrice', [1], { bits: 3n << 30n }),
    // No subnet, but what one left behind.
    storageEntry('SubtensorModule', 'SubnetTAO', [9], 5n),
  ]),
}

const tao = (text: string) => Balance.parse(text)
const alpha = (text: string, netuid: number) => Balance.parse(text, netuid)

let net: CountedChain
const opened: CountedChain[] = []

beforeAll(async () => {
  net = await countedChain({ genesis })
})
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close()
})
afterAll(() => net?.close())

describe('subnets', () => {
  test('everything about one, by hand', async () => {
    const subnets = await net.read((at) => readSubnets(at))
    expect(subnets.get(1)).toEqual({
      netuid: 1,
      name: 'One',
      symbol: 'α',
      identity: {
        subnetName: 'One',
        githubRepo: 'g',
        subnetContact: 'c',
        subnetUrl: 'https://one.example',
        discord: 'd',
        description: 'The first.',
        logoUrl: 'l',
        additional: '',
      },
      owner: { coldkey: owner, hotkey: ownerHotkey },
      curve: 'balancer',
      pool: {
        curve: 'balancer',
        netuid: 1,
        tao: tao('1000'),
        alpha: alpha('4000', 1),
        feeRate: 33,
        quoteWeight: 500_000_000_000_000_000n,
      },
      reserves: { tao: tao('1000'), alpha: alpha('4000', 1) },
      // A quarter, and three quarters.
      price: Price.fromBits(1n << 62n),
      movingPrice: Price.fromBits(3n << 62n),
      subtokenEnabled: true,
      registeredAt: 7,
      tempo: 99,
      lastEpoch: 0,
      alphaOut: alpha('12.5', 1),
      volume: 2n ** 100n,
      emission: { tao: tao('0.25'), alphaIn: alpha('0.5', 1), alphaOut: alpha('1', 1) },
    })
  })

  test('each with its curve, in the order of the netuids', async () => {
    const subnets = await net.read((at) => readSubnets(at))
    expect(
      [...subnets.values()].map(({ netuid, curve, subtokenEnabled }) => [netuid, curve, subtokenEnabled]),
    ).toEqual([
      [0, 'stable', true],
      [1, 'balancer', true],
      [2, 'balancer', true],
      [3, 'stable', false],
      [128, 'balancer', true],
    ])
    expect(subnets.get(0)?.price.format()).toBe('1.000000000')
    expect(subnets.get(2)?.pool).toMatchObject({ feeRate: 66, quoteWeight: 480_000_000_000_000_000n })
    // 0.52 / 0.48 * 300 / 700
    expect(subnets.get(2)?.price.format()).toBe('0.464285714')
  })

  test('all of them in two requests at once, others named in theirs', async () => {
    expect((await net.counted((at) => readSubnets(at))).asked).toEqual({
      state_call: 1,
      state_queryStorageAt: 1,
    })
    const some = await net.counted((at) => readSubnets(at, [2, 1, 2, 9, 4711]))
    expect([...some.result.keys()]).toEqual([1, 2])
    expect(some.asked).toEqual({ state_call: 4, state_queryStorageAt: 1 })
    const many = await net.counted((at) => readSubnets(at, [0, 1, 2, 3, 128]))
    expect(many.result.size).toBe(5)
    expect(many.asked).toEqual({ state_call: 1, state_queryStorageAt: 1 })
    const none = await net.counted((at) => readSubnets(at, []))
    expect(none.result.size).toBe(0)
    expect(none.asked).toEqual({})
  })

  test('a netuid above the usual takes one more, unless it is asked for', async () => {
    const subnets = [...genesis.subnets, { netuid: 277, name: 'Far', symbol: 'ε', tao: '3', alpha: '1' }]
    const far = await countedChain({ genesis: { ...genesis, subnets } })
    opened.push(far)
    const all = await far.counted((at) => readSubnets(at))
    expect(all.result.get(277)?.price.format()).toBe('3.000000000')
    expect(all.asked).toEqual({ state_call: 1, state_queryStorageAt: 2 })
    const one = await far.counted((at) => readSubnets(at, [277]))
    expect(one.asked).toEqual({ state_call: 1, state_queryStorageAt: 1 })
  })

  test('numbers that are no netuids are refused before anything is asked', async () => {
    for (const netuid of [-1, 65_536, 0.5, Number.NaN, '1' as unknown as number]) {
      const { asked } = await net.counted(async (at) => {
        await expect(readSubnets(at, [netuid])).rejects.toMatchObject({ code: 'InvalidNetuid' })
        await expect(readPool(at, netuid)).rejects.toMatchObject({ code: 'InvalidNetuid' })
        await expect(quoteTrade(at, netuid, 'buy', tao('1'))).rejects.toMatchObject({ code: 'InvalidNetuid' })
      })
      expect(asked).toEqual({})
    }
  })
})

describe('one pool', () => {
  test('in one request', async () => {
    const { result, asked } = await net.counted((at) => readPool(at, 2))
    expect(result).toEqual({
      curve: 'balancer',
      netuid: 2,
      tao: tao('300'),
      alpha: alpha('700', 2),
      feeRate: 66,
      quoteWeight: 480_000_000_000_000_000n,
    })
    expect(asked).toEqual({ state_queryStorageAt: 1 })
  })

  test('none where there is no subnet, whatever one left behind', async () => {
    expect(await net.read((at) => readPool(at, 9))).toBeUndefined()
    expect(await net.read((at) => readPool(at, 4711))).toBeUndefined()
  })

  test('a weight that no pool can have is an error, not a price', async () => {
    const storage = Object.fromEntries([storageEntry('Swap', 'SwapBalancer', [1], { quote: 10n ** 18n })])
    const broken = await countedChain({ genesis: { ...genesis, storage } })
    opened.push(broken)
    await expect(broken.read((at) => readSubnets(at, [1]))).rejects.toMatchObject({ code: 'InvalidPool' })
  })
})

describe('a quote', () => {
  test('from the pool where its curve is known', async () => {
    const { result, asked } = await net.counted((at) => quoteTrade(at, 1, 'buy', tao('10')))
    // Fee floor(10^10 * 33/65535); the rest buys 4000 * net / (1000 + net).
    expect(result).toMatchObject({ source: 'pool', side: 'buy', netuid: 1, fee: tao('0.005035477') })
    expect(result.received.format({ decimals: 6, symbol: '' })).toBe('39.584215')
    expect(asked).toEqual({ state_queryStorageAt: 1 })
    const sale = await net.read((at) => quoteTrade(at, 1, 'sell', alpha('40', 1)))
    expect(sale).toMatchObject({ source: 'pool', side: 'sell', fee: alpha('0.020141908', 1) })
  })

  test('is the runtime’s own, to the rao', async () => {
    const chain = await without((metadata) => rename(storageOf(metadata, 'Swap', 'SwapBalancer'), 'SwapWhat'))
    for (const [side, amount] of [
      ['buy', tao('12.345678901')],
      ['sell', alpha('34.567890123', 2)],
    ] as const) {
      const here = await net.read((at) => quoteTrade(at, 2, side, amount))
      const there = await chain.read((at) => quoteTrade(at, 2, side, amount))
      expect(there.source).toBe('runtime')
      expect(there).toMatchObject({ received: here.received, fee: here.fee, paidIn: here.paidIn })
    }
  })

  test('of what fails says so, here and there', async () => {
    // More than a thousand times what the pool holds.
    const tooMuch = tao('2000001')
    await expect(net.read((at) => quoteTrade(at, 1, 'buy', tooMuch))).rejects.toMatchObject({
      code: 'SwapInputTooLarge',
    })
    const chain = await without((metadata) => rename(storageOf(metadata, 'Swap', 'SwapBalancer'), 'SwapWhat'))
    await expect(chain.read((at) => quoteTrade(at, 1, 'buy', tooMuch))).rejects.toMatchObject({
      code: 'SimulationFailed',
      details: { netuid: '1', side: 'buy', rao: '2000001000000000' },
    })
    await expect(net.read((at) => quoteTrade(at, 9, 'buy', tao('1')))).rejects.toMatchObject({
      code: 'SubnetNotExists',
    })
  })

  test('takes amounts of its own token only, before anything is asked', async () => {
    const { asked } = await net.counted(async (at) => {
      await expect(quoteTrade(at, 1, 'buy', alpha('1', 1))).rejects.toMatchObject({ code: 'MixedTokens' })
      await expect(quoteTrade(at, 1, 'sell', tao('1'))).rejects.toMatchObject({ code: 'MixedTokens' })
      await expect(quoteTrade(at, 1, 'sell', alpha('1', 2))).rejects.toMatchObject({ code: 'MixedTokens' })
      await expect(quoteTrade(at, 1, 'buy', tao('0'))).rejects.toMatchObject({ code: 'InvalidAmount' })
    })
    expect(asked).toEqual({})
  })
})

/** A chain whose runtime is of another time. */
async function without(
  change: (metadata: EditableMetadata) => void,
  storage: Record<Hex, Hex> = {},
): Promise<CountedChain> {
  const changed = { ...genesis, storage: { ...genesis.storage, ...storage } }
  const chain = await countedChain({ genesis: changed }, (node) =>
    servingMetadata(node, (bytes) => altered(bytes, change)),
  )
  opened.push(chain)
  return chain
}

describe('curves of other times', () => {
  test.each([
    ['concentrated', 'AlphaSqrtPrice'],
    ['unknown', 'SwapWhat'],
    ['superellipse', 'SwapSuperellipse'],
  ])('%s: no pool, but the runtime’s price and quote', async (curve, item) => {
    const chain = await without((metadata) => rename(storageOf(metadata, 'Swap', 'SwapBalancer'), item))
    const { result, asked } = await chain.counted((at) => readSubnets(at))
    expect(result.get(1)).toMatchObject({ curve, pool: undefined, reserves: { tao: tao('1000') } })
    expect(result.get(1)?.price.rao).toBe(250_000_000n)
    expect(result.get(2)?.price.rao).toBe(464_285_714n)
    expect(result.get(0)).toMatchObject({ curve: 'stable', pool: { curve: 'stable' } })
    expect(asked).toEqual({ state_call: 2, state_queryStorageAt: 1 })
    await expect(chain.read((at) => readPool(at, 1))).rejects.toMatchObject({
      code: 'UnknownCurve',
      details: { curve: `"${curve}"` },
    })
    const quote = await chain.read((at) => quoteTrade(at, 1, 'buy', tao('10')))
    expect(quote).toMatchObject({ source: 'runtime', fee: tao('0.005035477') })
    const root = await chain.read((at) => quoteTrade(at, 0, 'buy', tao('10')))
    expect(root.source).toBe('pool')
    const snapshot = await chain.read((at) => readSnapshot(at, { netuids: [1] }))
    expect(snapshot.subnets.get(1)?.pool).toBeUndefined()
  })

  test('a superellipse overrides the weights of those subnets that have one', async () => {
    const [key, value] = storageEntry('Swap', 'PalSwapInitialized', [2], true)
    const named = (item: string) => xxhashAsHex(item, 128).slice(2)
    const moved = key.replace(named('PalSwapInitialized'), named('SwapSuperellipse')) as Hex
    const chain = await without(
      (metadata) => {
        const item = storageOf(metadata, 'Swap', 'PalSwapInitialized')
        rename(item, 'SwapSuperellipse')
        item.set('modifier', item.registry.createType('StorageEntryModifierV9', 'Optional'))
      },
      { [moved]: value },
    )
    const subnets = await chain.read((at) => readSubnets(at))
    expect([1, 2, 3].map((netuid) => subnets.get(netuid)?.curve)).toEqual([
      'balancer',
      'superellipse',
      'stable',
    ])
    expect(subnets.get(1)?.pool?.curve).toBe('balancer')
    expect(subnets.get(2)?.pool).toBeUndefined()
    expect((await chain.read((at) => quoteTrade(at, 1, 'buy', tao('1')))).source).toBe('pool')
    expect((await chain.read((at) => quoteTrade(at, 2, 'buy', tao('1')))).source).toBe('runtime')
  })

  test('before the Swap pallet: tao times alpha, without a fee', async () => {
    const chain = await without((metadata) => rename(palletOf(metadata, 'Swap'), 'Swapped'))
    const { result, asked } = await chain.counted((at) => readPool(at, 2))
    expect(result).toEqual({
      curve: 'constantProduct',
      netuid: 2,
      tao: tao('300'),
      alpha: alpha('700', 2),
      feeRate: 0,
    })
    expect(asked).toEqual({ state_queryStorageAt: 1 })
    const quote = await chain.read((at) => quoteTrade(at, 1, 'buy', tao('1000')))
    expect(quote).toMatchObject({ source: 'pool', received: alpha('2000', 1), fee: tao('0') })
    expect((await chain.read((at) => readSubnets(at))).get(2)?.price.format()).toBe('0.428571428')
  })

  test('simulations of four figures', async () => {
    const chain = await without((metadata) => {
      rename(storageOf(metadata, 'Swap', 'SwapBalancer'), 'AlphaSqrtPrice')
      const simulated = metadata.lookup.types.find(({ type }) => type.path.at(-1)?.eq('SimSwapResult'))
      const fields = simulated?.type.def.asComposite.fields
      fields?.splice(4, 2)
    })
    const before = chain.node.change
    chain.node.change = (message, request) =>
      before(
        String(request?.params[0]).includes('sim_swap') && typeof message.result === 'string'
          ? { ...message, result: message.result.slice(0, -32) }
          : message,
        request,
      )
    expect(chain.chain.capabilities.simSwapFields).toBe(4)
    const quote = await chain.read((at) => quoteTrade(at, 1, 'buy', tao('10')))
    expect(quote).toMatchObject({ source: 'runtime', fee: tao('0.005035477') })
    expect(quote.received.format({ decimals: 6, symbol: '' })).toBe('39.584215')
  })
})

describe('a node that does not tell the truth', () => {
  test.each([
    ['cuts the list', (result: string) => result.slice(0, -2)],
    ['makes it longer', (result: string) => `${result}00`],
    ['says there are more than there are', (result: string) => `0xfe${result.slice(4)}`],
    ['sends no bytes', () => 'all of them'],
    ['sends nothing', () => null],
  ])('%s', async (_, lie) => {
    net.node.change = (message, request) =>
      request?.method === 'state_call' ? { ...message, result: lie(String(message.result)) } : message
    await expect(net.read((at) => readSubnets(at))).rejects.toMatchObject({ code: 'MalformedAnswer' })
    net.node.change = (message) => message
  })
})
