import { Balance } from '@stake/math'
import type { Call } from './call.ts'
import type { Chain, Hex } from './chain.ts'

/**
 * The network fee of a call signed by `address`, as the node computes it for an extrinsic of that size
 * (`payment_queryInfo`); nothing is signed.
 *
 * @example
 * ```ts
 * import { buildCall, connect, developmentAccounts, estimateFee } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const call = buildCall(chain, 'System', 'remark', { remark: '0x010203' })
 * const fee = await estimateFee(chain, call, developmentAccounts['//Alice'] ?? '')
 * fee.isZero() // => false
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function estimateFee(chain: Chain, call: Call, address: string, at?: Hex): Promise<Balance> {
  const { api } = chain
  const extrinsic = api.registry.createType('Extrinsic', api.registry.createType('Call', call.bytes), {
    version: 4,
  })
  extrinsic.signFake(address, {
    blockHash: chain.genesisHash,
    genesisHash: chain.genesisHash,
    nonce: 0,
    runtimeVersion: api.runtimeVersion,
    era: api.registry.createType('ExtrinsicEra', { current: 1, period: 64 }),
  })
  const info = await chain.connection.send<{ partialFee: string }>('payment_queryInfo', [
    extrinsic.toHex(),
    ...(at ? [at] : []),
  ])
  return Balance.fromRao(BigInt(info.partialFee))
}
