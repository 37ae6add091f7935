import { readSnapshot } from '@stake/chain'
import type { Flags } from '../flags.ts'
import { headless } from './headless.ts'
import { portfolioText } from './portfolio.ts'
import { subnetsTable } from './subnets.ts'

/** `stake` where nobody can press keys: portfolio and subnets as plain tables, then the end. */
export function overview(flags: Flags): Promise<number> {
  return headless(flags, async ({ chain, network, endpoint, coldkey }) => {
    const snapshot = await readSnapshot(chain, { coldkeys: coldkey === undefined ? [] : [coldkey] })
    process.stdout.write(`Endpoint ${endpoint}\n`)
    if (coldkey !== undefined) process.stdout.write(`${portfolioText(coldkey, network, snapshot)}\n`)
    process.stdout.write(subnetsTable(snapshot))
    return 0
  })
}
