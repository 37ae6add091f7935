import {
  type BlockId,
  type BlockRef,
  type Call,
  type Chain,
  type ChainAt,
  estimateFee,
  type Hex,
  RuntimeChanged,
  readSnapshot,
  simulateBuy,
  simulateSell,
} from '@stake/chain'
import { Balance, quoteBuy, quoteSell, StakeError, type SwapQuote, spotPrice } from '@stake/math'
import { batchCall } from './batch-call.ts'
import {
  FeeTakesAlpha,
  HotkeyNotFound,
  InsufficientBalance,
  InsufficientStake,
  InvalidOperation,
  NoTao,
  QuoteDisagrees,
  SubnetReplaced,
  WouldBeCut,
} from './errors.ts'
import { type Numbers, readFacts } from './facts.ts'
import { kindOf } from './kinds/index.ts'
import type { LegCalls } from './kinds/kind.ts'
import { checkLimits } from './limit-guard.ts'
import type { Operation, OperationOf, TradeOperation } from './operation.ts'
import { type Preview, type PreviewOf, preview, type Warning } from './preview.ts'
import { checkSameBlock } from './same-block.ts'
import { askSecondSource, SECOND_SOURCE_ABOVE, type SecondOpinion, worthOf } from './second-source.ts'
import { poolOf, positionOf, type World, withLessStake, withLessTao, withPools, worldOf } from './world.ts'

/** One Operation, priced and encoded. */
export type Leg<Op extends Operation = Operation> = PreviewOf<Op> & {
  /** The trade that is expected, at the price the legs before it leave; undefined where there is none, or many. */
  readonly quote: [Op] extends [TradeOperation] ? SwapQuote : SwapQuote | undefined
  /** The calls that do it, and what they are to each other. */
  readonly parts: LegCalls
  /** The exact call that will be signed where this leg is an extrinsic of its own. */
  readonly call: Call
  /** The most that the network fee can be, in TAO. */
  readonly networkFee: Balance
  /** Where there is too little TAO for it: the alpha of the position that pays it, at today's price. */
  readonly feeInAlpha: Balance | undefined
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
  /** The most that all network fees can be together, without those that alpha pays. */
  readonly networkFees: Balance
  /** Free TAO at the block, and what must stay of it. */
  readonly free: Balance
  readonly existentialDeposit: Balance
  /** How many nodes its pools and its balance were read from. */
  readonly sources: 1 | 2
}

/** A plan of trades on one pool each. */
export type TradePlan = Plan<TradeOperation>

/** Options of {@link plan}. */
export interface PlanOptions {
  /** Numbers read before; by default they are read now. */
  readonly snapshot?: Numbers
  /**
   * What tolerances are measured from: `start`, each pool's price before the whole plan, so that the legs together stay
   * within; or `leg`, the price that the legs before have left, so that each of them may move it anew.
   *
   * @default 'start'
   */
  readonly limitsFrom?: 'start' | 'leg'
  /**
   * A plan worth more TAO than this is compared with what a second endpoint says of the same block.
   *
   * @default 100 TAO
   */
  readonly secondSourceAbove?: Balance
  /** The legs will go in one batch: nothing but TAO pays its fee, and each leg is reckoned with that of a batch of its own. */
  readonly batched?: boolean
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
  if (chain.capabilities.stakingRateLimiter) checkSameBlock(operations)
  const at = await chain.at(snapshot.block)
  const start = worldOf(snapshot, first.coldkey)
  if (start.free.isZero()) throw new NoTao(first.coldkey)
  const legs: Leg[] = []
  const feeOf = feesOf(at, first.coldkey, options.batched === true)
  let world = start
  let spent = Balance.zero()
  let fees = Balance.zero()
  for (const operation of operations) {
    const before = { spent, fees, options, free: start.free, feeOf }
    const planned = await planLeg(chain, operation, world, before)
    checkIdentity(planned.leg, options.registeredAt)
    await checkSimulation(at, planned.leg, world)
    world =
      options.limitsFrom === 'leg' ? { ...planned.after, startPools: planned.after.pools } : planned.after
    legs.push(planned.leg)
    spent = spent.add(planned.leg.spends)
    fees = fees.add(taoFee(planned.leg))
  }
  const opinion = await secondOpinion(chain, snapshot, legs, options)
  if (opinion === 'lacking') {
    // The newest block has not reached the others yet; the last final one has.
    const final = await readSnapshotFor(chain, operations, 'finalized')
    if (final.block.number < snapshot.block.number)
      return plan(chain, operations, { ...options, snapshot: final })
  }
  return {
    genesisHash: chain.genesisHash,
    specVersion: snapshot.specVersion,
    coldkey: first.coldkey,
    block: snapshot.block,
    legs: legs as readonly unknown[] as readonly Leg<Op>[],
    spent,
    networkFees: fees,
    free: start.free,
    existentialDeposit: snapshot.existentialDeposit,
    sources: opinion === 'agrees' ? 2 : 1,
  }
}

