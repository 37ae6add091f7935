import type { Hex } from '@stake/schema'
import { type Block, encodeHeader } from '../../chain/block.ts'
import type { Chain } from '../../chain/chain.ts'
import { toHex } from '../../scale/hex.ts'
import { Follow } from '../chain-head/follow.ts'
import type { OperationEvent } from '../chain-head/operations.ts'
import { type Client, PerClient } from '../client.ts'
import { RpcError } from '../json-rpc.ts'
import type { Methods, Params } from '../methods.ts'
import type { ServedState } from '../served-state.ts'
import {
  asksForDescendants,
  lookUp,
  type StorageItem,
  type StorageResult,
  storageItems,
} from '../storage-items.ts'

const TOO_MANY_FOLLOWS = -32800
const BLOCK_NOT_PINNED = -32801
const FOLLOWS_NO_RUNTIME = -32802
const NOT_WAITING = -32803
const DUPLICATE_HASHES = -32804

/** Subscriptions a client may have, as a node's default. */
const MAX_FOLLOWS = 4
/** Storage items in one notification. */
const PAGE = 1000

const LIMIT_REACHED = { result: 'limitReached' }

/** `chainHead_v1_*`: the newest blocks as they come and go, and what is in those that a client keeps. */
export function chainHeadMethods(chain: Chain, served: ServedState): Methods {
  const follows = new PerClient<Follow>((follow) => follow.stop())
  const followOf = (params: Params, client: Client) =>
    follows.of(client).get(params.string(0, 'followSubscription'))
  const pinned = (follow: Follow, hash: Hex): Block => {
    const block = follow.pinned(hash)
    if (block === undefined) throw new RpcError(BLOCK_NOT_PINNED, 'Invalid block hash')
    return block
  }

  return {
    calls: {
      chainHead_v1_header(params, client) {
        const hash = params.hash(1, 'hash')
        const follow = followOf(params, client)
        return follow === undefined ? null : toHex(encodeHeader(pinned(follow, hash).header))
      },
      chainHead_v1_body(params, client) {
        const hash = params.hash(1, 'hash')
        const follow = followOf(params, client)
        if (follow === undefined) return LIMIT_REACHED
        const block = pinned(follow, hash)
        return started(follow, () => bodyEvents(block))
      },
      chainHead_v1_call(params, client) {
        const hash = params.hash(1, 'hash')
        const name = params.string(2, 'function')
        const input = params.hex(3, 'callParameters')
        const follow = followOf(params, client)
        if (follow === undefined) return LIMIT_REACHED
        if (!follow.withRuntime)
          throw new RpcError(FOLLOWS_NO_RUNTIME, 'The runtime of this subscription is not followed')
        const block = pinned(follow, hash)
        return started(follow, () => callEvents(() => served.call(block, name, input)))
      },
      chainHead_v1_storage(params, client) {
        const hash = params.hash(1, 'hash')
        const items = storageItems(params, 2)
        const isOfChild = params.optionalHex(3, 'childTrie') !== undefined
        const follow = followOf(params, client)
        if (follow === undefined) return LIMIT_REACHED
        const block = pinned(follow, hash)
        const taken = items.slice(0, follow.operations.room)
        if (taken.length === 0 && items.length > 0) return LIMIT_REACHED
        // No call of this chain makes a child trie, so there is nothing in any.
        const events = storageEvents(served, block, isOfChild ? [] : taken)
        return {
          result: 'started',
          operationId: follow.operations.start(taken.length, events),
          discardedItems: items.length - taken.length,
        }
      },
      chainHead_v1_unpin(params, client) {
        const hashes = params.hashes(1, 'hashOrHashes')
        const follow = followOf(params, client)
        if (follow === undefined) return null
        if (new Set(hashes).size < hashes.length)
          throw new RpcError(DUPLICATE_HASHES, 'Received duplicate hashes')
        for (const hash of hashes) pinned(follow, hash)
        for (const hash of hashes) follow.unpin(hash)
        return null
      },
      chainHead_v1_continue(params, client) {
        const id = params.string(1, 'operationId')
        if (followOf(params, client)?.operations.continue(id) === false)
          throw new RpcError(NOT_WAITING, 'The operation does not wait to be continued')
        return null
      },
      chainHead_v1_stopOperation(params, client) {
        const id = params.string(1, 'operationId')
        followOf(params, client)?.operations.stop(id)
        return null
      },
    },
    subscriptions: {
      chainHead_v1_follow: {
        notification: 'chainHead_v1_followEvent',
        unsubscribe: 'chainHead_v1_unfollow',
        endAnswer: null,
        start(params, push, { id, client, end }) {
          const withRuntime = params.flag(0, 'withRuntime')
          const mine = follows.of(client)
          if (mine.size >= MAX_FOLLOWS)
            throw new RpcError(TOO_MANY_FOLLOWS, 'Maximum number of chainHead_follow has been reached')
          const follow = new Follow(chain, withRuntime, push, () => {
            mine.delete(id)
            end()
          })
          mine.set(id, follow)
          return () => {
            mine.delete(id)
            follow.stop()
          }
        },
      },
    },
  }
}

function started({ operations }: Follow, events: () => Iterator<OperationEvent>) {
  if (operations.room === 0) return LIMIT_REACHED
  return { result: 'started', operationId: operations.start(1, events()) }
}

function* bodyEvents({ extrinsics }: Block): Generator<OperationEvent> {
  yield { event: 'operationBodyDone', value: extrinsics.map((bytes) => toHex(bytes)) }
}

function* callEvents(call: () => Hex): Generator<OperationEvent> {
  yield { event: 'operationCallDone', output: call() }
}

/** Only what asks for all below a key is paged: of the rest a client knows how much it asked for. */
function* storageEvents(
  served: ServedState,
  block: Block,
  items: readonly StorageItem[],
): Generator<OperationEvent> {
  const few = items.filter((item) => !asksForDescendants(item))
  const found = few.flatMap((item) => [...lookUp(served, block, item)])
  if (found.length > 0) yield { event: 'operationStorageItems', items: found }
  let page: StorageResult[] = []
  for (const item of items.filter(asksForDescendants))
    for (const result of lookUp(served, block, item)) {
      if (page.length === PAGE) {
        yield { event: 'operationStorageItems', items: page }
        yield { event: 'operationWaitingForContinue' }
        page = []
      }
      page.push(result)
    }
  if (page.length > 0) yield { event: 'operationStorageItems', items: page }
  yield { event: 'operationStorageDone' }
}
