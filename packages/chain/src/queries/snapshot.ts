import { Balance, type Pool, Price, spotPrice } from '@stake/math'
import type { ChainAt } from '../at.ts'
import { bytesOf } from '../bytes.ts'
import type { BlockRef, Hex } from '../chain.ts'
import { apiOf, type Runtime } from '../runtime/runtime.ts'
import { callRuntime, hasRuntimeApi } from '../runtime/runtime-api.ts'
import { readStorage, type StorageEntry } from '../runtime/storage.ts'

/** What {@link readSnapshot} is asked for. */
export interface SnapshotRequest {
  readonly coldkeys?: readonly string[]
  readonly hotkeys?: readonly string[]
  /** @default 'all' */
  readonly netuids?: readonly number[] | 'all'
}

/** Every number that a decision needs, read at one block. */
export interface Snapshot {
  readonly block: BlockRef
  /** The block's own time, Unix milliseconds. */
  readonly timestamp: number
  readonly specVersion: number
  readonly existentialDeposit: Balance
  readonly accounts: ReadonlyMap<string, Account>
  readonly hotkeys: ReadonlyMap<string, Hotkey>
  /** In the order of their netuids. */
  readonly subnets: ReadonlyMap<number, Subnet>
  /** Stakes above zero of the coldkeys asked for. */
  readonly positions: readonly Position[]
}

/** A coldkey's account. */
export interface Account {
  /** Free TAO, including the existential deposit. */
  readonly free: Balance
  readonly nonce: number
}

/** A hotkey that stake can go to, or an address that is none (`exists: false`). */
export interface Hotkey {
  readonly exists: boolean
  /** The coldkey that owns it, undefined where it does not exist. */
  readonly owner: string | undefined
  /** The delegate's take in parts of 65535. */
  readonly take: number
}

/** A subnet and its pool. Names and symbols are texts from outside. */
export interface Subnet {
  readonly netuid: number
  readonly name: string
  readonly symbol: string
  /** The pool, or undefined where its curve is none that this release can compute. */
  readonly pool: Pool | undefined
  readonly price: Price
  /** False until the subnet was started; nothing can be staked before. */
  readonly subtokenEnabled: boolean
  /** The block at which this subnet took its netuid; netuids are reused. */
  readonly registeredAt: number
  readonly tempo: number
  /** Alpha outside the pool. */
  readonly alphaOut: Balance
  /** TAO traded since the subnet began, in rao (u128). */
  readonly volume: bigint
  /** What each block adds. */
  readonly emission: { readonly tao: Balance; readonly alphaIn: Balance; readonly alphaOut: Balance }
}

/** The alpha that a coldkey has with one hotkey on one subnet (TAO on the root). */
export interface Position {
  readonly coldkey: string
  readonly hotkey: string
  readonly netuid: number
  readonly stake: Balance
  /** What of it is not locked. */
  readonly available: Balance
}

interface DynamicInfo {
  netuid: number
  subnet_name: number[]
  token_symbol: number[]
  tempo: number
  alpha_out: bigint
  alpha_out_emission: bigint
  alpha_in_emission: bigint
  tao_in_emission: bigint
  subnet_volume: bigint
  network_registered_at: bigint
  subnet_identity?: { subnet_name: Hex }
}

interface StakeInfo {
  hotkey: string
  coldkey: string
  netuid: number
  stake: bigint
}

type Availability = [netuid: number, { total: bigint; locked: bigint; available: bigint }]

/** Hotkeys without an owner entry read as owned by the zero account. */
const NOBODY = '5C4hrfjw9DjXZTzV3MwzrrAr9P1MJhSrvWGWqi1eSuyUpnhM'

