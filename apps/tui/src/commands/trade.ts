import { randomUUID } from 'node:crypto'
import { type Balance, StakeError } from '@stake/math'
import { type LegState, parseOperation, plan, type Report, run, type TradeLeg } from '@stake/ops'
import { showAmount, showPrice, showRaoPrice } from '../amounts.ts'
import { confirm } from '../confirm.ts'
import { printFailure, printResult } from '../envelope.ts'
import { failureOf } from '../failure.ts'
import type { Flags } from '../flags.ts'
import { safeText } from '../safe-text.ts'
import type { Session } from '../session.ts'
import { chooseHotkey } from './choose-hotkey.ts'
import { ENDING, headless } from './headless.ts'
import { type TradeRequest, tradeRequestOf } from './trade-request.ts'

/** `stake add` and `stake remove`: Operation → Plan → run → Report. */
export function trade(kind: 'stake' | 'unstake', flags: Flags): Promise<number> {
  const request = tradeRequestOf(kind, flags)
  return headless(flags, async (session) => {
    const { leg, report } = await perform(session, request)
    if (flags.json) printReport(report, session.network)
    else if (report.error) printFailure(failureOf(report.error), false)
    else process.stdout.write(sentenceOf(report, leg, session.network))
    return report.status === 'executed' ? 0 : 1
  })
}

async function perform(session: Session, request: TradeRequest): Promise<{ leg: TradeLeg; report: Report }> {
  const { chain } = session
  await chain.confirmRuntime()
  if (chain.signingRefusal) throw chain.signingRefusal
  const signer = await session.signer()
  const { kind, netuid, amount, mode, tolerance } = request
  const coldkey = signer.address
  const hotkey = request.hotkey ?? (await chooseHotkey(chain, kind, coldkey, netuid))
  const operation = parseOperation({
    id: randomUUID(),
    kind,
    coldkey,
    hotkey,
    netuid,
    amount,
    mode,
    tolerance,
  })
  const planned = await plan(chain, [operation])
  for (const leg of planned.legs) process.stderr.write(describe(leg, session.network))
  if (!request.yes) await confirm('Sign and send this? Type yes: ')

  const {
    legs: [running],
  } = await run(chain, planned, {
    signer,
    journal: await session.journal(),
    policy: session.policy,
    newJournal: session.newJournal,
    // Somebody has just said yes to it; --yes is nobody.
    confirm: () => !request.yes,
    onProgress: ({ state }) => follow(state),
  })
  const [leg] = planned.legs
  if (!running || !leg) throw new StakeError('NotSent', 'Nothing was sent.')
  const hash = running.submission?.signed.hash ?? ''
  const warn = () => {
    process.stderr.write(
      `stake: ${hash} was sent and may still be executed. Look at your positions before you try again.\n`,
    )
  }
  for (const signal of ENDING) process.prependOnceListener(signal, warn)
  try {
    const report = await (request.wait === 'finalized' ? running.report : running.provisional)
    return { leg, report }
  } finally {
    for (const signal of ENDING) process.off(signal, warn)
  }
}

/** What would be signed, for the person who is about to say yes. */
function describe(leg: TradeLeg, network: string): string {
  const { operation, amount, subnet, quote, chosen, tolerance, leastReceived, networkFee, warnings } = leg
  const symbol = safeText(subnet.symbol, 4)
  const exact = (value: Balance) => showAmount(value, symbol, 9)
  const stake = operation.kind === 'stake'
  const lines = [
    [stake ? 'Stake' : 'Unstake', exact(amount)],
    ['Account', operation.coldkey],
    ['Subnet', `${subnet.netuid} ${safeText(subnet.name, 32)} on ${network}`],
    ['Hotkey', operation.hotkey],
    ['Receive', exact(quote.received) + (leastReceived ? `, at least ${exact(leastReceived)}` : '')],
    ['Fees', `${exact(quote.fee)} to the pool, ${exact(networkFee)} to the network`],
    [
      'Price',
      `${showPrice(quote.spotPrice, 9)} now, ${showPrice(quote.averagePrice, 9)} average, ${showPrice(quote.endPrice, 9)} at the end (τ/α)`,
    ],
    [
      'Limit',
      chosen.limitPrice === undefined
        ? 'none'
        : `${showRaoPrice(chosen.limitPrice)} τ/α at the end (${operation.mode}, ${tolerance})`,
    ],
    ...warnings.map(({ message }) => ['Warning', message]),
  ]
  return lines.map(([name = '', text]) => `${name.padEnd(8)} ${text}\n`).join('')
}

function follow(state: LegState): void {
  const sentence = {
    waiting: '',
    signed: '',
    broadcast: 'Sent; waiting for a block …',
    inBlock: state.status === 'inBlock' ? `In block ${state.inclusion.block.number}.` : '',
    retracted: 'Its block was replaced by another; waiting …',
    unresolved: state.status === 'unresolved' ? `Not settled: ${state.reason}; looking for it …` : '',
    settled: '',
    reported: '',
  }[state.status]
  if (sentence !== '') process.stderr.write(`${safeText(sentence, 200)}\n`)
}

function printReport(report: Report, network: string): void {
  const { averagePrice, error, ...rest } = report
  const result = {
    network,
    ...rest,
    averagePrice: averagePrice && { bits: averagePrice.bits, tao: averagePrice.format() },
  }
  if (error) printFailure(failureOf(error), true, { report: result })
  else printResult(result)
}

function sentenceOf(report: Report, { operation, subnet }: TradeLeg, network: string): string {
  const { executed, received, rest, averagePrice, networkFee, block, final } = report
  const exact = (amount: Balance) => showAmount(amount, safeText(subnet.symbol, 4), 9)
  const verb = operation.kind === 'stake' ? 'Staked' : 'Unstaked'
  const notes = [
    averagePrice && `average price ${showPrice(averagePrice, 9)} τ/α`,
    `network fee ${exact(networkFee)}`,
    block && `block ${block.number}${final ? '' : ' (not final yet)'}`,
    rest.isZero() ? undefined : `${exact(rest)} not traded`,
  ].filter((note) => note !== undefined)
  return `${verb} ${exact(executed)} on subnet ${operation.netuid} of ${network} for ${exact(received)}; ${notes.join(', ')}.\n`
}
