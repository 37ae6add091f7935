import type { Subnet } from '@stake/chain'
import type { Preview } from '@stake/ops'
import { Box, Text } from 'ink'
import type { ReactNode } from 'react'
import { showAmount, showPrice } from '../../amounts.ts'
import type { Failure } from '../../failure.ts'
import { displayWidth } from '../../safe-text.ts'
import { changeSeen } from '../history/history.ts'
import type { State } from '../shell/state.ts'
import { ImpactView } from '../subnets/impact-view.tsx'
import { symbolOf } from '../widgets/labels.ts'
import { LABEL_WIDTH, Line } from '../widgets/line.tsx'
import { palette } from '../widgets/palette.ts'
import { type Part, PartLine, wrapParts } from '../widgets/parts.tsx'
import { Problem, problemHeight } from '../widgets/problem.tsx'
import { changeColor } from '../widgets/table.tsx'
import { TypedText } from '../widgets/typed-text.tsx'
import { ChoiceRows, ChosenLine } from './choice-rows.tsx'
import { impactOfForm } from './fitting.ts'
import { ModeColumns } from './mode-columns.tsx'
import { modeSentence, routeSentence } from './mode-words.ts'
import { positionsOf, shownOptions } from './options.ts'
import { type Place, placeOf } from './problem-field.ts'
import { quoteLines, warningsOf } from './quote.ts'
import { TolerancePresets } from './tolerance-presets.tsx'
import {
  type FormField,
  fieldsOf,
  isChoice,
  isMove,
  modesOf,
  netuidOf,
  positionOf,
  routes,
  type TradeForm,
  type TradeKind,
  takes,
  tradeKinds,
} from './trade-form.ts'
import { knownOf } from './trade-state.ts'

const kindNames: Readonly<Record<TradeKind, string>> = {
  stake: 'Stake',
  unstake: 'Unstake',
  move: 'Move',
  swap: 'Swap',
  transferStake: 'Transfer',
  stakeBurn: 'Burn',
}

/** What each kind does, in a line. */
const kindMeanings: Readonly<Record<TradeKind, string>> = {
  stake: 'Buy alpha of a subnet with TAO and stake it with a validator.',
  unstake: 'Sell staked alpha for TAO.',
  move: 'Bring stake to another validator, on the same or another subnet.',
  swap: 'Exchange stake of one subnet for stake of another, same validator.',
  transferStake: 'Give stake to another account. It cannot be taken back.',
  stakeBurn: 'Buy alpha with TAO and burn it: the price rises, nobody owns it.',
}

const labels: Readonly<Record<FormField, string>> = {
  kind: '',
  subnet: 'Subnet',
  hotkey: 'Validator',
  position: 'Position',
  toColdkey: 'To account',
  toSubnet: 'To subnet',
  toHotkey: 'To hotkey',
  amount: 'Amount',
  route: 'Route',
  mode: 'Mode',
  tolerance: 'Tolerance',
}

/** From here on the quote stands beside the form, and the modes side by side below. */
const WIDE = 110

/** The one form, with a quote that follows every key and every block. */
export function TradeScreen({ state, height }: { state: State; height: number }): ReactNode {
  const { columns } = state.size
  if (columns < WIDE || height < 24) return <Narrow state={state} width={columns} height={height} />
  const left = Math.min(90, Math.floor(columns * 0.55))
  const bottom = 11
  return (
    <Box flexDirection="column" height={height} overflow="hidden">
      <KindLine state={state} width={columns} />
      <Text dimColor wrap="truncate-end">
        {'  '}
        {kindMeanings[state.trade.form.kind]}
      </Text>
      <Text> </Text>
      <Box height={height - 3 - bottom} overflow="hidden">
        <Box width={left} flexDirection="column" overflow="hidden">
          <Fields state={state} width={left - 1} height={height - 3 - bottom} modes="name" />
          {!isChoice(state.trade.form.focus) && (
            <ImpactUnder
              state={state}
              width={left - 2}
              height={height - 3 - bottom - fieldRows(state, left - 1, 'name') - 2}
            />
          )}
        </Box>
        <Box width={columns - left} flexDirection="column" overflow="hidden">
          <Quote state={state} width={columns - left - 1} height={height - 3 - bottom} titled />
        </Box>
      </Box>
      <Box height={bottom} flexDirection="column" overflow="hidden">
        <ModeColumns state={state} width={columns} />
      </Box>
    </Box>
  )
}

