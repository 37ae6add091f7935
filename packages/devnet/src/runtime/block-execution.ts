import {
  type AccountId32,
  type DigestItem,
  type DispatchError,
  type DispatchEventInfo,
  type Hex,
  type RuntimeCall,
  runtimeVersion,
} from '@stake/schema'
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
import { CODE_KEY, encodeCode, type RuntimeIdentity, wholeRuntimeOf } from '../chain/runtime-code.ts'
import { StateOverlay } from '../chain/state.ts'
import { shieldKeysOf } from '../pallets/mev-shield/author-keys.ts'
import { keyHash, parseEnvelope, type Wrapper } from '../pallets/mev-shield/envelope.ts'
import { runCoinbase } from '../pallets/subtensor/emission/coinbase.ts'
import { beginBlockOfRegistrations } from '../pallets/subtensor/registration-price.ts'
import { incrementNonce } from '../pallets/system.ts'
import { refundOf, settleFee, takeFee } from '../pallets/transaction-payment.ts'
import { codecOf } from '../scale/codec.ts'
import { fromHex } from '../scale/hex.ts'
import { BlockSpace } from './block-space.ts'
import { dispatch, dispatchInfo } from './calls.ts'
import { Context } from './context.ts'
import { DispatchFailure } from './dispatch-failure.ts'
import type { Origin, PostDispatch } from './pallet-calls.ts'
import { Storage } from './storage.ts'
import { type ChainIdentity, checkTransaction } from './transaction.ts'

/** What a block is made with. */
export interface BlockInputs {
  readonly parent: Block
  readonly chain: ChainIdentity
  readonly author: AccountId32
  /** Milliseconds since 1970; goes into the block as its first extrinsic. */
  readonly timestamp: bigint
  /** Whether new TAO and alpha come with the block. */
  readonly emission: boolean
}

/** Another runtime, and what it changes in the storage as it takes over. */
export interface RuntimeUpgrade extends RuntimeIdentity {
  /** Raw values by raw key; null deletes. */
  readonly storage: Readonly<Record<Hex, Hex | null>>
}

/** What became of an extrinsic: in the block, with the error its call ended in, or not, with the reason. */
export type Applied =
  | { readonly in: true; readonly failure: DispatchError | undefined }
  | { readonly in: false; readonly reason: InvalidReason }

/** One block in the making: extrinsics are applied one by one, then it is finished. */
export class BlockExecution {
  readonly #inputs: BlockInputs
  readonly #context: Context
  readonly #digest: Hex[]
  readonly #extrinsics: Uint8Array[] = []
  readonly #space = new BlockSpace()

