import { existsSync, readFileSync } from 'node:fs'
import type { ApiPromise } from '@polkadot/api'
import { Metadata, TypeRegistry } from '@polkadot/types'
import { type Devnet, startDevnet } from '@stake/devnet'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildCall, type Chain, connect, sign, signerFromUri } from '../src/index.ts'
import { compareWithReference } from '../src/runtime/compatibility.ts'
import { ownExtensions } from '../src/runtime/own-extensions.ts'
import { apiOf, type Runtime, runtimeOf } from '../src/runtime/runtime.ts'
import { shapeOfName } from '../src/runtime/wire-shape.ts'

let devnet: Devnet
let chain: Chain

beforeAll(async () => {
  devnet = await startDevnet({ blockTime: 'manual' })
  chain = await connect({ endpoints: devnet.url })
})
afterAll(async () => {
  await chain.close()
  await devnet.close()
})

type Lookup = ApiPromise['registry']['lookup']
type SiType = ReturnType<Lookup['getSiType']>
type Variant = SiType['def']['asVariant']['variants'][number]

/** The connected runtime with the calls of SubtensorModule changed, as a lying node could send it. */
function withCalls(change: (variant: Variant) => object): Runtime {
  const api = apiOf(chain.runtime)
  const pallet = api.runtimeMetadata.asLatest.pallets.find(
    ({ name }) => name.toString() === 'SubtensorModule',
  )
  const callsId = pallet?.calls.unwrap().type.toNumber()
  const lookup = {
    getSiType(id: number | { toNumber(): number }): unknown {
      const type = api.registry.lookup.getSiType(id as number)
      if (Number(id.toString()) !== callsId) return type
      const variants = type.def.asVariant.variants.map(change)
      return { def: { isVariant: true, asVariant: { variants } } }
    },
  }
  const registry = Object.create(api.registry, {
    lookup: { value: lookup },
    signedExtensions: { value: api.registry.signedExtensions },
  })
  return runtimeOf(
    {
      runtimeVersion: api.runtimeVersion,
      runtimeMetadata: api.runtimeMetadata,
      registry,
    } as unknown as ApiPromise,
    '0x',
  )
}

const renumbered = (variant: Variant, index: number) => ({
  name: variant.name,
  index: { toNumber: () => index },
  fields: variant.fields,
})

test('the devnet lacks some calls, and the others are those of the reference', () => {
  const { differing, missing } = compareWithReference(chain.runtime)
  expect(differing).toEqual([])
  expect(missing).toContain('pallet Proxy')
  expect(missing).not.toContain('call SubtensorModule.add_stake')
})

test('two calls whose indices are swapped are noticed', () => {
  const swapped = withCalls((variant) => {
    const name = variant.name.toString()
    if (name === 'add_stake') return renumbered(variant, 3)
    if (name === 'remove_stake') return renumbered(variant, 2)
    return variant
  })
  expect(compareWithReference(swapped).differing).toEqual([
    'call SubtensorModule.add_stake has index 3, not 2',
    'call SubtensorModule.remove_stake has index 2, not 3',
  ])
})

test('a call that takes something else is noticed', () => {
  const shuffled = withCalls((variant) =>
    variant.name.toString() === 'add_stake_limit'
      ? { name: variant.name, index: variant.index, fields: [...variant.fields].reverse() }
      : variant,
  )
  const [difference, ...others] = compareWithReference(shuffled).differing
  expect(difference).toMatch(
    /^call SubtensorModule\.add_stake_limit takes \(allow_partial: bool, limit_price: u64/,
  )
  expect(others).toEqual([])
})

test('where metadata and reference differ, nothing is signed', async () => {
  const refusing: Chain = Object.create(chain, { signingRefusal: { value: new Error('MetadataMismatch') } })
  const call = buildCall(chain, 'System', 'remark', { remark: '0x00' })
  await expect(sign(refusing, call, signerFromUri('//Alice'), { nonce: 0 })).rejects.toThrow(
    'MetadataMismatch',
  )
})

test.each([
  ['u64', 'u64'],
  ['AccountId32', '[u8;32]'],
  ['Vec<u8>', 'vec<u8>'],
  ['Compact<u64>', 'compact<u64>'],
  ['Option<u64>', '{0:() 1:u64}'],
  ['(u16, [u8; 4])', '(u16,[u8;4])'],
  ['()', '()'],
  ['NoSuchType', '?NoSuchType'],
])('the wire shape of %s is %s', (name, shape) => {
  expect(shapeOfName(name)).toBe(shape)
})

const live = new URL('../../../../shared/metadata/node-subtensor-424.scale', import.meta.url)

test.skipIf(!existsSync(live))('the live runtime is the reference', () => {
  const registry = new TypeRegistry()
  const bytes = readFileSync(live)
  const metadata = new Metadata(registry, `0x${bytes.toString('hex')}`)
  registry.setMetadata(metadata, undefined, ownExtensions)
  const { runtimeVersion } = apiOf(chain.runtime)
  const api = { runtimeVersion, runtimeMetadata: metadata, registry } as unknown as ApiPromise
  expect(compareWithReference(runtimeOf(api, '0x'))).toEqual({ differing: [], missing: [] })
})

// biome-ignore lint/suspicious/noConsole: a check that is left out says so
if (!existsSync(live)) console.warn(`SKIPPED: the calls are not compared, because ${live.pathname} is absent`)
