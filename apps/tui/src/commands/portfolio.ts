import { parseAddress, readSnapshot, type Snapshot } from '@stake/chain'
import type { Balance } from '@stake/math'
import { showAmount, showPrice } from '../amounts.ts'
import { printResult } from '../envelope.ts'
import { UsageError } from '../failure.ts'
import { type Flags, textFlag } from '../flags.ts'
import { type Holding, holdingsOf } from '../holdings.ts'
import { type Column, plainTable } from '../plain-table.ts'
import { safeText } from '../safe-text.ts'
import { headless } from './headless.ts'

const columns: readonly Column<Holding>[] = [
  { title: 'NETUID', align: 'right', cell: ({ position }) => String(position.netuid) },
  { title: 'SUBNET', cell: ({ subnet }) => safeText(subnet?.name ?? '', 24) },
  { title: 'HOTKEY', cell: ({ position }) => position.hotkey },
  {
    title: 'STAKE',
    align: 'right',
    cell: ({ position, subnet }) => showStake(position.stake, subnet?.symbol),
  },
  { title: 'PRICE τ/α', align: 'right', cell: ({ subnet }) => (subnet ? showPrice(subnet.price) : '-') },
  { title: 'WORTH', align: 'right', cell: ({ spotValue }) => (spotValue ? showAmount(spotValue) : '-') },
  { title: 'SELLS FOR', align: 'right', cell: ({ exitValue }) => (exitValue ? showAmount(exitValue) : '-') },
]

/** `stake portfolio`: the free balance and the positions of a coldkey at one block. */
export function portfolio(flags: Flags): Promise<number> {
  const typed = textFlag(flags, 'coldkey')
  const asked = typed === undefined ? undefined : parseAddress(typed)
  return headless(flags, async ({ chain, network, coldkey }) => {
    const shown = asked ?? coldkey
    if (shown === undefined) {
      throw new UsageError(
        'Nobody said whose portfolio.',
        'Name the coldkey with --coldkey, or set STAKE_URI.',
      )
    }
    const snapshot = await readSnapshot(await chain.at('best'), { coldkeys: [shown] })
    if (flags.json) printResult(portfolioResult(shown, network, snapshot))
    else process.stdout.write(portfolioText(shown, network, snapshot))
    return 0
  })
}

/** Balance, positions and their worth, as plain lines. */
export function portfolioText(coldkey: string, network: string, snapshot: Snapshot): string {
  const { free, rows, spotTotal, exitTotal } = holdingsOf(snapshot, coldkey)
  const heading = [
    `Network  ${network}, block ${snapshot.block.number}`,
    `Coldkey  ${coldkey}`,
    `Free     ${showAmount(free)}`,
    `Total    ${showAmount(spotTotal)} at the price now, ${showAmount(exitTotal)} if all were sold`,
  ]
  return `${heading.join('\n')}\n\n${rows.length === 0 ? 'No positions.\n' : plainTable(rows, columns)}`
}

function showStake(stake: Balance, symbol: string | undefined): string {
  return showAmount(stake, symbol === undefined ? undefined : safeText(symbol, 4))
}

function portfolioResult(coldkey: string, network: string, snapshot: Snapshot): unknown {
  const { block, timestamp } = snapshot
  const { free, rows, spotTotal, exitTotal } = holdingsOf(snapshot, coldkey)
  const positions = rows.map(({ position: { netuid, hotkey, stake, available }, spotValue, exitValue }) => ({
    netuid,
    hotkey,
    stake,
    available,
    spotValue,
    exitValue,
  }))
  return { network, block, timestamp, coldkey, free, spotTotal, exitTotal, positions }
}
