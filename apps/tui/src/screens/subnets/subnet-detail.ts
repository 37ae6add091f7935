import type { Validator } from '@stake/chain'
import { Tolerance } from '@stake/math'
import type { Failure } from '../../failure.ts'
import { matches } from '../widgets/filter.ts'
import { type ListView, listView, sorted } from '../widgets/list-view.ts'
import type { Side } from './impact.ts'

export type ValidatorOrder = 'stake' | 'take' | 'dividends' | 'uid'

/** One subnet with its pool, its price chart and its validators. */
export interface SubnetDetail extends ListView<string, ValidatorOrder> {
  readonly netuid: number
  /** Which way the chart of the price goes. */
  readonly side: Side
  /** Where the chart draws the limit. */
  readonly tolerance: Tolerance
  /** What a narrow terminal shows under the pool. */
  readonly shows: 'chart' | 'validators'
  /** Undefined while they are read for the first time. */
  readonly validators: readonly Validator[] | undefined
  /** Why they could not be read, while that is so. */
  readonly unread: Failure | undefined
}

/** Tolerances that people use; the chart begins with the one of the settings. */
const CHART_TOLERANCES: readonly Tolerance[] = ['0.1%', '0.5%', '1%', '2%', '5%', '10%'].map((text) =>
  Tolerance.parse(text),
)

export const validatorOrders: readonly ValidatorOrder[] = ['stake', 'take', 'dividends', 'uid']

/** The next larger or smaller tolerance; the same at the ends. */
export function nextTolerance(tolerance: Tolerance, by: 1 | -1): Tolerance {
  const beyond = CHART_TOLERANCES.filter(({ ppb }) => (by > 0 ? ppb > tolerance.ppb : ppb < tolerance.ppb))
  return beyond.at(by > 0 ? 0 : -1) ?? tolerance
}

export function subnetDetail(netuid: number, tolerance: Tolerance, selected?: string): SubnetDetail {
  return {
    ...listView<string, ValidatorOrder>('stake'),
    selected,
    netuid,
    side: 'buy',
    tolerance,
    shows: 'validators',
    validators: undefined,
    unread: undefined,
  }
}

/** What the room is told. */
export type SubnetsNews =
  | { readonly kind: 'validators'; readonly netuid: number; readonly validators: readonly Validator[] }
  | { readonly kind: 'unread'; readonly netuid: number; readonly failure: Failure }

/** What the room wishes for. */
export interface SubnetsWish {
  readonly kind: 'validators'
  readonly netuid: number
}

/** Largest stake and dividends first, the smallest take first; those without a permit after all others. */
const orders: Readonly<Record<ValidatorOrder, (a: Validator, b: Validator) => number>> = {
  stake: (a, b) => Number(b.permit) - Number(a.permit) || b.stake.compare(a.stake) || a.uid - b.uid,
  take: (a, b) => Number(b.permit) - Number(a.permit) || a.take - b.take || b.stake.compare(a.stake),
  dividends: (a, b) => b.dividends.compare(a.dividends) || b.stake.compare(a.stake),
  uid: (a, b) => a.uid - b.uid,
}

/** The validators in sight, by address or name. */
export function validatorRows(
  detail: SubnetDetail,
  names: ReadonlyMap<string, string>,
): readonly Validator[] {
  const found = (detail.validators ?? []).filter(({ hotkey, uid }) =>
    matches(detail.filter, hotkey, String(uid), names.get(hotkey) ?? ''),
  )
  return sorted(found, detail, orders)
}
