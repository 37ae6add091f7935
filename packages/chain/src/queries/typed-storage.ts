import type { PalletName, StorageKeys, StorageName, StorageValue } from '@stake/schema'
import type { ChainAt } from '../at.ts'
import {
  decodeValue,
  encodedKeys,
  itemOf,
  readRawValues,
  readStorage,
  type StorageEntry,
  valueOfKey,
} from '../runtime/storage.ts'
import { argumentsOf, keyPages } from '../runtime/storage-keys.ts'

/** A storage entry that the tables of `@stake/schema` know: pallet, item and keys. */
export type KnownEntry = {
  [P in PalletName]: {
    [S in StorageName<P>]: StorageKeys<P, S> extends readonly unknown[]
      ? readonly [pallet: P, item: S, ...keys: StorageKeys<P, S>]
      : never
  }[StorageName<P>]
}[PalletName]

/** What reading an entry gives. */
export type ValueOf<Entry> = Entry extends readonly [infer P extends PalletName, infer S, ...unknown[]]
  ? S extends StorageName<P>
    ? StorageValue<P, S>
    : never
  : never

/**
 * Reads one value at one block, typed by the tables of `@stake/schema`: the runtime's default where there is no entry,
 * undefined where the item has none. What the tables do not have is read with `readStorage`.
 *
 * @throws MissingInRuntime where this runtime has no such item, InvalidValue and InvalidAddress for keys of other
 * types, MalformedAnswer, StateDiscarded
 *
 * @example
 * ```ts
 * import { connect, readStorageValue } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const at = await chain.at('best')
 * await readStorageValue(at, 'Swap', 'FeeRate', 1) // => 33
 * await readStorageValue(at, 'SubtensorModule', 'SubtokenEnabled', 4711) // => false
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function readStorageValue<P extends PalletName, S extends StorageName<P>>(
  at: ChainAt,
  pallet: P,
  item: S,
  ...keys: StorageKeys<P, S> extends readonly unknown[] ? StorageKeys<P, S> : never
): Promise<StorageValue<P, S>> {
  const [value] = await readStorage(at, [[pallet, item, ...(keys as readonly unknown[])]])
  return value as StorageValue<P, S>
}

/**
 * The same for many values of any items in one request; a tuple of entries gives a tuple of their types.
 *
 * @throws as {@link readStorageValue}
 *
 * @example
 * ```ts
 * import { connect, readStorageValues } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const [mechanism, { quote }] = await readStorageValues(await chain.at('best'), [
 *   ['SubtensorModule', 'SubnetMechanism', 1],
 *   ['Swap', 'SwapBalancer', 4711],
 * ])
 * mechanism // => 1
 * quote // => 500000000000000000
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function readStorageValues<const Entries extends readonly KnownEntry[]>(
  at: ChainAt,
  entries: Entries,
): Promise<{ -readonly [At in keyof Entries]: ValueOf<Entries[At]> }> {
  const values = await readStorage(at, entries as unknown as readonly StorageEntry[])
  return values as { -readonly [At in keyof Entries]: ValueOf<Entries[At]> }
}

/** The first keys of an item: none, one, or more of them, in their order. */
type FirstKeys<Keys> = Keys extends readonly [...infer First, unknown] ? Keys | FirstKeys<First> : readonly []

/**
 * All entries of a map at one block, or those whose first keys are given, as they come: two requests for each
 * thousand, and what was handed out is not kept. Entries come in the order of the node's hashes.
 *
 * @throws as {@link readStorageValue}
 *
 * @example
 * ```ts
 * import { connect, readStorageMap } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * let tao = 0n
 * for await (const [[netuid], rao] of readStorageMap(await chain.at('best'), 'SubtensorModule', 'SubnetTAO')) {
 *   if (netuid !== 0) tao += rao
 * }
 * tao > 0n // => true
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function* readStorageMap<P extends PalletName, S extends StorageName<P>>(
  at: ChainAt,
  pallet: P,
  item: S,
  ...first: FirstKeys<StorageKeys<P, S>> extends infer Keys extends readonly unknown[] ? Keys : never
): AsyncGenerator<readonly [keys: StorageKeys<P, S>, value: NonNullable<StorageValue<P, S>>], void, void> {
  const { runtime } = at
  const map = itemOf(runtime, pallet, item)
  const prefix = encodedKeys(runtime, map, first, `${pallet}.${item}`, true)
  for await (const keys of keyPages(at, map, prefix)) {
    const values = await readRawValues(at, keys)
    for (const key of keys) {
      const value = valueOfKey(decodeValue(runtime, map, values.get(key)))
      yield [
        argumentsOf(runtime, map, key) as unknown as StorageKeys<P, S>,
        value as NonNullable<StorageValue<P, S>>,
      ]
    }
  }
}
