import type { FinalReport } from '@stake/ops'
import { titleOf } from '../../report-sentence.ts'
import { safeText } from '../../safe-text.ts'
import type { Binding } from '../shell/bindings.ts'
import { type Notice, noticeOf } from '../shell/notice.ts'
import type { Room } from '../shell/room.ts'
import type { Command, State, Step } from '../shell/state.ts'
import { LIST_KEYS } from '../widgets/list.ts'
import { type ListAccess, listBindings, typingIn } from '../widgets/list-view.ts'
import { scrolledTo } from '../widgets/scroll.ts'
import { Activity } from './activity.tsx'
import {
  type ActivityNews,
  type ActivityOrder,
  type ActivityRow,
  type ActivityState,
  type ActivityWish,
  activityOrders,
} from './activity-state.ts'
import { activityView, chosenRow, leftRows } from './activity-view.ts'

export const activityRoom: Room<'activity'> = {
  view: 'activity',
  title: 'Activity',
  short: 'Act',
  Body: Activity,
  bindings: (state) => (state.activity.detail ? detailBindings(state) : listBindingsOf(state)),
  typing: (state) => (state.activity.detail ? undefined : typingIn(access(state))),
  opens: () => [wish({ kind: 'look' })],
  reads: () => [wish({ kind: 'read' })],
  selectedText: (state) => chosenRow(state)?.hash,
  update,
}

function access(state: State): ListAccess<string, ActivityOrder> {
  return {
    view: state.activity.list,
    keys: activityView(state).rows.map(({ key }) => key),
    orders: activityOrders,
    filters: 'what it is, its status, its hash or its validator',
    put: (list) => within(state, { list }),
  }
}

function listBindingsOf(state: State): readonly Binding[] {
  const { activity } = state
  const list = listBindings(state, access(state))
  if (activity.list.filter.typing) return list
  const row = chosenRow(state)
  const interrupted = (activity.rows ?? []).filter((each) => each.interrupted)
  return [
    {
      keys: ['Enter'],
      show: 'Enter',
      does: 'details',
      explains: 'everything about the selected one, with its events',
      why: row ? undefined : 'Nothing was done with this program on this chain yet.',
      act: () => (row ? showDetail(state, row) : [state]),
    },
    resumeBinding(state),
    {
      keys: ['x'],
      show: 'x',
      does: 'drop unsent',
      explains: 'forget what ended before it was signed',
      why: interrupted.length === 0 ? 'There is nothing here that was never sent.' : undefined,
      quiet: interrupted.length === 0,
      act: () => [state, wish({ kind: 'drop', ids: interrupted.map(({ operation }) => operation.id) })],
    },
    ...list,
  ]
}

function resumeBinding(state: State): Binding {
  const { activity, live } = state
  const open = leftRows(state).length
  const nothing = open === 0 ? 'Nothing of an earlier session is open.' : undefined
  return {
    keys: ['r'],
    show: 'r',
    does: 'resume',
    explains: 'follow to its end what an earlier session left open; it never signs anything',
    why: activity.resuming
      ? 'It is being followed already.'
      : live?.connection.status === 'offline'
        ? 'There is no connection.'
        : nothing,
    quiet: open === 0,
    act: () => [within(state, { resuming: true }), wish({ kind: 'resume' })],
  }
}

function detailBindings(state: State): readonly Binding[] {
  const { detail } = state.activity
  return [
    {
      keys: ['Escape', 'Enter'],
      show: 'Esc',
      does: 'back',
      act: () => [within(state, { detail: undefined })],
    },
    resumeBinding(state),
    {
      keys: LIST_KEYS,
      show: '↑↓',
      does: 'scroll',
      act: (key) => [
        within(state, {
          detail: detail && { ...detail, above: scrolledTo(detail.above, key, state.size.rows - 9) },
        }),
      ],
    },
  ]
}

function showDetail(state: State, row: ActivityRow): Step {
  const known = state.activity.events?.key === row.key && state.activity.events.lines !== undefined
  const shown = within(state, {
    detail: { key: row.key, above: 0 },
    ...(!known && { events: undefined }),
  })
  return known ? [shown] : [shown, wish({ kind: 'events', row })]
}

