import type { ChainAt } from '../at.ts'
import type { Hex } from '../chain.ts'
import { MalformedAnswer } from '../errors/errors.ts'
import { fromPlain, toPlain } from './plain.ts'
import { apiOf } from './runtime.ts'
import { itemOf } from './storage.ts'

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
  const prefix = map.keyPrefix(...first.map(fromPlain))
  const keys: Hex[] = []
  for (;;) {
    const start = keys.at(-1) ?? prefix
    const page = await at.chain.connection.send(METHOD, [prefix, PAGE, start, at.block.hash])
    keys.push(...pageOf(page, prefix, start))
    if ((page as unknown[]).length < PAGE) break
  }
  return keys.map((key) => {
    const decoded = apiOf(at.runtime).registry.createTypeUnsafe('StorageKey', [key]) as unknown as StorageKey
    decoded.setMeta(map.creator.meta)
    // What is too short reads as zeros, so it is made again of what was read.
    if (map.key(...decoded.args) !== key) throw new MalformedAnswer(METHOD, `keys of ${pallet}.${item}`)
    return decoded.args.map(toPlain)
  })
}

interface StorageKey {
  setMeta(meta: unknown): void
  readonly args: unknown[]
}

/** A page that goes on after `start`: keys in rising order, or a node could send the same ones for ever. */
function pageOf(page: unknown, prefix: Hex, start: Hex): Hex[] {
  const rises = (key: unknown, index: number, all: unknown[]) =>
    typeof key === 'string' && key.startsWith(prefix) && key > String(index === 0 ? start : all[index - 1])
  if (!Array.isArray(page) || page.length > PAGE || !page.every(rises))
    throw new MalformedAnswer(METHOD, 'a page of keys')
  return page
}
