import { PROPORTION_ONE } from '@stake/math'
import { parseAddress } from '../address.ts'
import type { ChainAt } from '../at.ts'
import { checkNetuid } from '../calls/arguments.ts'
import { readStored } from '../runtime/storage.ts'

/** A hotkey that validates with a part of another's stake, or gives it one. */
export interface Relative {
  readonly hotkey: string
  /** The part of the parent's stake, exactly; the denominator is always `PROPORTION_ONE` of `@stake/math`. */
  readonly proportion: { readonly numerator: bigint; readonly denominator: bigint }
}

/** Children that were announced and do not count yet. They replace all that are there; none is possible too. */
export interface PendingChildren {
  readonly children: readonly Relative[]
  /** They count from the subnet's first epoch in this block or later. */
  readonly notBefore: number
  /** The block of that epoch as the tempo is now; the chain may defer it, and an owner trigger one earlier. */
  readonly expectedAt: number | undefined
}

/** The relations of a hotkey on a subnet. */
export interface Family {
  readonly children: readonly Relative[]
  readonly parents: readonly Relative[]
  readonly pending: PendingChildren | undefined
}

type StoredRelatives = [proportion: bigint, hotkey: string][]

/**
 * The children and parents of a hotkey on a subnet, and the children that are announced: one request.
 *
 * @throws InvalidAddress, InvalidNetuid
 *
 * @example
 * ```ts
 * import { connect, readFamily, readValidators } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const at = await chain.at('best')
 * const [otter] = await readValidators(at, 1)
 * const { children, parents, pending } = await readFamily(at, otter?.hotkey ?? '', 1)
 * children.length + parents.length // => 0
 * pending // => undefined
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function readFamily(at: ChainAt, hotkey: string, netuid: number): Promise<Family> {
  const address = parseAddress(hotkey)
  const subnet = checkNetuid(netuid)
  const [children = [], parents = [], pending, tempo = 0, lastEpoch = 0n] = (await readStored(at, [
    ['SubtensorModule', 'ChildKeys', address, subnet],
    ['SubtensorModule', 'ParentKeys', address, subnet],
    ['SubtensorModule', 'PendingChildKeys', subnet, address],
    ['SubtensorModule', 'Tempo', subnet],
    ['SubtensorModule', 'LastEpochBlock', subnet],
  ])) as [
    StoredRelatives | undefined,
    StoredRelatives | undefined,
    [StoredRelatives, bigint] | undefined,
    number | undefined,
    bigint | undefined,
  ]
  return {
    children: children.map(relativeOf),
    parents: parents.map(relativeOf),
    pending: pending && pendingOf(pending, { now: at.block.number, tempo, lastEpoch: Number(lastEpoch) }),
  }
}

/** Relations are applied by the epoch, once their block has passed. */
function pendingOf(
  [children, due]: [StoredRelatives, bigint],
  { now, tempo, lastEpoch }: { now: number; tempo: number; lastEpoch: number },
): PendingChildren {
  const notBefore = Number(due) + 1
  const earliest = Math.max(notBefore, now + 1)
  const epochs = Math.max(1, Math.ceil((earliest - lastEpoch) / tempo))
  return {
    children: children.map(relativeOf),
    notBefore,
    expectedAt: tempo === 0 ? undefined : lastEpoch + epochs * tempo,
  }
}

function relativeOf([numerator, hotkey]: [bigint, string]): Relative {
  return { hotkey, proportion: { numerator, denominator: PROPORTION_ONE } }
}
