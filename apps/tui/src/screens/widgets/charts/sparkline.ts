import { sampled, stepsOf } from './scale.ts'

const BLOCKS = [...'▁▂▃▄▅▆▇█']
const PLAIN = [...'_.,-=^*#']

/**
 * A line of values in so many cells, the newest at the right end; shorter while there are few. Values that are all the
 * same are a flat line in the middle.
 */
export function sparkline(values: readonly bigint[], width: number, plain = false): string {
  const signs = plain ? PLAIN : BLOCKS
  return stepsOf(sampled(values, width), signs.length)
    .map((step) => signs[step])
    .join('')
}
