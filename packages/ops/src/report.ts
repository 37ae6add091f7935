import type { BlockRef, Execution, Hex, Inclusion, Outcome, SignedExtrinsic } from '@stake/chain'
import { Balance, mulDivCeil, mulDivFloor, Price, StakeError } from '@stake/math'
import { kindOf } from './kinds/index.ts'
import type { Operation } from './operation.ts'
import type { Leg } from './plan.ts'

/** What became of one Operation, by the chain's own events. */
export interface Report {
  readonly operation: Operation
  readonly status: 'executed' | 'failed' | 'expired' | 'replaced' | 'refused' | 'notSent'
  /** False while the block may still be undone. */
  readonly final: boolean
  /** How much of what was asked was traded. */
  readonly fill: 'filled' | 'partly' | 'nothing'
  /** TAO for a stake, alpha for an unstake. */
  readonly asked: Balance
  /** What the trade took, swap fee included. */
  readonly executed: Balance
  /** What was asked and not traded. */
  readonly rest: Balance
  /** Alpha for a stake, TAO for an unstake. */
  readonly received: Balance
  /** The pool's fee, within `executed`. */
  readonly swapFee: Balance
  /** The network's fee, paid in TAO on top; paid for a failed call too. */
  readonly networkFee: Balance
  /** TAO per alpha over the whole trade, against the trader; undefined where nothing was traded. */
  readonly averagePrice: Price | undefined
  readonly block: BlockRef | undefined
  readonly hash: Hex | undefined
  /** Why it was not executed. */
  readonly error: StakeError | undefined
}

/** The report of a leg from the block it is in, or from its final outcome. */
export function reportOf(leg: Leg, signed: SignedExtrinsic | undefined, end: Inclusion | Outcome): Report {
  const nothing = emptyReport(leg, signed, end.final)
  switch (end.kind) {
    case 'refused':
      return { ...nothing, status: 'refused', error: end.refusal }
    case 'expired':
      return { ...nothing, status: 'expired', error: expired(end.reason) }
    case 'replaced':
      return { ...nothing, status: 'replaced', block: end.block, error: replaced(end.by) }
    case 'failed':
      return {
        ...nothing,
        status: 'failed',
        block: end.block,
        networkFee: end.execution.fee,
        error: end.failure,
      }
    case 'inBlock':
    case 'included':
      return executedReport(nothing, leg, end.execution, end.block)
  }
}

/** The report of a leg that never left, because the one before it did not. */
export function notSentReport(leg: Leg, error: StakeError): Report {
  return { ...emptyReport(leg, undefined, true), status: 'notSent', error }
}

function emptyReport(leg: Leg, signed: SignedExtrinsic | undefined, final: boolean): Report {
  const input = leg.amount.netuid
  const output = leg.quote?.received.netuid ?? input
  return {
    operation: leg.operation,
    status: 'notSent',
    final,
    fill: 'nothing',
    asked: leg.amount,
    executed: Balance.zero(input),
    rest: leg.amount,
    received: Balance.zero(output),
    swapFee: Balance.zero(input),
    networkFee: Balance.zero(),
    averagePrice: undefined,
    block: undefined,
    hash: signed?.hash,
    error: undefined,
  }
}

function executedReport(nothing: Report, leg: Leg, execution: Execution, block: BlockRef): Report {
  const { failure, events, fee } = execution
  const seen = { ...nothing, block, networkFee: fee }
  if (failure) return { ...seen, status: 'failed', error: failure }
  const trade = kindOf(leg.operation).trade(leg, events)
  if (!trade) {
    const message = 'The chain says the call succeeded but reports no trade.'
    return {
      ...seen,
      status: 'failed',
      error: new StakeError('NoTrade', message, { remedy: 'Look at your balance.' }),
    }
  }
  const { executed, received, swapFee } = trade
  const rest = Balance.fromRao(
    leg.amount.rao > executed.rao ? leg.amount.rao - executed.rao : 0n,
    leg.amount.netuid,
  )
  return {
    ...seen,
    status: 'executed',
    fill: rest.isZero() ? 'filled' : 'partly',
    executed,
    rest,
    received,
    swapFee,
    averagePrice: averagePrice(executed, received),
  }
}

/** TAO per alpha of a trade between the two, rounded against the trader. */
function averagePrice(executed: Balance, received: Balance): Price | undefined {
  if (executed.isZero() || received.isZero()) return undefined
  const one = 1n << 64n
  return Price.fromBits(
    executed.netuid === 0
      ? mulDivCeil(executed.rao, one, received.rao)
      : mulDivFloor(received.rao, one, executed.rao),
  )
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
