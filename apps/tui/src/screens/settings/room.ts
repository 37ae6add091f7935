import { askForKey } from '../account/ask-for-key.ts'
import type { Binding } from '../shell/bindings.ts'
import { noticeOf } from '../shell/notice.ts'
import type { Room } from '../shell/room.ts'
import type { Command, State, Step } from '../shell/state.ts'
import { beside, LIST_KEYS, moved } from '../widgets/list.ts'
import { changeTo, choicesOf, settingLabels, settingValue } from './setting-words.ts'
import { Settings } from './settings.tsx'
import {
  editing,
  refused,
  type SettingName,
  type SettingsNews,
  type SettingsState,
  type SettingsWish,
  settingNames,
} from './settings-state.ts'

export const settingsRoom: Room<'settings'> = {
  view: 'settings',
  title: 'Settings',
  short: 'Set',
  Body: Settings,
  bindings: (state) => (state.settings.editing ? editingBindings(state) : settingsBindings(state)),
  typing: (state) => {
    const edited = state.settings.editing
    return (
      edited && {
        field: edited.field,
        passes: [],
        change: (field) => within(state, { editing: { ...edited, field }, refusal: undefined }),
      }
    )
  },
  opens: () => [wish({ kind: 'facts' })],
  selectedText: (state) => (state.settings.selected === 'account' ? state.session?.coldkey : undefined),
  update,
}

/** Takes a value for a setting: does what it says at once, and keeps it; what might not work, once it does. */
export function takeSetting(state: State, name: SettingName, text: string): Step {
  const value = text.trim()
  const { editing: tried } = state.settings
  const closed = within(state, { editing: undefined, tried, refusal: undefined })
  if (value === '' || (value === settingValue(state, name) && name !== 'network')) return [closed]
  const changes = changeTo(name, value)
  if (!changes) return [closed]
  const choices = choicesOf(state, name)
  if (isCycled(name) && !choices.includes(value)) {
    return [
      {
        ...closed,
        notice: noticeOf(`${settingLabels[name].label} is one of ${choices.join(', ')}.`, 'plain', state.now),
      },
    ]
  }
  switch (name) {
    case 'network':
      return [within(closed, { connecting: value, keeping: changes }), { type: 'connect', network: value }]
    case 'account':
      return [within(closed, { keeping: changes }), { type: 'useAccount', account: value }]
    default:
      return [closed, wish({ kind: 'save', changes })]
  }
}

const POLICY_IS_A_FILE = 'The policy is a file; edit that, and start again.'

function settingsBindings(state: State): readonly Binding[] {
  const { selected } = state.settings
  const { label } = settingLabels[selected]
  const choices = choicesOf(state, selected)
  const starting = state.session ? undefined : 'The program is still starting.'
  return [
    {
      keys: ['Enter'],
      show: 'Enter',
      does: selected === 'endpoints' ? 'measure' : 'change',
      explains: selected === 'endpoints' ? 'ask every node how quick it is' : `change ${label.toLowerCase()}`,
      why: selected === 'policy' ? POLICY_IS_A_FILE : starting,
      act: () => open(state, selected),
    },
    {
      keys: ['Left', 'Right', 'h', 'l'],
      show: '←→',
      does: 'choose',
      explains: 'the value before, the value after',
      why: isCycled(selected)
        ? starting
        : selected === 'policy'
          ? POLICY_IS_A_FILE
          : `${label} has no list of values to go through; Enter changes it.`,
      quiet: !isCycled(selected),
      act: (key) => {
        const distance = key === 'Left' || key === 'h' ? -1 : 1
        return takeSetting(state, selected, beside(choices, settingValue(state, selected), distance) ?? '')
      },
    },
    {
      keys: ['m'],
      show: 'm',
      does: 'measure',
      explains: 'ask every node of this network how quick it is',
      why: starting,
      act: () => [state, wish({ kind: 'measure' })],
    },
    {
      keys: ['p'],
      show: 'p',
      does: 'key phrase',
      explains: 'enter the key phrase of an account; it is never stored',
      why: starting,
      act: () => askForKey(state, undefined),
    },
    {
      keys: LIST_KEYS,
      show: '↑↓',
      does: 'move',
      quiet: true,
      act: (key) => [
        within(state, { selected: moved(settingNames, selected, key, 4) ?? selected, refusal: undefined }),
      ],
    },
  ]
}

function open(state: State, name: SettingName): Step {
  if (name === 'endpoints') return [state, wish({ kind: 'measure' })]
  if (isCycled(name)) {
    return takeSetting(state, name, beside(choicesOf(state, name), settingValue(state, name), 1) ?? '')
  }
  return [within(state, { editing: editing(name, name === 'tolerance' ? settingValue(state, name) : '') })]
}

/** Has a few values, none of which leads elsewhere. */
function isCycled(name: SettingName): boolean {
  return name === 'mode' || name === 'theme' || name === 'plain'
}

function editingBindings(state: State): readonly Binding[] {
  const edited = state.settings.editing
  if (!edited) return []
  const { name, field } = edited
  const choices = choicesOf(state, name)
  return [
    { keys: ['Enter'], show: 'Enter', does: 'take it', act: () => takeSetting(state, name, field.text) },
    {
      keys: ['Tab', 'Down', 'Up', 'Shift-Tab'],
      show: 'Tab',
      does: 'next known',
      explains: 'the next of the values that are known',
      why: choices.length === 0 ? 'Nothing is known to choose from; type it.' : undefined,
      quiet: choices.length === 0,
      act: (key) => [
        within(state, {
          editing: editing(
            name,
            beside(choices, field.text, key === 'Up' || key === 'Shift-Tab' ? -1 : 1) ?? field.text,
          ),
        }),
      ],
    },
    {
      keys: ['Escape'],
      show: 'Esc',
      does: 'leave it',
      act: () => [within(state, { editing: undefined, refusal: undefined })],
    },
  ]
}

function update(state: State, news: SettingsNews): Step {
  const { settings, now } = state
  switch (news.kind) {
    case 'facts':
      return [within(state, { facts: news.facts, latencies: new Map() })]
    case 'latency':
      return [within(state, { latencies: new Map([...settings.latencies, [news.endpoint, news.latency]]) })]
    case 'saved': {
      const changed = news.changed.map((name) => [name, news.settings[name as keyof typeof news.settings]])
      const preferences = { ...state.preferences, ...Object.fromEntries(changed) }
      const said = noticeOf(`Kept ${news.changed.join(', ')} for the next time too.`, 'good', now)
      return [{ ...within(state, { refusal: undefined, tried: undefined }), preferences, notice: said }]
    }
    case 'notSaved':
      return [{ ...state, settings: refused(settings, news.failure) }]
  }
}

function within(state: State, changes: Partial<SettingsState>): State {
  return { ...state, settings: { ...state.settings, ...changes } }
}

function wish(wanted: SettingsWish): Command {
  return { type: 'wish', room: 'settings', wish: wanted }
}
