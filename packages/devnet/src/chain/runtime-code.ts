import { concatBytes } from '@noble/hashes/utils.js'
import { runtimeVersion } from '@stake/schema'
import { codecOf } from '../scale/codec.ts'
import type { State } from './state.ts'

/** What tells one runtime from another in every signature. */
export interface RuntimeIdentity {
  readonly specVersion: number
  readonly transactionVersion: number
}

/** All that differs between the runtimes of this chain. */
export interface Runtime extends RuntimeIdentity {
  /** Milliseconds a block is meant to take: some clients wait by it. */
  readonly slotDuration: number
}

/** Where a chain keeps its runtime: `:code`. */
export const CODE_KEY = '0x3a636f6465'

const NUMBER = codecOf('u32')

const { specVersion, transactionVersion } = runtimeVersion
/** What a chain begins with. */
export const FIRST_RUNTIME: Runtime = { specVersion, transactionVersion, slotDuration: 12_000 }

/** Stands for a runtime's code in the state. */
export function encodeCode({ specVersion, transactionVersion, slotDuration }: Runtime): Uint8Array {
  return concatBytes(...[specVersion, transactionVersion, slotDuration].map(NUMBER.enc))
}

/** What identifies the runtime that executes the block after this state, and that answers for it. */
export function runtimeOf(state: Pick<State, 'get'>): RuntimeIdentity {
  const { specVersion, transactionVersion } = wholeRuntimeOf(state)
  return { specVersion, transactionVersion }
}

/** As `runtimeOf`, with all that differs. */
export function wholeRuntimeOf(state: Pick<State, 'get'>): Runtime {
  const code = state.get(CODE_KEY)
  // A chain that was saved before it held its code, or all of it.
  if (code === undefined) return FIRST_RUNTIME
  const [specVersion, transactionVersion, slotDuration] = [0, 4, 8].map((at) =>
    at < code.length ? NUMBER.dec(code.slice(at, at + 4)) : FIRST_RUNTIME.slotDuration,
  ) as [number, number, number]
  return { specVersion, transactionVersion, slotDuration }
}
