import type { ApiPromise } from '@polkadot/api'
import { Balance } from '@stake/math'
import { runtimeVersion as reference } from '@stake/schema'
import type { Chain } from './chain.ts'
import { type Clock, systemClock } from './clock.ts'
import { Connection } from './connection/connection.ts'
import { keepSubscribed, REFUSAL_PAUSE } from './connection/keep-subscribed.ts'
import { networkOf } from './connection/networks.ts'
import { EndpointUnreachable, MalformedAnswer, MetadataMismatch, UnknownRuntime } from './errors/errors.ts'
import { compareWithReference } from './runtime/compatibility.ts'
import { loadRuntime, specVersionOf } from './runtime/runtime.ts'
import { inProcessLock, NonceAllocator, type NonceLock } from './submission/nonce.ts'

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
  /** Guards nonces; give one of your own where several connections share an account. @default one for this connection */
  readonly nonceLock?: NonceLock
  /** @default {@link systemClock} */
  readonly clock?: Clock
}

/**
 * Connects to a chain and loads its runtime.
 *
 * Reading works on any runtime; signing only where the runtime's calls are those this release knows, or where
 * the user accepted its spec version by name (`chain.signingRefusal` says why not). When the chain is upgraded the
 * new runtime is loaded; until it is, reads that would be wrong fail with RuntimeChanged.
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
  try {
    const loading = connection.connect().then(() => loadRuntime(connection))
    const api = await withDeadline(loading, timeout, clock, () => {
      const endpoint = connection.state.status === 'closed' ? '' : connection.state.endpoint
      return new EndpointUnreachable(endpoint, `its runtime was not loaded within ${timeout / 1000} s`)
    })
    connection.expectGenesis(api.genesisHash.toHex())
    return describe(api, connection, clock, options)
  } catch (error) {
    await connection.disconnect()
    throw error
  }
}

function describe(first: ApiPromise, connection: Connection, clock: Clock, options: ConnectOptions): Chain {
  const genesisHash = first.genesisHash.toHex()
  const existentialDeposit = first.consts.balances?.existentialDeposit
  let api = first
  const runtimes = new Map([[versionOf(first), first]])
  const stopFollowing = followUpgrades(connection, clock, versionOf(first), (next) => {
    runtimes.set(versionOf(next), next)
    api = next
  })
  return {
    connection,
    get api() {
      return api
    },
    runtimes,
    clock,
    genesisHash,
    network: networkOf(genesisHash),
    name: first.runtimeChain.toString(),
    get specVersion() {
      return versionOf(api)
    },
    existentialDeposit: Balance.fromRao(existentialDeposit ? BigInt(existentialDeposit.toString()) : 0n),
    nonces: new NonceAllocator(genesisHash, nextOnNode(connection), options.nonceLock ?? inProcessLock()),
    get signingRefusal() {
      return signingRefusal(api, options.acceptRuntime)
    },
    close() {
      stopFollowing()
      return connection.disconnect()
    },
  }
}

function versionOf(api: ApiPromise): number {
  return api.runtimeVersion.specVersion.toNumber()
}

/** Loads the new runtime whenever the chain was upgraded, until the returned function is called. */
function followUpgrades(
  connection: Connection,
  clock: Clock,
  loaded: number,
  onLoaded: (api: ApiPromise) => void,
): () => void {
  let wanted = loaded
  let cancelRetry: () => void = () => undefined
  const load = async () => {
    const version = wanted
    try {
      const api = await loadRuntime(connection)
      if (version === wanted && versionOf(api) === wanted) return onLoaded(api)
    } catch {}
    if (version === wanted) cancelRetry = clock.after(REFUSAL_PAUSE, () => void load())
  }
  const names = {
    notification: 'state_runtimeVersion',
    subscribe: 'state_subscribeRuntimeVersion',
    unsubscribe: 'state_unsubscribeRuntimeVersion',
  }
  const stop = keepSubscribed(connection, clock, names, (version) => {
    const found = specVersionOf(version)
    if (found === undefined || found === wanted) return
    wanted = found
    cancelRetry()
    void load()
  })
  return () => {
    stop()
    cancelRetry()
  }
}

function nextOnNode(connection: Connection): (address: string) => Promise<number> {
  return async (address) => {
    const method = 'system_accountNextIndex'
    const nonce = await connection.send<unknown>(method, [address])
    if (!Number.isInteger(nonce) || (nonce as number) < 0) throw new MalformedAnswer(method, 'a nonce')
    return nonce as number
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