/**
 * Every number that these Operations need, at the newest block unless told.
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
export async function readSnapshotFor(
  chain: Chain,
  operations: readonly Operation[],
  block: BlockId = 'best',
): Promise<Numbers> {
  const needs = operations.map((operation) => kindOf(operation).needs(operation))
  const netuids = needs.map((each) => each.netuids ?? 'all')
  const at = await chain.at(block)
  const [snapshot, facts] = await Promise.all([
    readSnapshot(at, {
      coldkeys: needs.flatMap(({ coldkeys = [] }) => coldkeys),
      hotkeys: needs.flatMap(({ hotkeys = [], newHotkeys = [] }) => [...hotkeys, ...newHotkeys]),
      netuids: netuids.includes('all') ? 'all' : netuids.filter((each) => each !== 'all').flat(),
    }),
    readFacts(at, needs),
  ])
  return { ...snapshot, facts }
}

/** Above a set amount one node is not believed alone. */
async function secondOpinion(
  chain: Chain,
  numbers: Numbers,
  legs: readonly Leg[],
  { secondSourceAbove = SECOND_SOURCE_ABOVE }: PlanOptions,
): Promise<SecondOpinion> {
  const [first] = legs
  if (!first || worthOf(legs).compare(secondSourceAbove) <= 0) return 'none'
  const netuids = [...new Set(legs.flatMap(({ subnets }) => subnets.map(({ netuid }) => netuid)))]
  return askSecondSource(chain, numbers, first.operation.coldkey, netuids)
}

interface Before {
  /** What the legs before it take, and their fees. */
  readonly spent: Balance
  readonly fees: Balance
  readonly options: PlanOptions
  /** Free TAO before the first leg. */
  readonly free: Balance
  readonly feeOf: (chain: Chain, parts: LegCalls) => Promise<Balance>
}

/** What calls cost; calls of the same names and the same length cost the same, so each of these is asked for once. */
function feesOf(at: ChainAt, coldkey: string, batched: boolean): Before['feeOf'] {
  const known = new Map<string, Promise<Balance>>()
  return (chain, parts) => {
    // Batches of one leg cost more together than one batch of all.
    const together = batched && parts.together === 'single' ? 'atomic' : parts.together
    const call = batchCall(chain, { ...parts, together })
    const key = [call.bytes.length, ...parts.calls.map(({ name }) => name)].join(' ')
    const fee = known.get(key) ?? estimateFee(at, call, coldkey)
    known.set(key, fee)
    return fee
  }
}

async function planLeg(
  chain: Chain,
  operation: Operation,
  world: World,
  before: Before,
): Promise<{ leg: Leg; after: World }> {
  const kind = kindOf(operation)
  const first: Preview = preview(operation, world)
  for (const hotkey of kind.needs(operation).hotkeys ?? []) {
    if (!world.snapshot.hotkeys.get(hotkey)?.exists) throw new HotkeyNotFound(hotkey)
  }
  // TAO that is not there is named before the pool's own refusal: no limit and no mode helps against it.
  const part = spendsPart(operation)
  if (!part && first.spends.compare(world.free) <= 0) throwRefusal(first)
  // What a call costs does not depend on its amount.
  const priced = part ? preview({ ...operation, amount: '1' }, world) : first
  const pricedParts = kind.calls(chain, priced)
  const networkFee = await before.feeOf(chain, pricedParts)

  const { paid, feeInAlpha } = payFee(first, networkFee, world, before)
  const previewed =
    part || feeInAlpha ? previewAfterFee(operation, { ...paid, networkFee }, feeInAlpha) : first
  const fee = { spends: previewed.spends, networkFee, feeInAlpha }
  checkBalance(before, fee, world)
  throwRefusal(previewed)
  checkPlainCall(previewed)
  checkLimits(previewed)
  const parts = previewed === priced ? pricedParts : kind.calls(chain, previewed)
  const warnings = feeInAlpha ? [...previewed.warnings, alphaFeeWarning(feeInAlpha)] : previewed.warnings
  const leg = {
    ...previewed,
    warnings,
    quote: previewed.chosen.quote,
    parts,
    call: batchCall(chain, parts),
    networkFee,
    feeInAlpha,
  } as Leg
  return { leg, after: withLessTao(kind.after(leg, paid), taoFee(leg)) }
}

