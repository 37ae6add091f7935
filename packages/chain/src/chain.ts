import type { Balance } from '@stake/math'
import type { BlockId, ChainAt } from './at.ts'
import type { Clock } from './clock.ts'
import type { Connection } from './connection/connection.ts'
import type { Network } from './connection/networks.ts'
import type { Capabilities } from './runtime/capabilities.ts'
import type { Runtime } from './runtime/runtime.ts'
import type { NonceAllocator } from './submission/nonce.ts'

/** `0x` and hexadecimal digits. */
export type Hex = `0x${string}`

/** A block, named both ways. */
export interface BlockRef {
  readonly number: number
  readonly hash: Hex
}

/** A connected chain; every function of this package takes one first. Made by `connect`. */
export interface Chain {
  readonly connection: Connection
  /** The runtime of now; it changes when the chain is upgraded. */
  readonly runtime: Runtime
  /** The runtime that a block's state is read with. */
  runtimeAt(hash: Hex): Promise<Runtime>
  /**
   * One block to read from: by hash, by number, or the newest (`best`) or newest final one.
   * @throws InvalidBlock for what names no block, UnknownBlock where the node has none of that name.
   */
  at(block: BlockId): Promise<ChainAt>
  readonly clock: Clock
  readonly genesisHash: Hex
  /** The known network this is, undefined for a local chain. */
  readonly network: Network | undefined
  /** The name the node gives its chain; text from outside, not to be shown unchecked. */
  readonly name: string
  /** The runtime's version now; it changes when the runtime is upgraded. */
  readonly specVersion: number
  /** What an account must keep to exist, by the runtime of now. */
  readonly existentialDeposit: Balance
  readonly nonces: NonceAllocator
  /** What the runtime can do now. Another one may be told for an older block: `capabilitiesOf(at.runtime)`. */
  readonly capabilities: Capabilities
  /**
   * Why nothing may be signed on this chain, or undefined where all is well. Of a runtime that this release does not
   * know it is the last word when `confirmRuntime` has settled.
   */
  readonly signingRefusal: Error | undefined
  /** Has a second endpoint confirm a runtime that this release does not know; never throws. */
  confirmRuntime(): Promise<void>
  /** Ends the connection; nothing of it stays alive. */
  close(): Promise<void>
  /** The same, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>
}
