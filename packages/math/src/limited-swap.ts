import { type Curve, checkOrder, type Reserves, type Side, type SwapFill, type SwapOrder } from './curve.ts'
import { swapFeeFloor, swapFeeOnNetFloor } from './fee.ts'
import { FIXED_ONE, saturatingAdd, saturatingMul, saturatingSubtract } from './fixed-point.ts'
import { SwapError } from './swap-error.ts'

const RAO_PER_TOKEN = 10n ** 9n
/** A swap may bring in at most this many times the reserve of its token. */
const LARGEST_INPUT_RESERVES = 1000n
/** Pallet Swap's `MinimumReserve`: below it nothing is paid out. */
const MINIMUM_RESERVE = 1_000_000n

/** The three formulas in which one curve of pallet Swap differs from another. Amounts in rao, prices in U64F64 bits. */
export interface SwapFormulas {
  price(reserves: Reserves): bigint
  /** Output for a net input, rounded down. */
  received(side: Side, reserves: Reserves, net: bigint): bigint
  /** Net input that moves the price from `current` to `limit`, rounded down. */
  inputToPrice(side: Side, reserves: Reserves, current: bigint, limit: bigint): bigint
}

/** A curve under the rules of pallet Swap, whatever its formulas. */
export function limitedCurve(formulas: SwapFormulas, minimumReserve: bigint = MINIMUM_RESERVE): Curve {
  return {
    price: formulas.price,
    swap(order) {
      checkOrder(order)
      return limitedSwap(formulas, minimumReserve, order)
    },
    largest(terms) {
      checkOrder({ ...terms, amount: 0n })
      const amount = largestInput(terms.side === 'buy' ? terms.reserves.tao : terms.reserves.alpha)
      const { paidIn, fee } = limitedSwap(formulas, minimumReserve, { ...terms, amount })
      return saturatingAdd(paidIn, fee)
    },
    inputTo: (side, reserves, target) =>
      formulas.inputToPrice(side, reserves, formulas.price(reserves), target),
  }
}

/** The largest gross input that staking checks before anything else (`InsufficientLiquidity`). */
export function largestInput(reserveIn: bigint): bigint {
  return saturatingMul(reserveIn, LARGEST_INPUT_RESERVES)
}

/**
 * One swap of pallet Swap: the fee, then the checks in the chain's order, then the full fill or the fill up to the
 * limit price. Mirrors `do_swap` step by step.
 */
function limitedSwap(formulas: SwapFormulas, minimumReserve: bigint, order: SwapOrder): SwapFill {
  const { side, reserves, amount, limitPrice, feeRate } = order
  const buy = side === 'buy'
  const [reserveIn, reserveOut] = buy ? [reserves.tao, reserves.alpha] : [reserves.alpha, reserves.tao]
  const limit = limitBits(limitPrice)

  let fee = swapFeeFloor(amount, feeRate)
  let paidIn = amount - fee
  if (paidIn > largestInput(reserveIn)) throw new SwapError('SwapInputTooLarge', { amount, reserveIn })
  if (reserveOut < minimumReserve)
    throw new SwapError('ReservesTooLow', { amount, reserveOut, minimumReserve })
  const startPrice = formulas.price(reserves)
  if (buy ? startPrice >= limit : startPrice <= limit) {
    throw new SwapError('PriceLimitExceeded', { limitPrice, price: (startPrice * RAO_PER_TOKEN) >> 64n })
  }

  let received = formulas.received(side, reserves, paidIn)
  let after = moved(buy, reserves, paidIn, received)
  let endPrice = formulas.price(after)
  // A buy that drains the pool leaves a price of 0, so the chain does not see that it passed the limit.
  const limitHit = buy ? endPrice > limit : endPrice < limit
  if (limitHit) {
    paidIn = formulas.inputToPrice(side, reserves, startPrice, limit)
    fee = swapFeeOnNetFloor(paidIn, feeRate)
    received = formulas.received(side, reserves, paidIn)
    after = moved(buy, reserves, paidIn, received)
    endPrice = formulas.price(after)
  }
  if (paidIn !== 0n && received === 0n) throw new SwapError('ReservesTooLow', { amount, reserveOut })
  return { paidIn, fee, received, limitHit, after, startPrice, endPrice }
}

/** A limit price in rao per alpha as the U64F64 bits the chain compares with, rounded down. */
export function limitBits(limitPrice: bigint): bigint {
  return (limitPrice * FIXED_ONE) / RAO_PER_TOKEN
}

function moved(buy: boolean, { tao, alpha }: Reserves, paidIn: bigint, received: bigint): Reserves {
  return buy
    ? { tao: saturatingAdd(tao, paidIn), alpha: saturatingSubtract(alpha, received) }
    : { tao: saturatingSubtract(tao, received), alpha: saturatingAdd(alpha, paidIn) }
}
