import {
  type BlockEvent,
  type BlockRef,
  type Chain,
  type ChainEvent,
  DispatchFailure,
  decodeCall,
  type Execution,
  explainFailure,
  type Hex,
  type Inclusion,
  nameDispatchError,
  type Outcome,
} from '@stake/chain'
import { Balance, type Price, StakeError, splitEvenly } from '@stake/math'
import { type Alarm, alarmsOf, averagePriceOf } from './alarm.ts'
import { priceAfter, stakesAround } from './block-readings.ts'
import { failingLeg } from './failing-leg.ts'
import { kindOf } from './kinds/index.ts'
import type { Trade } from './kinds/kind.ts'
import { alphaFee } from './kinds/stake-events.ts'
import { type CallEvents, eventsOfCalls } from './leg-events.ts'
import type { Operation } from './operation.ts'
import type { ReportBasis } from './report-basis.ts'

/** What became of one Operation, by the chain's own events. */
export interface Report {
  readonly operation: Operation
  /** `rolledBack`: another leg of the same atomic batch failed, or this one did; nothing of it happened. */
  readonly status: 'executed' | 'failed' | 'rolledBack' | 'expired' | 'replaced' | 'refused' | 'notSent'
  /** False while the block may still be undone. */
  readonly final: boolean
  /** How much of what was asked was traded; `unknown` where it succeeded and nobody can read any more what it did. */
  readonly fill: 'filled' | 'partly' | 'nothing' | 'unknown'
  /** TAO for a stake, alpha for an unstake. */
  readonly asked: Balance
  /** What the trade took, swap fee included. */
  readonly executed: Balance
  /** What was asked and not traded. */
  readonly rest: Balance
  /** Alpha for a stake, TAO for an unstake. */
  readonly received: Balance
  /** What the plan expected to come out. */
  readonly expected: Balance
  /** TAO that became free balance beside what was received. */
  readonly free: Balance
  /** The pool's fee, within `executed`. */
  readonly swapFee: Balance
  /** The network's fee, paid in TAO on top; paid for a failed call too. In a batch each leg has an equal share of it. */
  readonly networkFee: Balance
  /** The network's fee where alpha of the position paid it. */
  readonly feeInAlpha: Balance | undefined
  /** TAO per alpha over the whole trade, against the trader; undefined where nothing was traded, or alpha for alpha. */
  readonly averagePrice: Price | undefined
  readonly plannedAveragePrice: Price | undefined
  /** For each of its trades the end price by the plan, and the price at the end of the block that has it. */
  readonly endPrices: readonly EndPrice[]
  /** Of an Operation on many positions: each of its trades. */
  readonly parts: readonly Trade[]
  readonly block: BlockRef | undefined
  readonly hash: Hex | undefined
  /** Why it was not executed. */
  readonly error: StakeError | undefined
  /** What went otherwise than planned. */
  readonly alarms: readonly Alarm[]
}

/** A report that nothing can change any more. */
export interface FinalReport extends Report {
  readonly final: true
}

/** The price of one pool after a trade. */
export interface EndPrice {
  readonly netuid: number
  readonly planned: Price
  /** After the last transaction of the block; undefined while it is not known, or not any more. */
  readonly afterBlock: Price | undefined
}

/** What the legs of one extrinsic are to each other. */
export type LegsForm = 'single' | 'atomic' | 'each'

/** What an extrinsic had become when the report was made. */
export type End = Inclusion | Outcome

/**
 * The reports of all legs of one extrinsic, from the block it is in or from its final outcome. Where the events do not
 * tell what a leg did, the coldkey's positions before and after the block do.
 */
export async function reportsOf(
  chain: Chain,
  bases: readonly ReportBasis[],
  form: LegsForm,
  end: End,
  hash: Hex | undefined,
): Promise<Report[]> {
  const all = (fields: Partial<Report>) =>
    bases.map((basis): Report => ({ ...emptyReport(basis), hash, final: end.final, ...fields }))
  switch (end.kind) {
    case 'refused':
      return all({ status: 'refused', error: end.refusal })
    case 'expired':
      return all({ status: 'expired', error: expired(end.reason) })
    case 'replaced':
      return all({ status: 'replaced', block: end.block, error: replaced(end.by) })
    case 'failed':
    case 'inBlock':
    case 'included':
      return executedReports(chain, bases, form, end, hash)
  }
}

/** The report of a leg that was never signed. */
export function notSentReport(basis: ReportBasis, error: StakeError): FinalReport {
  return { ...emptyReport(basis), final: true, status: 'notSent', error }
}

