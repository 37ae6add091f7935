import { dropNotSent, history, type Operation, type Resumed, resume as resumeOf } from '@stake/ops'
import type { Ending } from '../envelope.ts'
import type { Invocation } from '../flags.ts'
import { titleOf } from '../report-sentence.ts'
import { safeText } from '../safe-text.ts'
import { type AwaitedLeg, followedLeg } from './awaited-leg.ts'
import { headless, type Task } from './headless.ts'
import { endingOfLegs } from './run-ending.ts'
import { termsOf } from './terms.ts'

/**
 * `stake resume`: follows what an earlier run sent to its end. It never signs: what was never sent is listed, and done
 * only when it is asked for again.
 */
export function resume(invocation: Invocation): Promise<number> {
  const terms = termsOf(invocation.flags)
  return headless(invocation, async (task) => {
    const { chain } = task.session
    const journal = await task.session.journal()
    const resumed = await resumeOf(chain, journal)
    const legs = await followed(task, resumed)
    const { notSent, elsewhere, otherChains, condition } = resumed
    for (const { operation, hash } of legs) {
      process.stderr.write(
        `Open: ${safeText(operation.id, 40)}, ${titleOf(operation)}, ${hash() ?? 'not signed here'}\n`,
      )
    }
    const drop = invocation.flags.drop === true && notSent.length > 0
    if (drop)
      await dropNotSent(
        journal,
        notSent.map(({ id }) => id),
        chain.clock,
      )
    const ending = await endingOfLegs(task, legs, terms)
    return {
      ...ending,
      result: {
        ...(ending.result as object),
        notSent,
        dropped: drop,
        elsewhere,
        otherChains,
        journal: condition,
      },
      text: textOf(ending, resumed, drop),
    }
  })
}

/** The Operations of everything that may have been sent, with the hashes of their extrinsics. */
async function followed({ session }: Task, { following }: Resumed): Promise<AwaitedLeg[]> {
  const past = await history(await session.journal(), { statuses: ['signed', 'handedOut'] })
  const byId = new Map(past.map((each) => [each.operation.id, each]))
  return following.flatMap((one) =>
    one.ids.flatMap((id) => {
      const found = byId.get(id)
      return found ? [followedLeg(found.operation, found.hash, one)] : []
    }),
  )
}

function textOf({ text = '' }: Ending, { following, notSent, elsewhere }: Resumed, dropped: boolean): string {
  const lines = (what: string, operations: readonly Operation[]) =>
    operations.map((operation) => `${what}: ${safeText(operation.id, 40)}, ${titleOf(operation)}\n`).join('')
  const never = lines(dropped ? 'Dropped' : 'Never sent', notSent)
  const hint =
    notSent.length > 0 && !dropped
      ? 'Nothing of that was signed. Ask for it again if you still want it, or forget it with `stake resume --drop`.\n'
      : ''
  const all = `${text}${lines('In another program', elsewhere)}${never}${hint}`
  return all === '' && following.length === 0 ? 'Nothing is open.\n' : all
}
