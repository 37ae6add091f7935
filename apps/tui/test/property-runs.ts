/** How often a property is tried, and from which seed: fast-check prints the seed of a failure. */
export const propertyRuns: { numRuns: number; seed?: number } = {
  numRuns: process.env.STAKE_NIGHTLY ? 10_000 : 300,
  ...(process.env.STAKE_SEED ? { seed: Number(process.env.STAKE_SEED) } : {}),
}
