import { describe, expect, test } from 'vitest'
import { balancer } from './balancer.ts'
import { constantProduct } from './constant-product.ts'
import type { SwapOrder } from './curve.ts'
import { InvalidArgument } from './invalid-argument.ts'
import { stable } from './stable.ts'

const order: SwapOrder = {
  side: 'buy',
  reserves: { tao: 10n ** 12n, alpha: 10n ** 12n },
  amount: 10n ** 9n,
  limitPrice: 10n ** 15n,
  feeRate: 33,
}

describe.each([
  ['stable', stable],
  ['constant product', constantProduct],
  ['balancer', balancer(497_312_345_678_901_234n)],
] as const)('the %s curve', (_name, curve) => {
  test('takes a good order', () => {
    expect(curve.swap(order).paidIn > 0n).toBe(true)
    expect(curve.largest(order) > 0n).toBe(true)
  })

  const noAmount = [-1n, 2n ** 64n, 1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '1', null] as bigint[]
  const bad: SwapOrder[] = [
    ...noAmount.map((amount) => ({ ...order, amount })),
    ...noAmount.map((limitPrice) => ({ ...order, limitPrice })),
    ...noAmount.map((tao) => ({ ...order, reserves: { ...order.reserves, tao } })),
    ...noAmount.map((alpha) => ({ ...order, reserves: { ...order.reserves, alpha } })),
    ...[-1, 65_536, 0.5, Number.NaN].map((feeRate) => ({ ...order, feeRate })),
    { ...order, side: 'both' as 'buy' },
  ]

  test.each(bad)('refuses %o', (order) => {
    expect(() => curve.swap(order)).toThrow(InvalidArgument)
    if (order.amount === 10n ** 9n) expect(() => curve.largest(order)).toThrow(InvalidArgument)
  })
})
