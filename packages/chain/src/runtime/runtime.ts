import { ApiPromise } from '@polkadot/api'
import type { Hex } from '../chain.ts'
import type { Connection } from '../connection/connection.ts'
import { MalformedAnswer } from '../errors/errors.ts'
import { ownExtensions } from './own-extensions.ts'
import { polkadotProvider } from './polkadot-provider.ts'
import { askState } from './state.ts'

/** One version of the chain's program, with all that is needed to read and write in its terms. */
export interface Runtime {
  readonly specName: string
  readonly specVersion: number
  readonly transactionVersion: number
}

/** polkadot-js' side of each runtime, which no other package sees. */
const decoded = new WeakMap<Runtime, ApiPromise>()

/** What polkadot-js made of a runtime. Only this package's own code asks. */
export function apiOf(runtime: Runtime): ApiPromise {
  const api = decoded.get(runtime)
  if (!api) throw new TypeError('A Runtime is made by connect(), not by hand.')
  return api
}

/** A runtime of what polkadot-js decoded. */
export function runtimeOf(api: ApiPromise): Runtime {
  const { specName, specVersion, transactionVersion } = api.runtimeVersion
  const runtime: Runtime = {
    specName: specName.toString(),
    specVersion: specVersion.toNumber(),
    transactionVersion: transactionVersion.toNumber(),
  }
  decoded.set(runtime, api)
  return runtime
}

/**
 * Loads the runtime that the node has now, or had at a block.
 * @throws what the node refuses
 */
export async function loadRuntime(connection: Connection, at?: Hex): Promise<Runtime> {
  const api = new ApiPromise({
    provider: polkadotProvider(connection, at),
    noInitWarn: true,
    signedExtensions: ownExtensions,
  })
  return runtimeOf(await api.isReadyOrError)
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
