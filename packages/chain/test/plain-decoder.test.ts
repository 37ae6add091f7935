import { demoGenesis, startDevnet } from '@stake/devnet'
import { pallets } from '@stake/schema'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bytesOf } from '../src/bytes.ts'
import { type Chain, connect, type Hex, hasRuntimeApi } from '../src/index.ts'
import { decodePlain } from '../src/runtime/plain-decoder.ts'
import { apiOf } from '../src/runtime/runtime.ts'
import { toPlain } from './polkadot-plain.ts'

let devnet: Awaited<ReturnType<typeof startDevnet>>
let chain: Chain

beforeAll(async () => {
  devnet = await startDevnet({ blockTime: 'manual', genesis: demoGenesis() })
  for (let block = 0; block < 3; block++) await devnet.sealBlock()
  chain = await connect({ endpoints: devnet.url })
})
afterAll(async () => {
  await chain?.close()
  await devnet?.close()
})

const registry = () => apiOf(chain.runtime).registry

/** The plain value of bytes by way of polkadot-js, whose reading is its own. */
function byPolkadot(type: number, bytes: Uint8Array): unknown {
  const name = registry().createLookupType(
    type as unknown as Parameters<ReturnType<typeof registry>['createLookupType']>[0],
  )
  return toPlain(registry().createTypeUnsafe(name, [bytes]))
}

interface Item {
  keyPrefix(): Hex
  creator: { meta: { type: { isPlain: boolean; asPlain: number; asMap: { value: number } } } }
}

describe('two readings of the same bytes', () => {
  test('every value in the state of a chain', async () => {
    const query = apiOf(chain.runtime).query as unknown as Record<string, Record<string, Item>>
    let compared = 0
    for (const pallet of Object.values(pallets)) {
      const section = query[pallet.name.charAt(0).toLowerCase() + pallet.name.slice(1)] ?? {}
      for (const [name, item] of Object.entries(section)) {
        // polkadot-js has a class of its own for events; what becomes of it is not the plain shape of an enum.
        if (name === 'events') continue
        const { type } = item.creator.meta ?? {}
        if (!type) continue
        const id = Number(type.isPlain ? type.asPlain : type.asMap.value)
        const pairs = await chain.connection.send<[Hex, Hex][]>('state_getPairs', [item.keyPrefix()])
        for (const [, value] of pairs) {
          expect(decodePlain(registry(), id, bytesOf(value))).toEqual(byPolkadot(id, bytesOf(value)))
          compared++
        }
      }
    }
    expect(compared).toBeGreaterThan(1000)
  })

  test('what the runtime answers', async () => {
    const outputs: readonly [string, Hex][] = [
      ['SubnetInfoRuntimeApi.get_all_dynamic_info', '0x'],
      ['SubnetInfoRuntimeApi.get_metagraph', '0x0200'],
      ['SubnetInfoRuntimeApi.get_subnet_state', '0x0200'],
      ['SwapRuntimeApi.current_alpha_price_all', '0x'],
      ['NeuronInfoRuntimeApi.get_neurons', '0x0200'],
    ]
    for (const [name, input] of outputs) {
      expect(hasRuntimeApi(chain.runtime, name)).toBe(true)
      const [section, method] = name.split('.')
      const { apis } = apiOf(chain.runtime).runtimeMetadata.asLatest
      const api = apis.find((each) => each.name.toString() === section)
      const type = api?.methods.find((each) => each.name.toString() === method)?.output.toNumber() ?? -1
      const answer = await chain.connection.send<Hex>('state_call', [name.replace('.', '_'), input])
      expect(decodePlain(registry(), type, bytesOf(answer))).toEqual(byPolkadot(type, bytesOf(answer)))
    }
  })
})

/** The id of a type of the metadata, by the last of its path. */
function typeNamed(name: string): number {
  const { lookup } = registry()
  const found = lookup.types.find(({ type }) => type.path.at(-1)?.toString() === name)
  if (!found) throw new Error(`The metadata has no ${name}.`)
  return found.id.toNumber()
}

describe('bytes that are no value', () => {
  test.each<[string, string, Hex]>([
    ['too few', 'SafeFloat', `0x${'00'.repeat(23)}`],
    ['too many', 'SafeFloat', `0x${'00'.repeat(25)}`],
    ['none', 'SimSwapResult', '0x'],
    // DispatchError has fourteen variants.
    ['a variant that there is not', 'DispatchError', '0xff'],
    // StakeInfo begins with two accounts, then Compact<u16>: 5 in two bytes, and 2^16.
    ['a compact integer that is too long', 'StakeInfo', `0x${'00'.repeat(64)}1500${'00'.repeat(6)}`],
    ['a compact integer that is too large', 'StakeInfo', `0x${'00'.repeat(64)}02000400${'00'.repeat(6)}`],
    ['neither true nor false', 'StakeInfo', `0x${'00'.repeat(70)}02`],
    // A list of Compact<u8> of which 2^30 - 1 are said to follow.
    ['more items than bytes', 'DynamicInfo', `0x04${'00'.repeat(64)}feffffff`],
  ])('%s', (_, type, bytes) => {
    expect(() => decodePlain(registry(), typeNamed(type), bytesOf(bytes))).toThrow(RangeError)
  })

  test.each<[Hex, bigint | undefined]>([
    ['0x00', 0n],
    ['0xfc', 63n],
    ['0x0101', 64n],
    ['0xfd00', undefined],
    ['0xfdff', 16_383n],
    ['0x02000100', 16_384n],
    ['0xfeff0000', undefined],
    ['0xfeffffff', 2n ** 30n - 1n],
    ['0x0300000040', 2n ** 30n],
    ['0x03ffffff3f', undefined],
    ['0x070000000001', 2n ** 32n],
    ['0x07ffffffff00', undefined],
    ['0x13ffffffffffffffff', 2n ** 64n - 1n],
    ['0x13ffffffffffffff00', undefined],
    ['0x17000000000000000001', undefined],
    ['0x020001', undefined],
  ])('the compact u64 %s', (bytes, expected) => {
    const { lookup } = registry()
    const u64 = lookup.types
      .find(({ type }) => type.def.isPrimitive && type.def.asPrimitive.isU64)
      ?.id.toNumber()
    const type = lookup.types.find(
      ({ type }) => type.def.isCompact && type.def.asCompact.type.toNumber() === u64,
    )
    const read = () => decodePlain(registry(), type?.id.toNumber() ?? -1, bytesOf(bytes))
    if (expected === undefined) expect(read).toThrow(RangeError)
    else expect(read()).toBe(expected)
  })

  test('all the others are read', () => {
    const stake = decodePlain(registry(), typeNamed('StakeInfo'), bytesOf(`0x${'00'.repeat(70)}01`))
    expect(stake).toMatchObject({ netuid: 0, stake: 0n, is_registered: true })
  })
})
