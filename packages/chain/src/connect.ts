import { Balance } from '@stake/math'
import { chainAt } from './at.ts'
import type { Chain, Hex } from './chain.ts'
import { type Clock, systemClock } from './clock.ts'
import { Connection } from './connection/connection.ts'
import { checkMilliseconds } from './connection/milliseconds.ts'
import { destinationOf, networkOf } from './connection/networks.ts'
import { EndpointUnreachable, MalformedAnswer } from './errors/errors.ts'
import { capabilitiesOf } from './runtime/capabilities.ts'
import { constantOf } from './runtime/constant.ts'
import { loadRuntime } from './runtime/load-runtime.ts'
import { apiOf, type Runtime } from './runtime/runtime.ts'
import { RuntimeTrust } from './runtime/runtime-trust.ts'
import { Runtimes } from './runtime/runtimes.ts'
import { momentOf } from './submission/newest-heads.ts'
import { inProcessLock, NonceAllocator, type NonceLock } from './submission/nonce.ts'

/** Options of {@link connect}; every time in milliseconds. */
export interface ConnectOptions {
  /** One or more WebSocket addresses of nodes of the same chain. They are tried at once; the best one is used. */
  readonly endpoints: string | readonly string[]
  /** Nodes that keep every state, for what the node in use has forgotten. @default those of a network given by name */
  readonly archives?: readonly string[]
  /**
   * The hash of the first block of the chain that is wanted. @default that of a network given by name, or else that
   * of the nodes, if they agree
   */
  readonly expectedGenesis?: Hex
  /** How long connecting and loading the runtime may take together. @default 30_000 */
  readonly timeout?: number
  /** How long opening one socket and hearing which chain it leads to may take. @default 10_000 */
  readonly connectTimeout?: number
  /** How long one answer may take. @default 30_000 */
  readonly requestTimeout?: number
  /** After how long without a new best block another node is looked for; `Infinity` for never. @default 60_000 */
  readonly staleAfter?: number
  /** A spec version that the user accepts although this release does not know it. */
  readonly acceptRuntime?: number
  /** Guards nonces; give one of your own where several connections share an account. @default one for this connection */
  readonly nonceLock?: NonceLock
  /** @default {@link systemClock} */
  readonly clock?: Clock
  /** Numbers from 0 up to 1, by which the pauses before reconnects differ. @default Math.random */
  readonly random?: () => number
}

/**
 * Connects to a chain and loads its runtime.
 *
 * @param target - `finney`, `test`, `archive` (finney with all its states), `local` (a node on this machine), a
 * WebSocket address, or options that name the endpoints. A network's name implies its first block, so no node of
 * another chain is ever used.
 *
 * All endpoints are tried at once; the fastest one is used, and when it is lost or its chain stands still, the next.
 *
 * Reading works on any runtime; signing only where the runtime's calls are those this release knows, or where
 * the user accepted its spec version by name (`chain.signingRefusal` says why not). When the chain is upgraded the
 * new runtime is loaded; every block is read with the runtime of its own.
 *
 * @throws InvalidOption, UnknownNetwork for a name that is not known, EndpointUnreachable when no endpoint answers in time,
 * WrongChain when they serve another chain than the expected one, ChainsDiffer when they serve different ones.
 *
 * @example
 * ```ts
 * import { connect } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect(devnet.url)
 * chain.specVersion // => 424
 * chain.connection.state.status // => ready
 * await chain.close()
 * await devnet.close()
 *
 * await connect('fineny') // throws UnknownNetwork
 * ```
 */
export async function connect(
  target: string | ConnectOptions,
  options: Omit<ConnectOptions, 'endpoints'> = {},
): Promise<Chain> {
  const destination: ConnectOptions = typeof target === 'string' ? destinationOf(target) : target
  // What is left undefined here must not take away what the name implies.
  const wanted: ConnectOptions = {
    ...destination,
    ...options,
    archives: options.archives ?? destination.archives,
    expectedGenesis: options.expectedGenesis ?? destination.expectedGenesis,
  }
  const clock = wanted.clock ?? systemClock
  checkMilliseconds('timeout', wanted.timeout)
  const timeout = wanted.timeout ?? 30_000
  const endpoints = typeof wanted.endpoints === 'string' ? [wanted.endpoints] : wanted.endpoints
  const connection = new Connection({ ...wanted, endpoints })
  try {
    const loading = connection.connect().then(() => loadRuntime(connection))
    const runtime = await withDeadline(loading, timeout, clock, () => {
      const endpoint = connection.state.status === 'closed' ? '' : connection.state.endpoint
      return new EndpointUnreachable(endpoint, `its runtime was not loaded within ${timeout / 1000} s`)
    })
    const chain = describe(runtime, connection, clock, wanted)
    await chain.confirmRuntime()
    return chain
  } catch (error) {
    await connection.disconnect()
    throw error
  }
}

function describe(first: Runtime, connection: Connection, clock: Clock, options: ConnectOptions): Chain {
  const api = apiOf(first)
  const genesisHash = api.genesisHash.toHex()
  const runtimes = new Runtimes(first, connection, clock)
  const trust = new RuntimeTrust(connection, {
    isKnown: networkOf(genesisHash) !== undefined,
    accepted: options.acceptRuntime,
  })
  const chain: Chain = {
    connection,
    get runtime() {
      return runtimes.current
    },
    runtimeAt: (hash) => runtimes.at(hash),
    at: (block) => chainAt(chain, block),
    clock,
    genesisHash,
    network: networkOf(genesisHash),
    name: api.runtimeChain.toString(),
    get specVersion() {
      return runtimes.current.specVersion
    },
    get existentialDeposit() {
      return Balance.fromRao(constantOf(runtimes.current, 'Balances', 'ExistentialDeposit'))
    },
    nonces: new NonceAllocator(genesisHash, nextOnNode(connection), options.nonceLock ?? inProcessLock(), {
      behind: () => connection.reached.best < connection.highest.best,
      finalized: () => connection.highest.finalized,
      // Under a lock that others hold too, they may have used a nonce since the last block.
      moment: () => (options.nonceLock ? {} : momentOf(connection)),
    }),
    get capabilities() {
      return capabilitiesOf(runtimes.current)
    },
    get signingRefusal() {
      return trust.refusal(runtimes.current)
    },
    confirmRuntime: () => trust.confirm(runtimes.current),
    close() {
      runtimes.stop()
      return connection.disconnect()
    },
    [Symbol.asyncDispose]: () => chain.close(),
  }
  return chain
}

function nextOnNode(connection: Connection): (address: string) => Promise<number> {
  return async (address) => {
    const method = 'system_accountNextIndex'
    const nonce = await connection.send<unknown>(method, [address])
    if (!Number.isInteger(nonce) || (nonce as number) < 0) throw new MalformedAnswer(method, 'a nonce')
    return nonce as number
  }
}

function withDeadline<T>(work: Promise<T>, ms: number, clock: Clock, failure: () => Error): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(ms, () => reject(failure()))
    work.then(resolve, reject).finally(cancel)
  })
}
