import { rootClaim } from '@stake/math'
import type { AccountId32, CallArgs, Weight } from '@stake/schema'
import type { Context } from '../../runtime/context.ts'
import { moduleError } from '../../runtime/dispatch-failure.ts'
import type { Origin } from '../../runtime/pallet-calls.ts'
import type { Storage } from '../../runtime/storage.ts'
import { addWeights, benchmarked } from '../../runtime/weight.ts'
import { codecOf } from '../../scale/codec.ts'
import { fromHex } from '../../scale/hex.ts'
import { storagePrefix } from '../../scale/storage-key.ts'
import { transfer } from '../balances.ts'
import { attempt } from '../swap.ts'
import { buyAlpha, sellAlpha } from './alpha-swap.ts'
import { settled } from './root-claim.ts'
import { increaseStake, stakeOf } from './share-pool.ts'
import { ensureSubnetExists, ensureSubnetOwnerOrRoot, ROOT, subnetAccount } from './subnets.ts'

const MOST_SUBNETS = 5
const MOST_COLDKEYS = 50n
const HIGHEST_THRESHOLD = 10_000_000n

/** Pays a coldkey what it is owed for its stake on root, of up to five subnets. Returns what that weighed. */
export function claimRoot(
  context: Context,
  coldkey: AccountId32,
  { subnets }: CallArgs<'SubtensorModule', 'claim_root'>,
): Weight {
  if (subnets.length === 0 || subnets.length > MOST_SUBNETS)
    throw moduleError('SubtensorModule', 'InvalidSubnetNumber')
  return claimAll(context, coldkey, (netuid) => subnets.includes(netuid))
}

/** Decides what becomes of the alpha that the coldkey is owed. */
export function setRootClaimType(
  context: Context,
  coldkey: AccountId32,
  { new_root_claim_type }: CallArgs<'SubtensorModule', 'set_root_claim_type'>,
): void {
  if (new_root_claim_type.type === 'KeepSubnets' && new_root_claim_type.value.subnets.length === 0)
    throw moduleError('SubtensorModule', 'InvalidSubnetNumber')
  context.storage.put('SubtensorModule', 'RootClaimType', [coldkey], new_root_claim_type)
  context.deposit('SubtensorModule', 'RootClaimTypeSet', { coldkey, root_claim_type: new_root_claim_type })
}

/** How many coldkeys are paid by themselves in each block; none with 0. */
export function setNumRootClaims(
  { storage }: Context,
  { new_value }: CallArgs<'SubtensorModule', 'sudo_set_num_root_claims'>,
): void {
  if (new_value > MOST_COLDKEYS) throw moduleError('SubtensorModule', 'InvalidNumRootClaim')
  storage.put('SubtensorModule', 'NumRootClaim', [], new_value)
}

/** Below how much alpha nothing is paid out of a subnet; its owner's to say. */
export function setRootClaimThreshold(
  { storage }: Context,
  origin: Origin,
  { netuid, new_value }: CallArgs<'SubtensorModule', 'sudo_set_root_claim_threshold'>,
): void {
  ensureSubnetOwnerOrRoot(storage, origin, netuid)
  ensureSubnetExists(storage, netuid)
  if (new_value > HIGHEST_THRESHOLD) throw moduleError('SubtensorModule', 'InvalidRootClaimThreshold')
  storage.put('SubtensorModule', 'RootClaimableThreshold', [netuid], { bits: new_value << 32n })
}

/**
 * Pays a few coldkeys in every block, whom the hash of the block before picks. The chain picks by an index of its own;
 * here the coldkeys stand in the order of their storage keys, and one without stake on root is passed over.
 */
export function claimForSome(context: Context): void {
  const { storage } = context
  const count = Number(storage.get('SubtensorModule', 'NumRootClaim'))
  if (count === 0) return
  const keys = storage.overlay.keys(storagePrefix('SubtensorModule', 'StakingHotkeys'))
  for (const at of picked(fromHex(storage.get('System', 'ParentHash')), count, BigInt(keys.length))) {
    const coldkey = ACCOUNT.dec(fromHex(`0x${keys[at]?.slice(-64)}`))
    if (stakesOnRoot(storage, coldkey)) claimAll(context, coldkey, () => true)
  }
}

const ACCOUNT = codecOf('AccountId32')

/** Steps through so many coldkeys by the eight-byte parts of a hash, one after another. */
function picked(hash: Uint8Array, count: number, among: bigint): number[] {
  if (among === 0n) return []
  const view = new DataView(hash.buffer, hash.byteOffset)
  let last = view.getBigUint64(0)
  return Array.from({ length: count }, (_, turn) => {
    const sum = last + view.getBigUint64((turn * 8) % 32)
    last = (sum > U64_MAX ? U64_MAX : sum) % among
    return Number(last)
  })
}

