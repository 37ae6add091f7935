import type { Leg } from '@stake/ops'
import { Box, Spacer, Text } from 'ink'
import type { ReactNode } from 'react'
import { showAmount, showPrice } from '../../amounts.ts'
import type { Failure } from '../../failure.ts'
import { safeText } from '../../safe-text.ts'
import type { State } from '../shell/state.ts'
import { amountsOf, headlineText } from '../trade/leg-words.ts'
import { modeMeanings, routeMeanings } from '../trade/mode-words.ts'
import { freedBy } from '../trade/plan-sums.ts'
import { TolerancePresets } from '../trade/tolerance-presets.tsx'
import { routes } from '../trade/trade-form.ts'
import { shortAddress, subnetLabel } from '../widgets/labels.ts'
import { LABEL_WIDTH, Line } from '../widgets/line.tsx'
import { palette } from '../widgets/palette.ts'
import { wrapParts } from '../widgets/parts.tsx'
import { Problem, problemHeight } from '../widgets/problem.tsx'
import { Table, type TableColumn } from '../widgets/table.tsx'
import { TypedText } from '../widgets/typed-text.tsx'
import {
  type BatchAction,
  type BatchField,
  batchActions,
  batchFields,
  currentPlan,
  currentRefusal,
  markedPositions,
  type Together,
  togethers,
  type Wanted,
  wantedLegs,
} from './batch-state.ts'

/** From here on there is room for what a choice means beside it. */
const WIDE = 100

/** Many Operations as one plan: what is wanted, the price path leg by leg, and how they go out. */
export function Batch({ state, height }: { state: State; height: number }): ReactNode {
  const { batch, size } = state
  const legs = wantedLegs(state)
  const { failure, failing } = currentRefusal(state) ?? currentPlan(state) ?? {}
  const problem = failure && Math.min(4, problemHeight(failure, size.columns - 4))
  const fields = batch.file ? 1 : batchFields(batch).length - 1
  const roomy = height >= 16
  const table = height - fields - 2 - (problem ?? 0) - (roomy ? 2 : 0)
  return (
    <Box flexDirection="column" height={height} overflow="hidden">
      <Title state={state} count={legs.length} />
      {batch.file ? <FileLine state={state} /> : <Fields state={state} />}
      {roomy && <Note state={state} />}
      {failure && (
        <Box paddingLeft={2} height={problem ?? 0} overflow="hidden" flexShrink={0}>
          <Problem failure={named(failure, failing)} width={size.columns - 4} />
        </Box>
      )}
      {batch.file ? (
        <Example />
      ) : legs.length === 0 ? (
        <Nothing state={state} />
      ) : (
        <Legs state={state} legs={legs} height={table} />
      )}
      <Spacer />
      <Totals state={state} lines={legs.length + MOST_WARNING < table ? MOST_WARNING : 1} />
    </Box>
  )
}

/** A failure with the number of the leg that it is about. */
function named(failure: Failure, failing: number | undefined): Failure {
  return failing === undefined ? failure : { ...failure, message: `${failing + 1}: ${failure.message}` }
}

function Title({ state, count }: { state: State; count: number }): ReactNode {
  const { batch } = state
  const marked = markedPositions(state).length
  const from = batch.given
    ? safeText(batch.given.name, 40)
    : `${marked} marked ${marked === 1 ? 'position' : 'positions'}`
  return (
    <Text bold wrap="truncate-end">
      {'  '}
      {count === 0 ? 'Nothing to do yet' : `${count} ${count === 1 ? 'operation' : 'operations'}`}
      <Text dimColor bold={false}>
        {'  '}
        {from}
      </Text>
    </Text>
  )
}

const actionWords: Readonly<Record<BatchAction, string>> = {
  unstake: 'unstake',
  swap: 'to another subnet',
  stake: 'stake more',
}

const togetherWords: Readonly<Record<Together, { name: string; means: string }>> = {
  gather: { name: 'at once', means: 'one transaction each, all now; one that fails stops no other' },
  batch: { name: 'all or none', means: 'one transaction: if one fails nothing happens' },
  sequence: { name: 'in turn', means: 'each planned anew when the one before is final' },
}

