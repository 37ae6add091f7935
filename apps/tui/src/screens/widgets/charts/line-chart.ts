import { dotsIn, drawn } from './canvas.ts'
import { between, sampled, stepsOf } from './scale.ts'

/**
 * A line through values, from the smallest at the bottom to the largest at the top; a flat one in the middle. Where
 * there are fewer values than dots it is stretched.
 */
export function lineChart(
  values: readonly bigint[],
  {
    width,
    height,
    plain = false,
  }: { readonly width: number; readonly height: number; readonly plain?: boolean },
): readonly string[] {
  const [across, up] = dotsIn(width, height, plain)
  const heights = values.length === 0 ? [] : stepsOf(between(sampled(values, across), across), up)
  return drawn([{ stroke: 'solid', heights }], { width, height, plain }).map((runs) =>
    runs.map(({ text }) => text).join(''),
  )
}
