import { Balance, type SafetyMode } from '@stake/math'
import type { Operation } from './operation.ts'
import type { Leg, Plan } from './plan.ts'
import { type Expected, filledPpb } from './preview.ts'

/**
 * A plan as text for people: what is asked, what each mode would do, the limit, the fees and who pays them, what
 * stays, and every warning. It holds no text from the chain but addresses.
 *
 * @example
 * ```ts
 * import { connect, developmentAccounts, readValidators } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 * import { parseOperation, plan, printPlan } from '@stake/ops'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const coldkey = developmentAccounts['//Alice'] ?? ''
 * const hotkey = (await readValidators(await chain.at('best'), 2))[0]?.hotkey ?? ''
 * const stake = parseOperation({ id: '1', kind: 'stake', coldkey, hotkey, netuid: 2, amount: '5' })
 * printPlan(await plan(chain, [stake])).includes('add_stake_limit') // => true
 * await chain.close()
 * await devnet.close()
 * ```
 */
export function printPlan(plan: Plan): string {
  const { coldkey, block, legs, free, spent, networkFees, existentialDeposit, sources } = plan
  const after = free.subtract(Balance.min(free, spent.add(networkFees)))
  const lines = [
    `Coldkey ${coldkey}, block ${block.number}`,
    ...legs.flatMap((leg, index) => ['', `${index + 1}. ${titleOf(leg)}`, ...linesOf(leg).map(indented)]),
    '',
    `Free TAO ${exact(free)}, of which ${exact(spent)} are spent and at most ${exact(networkFees)} are network fees; ${exact(after)} stay (at least ${exact(existentialDeposit)} must).`,
    sources === 1 ? 'One source: these numbers come from one node.' : 'Two nodes agree on these numbers.',
  ]
  return `${lines.join('\n')}\n`
}

function titleOf({ operation, amount }: Leg): string {
  const asked = exact(amount)
  const title = (() => {
    switch (operation.kind) {
      case 'stake':
        return `Stake ${asked} on subnet ${operation.netuid} with ${operation.hotkey}`
      case 'unstake':
        return `Unstake ${asked} from subnet ${operation.netuid} with ${operation.hotkey}`
      case 'unstakeAll':
        return `Unstake everything with ${operation.hotkey}${operation.to === 'root' ? ' and stake it on root' : ''}`
      case 'move':
        return `Move ${asked} from ${operation.hotkey} on subnet ${operation.netuid} to ${operation.toHotkey} on subnet ${operation.toNetuid}`
      case 'swap':
        return `Swap ${asked} from subnet ${operation.netuid} to subnet ${operation.toNetuid} with ${operation.hotkey}`
      case 'transferStake':
        return `Give ${asked} of subnet ${operation.netuid} with ${operation.hotkey} to ${operation.toColdkey} on subnet ${operation.toNetuid}`
      case 'stakeBurn':
        return `Buy and burn alpha of subnet ${operation.netuid} for ${asked} with ${operation.hotkey}`
      case 'burnAlpha':
        return `Burn ${asked} of subnet ${operation.netuid} with ${operation.hotkey}`
      case 'recycleAlpha':
        return `Recycle ${asked} of subnet ${operation.netuid} with ${operation.hotkey}`
      case 'claimRoot':
        return `Claim what root stake earned on subnets ${operation.netuids.join(', ')}`
      case 'setTake':
        return `Set the take of ${operation.hotkey} to ${operation.take}`
      case 'setAutoStake':
        return `Stake what miners earn on subnet ${operation.netuid} with ${operation.hotkey}`
      case 'register':
        return `Register ${operation.hotkey} on subnet ${operation.netuid}${amount.isZero() ? '' : ` for ${asked}`}`
    }
  })()
  return `${title} (id ${operation.id})`
}

function linesOf(leg: Leg): string[] {
  const { received, leastReceived, free, stays, parts, networkFee, feeInAlpha, swaps, modes, warnings } = leg
  const names = parts.calls.map(({ name }) => name).join(' + ')
  const together = { single: '', atomic: ' (all or nothing)', each: ' (each for itself)' }[parts.together]
  return [
    `Call      ${names}${together}`,
    ...(received.isZero()
      ? []
      : [`Receive   ${exact(received)}${leastReceived ? `, at least ${exact(leastReceived)}` : ''}`]),
    ...(free.isZero() ? [] : [`Free      ${exact(free)} become free TAO`]),
    ...swaps.map(
      ({ quote, limitPrice }) =>
        `Price     ${quote.spotPrice.format()} now, ${quote.averagePrice.format()} average, ${quote.endPrice.format()} at the end on subnet ${quote.pool.netuid}; ${limitPrice === undefined ? 'no limit on it' : `limit ${rao(limitPrice)} at the end`}; swap fee ${exact(quote.fee)}`,
    ),
    ...moveLines(leg),
    ...(modes ? MODES.map((mode) => modeLine(leg, modes[mode])) : []),
    feeInAlpha
      ? `Network   at most ${exact(networkFee)}, paid as ${exact(feeInAlpha)} of the position`
      : `Network   at most ${exact(networkFee)}, in TAO`,
    ...(stays ? [`Stays     ${exact(stays)}`] : []),
    ...warnings.map(({ message }) => `Warning   ${message}`),
  ]
}

const MODES: readonly SafetyMode[] = ['strict', 'partial', 'unsafe']

/** What the chain's own cap on a move is worth. */
function moveLines({ chosen: { move } }: Leg): string[] {
  if (!move?.largest || move.limit === undefined) return []
  const worst = move.worstLossPpb === undefined ? '' : `, which could lose ${percent(move.worstLossPpb)}`
  return [`Cap       the limit ${rao(move.limit)} only caps the amount, at ${exact(move.largest)}${worst}`]
}

function modeLine(leg: Leg, expected: Expected): string {
  const { mode, result, quote, purchase, refusal } = expected
  const gets = (purchase ?? quote)?.received
  const does =
    result === 'refused'
      ? `refused: ${refusal?.code ?? ''}`
      : result === 'full'
        ? `in full${gets ? `, for ${exact(gets)}` : ''}`
        : `fills ${percent(filledPpb(leg, expected))}${gets ? `, for ${exact(gets)}` : ''}`
  return `${mode === modeOf(leg.operation) ? '>' : ' '} ${mode.padEnd(8)}${does}`
}

function modeOf(operation: Operation): SafetyMode | undefined {
  return 'mode' in operation ? operation.mode : undefined
}

function exact(amount: Balance): string {
  return amount.netuid === 0 ? amount.format() : `${amount.format()}${amount.netuid}`
}

/** Rao per alpha as a decimal number. */
function rao(price: bigint): string {
  return `${price / 1_000_000_000n}.${String(price % 1_000_000_000n).padStart(9, '0')}`
}

function percent(ppb: bigint): string {
  return `${ppb / 10_000_000n}.${String((ppb % 10_000_000n) / 1_000n).padStart(4, '0')}%`
}

function indented(line: string): string {
  return `   ${line}`
}
