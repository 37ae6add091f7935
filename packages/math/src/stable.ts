import { type Curve, checkOrder } from './curve.ts'
import { FIXED_ONE, saturatingAdd, saturatingSubtract, U64_MAX } from './fixed-point.ts'

const RAO_PER_TOKEN = 10n ** 9n

/** Root and subnets of mechanism 0: TAO and alpha exchange one to one, without fee, and no limit stops the swap. */
export const stable: Curve = {
  price: () => FIXED_ONE,
  swap(order) {
    checkOrder(order)
    const { side, reserves, amount } = order
    const { tao, alpha } = reserves
    const after =
      side === 'buy'
        ? { tao: saturatingAdd(tao, amount), alpha: saturatingSubtract(alpha, amount) }
        : { tao: saturatingSubtract(tao, amount), alpha: saturatingAdd(alpha, amount) }
    return {
      paidIn: amount,
      fee: 0n,
      received: amount,
      limitHit: false,
      after,
      startPrice: FIXED_ONE,
      endPrice: FIXED_ONE,
    }
  },
  largest(terms) {
    checkOrder({ ...terms, amount: 0n })
    const { side, limitPrice } = terms
    const within = side === 'buy' ? limitPrice >= RAO_PER_TOKEN : limitPrice <= RAO_PER_TOKEN
    return within ? U64_MAX : 0n
  },
  inputTo: (side, _reserves, target) =>
    (side === 'buy' ? target >= FIXED_ONE : target <= FIXED_ONE) ? U64_MAX : 0n,
}
