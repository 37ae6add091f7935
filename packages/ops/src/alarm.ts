import { type Balance, mulDivCeil, mulDivFloor, Price } from '@stake/math'
import type { Trade } from './kinds/kind.ts'
import type { ReportBasis } from './report-basis.ts'

/** Something that went otherwise than the plan said. */
export interface Alarm {
  /** The Operation it is about. */
  readonly id: string
  readonly code:
    | 'BeyondLimit'
    | 'Drift'
    | 'EndedOtherwise'
    | 'FeeAbovePlan'
    | 'HoleFilled'
    | 'HoleLeft'
    | 'NotReadable'
    | 'NothingTraded'
    | 'PartlyFilled'
  readonly message: string
  readonly details: Readonly<Record<string, string | number | bigint>>
}

/** How a trade differs from what its plan expected. */
export function alarmsOf(basis: ReportBasis, trade: Trade, networkFee: Balance): Alarm[] {
  const { operation, leastReceived } = basis
  const alarms: Alarm[] = []
  const alarm = (code: Alarm['code'], message: string, details: Alarm['details']) =>
    alarms.push({ id: operation.id, code, message, details })

  if (!trade.executed.equals(basis.spent) || !trade.received.equals(basis.received)) {
    const { message, details } = drift(basis, trade)
    alarm('Drift', message, details)
  }
  const whole = trade.executed.equals(basis.spent)
  if (whole && leastReceived && trade.received.compare(leastReceived) < 0) {
    alarm(
      'BeyondLimit',
      `It brought ${trade.received.format()}, though its limit promised at least ${leastReceived.format()}.`,
      { received: trade.received.rao, leastReceived: leastReceived.rao },
    )
  }
  if (networkFee.compare(basis.networkFee) > 0) {
    alarm(
      'FeeAbovePlan',
      `The network fee was ${networkFee.format()}, at most ${basis.networkFee.format()} was planned.`,
      { fee: networkFee.rao, planned: basis.networkFee.rao },
    )
  }
  return alarms
}

/** Named by amount and by price, and by which part it is better or worse. */
function drift(
  { spent, received, averagePrice }: ReportBasis,
  trade: Trade,
): Pick<Alarm, 'message' | 'details'> {
  const price = averagePriceOf(trade)
  const amounts = `It took ${trade.executed.format()} and brought ${trade.received.format()}; planned were ${spent.format()} and ${received.format()}.`
  const worse = partLost(
    { executed: spent, received },
    { executed: trade.executed, received: trade.received },
  )
  const prices =
    price && averagePrice
      ? ` The average price was ${price.format()} τ/α instead of ${averagePrice.format()} τ/α.`
      : ''
  return {
    message: amounts + prices,
    details: {
      plannedSpent: spent.rao,
      spent: trade.executed.rao,
      plannedReceived: received.rao,
      received: trade.received.rao,
      ...(price && { averagePrice: price.rao }),
      ...(averagePrice && { plannedAveragePrice: averagePrice.rao }),
      ...(worse !== undefined && { worsePpb: worse }),
    },
  }
}

/** How much less came out for what went in, in parts per billion; negative where it was more. */
function partLost(planned: Pair, real: Pair): bigint | undefined {
  const wanted = planned.received.rao * real.executed.rao
  if (wanted === 0n || planned.executed.isZero()) return undefined
  const got = real.received.rao * planned.executed.rao
  return ((wanted - got) * 1_000_000_000n) / wanted
}

interface Pair {
  readonly executed: Balance
  readonly received: Balance
}

/** TAO per alpha of a trade between the two, rounded against the trader; undefined where it is no such trade. */
export function averagePriceOf({ executed, received }: Pair): Price | undefined {
  if (executed.isZero() || received.isZero()) return undefined
  if (executed.netuid !== 0 && received.netuid !== 0) return undefined
  const one = 1n << 64n
  return Price.fromBits(
    executed.netuid === 0
      ? mulDivCeil(executed.rao, one, received.rao)
      : mulDivFloor(received.rao, one, executed.rao),
  )
}
