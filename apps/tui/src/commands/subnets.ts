import { readSnapshot, type Snapshot, type Subnet } from '@stake/chain'
import { type Balance, StakeError } from '@stake/math'
import { showAmount, showPrice } from '../amounts.ts'
import { done } from '../envelope.ts'
import type { Invocation } from '../flags.ts'
import { valueAt } from '../holdings.ts'
import { type Column, plainTable, tableWidth } from '../plain-table.ts'
import { safeText } from '../safe-text.ts'
import { headless } from './headless.ts'

const columns: readonly Column<Subnet>[] = [
  { title: 'NETUID', align: 'right', cell: ({ netuid }) => String(netuid) },
  { title: 'NAME', cell: ({ name }) => safeText(name, 24), short: ({ name }) => safeText(name, 16) },
  { title: 'SYMBOL', cell: ({ symbol }) => safeText(symbol, 4), spare: 2 },
  { title: 'PRICE τ/α', align: 'right', cell: ({ price }) => showPrice(price) },
  {
    title: 'MARKET CAP',
    align: 'right',
    cell: (subnet) => showOr(marketCap(subnet)),
    spare: 1,
  },
  {
    title: 'EMISSION τ/BLOCK',
    align: 'right',
    cell: ({ emission }) => emission.tao.format({ decimals: 6 }),
    spare: 3,
  },
  { title: 'TAO IN POOL', align: 'right', cell: ({ reserves }) => showAmount(reserves.tao) },
  {
    title: 'ALPHA IN POOL',
    align: 'right',
    cell: ({ netuid, reserves }) => (netuid === 0 ? '-' : showAmount(reserves.alpha, '')),
    spare: 4,
  },
  {
    title: 'STAKED',
    align: 'right',
    cell: ({ netuid, alphaOut }) => (netuid === 0 ? '-' : showAmount(alphaOut, '')),
    spare: 5,
  },
  { title: 'TEMPO', align: 'right', cell: ({ tempo }) => String(tempo), spare: 6 },
]

/** `stake subnets`: all subnets and their prices at one block. */
export function subnets(invocation: Invocation): Promise<number> {
  return headless(invocation, async ({ session: { chain } }) => {
    const snapshot = await readSnapshot(await chain.at('best'), {})
    const { block, timestamp } = snapshot
    const all = [...snapshot.subnets.values()].map(subnetResult)
    return done({ block, timestamp, subnets: all }, subnetsTable(snapshot))
  })
}

/** The table of all subnets. */
export function subnetsTable(snapshot: Snapshot): string {
  return plainTable([...snapshot.subnets.values()], columns, tableWidth())
}

function subnetResult(subnet: Subnet): unknown {
  const { netuid, name, symbol, owner, curve, reserves, price, movingPrice } = subnet
  const { subtokenEnabled, registeredAt, tempo, alphaOut, volume, emission } = subnet
  return {
    netuid,
    name: safeText(name, 64),
    symbol: safeText(symbol, 8),
    owner,
    curve,
    price,
    movingPrice,
    marketCap: marketCap(subnet),
    reserves,
    staked: alphaOut,
    emission,
    volume,
    started: subtokenEnabled,
    registeredAt,
    tempo,
  }
}

/** All alpha there is at the price of the moment, in TAO, rounded down. */
function marketCap({ price, reserves, alphaOut, netuid }: Subnet): Balance | undefined {
  if (netuid === 0) return reserves.tao
  try {
    return valueAt(price, reserves.alpha.add(alphaOut))
  } catch (error) {
    if (error instanceof StakeError) return undefined
    throw error
  }
}

function showOr(amount: Balance | undefined): string {
  return amount ? showAmount(amount) : '-'
}
