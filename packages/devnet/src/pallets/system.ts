import { Blake2256 } from '@polkadot-api/substrate-bindings'
import type { AccountId32, AccountInfo, Hex } from '@stake/schema'
import type { Context } from '../runtime/context.ts'
import { ensureSigned, type PalletCalls } from '../runtime/pallet-calls.ts'
import type { Storage } from '../runtime/storage.ts'
import { benchmarked } from '../runtime/weight.ts'
import { fromHex, toHex } from '../scale/hex.ts'

/** Remarks: the smallest call there is, good for filling a hole in a row of nonces. */
export const systemCalls: PalletCalls<'System'> = {
  remark: {
    weight: ({ remark }) => benchmarked(2_106_000n + 358n * bytesIn(remark), 0, 0),
    dispatch: (_, origin) => void ensureSigned(origin),
  },
  remark_with_event: {
    weight: ({ remark }) => benchmarked(6_180_000n + 1_408n * bytesIn(remark), 0, 0),
    dispatch(context, origin, { remark }) {
      const sender = ensureSigned(origin)
      context.deposit('System', 'Remarked', {
        sender,
        hash: toHex(Blake2256(fromHex(remark))),
      })
    },
  },
}

function bytesIn(hex: Hex): bigint {
  return BigInt((hex.length - 2) / 2)
}

/** An account as stored; one that does not exist has all zeros. */
export function accountOf(storage: Storage, who: AccountId32): AccountInfo {
  return storage.get('System', 'Account', who)
}

/** Whether something keeps the account alive. One that nothing keeps alive has no nonce and cannot sign. */
export function accountExists(account: AccountInfo): boolean {
  return account.providers > 0 || account.sufficients > 0
}

/** Counts a transaction of the account. */
export function incrementNonce(context: Context, who: AccountId32): void {
  context.storage.update('System', 'Account', [who], (account) => ({ ...account, nonce: account.nonce + 1 }))
}
