import { readSnapshot, type Snapshot, type Subnet } from '@stake/chain'
import { showAmount, showPrice } from '../amounts.ts'
import { printResult } from '../envelope.ts'
import type { Flags } from '../flags.ts'
import { type Column, plainTable } from '../plain-table.ts'
import { safeText } from '../safe-text.ts'
import { headless } from './headless.ts'

const columns: readonly Column<Subnet>[] = [
  { title: 'NETUID', align: 'right', cell: ({ netuid }) => String(netuid) },
  { title: 'NAME', cell: ({ name }) => safeText(name, 24) },
  { title: 'SYMBOL', cell: ({ symbol }) => safeText(symbol, 4) },
  { title: 'PRICE τ/α', align: 'right', cell: ({ price }) => showPrice(price) },
  { title: 'TAO IN POOL', align: 'right', cell: ({ pool }) => (pool ? showAmount(pool.tao) : '-') },
  {
    title: 'ALPHA IN POOL',
    align: 'right',
    cell: ({ pool }) => (pool && pool.netuid !== 0 ? showAmount(pool.alpha, '') : '-'),
  },
  { title: 'EMISSION τ/BLOCK', align: 'right', cell: ({ emission }) => emission.tao.format({ decimals: 6 }) },
]

/** `stake subnets`: all subnets and their prices at one block. */
export function subnets(flags: Flags): Promise<number> {
  return headless(flags, async ({ chain, network }) => {
    const snapshot = await readSnapshot(await chain.at('best'), {})
    if (flags.json) printResult({ network, block: snapshot.block, subnets: subnetsResult(snapshot) })
    else process.stdout.write(subnetsTable(snapshot))
    return 0
  })
}

/** The table of all subnets, for pipes. */
export function subnetsTable(snapshot: Snapshot): string {
  return plainTable([...snapshot.subnets.values()], columns)
}

function subnetsResult(snapshot: Snapshot): unknown[] {
  return [...snapshot.subnets.values()].map(({ name, symbol, price, pool, ...subnet }) => ({
    ...subnet,
    name: safeText(name, 64),
    symbol: safeText(symbol, 8),
    price: { bits: price.bits, tao: price.format() },
    pool,
  }))
}
