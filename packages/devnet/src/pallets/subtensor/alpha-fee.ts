import type { AccountId32, RuntimeCall } from '@stake/schema'
import type { Context } from '../../runtime/context.ts'
import { DispatchFailure } from '../../runtime/dispatch-failure.ts'
import type { Storage } from '../../runtime/storage.ts'
import { alphaForTao } from '../swap.ts'
import { stakeOf } from './share-pool.ts'
import { ROOT } from './subnets.ts'
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

/** The position behind a call that takes stake out. Only the outermost call counts. */
export function alphaPayer(call: RuntimeCall): AlphaPayer | undefined {
  if (call.type !== 'SubtensorModule') return undefined
  switch (call.value.type) {
    case 'remove_stake':
    case 'remove_stake_limit': {
      const { hotkey, netuid } = call.value.value
      return { hotkey, netuid }
    }
    default:
      return undefined
  }
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
