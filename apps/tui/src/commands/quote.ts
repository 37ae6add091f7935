import { readSnapshot, type Subnet } from '@stake/chain'
import {
  Balance,
  mulDivFloor,
  type Price,
  type ProtectedQuote,
  protect,
  type SafetyMode,
  type Side,
  type SwapQuote,
  Tolerance,
} from '@stake/math'
import { DEFAULT_TOLERANCE, SubnetUnavailable } from '@stake/ops'
import { showAmount, showPercent, showPrice, showRaoPrice } from '../amounts.ts'
import { done } from '../envelope.ts'
import { failureOf } from '../failure.ts'
import { choiceFlag, type Invocation, netuidFlag, requiredFlag, textFlag } from '../flags.ts'
import { safeText } from '../safe-text.ts'
import { symbolOf } from '../screens/widgets/labels.ts'
import { headless } from './headless.ts'

const MODES: readonly SafetyMode[] = ['strict', 'partial', 'unsafe']

/** `stake quote`: what a trade would bring now in each safety mode; no account is needed. */
export function quote(invocation: Invocation): Promise<number> {
  const { flags } = invocation
  const netuid = netuidFlag(flags)
  const side = choiceFlag(flags, 'side', ['buy', 'sell'])
  const text = requiredFlag(flags, 'amount', 'Say how much, for example --amount 5.')
  const amount = Balance.parse(text, side === 'buy' ? 0 : netuid)
  const typed = textFlag(flags, 'tolerance')
  const wanted = typed === undefined ? undefined : Tolerance.parse(typed)
  return headless(invocation, async ({ session: { chain, network, settings } }) => {
    const tolerance = wanted ?? Tolerance.parse(settings.tolerance ?? DEFAULT_TOLERANCE)
    const { block, timestamp, subnets } = await readSnapshot(await chain.at('best'), { netuids: [netuid] })
    const subnet = subnets.get(netuid)
    if (!subnet) throw new SubnetUnavailable('SubnetNotExists', netuid)
    const { pool, subtokenEnabled } = subnet
    if (!subtokenEnabled) throw new SubnetUnavailable('SubtokenDisabled', netuid)
    if (!pool) throw new SubnetUnavailable('UnknownCurve', netuid)
    const modes = MODES.map((mode) => protect(pool, side, amount, mode, tolerance))
    const facts = { netuid, side, amount, tolerance: tolerance.toString(), price: subnet.price }
    const result = {
      block,
      timestamp,
      ...facts,
      modes: Object.fromEntries(modes.map((mode) => [mode.mode, resultOf(mode)])),
    }
    const heading = [
      `Network  ${network}, block ${block.number}`,
      `Subnet   ${netuid} ${safeText(subnet.name, 32)}`,
      `${side === 'buy' ? 'Buy for ' : 'Sell    '} ${exact(amount, subnet)}, tolerance ${tolerance}`,
      `Price    ${showPrice(subnet.price, 9)} τ/α`,
    ]
    const lines = modes.map((mode) => `${mode.mode.padEnd(8)} ${modeText(mode, side, subnet)}`)
    return done(result, `${[...heading, ...lines].join('\n')}\n`)
  })
}

function modeText(mode: ProtectedQuote, side: Side, subnet: Subnet): string {
  const { result, refusal, quote: traded, limitPrice, largest } = mode
  const limit = limitPrice === undefined ? '' : `; limit ${showRaoPrice(limitPrice)}`
  if (!traded) {
    const fits = largest && !largest.isZero() ? `; at most ${exact(largest, subnet)} fits` : ''
    return `refused: ${refusal ? failureOf(refusal).message.replace(/\.$/, '') : ''}${limit}${fits}`
  }
  const part = result === 'partial' ? `fills ${exact(traded.spent, subnet)}, ` : ''
  const impact = showPercent(impactPpb(side, traded))
  return `${part}receive ${exact(traded.received, subnet)}, fee ${exact(traded.fee, subnet)}; average ${showPrice(traded.averagePrice, 9)}, end ${showPrice(traded.endPrice, 9)} (${impact})${limit}`
}

function resultOf({ result, limitPrice, largest, refusal, quote: traded }: ProtectedQuote): unknown {
  return {
    result,
    refusal: refusal && failureOf(refusal),
    limitPrice: limitPrice === undefined ? undefined : { rao: limitPrice, decimal: showRaoPrice(limitPrice) },
    largest,
    spent: traded?.spent,
    received: traded?.received,
    fee: traded?.fee,
    averagePrice: traded?.averagePrice,
    endPrice: traded?.endPrice,
  }
}

/** How far the trade moves the price, parts per billion. */
function impactPpb(side: Side, { spotPrice, endPrice }: SwapQuote): bigint {
  const [high, low]: readonly [Price, Price] = side === 'buy' ? [endPrice, spotPrice] : [spotPrice, endPrice]
  return spotPrice.bits === 0n ? 0n : mulDivFloor(high.bits - low.bits, 1_000_000_000n, spotPrice.bits)
}

function exact(amount: Balance, subnet: Subnet): string {
  return showAmount(amount, symbolOf(subnet), 9)
}
