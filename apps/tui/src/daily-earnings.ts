import { type ChainAt, type Position, readStorage, type Snapshot, type StorageEntry } from '@stake/chain'
import { Balance } from '@stake/math'
import { valueAt } from './holdings.ts'
import { BLOCKS_A_DAY } from './screens/widgets/labels.ts'

const ROOT = 0

/**
 * What each position earns a day: its share in what its validator's stakers got in the last epoch, for a day of such
 * epochs. Alpha of its subnet; for root TAO, what the alpha of all paying subnets is worth. Rounded down.
 *
 * @returns in the order of the positions
 */
export async function readDailyEarnings(
  at: ChainAt,
  positions: readonly Position[],
  { subnets }: Pick<Snapshot, 'subnets'>,
): Promise<readonly Balance[]> {
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
  return positions.map((position, index) => {
    const [total = 0n, ...dividends] = values.splice(0, entries[index]?.length)
    const own = (dividend: bigint, tempo: number) =>
      total === 0n ? 0n : (dividend * position.stake.rao * BLOCKS_A_DAY) / (total * BigInt(tempo || 1))
    if (position.netuid !== ROOT) {
      const { tempo = 0 } = subnets.get(position.netuid) ?? {}
      return Balance.fromRao(own(dividends[0] ?? 0n, tempo), position.netuid)
    }
    return paying.reduce((sum, { netuid, tempo, price }, place) => {
      const alpha = Balance.fromRao(own(dividends[place] ?? 0n, tempo), netuid)
      return sum.add(valueAt(price, alpha))
    }, Balance.zero())
  })
}
