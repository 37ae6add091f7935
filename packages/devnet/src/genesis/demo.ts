import { demoSubnets } from './demo-subnets.ts'
import { demoValidators, type ValidatorName } from './demo-validators.ts'
import { developmentAccounts } from './development-accounts.ts'
import {
  type Genesis,
  type HotkeyGenesis,
  namedAccount,
  type StakeGenesis,
  type SubnetGenesis,
} from './genesis.ts'
import { TRADER } from './trader-account.ts'

/**
 * A small Bittensor: root, thirteen subnets whose pools differ in depth, price and weight, twenty validators with
 * different takes and nominators, and the development accounts with TAO. The pool of subnet 3 has weight 0.48, that of
 * subnet 4 is shallow, staking on subnet 5 has not begun, and the name of subnet 66 is an attack on terminals.
 *
 * @example
 * ```ts
 * import { demoGenesis } from '@stake/devnet'
 * demoGenesis().subnets.map(({ netuid }) => netuid).join() // => 0,1,2,3,4,5,8,19,51,64,66,81,119,277
 * ```
 */
export function demoGenesis(): Genesis {
  const { alice, ...others } = developmentAccounts
  const validators = Object.values(demoValidators)
  const subnets = demoSubnets.map(subnetOf)
  return {
    author: AUTHOR,
    sudo: alice,
    balances: {
      [AUTHOR]: '1',
      [TRADER]: '5000',
      [alice]: '1000000',
      ...Object.fromEntries(Object.values(others).map((account) => [account, '10000'])),
      ...Object.fromEntries(validators.map(({ owner }) => [owner, '100'])),
      ...Object.fromEntries(NOMINATORS.map((nominator) => [nominator, '10'])),
    },
    hotkeys: [...validators, ...subnets.flatMap(ownerHotkeyOf)],
    subnets,
    stakes: [...validatorStakes(), ...nominations(), ...ALICE_STAKES],
  }
}

const AUTHOR = namedAccount('author')
const NOMINATORS = Array.from({ length: 12 }, (_, at) => namedAccount(`nominator ${at}`))
const TEMPO = 100

const ALICE_STAKES: readonly StakeGenesis[] = (
  [
    ['Otter', 0, '250'],
    ['Heron', 1, '120.5'],
    ['Kestrel', 3, '1800'],
    ['Marten', 119, '2500'],
  ] as const
).map(([name, netuid, alpha]) => stake(name, developmentAccounts.alice, netuid, alpha))

function subnetOf({ validators, ...subnet }: (typeof demoSubnets)[number], at: number): SubnetGenesis {
  return {
    ...subnet,
    owner: namedAccount(`owner of subnet ${subnet.netuid}`),
    ownerHotkey: namedAccount(`owner hotkey of subnet ${subnet.netuid}`),
    // Epochs spread over the tempo, as where subnets were registered one by one.
    tempo: TEMPO,
    firstEpoch: 5 + 7 * at,
    validators: Object.keys(validators).map((name) => ({
      hotkey: demoValidators[name as ValidatorName].hotkey,
    })),
  }
}

function ownerHotkeyOf({ owner, ownerHotkey }: SubnetGenesis): HotkeyGenesis[] {
  return owner === undefined || ownerHotkey === undefined ? [] : [{ hotkey: ownerHotkey, owner }]
}

/** Every validator's own stake. */
function validatorStakes(): StakeGenesis[] {
  return demoSubnets.flatMap(({ netuid, validators }) =>
    Object.entries(validators).map(([name, alpha]) => {
      const { owner } = demoValidators[name as ValidatorName]
      return stake(name as ValidatorName, owner, netuid, alpha)
    }),
  )
}

/** Three nominators with every validator of every subnet, between a fiftieth and a sixth of its own stake each. */
function nominations(): StakeGenesis[] {
  return demoSubnets.flatMap(({ netuid, validators }, row) =>
    Object.entries(validators).flatMap(([name, own], column) =>
      [0, 1, 2].map((turn) => {
        const nominator = NOMINATORS[(5 * row + 3 * column + 4 * turn) % NOMINATORS.length] ?? AUTHOR
        const part = Number(own) / (6 + ((row + column + 7 * turn) % 45))
        return stake(name as ValidatorName, nominator, netuid, part.toFixed(3))
      }),
    ),
  )
}

function stake(name: ValidatorName, coldkey: string, netuid: number, alpha: string): StakeGenesis {
  return { hotkey: demoValidators[name].hotkey, coldkey, netuid, alpha }
}
