import type { AccountId32, CallArgs, SignedOrder } from '@stake/schema'
import type { Context } from '../../runtime/context.ts'
import { DispatchFailure } from '../../runtime/dispatch-failure.ts'
import { transfer } from '../balances.ts'
import { ensureExecutable, isBuy, noteFill, orderId, partOf, worstPrice } from './order.ts'
import { buyForOrder, sellForOrder } from './order-trades.ts'

/** Executes orders one after another; those that cannot be are skipped, or fail all. */
export function executeOrders(
  context: Context,
  relayer: AccountId32,
  { orders, should_fail }: CallArgs<'LimitOrders', 'execute_orders'>,
): void {
  for (const order of orders)
    try {
      context.transact(() => execute(context, order, relayer))
    } catch (failure) {
      if (should_fail || !(failure instanceof DispatchFailure)) throw failure
      const order_id = orderId(order.order)
      context.deposit('LimitOrders', 'OrderSkipped', { order_id, reason: failure.error })
    }
}

/** Trades with the pool. The fee is TAO: off what a buyer spends, or off what a seller gets. */
function execute(context: Context, signed: SignedOrder, relayer: AccountId32): void {
  ensureExecutable(context, signed, relayer)
  const order = signed.order.value
  const { signer, hotkey, netuid, order_type, fee_rate, fee_recipient } = order
  const asked = signed.partial_fill ?? order.amount
  const trade = { coldkey: signer, hotkey, netuid, limitPrice: worstPrice(order) }
  const buys = isBuy(order)
  const withheld = buys ? partOf(asked, fee_rate) : 0n
  const amount_in = asked - withheld
  const received = (buys ? buyForOrder : sellForOrder)(context, { ...trade, amount: amount_in })
  const fee = buys ? withheld : partOf(received, fee_rate)
  if (fee > 0n) transfer(context, signer, fee_recipient, fee, 'allowDeath')
  noteFill(context.storage, signed)
  context.deposit('LimitOrders', 'OrderExecuted', {
    order_id: orderId(signed.order),
    signer,
    netuid,
    order_type,
    amount_in,
    amount_out: buys ? received : received - fee,
  })
}
