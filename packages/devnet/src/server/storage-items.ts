import { Blake2256 } from '@polkadot-api/substrate-bindings'
import type { Hex } from '@stake/schema'
import type { Block } from '../chain/block.ts'
import { toHex } from '../scale/hex.ts'
import { invalid, Params } from './methods.ts'
import { entriesUnder, type ServedState } from './served-state.ts'

const TYPES = [
  'value',
  'hash',
  'closestDescendantMerkleValue',
  'descendantsValues',
  'descendantsHashes',
] as const

/** One thing to look up in a block's storage, as the newer families of methods ask for it. */
export interface StorageItem {
  readonly key: Hex
  readonly type: (typeof TYPES)[number]
  /** Of what is below the key, only what comes after this. */
  readonly paginationStartKey: Hex | undefined
}

/** What is found under one key. */
export interface StorageResult {
  readonly key: Hex
  readonly value?: Hex
  readonly hash?: Hex
}

/** Something that this chain cannot look up. */
export class NotLookedUp extends Error {
  override readonly name: string = 'NotLookedUp'
}

/** Reads the parameter of that position as a list of items. */
export function storageItems(params: Params, index: number): StorageItem[] {
  return params.objects(index, 'items').map(({ key, type, paginationStartKey }) => {
    const known = TYPES.find((each) => each === type)
    if (known === undefined) throw invalid('type', `one of ${TYPES.join(', ')}`)
    const fields = new Params([key, paginationStartKey])
    return {
      key: fields.hex(0, 'key'),
      type: known,
      paginationStartKey: fields.optionalHex(1, 'paginationStartKey'),
    }
  })
}

/** Whether an item asks for all that is below its key, however much that is. */
export function asksForDescendants({ type }: StorageItem): boolean {
  return type === 'descendantsValues' || type === 'descendantsHashes'
}

/** Looks an item up. @throws NotLookedUp */
export function* lookUp(served: ServedState, block: Block, item: StorageItem): Generator<StorageResult> {
  const { key, type, paginationStartKey } = item
  if (type === 'closestDescendantMerkleValue')
    throw new NotLookedUp('Merkle values are not served: this chain keeps no trie of its state')
  const keys = asksForDescendants(item) ? entriesUnder(block, key, paginationStartKey) : [[key] as const]
  for (const [found] of keys) {
    const value = found === paginationStartKey ? undefined : served.value(block, found)
    if (value === undefined) continue
    yield type === 'value' || type === 'descendantsValues'
      ? { key: found, value: toHex(value) }
      : { key: found, hash: toHex(Blake2256(value)) }
  }
}
