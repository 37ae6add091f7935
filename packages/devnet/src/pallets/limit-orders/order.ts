import { Blake2256 } from '@polkadot-api/substrate-bindings'
import type { AccountId32, Hex, Order, OrderStatus, SignedOrder, VersionedOrder } from '@stake/schema'
import { isSignedBy } from '../../chain/signature.ts'
import type { Context } from '../../runtime/context.ts'
import { moduleError } from '../../runtime/dispatch-failure.ts'
import type { Storage } from '../../runtime/storage.ts'
import { codecOf } from '../../scale/codec.ts'
import { toHex } from '../../scale/hex.ts'
import { ROOT } from '../subtensor/subnets.ts'
import { alphaPrice } from '../swap.ts'

/** The EVM chain id that orders name, as the official local network has it. */
const CHAIN_ID = 42n
const BILLION = 1_000_000_000n
const U64_MAX = 2n ** 64n - 1n

/** What an order is known by, and what its signature is over: the hash of its bytes, and they themselves. */
export function orderId(order: VersionedOrder): Hex {
  return toHex(Blake2256(codecOf('VersionedOrder').enc(order)))
}

export function isBuy({ order_type }: Order): boolean {
  return order_type.type === 'LimitBuy'
}

/** Parts of 1e9 of an amount, rounded down. */
export function partOf(amount: bigint, parts: number): bigint {
  return (amount * BigInt(parts)) / BILLION
}

/** The worst price at which the pool may end, in rao for an alpha; any price without a slippage. */
export function worstPrice(order: Order): bigint {
  const { limit_price, max_slippage } = order
  if (max_slippage === undefined) return isBuy(order) ? U64_MAX : 0n
  const slippage = partOf(limit_price, max_slippage)
  if (!isBuy(order)) return limit_price - slippage
  const ceiling = limit_price + slippage
  return ceiling < U64_MAX ? ceiling : U64_MAX
}

/** Fails for an order that cannot be executed now by this relayer, after the chain's checks in their order. */
export function ensureExecutable(
  { storage }: Context,
  { order: versioned, signature, partial_fill }: SignedOrder,
  relayer: AccountId32,
): void {
  const order = versioned.value
  if (order.netuid === ROOT) throw moduleError('LimitOrders', 'RootNetUidNotAllowed')
  if (order.chain_id !== CHAIN_ID) throw moduleError('LimitOrders', 'ChainIdMismatch')
  if (!isSignedBy(codecOf('VersionedOrder').enc(versioned), signature, order.signer))
    throw moduleError('LimitOrders', 'InvalidSignature')
  const status = storage.get('LimitOrders', 'Orders', orderId(versioned))
  if (status?.type === 'Fulfilled') throw moduleError('LimitOrders', 'OrderAlreadyProcessed')
  if (status?.type === 'Cancelled') throw moduleError('LimitOrders', 'OrderCancelled')
  if (storage.get('Timestamp', 'Now') > order.expiry) throw moduleError('LimitOrders', 'OrderExpired')
  if (!isTriggered(storage, order)) throw moduleError('LimitOrders', 'PriceConditionNotMet')
  if (order.relayer !== undefined && !order.relayer.includes(relayer))
    throw moduleError('LimitOrders', 'RelayerMissMatch')
  if (partial_fill === undefined) {
    // What is left of an order that was begun has to be asked for as a part.
    if (status !== undefined) throw moduleError('LimitOrders', 'IncorrectPartialFillAmount')
    return
  }
  if (order.relayer === undefined) throw moduleError('LimitOrders', 'RelayerRequiredForPartialFill')
  if (!order.partial_fills_enabled) throw moduleError('LimitOrders', 'PartialFillsNotEnabled')
  if (partial_fill === 0n || partial_fill > order.amount - filledOf(status))
    throw moduleError('LimitOrders', 'IncorrectPartialFillAmount')
}

/** Buys and stops wait for the price to fall to theirs, the others for it to rise. */
function isTriggered(storage: Storage, { netuid, order_type, limit_price }: Order): boolean {
  const price = alphaPrice(storage, netuid).rao
  return order_type.type === 'TakeProfit' ? price >= limit_price : price <= limit_price
}

/** Notes that an order was executed, whole or in part. */
export function noteFill(storage: Storage, { order, partial_fill }: SignedOrder): void {
  const id = orderId(order)
  const filled = filledOf(storage.get('LimitOrders', 'Orders', id)) + (partial_fill ?? order.value.amount)
  const status: OrderStatus =
    filled >= order.value.amount ? { type: 'Fulfilled' } : { type: 'PartiallyFilled', value: filled }
  storage.put('LimitOrders', 'Orders', [id], status)
}

function filledOf(status: OrderStatus | undefined): bigint {
  return status?.type === 'PartiallyFilled' ? status.value : 0n
}
