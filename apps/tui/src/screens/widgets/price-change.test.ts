import { Price } from '@stake/math'
import { expect, test } from 'vitest'
import { priceChange } from './price-change.ts'

const price = (rao: bigint): Price => Price.fromBits((rao << 64n) / 1_000_000_000n)

test.each<[string, bigint, bigint | undefined, string, string]>([
  ['up', 1_250_000_000n, 1_000_000_000n, 'up', '▲+25.00%'],
  ['down', 500_000_000n, 1_000_000_000n, 'down', '▼-50.00%'],
  ['hardly up', 1_000_000_001n, 1_000_000_000n, 'up', '▲+<0.01%'],
  ['as it was', 7n, 7n, 'same', ''],
  ['not known before', 7n, undefined, 'same', ''],
  ['nothing before', 7n, 0n, 'same', ''],
])('%s', (_what, now, before, direction, text) => {
  const change = priceChange(price(now), before === undefined ? undefined : price(before))
  expect(change).toMatchObject({ direction, text })
})
