import type { BlockRef, Hex } from '@stake/chain'
import type { Entry } from './entries.ts'
import { reportsOfEntry } from './follow.ts'
import type { Journal } from './journal.ts'
import type { Operation, OperationKind } from './operation.ts'
import type { FinalReport } from './report.ts'

/** Which Operations {@link history} tells of; what is absent excludes nothing. */
export interface HistoryFilter {
  readonly coldkey?: string
  readonly kinds?: readonly OperationKind[]
  /** Those that touch this subnet. */
  readonly netuid?: number
  readonly statuses?: readonly Entry['status'][]
  /** Begun at this time or later, in Unix milliseconds. */
  readonly since?: number
  /** Begun before this time. */
  readonly before?: number
  /** At most so many. */
  readonly limit?: number
}

/** One Operation of the past. */
export interface PastOperation {
  readonly operation: Operation
  /** When it was begun, in Unix milliseconds. */
  readonly at: number
  readonly genesisHash: Hex
  readonly status: Entry['status']
  /** The extrinsic it is, or is part of. */
  readonly hash: Hex | undefined
  /** The block that has it; not final as long as the status is `signed`. */
  readonly block: BlockRef | undefined
  /** What became of it; undefined as long as that is open. */
  readonly report: FinalReport | undefined
}

/**
 * What the journal tells of Operations, newest first, with the reports that were written when they were settled. Needs
 * no connection; what is still open is settled by `resume`.
 *
 * @throws JournalUnusable
 *
 * @example
 * ```ts
 * import { connect, readValidators, signerFromUri } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 * import { history, memoryJournal, parseOperation, plan, run } from '@stake/ops'
 *
 * const devnet = await startDevnet({ blockTime: 100 })
 * const chain = await connect({ endpoints: devnet.url })
 * const [validator] = await readValidators(await chain.at('best'), 2)
 * const signer = signerFromUri('//Alice')
 * const hotkey = validator?.hotkey ?? ''
 * const stake = parseOperation({ id: '1', kind: 'stake', coldkey: signer.address, hotkey, netuid: 2, amount: '5' })
 * const journal = memoryJournal()
 * const running = await run(chain, await plan(chain, [stake]), { signer, journal, policy: {} })
 * await running.report
 * await chain.close()
 * await devnet.close()
 *
 * const [last] = await history(journal, { netuid: 2 })
 * last?.operation.id // => 1
 * last?.report?.executed.format() // => τ5.000000000
 * ```
 */
export async function history(journal: Journal, filter: HistoryFilter = {}): Promise<PastOperation[]> {
  const { limit = Number.POSITIVE_INFINITY } = filter
  const found: PastOperation[] = []
  for (const entry of (await journal.read()).all.toReversed()) {
    if (found.length >= limit) break
    found.push(...pastOf(entry, filter))
  }
  return found.slice(0, limit)
}

function pastOf(entry: Entry, filter: HistoryFilter): PastOperation[] {
  const { intent, status, settled, inBlock, signed } = entry
  const { coldkey, kinds, netuid, statuses, since, before } = filter
  if (coldkey !== undefined && intent.address !== coldkey) return []
  if (statuses && !statuses.includes(status)) return []
  if (since !== undefined && intent.at < since) return []
  if (before !== undefined && intent.at >= before) return []
  const isOver = status === 'settled' || status === 'notSent'
  const reports = isOver ? reportsOfEntry(entry) : []
  return intent.legs.flatMap(({ operation, subnets }, index) => {
    if (kinds && !kinds.includes(operation.kind)) return []
    if (netuid !== undefined && !subnets.some((subnet) => subnet.netuid === netuid)) return []
    return [
      {
        operation,
        at: intent.at,
        genesisHash: intent.genesisHash,
        status,
        hash: signed?.signed.hash,
        block: settled ? settled.block : inBlock?.block,
        report: reports[index],
      },
    ]
  })
}
