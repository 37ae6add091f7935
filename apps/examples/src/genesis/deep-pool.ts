import { developmentAccounts, type Genesis, namedAccount } from '@stake/devnet'
import { genesisWith } from './genesis-with.ts'

/** A validator of subnet 1. */
export const VALIDATOR: string = namedAccount('validator')

/**
 * The pool of the documents' table, of equal weights and without a fee: selling 1000 alpha into its 38,493.59 moves the
 * price by 5 %. Alice holds 1000 alpha.
 */
export function deepPool(): Genesis {
  return genesisWith({
    balances: { [developmentAccounts.alice]: '2000' },
    hotkeys: [{ hotkey: VALIDATOR, owner: namedAccount('owner'), take: 11796 }],
    subnets: [
      {
        netuid: 1,
        name: 'One',
        symbol: 'α',
        tao: '9623.3975',
        alpha: '38493.59',
        feeRate: 0,
        validators: [{ hotkey: VALIDATOR }],
      },
    ],
    stakes: [{ hotkey: VALIDATOR, coldkey: developmentAccounts.alice, netuid: 1, alpha: '1000' }],
  })
}
