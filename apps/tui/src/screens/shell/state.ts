import type { SubmissionState, Validator } from '@stake/chain'
import type { Balance } from '@stake/math'
import type { Report, TradePlan } from '@stake/ops'
import type { Failure } from '../../failure.ts'
import type { Live } from '../../live-state.ts'
import { type PortfolioState, portfolioAtStart } from '../portfolio/selection.ts'
import { type SubnetList, subnetList } from '../subnets/subnet-list.ts'
import type { Confirmation } from '../trade/confirmation.ts'
import type { Draft, FormStart, TradeForm } from '../trade/trade-form.ts'
import type { Transaction } from '../trade/transaction.ts'
import type { Key } from '../widgets/key.ts'
import type { TextField } from '../widgets/text-field.ts'
import type { CommandLine } from './command-line.ts'
import type { HelpState } from './help-keys.ts'
import type { Notice } from './notice.ts'

export interface Size {
  readonly columns: number
  readonly rows: number
}

/** The smallest terminal in which everything can be done. */
export const SMALLEST: Size = { columns: 60, rows: 15 }

export type View = keyof News

/** What the rooms are told of what they wished for. */
export interface News {
  readonly portfolio: never
  readonly subnets: never
}

/** What the rooms wish for from outside; done by their effects. */
export interface Wishes {
  readonly portfolio: never
  readonly subnets: never
}

export type MessageToRoom = {
  readonly [V in View]: { readonly type: 'news'; readonly room: V; readonly news: News[V] }
}[View]

export type WishOfRoom = {
  readonly [V in View]: { readonly type: 'wish'; readonly room: V; readonly wish: Wishes[V] }
}[View]

/** What the screens know of the session. */
export interface SessionFacts {
  readonly network: string
  readonly endpoint: string
  readonly embedded: boolean
  readonly coldkey: string | undefined
}

/** Asks for a key phrase. */
export interface KeyForm {
  readonly phrase: TextField
  readonly failure: Failure | undefined
  /** The form to go on to. */
  readonly next: FormStart | undefined
}

/** What covers the two main views. */
export type Dialog =
  | ({ readonly kind: 'key' } & KeyForm)
  | { readonly kind: 'form'; readonly form: TradeForm }
  | { readonly kind: 'confirm'; readonly confirmation: Confirmation }
  | { readonly kind: 'outcome'; readonly id: string }

/** Everything a frame is drawn from. */
export interface State {
  readonly size: Size
  /** Unix milliseconds, moving once a second. */
  readonly now: number
  /** What is being done before the session is there. */
  readonly progress: string
  readonly session: SessionFacts | undefined
  readonly live: Live | undefined
  readonly view: View
  readonly portfolio: PortfolioState
  readonly subnets: SubnetList
  readonly dialog: Dialog | undefined
  /** The list of keys, with its filter, when open. */
  readonly help: HelpState | undefined
  /** The command being typed, when its line is open. */
  readonly command: CommandLine | undefined
  /** What was typed there, the newest last. */
  readonly commandHistory: readonly string[]
  readonly transactions: readonly Transaction[]
  readonly notice: Notice | undefined
  /** Leaving was refused once, because something was being signed; the next q leaves. */
  readonly leaving: boolean
}

/** What happens to the screens. */
export type Message =
  | { readonly type: 'key'; readonly key: Key }
  | { readonly type: 'paste'; readonly text: string }
  | { readonly type: 'tick'; readonly now: number }
  | { readonly type: 'resized'; readonly size: Size }
  | { readonly type: 'progress'; readonly text: string }
  | { readonly type: 'opened'; readonly session: SessionFacts }
  | { readonly type: 'live'; readonly live: Live }
  | { readonly type: 'keyAccepted'; readonly coldkey: string }
  | { readonly type: 'keyRefused'; readonly failure: Failure }
  | { readonly type: 'validators'; readonly netuid: number; readonly validators: readonly Validator[] }
  | { readonly type: 'validatorsUnread'; readonly netuid: number; readonly failure: Failure }
  | { readonly type: 'estimated'; readonly draft: Draft; readonly networkFee: Balance }
  | { readonly type: 'notEstimated'; readonly draft: Draft; readonly failure: Failure }
  | { readonly type: 'planned'; readonly draft: Draft; readonly plan: TradePlan }
  | { readonly type: 'notPlanned'; readonly draft: Draft; readonly failure: Failure }
  | { readonly type: 'submission'; readonly id: string; readonly state: SubmissionState }
  | { readonly type: 'sent'; readonly id: string; readonly hash: string; readonly lastBlock: number }
  | { readonly type: 'reported'; readonly id: string; readonly report: Report }
  | { readonly type: 'failed'; readonly id: string; readonly failure: Failure }
  | MessageToRoom

/** What the screens want done; the answers come back as messages. */
export type Command =
  | { readonly type: 'quit' }
  | { readonly type: 'refresh' }
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'useKey'; readonly phrase: string }
  | { readonly type: 'readValidators'; readonly netuid: number }
  | { readonly type: 'plan'; readonly draft: Draft }
  | { readonly type: 'run'; readonly plan: TradePlan }
  | WishOfRoom

/** The next state, and what is to be done. */
export type Step = readonly [state: State, ...commands: Command[]]

export function initialState(size: Size, now: number): State {
  return {
    size,
    now,
    progress: 'Starting …',
    session: undefined,
    live: undefined,
    view: 'portfolio',
    portfolio: portfolioAtStart,
    subnets: subnetList,
    dialog: undefined,
    help: undefined,
    command: undefined,
    commandHistory: [],
    transactions: [],
    notice: undefined,
    leaving: false,
  }
}
