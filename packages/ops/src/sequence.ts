import type { Chain } from '@stake/chain'
import { Balance, StakeError } from '@stake/math'
import type { Alarm } from './alarm.ts'
import { draftOf } from './draft.ts'
import { InvalidOperation } from './errors.ts'
import { follow } from './follow.ts'
import { fillHoles } from './holes.ts'
import type { Operation } from './operation.ts'
import { type PlanOptions, plan } from './plan.ts'
import { ProgressBoard } from './progress.ts'
import type { FinalReport, Report } from './report.ts'
import { unplannedBasis } from './report-basis.ts'
import {
  type Beside,
  type Running,
  type RunningLeg,
  type RunOptions,
  runningLeg,
  runOf,
  unsentLeg,
} from './running.ts'
import { signAndJournal } from './sign-and-journal.ts'

/** Options of {@link sequence}. */
export interface SequenceOptions extends RunOptions {
  /**
   * What the next Operation waits for. With `inclusion` it is planned on a block that may still be undone: then it may
   * have been priced on a trade that never happened, and both may end otherwise than was shown. The report's alarms
   * say where that came true.
   * @default 'finalized'
   */
  readonly wait?: 'finalized' | 'inclusion'
  /**
   * What happens after an Operation that was not executed: those after it are not sent, or go on.
   * @default 'stop'
   */
  readonly onFailure?: 'stop' | 'continue'
  /** How each is planned; always on fresh numbers. */
  readonly planning?: Omit<PlanOptions, 'snapshot'>
}

/**
 * Sends Operations one after another, each planned on fresh state after the one before it is final. What one brings is
 * there for the next, and each has its tolerance from the price that it finds.
 *
 * Returns at once. What cannot be planned or signed when it is its turn is `notSent` with the reason.
 *
 * @throws InvalidOperation for no Operations, or one id twice.
 *
 * @example
 * ```ts
 * import { connect, readValidators, signerFromUri } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 * import { memoryJournal, parseOperation, sequence } from '@stake/ops'
 *
 * const devnet = await startDevnet({ blockTime: 100 })
 * const chain = await connect({ endpoints: devnet.url })
 * const signer = signerFromUri('//Alice')
 * const hotkey = (await readValidators(await chain.at('best'), 2))[0]?.hotkey ?? ''
 * const common = { coldkey: signer.address, hotkey, netuid: 2 }
 * const operations = [
 *   parseOperation({ id: 'in', kind: 'stake', amount: '2', ...common }),
 *   parseOperation({ id: 'out', kind: 'unstake', amount: '1', ...common }),
 * ]
 * const options = { signer, policy: {}, journal: memoryJournal() }
 * const { legs } = await sequence(chain, operations, options).report
 * legs.map(({ status }) => status) // => [ 'executed', 'executed' ]
 * const [first, second] = legs.map(({ block }) => block?.number ?? 0)
 * Number(first) < Number(second) // => true
 * await chain.close()
 * await devnet.close()
 * ```
 */
export function sequence(chain: Chain, operations: readonly Operation[], options: SequenceOptions): Running {
  if (operations.length === 0) throw new InvalidOperation('list', 'is empty')
  if (new Set(operations.map(({ id }) => id)).size < operations.length) {
    throw new InvalidOperation('id', 'is used twice in one sequence')
  }
  const board = new ProgressBoard(operations, options.onProgress)
  const beside: Promise<Beside>[] = []
  const { wait = 'finalized', onFailure = 'stop' } = options
  let before: Promise<StakeError | undefined> = Promise.resolve(undefined)
  const legs = operations.map((operation, place) => {
    const begun = before.then(async (stopped) => {
      const basis = unplannedBasis(operation)
      if (stopped) return unsentLeg(basis, stopped, board, place)
      try {
        return await begin(chain, operation, place, { options, board, beside })
      } catch (error) {
        return unsentLeg(basis, errorOf(error), board, place)
      }
    })
    const leg = pendingLeg(operation, begun)
    before = before.then(async (stopped) => {
      if (stopped) return stopped
      const report = await (wait === 'finalized' ? leg.report : leg.provisional)
      return report.status === 'executed' || onFailure === 'continue' ? undefined : notAfter(report)
    })
    before.catch((error: unknown) => board.fail(error))
    return leg
  })
  const end = Promise.all(legs.map(({ report }) => report)).then(async () => {
    const all = await Promise.all(beside)
    return {
      alarms: [...all.flatMap(({ alarms }) => alarms), ...(await undone(legs))],
      fees: all.reduce((sum, { fees }) => sum.add(fees), Balance.zero()),
    }
  })
  end.catch(() => undefined)
  return runOf('sequence', legs, board, end)
}

interface Stage {
  readonly options: SequenceOptions
  readonly board: ProgressBoard
  readonly beside: Promise<Beside>[]
}

async function begin(
  chain: Chain,
  operation: Operation,
  place: number,
  { options, board, beside }: Stage,
): Promise<RunningLeg> {
  const { journal } = options
  const known = (await journal.read()).byId(operation.id)
  if (known?.status === 'signed' || known?.status === 'settled') {
    // It need not be possible any more.
    const attached = { entry: known, following: follow(chain, journal, known) }
    return runningLeg(unplannedBasis(operation), attached, board, place)
  }
  const planned = await plan(chain, [operation], options.planning)
  const drafts = planned.legs.map((leg) => draftOf(planned, leg))
  const dispatched = await signAndJournal(chain, drafts, options)
  beside.push(fillHoles(chain, dispatched, options))
  const [only] = dispatched
  const [leg] = drafts.flatMap(({ legs }) => legs)
  if (!only || !leg) throw new RangeError('one operation has one leg and one result')
  return runningLeg(leg.basis, only, board, place)
}

/** A leg that will run, or not. */
function pendingLeg(operation: Operation, begun: Promise<RunningLeg>): RunningLeg {
  let running: RunningLeg | undefined
  begun.then(
    (leg) => {
      running = leg
    },
    () => undefined,
  )
  const provisional = begun.then((leg) => leg.provisional)
  const report = begun.then((leg) => leg.report)
  provisional.catch(() => undefined)
  report.catch(() => undefined)
  return {
    operation,
    get submission() {
      return running?.submission
    },
    provisional,
    report,
  }
}

/** Legs after which others went on, and which ended otherwise than it had looked then. */
async function undone(legs: readonly RunningLeg[]): Promise<Alarm[]> {
  const alarms = await Promise.all(
    legs.map(async ({ operation, provisional, report }): Promise<Alarm[]> => {
      const [seen, end]: [Report, FinalReport] = await Promise.all([provisional, report])
      if (seen.status === end.status && seen.received.equals(end.received)) return []
      const message = `It was ${seen.status} when the next one was planned, and ended ${end.status}.`
      const details = { seen: seen.received.rao, received: end.received.rao }
      return [{ id: operation.id, code: 'EndedOtherwise', message, details }]
    }),
  )
  return alarms.flat()
}

function errorOf(error: unknown): StakeError {
  if (error instanceof StakeError) return error
  return new StakeError('NotSent', error instanceof Error ? error.message : String(error), {
    remedy: 'Nothing was sent. Look at the cause, then run it again.',
    cause: error,
  })
}

function notAfter({ operation, error, status }: Report): StakeError {
  return new StakeError(
    'NotSent',
    `Not sent, because ${operation.id} before it was not executed: ${error?.message ?? status}`,
    {
      remedy: 'Look at that one, then run the rest again.',
      ...(error && { cause: error }),
    },
  )
}
