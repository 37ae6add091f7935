import type { ChainAt } from '../at.ts'
import type { Hex } from '../chain.ts'
import { MalformedAnswer } from '../errors/errors.ts'
import { decodePlain } from './plain-decoder.ts'
import { apiOf, type Runtime } from './runtime.ts'
import { askState } from './state.ts'
import { encodedKeys, itemOf, keyTypes, type StorageItem } from './storage.ts'

const METHOD = 'state_getKeysPaged'

/** The most that a node gives at once. */
const PAGE = 1000

/**
 * Under which keys a map has entries at one block, a request for each thousand: the arguments of each, plain, in
 * the node's order.
 *
 * @param first - only those whose first arguments are these
 * @throws MissingInRuntime where the runtime has no such map, MalformedAnswer where the node sends something else
 * than keys of it.
 *
 * @example
 * ```ts
 * import { connect, readKeys } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const keys = await readKeys(await chain.at('best'), 'SubtensorModule', 'NetworksAdded')
 * keys.length // => 14
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function readKeys(
  at: ChainAt,
  pallet: string,
  item: string,
  ...first: readonly unknown[]
): Promise<unknown[][]> {
  const map = itemOf(at.runtime, pallet, item)
  const keys: unknown[][] = []
  for await (const page of keyPages(
    at,
    map,
    encodedKeys(at.runtime, map, first, `${pallet}.${item}`, true),
  )) {
    for (const key of page) keys.push(argumentsOf(at.runtime, map, key))
  }
  return keys
}

/** The raw keys of a map page by page, of the entries whose first arguments are these. @throws MalformedAnswer */
export async function* keyPages(
  at: ChainAt,
  map: StorageItem,
  first: readonly Uint8Array[],
): AsyncGenerator<Hex[], void, void> {
  const prefix = map.keyPrefix(...first)
  for (let start: Hex | undefined = prefix; start !== undefined; ) {
    const params = [prefix, PAGE, start, at.block.hash]
    const page = pageOf(await askState(at.chain.connection, at.block, METHOD, params), prefix, start)
    start = page.length < PAGE ? undefined : page.at(-1)
    yield page
  }
}

/** The arguments that a raw key of a map was made of, plain. @throws MalformedAnswer for what is no such key */
export function argumentsOf(runtime: Runtime, map: StorageItem, key: Hex): unknown[] {
  const { registry } = apiOf(runtime)
  const decoded = registry.createTypeUnsafe('StorageKey', [key]) as unknown as StorageKey
  decoded.setMeta(map.creator.meta)
  const types = keyTypes(runtime, map)
  // What is too short reads as zeros or as nothing, so it is made again of what was read.
  if (decoded.args.length !== types.length || map.key(...decoded.args) !== key)
    throw new MalformedAnswer(METHOD, 'keys of this map')
  return decoded.args.map((arg, index) => decodePlain(registry, types[index] as number, arg.toU8a()))
}

interface StorageKey {
  setMeta(meta: unknown): void
  readonly args: { toU8a(): Uint8Array }[]
}

/** A page that goes on after `start`: keys in rising order, or a node could send the same ones for ever. */
function pageOf(page: unknown, prefix: Hex, start: Hex): Hex[] {
  const rises = (key: unknown, index: number, all: unknown[]) =>
    typeof key === 'string' && key.startsWith(prefix) && key > String(index === 0 ? start : all[index - 1])
  if (!Array.isArray(page) || page.length > PAGE || !page.every(rises))
    throw new MalformedAnswer(METHOD, 'a page of keys')
  return page
}
