import { Blake2256 } from '@polkadot-api/substrate-bindings'
import type { Hex } from '@stake/schema'
import type { Block } from '../chain/block.ts'
import { toHex } from '../scale/hex.ts'
import { invalid, Params } from './methods.ts'
import { entriesUnder, type ServedState } from './served-state.ts'

/** What is asked for of all that changed below a key. */
export interface DiffItem {
  readonly prefix: Hex
  readonly returnType: 'value' | 'hash'
  readonly isOfChild: boolean
}

/** One difference between two states: what is there, or what was if nothing is any more. */
export interface Difference {
  readonly key: Hex
  readonly value?: Hex
  readonly hash?: Hex
  readonly type: 'added' | 'modified' | 'deleted'
}

/** Reads the parameter of that position; without one, every value of the main trie is asked for. */
export function diffItems(params: Params, index: number): DiffItem[] {
  const given = params.any(index) === undefined ? [] : params.objects(index, 'items')
  if (given.length === 0) return [{ prefix: '0x', returnType: 'value', isOfChild: false }]
  return given.map(({ key, returnType, childTrieKey }) => {
    if (returnType !== 'value' && returnType !== 'hash') throw invalid('returnType', 'value or hash')
    const fields = new Params([key, childTrieKey])
    return {
      prefix: fields.optionalHex(0, 'key') ?? '0x',
      returnType,
      isOfChild: fields.optionalHex(1, 'childTrieKey') !== undefined,
    }
  })
}

/** What differs between the states of two blocks, by key; where both are asked for, a value stands before its hash. */
export function* storageDiff(
  served: ServedState,
  before: Block,
  after: Block,
  items: readonly DiffItem[],
): Generator<Difference> {
  // No call of this chain makes a child trie, so nothing changes in any.
  const asked = items.filter(({ isOfChild }) => !isOfChild)
  for (const key of keysOfEither(before, after, asked)) {
    const [was, is] = [served.value(before, key), served.value(after, key)]
    const shown = is ?? was
    if (shown === undefined || (was !== undefined && is !== undefined && isSame(was, is))) continue
    const type = was === undefined ? 'added' : is === undefined ? 'deleted' : 'modified'
    const types = asked.flatMap(({ prefix, returnType }) => (key.startsWith(prefix) ? returnType : []))
    if (types.includes('value')) yield { key, value: toHex(shown), type }
    if (types.includes('hash')) yield { key, hash: toHex(Blake2256(shown)), type }
  }
}

/** In order, each once. */
function keysOfEither(before: Block, after: Block, items: readonly DiffItem[]): Hex[] {
  const keys = new Set<Hex>()
  for (const { prefix } of items)
    for (const block of [before, after]) for (const [key] of entriesUnder(block, prefix)) keys.add(key)
  return [...keys].sort()
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  // Unchanged values are the same object in both states.
  return a === b || Buffer.compare(a, b) === 0
}
