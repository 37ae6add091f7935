import {
  type Account,
  type Call,
  type Chain,
  connect,
  type Outcome,
  readBalances,
  readPool,
  readStakes,
  type Signer,
  sign,
  submit,
} from '@stake/chain'
import { type Devnet, type Genesis, startDevnet } from '@stake/devnet'
import type { Pool } from '@stake/math'
import {
  batch,
  type FinalRunReport,
  gather,
  memoryJournal,
  type Plan,
  type RunOptions,
} from '../src/index.ts'

/** A devnet whose blocks come by hand, and a connection to it. */
export interface Market {
  readonly devnet: Devnet
  readonly chain: Chain
  readonly signer: Signer
  close(): Promise<void>
}

/** No emission, no trader: what is planned on one block is carried out on the next. */
export async function openMarket(genesis: Genesis, signer: Signer): Promise<Market> {
  const devnet = await startDevnet({ blockTime: 'manual', emission: false, genesis })
  const chain = await connect({ endpoints: devnet.url })
  return {
    devnet,
    chain,
    signer,
    async close() {
      await chain.close()
      await devnet.close()
    },
  }
}

/** Options of a run that keeps no files. */
export function runOptions({ signer }: Pick<Market, 'signer'>): RunOptions {
  return { signer, journal: memoryJournal(), policy: {} }
}

/** Seals blocks until a promise is kept. */
export async function sealed<T>({ devnet, chain }: Market, promise: Promise<T>): Promise<T> {
  let done = false
  const end = promise.finally(() => {
    done = true
  })
  while (!done) {
    for (let trip = 0; trip < 6 && !done; trip++) await chain.connection.send('system_chain', [])
    if (!done) await devnet.sealBlock()
  }
  return end
}

/** What becomes of a call that is signed and sent without a plan. */
export async function sent(market: Market, call: Call): Promise<Outcome> {
  const { chain, signer } = market
  const signed = await chain.nonces.allocate(signer.address, (nonce) => sign(chain, call, signer, { nonce }))
  return sealed(market, submit(chain, signed).outcome)
}

/** The state that Operations change. */
export interface Holdings {
  /** Free TAO in rao, by coldkey. */
  readonly free: ReadonlyMap<string, bigint>
  /** Stake in rao, by `coldkey netuid hotkey`. */
  readonly stakes: ReadonlyMap<string, bigint>
  readonly pools: ReadonlyMap<number, Pool>
}

export const placeKey = (place: { coldkey: string; netuid: number; hotkey: string }): string =>
  `${place.coldkey} ${place.netuid} ${place.hotkey}`

export async function readHoldings(
  { chain }: Market,
  coldkeys: readonly string[],
  netuids: readonly number[],
): Promise<Holdings> {
  const at = await chain.at('best')
  const [accounts, stakes, pools] = await Promise.all([
    readBalances(at, coldkeys) as Promise<ReadonlyMap<string, Account>>,
    readStakes(at, coldkeys),
    Promise.all(netuids.map((netuid) => readPool(at, netuid))),
  ])
  return {
    free: new Map([...accounts].map(([coldkey, { free }]) => [coldkey, free.rao])),
    stakes: new Map(stakes.map((each) => [placeKey(each), each.stake.rao])),
    pools: new Map(pools.flatMap((pool) => (pool ? [[pool.netuid, pool] as const] : []))),
  }
}

/** What is different, zero changes left out. */
export function changes(
  before: ReadonlyMap<string, bigint>,
  after: ReadonlyMap<string, bigint>,
): Map<string, bigint> {
  const changed = new Map<string, bigint>()
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const change = (after.get(key) ?? 0n) - (before.get(key) ?? 0n)
    if (change !== 0n) changed.set(key, change)
  }
  return changed
}

/** How the legs of a plan go out. */
export type Way = 'gather' | 'atomic' | 'each'

/** Carries a plan out, whatever the way, to its final report. */
export async function carriedOut(market: Market, plan: Plan, way: Way = 'gather'): Promise<FinalRunReport> {
  const options = runOptions(market)
  const running =
    way === 'gather'
      ? await gather(market.chain, plan, options)
      : await batch(market.chain, plan, { ...options, atomic: way === 'atomic' })
  return sealed(market, running.report)
}
