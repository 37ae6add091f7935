import { Blake2256 } from '@polkadot-api/substrate-bindings'
import { type Hex, runtimeVersion } from '@stake/schema'
import type { Block } from '../../chain/block.ts'
import type { Chain } from '../../chain/chain.ts'
import { PoolError } from '../../chain/pool-error.ts'
import { callRuntimeApi } from '../../runtime-api/runtime-api.ts'
import { InvalidScale } from '../../scale/codec.ts'
import { fromHex, toHex } from '../../scale/hex.ts'
import { metadataBytes } from '../../scale/metadata.ts'
import { RpcError } from '../json-rpc.ts'
import type { Methods, Params } from '../methods.ts'

const PAGE_LIMIT = 1000

/** `state_*`: storage, metadata, the runtime's version and calls into it. */
export function stateMethods(chain: Chain): Methods {
  const blockOf = (hash: Hex | undefined): Block => {
    const block = hash === undefined ? chain.best : chain.block(hash)
    if (block === undefined)
      throw new RpcError(4003, `Client error: UnknownBlock: Header was not found in the database: ${hash}`)
    return block
  }
  const valueAt = (params: Params): Uint8Array | undefined =>
    blockOf(params.optionalHash(1, 'hash')).state.get(params.hex(0, 'key'))
  const hexAt = (block: Block, key: Hex): string | null => {
    const value = block.state.get(key)
    return value === undefined ? null : toHex(value)
  }
  const changeSet = (block: Block, keys: readonly Hex[]) => ({
    block: block.hash,
    changes: keys.map((key) => [key, hexAt(block, key)]),
  })
  const version = () => runtimeVersionJson()

  const getStorage = (params: Params) => {
    const value = valueAt(params)
    return value === undefined ? null : toHex(value)
  }
  const getKeysPaged = (params: Params) => {
    const prefix = params.optionalHex(0, 'prefix') ?? '0x'
    const count = params.u32(1, 'count')
    const start = params.optionalHex(2, 'start_key')
    const { state } = blockOf(params.optionalHash(3, 'hash'))
    if (count > PAGE_LIMIT)
      throw new RpcError(4002, `count exceeds maximum value. value: ${count}, max: ${PAGE_LIMIT}`)
    const keys: string[] = []
    for (const [key] of state.entries(start !== undefined && start > prefix ? start : prefix)) {
      if (keys.length === count || !key.startsWith(prefix)) break
      if (key !== start) keys.push(key)
    }
    return keys
  }
  const queryStorageAt = (params: Params) => [
    changeSet(blockOf(params.optionalHash(1, 'at')), params.keys(0, 'keys')),
  ]
  const call = (params: Params) => {
    const name = params.string(0, 'name')
    const input = params.hex(1, 'bytes')
    const block = blockOf(params.optionalHash(2, 'hash'))
    const output = executed(() => callRuntimeApi(chain.storageAt(block), name, fromHex(input)))
    if (output === undefined)
      throw new RpcError(4003, `Client error: Execution failed: Other: Exported method ${name} is not found`)
    return toHex(output)
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
      state_queryStorageAt: queryStorageAt,
      state_getMetadata(params) {
        blockOf(params.optionalHash(0, 'hash'))
        return toHex(metadataBytes(14))
      },
      state_getRuntimeVersion(params) {
        blockOf(params.optionalHash(0, 'hash'))
        return version()
      },
      chain_getRuntimeVersion: version,
      state_call: call,
      state_callAt: call,
    },
    subscriptions: {
      state_subscribeRuntimeVersion: {
        notification: 'state_runtimeVersion',
        unsubscribe: 'state_unsubscribeRuntimeVersion',
        // The runtime never changes here, so the first answer is the only one.
        start(_, push) {
          push(version())
          return () => undefined
        },
      },
      state_subscribeStorage: {
        notification: 'state_storage',
        unsubscribe: 'state_unsubscribeStorage',
        start(params, push) {
          const keys = params.keys(0, 'keys')
          push(changeSet(chain.best, keys))
          return chain.bestChanged.listen((block) => {
            const changed = keys.filter((key) => block.changes.has(key))
            if (changed.length > 0) push(changeSet(block, changed))
          })
        },
      },
    },
  }
}

/** A runtime that is given bytes it cannot read panics, and the node answers that execution failed. */
function executed<T>(call: () => T): T {
  try {
    return call()
  } catch (error) {
    if (error instanceof InvalidScale || error instanceof PoolError)
      throw new RpcError(4003, 'Client error: Execution failed: Execution aborted due to trap', error.message)
    throw error
  }
}

function runtimeVersionJson() {
  const { apis, stateVersion, ...version } = runtimeVersion
  return { ...version, apis, stateVersion, systemVersion: stateVersion }
}
