import type { ChainAt } from '../at.ts'
import type { Hex } from '../chain.ts'
import type { Answer } from '../connection/second-source.ts'
import { MalformedAnswer, MissingInRuntime, RpcError } from '../errors/errors.ts'
import { InvalidValue } from '../errors/invalid-value.ts'
import { decodePlainAnswer } from './decode.ts'
import { encodePlain } from './plain-encoder.ts'
import { rawKey } from './raw-key.ts'
import { apiOf, type Runtime } from './runtime.ts'
import { askState } from './state.ts'

/** One storage entry: pallet, item and keys by the runtime's own names. */
export type StorageEntry = readonly [pallet: string, item: string, ...keys: unknown[]]

const METHOD = 'state_queryStorageAt'

/**
 * The longest request, in characters of keys: 25,000 accounts. Nodes take up to 15 MiB, and answer no more than that;
 * the answer repeats the keys.
 */
const LONGEST_REQUEST = 4 * 1024 * 1024

/** What nodes say instead of an answer that would be too long for them. */
const ANSWER_TOO_LONG = -32008

type Decorated = Record<string, Record<string, StorageItem>>
/** A storage item of polkadot-js, as far as it is used here. */
export interface StorageItem {
  key(...keys: unknown[]): Hex
  /** What all keys begin with that have these first arguments. */
  keyPrefix(...keys: unknown[]): Hex
  creator: {
    meta: {
      modifier: { isOptional: boolean }
      type: {
        isPlain: boolean
        asPlain: TypeId
        asMap: { hashers: readonly { readonly type: string }[]; key: TypeId; value: TypeId }
      }
      fallback: { toHex(): Hex }
    }
  }
}
interface TypeId {
  toNumber(): number
}

/**
 * Reads many entries at one block in one request; the values in the order asked for, plain (see the types
 * of `@stake/schema`), with the runtime's default where an entry is absent (undefined for optional items). What would
 * be too long for a node, some 25,000 accounts, becomes several requests.
 *
 * This is the lower door, for items that the tables do not have: `readStorageValue` knows the types.
 *
 * @throws MissingInRuntime where the runtime has no such item, MalformedAnswer where the node leaves a value out
 * or sends one that is not of its type, StateDiscarded where the state of the block is gone.
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
  return found.map(({ item, value }) => decodeValue(at.runtime, item, value ?? fallbackOf(item)))
}

/**
 * The same, with undefined for every entry that is absent: where it counts that there is one, not what it holds.
 *
 * @throws as {@link readStorage}
 *
 * @example
 * ```ts
 * import { connect, readStored } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const [none] = await readStored(await chain.at('best'), [['SubtensorModule', 'SubnetMechanism', 4711]])
 * none // => undefined
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function readStored(at: ChainAt, entries: readonly StorageEntry[]): Promise<unknown[]> {
  const found = await readRaw(at, entries)
  return found.map(({ item, value }) => decodeValue(at.runtime, item, value))
}

/**
 * The same values as another endpoint has them at this block, for a decision that one node alone must not make. A
 * block that is final is the same everywhere; another one the other node may not have.
 *
 * @throws NoSecondSource where only one endpoint is configured, EndpointUnreachable, RpcError where none of the others
 * has the block, and as {@link readStorage}
 *
 * @example
 * ```ts
 * import { connect, readStorageElsewhere } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * await using chain = await connect(devnet.url)
 * const at = await chain.at('finalized')
 * await readStorageElsewhere(at, [['SubtensorModule', 'SubnetTAO', 1]]) // throws NoSecondSource
 * await devnet.close()
 * ```
 */
export async function readStorageElsewhere(
  at: ChainAt,
  entries: readonly StorageEntry[],
): Promise<Answer<unknown[]>> {
  const items = keyed(at.runtime, entries)
  const keys = [...new Set(items.map(({ key }) => key))]
  const { endpoint, result } = await at.chain.connection.askOther<unknown>(METHOD, [keys, at.block.hash])
  const values = new Map(changesOf(result, at.block.hash) as readonly (readonly [Hex, unknown])[])
  if (!keys.every((key) => values.has(key))) throw new MalformedAnswer(METHOD, 'a value for every key')
  return {
    endpoint,
    result: items.map(({ item, key }) => decodeValue(at.runtime, item, values.get(key) ?? fallbackOf(item))),
  }
}

/** The values under raw keys at one block, by key; null where there is none. @throws as {@link readStorage} */
export async function readRawValues(at: ChainAt, keys: readonly Hex[]): Promise<ReadonlyMap<Hex, unknown>> {
  const values = new Map<Hex, unknown>()
  const unique = [...new Set(keys)]
  for (let start = 0; start < unique.length; ) {
    let end = start
    for (let length = 0; end < unique.length; end++) {
      length += (unique[end]?.length ?? 0) + 3
      if (length > LONGEST_REQUEST && end > start) break
    }
    await readInto(values, at, unique.slice(start, end))
    start = end
  }
  return values
}

async function readInto(values: Map<Hex, unknown>, at: ChainAt, keys: Hex[]): Promise<void> {
  try {
    const answer = await askState(at.chain.connection, at.block, METHOD, [keys, at.block.hash])
    for (const [key, value] of changesOf(answer, at.block.hash)) values.set(key as Hex, value)
  } catch (error) {
    if (!(error instanceof RpcError && error.rpcCode === ANSWER_TOO_LONG && keys.length > 1)) throw error
    const middle = keys.length >> 1
    await readInto(values, at, keys.slice(0, middle))
    await readInto(values, at, keys.slice(middle))
  }
  // A key that was asked for and is absent was left out by the node, which is no answer.
  if (!keys.every((key) => values.has(key))) throw new MalformedAnswer(METHOD, 'a value for every key')
}

