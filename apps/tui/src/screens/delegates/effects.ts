import { type ChainAt, type Delegate, readDelegates, type Subnet } from '@stake/chain'
import type { Balance } from '@stake/math'
import { failureOf } from '../../failure.ts'
import type { Effect, Surroundings } from '../shell/effects.ts'
import { newsFor } from '../shell/room.ts'
import type { DelegateMore, DelegateRow, DelegatesNews, Reading } from './delegate-row.ts'
import { readChange, readMore, readNominatorsOf, readPermits, readTotals } from './read-delegates.ts'

/** So many of the largest are read to the end at once; the others when they come into sight. */
const READ_AT_ONCE = 64
const AT_A_TIME = 1

/** A reading of the list, and what the later readings of single delegates need of it. */
interface List {
  readonly at: ChainAt
  readonly subnets: ReadonlyMap<number, Subnet>
  readonly delegates: ReadonlyMap<string, Delegate>
  readonly totals: ReadonlyMap<string, Balance>
  readonly permits: ReadonlyMap<number, readonly boolean[]>
}

/** The newest list; an older reading that is still under way stops when it is not the newest any more. */
let newest: { list?: List } = {}
/** Delegates that are being read to the end. */
const under = new Set<string>()
let watched: string | undefined

/** Reads the delegates, what the list says of each, or who has staked with one. */
export const delegatesEffect: Effect<'delegates'> = async (wish, surroundings) => {
  switch (wish.kind) {
    case 'list':
      return readList(surroundings)
    case 'more': {
      const { list } = newest
      if (list) await tried(surroundings, () => readEach(list, wish.hotkeys, surroundings))
      return
    }
    case 'nominators':
      return readNominators(wish.hotkey, surroundings)
  }
}

async function readList(surroundings: Surroundings): Promise<void> {
  const { session, getState } = surroundings
  const snapshot = getState().live?.snapshot
  if (!snapshot) return
  const mine: { list?: List } = {}
  newest = mine
  under.clear()
  const send = (news: DelegatesNews) => {
    if (newest === mine) surroundings.send(newsFor('delegates', news))
  }
  const reading = (what: string) => (done: number, of: number) =>
    send({ kind: 'reading', reading: { what, done, of } satisfies Reading })
  await tried({ send: (message) => newest === mine && surroundings.send(message) }, async () => {
    const { subnets, block } = snapshot
    reading('the delegates')(0, 0)
    const at = await session.chain.at(block)
    const all = await readDelegates(at)
    const hotkeys = all.map(({ hotkey }) => hotkey)
    const totals = await readTotals(at, hotkeys, subnets, reading('their stakes'))
    if (newest !== mine) return
    const rows = all
      .map((delegate): DelegateRow => {
        const total = totals.get(delegate.hotkey)
        if (!total) throw new RangeError('a delegate without a total')
        return { ...delegate, total, change: undefined, more: undefined }
      })
      .sort((a, b) => b.total.compare(a.total) || (a.hotkey < b.hotkey ? -1 : 1))
    send({ kind: 'rows', block: block.number, rows })
    const list: List = {
      at,
      subnets,
      totals,
      delegates: new Map(all.map((delegate) => [delegate.hotkey, delegate])),
      permits: await readPermits(at, [...subnets.keys()]),
    }
    mine.list = list
    const first = rows.slice(0, READ_AT_ONCE).map(({ hotkey }) => hotkey)
    await readEach(list, first, surroundings, reading('each of the largest'), () => newest === mine)
    if (newest !== mine) return
    const known = new Map(rows.slice(0, READ_AT_ONCE).map(({ hotkey, total }) => [hotkey, total]))
    const change = await readChange(at, known, reading('the stakes of four hours ago'))
    send({ kind: 'change', block: block.number, change })
    send({ kind: 'done' })
  })
}

/** Reads some delegates to the end, a few at a time, each told of as soon as it is there. */
async function readEach(
  { at, subnets, delegates, totals, permits }: List,
  hotkeys: readonly string[],
  { send }: Pick<Surroundings, 'send'>,
  progress: (done: number, of: number) => void = () => undefined,
  wanted: () => boolean = () => true,
): Promise<void> {
  const waiting = hotkeys.filter((hotkey) => delegates.has(hotkey) && !under.has(hotkey))
  for (const hotkey of waiting) under.add(hotkey)
  for (let start = 0; start < waiting.length && wanted(); start += AT_A_TIME) {
    const some = waiting.slice(start, start + AT_A_TIME)
    const more = await Promise.all(
      some.map(async (hotkey): Promise<readonly [string, DelegateMore] | undefined> => {
        const delegate = delegates.get(hotkey)
        const total = totals.get(hotkey)
        if (!delegate || !total) return undefined
        return [hotkey, await readMore(at, delegate, total, subnets, permits)]
      }),
    ).finally(() => {
      for (const hotkey of some) under.delete(hotkey)
    })
    if (!wanted()) return
    const read = new Map(more.filter((each) => each !== undefined))
    send(newsFor('delegates', { kind: 'more', block: at.block.number, more: read }))
    progress(Math.min(waiting.length, start + AT_A_TIME), waiting.length)
  }
}

async function readNominators(hotkey: string, { session, send, getState }: Surroundings): Promise<void> {
  const snapshot = getState().live?.snapshot
  if (!snapshot) return
  watched = hotkey
  try {
    const at = await session.chain.at(snapshot.block)
    for await (const part of readNominatorsOf(at, hotkey, snapshot.subnets)) {
      // Another delegate is shown by now, or none.
      if (watched !== hotkey || getState().delegates.detail?.hotkey !== hotkey) return
      send(newsFor('delegates', { kind: 'nominators', hotkey, ...part }))
    }
  } catch (error) {
    send(newsFor('delegates', { kind: 'nominatorsUnread', hotkey, failure: failureOf(error) }))
  }
}

async function tried({ send }: Pick<Surroundings, 'send'>, read: () => Promise<void>): Promise<void> {
  try {
    await read()
  } catch (error) {
    send(newsFor('delegates', { kind: 'unread', failure: failureOf(error) }))
  }
}
