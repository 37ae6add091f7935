import { homedir } from 'node:os'
import { join } from 'node:path'
import { StakeError } from '@stake/math'
import { InvalidOperation, planFromJson } from '@stake/ops'
import { batchOperation, parseBatch, readBatchText } from '../../batch-file.ts'
import { failureOf } from '../../failure.ts'
import type { Effect, Surroundings } from '../shell/effects.ts'
import { newsFor } from '../shell/room.ts'
import type { BatchWish, Wish } from './batch-state.ts'

/** Plans many legs, and reads them from a file. */
export const batchEffect: Effect<'batch'> = async (wish: BatchWish, surroundings) => {
  switch (wish.type) {
    case 'plan':
      await planned(wish.wish, surroundings)
      return
    case 'ask':
      await ready(wish.wish, surroundings)
      return
    case 'read':
      await read(wish.file, wish.coldkey, surroundings)
  }
}

function planOf(
  { legs, together, registeredAt }: Wish,
  { journey }: Surroundings,
): ReturnType<typeof journey.plan> {
  return journey.plan(legs, { batched: together === 'batch', registeredAt: new Map(registeredAt) })
}

async function planned(wish: Wish, surroundings: Surroundings): Promise<void> {
  const { send, getState } = surroundings
  const block = getState().live?.snapshot?.block.hash ?? ''
  const tell = (found: object) =>
    send(
      newsFor('batch', {
        type: 'planned',
        planned: { wish, block, plan: undefined, failure: undefined, failing: undefined, ...found },
      }),
    )
  try {
    tell({ plan: await planOf(wish, surroundings) })
  } catch (error) {
    tell({ failure: failureOf(error), failing: await failingLeg(wish, surroundings) })
  }
}

/** The first leg without which the legs before it can be planned, found by halving. */
async function failingLeg(wish: Wish, surroundings: Surroundings): Promise<number | undefined> {
  const { legs } = wish
  if (legs.length === 1) return 0
  let plannable = 0
  let refused = legs.length
  try {
    while (refused - plannable > 1) {
      const half = Math.floor((plannable + refused) / 2)
      if (await isPlannable({ ...wish, legs: legs.slice(0, half) }, surroundings)) plannable = half
      else refused = half
    }
    return plannable
  } catch {
    // It is no more than a help: what is wrong is told all the same.
    return undefined
  }
}

async function isPlannable(wish: Wish, surroundings: Surroundings): Promise<boolean> {
  try {
    await planOf(wish, surroundings)
    return true
  } catch (error) {
    if (error instanceof StakeError) return false
    throw error
  }
}

async function ready(wish: Wish, surroundings: Surroundings): Promise<void> {
  const { send, getState, journey } = surroundings
  try {
    const plan = await planOf(wish, surroundings)
    const destinations = await journey.destinations(plan, getState().live?.snapshot?.positions ?? [])
    send(newsFor('batch', { type: 'ready', wish, plan, destinations }))
  } catch (error) {
    const failing = await failingLeg(wish, surroundings)
    send(newsFor('batch', { type: 'refused', wish, failure: failureOf(error), failing }))
  }
}

/** A name as people type it: what a shell would have made of `~`. */
function inHome(file: string): string {
  return file.startsWith('~/') ? join(homedir(), file.slice(2)) : file
}

async function read(file: string, coldkey: string, { send, session }: Surroundings): Promise<void> {
  try {
    // Standard input has the keys.
    const asked = parseBatch(await readBatchText(file === '-' ? './-' : inHome(file)))
    if (asked.coldkey !== undefined && asked.coldkey !== coldkey)
      throw new InvalidOperation('coldkey', `is ${asked.coldkey} in this file, which is not the account here`)
    const legs = asked.operations.map((each) => batchOperation(each, coldkey))
    const plan = asked.plan && (await planFromJson(session.chain, asked.plan))
    const registeredAt = (plan?.legs ?? [])
      .flatMap(({ subnets }) => subnets)
      .map((subnet) => [subnet.netuid, subnet.registeredAt] as const)
    send(newsFor('batch', { type: 'read', given: { name: file, legs, registeredAt } }))
  } catch (error) {
    send(newsFor('batch', { type: 'unread', failure: failureOf(error) }))
  }
}
