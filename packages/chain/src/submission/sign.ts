import { type Call, decodeCall } from '../calls/call.ts'
import type { BlockRef, Chain, Hex } from '../chain.ts'
import {
  DevelopmentAccountRefused,
  FinalityLagging,
  InvalidPeriod,
  MissingInRuntime,
} from '../errors/errors.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { isDevelopmentAccount, isOwnSigner, type Signer } from '../signers/signer.ts'
import {
  attachSignature,
  complete,
  isPeriod,
  layOut,
  type SigningRequest,
} from '../signers/signing-request.ts'
import { noteMade } from './check-extrinsic.ts'
import { newestHeads } from './newest-heads.ts'

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
  /** The encoded call; `decodeCall` reads it. */
  readonly call: Hex
  readonly genesisHash: Hex
  readonly specVersion: number
}

/** Options of {@link sign} and {@link requestSignature}. */
export interface SignOptions {
  /** The transaction's number, from `chain.nonces`. */
  readonly nonce: number
  /** Blocks of validity, a power of two from 8 to 2048. @default the signer's own, else 64 */
  readonly period?: number
}

/**
 * Signs a call, mortal from the newest final block on. No tip: on this chain it buys nothing.
 *
 * @throws MetadataMismatch or UnknownRuntime where this release may not sign, DevelopmentAccountRefused on
 * known networks, FinalityLagging when finality is more than half the period behind, InvalidPeriod, InvalidSignature
 * where the signer gives back something else.
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
  if (chain.network && signer.isDevelopment) throw new DevelopmentAccountRefused(chain.network.name)
  const period = options.period ?? signer.period ?? USUAL_PERIOD
  const request = await requestSignature(chain, call, signer.address, { ...options, period })
  const signature = await signer.sign(request)
  const ready =
    isOwnSigner(signer) && request.specVersion === chain.specVersion
      ? complete(chain, request, signature)
      : attachSignature(chain, request, signature)
  return noteMade(ready)
}

const USUAL_PERIOD = 64

/**
 * Lays a call out for a signer that answers later: a device without a network, a second person, a wallet behind a
 * QR code. Give it a longer period (512), and complete it with {@link attachSignature}. The nonce stays taken until
 * the era ends or the signature comes back.
 *
 * @throws MetadataMismatch or UnknownRuntime where this release may not sign, DevelopmentAccountRefused on
 * known networks, FinalityLagging when finality is more than half the period behind, InvalidPeriod.
 *
 * @example
 * ```ts
 * import { buildCall, connect, developmentAccounts, requestSignature } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const alice = developmentAccounts['//Alice'] ?? ''
 * const call = buildCall(chain, 'System', 'remark', { remark: '0x010203' })
 * const request = await requestSignature(chain, call, alice, { nonce: 0, period: 512 })
 * request.era.lastBlock - request.era.birth.number // => 511
 * request.payload.method // => 0x00000c010203
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function requestSignature(
  chain: Chain,
  call: Call,
  address: string,
  options: SignOptions,
): Promise<SigningRequest> {
  const { nonce, period = USUAL_PERIOD } = options
  if (!isPeriod(period)) throw new InvalidPeriod(period)
  if (chain.network && isDevelopmentAccount(address)) throw new DevelopmentAccountRefused(chain.network.name)
  const { finalized: birth, best } = await newestHeads(chain)
  // Where the node itself lags, its final block may be long past elsewhere.
  const newest = Math.max(best.number, chain.connection.highest.best)
  if (newest - birth.number > period / 2) throw new FinalityLagging(newest, birth.number, period)
  await chain.confirmRuntime()
  checkMeaning(chain, call)
  // After the last answer: an upgrade that came meanwhile is judged too.
  if (chain.signingRefusal) throw chain.signingRefusal
  return layOut(chain, { address, call: call.bytes, nonce, period, birth })
}

/** Which runtime a call was read with. */
const understood = new WeakMap<Call, Runtime>()

/** The bytes of a call say what it says: also where the chain was upgraded since it was built. @throws MissingInRuntime */
function checkMeaning(chain: Chain, call: Call): void {
  if (understood.get(call) === chain.runtime) return
  const read = decodeCall(chain, call.bytes)
  if (textOf(read) !== textOf(call)) {
    throw new MissingInRuntime(`call ${call.pallet}.${call.name} of these bytes`, chain.specVersion)
  }
  understood.set(call, chain.runtime)
}

function textOf({ pallet, name, args }: Call): string {
  return JSON.stringify([pallet, name, args], (_, value: unknown) =>
    typeof value === 'bigint' ? `${value}` : value,
  )
}
