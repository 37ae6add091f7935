import type { AccountId32, CallArgs, Hex, OrderSide, SignedOrder } from '@stake/schema'
import type { Context } from '../../runtime/context.ts'
import { moduleError } from '../../runtime/dispatch-failure.ts'
import { transfer } from '../balances.ts'
import { ROOT } from '../subtensor/subnets.ts'
import { alphaPrice } from '../swap.ts'
import { ensureExecutable, isBuy, noteFill, orderId, partOf, worstPrice } from './order.ts'
import { buyForOrder, collectAlpha, payOutAlpha, sellForOrder } from './order-trades.ts'
import { palletHolder } from './pallet-account.ts'

/** An order of a batch with what it puts in. */
interface Entry {
  readonly id: Hex
  readonly signed: SignedOrder
  /** TAO or alpha that the signer gives. */
  readonly gross: bigint
  /** What of it trades: a buyer's without the fee. */
  readonly net: bigint
}

interface Batch {
  readonly netuid: number
  /** U64F64 bits, of the moment before the batch trades. */
  readonly price: bigint
  readonly buys: readonly Entry[]
  readonly sells: readonly Entry[]
  /** TAO of all buyers. */
  readonly buying: bigint
  /** Alpha of all sellers. */
  readonly selling: bigint
  /** The sellers' alpha in TAO, and the buyers' TAO in alpha, at that price. */
  readonly sellingInTao: bigint
  readonly buyingInAlpha: bigint
}

/**
 * Executes orders of one subnet together: buyers and sellers trade with each other at the price of the moment, and
 * only what is left of the larger side trades with the pool. All succeed, or none.
 */
export function executeBatchedOrders(
  context: Context,
  relayer: AccountId32,
  { netuid, orders }: CallArgs<'LimitOrders', 'execute_batched_orders'>,
): void {
  if (netuid === ROOT) throw moduleError('LimitOrders', 'RootNetUidNotAllowed')
  const entries = entriesOf(context, relayer, netuid, orders)
  if (entries.length === 0) return
  const batch = batchOf(context, netuid, entries)
  collect(context, batch)
  const { side, amount, received } = tradeRest(context, batch)
  payBuyers(context, batch, side === 'Buy' ? received + batch.selling : batch.buyingInAlpha)
  const fees = paySellers(context, batch, side === 'Sell' ? received + batch.buying : batch.sellingInTao)
  payFees(context, batch, fees)
  context.deposit('LimitOrders', 'GroupExecutionSummary', {
    netuid,
    net_side: { type: side },
    net_amount: amount,
    actual_out: received,
    executed_count: entries.length,
  })
}

function entriesOf(
  context: Context,
  relayer: AccountId32,
  netuid: number,
  orders: readonly SignedOrder[],
): Entry[] {
  const seen = new Set<Hex>()
  return orders.map((signed) => {
    const id = orderId(signed.order)
    if (seen.has(id)) throw moduleError('LimitOrders', 'DuplicateOrderInBatch')
    seen.add(id)
    const order = signed.order.value
    if (order.netuid !== netuid) throw moduleError('LimitOrders', 'OrderNetUidMismatch')
    ensureExecutable(context, signed, relayer)
    const gross = signed.partial_fill ?? order.amount
    return { id, signed, gross, net: isBuy(order) ? gross - partOf(gross, order.fee_rate) : gross }
  })
}

function batchOf({ storage }: Context, netuid: number, entries: readonly Entry[]): Batch {
  const buys = entries.filter(({ signed }) => isBuy(signed.order.value))
  const sells = entries.filter(({ signed }) => !isBuy(signed.order.value))
  const [buying, selling] = [sumOf(buys), sumOf(sells)]
  const price = alphaPrice(storage, netuid).bits
  return {
    netuid,
    price,
    buys,
    sells,
    buying,
    selling,
    sellingInTao: worth(selling, price),
    buyingInAlpha: price === 0n ? 0n : (buying << 64n) / price,
  }
}

/** Alpha in TAO. */
function worth(alpha: bigint, price: bigint): bigint {
  return (alpha * price) >> 64n
}

