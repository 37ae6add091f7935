import type { Binding } from '../shell/bindings.ts'
import type { Room } from '../shell/room.ts'
import type { State, Step } from '../shell/state.ts'
import type { Typing } from '../shell/typing.ts'
import { openTrade } from '../trade/open-trade.ts'
import { isFiltering, noFilter } from '../widgets/filter.ts'
import { LIST_KEYS, moved, selectedOf } from '../widgets/list.ts'
import { pageOf } from '../widgets/page.ts'
import { selectedSubnet } from './selection.ts'
import { subnetOrders, subnetRows } from './subnet-list.ts'
import { Subnets } from './subnets.tsx'

export const subnetsRoom: Room<'subnets'> = {
  view: 'subnets',
  title: 'Subnets',
  short: 'Sub',
  Body: Subnets,
  bindings: (state) => (state.subnets.filter.typing ? filterBindings(state) : subnetsBindings(state)),
  typing,
}

function subnetsBindings(state: State): readonly Binding[] {
  const { subnets } = state
  const subnet = selectedSubnet(state)
  const netuids = subnetRows(state.live?.snapshot, subnets).map(({ netuid }) => netuid)
  return [
    {
      keys: ['s', 'Enter'],
      show: 's',
      does: 'stake',
      explains: 'stake on the selected subnet',
      why: whyNoStake(state),
      act: () =>
        subnet ? openTrade(state, { kind: 'stake', netuid: subnet.netuid, hotkey: undefined }) : [state],
    },
    {
      keys: ['/'],
      show: '/',
      does: 'filter',
      explains: 'show only subnets whose netuid, name or symbol contains a text',
      act: () => [{ ...state, subnets: { ...subnets, filter: { ...subnets.filter, typing: true } } }],
    },
    {
      keys: ['o'],
      show: 'o',
      does: 'order',
      explains: 'order by netuid, price, TAO in pool or emission',
      act: () => [{ ...state, subnets: { ...subnets, order: nextOrder(state) } }],
    },
    {
      keys: LIST_KEYS,
      show: '↑↓',
      does: 'move',
      explains: 'move: arrows, j k, PgUp PgDn, g G',
      quiet: true,
      act: (key) => {
        const selected = moved(netuids, selectedOf(netuids, subnets.selected), key, pageOf(state))
        return [{ ...state, subnets: { ...subnets, selected } }]
      },
    },
    ...(isFiltering(subnets.filter)
      ? [
          {
            keys: ['Escape'],
            show: 'Esc',
            does: 'clear filter',
            act: (): Step => [{ ...state, subnets: { ...subnets, filter: noFilter } }],
          },
        ]
      : []),
  ]
}

function filterBindings(state: State): readonly Binding[] {
  const { subnets } = state
  return [
    {
      keys: ['Enter', 'Up', 'Down', 'Tab'],
      show: 'Enter',
      does: 'keep filter',
      act: () => [{ ...state, subnets: { ...subnets, filter: { ...subnets.filter, typing: false } } }],
    },
    {
      keys: ['Escape'],
      show: 'Esc',
      does: 'clear filter',
      act: () => [{ ...state, subnets: { ...subnets, filter: noFilter } }],
    },
  ]
}

function whyNoStake(state: State): string | undefined {
  const subnet = selectedSubnet(state)
  if (!state.live?.snapshot) return 'Nothing was read yet.'
  if (!subnet) return 'No subnet is selected.'
  if (!subnet.subtokenEnabled) return `Subnet ${subnet.netuid} has not been started yet.`
  return subnet.pool ? undefined : `The pool of subnet ${subnet.netuid} cannot be quoted by this release.`
}

function nextOrder({ subnets }: State): (typeof subnetOrders)[number] {
  return subnetOrders[(subnetOrders.indexOf(subnets.order) + 1) % subnetOrders.length] ?? 'netuid'
}

function typing(state: State): Typing | undefined {
  const { subnets } = state
  if (!subnets.filter.typing) return undefined
  return {
    field: subnets.filter.field,
    passes: [],
    change: (field) => ({ ...state, subnets: { ...subnets, filter: { field, typing: true } } }),
  }
}
