import { StakeError } from '@stake/math'
import { history, type Operation, type PastOperation } from '@stake/ops'
import type { Session } from '../session.ts'
import type { Terms } from './terms.ts'

/** An id of the journal was given to something else. */
class IdInUse extends StakeError {
  constructor(id: string) {
    super('IdInUse', `The id ${id} belongs to another operation, which was signed before.`, {
      details: { id },
      remedy: 'Nothing was sent. Give this one an id of its own.',
    })
  }
}

/**
 * The Operations of the journal with these ids that were signed, or may have been: they are never signed again. What was
 * given up before that is not among them.
 */
export async function signedBefore(
  session: Session,
  ids: readonly string[],
  { dryRun }: Pick<Terms, 'dryRun'>,
): Promise<ReadonlyMap<string, PastOperation>> {
  const wanted = new Set(ids)
  const { genesisHash } = session.chain
  const past = await pastOf(session, dryRun)
  return new Map(
    past
      .filter(({ operation, genesisHash: of }) => of === genesisHash && wanted.has(operation.id))
      .map((each) => [each.operation.id, each]),
  )
}

/** Without a journal nothing is sent, but a plan can be looked at. */
async function pastOf(session: Session, dryRun: boolean): Promise<readonly PastOperation[]> {
  try {
    return await history(await session.journal(), { statuses: ['settled', 'signed', 'handedOut'] })
  } catch (error) {
    if (dryRun && error instanceof StakeError && error.code === 'JournalUnusable') return []
    throw error
  }
}

/** @throws IdInUse where an id stands for something else by now */
export function checkSame(asked: Operation, { operation }: PastOperation): void {
  if (JSON.stringify(asked) !== JSON.stringify(operation)) throw new IdInUse(asked.id)
}
