import { randomUUID } from 'node:crypto'
import { readValidators, type Validator } from '@stake/chain'
import { StakeError } from '@stake/math'
import { judge, parseOperation, plan, run, type TradePlan } from '@stake/ops'
import { failureOf } from '../../failure.ts'
import type { Session } from '../../session.ts'
import type { Message } from '../shell/state.ts'
import type { Draft } from './trade-form.ts'

/** The one way through, as the screens go it: draft, plan, run. Loaded with the session, after the first frame. */
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

  /**
   * Prices a draft at the newest block under an id of its own, and asks beforehand what would stop it anyway: a
   * runtime that may not be signed for, the policy.
   */
  async plan(draft: Draft): Promise<TradePlan> {
    const { chain, policy } = this.#session
    const operation = parseOperation({ id: randomUUID(), ...draft })
    const planned = await plan(chain, [operation])
    await chain.confirmRuntime()
    if (chain.signingRefusal) throw chain.signingRefusal
    const calls = planned.legs.map(({ call }) => call.bytes)
    // Whether it is confirmed is asked when it is: this is no more than a look.
    await judge(chain, policy, calls, { address: planned.coldkey, confirm: () => true })
    return planned
  }

  /** Signs and sends a plan that was said yes to, and tells how it goes until it is final. */
  async run(plan: TradePlan): Promise<void> {
    const [leg] = plan.legs
    if (!leg) return
    const { id } = leg.operation
    const failed = (error: unknown) => this.#send({ type: 'failed', id, failure: failureOf(error) })
    try {
      const signer = await this.#session.signer()
      const {
        legs: [running],
      } = await run(this.#session.chain, plan, {
        signer,
        journal: await this.#session.journal(),
        policy: this.#session.policy,
        newJournal: this.#session.newJournal,
        confirm: () => true,
        onProgress: ({ state }) => {
          if (state.status !== 'waiting' && state.status !== 'reported')
            this.#send({ type: 'submission', id, state })
        },
      })
      const signed = running?.submission?.signed
      if (!running || !signed) throw new StakeError('NotSent', 'Nothing was sent.')
      this.#send({ type: 'sent', id, hash: signed.hash, lastBlock: signed.era.lastBlock })
      this.#send({ type: 'reported', id, report: await running.provisional })
      this.#send({ type: 'reported', id, report: await running.report })
    } catch (error) {
      failed(error)
    }
  }
}