/** Below the fields, where there is room: what any amount would do to the price. */
function ImpactUnder({ state, width, height }: { state: State; width: number; height: number }): ReactNode {
  const impact = height >= 8 ? impactOfForm(state) : undefined
  if (!impact) return null
  const subnet = state.live?.snapshot?.subnets.get(netuidOf(state.trade.form) ?? -1)
  return (
    <>
      <Text> </Text>
      <Text bold wrap="truncate-end">
        {'  '}What an amount does to the price<Text dimColor> τ/{symbolOf(subnet)}</Text>
      </Text>
      <ImpactView
        impact={impact}
        symbol={symbolOf(subnet)}
        width={width}
        height={Math.min(16, height)}
        plain={state.plainSigns}
      />
    </>
  )
}

function Narrow({ state, width, height }: { state: State; width: number; height: number }): ReactNode {
  const { form } = state.trade
  const roomy = height >= 16
  const modes = roomy || form.focus === 'mode' ? 'lines' : 'line'
  const listing = isChoice(form.focus)
  // A list takes the room of what is below it, as long as it is open.
  const quoteRows = roomy ? (listing ? 4 : 7) : listing ? 0 : 4
  const fields = height - 1 - (roomy ? 1 : 0)
  const used = fieldRows(state, width, modes)
  const list = listing ? Math.max(2, Math.min(7, fields - used - quoteRows)) : 0
  const rest = Math.max(
    0,
    fields - used - Math.min(list, listing ? shownOptions(state, form.focus as never).length : 0),
  )
  return (
    <Box flexDirection="column" height={height} overflow="hidden">
      <KindLine state={state} width={width} />
      {roomy && (
        <Text dimColor wrap="truncate-end">
          {form.focus === 'kind' ? `  ${kindMeanings[form.kind]}` : ' '}
        </Text>
      )}
      <Fields state={state} width={width} height={fields} modes={modes} list={list} />
      <Quote state={state} width={width} height={rest} />
    </Box>
  )
}

/** What can be done, and the price now. */
function KindLine({ state, width }: { state: State; width: number }): ReactNode {
  const { form } = state.trade
  const focused = form.focus === 'kind'
  const subnet = state.live?.snapshot?.subnets.get(netuidOf(form) ?? -1)
  const change = subnet && changeSeen(state.history, subnet)
  const price = subnet ? `now ${showPrice(subnet.price, 9)} τ/${symbolOf(subnet)} ${change?.text ?? ''}` : ''
  const kinds = tradeKinds.map((kind) =>
    kind === form.kind ? `[${kindNames[kind]}]` : ` ${kindNames[kind]} `,
  )
  const room = width - 3 - kinds.join('').length
  return (
    <Box justifyContent="space-between" width={width} flexShrink={0}>
      <Text wrap="truncate-end">
        <Text color={palette.accent}>{focused ? '❯ ' : '  '}</Text>
        {tradeKinds.map((kind, index) => (
          <Text
            key={kind}
            bold={kind === form.kind}
            dimColor={kind !== form.kind}
            {...(kind === form.kind && { color: palette.accent, inverse: focused })}
          >
            {kinds[index]}
          </Text>
        ))}
      </Text>
      {subnet && room >= displayWidth(price) && (
        <Text>
          <Text dimColor>now </Text>
          {showPrice(subnet.price, 9)}
          <Text dimColor> τ/{symbolOf(subnet)}</Text>
          {change?.text && <Text color={changeColor(change.direction)}> {change.text}</Text>}{' '}
        </Text>
      )}
    </Box>
  )
}

/** All problems with what is typed, by the place that they are about. */
function problemsOf(state: State): ReadonlyMap<Place, Failure> {
  const { form, refusal } = state.trade
  const { assessment, estimate } = knownOf(state)
  const places = new Map<Place, Failure>()
  const fields = fieldsOf(form)
  for (const failure of [refusal, estimate?.failure, ...(assessment?.problems ?? [])]) {
    if (!failure) continue
    const place = placeOf(failure, form, fields)
    if (!places.has(place)) places.set(place, { ...failure, remedy: withoutCode(failure.remedy) })
  }
  return places
}

