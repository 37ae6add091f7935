import { parseAddress, type Snapshot } from '@stake/chain'
import { Balance, StakeError, Tolerance } from '@stake/math'
import { preview, type TradePreview } from '@stake/ops'
import { type Failure, failureOf } from '../../failure.ts'
import { type Place, type Problems, placeOf } from './problem-field.ts'
import type { Draft } from './trade-form.ts'

/** What a draft would do at the prices of one block, and what is wrong with it where. */
export interface Assessment {
  readonly preview: TradePreview | undefined
  readonly problems: Problems
}

/** Looks at a draft as it is being typed; an amount that nobody typed yet is not wrong. */
export function assess(draft: Draft, snapshot: Snapshot): Assessment {
  const problems: Partial<Record<Place, Failure>> = {}
  const blame = (error: unknown) => {
    if (!(error instanceof StakeError)) throw error
    const failure = failureOf(error)
    problems[placeOf(failure)] ??= failure
  }
  const attempt = <T>(work: () => T): T | undefined => {
    try {
      return work()
    } catch (error) {
      blame(error)
      return undefined
    }
  }
  const { amount, hotkey, tolerance } = draft
  if (hotkey !== '') attempt(() => parseAddress(hotkey))
  attempt(() => Tolerance.parse(tolerance))
  if (amount !== '' && amount !== 'all') attempt(() => Balance.parse(amount))
  const readable = amount !== '' && Object.keys(problems).length === 0
  const previewed = readable ? attempt(() => preview({ id: 'preview', ...draft }, snapshot)) : undefined
  if (previewed?.chosen.refusal) blame(previewed.chosen.refusal)
  return { preview: previewed, problems }
}
