import { setImmediate } from 'node:timers/promises'
import { type ChainAt, calls, type Position, readNetworkFee } from '@stake/chain'
import type { Balance } from '@stake/math'
import { readDailyEarnings } from '../../daily-earnings.ts'
import { failureOf } from '../../failure.ts'
import type { Effect } from '../shell/effects.ts'
import { newsFor } from '../shell/room.ts'
import { positionKey } from './selection.ts'

/** Reads what positions earn and what an unstake costs, at the block that is shown. */
export const portfolioEffect: Effect<'portfolio'> = async (_wish, { session, send, getState }) => {
  // What is shown of the new block goes first.
  await setImmediate()
  const { live, session: facts } = getState()
  const { snapshot } = live ?? {}
  const coldkey = facts?.coldkey
  if (!snapshot || coldkey === undefined) return
  const positions = snapshot.positions.filter((position) => position.coldkey === coldkey)
  try {
    const at = await session.chain.at(snapshot.block)
    const [days, networkFee] = await Promise.all([
      readDailyEarnings(at, positions, snapshot),
      readUnstakeFee(at, positions[0]),
    ])
    const perDay = new Map(
      days.map((day, index) => [positionKey(positions[index] as Position), day] as const),
    )
    const earnings = { block: snapshot.block.number, coldkey, perDay, networkFee }
    send(newsFor('portfolio', { kind: 'earnings', earnings }))
  } catch (error) {
    send(newsFor('portfolio', { kind: 'unread', failure: failureOf(error) }))
  }
}

/** The same for every position: it is by the call's length and weight. */
async function readUnstakeFee(at: ChainAt, position: Position | undefined): Promise<Balance | undefined> {
  if (!position) return undefined
  const { coldkey, hotkey, netuid, available } = position
  const call = calls.removeStakeLimit(at.chain, {
    hotkey,
    netuid,
    amount: available.isZero() ? position.stake : available,
    limitPrice: 1n,
    allowPartial: false,
  })
  return (await readNetworkFee(at, call, coldkey)).total
}
