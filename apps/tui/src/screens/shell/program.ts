import { failureOf } from '../../failure.ts'
import type { LiveState } from '../../live-state.ts'
import type { Session, SessionOptions } from '../../session.ts'
import type { Assessment } from '../trade/assess.ts'
import type { Journey } from '../trade/journey.ts'
import { type Draft, draftOf, sameDraft } from '../trade/trade-form.ts'
import { type Command, initialState, type Message, type Size, type State } from './state.ts'
import { update } from './update.ts'

/** What is loaded after the first frame: everything that knows the chain. */
interface Opened {
  readonly session: Session
  readonly live: LiveState
  readonly journey: Journey
  readonly assess: typeof import('../trade/assess.ts')['assess']
  readonly fulfil: typeof import('./effects.ts')['fulfil']
}

/** What the screens do to the terminal they are in. */
export interface Terminal {
  /** Leaves the screens. */
  quit(): void
  /** Puts a text on the clipboard, where the terminal allows it. */
  copy(text: string): void
}

/** An attempt of an estimate fails for these without telling anything about the draft. */
const CONNECTION_TROUBLE = ['Disconnected', 'RequestTimedOut', 'RpcError', 'RuntimeChanged']

/** Holds what the screens show, and does what they ask for. */
export class Program {
  readonly #listeners = new Set<() => void>()
  readonly #terminal: Terminal
  readonly #clock: () => number
  readonly #stopTicking: () => void
  #state: State
  #opened: Opened | undefined
  #estimated: { readonly draft: Draft; readonly block: string } | undefined
  #estimating = false

  constructor(size: Size, terminal: Terminal, clock: () => number = Date.now) {
    this.#terminal = terminal
    this.#clock = clock
    this.#state = initialState(size, clock())
    const timer = setInterval(() => this.send({ type: 'tick', now: this.#clock() }), 1_000)
    this.#stopTicking = () => clearInterval(timer)
  }

  /** Calls `listener` at every change until the returned function is called. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly getState = (): State => this.#state

  /** Takes in what happened, and does what follows from it. */
  readonly send = (message: Message): void => {
    const [state, ...commands] = update(this.#state, message)
    const changed = state !== this.#state
    this.#state = state
    for (const command of commands) this.#perform(command)
    if (changed) for (const listener of this.#listeners) listener()
    this.#estimate()
  }

  /** What a draft would do at the newest block; undefined until one was read. */
  readonly assess = (draft: Draft): Assessment | undefined => {
    const snapshot = this.#state.live?.snapshot
    return snapshot && this.#opened?.assess(draft, snapshot)
  }

  /** Opens the session and follows the chain. @throws StakeError where that cannot be done */
  async open(options: SessionOptions): Promise<void> {
    const onProgress = (text: string) => this.send({ type: 'progress', text })
    const { openSession } = await import('../../session.ts')
    const session = await openSession({ ...options, onProgress })
    const [{ LiveState }, { Journey }, { assess }, { fulfil }] = await Promise.all([
      import('../../live-state.ts'),
      import('../trade/journey.ts'),
      import('../trade/assess.ts'),
      import('./effects.ts'),
    ])
    const live = new LiveState(session.chain, session.coldkey)
    this.#opened = { session, live, journey: new Journey(session, this.send), assess, fulfil }
    onProgress('Reading the newest block …')
    const { network, endpoint, embedded, coldkey } = session
    this.send({ type: 'opened', session: { network, endpoint, embedded, coldkey } })
    const tell = () => this.send({ type: 'live', live: live.getSnapshot() })
    live.subscribe(tell)
    tell()
  }

  async close(): Promise<void> {
    this.#stopTicking()
    this.#listeners.clear()
    this.#opened?.live.close()
    await this.#opened?.session.close()
  }

  #perform(command: Command): void {
    const { journey, live, session } = this.#opened ?? {}
    switch (command.type) {
      case 'quit':
        this.#terminal.quit()
        break
      case 'copy':
        this.#terminal.copy(command.text)
        break
      case 'refresh':
        live?.refresh()
        break
      case 'useKey':
        if (session && live) this.#useKey(session, live, command.phrase)
        break
      case 'readValidators':
        if (journey) void this.#readValidators(journey, command.netuid)
        break
      case 'plan':
        if (journey) void this.#plan(journey, command.draft)
        break
      case 'run':
        if (journey) void journey.run(command.plan)
        break
      case 'wish':
        if (this.#opened && session && live)
          this.#opened.fulfil(command, { session, live, send: this.send, getState: this.getState })
        break
    }
  }

  #useKey(session: Session, live: LiveState, phrase: string): void {
    try {
      const { address } = session.useSigner(phrase)
      live.follow(address)
      this.send({ type: 'keyAccepted', coldkey: address })
    } catch (error) {
      this.send({ type: 'keyRefused', failure: failureOf(error) })
    }
  }

  async #readValidators(journey: Journey, netuid: number): Promise<void> {
    try {
      this.send({ type: 'validators', netuid, validators: await journey.validators(netuid) })
    } catch (error) {
      this.send({ type: 'validatorsUnread', netuid, failure: failureOf(error) })
    }
  }

  async #plan(journey: Journey, draft: Draft): Promise<void> {
    try {
      this.send({ type: 'planned', draft, plan: await journey.plan(draft) })
    } catch (error) {
      this.send({ type: 'notPlanned', draft, failure: failureOf(error) })
    }
  }

  /** Keeps the network fee of the draft on the screen: one plan at a time, for each draft at each block. */
  #estimate(): void {
    const { dialog, live } = this.#state
    const block = live?.snapshot?.block.hash
    if (dialog?.kind !== 'form' || !block || !this.#opened || this.#estimating) return
    const draft = draftOf(dialog.form)
    if (draft.amount === '' || draft.hotkey === '') return
    if (this.#estimated?.block === block && sameDraft(this.#estimated.draft, draft)) return
    this.#estimated = { draft, block }
    this.#estimating = true
    void this.#opened.journey
      .plan(draft)
      .then(
        ({ networkFees }) => this.send({ type: 'estimated', draft, networkFee: networkFees }),
        (error) => {
          const failure = failureOf(error)
          if (CONNECTION_TROUBLE.includes(failure.code)) return
          this.send({ type: 'notEstimated', draft, failure })
        },
      )
      .finally(() => {
        this.#estimating = false
        this.#estimate()
      })
  }
}
