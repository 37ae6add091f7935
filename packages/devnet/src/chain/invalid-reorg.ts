import { StakeError } from '@stake/math'

/**
 * A reorg would replace blocks that are final. `code` is `InvalidReorg`, `details.depth` what was asked for and
 * `details.possible` how many blocks could be replaced.
 *
 * @example
 * ```ts
 * import { startDevnet } from '@stake/devnet'
 * const devnet = await startDevnet({ blockTime: 'manual', finalityDepth: 0 })
 * await devnet.sealBlock()
 * await devnet.faults.reorg({ depth: 1 }) // throws InvalidReorg
 * await devnet.close()
 * ```
 */
export class InvalidReorg extends StakeError {
  constructor(depth: number, possible: number) {
    super(
      'InvalidReorg',
      `A reorg of depth ${depth} is asked for, but only ${possible} blocks are not final.`,
      {
        details: { depth, possible },
        remedy: 'Start the chain with a larger finalityDepth, or stop finality before the blocks are made.',
      },
    )
  }
}
