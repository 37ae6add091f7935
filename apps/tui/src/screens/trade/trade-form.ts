import type { SafetyMode } from '@stake/math'
import type { Route } from '@stake/ops'
import { type Choice, choiceOf } from '../widgets/choice.ts'
import type { Key } from '../widgets/key.ts'
import { fieldWith, type TextField } from '../widgets/text-field.ts'
import type { Draft } from './draft.ts'

/** What the form can ask for. */
export type TradeKind = 'stake' | 'unstake' | 'move' | 'swap' | 'transferStake' | 'stakeBurn'

export const tradeKinds: readonly TradeKind[] = [
  'stake',
  'unstake',
  'move',
  'swap',
  'transferStake',
  'stakeBurn',
]

/** Fields in which one of some options is chosen by typing. */
export type ChoiceField = 'subnet' | 'hotkey' | 'position' | 'toColdkey' | 'toSubnet' | 'toHotkey'

export type FormField = 'kind' | ChoiceField | 'amount' | 'route' | 'mode' | 'tolerance'

/** What the form begins with, and what it says where no limit is set. */
export const INITIAL_TOLERANCE = '0.5%'

export const tolerancePresets: readonly string[] = ['0.1%', '0.5%', '1%', '5%']

/** The preset that `+` or `-` leads to; from anything else to the usual one. */
export function presetAfter(text: string, key: Key): string {
  const at = tolerancePresets.indexOf(text.trim())
  const next = at < 0 ? 1 : Math.max(0, Math.min(tolerancePresets.length - 1, at + (key === '+' ? 1 : -1)))
  return tolerancePresets[next] ?? text
}

export const routes: readonly Route[] = ['direct', 'protected']

/** One form for all kinds: each has some of the fields, and what is typed stays when the kind changes. */
export interface TradeForm {
  readonly kind: TradeKind
  readonly focus: FormField
  /** Where TAO is staked, with whom. */
  readonly subnet: Choice<number>
  readonly hotkey: Choice<string>
  /** The position that is taken from, as `netuid:hotkey`. */
  readonly position: Choice<string>
  /** Where stake goes to. */
  readonly toColdkey: Choice<string>
  readonly toSubnet: Choice<number>
  readonly toHotkey: Choice<string>
  readonly amount: TextField
  readonly tolerance: TextField
  readonly mode: SafetyMode
  readonly route: Route
}

/** Where a form begins: the kind, and what is known. */
export interface FormStart {
  readonly kind: TradeKind
  /** The subnet, or that of the position. */
  readonly netuid?: number | undefined
  readonly hotkey?: string | undefined
  readonly toColdkey?: string | undefined
  readonly toNetuid?: number | undefined
  readonly toHotkey?: string | undefined
  readonly amount?: string | undefined
  readonly mode?: SafetyMode | undefined
  readonly tolerance?: string | undefined
  readonly route?: Route | undefined
}

/** The form as it opens: on the first thing that is not known yet. */
export function openForm(start: FormStart): TradeForm {
  const { kind, netuid, hotkey, toColdkey, toNetuid, toHotkey } = start
  const position = netuid === undefined || hotkey === undefined ? undefined : `${netuid}:${hotkey}`
  const form: TradeForm = {
    kind,
    focus: 'kind',
    subnet: choiceOf(takes(kind) ? undefined : netuid),
    hotkey: choiceOf(takes(kind) ? undefined : hotkey),
    position: choiceOf(takes(kind) ? position : undefined),
    toColdkey: choiceOf(toColdkey),
    toSubnet: choiceOf(toNetuid),
    toHotkey: choiceOf(toHotkey),
    amount: fieldWith(start.amount ?? ''),
    tolerance: fieldWith(start.tolerance ?? INITIAL_TOLERANCE),
    mode: start.mode !== undefined && modesOf({ kind }).includes(start.mode) ? start.mode : 'strict',
    route: start.route ?? routeAtFirst(kind),
  }
  return { ...form, focus: missingField(form) ?? 'amount' }
}

/** Only for a swap the chain has a call with a limit; all else is safe on the protected route alone. */
function routeAtFirst(kind: TradeKind): Route {
  return kind === 'swap' ? 'direct' : 'protected'
}

/** Whether a kind takes from a position; the others take TAO. */
export function takes(kind: TradeKind): boolean {
  return kind !== 'stake' && kind !== 'stakeBurn'
}

/** The subnet and hotkey of the position that is taken from. */
export function positionOf({ position }: TradeForm): { netuid: number; hotkey: string } | undefined {
  const [netuid, hotkey] = position.value?.split(':') ?? []
  return netuid === undefined || hotkey === undefined ? undefined : { netuid: Number(netuid), hotkey }
}

/** Where it begins: the subnet of the amount's token, unless that is TAO. */
export function netuidOf(form: TradeForm): number | undefined {
  return takes(form.kind) ? positionOf(form)?.netuid : form.subnet.value
}

/** Where stake would go; a move stays on its subnet unless told. */
export function toNetuidOf(form: TradeForm): number | undefined {
  return form.toSubnet.value ?? (form.kind === 'swap' ? undefined : netuidOf(form))
}

/** Whether stake changes its subnet, and with that its price. */
export function crosses(form: TradeForm): boolean {
  const to = toNetuidOf(form)
  return isMove(form.kind) && to !== undefined && to !== netuidOf(form)
}

export function isMove(kind: TradeKind): boolean {
  return kind === 'move' || kind === 'swap' || kind === 'transferStake'
}

