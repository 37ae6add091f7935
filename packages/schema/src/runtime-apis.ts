// Written by `pnpm schema` from the metadata of node-subtensor 424. What it takes is named in scripts/selection.ts.
// biome-ignore-all format: a table, an entry a line where it fits
import type { RuntimeApiSchema } from './pallet-schema.ts'

export const runtimeApis = {
  Core: { name: 'Core', version: 5, methods: { version: { inputs: [], output: 'RuntimeVersion' } } },
  Metadata: {
    name: 'Metadata',
    version: 2,
    methods: {
      metadata: { inputs: [], output: 'OpaqueMetadata' },
      metadata_at_version: { inputs: [['version', 'u32']], output: 'Option<OpaqueMetadata>' },
      metadata_versions: { inputs: [], output: 'Vec<u32>' },
    },
  },
  TaggedTransactionQueue: {
    name: 'TaggedTransactionQueue',
    version: 3,
    methods: {
      validate_transaction: {
        inputs: [['source', 'TransactionSource'], ['tx', 'UncheckedExtrinsic'], ['block_hash', 'H256']],
        output: 'Result<ValidTransaction, TransactionValidityError>',
      },
    },
  },
  AccountNonceApi: {
    name: 'AccountNonceApi',
    version: 1,
    methods: { account_nonce: { inputs: [['account', 'AccountId32']], output: 'u32' } },
  },
  TransactionPaymentApi: {
    name: 'TransactionPaymentApi',
    version: 4,
    methods: {
      query_info: { inputs: [['uxt', 'UncheckedExtrinsic'], ['len', 'u32']], output: 'RuntimeDispatchInfo' },
      query_fee_details: { inputs: [['uxt', 'UncheckedExtrinsic'], ['len', 'u32']], output: 'FeeDetails' },
      query_weight_to_fee: { inputs: [['weight', 'Weight']], output: 'u64' },
      query_length_to_fee: { inputs: [['length', 'u32']], output: 'u64' },
    },
  },
  TransactionPaymentCallApi: {
    name: 'TransactionPaymentCallApi',
    version: 3,
    methods: {
      query_call_info: { inputs: [['call', 'RuntimeCall'], ['len', 'u32']], output: 'RuntimeDispatchInfo' },
      query_call_fee_details: { inputs: [['call', 'RuntimeCall'], ['len', 'u32']], output: 'FeeDetails' },
      query_weight_to_fee: { inputs: [['weight', 'Weight']], output: 'u64' },
      query_length_to_fee: { inputs: [['length', 'u32']], output: 'u64' },
    },
  },
  DelegateInfoRuntimeApi: {
    name: 'DelegateInfoRuntimeApi',
    version: 1,
    methods: {
      get_delegates: { inputs: [], output: 'Vec<DelegateInfo>' },
      get_delegate: { inputs: [['delegate_account', 'AccountId32']], output: 'Option<DelegateInfo>' },
      get_delegated: {
        inputs: [['delegatee_account', 'AccountId32']],
        output: 'Vec<(DelegateInfo, (Compact<u16>, Compact<u64>))>',
      },
    },
  },
  NeuronInfoRuntimeApi: {
    name: 'NeuronInfoRuntimeApi',
    version: 1,
    methods: {
      get_neurons: { inputs: [['netuid', 'u16']], output: 'Vec<NeuronInfo>' },
      get_neuron: { inputs: [['netuid', 'u16'], ['uid', 'u16']], output: 'Option<NeuronInfo>' },
      get_neurons_lite: { inputs: [['netuid', 'u16']], output: 'Vec<NeuronInfoLite>' },
      get_neuron_lite: { inputs: [['netuid', 'u16'], ['uid', 'u16']], output: 'Option<NeuronInfoLite>' },
    },
  },
  SubnetInfoRuntimeApi: {
    name: 'SubnetInfoRuntimeApi',
    version: 2,
    methods: {
      get_subnet_info: { inputs: [['netuid', 'u16']], output: 'Option<SubnetInfo>' },
      get_subnets_info: { inputs: [], output: 'Vec<Option<SubnetInfo>>' },
      get_subnet_info_v2: { inputs: [['netuid', 'u16']], output: 'Option<SubnetInfov2>' },
      get_subnets_info_v2: { inputs: [], output: 'Vec<Option<SubnetInfov2>>' },
      get_subnet_hyperparams: {
        inputs: [['netuid', 'u16']],
        output: 'Option<SubnetHyperparams>',
        deprecated: 'Use `get_subnet_hyperparams_v3` instead.',
      },
      get_subnet_hyperparams_v2: {
        inputs: [['netuid', 'u16']],
        output: 'Option<SubnetHyperparamsV2>',
        deprecated: 'Use `get_subnet_hyperparams_v3` instead.',
      },
      get_subnet_hyperparams_v3: { inputs: [['netuid', 'u16']], output: 'Option<Vec<HyperparamEntry>>' },
      get_all_dynamic_info: { inputs: [], output: 'Vec<Option<DynamicInfo>>' },
      get_dynamic_info: { inputs: [['netuid', 'u16']], output: 'Option<DynamicInfo>' },
      get_subnet_state: { inputs: [['netuid', 'u16']], output: 'Option<SubnetState>' },
      get_all_metagraphs: { inputs: [], output: 'Vec<Option<Metagraph>>' },
      get_metagraph: { inputs: [['netuid', 'u16']], output: 'Option<Metagraph>' },
      get_all_mechagraphs: { inputs: [], output: 'Vec<Option<Metagraph>>' },
      get_mechagraph: { inputs: [['netuid', 'u16'], ['mecid', 'u8']], output: 'Option<Metagraph>' },
      get_selective_metagraph: {
        inputs: [['netuid', 'u16'], ['metagraph_indexes', 'Vec<u16>']],
        output: 'Option<SelectiveMetagraph>',
      },
      get_selective_mechagraph: {
        inputs: [['netuid', 'u16'], ['subid', 'u8'], ['metagraph_indexes', 'Vec<u16>']],
        output: 'Option<SelectiveMetagraph>',
      },
      get_coldkey_auto_stake_hotkey: {
        inputs: [['coldkey', 'AccountId32'], ['netuid', 'u16']],
        output: 'Option<AccountId32>',
      },
      get_subnet_to_prune: { inputs: [], output: 'Option<u16>' },
      get_subnet_account_id: { inputs: [['netuid', 'u16']], output: 'Option<AccountId32>' },
      get_next_epoch_start_block: { inputs: [['netuid', 'u16']], output: 'Option<u64>' },
    },
  },
  StakeInfoRuntimeApi: {
    name: 'StakeInfoRuntimeApi',
    version: 1,
    methods: {
      get_stake_info_for_coldkey: { inputs: [['coldkey_account', 'AccountId32']], output: 'Vec<StakeInfo>' },
      get_stake_info_for_coldkeys: {
        inputs: [['coldkey_accounts', 'Vec<AccountId32>']],
        output: 'Vec<(AccountId32, Vec<StakeInfo>)>',
      },
      get_stake_info_for_hotkey_coldkey_netuid: {
        inputs: [['hotkey_account', 'AccountId32'], ['coldkey_account', 'AccountId32'], ['netuid', 'u16']],
        output: 'Option<StakeInfo>',
      },
      get_stake_availability_for_coldkeys: {
        inputs: [['coldkey_accounts', 'Vec<AccountId32>'], ['netuids', 'Option<Vec<u16>>']],
        output: 'BTreeMap<AccountId32, BTreeMap<u16, StakeAvailability>>',
      },
      get_stake_fee: {
        inputs: [
          ['origin', 'Option<(AccountId32, u16)>'],
          ['origin_coldkey_account', 'AccountId32'],
          ['destination', 'Option<(AccountId32, u16)>'],
          ['destination_coldkey_account', 'AccountId32'],
          ['amount', 'u64'],
        ],
        output: 'u64',
      },
      get_coldkey_lock: {
        inputs: [['coldkey', 'AccountId32'], ['netuid', 'u16']],
        output: 'Option<LockState>',
      },
      get_hotkey_conviction: { inputs: [['hotkey', 'AccountId32'], ['netuid', 'u16']], output: 'U64F64' },
      get_most_convicted_hotkey_on_subnet: { inputs: [['netuid', 'u16']], output: 'Option<AccountId32>' },
    },
  },
  SubnetRegistrationRuntimeApi: {
    name: 'SubnetRegistrationRuntimeApi',
    version: 1,
    methods: { get_network_registration_cost: { inputs: [], output: 'u64' } },
  },
  SwapRuntimeApi: {
    name: 'SwapRuntimeApi',
    version: 1,
    methods: {
      current_alpha_price: { inputs: [['netuid', 'u16']], output: 'u64' },
      current_alpha_price_all: { inputs: [], output: 'Vec<SubnetPrice>' },
      sim_swap_tao_for_alpha: { inputs: [['netuid', 'u16'], ['tao', 'u64']], output: 'SimSwapResult' },
      sim_swap_alpha_for_tao: { inputs: [['netuid', 'u16'], ['alpha', 'u64']], output: 'SimSwapResult' },
    },
  },
  ProxyFilterRuntimeApi: {
    name: 'ProxyFilterRuntimeApi',
    version: 1,
    methods: {
      get_proxy_types: { inputs: [], output: 'Vec<ProxyTypeInfo>' },
      get_proxy_filter: { inputs: [['proxy_type', 'Option<u8>']], output: 'Vec<ProxyFilterInfo>' },
    },
  },
  ShieldApi: {
    name: 'ShieldApi',
    version: 1,
    methods: {
      try_decode_shielded_tx: {
        inputs: [['uxt', 'UncheckedExtrinsic']],
        output: 'Option<ShieldedTransaction>',
      },
      is_shielded_using_current_key: { inputs: [['key_hash', '[u8; 16]']], output: 'bool' },
      try_unshield_tx: {
        inputs: [['dec_key_bytes', 'Vec<u8>'], ['shielded_tx', 'ShieldedTransaction']],
        output: 'Option<UncheckedExtrinsic>',
      },
    },
  },
} as const

runtimeApis satisfies Record<string, RuntimeApiSchema>
