import { type Chain, parseAddress, readSnapshot, type Snapshot } from '@stake/chain'
import { Balance } from '@stake/math'
import { showAmount, showPrice } from '../amounts.ts'
import { readDailyEarnings } from '../daily-earnings.ts'
import { done } from '../envelope.ts'
import { UsageError } from '../failure.ts'
import { type Invocation, textFlag } from '../flags.ts'
import { type Holding, holdingsOf } from '../holdings.ts'
import { type Column, plainTable, shortAddress, tableWidth } from '../plain-table.ts'
import { safeText } from '../safe-text.ts'
import { symbolOf } from '../screens/widgets/labels.ts'
import { headless } from './headless.ts'

/** A position with what it earns a day. */
interface Row extends Holding {
  readonly perDay: Balance
}

const columns: readonly Column<Row>[] = [
  { title: 'NETUID', align: 'right', cell: ({ position }) => String(position.netuid) },
  {
    title: 'SUBNET',
    cell: ({ subnet }) => safeText(subnet?.name ?? '', 24),
    short: ({ subnet }) => safeText(subnet?.name ?? '', 12),
  },
  {
    title: 'HOTKEY',
    cell: ({ position }) => position.hotkey,
    short: ({ position }) => shortAddress(position.hotkey),
  },
  {
    title: 'STAKE',
    align: 'right',
    cell: ({ position, subnet }) => showAmount(position.stake, symbolOf(subnet)),
  },
  {
    title: 'PRICE τ/α',
    align: 'right',
    cell: ({ subnet }) => (subnet ? showPrice(subnet.price) : '-'),
    spare: 2,
  },
  {
    title: 'WORTH',
    align: 'right',
    cell: ({ spotValue }) => (spotValue ? showAmount(spotValue) : '-'),
    spare: 1,
  },
  { title: 'SELLS FOR', align: 'right', cell: ({ exitValue }) => (exitValue ? showAmount(exitValue) : '-') },
  {
    title: 'A DAY',
    align: 'right',
    cell: ({ perDay, subnet }) => showAmount(perDay, symbolOf(subnet)),
    spare: 3,
  },
]

/** `stake list`: the free balance and the positions of a coldkey at one block. */
export function list(invocation: Invocation): Promise<number> {
  const typed = textFlag(invocation.flags, 'coldkey')
  if (typed !== undefined) parseAddress(typed)
  return headless(invocation, async ({ session: { chain, network, coldkey } }) => {
    if (coldkey === undefined) {
      throw new UsageError('Nobody said whose stake.', 'Name the coldkey with --coldkey, or set STAKE_URI.')
    }
    const holder = await readHolder(chain, coldkey)
    return done(resultOf(holder), listText(holder, network))
  })
}

/** Everything that a coldkey has at one block. */
export interface Holder {
  readonly coldkey: string
  readonly snapshot: Snapshot
  readonly rows: readonly Row[]
}

export async function readHolder(chain: Chain, coldkey: string): Promise<Holder> {
  const at = await chain.at('best')
  const snapshot = await readSnapshot(at, { coldkeys: [coldkey] })
  const { rows } = holdingsOf(snapshot, coldkey)
  const days = await readDailyEarnings(
    at,
    rows.map(({ position }) => position),
    snapshot,
  )
  return {
    coldkey,
    snapshot,
    rows: rows.map((row, index) => ({ ...row, perDay: days[index] ?? Balance.zero(row.position.netuid) })),
  }
}

/** Balance, positions and their worth, as plain lines. */
export function listText({ coldkey, snapshot, rows }: Holder, network: string): string {
  const { free, spotTotal, exitTotal } = holdingsOf(snapshot, coldkey)
  const heading = [
    `Network  ${network}, block ${snapshot.block.number}`,
    `Coldkey  ${coldkey}`,
    `Free     ${showAmount(free)}`,
    `Total    ${showAmount(spotTotal)} at the price now, ${showAmount(exitTotal)} if all were sold`,
  ]
  return `${heading.join('\n')}\n\n${rows.length === 0 ? 'No positions.\n' : plainTable(rows, columns, tableWidth())}`
}

function resultOf({ coldkey, snapshot, rows }: Holder): unknown {
  const { block, timestamp } = snapshot
  const { free, spotTotal, exitTotal } = holdingsOf(snapshot, coldkey)
  const positions = rows.map(({ position, subnet, spotValue, exitValue, perDay }) => ({
    netuid: position.netuid,
    subnet: subnet && { name: safeText(subnet.name, 64), symbol: safeText(subnet.symbol, 8) },
    hotkey: position.hotkey,
    stake: position.stake,
    available: position.available,
    price: subnet?.price,
    spotValue,
    exitValue,
    perDay,
  }))
  return { block, timestamp, coldkey, free, spotTotal, exitTotal, positions }
}
