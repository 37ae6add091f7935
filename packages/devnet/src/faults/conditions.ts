import type { Hex } from '@stake/schema'

/** How a submission is turned away: the code and texts of the answer. */
export interface Refusal {
  /** As a node's: 1010 invalid, 1012 banned, 1013 already imported, 1014 priority too low, 1016 pool full, … */
  readonly code: number
  /** Default: what a node says with that code. */
  readonly message?: string
  readonly data?: string
}

/** Two calls of a pallet, by name. */
export interface CallSwap {
  readonly pallet: string
  readonly calls: readonly [string, string]
}

/** What goes wrong until it is set otherwise. */
export interface Conditions {
  /** Milliseconds that every answer and notification waits, in their order. Default 0. */
  readonly delay: number
  /** Transactions that no block takes, by hash, or `'all'`. They stay in the pool. Default none. */
  readonly neverInclude: 'all' | readonly Hex[]
  /** Turns away every submission, before the pool sees it. Default null. */
  readonly refuse: Refusal | null
  /** No block comes by itself; `sealBlock()` still makes one. Default false. */
  readonly stopBlocks: boolean
  /** Nothing more gets final. What was left behind gets final with the first block after it. Default false. */
  readonly stopFinality: boolean
  /** Values that are read instead of the true ones, by raw storage key; null: as if there were none. Default none. */
  readonly falseStorage: Readonly<Record<Hex, Hex | null>>
  /** SCALE that runtime calls (`Api_method`) answer instead of the truth. Default none. */
  readonly falseCalls: Readonly<Record<string, Hex>>
  /** Calls whose indices the metadata swaps, while the runtime keeps them. Default none. */
  readonly swapCalls: readonly CallSwap[]
}

/** Nothing goes wrong. */
export const NO_FAULT: Conditions = {
  delay: 0,
  neverInclude: [],
  refuse: null,
  stopBlocks: false,
  stopFinality: false,
  falseStorage: {},
  falseCalls: {},
  swapCalls: [],
}
