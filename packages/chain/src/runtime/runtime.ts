import type { ApiPromise } from '@polkadot/api'
import type { Hex } from '../chain.ts'
import type { Connection } from '../connection/connection.ts'
import { MalformedAnswer } from '../errors/errors.ts'
import { askState } from './state.ts'

/** One version of the chain's program, with all that is needed to read and write in its terms. */
export interface Runtime {
  readonly specName: string
  readonly specVersion: number
  readonly transactionVersion: number
  /** BLAKE2b-256 of its metadata: nodes that give the same hash say the same of calls, types and storage. */
  readonly metadataHash: Hex
}

/** polkadot-js' side of each runtime, which no other package sees, and the node that it is from. */
const decoded = new WeakMap<Runtime, { readonly api: ApiPromise; readonly source: string }>()

/** What polkadot-js made of a runtime. Only this package's own code asks. */
export function apiOf(runtime: Runtime): ApiPromise {
  return entryOf(runtime).api
}

/** The endpoint that served its metadata, as it is shown. */
export function sourceOf(runtime: Runtime): string {
  return entryOf(runtime).source
}

function entryOf(runtime: Runtime) {
  const entry = decoded.get(runtime)
  if (!entry) throw new TypeError('A Runtime is made by connect(), not by hand.')
  return entry
}

/** A runtime of what polkadot-js decoded of the metadata with this hash, from this endpoint. */
export function runtimeOf(api: ApiPromise, metadataHash: Hex, source: string): Runtime {
  const { specName, specVersion, transactionVersion } = api.runtimeVersion
  const runtime: Runtime = {
    specName: specName.toString(),
    specVersion: specVersion.toNumber(),
    transactionVersion: transactionVersion.toNumber(),
    metadataHash,
  }
  decoded.set(runtime, { api, source })
  return runtime
}

/** The version of the runtime that executes the block after this one. @throws MalformedAnswer */
export async function readSpecVersion(connection: Connection, at: Hex): Promise<number> {
  const method = 'state_getRuntimeVersion'
  const specVersion = specVersionOf(await askState(connection, { hash: at }, method, [at]))
  if (specVersion === undefined) throw new MalformedAnswer(method, 'a runtime version')
  return specVersion
}

/** The spec version in what a node sends as a runtime version; undefined where it is none. */
export function specVersionOf(version: unknown): number | undefined {
  const { specVersion } = (version ?? {}) as { specVersion?: unknown }
  return typeof specVersion === 'number' ? specVersion : undefined
}
