import type { Binding } from '../shell/bindings.ts'
import type { Room } from '../shell/room.ts'
import type { Command, State, Step } from '../shell/state.ts'
import { openSubnet } from '../subnets/open-subnet.ts'
import { openTrade } from '../trade/open-trade.ts'
import type { TradeKind } from '../trade/trade-form.ts'
import { type ListAccess, listBindings, typingIn } from '../widgets/list-view.ts'
import type { PortfolioNews } from './earnings.ts'
import { Portfolio } from './portfolio.tsx'
import {
  type PositionOrder,
  portfolioView,
  positionKey,
  positionOrders,
  selectedPosition,
} from './selection.ts'

export const portfolioRoom: Room<'portfolio'> = {
  view: 'portfolio',
  title: 'Portfolio',
  short: 'Port',
  Body: Portfolio,
  bindings: portfolioBindings,
  selectedText: (state) => selectedPosition(state).position?.hotkey,
  typing: (state) => typingIn(access(state)),
  reads,
  update,
}

/** What positions earn changes with epochs and with their share: it is read again after so many blocks at the latest. */
const EARNINGS_EVERY = 10

function portfolioBindings(state: State): readonly Binding[] {
  const { portfolio, marked } = state
  const { keys, selected, chosen } = portfolioView(state)
  const list = listBindings(state, access(state))
  if (portfolio.filter.typing) return list
  const nothing = state.live?.snapshot ? 'There is no position here yet.' : 'Nothing was read yet.'
  const why = chosen ? undefined : nothing
  const trade = (kind: TradeKind) => (): Step => {
    if (!chosen) return [state]
    const { netuid, hotkey } = chosen.position
    return openTrade(state, { kind, netuid, hotkey })
  }
  const isMarked = selected !== undefined && marked.has(selected)
  return [
    {
      keys: ['u'],
      show: 'u',
      does: 'unstake',
      explains: 'unstake from the selected position',
      why,
      act: trade('unstake'),
    },
    {
      keys: ['s'],
      show: 's',
      does: 'stake more',
      explains: 'stake more with the validator of the selected position',
      why,
      act: trade('stake'),
    },
    {
      keys: ['Enter'],
      show: 'Enter',
      does: portfolio.open ? 'list' : 'details',
      explains: portfolio.open ? 'back to the list' : 'everything about the selected position',
      why,
      act: () => [{ ...state, portfolio: { ...portfolio, open: !portfolio.open } }],
    },
    {
      keys: [' '],
      show: 'space',
      does: isMarked ? 'unmark' : 'mark',
      explains: 'mark the selected position for a batch, or take the mark away',
      why,
      act: () => {
        if (selected === undefined) return [state]
        const next = keys[keys.indexOf(selected) + 1] ?? selected
        const moved = portfolio.open ? portfolio : { ...portfolio, selected: next }
        return [{ ...state, marked: toggled(marked, selected), portfolio: moved }]
      },
    },
    {
      keys: ['b'],
      show: 'b',
      does: 'batch',
      explains: 'do something with all marked positions at once',
      why: marked.size > 0 ? undefined : 'Mark positions with space first.',
      quiet: marked.size === 0,
      act: () => [{ ...state, view: 'batch', dialog: undefined }],
    },
    {
      keys: ['M'],
      show: 'M',
      does: 'unmark all',
      explains: 'take all marks away, or mark all rows in sight where there is none',
      why,
      quiet: true,
      act: () => [{ ...state, marked: new Set(marked.size > 0 ? [] : keys) }],
    },
    {
      keys: ['p'],
      show: 'p',
      does: 'pool',
      explains: 'the pool and the validators of the subnet of this position',
      why,
      quiet: true,
      act: () => (chosen ? openSubnet(state, chosen.position.netuid, chosen.position.hotkey) : [state]),
    },
    {
      keys: ['m'],
      show: 'm',
      does: 'move',
      explains: 'move the selected position to another validator or subnet',
      why,
      quiet: true,
      act: trade('move'),
    },
    {
      keys: ['w'],
      show: 'w',
      does: 'swap',
      explains: 'swap the selected position into another subnet, with the same validator',
      why,
      quiet: true,
      act: trade('swap'),
    },
    {
      keys: ['T'],
      show: 'T',
      does: 'transfer',
      explains: 'give the selected position to another account',
      why,
      quiet: true,
      act: trade('transferStake'),
    },
    ...(portfolio.open
      ? [
          {
            keys: ['Escape'],
            show: 'Esc',
            does: 'list',
            quiet: true,
            act: (): Step => [{ ...state, portfolio: { ...portfolio, open: false } }],
          },
        ]
      : []),
    ...list,
  ]
}

function access(state: State): ListAccess<string, PositionOrder> {
  return {
    view: state.portfolio,
    keys: portfolioView(state).keys,
    orders: positionOrders,
    filters: 'netuid, name, symbol, or the address of the validator',
    put: (view) => ({ ...state, portfolio: { ...state.portfolio, ...view } }),
  }
}

function toggled(marked: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(marked)
  if (!next.delete(key)) next.add(key)
  return next
}

function reads({ live, session, portfolio: { earnings } }: State): readonly Command[] {
  const block = live?.snapshot?.block.number
  const coldkey = session?.coldkey
  if (block === undefined || coldkey === undefined || !live?.snapshot?.accounts.has(coldkey)) return []
  const positions = live.snapshot.positions.filter((each) => each.coldkey === coldkey)
  const { subnets } = live.snapshot
  const fresh =
    earnings?.coldkey === coldkey &&
    earnings.block <= block &&
    block - earnings.block < EARNINGS_EVERY &&
    positions.every((position) => {
      const paid = subnets.get(position.netuid)?.lastEpoch ?? 0
      return earnings.perDay.has(positionKey(position)) && paid <= earnings.block
    })
  return fresh ? [] : [{ type: 'wish', room: 'portfolio', wish: { kind: 'earnings' } }]
}

function update(state: State, news: PortfolioNews): Step {
  const { portfolio } = state
  return news.kind === 'earnings'
    ? [{ ...state, portfolio: { ...portfolio, earnings: news.earnings, unread: undefined } }]
    : [{ ...state, portfolio: { ...portfolio, unread: news.failure } }]
}
