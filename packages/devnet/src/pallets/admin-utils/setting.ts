import type { CallArgs, Hyperparameter } from '@stake/schema'
import type { Context } from '../../runtime/context.ts'
import { moduleError } from '../../runtime/dispatch-failure.ts'
import { type DirectCall, ensureRoot, type Origin } from '../../runtime/pallet-calls.ts'
import type { Storage } from '../../runtime/storage.ts'
import { benchmarked } from '../../runtime/weight.ts'
import type { ServedCall } from '../../scale/served-tables.ts'
import { ensureSubnetOwnerOrRoot, ROOT } from '../subtensor/subnets.ts'

/** What a setting may be of, and to. */
export type Args<C extends ServedCall<'AdminUtils'>> = CallArgs<'AdminUtils', C>

/** Near what the chain's benchmarks say of these; sudo calls are free anyway. */
const WEIGHT = benchmarked(20_000_000n, 4, 1)

/** A setting that only the chain itself changes. */
export function byRoot<A>(set: (context: Context, args: A) => void): DirectCall<A> {
  return {
    weight: () => WEIGHT,
    dispatch(context, origin, args) {
      ensureRoot(origin)
      set(context, args)
    },
  }
}

/** How a setting of a subnet may be changed, beyond what is usual. */
export interface SubnetRules {
  /** What its owner may set too, but only once in some epochs. */
  readonly owner?: Hyperparameter
  /** Whether there has to be such a subnet. */
  readonly exists?: boolean
  /** Whether it may be root. */
  readonly root?: boolean
}

/** Who changes it, where that matters. */
export type Changer = 'root' | 'owner'

/** A setting of a subnet; shortly before its epoch nothing changes. */
export function ofSubnet<A extends { readonly netuid: number }>(
  { owner, exists = true, root = true }: SubnetRules,
  set: (context: Context, args: A, changer: Changer) => void,
): DirectCall<A> {
  return {
    weight: () => WEIGHT,
    dispatch(context, origin, args) {
      const { storage } = context
      const { netuid } = args
      if (owner === undefined) ensureRoot(origin)
      const changer = ensureChanger(storage, origin, netuid)
      const limit = owner === undefined ? undefined : limitOf(netuid, owner)
      if (changer === 'owner' && limit !== undefined) ensureRested(storage, netuid, limit)
      ensureInTime(context, netuid)
      if (exists) ensureSubnet(storage, netuid)
      if (!root && netuid === ROOT) throw moduleError('AdminUtils', 'NotPermittedOnRootSubnet')
      set(context, args, changer)
      if (changer === 'owner' && limit !== undefined)
        storage.put('SubtensorModule', 'LastRateLimitedBlock', [limit], BigInt(context.blockNumber))
    },
  }
}

/** A setting that a subnet's owner may change as often as the chain itself. */
export function ofOwner<A extends { readonly netuid: number }>(
  { exists = true, root = true }: Omit<SubnetRules, 'owner'>,
  set: (context: Context, args: A) => void,
): DirectCall<A> {
  return {
    weight: () => WEIGHT,
    dispatch(context, origin, args) {
      const { netuid } = args
      ensureSubnetOwnerOrRoot(context.storage, origin, netuid)
      ensureInTime(context, netuid)
      if (exists) ensureSubnet(context.storage, netuid)
      if (!root && netuid === ROOT) throw moduleError('AdminUtils', 'NotPermittedOnRootSubnet')
      set(context, args)
    },
  }
}

export function ensureSubnet(storage: Storage, netuid: number): void {
  if (!storage.get('SubtensorModule', 'NetworksAdded', netuid))
    throw moduleError('AdminUtils', 'SubnetDoesNotExist')
}

function ensureChanger(storage: Storage, origin: Origin, netuid: number): Changer {
  ensureSubnetOwnerOrRoot(storage, origin, netuid)
  return origin.type === 'root' ? 'root' : 'owner'
}

function limitOf(netuid: number, setting: Hyperparameter) {
  return { type: 'OwnerHyperparamUpdate', value: [netuid, setting] } as const
}

/** An owner's change of one kind waits for so many epochs after the last. */
function ensureRested(storage: Storage, netuid: number, limit: ReturnType<typeof limitOf>): void {
  const epochs = storage.get('SubtensorModule', 'OwnerHyperparamRateLimit')
  const wait = storage.get('SubtensorModule', 'Tempo', netuid) * epochs
  const last = storage.get('SubtensorModule', 'LastRateLimitedBlock', limit)
  if (last > 0n && BigInt(storage.get('System', 'Number')) - last < BigInt(wait))
    throw moduleError('SubtensorModule', 'TxRateLimitExceeded')
}

/** A subnet without a tempo has no epochs, and is never shortly before one. */
function ensureInTime({ storage, blockNumber }: Context, netuid: number): void {
  const tempo = BigInt(storage.get('SubtensorModule', 'Tempo', netuid))
  if (tempo === 0n) return
  const left = storage.get('SubtensorModule', 'LastEpochBlock', netuid) + tempo - BigInt(blockNumber)
  const window = BigInt(storage.get('SubtensorModule', 'AdminFreezeWindow'))
  // An epoch that is overdue could come at any moment.
  if ((left > 0n ? left : 0n) < window)
    throw moduleError('SubtensorModule', 'AdminActionProhibitedDuringWeightsWindow')
}
