import { blake2AsU8a } from '@polkadot/util-crypto'
import { bytesOf, hexOf } from '../bytes.ts'
import { decodeCall } from '../calls/call.ts'
import type { BlockRef, Chain, Hex } from '../chain.ts'
import { RuntimeChanged } from '../errors/errors.ts'
import { InvalidSignature, InvalidSigningRequest } from '../errors/signing-errors.ts'
import { publicKeyOf } from '../public-key.ts'
import { FORMAT } from '../runtime/compatibility.ts'
import { concatenated } from '../runtime/scale.ts'
import { eraBytes, extensionsOf, frameOf, signedTransaction } from '../runtime/transaction-frame.ts'
import type { Era, SignedExtrinsic } from '../submission/sign.ts'
import { lengthOf, SCHEMES, type Signature } from './signature.ts'
import { isSignedBy } from './verify-signature.ts'

/** The fields of a transaction, as wallets of Substrate chains take them (`signPayload`); numbers are `0x…` text. */
export interface SigningPayload {
  readonly address: string
  readonly assetId: Hex | null
  readonly blockHash: Hex
  readonly blockNumber: Hex
  readonly era: Hex
  readonly genesisHash: Hex
  readonly metadataHash: Hex | null
  /** The call's bytes. */
  readonly method: Hex
  readonly mode: number
  readonly nonce: Hex
  readonly signedExtensions: readonly string[]
  readonly specVersion: Hex
  readonly tip: Hex
  readonly transactionVersion: Hex
  readonly version: number
  readonly withSignedTransaction: boolean
}

/**
 * What a signer is asked to sign. Plain data: as JSON it can be carried to another device, kept over a restart, and
 * answered later (see {@link attachSignature}).
 */
export interface SigningRequest {
  /** The account that has to sign. */
  readonly address: string
  readonly nonce: number
  readonly era: Era
  readonly genesisHash: Hex
  readonly specVersion: number
  readonly payload: SigningPayload
  /** The whole payload. */
  readonly bytes: Hex
  /** What is signed: `bytes`, or their blake2-256 where they are longer than 256. */
  readonly message: Hex
  /** The blake2-256 of `bytes`, for people to compare on both devices. */
  readonly hash: Hex
}

/** What a transaction of this runtime is made of. */
interface Parts {
  readonly address: string
  readonly call: Hex
  readonly nonce: number
  readonly period: number
  readonly birth: BlockRef
}

/** A power of two from 8 to 2048. */
export function isPeriod(period: number): boolean {
  return Number.isInteger(Math.log2(period)) && period >= 8 && period <= 2048
}

/** Payloads up to this length are signed as they are; of longer ones the hash (rule of `SignedPayload`). */
const LONGEST_SIGNED_AS_IS = 256

/** Lays a transaction out for signing, with the runtime of now and no tip. @throws InvalidValue, UnknownExtension */
export function layOut(chain: Chain, { address, call, nonce, period, birth }: Parts): SigningRequest {
  const { genesisHash, runtime } = chain
  const era = eraBytes(period, birth.number)
  const { extra, additional } = frameOf(runtime, { nonce, era, birthHash: birth.hash, genesisHash })
  const bytes = concatenated([bytesOf(call), extra, additional])
  const hash = hexOf(blake2AsU8a(bytes))
  return {
    address,
    nonce,
    era: { period, birth: { number: birth.number, hash: birth.hash }, lastBlock: birth.number + period - 1 },
    genesisHash,
    specVersion: runtime.specVersion,
    payload: {
      address,
      assetId: null,
      blockHash: birth.hash,
      blockNumber: numberText(birth.number),
      era: hexOf(era),
      genesisHash,
      metadataHash: null,
      method: call,
      mode: 0,
      nonce: numberText(nonce),
      signedExtensions: extensionsOf(runtime),
      specVersion: numberText(runtime.specVersion),
      tip: `0x${'0'.repeat(32)}`,
      transactionVersion: numberText(runtime.transactionVersion),
      version: FORMAT,
      withSignedTransaction: false,
    },
    bytes: hexOf(bytes),
    message: bytes.length > LONGEST_SIGNED_AS_IS ? hash : hexOf(bytes),
    hash,
  }
}

function isU32(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 0xffff_ffff
}

