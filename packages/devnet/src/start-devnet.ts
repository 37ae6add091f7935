import { StakeError } from '@stake/math'
import type { Hex } from '@stake/schema'
import { Chain } from './chain/chain.ts'
import { readChain, StateFileUnusable, writeChain } from './chain/saved-chain.ts'
import { Snapshots } from './chain/snapshots.ts'
import { type Conditions, NO_FAULT } from './faults/conditions.ts'
import { Faults } from './faults/faults.ts'
import { readConditions } from './faults/read-conditions.ts'
import { demoGenesis } from './genesis/demo.ts'
import { type Genesis, genesisBlock } from './genesis/genesis.ts'
import { type BlockTime, startSealing } from './sealing.ts'
import { Connections } from './server/connections.ts'
import { archiveMethods } from './server/methods/archive.ts'
import { authorMethods } from './server/methods/author.ts'
import { chainMethods } from './server/methods/chain.ts'
import { chainHeadMethods } from './server/methods/chain-head.ts'
import { chainSpecMethods } from './server/methods/chain-spec.ts'
import { devnetMethods } from './server/methods/devnet.ts'
import { paymentMethods } from './server/methods/payment.ts'
import { stateMethods } from './server/methods/state.ts'
import { subtensorMethods } from './server/methods/subtensor.ts'
import { systemMethods } from './server/methods/system.ts'
import { transactionMethods } from './server/methods/transaction.ts'
import { ServedState } from './server/served-state.ts'
import { type RpcServer, serve } from './server/server.ts'
import { Trader } from './trader/trader.ts'

export interface DevnetOptions {
  /** TCP port on 127.0.0.1. Default 0: a free one. */
  readonly port?: number
  /** One more TCP port for the same chain, as if it were a second node of it. Default none. */
  readonly secondPort?: number
  /**
   * Milliseconds between blocks, `'instant'` for a block as soon as a transaction is ready, or `'manual'` for blocks
   * only by `sealBlock()`. Default 12,000.
   */
  readonly blockTime?: BlockTime
  /**
   * How many blocks the finalized head stays behind the best, or `'stalled'`: nothing gets final. Default 1 on a
   * timer, so that clients see a transaction in a block before they see it final, else 0: a block is final at once.
   */
  readonly finalityDepth?: number | 'stalled'
  /**
   * Keeps all blocks and their states. Default false: as on a usual node a state is discarded when 256 blocks after
   * it are final, and here the block itself when 8192 are.
   */
  readonly archive?: boolean
  /** What the chain starts with. Default {@link demoGenesis}. */
  readonly genesis?: Genesis
  /** Whether blocks bring new TAO and alpha to the subnets that genesis gives an emission. Default true. */
  readonly emission?: boolean
  /**
   * Whether a trader moves the prices, with extrinsics it signs itself, after every block. Its account has TAO in
   * {@link demoGenesis}. Default false; impossible with instant blocks, where each trade would bring the next.
   */
  readonly trader?: boolean
  /** Decides what the trader does. Default 0. */
  readonly seed?: number
  /**
   * Milliseconds since 1970 of the genesis, from which the chain counts its own time, a block time a block (12 seconds
   * with blocks by hand): with it two chains that are told the same are the same to the last hash. Default: real time.
   */
  readonly startTime?: number
  /**
   * A file that keeps the chain: when it exists the chain goes on from there, and `close()` writes it. What was saved
   * counts as final. Default none.
   */
  readonly state?: string
  /** What goes wrong from the start. Default nothing. */
  readonly faults?: Partial<Conditions>
  /** Gets one line a block. Default none. */
  readonly log?: (line: string) => void
}

/** A running chain. */
export interface Devnet {
  /** WebSocket address; the same port answers JSON-RPC over HTTP. */
  readonly url: string
  readonly port: number
  /** The second port, where one was asked for. */
  readonly secondPort: number | undefined
  readonly genesisHash: Hex
  /** Makes things go wrong. */
  readonly faults: Faults
  /** Makes a block of what the pool holds ready, now. */
  sealBlock(): Promise<{ readonly number: number; readonly hash: Hex }>
  /** Makes a block after which raw storage values are as told by raw key; null deletes. It holds no transaction. */
  setStorage(values: Readonly<Record<Hex, Hex | null>>): { readonly number: number; readonly hash: Hex }
  /** Remembers the chain as it is, for `revert`. */
  snapshot(): string
  /**
   * Takes the chain back to a snapshot, which is used up by that, as are those taken after it. Subscribers hear of the
   * old block as the best one. False where there is no such snapshot.
   */
  revert(snapshot: string): boolean
  /** Ends every connection, frees the port, writes the state file. Calling it again does nothing. */
  close(): Promise<void>
}

const DEFAULT_BLOCK_TIME = 12_000

/**
 * An option of {@link startDevnet} that makes no sense. `code` is `InvalidDevnetOption`, `details.option` its name.
 *
 * @example
 * ```ts
 * import { startDevnet } from '@stake/devnet'
 * await startDevnet({ blockTime: 0 }) // throws InvalidDevnetOption
 * ```
 */
export class InvalidDevnetOption extends StakeError {
  constructor(option: string, value: unknown, expected: string) {
    super('InvalidDevnetOption', `${option} is ${String(value)}, but must be ${expected}.`, {
      details: { option, value: String(value) },
      remedy: `Give ${expected}.`,
    })
  }
}

