import { type Devnet, startDevnet } from '@stake/devnet'
import { type PalletSchema, pallets } from '@stake/schema'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Chain, connect } from '../src/index.ts'
import { rawKey } from '../src/runtime/raw-key.ts'
import { encodedKeys, hasStorage, itemOf } from '../src/runtime/storage.ts'
import { arbitraryArguments } from './arbitrary-value.ts'
import { propertyRuns } from './property-runs.ts'

let devnet: Devnet
let chain: Chain

beforeAll(async () => {
  devnet = await startDevnet({ blockTime: 'manual', emission: false })
  chain = await connect(devnet.url)
})

afterAll(async () => {
  await chain?.close()
  await devnet?.close()
})

test('the key of an entry is what polkadot-js makes it, of every item that the devnet has', () => {
  const { runtime } = chain
  const items = Object.values<PalletSchema>(pallets).flatMap((pallet) =>
    Object.entries(pallet.storage)
      .filter(([name]) => hasStorage(runtime, pallet.name, name))
      .map(([name, { keys }]) => ({ pallet: pallet.name, name, keys })),
  )
  expect(new Set(items.flatMap(({ keys }) => keys.map(([hasher]) => hasher))).size).toBeGreaterThan(2)
  for (const { pallet, name, keys } of items) {
    const item = itemOf(runtime, pallet, name)
    const fields = keys.map(([, type], index) => [`${index}`, type] as const)
    fc.assert(
      fc.property(arbitraryArguments(fields), (args) => {
        const encoded = encodedKeys(runtime, item, Object.values(args), `${pallet}.${name}`)
        const key = item.key(...encoded)
        expect(rawKey(item, encoded)).toBe(key)
        // The second one is made of parts that are remembered.
        expect(rawKey(item, encoded)).toBe(key)
      }),
      { ...propertyRuns, numRuns: keys.length === 0 ? 1 : propertyRuns.numRuns / 20 },
    )
  }
})
