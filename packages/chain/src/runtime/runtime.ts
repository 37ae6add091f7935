import { ApiPromise } from '@polkadot/api'
import type { Hex } from '../chain.ts'
import type { Connection } from '../connection/connection.ts'
import { MalformedAnswer } from '../errors/errors.ts'
import { ownExtensions } from './own-extensions.ts'
import { polkadotProvider } from './polkadot-provider.ts'

/** Loads the runtime that the node has now: its metadata, decoded. @throws what the node refuses */
export async function loadRuntime(connection: Connection): Promise<ApiPromise> {
  const api = new ApiPromise({
    provider: polkadotProvider(connection),
    noInitWarn: true,
    signedExtensions: ownExtensions,
  })
  return api.isReadyOrError
}

/** The version of the runtime that executes the block after this one. @throws MalformedAnswer */
export async function readSpecVersion(connection: Connection, at: Hex): Promise<number> {
  const method = 'state_getRuntimeVersion'
  const specVersion = specVersionOf(await connection.send(method, [at]))
  if (specVersion === undefined) throw new MalformedAnswer(method, 'a runtime version')
  return specVersion
}

/** The spec version in what a node sends as a runtime version; undefined where it is none. */
export function specVersionOf(version: unknown): number | undefined {
  const { specVersion } = (version ?? {}) as { specVersion?: unknown }
  return typeof specVersion === 'number' ? specVersion : undefined
}
