import { Balance } from '@stake/math'
import { constantIn, constantOf } from '../runtime/constant.ts'
import type { Runtime } from '../runtime/runtime.ts'

/**
 * What a runtime fixes in its program; another version may say otherwise, and older ones fix less: what pallets of
 * Bittensor do not have is undefined. Takes are parts of 65535.
 */
export interface ChainConstants {
  /** What an account must keep to exist. */
  readonly existentialDeposit: Balance
  /** The least TAO that may be staked, before the swap fee on it; a full exit has no least. */
  readonly minimumStake: Balance | undefined
  /** The least that a pool keeps of each side, in rao. */
  readonly minimumReserve: bigint | undefined
  /** The largest swap fee of a subnet, parts of 65535. */
  readonly maxFeeRate: number | undefined
  /** Milliseconds from one block to the next. */
  readonly blockTime: number
  /** Blocks from one epoch of a new subnet to the next, and what an owner may set. */
  readonly tempo: {
    readonly initial: number | undefined
    readonly least: number | undefined
    readonly most: number | undefined
  }
  /** Delegate take of a hotkey that never set one; new delegates start with it. */
  readonly defaultTake: number | undefined
  readonly defaultChildkeyTake: number | undefined
  /** Calls in one batch, by their number. */
  readonly maxBatchCalls: number
  /** The weight of one extrinsic of the normal class and of all of them in a block, as `ref_time`. */
  readonly maxExtrinsicWeight: bigint
  readonly maxBlockWeight: bigint
  /** Bytes of all extrinsics of the normal class in a block. */
  readonly maxBlockLength: number
  /** How many block hashes the chain remembers: the longest that a transaction can stay valid. */
  readonly blockHashCount: number
  readonly ss58Prefix: number
}

const U64_MAX = 2n ** 64n - 1n

const known = new WeakMap<Runtime, ChainConstants>()

/**
 * The constants of a runtime, from its live metadata; nothing is asked of the node.
 *
 * @throws MissingInRuntime where it lacks one that every runtime of this chain has had.
 *
 * @example
 * ```ts
 * import { connect, constantsOf } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const { minimumStake, blockTime, maxBatchCalls } = constantsOf(chain.runtime)
 * minimumStake?.toString() // => 0.002
 * blockTime // => 12000
 * maxBatchCalls // => 10922
 * await chain.close()
 * await devnet.close()
 * ```
 */
export function constantsOf(runtime: Runtime): ChainConstants {
  const found = known.get(runtime) ?? read(runtime)
  known.set(runtime, found)
  return found
}

function read(runtime: Runtime): ChainConstants {
  const { normal } = constantOf(runtime, 'System', 'BlockWeights').per_class
  const minimumStake = constantIn(runtime, 'SubtensorModule', 'InitialMinStake')
  return {
    existentialDeposit: Balance.fromRao(constantOf(runtime, 'Balances', 'ExistentialDeposit')),
    minimumStake: minimumStake === undefined ? undefined : Balance.fromRao(minimumStake),
    minimumReserve: constantIn(runtime, 'Swap', 'MinimumReserve'),
    maxFeeRate: constantIn(runtime, 'Swap', 'MaxFeeRate'),
    // A block's time is at least twice the least distance that timestamps may have.
    blockTime: 2 * Number(constantOf(runtime, 'Timestamp', 'MinimumPeriod')),
    tempo: {
      initial: constantIn(runtime, 'SubtensorModule', 'InitialTempo'),
      least: constantIn(runtime, 'SubtensorModule', 'MinTempo'),
      most: constantIn(runtime, 'SubtensorModule', 'MaxTempo'),
    },
    defaultTake: constantIn(runtime, 'SubtensorModule', 'InitialDefaultDelegateTake'),
    defaultChildkeyTake: constantIn(runtime, 'SubtensorModule', 'InitialDefaultChildKeyTake'),
    maxBatchCalls: constantOf(runtime, 'Utility', 'batched_calls_limit'),
    // Without a limit of its own a class fills the block.
    maxExtrinsicWeight: normal.max_extrinsic?.ref_time ?? U64_MAX,
    maxBlockWeight: normal.max_total?.ref_time ?? U64_MAX,
    maxBlockLength: constantOf(runtime, 'System', 'BlockLength').max.normal,
    blockHashCount: constantOf(runtime, 'System', 'BlockHashCount'),
    ss58Prefix: constantOf(runtime, 'System', 'SS58Prefix'),
  }
}
