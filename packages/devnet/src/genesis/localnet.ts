import { developmentAccounts } from './development-accounts.ts'
import { type Genesis, namedAccount } from './genesis.ts'
import { storageEntry } from './storage-entry.ts'

/** Accounts that the official one funds for its users of the EVM. Their keys are public too. */
const ALITH = '5Fghzk1AJt88PeFEzuRfXzbPchiBbsVGTTXcdx599VdZzkTA'
const BALTATHAR = '5GeqNhKWj1KG78VHzbmo3ZjZgUTrCuWeamdgiA114XHGdaEr'

/** What is quicker where blocks are, and limit orders are allowed from the start. */
const FAST_TEMPO = 10
const SETTINGS = [
  storageEntry('LimitOrders', 'LimitOrdersEnabled', [], true),
  storageEntry('SubtensorModule', 'TxChildkeyTakeRateLimit', [], 5n),
  storageEntry('SubtensorModule', 'PendingChildKeyCooldown', [], 15n),
]

/**
 * What the official local network starts with when its blocks are fast: Alice is sudo, she, Bob and Charlie hold
 * 1,000,000 TAO each and the other development accounts 2,000, and there are only root and subnet 1, with nobody
 * registered and nothing staked. Blocks are meant to take 250 ms. Subnets have a tempo of 10, new ones too; children
 * wait 15 blocks, their takes 5. Limit orders may be executed.
 *
 * @example
 * ```ts
 * import { localnetGenesis } from '@stake/devnet'
 * localnetGenesis().subnets.length // => 2
 * ```
 */
export function localnetGenesis(): Genesis {
  const { alice, bob, charlie, ...others } = developmentAccounts
  const author = namedAccount('author')
  const rich = [alice, bob, charlie].map((account) => [account, '1000000'])
  const funded = [...Object.values(others), ALITH, BALTATHAR].map((account) => [account, '2000'])
  return {
    author,
    sudo: alice,
    balances: { [author]: '1', ...Object.fromEntries([...rich, ...funded]) },
    hotkeys: [],
    subnets: [
      { netuid: 0, name: 'root', symbol: 'Τ' },
      {
        netuid: 1,
        name: 'apex',
        symbol: 'α',
        tao: '1000',
        alpha: '1000',
        tempo: FAST_TEMPO,
        emission: { alphaOut: '1', alphaIn: '0.5', taoIn: '0.5' },
      },
    ],
    stakes: [],
    slotDuration: 250,
    storage: Object.fromEntries([...SETTINGS, ...temposToCome()]),
  }
}

/** A new subnet takes the tempo that is written for it, else the usual one of 360. */
function temposToCome() {
  return Array.from({ length: 127 }, (_, at) =>
    storageEntry('SubtensorModule', 'Tempo', [at + 2], FAST_TEMPO),
  )
}
