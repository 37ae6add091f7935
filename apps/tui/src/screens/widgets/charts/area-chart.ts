import { endsOf, sampled, stepsOf } from './scale.ts'

const EIGHTHS = [...' ▁▂▃▄▅▆▇█']

/**
 * An area under a line, from top to bottom: the smallest value is a low step, the largest fills the height. Columns
 * are stretched where there are fewer values than cells.
 */
export function areaChart(
  values: readonly bigint[],
  {
    width,
    height,
    plain = false,
  }: { readonly width: number; readonly height: number; readonly plain?: boolean },
): readonly string[] {
  if (values.length === 0 || width < 1)
    return Array.from({ length: height }, () => ' '.repeat(Math.max(0, width)))
  const shown = sampled(values, width)
  const levels = height * (plain ? 1 : 8)
  const steps = stepsOf(shown, levels, endsOf(values))
  const columns = Array.from(
    { length: width },
    (_, column) => steps[Math.floor((column * steps.length) / width)] ?? 0,
  )
  return Array.from({ length: height }, (_, row) => {
    const below = height - 1 - row
    return columns
      .map((step) => {
        if (plain) return step === below ? '*' : step > below ? ':' : ' '
        return EIGHTHS[Math.min(8, Math.max(0, step + 1 - below * 8))]
      })
      .join('')
  })
}
