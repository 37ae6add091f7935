import { demoGenesis, developmentAccounts, namedAccount, startDevnet, storageEntry } from '@stake/devnet'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Chain, type ChainAt, connect, readKeys, readStorage, readStored } from '../src/index.ts'
import { TamperingNode } from './tampering-node.ts'

const marten = namedAccount('hotkey of Marten')

let devnet: Awaited<ReturnType<typeof startDevnet>>
let node: TamperingNode
let chain: Chain
let at: ChainAt

beforeAll(async () => {
  devnet = await startDevnet({ blockTime: 'manual', emission: false })
  node = await TamperingNode.before(devnet.url)
  chain = await connect({ endpoints: node.url })
  at = await chain.at('best')
})

afterAll(async () => {
  await chain?.close()
  await node?.close()
  await devnet?.close()
})

describe('keys of a map', () => {
  test('all of them, with plain arguments', async () => {
    const keys = await readKeys(at, 'SubtensorModule', 'NetworksAdded')
    const netuids = keys.map(([netuid]) => netuid as number).sort((a, b) => a - b)
    expect(netuids).toEqual([0, 1, 2, 3, 4, 5, 8, 19, 51, 64, 66, 81, 119, 277])
  })

  test('those that begin with an argument', async () => {
    const hotkey = namedAccount('hotkey of Gannet')
    const keys = await readKeys(at, 'SubtensorModule', 'IsNetworkMember', hotkey)
    expect(keys.toSorted((a, b) => Number(a[1]) - Number(b[1]))).toEqual([
      [hotkey, 1],
      [hotkey, 64],
    ])
    expect(await readKeys(at, 'SubtensorModule', 'IsNetworkMember', developmentAccounts.bob)).toEqual([])
  })

  test('more than one page', async () => {
    const genesis = withManyEntries()
    const devnet = await startDevnet({ blockTime: 'manual', emission: false, genesis })
    const node = await TamperingNode.before(devnet.url)
    const chain = await connect({ endpoints: node.url })
    const at = await chain.at('best')
    const before = node.asked('state_getKeysPaged')
    expect(await readKeys(at, 'SubtensorModule', 'AutoStakeDestination')).toHaveLength(2300)
    expect(node.asked('state_getKeysPaged') - before).toBe(3)
    await chain.close()
    await node.close()
    await devnet.close()
  })

  test.each([
    ['no list', () => null],
    ['the same keys over again', (keys: string[]) => [...keys, ...keys]],
    ['keys in no order', (keys: string[]) => keys.toReversed()],
    ['keys of another map', (keys: string[]) => keys.map((key) => `0x00${key.slice(4)}`)],
    ['keys cut short', (keys: string[]) => keys.map((key) => key.slice(0, -2))],
  ])('a node that sends %s', async (_, lie) => {
    node.change = (message, request) =>
      request?.method === 'state_getKeysPaged'
        ? { ...message, result: lie(message.result as string[]) }
        : message
    await expect(readKeys(at, 'SubtensorModule', 'NetworksAdded')).rejects.toMatchObject({
      code: 'MalformedAnswer',
    })
    node.change = (message) => message
  })

  test('a map that the runtime does not have', async () => {
    await expect(readKeys(at, 'SubtensorModule', 'Fortunes')).rejects.toMatchObject({
      code: 'MissingInRuntime',
    })
  })
})

describe('absent entries', () => {
  const take = (hotkey: string) => ['SubtensorModule', 'Delegates', hotkey] as const

  test('read as the default, or as what they are', async () => {
    const entries = [take(marten), take(developmentAccounts.bob)]
    expect(await readStorage(at, entries)).toEqual([0, 11_796])
    expect(await readStored(at, entries)).toEqual([0, undefined])
  })

  test('a key that is an enum', async () => {
    const key = { type: 'LastTxBlockDelegateTake', value: marten }
    expect(await readStorage(at, [['SubtensorModule', 'LastRateLimitedBlock', key]])).toEqual([0n])
  })
})

/** The demo with a map of 2300 entries, three pages. */
function withManyEntries() {
  const entries = Array.from({ length: 2300 }, (_, netuid) =>
    storageEntry('SubtensorModule', 'AutoStakeDestination', [developmentAccounts.alice, netuid], marten),
  )
  return { ...demoGenesis(), storage: Object.fromEntries(entries) }
}
