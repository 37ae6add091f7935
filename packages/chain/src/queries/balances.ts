import { Balance } from '@stake/math'
import type { ChainAt } from '../at.ts'
import { publicKeyOf } from '../public-key.ts'
import { constantOf } from '../runtime/constant.ts'
import { readStorage, type StorageEntry } from '../runtime/storage.ts'

/** A coldkey's TAO. An account that nobody ever paid into has none of it. */
export interface Account {
  /** All that is not reserved, including the existential deposit. */
  readonly free: Balance
  /** Set aside for what the account has on the chain (proxies, multisigs); it cannot be spent. */
  readonly reserved: Balance
  /** What locks hold back; reserved TAO counts for it first. */
  readonly frozen: Balance
  /** What can be sent or staked while the account stays alive: free, less what is frozen or the existential deposit. */
  readonly transferable: Balance
  /** How many transactions the account has made. */
  readonly nonce: number
}

/** An account as the chain keeps it. */
export interface AccountInfo {
  readonly nonce: number
  readonly data: { readonly free: bigint; readonly reserved: bigint; readonly frozen: bigint }
}

/**
 * The accounts of one coldkey or of thousands, by address, at one block in one request; what is too long for a node
 * (25,000) becomes several. Addresses may repeat.
 *
 * @throws InvalidAddress, before anything is asked; StateDiscarded, MalformedAnswer
 *
 * @example
 * ```ts
 * import { connect, developmentAccounts, readBalances } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const alice = developmentAccounts['//Alice'] ?? ''
 * const balances = await readBalances(await chain.at('best'), [alice])
 * const account = balances.get(alice)
 * account?.nonce // => 0
 * account?.transferable.add(chain.existentialDeposit).equals(account.free) // => true
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function readBalances(
  at: ChainAt,
  coldkeys: readonly string[],
): Promise<ReadonlyMap<string, Account>> {
  const keys = new Map(coldkeys.map((coldkey) => [coldkey.trim(), publicKeyOf(coldkey)]))
  const entries = [...keys.values()].map((key): StorageEntry => ['System', 'Account', key])
  const infos = (await readStorage(at, entries)) as AccountInfo[]
  const deposit = constantOf(at.runtime, 'Balances', 'ExistentialDeposit')
  return new Map(
    [...keys.keys()].map((coldkey, index) => [coldkey, accountOf(infos[index] as AccountInfo, deposit)]),
  )
}

function accountOf({ nonce, data: { free, reserved, frozen } }: AccountInfo, deposit: bigint): Account {
  return {
    free: Balance.fromRao(free),
    reserved: Balance.fromRao(reserved),
    frozen: Balance.fromRao(frozen),
    transferable: transferableOf({ free, reserved, frozen }, deposit),
    nonce,
  }
}

/** What can leave an account that is to live on: pallet Balances, `reducible_balance`. */
export function transferableOf({ free, reserved, frozen }: AccountInfo['data'], deposit: bigint): Balance {
  const held = frozen > reserved ? frozen - reserved : 0n
  const kept = held > deposit ? held : deposit
  return Balance.fromRao(free > kept ? free - kept : 0n)
}