function Fields({ state }: { state: State }): ReactNode {
  const { batch, size } = state
  const focused = (name: string) => batch.focus === name
  const wide = size.columns >= WIDE
  const line = (field: BatchField): ReactNode => {
    switch (field) {
      case 'action':
        return (
          <Line key={field} label="Do" focused={focused(field)}>
            <OneOf values={batchActions} chosen={batch.action} words={(action) => actionWords[action]} />
          </Line>
        )
      case 'toSubnet': {
        const to = state.live?.snapshot?.subnets.get(Number(batch.toSubnet.text.trim() || '-1'))
        return (
          <Line key={field} label="To subnet" focused={focused(field)}>
            <Text wrap="truncate-end">
              <TypedText field={batch.toSubnet} focused={focused(field)} width={8} />
              <Text dimColor>
                {'   '}
                {to ? subnetLabel(to, 30) : 'its number; 2 Subnets lists them'}
              </Text>
            </Text>
          </Line>
        )
      }
      case 'amount':
        return (
          <Line key={field} label="Amount" focused={focused(field)}>
            <Text wrap="truncate-end">
              <TypedText field={batch.amount} focused={focused(field)} width={24} />
              <Text dimColor>
                {'   '}
                {batch.action === 'stake' ? 'τ on each' : 'of each: a number, all, or 50%'}
              </Text>
            </Text>
          </Line>
        )
      case 'route':
        return (
          <Line key={field} label="Route" focused={focused(field)}>
            <OneOf values={routes} chosen={batch.route} note={wide ? routeMeanings[batch.route] : ''} />
          </Line>
        )
      case 'mode':
        return (
          <Line key={field} label="Mode" focused={focused(field)}>
            <OneOf
              values={['strict', 'partial', 'unsafe']}
              chosen={batch.mode}
              note={wide ? modeMeanings[batch.mode] : ''}
            />
          </Line>
        )
      case 'tolerance':
        return (
          <Line key={field} label="Tolerance" focused={focused(field)}>
            <Text wrap="truncate-end">
              <TypedText field={batch.tolerance} focused={focused(field)} width={16} />
              {'   '}
              {focused(field) ? (
                <TolerancePresets chosen={batch.tolerance.text} />
              ) : (
                <Text dimColor>from the price at the start, for all together</Text>
              )}
            </Text>
          </Line>
        )
      case 'together':
        return (
          <Line key={field} label="Together" focused={focused(field)}>
            <OneOf
              values={togethers}
              chosen={batch.together}
              words={(together) => togetherWords[together].name}
              note={wide ? togetherWords[batch.together].means : ''}
            />
          </Line>
        )
      case 'legs':
        return null
    }
  }
  return batchFields(batch).map(line)
}

/** All there is to choose from on one line; the chosen one has a filled sign. */
function OneOf<T extends string>({
  values,
  chosen,
  words = (value) => value,
  note = '',
}: {
  values: readonly T[]
  chosen: T
  words?: (value: T) => string
  note?: string
}): ReactNode {
  return (
    <Text wrap="truncate-end">
      {values.map((value) => (
        <Text key={value} bold={value === chosen} dimColor={value !== chosen}>
          {value === chosen ? '● ' : '○ '}
          {words(value)}
          {'  '}
        </Text>
      ))}
      <Text dimColor>{note}</Text>
    </Text>
  )
}

/** What is chosen in the field with the focus, where its line has no room for that. */
function Note({ state: { batch, size } }: { state: State }): ReactNode {
  const means = {
    route: routeMeanings[batch.route],
    mode: modeMeanings[batch.mode],
    together: togetherWords[batch.together].means,
  } as Readonly<Partial<Record<BatchField, string>>>
  const note = batch.file || size.columns >= WIDE ? undefined : means[batch.focus]
  return (
    <Text dimColor wrap="truncate-end">
      {' '.repeat(LABEL_WIDTH)}
      {note}
    </Text>
  )
}

function FileLine({ state: { batch } }: { state: State }): ReactNode {
  return (
    batch.file && (
      <Line label="File" focused>
        <Text wrap="truncate-end">
          <TypedText field={batch.file} focused width={48} />
          <Text dimColor>{'   '}JSON, as `stake batch` takes it</Text>
        </Text>
      </Line>
    )
  )
}

function Nothing({ state }: { state: State }): ReactNode {
  if (state.batch.given || markedPositions(state).length > 0) {
    return <Text dimColor>{'  '}Fill in what to do with each, then Enter plans all of it.</Text>
  }
  return (
    <Box flexDirection="column" paddingLeft={2}>
      <Text>Mark positions in the portfolio with space, then come back with 5.</Text>
      <Text dimColor>Or press f to load a JSON file with operations.</Text>
    </Box>
  )
}

/** A file as short as can be; which kinds there are, and what each wants, is in the documents of the program. */
const FILE_EXAMPLE = [
  '[',
  '  { "id": "monday-1", "kind": "unstake", "netuid": 1, "amount": "50%",',
  '    "hotkey": "5F…the validator, in full" },',
  '  …',
  ']',
]

function Example(): ReactNode {
  return (
    <Box flexDirection="column" paddingLeft={2} flexShrink={0}>
      <Text dimColor>A list of operations, each with an id of yours: an id is never signed twice.</Text>
      {FILE_EXAMPLE.map((line) => (
        <Text key={line} dimColor>
          {'  '}
          {line}
        </Text>
      ))}
    </Box>
  )
}

/** One row of the plan; without its leg as long as there is no plan. */
interface Row {
  readonly place: number
  readonly wanted: Wanted
  readonly leg: Leg | undefined
  readonly fails: boolean
}

