import { openTrade } from '../trade/open-trade.ts'
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
    trade('stake', 'stake on a subnet, by its number'),
    trade('unstake', 'unstake your largest position of a subnet'),
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

function trade(kind: 'stake' | 'unstake', explains: string): TypedCommand {
  return {
    name: kind,
    usage: 'NETUID',
    explains,
    completes: (state, word) => (word === 0 ? netuidsFor(state, kind).map(String) : []),
    run: (state, [word = '']) => {
      const snapshot = state.live?.snapshot
      if (!snapshot) return 'Nothing was read from the chain yet.'
      const netuid = /^\d{1,5}$/.test(word) ? Number(word) : undefined
      if (netuid === undefined) return `Say which subnet by its number: ${kind} 1`
      if (!snapshot.subnets.has(netuid)) return `There is no subnet ${netuid}.`
      if (kind === 'stake') return openTrade(state, { kind, netuid, hotkey: undefined })
      const [largest] = snapshot.positions
        .filter((position) => position.netuid === netuid && position.coldkey === state.session?.coldkey)
        .toSorted((a, b) => b.stake.compare(a.stake))
      if (!largest) return `There is no position on subnet ${netuid}.`
      return openTrade(state, { kind, netuid, hotkey: largest.hotkey })
    },
  }
}

function netuidsFor({ live, session }: State, kind: 'stake' | 'unstake'): readonly number[] {
  const snapshot = live?.snapshot
  if (!snapshot) return []
  if (kind === 'stake') return [...snapshot.subnets.keys()]
  const own = snapshot.positions.filter(({ coldkey }) => coldkey === session?.coldkey)
  return [...new Set(own.map(({ netuid }) => netuid))]
}
