import {
  type BlockEvent,
  type BlockRef,
  type Chain,
  type ChainAt,
  type DispatchFailure,
  decodeCall,
  readBalances,
  readEvents,
  readPool,
  readStakes,
  stakingEvent,
} from '@stake/chain'
import {
  afterAuthorSale,
  Balance,
  type Pool,
  protect,
  quoteBuy,
  quoteSell,
  type Side,
  type StakeError,
  Tolerance,
} from '@stake/math'
import type { ReportBasis } from './report-basis.ts'

/** Which call of which leg. */
export interface Failing {
  readonly leg: number
  readonly call: number
}

/**
 * The leg for which an atomic batch failed. The chain does not say: it names only the error. So the batch is played
 * again on the state before its block and the trades before it in the block, each call with the limit it was sent
 * with. The first that is refused for the same reason is the one.
 *
 * @param extrinsic - the place of the batch in its block
 * @returns undefined where the replay does not lead to the chain's error, or through calls that it cannot play
 */
export async function failingLeg(
  chain: Chain,
  bases: readonly ReportBasis[],
  { block, extrinsic, failure }: { block: BlockRef; extrinsic: number | undefined; failure: DispatchFailure },
): Promise<Failing | undefined> {
  const calls = bases.flatMap((basis, leg) => basis.calls.map((bytes, call) => ({ leg, call, bytes })))
  const coldkey = bases[0]?.operation.coldkey ?? ''
  try {
    const steps = calls.map(({ leg, call, bytes }) => ({ leg, call, step: stepOf(decodeCall(chain, bytes)) }))
    const parent = await chain.at(block.number - 1)
    const state = await stateBefore(parent, coldkey, steps)
    for (const event of await eventsBefore(chain, block, extrinsic)) noteTrade(state, coldkey, event)
    for (const { leg, call, step } of steps) {
      if (!step) return undefined
      const refusal = play(state, step)
      if (refusal) return refusal === failure.code ? { leg, call } : undefined
    }
  } catch {
    // Where it cannot be read or computed, nobody knows.
  }
  return undefined
}

/** A trade as a call asks for it. */
interface Step {
  readonly side: Side
  readonly hotkey: string
  readonly netuid: number
  /** Undefined for a whole position. */
  readonly rao: bigint | undefined
  readonly limit: bigint | undefined
  readonly partial: boolean
}

const BUYS = ['add_stake', 'add_stake_limit', 'add_stake_burn']
const SALES = ['remove_stake', 'remove_stake_limit', 'remove_stake_full_limit']

function stepOf({ pallet, name, args }: ReturnType<typeof decodeCall>): Step | undefined {
  const side = BUYS.includes(name) ? 'buy' : SALES.includes(name) ? 'sell' : undefined
  if (pallet !== 'SubtensorModule' || !side) return undefined
  const rao = args.amount_staked ?? args.amount_unstaked ?? args.amount
  const limit = args.limit_price ?? args.limit
  return {
    side,
    hotkey: args.hotkey as string,
    netuid: args.netuid as number,
    rao: typeof rao === 'bigint' ? rao : undefined,
    limit: typeof limit === 'bigint' ? limit : undefined,
    partial: args.allow_partial === true,
  }
}

interface State {
  readonly pools: Map<number, Pool>
  /** Alpha by `netuid:hotkey`. */
  readonly stakes: Map<string, bigint>
  free: bigint
}

async function stateBefore(
  at: ChainAt,
  coldkey: string,
  steps: readonly { readonly step: Step | undefined }[],
): Promise<State> {
  const netuids = [...new Set(steps.flatMap(({ step }) => (step ? [step.netuid] : [])))]
  const [pools, stakes, accounts] = await Promise.all([
    Promise.all(netuids.map((netuid) => readPool(at, netuid))),
    readStakes(at, coldkey),
    readBalances(at, [coldkey]),
  ])
  return {
    pools: new Map(pools.flatMap((pool) => (pool ? [[pool.netuid, pool] as const] : []))),
    stakes: new Map(stakes.map(({ hotkey, netuid, stake }) => [`${netuid}:${hotkey}`, stake.rao])),
    free: accounts.get(coldkey)?.transferable.rao ?? 0n,
  }
}

/** What happened in the block before the batch. */
async function eventsBefore(
  chain: Chain,
  block: BlockRef,
  extrinsic: number | undefined,
): Promise<readonly BlockEvent[]> {
  if (extrinsic === undefined) return []
  const events = await readEvents({ chain, block })
  return events.filter((event) => event.extrinsic !== undefined && event.extrinsic < extrinsic)
}

function noteTrade(state: State, coldkey: string, event: BlockEvent): void {
  const change = stakingEvent(event)
  if (change?.kind !== 'StakeAdded' && change?.kind !== 'StakeRemoved') return
  const { netuid, hotkey, alpha, tao, fee } = change
  const pool = state.pools.get(netuid)
  const bought = change.kind === 'StakeAdded'
  if (pool) {
    const quote = bought ? quoteBuy(pool, tao) : quoteSell(pool, alpha.add(fee))
    state.pools.set(netuid, afterAuthorSale(quote))
  }
  if (change.coldkey !== coldkey) return
  move(state, `${netuid}:${hotkey}`, bought ? alpha.rao : -(alpha.rao + fee.rao))
  state.free += bought ? -tao.rao : tao.rao
}

function move({ stakes }: State, place: string, rao: bigint): void {
  stakes.set(place, (stakes.get(place) ?? 0n) + rao)
}

/** A limit of its own is always given, or none is looked at. */
const ANY = Tolerance.parse('1%')

/** Plays one call. @returns the name of the error it would fail with */
function play(state: State, { side, hotkey, netuid, rao, limit, partial }: Step): string | undefined {
  const place = `${netuid}:${hotkey}`
  const stake = state.stakes.get(place) ?? 0n
  const amount = rao ?? stake
  if (side === 'buy' && amount > state.free) return 'NotEnoughBalanceToStake'
  if (side === 'sell' && amount > stake) return 'NotEnoughStakeToWithdraw'
  const pool = state.pools.get(netuid)
  if (!pool) return 'SubnetNotExists'
  const mode = limit === undefined ? 'unsafe' : partial ? 'partial' : 'strict'
  const asked = Balance.fromRao(amount, side === 'buy' ? 0 : netuid)
  const { quote, refusal } = protect(pool, side, asked, mode, ANY, limit)
  if (!quote) return codeOf(refusal)
  state.pools.set(netuid, afterAuthorSale(quote))
  move(state, place, side === 'buy' ? quote.received.rao : -quote.spent.rao)
  state.free += side === 'buy' ? -quote.spent.rao : quote.received.rao
  return undefined
}

function codeOf(refusal: StakeError | undefined): string {
  return refusal?.code ?? 'unknown'
}
