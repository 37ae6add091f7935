import { setImmediate } from 'node:timers/promises'
import { type BlockEvent, type Hex, readEvents } from '@stake/chain'
import { dropNotSent, type Entry, history, type Journal, type PastOperation, resume } from '@stake/ops'
import { failureOf } from '../../failure.ts'
import type { Effect, Surroundings } from '../shell/effects.ts'
import { newsFor } from '../shell/room.ts'
import type { ActivityNews, ActivityRow, EventLine } from './activity-state.ts'
import { eventLine } from './event-line.ts'

/** What is decoded of a journal in one go: a few milliseconds of work. */
const PAST_AT_ONCE = 200

/** Reads the journal, and brings to its end what was left in it. Nothing here signs. */
export const activityEffect: Effect<'activity'> = async (wish, surroundings) => {
  const tell = (news: ActivityNews) => surroundings.send(newsFor('activity', news))
  switch (wish.kind) {
    case 'look':
      return look(surroundings, tell)
    case 'read':
      return read(surroundings, tell)
    case 'resume':
      return takeUp(surroundings, tell)
    case 'drop':
      try {
        await dropNotSent(await surroundings.session.journal(), wish.ids)
      } catch (error) {
        tell({ kind: 'unread', failure: failureOf(error) })
        return
      }
      return read(surroundings, tell)
    case 'events':
      return tellEvents(surroundings, wish.row, tell)
  }
}

type Tell = (news: ActivityNews) => void

async function look({ session }: Surroundings, tell: Tell): Promise<void> {
  try {
    const journal = await session.journal()
    const entries = (await journal.read()).all.filter(
      ({ intent }) => intent.genesisHash === session.chain.genesisHash,
    )
    const open = await left(entries, journal)
    const notSent = entries.filter(isInterrupted)
    tell({ kind: 'left', open: open.length, notSent: notSent.length })
  } catch (error) {
    tell({ kind: 'unread', failure: failureOf(error) })
  }
}

/** What a run of a program began that is gone. */
async function left(entries: readonly Entry[], journal: Journal): Promise<readonly Entry[]> {
  const open = entries.filter(({ status }) => status !== 'settled' && status !== 'notSent')
  const alive = await Promise.all(
    open.map(
      async ({ intent }) => intent.session === journal.session || (await journal.isAlive(intent.session)),
    ),
  )
  return open.filter((_, index) => !alive[index])
}

async function read({ session }: Surroundings, tell: Tell): Promise<void> {
  try {
    const journal = await session.journal()
    const past = new Map(
      (await pastOf(journal)).map((each) => [pastKey(each.at, each.operation.id), each] as const),
    )
    const rows = (await journal.read()).all
      .filter(({ intent }) => intent.genesisHash === session.chain.genesisHash)
      .toReversed()
      .flatMap((entry) => rowsOf(entry, journal.session, past))
    tell({ kind: 'rows', rows, condition: journal.condition })
  } catch (error) {
    tell({ kind: 'unread', failure: failureOf(error) })
  }
}

/** How many of each journal were told of; their reports are decoded by now. */
const told = new WeakMap<Journal, number>()

/** All that a journal tells of, so many more at a time: reports take long to decode, once each. */
async function pastOf(journal: Journal): Promise<readonly PastOperation[]> {
  for (let limit = PAST_AT_ONCE; ; limit += PAST_AT_ONCE) {
    limit = Math.max(limit, told.get(journal) ?? 0)
    const past = await history(journal, { limit })
    told.set(journal, past.length)
    if (past.length < limit) return past
    await setImmediate()
  }
}

function rowsOf(
  entry: Entry,
  session: string,
  past: ReadonlyMap<string, PastOperation>,
): readonly ActivityRow[] {
  const { intent, status, settled, inBlock, signed, handedOut } = entry
  return intent.legs.map(({ operation }, index) => ({
    key: `${entry.entry}:${index}`,
    operation,
    at: intent.at,
    status,
    outcome: settled?.outcome,
    hash: signed?.signed.hash,
    block: settled ? settled.block : inBlock?.block,
    lastBlock: (signed?.signed.era ?? handedOut?.era)?.lastBlock,
    call: intent.call,
    report: past.get(pastKey(intent.at, operation.id))?.report,
    own: intent.session === session,
    interrupted: isInterrupted(entry),
  }))
}

function pastKey(at: number, id: string): string {
  return `${at} ${id}`
}

function isInterrupted({ notSent }: Entry): boolean {
  return notSent?.reason.code === 'Interrupted'
}

async function takeUp(surroundings: Surroundings, tell: Tell): Promise<void> {
  const { session } = surroundings
  try {
    const resumed = await resume(session.chain, await session.journal())
    tell({
      kind: 'resumed',
      following: resumed.following.flatMap(({ ids }) => ids),
      notSent: resumed.notSent.length,
      elsewhere: resumed.elsewhere.length,
      otherChains: resumed.otherChains,
    })
    for (const one of resumed.following) one.onState((state) => tell({ kind: 'state', ids: one.ids, state }))
    await read(surroundings, tell)
    const reports = await resumed.reports
    await read(surroundings, tell)
    tell({ kind: 'settled', reports })
  } catch (error) {
    tell({ kind: 'notResumed', failure: failureOf(error) })
  }
}

async function tellEvents({ session }: Surroundings, row: ActivityRow, tell: Tell): Promise<void> {
  const { key, block } = row
  if (!block) return tell({ kind: 'events', events: { key, lines: [], failure: undefined } })
  try {
    const lines = await eventsOf(session.chain, row, block.hash)
    tell({ kind: 'events', events: { key, lines, failure: undefined } })
  } catch (error) {
    tell({ kind: 'events', events: { key, lines: undefined, failure: failureOf(error) } })
  }
}

/** Which transaction of the block it is, is told by its call, and by who paid for it. */
async function eventsOf(
  chain: Surroundings['session']['chain'],
  { call, operation }: ActivityRow,
  block: Hex,
): Promise<readonly EventLine[]> {
  const [body, events] = await Promise.all([
    chain.connection.send<{ block: { extrinsics: readonly string[] } }>('chain_getBlock', [block]),
    readEvents(await chain.at(block)),
  ])
  const own = body.block.extrinsics.flatMap((bytes, index) => (bytes.endsWith(call.slice(2)) ? [index] : []))
  const paid = own.filter((index) =>
    events.some(
      (event) => event.extrinsic === index && isFee(event) && event.named.who === operation.coldkey,
    ),
  )
  const [index] = paid.length > 0 ? paid : own
  return events.filter(({ extrinsic }) => extrinsic === index && index !== undefined).map(eventLine)
}

function isFee({ pallet, name }: BlockEvent): boolean {
  return pallet === 'TransactionPayment' && name === 'TransactionFeePaid'
}
