import { developmentAccounts, type Genesis, namedAccount } from '@stake/devnet'
import { genesisWith } from './genesis-with.ts'

const { alice, bob, charlie, dave, eve } = developmentAccounts

/** The delegate of the documents' example: 800 of its own, 100, 70 and 30 of three nominators. It is Bob's. */
export const DELEGATE: string = namedAccount('delegate of the example')
/** A larger one, and one that nobody has staked with yet. */
const LARGER = namedAccount('larger delegate')
const NEW = namedAccount('new delegate')
/** A hotkey of Bob's that is no validator of the root yet. */
export const NOMINEE: string = namedAccount('nominee')

/** Root and subnet 1 with three delegates; Alice has the 121,000 TAO of the documents and nothing staked. */
export function delegationGenesis(): Genesis {
  const owner = namedAccount('owner of the larger delegate')
  const nominators = [
    [charlie, '100'],
    [dave, '70'],
    [eve, '30'],
  ] as const
  return {
    ...genesisWith({
      balances: { [alice]: '121000', [bob]: '10', [charlie]: '10', [dave]: '10', [eve]: '10', [owner]: '1' },
      hotkeys: [
        { hotkey: DELEGATE, owner: bob, take: 11796, name: 'Example' },
        { hotkey: LARGER, owner, take: 5898, name: 'Larger' },
        { hotkey: NEW, owner, take: 11796 },
        { hotkey: NOMINEE, owner: bob, take: 11796 },
      ],
      stakes: [
        { hotkey: DELEGATE, coldkey: bob, netuid: 0, alpha: '800' },
        ...nominators.map(([coldkey, alpha]) => ({ hotkey: DELEGATE, coldkey, netuid: 0, alpha })),
        { hotkey: LARGER, coldkey: owner, netuid: 0, alpha: '2500' },
        { hotkey: LARGER, coldkey: owner, netuid: 1, alpha: '4000' },
        { hotkey: LARGER, coldkey: charlie, netuid: 1, alpha: '1000' },
      ],
    }),
    subnets: [
      {
        netuid: 0,
        name: 'root',
        symbol: 'Τ',
        validators: [{ hotkey: LARGER }, { hotkey: DELEGATE }, { hotkey: NEW }],
      },
      {
        netuid: 1,
        name: 'One',
        symbol: 'α',
        tao: '1000',
        alpha: '2000',
        tempo: 360,
        validators: [
          { hotkey: LARGER, dividends: '50' },
          { hotkey: DELEGATE, dividends: '10' },
        ],
        miners: [NEW],
      },
    ],
  }
}
