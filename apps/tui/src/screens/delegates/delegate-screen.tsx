import { Box, Text } from 'ink'
import type { ReactNode } from 'react'
import { showAmount } from '../../amounts.ts'
import { safeText } from '../../safe-text.ts'
import type { State } from '../shell/state.ts'
import { progressBar } from '../widgets/charts/progress-bar.ts'
import { addressIn, amountIn, shareOf, subnetLabel } from '../widgets/labels.ts'
import { Line } from '../widgets/line.tsx'
import { palette } from '../widgets/palette.ts'
import { Table, type TableColumn } from '../widgets/table.tsx'
import { delegateColumns } from './columns.ts'
import type { DelegateDetail, IndexedDelegate } from './delegate-list.ts'
import { placeOf, shownDelegate, stakePlaces } from './detail-keys.ts'
import { type RewardSplit, rewardSplit } from './reward-split.ts'

const WIDE = 116

/** One delegate: the twelve columns with what they mean, who has staked with it, and who gets what of a reward. */
export function DelegateScreen({
  state,
  detail,
  height,
}: {
  state: State
  detail: DelegateDetail
  height: number
}): ReactNode {
  const { columns } = state.size
  const delegate = shownDelegate(state, detail)
  if (!delegate) return <Text color={palette.warning}>{'  '}This delegate is gone; Esc leads back.</Text>
  const wide = columns >= WIDE
  const left = wide ? Math.floor(columns * 0.5) : columns
  if (wide) {
    return (
      <Box width={columns} height={height}>
        <Box flexDirection="column" width={left} height={height} overflow="hidden">
          <Head state={state} detail={detail} delegate={delegate} width={left} />
          <Text> </Text>
          <Twelve delegate={delegate} width={left} height={height - 6} />
        </Box>
        <Nominators
          state={state}
          detail={detail}
          delegate={delegate}
          width={columns - left}
          height={height}
        />
      </Box>
    )
  }
  const facts = height >= 16 ? 9 : 5
  return (
    <Box flexDirection="column" width={columns} height={height} overflow="hidden">
      <Head state={state} detail={detail} delegate={delegate} width={columns} />
      {facts > 5 && <Short delegate={delegate} />}
      <Nominators state={state} detail={detail} delegate={delegate} width={columns} height={height - facts} />
    </Box>
  )
}

/** Who it is, and where `s` would stake. Four lines, one more of air. */
function Head({
  state,
  detail,
  delegate,
  width,
}: {
  state: State
  detail: DelegateDetail
  delegate: IndexedDelegate
  width: number
}): ReactNode {
  const places = stakePlaces(state, delegate)
  const place = placeOf(places, detail)
  const { subnets } = state.live?.snapshot ?? {}
  const subnet = subnets?.get(place)
  const description = safeText(delegate.more?.description ?? '', width - 4)
  return (
    <Box flexDirection="column" flexShrink={0} width={width} height={5} overflow="hidden">
      <Text wrap="truncate-end">
        {'  '}
        <Text bold color={palette.accent}>
          {safeText(delegate.more?.name ?? '', 40) || 'a delegate without a name'}
        </Text>
        <Text dimColor>{`  index ${delegate.index}, by total stake`}</Text>
      </Text>
      <Text wrap="truncate-end" dimColor>{`  ${description || 'no description'}`}</Text>
      <Text wrap="truncate-end">
        <Text dimColor>{'  '}Hotkey </Text>
        {delegate.hotkey}
      </Text>
      <Text wrap="truncate-end">
        <Text dimColor>{'  Owner  '}</Text>
        {delegate.owner ?? 'nobody any more'}
      </Text>
      <Text wrap="truncate-end">
        <Text dimColor>{'  '}Stake on </Text>
        {subnet ? <Text bold>{subnetLabel(subnet, 24)}</Text> : '–'}
        {places.length > 1 && <Text dimColor>{`  ←→ of ${places.join(', ')}`}</Text>}
      </Text>
    </Box>
  )
}

/** The numbers of the list, in four lines. */
function Short({ delegate }: { delegate: IndexedDelegate }): ReactNode {
  const cell = (title: string) =>
    delegateColumns.find((column) => column.title === title)?.cell(delegate, 24).text ?? ''
  const lines = [
    ['Stake', `own ${cell('DELEGATE STAKE(τ)')}, total ${cell('TOTAL STAKE(τ)')}, 4h ${cell('CHANGE/(4h)')}`],
    ['Take', `${cell('TAKE')}, brings it ${cell('DELEGATE/(24h)')} a day`],
    ['Nominators', `${cell('NOMINATORS')}, 1,000 τ earn ${cell('NOMINATOR/(24h)/kτ')} a day`],
    ['Permits', cell('VPERMIT')],
  ] as const
  return (
    <Box flexDirection="column" flexShrink={0} height={4}>
      {lines.map(([label, text]) => (
        <Line key={label} label={label}>
          <Text wrap="truncate-end">{text}</Text>
        </Line>
      ))}
    </Box>
  )
}

