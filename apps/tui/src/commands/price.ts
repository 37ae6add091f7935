import { readSnapshot, type Subnet } from '@stake/chain'
import { SubnetUnavailable } from '@stake/ops'
import { showPrice } from '../amounts.ts'
import { done } from '../envelope.ts'
import { type Invocation, textsFlag, wholeNumber } from '../flags.ts'
import { type Column, plainTable, tableWidth } from '../plain-table.ts'
import { safeText } from '../safe-text.ts'
import { headless } from './headless.ts'

const columns: readonly Column<Subnet>[] = [
  { title: 'NETUID', align: 'right', cell: ({ netuid }) => String(netuid) },
  { title: 'NAME', cell: ({ name }) => safeText(name, 24) },
  { title: 'PRICE τ/α', align: 'right', cell: ({ price }) => showPrice(price, 9) },
  { title: 'MOVING PRICE', align: 'right', cell: ({ movingPrice }) => showPrice(movingPrice, 9) },
]

/** `stake price`: what an alpha costs at one block, of all subnets or of those that are named. */
export function price(invocation: Invocation): Promise<number> {
  const netuids = textsFlag(invocation.flags, 'netuid')?.map((text) => wholeNumber('netuid', text, 0, 65_535))
  return headless(invocation, async ({ session: { chain } }) => {
    const { block, timestamp, subnets } = await readSnapshot(await chain.at('best'), {
      ...(netuids && { netuids }),
    })
    const missing = netuids?.find((netuid) => !subnets.has(netuid))
    if (missing !== undefined) throw new SubnetUnavailable('SubnetNotExists', missing)
    const rows = [...subnets.values()]
    const prices = rows.map(({ netuid, price: now, movingPrice }) => ({ netuid, price: now, movingPrice }))
    return done({ block, timestamp, prices }, plainTable(rows, columns, tableWidth()))
  })
}
