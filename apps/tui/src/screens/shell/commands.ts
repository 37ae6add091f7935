import { askForKey } from '../account/ask-for-key.ts'
import { takeSetting } from '../settings/room.ts'
import { choicesOf, settingValue } from '../settings/setting-words.ts'
import { openTrade } from '../trade/open-trade.ts'
import { type TradeKind, takes } from '../trade/trade-form.ts'
import { openHelp } from './help-keys.ts'
import { enter } from './room.ts'
import { roomNamed, rooms } from './rooms.ts'
import type { State, Step } from './state.ts'

/** Something that can be done by typing its name after `:`. */
export interface TypedCommand {
  readonly name: string
  readonly also?: readonly string[]
  /** Its words, for the line below. */
  readonly usage: string
  readonly explains: string
  /** What a word of it may be. */
  completes?(state: State, word: number): readonly string[]
  /** What follows, or why it cannot be done. */
  run(state: State, words: readonly string[]): Step | string
}

/** Every command, those of the rooms first. */
export function typedCommands(): readonly TypedCommand[] {
  return [
    ...rooms.map(
      ({ view, title }): TypedCommand => ({
        name: view,
        usage: '',
        explains: `show ${title.toLowerCase()}`,
        run: (state) => enter(state, roomNamed(view)),
      }),
    ),
    trade('stake', 'stake on a subnet, by its number', 'stake'),
    trade('unstake', 'unstake your largest position of a subnet', 'unstake'),
    trade('move', 'bring your largest position of a subnet to another validator', 'move'),
    trade('swap', 'exchange your largest position of a subnet for stake of another', 'swap'),
    trade('transfer', 'give of your largest position of a subnet to another account', 'transferStake'),
    trade('burn', 'buy alpha of a subnet and burn it', 'stakeBurn'),
    {
      name: 'network',
      usage: 'NAME or ws://…',
      explains: 'leave this network for another one, until you leave the program',
      completes: (state, word) => (word === 0 ? (state.settings.facts?.networks ?? []) : []),
      run: (state, [network]) => {
        if (network === undefined) return 'Say which network: network test'
        return [
          { ...state, settings: { ...state.settings, connecting: network } },
          { type: 'connect', network },
        ]
      },
    },
    {
      name: 'account',
      usage: 'ADDRESS or //Bob',
      explains: 'look at another account; on a devnet a name has its key',
      completes: (state, word) => (word === 0 ? choicesOf(state, 'account') : []),
      run: (state, [account]) =>
        account === undefined ? 'Say whose: account 5F…' : [state, { type: 'useAccount', account }],
    },
    {
      name: 'key',
      usage: '',
      explains: 'enter the key phrase of an account',
      run: (state) => (state.session ? askForKey(state, undefined) : 'The program is still starting.'),
    },
    setting('tolerance'),
    setting('mode'),
    setting('theme'),
    setting('plain'),
    {
      name: 'refresh',
      usage: '',
      explains: 'read the newest block again',
      run: (state) => [state, { type: 'refresh' }, ...(roomNamed(state.view).reads?.(state) ?? [])],
    },
    {
      name: 'help',
      also: ['keys'],
      usage: '',
      explains: 'all keys that are valid here',
      run: (state) => [{ ...state, help: openHelp }],
    },
    {
      name: 'quit',
      also: ['q', 'exit'],
      usage: '',
      explains: 'leave the program',
      run: (state) => [state, { type: 'quit' }],
    },
  ]
}

/** The same as in the settings: it is kept. */
function setting(name: 'tolerance' | 'mode' | 'theme' | 'plain'): TypedCommand {
  const values = { tolerance: ['0.1%', '0.5%', '1%', '5%'], mode: [], theme: [], plain: [] }[name]
  return {
    name,
    usage: name === 'tolerance' ? 'PERCENT' : '',
    explains: `set ${name === 'plain' ? 'lines instead of screens' : `the ${name}`}, and keep it`,
    completes: (state, word) => (word === 0 ? [...values, ...choicesOf(state, name)] : []),
    run: (state, [value]) =>
      value === undefined
        ? `Say which: ${name} ${settingValue(state, name)}`
        : takeSetting(state, name, value),
  }
}

function trade(name: string, explains: string, kind: TradeKind): TypedCommand {
  return {
    name,
    usage: 'NETUID [AMOUNT]',
    explains,
    completes: (state, word) => (word === 0 ? netuidsFor(state, kind).map(String) : []),
    run: (state, [word = '', amount]) => {
      const snapshot = state.live?.snapshot
      if (!snapshot) return 'Nothing was read from the chain yet.'
      const netuid = /^\d{1,5}$/.test(word) ? Number(word) : undefined
      if (netuid === undefined) return `Say which subnet by its number: ${name} 1`
      if (!snapshot.subnets.has(netuid)) return `There is no subnet ${netuid}.`
      if (!takes(kind)) return openTrade(state, { kind, netuid, amount })
      const [largest] = snapshot.positions
        .filter((position) => position.netuid === netuid && position.coldkey === state.session?.coldkey)
        .toSorted((a, b) => b.stake.compare(a.stake))
      if (!largest) return `There is no position on subnet ${netuid}.`
      return openTrade(state, { kind, netuid, hotkey: largest.hotkey, amount })
    },
  }
}

function netuidsFor({ live, session }: State, kind: TradeKind): readonly number[] {
  const snapshot = live?.snapshot
  if (!snapshot) return []
  if (!takes(kind)) return [...snapshot.subnets.keys()]
  const own = snapshot.positions.filter(({ coldkey }) => coldkey === session?.coldkey)
  return [...new Set(own.map(({ netuid }) => netuid))]
}
