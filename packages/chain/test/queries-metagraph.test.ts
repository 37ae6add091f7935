import { demoGenesis, type Genesis, namedAccount, storageEntry } from '@stake/devnet'
import { afterAll, afterEach, beforeAll, describe, expect, expectTypeOf, test } from 'vitest'
import { type Metagraph, type MetagraphField, readMetagraph, readNeuron, readNeurons } from '../src/index.ts'
import { type CountedChain, countedChain } from './counted-chain.ts'
import { altered, servingMetadata } from './metadata.ts'

const hotkeys = ['Otter', 'Lynx', 'Kestrel', 'Osprey'].map((name) => namedAccount(`hotkey of ${name}`))
const coldkeys = ['Otter', 'Lynx', 'Kestrel', 'Osprey'].map((name) => namedAccount(`coldkey of ${name}`))
const [otter = '', lynx = ''] = hotkeys

let net: CountedChain

beforeAll(async () => {
  net = await countedChain({ genesis: genesis() })
})
afterAll(() => net?.close())

function genesis(): Genesis {
  const axon = { block: 12n, version: 9, port: 8091, protocol: 4, placeholder1: 0, placeholder2: 0 }
  return {
    ...demoGenesis(),
    storage: Object.fromEntries([
      storageEntry('SubtensorModule', 'Axons', [277, otter], { ...axon, ip: 0xc0a8_0107n, ip_type: 4 }),
      storageEntry('SubtensorModule', 'Axons', [277, lynx], {
        ...axon,
        ip: 0x2001_0db8_0000_0000_0000_0000_0000_00ffn,
        ip_type: 6,
      }),
      storageEntry('SubtensorModule', 'Emission', [277], [1n, 2n, 3n, 4_000_000_000n]),
      storageEntry('SubtensorModule', 'Dividends', [277], [1, 2, 3, 65_535]),
      storageEntry('SubtensorModule', 'AlphaDividendsPerSubnet', [277, lynx], 5n),
      storageEntry('SubtensorModule', 'BlockAtRegistration', [277, 3], 4_711n),
      storageEntry('SubtensorModule', 'SubnetVolume', [277], 2n ** 70n),
    ]),
  }
}

describe('a metagraph', () => {
  test('has the fields that are asked for and no others, in one request for no more', async () => {
    const { result, asked } = await net.counted((at) =>
      readMetagraph(at, 277, ['hotkeys', 'totalStake', 'burn']),
    )
    expectTypeOf(result).toEqualTypeOf<Pick<Metagraph, 'hotkeys' | 'totalStake' | 'burn'> | undefined>()
    expect(Object.keys(result ?? {})).toEqual(['hotkeys', 'totalStake', 'burn'])
    expect(result?.hotkeys).toEqual(hotkeys)
    expect(result?.burn.toString()).toBe('0.0005')
    expect(asked).toEqual({ state_call: 1 })
    // netuid 277, three indices: 52, 69 and 32.
    const { params } = net.node.requests.findLast(({ method }) => method === 'state_call') ?? { params: [] }
    expect(params.slice(0, 2)).toEqual([
      'SubnetInfoRuntimeApi_get_selective_metagraph',
      '0x15010c340045002000',
    ])
  })

  test('tells what is so, in our own types', async () => {
    const graph = await net.read((at) => readMetagraph(at, 277))
    expect(graph).toMatchObject({
      netuid: 277,
      name: 'Monsoon',
      symbol: 'इ',
      identity: {
        subnetName: 'Monsoon',
        description: 'Weather, two weeks ahead.',
        subnetUrl: 'https://monsoon.example',
        discord: '',
      },
      ownerHotkey: namedAccount('owner hotkey of subnet 277'),
      ownerColdkey: namedAccount('owner of subnet 277'),
      networkRegisteredAt: 0,
      block: 0,
      tempo: 100,
      subnetVolume: 2n ** 70n,
      numUids: 4,
      maxUids: 256,
      registrationAllowed: true,
      difficulty: 10_000_000n,
      activityCutoff: 1388,
      hotkeys,
      coldkeys,
      active: [true, true, true, true],
      validatorPermit: [true, true, true, true],
      dividends: [1, 2, 3, 65_535],
      lastUpdate: [0, 0, 0, 0],
      blockAtRegistration: [0, 0, 0, 4_711],
      validators: [0, 1, 2, 3],
      commitments: new Map(),
    })
    const amounts = {
      taoIn: '9000 of 0',
      alphaIn: '12000 of 277',
      taoInEmission: '0.225 of 0',
      alphaInEmission: '0.3 of 277',
      alphaOutEmission: '1 of 277',
      minBurn: '0.0005 of 0',
      maxBurn: '100 of 0',
    } as const
    for (const [field, amount] of Object.entries(amounts)) {
      const balance = graph?.[field as keyof typeof amounts]
      expect(`${balance} of ${balance?.netuid}`, field).toBe(amount)
    }
    expect(graph?.movingPrice.format()).toBe('0.750000000')
    expect(graph?.emission.map(String)).toEqual(['0.000000001', '0.000000002', '0.000000003', '4'])
    expect(graph?.alphaStake[0]?.toString()).toBe('3364.189')
    expect(graph?.taoStake[0]?.netuid).toBe(0)
    expect(graph?.alphaDividendsPerHotkey.get(lynx)?.rao).toBe(5n)
    expect(graph?.identities[0]).toMatchObject({ name: 'Otter', url: '' })
    expect(graph?.axons.map(({ ip, port, block }) => `${ip} ${port} ${block}`)).toEqual([
      '192.168.1.7 8091 12',
      '2001:db8:0:0:0:0:0:ff 8091 12',
      '0.0.0.0 0 0',
      '0.0.0.0 0 0',
    ])
  })

  test('has nothing left out when all of it is asked for', async () => {
    const { result, asked } = await net.counted((at) => readMetagraph(at, 277))
    expect(asked).toEqual({ state_call: 1 })
    expect(Object.keys(result ?? {})).toHaveLength(74)
    expect(Object.entries(result ?? {}).filter(([, value]) => value === undefined)).toEqual([])
  })

  test('of root counts in TAO', async () => {
    const graph = await net.read((at) => readMetagraph(at, 0, ['alphaIn', 'alphaStake']))
    expect([graph?.alphaIn.netuid, graph?.alphaStake[0]?.netuid]).toEqual([0, 0])
  })

  test('of no subnet is undefined', async () => {
    expect(await net.read((at) => readMetagraph(at, 6, ['hotkeys']))).toBeUndefined()
    expect(await net.read((at) => readMetagraph(at, 6))).toBeUndefined()
  })

  test('of one mechanism', async () => {
    const { result, asked } = await net.counted((at) =>
      readMetagraph(at, 277, ['incentives', 'netuid'], { mechanism: 0 }),
    )
    expect(result).toEqual({ incentives: [0, 0, 0, 0], netuid: 277 })
    expect(asked).toEqual({ state_call: 1 })
    expect(await net.read((at) => readMetagraph(at, 277, ['netuid'], { mechanism: 1 }))).toBeUndefined()
  })

  test('is refused for what is no subnet, mechanism or field, before anything is sent', async () => {
    const { asked } = await net.counted(async (at) => {
      await expect(readMetagraph(at, 65_536)).rejects.toMatchObject({ code: 'InvalidNetuid' })
      await expect(readMetagraph(at, 1, ['netuid'], { mechanism: 256 })).rejects.toMatchObject({
        code: 'InvalidArgument',
      })
      const unknown = ['fortune'] as unknown as MetagraphField[]
      await expect(readMetagraph(at, 1, unknown)).rejects.toMatchObject({ code: 'MissingInRuntime' })
    })
    expect(asked).toEqual({})
  })

  test('that leaves out what was asked for is no answer', async () => {
    net.node.change = (message, request) =>
      request?.method === 'state_call' && /selective/.test(String(request.params[0]))
        ? // Some(netuid 1) and 73 times None.
          { ...message, result: `0x0104${'00'.repeat(73)}` }
        : message
    await expect(net.read((at) => readMetagraph(at, 1, ['hotkeys']))).rejects.toMatchObject({
      code: 'MalformedAnswer',
    })
    expect(await net.read((at) => readMetagraph(at, 1, ['netuid', 'identity']))).toEqual({
      netuid: 1,
      identity: undefined,
    })
    net.node.change = (message) => message
  })
})

