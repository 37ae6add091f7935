import {
  type BlockRef,
  type Call,
  type Chain,
  estimateFee,
  type Hex,
  RuntimeChanged,
  readSnapshot,
  type Snapshot,
  simulateBuy,
  simulateSell,
} from '@stake/chain'
import { Balance, quoteBuy, quoteSell, StakeError, type SwapQuote } from '@stake/math'
import { batchCall } from './batch-call.ts'
import {
  HotkeyNotFound,
  InsufficientBalance,
  InvalidOperation,
  QuoteDisagrees,
  SubnetReplaced,
  UselessLimit,
  WouldBeCut,
} from './errors.ts'
import { kindOf } from './kinds/index.ts'
import type { LegCalls } from './kinds/kind.ts'
import type { Operation, TradeOperation } from './operation.ts'
import { type Preview, type PreviewOf, preview } from './preview.ts'
import { type World, withLessTao, worldOf } from './world.ts'

/** One Operation, priced and encoded. */
export type Leg<Op extends Operation = Operation> = PreviewOf<Op> & {
  /** The trade that is expected, at the price the legs before it leave; undefined where there is no price. */
  readonly quote: [Op] extends [TradeOperation] ? SwapQuote : SwapQuote | undefined
  /** The calls that do it, and what they are to each other. */
  readonly parts: LegCalls
  /** The exact call that will be signed where this leg is an extrinsic of its own. */
  readonly call: Call
  /** The most that the network fee can be, in TAO. */
  readonly networkFee: Balance
}

/** A leg that is one trade on one pool. */
export type TradeLeg = Leg<TradeOperation>

/** Operations of one coldkey, priced leg by leg in order on the pools as the legs before them leave them. */
export interface Plan<Op extends Operation = Operation> {
  readonly genesisHash: Hex
  readonly specVersion: number
  readonly coldkey: string
  /** The block that every number was read at. */
  readonly block: BlockRef
  readonly legs: readonly Leg<Op>[]
  /** TAO that the legs take, without network fees. */
  readonly spent: Balance
  /** The most that all network fees can be together. */
  readonly networkFees: Balance
  /** Free TAO at the block, and what must stay of it. */
  readonly free: Balance
  readonly existentialDeposit: Balance
}

/** A plan of trades on one pool each. */
export type TradePlan = Plan<TradeOperation>

/** Options of {@link plan}. */
export interface PlanOptions {
  /** Numbers read before; by default they are read now. */
  readonly snapshot?: Snapshot
  /** The block at which each subnet is believed to have taken its netuid: one that was reused is refused. */
  readonly registeredAt?: ReadonlyMap<number, number>
}

