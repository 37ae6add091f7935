import { developmentAccounts, type Genesis, namedAccount } from '@stake/devnet'

/** How much there is to read. */
export const SUBNETS = 128
export const POSITIONS = 50
export const COLDKEYS = 10_000

/** Accounts that hold a little TAO each. */
export const coldkeys: readonly string[] = Array.from({ length: COLDKEYS }, (_, index) =>
  namedAccount(`coldkey ${index}`),
)

const hotkeyOf = (netuid: number) => namedAccount(`validator ${netuid}`)

/** A network as full as mainnet: all subnets, a portfolio for Alice, thousands of holders. */
export function benchGenesis(): Genesis {
  const netuids = Array.from({ length: SUBNETS }, (_, index) => index + 1)
  return {
    author: namedAccount('author'),
    balances: {
      [namedAccount('author')]: '1',
      [developmentAccounts.alice]: '1000000',
      ...Object.fromEntries(coldkeys.map((coldkey, index) => [coldkey, `${1 + index}.5`])),
    },
    hotkeys: netuids.map((netuid) => ({
      hotkey: hotkeyOf(netuid),
      owner: namedAccount('owner'),
      take: 11_796,
    })),
    subnets: [
      { netuid: 0, name: 'root', symbol: 'Τ' },
      ...netuids.map((netuid) => ({
        netuid,
        name: `Subnet ${netuid}`,
        symbol: 'α',
        tao: `${1000 + netuid}`,
        alpha: `${1500 + 3 * netuid}`,
        validators: [{ hotkey: hotkeyOf(netuid) }],
      })),
    ],
    stakes: netuids.slice(0, POSITIONS).map((netuid) => ({
      hotkey: hotkeyOf(netuid),
      coldkey: developmentAccounts.alice,
      netuid,
      alpha: '12.5',
    })),
  }
}
