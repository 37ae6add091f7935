import { Balance } from '@stake/math'
import type { ChainAt } from '../at.ts'
import type { Call } from '../calls/call.ts'
import { callRuntime } from '../runtime/runtime-api.ts'
import { readStorage, type StorageEntry } from '../runtime/storage.ts'
import { type PositionKey, readStoredPositions, stakeOfStored } from './positions.ts'

/** A trade that a call makes in a pool, and is charged for. */
export interface Trade {
  readonly side: 'buy' | 'sell'
  readonly netuid: number
  /** What goes in: TAO of a buy, alpha of a sale. */
  readonly amount: Balance
}

/** The position that can pay a network fee in alpha. */
export interface FeeSource {
  readonly hotkey: string
  readonly netuid: number
  readonly stake: Balance
}

/** The stakes that a call takes from. */
export interface StakesOfCall {
  /** By {@link keyOf}. */
  readonly held: ReadonlyMap<string, Balance>
  /** Netuids with a stake, by hotkey, of the calls that take everything. */
  readonly everywhere: ReadonlyMap<string, readonly number[]>
  /** The one position that a fee can be taken from. */
  readonly source: FeeSource | undefined
}

type PlainCall = Pick<Call, 'pallet' | 'name' | 'args'>

const ROOT = 0

/** What of a coldkey's stakes a call takes from: one batch of storage, and one more where it takes everything. */
export async function readStakesOf(at: ChainAt, call: Call, coldkey: string): Promise<StakesOfCall> {
  const calls = [call, ...within(call)].filter(({ pallet }) => pallet === 'SubtensorModule')
  const everything = calls.filter(takesEverything).map(({ args }) => args.hotkey as string)
  const single = calls.flatMap((each) => {
    const from = originOf(each)
    return from ? [{ coldkey, ...from }] : []
  })
  const [stored, infos] = await Promise.all([
    readStoredPositions(at, single),
    everything.length === 0 ? [] : readEnabledStakes(at, coldkey, everything),
  ])
  const held = new Map(infos.map(({ hotkey, netuid, stake }) => [keyOf(hotkey, netuid), stake]))
  for (const [index, position] of stored.entries()) {
    const { hotkey, netuid } = single[index] as PositionKey
    held.set(keyOf(hotkey, netuid), Balance.fromRao(stakeOfStored(position), netuid))
  }
  const everywhere = new Map(
    everything.map((hotkey) => [
      hotkey,
      infos.filter((info) => info.hotkey === hotkey).map(({ netuid }) => netuid),
    ]),
  )
  return { held, everywhere, source: sourceOf(call, held, everywhere) }
}

/** The trades of a call and of the calls in a batch, in their order. What is not there cannot be sold. */
export function tradesOf(call: PlainCall, stakes: StakesOfCall): Trade[] {
  return [call, ...within(call)]
    .filter(({ pallet }) => pallet === 'SubtensorModule')
    .flatMap((each) => tradesOfOne(each, stakes))
    .filter(({ amount }) => !amount.isZero())
}

function tradesOfOne(call: PlainCall, { held, everywhere }: StakesOfCall): Trade[] {
  const { name, args } = call
  if (BUYS.has(name)) {
    const { netuid, amount_staked, amount } = args as { netuid: number } & Record<string, bigint>
    return [{ side: 'buy', netuid, amount: Balance.fromRao((amount_staked ?? amount) as bigint) }]
  }
  if (takesEverything(call)) {
    const hotkey = args.hotkey as string
    // `unstake_all_alpha` leaves root alone.
    const netuids = (everywhere.get(hotkey) ?? []).filter(
      (netuid) => name === 'unstake_all' || netuid !== ROOT,
    )
    return netuids.map((netuid) => saleOf(held, hotkey, netuid))
  }
  const from = originOf(call)
  if (!from || KEEPS_ALPHA.has(name)) return []
  const { hotkey, netuid } = from
  const { destination_netuid: to, alpha_amount, amount_unstaked } = args as Record<string, never>
  if (to === netuid) return []
  const sale = saleOf(held, hotkey, netuid, amount_unstaked ?? alpha_amount)
  // A move is charged once: where it comes from, unless that is root.
  return to !== undefined && netuid === ROOT ? [{ ...sale, side: 'buy', netuid: to }] : [sale]
}

