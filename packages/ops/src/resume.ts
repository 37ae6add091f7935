import { type Chain, type Clock, systemClock } from '@stake/chain'
import type { Entries, Entry } from './entries.ts'
import { writeOf } from './entry-writer.ts'
import { type Following, follow, INTERRUPTED } from './follow.ts'
import type { Journal, JournalCondition } from './journal.ts'
import type { Operation } from './operation.ts'
import type { FinalReport } from './report.ts'

/** What {@link resume} found in a journal. */
export interface Resumed {
  /** What may have been sent, each on its way to its end. Whatever is still open blocks its ids. */
  readonly following: readonly Following[]
  /** What was certainly never sent, oldest first. It is done only if you plan and run it again; its ids are free. */
  readonly notSent: readonly Operation[]
  /** What another program that lives is about to sign. */
  readonly elsewhere: readonly Operation[]
  /** Entries of this journal that belong to another chain. */
  readonly otherChains: number
  /** What the journal says of its own wholeness. */
  readonly condition: JournalCondition
  /** The reports of everything that is followed, when all of it is final. */
  readonly reports: Promise<readonly FinalReport[]>
}

/**
 * Takes up what an earlier run of a program left in the journal; call it at every start. What may have been sent is
 * sent again, the same bytes, and followed to its end, which is written; nothing is ever signed. What was never sent
 * comes back as it was asked for: the time has passed, so whether it is still wanted is yours to say.
 *
 * Several programs may share the journal: what others are about to sign is left alone, and what they have sent is
 * followed here as well. An entry that nobody can settle here stays open (its submission's state says what is missing).
 * On a chain that was started anew an entry closes as `chainReset`.
 *
 * @throws JournalUnusable
 *
 * @example
 * ```ts
 * import { connect } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 * import { memoryJournal, resume } from '@stake/ops'
 *
 * const devnet = await startDevnet({ blockTime: 100 })
 * const chain = await connect({ endpoints: devnet.url })
 * const resumed = await resume(chain, memoryJournal())
 * resumed.following.length // => 0
 * resumed.notSent.length // => 0
 * const reports = await resumed.reports
 * reports.length // => 0
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function resume(chain: Chain, journal: Journal): Promise<Resumed> {
  const entries = await journal.read()
  const here = entries.open().filter(({ intent }) => intent.genesisHash === chain.genesisHash)
  const otherChains = entries.open().length - here.length
  const following: Following[] = []
  const elsewhere: Operation[] = []
  for (const entry of here) {
    if (entry.status !== 'intended') following.push(follow(chain, journal, entry))
    else if (await journal.isAlive(entry.intent.session)) elsewhere.push(...operationsOf(entry))
    else await giveUp(journal, entry, chain.clock.now())
  }
  return {
    following,
    notSent: interrupted(await journal.read(), chain),
    elsewhere,
    otherChains,
    condition: journal.condition,
    reports: Promise.all(following.map(({ reports }) => reports)).then((reports) => reports.flat()),
  }
}

/**
 * Drops what was never sent, so that {@link resume} does not bring it back again. What was sent, or may have been,
 * cannot be dropped.
 *
 * @throws JournalUnusable
 *
 * @example
 * ```ts
 * import { dropNotSent, memoryJournal } from '@stake/ops'
 *
 * const journal = memoryJournal()
 * await dropNotSent(journal, ['order-1'])
 * const entries = await journal.read()
 * entries.byId('order-1') // => undefined
 * ```
 */
export async function dropNotSent(
  journal: Journal,
  ids: readonly string[],
  clock: Clock = systemClock,
): Promise<void> {
  const entries = await journal.read()
  for (const entry of new Set(ids.flatMap((id) => entries.byId(id)?.entry ?? []))) {
    const dropped = { code: 'Dropped', message: 'It was never sent, and it was not wanted any more.' }
    await writeOf(journal, entry, (now) =>
      now.notSent ? { type: 'notSent', entry, at: clock.now(), reason: dropped } : undefined,
    )
  }
}

function giveUp(journal: Journal, { entry }: Entry, at: number): Promise<Entry> {
  return writeOf(journal, entry, (now) =>
    now.status === 'intended' ? { type: 'notSent', entry, at, reason: INTERRUPTED } : undefined,
  )
}

/** What ended with its program before it was signed and was not begun again. */
function interrupted(entries: Entries, chain: Chain): Operation[] {
  return entries.all
    .filter(
      ({ intent, notSent }) =>
        intent.genesisHash === chain.genesisHash && notSent?.reason.code === INTERRUPTED.code,
    )
    .flatMap((entry) => operationsOf(entry).filter(({ id }) => entries.byId(id)?.entry === entry.entry))
}

function operationsOf({ intent }: Entry): Operation[] {
  return intent.legs.map(({ operation }) => operation)
}
