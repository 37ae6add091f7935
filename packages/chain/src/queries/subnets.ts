import { Balance, mulDivCeil, type Pool, Price, spotPrice, UnknownCurve } from '@stake/math'
import type { SubnetIdentityV3 } from '@stake/schema'
import type { ChainAt } from '../at.ts'
import { checkNetuid } from '../calls/arguments.ts'
import { MalformedAnswer } from '../errors/errors.ts'
import { capabilitiesOf } from '../runtime/capabilities.ts'
import { callRuntime } from '../runtime/runtime-api.ts'
import { readStorage } from '../runtime/storage.ts'
import { textOf } from '../text.ts'
import { type CurveName, poolEntries, poolOf, type StoredPool } from './curve.ts'
import { type SubnetIdentity, subnetIdentityOf } from './identity.ts'

/** A subnet and its pool. Names, symbols and the identity are texts from outside. */
export interface Subnet {
  readonly netuid: number
  /** The name in its identity, else the one that the chain gave it. */
  readonly name: string
  readonly symbol: string
  /** What its owner says of it; undefined where nothing. */
  readonly identity: SubnetIdentity | undefined
  readonly owner: { readonly coldkey: string; readonly hotkey: string }
  readonly curve: CurveName
  /** The pool, or undefined where its curve is none that this release can compute. */
  readonly pool: Pool | undefined
  /** What the pool holds, whatever its curve; on root TAO only. */
  readonly reserves: { readonly tao: Balance; readonly alpha: Balance }
  /** TAO for an alpha now: exact where there is a `pool`, else as the runtime says it, rounded down to a rao. */
  readonly price: Price
  /** The average of prices that emission goes by. */
  readonly movingPrice: Price
  /** False until the subnet was started; nothing can be staked before. */
  readonly subtokenEnabled: boolean
  /** The block at which this subnet took its netuid; netuids are reused. */
  readonly registeredAt: number
  readonly tempo: number
  /** The block of its last epoch; 0 before the first. An epoch is due a tempo later. */
  readonly lastEpoch: number
  /** Alpha outside the pool. */
  readonly alphaOut: Balance
  /** TAO traded since the subnet began, in rao (u128). */
  readonly volume: bigint
  /** What each block adds. */
  readonly emission: { readonly tao: Balance; readonly alphaIn: Balance; readonly alphaOut: Balance }
}

interface DynamicInfo {
  netuid: number
  owner_hotkey: string
  owner_coldkey: string
  subnet_name: number[]
  token_symbol: number[]
  tempo: number
  last_step: bigint
  alpha_out: bigint
  alpha_out_emission: bigint
  alpha_in_emission: bigint
  tao_in_emission: bigint
  subnet_volume: bigint
  network_registered_at: bigint
  subnet_identity?: SubnetIdentityV3
  moving_price: { bits: bigint }
}

/**
 * Netuids are given out from 0 and given out again, at most 128 beside the root (`SubnetLimit`): the pools of these
 * are asked for before it is known which there are. Others take a second trip.
 */
const USUAL_NETUIDS: readonly number[] = Array.from({ length: 129 }, (_, netuid) => netuid)

/** Up to so many subnets are asked for one by one. */
const FEW = 4

