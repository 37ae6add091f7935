import type { Snapshot } from '@stake/chain'
import {
  type ChainAt,
  calls,
  type Position,
  readNetworkFee,
  readStorage,
  type StorageEntry,
} from '@stake/chain'
import { Balance } from '@stake/math'
import { failureOf } from '../../failure.ts'
import { valueAt } from '../../holdings.ts'
import type { Effect } from '../shell/effects.ts'
import { newsFor } from '../shell/room.ts'
import { BLOCKS_A_DAY } from '../widgets/labels.ts'
import { positionKey } from './selection.ts'

/** Reads what positions earn and what an unstake costs, at the block that is shown. */
export const portfolioEffect: Effect<'portfolio'> = async (_wish, { session, send, getState }) => {
  const { live, session: facts } = getState()
  const { snapshot } = live ?? {}
  const coldkey = facts?.coldkey
  if (!snapshot || coldkey === undefined) return
  const positions = snapshot.positions.filter((position) => position.coldkey === coldkey)
  try {
    const at = await session.chain.at(snapshot.block)
    const [perDay, networkFee] = await Promise.all([
      readPerDay(at, positions, snapshot),
      readUnstakeFee(at, positions[0]),
    ])
    const earnings = { block: snapshot.block.number, coldkey, perDay, networkFee }
    send(newsFor('portfolio', { kind: 'earnings', earnings }))
  } catch (error) {
    send(newsFor('portfolio', { kind: 'unread', failure: failureOf(error) }))
  }
}

/** The share of each position in what its validator's stakers got in the last epoch, for a day of such epochs. */
async function readPerDay(
  at: ChainAt,
  positions: readonly Position[],
  { subnets }: Snapshot,
): Promise<Map<string, Balance>> {
  const paying = [...subnets.values()].filter(({ netuid }) => netuid !== ROOT)
  const entries = positions.map(({ hotkey, netuid }): readonly StorageEntry[] => [
    ['SubtensorModule', 'TotalHotkeyAlpha', hotkey, netuid],
    ...(netuid === ROOT
      ? // Root is paid by every subnet, in its alpha.
        paying.map(
          (each): StorageEntry => ['SubtensorModule', 'RootAlphaDividendsPerSubnet', each.netuid, hotkey],
        )
      : ([['SubtensorModule', 'AlphaDividendsPerSubnet', netuid, hotkey]] as const)),
  ])
  const values = (await readStorage(at, entries.flat())) as bigint[]
  return new Map(
    positions.map((position, index) => {
      const [total = 0n, ...dividends] = values.splice(0, entries[index]?.length)
      const own = (dividend: bigint, tempo: number) =>
        total === 0n ? 0n : (dividend * position.stake.rao * BLOCKS_A_DAY) / (total * BigInt(tempo || 1))
      const day =
        position.netuid === ROOT
          ? paying.reduce((sum, { netuid, tempo, price }, place) => {
              const alpha = Balance.fromRao(own(dividends[place] ?? 0n, tempo), netuid)
              return sum.add(valueAt(price, alpha))
            }, Balance.zero())
          : Balance.fromRao(
              own(dividends[0] ?? 0n, subnets.get(position.netuid)?.tempo ?? 0),
              position.netuid,
            )
      return [positionKey(position), day]
    }),
  )
}

const ROOT = 0

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