/** Remedies say how a program does it too; here it is a field. */
function withoutCode(remedy: string): string {
  return remedy.replace(/ \(`[^`]*`\)/g, '')
}

/** How the modes and routes are shown: by name alone where columns say the rest. */
type Modes = 'name' | 'line' | 'lines'

/** Rows that the fields take, without the open list. */
function fieldRows(state: State, width: number, modes: Modes): number {
  const { form } = state.trade
  const problems = problemsOf(state)
  return fieldsOf(form)
    .filter((field) => field !== 'kind')
    .reduce((sum, field) => {
      const failure = problems.get(field)
      const own =
        field === 'mode' && modes === 'lines'
          ? modesOf(form).length
          : field === 'route' && modes === 'lines'
            ? routes.length
            : 1
      return sum + own + (failure ? problemHeight(failure, width - LABEL_WIDTH - 1) : 0)
    }, 0)
}

function Fields({
  state,
  width,
  height,
  modes,
  list = Math.max(3, Math.min(14, height - fieldRows(state, width, modes))),
}: {
  state: State
  width: number
  height: number
  modes: Modes
  list?: number
}): ReactNode {
  const { form } = state.trade
  const problems = problemsOf(state)
  const { assessment } = knownOf(state)
  return fieldsOf(form)
    .filter((field) => field !== 'kind')
    .map((field) => {
      const focused = form.focus === field
      const failure = problems.get(field)
      return (
        <Line key={field} label={labels[field]} focused={focused}>
          <FieldBody
            state={state}
            field={field}
            width={width - LABEL_WIDTH}
            modes={modes}
            preview={assessment?.preview}
          />
          {focused && isChoice(field) && list > 0 && (
            <ChoiceRows state={state} field={field} width={width - LABEL_WIDTH} height={list} />
          )}
          {failure && <Problem failure={failure} width={width - LABEL_WIDTH - 1} />}
        </Line>
      )
    })
}

function FieldBody({
  state,
  field,
  width,
  modes,
  preview,
}: {
  state: State
  field: FormField
  width: number
  modes: Modes
  preview: Preview | undefined
}): ReactNode {
  const { form } = state.trade
  const focused = form.focus === field
  if (isChoice(field)) return <ChosenLine state={state} field={field} width={width} />
  switch (field) {
    case 'amount':
      return <AmountLine state={state} focused={focused} width={width} />
    case 'tolerance':
      return <ToleranceLine form={form} focused={focused} />
    case 'mode':
      return (modes === 'lines' ? modesOf(form) : [form.mode]).map((mode) => (
        <OptionLine
          key={mode}
          name={mode}
          chosen={mode === form.mode}
          part={modes === 'name' ? ELSEWHERE : modeSentence(mode, preview)}
          width={9}
        />
      ))
    case 'route': {
      const known = knownOf(state).assessment?.routes
      return (modes === 'lines' ? routes : [form.route]).map((route) => (
        <OptionLine
          key={route}
          name={route}
          chosen={route === form.route}
          part={modes === 'name' ? ELSEWHERE : routeSentence(route, known?.[route])}
          width={10}
        />
      ))
    }
    default:
      return null
  }
}

const ELSEWHERE: Part = { text: '', dim: true }

function OptionLine({
  name,
  chosen,
  part,
  width,
}: {
  name: string
  chosen: boolean
  part: Part
  width: number
}): ReactNode {
  return (
    <Text wrap="truncate-end" bold={chosen}>
      {chosen ? '●' : '○'} {name.padEnd(width)}
      <Text {...(part.color !== undefined && { color: part.color })} dimColor={!chosen}>
        {part.text}
      </Text>
    </Text>
  )
}

const AMOUNT_HINT = 'a number, all or 50%'

function AmountLine({ state, focused, width }: { state: State; focused: boolean; width: number }): ReactNode {
  const { form } = state.trade
  const subnet = state.live?.snapshot?.subnets.get(netuidOf(form) ?? -1)
  const token = takes(form.kind) ? symbolOf(subnet) : 'τ'
  const bounded = !isMove(form.kind) && form.mode !== 'unsafe'
  const shown = `▏${form.amount.text || AMOUNT_HINT} ${token}   ${availableWords(state, subnet)}`
  // The bottom line has these keys too.
  const keys = `   h 50%  m all${bounded ? '  x fits' : ''}`
  const withKeys = focused && displayWidth(shown) + displayWidth(keys) <= width
  return (
    <Text wrap="truncate-end">
      <TypedText field={form.amount} focused={focused} width={22} />
      {form.amount.text === '' && <Text dimColor>{AMOUNT_HINT}</Text>} {token}
      <Text dimColor>
        {'   '}
        {availableWords(state, subnet)}
      </Text>
      {withKeys && (
        <Text>
          <Text dimColor>{'   '}</Text>
          <Text color={palette.accent}>h</Text>
          <Text dimColor>{' 50%  '}</Text>
          <Text color={palette.accent}>m</Text>
          <Text dimColor>{' all'}</Text>
          {bounded && (
            <>
              {'  '}
              <Text color={palette.accent}>x</Text>
              <Text dimColor> fits</Text>
            </>
          )}
        </Text>
      )}
    </Text>
  )
}

/** What there is of it. */
function availableWords(state: State, subnet: Subnet | undefined): string {
  const { form } = state.trade
  if (!takes(form.kind)) {
    const free = state.live?.snapshot?.accounts.get(state.session?.coldkey ?? '')?.free
    return free ? `of ${showAmount(free)} free` : ''
  }
  const from = positionOf(form)
  if (!from) return ''
  const own = positionsOf(state).find(
    ({ netuid, hotkey }) => netuid === from.netuid && hotkey === from.hotkey,
  )
  if (!own) return 'of a position that is gone'
  const symbol = symbolOf(subnet)
  const locked = own.available.equals(own.stake)
    ? ''
    : `, ${showAmount(own.stake.subtract(own.available), symbol)} locked`
  return `of ${showAmount(own.available, symbol, 9)}${locked}`
}

function ToleranceLine({ form, focused }: { form: TradeForm; focused: boolean }): ReactNode {
  return (
    <Text wrap="truncate-end">
      <TypedText field={form.tolerance} focused={focused} width={12} />
      {!focused && <Text dimColor>{'   how far the price may move against you'}</Text>}
      {focused && (
        <Text>
          {'   '}
          <TolerancePresets chosen={form.tolerance.text} />
        </Text>
      )}
    </Text>
  )
}

/** What is wrong with the whole, else what it would bring, cost and do, and what to know before. */
function Quote({
  state,
  width,
  height,
  titled = false,
}: {
  state: State
  width: number
  height: number
  titled?: boolean
}): ReactNode {
  if (height < 1) return null
  const { form, planning } = state.trade
  const { assessment, estimate } = knownOf(state)
  const failure = problemsOf(state).get('form')
  const indent = titled || height >= 5 ? LABEL_WIDTH : 2
  const lines = quoteLines(assessment?.preview, estimate, { short: width < 70 })
  const problem = failure ? problemHeight(failure, width - indent - 1) : 0
  const block = state.live?.snapshot?.block.number
  let rest = height - problem - (titled ? 2 : 0)
  const gap = !titled && rest >= 6 && !isChoice(form.focus)
  if (gap) rest -= 1
  const shown = planning
    ? []
    : lines.slice(0, Math.max(0, Math.min(rest, titled || rest >= 6 ? lines.length : 4)))
  const warnings = warningLines(warningsOf(assessment?.preview, estimate), width - 4).slice(
    0,
    Math.max(0, rest - shown.length),
  )
  return (
    <Box flexDirection="column" flexShrink={0}>
      {titled && (
        <>
          <Text bold wrap="truncate-end">
            {'  '}What it would do{block === undefined ? '' : `, at block ${block}`}
          </Text>
          <Text> </Text>
        </>
      )}
      {gap && <Text> </Text>}
      {failure && (
        <Box paddingLeft={indent} flexShrink={0}>
          <Problem failure={failure} width={width - indent - 1} />
        </Box>
      )}
      {planning ? (
        <Line label="">
          <Text color={palette.warning}>Planning it at the newest block …</Text>
        </Line>
      ) : (
        shown.map(({ label, parts }) => (
          <Line key={label} label={label}>
            {(titled ? wrapParts(parts, width - LABEL_WIDTH) : [parts]).map((line, index) => (
              <PartLine key={index} parts={line} />
            ))}
          </Line>
        ))
      )}
      {warnings.map((line, index) => (
        <PartLine key={index} parts={line} />
      ))}
    </Box>
  )
}

function warningLines(warnings: readonly string[], width: number): readonly (readonly Part[])[] {
  return warnings.flatMap((warning) =>
    wrapParts([{ text: `! ${warning}`, color: palette.warning }], width).map((line) => [
      { text: '  ' },
      ...line,
    ]),
  )
}