/**
 * Starts a chain in this process that speaks the protocol of a Bittensor node on a loopback port: any Substrate
 * client can connect, read, sign and stake.
 *
 * @throws PortInUse when an explicit port is taken; InvalidDevnetOption; InvalidAmount for a genesis amount that is
 * no decimal number of at most 9 decimals; StateFileUnusable.
 *
 * @example
 * ```ts
 * import { startDevnet } from '@stake/devnet'
 * const devnet = await startDevnet({ blockTime: 'manual' })
 * const { number } = await devnet.sealBlock()
 * number // => 1
 * await devnet.close()
 * ```
 */
export async function startDevnet(options: DevnetOptions = {}): Promise<Devnet> {
  const {
    port = 0,
    secondPort,
    blockTime = DEFAULT_BLOCK_TIME,
    finalityDepth = typeof blockTime === 'number' ? 1 : 0,
    archive = false,
    genesis: wanted,
    state,
    emission = true,
    trader = false,
    seed = 0,
    startTime,
    faults: wrong = {},
    log,
  } = options
  checkWhole('port', port, 0, 65_535)
  if (secondPort !== undefined) checkWhole('secondPort', secondPort, 0, 65_535)
  if (finalityDepth !== 'stalled') checkWhole('finalityDepth', finalityDepth, 0, 1_000_000)
  if (blockTime !== 'manual' && blockTime !== 'instant') checkWhole('blockTime', blockTime, 1, 2_147_483_647)
  if (startTime !== undefined) checkWhole('startTime', startTime, 0, Number.MAX_SAFE_INTEGER)
  if (trader && blockTime === 'instant')
    throw new InvalidDevnetOption('trader', trader, 'false where blocks are instant')

  const saved = state === undefined ? undefined : await readChain(state)
  const genesis = wanted ?? demoGenesis()
  const started = saved ?? { author: genesis.author, genesis: genesisBlock(genesis) }
  if (saved !== undefined && wanted !== undefined && genesisBlock(wanted).hash !== saved.genesis.hash)
    throw new StateFileUnusable(state ?? '', 'it holds a chain of another genesis')

  const interval = typeof blockTime === 'number' ? blockTime : DEFAULT_BLOCK_TIME
  const conditions: Conditions = { ...NO_FAULT, ...readConditions(wrong) }
  const chain: Chain = new Chain({
    ...started,
    conditions,
    finalityDepth: finalityDepth === 'stalled' ? Number.POSITIVE_INFINITY : finalityDepth,
    archive,
    emission,
    now: () => (startTime === undefined ? Date.now() : startTime + interval * (chain.best.header.number + 1)),
  })
  const connections = new Connections()
  let stopSealing: (() => void) | undefined
  const faults = new Faults(chain, conditions, connections, () => {
    if (conditions.stopBlocks) {
      stopSealing?.()
      stopSealing = undefined
    } else stopSealing ??= startSealing(chain, blockTime)
  })
  const snapshots = new Snapshots(chain)
  const served = new ServedState(chain, conditions)
  const families = [
    systemMethods(chain),
    chainMethods(chain),
    stateMethods(chain, served),
    authorMethods(chain, conditions),
    paymentMethods(),
    subtensorMethods(chain),
    chainSpecMethods(chain),
    chainHeadMethods(chain, served),
    transactionMethods(chain, conditions),
    archiveMethods(chain, served),
    devnetMethods(chain, faults, snapshots),
  ]
  const servers = await serveAll(secondPort === undefined ? [port] : [port, secondPort], (each) =>
    serve(each, families, connections, faults),
  )
  const [first, second] = servers.map((server) => server.port)
  if (log !== undefined)
    chain.imported.listen(({ hash, header }) =>
      log(`Imported #${header.number} (${hash.slice(0, 6)}…${hash.slice(-4)})`),
    )
  if (trader) {
    const demoTrader = new Trader(chain, seed)
    chain.bestChanged.listen(() => demoTrader.trade())
  }
  if (!conditions.stopBlocks) stopSealing = startSealing(chain, blockTime)

  let closing: Promise<void> | undefined
  return {
    url: `ws://127.0.0.1:${first}`,
    port: first as number,
    secondPort: second,
    genesisHash: chain.genesisHash,
    faults,
    async sealBlock() {
      const { hash, header } = chain.seal()
      return { number: header.number, hash }
    },
    setStorage(values) {
      const { hash, header } = chain.write(values)
      return { number: header.number, hash }
    },
    snapshot: () => snapshots.take(),
    revert: (snapshot) => snapshots.revert(snapshot),
    close() {
      stopSealing?.()
      closing ??= Promise.all(servers.map((server) => server.close())).then(() =>
        state === undefined ? undefined : writeChain(state, chain.save()),
      )
      return closing
    },
  }
}

/** All of the ports or none: one that is taken closes those that are open. */
async function serveAll(
  ports: readonly number[],
  serveOne: (port: number) => Promise<RpcServer>,
): Promise<RpcServer[]> {
  const servers: RpcServer[] = []
  try {
    for (const port of ports) servers.push(await serveOne(port))
    return servers
  } catch (error) {
    await Promise.all(servers.map((server) => server.close()))
    throw error
  }
}

function checkWhole(option: string, value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least || value > most)
    throw new InvalidDevnetOption(option, value, `a whole number from ${least} to ${most}`)
}
