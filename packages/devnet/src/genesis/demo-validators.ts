import { type HotkeyGenesis, namedAccount } from './genesis.ts'

/** Twenty validators and their takes in parts of 65535: the most there is, 18 %, is what most take. */
const TAKES = {
  Otter: 11796,
  Heron: 5898,
  Marten: 0,
  Kestrel: 9830,
  Lynx: 11796,
  Badger: 11796,
  Curlew: 6553,
  Dunlin: 3276,
  Egret: 11796,
  Fulmar: 1310,
  Gannet: 8519,
  Hoopoe: 11796,
  Ibex: 655,
  Jackdaw: 11796,
  Knot: 7208,
  Linnet: 11796,
  Merlin: 2621,
  Nightjar: 11796,
  Osprey: 5242,
  Plover: 9174,
} as const

export type ValidatorName = keyof typeof TAKES

/** The demo's validators by name. */
export const demoValidators: Readonly<Record<ValidatorName, HotkeyGenesis>> = Object.fromEntries(
  Object.entries(TAKES).map(([name, take]): [string, HotkeyGenesis] => [
    name,
    { hotkey: namedAccount(`hotkey of ${name}`), owner: namedAccount(`coldkey of ${name}`), take, name },
  ]),
) as Record<ValidatorName, HotkeyGenesis>
