import type { AccountId32, CallArgs } from '@stake/schema'
import type { Context } from '../../runtime/context.ts'
import { moduleError } from '../../runtime/dispatch-failure.ts'
import { ensureRoot, ensureSigned, type PalletCalls } from '../../runtime/pallet-calls.ts'
import { benchmarked } from '../../runtime/weight.ts'
import { ownsHotkey } from '../subtensor/hotkeys.ts'
import { executeBatchedOrders } from './batched-orders.ts'
import { executeOrders } from './execute-orders.ts'
import { orderId } from './order.ts'
import { palletHolder } from './pallet-account.ts'

/** Orders that were signed elsewhere and are brought by others. These weights are near the chain's. */
export const limitOrdersCalls: PalletCalls<'LimitOrders'> = {
  execute_orders: {
    weight: ({ orders }) => weightOf(orders.length),
    dispatch(context, origin, args) {
      const relayer = ensureSigned(origin)
      ensureEnabled(context)
      executeOrders(context, relayer, args)
    },
  },
  execute_batched_orders: {
    weight: ({ orders }) => weightOf(orders.length),
    dispatch(context, origin, args) {
      const relayer = ensureSigned(origin)
      ensureEnabled(context)
      executeBatchedOrders(context, relayer, args)
    },
  },
  cancel_order: {
    weight: () => benchmarked(20_000_000n, 1, 1),
    dispatch: (context, origin, args) => cancelOrder(context, ensureSigned(origin), args),
  },
  set_pallet_status: {
    weight: () => benchmarked(15_000_000n, 1, 1),
    dispatch(context, origin, args) {
      ensureRoot(origin)
      setPalletStatus(context, args)
    },
  },
}

function weightOf(orders: number) {
  return benchmarked(900_000_000n * BigInt(orders), 32 * orders, 18 * orders)
}

function ensureEnabled({ storage }: Context): void {
  if (!storage.get('LimitOrders', 'LimitOrdersEnabled'))
    throw moduleError('LimitOrders', 'LimitOrdersDisabled')
}

/** Takes an order back for good, while nothing was executed of it. */
function cancelOrder(
  context: Context,
  signer: AccountId32,
  { order }: CallArgs<'LimitOrders', 'cancel_order'>,
): void {
  if (order.value.signer !== signer) throw moduleError('LimitOrders', 'Unauthorized')
  const order_id = orderId(order)
  if (context.storage.has('LimitOrders', 'Orders', order_id))
    throw moduleError('LimitOrders', 'OrderAlreadyProcessed')
  context.storage.put('LimitOrders', 'Orders', [order_id], { type: 'Cancelled' })
  context.deposit('LimitOrders', 'OrderCancelled', { order_id, signer })
}

function setPalletStatus(context: Context, { enabled }: CallArgs<'LimitOrders', 'set_pallet_status'>): void {
  const { coldkey, hotkey } = palletHolder
  if (enabled && !ownsHotkey(context.storage, coldkey, hotkey))
    throw moduleError('LimitOrders', 'PalletHotkeyNotRegistered')
  context.storage.put('LimitOrders', 'LimitOrdersEnabled', [], enabled)
  context.deposit('LimitOrders', 'LimitOrdersPalletStatusChanged', { enabled })
}
