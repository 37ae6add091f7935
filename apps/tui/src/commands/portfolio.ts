import { type Position, parseAddress, readSnapshot, type Snapshot } from '@stake/chain'
import { Balance, mulDivFloor } from '@stake/math'
import { KeyMissing } from '../account.ts'
import { showAmount, showPrice } from '../amounts.ts'
import { printResult } from '../envelope.ts'
import { type Flags, textFlag } from '../flags.ts'
import { plainTable } from '../plain-table.ts'
import { safeText } from '../safe-text.ts'
import { headless } from './headless.ts'

/** `stake portfolio`: the free balance and the positions of a coldkey at one block. */
export function portfolio(flags: Flags): Promise<number> {
  const typed = textFlag(flags, 'coldkey')
  const asked = typed === undefined ? undefined : parseAddress(typed)
  return headless(flags, async (session) => {
    const coldkey = asked ?? session.coldkey
    if (coldkey === undefined) throw new KeyMissing()
    const snapshot = await readSnapshot(session.chain, { coldkeys: [coldkey] })
    if (flags.json) printResult(portfolioResult(coldkey, session.network, snapshot))
    else process.stdout.write(portfolioText(coldkey, session.network, snapshot))
    return 0
  })
}

/** Balance, positions and their worth, as plain lines. */
export function portfolioText(coldkey: string, network: string, snapshot: Snapshot): string {
  const { block, positions } = snapshot
  const free = snapshot.accounts.get(coldkey)?.free ?? Balance.zero()
  const heading = [
    `Network  ${network}, block ${block.number}`,
    `Coldkey  ${coldkey}`,
    `Free     ${showAmount(free)}`,
    `Staked   ${showAmount(totalWorth(positions, snapshot))} at the price now`,
  ]
  const table = plainTable(positions, [
    { title: 'NETUID', align: 'right', cell: ({ netuid }) => String(netuid) },
    { title: 'SUBNET', cell: ({ netuid }) => safeText(snapshot.subnets.get(netuid)?.name ?? '', 24) },
    { title: 'HOTKEY', cell: ({ hotkey }) => hotkey },
    { title: 'STAKE', align: 'right', cell: (position) => showStake(position, snapshot) },
    { title: 'PRICE τ/α', align: 'right', cell: ({ netuid }) => showPriceOf(netuid, snapshot) },
    { title: 'WORTH', align: 'right', cell: (position) => showAmount(worth(position, snapshot)) },
  ])
  return `${heading.join('\n')}\n\n${positions.length === 0 ? 'No positions.\n' : table}`
}

/** What a position is worth at the spot price, without fees and price movement. */
export function worth({ stake, netuid }: Position, snapshot: Snapshot): Balance {
  const price = snapshot.subnets.get(netuid)?.price
  return Balance.fromRao(price ? mulDivFloor(stake.rao, price.bits, 1n << 64n) : 0n)
}

/** The same for all of them. */
export function totalWorth(positions: readonly Position[], snapshot: Snapshot): Balance {
  return positions.reduce((total, position) => total.add(worth(position, snapshot)), Balance.zero())
}

function showStake({ stake, netuid }: Position, snapshot: Snapshot): string {
  return showAmount(stake, safeText(snapshot.subnets.get(netuid)?.symbol ?? '', 4))
}

function showPriceOf(netuid: number, snapshot: Snapshot): string {
  const price = snapshot.subnets.get(netuid)?.price
  return price ? showPrice(price) : '-'
}

function portfolioResult(coldkey: string, network: string, snapshot: Snapshot): unknown {
  const { block, timestamp, positions } = snapshot
  return {
    network,
    block,
    timestamp,
    coldkey,
    free: snapshot.accounts.get(coldkey)?.free ?? Balance.zero(),
    staked: totalWorth(positions, snapshot),
    positions: positions.map((position) => ({ ...position, worth: worth(position, snapshot) })),
  }
}
