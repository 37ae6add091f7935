import { ApiPromise } from '@polkadot/api'
import { Balance } from '@stake/math'
import { runtimeVersion as reference } from '@stake/schema'
import type { Chain } from './chain.ts'
import { type Clock, systemClock } from './clock.ts'
import { compareWithReference } from './compatibility.ts'
import { Connection } from './connection.ts'
import { EndpointUnreachable, MetadataMismatch, UnknownRuntime } from './errors.ts'
import { networkOf } from './networks.ts'
import { inProcessLock, NonceAllocator, type NonceLock } from './nonce.ts'
import { ownExtensions } from './own-extensions.ts'
import { polkadotProvider } from './polkadot-provider.ts'

/** Options of {@link connect}; every time in milliseconds. */
export interface ConnectOptions {
  /** One or more WebSocket addresses of nodes of the same chain. */
  readonly endpoints: string | readonly string[]
  /** How long connecting and loading the runtime may take together. @default 30_000 */
  readonly timeout?: number
  /** How long opening one socket may take. @default 10_000 */
  readonly connectTimeout?: number
  /** How long one answer may take. @default 30_000 */
  readonly requestTimeout?: number
  /** A spec version that the user accepts although this release does not know it. */
  readonly acceptRuntime?: number
  /** Guards nonces; give a file lock where several processes share an account. @default in this process */
  readonly nonceLock?: NonceLock
  /** @default {@link systemClock} */
  readonly clock?: Clock
}

/** The signed extensions that polkadot-js does not know; none of them carries data. */
/**
 * Connects to a chain and loads its runtime.
 *
 * Reading works on any runtime; signing only where the runtime's calls are those this release knows, or where
 * the user accepted its spec version by name (`chain.signingRefusal` says why not).
 *
 * @throws EndpointUnreachable when no endpoint answers in time.
 *
 * @example
 * ```ts
 * import { connect } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * chain.specVersion // => 424
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function connect(options: ConnectOptions): Promise<Chain> {
  const clock = options.clock ?? systemClock
  const timeout = options.timeout ?? 30_000
  const endpoints = typeof options.endpoints === 'string' ? [options.endpoints] : options.endpoints
  const connection = new Connection({
    endpoints,
    clock,
    ...(options.connectTimeout !== undefined && { connectTimeout: options.connectTimeout }),
    ...(options.requestTimeout !== undefined && { requestTimeout: options.requestTimeout }),
  })
  let api: ApiPromise | undefined
  try {
    await connection.connect()
    api = new ApiPromise({
      provider: polkadotProvider(connection),
      noInitWarn: true,
      signedExtensions: ownExtensions,
    })
    await withDeadline(api.isReadyOrError, timeout, clock, () => {
      const endpoint = connection.state.status === 'closed' ? '' : connection.state.endpoint
      return new EndpointUnreachable(endpoint, `its runtime was not loaded within ${timeout / 1000} s`)
    })
    connection.expectGenesis(api.genesisHash.toHex())
    return describe(api, connection, clock, options)
  } catch (error) {
    await api?.disconnect().catch(() => undefined)
    await connection.disconnect()
    throw error
  }
}

function describe(api: ApiPromise, connection: Connection, clock: Clock, options: ConnectOptions): Chain {
  const genesisHash = api.genesisHash.toHex()
  const nextOnNode = (address: string) => connection.send<number>('system_accountNextIndex', [address])
  const existentialDeposit = api.consts.balances?.existentialDeposit
  return {
    connection,
    api,
    clock,
    genesisHash,
    network: networkOf(genesisHash),
    name: api.runtimeChain.toString(),
    get specVersion() {
      return api.runtimeVersion.specVersion.toNumber()
    },
    existentialDeposit: Balance.fromRao(existentialDeposit ? BigInt(existentialDeposit.toString()) : 0n),
    nonces: new NonceAllocator(genesisHash, nextOnNode, options.nonceLock ?? inProcessLock()),
    get signingRefusal() {
      return signingRefusal(api, options.acceptRuntime)
    },
    close: () => api.disconnect(),
  }
}

const judged = new WeakMap<object, Error | undefined>()

/** Compares the runtime that is loaded now with the reference, once a runtime. */
function signingRefusal(api: ApiPromise, accepted: number | undefined): Error | undefined {
  const metadata = api.runtimeMetadata
  if (!judged.has(metadata)) {
    const specVersion = api.runtimeVersion.specVersion.toNumber()
    const differences = compareWithReference(api)
    if (specVersion === reference.specVersion) {
      judged.set(
        metadata,
        differences.length > 0 ? new MetadataMismatch(specVersion, differences) : undefined,
      )
    } else {
      const known = accepted === specVersion
      judged.set(metadata, known ? undefined : new UnknownRuntime(specVersion, reference.specVersion))
    }
  }
  return judged.get(metadata)
}

function withDeadline<T>(work: Promise<T>, ms: number, clock: Clock, failure: () => Error): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(ms, () => reject(failure()))
    work.then(resolve, reject).finally(cancel)
  })
}
