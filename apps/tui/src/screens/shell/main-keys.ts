import { selectedPosition, selectedSubnet } from '../portfolio/selection.ts'
import { subnetOrders, subnetRows } from '../subnets/subnet-list.ts'
import { type FormStart, openForm } from '../trade/trade-form.ts'
import { isFiltering, noFilter } from '../widgets/filter.ts'
import { LIST_KEYS, moved, selectedOf } from '../widgets/list.ts'
import type { Binding } from './bindings.ts'
import type { State, Step, View } from './state.ts'

const VIEWS: readonly View[] = ['portfolio', 'subnets']

/** The keys of the portfolio and of the subnets. */
export function mainBindings(state: State): readonly Binding[] {
  const { view, subnets } = state
  if (view === 'subnets' && subnets.filter.typing) return filterBindings(state)
  const other = view === 'portfolio' ? 'subnets' : 'portfolio'
  return [
    ...(state.session?.coldkey === undefined
      ? [
          {
            keys: ['a'],
            show: 'a',
            does: 'account',
            explains: 'enter the key phrase of your account',
            why: state.session ? undefined : 'The program is still starting.',
            act: () => askForKey(state, undefined),
          },
        ]
      : []),
    ...(view === 'portfolio' ? portfolioBindings(state) : subnetsBindings(state)),
    {
      keys: ['Tab', 'Shift-Tab', '[', ']'],
      show: 'Tab',
      does: other,
      explains: `show the ${other}`,
      act: () => [{ ...state, view: other }],
    },
    {
      keys: ['1', '2'],
      show: '1 2',
      does: 'portfolio, subnets',
      quiet: true,
      act: (key) => [{ ...state, view: VIEWS[Number(key) - 1] ?? view }],
    },
    {
      keys: ['t'],
      show: 't',
      does: 'last trade',
      explains: 'what became of the last trade of this session',
      why: state.transactions.length === 0 ? 'Nothing was sent in this session yet.' : undefined,
      quiet: state.transactions.length === 0,
      act: () => [{ ...state, dialog: { kind: 'outcome', id: state.transactions.at(-1)?.id ?? '' } }],
    },
    {
      keys: ['R'],
      show: 'R',
      does: 'refresh',
      explains: 'read the newest block again',
      quiet: true,
      act: () => [state, { type: 'refresh' }],
    },
  ]
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
        { ...state, position: moved(keys, selectedOf(keys, state.position), key, pageOf(state)) },
      ],
    },
  ]
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

/** Opens a form, or first asks for the key where none is known. */
export function openTrade(state: State, start: FormStart): Step {
  const coldkey = state.session?.coldkey
  if (coldkey === undefined) return askForKey(state, start)
  const opened: State = { ...state, dialog: { kind: 'form', form: openForm(start, coldkey) } }
  return start.kind === 'stake' ? [opened, { type: 'readValidators', netuid: start.netuid }] : [opened]
}

function askForKey(state: State, next: FormStart | undefined): Step {
  return [{ ...state, dialog: { kind: 'key', phrase: { text: '', cursor: 0 }, failure: undefined, next } }]
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

/** What PgUp and PgDn move by: about what is in sight. */
function pageOf({ size }: State): number {
  return Math.max(1, size.rows - 9)
}
