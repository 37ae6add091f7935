import { developmentAccounts, type Genesis, namedAccount } from '@stake/devnet'

/** A genesis that says only what an example is about: the rest is the root, a block author, and a rich //Alice. */
export function genesisWith(parts: Partial<Genesis>): Genesis {
  const author = namedAccount('author')
  return {
    author,
    hotkeys: [],
    stakes: [],
    ...parts,
    balances: { [author]: '1', [developmentAccounts.alice]: '1000', ...parts.balances },
    subnets: [{ netuid: 0, name: 'root', symbol: 'Τ' }, ...(parts.subnets ?? [])],
  }
}