function update(state: State, news: ActivityNews): Step {
  const { activity, now } = state
  switch (news.kind) {
    case 'left':
      return [leftBehind(within(state, { left: news.open, unread: undefined }), news)]
    case 'rows': {
      const { rows, condition } = news
      const next = within(state, { rows, condition, unread: undefined })
      return refreshEvents(next, activity)
    }
    case 'unread':
      return [
        {
          ...within(state, { unread: news.failure }),
          ...(state.view !== 'activity' && { notice: noticeOf(news.failure.message, 'bad', now) }),
        },
      ]
    case 'resumed': {
      const following = new Map(activity.following)
      for (const id of news.following) if (!following.has(id)) following.set(id, { status: 'signed' })
      const next = within(state, { following, left: 0, resuming: news.following.length > 0 })
      return [{ ...next, notice: resumedNotice(news, now) }]
    }
    case 'state': {
      const following = new Map(activity.following)
      for (const id of news.ids) following.set(id, news.state)
      return [within(state, { following })]
    }
    case 'settled': {
      const next = within(state, { resuming: false, following: new Map() })
      return [news.reports.length === 0 ? next : { ...next, notice: settledNotice(news.reports, now) }]
    }
    case 'notResumed': {
      const next = within(state, { resuming: false })
      return [{ ...next, notice: noticeOf(news.failure.message, 'bad', now) }]
    }
    case 'events':
      return [within(state, { events: news.events })]
  }
}

/** The details show the events of the block that has it; another block has others. */
function refreshEvents(state: State, before: ActivityState): Step {
  const row = state.activity.detail && chosenRow(state)
  if (!row) return [state]
  const was = before.rows?.find(({ key }) => key === row.key)
  return was?.block?.hash === row.block?.hash ? [state] : [state, wish({ kind: 'events', row })]
}

/** What was left is said for longer than other news: it comes while the screens are new, in milliseconds. */
const FOUND_FOR = 30_000

function leftBehind(state: State, news: Extract<ActivityNews, { kind: 'left' }>): State {
  const { open, notSent } = news
  if (open > 0) {
    const text = `${open === 1 ? 'A trade' : `${open} trades`} of the last session ${open === 1 ? 'is' : 'are'} not settled: 6 shows ${open === 1 ? 'it' : 'them'}, r resumes.`
    return { ...state, notice: { text, tone: 'bad', until: state.now + FOUND_FOR } }
  }
  if (notSent === 0) return state
  const text = `${notSent === 1 ? 'A trade' : `${notSent} trades`} of the last session ended before being sent: 6 shows ${notSent === 1 ? 'it' : 'them'}.`
  return { ...state, notice: noticeOf(text, 'bad', state.now) }
}

function resumedNotice(
  { following, notSent, elsewhere }: Extract<ActivityNews, { kind: 'resumed' }>,
  now: number,
): Notice {
  const parts = [
    following.length > 0
      ? `${following.length} ${following.length === 1 ? 'is' : 'are'} followed to the end; nothing is signed`
      : '',
    notSent > 0 ? `${notSent} never sent` : '',
    elsewhere > 0 ? `${elsewhere} with another program that runs` : '',
  ].filter((part) => part !== '')
  return noticeOf(parts.length === 0 ? 'Nothing was left open.' : `${parts.join(', ')}.`, 'good', now)
}

function settledNotice(reports: readonly FinalReport[], now: number): Notice {
  const done = reports.filter(({ status }) => status === 'executed').length
  const [only] = reports
  const what =
    reports.length === 1 && only ? safeText(titleOf(only.operation), 40) : `${reports.length} trades`
  const text =
    reports.length === 1
      ? `${what}: ${done === 1 ? 'executed, and final' : `not executed (${only?.status})`}.`
      : `${what} are settled: ${done} executed, ${reports.length - done} not.`
  return noticeOf(text, done === reports.length ? 'good' : 'bad', now)
}

function within(state: State, changes: Partial<ActivityState>): State {
  return { ...state, activity: { ...state.activity, ...changes } }
}

function wish(wanted: ActivityWish): Command {
  return { type: 'wish', room: 'activity', wish: wanted }
}
