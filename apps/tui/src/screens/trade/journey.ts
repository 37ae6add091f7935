import { randomUUID } from 'node:crypto'
import { type Position, readValidators, type Validator } from '@stake/chain'
import {
  batch,
  gather,
  history,
  judge,
  type Operation,
  type Plan,
  type PlanOptions,
  parseOperation,
  plan,
  type Running,
  type RunOptions,
  run,
  sequence,
} from '@stake/ops'
import { failureOf } from '../../failure.ts'
import { lookAlikeOf } from '../../look-alike.ts'
import type { Session } from '../../session.ts'
import type { Message } from '../shell/state.ts'
import { type Destination, goesTo, type Used, usedBy } from './destinations.ts'
import type { Draft } from './draft.ts'
import type { RunForm } from './transaction.ts'

/** The one way through, as the screens go it: drafts, plan, run. Loaded with the session, after the first frame. */
export class Journey {
  readonly #session: Session
  readonly #send: (message: Message) => void

  constructor(session: Session, send: (message: Message) => void) {
    this.#session = session
    this.#send = send
  }

  async validators(netuid: number): Promise<Validator[]> {
    return readValidators(await this.#session.chain.at('best'), netuid)
  }

  /** The addresses that stake of this coldkey went to before, as the journal knows. */
  async used(coldkey: string): Promise<Used> {
    return usedBy(coldkey, await history(await this.#session.journal(), { coldkey }))
  }

  /**
   * Where a plan brings stake to, each address once, and what is odd about it.
   *
   * @param positions - as far as they are known: hotkeys that the account has stake with are nothing new
   */
  async destinations(
    { legs, coldkey }: Plan,
    positions: readonly Position[],
  ): Promise<readonly Destination[]> {
    const { coldkeys, hotkeys } = await this.used(coldkey)
    const own = positions.filter((position) => position.coldkey === coldkey).map(({ hotkey }) => hotkey)
    const known = new Set([coldkey, ...own, ...coldkeys, ...hotkeys])
    const all = new Map(
      legs.flatMap(({ operation }) => goesTo(operation)).map((each) => [each.address, each]),
    )
    return [...all.values()].map((each) => ({
      ...each,
      isNew: !known.has(each.address),
      resembles: lookAlikeOf(each.address, known),
    }))
  }

  /**
   * Prices drafts at the newest block, each under a new id, and asks beforehand what would stop them anyway: a runtime
   * that may not be signed for, the policy.
   */
  async plan(drafts: readonly Draft[], options: PlanOptions = {}): Promise<Plan> {
    const { chain, policy } = this.#session
    const operations = drafts.map(
      (draft): Operation => parseOperation<unknown>({ id: randomUUID(), ...draft }),
    )
    const planned = await plan(chain, operations, options)
    await chain.confirmRuntime()
    if (chain.signingRefusal) throw chain.signingRefusal
    const calls = planned.legs.map(({ call }) => call.bytes)
    // Whether it is confirmed is asked when it is: this is no more than a look.
    await judge(chain, policy, calls, { address: planned.coldkey, confirm: () => true })
    return planned
  }

  /** Signs and sends a plan that was said yes to, and tells how each leg goes until all are final. */
  async run(plan: Plan, form: RunForm): Promise<void> {
    const id = plan.legs[0]?.operation.id ?? ''
    let running: Running
    try {
      running = await this.#start(id, plan, form)
    } catch (error) {
      // What could not be started was not signed either.
      this.#send({ type: 'failed', id, failure: failureOf(error), unsigned: true })
      return
    }
    for (const place of running.legs.keys()) this.#tellSigned(id, running, place)
    try {
      await Promise.all([this.#tellLegs(id, running), this.#tellWhole(id, running)])
    } catch (error) {
      this.#send({ type: 'failed', id, failure: failureOf(error), unsigned: false })
    }
  }

  async #start(id: string, plan: Plan, form: RunForm): Promise<Running> {
    const { chain, policy, newJournal } = this.#session
    let running: Running | undefined
    const options: RunOptions = {
      signer: await this.#session.signer(),
      journal: await this.#session.journal(),
      policy,
      newJournal,
      confirm: () => true,
      onProgress: ({ leg, state }) => {
        if (state.status === 'waiting' || state.status === 'reported') return
        this.#send({ type: 'submission', id, leg, state })
        if (running) this.#tellSigned(id, running, leg)
      },
    }
    running = await started(chain, plan, form, options)
    return running
  }

  #tellSigned(id: string, running: Running, leg: number): void {
    const signed = running.legs[leg]?.submission?.signed
    if (signed) this.#send({ type: 'sent', id, leg, hash: signed.hash, lastBlock: signed.era.lastBlock })
  }

  async #tellLegs(id: string, { legs }: Running): Promise<void> {
    await Promise.all(
      legs.map(async ({ provisional, report }, leg) => {
        this.#send({ type: 'reported', id, leg, report: await provisional })
        this.#send({ type: 'reported', id, leg, report: await report })
      }),
    )
  }

  async #tellWhole(id: string, running: Running): Promise<void> {
    this.#send({ type: 'runReported', id, report: await running.provisional })
    this.#send({ type: 'runReported', id, report: await running.report })
  }
}

function started(
  chain: Session['chain'],
  plan: Plan,
  form: RunForm,
  options: RunOptions,
): Running | Promise<Running> {
  switch (form) {
    case 'run':
      return run(chain, plan, options)
    case 'gather':
      return gather(chain, plan, options)
    case 'batch':
      return batch(chain, plan, { ...options, atomic: true })
    case 'sequence':
      return sequence(
        chain,
        plan.legs.map(({ operation }) => operation),
        options,
      )
  }
}
