import { type Chain, nonceTag } from '../../chain/chain.ts'
import { decodeExtrinsic } from '../../chain/extrinsic.ts'
import { PoolError } from '../../chain/pool-error.ts'
import { accountOf } from '../../pallets/system.ts'
import { encodeApplied } from '../../runtime/apply-result.ts'
import { codecOf } from '../../scale/codec.ts'
import { fromHex, toHex } from '../../scale/hex.ts'
import { CHAIN_NAME, CHAIN_PROPERTIES } from '../chain-properties.ts'
import { INVALID_PARAMS, RpcError } from '../json-rpc.ts'
import type { Methods, Params } from '../methods.ts'

/** `system_*`: what node this is, and the nonce an account goes on with. */
export function systemMethods(chain: Chain): Methods {
  const accountNextIndex = (params: Params) => {
    const account = accountParam(params)
    let { nonce } = accountOf(chain.storageAt(chain.best), account)
    while (chain.pool.provides(nonceTag(account, nonce))) nonce++
    return nonce
  }
  const dryRun = (params: Params) => {
    const bytes = fromHex(params.hex(0, 'extrinsic'))
    const hash = params.optionalHash(1, 'at')
    const block = hash === undefined ? chain.best : chain.block(hash)
    if (block === undefined)
      throw new RpcError(2, 'Unable to dry run extrinsic.', `No state of block ${hash}`)
    try {
      return toHex(encodeApplied(chain.dryRun(block, bytes, decodeExtrinsic(bytes))))
    } catch (error) {
      if (error instanceof PoolError)
        throw new RpcError(1, 'Unable to dry run extrinsic.', error.data ?? error.message)
      throw error
    }
  }
  return {
    calls: {
      system_name: () => 'Stake devnet',
      system_version: () => '1.0.0',
      system_chain: () => CHAIN_NAME,
      system_chainType: () => 'Development',
      system_properties: () => CHAIN_PROPERTIES,
      system_health: () => ({ peers: 0, isSyncing: false, shouldHavePeers: false }),
      system_peers: () => [],
      system_nodeRoles: () => ['Authority'],
      system_localPeerId: () => '12D3KooWStakeDevnetHasOneNodeOnly',
      system_localListenAddresses: () => [],
      system_syncState: () => ({
        startingBlock: 0,
        currentBlock: chain.best.header.number,
        highestBlock: chain.best.header.number,
      }),
      system_accountNextIndex: accountNextIndex,
      account_nextIndex: accountNextIndex,
      system_dryRun: dryRun,
      system_dryRunAt: dryRun,
    },
  }
}

/** An address in the spelling of this chain. */
function accountParam(params: Params): string {
  const text = params.string(0, 'account')
  try {
    const codec = codecOf('AccountId32')
    return codec.dec(codec.enc(text))
  } catch {
    throw new RpcError(INVALID_PARAMS, 'Invalid params', 'account must be an SS58 address')
  }
}
