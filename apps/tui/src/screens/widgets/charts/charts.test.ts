import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { propertyRuns } from '../../../../test/property-runs.ts'
import { displayWidth } from '../../../safe-text.ts'
import { drawn } from './canvas.ts'
import { lineChart } from './line-chart.ts'
import { progressBar } from './progress-bar.ts'
import { sampled, stepsOf } from './scale.ts'
import { sparkline } from './sparkline.ts'

const amounts = fc.array(fc.bigInt({ min: 0n, max: 2n ** 64n }), { minLength: 1, maxLength: 300 })

describe('a sparkline', () => {
  test('rises with its values, in blocks and in plain signs', () => {
    const values = [0n, 1n, 2n, 3n, 4n, 5n, 6n, 7n]
    expect(sparkline(values, 8)).toBe('▁▂▃▄▅▆▇█')
    expect(sparkline(values, 8, true)).toBe('_.,-=^*#')
    expect(sparkline(values.toReversed(), 8)).toBe('█▇▆▅▄▃▂▁')
  })

  test('is flat and in the middle where nothing changes, and empty where nothing is known', () => {
    expect(sparkline([5n, 5n, 5n], 8)).toBe('▄▄▄')
    expect(sparkline([], 8)).toBe('')
  })

  test('keeps both ends of what does not fit', () => {
    const values = Array.from({ length: 100 }, (_, index) => BigInt(index))
    expect(sparkline(values, 8)).toBe('▁▂▃▄▅▆▇█')
    expect(sparkline([...values, 0n], 8).at(-1)).toBe('▁')
  })

  test('is never wider than it may be', () => {
    fc.assert(
      fc.property(amounts, fc.integer({ min: 1, max: 80 }), fc.boolean(), (values, width, plain) => {
        expect(displayWidth(sparkline(values, width, plain))).toBe(Math.min(width, values.length))
      }),
      propertyRuns,
    )
  })
})

describe('a line chart', () => {
  test('goes from the smallest value to the largest', () => {
    expect(lineChart([0n, 70n], { width: 4, height: 2 })).toEqual(['  ⡠⠊', '⡠⠊  '])
    expect(lineChart([10n, 0n], { width: 3, height: 3, plain: true })).toEqual(['*  ', ' * ', '  *'])
  })

  test('is flat where nothing changes, and empty where nothing is known', () => {
    expect(lineChart([7n, 7n], { width: 3, height: 3, plain: true })).toEqual(['   ', '***', '   '])
    expect(lineChart([7n], { width: 2, height: 1, plain: true })).toEqual(['**'])
    expect(lineChart([], { width: 2, height: 2 })).toEqual(['  ', '  '])
  })

  test('is as large as it is asked to be, whatever it shows', () => {
    const sizes = fc.record({
      width: fc.integer({ min: 1, max: 60 }),
      height: fc.integer({ min: 1, max: 20 }),
      plain: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.oneof(amounts, fc.constant([])), sizes, (values, size) => {
        const lines = lineChart(values, size)
        expect(lines).toHaveLength(size.height)
        for (const line of lines) expect(displayWidth(line)).toBe(size.width)
      }),
      propertyRuns,
    )
  })
})

describe('a canvas', () => {
  const rising = Array.from({ length: 8 }, (_, x) => x)

  test('draws dots of Braille, a rule behind them', () => {
    const rows = drawn(
      [
        { stroke: 'solid', heights: rising },
        { stroke: 'rule', heights: rising.map(() => 5) },
      ],
      { width: 4, height: 2, plain: false },
    )
    expect(rows.map((runs) => runs.map(({ text }) => text).join(''))).toEqual(['┄┄⡠⠊', '⡠⠊  '])
    expect(rows[0]?.map(({ curve }) => curve)).toEqual([1, 0])
  })

  test('draws each line by a sign of its own where there are only plain ones', () => {
    const rows = drawn(
      [
        { stroke: 'solid', heights: [0, 1, 2, 3] },
        { stroke: 'dotted', heights: [0, 0, 1, 1] },
        { stroke: 'rule', heights: [2, 2, 2, 2] },
      ],
      { width: 4, height: 4, plain: true },
    )
    expect(rows.map((runs) => runs.map(({ text }) => text).join(''))).toEqual([
      '   *',
      '--*-',
      ' *oo',
      '*o  ',
    ])
  })

  test('leaves no holes in a steep line', () => {
    const rows = drawn([{ stroke: 'solid', heights: [0, 3] }], { width: 2, height: 4, plain: true })
    expect(
      rows.map((runs) =>
        runs
          .map(({ text }) => text)
          .join('')
          .trim(),
      ),
    ).toEqual(['*', '*', '*', '*'])
  })
})

test('a bar is full when all is done, and never before', () => {
  expect(progressBar(0, 10, 5)).toBe('▱▱▱▱▱')
  expect(progressBar(5, 10, 4)).toBe('▰▰▱▱')
  expect(progressBar(99, 100, 5)).toBe('▰▰▰▰▱')
  expect(progressBar(100, 100, 5, true)).toBe('#####')
  expect(progressBar(3, 0, 3, true)).toBe('...')
})

test('steps stay within their ends, and grow with the values', () => {
  fc.assert(
    fc.property(amounts, fc.integer({ min: 2, max: 64 }), (values, steps) => {
      const placed = stepsOf(values, steps)
      for (const [index, step] of placed.entries()) {
        expect(step).toBeGreaterThanOrEqual(0)
        expect(step).toBeLessThan(steps)
        const next = values[index + 1]
        const own = values[index]
        if (next !== undefined && own !== undefined && next >= own) {
          expect(placed[index + 1]).toBeGreaterThanOrEqual(step)
        }
      }
    }),
    propertyRuns,
  )
})

test('a sample begins and ends where the whole does', () => {
  expect(sampled([1, 2, 3, 4, 5, 6, 7, 8, 9], 3)).toEqual([1, 5, 9])
  expect(sampled([1, 2], 3)).toEqual([1, 2])
  expect(sampled([1, 2, 3], 1)).toEqual([3])
})
