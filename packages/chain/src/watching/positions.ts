import { parseAddress } from '../address.ts'
import type { Chain } from '../chain.ts'
import { type Position, readSnapshot } from '../queries/snapshot.ts'
import type { Gap, Retracted } from './follow-blocks.ts'
import { type WatchedValue, type WatchValueOptions, watchValue } from './values.ts'

/**
 * The positions of coldkeys: now, and whenever one of them is another than before, in any part. See
 * {@link watchPrices} for what is delivered when.
 *
 * @throws InvalidAddress at once; from `next()` as {@link watchBlocks}
 *
 * @example
 * ```ts
 * import { connect, developmentAccounts, watchPositions } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet({ blockTime: 'manual' })
 * const chain = await connect({ endpoints: devnet.url })
 * for await (const item of watchPositions(chain, [developmentAccounts['//Alice'] ?? ''])) {
 *   if (item.kind === 'value') item.value.map(({ netuid, stake }) => `${netuid}: ${stake}`)
 *   break
 * }
 * await chain.close()
 * await devnet.close()
 * ```
 */
export function watchPositions(
  chain: Chain,
  coldkeys: readonly string[],
  options: WatchValueOptions = {},
): AsyncIterable<WatchedValue<readonly Position[]> | Retracted | Gap> {
  const wanted = coldkeys.map((coldkey) => parseAddress(coldkey))
  return watchValue(
    chain,
    {
      question: `positions of ${wanted.join()}`,
      read: async (at) => (await readSnapshot(at, { coldkeys: wanted, netuids: [] })).positions,
      print: (positions) =>
        positions
          .map(({ coldkey, hotkey, netuid, stake, available }) =>
            [coldkey, hotkey, netuid, stake.rao, available.rao].join(':'),
          )
          .join(),
    },
    options,
  )
}
