import { readSnapshot } from '@stake/chain'
import type { Flags } from '../flags.ts'
import { headless } from './headless.ts'
import { portfolioText } from './portfolio.ts'
import { subnetsTable } from './subnets.ts'

/** `stake` where nobody can press keys: portfolio and subnets as plain tables, then the end. */
export function overview(flags: Flags): Promise<number> {
  return headless(flags, async ({ chain, network, endpoint, coldkey }) => {
    const snapshot = await readSnapshot(await chain.at('best'), {
      coldkeys: coldkey === undefined ? [] : [coldkey],
    })
    const holdings =
      coldkey === undefined
        ? `Network  ${network}, block ${snapshot.block.number}\nColdkey  none: set STAKE_URI, or look at one with \`stake portfolio --coldkey\`\n`
        : portfolioText(coldkey, network, snapshot)
    process.stdout.write(`Endpoint ${endpoint}\n${holdings}\n${subnetsTable(snapshot)}`)
    return 0
  })
}