/**
 * Reads what the Operations need at one block, prices them in order, and encodes their calls. Sends nothing.
 *
 * @throws StakeError with the reason when any leg cannot or would not be executed as asked: the chain's own
 * names (SlippageTooHigh, AmountTooLow, …), ToleranceTooFine, InsufficientBalance, InsufficientStake,
 * HotkeyNotFound, SubnetUnavailable, UselessLimit, WouldBeCut, QuoteDisagrees, InvalidOperation; RuntimeChanged for
 * numbers of another runtime.
 *
 * @example
 * ```ts
 * import { connect, developmentAccounts, readValidators } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 * import { parseOperation, plan } from '@stake/ops'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const [validator] = await readValidators(await chain.at('best'), 2)
 * const coldkey = developmentAccounts['//Alice'] ?? ''
 * const hotkey = validator?.hotkey ?? ''
 * const stake = parseOperation({ id: '1', kind: 'stake', coldkey, hotkey, netuid: 2, amount: '5' })
 * const planned = await plan(chain, [stake])
 * planned.legs[0]?.call.name // => add_stake_limit
 * planned.legs[0]?.call.args.allow_partial // => false
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function plan<Op extends Operation>(
  chain: Chain,
  operations: readonly Op[],
  options: PlanOptions = {},
): Promise<Plan<Op>> {
  const [first] = operations
  if (!first) throw new InvalidOperation('list', 'is empty')
  if (operations.some(({ coldkey }) => coldkey !== first.coldkey)) {
    throw new InvalidOperation('coldkey', 'differs between the operations of one plan')
  }
  if (new Set(operations.map(({ id }) => id)).size < operations.length) {
    throw new InvalidOperation('id', 'is used twice in one plan')
  }
  const snapshot = options.snapshot ?? (await readSnapshotFor(chain, operations))
  if (snapshot.specVersion !== chain.specVersion)
    throw new RuntimeChanged(chain.specVersion, snapshot.specVersion)
  const start = worldOf(snapshot, first.coldkey)
  const legs: Leg[] = []
  let world = start
  for (const operation of operations) {
    const leg = await planLeg(chain, operation, world, legs)
    checkIdentity(leg, options.registeredAt)
    await checkSimulation(chain, leg, world)
    world = withLessTao(kindOf(operation).after(leg, world), leg.networkFee)
    legs.push(leg)
  }
  return {
    genesisHash: chain.genesisHash,
    specVersion: snapshot.specVersion,
    coldkey: first.coldkey,
    block: snapshot.block,
    legs: legs as readonly unknown[] as readonly Leg<Op>[],
    spent: sum(legs.map(({ spends }) => spends)),
    networkFees: sum(legs.map(({ networkFee }) => networkFee)),
    free: start.free,
    existentialDeposit: snapshot.existentialDeposit,
  }
}

/**
 * Every number that these Operations need, at the newest block.
 *
 * @example
 * ```ts
 * import { connect, developmentAccounts } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 * import { parseOperation, readSnapshotFor } from '@stake/ops'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const account = developmentAccounts['//Alice'] ?? ''
 * const stake = parseOperation({ id: '1', kind: 'stake', coldkey: account, hotkey: account, netuid: 2, amount: '5' })
 * const snapshot = await readSnapshotFor(chain, [stake])
 * snapshot.subnets.has(2) // => true
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function readSnapshotFor(chain: Chain, operations: readonly Operation[]): Promise<Snapshot> {
  const needs = operations.map((operation) => kindOf(operation).needs(operation))
  const netuids = needs.map((each) => each.netuids ?? 'all')
  return readSnapshot(await chain.at('best'), {
    coldkeys: needs.flatMap(({ coldkeys = [] }) => coldkeys),
    hotkeys: needs.flatMap(({ hotkeys = [] }) => hotkeys),
    netuids: netuids.includes('all') ? 'all' : netuids.filter((each) => each !== 'all').flat(),
  })
}

async function planLeg(
  chain: Chain,
  operation: Operation,
  world: World,
  before: readonly Leg[],
): Promise<Leg> {
  const kind = kindOf(operation)
  const at = await chain.at(world.snapshot.block)
  let previewed: Preview = preview(operation, world)
  for (const hotkey of kind.needs(operation).hotkeys ?? []) {
    if (!world.snapshot.hotkeys.get(hotkey)?.exists) throw new HotkeyNotFound(hotkey)
  }
  let parts = kind.calls(chain, previewed)
  let call = batchCall(chain, parts)
  const networkFee = await estimateFee(at, call, operation.coldkey)
  if (spendsPart(previewed)) {
    // Only now it is known what the fee leaves.
    previewed = preview(operation, { ...world, networkFee })
    parts = kind.calls(chain, previewed)
    call = batchCall(chain, parts)
  }
  checkBalance(
    [...before, { spends: previewed.spends, networkFee }],
    worldOf(world.snapshot, operation.coldkey),
  )
  const { chosen } = previewed
  if (chosen.result === 'refused') {
    throw chosen.refusal ?? new StakeError('Refused', 'The chain would refuse this trade.')
  }
  // A plain call is cut at 1,000,000 or 0.000001 TAO per alpha without a refund (chain-rules 1.6, 2.3).
  if (chosen.mode === 'unsafe' && chosen.result === 'partial') {
    throw new WouldBeCut(previewed.amount, chosen.quote?.spent ?? previewed.amount)
  }
  checkLimit(previewed)
  return { ...previewed, quote: chosen.quote, parts, call, networkFee } as Leg
}

/** Whether its amount is a part of the free TAO. */
function spendsPart({ operation, spends }: Preview): boolean {
  return 'amount' in operation && !spends.isZero() && /^all$|%$/.test(operation.amount)
}