/**
 * Subnets at one block, with their pools, in the order of their netuids: all of them, or those asked for that exist.
 * Two requests at once; only a netuid above 128 that was not asked for by name takes a third.
 *
 * @throws InvalidNetuid, StateDiscarded
 *
 * @example
 * ```ts
 * import { connect, readSubnets } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const subnets = await readSubnets(await chain.at('best'))
 * subnets.size // => 14
 * subnets.get(0)?.curve // => stable
 * subnets.get(1)?.curve // => balancer
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function readSubnets(
  at: ChainAt,
  netuids?: readonly number[],
): Promise<ReadonlyMap<number, Subnet>> {
  const wanted = netuids && [...new Set(netuids.map(checkNetuid))]
  const [infos, pools, prices] = await Promise.all([
    readDynamicInfos(at, wanted),
    readStoredPools(at, wanted ?? USUAL_NETUIDS),
    readRuntimePrices(at, wanted),
  ])
  const unread = infos.map(({ netuid }) => netuid).filter((netuid) => !pools.has(netuid))
  for (const [netuid, pool] of await readStoredPools(at, unread)) pools.set(netuid, pool)
  return new Map(
    infos.map((info) => {
      const stored = pools.get(info.netuid) as StoredPool
      return [info.netuid, subnetOf(at, info, stored, prices.get(info.netuid))]
    }),
  )
}

/**
 * One subnet's pool at one block, in one request; undefined where there is no such subnet.
 *
 * @throws UnknownCurve where the pool follows a curve that has no formulas here (`quoteTrade` works all the same),
 * InvalidNetuid, StateDiscarded
 *
 * @example
 * ```ts
 * import { connect, readPool } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const at = await chain.at('best')
 * const pool = await readPool(at, 1)
 * pool?.curve // => balancer
 * await readPool(at, 4711) // => undefined
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function readPool(at: ChainAt, netuid: number): Promise<Pool | undefined> {
  const stored = (await readStoredPools(at, [checkNetuid(netuid)])).get(netuid)
  if (!stored?.added) return undefined
  const { curve, pool } = poolOf(at.runtime, netuid, stored)
  if (!pool) throw new UnknownCurve(curve)
  return pool
}

async function readDynamicInfos(at: ChainAt, netuids: readonly number[] | undefined): Promise<DynamicInfo[]> {
  const few = netuids && netuids.length <= FEW
  const infos = few
    ? await Promise.all(
        netuids.map((netuid) =>
          callRuntime<DynamicInfo | undefined>(at, 'SubnetInfoRuntimeApi.get_dynamic_info', [netuid]),
        ),
      )
    : await callRuntime<(DynamicInfo | undefined)[]>(at, 'SubnetInfoRuntimeApi.get_all_dynamic_info', [])
  return infos
    .filter((info) => info !== undefined)
    .filter(({ netuid }) => !netuids || netuids.includes(netuid))
    .sort((a, b) => a.netuid - b.netuid)
}

/** What is stored of the pools of these subnets, in one batch. */
export async function readStoredPools(
  at: ChainAt,
  netuids: readonly number[],
): Promise<Map<number, StoredPool>> {
  const entries = netuids.map((netuid) => poolEntries(at.runtime, netuid))
  const values = await readStorage(
    at,
    entries.flatMap((fields) => fields.map(([, entry]) => entry)),
  )
  let next = 0
  return new Map(
    netuids.map((netuid, index) => {
      const fields = entries[index]?.map(([name]) => [name, values[next++]]) ?? []
      return [netuid, Object.fromEntries(fields) as StoredPool]
    }),
  )
}

/** The prices that the runtime says, in rao an alpha, where the curve of this runtime is not computed here. */
async function readRuntimePrices(
  at: ChainAt,
  netuids: readonly number[] | undefined,
): Promise<ReadonlyMap<number, bigint>> {
  const { curve, allPrices } = capabilitiesOf(at.runtime)
  if (curve === 'balancer' || curve === 'constantProduct') return new Map()
  if (allPrices) {
    const all = 'SwapRuntimeApi.current_alpha_price_all'
    const prices = await callRuntime<{ netuid: number; price: bigint }[]>(at, all, [])
    return new Map(prices.map(({ netuid, price }) => [netuid, price]))
  }
  const asked = netuids ?? USUAL_NETUIDS
  const prices = await Promise.all(
    asked.map((netuid) => callRuntime<bigint>(at, 'SwapRuntimeApi.current_alpha_price', [netuid])),
  )
  return new Map(asked.map((netuid, index) => [netuid, prices[index] as bigint]))
}

function subnetOf(at: ChainAt, info: DynamicInfo, stored: StoredPool, said: bigint | undefined): Subnet {
  const { netuid } = info
  const { curve, pool } = poolOf(at.runtime, netuid, stored)
  const identity = info.subnet_identity && subnetIdentityOf(info.subnet_identity)
  return {
    netuid,
    name: identity?.subnetName || textOf(info.subnet_name),
    symbol: textOf(info.token_symbol),
    identity,
    owner: { coldkey: info.owner_coldkey, hotkey: info.owner_hotkey },
    curve,
    pool,
    reserves: { tao: Balance.fromRao(stored.tao), alpha: Balance.fromRao(stored.alpha, netuid) },
    price: pool ? spotPrice(pool) : priceOf(said),
    // I96F32 has half the fraction bits of a price.
    movingPrice: Price.fromBits(info.moving_price.bits << 32n),
    subtokenEnabled: stored.enabled,
    registeredAt: Number(info.network_registered_at),
    tempo: info.tempo,
    lastEpoch: Number(info.last_step),
    alphaOut: Balance.fromRao(info.alpha_out, netuid),
    volume: info.subnet_volume,
    emission: {
      tao: Balance.fromRao(info.tao_in_emission),
      alphaIn: Balance.fromRao(info.alpha_in_emission, netuid),
      alphaOut: Balance.fromRao(info.alpha_out_emission, netuid),
    },
  }
}

/** The smallest price that the runtime would round down to these rao. */
function priceOf(rao: bigint | undefined): Price {
  if (rao === undefined) throw new MalformedAnswer('SwapRuntimeApi.current_alpha_price_all', 'all prices')
  return Price.fromBits(mulDivCeil(rao, 1n << 64n, 10n ** 9n))
}
