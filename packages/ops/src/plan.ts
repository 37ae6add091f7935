import {
  type BlockRef,
  buildCall,
  type Call,
  type Chain,
  estimateFee,
  type Hex,
  type Position,
  RuntimeChanged,
  readSnapshot,
  type Snapshot,
  simulateBuy,
  simulateSell,
} from '@stake/chain'
import { Balance, type Pool, quoteBuy, quoteSell, StakeError, SwapError, type SwapQuote } from '@stake/math'
import {
  HotkeyNotFound,
  InsufficientBalance,
  InvalidOperation,
  QuoteDisagrees,
  UselessLimit,
  WouldBeCut,
} from './errors.ts'
import type { Operation } from './operation.ts'
import { type Preview, positionOf, preview } from './preview.ts'

/** One Operation, priced and encoded. */
export interface Leg extends Preview {
  /** The trade that is expected, at the price the legs before it leave. */
  readonly quote: SwapQuote
  /** The exact call that will be signed. */
  readonly call: Call
  /** The most that the network fee can be, in TAO. */
  readonly networkFee: Balance
}

/** Operations of one coldkey, priced leg by leg in order on the pools as the legs before them leave them. */
export interface Plan {
  readonly genesisHash: Hex
  readonly specVersion: number
  readonly coldkey: string
  /** The block that every number was read at. */
  readonly block: BlockRef
  readonly legs: readonly Leg[]
  /** TAO that the stakes take, without network fees. */
  readonly spent: Balance
  /** The most that all network fees can be together. */
  readonly networkFees: Balance
  /** Free TAO at the block, and what must stay of it. */
  readonly free: Balance
  readonly existentialDeposit: Balance
}

/**
 * Reads what the Operations need at one block, prices them in order, and encodes their calls. Sends nothing.
 *
 * @param snapshot - numbers read before; by default they are read now
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
export async function plan(
  chain: Chain,
  operations: readonly Operation[],
  snapshot?: Snapshot,
): Promise<Plan> {
  const [first] = operations
  if (!first) throw new InvalidOperation('list', 'is empty')
  if (operations.some(({ coldkey }) => coldkey !== first.coldkey)) {
    throw new InvalidOperation('coldkey', 'differs between the operations of one plan')
  }
  if (new Set(operations.map(({ id }) => id)).size < operations.length) {
    throw new InvalidOperation('id', 'is used twice in one plan')
  }
  const numbers = snapshot ?? (await readSnapshotFor(chain, operations))
  if (numbers.specVersion !== chain.specVersion)
    throw new RuntimeChanged(chain.specVersion, numbers.specVersion)
  const moved = new Map<number, Pool>()
  const legs: Leg[] = []
  let { positions } = numbers
  for (const operation of operations) {
    const untouched = !moved.has(operation.netuid)
    const leg = await planLeg(chain, operation, { ...numbers, positions }, moved)
    if (untouched) await checkSimulation(chain, leg, numbers.block)
    moved.set(operation.netuid, poolAfter(leg.quote))
    positions = positions.map((position) => without(leg, position))
    legs.push(leg)
  }
  const free = numbers.accounts.get(first.coldkey)?.free ?? Balance.zero()
  const result: Plan = {
    genesisHash: chain.genesisHash,
    specVersion: numbers.specVersion,
    coldkey: first.coldkey,
    block: numbers.block,
    legs,
    spent: sum(legs.filter(({ operation }) => operation.kind === 'stake').map(({ amount }) => amount)),
    networkFees: sum(legs.map(({ networkFee }) => networkFee)),
    free,
    existentialDeposit: numbers.existentialDeposit,
  }
  checkBalance(result)
  return result
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
  return readSnapshot(await chain.at('best'), {
    coldkeys: operations.map(({ coldkey }) => coldkey),
    hotkeys: operations.map(({ hotkey }) => hotkey),
    netuids: operations.map(({ netuid }) => netuid),
  })
}

async function planLeg(
  chain: Chain,
  operation: Operation,
  snapshot: Snapshot,
  moved: ReadonlyMap<number, Pool>,
): Promise<Leg> {
  const previewed = preview(operation, snapshot, moved)
  if (!snapshot.hotkeys.get(operation.hotkey)?.exists) throw new HotkeyNotFound(operation.hotkey)
  const { chosen } = previewed
  if (!chosen.quote) {
    await checkFunds(chain, previewed, snapshot)
    throw chosen.refusal ?? new StakeError('Refused', 'The chain would refuse this trade.')
  }
  // A plain call is cut at 1,000,000 or 0.000001 TAO per alpha without a refund (chain-rules 1.6, 2.3).
  if (operation.mode === 'unsafe' && chosen.result === 'partial') {
    throw new WouldBeCut(previewed.amount, chosen.quote.spent)
  }
  checkLimit(previewed, chosen.quote)
  const call = encode(chain, previewed, snapshot)
  const networkFee = await estimateFee(await chain.at(snapshot.block), call, operation.coldkey)
  return { ...previewed, quote: chosen.quote, call, networkFee }
}

/** TAO that is not there is named before the pool's own refusal: no limit and no mode helps against it. */
async function checkFunds(chain: Chain, previewed: Preview, snapshot: Snapshot): Promise<void> {
  const { operation, amount } = previewed
  const free = snapshot.accounts.get(operation.coldkey)?.free ?? Balance.zero()
  if (operation.kind !== 'stake' || amount.compare(free) <= 0) return
  const call = encode(chain, previewed, snapshot)
  const fee = await estimateFee(await chain.at(snapshot.block), call, operation.coldkey)
  throw new InsufficientBalance({ free, amount, fee, keep: snapshot.existentialDeposit })
}