function emptyReport(basis: ReportBasis): Report {
  const { operation, amount, received } = basis
  return {
    operation,
    status: 'notSent',
    final: true,
    fill: 'nothing',
    asked: amount,
    executed: Balance.zero(amount.netuid),
    rest: amount,
    received: Balance.zero(received.netuid),
    expected: received,
    free: Balance.zero(),
    swapFee: Balance.zero(amount.netuid),
    networkFee: Balance.zero(),
    feeInAlpha: undefined,
    averagePrice: undefined,
    plannedAveragePrice: basis.averagePrice,
    endPrices: basis.endPrices.map(({ netuid, price }) => ({
      netuid,
      planned: price,
      afterBlock: undefined,
    })),
    parts: [],
    block: undefined,
    hash: undefined,
    error: undefined,
    alarms: [],
  }
}

type InBlock = Extract<End, { readonly execution: Execution }>

async function executedReports(
  chain: Chain,
  bases: readonly ReportBasis[],
  form: LegsForm,
  end: InBlock,
  hash: Hex | undefined,
): Promise<Report[]> {
  const { block, execution, final } = end
  if (bases.length === 0) return []
  // What alpha pays is no TAO, whatever the chain's event of the fee says.
  const fee = alphaFee(execution.events) ? Balance.zero() : execution.fee
  const fees = splitEvenly(fee, bases.length)
  const common = (index: number) => ({ block, hash, final, networkFee: fees[index] ?? Balance.zero() })
  if (execution.failure) {
    const failed = await failuresOf(chain, bases, form, end, execution.failure)
    return bases.map((basis, index) => ({
      ...emptyReport(basis),
      ...common(index),
      status: form === 'single' ? 'failed' : 'rolledBack',
      error: failed[index],
    }))
  }
  const slices = form === 'single' ? [] : eventsOfCalls(execution.events, count(bases))
  let from = 0
  return Promise.all(
    bases.map(async (basis, index) => {
      const mine = slices?.slice(from, from + basis.calls.length)
      from += basis.calls.length
      const seen = { ...emptyReport(basis), ...common(index) }
      const leg = { basis, seen: await withPrices(chain, seen, block), block }
      if (!slices) return unreadable(seen, basis)
      if (form === 'single') return measured(chain, leg, execution.events, ownItems(execution, basis))
      return measured(chain, leg, mine?.flatMap(({ events }) => events) ?? [], mine)
    }),
  )
}

/** The calls of a leg that is a batch by itself. */
function ownItems({ events }: Execution, { calls }: ReportBasis): CallEvents[] | undefined {
  return calls.length > 1 ? eventsOfCalls(events, calls.length) : undefined
}

interface Measuring {
  readonly basis: ReportBasis
  /** What is known of it already. */
  readonly seen: Report
  readonly block: BlockRef
}

/** What one leg did, of which the chain says that it succeeded, or that some of its calls failed. */
async function measured(
  chain: Chain,
  leg: Measuring,
  events: readonly ChainEvent[],
  items: readonly CallEvents[] = [],
): Promise<Report> {
  const { basis, seen, block } = leg
  const failedCall = items.findIndex(({ error }) => error !== undefined)
  const failure =
    failedCall < 0 ? undefined : await failureOf(chain, basis, failedCall, items[failedCall]?.error, block)
  if (failure && items.every(({ error }) => error !== undefined)) {
    return { ...seen, status: 'failed', error: failure }
  }
  const kind = kindOf(basis.operation)
  const feeInAlpha = alphaFee(events)?.alpha
  let trade = kind.trade(basis, events)
  if (!trade && kind.tradeFromPositions) {
    const stakes = await stakesAround(chain, block, basis.operation.coldkey)
    trade = stakes && kind.tradeFromPositions(basis, stakes.before, stakes.after)
    if (!trade) return unreadable(seen, basis)
  }
  if (!trade) return { ...seen, status: 'failed', error: failure ?? noTrade(), feeInAlpha }
  return traded(leg, trade, feeInAlpha, failure)
}

function traded(
  { basis, seen }: Measuring,
  trade: Trade,
  feeInAlpha: Balance | undefined,
  failure: StakeError | undefined,
): Report {
  const { amount } = basis
  const { executed, received, swapFee } = trade
  const left = executed.netuid === amount.netuid && amount.rao > executed.rao ? amount.rao - executed.rao : 0n
  const rest = Balance.fromRao(left, amount.netuid)
  const nothing = !amount.isZero() && executed.isZero()
  const fill = trade.fill ?? (nothing ? 'nothing' : rest.isZero() ? 'filled' : 'partly')
  const report: Report = {
    ...seen,
    status: 'executed',
    fill,
    executed,
    rest,
    received,
    free: trade.free ?? Balance.zero(),
    swapFee,
    feeInAlpha,
    averagePrice: averagePriceOf(trade),
    parts: trade.parts ?? [],
    error: failure,
  }
  const alarm = (code: Alarm['code'], message: string): Alarm => ({
    id: basis.operation.id,
    code,
    message,
    details: { asked: amount.rao, executed: executed.rao },
  })
  if (fill === 'nothing') {
    const error = failure ?? noTrade()
    return { ...report, status: 'failed', error, alarms: [alarm('NothingTraded', error.message)] }
  }
  const alarms = alarmsOf(basis, trade, seen.networkFee)
  if (fill === 'partly' && basis.spent.compare(executed) !== 0) {
    alarms.push(alarm('PartlyFilled', `Only ${executed.format()} of ${amount.format()} was traded.`))
  }
  return { ...report, alarms }
}

