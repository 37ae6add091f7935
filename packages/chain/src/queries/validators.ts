import { Balance } from '@stake/math'
import type { ChainAt } from '../at.ts'
import { MalformedAnswer } from '../errors/errors.ts'
import { readStorage, type StorageEntry } from '../runtime/storage.ts'
import { readMetagraph } from './metagraph.ts'

/** A hotkey registered on a subnet. */
export interface Validator {
  readonly uid: number
  readonly hotkey: string
  readonly coldkey: string
  /** May it set weights, that is: does it validate? */
  readonly permit: boolean
  /** All alpha staked to it on this subnet (TAO on the root). */
  readonly stake: Balance
  /** The delegate's take in parts of 65535. */
  readonly take: number
  /** What all who stake with it got as stake in the subnet's last epoch, after the take. */
  readonly dividends: Balance
  /** What it has a say with: alpha, and TAO on root by its weight, lent and borrowed stake included; in rao. */
  readonly weight: bigint
}

/**
 * The hotkeys registered on a subnet in the order of their uids; empty where there is no such subnet. Two requests.
 *
 * @throws InvalidNetuid, MissingInRuntime, MalformedAnswer
 *
 * @example
 * ```ts
 * import { connect, readValidators } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const validators = await readValidators(await chain.at('best'), 2)
 * validators[0]?.uid // => 0
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function readValidators(at: ChainAt, netuid: number): Promise<Validator[]> {
  const graph = await readMetagraph(at, netuid, ['hotkeys', 'coldkeys', 'validatorPermit', 'totalStake'])
  if (!graph) return []
  const { hotkeys, coldkeys, validatorPermit, totalStake } = graph
  if ([coldkeys, validatorPermit, totalStake].some(({ length }) => length !== hotkeys.length))
    throw new MalformedAnswer('SubnetInfoRuntimeApi.get_selective_metagraph', 'lists of one length')
  const values = await readStorage(
    at,
    hotkeys.flatMap((hotkey): StorageEntry[] => [
      ['SubtensorModule', 'TotalHotkeyAlpha', hotkey, netuid],
      ['SubtensorModule', 'Delegates', hotkey],
      ['SubtensorModule', 'AlphaDividendsPerSubnet', netuid, hotkey],
    ]),
  )
  return hotkeys.map((hotkey, uid) => {
    const [stake, take, dividends] = values.slice(3 * uid) as [bigint, number, bigint]
    return {
      uid,
      hotkey,
      coldkey: coldkeys[uid] as string,
      permit: validatorPermit[uid] as boolean,
      stake: Balance.fromRao(stake, netuid),
      take,
      dividends: Balance.fromRao(dividends, netuid),
      weight: totalStake[uid] as bigint,
    }
  })
}