/** The call of each kind and mode (design: “The one way through”). */
function encode(chain: Chain, { operation, amount, chosen }: Preview, snapshot: Snapshot): Call {
  const { kind, hotkey, netuid, mode } = operation
  const limit_price = chosen.limitPrice
  const allow_partial = mode === 'partial'
  if (kind === 'stake') {
    const stake = { hotkey, netuid, amount_staked: amount.rao }
    return limit_price === undefined
      ? buildCall(chain, 'SubtensorModule', 'add_stake', stake)
      : buildCall(chain, 'SubtensorModule', 'add_stake_limit', { ...stake, limit_price, allow_partial })
  }
  // A position grows while the transaction waits: a full exit names no amount, so that no dust stays behind.
  const whole = operation.amount === 'all' && positionOf(operation, snapshot)?.stake.equals(amount)
  if (whole && !allow_partial) {
    return buildCall(chain, 'SubtensorModule', 'remove_stake_full_limit', { hotkey, netuid, limit_price })
  }
  const unstake = { hotkey, netuid, amount_unstaked: amount.rao }
  return limit_price === undefined
    ? buildCall(chain, 'SubtensorModule', 'remove_stake', unstake)
    : buildCall(chain, 'SubtensorModule', 'remove_stake_limit', { ...unstake, limit_price, allow_partial })
}

/** A limit that lets a trade through which loses more than twice the tolerance protects nothing. */
function checkLimit({ chosen, tolerance, operation }: Preview, quote: SwapQuote): void {
  if (operation.mode === 'unsafe') return
  const { limitPrice } = chosen
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

/** What storage says must agree with what the runtime itself would quote, within one rao. */
async function checkSimulation(chain: Chain, leg: Leg, block: BlockRef): Promise<void> {
  const { pool, quote } = leg
  const amount = quote.spent
  const ours = quote.side === 'buy' ? quoteBuy(pool, amount) : quoteSell(pool, amount)
  const at = await chain.at(block)
  const theirs =
    quote.side === 'buy' ? await simulateBuy(at, pool.netuid, amount) : await simulateSell(at, amount)
  const difference = theirs ? theirs.received.rao - ours.received.rao : undefined
  if (difference === undefined || difference > 1n || difference < -1n) {
    const answer = theirs ? theirs.received.toString() : 'it would fail'
    throw new QuoteDisagrees(pool.netuid, ours.received.toString(), answer)
  }
}

/** The pool as a leg leaves it: the fee of a sale is alpha, and the block's author sells it at once (chain-rules 1.4). */
function poolAfter({ side, fee, after }: SwapQuote): Pool {
  if (side === 'buy' || fee.isZero()) return after
  try {
    return quoteSell(after, fee, { fees: false }).after
  } catch (error) {
    // Too little to be sold.
    if (error instanceof SwapError) return after
    throw error
  }
}

/** A position after an unstake before it; what a stake before it brings does not count, as it may fail. */
function without({ operation, amount }: Leg, position: Position): Position {
  const { coldkey, hotkey, netuid, stake, available } = position
  if (operation.kind !== 'unstake' || operation.coldkey !== coldkey || operation.netuid !== netuid)
    return position
  const own = operation.hotkey === hotkey
  // A lock holds the alpha of all hotkeys: where it binds, each of them has what the others took less.
  const bound = own || available.compare(stake) < 0
  const less = (balance: Balance) => balance.subtract(Balance.min(balance, amount))
  return { ...position, stake: own ? less(stake) : stake, available: bound ? less(available) : available }
}

/** Amounts, fees and the existential deposit must be there before the first leg; no leg's proceeds count. */
function checkBalance({ spent, networkFees, free, existentialDeposit }: Plan): void {
  if (free.rao < spent.rao + networkFees.rao + existentialDeposit.rao) {
    throw new InsufficientBalance({ free, amount: spent, fee: networkFees, keep: existentialDeposit })
  }
}

function sum(amounts: readonly Balance[]): Balance {
  return amounts.reduce((total, amount) => total.add(amount), Balance.zero())
}
