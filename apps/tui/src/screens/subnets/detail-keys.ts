import type { Validator } from '@stake/chain'
import { delegateNames } from '../delegates/delegate-names.ts'
import type { Binding } from '../shell/bindings.ts'
import type { State } from '../shell/state.ts'
import type { Typing } from '../shell/typing.ts'
import { openTrade } from '../trade/open-trade.ts'
import { isFiltering } from '../widgets/filter.ts'
import { selectedOf } from '../widgets/list.ts'
import { type ListAccess, listBindings, typingIn } from '../widgets/list-view.ts'
import {
  nextTolerance,
  type SubnetDetail,
  type ValidatorOrder,
  validatorOrders,
  validatorRows,
} from './subnet-detail.ts'
import { whyNoStake } from './why-no-stake.ts'

/** The keys of one subnet. */
export function detailBindings(state: State, detail: SubnetDetail): readonly Binding[] {
  const list = listBindings(state, access(state, detail))
  if (detail.filter.typing) return list
  const subnet = state.live?.snapshot?.subnets.get(detail.netuid)
  const validator = selectedValidator(state, detail)
  const put = (changes: Partial<SubnetDetail>): State => withDetail(state, { ...detail, ...changes })
  const tolerance = (by: 1 | -1): Binding['act'] => {
    return () => [put({ tolerance: nextTolerance(detail.tolerance, by), shows: 'chart' })]
  }
  const flat = subnet?.pool?.curve === 'stable' ? 'The price of the root never moves.' : undefined
  return [
    {
      keys: ['s'],
      show: 's',
      does: 'stake',
      explains: 'stake on this subnet with the selected validator',
      why: whyNoStake(state, subnet) ?? (validator ? undefined : 'No validator is selected.'),
      act: () =>
        validator
          ? openTrade(state, { kind: 'stake', netuid: detail.netuid, hotkey: validator.hotkey })
          : [state],
    },
    ...(isFiltering(detail.filter)
      ? []
      : [
          {
            keys: ['Escape'],
            show: 'Esc',
            does: 'subnets',
            explains: 'back to all subnets',
            act: (): readonly [State] => [withDetail(state, undefined)],
          },
        ]),
    {
      keys: ['c'],
      show: 'c',
      does: detail.shows === 'chart' ? 'validators' : 'chart',
      explains: 'chart or validators, where there is no room for both',
      act: () => [put({ shows: detail.shows === 'chart' ? 'validators' : 'chart' })],
    },
    {
      keys: ['x'],
      show: 'x',
      does: detail.side === 'buy' ? 'selling' : 'buying',
      explains: 'the chart of staking or of unstaking',
      why: flat,
      quiet: true,
      act: () => [put({ side: detail.side === 'buy' ? 'sell' : 'buy', shows: 'chart' })],
    },
    {
      keys: ['+', '='],
      show: '+',
      does: 'tolerance',
      explains: 'a larger tolerance in the chart',
      why: flat,
      quiet: true,
      act: tolerance(1),
    },
    {
      keys: ['-'],
      show: '-',
      does: 'tolerance',
      explains: 'a smaller tolerance in the chart',
      why: flat,
      quiet: true,
      act: tolerance(-1),
    },
    ...list,
  ]
}

export function detailTyping(state: State, detail: SubnetDetail): Typing | undefined {
  return typingIn(access(state, detail))
}

/** The validator under the cursor. */
export function selectedValidator(state: State, detail: SubnetDetail): Validator | undefined {
  const rows = validatorRows(detail, delegateNames(state))
  const selected = selectedOf(
    rows.map(({ hotkey }) => hotkey),
    detail.selected,
  )
  return rows.find(({ hotkey }) => hotkey === selected)
}

function access(state: State, detail: SubnetDetail): ListAccess<string, ValidatorOrder> {
  return {
    view: detail,
    keys: validatorRows(detail, delegateNames(state)).map(({ hotkey }) => hotkey),
    orders: validatorOrders,
    filters: 'address, name or uid',
    put: (view) => withDetail(state, { ...detail, ...view }),
  }
}

function withDetail(state: State, detail: SubnetDetail | undefined): State {
  return { ...state, subnets: { ...state.subnets, detail } }
}
