import type { BlockRef, Hex, SubmissionState } from '@stake/chain'
import type { Entry, FinalReport, JournalCondition, Operation, SettledRecord } from '@stake/ops'
import type { Failure } from '../../failure.ts'
import { type ListView, listView } from '../widgets/list-view.ts'

export const activityOrders = ['newest', 'status', 'what'] as const
export type ActivityOrder = (typeof activityOrders)[number]

/** One Operation of the journal, open or over. */
export interface ActivityRow {
  /** The entry of the journal and the place in it. */
  readonly key: string
  readonly operation: Operation
  /** When it was begun, in Unix milliseconds. */
  readonly at: number
  readonly status: Entry['status']
  readonly outcome: SettledRecord['outcome'] | undefined
  readonly hash: Hex | undefined
  /** The block that has it; not final as long as the status is `signed`. */
  readonly block: BlockRef | undefined
  /** The last block that can include it. */
  readonly lastBlock: number | undefined
  /** The encoded call, by which its events are found. */
  readonly call: Hex
  readonly report: FinalReport | undefined
  /** Begun by this run of the program. */
  readonly own: boolean
  /** It ended with its program before it was signed, and was not dropped since. */
  readonly interrupted: boolean
}

/** An event of a transaction, as one line. */
export interface EventLine {
  readonly name: string
  readonly fields: string
}

/** The events of one row, as far as they are known. */
export interface EventsRead {
  readonly key: string
  readonly lines: readonly EventLine[] | undefined
  readonly failure: Failure | undefined
}

/** The journal on the screen. */
export interface ActivityState {
  readonly list: ListView<string, ActivityOrder>
  /** Newest first; undefined until the journal was read. */
  readonly rows: readonly ActivityRow[] | undefined
  /** Why it could not be read. */
  readonly unread: Failure | undefined
  readonly condition: JournalCondition | undefined
  /** How many an earlier run left open, that nobody follows yet. */
  readonly left: number
  /** Whether resume was asked for, and is at work. */
  readonly resuming: boolean
  /** Where that which is followed stands, by the ids of its Operations. */
  readonly following: ReadonlyMap<string, SubmissionState>
  /** The row whose details are shown, and how far they were scrolled. */
  readonly detail: { readonly key: string; readonly above: number } | undefined
  readonly events: EventsRead | undefined
}

export const activityAtStart: ActivityState = {
  list: listView<string, ActivityOrder>('newest'),
  rows: undefined,
  unread: undefined,
  condition: undefined,
  left: 0,
  resuming: false,
  following: new Map(),
  detail: undefined,
  events: undefined,
}

/** What the room wishes for. */
export type ActivityWish =
  /** Counts what an earlier run left behind. */
  | { readonly kind: 'look' }
  | { readonly kind: 'read' }
  /** Follows to its end what an earlier run signed; nothing is ever signed. */
  | { readonly kind: 'resume' }
  /** Forgets what was never sent. */
  | { readonly kind: 'drop'; readonly ids: readonly string[] }
  | { readonly kind: 'events'; readonly row: ActivityRow }

/** What the room is told. */
export type ActivityNews =
  | { readonly kind: 'left'; readonly open: number; readonly notSent: number }
  | { readonly kind: 'rows'; readonly rows: readonly ActivityRow[]; readonly condition: JournalCondition }
  | { readonly kind: 'unread'; readonly failure: Failure }
  | {
      readonly kind: 'resumed'
      readonly following: readonly string[]
      readonly notSent: number
      readonly elsewhere: number
      readonly otherChains: number
    }
  | { readonly kind: 'state'; readonly ids: readonly string[]; readonly state: SubmissionState }
  | { readonly kind: 'settled'; readonly reports: readonly FinalReport[] }
  | { readonly kind: 'notResumed'; readonly failure: Failure }
  | { readonly kind: 'events'; readonly events: EventsRead }

/** Whether nobody knows yet what became of it. */
export function isOpen({ status }: ActivityRow): boolean {
  return status === 'intended' || status === 'handedOut' || status === 'signed'
}

/** Left open by an earlier run of the program, and followed by nobody here. */
export function isLeft(row: ActivityRow, following: ActivityState['following']): boolean {
  return isOpen(row) && !row.own && !following.has(row.operation.id)
}