/** A netuid is given to another subnet when its own is gone. */
function checkIdentity({ subnets }: Preview, believed: ReadonlyMap<number, number> = new Map()): void {
  for (const { netuid, registeredAt } of subnets) {
    const before = believed.get(netuid)
    if (before !== undefined && before !== registeredAt) {
      throw new SubnetReplaced(netuid, before, registeredAt)
    }
  }
}

/** A limit that lets a trade through which loses more than twice the tolerance protects nothing. */
function checkLimit({ chosen, tolerance }: Preview): void {
  const { limitPrice, quote, mode } = chosen
  if (mode === 'unsafe' || !quote || !tolerance) return
  const lossPpb = lossOnPricePpb(quote)
  if (limitPrice === undefined || limitPrice === 0n || lossPpb > 2n * tolerance.ppb) {
    throw new UselessLimit(limitPrice ?? 0n, lossPpb, tolerance.toString())
  }
}

/** What the price movement takes of the trade, in parts per billion of its value at the spot price; fees apart. */
function lossOnPricePpb({ side, paidIn, received, spotPrice }: SwapQuote): bigint {
  const one = 1n << 64n
  // Both sides valued in rao · 2^64.
  const given = side === 'buy' ? paidIn.rao * one : paidIn.rao * spotPrice.bits
  const taken = side === 'buy' ? received.rao * spotPrice.bits : received.rao * one
  return given > taken && given > 0n ? ((given - taken) * 1_000_000_000n) / given : 0n
}

/** What storage says must agree with what the runtime itself would quote, within one rao; on pools no leg moved. */
async function checkSimulation(chain: Chain, { quote, chosen }: Leg, world: World): Promise<void> {
  const at = await chain.at(world.snapshot.block)
  for (const trade of [quote, chosen.purchase]) {
    if (!trade || trade.pool !== world.snapshot.subnets.get(trade.pool.netuid)?.pool) continue
    const { pool, side, spent } = trade
    const ours = side === 'buy' ? quoteBuy(pool, spent) : quoteSell(pool, spent)
    const theirs = side === 'buy' ? await simulateBuy(at, pool.netuid, spent) : await simulateSell(at, spent)
    const difference = theirs ? theirs.received.rao - ours.received.rao : undefined
    if (difference === undefined || difference > 1n || difference < -1n) {
      const answer = theirs ? theirs.received.toString() : 'it would fail'
      throw new QuoteDisagrees(pool.netuid, ours.received.toString(), answer)
    }
  }
}

/** Amounts, fees and the existential deposit must be there before the first leg; no leg's proceeds count. */
function checkBalance(
  legs: readonly Pick<Leg, 'spends' | 'networkFee'>[],
  { free, snapshot }: { free: Balance; snapshot: Snapshot },
): void {
  const spent = sum(legs.map(({ spends }) => spends))
  const fees = sum(legs.map(({ networkFee }) => networkFee))
  const keep = snapshot.existentialDeposit
  if (free.rao < spent.rao + fees.rao + keep.rao) {
    throw new InsufficientBalance({ free, amount: spent, fee: fees, keep })
  }
}

function sum(amounts: readonly Balance[]): Balance {
  return amounts.reduce((total, amount) => total.add(amount), Balance.zero())
}
