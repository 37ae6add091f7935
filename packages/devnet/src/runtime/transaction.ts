import type { AccountId32, Hex, RuntimeCall } from '@stake/schema'
import { eraBirth } from '../chain/era.ts'
import { isSignatureValid, type SignedExtrinsic } from '../chain/extrinsic.ts'
import type { InvalidReason } from '../chain/pool-error.ts'
import { isWrapper, parseEnvelope } from '../pallets/mev-shield/envelope.ts'
import { feePayer } from '../pallets/proxy/fee-payer.ts'
import { takeObjection } from '../pallets/subtensor/takes.ts'
import { accountExists, accountOf } from '../pallets/system.ts'
import { canPayFee, feeOf } from '../pallets/transaction-payment.ts'
import { codecOf } from '../scale/codec.ts'
import { isOversized } from './block-space.ts'
import { isOfSwap, isSwapAnnounced, isSwapDisputed } from './call-filter.ts'
import { dispatchInfo } from './calls.ts'
import type { Storage } from './storage.ts'

/** What identifies the chain in every signature. */
export interface ChainIdentity {
  readonly genesisHash: Hex
  readonly specVersion: number
  readonly transactionVersion: number
}

/** A transaction that passed the checks its extensions make. */
export interface CheckedTransaction {
  readonly who: AccountId32
  /** Who pays the fee, which may be the account that `who` acts for. */
  readonly payer: AccountId32
  readonly fee: bigint
  /** How far its nonce is ahead of the account's. */
  readonly ahead: number
}

const NOBODY = codecOf('AccountId32').dec(new Uint8Array(32))

/**
 * The checks of the 13 extensions, in their order, on storage that is set up for the block to come. Returns the
 * reason of the first that fails.
 */
export function checkTransaction(
  storage: Storage,
  extrinsic: SignedExtrinsic,
  chain: ChainIdentity,
): CheckedTransaction | InvalidReason {
  const { address, era, call, nonce, tip, length, metadataHash } = extrinsic
  if (address.type !== 'Id') return 'cannotLookup'
  const who = address.value

  // Who cannot open an envelope in time must not hold it for ever.
  if (isWrapper(call) && (era.type === 'Immortal' || era.value.period > LONGEST_ENVELOPE)) return 'stale'
  const birth = eraBirth(era, storage.get('System', 'Number'))
  if (!storage.has('System', 'BlockHash', birth)) return 'ancientBirthBlock'
  if (metadataHash !== 'Disabled') return 'cannotLookup'
  const birthHash = storage.get('System', 'BlockHash', birth)
  if (!isSignatureValid(extrinsic, who, { ...chain, birthHash })) return 'badProof'

  if (who === NOBODY) return 'badSigner'
  const account = accountOf(storage, who)
  if (!accountExists(account)) return 'payment'
  if (nonce < account.nonce) return 'stale'

  const info = dispatchInfo(call)
  if (info.class.type === 'Mandatory') return 'mandatoryValidation'
  if (isOversized(info, length)) return 'exhaustsResources'

  const fee = feeOf(call, length, tip)
  const payer = feePayer(storage, who, call)
  if (!canPayFee(storage, payer, call, fee)) return 'payment'
  const custom = objectionTo(storage, who, call)
  if (custom !== undefined) return { custom }
  return { who, payer, fee, ahead: nonce - account.nonce }
}

/** Blocks for which an envelope may be signed. */
const LONGEST_ENVELOPE = 8
const COLDKEY_SWAP_ANNOUNCED = 0
const COLDKEY_SWAP_DISPUTED = 21
const ENVELOPE_UNREADABLE = 23

/** What the chain's own extensions have against a call before it runs, as the number of a custom error. */
function objectionTo(storage: Storage, who: AccountId32, call: RuntimeCall): number | undefined {
  if (isWrapper(call) && parseEnvelope(call.value.value.ciphertext) === undefined) return ENVELOPE_UNREADABLE
  if (isSwapDisputed(storage, who)) return COLDKEY_SWAP_DISPUTED
  if (isSwapAnnounced(storage, who) && !isOfSwap(call)) return COLDKEY_SWAP_ANNOUNCED
  if (call.type !== 'SubtensorModule') return undefined
  const { type, value } = call.value
  return type === 'increase_take' || type === 'decrease_take' ? takeObjection(storage, who, value) : undefined
}
