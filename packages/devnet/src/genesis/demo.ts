import { developmentAccounts } from './development-accounts.ts'
import {
  type Genesis,
  type HotkeyGenesis,
  namedAccount,
  type StakeGenesis,
  type SubnetGenesis,
} from './genesis.ts'

/**
 * A small Bittensor: root, eight subnets whose pools differ in depth, price and weight, five validators with
 * different takes, and the development accounts with TAO. The pool of subnet 3 has weight 0.48, that of subnet 4 is
 * shallow, and staking on subnet 5 has not begun.
 *
 * @example
 * ```ts
 * import { demoGenesis } from '@stake/devnet'
 * demoGenesis().subnets.map(({ netuid }) => netuid).join() // => 0,1,2,3,4,5,119,277
 * ```
 */
export function demoGenesis(): Genesis {
  const { alice, ...others } = developmentAccounts
  return {
    author: AUTHOR,
    balances: {
      [AUTHOR]: '1',
      [alice]: '1000000',
      ...Object.fromEntries(Object.values(others).map((account) => [account, '10000'])),
      ...Object.fromEntries(validators.map(({ owner }) => [owner, '100'])),
    },
    hotkeys: validators,
    subnets,
    stakes: [...validatorStakes(), ...ALICE_STAKES],
  }
}

const AUTHOR = namedAccount('author')

const [otter, heron, marten, kestrel, lynx] = (
  [
    ['Otter', 11796],
    ['Heron', 5898],
    ['Marten', 0],
    ['Kestrel', 9830],
    ['Lynx', 11796],
  ] as const
).map(([name, take]): HotkeyGenesis => {
  return { hotkey: namedAccount(`hotkey of ${name}`), owner: namedAccount(`coldkey of ${name}`), take, name }
}) as [HotkeyGenesis, HotkeyGenesis, HotkeyGenesis, HotkeyGenesis, HotkeyGenesis]

const validators: readonly HotkeyGenesis[] = [otter, heron, marten, kestrel, lynx]

/** Own stake of each registered validator, largest first, and what it paid its stakers in the last epoch. */
type Registered = readonly (readonly [validator: HotkeyGenesis, stake: string, dividends: string])[]

const registered: Readonly<Record<number, Registered>> = {
  0: [
    [otter, '25000', '0'],
    [heron, '18000', '0'],
    [marten, '7500', '0'],
    [kestrel, '4200', '0'],
    [lynx, '900', '0'],
  ],
  1: [
    [otter, '5200', '61.4'],
    [heron, '3100', '36.6'],
    [kestrel, '800', '9.4'],
  ],
  2: [
    [heron, '4000', '58.2'],
    [marten, '2500', '36.4'],
    [otter, '900', '13.1'],
    [lynx, '120', '1.7'],
  ],
  3: [
    [kestrel, '22000', '70.5'],
    [otter, '9000', '28.8'],
    [lynx, '2500', '8'],
  ],
  4: [
    [lynx, '90', '48'],
    [marten, '60', '32'],
    [heron, '30', '16'],
  ],
  5: [
    [otter, '500', '0'],
    [heron, '400', '0'],
    [marten, '300', '0'],
  ],
  119: [
    [marten, '90000', '66'],
    [heron, '40000', '29.3'],
    [kestrel, '10000', '7.3'],
  ],
  277: [
    [otter, '3000', '49.3'],
    [lynx, '2000', '32.9'],
    [kestrel, '1500', '24.7'],
  ],
}

const ALICE_STAKES: readonly StakeGenesis[] = (
  [
    [otter, 0, '250'],
    [heron, 1, '120.5'],
    [kestrel, 3, '1800'],
    [marten, 119, '2500'],
  ] as const
).map(([{ hotkey }, netuid, alpha]) => ({ hotkey, coldkey: developmentAccounts.alice, netuid, alpha }))

function subnet(
  netuid: number,
  name: string,
  symbol: string,
  pool: Partial<SubnetGenesis> = {},
): SubnetGenesis {
  return {
    netuid,
    name,
    symbol,
    owner: namedAccount(`owner of ${name}`),
    ownerHotkey: namedAccount(`owner hotkey of ${name}`),
    ...pool,
    validators: (registered[netuid] ?? []).map(([{ hotkey }, , dividends]) => ({ hotkey, dividends })),
  }
}

const subnets: readonly SubnetGenesis[] = [
  subnet(0, 'root', 'Τ'),
  subnet(1, 'Cartography', 'α', {
    tao: '4200',
    alpha: '9000',
    emission: { alphaOut: '1', alphaIn: '0.42', taoIn: '0.196' },
  }),
  subnet(2, 'Foundry', 'β', {
    tao: '6000',
    alpha: '24000',
    emission: { alphaOut: '1', alphaIn: '0.6', taoIn: '0.15' },
  }),
  subnet(3, 'Lanternworks', 'γ', {
    tao: '2500',
    alpha: '60000',
    quoteWeight: 480_000_000_000_000_000n,
    emission: { alphaOut: '1', alphaIn: '0.8', taoIn: '0.0361' },
  }),
  subnet(4, 'Shallows', 'δ', {
    tao: '12',
    alpha: '400',
    emission: { alphaOut: '1', alphaIn: '0.1', taoIn: '0.003' },
  }),
  subnet(5, 'Dormant', 'ε', { tao: '1000', alpha: '1000', subtokenEnabled: false }),
  subnet(119, 'Tideglass', 'Ⲃ', {
    tao: '1500',
    alpha: '300000',
    registeredAt: 0,
    emission: { alphaOut: '1', alphaIn: '1', taoIn: '0.005' },
  }),
  subnet(277, 'Monsoon', 'इ', {
    tao: '9000',
    alpha: '12000',
    emission: { alphaOut: '1', alphaIn: '0.3', taoIn: '0.225' },
  }),
]

function validatorStakes(): StakeGenesis[] {
  return Object.entries(registered).flatMap(([netuid, stakes]) =>
    stakes.map(([{ hotkey, owner }, alpha]) => ({ hotkey, coldkey: owner, netuid: Number(netuid), alpha })),
  )
}
