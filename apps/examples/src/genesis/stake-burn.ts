import { developmentAccounts, type Genesis } from '@stake/devnet'
import { genesisWith } from './genesis-with.ts'

/**
 * Subnet 14 with a pool that gives the documents' numbers: 0.9861482403319707 δ a TAO, to its last digit, and
 * 9.7681 δ for 10 TAO. Alice owns the subnet, and her hotkey has her own address, as theirs has.
 */
export function stakeBurnGenesis(): Genesis {
  const owner = developmentAccounts.alice
  return genesisWith({
    balances: { [owner]: '1000' },
    hotkeys: [{ hotkey: owner, owner, take: 11796 }],
    subnets: [
      {
        netuid: 14,
        name: 'Fourteen',
        symbol: 'δ',
        tao: '1104.700001713',
        alpha: '1089.397962784',
        owner,
        ownerHotkey: owner,
        validators: [{ hotkey: owner }],
      },
    ],
    stakes: [{ hotkey: owner, coldkey: owner, netuid: 14, alpha: '500' }],
  })
}
