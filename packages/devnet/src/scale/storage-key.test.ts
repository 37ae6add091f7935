import { expandMetadata } from '@polkadot/types'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryValue } from '../../test/arbitrary-value.ts'
import { polkadotRegistry } from '../../test/polkadot.ts'
import { propertyRuns } from '../../test/property-runs.ts'
import { codecOf } from './codec.ts'
import { pallets, type ServedPallet, type ServedStorage } from './served-tables.ts'
import { storageKey, storagePrefix } from './storage-key.ts'

const ALICE = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY'

test('the key of a well-known item is the well-known one', () => {
  expect(storageKey('System', 'Number')).toBe(
    '0x26aa394eea5630e07c48ae0c9558cef702a5c1b19ab7a04f536c519aca4983ac',
  )
  expect(storageKey('System', 'Account', ALICE)).toBe(
    '0x26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9de1e86a9a8c739864cf3cc5ec2bea59fd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d',
  )
})

describe('every item has the key that another implementation makes from our metadata', () => {
  const { registry, metadata } = polkadotRegistry(15)
  const { query } = expandMetadata(registry, metadata)
  const items = Object.values(pallets).flatMap((pallet) =>
    Object.entries(pallet.storage).map(([item, { keys }]) => ({ pallet: pallet.name, item, keys })),
  )

  test.each(items)('$pallet $item', ({ pallet, item, keys }) => {
    const entry = query[camelCase(pallet)]?.[camelCase(item)]
    fc.assert(
      fc.property(fc.tuple(...keys.map(([, type]) => arbitraryValue(type))), (values) => {
        // That one spells enums its own way, so they go in as bytes.
        const spelled = values.map((value, at) =>
          typeof value === 'object' ? codecOf<string>(keys[at]?.[1] ?? '').enc(value) : value,
        )
        const lengthPrefixed = entry?.(...spelled)
        const expected = registry.createType('StorageKey', lengthPrefixed)
        expect(keyOf(pallet, item, values)).toBe(expected.toHex())
      }),
      { ...propertyRuns, numRuns: keys.length === 0 ? 1 : 5 },
    )
  })
})

test('a prefix is what the keys under it begin with', () => {
  const key = storageKey('SubtensorModule', 'AlphaV2', ALICE, ALICE, 3)
  for (const prefix of [
    storagePrefix('SubtensorModule', 'AlphaV2'),
    storagePrefix('SubtensorModule', 'AlphaV2', ALICE),
    storagePrefix('SubtensorModule', 'AlphaV2', ALICE, ALICE),
  ])
    expect(key.startsWith(prefix)).toBe(true)
  expect(storagePrefix('SubtensorModule', 'AlphaV2', ALICE, ALICE, 3)).toBe(key)
})

test('keys that are missing or too many are refused', () => {
  expect(() => keyOf('System', 'Account', [])).toThrow('System.Account takes 1 keys, not 0')
  expect(() => keyOf('System', 'Number', [1])).toThrow('System.Number takes 0 keys, not 1')
})

/** The function with the types taken off, as a loop over all items needs it. */
function keyOf(pallet: string, item: string, keys: readonly unknown[]): string {
  const untyped = storageKey as (pallet: ServedPallet, item: string, ...keys: readonly unknown[]) => string
  return untyped(pallet as ServedPallet, item as ServedStorage<ServedPallet>, ...keys)
}

/** polkadot-js' spelling: `SubnetTAO` is `subnetTAO`, `NetworksAdded` is `networksAdded`, `RAORecycled` is `raoRecycled`. */
function camelCase(name: string): string {
  return name.replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]/, (start) => start.toLowerCase())
}
