import { Balance, type SafeFloat, StakeError, stakeOfShare, storedShare } from '@stake/math'
import { parseAddress } from '../address.ts'
import type { ChainAt } from '../at.ts'
import { checkNetuid } from '../calls/arguments.ts'
import { callRuntime, hasRuntimeApi } from '../runtime/runtime-api.ts'
import { hasStorage, readStored, type StorageEntry } from '../runtime/storage.ts'

/** A stake by its owner, the hotkey it is with, and its subnet. */
export interface PositionKey {
  readonly coldkey: string
  readonly hotkey: string
  readonly netuid: number
}

/** The alpha that a coldkey has with one hotkey on one subnet (TAO on the root). */
export interface Stake extends PositionKey {
  readonly stake: Balance
}

/** What storage holds of a position: in the old format U64F64 bits, in the new one a SafeFloat; undefined: no entry. */
export interface StoredPosition {
  /** `TotalHotkeyAlpha`, in rao. */
  readonly totalAlpha: bigint | undefined
  /** `Alpha`. */
  readonly oldShare: { readonly bits: bigint } | undefined
  /** `AlphaV2`. */
  readonly share: SafeFloat | undefined
  /** `TotalHotkeyShares`. */
  readonly oldDenominator: { readonly bits: bigint } | undefined
  /** `TotalHotkeySharesV2`. */
  readonly denominator: SafeFloat | undefined
}

/**
 * The stake, in rao, that the stored shares stand for. An entry of the old format counts while it exists, even at
 * zero, for the chain moves an entry over when it changes next (pallet SubtensorModule, `get_shared_value`).
 */
export function stakeOfStored(stored: StoredPosition): bigint {
  const share = storedShare(stored.oldShare?.bits, stored.share)
  const denominator = storedShare(stored.oldDenominator?.bits, stored.denominator)
  return stakeOfShare(stored.totalAlpha ?? 0n, share, denominator)
}

/** Two ways to read the same number of a node gave two numbers. */
export class ReadingsDisagree extends StakeError {
  constructor(what: string, one: bigint, other: bigint) {
    super('ReadingsDisagree', `The node's storage says that ${what} is ${one}, its runtime ${other}.`, {
      details: { what, storage: one, runtime: other },
      remedy: 'Do not trust this number; ask another endpoint.',
    })
  }
}

const RUNTIME_STAKE = 'StakeInfoRuntimeApi.get_stake_info_for_hotkey_coldkey_netuid'

/**
 * The stake of a coldkey with one hotkey on one subnet, computed from its shares in the storage, in either format,
 * and checked against what the runtime itself says, where it has a function for that; both at once.
 *
 * @throws ReadingsDisagree where they differ by more than 1 rao, InvalidAddress, InvalidNetuid, StateDiscarded
 *
 * @example
 * ```ts
 * import { connect, developmentAccounts, readPosition, readValidators } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const at = await chain.at('best')
 * const [validator] = await readValidators(at, 1)
 * const { stake } = await readPosition(at, {
 *   coldkey: validator?.coldkey ?? '',
 *   hotkey: validator?.hotkey ?? '',
 *   netuid: 1,
 * })
 * stake.netuid // => 1
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function readPosition(at: ChainAt, position: PositionKey): Promise<Stake> {
  const key: PositionKey = {
    coldkey: parseAddress(position.coldkey),
    hotkey: parseAddress(position.hotkey),
    netuid: checkNetuid(position.netuid),
  }
  const { coldkey, hotkey, netuid } = key
  const [[stored = NOTHING], said] = await Promise.all([
    readStoredPositions(at, [key]),
    hasRuntimeApi(at.runtime, RUNTIME_STAKE)
      ? callRuntime<{ stake: bigint } | undefined>(at, RUNTIME_STAKE, [hotkey, coldkey, netuid])
      : undefined,
  ])
  const rao = stakeOfStored(stored)
  const difference = said === undefined ? 0n : said.stake - rao
  if (said && (difference > 1n || difference < -1n)) throw new ReadingsDisagree('the stake', rao, said.stake)
  return { ...key, stake: Balance.fromRao(said?.stake ?? rao, netuid) }
}

/** What storage holds of many positions, in one batch; the addresses are checked already. */
export async function readStoredPositions(
  at: ChainAt,
  keys: readonly PositionKey[],
): Promise<StoredPosition[]> {
  const wanted = keys.map((key) => entriesOf(at, key))
  const values = await readStored(
    at,
    wanted.flatMap((entries) => entries.map(([, entry]) => entry)),
  )
  let next = 0
  return wanted.map((entries) => ({
    ...NOTHING,
    ...Object.fromEntries(entries.map(([name]) => [name, values[next++]])),
  }))
}

function entriesOf(
  { runtime }: ChainAt,
  { coldkey, hotkey, netuid }: PositionKey,
): [keyof StoredPosition, StorageEntry][] {
  const entries: Record<keyof StoredPosition, StorageEntry> = {
    totalAlpha: ['SubtensorModule', 'TotalHotkeyAlpha', hotkey, netuid],
    oldShare: ['SubtensorModule', 'Alpha', hotkey, coldkey, netuid],
    share: ['SubtensorModule', 'AlphaV2', hotkey, coldkey, netuid],
    oldDenominator: ['SubtensorModule', 'TotalHotkeyShares', hotkey, netuid],
    denominator: ['SubtensorModule', 'TotalHotkeySharesV2', hotkey, netuid],
  }
  // The new format came with spec 401, and the old one may go.
  return (Object.entries(entries) as [keyof StoredPosition, StorageEntry][]).filter(([, [pallet, item]]) =>
    hasStorage(runtime, pallet, item),
  )
}

const NOTHING: StoredPosition = {
  totalAlpha: undefined,
  oldShare: undefined,
  share: undefined,
  oldDenominator: undefined,
  denominator: undefined,
}
