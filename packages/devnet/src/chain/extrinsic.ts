import { concatBytes } from '@noble/hashes/utils.js'
import { Blake2256, compactNumber } from '@polkadot-api/substrate-bindings'
import {
  type AccountId32,
  type CheckMetadataHash,
  type Era,
  extensions,
  extrinsic,
  type Hex,
  type MultiAddress,
  type MultiSignature,
  type RuntimeCall,
} from '@stake/schema'
import { codecOf } from '../scale/codec.ts'
import { toHex } from '../scale/hex.ts'
import { assertShallow } from './call-depth.ts'
import { badFormat, PoolError, undecodable } from './pool-error.ts'
import { isSignedBy } from './signature.ts'

/**
 * An extrinsic without a signature: an inherent, made by the block's author, or one of format 5 whose extensions could
 * speak for a sender, which those of this runtime do not.
 */
export interface SenderlessExtrinsic {
  readonly signed: false
  readonly general: boolean
  readonly length: number
  readonly call: RuntimeCall
}

/** A decoded extrinsic of format 4 with its signature and what its extensions carry. */
export interface SignedExtrinsic {
  readonly signed: true
  /** Encoded length, prefix included: what the length fee counts. */
  readonly length: number
  readonly call: RuntimeCall
  readonly address: MultiAddress
  readonly signature: MultiSignature
  readonly era: Era
  readonly nonce: number
  readonly tip: bigint
  readonly metadataHash: CheckMetadataHash['mode']['type']
  /** The signed part that travels: call and extensions. */
  readonly payloadStart: Uint8Array
}

export type Extrinsic = SenderlessExtrinsic | SignedExtrinsic

const BARE_V4 = 0x04
const SIGNED_V4 = 0x84
const BARE_V5 = 0x05
const GENERAL_V5 = 0x45

const EXTENSIONS = `(${extensions.map(({ type }) => type).join(', ')})` as const
/** The version of the extensions, which is 0, the extensions, the call. */
const GENERAL = `(u8, ${EXTENSIONS}, ${extrinsic.call})` as const
const SIGNED = `(${extrinsic.address}, ${extrinsic.signature}, ${EXTENSIONS}, ${extrinsic.call})` as const

type ExtensionName = (typeof extensions)[number]['name']

/** Reads an extrinsic with its length prefix. @throws PoolError 1001 or 1002, as a node answers */
export function decodeExtrinsic(bytes: Uint8Array): Extrinsic {
  const body = withoutLength(bytes)
  const length = bytes.length
  const [version] = body
  try {
    if (version === BARE_V4 || version === BARE_V5)
      return { signed: false, general: false, length, call: callIn(body.subarray(1)) }
    if (version === SIGNED_V4) return { ...signedParts(body.subarray(1)), length }
    if (version === GENERAL_V5 && body[1] === 0) {
      const [, , call] = codecOf(GENERAL as string).dec(body.subarray(1)) as unknown as [
        0,
        unknown,
        RuntimeCall,
      ]
      return { signed: false, general: true, length, call: assertShallow(call) }
    }
  } catch (error) {
    throw undecodable(error instanceof Error ? error.message : String(error))
  }
  throw undecodable(`there is no extrinsic format ${version}`)
}

/** The same, undefined for what is none. */
export function readExtrinsic(bytes: Uint8Array): Extrinsic | undefined {
  try {
    return decodeExtrinsic(bytes)
  } catch (error) {
    if (error instanceof PoolError) return undefined
    throw error
  }
}

function callIn(bytes: Uint8Array): RuntimeCall {
  return assertShallow(codecOf(extrinsic.call).dec(bytes))
}

/** An extrinsic's bytes with their length in front. */
export function withLength(body: Uint8Array): Uint8Array {
  return concatBytes(compactNumber.enc(body.length), body)
}

/** An inherent's bytes. */
export function encodeBare(call: RuntimeCall): Uint8Array {
  return withLength(concatBytes(Uint8Array.of(BARE_V4), codecOf(extrinsic.call).enc(call)))
}

/** What goes into a signed extrinsic without a tip. */
export interface ExtrinsicToSign {
  readonly signer: AccountId32
  readonly nonce: number
  readonly call: RuntimeCall
  /** Default immortal. */
  readonly era?: Era
}

