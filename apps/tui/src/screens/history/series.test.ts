import fc from 'fast-check'
import { expect, test } from 'vitest'
import { propertyRuns } from '../../../test/property-runs.ts'
import { emptySeries, type Series, withPoint } from './series.ts'

function seriesOf(blocks: readonly number[], most: number): Series {
  return blocks.reduce(
    (series, block) => withPoint(series, { block, time: block * 12_000, value: BigInt(block) }, most),
    emptySeries,
  )
}

test('keeps every block while there is room', () => {
  expect(seriesOf([3, 4, 6], 8).points.map(({ block }) => block)).toEqual([3, 4, 6])
})

test('thins out evenly when it is full, and keeps both ends', () => {
  const { every, points } = seriesOf(
    Array.from({ length: 1_000 }, (_, index) => 100 + index),
    16,
  )
  expect(every).toBe(128)
  expect(points.map(({ block }) => block)).toEqual([100, 127, 255, 383, 511, 639, 767, 895, 1_023, 1_099])
})

test('a block that another one took the place of is forgotten with all after it', () => {
  const series = seriesOf([1, 2, 3, 4], 8)
  const again = withPoint(series, { block: 3, time: 0, value: 33n }, 8)
  expect(again.points.map(({ value }) => value)).toEqual([1n, 2n, 33n])
})

test('is thinned until it fits', () => {
  expect(seriesOf([0, 1, 2, 4, 6], 4)).toMatchObject({
    every: 4,
    points: [{ block: 0 }, { block: 2 }, { block: 6 }],
  })
})

test('never grows beyond its size, whatever is read', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 300 }),
      fc.integer({ min: 4, max: 32 }),
      (blocks, most) => {
        const { points } = seriesOf(blocks, most)
        expect(points.length).toBeLessThanOrEqual(most)
        expect(points.at(-1)?.block).toBe(blocks.at(-1))
        const order = points.map(({ block }) => block)
        expect(order).toEqual([...new Set(order)].sort((a, b) => a - b))
      },
    ),
    propertyRuns,
  )
})
