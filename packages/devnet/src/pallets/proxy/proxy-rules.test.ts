import { type PalletSchema, type ProxyType, pallets, type RuntimeCall } from '@stake/schema'
import { expect, test } from 'vitest'
import { proxyAllows, proxyIncludes } from './proxy-rules.ts'

// By chain-rules 2.14, for every call of the tables.
const all = Object.values<PalletSchema>(pallets).flatMap(({ name, calls }) =>
  Object.keys(calls).map((call) => `${name}.${call}`),
)
const SMALL = 500_000_000n
const kinds = [
  'Any',
  'Owner',
  'NonCritical',
  'NonTransfer',
  'Senate',
  'NonFungible',
  'Triumvirate',
  'Governance',
  'Staking',
  'Registration',
  'Transfer',
  'SmallTransfer',
  'RootWeights',
  'ChildKeys',
  'SudoUncheckedSetCode',
  'SwapHotkey',
  'SubnetLeaseBeneficiary',
  'RootClaim',
] as const

function callOf(name: string, args: object = {}): RuntimeCall {
  const [pallet, call] = name.split('.')
  const setCode = { type: 'System', value: { type: 'set_code' } }
  return {
    type: pallet,
    value: { type: call, value: { value: 1n, alpha_amount: 1n, call: setCode, ...args } },
  } as never
}

const allows = (type: ProxyType['type'], name: string, args?: object) =>
  proxyAllows({ type }, callOf(name, args))
const allowed = (type: ProxyType['type']) => all.filter((name) => allows(type, name)).sort()
const denied = (type: ProxyType['type']) => all.filter((name) => !allows(type, name)).sort()
const under = (pallet: string, ...calls: string[]) => calls.map((call) => `${pallet}.${call}`)
const staking = (...calls: string[]) => under('SubtensorModule', ...calls)
const wholly = (pallet: string) => all.filter((name) => name.startsWith(`${pallet}.`))

const COLDKEY_SWAPS = staking(
  'announce_coldkey_swap',
  'clear_coldkey_swap_announcement',
  'dispute_coldkey_swap',
  'reset_coldkey_swap',
  'schedule_swap_coldkey',
  'swap_coldkey',
  'swap_coldkey_announced',
)
const POSITIONS = staking(
  'add_stake',
  'add_stake_limit',
  'move_stake',
  'remove_stake',
  'remove_stake_full_limit',
  'remove_stake_limit',
  'swap_stake',
  'swap_stake_limit',
  'unstake_all',
  'unstake_all_alpha',
)

test.each<[ProxyType['type'], string[]]>([
  ['Staking', [...POSITIONS, ...staking('set_root_claim_type')]],
  ['Registration', staking('burned_register', 'register', 'register_limit')],
  [
    'Transfer',
    [
      ...under('Balances', 'transfer_allow_death', 'transfer_all', 'transfer_keep_alive'),
      ...staking('transfer_stake'),
    ],
  ],
  [
    'SmallTransfer',
    [...under('Balances', 'transfer_allow_death', 'transfer_keep_alive'), ...staking('transfer_stake')],
  ],
  ['ChildKeys', staking('set_childkey_take', 'set_children')],
  ['RootClaim', staking('claim_root')],
  ['SwapHotkey', staking('swap_hotkey', 'swap_hotkey_v2')],
  ['SudoUncheckedSetCode', under('Sudo', 'sudo_unchecked_weight')],
  [
    'Owner',
    [
      ...wholly('AdminUtils').filter((name) => name !== 'AdminUtils.sudo_set_sn_owner_hotkey'),
      ...staking('set_subnet_identity', 'update_symbol'),
    ],
  ],
  ['Senate', []],
  ['Triumvirate', []],
  ['Governance', []],
  ['RootWeights', []],
  ['Any', all],
])('%s may make these calls and no other', (kind, calls) => {
  expect(allowed(kind)).toEqual([...calls].sort())
})

test.each<[ProxyType['type'], string[]]>([
  ['NonTransfer', [...wholly('Balances'), ...staking('transfer_stake'), ...COLDKEY_SWAPS]],
  [
    'NonCritical',
    [...staking('dissolve_network', 'root_register', 'burned_register'), ...wholly('Sudo'), ...COLDKEY_SWAPS],
  ],
  [
    'NonFungible',
    [
      ...wholly('Balances'),
      ...POSITIONS,
      ...staking('transfer_stake', 'burned_register', 'root_register', 'swap_hotkey', 'swap_hotkey_v2'),
      ...COLDKEY_SWAPS,
    ],
  ],
])('%s may make every call but these', (kind, calls) => {
  expect(denied(kind)).toEqual([...calls].sort())
})

test('the beneficiary of a leased subnet may start it, name it and change some of its settings', () => {
  const calls = allowed('SubnetLeaseBeneficiary')
  expect(calls.filter((name) => !name.startsWith('AdminUtils.'))).toEqual(
    staking('set_subnet_identity', 'start_call'),
  )
  expect(calls).toContain('AdminUtils.sudo_set_max_burn')
  expect(calls).not.toContain('AdminUtils.sudo_set_tempo')
})

test('a small transfer is one of less than half a TAO or half an alpha', () => {
  const transfers = [
    ['Balances.transfer_keep_alive', 'value'],
    ['Balances.transfer_allow_death', 'value'],
    ['SubtensorModule.transfer_stake', 'alpha_amount'],
  ] as const
  for (const [name, argument] of transfers) {
    expect(allows('SmallTransfer', name, { [argument]: SMALL - 1n })).toBe(true)
    expect(allows('SmallTransfer', name, { [argument]: SMALL })).toBe(false)
  }
})

test('who may set the code may do nothing else unchecked', () => {
  const remark = { call: callOf('System.remark') }
  expect(allows('SudoUncheckedSetCode', 'Sudo.sudo_unchecked_weight', remark)).toBe(false)
})

test('a kind hands out itself, and what is less', () => {
  const included = (type: ProxyType['type']) =>
    kinds.filter((other) => proxyIncludes({ type }, { type: other }))
  expect(included('Any')).toEqual(kinds)
  expect(included('NonTransfer')).toEqual(
    kinds.filter((kind) => !['Any', 'Transfer', 'SmallTransfer'].includes(kind)),
  )
  expect(included('Transfer')).toEqual(['Transfer', 'SmallTransfer'])
  for (const kind of kinds)
    if (!['Any', 'NonTransfer', 'Transfer'].includes(kind)) expect(included(kind)).toEqual([kind])
})
