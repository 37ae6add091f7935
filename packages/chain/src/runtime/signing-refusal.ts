import { runtimeVersion as reference } from '@stake/schema'
import { MetadataMismatch, UnknownRuntime } from '../errors/errors.ts'
import { compareWithReference, type Differences } from './compatibility.ts'
import type { Runtime } from './runtime.ts'

/** What is known of the chain beside its metadata. */
export interface Trust {
  /** Whether the genesis is that of a known network, whose runtime of the reference version is known to the last call. */
  readonly knownChain: boolean
  /** The spec version that the user accepts although this release does not know it. */
  readonly accepted: number | undefined
}

/**
 * Why nothing may be signed on this runtime, or undefined where all is well.
 *
 * At the reference's spec version everything that is there must be what the reference says; on a known network
 * everything must be there, too, while a local chain may lack what it likes. Another spec version must be accepted
 * by name.
 */
export function signingRefusal(runtime: Runtime, { knownChain, accepted }: Trust): Error | undefined {
  const { specVersion } = runtime
  if (specVersion !== reference.specVersion)
    return accepted === specVersion ? undefined : new UnknownRuntime(specVersion, reference.specVersion)
  const { differing, missing } = differencesOf(runtime)
  const lacking = knownChain ? missing.map((what) => `${what} is missing`) : []
  const mismatches = [...differing, ...lacking]
  return mismatches.length > 0 ? new MetadataMismatch(specVersion, mismatches) : undefined
}

/** Comparing takes some milliseconds, and every signature asks. */
const compared = new WeakMap<Runtime, Differences>()

function differencesOf(runtime: Runtime): Differences {
  const known = compared.get(runtime)
  if (known) return known
  const differences = compareWithReference(runtime)
  compared.set(runtime, differences)
  return differences
}
