/**
 * What of the runtime goes into the tables. Edited by hand; `pnpm schema FILE` reads it.
 * Errors are not listed: all of a chosen pallet are taken.
 */
export interface PalletSelection {
  readonly calls?: readonly string[]
  readonly events?: readonly string[]
  readonly storage?: readonly string[]
  readonly constants?: readonly string[]
}

export const pallets: Readonly<Record<string, PalletSelection>> = {
  System: {
    calls: ['remark', 'remark_with_event'],
    events: ['ExtrinsicSuccess', 'ExtrinsicFailed', 'CodeUpdated', 'NewAccount', 'KilledAccount', 'Remarked'],
    storage: [
      'Account',
      'ExtrinsicCount',
      'BlockWeight',
      'BlockHash',
      'Number',
      'ParentHash',
      'Digest',
      'Events',
      'EventCount',
      'LastRuntimeUpgrade',
      'ExecutionPhase',
    ],
    constants: ['BlockWeights', 'BlockLength', 'BlockHashCount', 'DbWeight', 'Version', 'SS58Prefix'],
  },
  Timestamp: { calls: ['set'], storage: ['Now', 'DidUpdate'], constants: ['MinimumPeriod'] },
  Balances: {
    calls: ['transfer_allow_death', 'transfer_keep_alive', 'transfer_all'],
    events: [
      'Endowed',
      'DustLost',
      'Transfer',
      'Deposit',
      'Withdraw',
      'Minted',
      'Burned',
      'Issued',
      'Rescinded',
    ],
    storage: ['TotalIssuance', 'InactiveIssuance'],
    constants: ['ExistentialDeposit', 'MaxLocks', 'MaxReserves', 'MaxFreezes'],
  },
  TransactionPayment: {
    events: ['TransactionFeePaid'],
    storage: ['NextFeeMultiplier', 'StorageVersion'],
    constants: ['OperationalFeeMultiplier'],
  },
  SubtensorModule: {
    calls: [
      'add_stake',
      'remove_stake',
      'add_stake_limit',
      'remove_stake_limit',
      'remove_stake_full_limit',
      'unstake_all',
      'unstake_all_alpha',
      'move_stake',
      'transfer_stake',
      'swap_stake',
      'swap_stake_limit',
      'recycle_alpha',
      'burn_alpha',
      'add_stake_burn',
    ],
    events: [
      'StakeAdded',
      'StakeRemoved',
      'StakeMoved',
      'StakeTransferred',
      'StakeSwapped',
      'AlphaRecycled',
      'AlphaBurned',
      'AddStakeBurn',
      'TransactionFeePaidWithAlpha',
    ],
    storage: [
      // pools
      'SubnetTAO',
      'SubnetAlphaIn',
      'SubnetAlphaOut',
      'SubnetMechanism',
      'SubnetVolume',
      'SubnetMovingPrice',
      'SubnetTaoInEmission',
      'SubnetAlphaInEmission',
      'SubnetAlphaOutEmission',
      'TotalStake',
      'TotalIssuance',
      // subnets
      'NetworksAdded',
      'TotalNetworks',
      'SubnetLimit',
      'SubtokenEnabled',
      'TransferToggle',
      'NetworkRegisteredAt',
      'TokenSymbol',
      'SubnetIdentitiesV3',
      'SubnetOwner',
      'SubnetOwnerHotkey',
      'Tempo',
      'LastEpochBlock',
      'LastMechansimStepBlock',
      'BlocksSinceLastStep',
      'SubnetworkN',
      'Keys',
      'Uids',
      'IsNetworkMember',
      'Active',
      'ValidatorPermit',
      'LastUpdate',
      'Emission',
      'Incentive',
      'Dividends',
      'Consensus',
      'BlockAtRegistration',
      // positions
      'TotalHotkeyAlpha',
      'TotalHotkeyShares',
      'TotalHotkeySharesV2',
      'Alpha',
      'AlphaV2',
      'StakingHotkeys',
      'OwnedHotkeys',
      'Owner',
      'Lock',
      'DecayingLock',
      'UnlockRate',
      'MaturityRate',
      'AccountFlags',
      'LastColdkeyHotkeyStakeBlock',
      'AutoStakeDestination',
      // validators
      'Delegates',
      'MinDelegateTake',
      'MaxDelegateTake',
      'AlphaDividendsPerSubnet',
      'IdentitiesV2',
      // thresholds
      'NominatorMinRequiredStake',
      'StakeThreshold',
      'TaoWeight',
      'ColdkeySwapAnnouncements',
      'ColdkeySwapDisputes',
    ],
    constants: ['InitialMinStake', 'InitialTempo', 'InitialDefaultDelegateTake', 'InitialMinDelegateTake'],
  },
  Swap: {
    storage: ['FeeRate', 'SwapBalancer', 'PalSwapInitialized'],
    constants: ['ProtocolId', 'MaxFeeRate', 'MinimumLiquidity', 'MinimumReserve'],
  },
}

export const runtimeApis: Readonly<Record<string, readonly string[]>> = {
  Core: ['version'],
  Metadata: ['metadata', 'metadata_at_version', 'metadata_versions'],
  AccountNonceApi: ['account_nonce'],
  TransactionPaymentApi: ['query_info', 'query_fee_details', 'query_weight_to_fee', 'query_length_to_fee'],
  SubnetInfoRuntimeApi: ['get_all_dynamic_info', 'get_dynamic_info', 'get_subnet_state'],
  StakeInfoRuntimeApi: [
    'get_stake_info_for_coldkey',
    'get_stake_info_for_coldkeys',
    'get_stake_info_for_hotkey_coldkey_netuid',
    'get_stake_availability_for_coldkeys',
    'get_stake_fee',
  ],
  SwapRuntimeApi: [
    'current_alpha_price',
    'current_alpha_price_all',
    'sim_swap_tao_for_alpha',
    'sim_swap_alpha_for_tao',
  ],
}

/** Types that no table above mentions but the protocol around them needs, by path. */
export const furtherTypes: readonly string[] = [
  'sp_runtime::generic::header::Header',
  'sp_runtime::MultiSignature',
  'node_subtensor_runtime::Runtime',
  'node_subtensor_runtime::RuntimeError',
]

/**
 * A type is called by the last segment of its path. Where two types would share a name, one is named here, by
 * its path and, where it is generic, the names of its type arguments (a path alone names all its instances).
 */
export const typeNames: Readonly<Record<string, string>> = {
  'frame_support::dispatch::PerDispatchClass<Weight>': 'PerDispatchClassWeight',
  'frame_support::dispatch::PerDispatchClass<WeightsPerClass>': 'PerDispatchClassWeightsPerClass',
  'frame_support::dispatch::PerDispatchClass<u32>': 'PerDispatchClassU32',
  'substrate_fixed::FixedU128<typenum::U64>': 'U64F64',
  'substrate_fixed::FixedU128<typenum::U32>': 'U96F32',
  'substrate_fixed::FixedI128<typenum::U32>': 'I96F32',
  'substrate_fixed::FixedI128<typenum::U64>': 'I64F64',
  'sp_runtime::generic::unchecked_extrinsic::UncheckedExtrinsic': 'GenericUncheckedExtrinsic',
}
