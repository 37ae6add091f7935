import type { Balance } from '@stake/math'
import type { Chain, Hex } from '../chain.ts'
import { accountOf, taoOf } from './arguments.ts'
import { buildCall, type Call } from './call.ts'

/** TAO for another account. */
export interface Transfer {
  readonly destination: string
  readonly amount: Balance
}

/**
 * Sends TAO and keeps the sender's account alive (`transfer_keep_alive`).
 *
 * @throws InvalidAddress, InvalidAmount, MixedTokens where the amount is not TAO, MissingInRuntime.
 *
 * @example
 * ```ts
 * import { calls, connect } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 * import { Balance } from '@stake/math'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const destination = '5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty'
 *
 * calls.transferKeepAlive(chain, { destination, amount: Balance.parse('5') }).args.value // => 5000000000
 * calls.transferAllowDeath(chain, { destination, amount: Balance.parse('5') }).name // => transfer_allow_death
 * calls.transferAll(chain, { destination, keepAlive: true }).args.keep_alive // => true
 * calls.remark(chain, { bytes: '0x0102' }).bytes // => 0x0000080102
 * calls.transferKeepAlive(chain, { destination: '15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5', amount: Balance.parse('5') }) // throws InvalidAddress
 * await chain.close()
 * await devnet.close()
 * ```
 */
export function transferKeepAlive(chain: Chain, { destination, amount }: Transfer): Call {
  return buildCall(chain, 'Balances', 'transfer_keep_alive', {
    dest: accountOf(destination),
    value: taoOf(amount),
  })
}

/**
 * Sends TAO, if need be with the last rao: an account left with less than the existential deposit ends, and what was
 * left is lost (`transfer_allow_death`).
 *
 * @throws as {@link transferKeepAlive}
 * @example See {@link transferKeepAlive}.
 */
export function transferAllowDeath(chain: Chain, { destination, amount }: Transfer): Call {
  return buildCall(chain, 'Balances', 'transfer_allow_death', {
    dest: accountOf(destination),
    value: taoOf(amount),
  })
}

/**
 * Sends all free TAO (`transfer_all`).
 *
 * @throws InvalidAddress, InvalidValue, MissingInRuntime.
 * @example See {@link transferKeepAlive}.
 */
export function transferAll(
  chain: Chain,
  { destination, keepAlive }: { readonly destination: string; readonly keepAlive: boolean },
): Call {
  return buildCall(chain, 'Balances', 'transfer_all', { dest: accountOf(destination), keep_alive: keepAlive })
}

/**
 * Does nothing but take its fee and its nonce (`System.remark`), which is how a hole in the nonces is filled.
 *
 * @throws InvalidValue, MissingInRuntime.
 * @example See {@link transferKeepAlive}.
 */
export function remark(chain: Chain, { bytes }: { readonly bytes: Hex }): Call {
  return buildCall(chain, 'System', 'remark', { remark: bytes })
}
