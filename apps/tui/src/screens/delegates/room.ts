import type { Binding } from '../shell/bindings.ts'
import type { Room } from '../shell/room.ts'
import type { Command, State, Step } from '../shell/state.ts'
import { openTrade } from '../trade/open-trade.ts'
import { type ListAccess, listBindings, typingIn } from '../widgets/list-view.ts'
import { pageOf } from '../widgets/page.ts'
import { LAST_COLUMN } from './columns.ts'
import { type DelegateOrder, type DelegatesState, delegateOrders, delegatesView } from './delegate-list.ts'
import type { DelegatesNews, DelegatesWish } from './delegate-row.ts'
import { Delegates } from './delegates.tsx'
import { detailBindings, openDelegate, stakePlace } from './detail-keys.ts'

export const delegatesRoom: Room<'delegates'> = {
  view: 'delegates',
  title: 'Delegates',
  short: 'Dele',
  Body: Delegates,
  bindings: delegatesBindings,
  typing: (state) => (state.delegates.detail ? undefined : typingIn(access(state))),
  selectedText: ({ delegates, ...state }) =>
    delegates.detail?.hotkey ?? delegatesView({ ...state, delegates }).selected,
  reads,
  update,
}

/** The list is long to read: every twenty minutes of blocks is enough for it, and R reads it at once. */
const LIST_EVERY = 100

/** How far beyond the selected row delegates are read to the end. */
const AHEAD = 24

function delegatesBindings(state: State): readonly Binding[] {
  const { delegates } = state
  if (delegates.detail) return detailBindings(state, delegates.detail)
  const list = listBindings(state, access(state)).map((binding) => withReading(binding))
  if (delegates.filter.typing) return list
  const { chosen } = delegatesView(state)
  const why = chosen ? undefined : delegates.rows ? 'No delegate is selected.' : 'Nothing was read yet.'
  const put = (changes: Partial<DelegatesState>): State => ({
    ...state,
    delegates: { ...delegates, ...changes },
  })
  const place = chosen && stakePlace(state, chosen)
  return [
    {
      keys: ['s'],
      show: 's',
      does: 'stake',
      explains: 'stake with the selected delegate, on the root where it is there',
      why: why ?? (place === undefined ? 'This delegate is on no subnet now.' : undefined),
      act: () =>
        chosen && place !== undefined
          ? openTrade(state, { kind: 'stake', netuid: place, hotkey: chosen.hotkey })
          : [state],
    },
    {
      keys: ['Enter'],
      show: 'Enter',
      does: 'details',
      explains: 'its nominators, and who gets what of a reward',
      why,
      act: () => (chosen ? openDelegate(state, chosen) : [state]),
    },
    {
      keys: ['Right', 'l', 'Left', 'h'],
      show: '←→',
      does: 'columns',
      explains: 'more of the twelve columns, where they do not fit',
      act: (key) => {
        const by = key === 'Right' || key === 'l' ? 1 : -1
        return [put({ column: Math.min(LAST_COLUMN, Math.max(0, delegates.column + by)) })]
      },
    },
    {
      keys: ['m'],
      show: 'm',
      does: delegates.mine ? 'all' : 'mine',
      explains: 'only the delegates that you have staked with, or all',
      why: state.session?.coldkey === undefined ? 'Without an account nothing is yours.' : undefined,
      act: () => [put({ mine: !delegates.mine })],
    },
    {
      keys: ['R'],
      show: 'R',
      does: 'refresh',
      explains: 'read the delegates again',
      quiet: true,
      why: delegates.reading ? 'The delegates are being read right now.' : undefined,
      act: () => [state, { type: 'refresh' }, wished({ kind: 'list' })],
    },
    ...list,
  ]
}

/** What comes into sight by a key is read to the end. */
function withReading(binding: Binding): Binding {
  return {
    ...binding,
    act: (key) => {
      const [next, ...commands] = binding.act(key)
      return [next, ...commands, ...wishInSight(next)]
    },
  }
}

function wishInSight(state: State): readonly Command[] {
  const { rows, keys, selected } = delegatesView(state)
  if (state.delegates.reading) return []
  const at = Math.max(0, keys.indexOf(selected ?? ''))
  const around = rows.slice(Math.max(0, at - pageOf(state)), at + Math.max(AHEAD, pageOf(state)))
  const hotkeys = around.filter(({ more }) => !more).map(({ hotkey }) => hotkey)
  return hotkeys.length > 0 ? [wished({ kind: 'more', hotkeys })] : []
}

function access(state: State): ListAccess<string, DelegateOrder> {
  return {
    view: state.delegates,
    keys: delegatesView(state).keys,
    orders: delegateOrders,
    filters: 'name, description, or address of hotkey or owner',
    put: (view) => ({ ...state, delegates: { ...state.delegates, ...view } }),
  }
}

function reads({ live, delegates: { rows, block, reading } }: State): readonly Command[] {
  const now = live?.snapshot?.block.number
  if (now === undefined || reading) return []
  const fresh = rows !== undefined && block <= now && now - block < LIST_EVERY
  return fresh ? [] : [wished({ kind: 'list' })]
}

function update(state: State, news: DelegatesNews): Step {
  const { delegates } = state
  const put = (changes: Partial<DelegatesState>): Step => [
    { ...state, delegates: { ...delegates, ...changes } },
  ]
  switch (news.kind) {
    case 'reading':
      return put({ reading: news.reading })
    case 'rows': {
      // What was known of a delegate stands until it is read anew.
      const before = new Map(delegates.rows?.map((row) => [row.hotkey, row]))
      const rows = news.rows.map((row) => ({
        ...row,
        change: before.get(row.hotkey)?.change,
        more: before.get(row.hotkey)?.more,
      }))
      return put({ rows, block: news.block, unread: undefined })
    }
    case 'more':
      if (news.block !== delegates.block) return [state]
      return put({
        rows: delegates.rows?.map((row) => {
          const more = news.more.get(row.hotkey)
          return more ? { ...row, more } : row
        }),
      })
    case 'change':
      if (news.block !== delegates.block) return [state]
      return put({
        rows: delegates.rows?.map((row) => ({ ...row, change: news.change?.get(row.hotkey) ?? 'NA' })),
      })
    case 'done':
      return put({ reading: undefined })
    case 'unread':
      return put({ reading: undefined, unread: news.failure })
    case 'nominators': {
      const { detail } = delegates
      if (detail?.hotkey !== news.hotkey) return [state]
      const { nominators, done, of } = news
      return put({ detail: { ...detail, nominators, done, of, unread: undefined } })
    }
    case 'nominatorsUnread': {
      const { detail } = delegates
      return detail?.hotkey === news.hotkey ? put({ detail: { ...detail, unread: news.failure } }) : [state]
    }
  }
}

function wished(wish: DelegatesWish): Command {
  return { type: 'wish', room: 'delegates', wish }
}
