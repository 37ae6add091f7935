import type { ChainAt } from '../at.ts'
import type { Hex } from '../chain.ts'
import { MalformedAnswer, MissingInRuntime } from '../errors/errors.ts'
import { decodeAnswer } from './decode.ts'
import { fromPlain, toPlain } from './plain.ts'
import { apiOf, type Runtime } from './runtime.ts'

/** One storage entry: pallet, item and keys by the runtime's own names. */
export type StorageEntry = readonly [pallet: string, item: string, ...keys: unknown[]]

const METHOD = 'state_queryStorageAt'

type Decorated = Record<string, Record<string, StorageItem>>
interface StorageItem {
  key(...keys: unknown[]): Hex
  /** What all keys begin with that have these first arguments. */
  keyPrefix(...keys: unknown[]): Hex
  creator: { meta: { modifier: { isOptional: boolean }; type: unknown; fallback: { toHex(): Hex } } }
}

/**
 * Reads many entries at one block in one request; the values in the order asked for, plain (see the types
 * of `@stake/schema`), with the runtime's default where an entry is absent (undefined for optional items).
 *
 * @throws MissingInRuntime where the runtime has no such item, MalformedAnswer where the node leaves a value out
 * or sends one that is not of its type.
 *
 * @example
 * ```ts
 * import { connect, readStorage } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const at = await chain.at('best')
 * const [mechanism] = await readStorage(at, [['SubtensorModule', 'SubnetMechanism', 1]])
 * mechanism // => 1
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function readStorage(at: ChainAt, entries: readonly StorageEntry[]): Promise<unknown[]> {
  const found = await readRaw(at, entries)
  return found.map(({ item, value }) => decode(at.runtime, item, value ?? fallbackOf(item)))
}

/**
 * The same, with undefined for every entry that is absent: where it counts that there is one, not what it holds.
 *
 * @throws MissingInRuntime, MalformedAnswer
 */
export async function readStored(at: ChainAt, entries: readonly StorageEntry[]): Promise<unknown[]> {
  const found = await readRaw(at, entries)
  return found.map(({ item, value }) => decode(at.runtime, item, value))
}

async function readRaw(
  at: ChainAt,
  entries: readonly StorageEntry[],
): Promise<{ item: StorageItem; value: unknown }[]> {
  if (entries.length === 0) return []
  const items = entries.map(([pallet, name, ...keys]) => {
    const item = itemOf(at.runtime, pallet, name)
    return { item, key: item.key(...keys.map(fromPlain)) }
  })
  const unique = [...new Set(items.map(({ key }) => key))]
  const values = valuesOf(await at.chain.connection.send(METHOD, [unique, at.block.hash]))
  return items.map(({ item, key }) => {
    if (!values.has(key)) throw new MalformedAnswer(METHOD, 'a value for every key')
    return { item, value: values.get(key) }
  })
}

/** The values by key; a key that was asked for and is absent was left out by the node, which is no answer. */
function valuesOf(answer: unknown): Map<unknown, unknown> {
  const [first] = Array.isArray(answer) ? answer : []
  const changes: unknown = first?.changes
  if (!Array.isArray(changes) || !changes.every(Array.isArray))
    throw new MalformedAnswer(METHOD, 'a set of values')
  return new Map(changes as [unknown, unknown][])
}

/** What an absent entry reads as: null where it is optional. */
function fallbackOf({ creator: { meta } }: StorageItem): Hex | null {
  return meta.modifier.isOptional ? null : meta.fallback.toHex()
}

/** A value of the storage item's own type; undefined for an absent one. */
function decode(runtime: Runtime, item: StorageItem, value: unknown): unknown {
  if (value === null) return undefined
  const { registry } = apiOf(runtime)
  const type = item.creator.meta.type as { isPlain: boolean; asPlain: number; asMap: { value: number } }
  const id = type.isPlain ? type.asPlain : type.asMap.value
  const name = registry.createLookupType(id as unknown as Parameters<typeof registry.createLookupType>[0])
  return toPlain(decodeAnswer(registry, name, value, METHOD))
}

/** A storage item by the runtime's own names. @throws MissingInRuntime */
export function itemOf(runtime: Runtime, pallet: string, item: string): StorageItem {
  const section = (apiOf(runtime).query as unknown as Decorated)[lowerFirst(pallet)]
  const found =
    section?.[lowerFirst(item)] ?? Object.entries(section ?? {}).find(([name]) => sameName(name, item))?.[1]
  if (!found) throw new MissingInRuntime(`storage ${pallet}.${item}`, runtime.specVersion)
  return found
}

/** polkadot-js lowers leading capitals as a group: `SubnetTAO` → `subnetTAO`, `NetworksAdded` → `networksAdded`. */
function sameName(name: string, item: string): boolean {
  return name.toLowerCase() === item.toLowerCase()
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1)
}
