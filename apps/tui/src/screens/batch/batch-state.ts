import type { Position } from '@stake/chain'
import type { SafetyMode } from '@stake/math'
import type { Operation, Plan, Route } from '@stake/ops'
import type { Failure } from '../../failure.ts'
import { positionKey } from '../portfolio/selection.ts'
import type { State, Step } from '../shell/state.ts'
import type { Destination } from '../trade/destinations.ts'
import type { Draft } from '../trade/draft.ts'
import { INITIAL_TOLERANCE } from '../trade/trade-form.ts'
import type { RunForm } from '../trade/transaction.ts'
import { fieldWith, type TextField } from '../widgets/text-field.ts'

/** What is done with every marked position. */
export type BatchAction = 'unstake' | 'swap' | 'stake'

export const batchActions: readonly BatchAction[] = ['unstake', 'swap', 'stake']

/** How the legs go out. */
export type Together = Exclude<RunForm, 'run'>

export const togethers: readonly Together[] = ['gather', 'batch', 'sequence']

export type BatchField =
  | 'action'
  | 'toSubnet'
  | 'amount'
  | 'route'
  | 'mode'
  | 'tolerance'
  | 'together'
  | 'legs'

/** One leg as it is wanted; those of a file have ids of their own, which are never signed twice. */
export type Wanted = Draft | Operation

/** Legs that are wanted as they stand, and where they come from. */
export interface Given {
  readonly name: string
  readonly legs: readonly Wanted[]
  /** The block at which each subnet was registered when the plan of a file was made: one replaced since refuses. */
  readonly registeredAt: readonly (readonly [netuid: number, block: number])[]
}

/** Everything that a plan depends on beside the chain. */
export interface Wish {
  readonly legs: readonly Wanted[]
  readonly together: Together
  readonly registeredAt: Given['registeredAt']
}

/** What a wish comes to at a block. */
export interface Planned {
  readonly wish: Wish
  readonly block: string
  readonly plan: Plan | undefined
  readonly failure: Failure | undefined
  /** The place of the leg that fails, where it is known. */
  readonly failing: number | undefined
}

/** Why something did not lead on. */
export interface Refusal {
  readonly failure: Failure
  /** What was wanted; undefined where it is about a file. */
  readonly wish: Wish | undefined
  /** The place of the leg that fails, where it is known. */
  readonly failing: number | undefined
}

/** Many Operations at once: of the marked positions, of a file, or those that failed before. */
export interface BatchState {
  /** Legs that are given; without them the marked positions are meant. */
  readonly given: Given | undefined
  readonly focus: BatchField
  readonly action: BatchAction
  readonly toSubnet: TextField
  readonly amount: TextField
  /** How stake comes to another subnet. */
  readonly route: Route
  readonly mode: SafetyMode
  readonly tolerance: TextField
  readonly together: Together
  /** The leg under the cursor. */
  readonly selected: number
  readonly planned: Planned | undefined
  /** What is being planned, to be looked at. */
  readonly planning: Wish | undefined
  /** What was asked for with Enter, and is being planned to be said yes to. */
  readonly asking: Wish | undefined
  /** Why the last Enter did not lead on, or a file could not be read. */
  readonly refusal: Refusal | undefined
  /** The name of the file being typed. */
  readonly file: TextField | undefined
}

export const batchAtStart: BatchState = {
  given: undefined,
  focus: 'action',
  action: 'unstake',
  toSubnet: fieldWith(''),
  amount: fieldWith('all'),
  route: 'protected',
  mode: 'strict',
  tolerance: fieldWith(INITIAL_TOLERANCE),
  together: 'gather',
  selected: 0,
  planned: undefined,
  planning: undefined,
  asking: undefined,
  refusal: undefined,
  file: undefined,
}

/** What the room is told of what it wished for. */
export type BatchNews =
  | { readonly type: 'planned'; readonly planned: Planned }
  | {
      readonly type: 'ready'
      readonly wish: Wish
      readonly plan: Plan
      readonly destinations: readonly Destination[]
    }
  | {
      readonly type: 'refused'
      readonly wish: Wish
      readonly failure: Failure
      readonly failing: number | undefined
    }
  | { readonly type: 'read'; readonly given: Given }
  | { readonly type: 'unread'; readonly failure: Failure }

/** What the room wishes for. */
export type BatchWish =
  | { readonly type: 'plan'; readonly wish: Wish }
  | { readonly type: 'ask'; readonly wish: Wish }
  | { readonly type: 'read'; readonly file: string; readonly coldkey: string }

