import type { Binding } from '../shell/bindings.ts'
import type { Room } from '../shell/room.ts'
import type { State, Step } from '../shell/state.ts'
import { openTrade } from '../trade/open-trade.ts'
import { type ListAccess, listBindings, typingIn } from '../widgets/list-view.ts'
import { detailBindings, detailTyping, selectedValidator } from './detail-keys.ts'
import { openSubnet } from './open-subnet.ts'
import { selectedSubnet } from './selection.ts'
import type { SubnetDetail, SubnetsNews } from './subnet-detail.ts'
import { type SubnetOrder, subnetOrders, subnetRows } from './subnet-list.ts'
import { Subnets } from './subnets.tsx'
import { whyNoStake } from './why-no-stake.ts'

export const subnetsRoom: Room<'subnets'> = {
  view: 'subnets',
  title: 'Subnets',
  short: 'Nets',
  Body: Subnets,
  bindings: (state) => (state.subnets.detail ? detailBindings(state, state.subnets.detail) : listKeys(state)),
  typing: (state) =>
    state.subnets.detail ? detailTyping(state, state.subnets.detail) : typingIn(access(state)),
  selectedText: (state) =>
    state.subnets.detail ? selectedValidator(state, state.subnets.detail)?.hotkey : undefined,
  reads: ({ subnets: { detail } }) =>
    detail ? [{ type: 'wish', room: 'subnets', wish: { kind: 'validators', netuid: detail.netuid } }] : [],
  update,
}

function listKeys(state: State): readonly Binding[] {
  const subnet = selectedSubnet(state)
  const list = listBindings(state, access(state))
  if (state.subnets.filter.typing) return list
  return [
    {
      keys: ['s'],
      show: 's',
      does: 'stake',
      explains: 'stake on the selected subnet',
      why: whyNoStake(state, subnet),
      act: () =>
        subnet ? openTrade(state, { kind: 'stake', netuid: subnet.netuid, hotkey: undefined }) : [state],
    },
    {
      keys: ['Enter'],
      show: 'Enter',
      does: 'details',
      explains: 'the pool, what trades do to its price, and its validators',
      why: subnet ? undefined : 'No subnet is selected.',
      act: () => (subnet ? openSubnet(state, subnet.netuid) : [state]),
    },
    ...list,
  ]
}

function access(state: State): ListAccess<number, SubnetOrder> {
  return {
    view: state.subnets,
    keys: subnetRows(state.live?.snapshot, state.subnets).map(({ netuid }) => netuid),
    orders: subnetOrders,
    filters: 'netuid, name or symbol',
    put: (view) => ({ ...state, subnets: { ...state.subnets, ...view } }),
  }
}

function update(state: State, news: SubnetsNews): Step {
  const { detail } = state.subnets
  // An answer about a subnet that is not shown any more is for nobody.
  if (detail?.netuid !== news.netuid) return [state]
  const changed: SubnetDetail =
    news.kind === 'validators'
      ? { ...detail, validators: news.validators, unread: undefined }
      : { ...detail, unread: news.failure }
  return [{ ...state, subnets: { ...state.subnets, detail: changed } }]
}
