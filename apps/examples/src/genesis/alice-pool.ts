import { developmentAccounts, type Genesis, namedAccount } from '@stake/devnet'
import { genesisWith } from './genesis-with.ts'

/** The validator H of the documents' example. */
export const VALIDATOR_H: string = namedAccount('validator H')

/** A second one, on the same subnet. */
export const VALIDATOR_K: string = namedAccount('validator K')

/**
 * The pool of the documents' example: 1000 TAO and 1500 alpha of equal weight on subnet 1, and the same once more
 * without a swap fee on subnet 2. Alice has 1000 TAO and nothing staked.
 */
export function alicePool(): Genesis {
  const pool = { tao: '1000', alpha: '1500', owner: namedAccount('owner'), tempo: 100 }
  const validators = [{ hotkey: VALIDATOR_H }, { hotkey: VALIDATOR_K }]
  return genesisWith({
    balances: { [developmentAccounts.alice]: '1000', [namedAccount('owner')]: '1' },
    hotkeys: [VALIDATOR_H, VALIDATOR_K].map((hotkey) => ({
      hotkey,
      owner: namedAccount('owner'),
      take: 11796,
    })),
    subnets: [
      { netuid: 1, name: 'Example', symbol: 'α', ...pool, validators },
      { netuid: 2, name: 'Without a fee', symbol: 'β', ...pool, feeRate: 0, validators },
    ],
  })
}
