import type { Hex } from '@stake/schema'
import type { Chain } from '../chain/chain.ts'
import { fromHex } from '../scale/hex.ts'
import type { Connections } from '../server/connections.ts'
import { type Conditions, NO_FAULT } from './conditions.ts'
import { readConditions } from './read-conditions.ts'

/** A block by number and name. */
export interface BlockRef {
  readonly number: number
  readonly hash: Hex
}

/** How far a submission gets whose connection drops. */
export type SubmissionDrop = 'beforeTaking' | 'afterTaking'

export interface ReorgFault {
  /** How many of the newest blocks are replaced, by one more. None of them may be final. */
  readonly depth: number
  /**
   * What becomes of their transactions: `'later'` puts them into the last of the new blocks, `'pool'` back into the
   * pool as far as they are valid on the new branch, `'lost'` nowhere. Default `'pool'`.
   */
  readonly transactions?: 'later' | 'pool' | 'lost'
  /** Signed extrinsics for the first of the new blocks: such as one that takes the nonce of another. */
  readonly include?: readonly Hex[]
}

export interface UpgradeFault {
  /** Default: one more than now. */
  readonly specVersion?: number
  /** Default: as now. */
  readonly transactionVersion?: number
  /** What the upgrade changes in the storage, such as a pool's weights: raw values by raw key; null deletes. */
  readonly storage?: Readonly<Record<Hex, Hex | null>>
}

/** What can be made to go wrong with a running chain, for tests of clients. Also over RPC, as `devnet_*`. */
export class Faults {
  readonly #chain: Chain
  readonly #conditions: Conditions
  readonly #connections: Connections
  readonly #changed: () => void
  #drop: SubmissionDrop | undefined

  /** @internal */
  constructor(chain: Chain, conditions: Conditions, connections: Connections, changed: () => void) {
    this.#chain = chain
    this.#conditions = conditions
    this.#connections = connections
    this.#changed = changed
  }

  /** How long everything that is sent waits. @internal */
  get delay(): number {
    return this.#conditions.delay
  }

  /** Sets what goes wrong from now on; what is not named stays as it is. @throws InvalidFault */
  set(conditions: Partial<Conditions>): void {
    Object.assign(this.#conditions, readConditions(conditions))
    this.#changed()
  }

  /** Nothing goes wrong any more. What has happened stays. */
  clear(): void {
    this.#drop = undefined
    this.set(NO_FAULT)
  }

  /** Cuts all connections without a word. */
  dropConnections(): void {
    this.#connections.drop()
  }

  /** Leaves all present connections open and silent for ever, as a dead peer behind a router does. */
  halfOpenConnections(): void {
    this.#connections.silence()
  }

  /** Cuts the connection of the next submission instead of answering it, after or before the pool took it. */
  dropNextSubmission(drop: SubmissionDrop = 'afterTaking'): void {
    this.#drop = drop
  }

  /** What to do with a submission that has come. @internal */
  takeDrop(): SubmissionDrop | undefined {
    const drop = this.#drop
    this.#drop = undefined
    return drop
  }

  /** Discards the states below a block, at most those below the finalized one, which is the default. */
  pruneStates(below: number = this.#chain.finalized.header.number): void {
    this.#chain.discardStates(below)
  }

  /** Goes over to another branch. Returns its last block, the new best one. @throws InvalidReorg */
  reorg({ depth, transactions = 'pool', include = [] }: ReorgFault): BlockRef {
    return refOf(this.#chain.reorg({ depth, transactions, first: include.map(fromHex) }))
  }

  /** Makes a block that changes the runtime. Everything pending was signed for the old one and gets invalid. */
  upgradeRuntime(upgrade: UpgradeFault = {}): BlockRef {
    const now = this.#chain.identity
    const {
      specVersion = now.specVersion + 1,
      transactionVersion = now.transactionVersion,
      storage = {},
    } = upgrade
    return refOf(this.#chain.upgrade({ specVersion, transactionVersion, storage }))
  }
}

function refOf({
  hash,
  header: { number },
}: {
  readonly hash: Hex
  readonly header: { readonly number: number }
}): BlockRef {
  return { number, hash }
}
