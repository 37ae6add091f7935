import type { SubmissionState } from '@stake/chain'
import {
  type FinalReport,
  type Following,
  type Operation,
  type PastOperation,
  type Report,
  type RunningLeg,
  resume,
} from '@stake/ops'
import type { Session } from '../session.ts'

/** An Operation whose end is waited for, begun now or before. */
export interface AwaitedLeg {
  readonly operation: Operation
  /** The extrinsic it is in, once there is one. */
  hash(): string | undefined
  readonly provisional: Promise<Report>
  readonly report: Promise<FinalReport>
  /** Resolves when nobody here can say what became of it: with the reason. */
  readonly stuck?: Promise<string>
}

/** A leg that was begun now. */
export function begunLeg(leg: RunningLeg): AwaitedLeg {
  return {
    operation: leg.operation,
    hash: () => leg.submission?.signed.hash,
    provisional: leg.provisional,
    report: leg.report,
  }
}

/** Operations that the journal knows: what became of them, or what becomes of them now. Nothing is signed. */
export async function knownLegs(session: Session, past: readonly PastOperation[]): Promise<AwaitedLeg[]> {
  const open = past.some(({ report }) => !report)
  const { following } = open ? await resume(session.chain, await session.journal()) : { following: [] }
  return past.flatMap(({ operation, report, hash }) => {
    if (report) {
      const ended = Promise.resolve(report)
      return [{ operation, hash: () => hash, provisional: ended, report: ended }]
    }
    const of = following.find(({ ids }) => ids.includes(operation.id))
    return of ? [followedLeg(operation, hash, of)] : []
  })
}

/** One Operation of an extrinsic that an earlier run sent. */
export function followedLeg(
  operation: Operation,
  hash: string | undefined,
  following: Following,
): AwaitedLeg {
  const mine = following.ids.indexOf(operation.id)
  const pick = <R extends Report>(reports: readonly R[]): R => {
    const report = reports[mine]
    if (!report) throw new RangeError(`entry ${following.entry} holds no report of ${operation.id}`)
    return report
  }
  const stuck = new Promise<string>((resolve) => {
    following.onState((state: SubmissionState) => {
      if (state.status === 'unresolved' && state.needs && state.needs.length > 0) resolve(state.reason)
    })
  })
  return {
    operation,
    hash: () => hash,
    provisional: following.provisional.then(pick),
    report: following.reports.then(pick),
    stuck,
  }
}
