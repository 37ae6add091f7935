import type { Failure } from '../../failure.ts'
import type { Settings } from '../../settings.ts'
import { fieldWith, type TextField } from '../widgets/text-field.ts'

export const settingNames = [
  'network',
  'endpoints',
  'account',
  'tolerance',
  'mode',
  'theme',
  'plain',
  'policy',
] as const
export type SettingName = (typeof settingNames)[number]

/** How quick a node answered, or why it did not. */
export type NodeLatency =
  | { readonly kind: 'asked' }
  | { readonly kind: 'answered'; readonly milliseconds: number }
  | { readonly kind: 'failed'; readonly failure: Failure }

/** What only the session knows. */
export interface SettingsFacts {
  /** The file the settings are kept in. */
  readonly file: string
  /** Networks that may be named, those of the settings too. */
  readonly networks: readonly string[]
  /** The nodes of this network, by scheme and host. */
  readonly endpoints: readonly string[]
  readonly policyFile: string | undefined
  /** The rules of the policy in words, one a line; none where everything is allowed. */
  readonly policy: readonly string[]
}

/** A setting and what was typed for it. */
export interface Edited {
  readonly name: SettingName
  readonly field: TextField
}

export interface SettingsState {
  readonly selected: SettingName
  /** The setting being typed. */
  readonly editing: Edited | undefined
  /** What was typed and is being tried: it is there again to be corrected where it is refused. */
  readonly tried: Edited | undefined
  readonly facts: SettingsFacts | undefined
  readonly latencies: ReadonlyMap<string, NodeLatency>
  /** Why the last change was not taken. */
  readonly refusal: Failure | undefined
  /** The network that is being connected to. */
  readonly connecting: string | undefined
  /** What is kept once it is known to work. */
  readonly keeping: Partial<Settings> | undefined
}

export const settingsAtStart: SettingsState = {
  selected: 'network',
  editing: undefined,
  tried: undefined,
  facts: undefined,
  latencies: new Map(),
  refusal: undefined,
  connecting: undefined,
  keeping: undefined,
}

export type SettingsWish =
  | { readonly kind: 'facts' }
  /** Asks every node of this network a small question. */
  | { readonly kind: 'measure' }
  /** Keeps settings in the file. */
  | { readonly kind: 'save'; readonly changes: Partial<Settings> }

export type SettingsNews =
  | { readonly kind: 'facts'; readonly facts: SettingsFacts }
  | { readonly kind: 'latency'; readonly endpoint: string; readonly latency: NodeLatency }
  | { readonly kind: 'saved'; readonly settings: Settings; readonly changed: readonly string[] }
  | { readonly kind: 'notSaved'; readonly failure: Failure }

/** What was tried is refused: it stands there again, unless something else is being looked at. */
export function refused(settings: SettingsState, failure: Failure): SettingsState {
  const { editing, tried, selected } = settings
  return {
    ...settings,
    editing: editing ?? (tried?.name === selected ? tried : undefined),
    tried: undefined,
    connecting: undefined,
    keeping: undefined,
    refusal: failure,
  }
}

/** What was tried works: it is kept, if that was wished for. */
export function kept(settings: SettingsState): readonly WishOfSettings[] {
  const { keeping } = settings
  return keeping ? [{ type: 'wish', room: 'settings', wish: { kind: 'save', changes: keeping } }] : []
}

interface WishOfSettings {
  readonly type: 'wish'
  readonly room: 'settings'
  readonly wish: SettingsWish
}

/** What is typed into a setting, as it begins. */
export function editing(name: SettingName, text: string): Edited {
  return { name, field: fieldWith(text) }
}