  constructor(inputs: BlockInputs) {
    this.#inputs = inputs
    const { parent, author, timestamp, emission } = inputs
    const slotDuration = BigInt(wholeRuntimeOf(parent.state).slotDuration)
    const storage = new Storage(new StateOverlay(parent.state))
    this.#digest = [auraPreDigest(timestamp / slotDuration)]
    initializeBlock(storage, parent, this.#digest)
    beginBlockOfRegistrations(storage, parent.header.number + 1)
    this.#context = new Context(storage, author)
    if (emission) runCoinbase(this.#context)
    this.#inherent({ type: 'Timestamp', value: { type: 'set', value: { now: timestamp } } })
    const enc_key = shieldKeysOf(this.#context.blockNumber).publicKey
    this.#inherent({ type: 'MevShield', value: { type: 'announce_next_key', value: { enc_key } } })
  }

  /** Applies a signed extrinsic, which is then in the block, be its call a failure, or cannot stand in it. */
  apply(bytes: Uint8Array, extrinsic: SignedExtrinsic): Applied {
    const { call, tip } = extrinsic
    const context = this.#context
    const checked = checkTransaction(context.storage, extrinsic, this.#inputs.chain)
    if (typeof checked === 'string' || 'custom' in checked) return { in: false, reason: checked }
    const { who, payer, fee, ahead } = checked
    if (ahead > 0) return { in: false, reason: 'future' }
    const info = dispatchInfo(call)
    if (!this.#space.take(info, bytes.length)) return { in: false, reason: 'exhaustsResources' }

    context.phase = { type: 'ApplyExtrinsic', value: this.#extrinsics.length }
    const taken = takeFee(context, payer, call, fee)
    if (taken === undefined) return { in: false, reason: 'payment' }
    incrementNonce(context, who)
    const outcome = attemptCall(context, { type: 'signed', who }, call)
    settleFee(context, payer, taken, { fee, tip, refund: refundOf(call, outcome.post, fee, tip) })
    this.#space.giveBack(info.class.type, info.weight, outcome.post.weight ?? info.weight)
    this.#conclude(bytes, call, outcome)
    return { in: true, failure: outcome.failure?.error }
  }

  /** Whether this block's author can open the envelope: it is for the key that is the current one. */
  canOpen({ value: { value } }: Wrapper): boolean {
    const key = this.#context.storage.get('MevShield', 'CurrentKey')
    return key !== undefined && parseEnvelope(value.ciphertext)?.key_hash === keyHash(key)
  }

  /** Writes raw values by raw key, as no transaction could; null deletes. */
  write(values: Readonly<Record<Hex, Hex | null>>): void {
    const { overlay } = this.#context.storage
    for (const [key, value] of Object.entries(values)) {
      if (value === null) overlay.delete(key)
      else overlay.put(key, fromHex(value))
    }
  }

  /** Changes the runtime, from the next block on. */
  upgrade({ storage: migrated, ...runtime }: RuntimeUpgrade): void {
    const { storage } = this.#context
    const { slotDuration } = wholeRuntimeOf(storage.overlay)
    storage.overlay.put(CODE_KEY, encodeCode({ ...runtime, slotDuration }))
    this.write(migrated)
    const { specVersion } = runtime
    storage.put('System', 'LastRuntimeUpgrade', [], {
      spec_version: specVersion,
      spec_name: runtimeVersion.specName,
    })
    this.#digest.push(RUNTIME_UPDATED)
    storage.put('System', 'Digest', [], { logs: this.#digest.map(digestItem) })
    this.#context.phase = { type: 'Initialization' }
    this.#context.deposit('System', 'CodeUpdated')
  }

  /** Seals the block: events, the header and its hash. */
  finish(): Block {
    const { storage, events } = this.#context
    storage.put('System', 'Events', [], events)
    storage.put('System', 'EventCount', [], events.length)
    storage.put('System', 'BlockWeight', [], this.#space.weights)
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
    const outcome = attemptCall(this.#context, { type: 'none' }, call)
    if (outcome.failure !== undefined) throw outcome.failure
    const bytes = encodeBare(call)
    this.#space.take(dispatchInfo(call), bytes.length)
    this.#conclude(bytes, call, outcome)
  }

  #conclude(bytes: Uint8Array, call: RuntimeCall, { failure, post }: Outcome): void {
    const announced = dispatchInfo(call)
    const dispatch_info: DispatchEventInfo = {
      ...announced,
      weight: post.weight ?? announced.weight,
      pays_fee: post.paysFee === false ? { type: 'No' } : announced.pays_fee,
    }
    if (failure === undefined) this.#context.deposit('System', 'ExtrinsicSuccess', { dispatch_info })
    else this.#context.deposit('System', 'ExtrinsicFailed', { dispatch_error: failure.error, dispatch_info })
    this.#extrinsics.push(bytes)
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
  const outdated = number - 1 - BLOCK_HASH_COUNT
  if (outdated > 0) storage.remove('System', 'BlockHash', outdated)
  storage.put('System', 'Digest', [], {
    logs: digest.map(digestItem),
  })
}

function digestItem(item: Hex): DigestItem {
  return codecOf('DigestItem').dec(fromHex(item))
}

/** Extrinsics that the author puts first into each block: its time, and its key for the shield. */
export const INHERENTS = 2

/** The digest item that tells of another runtime. */
const RUNTIME_UPDATED: Hex = '0x08'

/** How many block hashes the chain remembers. */
const BLOCK_HASH_COUNT = 2400

interface Outcome {
  readonly failure?: DispatchFailure
  readonly post: PostDispatch
}

/** Runs a call; its failure is undone and returned. Anything else is an error of this program and goes on. */
function attemptCall(context: Context, origin: Origin, call: RuntimeCall): Outcome {
  try {
    return { post: context.transact(() => dispatch(context, origin, call)) }
  } catch (failure) {
    if (failure instanceof DispatchFailure) return { failure, post: failure.post }
    throw failure
  }
}
