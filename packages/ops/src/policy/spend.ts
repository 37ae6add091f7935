import { Balance, mulDivCeil } from '@stake/math'
import type { Flow } from './flow.ts'
import { type Readings, subnetOf } from './readings.ts'

/** Something that leaves the free balance or a position; plain JSON, as the journal keeps it. */
export interface Spend {
  /** `moved`: it came from stake elsewhere and goes into this subnet; it counts for the subnet only. */
  readonly from: 'free' | 'stake' | 'moved'
  /** The subnet it goes into or leaves; absent for a payment. */
  readonly netuid?: number
  /** What it is worth at the spot price, in TAO, rounded up. */
  readonly worth: string
  /** The same in the subnet's alpha, rounded up; absent where there is no price. */
  readonly alpha?: string
}

const ROOT = 0
const U64_MAX = 2n ** 64n - 1n

/** What flows take, valued at the spot prices of the block. */
export function spendsOf(flows: readonly Flow[], readings: Readings): Spend[] {
  return flows.flatMap((flow) => spendsOfOne(flow, readings))
}

function spendsOfOne(flow: Flow, readings: Readings): Spend[] {
  switch (flow.is) {
    case 'buy':
    case 'registration':
      return [ofTao('free', flow.netuid, flow.tao, readings)]
    case 'sell':
    case 'giveUp':
      return [ofAlpha(flow.netuid, flow.alpha, readings)]
    case 'move': {
      const { from, to, alpha } = flow
      const left = ofAlpha(from.netuid, alpha, readings)
      if (from.netuid === to.netuid) return [left]
      return [left, ofTao('moved', to.netuid, worthOf(alpha, readings, from.netuid), readings)]
    }
    case 'restake': {
      const tao = flow.sales.reduce((sum, { netuid, alpha }) => sum + worthOf(alpha, readings, netuid), 0n)
      return [ofTao('moved', flow.netuid, tao, readings)]
    }
    case 'payment':
      return [{ from: 'free', worth: amountText(flow.tao) }]
    case 'named':
      return []
  }
}

function ofTao(from: Spend['from'], netuid: number, tao: bigint, readings: Readings): Spend {
  const alpha = netuid === ROOT ? undefined : alphaFor(tao, readings, netuid)
  return { from, netuid, worth: amountText(tao), ...(alpha !== undefined && { alpha: amountText(alpha) }) }
}

function ofAlpha(netuid: number, alpha: bigint, readings: Readings): Spend {
  return {
    from: 'stake',
    netuid,
    worth: amountText(worthOf(alpha, readings, netuid)),
    ...(netuid !== ROOT && { alpha: amountText(alpha) }),
  }
}

/** What alpha is worth in TAO at the spot price, rounded up. */
export function worthOf(alpha: bigint, readings: Readings, netuid: number): bigint {
  return netuid === ROOT ? alpha : mulDivCeil(alpha, subnetOf(readings, netuid).price.bits, 1n << 64n)
}

function alphaFor(tao: bigint, readings: Readings, netuid: number): bigint | undefined {
  const { bits } = subnetOf(readings, netuid).price
  return bits === 0n ? undefined : mulDivCeil(tao, 1n << 64n, bits)
}

/** More than there can be of any token is as much as there can be. */
function amountText(rao: bigint): string {
  return Balance.fromRao(rao > U64_MAX ? U64_MAX : rao).toString()
}
