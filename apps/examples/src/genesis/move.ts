import { developmentAccounts, type Genesis, namedAccount } from '@stake/devnet'
import { genesisWith } from './genesis-with.ts'

/** Where the documents move from and to. */
export const ORIGIN = { hotkey: '5DyHnV9Wz6cnefGfczeBkQCzHZ5fJcVgy7x1eKVh8otMEd31', netuid: 5 } as const
export const DESTINATION = { hotkey: '5HidY9Danh9NhNPHL2pfrf97Zboew3v7yz4abuibZszcKEMv', netuid: 18 } as const

/** Subnets 5 and 18 with the documents' hotkeys on them; Alice holds 12.5 alpha with the first. */
export function moveGenesis(): Genesis {
  return genesisWith({
    hotkeys: [ORIGIN, DESTINATION].map(({ hotkey, netuid }) => ({
      hotkey,
      owner: namedAccount(`owner of subnet ${netuid}`),
      take: 11796,
    })),
    subnets: [
      { ...subnet(5, 'ε', '1000', '4000'), validators: [{ hotkey: ORIGIN.hotkey }] },
      { ...subnet(18, 'σ', '1500', '9000'), validators: [{ hotkey: DESTINATION.hotkey }] },
    ],
    stakes: [{ ...ORIGIN, coldkey: developmentAccounts.alice, alpha: '12.5' }],
  })
}

function subnet(netuid: number, symbol: string, tao: string, alpha: string) {
  return { netuid, name: `Subnet ${netuid}`, symbol, tao, alpha }
}
