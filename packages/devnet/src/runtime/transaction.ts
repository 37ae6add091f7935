import type { AccountId32, Hex } from '@stake/schema'
import { eraBirth } from '../chain/era.ts'
import { isSignatureValid, type SignedExtrinsic } from '../chain/extrinsic.ts'
import type { InvalidReason } from '../chain/pool-error.ts'
import { accountExists, accountOf } from '../pallets/system.ts'
import { canPayFee, feeOf } from '../pallets/transaction-payment.ts'
import { codecOf } from '../scale/codec.ts'
import { dispatchInfo } from './calls.ts'
import { blockLength, blockWeights } from './constants.ts'
import type { Storage } from './storage.ts'

/** What identifies the chain in every signature. */
export interface ChainIdentity {
  readonly genesisHash: Hex
  readonly specVersion: number
  readonly transactionVersion: number
}

/** What the checks of the extensions found. */
export type CheckedTransaction =
  | {
      readonly valid: true
      readonly who: AccountId32
      readonly fee: bigint
      /** How far its nonce is ahead of the account's. */
      readonly ahead: number
    }
  | { readonly valid: false; readonly reason: InvalidReason }

const NOBODY = codecOf('AccountId32').dec(new Uint8Array(32))

/**
 * The checks of the 13 extensions, in their order, on storage that is set up for the block to come.
 */
export function checkTransaction(
  storage: Storage,
  extrinsic: SignedExtrinsic,
  chain: ChainIdentity,
): CheckedTransaction {
  const { address, era, call, nonce, tip, length, metadataHash } = extrinsic
  if (address.type !== 'Id') return invalid('cannotLookup')
  const who = address.value

  const birth = eraBirth(era, storage.get('System', 'Number'))
  if (!storage.has('System', 'BlockHash', birth)) return invalid('ancientBirthBlock')
  if (metadataHash !== 'Disabled') return invalid('cannotLookup')
  const birthHash = storage.get('System', 'BlockHash', birth)
  if (!isSignatureValid(extrinsic, who, { ...chain, birthHash })) return invalid('badProof')

  if (who === NOBODY) return invalid('badSigner')
  const account = accountOf(storage, who)
  if (!accountExists(account)) return invalid('payment')
  if (nonce < account.nonce) return invalid('stale')

  const { weight } = dispatchInfo(call)
  const { max_extrinsic } = blockWeights.per_class.normal
  if (max_extrinsic !== undefined && weight.ref_time > max_extrinsic.ref_time)
    return invalid('exhaustsResources')
  if (length > blockLength.max.normal) return invalid('exhaustsResources')

  const fee = feeOf(call, length, tip)
  if (!canPayFee(storage, who, call, fee)) return invalid('payment')
  return { valid: true, who, fee, ahead: nonce - account.nonce }
}

function invalid(reason: InvalidReason): CheckedTransaction {
  return { valid: false, reason }
}
