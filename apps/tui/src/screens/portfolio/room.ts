import type { Binding } from '../shell/bindings.ts'
import type { Room } from '../shell/room.ts'
import type { State } from '../shell/state.ts'
import { openTrade } from '../trade/open-trade.ts'
import { LIST_KEYS, moved, selectedOf } from '../widgets/list.ts'
import { pageOf } from '../widgets/page.ts'
import { Portfolio } from './portfolio.tsx'
import { selectedPosition } from './selection.ts'

export const portfolioRoom: Room<'portfolio'> = {
  view: 'portfolio',
  title: 'Portfolio',
  short: 'Port',
  Body: Portfolio,
  bindings: portfolioBindings,
}

function portfolioBindings(state: State): readonly Binding[] {
  const { position, keys } = selectedPosition(state)
  const nothing = state.live?.snapshot ? 'There is no position here yet.' : 'Nothing was read yet.'
  const why = position ? undefined : nothing
  return [
    {
      keys: ['u'],
      show: 'u',
      does: 'unstake',
      explains: 'unstake from the selected position',
      why,
      act: () =>
        position
          ? openTrade(state, { kind: 'unstake', netuid: position.netuid, hotkey: position.hotkey })
          : [state],
    },
    {
      keys: ['s'],
      show: 's',
      does: 'stake more',
      explains: 'stake more with the validator of the selected position',
      why,
      act: () =>
        position
          ? openTrade(state, { kind: 'stake', netuid: position.netuid, hotkey: position.hotkey })
          : [state],
    },
    {
      keys: LIST_KEYS,
      show: '↑↓',
      does: 'move',
      explains: 'move: arrows, j k, PgUp PgDn, g G',
      quiet: true,
      act: (key) => [
        {
          ...state,
          portfolio: {
            ...state.portfolio,
            selected: moved(keys, selectedOf(keys, state.portfolio.selected), key, pageOf(state)),
          },
        },
      ],
    },
  ]
}
