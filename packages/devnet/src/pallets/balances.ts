import { type AccountId32, type MultiAddress, pallets } from '@stake/schema'
import type { Context } from '../runtime/context.ts'
import { cannotLookup, consumerRemaining, moduleError, tokenError } from '../runtime/dispatch-failure.ts'
import { ensureRoot, ensureSigned, type PalletCalls } from '../runtime/pallet-calls.ts'
import type { Storage } from '../runtime/storage.ts'
import { benchmarked } from '../runtime/weight.ts'
import { codecOf } from '../scale/codec.ts'
import { fromHex } from '../scale/hex.ts'
import { accountExists, accountOf } from './system.ts'

/** Whether a withdrawal must leave the existential deposit behind. */
export type Keep = 'keepAlive' | 'allowDeath'

/** Below this an account does not exist: 500 rao. */
export const EXISTENTIAL_DEPOSIT = codecOf('u64').dec(
  fromHex(pallets.Balances.constants.ExistentialDeposit.value),
) as bigint

export const balancesCalls: PalletCalls<'Balances'> = {
  transfer_allow_death: {
    weight: () => benchmarked(50_023_000n, 1, 1),
    dispatch: (context, origin, { dest, value }) =>
      transfer(context, ensureSigned(origin), lookup(dest), value, 'allowDeath'),
  },
  force_transfer: {
    weight: () => benchmarked(49_700_000n, 2, 2),
    dispatch(context, origin, { source, dest, value }) {
      ensureRoot(origin)
      transfer(context, lookup(source), lookup(dest), value, 'allowDeath')
    },
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
  force_set_balance: {
    weight: () => benchmarked(21_600_000n, 1, 1),
    dispatch(context, origin, { who, new_free }) {
      ensureRoot(origin)
      forceSetBalance(context, lookup(who), new_free)
    },
  },
  burn: {
    weight: () => benchmarked(26_000_000n, 1, 1),
    dispatch(context, origin, { value, keep_alive }) {
      const who = ensureSigned(origin)
      assertWithdrawable(context.storage, who, value, keep_alive ? 'keepAlive' : 'allowDeath')
      setFree(context, who, accountOf(context.storage, who).data.free - value)
      burn(context, value)
      context.deposit('Balances', 'Burned', { who, amount: value })
    },
  },
}

/** Gives an account exactly so much, out of or into nothing; too little for an account to exist is nothing. */
function forceSetBalance(context: Context, who: AccountId32, wanted: bigint): void {
  const free = wanted < EXISTENTIAL_DEPOSIT ? 0n : wanted
  const before = accountOf(context.storage, who).data.free
  context.storage.update('Balances', 'TotalIssuance', [], (issuance) => issuance + free - before)
  setFree(context, who, free)
  context.deposit('Balances', 'BalanceSet', { who, free })
}

/** The account behind an address; only account ids can be looked up here. */
export function lookup(address: MultiAddress): AccountId32 {
  if (address.type !== 'Id') throw cannotLookup()
  return address.value
}

/** TAO an account can move, in rao: all that is not frozen, less the existential deposit when it must stay alive. */
export function spendable(storage: Storage, who: AccountId32, keep: Keep): bigint {
  const { free, frozen } = accountOf(storage, who).data
  const untouchable = keep === 'keepAlive' && frozen < EXISTENTIAL_DEPOSIT ? EXISTENTIAL_DEPOSIT : frozen
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
  if (amount > 0n && accountOf(context.storage, to).data.free + amount < EXISTENTIAL_DEPOSIT)
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
  if (free + amount < EXISTENTIAL_DEPOSIT) burn(context, amount)
  else {
    setFree(context, who, free + amount)
    context.deposit('Balances', 'Deposit', { who, amount })
  }
}

/**
 * Holds more or less of an account's TAO back than before: `Balances.InsufficientBalance` for more than is free,
 * `ConsumerRemaining` for so much that the account could not exist.
 */
export function moveReserve(context: Context, who: AccountId32, before: bigint, after: bigint): void {
  if (after > before) reserve(context, who, after - before)
  else unreserve(context, who, before - after)
}

function reserve(context: Context, who: AccountId32, amount: bigint): void {
  const { free, frozen } = accountOf(context.storage, who).data
  if (amount > free) throw moduleError('Balances', 'InsufficientBalance')
  if (free - amount < frozen) throw moduleError('Balances', 'LiquidityRestrictions')
  if (free - amount < EXISTENTIAL_DEPOSIT) throw consumerRemaining()
  setReserved(context, who, amount)
  context.deposit('Balances', 'Reserved', { who, amount })
}

/** Sets reserved TAO free, as far as there is any. */
export function unreserve(context: Context, who: AccountId32, amount: bigint): void {
  const { reserved } = accountOf(context.storage, who).data
  const given = amount < reserved ? amount : reserved
  if (given === 0n) return
  setReserved(context, who, -given)
  context.deposit('Balances', 'Unreserved', { who, amount: given })
}

/** Moves TAO of an account from free to reserved. Who has some reserved must stay alive. */
function setReserved({ storage }: Context, who: AccountId32, change: bigint): void {
  const { data, ...account } = accountOf(storage, who)
  const reserved = data.reserved + change
  storage.put('System', 'Account', [who], {
    ...account,
    consumers: reserved > 0n ? 1 : 0,
    data: { ...data, free: data.free - change, reserved },
  })
}

/** Takes TAO out of an account and out of the world, where it can be emitted again. */
export function recycle(context: Context, who: AccountId32, amount: bigint): void {
  withdraw(context, who, amount, 'keepAlive')
  burn(context, amount)
  context.storage.update('SubtensorModule', 'TotalIssuance', [], (issuance) =>
    issuance > amount ? issuance - amount : 0n,
  )
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
  if (keep === 'keepAlive' && free - amount < EXISTENTIAL_DEPOSIT) throw tokenError('NotExpendable')
}

/** Writes a balance, with what comes of it: an account that begins to exist, or one that ends and its dust. */
function setFree(context: Context, who: AccountId32, free: bigint): void {
  const { storage } = context
  const account = accountOf(storage, who)
  const existed = accountExists(account)
  if (account.data.reserved > 0n && free < EXISTENTIAL_DEPOSIT) throw consumerRemaining()
  if (free + account.data.reserved < EXISTENTIAL_DEPOSIT) {
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
