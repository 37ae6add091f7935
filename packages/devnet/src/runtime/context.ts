import type { AccountId32, EventFields, EventName, EventRecord, Phase } from '@stake/schema'
import { runtimeEvent } from '../scale/event.ts'
import type { ServedPallet } from '../scale/served-tables.ts'
import type { Storage } from './storage.ts'

/** What a call works with: storage, the block's author, and the list of events. */
export class Context {
  readonly storage: Storage
  /** Who makes the block and is paid the fees. */
  readonly author: AccountId32
  phase: Phase = { type: 'Initialization' }
  #events: EventRecord[] = []

  constructor(storage: Storage, author: AccountId32) {
    this.storage = storage
    this.author = author
  }

  /** The number of the block being built. */
  get blockNumber(): number {
    return this.storage.get('System', 'Number')
  }

  /** The events so far, in order. */
  get events(): readonly EventRecord[] {
    return this.#events
  }

  /** Records an event. Inside `transact` it vanishes when the transaction fails. */
  deposit<P extends ServedPallet, E extends EventName<P>>(
    pallet: P,
    name: E,
    ...fields: EventFields<P, E> extends undefined ? [] : [fields: EventFields<P, E>]
  ): void {
    this.#events.push({ phase: this.phase, event: runtimeEvent(pallet, name, ...fields), topics: [] })
  }

  /** Runs `body`; when it throws, its writes and its events are undone. */
  transact<T>(body: () => T): T {
    const before = this.#events.length
    try {
      return this.storage.overlay.transact(body)
    } catch (error) {
      this.#events.length = before
      throw error
    }
  }
}
