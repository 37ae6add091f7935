import type { Position } from '@stake/chain'
import type { State } from '../shell/state.ts'
import { selectedOf } from '../widgets/list.ts'

/** The portfolio: which row. */
export interface PortfolioState {
  /** `netuid:hotkey` of the selected position. */
  readonly selected: string | undefined
}

export const portfolioAtStart: PortfolioState = { selected: undefined }

/** What tells one position of an account from another. */
export function positionKey({ netuid, hotkey }: { netuid: number; hotkey: string }): string {
  return `${netuid}:${hotkey}`
}

/** The position under the cursor of the portfolio, and the keys of all of them in their order. */
export function selectedPosition({ live, session, portfolio }: State): {
  readonly position: Position | undefined
  readonly keys: readonly string[]
} {
  const positions = (live?.snapshot?.positions ?? []).filter(({ coldkey }) => coldkey === session?.coldkey)
  const keys = positions.map(positionKey)
  const selected = selectedOf(keys, portfolio.selected)
  return { position: positions.find((candidate) => positionKey(candidate) === selected), keys }
}
