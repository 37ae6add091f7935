import type { AccountId32, RuntimeCall } from '@stake/schema'
import type { Context } from '../../runtime/context.ts'
import { DispatchFailure } from '../../runtime/dispatch-failure.ts'
import type { Storage } from '../../runtime/storage.ts'
import { alphaForTao } from '../swap.ts'
import { stakeOf } from './share-pool.ts'
import { netuidsOf, ROOT } from './subnets.ts'
import { unstakeFromSubnet } from './unstake-from-subnet.ts'

/** The one position a fee may be taken from when there is not enough TAO. */
export interface AlphaPayer {
  readonly hotkey: AccountId32
  readonly netuid: number
}

/** What was taken, and what its sale brought. */
export interface AlphaPayment {
  readonly netuid: number
  readonly alpha_fee: bigint
  readonly tao_amount: bigint
}

/**
 * The position behind a call that takes stake out: exactly one, or none pays. Only the outermost call counts; what is
 * in a batch or a proxy does not.
 */
export function alphaPayer(storage: Storage, who: AccountId32, call: RuntimeCall): AlphaPayer | undefined {
  if (call.type !== 'SubtensorModule') return undefined
  switch (call.value.type) {
    case 'remove_stake':
    case 'remove_stake_limit':
    case 'remove_stake_full_limit':
    case 'recycle_alpha':
    case 'burn_alpha': {
      const { hotkey, netuid } = call.value.value
      return { hotkey, netuid }
    }
    case 'move_stake': {
      const { origin_hotkey, origin_netuid } = call.value.value
      return { hotkey: origin_hotkey, netuid: origin_netuid }
    }
    case 'transfer_stake':
    case 'swap_stake':
    case 'swap_stake_limit': {
      const { hotkey, origin_netuid } = call.value.value
      return { hotkey, netuid: origin_netuid }
    }
    case 'unstake_all':
    case 'unstake_all_alpha':
      return onlyPosition(storage, who, call.value.value.hotkey)
    default:
      return undefined
  }
}

/** The coldkey's position with the hotkey, if it has one on a single subnet where staking has begun. */
function onlyPosition(storage: Storage, who: AccountId32, hotkey: AccountId32): AlphaPayer | undefined {
  const [netuid, ...others] = netuidsOf(storage).filter(
    (each) =>
      storage.get('SubtensorModule', 'SubtokenEnabled', each) && stakeOf(storage, hotkey, who, each) > 0n,
  )
  return netuid === undefined || others.length > 0 ? undefined : { hotkey, netuid }
}

/** Whether the position is worth the fee at the spot price. */
export function canPayInAlpha(
  storage: Storage,
  who: AccountId32,
  payer: AlphaPayer | undefined,
  fee: bigint,
): boolean {
  if (payer === undefined) return false
  return stakeOf(storage, payer.hotkey, who, payer.netuid) >= alphaForTao(storage, payer.netuid, fee)
}

/**
 * Sells `floor(fee / price)` alpha of the position without a swap fee and pays the block's author what it brings; all
 * of the position where that is less or zero. A sale that fails takes nothing.
 */
export function payInAlpha(context: Context, who: AccountId32, payer: AlphaPayer, fee: bigint): AlphaPayment {
  const { hotkey, netuid } = payer
  const stake = stakeOf(context.storage, hotkey, who, netuid)
  const worth = alphaForTao(context.storage, netuid, fee)
  const alpha = worth === 0n || worth > stake ? stake : worth
  try {
    const tao = context.transact(() =>
      unstakeFromSubnet(context, {
        hotkey,
        coldkey: who,
        netuid,
        alpha,
        limitPrice: 0n,
        fees: false,
        beneficiary: context.author,
      }),
    )
    return { netuid, alpha_fee: alpha, tao_amount: tao }
  } catch (error) {
    if (!(error instanceof DispatchFailure)) throw error
    return { netuid: ROOT, alpha_fee: 0n, tao_amount: 0n }
  }
}