function Legs({ state, legs, height }: { state: State; legs: readonly Wanted[]; height: number }): ReactNode {
  const { batch, size } = state
  const { plan, failing } = currentPlan(state) ?? {}
  const rows = legs.map(
    (wanted, place): Row => ({
      place,
      wanted,
      leg: plan?.legs[place],
      fails: place === failing,
    }),
  )
  const selected = Math.min(batch.selected, rows.length - 1)
  return (
    <Table
      columns={columns(state)}
      rows={rows}
      keyOf={({ place }) => place}
      selected={selected}
      width={size.columns}
      height={Math.max(2, height)}
    />
  )
}

function columns(state: State): readonly TableColumn<Row>[] {
  return [
    { title: '#', align: 'right', width: 3, cell: ({ place }) => ({ text: String(place + 1) }) },
    {
      title: 'WHAT',
      width: 26,
      upTo: 52,
      cell: ({ leg, wanted }, width) => ({
        text: safeText(leg ? headlineText(leg) : wantedText(state, wanted), width),
        dim: !leg,
      }),
    },
    {
      title: 'VALIDATOR',
      width: 11,
      rank: 0,
      cell: ({ wanted }) => ({ text: 'hotkey' in wanted ? shortAddress(wanted.hotkey) : '', dim: true }),
    },
    {
      title: 'PRICE NOW → END',
      align: 'right',
      width: 19,
      cell: ({ leg }) => ({ text: pathText(leg) }),
    },
    {
      title: 'RECEIVE',
      align: 'right',
      width: 14,
      upTo: 18,
      cell: ({ leg }) => ({ text: leg ? amountsOf(leg.subnets, 4)(leg.received) : '…' }),
    },
    {
      title: 'AT LEAST',
      align: 'right',
      width: 14,
      upTo: 18,
      rank: 2,
      cell: ({ leg }) => ({
        text: !leg ? '' : leg.leastReceived ? amountsOf(leg.subnets, 4)(leg.leastReceived) : 'not sure',
      }),
    },
    {
      title: 'NETWORK FEE',
      align: 'right',
      width: 12,
      rank: 1,
      cell: ({ leg }) => ({ text: leg ? showAmount(leg.networkFee, undefined, 6) : '' }),
    },
    {
      title: '!',
      width: 2,
      cell: ({ leg, fails }) =>
        fails
          ? { text: '✗', color: palette.bad }
          : { text: leg && leg.warnings.length > 0 ? `!${leg.warnings.length}` : '', color: palette.warning },
    },
  ]
}

/** Where the price is when the leg begins, on the pool as the legs before it leave it, and where it ends. */
function pathText(leg: Leg | undefined): string {
  const quote = leg?.swaps[0]?.quote
  return quote ? `${showPrice(quote.spotPrice)} → ${showPrice(quote.endPrice)}` : leg ? 'no trade' : '…'
}

function wantedText({ live }: State, wanted: Wanted): string {
  const netuid = 'netuid' in wanted ? wanted.netuid : undefined
  const subnet = netuid === undefined ? undefined : live?.snapshot?.subnets.get(netuid)
  const amount = 'amount' in wanted ? ` ${wanted.amount}` : ''
  return `${wanted.kind}${amount} ${subnet ? subnetLabel(subnet, 20) : ''}`
}

/** Lines that a warning of the selected leg takes where there is room for them. */
const MOST_WARNING = 4

function warningText(place: number, message: string): string {
  return `! ${place + 1}: ${safeText(message, 200)}`
}

/** What all legs take and bring together, and what the selected one has to say. */
function Totals({ state, lines }: { state: State; lines: number }): ReactNode {
  const { batch } = state
  if (batch.asking) return <Text color={palette.warning}>{'  '}Planning all of it at the newest block …</Text>
  const plan = currentPlan(state)?.plan
  if (!plan) return batch.planning ? <Text dimColor>{'  '}Planning …</Text> : null
  const warning = plan.legs[batch.selected]?.warnings[0]
  const { expected } = freedBy(plan.legs)
  return (
    <Box flexDirection="column" flexShrink={0}>
      {warning &&
        (lines === 1
          ? [[{ text: warningText(batch.selected, warning.message) }]]
          : wrapParts([{ text: warningText(batch.selected, warning.message) }], state.size.columns - 3)
        ).map((parts, index) => (
          <Text key={index} color={palette.warning} wrap="truncate-end">
            {'  '}
            {parts.map(({ text }) => text).join('')}
          </Text>
        ))}
      <Text wrap="truncate-end">
        {'  '}
        {!plan.spent.isZero() && (
          <>
            <Text dimColor>takes </Text>
            <Text bold>{showAmount(plan.spent)}</Text>
            <Text dimColor>, </Text>
          </>
        )}
        {!expected.isZero() && (
          <>
            <Text dimColor>brings </Text>
            <Text bold>{showAmount(expected)}</Text>
            <Text dimColor>, </Text>
          </>
        )}
        <Text dimColor>network fees up to </Text>
        <Text bold>{showAmount(plan.networkFees, undefined, 6)}</Text>
      </Text>
    </Box>
  )
}