/** The fields that can have the focus, from top to bottom. Legs that are given say all but how they go out. */
export function batchFields(batch: BatchState): readonly BatchField[] {
  if (batch.given) return ['together', 'legs']
  const swaps = batch.action === 'swap'
  return [
    'action',
    ...(swaps ? (['toSubnet'] as const) : []),
    'amount',
    ...(swaps ? (['route'] as const) : []),
    ...(isProtected(batch) ? [] : (['mode'] as const)),
    ...(modeOf(batch) === 'unsafe' ? [] : (['tolerance'] as const)),
    'together',
    'legs',
  ]
}

/** A sale and a purchase within limits have no other mode than that. */
function isProtected({ action, route }: BatchState): boolean {
  return action === 'swap' && route === 'protected'
}

function modeOf(batch: BatchState): SafetyMode {
  return isProtected(batch) ? 'strict' : batch.mode
}

/** The marked positions of the account that are still there. */
export function markedPositions({ marked, live, session }: State): readonly Position[] {
  return (live?.snapshot?.positions ?? []).filter(
    (position) => position.coldkey === session?.coldkey && marked.has(positionKey(position)),
  )
}

/** The legs that are wanted now: those given, or one for each marked position. */
export function wantedLegs(state: State): readonly Wanted[] {
  const { batch, session } = state
  if (batch.given) return batch.given.legs
  const coldkey = session?.coldkey
  const { action, amount, toSubnet } = batch
  const to = /^\d{1,5}$/.test(toSubnet.text.trim()) ? Number(toSubnet.text) : undefined
  if (coldkey === undefined || amount.text.trim() === '') return []
  if (action === 'swap' && to === undefined) return []
  return markedPositions(state)
    .filter(({ netuid }) => action !== 'swap' || netuid !== to)
    .map(({ netuid, hotkey }) => legOf(batch, { coldkey, netuid, hotkey }, to ?? netuid))
}

function legOf(
  batch: BatchState,
  position: { readonly coldkey: string; readonly netuid: number; readonly hotkey: string },
  toNetuid: number,
): Wanted {
  const { action, amount, route, tolerance } = batch
  const mode = modeOf(batch)
  const common = {
    ...position,
    amount: amount.text.trim(),
    mode,
    tolerance: mode === 'unsafe' ? INITIAL_TOLERANCE : tolerance.text.trim(),
  }
  switch (action) {
    case 'swap':
      return { kind: 'swap', ...common, toNetuid, route }
    case 'unstake':
      return { kind: 'unstake', ...common }
    case 'stake':
      return { kind: 'stake', ...common }
  }
}

/** What is wanted now, all of it; undefined where there is nothing. */
export function currentWish(state: State): Wish | undefined {
  const legs = wantedLegs(state)
  return legs.length === 0
    ? undefined
    : { legs, together: state.batch.together, registeredAt: state.batch.given?.registeredAt ?? [] }
}

export function sameWish(a: Wish | undefined, b: Wish | undefined): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b)
}

/** What the wish comes to, though perhaps at the block before; undefined where it was another wish. */
export function currentPlan(state: State): Planned | undefined {
  const { planned } = state.batch
  return planned && sameWish(planned.wish, currentWish(state)) ? planned : undefined
}

/** Why what is wanted now did not lead on; what was said of another wish is over. */
export function currentRefusal(state: State): Refusal | undefined {
  const { refusal } = state.batch
  return refusal && (!refusal.wish || sameWish(refusal.wish, currentWish(state))) ? refusal : undefined
}

/** Has planned what is wanted, as often as it or the newest block changes, one plan at a time. */
export function followBatch(state: State): Step {
  const wish = currentWish(state)
  const block = state.live?.snapshot?.block.hash
  if (!wish || block === undefined || state.batch.planning) return [state]
  const known = currentPlan(state)
  if (known?.block === block) return [state]
  return [
    { ...state, batch: { ...state.batch, planning: wish } },
    { type: 'wish', room: 'batch', wish: { type: 'plan', wish } },
  ]
}

/** Shows the room with legs that are given. */
export function openBatch(state: State, given: Given): State {
  return {
    ...state,
    dialog: undefined,
    view: 'batch',
    batch: { ...state.batch, given, focus: 'together', selected: 0, refusal: undefined, file: undefined },
  }
}