/** Pairs of a key and its value, null for none. */
function changesOf(answer: unknown, block: Hex): readonly (readonly unknown[])[] {
  const [first] = Array.isArray(answer) ? answer : []
  const changes: unknown = first?.changes
  const isPair = (change: unknown) =>
    Array.isArray(change) && (typeof change[1] === 'string' || change[1] === null)
  if (first?.block !== block || !Array.isArray(changes) || !changes.every(isPair))
    throw new MalformedAnswer(METHOD, 'the set of values at this block')
  return changes
}

async function readRaw(
  at: ChainAt,
  entries: readonly StorageEntry[],
): Promise<{ item: StorageItem; value: unknown }[]> {
  const items = keyed(at.runtime, entries)
  const values = await readRawValues(
    at,
    items.map(({ key }) => key),
  )
  return items.map(({ item, key }) => ({ item, value: values.get(key) }))
}

/** Entries with the keys they lie under. */
function keyed(runtime: Runtime, entries: readonly StorageEntry[]): { item: StorageItem; key: Hex }[] {
  return entries.map(([pallet, name, ...keys]) => {
    const item = itemOf(runtime, pallet, name)
    return { item, key: rawKey(item, encodedKeys(runtime, item, keys, `${pallet}.${name}`)) }
  })
}

/** What an absent entry reads as: null where it is optional. */
function fallbackOf({ creator: { meta } }: StorageItem): Hex | null {
  return meta.modifier.isOptional ? null : meta.fallback.toHex()
}

/** A value of the storage item's own type; undefined for an absent one. @throws MalformedAnswer */
export function decodeValue(runtime: Runtime, item: StorageItem, value: unknown): unknown {
  if (value === null) return undefined
  const { type } = item.creator.meta
  const id = type.isPlain ? type.asPlain : type.asMap.value
  return decodePlainAnswer(apiOf(runtime).registry, id.toNumber(), value, METHOD)
}

/** The value of a key that the node has just named. @throws MalformedAnswer where it has none after all */
export function valueOfKey(value: unknown): unknown {
  if (value === undefined) throw new MalformedAnswer(METHOD, 'a value for every key')
  return value
}

/** The types of a storage item's keys. */
export function keyTypes(runtime: Runtime, { creator }: StorageItem): number[] {
  const { type } = creator.meta
  if (type.isPlain) return []
  const { hashers, key } = type.asMap
  if (hashers.length === 1) return [key.toNumber()]
  return apiOf(runtime)
    .registry.lookup.getSiType(key.toNumber())
    .def.asTuple.map((id) => id.toNumber())
}

/**
 * The keys as SCALE bytes; bytes are taken for a key that was encoded already.
 *
 * @param name - of the item, for the error
 * @param partial - whether the last ones may be left out
 * @throws InvalidValue, InvalidAddress
 */
export function encodedKeys(
  runtime: Runtime,
  item: StorageItem,
  keys: readonly unknown[],
  name: string,
  partial = false,
): Uint8Array[] {
  const types = keyTypes(runtime, item)
  if (keys.length > types.length || (keys.length < types.length && !partial))
    throw new InvalidValue(name, `${types.length} keys`, keys.length)
  const { registry } = apiOf(runtime)
  return keys.map((key, index) =>
    key instanceof Uint8Array
      ? key
      : encodePlain(registry, types[index] as number, key, `key ${index + 1} of ${name}`),
  )
}

/** What was looked for in each runtime, undefined where it has none of that name. */
const found = new WeakMap<Runtime, Map<string, StorageItem | undefined>>()

/** A storage item by the runtime's own names. @throws MissingInRuntime */
export function itemOf(runtime: Runtime, pallet: string, item: string): StorageItem {
  const known = knownItem(runtime, pallet, item)
  if (!known) throw new MissingInRuntime(`storage ${pallet}.${item}`, runtime.specVersion)
  return known
}

/** Whether a runtime has a storage item of this name. */
export function hasStorage(runtime: Runtime, pallet: string, item: string): boolean {
  return knownItem(runtime, pallet, item) !== undefined
}

function knownItem(runtime: Runtime, pallet: string, item: string): StorageItem | undefined {
  const items = found.get(runtime) ?? new Map<string, StorageItem | undefined>()
  found.set(runtime, items)
  const name = `${pallet}.${item}`
  if (!items.has(name)) items.set(name, findItem(runtime, pallet, item))
  return items.get(name)
}

function findItem(runtime: Runtime, pallet: string, item: string): StorageItem | undefined {
  const section = (apiOf(runtime).query as unknown as Decorated)[lowerFirst(pallet)]
  return (
    section?.[lowerFirst(item)] ?? Object.entries(section ?? {}).find(([name]) => sameName(name, item))?.[1]
  )
}

/** polkadot-js lowers leading capitals as a group: `SubnetTAO` → `subnetTAO`, `NetworksAdded` → `networksAdded`. */
function sameName(name: string, item: string): boolean {
  return name.toLowerCase() === item.toLowerCase()
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1)
}