function saleOf(held: StakesOfCall['held'], hotkey: string, netuid: number, wanted?: bigint): Trade {
  const stake = held.get(keyOf(hotkey, netuid)) ?? Balance.zero(netuid)
  const amount = wanted === undefined || wanted > stake.rao ? stake : Balance.fromRao(wanted, netuid)
  return { side: 'sell', netuid, amount }
}

const BUYS: ReadonlySet<string> = new Set(['add_stake', 'add_stake_limit', 'add_stake_burn'])
const KEEPS_ALPHA: ReadonlySet<string> = new Set(['recycle_alpha', 'burn_alpha'])
const FROM_ONE: ReadonlySet<string> = new Set([
  'remove_stake',
  'remove_stake_limit',
  'remove_stake_full_limit',
  'recycle_alpha',
  'burn_alpha',
  'move_stake',
  'transfer_stake',
  'swap_stake',
  'swap_stake_limit',
])

function takesEverything({ name }: PlainCall): boolean {
  return name === 'unstake_all' || name === 'unstake_all_alpha'
}

/** The one position that a call takes stake out of. */
function originOf({ name, args }: PlainCall): { hotkey: string; netuid: number } | undefined {
  if (!FROM_ONE.has(name)) return undefined
  const { hotkey, origin_hotkey, netuid, origin_netuid } = args as Record<string, unknown>
  return {
    hotkey: (origin_hotkey ?? hotkey) as string,
    netuid: (origin_netuid ?? netuid) as number,
  }
}

/** Only the outermost call counts, and only with exactly one position. */
function sourceOf(
  call: PlainCall,
  held: StakesOfCall['held'],
  everywhere: StakesOfCall['everywhere'],
): FeeSource | undefined {
  if (call.pallet !== 'SubtensorModule') return undefined
  const from = takesEverything(call) ? onlyOne(call.args.hotkey as string, everywhere) : originOf(call)
  return from && { ...from, stake: held.get(keyOf(from.hotkey, from.netuid)) ?? Balance.zero(from.netuid) }
}

function onlyOne(
  hotkey: string,
  everywhere: StakesOfCall['everywhere'],
): { hotkey: string; netuid: number } | undefined {
  const [netuid, ...others] = everywhere.get(hotkey) ?? []
  return netuid === undefined || others.length > 0 ? undefined : { hotkey, netuid }
}

/** The calls in a batch; those in other wrappers act for somebody else, or later. */
function within({ pallet, name, args }: PlainCall): PlainCall[] {
  if (pallet !== 'Utility' || !['batch', 'batch_all', 'force_batch'].includes(name)) return []
  return (args.calls as { type: string; value: { type: string; value?: Record<string, unknown> } }[]).map(
    ({ type, value }) => ({ pallet: type, name: value.type, args: value.value ?? {} }),
  )
}

/** Stakes with these hotkeys on subnets where staking has begun. */
async function readEnabledStakes(
  at: ChainAt,
  coldkey: string,
  hotkeys: readonly string[],
): Promise<{ hotkey: string; netuid: number; stake: Balance }[]> {
  const infos = await callRuntime<{ hotkey: string; netuid: number; stake: bigint }[]>(
    at,
    'StakeInfoRuntimeApi.get_stake_info_for_coldkey',
    [coldkey],
  )
  const stakes = infos
    .filter(({ hotkey, stake }) => hotkeys.includes(hotkey) && stake > 0n)
    .sort((a, b) => a.netuid - b.netuid)
  const enabled = await readStorage(
    at,
    stakes.map(({ netuid }): StorageEntry => ['SubtensorModule', 'SubtokenEnabled', netuid]),
  )
  return stakes
    .filter((_, index) => enabled[index])
    .map(({ hotkey, netuid, stake }) => ({ hotkey, netuid, stake: Balance.fromRao(stake, netuid) }))
}

function keyOf(hotkey: string, netuid: number): string {
  return `${hotkey}:${netuid}`
}
