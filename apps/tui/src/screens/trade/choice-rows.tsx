import type { Validator } from '@stake/chain'
import { Text } from 'ink'
import type { ReactNode } from 'react'
import { showAmount, showPrice } from '../../amounts.ts'
import { displayWidth, padEnd, padStart, safeText } from '../../safe-text.ts'
import { delegateNames } from '../delegates/delegate-names.ts'
import type { State } from '../shell/state.ts'
import { addressIn, shortAddress, subnetLabel, symbolOf, takeLabel } from '../widgets/labels.ts'
import { windowOf } from '../widgets/list.ts'
import { palette } from '../widgets/palette.ts'
import { TypedText } from '../widgets/typed-text.tsx'
import { positionsOf, shownOptions, validatorsOf } from './options.ts'
import { type ChoiceField, netuidOf } from './trade-form.ts'

/** Cells of an address. */
const ADDRESS = 50
const HINT = '  type to find another'

/** What is chosen in a field, or what is being typed to choose it. */
export function ChosenLine({
  state,
  field,
  width,
}: {
  state: State
  field: ChoiceField
  width: number
}): ReactNode {
  const { form } = state.trade
  const choice = form[field]
  const focused = form.focus === field
  const { typed, value } = choice
  const count = focused ? shownOptions(state, field).length : 0
  if (focused && typed.text !== '') {
    return (
      <Text wrap="truncate-end">
        <TypedText field={typed} focused width={Math.min(50, width - 14)} />
        <Text dimColor>{count === 0 ? '  nothing matches' : `  ${count} found`}</Text>
      </Text>
    )
  }
  return (
    <Text wrap="truncate-end">
      {focused && <Text color={palette.accent}>▏</Text>}
      {value === undefined ? (
        <Text dimColor>{emptyWords(state, field, focused)}</Text>
      ) : (
        valueText(state, field, value, width)
      )}
      {focused && value !== undefined && width > ADDRESS + HINT.length && <Text dimColor>{HINT}</Text>}
    </Text>
  )
}

function emptyWords({ trade, live }: State, field: ChoiceField, focused: boolean): string {
  const { form, validators } = trade
  if (field === 'toSubnet' && form.kind !== 'swap') return 'the same subnet'
  if (field === 'hotkey' || field === 'toHotkey') {
    if (validators?.failure) return 'the validators could not be read; the next block brings another try'
    if (validators && !validators.list) return 'reading the validators …'
    if (validators?.list?.length === 0) return 'this subnet has no validators; paste the address of a hotkey'
    return netuidOf(form) === undefined
      ? 'choose the subnet first'
      : 'type a part of its name or address, or paste one'
  }
  if (field === 'toColdkey') return focused ? 'paste the address of the account' : 'an address'
  if (!live?.snapshot) return 'nothing was read yet'
  return field === 'position' ? 'choose one of your positions' : 'type a number or a part of a name'
}

function valueText(state: State, field: ChoiceField, value: number | string, width: number): string {
  const subnets = state.live?.snapshot?.subnets
  if (typeof value === 'number') {
    const subnet = subnets?.get(value)
    return subnet ? subnetLabel(subnet, 30) : String(value)
  }
  if (field !== 'position') {
    const address = addressIn(safeText(value, 60), width - 2)
    const name = delegateNames(state).get(value) ?? ''
    const both = `${address}  ${name}`
    return name !== '' && displayWidth(both) <= width - 2 ? both : address
  }
  const [netuid, hotkey = ''] = value.split(':')
  const subnet = subnets?.get(Number(netuid))
  const label = subnet ? subnetLabel(subnet, 20) : netuid
  const before = `${label} with `
  return before + addressIn(hotkey, width - displayWidth(before))
}

