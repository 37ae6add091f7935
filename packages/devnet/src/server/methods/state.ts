import { Blake2256 } from '@polkadot-api/substrate-bindings'
import type { Hex } from '@stake/schema'
import type { Block } from '../../chain/block.ts'
import type { Chain } from '../../chain/chain.ts'
import { runtimeOf } from '../../chain/runtime-code.ts'
import { toHex } from '../../scale/hex.ts'
import { runtimeVersion } from '../../scale/served-tables.ts'
import { RpcError } from '../json-rpc.ts'
import type { Methods, Params } from '../methods.ts'
import { CallFailed, entriesUnder, type ServedState } from '../served-state.ts'

const PAGE_LIMIT = 1000

/** `state_*`: storage, metadata, the runtime's version and calls into it. */
export function stateMethods(chain: Chain, served: ServedState): Methods {
  const blockOf = (hash: Hex | undefined): Block => {
    const block = hash === undefined ? chain.best : chain.block(hash)
    if (block !== undefined) return block
    throw clientError(
      hash === undefined || chain.body(hash) === undefined
        ? `UnknownBlock: Header was not found in the database: ${hash}`
        : `UnknownBlock: State already discarded for ${hash}`,
    )
  }
  const valueAt = (params: Params): Uint8Array | undefined =>
    served.value(blockOf(params.optionalHash(1, 'hash')), params.hex(0, 'key'))
  const hexAt = (block: Block, key: Hex): string | null => {
    const value = served.value(block, key)
    return value === undefined ? null : toHex(value)
  }
  const changeSet = (block: Block, keys: readonly Hex[]) => ({
    block: block.hash,
    changes: keys.map((key) => [key, hexAt(block, key)]),
  })
  const versionAt = (params: Params) => runtimeVersionJson(blockOf(params.optionalHash(0, 'hash')))
  const getStorage = (params: Params) => {
    const value = valueAt(params)
    return value === undefined ? null : toHex(value)
  }
  const getKeysPaged = (params: Params) => {
    const prefix = params.optionalHex(0, 'prefix') ?? '0x'
    const count = params.u32(1, 'count')
    const start = params.optionalHex(2, 'start_key')
    const block = blockOf(params.optionalHash(3, 'hash'))
    if (count > PAGE_LIMIT)
      throw new RpcError(4002, `count exceeds maximum value. value: ${count}, max: ${PAGE_LIMIT}`)
    const keys: string[] = []
    for (const [key] of entriesUnder(block, prefix, start)) {
      if (keys.length === count) break
      if (key !== start) keys.push(key)
    }
    return keys
  }
  const pairs = (params: Params): (readonly [Hex, Hex])[] => {
    const block = blockOf(params.optionalHash(1, 'hash'))
    return Array.from(entriesUnder(block, params.optionalHex(0, 'prefix') ?? '0x'), ([key, value]) => [
      key,
      toHex(value),
    ])
  }
  /** The value at the first block, then what changed until the last. */
  const queryStorage = (params: Params) => {
    const keys = params.keys(0, 'keys')
    const first = blockOf(params.hash(1, 'block'))
    const last = blockOf(params.optionalHash(2, 'hash'))
    if (first.header.number > last.header.number)
      throw new RpcError(
        4001,
        `Cannot resolve a block range ['${first.hash}' ... '${last.hash}]. from number > to number`,
      )
    const changeSets = [changeSet(first, keys)]
    for (let number = first.header.number + 1; number <= last.header.number; number++) {
      const block = blockOf(chain.hashAt(number))
      const changed = keys.filter((key) => block.changes.has(key))
      if (changed.length > 0) changeSets.push(changeSet(block, changed))
    }
    return changeSets
  }
  const refuseProof = () => {
    throw clientError('storage proofs are not served: this chain keeps no trie of its state')
  }
  const queryStorageAt = (params: Params) => [
    changeSet(blockOf(params.optionalHash(1, 'at')), params.keys(0, 'keys')),
  ]
  const call = (params: Params) => {
    const name = params.string(0, 'name')
    const input = params.hex(1, 'bytes')
    const block = blockOf(params.optionalHash(2, 'hash'))
    try {
      return served.call(block, name, input)
    } catch (error) {
      if (error instanceof CallFailed) throw clientError(`Execution failed: ${error.message}`, error.detail)
      throw error
    }
  }

  return {
    calls: {
      state_getStorage: getStorage,
      state_getStorageAt: getStorage,
      state_getStorageHash(params) {
        const value = valueAt(params)
        return value === undefined ? null : toHex(Blake2256(value))
      },
      state_getStorageSize: (params) => valueAt(params)?.length ?? null,
      state_getKeysPaged: getKeysPaged,
      state_getKeysPagedAt: getKeysPaged,
      state_getKeys: (params) => pairs(params).map(([key]) => key),
      state_getPairs: pairs,
      state_queryStorage: queryStorage,
      state_queryStorageAt: queryStorageAt,
      state_getReadProof: refuseProof,
      state_getChildReadProof: refuseProof,
      state_getMetadata(params) {
        return toHex(served.metadata(blockOf(params.optionalHash(0, 'hash')), 14))
      },
      state_getRuntimeVersion: versionAt,
      chain_getRuntimeVersion: versionAt,
      state_call: call,
      state_callAt: call,
    },
    subscriptions: {
      state_subscribeRuntimeVersion: {
        notification: 'state_runtimeVersion',
        unsubscribe: 'state_unsubscribeRuntimeVersion',
        start(_, push) {
          let told = runtimeVersionJson(chain.best)
          push(told)
          return chain.bestChanged.listen((block) => {
            const version = runtimeVersionJson(block)
            if (
              version.specVersion === told.specVersion &&
              version.transactionVersion === told.transactionVersion
            )
              return
            told = version
            push(version)
          })
        },
      },
      state_subscribeStorage: {
        notification: 'state_storage',
        unsubscribe: 'state_unsubscribeStorage',
        start(params, push) {
          const keys = params.optionalKeys(0, 'keys')
          push(changeSet(chain.best, keys ?? []))
          let height = chain.best.header.number
          return chain.bestChanged.listen((block) => {
            const all = keys ?? ([...block.changes.keys()] as Hex[])
            // Where the chain was taken back, what blocks changed that are no more is not in the changes of this one.
            const changed = block.header.number <= height ? all : all.filter((key) => block.changes.has(key))
            height = block.header.number
            if (changed.length > 0) push(changeSet(block, changed))
          })
        },
      },
    },
  }
}

/** What a node could not do with its own blocks and states. */
function clientError(text: string, data?: string): RpcError {
  return new RpcError(4003, `Client error: ${text}`, data)
}

function runtimeVersionJson({ state }: Block) {
  const { apis, stateVersion, ...version } = runtimeVersion
  return { ...version, ...runtimeOf(state), apis, stateVersion, systemVersion: stateVersion }
}
