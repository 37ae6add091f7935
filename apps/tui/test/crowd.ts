import type { Balance } from '@stake/math'
import type { Live } from '../src/live-state.ts'
import type { DelegateRow } from '../src/screens/delegates/delegate-row.ts'
import { balancer, coldkey, hotkeys, live, position, snapshot, subnet, tao } from './sample.ts'

/** Names that do to a terminal, or to a table, what their owners like. */
export const hostileNames: readonly string[] = [
  '\u001b[2J\u001b[Hgone',
  '\u001b]0;title\u0007bell\u0007',
  'quiet\u202Eevil',
  '漢字の畑と長い長い名前',
  `zalgo${'\u0301'.repeat(40)}`,
  'line\nbreak\r\ttab',
  '👩‍👩‍👧‍👦 family',
  'x'.repeat(5_000),
  '\u200B\u2060\uFEFF',
  '\u009b31mred',
]

/** What none of them may leave on a screen. */
export const HARMFUL: RegExp =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/u

/** A chain with root and 128 subnets, every name a hostile one, and a position on each. */
export function crowd(): Live {
  const subnets = new Map(snapshot().subnets)
  for (let netuid = 1; netuid <= 128; netuid++) {
    const name = hostileNames[netuid % hostileNames.length] ?? ''
    const symbol = hostileNames[(netuid * 3) % hostileNames.length] ?? ''
    subnets.set(
      netuid,
      subnet(netuid, name, symbol, balancer(netuid, String(100 + netuid), String(400 + 7 * netuid))),
    )
  }
  subnets.delete(277)
  const positions = [...subnets.keys()].map((netuid) =>
    position(netuid, hotkeys[netuid % hotkeys.length] ?? coldkey, String(1 + netuid / 4)),
  )
  return live({ snapshot: snapshot({ subnets, positions }) })
}

/** Delegates as they are once they were read to the end; the one of the documents first. */
export function delegateRows(count = 3): DelegateRow[] {
  return Array.from({ length: count }, (_, index) => ({
    hotkey: hotkeys[index] ?? hotkeyNumber(index),
    owner: index === 1 ? undefined : coldkey,
    take: index === 0 ? 11_796 : 5_898,
    total: tao(String(100_000 - index * 10)),
    change: index === 0 ? 12_300_000n : index === 1 ? 'NA' : -4_000_000n,
    more: {
      name: index < 3 ? (['Otter', '', 'Heron'][index] ?? '') : `Delegate ${index}`,
      description: index === 0 ? 'Validates with care' : '',
      nominators: 3 * index,
      own: tao('800'),
      registrations: index === 1 ? [] : [0, 1, 277],
      permits: index === 1 ? [] : [1, 277],
      nominatorGain: tao('0.4321'),
      delegateGain: tao('12.5'),
    },
  }))
}

/** Looks like an address, and is told from every other one. */
function hotkeyNumber(index: number): string {
  return `5${String(index).padStart(6, '0')}${'Hotkey'.repeat(7).slice(0, 41)}`
}

/** The nominators of the documents' example, the owner among them. */
export function exampleNominators(): { readonly coldkey: string; readonly value: Balance }[] {
  return [
    { coldkey, value: tao('800') },
    ...['100', '70', '30'].map((value, index) => ({ coldkey: hotkeys[index] ?? '', value: tao(value) })),
  ]
}
