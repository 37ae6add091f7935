import { calls } from '@stake/chain'
import { StakeError } from '@stake/math'
import {
  batch,
  gather,
  type JournalCondition,
  judge,
  type Operation,
  type PastOperation,
  type Plan,
  type PlanOptions,
  plan,
  type Running,
  type RunOptions,
  run,
  sequence,
  WrongSigner,
} from '@stake/ops'
import { confirm } from '../confirm.ts'
import { done } from '../envelope.ts'
import type { Invocation } from '../flags.ts'
import { foldFor } from '../fold-lines.ts'
import { knownAddresses } from '../known-addresses.ts'
import { safeText } from '../safe-text.ts'
import type { Session } from '../session.ts'
import { type AwaitedLeg, begunLeg, knownLegs } from './awaited-leg.ts'
import { headless, type SoFar, type Task } from './headless.ts'
import { checkSame, signedBefore } from './known.ts'
import { planResult, planText } from './plan-text.ts'
import { ProgressLines } from './progress-lines.ts'
import { endingOfLegs, unfinished } from './run-ending.ts'
import { checkTolerances, type Terms } from './terms.ts'

/** How several Operations go out. */
export type Together = 'gather' | 'atomic' | 'best-effort' | 'sequence'

/** Milliseconds after which signing takes long. */
const LATE = 2_000

/** What is wanted of the chain. */
export interface Wish {
  /** The coldkey that it names itself. */
  readonly coldkey?: string
  /** The ids that it gives its Operations. */
  readonly ids: readonly string[]
  readonly together: Together
  readonly onFailure?: 'stop' | 'continue'
  /** The Operations, in their canonical form; `past` are those that the journal knows. */
  operations(
    session: Session,
    coldkey: string,
    past: ReadonlyMap<string, PastOperation>,
  ): Promise<readonly Operation[]>
  /** Plans them; by default with `plan` of @stake/ops. */
  plan?(session: Session, operations: readonly Operation[], options: PlanOptions): Promise<Plan>
}

/** The one way of every command that signs: Operations → plan → policy → confirmation → run → report. */
export function carryOut(invocation: Invocation, terms: Terms, wish: Wish): Promise<number> {
  return headless(invocation, async (task) => {
    const { session } = task
    const coldkey = await whose(session, terms, wish)
    const past = await signedBefore(session, wish.ids, terms)
    const operations = await wish.operations(session, coldkey, past)
    for (const operation of operations) {
      const before = past.get(operation.id)
      if (before) checkSame(operation, before)
    }
    checkTolerances(operations, terms)
    const fresh = operations.filter(({ id }) => !past.has(id))
    const before = await knownLegs(session, [...past.values()])
    if (fresh.length === 0) return endingOfLegs(task, inOrder(operations, before), terms)
    if (wish.together === 'atomic' && before.length > 0) throw new PartlyDone(past)

    const planned = await plannedBy(session, wish, fresh)
    const text = planText(planned, session, await knownAddresses(session))
    await judgeBeforehand(session, wish, planned)
    if (terms.dryRun) return done(planResult(planned), text)
    warnOfLoss((await session.journal()).condition)
    process.stderr.write(foldFor(process.stderr, text))
    if (!terms.yes) await confirm(question(fresh.length))
    // From here on bytes may leave, whatever ends the program.
    task.watch(() => sending(fresh))
    const running = await toldWhenLate(send(task, terms, wish, planned, fresh), task)
    return endingOfLegs(task, inOrder(operations, [...before, ...running.legs.map(begunLeg)]), terms, running)
  })
}

/** What was signed before may be signed again where nobody knows of it. */
function warnOfLoss({ status, detail = status }: JournalCondition): void {
  if (status !== 'torn' && status !== 'shortened' && status !== 'replaced') return
  const more = status === 'torn' ? '' : ' With --accept-loss it is taken as it is.'
  process.stderr.write(`The journal is not whole: ${safeText(detail, 300).replace(/\.$/, '')}.${more}\n`)
}

/** What may have been sent while nobody knows its transactions yet. */
function sending(operations: readonly Operation[]): SoFar {
  const open = operations.map((operation) => ({
    id: operation.id,
    operation,
    hash: undefined,
    reason: 'it was being sent',
  }))
  return { open, result: unfinished(open) }
}

