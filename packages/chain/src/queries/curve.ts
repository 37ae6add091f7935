import { Balance, type Pool } from '@stake/math'
import { type Curve, capabilitiesOf } from '../runtime/capabilities.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { hasStorage, type StorageEntry } from '../runtime/storage.ts'

/** How a subnet's pool makes its price: as the runtime's pools do, or one to one on root and mechanism 0. */
export type CurveName = 'stable' | Exclude<Curve, 'none'>

/** What is stored of a subnet's pool, by the field that it becomes. */
export interface StoredPool {
  readonly added: boolean
  readonly tao: bigint
  readonly alpha: bigint
  readonly mechanism: number
  readonly enabled: boolean
  readonly feeRate?: number
  readonly balancer?: { readonly quote: bigint }
  /** The curve that overrides the weights, where the subnet has one. */
  readonly superellipse?: unknown
}

const FIELDS: readonly (readonly [keyof StoredPool, pallet: string, item: string])[] = [
  ['added', 'SubtensorModule', 'NetworksAdded'],
  ['tao', 'SubtensorModule', 'SubnetTAO'],
  ['alpha', 'SubtensorModule', 'SubnetAlphaIn'],
  ['mechanism', 'SubtensorModule', 'SubnetMechanism'],
  ['enabled', 'SubtensorModule', 'SubtokenEnabled'],
  ['feeRate', 'Swap', 'FeeRate'],
  ['balancer', 'Swap', 'SwapBalancer'],
  ['superellipse', 'Swap', 'SwapSuperellipse'],
]

/** What only some runtimes have. */
const SWAP_FIELDS: ReadonlySet<string> = new Set(['feeRate', 'balancer', 'superellipse'])

/** Found once for each runtime: it is asked for every subnet at every block. */
const fieldsOfRuntimes = new WeakMap<Runtime, typeof FIELDS>()

function fieldsOf(runtime: Runtime): typeof FIELDS {
  const known = fieldsOfRuntimes.get(runtime)
  if (known) return known
  const fields = FIELDS.filter(
    ([name, pallet, item]) => !SWAP_FIELDS.has(name) || hasStorage(runtime, pallet, item),
  )
  fieldsOfRuntimes.set(runtime, fields)
  return fields
}

/** The entries of a subnet's pool that this runtime has. */
export function poolEntries(runtime: Runtime, netuid: number): [keyof StoredPool, StorageEntry][] {
  return fieldsOf(runtime).map(([name, pallet, item]) => [name, [pallet, item, netuid]])
}

/** A subnet's curve and its pool; no pool where it follows a curve that has no formulas here. */
export function poolOf(
  runtime: Runtime,
  netuid: number,
  stored: StoredPool,
): { readonly curve: CurveName; readonly pool: Pool | undefined } {
  const reserves = {
    netuid,
    tao: Balance.fromRao(stored.tao),
    alpha: Balance.fromRao(stored.alpha, netuid),
  }
  if (stored.mechanism !== 1) return { curve: 'stable', pool: { curve: 'stable', ...reserves } }
  const curve = dynamicCurve(runtime, stored)
  const { feeRate, balancer } = stored
  // The pools of 2025, before there was a Swap pallet, took no fee.
  if (curve === 'constantProduct') return { curve, pool: { curve, ...reserves, feeRate: 0 } }
  if (curve === 'balancer' && feeRate !== undefined && balancer !== undefined)
    return { curve, pool: { curve, ...reserves, feeRate, quoteWeight: balancer.quote } }
  return { curve: curve === 'balancer' ? 'unknown' : curve, pool: undefined }
}

function dynamicCurve(runtime: Runtime, { superellipse }: StoredPool): Exclude<CurveName, 'stable'> {
  const { curve } = capabilitiesOf(runtime)
  if (curve === 'superellipse' && superellipse === undefined) return 'balancer'
  return curve === 'none' ? 'unknown' : curve
}
