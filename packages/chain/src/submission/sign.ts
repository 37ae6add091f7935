import type { Call } from '../calls/call.ts'
import type { BlockRef, Chain, Hex } from '../chain.ts'
import { DevelopmentAccountRefused, FinalityLagging, InvalidPeriod } from '../errors/errors.ts'
import { apiOf } from '../runtime/runtime.ts'
import type { Signer } from '../signers/signer.ts'
import { readHead } from '../watching/heads.ts'

/** How long a signed transaction can be included. */
export interface Era {
  /** Blocks, a power of two from 8 to 2048. */
  readonly period: number
  /** The final block whose hash is signed; the transaction is valid in blocks birth+1 … lastBlock. */
  readonly birth: BlockRef
  readonly lastBlock: number
}

/** A transaction ready to be sent: plain data, safe to store, of no use to anybody but this account. */
export interface SignedExtrinsic {
  /** The bytes, length first, as the node takes them. */
  readonly bytes: Hex
  /** Their blake2-256, by which blocks are searched. */
  readonly hash: Hex
  readonly address: string
  readonly nonce: number
  readonly era: Era
  readonly call: Call
  readonly genesisHash: Hex
  readonly specVersion: number
}

/** Options of {@link sign}. */
export interface SignOptions {
  /** The transaction's number, from `chain.nonces`. */
  readonly nonce: number
  /** Blocks of validity, a power of two from 8 to 2048. @default 64 */
  readonly period?: number
}

/**
 * Signs a call, mortal from the newest final block on. No tip: on this chain it buys nothing.
 *
 * @throws MetadataMismatch or UnknownRuntime where this release may not sign, DevelopmentAccountRefused on
 * known networks, FinalityLagging when finality is more than half the period behind, InvalidPeriod.
 *
 * @example
 * ```ts
 * import { buildCall, connect, sign, signerFromUri } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const signer = signerFromUri('//Alice')
 * const call = buildCall(chain, 'System', 'remark', { remark: '0x010203' })
 * const signed = await chain.nonces.allocate(signer.address, (nonce) => sign(chain, call, signer, { nonce }))
 * signed.era.lastBlock - signed.era.birth.number // => 63
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function sign(
  chain: Chain,
  call: Call,
  signer: Signer,
  options: SignOptions,
): Promise<SignedExtrinsic> {
  const period = options.period ?? 64
  if (!Number.isInteger(Math.log2(period)) || period < 8 || period > 2048) {
    throw new InvalidPeriod(period)
  }
  if (chain.network && signer.isDevelopment) throw new DevelopmentAccountRefused(chain.network.name)
  const [birth, head] = await Promise.all([readHead(chain, 'finalized'), readHead(chain, 'best')])
  if (head.number - birth.number > period / 2) throw new FinalityLagging(head.number, birth.number, period)
  // After the last answer: an upgrade that came meanwhile is judged too.
  if (chain.signingRefusal) throw chain.signingRefusal
  const { genesisHash, runtime } = chain
  const { registry, runtimeVersion } = apiOf(runtime)
  const era = registry.createType('ExtrinsicEra', { current: birth.number, period })
  const payload = registry.createType('SignerPayload', {
    address: signer.address,
    blockHash: birth.hash,
    blockNumber: birth.number,
    era,
    genesisHash,
    method: call.bytes,
    nonce: options.nonce,
    runtimeVersion,
    signedExtensions: registry.signedExtensions,
    tip: 0,
    version: 4,
  })
  const json = payload.toPayload()
  const message = registry.createType('ExtrinsicPayload', json, { version: 4 }).toU8a({ method: true })
  // The runtime verifies the hash of payloads that are longer than 256 bytes.
  const signature = await signer.sign(message.length > 256 ? registry.hash(message).toU8a() : message)
  const extrinsic = registry.createType('Extrinsic', registry.createType('Call', call.bytes), { version: 4 })
  const sr25519 = 1
  extrinsic.addSignature(signer.address, Uint8Array.of(sr25519, ...signature), json)
  return {
    bytes: extrinsic.toHex(),
    hash: extrinsic.hash.toHex(),
    address: signer.address,
    nonce: options.nonce,
    era: { period, birth, lastBlock: birth.number + period - 1 },
    call,
    genesisHash,
    specVersion: runtime.specVersion,
  }
}
