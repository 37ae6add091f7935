import { chainKinds, type Fields, palletKinds, type VectorKind } from './vector-kinds.ts'

/** One vector: what goes in, what the chain says, and how far off it may be where its source is inexact. */
export interface VectorLine {
  readonly kind: string
  readonly inputs: Fields
  readonly expected: Fields
  readonly tolerance: Fields
  readonly outputs: VectorKind | undefined
}

/** A curve of an unreleased tree, which the package refuses by name. */
export const EXEMPT_KIND = 'superellipse_swap_net'

/** A line of `chain-rust.jsonl`: `{ kind, in, out }`, or `{ kind, in, err }` where the chain refuses. */
export function readLine(text: string): VectorLine {
  const line: Fields = JSON.parse(text)
  if (line.in === undefined) return palletVector(line)
  const { kind, in: inputs, out, err, tolerance = {} } = line
  const expected = err === undefined ? out : { err }
  return { kind, inputs, expected, tolerance, outputs: chainKinds[kind] ?? palletKinds[kind] }
}

/** A vector of `pallet-tests.json`: `{ kind, inputs, expected, tolerance? }`. */
export function palletVector({ kind, inputs, expected, tolerance = {} }: Fields): VectorLine {
  const { error, note: _said, ...exact } = expected
  return {
    kind,
    inputs,
    expected: error === undefined ? exact : { err: error, ...exact },
    tolerance,
    outputs: palletKinds[kind],
  }
}

/** What differs, as text; nothing when all that is expected comes out. */
export function mismatch(line: VectorLine): string | undefined {
  const { kind, inputs, expected, tolerance, outputs } = line
  if (outputs === undefined) return `unknown kind ${JSON.stringify(kind)}`
  let actual: Fields
  try {
    actual = outputs(inputs)
  } catch (error) {
    return `${kind} ${JSON.stringify(inputs)} threw ${error}`
  }
  const wrong = Object.keys(expected).filter((name) =>
    // The unit test's own figure is rounded; what it stands for is the one other number.
    name === 'unit_test_value'
      ? !near(rounded(actual), expected[name], { abs: tolerance.unit_test_abs })
      : !near(actual[name], expected[name], tolerance),
  )
  const refused = actual.err !== undefined && expected.err === undefined
  if (wrong.length === 0 && !refused) return undefined
  return `${kind} ${JSON.stringify({ inputs, expected, actual })}`
}

function near(actual: unknown, expected: unknown, { abs, rel }: Fields): boolean {
  if (JSON.stringify(actual) === JSON.stringify(expected)) return true
  if (abs === undefined && rel === undefined) return false
  const off = Math.abs(Number(actual) - Number(expected))
  return off <= Number(abs ?? 0) || off <= Number(rel ?? 0) * Math.abs(Number(expected))
}

function rounded(actual: Fields): unknown {
  return actual.err ?? actual.max_amount ?? Number(actual.scaled_result) / 1e18
}
