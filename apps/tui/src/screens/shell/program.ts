import { failureOf } from '../../failure.ts'
import type { LiveState } from '../../live-state.ts'
import type { Session, SessionOptions } from '../../session.ts'
import type { Journey } from '../trade/journey.ts'
import { loadChain } from './load-chain.ts'
import {
  type Command,
  initialState,
  type Message,
  type SessionFacts,
  type Size,
  type State,
} from './state.ts'
import { update } from './update.ts'

/** What is loaded after the first frame: everything that knows the chain. */
interface Opened {
  readonly session: Session
  readonly live: LiveState
  readonly journey: Journey
  readonly fulfil: typeof import('./effects.ts')['fulfil']
  /** Passes on what belongs to this session, as long as it is the one on the screen. */
  readonly send: (message: Message) => void
}

/** What the screens do to the terminal they are in. */
export interface Terminal {
  /** Leaves the screens. */
  quit(): void
  /** Puts a text on the clipboard, where the terminal allows it. */
  copy(text: string): void
  /** Whether its font lacks the signs that charts are drawn with. @default false */
  readonly plainSigns?: boolean
}

/** Holds what the screens show, and does what they ask for. */
export class Program {
  readonly #listeners = new Set<() => void>()
  readonly #terminal: Terminal
  readonly #clock: () => number
  readonly #stopTicking: () => void
  #state: State
  #opened: Opened | undefined
  #options: SessionOptions = {}
  /** Counts what was asked to connect; only the newest is wanted. */
  #asked = 0

  constructor(size: Size, terminal: Terminal, clock: () => number = Date.now) {
    this.#terminal = terminal
    this.#clock = clock
    this.#state = { ...initialState(size, clock()), plainSigns: terminal.plainSigns ?? false }
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
  }

  /** Opens the session and follows the chain. @throws StakeError where that cannot be done */
  async open(options: SessionOptions): Promise<void> {
    this.#options = options
    await this.#connect(options)
  }

  async close(): Promise<void> {
    this.#asked++
    this.#stopTicking()
    this.#listeners.clear()
    const opened = this.#opened
    this.#opened = undefined
    if (opened) await leave(opened)
  }

  /** A new session in place of the one there was, which ends when the new one stands. */
  async #connect(options: SessionOptions): Promise<void> {
    const asked = ++this.#asked
    const onProgress = (text: string) => this.send({ type: 'progress', text })
    const { openSession } = await loadChain()
    const session = await openSession({ ...options, onProgress })
    const [{ LiveState }, { Journey }, { fulfil }] = await Promise.all([
      import('../../live-state.ts'),
      import('../trade/journey.ts'),
      import('./effects.ts'),
    ])
    if (asked !== this.#asked) return session.close()
    const before = this.#opened
    const live = new LiveState(session.chain, session.coldkey)
    const send = (message: Message) => {
      if (this.#opened === opened) this.send(message)
    }
    const opened: Opened = { session, live, journey: new Journey(session, send), fulfil, send }
    this.#opened = opened
    onProgress('Reading the newest block …')
    const { network, endpoint, embedded, coldkey, account, settings } = session
    const facts: SessionFacts = {
      network,
      endpoint,
      embedded,
      developmentKeys: session.chain.network === undefined,
      coldkey,
      canSign: account?.kind === 'key',
    }
    this.send({
      type: 'preferences',
      preferences: { ...settings, ...(options.plain && { plain: true }) },
    })
    this.send({ type: 'opened', session: facts })
    const tell = () => send({ type: 'live', live: live.getSnapshot() })
    live.subscribe(tell)
    tell()
    if (before) await leave(before)
  }

  /** What belonged to the network before (nodes, the port of its devnet) is not that of another one. */
  async #connectTo(network: string): Promise<void> {
    const { endpoints: _, port: __, blockTime, ...kept } = this.#options
    const own = network === 'devnet' && blockTime !== undefined ? { blockTime } : {}
    try {
      await this.#connect({ ...kept, ...own, network })
    } catch (error) {
      this.send({ type: 'notConnected', failure: failureOf(error) })
    }
  }

  #perform(command: Command): void {
    const { journey, live, session, send } = this.#opened ?? {}
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
        if (session && live)
          this.#useKey(live, () => session.useSigner(command.phrase, command.of).address, true)
        break
      case 'useAccount':
        if (session && live) this.#useAccount(session, live, command.account)
        break
      case 'connect':
        void this.#connectTo(command.network)
        break
      case 'run':
        if (journey) void journey.run(command.plan, command.form)
        break
      case 'wish':
        if (this.#opened && session && live && journey && send)
          this.#opened.fulfil(command, { session, live, journey, send, getState: this.getState })
        break
    }
  }

  #useAccount(session: Session, live: LiveState, account: string): void {
    const isDevelopment = account.startsWith('//')
    const use = () => {
      if (isDevelopment) return session.useSigner(account).address
      session.watch(account)
      return account
    }
    this.#useKey(live, use, isDevelopment)
  }

  #useKey(live: LiveState, use: () => string, canSign: boolean): void {
    try {
      const coldkey = use()
      live.follow(coldkey)
      this.send({ type: 'keyAccepted', coldkey, canSign })
    } catch (error) {
      this.send({ type: 'keyRefused', failure: failureOf(error) })
    }
  }
}

async function leave({ live, session }: Opened): Promise<void> {
  live.close()
  await session.close()
}
