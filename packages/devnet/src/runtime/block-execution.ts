import type { AccountId32, Hex, RuntimeCall, Weight } from '@stake/schema'
import {
  auraPreDigest,
  auraSeal,
  type Block,
  extrinsicsRoot,
  type Header,
  hashHeader,
  hashOf,
  stateRoot,
} from '../chain/block.ts'
import { encodeBare, type SignedExtrinsic } from '../chain/extrinsic.ts'
import type { InvalidReason } from '../chain/pool-error.ts'
import { StateOverlay } from '../chain/state.ts'
import { incrementNonce } from '../pallets/system.ts'
import { settleFee, takeFee } from '../pallets/transaction-payment.ts'
import { codecOf } from '../scale/codec.ts'
import { fromHex } from '../scale/hex.ts'
import { dispatch, dispatchInfo } from './calls.ts'
import { blockHashCount, blockLength, blockWeights } from './constants.ts'
import { Context } from './context.ts'
import { DispatchFailure } from './dispatch-failure.ts'
import type { Origin } from './pallet-calls.ts'
import { Storage } from './storage.ts'
import { type ChainIdentity, checkTransaction } from './transaction.ts'

/** What a block is made with. */
export interface BlockInputs {
  readonly parent: Block
  readonly chain: ChainIdentity
  readonly author: AccountId32
  /** Milliseconds since 1970; goes into the block as its first extrinsic. */
  readonly timestamp: bigint
  readonly slotDuration: bigint
}

/** One block in the making: extrinsics are applied one by one, then it is finished. */
export class BlockExecution {
  readonly #inputs: BlockInputs
  readonly #context: Context
  readonly #digest: readonly Hex[]
  readonly #extrinsics: Uint8Array[] = []
  /** Of normal extrinsics, each with the weight every extrinsic has. */
  #weight = 0n
  /** Of inherents. */
  #mandatory = 0n
  #length = 0

  constructor(inputs: BlockInputs) {
    this.#inputs = inputs
    const { parent, author, timestamp, slotDuration } = inputs
    const storage = new Storage(new StateOverlay(parent.state))
    this.#digest = [auraPreDigest(timestamp / slotDuration)]
    initializeBlock(storage, parent, this.#digest)
    this.#context = new Context(storage, author)
    this.#inherent({ type: 'Timestamp', value: { type: 'set', value: { now: timestamp } } })
  }

  /** Applies a signed extrinsic; returns why it cannot stand in this block, or undefined when it is in. */
  apply(bytes: Uint8Array, extrinsic: SignedExtrinsic): InvalidReason | undefined {
    const { call, tip } = extrinsic
    const context = this.#context
    const checked = checkTransaction(context.storage, extrinsic, this.#inputs.chain)
    if (!checked.valid) return checked.reason
    const { who, fee, ahead } = checked
    if (ahead > 0) return 'future'
    const weight = dispatchInfo(call).weight.ref_time + blockWeights.per_class.normal.base_extrinsic.ref_time
    if (!this.#fits(weight, bytes.length)) return 'exhaustsResources'

    context.phase = { type: 'ApplyExtrinsic', value: this.#extrinsics.length }
    const taken = takeFee(context, who, call, fee)
    if (taken === undefined) return 'payment'
    incrementNonce(context, who)
    const failure = attemptCall(context, { type: 'signed', who }, call)
    settleFee(context, who, taken, fee, tip)
    this.#weight += weight
    this.#conclude(bytes, call, failure)
    return undefined
  }

  /** Seals the block: events, the header and its hash. */
  finish(): Block {
    const { storage, events } = this.#context
    storage.put('System', 'Events', [], events)
    storage.put('System', 'EventCount', [], events.length)
    storage.put('System', 'BlockWeight', [], {
      normal: weightOf(this.#weight),
      operational: weightOf(0n),
      mandatory: weightOf(this.#mandatory),
    })
    const { overlay } = storage
    const changes = overlay.changes()
    const { parent } = this.#inputs
    const header: Header = {
      parentHash: parent.hash,
      number: parent.header.number + 1,
      stateRoot: stateRoot(parent.header.stateRoot, changes),
      extrinsicsRoot: extrinsicsRoot(this.#extrinsics),
      digest: [...this.#digest, auraSeal()],
    }
    return {
      hash: hashHeader(header),
      header,
      extrinsics: this.#extrinsics,
      extrinsicHashes: this.#extrinsics.map(hashOf),
      state: overlay.applied(),
      changes,
    }
  }

  #inherent(call: RuntimeCall): void {
    this.#context.phase = { type: 'ApplyExtrinsic', value: this.#extrinsics.length }
    const failure = attemptCall(this.#context, { type: 'none' }, call)
    if (failure !== undefined) throw failure
    this.#mandatory += dispatchInfo(call).weight.ref_time
    this.#conclude(encodeBare(call), call, undefined)
  }

  #fits(weight: bigint, length: number): boolean {
    const { max_total } = blockWeights.per_class.normal
    if (max_total !== undefined && this.#weight + weight > max_total.ref_time) return false
    return this.#length + length <= blockLength.max.normal
  }

  #conclude(bytes: Uint8Array, call: RuntimeCall, failure: DispatchFailure | undefined): void {
    const dispatch_info = dispatchInfo(call)
    if (failure === undefined) this.#context.deposit('System', 'ExtrinsicSuccess', { dispatch_info })
    else this.#context.deposit('System', 'ExtrinsicFailed', { dispatch_error: failure.error, dispatch_info })
    this.#extrinsics.push(bytes)
    this.#length += bytes.length
  }
}

/**
 * Prepares storage for the block after `parent`: what a runtime does before the first extrinsic. Validating a
 * transaction for the pool starts from here too.
 */
export function initializeBlock(storage: Storage, parent: Block, digest: readonly Hex[] = []): void {
  const number = parent.header.number + 1
  storage.put('System', 'Number', [], number)
  storage.put('System', 'ParentHash', [], parent.hash)
  storage.put('System', 'BlockHash', [number - 1], parent.hash)
  const outdated = number - 1 - blockHashCount
  if (outdated > 0) storage.remove('System', 'BlockHash', outdated)
  storage.put('System', 'Digest', [], {
    logs: digest.map((item) => codecOf('DigestItem').dec(fromHex(item))),
  })
}

function weightOf(ref_time: bigint): Weight {
  return { ref_time, proof_size: 0n }
}

/** Runs a call; its failure is undone and returned. Anything else is an error of this program and goes on. */
function attemptCall(context: Context, origin: Origin, call: RuntimeCall): DispatchFailure | undefined {
  try {
    context.transact(() => dispatch(context, origin, call))
    return undefined
  } catch (error) {
    if (error instanceof DispatchFailure) return error
    throw error
  }
}