/** A u32 as wallets take it: the highest byte first. */
function numberText(number: number): Hex {
  return `0x${number.toString(16).padStart(8, '0')}`
}

/**
 * Completes a transaction with the signature that came back. The payload is laid out anew and the signature verified
 * against it, so neither a request that was changed on its way nor a wrong signature gets any further.
 *
 * @throws InvalidSigningRequest for a request of another chain or one that was changed, RuntimeChanged where the
 * chain was upgraded since (then no signature of it is valid any more), InvalidSignature.
 *
 * @example
 * ```ts
 * import { attachSignature, buildCall, connect, requestSignature, signerFromUri } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const signer = signerFromUri('//Alice') // stands for a device without a network
 * const call = buildCall(chain, 'System', 'remark', { remark: '0x010203' })
 * const request = await requestSignature(chain, call, signer.address, { nonce: 0, period: 512 })
 * const carried = JSON.stringify(request)
 *
 * const signature = await signer.sign(JSON.parse(carried))
 * const signed = attachSignature(chain, JSON.parse(carried), signature)
 * signed.call // => 0x00000c010203
 * attachSignature(chain, { ...request, nonce: 1 }, signature) // throws InvalidSigningRequest
 * await chain.close()
 * await devnet.close()
 * ```
 */
export function attachSignature(
  chain: Chain,
  request: SigningRequest,
  signature: Signature,
): SignedExtrinsic {
  if (request.genesisHash !== chain.genesisHash) throw new InvalidSigningRequest('it is for another chain')
  if (request.specVersion !== chain.specVersion) {
    throw new RuntimeChanged(request.specVersion, chain.specVersion)
  }
  const { address, nonce } = request
  const { period, birth, lastBlock } = request.era
  if (!isPeriod(period) || !isU32(birth.number) || !/^0x[0-9a-f]{64}$/.test(birth.hash))
    throw new InvalidSigningRequest('its era is none of this chain')
  if (!isU32(nonce)) throw new InvalidSigningRequest('its nonce is none')
  const call = decodeCall(chain, request.payload.method).bytes
  const made = layOut(chain, { address, call, nonce, period, birth })
  const same =
    (['bytes', 'message', 'hash'] as const).every((name) => request[name] === made[name]) &&
    Object.entries(made.payload).every(
      ([name, value]) => String(value) === String(request.payload[name as 'era']),
    )
  // A longer life than was signed would keep its nonce waiting for a block that cannot come.
  if (!same || lastBlock !== made.era.lastBlock) {
    throw new InvalidSigningRequest('its fields and its bytes do not say the same')
  }
  checkForm(signature)
  if (!isSignedBy(address, bytesOf(made.message), signature)) {
    throw new InvalidSignature(address, 'it is not one of this account for this transaction')
  }
  return complete(chain, made, signature)
}

/** Puts a signature that is known to be right into its transaction. */
export function complete(chain: Chain, request: SigningRequest, signature: Signature): SignedExtrinsic {
  const { address, nonce, era, payload, genesisHash, specVersion } = request
  const call = payload.method
  const { birth } = era
  const { extra } = frameOf(chain.runtime, {
    nonce,
    era: eraBytes(era.period, birth.number),
    birthHash: birth.hash,
    genesisHash,
  })
  const bytes = signedTransaction({
    publicKey: publicKeyOf(address),
    signature: concatenated([Uint8Array.of(SCHEMES.indexOf(signature.scheme)), signature.bytes]),
    extra,
    call: bytesOf(call),
  })
  const hash = hexOf(blake2AsU8a(bytes))
  return { bytes: hexOf(bytes), hash, address, nonce, era, call, genesisHash, specVersion }
}

/** A signer is somebody else's program: what it gives back may be anything. */
function checkForm(signature: Signature): void {
  const { scheme, bytes } = (signature ?? {}) as Partial<Signature>
  if (!scheme || !SCHEMES.includes(scheme)) {
    throw new InvalidSignature('', `its kind is none of ${SCHEMES.join(', ')}`)
  }
  if (!(bytes instanceof Uint8Array) || bytes.length !== lengthOf(scheme)) {
    throw new InvalidSignature('', `one of ${scheme} has ${lengthOf(scheme)} bytes`)
  }
}
