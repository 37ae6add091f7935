import { Text } from 'ink'
import type { ReactNode } from 'react'
import { displayWidth, padEnd, padStart } from '../../../safe-text.ts'
import { palette } from '../palette.ts'
import { type Curve, dotsIn, drawn } from './canvas.ts'
import { between, endsOf, stepsOf } from './scale.ts'

/** Lines over an axis of amounts, in one scale. Values are prices in the same unit. */
export interface ImpactLines {
  readonly end: readonly bigint[]
  readonly average: readonly bigint[]
  /** Where the tolerance ends. */
  readonly limit: bigint
  /** Whether larger amounts raise the price. */
  readonly rises: boolean
}

/** The amount along the bottom: its ends, and the largest within the tolerance with its place from 0 to 1000. */
export interface AmountAxis {
  readonly from: string
  readonly to: string
  readonly largest: string
  readonly largestAt: number
}

/**
 * Average price and end price against the amount, with the tolerance drawn across. Each line has its name at its right
 * end and its own stroke, so that none is known by its colour alone.
 */
export function ImpactChart({
  lines,
  axis,
  label,
  width,
  height,
  plain,
}: {
  lines: ImpactLines
  axis: AmountAxis
  /** A price as text. */
  label: (value: bigint) => string
  width: number
  height: number
  plain: boolean
}): ReactNode {
  const rows = Math.max(2, height - 1)
  const [low, high] = endsOf([...lines.end, ...lines.average, lines.limit])
  const prices = [label(high), label(low)]
  const left = Math.max(...prices.map(displayWidth)) + 1
  const names = { end: 'end', average: 'average', limit: 'limit' }
  const right = 9
  const across = Math.max(4, width - left - right)
  const [dots, up] = dotsIn(across, rows, plain)
  const heights = (values: readonly bigint[]) => {
    return stepsOf(between(values, dots), up, [low, high])
  }
  const curves: readonly (Curve & {
    readonly name: keyof typeof names
    readonly color: string | undefined
  })[] = [
    { name: 'end', stroke: 'solid', heights: heights(lines.end), color: palette.accent },
    { name: 'average', stroke: 'dotted', heights: heights(lines.average), color: undefined },
    { name: 'limit', stroke: 'rule', heights: heights([lines.limit]), color: palette.warning },
  ]
  const picture = drawn(curves, { width: across, height: rows, plain })
  const rowOf = (name: keyof typeof names) => {
    const last = curves.find((curve) => curve.name === name)?.heights.at(-1) ?? 0
    return Math.min(rows - 1, Math.floor((up - 1 - last) / (plain ? 1 : 4)))
  }
  const named = placed(lines.rises ? ['end', 'average', 'limit'] : ['limit', 'average', 'end'], rowOf, rows)
  return (
    <>
      {picture.map((runs, row) => {
        const name = named.get(row)
        const color = curves.find((curve) => curve.name === name)?.color
        return (
          <Text key={row} wrap="truncate-end">
            <Text dimColor>
              {padStart(row === 0 ? (prices[0] ?? '') : row === rows - 1 ? (prices[1] ?? '') : '', left - 1)}
              {plain ? '|' : '│'}
            </Text>
            {runs.map(({ text, curve }, index) => (
              <Text key={index} color={curve === undefined ? undefined : curves[curve]?.color}>
                {text}
              </Text>
            ))}
            <Text color={color}>{name ? ` ${names[name as keyof typeof names]}` : ''}</Text>
          </Text>
        )
      })}
      <Text dimColor wrap="truncate-end">
        {' '.repeat(left)}
        {axisLine(axis, across)}
      </Text>
    </>
  )
}

/** A row of its own for each name, as near to the end of its line as the others leave. */
function placed<Name extends string>(
  names: readonly Name[],
  rowOf: (name: Name) => number,
  rows: number,
): ReadonlyMap<number, Name> {
  const taken = new Map<number, Name>()
  for (const name of names.toSorted((a, b) => rowOf(a) - rowOf(b))) {
    const wanted = rowOf(name)
    const free = Array.from({ length: rows }, (_, row) => row)
      .filter((row) => !taken.has(row))
      .sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted) || a - b)[0]
    if (free !== undefined) taken.set(free, name)
  }
  return taken
}

/** `0 … ^ 12.5 fits … 31.2`, with the sign under its place where there is room. */
function axisLine({ from, to, largest, largestAt }: AmountAxis, width: number): string {
  const mark = `^ ${largest}`
  const at = Math.round((largestAt * (width - 1)) / 1_000)
  const start = Math.max(displayWidth(from) + 1, at)
  const end = width - displayWidth(to)
  if (start + displayWidth(mark) + 1 > end) return padEnd(from, Math.max(displayWidth(from) + 1, end)) + to
  return padEnd(padEnd(from, start) + mark, end) + to
}
