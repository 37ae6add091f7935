import { readSnapshot } from '@stake/chain'
import { done } from '../envelope.ts'
import type { Invocation } from '../flags.ts'
import { headless } from './headless.ts'
import { listText, readHolder } from './list.ts'
import { subnetsTable } from './subnets.ts'

/** `stake` where nobody can press keys: positions and subnets as plain tables, then the end. */
export function overview(invocation: Invocation): Promise<number> {
  return headless(invocation, async ({ session: { chain, network, endpoint, coldkey } }) => {
    const holder = coldkey === undefined ? undefined : await readHolder(chain, coldkey)
    const snapshot = holder?.snapshot ?? (await readSnapshot(await chain.at('best'), {}))
    const holdings = holder
      ? listText(holder, network)
      : `Network  ${network}, block ${snapshot.block.number}\nColdkey  none: set STAKE_URI, or look at one with \`stake list --coldkey\`\n`
    return done(undefined, `Endpoint ${endpoint}\n${holdings}\n${subnetsTable(snapshot)}`)
  })
}