describe('neurons', () => {
  test('all of a subnet, in one request', async () => {
    const { result, asked } = await net.counted((at) => readNeurons(at, 277))
    expect(asked).toEqual({ state_call: 1 })
    expect(result.map(({ uid }) => uid)).toEqual([0, 1, 2, 3])
    const { stake, emission, ...last } = result[3] as (typeof result)[number]
    expect(last).toEqual({
      uid: 3,
      netuid: 277,
      hotkey: hotkeys[3],
      coldkey: coldkeys[3],
      active: true,
      permit: true,
      incentive: 0,
      dividends: 65_535,
      consensus: 0,
      validatorTrust: 0,
      lastUpdate: 0,
      axon: { block: 0, version: 0, ip: '0.0.0.0', ipType: 0, port: 0, protocol: 0 },
    })
    expect([emission.toString(), emission.netuid, stake.netuid]).toEqual(['4', 277, 277])
    expect(result[0]?.stake.toString()).toBe('3364.189')
    expect(await net.read((at) => readNeurons(at, 6))).toEqual([])
  })

  test('one of them', async () => {
    const { result, asked } = await net.counted((at) => readNeuron(at, 277, 1))
    expect(asked).toEqual({ state_call: 1 })
    expect(result).toMatchObject({ uid: 1, hotkey: lynx, axon: { ip: '2001:db8:0:0:0:0:0:ff' } })
    expect(await net.read((at) => readNeuron(at, 277, 4))).toBeUndefined()
    for (const uid of [-1, 65_536, 0.5]) {
      await expect(net.read((at) => readNeuron(at, 277, uid))).rejects.toMatchObject({
        code: 'InvalidArgument',
      })
    }
  })
})

describe('another runtime', () => {
  let other: CountedChain
  afterEach(() => other?.close())

  test('whose fields have other places is asked for them by name', async () => {
    const swapped = (metadata: Parameters<Parameters<typeof altered>[1]>[0]) => {
      const type = metadata.lookup.types.find(({ type }) => type.path.at(-1)?.eq('SelectiveMetagraph'))
      const fields = type?.type.def.asComposite.fields
      const [hotkeys, coldkeys] = [fields?.[52], fields?.[53]]
      if (!hotkeys || !coldkeys) throw new Error('there are no such fields')
      const text = (name: string) => hotkeys.registry.createType('Option<Text>', name)
      hotkeys.set('name', text('coldkeys'))
      coldkeys.set('name', text('hotkeys'))
    }
    other = await countedChain({}, (node) => servingMetadata(node, (own) => altered(own, swapped)))
    // What lies in the 54th place is what the runtime means by it; here devnet puts the coldkeys there.
    const graph = await other.read((at) => readMetagraph(at, 277, ['hotkeys']))
    expect(graph?.hotkeys).toEqual(coldkeys)
  })
})
