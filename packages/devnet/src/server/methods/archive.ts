import type { Hex } from '@stake/schema'
import { encodeHeader } from '../../chain/block.ts'
import type { Chain } from '../../chain/chain.ts'
import { toHex } from '../../scale/hex.ts'
import { invalid, type Methods } from '../methods.ts'
import { CallFailed, type ServedState } from '../served-state.ts'
import { type DiffItem, diffItems, storageDiff } from '../storage-diff.ts'
import { asksForDescendants, lookUp, NotLookedUp, type StorageItem, storageItems } from '../storage-items.ts'

/** `archive_v1_*`: blocks and states of any age, as far as this node keeps them. */
export function archiveMethods(chain: Chain, served: ServedState): Methods {
  const call = (hash: Hex, name: string, input: Hex) => {
    const block = chain.block(hash)
    if (block === undefined)
      return chain.body(hash) === undefined ? null : { success: false, error: discarded(hash) }
    try {
      return { success: true, value: served.call(block, name, input) }
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error
      return { success: false, error: error.message }
    }
  }
  function* storageEvents(hash: Hex, items: readonly StorageItem[]): Generator<unknown> {
    const block = chain.block(hash)
    if (block === undefined) return yield { event: 'storageError', error: discarded(hash) }
    try {
      for (const item of items)
        for (const result of lookUp(served, block, item)) yield { event: 'storage', ...result }
      yield { event: 'storageDone' }
    } catch (error) {
      if (!(error instanceof NotLookedUp)) throw error
      yield { event: 'storageError', error: error.message }
    }
  }
  const isAncestor = (number: number, hash: Hex, of: Hex): boolean => {
    let block = chain.body(of)
    while (block !== undefined && block.header.number > number) block = chain.body(block.header.parentHash)
    return block?.hash === hash
  }
  function* diffEvents(hash: Hex, items: readonly DiffItem[], given: Hex | undefined): Generator<unknown> {
    const error = (why: string) => ({ event: 'storageDiffError', error: why })
    const after = chain.block(hash)
    if (after === undefined) return yield error(discarded(hash))
    const previous = given ?? after.header.parentHash
    const before = chain.block(previous)
    if (before === undefined) return yield error(discarded(previous))
    if (!isAncestor(before.header.number, previous, hash))
      return yield error(`Block ${previous} is no ancestor of block ${hash}`)
    for (const difference of storageDiff(served, before, after, items))
      yield { event: 'storageDiff', ...difference }
    yield { event: 'storageDiffDone' }
  }

  return {
    calls: {
      archive_v1_genesisHash: () => chain.genesisHash,
      archive_v1_finalizedHeight: () => chain.finalized.header.number,
      archive_v1_hashByHeight: (params) => chain.hashesAt(params.u32(0, 'height')),
      archive_v1_header(params) {
        const block = chain.body(params.hash(0, 'hash'))
        return block === undefined ? null : toHex(encodeHeader(block.header))
      },
      archive_v1_body(params) {
        return chain.body(params.hash(0, 'hash'))?.extrinsics.map((bytes) => toHex(bytes)) ?? null
      },
      archive_v1_call: (params) =>
        call(params.hash(0, 'hash'), params.string(1, 'function'), params.hex(2, 'callParameters')),
    },
    subscriptions: {
      archive_v1_storage: {
        notification: 'archive_v1_storageEvent',
        unsubscribe: 'archive_v1_stopStorage',
        endAnswer: null,
        start(params, push, { end }) {
          const hash = params.hash(0, 'hash')
          const items = storageItems(params, 1)
          if (items.some((item) => item.paginationStartKey !== undefined && !asksForDescendants(item)))
            throw invalid('paginationStartKey', 'given only with what is below a key')
          const isOfChild = params.optionalHex(2, 'childTrie') !== undefined
          // No call of this chain makes a child trie, so there is nothing in any.
          for (const event of storageEvents(hash, isOfChild ? [] : items)) push(event)
          end()
          return () => undefined
        },
      },
      archive_v1_storageDiff: {
        notification: 'archive_v1_storageDiffEvent',
        unsubscribe: 'archive_v1_stopStorageDiff',
        endAnswer: null,
        start(params, push, { end }) {
          const hash = params.hash(0, 'hash')
          const items = diffItems(params, 1)
          for (const event of diffEvents(hash, items, params.optionalHash(2, 'previousHash'))) push(event)
          end()
          return () => undefined
        },
      },
    },
  }
}

function discarded(hash: Hex): string {
  return `There is no state of block ${hash}`
}
