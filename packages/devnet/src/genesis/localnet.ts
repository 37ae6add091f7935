import { developmentAccounts } from './development-accounts.ts'
import { type Genesis, namedAccount } from './genesis.ts'

/**
 * What the official local network starts with: Alice is sudo and holds 1,000,000 TAO, the other development accounts
 * hold 2,000 each, and there are only root and subnet 1, with nobody registered and nothing staked.
 *
 * @example
 * ```ts
 * import { localnetGenesis } from '@stake/devnet'
 * localnetGenesis().subnets.length // => 2
 * ```
 */
export function localnetGenesis(): Genesis {
  const { alice, ...others } = developmentAccounts
  const author = namedAccount('author')
  return {
    author,
    sudo: alice,
    balances: {
      [author]: '1',
      [alice]: '1000000',
      ...Object.fromEntries(Object.values(others).map((account) => [account, '2000'])),
    },
    hotkeys: [],
    subnets: [
      { netuid: 0, name: 'root', symbol: 'Τ' },
      {
        netuid: 1,
        name: 'apex',
        symbol: 'α',
        tao: '1000',
        alpha: '1000',
        tempo: 10,
        emission: { alphaOut: '1', alphaIn: '0.5', taoIn: '0.5' },
      },
    ],
    stakes: [],
  }
}