/** In the order in which they were asked for. */
function inOrder(operations: readonly Operation[], legs: readonly AwaitedLeg[]): AwaitedLeg[] {
  return operations.flatMap(({ id }) => legs.find(({ operation }) => operation.id === id) ?? [])
}

/** Some of what must happen together has happened, or may have. */
class PartlyDone extends StakeError {
  constructor(past: ReadonlyMap<string, PastOperation>) {
    super('OperationKnown', `${[...past.keys()].join(', ')} of this atomic batch were signed before.`, {
      details: { ids: [...past.keys()].join(', ') },
      remedy:
        'Nothing was sent. See what became of them with `stake history`, and give what is left new ids.',
    })
  }
}

/** Whose Operations they are. Whoever signs is asked for the key before anything is planned. */
async function whose(session: Session, { dryRun }: Terms, wish: Wish): Promise<string> {
  if (dryRun) {
    const coldkey = wish.coldkey ?? session.coldkey
    if (coldkey === undefined) throw new NobodyNamed()
    return coldkey
  }
  const { chain } = session
  await chain.confirmRuntime()
  if (chain.signingRefusal) throw chain.signingRefusal
  const { address } = await session.signer()
  const meant = wish.coldkey ?? session.coldkey ?? address
  if (meant !== address) throw new WrongSigner(meant, address)
  return address
}

/** A look at the future of an account that nobody named. */
class NobodyNamed extends StakeError {
  constructor() {
    super('KeyMissing', 'Nobody said for which coldkey.', {
      remedy: 'Name it with --coldkey, or set STAKE_URI to its key phrase.',
    })
  }
}

function plannedBy(session: Session, wish: Wish, fresh: readonly Operation[]): Promise<Plan> {
  const options: PlanOptions = {
    batched: wish.together === 'atomic' || wish.together === 'best-effort',
    limitsFrom: wish.together === 'sequence' ? 'leg' : 'start',
  }
  return wish.plan?.(session, fresh, options) ?? plan(session.chain, fresh, options)
}

/**
 * The policy's refusal comes before anybody is asked; the last word it has when it is signed, where it also counts and
 * wants a confirmation. Of a sequence only the first can be judged now, what comes after it is planned anew.
 */
async function judgeBeforehand({ chain, policy }: Session, { together }: Wish, planned: Plan): Promise<void> {
  const { legs, coldkey } = planned
  const alone = legs.map(({ call }) => call)
  const signed =
    together === 'atomic' && legs.length > 1
      ? [calls.batchAll(chain, { calls: legs.flatMap(({ parts }) => parts.calls) })]
      : together === 'sequence'
        ? alone.slice(0, 1)
        : alone
  const bytes = signed.map((call) => call.bytes)
  await judge(chain, policy, bytes, { address: coldkey, confirm: () => true })
}

function question(count: number): string {
  return `Sign and send ${count === 1 ? 'this' : `these ${count} operations`}? Type yes: `
}

/** Programs that sign for one account take turns; who holds the turn may be slow, or stand still. */
async function toldWhenLate<T>(signing: Promise<T>, { say }: Task): Promise<T> {
  const timer = setTimeout(say, LATE, 'Not signed yet: another program may be signing for this account …\n')
  return signing.finally(() => clearTimeout(timer))
}

async function send(
  { session, say }: Task,
  terms: Terms,
  { together, onFailure = 'stop' }: Wish,
  planned: Plan,
  fresh: readonly Operation[],
): Promise<Running> {
  const { chain, policy, newJournal } = session
  const lines = new ProgressLines(planned.legs.length, say)
  const options: RunOptions = {
    signer: await session.signer(),
    journal: await session.journal(),
    policy,
    newJournal,
    // Somebody has just said yes to it; --yes is nobody.
    confirm: () => !terms.yes,
    onProgress: (progress) => lines.tell(progress),
  }
  switch (together) {
    case 'gather':
      return planned.legs.length === 1 ? run(chain, planned, options) : gather(chain, planned, options)
    case 'atomic':
    case 'best-effort':
      return batch(chain, planned, { ...options, atomic: together === 'atomic' })
    case 'sequence': {
      // Each is planned anew in its turn, but on the subnets that were shown.
      const registeredAt = new Map(
        planned.legs.flatMap(({ subnets }) => subnets.map((subnet) => [subnet.netuid, subnet.registeredAt])),
      )
      return sequence(chain, fresh, { ...options, onFailure, wait: terms.wait, planning: { registeredAt } })
    }
  }
}