/** A signed extrinsic's bytes. `sign` makes the sr25519 signature of the message it is given. */
export function encodeSigned(
  { signer, nonce, call, era = { type: 'Immortal' } }: ExtrinsicToSign,
  context: SignedContext,
  sign: (message: Uint8Array) => Uint8Array,
): Uint8Array {
  const carried: Readonly<Partial<Record<ExtensionName, unknown>>> = {
    CheckMortality: era,
    CheckNonce: nonce,
    ChargeTransactionPayment: 0n,
    CheckMetadataHash: { mode: { type: 'Disabled' } },
  }
  const extra = codecOf(EXTENSIONS as string).enc(extensions.map(({ name }) => carried[name]) as never)
  const encodedCall = codecOf(extrinsic.call).enc(call)
  const signature = sign(messageOf(concatBytes(encodedCall, extra), context))
  return withLength(
    concatBytes(
      Uint8Array.of(SIGNED_V4),
      codecOf(extrinsic.address).enc({ type: 'Id', value: signer }),
      codecOf(extrinsic.signature).enc({ type: 'Sr25519', value: toHex(signature) }),
      extra,
      encodedCall,
    ),
  )
}

/** What a signature also covers without sending it along. */
export interface SignedContext {
  readonly specVersion: number
  readonly transactionVersion: number
  readonly genesisHash: Hex
  readonly birthHash: Hex
}

/** Whether the signature is the signer's over this extrinsic in this context. */
export function isSignatureValid(
  extrinsic: SignedExtrinsic,
  signer: AccountId32,
  context: SignedContext,
): boolean {
  const message = messageOf(extrinsic.payloadStart, context)
  const text = toHex(message)
  const known = verified.get(extrinsic)
  if (known?.message === text) return known.valid
  const valid = isSignedBy(message, extrinsic.signature, signer)
  verified.set(extrinsic, { message: text, valid })
  return valid
}

/** What is signed: long payloads by their hash. */
function messageOf(payloadStart: Uint8Array, context: SignedContext): Uint8Array {
  const payload = concatBytes(payloadStart, additionalSigned(context))
  return payload.length > 256 ? Blake2256(payload) : payload
}

// Checking a signature costs milliseconds and its outcome only depends on the message, so a decoded extrinsic that
// is judged again after each block is not checked again.
const verified = new WeakMap<SignedExtrinsic, { readonly message: string; readonly valid: boolean }>()

function additionalSigned({
  specVersion,
  transactionVersion,
  genesisHash,
  birthHash,
}: SignedContext): Uint8Array {
  const values: Readonly<Partial<Record<ExtensionName, unknown>>> = {
    CheckSpecVersion: specVersion,
    CheckTxVersion: transactionVersion,
    CheckGenesis: genesisHash,
    CheckMortality: birthHash,
    // This chain publishes no metadata hash, so only signatures that leave it out can be valid.
    CheckMetadataHash: undefined,
  }
  return concatBytes(
    ...extensions.map(({ name, additional }) => codecOf(additional as string).enc(values[name] as never)),
  )
}

function signedParts(body: Uint8Array): Omit<SignedExtrinsic, 'length'> {
  const [address, signature, carried, call] = codecOf(SIGNED as string).dec(body) as unknown as readonly [
    MultiAddress,
    MultiSignature,
    readonly unknown[],
    RuntimeCall,
  ]
  assertShallow(call)
  const extension = (name: ExtensionName): unknown =>
    carried[extensions.findIndex((known) => known.name === name)]
  return {
    signed: true,
    call,
    address,
    signature,
    era: extension('CheckMortality') as Era,
    nonce: extension('CheckNonce') as number,
    tip: extension('ChargeTransactionPayment') as bigint,
    metadataHash: (extension('CheckMetadataHash') as CheckMetadataHash).mode.type,
    payloadStart: concatBytes(
      codecOf(extrinsic.call).enc(call),
      codecOf(EXTENSIONS as string).enc(carried as never),
    ),
  }
}

/** The bytes behind the length in front of them. @throws PoolError where they are not that long */
export function withoutLength(bytes: Uint8Array): Uint8Array {
  let length: number
  try {
    length = compactNumber.dec(bytes)
  } catch {
    throw badFormat('not enough data to fill buffer')
  }
  const prefix = compactNumber.enc(length).length
  if (length === 0 || bytes.length !== prefix + length) throw badFormat('length prefix and length differ')
  return bytes.subarray(prefix)
}