/** The modes that a kind has on the way it takes. */
export function modesOf({ kind }: Pick<TradeForm, 'kind'>): readonly SafetyMode[] {
  return kind === 'stakeBurn' ? ['strict', 'unsafe'] : ['strict', 'partial', 'unsafe']
}

const whereTo: Readonly<Record<TradeKind, readonly ChoiceField[]>> = {
  stake: ['subnet', 'hotkey'],
  unstake: ['position'],
  move: ['position', 'toSubnet', 'toHotkey'],
  swap: ['position', 'toSubnet'],
  transferStake: ['position', 'toColdkey', 'toSubnet'],
  stakeBurn: ['subnet', 'hotkey'],
}

/** The fields that can have the focus, from top to bottom. */
export function fieldsOf(form: TradeForm): readonly FormField[] {
  const { kind } = form
  const moves = isMove(kind)
  const priced = !moves || crosses(form)
  const strict = moves && form.route === 'protected'
  return [
    'kind',
    ...whereTo[kind],
    'amount',
    ...(moves && priced ? (['route'] as const) : []),
    ...(priced && !strict ? (['mode'] as const) : []),
    ...(priced && (strict || form.mode !== 'unsafe') ? (['tolerance'] as const) : []),
  ]
}

/** The first field without which nothing can be asked for. */
export function missingField(form: TradeForm): FormField | undefined {
  const optional = form.kind === 'swap' ? [] : ['toSubnet']
  return (
    whereTo[form.kind].find((name) => form[name].value === undefined && !optional.includes(name)) ??
    (form.amount.text.trim() === '' ? 'amount' : undefined)
  )
}

export function isChoice(field: FormField): field is ChoiceField {
  return !['kind', 'amount', 'route', 'mode', 'tolerance'].includes(field)
}

/** A changed choice, and what depends on it: another subnet has other validators. */
export function withChoice(
  form: TradeForm,
  field: ChoiceField,
  choice: Choice<number | string>,
): Partial<TradeForm> {
  const changed = choice.value !== form[field].value
  return {
    [field]: choice,
    ...(changed && field === 'subnet' && { hotkey: choiceOf<string>(undefined) }),
    ...(changed && field === 'toSubnet' && { toHotkey: choiceOf<string>(undefined) }),
  }
}

/** What the form asks for; undefined while it does not say where. The amount may still be empty. */
export function draftOf(form: TradeForm, coldkey: string | undefined): Draft | undefined {
  const from = takes(form.kind) ? positionOf(form) : { netuid: form.subnet.value, hotkey: form.hotkey.value }
  if (coldkey === undefined || from?.netuid === undefined || from.hotkey === undefined) return undefined
  const common = { coldkey, netuid: from.netuid, hotkey: from.hotkey, amount: form.amount.text.trim() }
  const mode = modesOf(form).includes(form.mode) ? form.mode : 'strict'
  const tolerance = mode === 'unsafe' ? INITIAL_TOLERANCE : form.tolerance.text.trim()
  switch (form.kind) {
    case 'stake':
    case 'unstake':
      return { kind: form.kind, ...common, mode, tolerance }
    case 'stakeBurn':
      return { kind: form.kind, ...common, mode: mode === 'unsafe' ? mode : 'strict', tolerance }
    case 'move':
    case 'swap':
    case 'transferStake':
      return moveDraft(form.kind, common, form)
  }
}

function moveDraft(
  kind: 'move' | 'swap' | 'transferStake',
  common: { coldkey: string; netuid: number; hotkey: string; amount: string },
  form: TradeForm,
): Draft | undefined {
  const toNetuid = toNetuidOf(form)
  if (toNetuid === undefined) return undefined
  const crossing = crosses(form)
  const route = crossing ? form.route : 'direct'
  // Within a subnet there is no price, and the protected route is strict.
  const mode = crossing && route === 'direct' ? form.mode : 'strict'
  const tolerance = crossing && mode !== 'unsafe' ? form.tolerance.text.trim() : INITIAL_TOLERANCE
  const way = { ...common, toNetuid, mode, tolerance, route }
  switch (kind) {
    case 'swap':
      return { kind, ...way }
    case 'move':
      return form.toHotkey.value === undefined ? undefined : { kind, ...way, toHotkey: form.toHotkey.value }
    case 'transferStake':
      return form.toColdkey.value === undefined
        ? undefined
        : { kind, ...way, toColdkey: form.toColdkey.value }
  }
}

/** The form for another kind, with what it has in common; an amount of another token is not kept. */
export function withKind(form: TradeForm, kind: TradeKind): TradeForm {
  if (kind === form.kind) return form
  const from = takes(form.kind) ? positionOf(form) : { netuid: form.subnet.value, hotkey: form.hotkey.value }
  const known = from?.netuid !== undefined && from.hotkey !== undefined
  const changed = {
    ...form,
    kind,
    route: routeAtFirst(kind),
    mode: modesOf({ kind }).includes(form.mode) ? form.mode : ('strict' as const),
  }
  if (takes(kind) === takes(form.kind)) return changed
  const places = takes(kind)
    ? { position: choiceOf(known ? `${from?.netuid}:${from?.hotkey}` : undefined) }
    : { subnet: choiceOf(from?.netuid), hotkey: choiceOf(from?.hotkey) }
  return { ...changed, ...places, amount: fieldWith('') }
}

/** The form that asks for a draft; kinds that the form does not know have none. */
export function startOf(draft: Draft): FormStart | undefined {
  switch (draft.kind) {
    case 'stake':
    case 'unstake':
    case 'move':
    case 'swap':
    case 'transferStake':
    case 'stakeBurn':
      return draft
    default:
      return undefined
  }
}
