import { Box, Text } from 'ink'
import type { ReactNode } from 'react'
import { showAmount, showPrice } from '../../amounts.ts'
import { type Holding, holdingsOf } from '../../holdings.ts'
import { safeText } from '../../safe-text.ts'
import type { State } from '../shell/state.ts'
import { amountIn, shortAddress, subnetLabel, symbolOf } from '../widgets/labels.ts'
import { selectedOf } from '../widgets/list.ts'
import { palette } from '../widgets/palette.ts'
import { priceChange } from '../widgets/price-change.ts'
import { changeColor, Table, type TableColumn } from '../widgets/table.tsx'
import { positionKey } from './selection.ts'

/** What the account has: free TAO, every position, and what it would bring in now. */
export function Portfolio({ state, height }: { state: State; height: number }): ReactNode {
  const { live, session, size } = state
  const snapshot = live?.snapshot
  if (!snapshot) return <Text dimColor>{state.progress}</Text>
  if (session?.coldkey === undefined) return <NoAccount />
  const { rows, free, spotTotal, exitTotal } = holdingsOf(snapshot, session.coldkey)
  const keys = rows.map(({ position }) => positionKey(position))
  const selected = selectedOf(keys, state.portfolio.selected)
  const chosen = rows.find(({ position }) => positionKey(position) === selected)
  const withDetails = height >= 12
  return (
    <Box flexDirection="column" height={height} justifyContent="space-between">
      {rows.length === 0 ? (
        <NoPositions />
      ) : (
        <Table
          columns={columnsOf(state)}
          rows={rows}
          keyOf={({ position }) => positionKey(position)}
          selected={selected}
          width={size.columns}
          height={height - (withDetails ? 5 : 2)}
        />
      )}
      <Box flexDirection="column">
        {withDetails && chosen && <Details holding={chosen} />}
        <Text wrap="truncate-end">
          {'  '}
          {size.columns >= 80 && (
            <>
              <Text dimColor>Free </Text>
              <Text bold>{showAmount(free)}</Text>{' '}
            </>
          )}
          <Text dimColor>All </Text>
          <Text bold>{showAmount(spotTotal)}</Text>
          <Text dimColor> at spot, </Text>
          <Text bold>{showAmount(exitTotal)}</Text>
          <Text dimColor> if sold now</Text>
        </Text>
      </Box>
    </Box>
  )
}

function columnsOf({ live, size }: State): readonly TableColumn<Holding>[] {
  const wide = size.columns >= 96
  const change = ({ position, subnet }: Holding) =>
    subnet && priceChange(subnet.price, live?.previous?.subnets.get(position.netuid)?.price)
  return [
    { title: 'NET', align: 'right', width: 3, cell: ({ position }) => ({ text: String(position.netuid) }) },
    {
      title: 'NAME',
      width: 11,
      upTo: 24,
      rank: 1,
      cell: ({ subnet }, width) => ({ text: safeText(subnet?.name ?? '?', width) }),
    },
    {
      title: 'VALIDATOR',
      width: 9,
      upTo: 11,
      rank: 2,
      cell: ({ position }, width) => ({ text: shortAddress(position.hotkey, width - 5), dim: true }),
    },
    {
      title: 'STAKE',
      align: 'right',
      width: 13,
      upTo: 18,
      cell: ({ position, subnet }, width) => ({ text: amountIn(position.stake, width, symbolOf(subnet)) }),
    },
    {
      title: 'PRICE',
      align: 'right',
      width: 8,
      upTo: 11,
      cell: ({ subnet }) => ({ text: subnet ? showPrice(subnet.price) : '–' }),
    },
    {
      title: wide ? 'CHANGE' : '',
      width: wide ? 8 : 2,
      cell: (holding) => {
        const moved = change(holding)
        if (!moved) return { text: '' }
        return { text: wide ? moved.text : moved.mark, color: changeColor(moved.direction) }
      },
    },
    {
      title: 'AT SPOT',
      align: 'right',
      width: 12,
      upTo: 16,
      rank: 3,
      cell: ({ spotValue }, width) => ({ text: spotValue ? amountIn(spotValue, width) : '–' }),
    },
    {
      title: 'EXIT NOW',
      align: 'right',
      width: 12,
      upTo: 16,
      cell: ({ exitValue }, width) => ({ text: exitValue ? amountIn(exitValue, width) : '–' }),
    },
  ]
}

function Details({ holding: { position, subnet } }: { holding: Holding }): ReactNode {
  const symbol = symbolOf(subnet)
  const locked = position.available.compare(position.stake) < 0
  return (
    <Box flexDirection="column" marginBottom={1}>
      <Text wrap="truncate-end">
        {'  '}
        <Text color={palette.accent}>{subnet ? subnetLabel(subnet, 24) : `subnet ${position.netuid}`}</Text>
        <Text dimColor> with </Text>
        {position.hotkey}
      </Text>
      <Text wrap="truncate-end">
        {'  '}
        {showAmount(position.stake, symbol, 9)}
        {subnet && (
          <Text>
            <Text dimColor> at </Text>
            {showPrice(subnet.price, 9)}
            <Text dimColor> τ/{symbol}</Text>
          </Text>
        )}
        {locked && (
          <Text color={palette.warning}>, {showAmount(position.available, symbol)} of it not locked</Text>
        )}
      </Text>
    </Box>
  )
}

function NoAccount(): ReactNode {
  return (
    <Box flexDirection="column" paddingLeft={2} paddingTop={1}>
      <Text>No account yet: there is no key to sign with.</Text>
      <Text dimColor>Press a to enter its key phrase, or start the program with STAKE_URI set.</Text>
      <Text dimColor>Press 2 to look at the subnets without one.</Text>
    </Box>
  )
}

function NoPositions(): ReactNode {
  return (
    <Box flexDirection="column" paddingLeft={2} paddingTop={1}>
      <Text>No positions yet.</Text>
      <Text dimColor>Press 2, choose a subnet and press s to stake on it.</Text>
    </Box>
  )
}
