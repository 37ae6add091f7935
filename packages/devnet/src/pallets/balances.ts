import type { AccountId32, MultiAddress } from '@stake/schema'
import { existentialDeposit } from '../runtime/constants.ts'
import type { Context } from '../runtime/context.ts'
import { cannotLookup, tokenError } from '../runtime/dispatch-failure.ts'
import { ensureSigned, type PalletCalls } from '../runtime/pallet-calls.ts'
import type { Storage } from '../runtime/storage.ts'
import { benchmarked } from '../runtime/weight.ts'
import { accountExists, accountOf } from './system.ts'

/** Whether a withdrawal must leave the existential deposit behind. */
export type Keep = 'keepAlive' | 'allowDeath'

export const balancesCalls: PalletCalls<'Balances'> = {
  transfer_allow_death: {
    weight: () => benchmarked(50_023_000n, 1, 1),
    dispatch: (context, origin, { dest, value }) =>
      transfer(context, ensureSigned(origin), lookup(dest), value, 'allowDeath'),
  },
  transfer_keep_alive: {
    weight: () => benchmarked(39_923_000n, 1, 1),
    dispatch: (context, origin, { dest, value }) =>
      transfer(context, ensureSigned(origin), lookup(dest), value, 'keepAlive'),
  },
  transfer_all: {
    weight: () => benchmarked(49_200_000n, 1, 1),
    dispatch(context, origin, { dest, keep_alive }) {
      const from = ensureSigned(origin)
      const keep = keep_alive ? 'keepAlive' : 'allowDeath'
      transfer(context, from, lookup(dest), spendable(context.storage, from, keep), keep)
    },
  },
}

function lookup(address: MultiAddress): AccountId32 {
  if (address.type !== 'Id') throw cannotLookup()
  return address.value
}

/** TAO an account can move, in rao: all that is not frozen, less the existential deposit when it must stay alive. */
export function spendable(storage: Storage, who: AccountId32, keep: Keep): bigint {
  const { free, frozen } = accountOf(storage, who).data
  const untouchable = keep === 'keepAlive' && frozen < existentialDeposit ? existentialDeposit : frozen
  return free > untouchable ? free - untouchable : 0n
}

/**
 * Moves TAO. Errors as the chain's: `Token.FundsUnavailable` for more than there is, `Token.NotExpendable` when the
 * account had to stay alive, `Token.BelowMinimum` when the receiver would not exist with it.
 */
export function transfer(
  context: Context,
  from: AccountId32,
  to: AccountId32,
  amount: bigint,
  keep: Keep,
): void {
  assertWithdrawable(context.storage, from, amount, keep)
  if (amount > 0n && accountOf(context.storage, to).data.free + amount < existentialDeposit)
    throw tokenError('BelowMinimum')
  if (from === to) return
  setFree(context, from, accountOf(context.storage, from).data.free - amount)
  setFree(context, to, accountOf(context.storage, to).data.free + amount)
  context.deposit('Balances', 'Transfer', { from, to, amount })
}

/** Takes TAO out of an account without saying where it goes; the caller must `deposit` or `burn` it. */
export function withdraw(context: Context, who: AccountId32, amount: bigint, keep: Keep): void {
  assertWithdrawable(context.storage, who, amount, keep)
  setFree(context, who, accountOf(context.storage, who).data.free - amount)
  context.deposit('Balances', 'Withdraw', { who, amount })
}

/** Gives an account TAO that was withdrawn elsewhere. What cannot bring it to life is burned, as on the chain. */
export function deposit(context: Context, who: AccountId32, amount: bigint): void {
  const { free } = accountOf(context.storage, who).data
  if (free + amount < existentialDeposit) burn(context, amount)
  else {
    setFree(context, who, free + amount)
    context.deposit('Balances', 'Deposit', { who, amount })
  }
}

/** Lowers the issuance by TAO that goes to nobody. */
function burn(context: Context, amount: bigint): void {
  context.storage.update('Balances', 'TotalIssuance', [], (issuance) => issuance - amount)
}

function assertWithdrawable(storage: Storage, who: AccountId32, amount: bigint, keep: Keep): void {
  if (amount === 0n) return
  const { free, frozen } = accountOf(storage, who).data
  if (amount > free) throw tokenError('FundsUnavailable')
  if (free - amount < frozen) throw tokenError('Frozen')
  if (keep === 'keepAlive' && free - amount < existentialDeposit) throw tokenError('NotExpendable')
}

/** Writes a balance, with what comes of it: an account that begins to exist, or one that ends and its dust. */
function setFree(context: Context, who: AccountId32, free: bigint): void {
  const { storage } = context
  const account = accountOf(storage, who)
  const existed = accountExists(account)
  if (free + account.data.reserved < existentialDeposit) {
    if (!existed) return
    storage.remove('System', 'Account', who)
    context.deposit('System', 'KilledAccount', { account: who })
    if (free > 0n) {
      burn(context, free)
      context.deposit('Balances', 'DustLost', { account: who, amount: free })
    }
    return
  }
  storage.put('System', 'Account', [who], {
    ...account,
    providers: existed ? account.providers : 1,
    data: { ...account.data, free },
  })
  if (existed) return
  context.deposit('System', 'NewAccount', { account: who })
  context.deposit('Balances', 'Endowed', { account: who, free_balance: free })
}