/** The twelve columns as lines, each with what it means where there is room. */
function Twelve({
  delegate,
  width,
  height,
}: {
  delegate: IndexedDelegate
  width: number
  height: number
}): ReactNode {
  const meanings = height >= delegateColumns.length * 2 && width >= 96
  return (
    <Box flexDirection="column" flexShrink={0} height={height} overflow="hidden">
      {delegateColumns.map((column) => {
        const { text, color } = column.cell(delegate, width - 24)
        return (
          <Box key={column.title} flexDirection="column" flexShrink={0}>
            <Text wrap="truncate-end">
              <Text dimColor>{`  ${column.title.padEnd(20)}`}</Text>
              <Text color={color}>{safeText(text, width - 24)}</Text>
            </Text>
            {meanings && <Text dimColor wrap="truncate-end">{`  ${' '.repeat(20)}${column.means}`}</Text>}
          </Box>
        )
      })}
    </Box>
  )
}

interface SplitRow {
  readonly place: number
  readonly coldkey: string
  readonly value: RewardSplit['own']
  readonly gets: RewardSplit['own']
}

/** Who has staked with it, and what of a reward is whose. */
function Nominators({
  state,
  detail,
  delegate,
  width,
  height,
}: {
  state: State
  detail: DelegateDetail
  delegate: IndexedDelegate
  width: number
  height: number
}): ReactNode {
  const { nominators, unread, done, of } = detail
  if (!nominators) {
    return unread ? (
      <Text color={palette.bad}>{`  ✗ ${unread.message} R tries again.`}</Text>
    ) : (
      <Text dimColor>{'  '}Reading who has staked with it …</Text>
    )
  }
  const split = rewardSplit(nominators, delegate.owner, delegate.take)
  const coldkey = state.session?.coldkey
  const rows = split.nominators.map((each, place) => ({ ...each, place }))
  const mine = rows.findIndex((row) => row.coldkey === coldkey)
  const unfinished = done < of ? ` ${progressBar(done, of, 8, state.plainSigns)} ${done}/${of}` : ''
  const selected = Math.min(detail.selected, Math.max(0, rows.length - 1))
  return (
    <Box flexDirection="column" width={width} height={height} flexShrink={0} overflow="hidden">
      <Text wrap="truncate-end">
        {'  '}
        <Text bold>
          Of τ1 {width < 64 ? 'it' : 'the delegate'} keeps {showAmount(split.delegate)}
        </Text>
        <Text dimColor>
          {` = ${decimal(split.own.rao, split.total.rao)} + ${decimal(split.delegated.rao, split.total.rao)} × ${split.take}`}
        </Text>
      </Text>
      <Text dimColor wrap="truncate-end">
        {`  its own ${shareOf(split.own.rao, split.total.rao)}, its take of the others’ ${shareOf(split.delegated.rao, split.total.rao)}${unfinished || (width < 72 ? '' : '; stakes in TAO')}`}
      </Text>
      {rows.length === 0 ? (
        <Text dimColor>
          {'  '}Nobody else has staked with it{unfinished ? ' so far' : ''}.
        </Text>
      ) : (
        <Table
          columns={columnsOf(split)}
          rows={rows}
          keyOf={({ place }) => place}
          selected={selected}
          width={width}
          height={height - 3}
          marked={{ sign: '•', has: (place) => place === mine }}
        />
      )}
      {rows.length > 0 && (
        <Text wrap="truncate-end" dimColor>
          {'  '}
          {rows[selected]?.coldkey}
          {selected === mine && <Text color={palette.accent}> • you</Text>}
        </Text>
      )}
    </Box>
  )
}

function columnsOf({ delegated }: RewardSplit): readonly TableColumn<SplitRow>[] {
  return [
    {
      title: 'NOMINATOR',
      width: 17,
      upTo: 48,
      cell: ({ coldkey }, width) => ({ text: addressIn(coldkey, width), dim: true }),
    },
    {
      title: 'STAKE(τ)',
      align: 'right',
      width: 14,
      upTo: 18,
      cell: ({ value }, width) => ({ text: amountIn(value, width) }),
    },
    {
      title: 'OF DELEGATED',
      align: 'right',
      width: 12,
      cell: ({ value }) => ({ text: shareOf(value.rao, delegated.rao, 2) }),
    },
    {
      title: 'GETS OF τ1',
      align: 'right',
      width: 11,
      cell: ({ gets }) => ({ text: showAmount(gets, undefined, 6) }),
    },
  ]
}

/** A part of a whole as a decimal: `0.8`, rounded down to four. */
function decimal(part: bigint, whole: bigint): string {
  const parts = whole === 0n ? 0n : (part * 10_000n) / whole
  return `${parts / 10_000n}.${String(parts % 10_000n).padStart(4, '0')}`
    .replace(/0+$/, '')
    .replace(/\.$/, '')
}
