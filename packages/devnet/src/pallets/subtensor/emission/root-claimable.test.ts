import fc from 'fast-check'
import { expect, test } from 'vitest'
import { propertyRuns } from '../../../../test/property-runs.ts'
import { emptyState, StateOverlay } from '../../../chain/state.ts'
import { namedAccount } from '../../../genesis/genesis.ts'
import { Storage } from '../../../runtime/storage.ts'
import { raiseClaimable } from './root-claimable.ts'

const VALIDATOR = namedAccount('validator')

test('rates of a subnet add up and those of others stay, in the order of netuids', () => {
  const raise = fc.tuple(fc.nat({ max: 0xffff }), fc.bigInt(1n, 2n ** 70n))
  fc.assert(
    fc.property(fc.array(raise, { maxLength: 150 }), (raises) => {
      const storage = new Storage(new StateOverlay(emptyState()))
      const rates = new Map<number, bigint>()
      // Each twice, so that entries of every place in the map grow.
      for (const [netuid, rate] of [...raises, ...raises]) {
        raiseClaimable(storage, VALIDATOR, netuid, rate)
        rates.set(netuid, (rates.get(netuid) ?? 0n) + rate)
      }
      const expected = [...rates].sort(([a], [b]) => a - b).map(([netuid, bits]) => [netuid, { bits }])
      expect(storage.get('SubtensorModule', 'RootClaimable', VALIDATOR)).toEqual(expected)
    }),
    propertyRuns,
  )
})
