import type { SubmissionState } from '@stake/chain'
import type { Plan, Report, RunReport } from '@stake/ops'
import type { Failure } from '../../failure.ts'
import type { Live } from '../../live-state.ts'
import type { Settings } from '../../settings.ts'
import {
  type ActivityNews,
  type ActivityState,
  type ActivityWish,
  activityAtStart,
} from '../activity/activity-state.ts'
import { type BatchNews, type BatchState, type BatchWish, batchAtStart } from '../batch/batch-state.ts'
import { type DelegatesState, delegatesAtStart } from '../delegates/delegate-list.ts'
import type { DelegatesNews, DelegatesWish } from '../delegates/delegate-row.ts'
import { emptyHistory, type History } from '../history/history.ts'
import type { PortfolioNews, PortfolioWish } from '../portfolio/earnings.ts'
import { type PortfolioState, portfolioAtStart } from '../portfolio/selection.ts'
import {
  type SettingsNews,
  type SettingsState,
  type SettingsWish,
  settingsAtStart,
} from '../settings/settings-state.ts'
import type { SubnetsNews, SubnetsWish } from '../subnets/subnet-detail.ts'
import { type SubnetsState, subnetsAtStart } from '../subnets/subnet-list.ts'
import type { Confirmation } from '../trade/confirmation.ts'
import type { TradeNews } from '../trade/room.ts'
import type { FormStart } from '../trade/trade-form.ts'
import { type TradeState, type TradeWish, tradeAtStart } from '../trade/trade-state.ts'
import type { RunForm, Transaction } from '../trade/transaction.ts'
import type { Key } from '../widgets/key.ts'
import type { Background } from '../widgets/palette.ts'
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
  readonly portfolio: PortfolioNews
  readonly subnets: SubnetsNews
  readonly delegates: DelegatesNews
  readonly trade: TradeNews
  readonly batch: BatchNews
  readonly activity: ActivityNews
  readonly settings: SettingsNews
}

/** What the rooms wish for from outside; done by their effects. */
export interface Wishes {
  readonly portfolio: PortfolioWish
  readonly subnets: SubnetsWish
  readonly delegates: DelegatesWish
  readonly trade: TradeWish
  readonly batch: BatchWish
  readonly activity: ActivityWish
  readonly settings: SettingsWish
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
  /** Whether the keys that everybody knows are good for anything here. */
  readonly developmentKeys: boolean
  readonly coldkey: string | undefined
  /** Whether its key is known; otherwise it is only watched. */
  readonly canSign: boolean
}

/** Asks for a key phrase. */
export interface KeyForm {
  readonly phrase: TextField
  readonly failure: Failure | undefined
  /** The form to go on to. */
  readonly next: FormStart | undefined
  /** The only account whose key will do; undefined where any does. */
  readonly of?: string | undefined
}

/** What covers the rooms. */
export type Dialog =
  | ({ readonly kind: 'key' } & KeyForm)
  | { readonly kind: 'confirm'; readonly confirmation: Confirmation }
  | {
      readonly kind: 'outcome'
      readonly id: string
      /** The leg that is looked at. */
      readonly leg?: number
    }

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
  readonly subnets: SubnetsState
  readonly delegates: DelegatesState
  /** Positions that were marked for a batch, by their keys. */
  readonly marked: ReadonlySet<string>
  /** Prices and values seen since the program connected. */
  readonly history: History
  /** Charts of plain signs, where a terminal has no others. */
  readonly plainSigns: boolean
  readonly trade: TradeState
  readonly batch: BatchState
  readonly activity: ActivityState
  readonly settings: SettingsState
  /** What this person has set. */
  readonly preferences: Settings
  /** The background of the terminal, as it says itself. */
  readonly background: Background
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
  /** Another network was asked for, and cannot be reached; the one before goes on. */
  | { readonly type: 'notConnected'; readonly failure: Failure }
  | { readonly type: 'preferences'; readonly preferences: Settings }
  | { readonly type: 'background'; readonly background: Background }
  | { readonly type: 'live'; readonly live: Live }
  | { readonly type: 'keyAccepted'; readonly coldkey: string; readonly canSign: boolean }
  | { readonly type: 'keyRefused'; readonly failure: Failure }
  | {
      readonly type: 'submission'
      readonly id: string
      readonly leg: number
      readonly state: SubmissionState
    }
  | {
      readonly type: 'sent'
      readonly id: string
      readonly leg: number
      readonly hash: string
      readonly lastBlock: number
    }
  | { readonly type: 'reported'; readonly id: string; readonly leg: number; readonly report: Report }
  | { readonly type: 'runReported'; readonly id: string; readonly report: RunReport }
  | {
      readonly type: 'failed'
      readonly id: string
      readonly failure: Failure
      /** Whether it is certain that nothing was signed. */
      readonly unsigned: boolean
    }
  | MessageToRoom

/** What the screens want done; the answers come back as messages. */
export type Command =
  | { readonly type: 'quit' }
  | { readonly type: 'refresh' }
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'useKey'; readonly phrase: string; readonly of?: string | undefined }
  /** Looks at another account, or takes the key of a development account. */
  | { readonly type: 'useAccount'; readonly account: string }
  /** Leaves this network for another one. */
  | { readonly type: 'connect'; readonly network: string }
  | { readonly type: 'run'; readonly plan: Plan; readonly form: RunForm }
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
    subnets: subnetsAtStart,
    delegates: delegatesAtStart,
    marked: new Set(),
    history: emptyHistory,
    plainSigns: false,
    trade: tradeAtStart,
    batch: batchAtStart,
    activity: activityAtStart,
    settings: settingsAtStart,
    preferences: {},
    background: 'unknown',
    dialog: undefined,
    help: undefined,
    command: undefined,
    commandHistory: [],
    transactions: [],
    notice: undefined,
    leaving: false,
  }
}
