import type { Binding } from '../shell/bindings.ts'
import type { State, Step } from '../shell/state.ts'
import { whyNoStake } from '../subnets/why-no-stake.ts'
import { openTrade } from '../trade/open-trade.ts'
import { beside, LIST_KEYS, moved } from '../widgets/list.ts'
import { pageOf } from '../widgets/page.ts'
import type { DelegateDetail, IndexedDelegate } from './delegate-list.ts'

/** Shows one delegate, and has its nominators read. */
export function openDelegate(state: State, delegate: IndexedDelegate): Step {
  const detail: DelegateDetail = {
    hotkey: delegate.hotkey,
    selected: 0,
    netuid: stakePlace(state, delegate) ?? 0,
    nominators: undefined,
    done: 0,
    of: 0,
    unread: undefined,
  }
  return [
    { ...state, delegates: { ...state.delegates, selected: delegate.hotkey, detail } },
    { type: 'wish', room: 'delegates', wish: { kind: 'nominators', hotkey: delegate.hotkey } },
  ]
}

/** Where one can stake with a delegate: where it is registered, in the order of the netuids. */
export function stakePlaces(state: State, { more }: IndexedDelegate): readonly number[] {
  const { subnets } = state.live?.snapshot ?? {}
  return (more?.registrations ?? []).filter((netuid) => !whyNoStake(state, subnets?.get(netuid)))
}

/** The first choice: the root where it is there, as delegates always were. */
export function stakePlace(state: State, delegate: IndexedDelegate): number | undefined {
  return stakePlaces(state, delegate)[0]
}

/** The delegate that has the screen. */
export function shownDelegate(state: State, { hotkey }: DelegateDetail): IndexedDelegate | undefined {
  const { rows } = state.delegates
  const index = rows?.findIndex((row) => row.hotkey === hotkey) ?? -1
  const row = rows?.[index]
  return row && { ...row, index }
}

/** The keys of one delegate. */
export function detailBindings(state: State, detail: DelegateDetail): readonly Binding[] {
  const delegate = shownDelegate(state, detail)
  const places = delegate ? stakePlaces(state, delegate) : []
  const put = (next: DelegateDetail | undefined): State => ({
    ...state,
    delegates: { ...state.delegates, detail: next },
  })
  const count = detail.nominators?.length ?? 0
  const indexes = Array.from({ length: count }, (_, index) => index)
  return [
    {
      keys: ['s'],
      show: 's',
      does: 'stake',
      explains: 'stake with this delegate on the chosen subnet',
      why: places.length > 0 ? undefined : 'This delegate is on no subnet that can be staked on now.',
      act: () => openTrade(state, { kind: 'stake', netuid: placeOf(places, detail), hotkey: detail.hotkey }),
    },
    {
      keys: ['Right', 'l', 'Left', 'h'],
      show: '←→',
      does: 'subnet',
      explains: 'choose the subnet to stake on',
      why: places.length > 1 ? undefined : 'There is no other subnet to stake on with it.',
      act: (key) => {
        const by = key === 'Right' || key === 'l' ? 1 : -1
        const netuid = beside(places, placeOf(places, detail), by) ?? detail.netuid
        return [put({ ...detail, netuid })]
      },
    },
    {
      keys: ['Escape', 'Enter'],
      show: 'Esc',
      does: 'delegates',
      explains: 'back to all delegates',
      act: () => [put(undefined)],
    },
    {
      keys: LIST_KEYS,
      show: '↑↓',
      does: 'move',
      explains: 'move among the nominators: arrows, j k, PgUp PgDn, g G',
      act: (key) => [put({ ...detail, selected: moved(indexes, detail.selected, key, pageOf(state)) ?? 0 })],
    },
    {
      keys: ['R'],
      show: 'R',
      does: 'refresh',
      explains: 'read its nominators again',
      quiet: true,
      act: () => [
        put({ ...detail, unread: undefined }),
        { type: 'refresh' },
        { type: 'wish', room: 'delegates', wish: { kind: 'nominators', hotkey: detail.hotkey } },
      ],
    },
  ]
}

/** The chosen place, or the first where that one is gone. */
export function placeOf(places: readonly number[], { netuid }: DelegateDetail): number {
  return places.includes(netuid) ? netuid : (places[0] ?? netuid)
}
