import type { DispatchClass, DispatchEventInfo, PerDispatchClassWeight, Weight } from '@stake/schema'
import { addWeights, blockLength, blockWeights } from './weight.ts'

type Class = keyof typeof blockWeights.per_class

/**
 * The room that is left in a block: the weight and length of what is in it, against the limits that the chain
 * publishes. The rules are those of `frame_system`'s CheckWeight.
 */
export class BlockSpace {
  readonly #used: Record<Class, Weight> = {
    normal: NONE,
    operational: NONE,
    mandatory: blockWeights.base_block,
  }
  #length = 0

  /** The weight of what is in the block, by class. */
  get weights(): PerDispatchClassWeight {
    return { ...this.#used }
  }

  /** Takes the room an extrinsic needs; false where it does not fit. */
  take({ weight, class: { type } }: Pick<DispatchEventInfo, 'weight' | 'class'>, length: number): boolean {
    const name = classOf(type)
    const { base_extrinsic, max_total, reserved } = blockWeights.per_class[name]
    // The length counts as proof, too.
    const needed = addWeights(addWeights(weight, base_extrinsic), {
      ref_time: 0n,
      proof_size: BigInt(length),
    })
    const used = addWeights(this.#used[name], needed)
    const total = Object.values(this.#used).reduce(addWeights, needed)
    if (this.#length + length > blockLength.max[name]) return false
    if (max_total !== undefined && exceeds(used, max_total)) return false
    // A class without a reserve, or within it, may fill the block beyond its end.
    if (exceeds(total, blockWeights.max_block) && reserved !== undefined && exceeds(used, reserved))
      return false
    this.#used[name] = used
    this.#length += length
    return true
  }

  /** Gives back what an extrinsic did not use of its announced weight. */
  giveBack(type: DispatchClass['type'], announced: Weight, actual: Weight): void {
    const name = classOf(type)
    const { ref_time, proof_size } = this.#used[name]
    this.#used[name] = {
      ref_time: ref_time - most(announced.ref_time - actual.ref_time),
      proof_size: proof_size - most(announced.proof_size - actual.proof_size),
    }
  }
}

/** Whether an extrinsic is too large for any block, however empty. */
export function isOversized({ weight, class: { type } }: DispatchEventInfo, length: number): boolean {
  const name = classOf(type)
  const { max_extrinsic } = blockWeights.per_class[name]
  return (max_extrinsic !== undefined && exceeds(weight, max_extrinsic)) || length > blockLength.max[name]
}

const NONE: Weight = { ref_time: 0n, proof_size: 0n }

function classOf(type: DispatchClass['type']): Class {
  return type.toLowerCase() as Class
}

function exceeds(weight: Weight, limit: Weight): boolean {
  return weight.ref_time > limit.ref_time || weight.proof_size > limit.proof_size
}

function most(unspent: bigint): bigint {
  return unspent > 0n ? unspent : 0n
}