async function withPrices(chain: Chain, report: Report, block: BlockRef): Promise<Report> {
  const endPrices = await Promise.all(
    report.endPrices.map(async (price) => ({
      ...price,
      afterBlock: await priceAfter(chain, block, price.netuid),
    })),
  )
  return { ...report, endPrices }
}

/** It succeeded, but what it did is to be read nowhere. */
function unreadable(seen: Report, { operation }: ReportBasis): Report {
  const message = 'It succeeded, but what it did cannot be read.'
  const alarm: Alarm = { id: operation.id, code: 'NotReadable', message, details: {} }
  return { ...seen, status: 'executed', fill: 'unknown', alarms: [alarm] }
}

/** The error of each leg of an extrinsic that failed as a whole. */
async function failuresOf(
  chain: Chain,
  bases: readonly ReportBasis[],
  form: LegsForm,
  { block, execution }: InBlock,
  failure: DispatchFailure,
): Promise<StakeError[]> {
  const [only] = bases
  if (form === 'single' && only) {
    const [call] = only.calls
    return [only.calls.length === 1 && call ? await explained(chain, only, call, block, failure) : failure]
  }
  const extrinsic = (execution.events as readonly BlockEvent[])[0]?.extrinsic
  const failing = await failingLeg(chain, bases, { block, extrinsic, failure })
  const basis = bases[failing?.leg ?? -1]
  const call = basis?.calls[failing?.call ?? -1]
  const cause = basis && call ? await explained(chain, basis, call, block, failure) : failure
  return bases.map((each) => (each === basis ? cause : rolledBack(cause, basis?.operation.id)))
}

/** The failure of one call of a leg, as a batch tells it. */
async function failureOf(
  chain: Chain,
  basis: ReportBasis,
  index: number,
  error: unknown,
  block: BlockRef,
): Promise<StakeError> {
  const failure = await named(chain, error, block)
  const call = basis.calls[index]
  return call ? explained(chain, basis, call, block, failure) : failure
}

/** The error of one call of a batch, by the runtime that sent it. */
async function named(chain: Chain, error: unknown, block: BlockRef): Promise<DispatchFailure> {
  try {
    return nameDispatchError(await chain.at(block.number - 1), error)
  } catch {
    const said = `This call of the batch failed, and its error ${JSON.stringify(error)} can be named by nobody any more`
    return new DispatchFailure('Utility', 'ItemFailed', said, 'Plan it again.')
  }
}

/** With the numbers behind it, as far as they can be read. */
async function explained(
  chain: Chain,
  { operation }: ReportBasis,
  call: Hex,
  block: BlockRef,
  failure: DispatchFailure,
): Promise<DispatchFailure> {
  try {
    const parent = await chain.at(block.number - 1)
    return await explainFailure(parent, decodeCall(chain, call), operation.coldkey, failure)
  } catch {
    return failure
  }
}

function count(bases: readonly ReportBasis[]): number {
  return bases.reduce((sum, { calls }) => sum + calls.length, 0)
}

function rolledBack(cause: StakeError, id: string | undefined): StakeError {
  const whose =
    id === undefined ? 'Another operation of the batch, it is unknown which one,' : `Operation ${id}`
  return new StakeError('RolledBack', `${whose} failed, so nothing of the batch happened: ${cause.message}`, {
    details: { failed: id ?? 'unknown', code: cause.code },
    remedy: 'Correct the one that failed, or send them in a best-effort batch or a gather.',
    cause,
  })
}

function noTrade(): StakeError {
  return new StakeError('NothingTraded', 'The chain says the call succeeded, but nothing was traded.', {
    remedy: 'Nothing was taken but the fee. Look at the price, and plan it again.',
  })
}

function expired(reason: string): StakeError {
  const sentences: Record<string, string> = {
    eraEnded: 'It was in no block before it expired, and never will be.',
    runtimeUpgraded: 'The runtime was upgraded before it was in a block; it can never be included.',
    chainReset: 'The chain it was signed for was started anew.',
  }
  return new StakeError('Expired', sentences[reason] ?? reason, {
    details: { reason },
    remedy: 'Nothing was traded. Plan it again at the new price.',
  })
}

function replaced(by: Hex): StakeError {
  return new StakeError('Replaced', 'Another transaction of this account took its number.', {
    details: { by },
    remedy: 'Nothing was traded. Is the same key used in another program?',
  })
}
