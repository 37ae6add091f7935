import { largestBuyWithin, MINIMUM_STAKE_RAO, swapFeeFloor } from '@stake/math'
import type { AccountId32, CallArgs } from '@stake/schema'
import type { Context } from '../../runtime/context.ts'
import { moduleError } from '../../runtime/dispatch-failure.ts'
import type { Storage } from '../../runtime/storage.ts'
import { spendable } from '../balances.ts'
import { asChain, attempt, isDynamic, poolOf, simulateBuy } from '../swap.ts'
import { becomeDelegate, ensureHotkeyExists, ownsHotkey } from './hotkeys.ts'
import { depositBuysShares } from './share-pool.ts'
import { stakeIntoSubnet } from './stake-into-subnet.ts'
import { ensureSubnetExists, ensureSubtokenEnabled } from './subnets.ts'

type AddStake = CallArgs<'SubtensorModule', 'add_stake'>
type AddStakeLimit = CallArgs<'SubtensorModule', 'add_stake_limit'>

/** Spends TAO for alpha at any price up to the chain's own limit. Returns the alpha. */
export function addStake(
  context: Context,
  coldkey: AccountId32,
  { hotkey, netuid, amount_staked }: AddStake,
): bigint {
  ensureWithinSwapLimit(context.storage, netuid, amount_staked)
  ensureCanStake(context.storage, {
    coldkey,
    hotkey,
    netuid,
    tao: amount_staked,
    most: amount_staked,
    partial: false,
  })
  return stakeIntoSubnet(context, { hotkey, coldkey, netuid, tao: amount_staked })
}

/** Spends TAO for alpha as long as the price ends at or below the limit: all of it, or with `allow_partial` what fits. Returns the alpha. */
export function addStakeLimit(context: Context, coldkey: AccountId32, args: AddStakeLimit): bigint {
  const { hotkey, netuid, amount_staked, limit_price, allow_partial } = args
  const { storage } = context
  ensureWithinSwapLimit(storage, netuid, amount_staked)
  const most = asChain(() => largestBuyWithin(poolOf(storage, netuid), limit_price)).rao
  const tao = amount_staked < most ? amount_staked : most
  ensureCanStake(storage, { coldkey, hotkey, netuid, tao: amount_staked, most, partial: allow_partial })
  if (!ownsHotkey(storage, coldkey, hotkey)) becomeDelegate(context, hotkey)
  return stakeIntoSubnet(context, { hotkey, coldkey, netuid, tao, limitPrice: limit_price })
}

function ensureWithinSwapLimit(storage: Storage, netuid: number, tao: bigint): void {
  if (isDynamic(storage, netuid) && tao > 1000n * storage.get('SubtensorModule', 'SubnetTAO', netuid))
    throw moduleError('SubtensorModule', 'InsufficientLiquidity')
}

interface StakeRequest {
  readonly coldkey: AccountId32
  readonly hotkey: AccountId32
  readonly netuid: number
  /** The TAO asked for. */
  readonly tao: bigint
  /** The most that may be staked. */
  readonly most: bigint
  /** Whether asking for more than that stakes the most instead of failing. */
  readonly partial: boolean
}

/** The checks of every way to stake, in the chain's order. */
function ensureCanStake(
  storage: Storage,
  { coldkey, hotkey, netuid, tao, most, partial }: StakeRequest,
): void {
  ensureSubnetExists(storage, netuid)
  ensureSubtokenEnabled(storage, netuid)
  if (tao < MINIMUM_STAKE_RAO + feeOnMinimum(storage, netuid))
    throw moduleError('SubtensorModule', 'AmountTooLow')
  if (!partial && tao > most) throw moduleError('SubtensorModule', 'SlippageTooHigh')
  const staked = tao < most ? tao : most
  if (staked > spendable(storage, coldkey, 'allowDeath'))
    throw moduleError('SubtensorModule', 'NotEnoughBalanceToStake')
  ensureHotkeyExists(storage, hotkey)
  // Whatever the pool objects to, staking reports as this.
  const swap = attempt(() => simulateBuy(storage, netuid, staked))
  if (swap === undefined) throw moduleError('SubtensorModule', 'InsufficientLiquidity')
  if (swap.paidIn.rao < MINIMUM_STAKE_RAO) throw moduleError('SubtensorModule', 'AmountTooLow')
  if (swap.received.isZero()) throw moduleError('SubtensorModule', 'InsufficientLiquidity')
  if (!depositBuysShares(storage, hotkey, netuid, swap.received.rao))
    throw moduleError('SubtensorModule', 'InsufficientLiquidity')
}

/** The swap fee of the smallest stake: the smallest stake must arrive whole. */
function feeOnMinimum(storage: Storage, netuid: number): bigint {
  if (!isDynamic(storage, netuid)) return 0n
  const swap = attempt(() => simulateBuy(storage, netuid, MINIMUM_STAKE_RAO))
  return swap?.fee.rao ?? swapFeeFloor(MINIMUM_STAKE_RAO, storage.get('Swap', 'FeeRate', netuid))
}
