import { bytesOf } from '../bytes.ts'
import type { Hex } from '../chain.ts'
import { UnknownExtension } from '../errors/errors.ts'
import { InvalidValue } from '../errors/invalid-value.ts'
import { FORMAT, otherParts, unfillableExtensions } from './compatibility.ts'
import { apiOf, type Runtime } from './runtime.ts'
import { compact, concatenated, littleEndian, prefixed } from './scale.ts'

/** What a transaction says beside its call. There is no tip: on this chain it buys nothing. */
export interface Terms {
  readonly nonce: number
  /** As {@link eraBytes} makes it. */
  readonly era: Uint8Array
  /** The hash of the block in which the era was born. */
  readonly birthHash: Hex
  readonly genesisHash: Hex
}

/** What the signed extensions add to a transaction, in the runtime's own order. */
export interface Frame {
  /** Sent along. */
  readonly extra: Uint8Array
  /** Only signed, for both sides know it. */
  readonly additional: Uint8Array
}

/** What the signed extensions of a runtime add, by those terms. */
export function frameOf(runtime: Runtime, terms: Terms): Frame {
  const { nonce } = terms
  if (!Number.isInteger(nonce) || nonce < 0 || nonce > 0xffff_ffff)
    throw new InvalidValue('nonce', `a whole number from 0 to ${0xffff_ffff}`, nonce)
  const fillings = fillingsOf(runtime)
  const facts = { ...terms, runtime }
  return {
    extra: concatenated(fillings.map(({ extra }) => extra(facts))),
    additional: concatenated(fillings.map(({ additional }) => additional(facts))),
  }
}

/** The names of a runtime's signed extensions, in its order. */
export function extensionsOf(runtime: Runtime): readonly string[] {
  return apiOf(runtime).registry.signedExtensions
}

/**
 * An era as it is sent: how long, as a power of two in the lowest four bits, and in which phase of it.
 *
 * @param period - a power of two from 4 to 2048: beyond that phases are rounded
 */
export function eraBytes(period: number, birth: number): Uint8Array {
  return littleEndian(BigInt((Math.log2(period) - 1) | ((birth % period) << 4)), 2)
}

/** A signed transaction, length first, as the node takes it. */
export function signedTransaction(parts: {
  readonly publicKey: Uint8Array
  /** The byte of its kind, and the signature. */
  readonly signature: Uint8Array
  readonly extra: Uint8Array
  readonly call: Uint8Array
}): Uint8Array {
  const { publicKey, signature, extra, call } = parts
  // The highest bit says that it is signed; of the kinds of addresses an account's id is the first.
  return prefixed(concatenated([Uint8Array.of(0x80 | FORMAT, 0), publicKey, signature, extra, call]))
}

interface Facts extends Terms {
  readonly runtime: Runtime
}

interface Filling {
  readonly extra: (facts: Facts) => Uint8Array
  readonly additional: (facts: Facts) => Uint8Array
}

const nothing = () => new Uint8Array()
const zero = () => Uint8Array.of(0)

/** What goes into the extensions of this chain that carry something; their shapes are those of the reference. */
const FILLINGS: Readonly<Record<string, Partial<Filling>>> = {
  CheckSpecVersion: { additional: ({ runtime }) => littleEndian(BigInt(runtime.specVersion), 4) },
  CheckTxVersion: { additional: ({ runtime }) => littleEndian(BigInt(runtime.transactionVersion), 4) },
  CheckGenesis: { additional: ({ genesisHash }) => bytesOf(genesisHash) },
  CheckMortality: { extra: ({ era }) => era, additional: ({ birthHash }) => bytesOf(birthHash) },
  CheckNonce: { extra: ({ nonce }) => compact(BigInt(nonce)) },
  /** The tip. */
  ChargeTransactionPayment: { extra: zero },
  /** Switched off, and so without a hash. */
  CheckMetadataHash: { extra: zero, additional: zero },
}

const known = new WeakMap<Runtime, readonly Filling[]>()

/** @throws UnknownExtension for what carries something else than is written here */
function fillingsOf(runtime: Runtime): readonly Filling[] {
  const before = known.get(runtime)
  if (before) return before
  const unfillable = [...unfillableExtensions(runtime), ...otherParts(runtime)]
  if (unfillable.length > 0) throw new UnknownExtension(runtime.specVersion, unfillable)
  const fillings = apiOf(runtime).registry.signedExtensions.map((name) => ({
    extra: nothing,
    additional: nothing,
    ...FILLINGS[name],
  }))
  known.set(runtime, fillings)
  return fillings
}
