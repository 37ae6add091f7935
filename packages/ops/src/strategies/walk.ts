import { type Balance, StakeError } from '@stake/math'
import { WouldBeCut } from '../errors.ts'
import { kindOf } from '../kinds/index.ts'
import type { Operation } from '../operation.ts'
import { type PreviewOf, preview } from '../preview.ts'
import type { World } from '../world.ts'
import type { LeftOut } from './advice.ts'

/** An Operation that may be part of an advice. */
export interface Wish<Op extends Operation> {
  readonly operation: Op
  readonly netuid: number
  readonly hotkey: string
  /** What it means to trade, for people to see where it is left out. */
  readonly amount: Balance
}

/** A step that would be taken, or why it would not. */
export type Step<Op extends Operation> =
  | { readonly preview: PreviewOf<Op>; readonly after: World; readonly leftOut?: undefined }
  | { readonly preview?: undefined; readonly after: World; readonly leftOut: LeftOut }

/** Does a wish on paper; one that would be refused, or is in `partial` mode not filled at all, changes nothing. */
export function step<Op extends Operation>(wish: Wish<Op>, world: World): Step<Op> {
  const { operation, netuid, hotkey, amount } = wish
  const because = ({ code, message }: StakeError): Step<Op> => ({
    after: world,
    leftOut: { netuid, hotkey, amount, code, message },
  })
  try {
    const previewed = preview(operation, world)
    if (previewed.chosen.result === 'refused') {
      return because(previewed.chosen.refusal ?? new StakeError('Refused', 'The chain would refuse this.'))
    }
    const { mode, result, quote } = previewed.chosen
    if (mode === 'unsafe' && result === 'partial' && quote) {
      return because(new WouldBeCut(previewed.amount, quote.spent))
    }
    return { preview: previewed, after: kindOf(operation as Operation).after(previewed, world) }
  } catch (error) {
    if (error instanceof StakeError) return because(error)
    throw error
  }
}

/** Does wishes on paper, one after the other, each on the world as those before it leave it. */
export function walk<Op extends Operation>(
  wishes: readonly Wish<Op>[],
  start: World,
): { readonly taken: readonly PreviewOf<Op>[]; readonly leftOut: readonly LeftOut[]; readonly after: World } {
  const taken: PreviewOf<Op>[] = []
  const leftOut: LeftOut[] = []
  let after = start
  for (const wish of wishes) {
    const next = step(wish, after)
    after = next.after
    if (next.leftOut) leftOut.push(next.leftOut)
    else taken.push(next.preview)
  }
  return { taken, leftOut, after }
}