function sumOf(entries: readonly Entry[]): bigint {
  return entries.reduce((sum, { net }) => sum + net, 0n)
}

/** The pallet takes all that is to be traded. */
function collect(context: Context, { netuid, buys, sells }: Batch): void {
  for (const { signed, gross } of buys)
    transfer(context, signed.order.value.signer, palletHolder.coldkey, gross, 'allowDeath')
  for (const { signed, gross } of sells) {
    const { signer: coldkey, hotkey } = signed.order.value
    collectAlpha(context, { from: { coldkey, hotkey }, to: palletHolder, netuid, alpha: gross })
  }
}

interface Rest {
  readonly side: OrderSide['type']
  readonly amount: bigint
  readonly received: bigint
}

/** Trades what is left of the larger side with the pool, at no worse a price than its strictest order has. */
function tradeRest(context: Context, batch: Batch): Rest {
  const { netuid, buys, sells, buying, selling, sellingInTao, buyingInAlpha } = batch
  const side = buying >= sellingInTao ? 'Buy' : 'Sell'
  const amount = side === 'Buy' ? buying - sellingInTao : selling - buyingInAlpha
  if (amount <= 0n) return { side, amount: 0n, received: 0n }
  const prices = (side === 'Buy' ? buys : sells).map(({ signed }) => worstPrice(signed.order.value))
  const limitPrice = prices.reduce((strictest, price) =>
    price < strictest === (side === 'Buy') ? price : strictest,
  )
  const trade = { ...palletHolder, netuid, amount, limitPrice }
  const received = (side === 'Buy' ? buyForOrder : sellForOrder)(context, trade, true)
  if (received === 0n) throw moduleError('LimitOrders', 'SwapReturnedZero')
  return { side, amount, received }
}

function payBuyers(context: Context, { netuid, buys, buying }: Batch, alpha: bigint): void {
  for (const entry of buys) {
    const share = (alpha * entry.net) / buying
    if (share === 0n) throw moduleError('LimitOrders', 'ZeroShareInBatch')
    const { signer: coldkey, hotkey } = entry.signed.order.value
    payOutAlpha(context, { from: palletHolder, to: { coldkey, hotkey }, netuid, alpha: share })
    conclude(context, entry, share)
  }
}

/** Returns the fees, by who gets them. */
function paySellers(
  context: Context,
  { price, sells, sellingInTao }: Batch,
  tao: bigint,
): Map<AccountId32, bigint> {
  const fees = new Map<AccountId32, bigint>()
  for (const entry of sells) {
    const { signer, fee_rate, fee_recipient } = entry.signed.order.value
    const share = sellingInTao === 0n ? 0n : (tao * worth(entry.net, price)) / sellingInTao
    const fee = partOf(share, fee_rate)
    if (share === fee) throw moduleError('LimitOrders', 'ZeroShareInBatch')
    addFee(fees, fee_recipient, fee)
    transfer(context, palletHolder.coldkey, signer, share - fee, 'allowDeath')
    conclude(context, entry, share - fee)
  }
  return fees
}

function payFees(context: Context, { buys }: Batch, fees: Map<AccountId32, bigint>): void {
  for (const { signed, gross, net } of buys) {
    addFee(fees, signed.order.value.fee_recipient, gross - net)
  }
  for (const [recipient, fee] of fees) transfer(context, palletHolder.coldkey, recipient, fee, 'allowDeath')
}

/** Who gets nothing is not named, so that those who do are paid in the order of their first fees. */
function addFee(fees: Map<AccountId32, bigint>, recipient: AccountId32, fee: bigint): void {
  if (fee > 0n) fees.set(recipient, (fees.get(recipient) ?? 0n) + fee)
}

function conclude(context: Context, { id, signed, gross }: Entry, amount_out: bigint): void {
  const { signer, netuid, order_type } = signed.order.value
  noteFill(context.storage, signed)
  context.deposit('LimitOrders', 'OrderExecuted', {
    order_id: id,
    signer,
    netuid,
    order_type,
    amount_in: gross,
    amount_out,
  })
}
