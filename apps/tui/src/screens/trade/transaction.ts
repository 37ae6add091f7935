import type { BlockRef, SubmissionState } from '@stake/chain'
import type { Report, TradeLeg } from '@stake/ops'
import type { Failure } from '../../failure.ts'

/** Something that was said yes to in this session, and how far it got. */
export interface Transaction {
  readonly id: string
  readonly leg: TradeLeg
  /** Undefined until it is signed. */
  readonly hash: string | undefined
  /** The last block that can include it. */
  readonly lastBlock: number | undefined
  readonly state: SubmissionState | undefined
  readonly broadcast: boolean
  /** The block it was seen in, while that block stands. */
  readonly block: BlockRef | undefined
  /** Provisional first, then final. */
  readonly report: Report | undefined
  /** Why nothing was sent, or why nobody watches it any more. */
  readonly failure: Failure | undefined
}

export function startTransaction(leg: TradeLeg): Transaction {
  return {
    id: leg.operation.id,
    leg,
    hash: undefined,
    lastBlock: undefined,
    state: undefined,
    broadcast: false,
    block: undefined,
    report: undefined,
    failure: undefined,
  }
}

/** Signed or about to be, and not settled. */
export function isPending({ report, failure }: Transaction): boolean {
  return failure === undefined && report?.final !== true
}

/** The transaction after a state that its submission entered. */
export function advanced(transaction: Transaction, state: SubmissionState): Transaction {
  const seen = { ...transaction, state }
  switch (state.status) {
    case 'broadcast':
      return { ...seen, broadcast: true }
    case 'inBlock':
      return { ...seen, broadcast: true, block: state.inclusion.block }
    case 'retracted':
      return { ...seen, block: undefined, report: undefined }
    default:
      return seen
  }
}