const U64_MAX = 2n ** 64n - 1n

function stakesOnRoot(storage: Storage, coldkey: AccountId32): boolean {
  return storage
    .get('SubtensorModule', 'StakingHotkeys', coldkey)
    .some((hotkey) => stakeOf(storage, hotkey, coldkey, ROOT) > 0n)
}

function claimAll(context: Context, coldkey: AccountId32, wanted: (netuid: number) => boolean): Weight {
  const { storage } = context
  let weight = benchmarked(0n, 1, 0)
  for (const hotkey of storage.get('SubtensorModule', 'StakingHotkeys', coldkey)) {
    weight = addWeights(weight, benchmarked(0n, 3, 0))
    const claims = new Claims(context, hotkey, coldkey)
    for (const netuid of claims.netuids.filter(wanted)) {
      claims.pay(netuid)
      weight = addWeights(weight, benchmarked(60_000_000n, 7, 5))
    }
    claims.write()
  }
  context.deposit('SubtensorModule', 'RootClaimed', { coldkey })
  return weight
}

/**
 * What one hotkey owes a coldkey. A sale for root settles the claims of every subnet, so the claimed are counted here
 * and written when all is paid.
 */
class Claims {
  readonly #context: Context
  readonly #hotkey: AccountId32
  readonly #coldkey: AccountId32
  /** By netuid, in I96F32 bits. */
  readonly #rates: ReadonlyMap<number, bigint>
  readonly #claimed = new Map<number, bigint>()

  constructor(context: Context, hotkey: AccountId32, coldkey: AccountId32) {
    this.#context = context
    this.#hotkey = hotkey
    this.#coldkey = coldkey
    const rates = context.storage.get('SubtensorModule', 'RootClaimable', hotkey)
    this.#rates = new Map(rates.map(([netuid, { bits }]) => [netuid, bits]))
  }

  get netuids(): readonly number[] {
    return [...this.#rates.keys()]
  }

  /** Pays what is owed of a subnet; nothing where that is below the threshold, or cannot be sold. */
  pay(netuid: number): void {
    const { storage } = this.#context
    const { owed, claimable } = rootClaim({
      rate: this.#rates.get(netuid) ?? 0n,
      rootStake: stakeOf(storage, this.#hotkey, this.#coldkey, ROOT),
      claimed: this.#claimedOf(netuid),
      threshold: storage.get('SubtensorModule', 'RootClaimableThreshold', netuid).bits,
    })
    if (!claimable) return
    if (isKept(storage, this.#coldkey, netuid))
      increaseStake(this.#context, this.#hotkey, this.#coldkey, netuid, owed)
    else {
      const tao = attempt(() => this.#context.transact(() => saleForRoot(this.#context, netuid, owed)))
      if (tao === undefined) return
      increaseStake(this.#context, this.#hotkey, this.#coldkey, ROOT, tao)
      for (const [each, rate] of this.#rates)
        this.#claimed.set(each, settled(this.#claimedOf(each), rate, tao))
    }
    this.#claimed.set(netuid, this.#claimedOf(netuid) + owed)
  }

  write(): void {
    for (const [netuid, claimed] of this.#claimed)
      this.#context.storage.put(
        'SubtensorModule',
        'RootClaimed',
        [netuid, this.#hotkey, this.#coldkey],
        claimed,
      )
  }

  #claimedOf(netuid: number): bigint {
    return (
      this.#claimed.get(netuid) ??
      this.#context.storage.get('SubtensorModule', 'RootClaimed', netuid, this.#hotkey, this.#coldkey)
    )
  }
}

/** Sells alpha for TAO that root then holds. Returns how much. */
function saleForRoot(context: Context, netuid: number, alpha: bigint): bigint {
  const tao = sellAlpha(context, netuid, alpha, { fees: false }).received.rao
  transfer(context, subnetAccount(netuid), subnetAccount(ROOT), tao, 'allowDeath')
  buyAlpha(context, ROOT, tao, { fees: false })
  return tao
}

/** Whether the coldkey's alpha of the subnet stays alpha; else it is sold, and the TAO staked on root. */
function isKept(storage: Storage, coldkey: AccountId32, netuid: number): boolean {
  const { type, value } = storage.get('SubtensorModule', 'RootClaimType', coldkey)
  return type === 'Keep' || (type === 'KeepSubnets' && value.subnets.includes(netuid))
}
