import fc from 'fast-check'

/** Runs of an ordinary property: a few hundred by day, ten thousand by night. */
export const RUNS: number = process.env.STAKE_NIGHTLY ? 10_000 : 300

const seed = Number(process.env.STAKE_SEED) || undefined

/** Checks a property; on a failure fast-check prints the seed and the smallest counterexample. */
export function holds<T extends unknown[]>(
  arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> },
  predicate: (...values: T) => void,
  numRuns: number = RUNS,
): void {
  const values = fc.tuple(...(arbitraries as fc.Arbitrary<unknown>[]))
  const property = fc.property(values, (values) => predicate(...(values as T)))
  fc.assert(property, { numRuns: Math.ceil(numRuns), ...(seed === undefined ? {} : { seed }) })
}
