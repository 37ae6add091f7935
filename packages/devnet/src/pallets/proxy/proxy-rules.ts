import type { CallName, PalletName, ProxyType, RuntimeCall } from '@stake/schema'

/** A call of a pallet, or all of them; some only below an amount, or around a certain call. */
export interface ProxyRule {
  readonly pallet: PalletName
  /** All of the pallet without it. */
  readonly call?: string
  /** The argument that must be less than this, in rao. */
  readonly below?: readonly [argument: string, limit: bigint]
  /** The call that must be inside. */
  readonly around?: readonly [pallet: string, call: string]
}

/** What a kind of proxy may call. */
export interface ProxyRules {
  readonly mode: 'AllowAll' | 'DenyAll' | 'Allow' | 'Deny'
  readonly calls: readonly ProxyRule[]
  readonly exceptions: readonly ProxyRule[]
  /** No longer of use. */
  readonly deprecated: boolean
}

/** Half a TAO, or half of an alpha. */
const SMALL_TRANSFER = 500_000_000n

function staking(...calls: CallName<'SubtensorModule'>[]): ProxyRule[] {
  return calls.map((call) => ({ pallet: 'SubtensorModule', call }))
}

function admin(...calls: CallName<'AdminUtils'>[]): ProxyRule[] {
  return calls.map((call) => ({ pallet: 'AdminUtils', call }))
}

function transfers(...calls: CallName<'Balances'>[]): ProxyRule[] {
  return calls.map((call) => ({ pallet: 'Balances', call }))
}

const only = (...calls: ProxyRule[]): ProxyRules => ({
  mode: 'Allow',
  calls,
  exceptions: [],
  deprecated: false,
})
const allBut = (...calls: ProxyRule[]): ProxyRules => ({ ...only(...calls), mode: 'Deny' })
const nothing: ProxyRules = { mode: 'DenyAll', calls: [], exceptions: [], deprecated: true }

const coldkeySwaps = staking(
  'schedule_swap_coldkey',
  'swap_coldkey',
  'announce_coldkey_swap',
  'swap_coldkey_announced',
  'dispute_coldkey_swap',
  'clear_coldkey_swap_announcement',
  'reset_coldkey_swap',
)
const positions = staking(
  'add_stake',
  'add_stake_limit',
  'remove_stake',
  'remove_stake_limit',
  'remove_stake_full_limit',
  'unstake_all',
  'unstake_all_alpha',
  'swap_stake',
  'swap_stake_limit',
  'move_stake',
)

/** The rules by kind, in the order of their indices. */
export const proxyRules: Readonly<Record<ProxyType['type'], ProxyRules>> = {
  Any: { mode: 'AllowAll', calls: [], exceptions: [], deprecated: false },
  Owner: {
    ...only({ pallet: 'AdminUtils' }, ...staking('set_subnet_identity', 'update_symbol')),
    exceptions: admin('sudo_set_sn_owner_hotkey'),
  },
  NonCritical: allBut(
    ...staking('dissolve_network', 'root_register', 'burned_register'),
    { pallet: 'Sudo' },
    ...coldkeySwaps,
  ),
  NonTransfer: allBut({ pallet: 'Balances' }, ...staking('transfer_stake'), ...coldkeySwaps),
  Senate: nothing,
  NonFungible: allBut(
    { pallet: 'Balances' },
    ...positions,
    ...staking('transfer_stake', 'burned_register', 'root_register', 'swap_hotkey', 'swap_hotkey_v2'),
    ...coldkeySwaps,
  ),
  Triumvirate: nothing,
  Governance: nothing,
  Staking: only(...positions, ...staking('set_root_claim_type')),
  Registration: only(...staking('burned_register', 'register', 'register_limit')),
  Transfer: only(
    ...transfers('transfer_keep_alive', 'transfer_allow_death', 'transfer_all'),
    ...staking('transfer_stake'),
  ),
  SmallTransfer: only(
    ...transfers('transfer_keep_alive', 'transfer_allow_death').map(
      (rule): ProxyRule => ({ ...rule, below: ['value', SMALL_TRANSFER] }),
    ),
    ...staking('transfer_stake').map(
      (rule): ProxyRule => ({ ...rule, below: ['alpha_amount', SMALL_TRANSFER] }),
    ),
  ),
  RootWeights: nothing,
  ChildKeys: only(...staking('set_children', 'set_childkey_take')),
  SudoUncheckedSetCode: only({
    pallet: 'Sudo',
    call: 'sudo_unchecked_weight',
    around: ['System', 'set_code'],
  }),
  SwapHotkey: only(...staking('swap_hotkey', 'swap_hotkey_v2')),
  SubnetLeaseBeneficiary: only(
    ...staking('start_call', 'set_subnet_identity'),
    ...admin(
      'sudo_set_immunity_period',
      'sudo_set_min_allowed_weights',
      'sudo_set_activity_cutoff',
      'sudo_set_network_registration_allowed',
      'sudo_set_max_burn',
      'sudo_set_bonds_moving_average',
      'sudo_set_commit_reveal_weights_enabled',
      'sudo_set_liquid_alpha_enabled',
      'sudo_set_toggle_transfer',
    ),
  ),
  RootClaim: only(...staking('claim_root')),
}

/** Whether a proxy of that kind may make the call. */
export function proxyAllows({ type }: ProxyType, call: RuntimeCall): boolean {
  const { mode, calls, exceptions } = proxyRules[type]
  const named = (rules: readonly ProxyRule[]) => rules.some((rule) => matches(rule, call))
  switch (mode) {
    case 'AllowAll':
      return true
    case 'DenyAll':
      return false
    case 'Allow':
      return named(calls) && !named(exceptions)
    case 'Deny':
      return !named(calls) || named(exceptions)
  }
}

/** Whether the one kind may hand out and take back the other. */
export function proxyIncludes({ type }: ProxyType, other: ProxyType): boolean {
  if (type === other.type || type === 'Any') return true
  if (other.type === 'Any') return false
  if (type === 'NonTransfer') return other.type !== 'Transfer' && other.type !== 'SmallTransfer'
  return type === 'Transfer' && other.type === 'SmallTransfer'
}

function matches({ pallet, call: name, below, around }: ProxyRule, call: RuntimeCall): boolean {
  if (call.type !== pallet || (name !== undefined && call.value.type !== name)) return false
  const args = call.value.value as Readonly<Record<string, unknown>>
  if (below !== undefined && !((args[below[0]] as bigint) < below[1])) return false
  if (around === undefined) return true
  const inner = args.call as RuntimeCall
  return inner.type === around[0] && inner.value.type === around[1]
}
