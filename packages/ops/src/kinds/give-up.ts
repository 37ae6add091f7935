import { type Call, type Chain, calls, type StakeOrder } from '@stake/chain'
import { Balance } from '@stake/math'
import { InvalidOperation, WouldBeRefused } from '../errors.ts'
import type { BurnAlphaOperation, RecycleAlphaOperation } from '../operation.ts'
import type { Preview } from '../preview.ts'
import { openSubnet, type World, withLessStake } from '../world.ts'
import { type Kind, single, type Trade } from './kind.ts'
import { eventAt } from './stake-events.ts'
import { takenFrom } from './unstake.ts'

type GiveUpOperation = BurnAlphaOperation | RecycleAlphaOperation

/** What burning and recycling have in common: alpha leaves a position and nobody gets anything for it. */
function giveUp<Op extends GiveUpOperation>(
  kind: Op['kind'],
  call: (chain: Chain, order: StakeOrder) => Call,
  event: 'AlphaBurned' | 'AlphaRecycled',
  meaning: string,
): Kind<Op> {
  return {
    fields: ['hotkey', 'netuid', 'amount'],
    parse: (fields) =>
      ({
        ...fields.common(),
        kind,
        hotkey: fields.address('hotkey'),
        netuid: fields.netuid(),
        amount: fields.amount(),
      }) as Op,
    needs: ({ coldkey, hotkey, netuid }) => ({ coldkeys: [coldkey], hotkeys: [hotkey], netuids: [netuid] }),
    preview: (operation, world) => previewGiveUp(operation, meaning, world),
    calls: (chain, { operation: { hotkey, netuid }, amount }) =>
      single(call(chain, { hotkey, netuid, amount })),
    after: ({ operation, amount }, world) => withLessStake(world, operation, amount),
    paysInAlpha: ({ operation }) => operation,
    trade({ operation }, events): Trade | undefined {
      const gone = eventAt(event, operation, events)
      return (
        gone && { executed: gone.alpha, received: Balance.zero(), swapFee: Balance.zero(operation.netuid) }
      )
    },
  }
}

function previewGiveUp<Op extends GiveUpOperation>(
  operation: Op,
  meaning: string,
  world: World,
): Preview<Op> {
  const { netuid } = operation
  const subnet = openSubnet(world, netuid)
  const { amount, stays } = takenFrom(operation, operation.amount, world)
  if (amount.isZero()) throw new InvalidOperation('amount', 'is nothing at all')
  const refusal = netuid === 0 ? rootRefusal() : tooMuch(amount, subnet.alphaOut)
  return {
    operation,
    subnets: [subnet],
    amount,
    spends: Balance.zero(),
    received: Balance.zero(),
    free: Balance.zero(),
    stays,
    swaps: [],
    tolerance: undefined,
    modes: undefined,
    chosen: { mode: 'strict', result: refusal ? 'refused' : 'full', ...(refusal && { refusal }) },
    leastReceived: undefined,
    warnings: [{ code: 'Irreversible', message: meaning }],
  }
}

/** Root stake is TAO. */
export function rootRefusal(): WouldBeRefused {
  return new WouldBeRefused(
    'CannotBurnOrRecycleOnRootSubnet',
    'Root stake cannot be burned.',
    'Burn the alpha of another subnet.',
  )
}

function tooMuch(amount: Balance, alphaOut: Balance): WouldBeRefused | undefined {
  return amount.compare(alphaOut) <= 0
    ? undefined
    : new WouldBeRefused(
        'InsufficientLiquidity',
        `Only ${alphaOut.toString()} of this subnet's alpha are outside its pool.`,
        'Give up less.',
        { asked: amount.rao, alphaOut: alphaOut.rao },
      )
}

/** Gives alpha up for good. */
export const burnAlpha: Kind<BurnAlphaOperation> = giveUp(
  'burnAlpha',
  calls.burnAlpha,
  'AlphaBurned',
  'The alpha is burned: nobody gets it back, and nothing is paid for it.',
)

/** Gives alpha back to the subnet, which may emit it again. */
export const recycleAlpha: Kind<RecycleAlphaOperation> = giveUp(
  'recycleAlpha',
  calls.recycleAlpha,
  'AlphaRecycled',
  'The alpha goes back to the subnet to be emitted again: nothing is paid for it.',
)
