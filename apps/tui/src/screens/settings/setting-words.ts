import type { Settings } from '../../settings.ts'
import type { State } from '../shell/state.ts'
import type { SettingName } from './settings-state.ts'

/** What the trade form begins with, where nothing else is set. */
export const DEFAULTS = { tolerance: '0.5%', mode: 'strict', theme: 'auto', plain: false } as const

/** The label of each setting, and what it is for. */
export const settingLabels: Readonly<
  Record<SettingName, { readonly label: string; readonly explains: string }>
> = {
  network: {
    label: 'Network',
    explains:
      'Where to connect: a name, or the address of a node. The program connects at once and next time.',
  },
  endpoints: {
    label: 'Endpoints',
    explains: 'The nodes of this network; when one is lost the next takes over. Enter measures them.',
  },
  account: {
    label: 'Account',
    explains:
      'An address is watched, and its key asked for when you trade. On a devnet a name such as //Bob has its key. p takes a key phrase.',
  },
  tolerance: {
    label: 'Tolerance',
    explains: 'How far the price may move against a trade, unless its form says else: 0.5% or 50bps.',
  },
  mode: {
    label: 'Mode',
    explains:
      'What a trade does at its limit, where its form begins: strict nothing, partial what fits, unsafe all.',
  },
  theme: { label: 'Theme', explains: 'Colours for a light or a dark terminal; auto asks the terminal.' },
  plain: {
    label: 'Plain',
    explains: 'One line for each change, for screen readers, in place of the full screen.',
  },
  policy: {
    label: 'Policy',
    explains:
      'Rules of what may be signed at all. They are a file, policy.json beside the settings or --policy FILE; start again after a change.',
  },
}

/** What a setting is now. */
export function settingValue(state: State, name: SettingName): string {
  const { session, preferences, settings } = state
  switch (name) {
    case 'network':
      return session?.network ?? ''
    case 'endpoints':
      return settings.facts?.endpoints.join(', ') ?? session?.endpoint ?? ''
    case 'account':
      return session?.coldkey ?? 'none'
    case 'tolerance':
      return preferences.tolerance ?? DEFAULTS.tolerance
    case 'mode':
      return preferences.mode ?? DEFAULTS.mode
    case 'theme':
      return preferences.theme ?? DEFAULTS.theme
    case 'plain':
      return (preferences.plain ?? DEFAULTS.plain) ? 'on' : 'off'
    case 'policy':
      return settings.facts?.policyFile ?? 'none: everything is allowed'
  }
}

/** The values of a setting that has a few. */
export function choicesOf(state: State, name: SettingName): readonly string[] {
  switch (name) {
    case 'network':
      return state.settings.facts?.networks ?? []
    case 'account':
      return state.session?.developmentKeys ? DEVELOPMENT_ACCOUNTS : []
    case 'mode':
      return ['strict', 'partial', 'unsafe']
    case 'theme':
      return ['auto', 'light', 'dark']
    case 'plain':
      return ['off', 'on']
    default:
      return []
  }
}

/** The change of the settings that a value is; undefined where the name has none. */
export function changeTo(name: SettingName, text: string): Partial<Settings> | undefined {
  switch (name) {
    case 'network':
    case 'account':
    case 'tolerance':
      return { [name]: text }
    case 'mode':
      return { mode: text as NonNullable<Settings['mode']> }
    case 'theme':
      return { theme: text as NonNullable<Settings['theme']> }
    case 'plain':
      return { plain: text === 'on' }
    default:
      return undefined
  }
}

const DEVELOPMENT_ACCOUNTS = ['//Alice', '//Bob', '//Charlie', '//Dave', '//Eve', '//Ferdie']