/** The options under a field, as many as there is room for, the chosen one marked. */
export function ChoiceRows({
  state,
  field,
  width,
  height,
}: {
  state: State
  field: ChoiceField
  width: number
  height: number
}): ReactNode {
  const options = shownOptions(state, field)
  const { value } = state.trade.form[field]
  const values = options.map((option) => option.value)
  const { entries, above, below } = windowOf(values, value, height)
  return entries.map((entry, index) => {
    const chosen = entry === value
    const hidden =
      index === 0 && above > 0 ? `↑${above}` : index === entries.length - 1 && below > 0 ? `↓${below}` : ''
    return (
      <Text key={String(entry)} wrap="truncate-end" bold={chosen}>
        <Text {...(chosen && { color: palette.accent })}>{chosen ? '● ' : '○ '}</Text>
        {padEnd(optionText(state, field, entry, width - 8), hidden === '' ? 0 : width - 6)}
        {hidden !== '' && <Text dimColor>{padStart(hidden, 4)}</Text>}
      </Text>
    )
  })
}

/** Everything from the chain in it is made safe where it is put in. */
function optionText(state: State, field: ChoiceField, value: number | string, width: number): string {
  if (typeof value === 'number') return subnetText(state, value)
  return field === 'position' ? positionText(state, value, width) : hotkeyText(state, field, value, width)
}

function subnetText({ live, session }: State, netuid: number): string {
  const subnet = live?.snapshot?.subnets.get(netuid)
  if (!subnet) return String(netuid)
  const own = (live?.snapshot?.positions ?? []).some(
    (position) => position.netuid === netuid && position.coldkey === session?.coldkey,
  )
  const closed = subnet.subtokenEnabled ? '' : ' not started'
  return `${padStart(String(netuid), 3)} ${padEnd(safeText(subnet.name, 20), 20)} ${padEnd(symbolOf(subnet), 3)} ${showPrice(subnet.price)} τ${own ? ' yours' : ''}${closed}`
}

function positionText(state: State, key: string, width: number): string {
  const [netuid = '', hotkey = ''] = key.split(':')
  const subnet = state.live?.snapshot?.subnets.get(Number(netuid))
  const own = positionsOf(state).find(
    (position) => position.netuid === Number(netuid) && position.hotkey === hotkey,
  )
  if (!own) return `${netuid} ${shortAddress(hotkey)} is gone`
  const locked = own.available.equals(own.stake)
    ? ''
    : `, ${showAmount(own.available, symbolOf(subnet), 2)} not locked`
  const name = safeText(subnet?.name ?? '', 14)
  return `${padStart(netuid, 3)} ${padEnd(name, 14)} ${padStart(showAmount(own.stake, symbolOf(subnet), 4), 16)} ${shortAddress(hotkey, width < 60 ? 4 : 6)}${locked}`
}

function hotkeyText(state: State, field: ChoiceField, hotkey: string, width: number): string {
  const ends = width < 60 ? 4 : width > 100 ? 40 : 6
  const name = ends === 40 ? safeText(hotkey, 60) : shortAddress(safeText(hotkey, 60), ends)
  if (field === 'toColdkey')
    return `${addressIn(safeText(hotkey, 60), width)}${state.trade.used?.coldkeys.includes(hotkey) ? ' used before' : ''}`
  const netuid = state.trade.validators?.netuid
  const subnet = netuid === undefined ? undefined : state.live?.snapshot?.subnets.get(netuid)
  const validator = validatorsOf(state).find((candidate) => candidate.hotkey === hotkey)
  const own = positionsOf(state).find((position) => position.hotkey === hotkey && position.netuid === netuid)
  const yours = own ? ` yours ${showAmount(own.stake, symbolOf(subnet), 2)}` : ''
  const called = nameCell(state, hotkey, width)
  if (!validator)
    return `${name}${called}${state.trade.validators?.list ? ' not registered here' : ''}${yours}`
  return `${name}${called} ${figures(validator, symbolOf(subnet), width)}${yours}`
}

/** What a hotkey calls itself, where anything is known of the names and there is room for one beside the figures. */
function nameCell(state: State, hotkey: string, width: number): string {
  const names = delegateNames(state)
  return names.size === 0 || width < 56 ? '' : ` ${padEnd(names.get(hotkey) ?? '', 12)}`
}

function figures({ stake, take, permit }: Validator, symbol: string, width: number): string {
  const amount = padStart(showAmount(stake, symbol, 2), width < 60 ? 12 : 14)
  return `${amount}  take ${takeLabel(take)}${permit ? '' : ' no permit'}`
}
