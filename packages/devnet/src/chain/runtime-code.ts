import { concatBytes } from '@noble/hashes/utils.js'
import { runtimeVersion } from '@stake/schema'
import { codecOf } from '../scale/codec.ts'
import type { State } from './state.ts'

/** What tells one runtime from another in every signature. */
export interface RuntimeIdentity {
  readonly specVersion: number
  readonly transactionVersion: number
}

/** Where a chain keeps its runtime: `:code`. */
export const CODE_KEY = '0x3a636f6465'

const VERSION = codecOf('u32')

const { specVersion, transactionVersion } = runtimeVersion
/** What a chain begins with. */
export const FIRST_RUNTIME: RuntimeIdentity = { specVersion, transactionVersion }

/** Stands for a runtime's code in the state: its versions, as that is all that changes here. */
export function encodeCode({ specVersion, transactionVersion }: RuntimeIdentity): Uint8Array {
  return concatBytes(VERSION.enc(specVersion), VERSION.enc(transactionVersion))
}

/** The runtime that executes the block after this state, and that answers for it. */
export function runtimeOf(state: Pick<State, 'get'>): RuntimeIdentity {
  const code = state.get(CODE_KEY)
  // A chain that was saved before it held its code.
  if (code === undefined) return FIRST_RUNTIME
  return { specVersion: VERSION.dec(code.slice(0, 4)), transactionVersion: VERSION.dec(code.slice(4)) }
}
