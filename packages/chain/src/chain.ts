import type { ApiPromise } from '@polkadot/api'
import type { Balance } from '@stake/math'
import type { Clock } from './clock.ts'
import type { Connection } from './connection/connection.ts'
import type { Network } from './connection/networks.ts'
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
  /** The decoded runtime of now. For this package; what integrators need has a typed function beside it. */
  readonly api: ApiPromise
  /** The runtimes met while connected, by spec version: what a block says is read with the one that made it. */
  readonly runtimes: ReadonlyMap<number, ApiPromise>
  readonly clock: Clock
  readonly genesisHash: Hex
  /** The known network this is, undefined for a local chain. */
  readonly network: Network | undefined
  /** The name the node gives its chain; text from outside, not to be shown unchecked. */
  readonly name: string
  /** The runtime's version now; it changes when the runtime is upgraded. */
  readonly specVersion: number
  /** What an account must keep to exist. */
  readonly existentialDeposit: Balance
  readonly nonces: NonceAllocator
  /** Why nothing may be signed on this chain, or undefined where all is well. */
  readonly signingRefusal: Error | undefined
  /** Ends the connection; nothing of it stays alive. */
  close(): Promise<void>
}