/**
 * Reads everything at one block: pools, prices, balances, positions.
 *
 * @throws Disconnected, RequestTimedOut and RpcError from the connection.
 *
 * @example
 * ```ts
 * import { connect, developmentAccounts, readSnapshot } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const alice = developmentAccounts['//Alice'] ?? ''
 * const snapshot = await readSnapshot(await chain.at('best'), { coldkeys: [alice], netuids: [0, 1] })
 * snapshot.subnets.get(0)?.price.format() // => 1.000000000
 * snapshot.accounts.get(alice)?.nonce // => 0
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function readSnapshot(at: ChainAt, request: SnapshotRequest): Promise<Snapshot> {
  const { chain, block, runtime } = at
  const coldkeys = [...new Set(request.coldkeys ?? [])]
  const hotkeys = [...new Set(request.hotkeys ?? [])]
  const [infos, positions, shared] = await Promise.all([
    readDynamicInfos(at, request.netuids ?? 'all'),
    readPositions(at, coldkeys),
    readStorage(at, [
      ['Timestamp', 'Now'],
      ...coldkeys.map((coldkey): StorageEntry => ['System', 'Account', coldkey]),
      ...hotkeys.flatMap((hotkey): StorageEntry[] => [
        ['SubtensorModule', 'Owner', hotkey],
        ['SubtensorModule', 'Delegates', hotkey],
      ]),
    ]),
  ])
  const subnets = await readSubnets(at, infos)
  const [timestamp, ...rest] = shared
  const accounts = rest.slice(0, coldkeys.length) as { nonce: number; data: { free: bigint } }[]
  const owners = rest.slice(coldkeys.length)
  return {
    block,
    timestamp: Number(timestamp as bigint),
    specVersion: runtime.specVersion,
    existentialDeposit: chain.existentialDeposit,
    accounts: new Map(
      accounts.map((account, index) => [
        coldkeys[index] as string,
        { free: Balance.fromRao(account.data.free), nonce: account.nonce },
      ]),
    ),
    hotkeys: new Map(
      hotkeys.map((hotkey, index) => {
        const owner = owners[index * 2] as string | undefined
        const exists = owner !== undefined && owner !== NOBODY
        return [hotkey, { exists, owner: exists ? owner : undefined, take: owners[index * 2 + 1] as number }]
      }),
    ),
    subnets,
    positions,
  }
}

async function readDynamicInfos(at: ChainAt, netuids: readonly number[] | 'all'): Promise<DynamicInfo[]> {
  const infos =
    netuids === 'all'
      ? await callRuntime<(DynamicInfo | undefined)[]>(at, 'SubnetInfoRuntimeApi.get_all_dynamic_info', [])
      : await Promise.all(
          [...new Set(netuids)].map((netuid) =>
            callRuntime<DynamicInfo | undefined>(at, 'SubnetInfoRuntimeApi.get_dynamic_info', [netuid]),
          ),
        )
  return infos.filter((info) => info !== undefined).sort((a, b) => a.netuid - b.netuid)
}

async function readSubnets(at: ChainAt, infos: readonly DynamicInfo[]): Promise<Map<number, Subnet>> {
  const curve = curveOf(at.runtime)
  const entries = infos.flatMap(({ netuid }): StorageEntry[] => [
    ['SubtensorModule', 'SubnetTAO', netuid],
    ['SubtensorModule', 'SubnetAlphaIn', netuid],
    ['SubtensorModule', 'SubnetMechanism', netuid],
    ['SubtensorModule', 'SubtokenEnabled', netuid],
    ['Swap', 'FeeRate', netuid],
    ...(curve === 'balancer' ? [['Swap', 'SwapBalancer', netuid] as const] : []),
  ])
  const values = await readStorage(at, entries)
  const width = infos.length === 0 ? 0 : entries.length / infos.length
  return new Map(
    infos.map((info, index) => {
      const [tao, alpha, mechanism, enabled, feeRate, balancer] = values.slice(
        index * width,
        (index + 1) * width,
      )
      const { netuid } = info
      const reserves = {
        netuid,
        tao: Balance.fromRao(tao as bigint),
        alpha: Balance.fromRao(alpha as bigint, netuid),
      }
      const pool = poolOf(curve, reserves, mechanism as number, feeRate as number, balancer)
      return [netuid, subnetOf(info, pool, enabled as boolean)]
    }),
  )
}

/** Which curve this runtime's dynamic pools follow, told by its storage (chain-rules 7), never by its version. */
function curveOf(runtime: Runtime): 'balancer' | 'unknown' {
  const swap = (apiOf(runtime).query as Record<string, Record<string, unknown> | undefined>).swap
  return swap?.swapBalancer && !swap.swapSuperellipse && !swap.alphaSqrtPrice ? 'balancer' : 'unknown'
}

function poolOf(
  curve: 'balancer' | 'unknown',
  reserves: { netuid: number; tao: Balance; alpha: Balance },
  mechanism: number,
  feeRate: number,
  balancer: unknown,
): Pool | undefined {
  if (mechanism !== 1) return { curve: 'stable', ...reserves }
  if (curve === 'unknown') return undefined
  return { curve, ...reserves, feeRate, quoteWeight: (balancer as { quote: bigint }).quote }
}

function subnetOf(info: DynamicInfo, pool: Pool | undefined, subtokenEnabled: boolean): Subnet {
  const { netuid } = info
  return {
    netuid,
    name: textOf(info.subnet_identity?.subnet_name ?? []) || textOf(info.subnet_name),
    symbol: textOf(info.token_symbol),
    pool,
    price: pool ? spotPrice(pool) : Price.fromBits(0n),
    subtokenEnabled,
    registeredAt: Number(info.network_registered_at),
    tempo: info.tempo,
    alphaOut: Balance.fromRao(info.alpha_out, netuid),
    volume: info.subnet_volume,
    emission: {
      tao: Balance.fromRao(info.tao_in_emission),
      alphaIn: Balance.fromRao(info.alpha_in_emission, netuid),
      alphaOut: Balance.fromRao(info.alpha_out_emission, netuid),
    },
  }
}

async function readPositions(at: ChainAt, coldkeys: readonly string[]): Promise<Position[]> {
  if (coldkeys.length === 0) return []
  const availabilityApi = 'StakeInfoRuntimeApi.get_stake_availability_for_coldkeys'
  const [stakes, availability] = await Promise.all([
    callRuntime<[string, StakeInfo[]][]>(at, 'StakeInfoRuntimeApi.get_stake_info_for_coldkeys', [coldkeys]),
    hasRuntimeApi(at.runtime, availabilityApi)
      ? callRuntime<[string, Availability[]][]>(at, availabilityApi, [coldkeys, null])
      : undefined,
  ])
  const free = new Map(
    availability?.flatMap(([coldkey, netuids]) =>
      netuids.map(([netuid, { available }]) => [`${coldkey}:${netuid}`, available] as const),
    ),
  )
  return stakes
    .flatMap(([, infos]) => infos)
    .filter(({ stake }) => stake > 0n)
    .map(({ coldkey, hotkey, netuid, stake }) => {
      const balance = Balance.fromRao(stake, netuid)
      const limit = free.get(`${coldkey}:${netuid}`)
      const available = limit === undefined ? balance : Balance.min(balance, Balance.fromRao(limit, netuid))
      return { coldkey, hotkey, netuid, stake: balance, available }
    })
    .sort((a, b) => a.netuid - b.netuid)
}

/** Bytes as text; what is not UTF-8 becomes replacement characters. */
function textOf(bytes: Hex | readonly number[]): string {
  return new TextDecoder().decode(typeof bytes === 'string' ? bytesOf(bytes) : Uint8Array.from(bytes))
}
