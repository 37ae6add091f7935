import { Balance } from '@stake/math'
import type { ChainAt } from '../at.ts'
import type { Call } from '../calls/call.ts'
import { MalformedAnswer } from '../errors/errors.ts'
import { apiOf } from '../runtime/runtime.ts'

/** The largest number that a compact integer holds in four bytes. */
const LARGEST_COMPACT = 2 ** 30 - 1

/**
 * The network fee of a call signed by `address`, as the node computes it for the largest extrinsic that it can
 * be (`payment_queryInfo`; each byte is a rao, and a nonce takes one to four of them); nothing is signed. What is
 * paid in the end is at most that.
 *
 * @throws MalformedAnswer where the node names no fee.
 *
 * @example
 * ```ts
 * import { buildCall, connect, developmentAccounts, estimateFee } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const call = buildCall(chain, 'System', 'remark', { remark: '0x010203' })
 * const fee = await estimateFee(await chain.at('best'), call, developmentAccounts['//Alice'] ?? '')
 * fee.isZero() // => false
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function estimateFee(at: ChainAt, call: Call, address: string): Promise<Balance> {
  const { chain, block } = at
  const api = apiOf(at.runtime)
  const extrinsic = api.registry.createType('Extrinsic', api.registry.createType('Call', call.bytes), {
    version: 4,
  })
  extrinsic.signFake(address, {
    blockHash: chain.genesisHash,
    genesisHash: chain.genesisHash,
    nonce: LARGEST_COMPACT,
    runtimeVersion: api.runtimeVersion,
    era: api.registry.createType('ExtrinsicEra', { current: 1, period: 64 }),
  })
  const method = 'payment_queryInfo'
  const info = await chain.connection.send<{ partialFee?: unknown } | null>(method, [
    extrinsic.toHex(),
    block.hash,
  ])
  const fee = info?.partialFee
  if (typeof fee !== 'string' || !/^(\d+|0x[0-9a-f]+)$/.test(fee)) throw new MalformedAnswer(method, 'a fee')
  return Balance.fromRao(BigInt(fee))
}