/** Whether its amount is a part of the free TAO. */
function spendsPart(operation: Operation): operation is OperationOf<'stake' | 'stakeBurn'> {
  const { kind } = operation
  return (kind === 'stake' || kind === 'stakeBurn') && /^all$|%$/.test(operation.amount)
}

function throwRefusal({ chosen }: Preview): void {
  if (chosen.result !== 'refused') return
  throw chosen.refusal ?? new StakeError('Refused', 'The chain would refuse this.')
}

/** A plain call is cut at 1,000,000 or 0.000001 TAO per alpha without a refund (chain-rules 1.6, 2.3). */
function checkPlainCall({ chosen, amount }: Preview): void {
  if (chosen.mode === 'unsafe' && chosen.result === 'partial' && chosen.quote) {
    throw new WouldBeCut(amount, chosen.quote.spent)
  }
}

/** TAO pays the fee; where there is too little, the one position that the call takes from (chain-rules 3.3). */
function payFee(
  previewed: Preview,
  networkFee: Balance,
  world: World,
  { options }: Before,
): { paid: World; feeInAlpha: Balance | undefined } {
  const keep = world.snapshot.existentialDeposit
  if (world.free.rao >= networkFee.rao + keep.rao) return { paid: world, feeInAlpha: undefined }
  const payer = kindOf(previewed.operation).paysInAlpha?.(previewed, world)
  const shown = { free: world.free, amount: Balance.zero(), fee: networkFee, keep }
  if (!payer || options.batched) throw new InsufficientBalance(shown)
  const stake = positionOf(payer, world)?.stake ?? Balance.zero(payer.netuid)
  const { now } = poolOf(world, payer.netuid)
  const { bits } = spotPrice(now)
  const worth = bits === 0n ? 0n : (networkFee.rao << 64n) / bits
  if (worth > stake.rao) throw new InsufficientBalance(shown)
  const alpha = worth === 0n ? stake : Balance.fromRao(worth, payer.netuid)
  // It is sold without a swap fee, at any price.
  const sold = quoteSell(now, alpha, { fees: false, limitPrice: 0n })
  return { paid: withPools(withLessStake(world, payer, alpha), sold.after), feeInAlpha: alpha }
}

function previewAfterFee(operation: Operation, world: World, feeInAlpha: Balance | undefined): Preview {
  try {
    return preview(operation, world)
  } catch (error) {
    throw feeInAlpha && error instanceof InsufficientStake ? new FeeTakesAlpha(feeInAlpha, error) : error
  }
}

function alphaFeeWarning(alpha: Balance): Warning {
  return {
    code: 'FeeInAlpha',
    message: `There is too little free TAO for the network fee: ${alpha.toString()} alpha of this position pay it first.`,
  }
}

function taoFee({ networkFee, feeInAlpha }: Pick<Leg, 'networkFee' | 'feeInAlpha'>): Balance {
  return feeInAlpha ? Balance.zero() : networkFee
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

/** What storage says must agree with what the runtime itself would quote, within one rao; on pools no leg moved. */
async function checkSimulation(at: ChainAt, { swaps }: Leg, { snapshot }: World): Promise<void> {
  for (const { quote } of swaps) {
    const { pool, side, spent } = quote
    if (pool !== snapshot.subnets.get(pool.netuid)?.pool) continue
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
  { free, ...before }: Before,
  leg: Pick<Leg, 'spends' | 'networkFee' | 'feeInAlpha'>,
  { snapshot }: World,
): void {
  const spent = before.spent.add(leg.spends)
  const fees = before.fees.add(taoFee(leg))
  const keep = snapshot.existentialDeposit
  // What alpha pays for needs no TAO, not even the deposit that is there already.
  if (spent.isZero() && fees.isZero()) return
  if (free.rao < spent.rao + fees.rao + keep.rao) {
    throw new InsufficientBalance({ free, amount: spent, fee: fees, keep })
  }
}
