import { grownBy, paidOut, remainingBits, WEIGHT_ONE } from './balancer.ts'
import type { Curve } from './curve.ts'
import { fixedDivFloor, saturatingAdd } from './fixed-point.ts'
import { integerRootFloor } from './integer-root.ts'
import { limitedCurve, type SwapFormulas } from './limited-swap.ts'

/** The balancer's formulas at equal weights, where the powers are a ratio and a square root. */
export const constantProductFormulas: SwapFormulas = {
  price: ({ tao, alpha }) => fixedDivFloor(tao, alpha),

  received(side, { tao, alpha }, net) {
    const [reserveIn, reserveOut] = side === 'buy' ? [tao, alpha] : [alpha, tao]
    const grown = saturatingAdd(reserveIn, net)
    return paidOut(reserveOut, remainingBits(grown === 0n ? undefined : (reserveIn * WEIGHT_ONE) / grown))
  },

  inputToPrice(side, { tao, alpha }, current, limit) {
    const [reserve, to, from] = side === 'buy' ? [tao, limit, current] : [alpha, current, limit]
    if (from === 0n) return 0n
    return grownBy(reserve, integerRootFloor((to * WEIGHT_ONE ** 2n) / from, 2n))
  },
}

/** Tao times alpha stays the same; the balancer at weights of one half. */
export const constantProduct: Curve = limitedCurve(constantProductFormulas)
