import type { Balance } from '@stake/math'
import type { Failure } from '../../failure.ts'

/** A delegate as soon as its stake is known; stake of all subnets is valued in TAO at the prices of the block. */
export interface DelegateRow {
  readonly hotkey: string
  /** Undefined where the hotkey is nobody's any more. */
  readonly owner: string | undefined
  /** What it keeps of its nominators' dividends, parts of 65535. */
  readonly take: number
  readonly total: Balance
  /** Of the total, within four hours, in parts per billion; `NA` where no node knows that block any more. */
  readonly change: bigint | 'NA' | undefined
  /** What takes more reading; undefined until then. */
  readonly more: DelegateMore | undefined
}

/** What takes several readings for each delegate. */
export interface DelegateMore {
  /** From its owner's identity, both made safe; empty where there is none. */
  readonly name: string
  readonly description: string
  /** Other coldkeys that have staked with it. */
  readonly nominators: number
  /** What its own coldkey has staked with it. */
  readonly own: Balance
  readonly registrations: readonly number[]
  /** The subnets that it may validate on. */
  readonly permits: readonly number[]
  /** A day, for each 1000 TAO, by the last epoch of each subnet. */
  readonly nominatorGain: Balance
  /** What the take brings in a day, by the same. */
  readonly delegateGain: Balance
}

/** Somebody's stake with a delegate on all subnets, in TAO. */
export interface Nominator {
  readonly coldkey: string
  readonly value: Balance
}

/** How far a reading is. */
export interface Reading {
  readonly what: string
  readonly done: number
  readonly of: number
}

/** What the room is told. Readings that a later one overtook go by their number. */
export type DelegatesNews =
  | { readonly kind: 'reading'; readonly reading: Reading }
  | {
      readonly kind: 'rows'
      readonly block: number
      readonly rows: readonly DelegateRow[]
    }
  | { readonly kind: 'more'; readonly block: number; readonly more: ReadonlyMap<string, DelegateMore> }
  | {
      readonly kind: 'change'
      readonly block: number
      /** Undefined where no node knows the block of four hours ago. */
      readonly change: ReadonlyMap<string, bigint> | undefined
    }
  | { readonly kind: 'done' }
  | { readonly kind: 'unread'; readonly failure: Failure }
  | {
      readonly kind: 'nominators'
      readonly hotkey: string
      readonly nominators: readonly Nominator[]
      /** Coldkeys looked at so far, and how many there are. */
      readonly done: number
      readonly of: number
    }
  | { readonly kind: 'nominatorsUnread'; readonly hotkey: string; readonly failure: Failure }

/** What the room wishes for. */
export type DelegatesWish =
  | { readonly kind: 'list' }
  | { readonly kind: 'more'; readonly hotkeys: readonly string[] }
  | { readonly kind: 'nominators'; readonly hotkey: string }
