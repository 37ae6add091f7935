// Written by `pnpm schema` from the metadata of node-subtensor 424. What it takes is named in scripts/selection.ts.
// biome-ignore-all format: a table, an entry a line where it fits
import type { Hex } from './pallet-schema.ts'

export interface AccountData {
  readonly free: bigint
  readonly reserved: bigint
  readonly frozen: bigint
  readonly flags: ExtraFlags
}

/** An SS58 address with prefix 42. */
export type AccountId32 = string

export interface AccountInfo {
  readonly nonce: number
  readonly consumers: number
  readonly providers: number
  readonly sufficients: number
  readonly data: AccountData
}

export type AdminUtilsCall =
  | { readonly type: 'sudo_set_tempo'; readonly value: { readonly netuid: number; readonly tempo: number } }
  | { readonly type: 'sudo_set_subtoken_enabled'; readonly value: { readonly netuid: number; readonly subtoken_enabled: boolean } }
  | { readonly type: 'sudo_set_toggle_transfer'; readonly value: { readonly netuid: number; readonly toggle: boolean } }
  | { readonly type: 'sudo_set_network_registration_allowed'; readonly value: { readonly netuid: number; readonly registration_allowed: boolean } }
  | { readonly type: 'sudo_set_min_burn'; readonly value: { readonly netuid: number; readonly min_burn: bigint } }
  | { readonly type: 'sudo_set_max_burn'; readonly value: { readonly netuid: number; readonly max_burn: bigint } }
  | { readonly type: 'sudo_set_burn_half_life'; readonly value: { readonly netuid: number; readonly burn_half_life: number } }
  | { readonly type: 'sudo_set_burn_increase_mult'; readonly value: { readonly netuid: number; readonly burn_increase_mult: U64F64 } }
  | { readonly type: 'sudo_set_min_childkey_take_per_subnet'; readonly value: { readonly netuid: number; readonly take: number } }
  | { readonly type: 'sudo_set_immunity_period'; readonly value: { readonly netuid: number; readonly immunity_period: number } }
  | { readonly type: 'sudo_set_activity_cutoff'; readonly value: { readonly netuid: number; readonly activity_cutoff: number } }
  | { readonly type: 'sudo_set_max_allowed_uids'; readonly value: { readonly netuid: number; readonly max_allowed_uids: number } }
  | { readonly type: 'sudo_set_max_allowed_validators'; readonly value: { readonly netuid: number; readonly max_allowed_validators: number } }
  | { readonly type: 'sudo_set_min_allowed_weights'; readonly value: { readonly netuid: number; readonly min_allowed_weights: number } }
  | { readonly type: 'sudo_set_weights_set_rate_limit'; readonly value: { readonly netuid: number; readonly weights_set_rate_limit: bigint } }
  | { readonly type: 'sudo_set_commit_reveal_weights_enabled'; readonly value: { readonly netuid: number; readonly enabled: boolean } }
  | { readonly type: 'sudo_set_bonds_moving_average'; readonly value: { readonly netuid: number; readonly bonds_moving_average: bigint } }
  | { readonly type: 'sudo_set_liquid_alpha_enabled'; readonly value: { readonly netuid: number; readonly enabled: boolean } }
  | { readonly type: 'sudo_set_recycle_or_burn'; readonly value: { readonly netuid: number; readonly recycle_or_burn: RecycleOrBurnEnum } }
  | { readonly type: 'sudo_set_owner_cut_enabled'; readonly value: { readonly netuid: number; readonly enabled: boolean } }
  | { readonly type: 'sudo_set_owner_cut_auto_lock_enabled'; readonly value: { readonly netuid: number; readonly enabled: boolean } }
  | { readonly type: 'sudo_set_subnet_emission_enabled'; readonly value: { readonly netuid: number; readonly enabled: boolean } }
  | { readonly type: 'sudo_set_subnet_owner_hotkey'; readonly value: { readonly netuid: number; readonly hotkey: AccountId32 } }
  | { readonly type: 'sudo_set_sn_owner_hotkey'; readonly value: { readonly netuid: number; readonly hotkey: AccountId32 } }
  | { readonly type: 'sudo_set_ema_price_halving_period'; readonly value: { readonly netuid: number; readonly ema_halving: bigint } }
  | { readonly type: 'sudo_set_max_registrations_per_block'; readonly value: { readonly netuid: number; readonly max_registrations_per_block: number } }
  | { readonly type: 'sudo_set_target_registrations_per_interval'; readonly value: { readonly netuid: number; readonly target_registrations_per_interval: number } }
  | { readonly type: 'sudo_set_default_take'; readonly value: { readonly default_take: number } }
  | { readonly type: 'sudo_set_min_delegate_take'; readonly value: { readonly take: number } }
  | { readonly type: 'sudo_set_tx_rate_limit'; readonly value: { readonly tx_rate_limit: bigint } }
  | { readonly type: 'sudo_set_tx_delegate_take_rate_limit'; readonly value: { readonly tx_rate_limit: bigint } }
  | { readonly type: 'sudo_set_nominator_min_required_stake'; readonly value: { readonly min_stake: bigint } }
  | { readonly type: 'sudo_set_stake_threshold'; readonly value: { readonly min_stake: bigint } }
  | { readonly type: 'sudo_set_ck_burn'; readonly value: { readonly burn: bigint } }
  | { readonly type: 'sudo_set_network_rate_limit'; readonly value: { readonly rate_limit: bigint } }
  | { readonly type: 'sudo_set_network_immunity_period'; readonly value: { readonly immunity_period: bigint } }
  | { readonly type: 'sudo_set_network_min_lock_cost'; readonly value: { readonly lock_cost: bigint } }
  | { readonly type: 'sudo_set_lock_reduction_interval'; readonly value: { readonly interval: bigint } }
  | { readonly type: 'sudo_set_subnet_limit'; readonly value: { readonly max_subnets: number } }
  | { readonly type: 'sudo_set_subnet_owner_cut'; readonly value: { readonly subnet_owner_cut: number } }
  | { readonly type: 'sudo_set_subnet_moving_alpha'; readonly value: { readonly alpha: I96F32 } }
  | { readonly type: 'sudo_set_start_call_delay'; readonly value: { readonly delay: bigint } }
  | { readonly type: 'sudo_set_admin_freeze_window'; readonly value: { readonly window: number } }
  | { readonly type: 'sudo_set_owner_hparam_rate_limit'; readonly value: { readonly epochs: number } }
  | { readonly type: 'sudo_set_coldkey_swap_announcement_delay'; readonly value: { readonly duration: number } }
  | { readonly type: 'sudo_set_coldkey_swap_reannouncement_delay'; readonly value: { readonly duration: number } }
  | { readonly type: 'sudo_set_max_epochs_per_block'; readonly value: { readonly max_epochs_per_block: number } }

export type AdminUtilsEvent =
  | { readonly type: 'BurnHalfLifeSet'; readonly value: { readonly netuid: number; readonly burn_half_life: number } }
  | { readonly type: 'BurnIncreaseMultSet'; readonly value: { readonly netuid: number; readonly burn_increase_mult: U64F64 } }
  | { readonly type: 'SubnetEmissionEnabledSet'; readonly value: { readonly netuid: number; readonly enabled: boolean } }

export interface Announcement {
  readonly real: AccountId32
  readonly call_hash: H256
  readonly height: number
}

export type ArithmeticError =
  | { readonly type: 'Underflow'; readonly value?: undefined }
  | { readonly type: 'Overflow'; readonly value?: undefined }
  | { readonly type: 'DivisionByZero'; readonly value?: undefined }

export interface AxonInfo {
  readonly block: bigint
  readonly version: number
  readonly ip: bigint
  readonly port: number
  readonly ip_type: number
  readonly protocol: number
  readonly placeholder1: number
  readonly placeholder2: number
}

export interface BalanceLock {
  readonly id: Hex
  readonly amount: bigint
  readonly reasons: Reasons
}

export type BalanceStatus =
  | { readonly type: 'Free'; readonly value?: undefined }
  | { readonly type: 'Reserved'; readonly value?: undefined }

export interface Balancer {
  readonly quote: Perquintill
}

export type BalancesCall =
  | { readonly type: 'transfer_allow_death'; readonly value: { readonly dest: MultiAddress; readonly value: bigint } }
  | { readonly type: 'force_transfer'; readonly value: { readonly source: MultiAddress; readonly dest: MultiAddress; readonly value: bigint } }
  | { readonly type: 'transfer_keep_alive'; readonly value: { readonly dest: MultiAddress; readonly value: bigint } }
  | { readonly type: 'transfer_all'; readonly value: { readonly dest: MultiAddress; readonly keep_alive: boolean } }
  | { readonly type: 'force_set_balance'; readonly value: { readonly who: MultiAddress; readonly new_free: bigint } }
  | { readonly type: 'burn'; readonly value: { readonly value: bigint; readonly keep_alive: boolean } }

export type BalancesEvent =
  | { readonly type: 'Endowed'; readonly value: { readonly account: AccountId32; readonly free_balance: bigint } }
  | { readonly type: 'DustLost'; readonly value: { readonly account: AccountId32; readonly amount: bigint } }
  | { readonly type: 'Transfer'; readonly value: { readonly from: AccountId32; readonly to: AccountId32; readonly amount: bigint } }
  | { readonly type: 'BalanceSet'; readonly value: { readonly who: AccountId32; readonly free: bigint } }
  | { readonly type: 'Reserved'; readonly value: { readonly who: AccountId32; readonly amount: bigint } }
  | { readonly type: 'Unreserved'; readonly value: { readonly who: AccountId32; readonly amount: bigint } }
  | { readonly type: 'ReserveRepatriated'; readonly value: { readonly from: AccountId32; readonly to: AccountId32; readonly amount: bigint; readonly destination_status: BalanceStatus } }
  | { readonly type: 'Deposit'; readonly value: { readonly who: AccountId32; readonly amount: bigint } }
  | { readonly type: 'Withdraw'; readonly value: { readonly who: AccountId32; readonly amount: bigint } }
  | { readonly type: 'Slashed'; readonly value: { readonly who: AccountId32; readonly amount: bigint } }
  | { readonly type: 'Minted'; readonly value: { readonly who: AccountId32; readonly amount: bigint } }
  | { readonly type: 'Burned'; readonly value: { readonly who: AccountId32; readonly amount: bigint } }
  | { readonly type: 'Suspended'; readonly value: { readonly who: AccountId32; readonly amount: bigint } }
  | { readonly type: 'Restored'; readonly value: { readonly who: AccountId32; readonly amount: bigint } }
  | { readonly type: 'Upgraded'; readonly value: { readonly who: AccountId32 } }
  | { readonly type: 'Issued'; readonly value: { readonly amount: bigint } }
  | { readonly type: 'Rescinded'; readonly value: { readonly amount: bigint } }
  | { readonly type: 'Locked'; readonly value: { readonly who: AccountId32; readonly amount: bigint } }
  | { readonly type: 'Unlocked'; readonly value: { readonly who: AccountId32; readonly amount: bigint } }
  | { readonly type: 'Frozen'; readonly value: { readonly who: AccountId32; readonly amount: bigint } }
  | { readonly type: 'Thawed'; readonly value: { readonly who: AccountId32; readonly amount: bigint } }
  | { readonly type: 'TotalIssuanceForced'; readonly value: { readonly old: bigint; readonly new: bigint } }

export interface BlockLength {
  readonly max: PerDispatchClassU32
}

export interface BlockWeights {
  readonly base_block: Weight
  readonly max_block: Weight
  readonly per_class: PerDispatchClassWeightsPerClass
}

export type CallCondition =
  | { readonly type: 'ParamLessThan'; readonly value: { readonly param_name: Hex; readonly limit: bigint } }
  | { readonly type: 'NestedCallMustBe'; readonly value: { readonly pallet_name: Hex; readonly call_name: Hex } }

export interface CallInfo {
  readonly pallet_name: Hex
  readonly pallet_index: number
  readonly call_name: Hex | undefined
  readonly call_index: number | undefined
  readonly condition: CallCondition | undefined
}

export interface ChainIdentityV2 {
  readonly name: Hex
  readonly url: Hex
  readonly github_repo: Hex
  readonly image: Hex
  readonly discord: Hex
  readonly description: Hex
  readonly additional: Hex
}

export type ChargeTransactionPayment = bigint

export type CheckGenesis = undefined

export interface CheckMetadataHash {
  readonly mode: Mode
}

export type CheckMortality = Era

export type CheckNonZeroSender = undefined

export type CheckNonce = number

export type CheckShieldedTxValidity = undefined

export type CheckSpecVersion = undefined

export type CheckTxVersion = undefined

export type CheckWeight = undefined

export type CommitmentData =
  | { readonly type: 'None'; readonly value?: undefined }
  | { readonly type: 'Raw0'; readonly value: Hex }
  | { readonly type: 'Raw1'; readonly value: Hex }
  | { readonly type: 'Raw2'; readonly value: Hex }
  | { readonly type: 'Raw3'; readonly value: Hex }
  | { readonly type: 'Raw4'; readonly value: Hex }
  | { readonly type: 'Raw5'; readonly value: Hex }
  | { readonly type: 'Raw6'; readonly value: Hex }
  | { readonly type: 'Raw7'; readonly value: Hex }
  | { readonly type: 'Raw8'; readonly value: Hex }
  | { readonly type: 'Raw9'; readonly value: Hex }
  | { readonly type: 'Raw10'; readonly value: Hex }
  | { readonly type: 'Raw11'; readonly value: Hex }
  | { readonly type: 'Raw12'; readonly value: Hex }
  | { readonly type: 'Raw13'; readonly value: Hex }
  | { readonly type: 'Raw14'; readonly value: Hex }
  | { readonly type: 'Raw15'; readonly value: Hex }
  | { readonly type: 'Raw16'; readonly value: Hex }
  | { readonly type: 'Raw17'; readonly value: Hex }
  | { readonly type: 'Raw18'; readonly value: Hex }
  | { readonly type: 'Raw19'; readonly value: Hex }
  | { readonly type: 'Raw20'; readonly value: Hex }
  | { readonly type: 'Raw21'; readonly value: Hex }
  | { readonly type: 'Raw22'; readonly value: Hex }
  | { readonly type: 'Raw23'; readonly value: Hex }
  | { readonly type: 'Raw24'; readonly value: Hex }
  | { readonly type: 'Raw25'; readonly value: Hex }
  | { readonly type: 'Raw26'; readonly value: Hex }
  | { readonly type: 'Raw27'; readonly value: Hex }
  | { readonly type: 'Raw28'; readonly value: Hex }
  | { readonly type: 'Raw29'; readonly value: Hex }
  | { readonly type: 'Raw30'; readonly value: Hex }
  | { readonly type: 'Raw31'; readonly value: Hex }
  | { readonly type: 'Raw32'; readonly value: Hex }
  | { readonly type: 'Raw33'; readonly value: Hex }
  | { readonly type: 'Raw34'; readonly value: Hex }
  | { readonly type: 'Raw35'; readonly value: Hex }
  | { readonly type: 'Raw36'; readonly value: Hex }
  | { readonly type: 'Raw37'; readonly value: Hex }
  | { readonly type: 'Raw38'; readonly value: Hex }
  | { readonly type: 'Raw39'; readonly value: Hex }
  | { readonly type: 'Raw40'; readonly value: Hex }
  | { readonly type: 'Raw41'; readonly value: Hex }
  | { readonly type: 'Raw42'; readonly value: Hex }
  | { readonly type: 'Raw43'; readonly value: Hex }
  | { readonly type: 'Raw44'; readonly value: Hex }
  | { readonly type: 'Raw45'; readonly value: Hex }
  | { readonly type: 'Raw46'; readonly value: Hex }
  | { readonly type: 'Raw47'; readonly value: Hex }
  | { readonly type: 'Raw48'; readonly value: Hex }
  | { readonly type: 'Raw49'; readonly value: Hex }
  | { readonly type: 'Raw50'; readonly value: Hex }
  | { readonly type: 'Raw51'; readonly value: Hex }
  | { readonly type: 'Raw52'; readonly value: Hex }
  | { readonly type: 'Raw53'; readonly value: Hex }
  | { readonly type: 'Raw54'; readonly value: Hex }
  | { readonly type: 'Raw55'; readonly value: Hex }
  | { readonly type: 'Raw56'; readonly value: Hex }
  | { readonly type: 'Raw57'; readonly value: Hex }
  | { readonly type: 'Raw58'; readonly value: Hex }
  | { readonly type: 'Raw59'; readonly value: Hex }
  | { readonly type: 'Raw60'; readonly value: Hex }
  | { readonly type: 'Raw61'; readonly value: Hex }
  | { readonly type: 'Raw62'; readonly value: Hex }
  | { readonly type: 'Raw63'; readonly value: Hex }
  | { readonly type: 'Raw64'; readonly value: Hex }
  | { readonly type: 'Raw65'; readonly value: Hex }
  | { readonly type: 'Raw66'; readonly value: Hex }
  | { readonly type: 'Raw67'; readonly value: Hex }
  | { readonly type: 'Raw68'; readonly value: Hex }
  | { readonly type: 'Raw69'; readonly value: Hex }
  | { readonly type: 'Raw70'; readonly value: Hex }
  | { readonly type: 'Raw71'; readonly value: Hex }
  | { readonly type: 'Raw72'; readonly value: Hex }
  | { readonly type: 'Raw73'; readonly value: Hex }
  | { readonly type: 'Raw74'; readonly value: Hex }
  | { readonly type: 'Raw75'; readonly value: Hex }
  | { readonly type: 'Raw76'; readonly value: Hex }
  | { readonly type: 'Raw77'; readonly value: Hex }
  | { readonly type: 'Raw78'; readonly value: Hex }
  | { readonly type: 'Raw79'; readonly value: Hex }
  | { readonly type: 'Raw80'; readonly value: Hex }
  | { readonly type: 'Raw81'; readonly value: Hex }
  | { readonly type: 'Raw82'; readonly value: Hex }
  | { readonly type: 'Raw83'; readonly value: Hex }
  | { readonly type: 'Raw84'; readonly value: Hex }
  | { readonly type: 'Raw85'; readonly value: Hex }
  | { readonly type: 'Raw86'; readonly value: Hex }
  | { readonly type: 'Raw87'; readonly value: Hex }
  | { readonly type: 'Raw88'; readonly value: Hex }
  | { readonly type: 'Raw89'; readonly value: Hex }
  | { readonly type: 'Raw90'; readonly value: Hex }
  | { readonly type: 'Raw91'; readonly value: Hex }
  | { readonly type: 'Raw92'; readonly value: Hex }
  | { readonly type: 'Raw93'; readonly value: Hex }
  | { readonly type: 'Raw94'; readonly value: Hex }
  | { readonly type: 'Raw95'; readonly value: Hex }
  | { readonly type: 'Raw96'; readonly value: Hex }
  | { readonly type: 'Raw97'; readonly value: Hex }
  | { readonly type: 'Raw98'; readonly value: Hex }
  | { readonly type: 'Raw99'; readonly value: Hex }
  | { readonly type: 'Raw100'; readonly value: Hex }
  | { readonly type: 'Raw101'; readonly value: Hex }
  | { readonly type: 'Raw102'; readonly value: Hex }
  | { readonly type: 'Raw103'; readonly value: Hex }
  | { readonly type: 'Raw104'; readonly value: Hex }
  | { readonly type: 'Raw105'; readonly value: Hex }
  | { readonly type: 'Raw106'; readonly value: Hex }
  | { readonly type: 'Raw107'; readonly value: Hex }
  | { readonly type: 'Raw108'; readonly value: Hex }
  | { readonly type: 'Raw109'; readonly value: Hex }
  | { readonly type: 'Raw110'; readonly value: Hex }
  | { readonly type: 'Raw111'; readonly value: Hex }
  | { readonly type: 'Raw112'; readonly value: Hex }
  | { readonly type: 'Raw113'; readonly value: Hex }
  | { readonly type: 'Raw114'; readonly value: Hex }
  | { readonly type: 'Raw115'; readonly value: Hex }
  | { readonly type: 'Raw116'; readonly value: Hex }
  | { readonly type: 'Raw117'; readonly value: Hex }
  | { readonly type: 'Raw118'; readonly value: Hex }
  | { readonly type: 'Raw119'; readonly value: Hex }
  | { readonly type: 'Raw120'; readonly value: Hex }
  | { readonly type: 'Raw121'; readonly value: Hex }
  | { readonly type: 'Raw122'; readonly value: Hex }
  | { readonly type: 'Raw123'; readonly value: Hex }
  | { readonly type: 'Raw124'; readonly value: Hex }
  | { readonly type: 'Raw125'; readonly value: Hex }
  | { readonly type: 'Raw126'; readonly value: Hex }
  | { readonly type: 'Raw127'; readonly value: Hex }
  | { readonly type: 'Raw128'; readonly value: Hex }
  | { readonly type: 'BlakeTwo256'; readonly value: Hex }
  | { readonly type: 'Sha256'; readonly value: Hex }
  | { readonly type: 'Keccak256'; readonly value: Hex }
  | { readonly type: 'ShaThree256'; readonly value: Hex }
  | { readonly type: 'TimelockEncrypted'; readonly value: { readonly encrypted: Hex; readonly reveal_round: bigint } }
  | { readonly type: 'ResetBondsFlag'; readonly value?: undefined }
  | { readonly type: 'BigRaw'; readonly value: Hex }

export interface CommitmentInfo {
  readonly fields: readonly CommitmentData[]
}

export type CommitmentsEvent =
  | { readonly type: 'Commitment'; readonly value: { readonly netuid: number; readonly who: AccountId32 } }
  | { readonly type: 'TimelockCommitment'; readonly value: { readonly netuid: number; readonly who: AccountId32; readonly reveal_round: bigint } }
  | { readonly type: 'CommitmentRevealed'; readonly value: { readonly netuid: number; readonly who: AccountId32 } }

export type ContractsHoldReason =
  | { readonly type: 'CodeUploadDepositReserve'; readonly value?: undefined }
  | { readonly type: 'StorageDepositReserve'; readonly value?: undefined }

export interface DelegateInfo {
  readonly delegate_ss58: AccountId32
  readonly take: number
  readonly nominators: readonly (readonly [AccountId32, readonly (readonly [number, bigint])[]])[]
  readonly owner_ss58: AccountId32
  readonly registrations: readonly number[]
  readonly validator_permits: readonly number[]
  readonly return_per_1000: bigint
  readonly total_daily_return: bigint
}

export type DepositKind =
  | { readonly type: 'Proxies'; readonly value?: undefined }
  | { readonly type: 'Announcements'; readonly value?: undefined }

export interface Digest {
  readonly logs: readonly DigestItem[]
}

export type DigestItem =
  | { readonly type: 'PreRuntime'; readonly value: readonly [Hex, Hex] }
  | { readonly type: 'Consensus'; readonly value: readonly [Hex, Hex] }
  | { readonly type: 'Seal'; readonly value: readonly [Hex, Hex] }
  | { readonly type: 'Other'; readonly value: Hex }
  | { readonly type: 'RuntimeEnvironmentUpdated'; readonly value?: undefined }

export type DispatchClass =
  | { readonly type: 'Normal'; readonly value?: undefined }
  | { readonly type: 'Operational'; readonly value?: undefined }
  | { readonly type: 'Mandatory'; readonly value?: undefined }

export type DispatchError =
  | { readonly type: 'Other'; readonly value?: undefined }
  | { readonly type: 'CannotLookup'; readonly value?: undefined }
  | { readonly type: 'BadOrigin'; readonly value?: undefined }
  | { readonly type: 'Module'; readonly value: ModuleError }
  | { readonly type: 'ConsumerRemaining'; readonly value?: undefined }
  | { readonly type: 'NoProviders'; readonly value?: undefined }
  | { readonly type: 'TooManyConsumers'; readonly value?: undefined }
  | { readonly type: 'Token'; readonly value: TokenError }
  | { readonly type: 'Arithmetic'; readonly value: ArithmeticError }
  | { readonly type: 'Transactional'; readonly value: TransactionalError }
  | { readonly type: 'Exhausted'; readonly value?: undefined }
  | { readonly type: 'Corruption'; readonly value?: undefined }
  | { readonly type: 'Unavailable'; readonly value?: undefined }
  | { readonly type: 'RootNotAllowed'; readonly value?: undefined }
  | { readonly type: 'Trie'; readonly value: TrieError }

export interface DispatchEventInfo {
  readonly weight: Weight
  readonly class: DispatchClass
  readonly pays_fee: Pays
}

export type DrandPriority = undefined

export interface DynamicInfo {
  readonly netuid: number
  readonly owner_hotkey: AccountId32
  readonly owner_coldkey: AccountId32
  readonly subnet_name: readonly number[]
  readonly token_symbol: readonly number[]
  readonly tempo: number
  readonly last_step: bigint
  readonly blocks_since_last_step: bigint
  readonly emission: bigint
  readonly alpha_in: bigint
  readonly alpha_out: bigint
  readonly tao_in: bigint
  readonly alpha_out_emission: bigint
  readonly alpha_in_emission: bigint
  readonly tao_in_emission: bigint
  readonly pending_alpha_emission: bigint
  readonly pending_root_emission: bigint
  readonly subnet_volume: bigint
  readonly network_registered_at: bigint
  readonly subnet_identity: SubnetIdentityV3 | undefined
  readonly moving_price: I96F32
}

/** How long an extrinsic is valid: `period` blocks, a power of two from 4 to 65536, and its `phase` therein. */
export type Era =
  | { readonly type: 'Immortal'; readonly value?: undefined }
  | { readonly type: 'Mortal'; readonly value: { readonly period: number; readonly phase: number } }

export type EthereumOrigin =
  | { readonly type: 'EthereumTransaction'; readonly value: H160 }

export interface EventRecord {
  readonly phase: Phase
  readonly event: RuntimeEvent
  readonly topics: readonly H256[]
}

export type ExitReason =
  | { readonly type: 'Timeout'; readonly value?: undefined }
  | { readonly type: 'Force'; readonly value?: undefined }

export type ExtraFlags = bigint

export interface FeeDetails {
  readonly inclusion_fee: InclusionFee | undefined
  readonly tip: bigint
}

export type FilterMode =
  | { readonly type: 'AllowAll'; readonly value?: undefined }
  | { readonly type: 'DenyAll'; readonly value?: undefined }
  | { readonly type: 'Allow'; readonly value?: undefined }
  | { readonly type: 'Deny'; readonly value?: undefined }

export interface FixedI64 {
  readonly bits: bigint
}

export type FixedU128 = bigint

export interface FrozenAmount {
  readonly id: RuntimeFreezeReason
  readonly amount: bigint
}

export type GenericUncheckedExtrinsic = Hex

export type H160 = Hex

export type H256 = Hex

export interface Header {
  readonly parent_hash: H256
  readonly number: number
  readonly state_root: H256
  readonly extrinsics_root: H256
  readonly digest: Digest
}

export interface HeldAmount {
  readonly id: RuntimeHoldReason
  readonly amount: bigint
}

export interface HyperparamEntry {
  readonly name: Hex
  readonly value: HyperparamValue
}

export type HyperparamValue =
  | { readonly type: 'Bool'; readonly value: boolean }
  | { readonly type: 'U16'; readonly value: number }
  | { readonly type: 'U32'; readonly value: number }
  | { readonly type: 'U64'; readonly value: bigint }
  | { readonly type: 'U128'; readonly value: bigint }
  | { readonly type: 'TaoBalance'; readonly value: bigint }
  | { readonly type: 'I32F32'; readonly value: FixedI64 }
  | { readonly type: 'U64F64'; readonly value: U64F64 }

export type Hyperparameter =
  | { readonly type: 'Unknown'; readonly value?: undefined }
  | { readonly type: 'ServingRateLimit'; readonly value?: undefined }
  | { readonly type: 'MaxDifficulty'; readonly value?: undefined }
  | { readonly type: 'AdjustmentAlpha'; readonly value?: undefined }
  | { readonly type: 'MaxWeightLimit'; readonly value?: undefined }
  | { readonly type: 'ImmunityPeriod'; readonly value?: undefined }
  | { readonly type: 'MinAllowedWeights'; readonly value?: undefined }
  | { readonly type: 'Kappa'; readonly value?: undefined }
  | { readonly type: 'Rho'; readonly value?: undefined }
  | { readonly type: 'ActivityCutoff'; readonly value?: undefined }
  | { readonly type: 'PowRegistrationAllowed'; readonly value?: undefined }
  | { readonly type: 'MinBurn'; readonly value?: undefined }
  | { readonly type: 'MaxBurn'; readonly value?: undefined }
  | { readonly type: 'BondsMovingAverage'; readonly value?: undefined }
  | { readonly type: 'BondsPenalty'; readonly value?: undefined }
  | { readonly type: 'CommitRevealEnabled'; readonly value?: undefined }
  | { readonly type: 'LiquidAlphaEnabled'; readonly value?: undefined }
  | { readonly type: 'AlphaValues'; readonly value?: undefined }
  | { readonly type: 'WeightCommitInterval'; readonly value?: undefined }
  | { readonly type: 'TransferEnabled'; readonly value?: undefined }
  | { readonly type: 'AlphaSigmoidSteepness'; readonly value?: undefined }
  | { readonly type: 'Yuma3Enabled'; readonly value?: undefined }
  | { readonly type: 'BondsResetEnabled'; readonly value?: undefined }
  | { readonly type: 'ImmuneNeuronLimit'; readonly value?: undefined }
  | { readonly type: 'RecycleOrBurn'; readonly value?: undefined }
  | { readonly type: 'MaxAllowedUids'; readonly value?: undefined }
  | { readonly type: 'BurnHalfLife'; readonly value?: undefined }
  | { readonly type: 'BurnIncreaseMult'; readonly value?: undefined }
  | { readonly type: 'SubnetEmissionEnabled'; readonly value?: undefined }
  | { readonly type: 'MinChildkeyTake'; readonly value?: undefined }
  | { readonly type: 'ActivityCutoffFactorMilli'; readonly value?: undefined }
  | { readonly type: 'TriggerEpoch'; readonly value?: undefined }

export interface I64F64 {
  readonly bits: bigint
}

export interface I96F32 {
  readonly bits: bigint
}

export interface InclusionFee {
  readonly base_fee: bigint
  readonly len_fee: bigint
  readonly adjusted_weight_fee: bigint
}

export type InvalidTransaction =
  | { readonly type: 'Call'; readonly value?: undefined }
  | { readonly type: 'Payment'; readonly value?: undefined }
  | { readonly type: 'Future'; readonly value?: undefined }
  | { readonly type: 'Stale'; readonly value?: undefined }
  | { readonly type: 'BadProof'; readonly value?: undefined }
  | { readonly type: 'AncientBirthBlock'; readonly value?: undefined }
  | { readonly type: 'ExhaustsResources'; readonly value?: undefined }
  | { readonly type: 'Custom'; readonly value: number }
  | { readonly type: 'BadMandatory'; readonly value?: undefined }
  | { readonly type: 'MandatoryValidation'; readonly value?: undefined }
  | { readonly type: 'BadSigner'; readonly value?: undefined }
  | { readonly type: 'IndeterminateImplicit'; readonly value?: undefined }
  | { readonly type: 'UnknownOrigin'; readonly value?: undefined }

export interface LastRuntimeUpgradeInfo {
  readonly spec_version: number
  readonly spec_name: string
}

export type LimitOrdersCall =
  | { readonly type: 'execute_orders'; readonly value: { readonly orders: readonly SignedOrder[]; readonly should_fail: boolean } }
  | { readonly type: 'execute_batched_orders'; readonly value: { readonly netuid: number; readonly orders: readonly SignedOrder[] } }
  | { readonly type: 'cancel_order'; readonly value: { readonly order: VersionedOrder } }
  | { readonly type: 'set_pallet_status'; readonly value: { readonly enabled: boolean } }

export type LimitOrdersEvent =
  | { readonly type: 'OrderExecuted'; readonly value: { readonly order_id: H256; readonly signer: AccountId32; readonly netuid: number; readonly order_type: OrderType; readonly amount_in: bigint; readonly amount_out: bigint } }
  | { readonly type: 'OrderSkipped'; readonly value: { readonly order_id: H256; readonly reason: DispatchError } }
  | { readonly type: 'OrderCancelled'; readonly value: { readonly order_id: H256; readonly signer: AccountId32 } }
  | { readonly type: 'GroupExecutionSummary'; readonly value: { readonly netuid: number; readonly net_side: OrderSide; readonly net_amount: bigint; readonly actual_out: bigint; readonly executed_count: number } }
  | { readonly type: 'LimitOrdersPalletStatusChanged'; readonly value: { readonly enabled: boolean } }

export interface LockState {
  readonly locked_mass: bigint
  readonly conviction: U64F64
  readonly last_update: bigint
}

export interface Metagraph {
  readonly netuid: number
  readonly name: readonly number[]
  readonly symbol: readonly number[]
  readonly identity: SubnetIdentityV3 | undefined
  readonly network_registered_at: bigint
  readonly owner_hotkey: AccountId32
  readonly owner_coldkey: AccountId32
  readonly block: bigint
  readonly tempo: number
  readonly last_step: bigint
  readonly blocks_since_last_step: bigint
  readonly subnet_emission: bigint
  readonly alpha_in: bigint
  readonly alpha_out: bigint
  readonly tao_in: bigint
  readonly alpha_out_emission: bigint
  readonly alpha_in_emission: bigint
  readonly tao_in_emission: bigint
  readonly pending_alpha_emission: bigint
  readonly pending_root_emission: bigint
  readonly subnet_volume: bigint
  readonly moving_price: I96F32
  readonly rho: number
  readonly kappa: number
  readonly min_allowed_weights: number
  readonly max_weights_limit: number
  readonly weights_version: bigint
  readonly weights_rate_limit: bigint
  readonly activity_cutoff: bigint
  readonly max_validators: number
  readonly num_uids: number
  readonly max_uids: number
  readonly burn: bigint
  readonly difficulty: bigint
  readonly registration_allowed: boolean
  readonly pow_registration_allowed: boolean
  readonly immunity_period: number
  readonly min_difficulty: bigint
  readonly max_difficulty: bigint
  readonly min_burn: bigint
  readonly max_burn: bigint
  readonly adjustment_alpha: bigint
  readonly adjustment_interval: number
  readonly target_regs_per_interval: number
  readonly max_regs_per_block: number
  readonly serving_rate_limit: bigint
  readonly commit_reveal_weights_enabled: boolean
  readonly commit_reveal_period: bigint
  readonly liquid_alpha_enabled: boolean
  readonly alpha_high: number
  readonly alpha_low: number
  readonly bonds_moving_avg: bigint
  readonly hotkeys: readonly AccountId32[]
  readonly coldkeys: readonly AccountId32[]
  readonly identities: readonly (ChainIdentityV2 | undefined)[]
  readonly axons: readonly AxonInfo[]
  readonly active: readonly boolean[]
  readonly validator_permit: readonly boolean[]
  readonly pruning_score: readonly number[]
  readonly last_update: readonly bigint[]
  readonly emission: readonly bigint[]
  readonly dividends: readonly number[]
  readonly incentives: readonly number[]
  readonly consensus: readonly number[]
  readonly trust: readonly number[]
  readonly rank: readonly number[]
  readonly block_at_registration: readonly bigint[]
  readonly alpha_stake: readonly bigint[]
  readonly tao_stake: readonly bigint[]
  readonly total_stake: readonly bigint[]
  readonly tao_dividends_per_hotkey: readonly (readonly [AccountId32, bigint])[]
  readonly alpha_dividends_per_hotkey: readonly (readonly [AccountId32, bigint])[]
}

export type MevShieldCall =
  | { readonly type: 'announce_next_key'; readonly value: { readonly enc_key: Hex | undefined } }
  | { readonly type: 'submit_encrypted'; readonly value: { readonly ciphertext: Hex } }
  | { readonly type: 'store_encrypted'; readonly value: { readonly encrypted_call: Hex } }
  | { readonly type: 'set_max_pending_extrinsics_number'; readonly value: { readonly value: number } }
  | { readonly type: 'set_on_initialize_weight'; readonly value: { readonly value: bigint } }
  | { readonly type: 'set_stored_extrinsic_lifetime'; readonly value: { readonly value: number } }
  | { readonly type: 'set_max_extrinsic_weight'; readonly value: { readonly value: bigint } }

export type MevShieldEvent =
  | { readonly type: 'EncryptedSubmitted'; readonly value: { readonly id: H256; readonly who: AccountId32 } }
  | { readonly type: 'ExtrinsicStored'; readonly value: { readonly index: number; readonly who: AccountId32 } }
  | { readonly type: 'ExtrinsicDecodeFailed'; readonly value: { readonly index: number } }
  | { readonly type: 'ExtrinsicDispatchFailed'; readonly value: { readonly index: number; readonly error: DispatchError } }
  | { readonly type: 'ExtrinsicDispatched'; readonly value: { readonly index: number } }
  | { readonly type: 'ExtrinsicExpired'; readonly value: { readonly index: number } }
  | { readonly type: 'ExtrinsicPostponed'; readonly value: { readonly index: number } }
  | { readonly type: 'MaxPendingExtrinsicsNumberSet'; readonly value: { readonly value: number } }
  | { readonly type: 'OnInitializeWeightSet'; readonly value: { readonly value: bigint } }
  | { readonly type: 'ExtrinsicLifetimeSet'; readonly value: { readonly value: number } }
  | { readonly type: 'MaxExtrinsicWeightSet'; readonly value: { readonly value: bigint } }
  | { readonly type: 'ExtrinsicWeightExceeded'; readonly value: { readonly index: number } }

export type Mode =
  | { readonly type: 'Disabled'; readonly value?: undefined }
  | { readonly type: 'Enabled'; readonly value?: undefined }

export interface ModuleError {
  readonly index: number
  readonly error: Hex
}

export type MultiAddress =
  | { readonly type: 'Id'; readonly value: AccountId32 }
  | { readonly type: 'Index'; readonly value: undefined }
  | { readonly type: 'Raw'; readonly value: Hex }
  | { readonly type: 'Address32'; readonly value: Hex }
  | { readonly type: 'Address20'; readonly value: Hex }

export type MultiSignature =
  | { readonly type: 'Ed25519'; readonly value: Hex }
  | { readonly type: 'Sr25519'; readonly value: Hex }
  | { readonly type: 'Ecdsa'; readonly value: Hex }

export type MultisigCall =
  | { readonly type: 'as_multi_threshold_1'; readonly value: { readonly other_signatories: readonly AccountId32[]; readonly call: RuntimeCall } }
  | { readonly type: 'as_multi'; readonly value: { readonly threshold: number; readonly other_signatories: readonly AccountId32[]; readonly maybe_timepoint: Timepoint | undefined; readonly call: RuntimeCall; readonly max_weight: Weight } }
  | { readonly type: 'approve_as_multi'; readonly value: { readonly threshold: number; readonly other_signatories: readonly AccountId32[]; readonly maybe_timepoint: Timepoint | undefined; readonly call_hash: Hex; readonly max_weight: Weight } }
  | { readonly type: 'cancel_as_multi'; readonly value: { readonly threshold: number; readonly other_signatories: readonly AccountId32[]; readonly timepoint: Timepoint; readonly call_hash: Hex } }
  | { readonly type: 'poke_deposit'; readonly value: { readonly threshold: number; readonly other_signatories: readonly AccountId32[]; readonly call_hash: Hex } }

export type MultisigEvent =
  | { readonly type: 'NewMultisig'; readonly value: { readonly approving: AccountId32; readonly multisig: AccountId32; readonly call_hash: Hex } }
  | { readonly type: 'MultisigApproval'; readonly value: { readonly approving: AccountId32; readonly timepoint: Timepoint; readonly multisig: AccountId32; readonly call_hash: Hex } }
  | { readonly type: 'MultisigExecuted'; readonly value: { readonly approving: AccountId32; readonly timepoint: Timepoint; readonly multisig: AccountId32; readonly call_hash: Hex; readonly result: { readonly type: 'Ok'; readonly value: undefined } | { readonly type: 'Err'; readonly value: DispatchError } } }
  | { readonly type: 'MultisigCancelled'; readonly value: { readonly cancelling: AccountId32; readonly timepoint: Timepoint; readonly multisig: AccountId32; readonly call_hash: Hex } }
  | { readonly type: 'DepositPoked'; readonly value: { readonly who: AccountId32; readonly call_hash: Hex; readonly old_deposit: bigint; readonly new_deposit: bigint } }

export interface NeuronCertificate {
  readonly public_key: Hex
  readonly algorithm: number
}

export interface NeuronInfo {
  readonly hotkey: AccountId32
  readonly coldkey: AccountId32
  readonly uid: number
  readonly netuid: number
  readonly active: boolean
  readonly axon_info: AxonInfo
  readonly prometheus_info: PrometheusInfo
  readonly stake: readonly (readonly [AccountId32, bigint])[]
  readonly rank: number
  readonly emission: bigint
  readonly incentive: number
  readonly consensus: number
  readonly trust: number
  readonly validator_trust: number
  readonly dividends: number
  readonly last_update: bigint
  readonly validator_permit: boolean
  readonly weights: readonly (readonly [number, number])[]
  readonly bonds: readonly (readonly [number, number])[]
  readonly pruning_score: number
}

export interface NeuronInfoLite {
  readonly hotkey: AccountId32
  readonly coldkey: AccountId32
  readonly uid: number
  readonly netuid: number
  readonly active: boolean
  readonly axon_info: AxonInfo
  readonly prometheus_info: PrometheusInfo
  readonly stake: readonly (readonly [AccountId32, bigint])[]
  readonly rank: number
  readonly emission: bigint
  readonly incentive: number
  readonly consensus: number
  readonly trust: number
  readonly validator_trust: number
  readonly dividends: number
  readonly last_update: bigint
  readonly validator_permit: boolean
  readonly pruning_score: number
}

export type NonZeroU64 = bigint

export type OpaqueMetadata = Hex

export interface OpenMultisig {
  readonly when: Timepoint
  readonly deposit: bigint
  readonly depositor: AccountId32
  readonly approvals: readonly AccountId32[]
}

export interface Order {
  readonly signer: AccountId32
  readonly hotkey: AccountId32
  readonly netuid: number
  readonly order_type: OrderType
  readonly amount: bigint
  readonly limit_price: bigint
  readonly expiry: bigint
  readonly fee_rate: Perbill
  readonly fee_recipient: AccountId32
  readonly relayer: readonly AccountId32[] | undefined
  readonly max_slippage: Perbill | undefined
  readonly chain_id: bigint
  readonly partial_fills_enabled: boolean
}

export type OrderSide =
  | { readonly type: 'Buy'; readonly value?: undefined }
  | { readonly type: 'Sell'; readonly value?: undefined }

export type OrderStatus =
  | { readonly type: 'Fulfilled'; readonly value?: undefined }
  | { readonly type: 'PartiallyFilled'; readonly value: bigint }
  | { readonly type: 'Cancelled'; readonly value?: undefined }

export type OrderType =
  | { readonly type: 'LimitBuy'; readonly value?: undefined }
  | { readonly type: 'TakeProfit'; readonly value?: undefined }
  | { readonly type: 'StopLoss'; readonly value?: undefined }

export type OriginCaller =
  | { readonly type: 'system'; readonly value: RawOrigin }
  | { readonly type: 'Ethereum'; readonly value: EthereumOrigin }

export type PalletId = Hex

export type Pays =
  | { readonly type: 'Yes'; readonly value?: undefined }
  | { readonly type: 'No'; readonly value?: undefined }

export interface PendingExtrinsic {
  readonly who: AccountId32
  readonly encrypted_call: Hex
  readonly submitted_at: number
}

export interface PerDispatchClassU32 {
  readonly normal: number
  readonly operational: number
  readonly mandatory: number
}

export interface PerDispatchClassWeight {
  readonly normal: Weight
  readonly operational: Weight
  readonly mandatory: Weight
}

export interface PerDispatchClassWeightsPerClass {
  readonly normal: WeightsPerClass
  readonly operational: WeightsPerClass
  readonly mandatory: WeightsPerClass
}

export type Perbill = number

export type Perquintill = bigint

export type Phase =
  | { readonly type: 'ApplyExtrinsic'; readonly value: number }
  | { readonly type: 'Finalization'; readonly value?: undefined }
  | { readonly type: 'Initialization'; readonly value?: undefined }

export type PreimageHoldReason =
  | { readonly type: 'Preimage'; readonly value?: undefined }

export interface PrometheusInfo {
  readonly block: bigint
  readonly version: number
  readonly ip: bigint
  readonly port: number
  readonly ip_type: number
}

export type ProxyCall =
  | { readonly type: 'proxy'; readonly value: { readonly real: MultiAddress; readonly force_proxy_type: ProxyType | undefined; readonly call: RuntimeCall } }
  | { readonly type: 'add_proxy'; readonly value: { readonly delegate: MultiAddress; readonly proxy_type: ProxyType; readonly delay: number } }
  | { readonly type: 'remove_proxy'; readonly value: { readonly delegate: MultiAddress; readonly proxy_type: ProxyType; readonly delay: number } }
  | { readonly type: 'remove_proxies'; readonly value?: undefined }
  | { readonly type: 'create_pure'; readonly value: { readonly proxy_type: ProxyType; readonly delay: number; readonly index: number } }
  | { readonly type: 'kill_pure'; readonly value: { readonly spawner: MultiAddress; readonly proxy_type: ProxyType; readonly index: number; readonly height: number; readonly ext_index: number } }
  | { readonly type: 'announce'; readonly value: { readonly real: MultiAddress; readonly call_hash: H256 } }
  | { readonly type: 'remove_announcement'; readonly value: { readonly real: MultiAddress; readonly call_hash: H256 } }
  | { readonly type: 'reject_announcement'; readonly value: { readonly delegate: MultiAddress; readonly call_hash: H256 } }
  | { readonly type: 'proxy_announced'; readonly value: { readonly delegate: MultiAddress; readonly real: MultiAddress; readonly force_proxy_type: ProxyType | undefined; readonly call: RuntimeCall } }
  | { readonly type: 'poke_deposit'; readonly value?: undefined }
  | { readonly type: 'set_real_pays_fee'; readonly value: { readonly delegate: MultiAddress; readonly pays_fee: boolean } }

export interface ProxyDefinition {
  readonly delegate: AccountId32
  readonly proxy_type: ProxyType
  readonly delay: number
}

export type ProxyEvent =
  | { readonly type: 'ProxyExecuted'; readonly value: { readonly result: { readonly type: 'Ok'; readonly value: undefined } | { readonly type: 'Err'; readonly value: DispatchError } } }
  | { readonly type: 'PureCreated'; readonly value: { readonly pure: AccountId32; readonly who: AccountId32; readonly proxy_type: ProxyType; readonly disambiguation_index: number } }
  | { readonly type: 'PureKilled'; readonly value: { readonly pure: AccountId32; readonly spawner: AccountId32; readonly proxy_type: ProxyType; readonly disambiguation_index: number } }
  | { readonly type: 'Announced'; readonly value: { readonly real: AccountId32; readonly proxy: AccountId32; readonly call_hash: H256 } }
  | { readonly type: 'ProxyAdded'; readonly value: { readonly delegator: AccountId32; readonly delegatee: AccountId32; readonly proxy_type: ProxyType; readonly delay: number } }
  | { readonly type: 'ProxyRemoved'; readonly value: { readonly delegator: AccountId32; readonly delegatee: AccountId32; readonly proxy_type: ProxyType; readonly delay: number } }
  | { readonly type: 'DepositPoked'; readonly value: { readonly who: AccountId32; readonly kind: DepositKind; readonly old_deposit: bigint; readonly new_deposit: bigint } }
  | { readonly type: 'RealPaysFeeSet'; readonly value: { readonly real: AccountId32; readonly delegate: AccountId32; readonly pays_fee: boolean } }

export interface ProxyFilterInfo {
  readonly proxy_type: number
  readonly name: Hex
  readonly deprecated: boolean
  readonly filter_mode: FilterMode
  readonly calls: readonly CallInfo[]
  readonly exceptions: readonly CallInfo[]
}

export type ProxyType =
  | { readonly type: 'Any'; readonly value?: undefined }
  | { readonly type: 'Owner'; readonly value?: undefined }
  | { readonly type: 'NonCritical'; readonly value?: undefined }
  | { readonly type: 'NonTransfer'; readonly value?: undefined }
  | { readonly type: 'Senate'; readonly value?: undefined }
  | { readonly type: 'NonFungible'; readonly value?: undefined }
  | { readonly type: 'Triumvirate'; readonly value?: undefined }
  | { readonly type: 'Governance'; readonly value?: undefined }
  | { readonly type: 'Staking'; readonly value?: undefined }
  | { readonly type: 'Registration'; readonly value?: undefined }
  | { readonly type: 'Transfer'; readonly value?: undefined }
  | { readonly type: 'SmallTransfer'; readonly value?: undefined }
  | { readonly type: 'RootWeights'; readonly value?: undefined }
  | { readonly type: 'ChildKeys'; readonly value?: undefined }
  | { readonly type: 'SudoUncheckedSetCode'; readonly value?: undefined }
  | { readonly type: 'SwapHotkey'; readonly value?: undefined }
  | { readonly type: 'SubnetLeaseBeneficiary'; readonly value?: undefined }
  | { readonly type: 'RootClaim'; readonly value?: undefined }

export interface ProxyTypeInfo {
  readonly name: Hex
  readonly index: number
  readonly deprecated: boolean
}

export type Public = Hex

export type RateLimitKey =
  | { readonly type: 'SetSNOwnerHotkey'; readonly value: number }
  | { readonly type: 'OwnerHyperparamUpdate'; readonly value: readonly [number, Hyperparameter] }
  | { readonly type: 'NetworkLastRegistered'; readonly value?: undefined }
  | { readonly type: 'LastTxBlock'; readonly value: AccountId32 }
  | { readonly type: 'LastTxBlockChildKeyTake'; readonly value: AccountId32 }
  | { readonly type: 'LastTxBlockDelegateTake'; readonly value: AccountId32 }
  | { readonly type: 'AddStakeBurn'; readonly value: number }

export type RawOrigin =
  | { readonly type: 'Root'; readonly value?: undefined }
  | { readonly type: 'Signed'; readonly value: AccountId32 }
  | { readonly type: 'None'; readonly value?: undefined }
  | { readonly type: 'Authorized'; readonly value?: undefined }

export type Reasons =
  | { readonly type: 'Fee'; readonly value?: undefined }
  | { readonly type: 'Misc'; readonly value?: undefined }
  | { readonly type: 'All'; readonly value?: undefined }

export type RecycleOrBurnEnum =
  | { readonly type: 'Burn'; readonly value?: undefined }
  | { readonly type: 'Recycle'; readonly value?: undefined }

export interface Registration {
  readonly deposit: bigint
  readonly block: number
  readonly info: CommitmentInfo
}

export type Releases =
  | { readonly type: 'V1Ancient'; readonly value?: undefined }
  | { readonly type: 'V2'; readonly value?: undefined }

export interface ReserveData {
  readonly id: Hex
  readonly amount: bigint
}

export type RootClaimTypeEnum =
  | { readonly type: 'Swap'; readonly value?: undefined }
  | { readonly type: 'Keep'; readonly value?: undefined }
  | { readonly type: 'KeepSubnets'; readonly value: { readonly subnets: readonly number[] } }

export type RuntimeCall =
  | { readonly type: 'System'; readonly value: SystemCall }
  | { readonly type: 'Timestamp'; readonly value: TimestampCall }
  | { readonly type: 'Balances'; readonly value: BalancesCall }
  | { readonly type: 'SubtensorModule'; readonly value: SubtensorModuleCall }
  | { readonly type: 'Utility'; readonly value: UtilityCall }
  | { readonly type: 'Sudo'; readonly value: SudoCall }
  | { readonly type: 'Multisig'; readonly value: MultisigCall }
  | { readonly type: 'Scheduler'; readonly value: SchedulerCall }
  | { readonly type: 'Proxy'; readonly value: ProxyCall }
  | { readonly type: 'AdminUtils'; readonly value: AdminUtilsCall }
  | { readonly type: 'Swap'; readonly value: SwapCall }
  | { readonly type: 'MevShield'; readonly value: MevShieldCall }
  | { readonly type: 'LimitOrders'; readonly value: LimitOrdersCall }

export interface RuntimeDbWeight {
  readonly read: bigint
  readonly write: bigint
}

export interface RuntimeDispatchInfo {
  readonly weight: Weight
  readonly class: DispatchClass
  readonly partial_fee: bigint
}

export type RuntimeEvent =
  | { readonly type: 'System'; readonly value: SystemEvent }
  | { readonly type: 'Balances'; readonly value: BalancesEvent }
  | { readonly type: 'TransactionPayment'; readonly value: TransactionPaymentEvent }
  | { readonly type: 'SubtensorModule'; readonly value: SubtensorModuleEvent }
  | { readonly type: 'Utility'; readonly value: UtilityEvent }
  | { readonly type: 'Sudo'; readonly value: SudoEvent }
  | { readonly type: 'Multisig'; readonly value: MultisigEvent }
  | { readonly type: 'Scheduler'; readonly value: SchedulerEvent }
  | { readonly type: 'Proxy'; readonly value: ProxyEvent }
  | { readonly type: 'Commitments'; readonly value: CommitmentsEvent }
  | { readonly type: 'AdminUtils'; readonly value: AdminUtilsEvent }
  | { readonly type: 'SafeMode'; readonly value: SafeModeEvent }
  | { readonly type: 'Swap'; readonly value: SwapEvent }
  | { readonly type: 'MevShield'; readonly value: MevShieldEvent }
  | { readonly type: 'LimitOrders'; readonly value: LimitOrdersEvent }

export type RuntimeFreezeReason = never

export type RuntimeHoldReason =
  | { readonly type: 'Preimage'; readonly value: PreimageHoldReason }
  | { readonly type: 'SafeMode'; readonly value: SafeModeHoldReason }
  | { readonly type: 'Contracts'; readonly value: ContractsHoldReason }

export interface RuntimeVersion {
  readonly spec_name: string
  readonly impl_name: string
  readonly authoring_version: number
  readonly spec_version: number
  readonly impl_version: number
  readonly apis: readonly (readonly [Hex, number])[]
  readonly transaction_version: number
  readonly system_version: number
}

export interface SafeFloat {
  readonly mantissa: bigint
  readonly exponent: bigint
}

export type SafeModeEvent =
  | { readonly type: 'Entered'; readonly value: { readonly until: number } }
  | { readonly type: 'Extended'; readonly value: { readonly until: number } }
  | { readonly type: 'Exited'; readonly value: { readonly reason: ExitReason } }

export type SafeModeHoldReason =
  | { readonly type: 'EnterOrExtend'; readonly value?: undefined }

export type SchedulerCall =
  | { readonly type: 'schedule'; readonly value: { readonly when: number; readonly maybe_periodic: readonly [number, number] | undefined; readonly priority: number; readonly call: RuntimeCall } }
  | { readonly type: 'cancel'; readonly value: { readonly when: number; readonly index: number } }
  | { readonly type: 'schedule_named'; readonly value: { readonly id: Hex; readonly when: number; readonly maybe_periodic: readonly [number, number] | undefined; readonly priority: number; readonly call: RuntimeCall } }
  | { readonly type: 'cancel_named'; readonly value: { readonly id: Hex } }
  | { readonly type: 'schedule_after'; readonly value: { readonly after: number; readonly maybe_periodic: readonly [number, number] | undefined; readonly priority: number; readonly call: RuntimeCall } }
  | { readonly type: 'schedule_named_after'; readonly value: { readonly id: Hex; readonly after: number; readonly maybe_periodic: readonly [number, number] | undefined; readonly priority: number; readonly call: RuntimeCall } }
  | { readonly type: 'set_retry'; readonly value: { readonly task: readonly [number, number]; readonly retries: number; readonly period: number } }
  | { readonly type: 'set_retry_named'; readonly value: { readonly id: Hex; readonly retries: number; readonly period: number } }
  | { readonly type: 'cancel_retry'; readonly value: { readonly task: readonly [number, number] } }
  | { readonly type: 'cancel_retry_named'; readonly value: { readonly id: Hex } }

export type SchedulerEvent =
  | { readonly type: 'Scheduled'; readonly value: { readonly when: number; readonly index: number } }
  | { readonly type: 'Canceled'; readonly value: { readonly when: number; readonly index: number } }
  | { readonly type: 'Dispatched'; readonly value: { readonly task: readonly [number, number]; readonly id: Hex | undefined; readonly result: { readonly type: 'Ok'; readonly value: undefined } | { readonly type: 'Err'; readonly value: DispatchError } } }
  | { readonly type: 'RetrySet'; readonly value: { readonly task: readonly [number, number]; readonly id: Hex | undefined; readonly period: number; readonly retries: number } }
  | { readonly type: 'RetryCancelled'; readonly value: { readonly task: readonly [number, number]; readonly id: Hex | undefined } }
  | { readonly type: 'CallUnavailable'; readonly value: { readonly task: readonly [number, number]; readonly id: Hex | undefined } }
  | { readonly type: 'PeriodicFailed'; readonly value: { readonly task: readonly [number, number]; readonly id: Hex | undefined } }
  | { readonly type: 'RetryFailed'; readonly value: { readonly task: readonly [number, number]; readonly id: Hex | undefined } }
  | { readonly type: 'PermanentlyOverweight'; readonly value: { readonly task: readonly [number, number]; readonly id: Hex | undefined } }
  | { readonly type: 'AgendaIncomplete'; readonly value: { readonly when: number } }

export interface SelectiveMetagraph {
  readonly netuid: number
  readonly name: readonly number[] | undefined
  readonly symbol: readonly number[] | undefined
  readonly identity: SubnetIdentityV3 | undefined | undefined
  readonly network_registered_at: bigint | undefined
  readonly owner_hotkey: AccountId32 | undefined
  readonly owner_coldkey: AccountId32 | undefined
  readonly block: bigint | undefined
  readonly tempo: number | undefined
  readonly last_step: bigint | undefined
  readonly blocks_since_last_step: bigint | undefined
  readonly subnet_emission: bigint | undefined
  readonly alpha_in: bigint | undefined
  readonly alpha_out: bigint | undefined
  readonly tao_in: bigint | undefined
  readonly alpha_out_emission: bigint | undefined
  readonly alpha_in_emission: bigint | undefined
  readonly tao_in_emission: bigint | undefined
  readonly pending_alpha_emission: bigint | undefined
  readonly pending_root_emission: bigint | undefined
  readonly subnet_volume: bigint | undefined
  readonly moving_price: I96F32 | undefined
  readonly rho: number | undefined
  readonly kappa: number | undefined
  readonly min_allowed_weights: number | undefined
  readonly max_weights_limit: number | undefined
  readonly weights_version: bigint | undefined
  readonly weights_rate_limit: bigint | undefined
  readonly activity_cutoff: bigint | undefined
  readonly max_validators: number | undefined
  readonly num_uids: number | undefined
  readonly max_uids: number | undefined
  readonly burn: bigint | undefined
  readonly difficulty: bigint | undefined
  readonly registration_allowed: boolean | undefined
  readonly pow_registration_allowed: boolean | undefined
  readonly immunity_period: number | undefined
  readonly min_difficulty: bigint | undefined
  readonly max_difficulty: bigint | undefined
  readonly min_burn: bigint | undefined
  readonly max_burn: bigint | undefined
  readonly adjustment_alpha: bigint | undefined
  readonly adjustment_interval: number | undefined
  readonly target_regs_per_interval: number | undefined
  readonly max_regs_per_block: number | undefined
  readonly serving_rate_limit: bigint | undefined
  readonly commit_reveal_weights_enabled: boolean | undefined
  readonly commit_reveal_period: bigint | undefined
  readonly liquid_alpha_enabled: boolean | undefined
  readonly alpha_high: number | undefined
  readonly alpha_low: number | undefined
  readonly bonds_moving_avg: bigint | undefined
  readonly hotkeys: readonly AccountId32[] | undefined
  readonly coldkeys: readonly AccountId32[] | undefined
  readonly identities: readonly (ChainIdentityV2 | undefined)[] | undefined
  readonly axons: readonly AxonInfo[] | undefined
  readonly active: readonly boolean[] | undefined
  readonly validator_permit: readonly boolean[] | undefined
  readonly pruning_score: readonly number[] | undefined
  readonly last_update: readonly bigint[] | undefined
  readonly emission: readonly bigint[] | undefined
  readonly dividends: readonly number[] | undefined
  readonly incentives: readonly number[] | undefined
  readonly consensus: readonly number[] | undefined
  readonly trust: readonly number[] | undefined
  readonly rank: readonly number[] | undefined
  readonly block_at_registration: readonly bigint[] | undefined
  readonly alpha_stake: readonly bigint[] | undefined
  readonly tao_stake: readonly bigint[] | undefined
  readonly total_stake: readonly bigint[] | undefined
  readonly tao_dividends_per_hotkey: readonly (readonly [AccountId32, bigint])[] | undefined
  readonly alpha_dividends_per_hotkey: readonly (readonly [AccountId32, bigint])[] | undefined
  readonly validators: readonly number[] | undefined
  readonly commitments: readonly (readonly [AccountId32, readonly number[]])[] | undefined
}

export interface ShieldedTransaction {
  readonly key_hash: Hex
  readonly kem_ct: Hex
  readonly aead_ct: Hex
  readonly nonce: Hex
}

export interface SignedOrder {
  readonly order: VersionedOrder
  readonly signature: MultiSignature
  readonly partial_fill: bigint | undefined
}

export interface SimSwapResult {
  readonly tao_amount: bigint
  readonly alpha_amount: bigint
  readonly tao_fee: bigint
  readonly alpha_fee: bigint
  readonly tao_slippage: bigint
  readonly alpha_slippage: bigint
}

export interface StakeAvailability {
  readonly total: bigint
  readonly locked: bigint
  readonly available: bigint
}

export interface StakeInfo {
  readonly hotkey: AccountId32
  readonly coldkey: AccountId32
  readonly netuid: number
  readonly stake: bigint
  readonly locked: bigint
  readonly emission: bigint
  readonly tao_emission: bigint
  readonly drain: bigint
  readonly is_registered: boolean
}

export interface SubnetHyperparams {
  readonly rho: number
  readonly kappa: number
  readonly immunity_period: number
  readonly min_allowed_weights: number
  readonly max_weights_limit: number
  readonly tempo: number
  readonly min_difficulty: bigint
  readonly max_difficulty: bigint
  readonly weights_version: bigint
  readonly weights_rate_limit: bigint
  readonly adjustment_interval: number
  readonly activity_cutoff: bigint
  readonly registration_allowed: boolean
  readonly target_regs_per_interval: number
  readonly min_burn: bigint
  readonly max_burn: bigint
  readonly bonds_moving_avg: bigint
  readonly max_regs_per_block: number
  readonly serving_rate_limit: bigint
  readonly max_validators: number
  readonly adjustment_alpha: bigint
  readonly difficulty: bigint
  readonly commit_reveal_period: bigint
  readonly commit_reveal_weights_enabled: boolean
  readonly alpha_high: number
  readonly alpha_low: number
  readonly liquid_alpha_enabled: boolean
}

export interface SubnetHyperparamsV2 {
  readonly rho: number
  readonly kappa: number
  readonly immunity_period: number
  readonly min_allowed_weights: number
  readonly max_weights_limit: number
  readonly tempo: number
  readonly min_difficulty: bigint
  readonly max_difficulty: bigint
  readonly weights_version: bigint
  readonly weights_rate_limit: bigint
  readonly adjustment_interval: number
  readonly activity_cutoff: bigint
  readonly registration_allowed: boolean
  readonly target_regs_per_interval: number
  readonly min_burn: bigint
  readonly max_burn: bigint
  readonly bonds_moving_avg: bigint
  readonly max_regs_per_block: number
  readonly serving_rate_limit: bigint
  readonly max_validators: number
  readonly adjustment_alpha: bigint
  readonly difficulty: bigint
  readonly commit_reveal_period: bigint
  readonly commit_reveal_weights_enabled: boolean
  readonly alpha_high: number
  readonly alpha_low: number
  readonly liquid_alpha_enabled: boolean
  readonly alpha_sigmoid_steepness: FixedI64
  readonly yuma_version: number
  readonly subnet_is_active: boolean
  readonly transfers_enabled: boolean
  readonly bonds_reset_enabled: boolean
  readonly user_liquidity_enabled: boolean
}

export interface SubnetIdentityV3 {
  readonly subnet_name: Hex
  readonly github_repo: Hex
  readonly subnet_contact: Hex
  readonly subnet_url: Hex
  readonly discord: Hex
  readonly description: Hex
  readonly logo_url: Hex
  readonly additional: Hex
}

export interface SubnetInfo {
  readonly netuid: number
  readonly rho: number
  readonly kappa: number
  readonly difficulty: bigint
  readonly immunity_period: number
  readonly max_allowed_validators: number
  readonly min_allowed_weights: number
  readonly max_weights_limit: number
  readonly scaling_law_power: number
  readonly subnetwork_n: number
  readonly max_allowed_uids: number
  readonly blocks_since_last_step: bigint
  readonly tempo: number
  readonly network_modality: number
  readonly network_connect: readonly (readonly number[])[]
  readonly emission_values: bigint
  readonly burn: bigint
  readonly owner: AccountId32
}

export interface SubnetInfov2 {
  readonly netuid: number
  readonly rho: number
  readonly kappa: number
  readonly difficulty: bigint
  readonly immunity_period: number
  readonly max_allowed_validators: number
  readonly min_allowed_weights: number
  readonly max_weights_limit: number
  readonly scaling_law_power: number
  readonly subnetwork_n: number
  readonly max_allowed_uids: number
  readonly blocks_since_last_step: bigint
  readonly tempo: number
  readonly network_modality: number
  readonly network_connect: readonly (readonly number[])[]
  readonly emission_value: bigint
  readonly burn: bigint
  readonly owner: AccountId32
  readonly identity: SubnetIdentityV3 | undefined
}

export interface SubnetPrice {
  readonly netuid: number
  readonly price: bigint
}

export interface SubnetState {
  readonly netuid: number
  readonly hotkeys: readonly AccountId32[]
  readonly coldkeys: readonly AccountId32[]
  readonly active: readonly boolean[]
  readonly validator_permit: readonly boolean[]
  readonly pruning_score: readonly number[]
  readonly last_update: readonly bigint[]
  readonly emission: readonly bigint[]
  readonly dividends: readonly number[]
  readonly incentives: readonly number[]
  readonly consensus: readonly number[]
  readonly trust: readonly number[]
  readonly rank: readonly number[]
  readonly block_at_registration: readonly bigint[]
  readonly alpha_stake: readonly bigint[]
  readonly tao_stake: readonly bigint[]
  readonly total_stake: readonly bigint[]
  readonly emission_history: readonly (readonly bigint[])[]
}

export type SubtensorModuleCall =
  | { readonly type: 'add_stake'; readonly value: { readonly hotkey: AccountId32; readonly netuid: number; readonly amount_staked: bigint } }
  | { readonly type: 'remove_stake'; readonly value: { readonly hotkey: AccountId32; readonly netuid: number; readonly amount_unstaked: bigint } }
  | { readonly type: 'add_stake_limit'; readonly value: { readonly hotkey: AccountId32; readonly netuid: number; readonly amount_staked: bigint; readonly limit_price: bigint; readonly allow_partial: boolean } }
  | { readonly type: 'remove_stake_limit'; readonly value: { readonly hotkey: AccountId32; readonly netuid: number; readonly amount_unstaked: bigint; readonly limit_price: bigint; readonly allow_partial: boolean } }
  | { readonly type: 'remove_stake_full_limit'; readonly value: { readonly hotkey: AccountId32; readonly netuid: number; readonly limit_price: bigint | undefined } }
  | { readonly type: 'unstake_all'; readonly value: { readonly hotkey: AccountId32 } }
  | { readonly type: 'unstake_all_alpha'; readonly value: { readonly hotkey: AccountId32 } }
  | { readonly type: 'move_stake'; readonly value: { readonly origin_hotkey: AccountId32; readonly destination_hotkey: AccountId32; readonly origin_netuid: number; readonly destination_netuid: number; readonly alpha_amount: bigint } }
  | { readonly type: 'transfer_stake'; readonly value: { readonly destination_coldkey: AccountId32; readonly hotkey: AccountId32; readonly origin_netuid: number; readonly destination_netuid: number; readonly alpha_amount: bigint } }
  | { readonly type: 'swap_stake'; readonly value: { readonly hotkey: AccountId32; readonly origin_netuid: number; readonly destination_netuid: number; readonly alpha_amount: bigint } }
  | { readonly type: 'swap_stake_limit'; readonly value: { readonly hotkey: AccountId32; readonly origin_netuid: number; readonly destination_netuid: number; readonly alpha_amount: bigint; readonly limit_price: bigint; readonly allow_partial: boolean } }
  | { readonly type: 'recycle_alpha'; readonly value: { readonly hotkey: AccountId32; readonly amount: bigint; readonly netuid: number } }
  | { readonly type: 'burn_alpha'; readonly value: { readonly hotkey: AccountId32; readonly amount: bigint; readonly netuid: number } }
  | { readonly type: 'add_stake_burn'; readonly value: { readonly hotkey: AccountId32; readonly netuid: number; readonly amount: bigint; readonly limit: bigint | undefined } }
  | { readonly type: 'decrease_take'; readonly value: { readonly hotkey: AccountId32; readonly take: number } }
  | { readonly type: 'increase_take'; readonly value: { readonly hotkey: AccountId32; readonly take: number } }
  | { readonly type: 'set_childkey_take'; readonly value: { readonly hotkey: AccountId32; readonly netuid: number; readonly take: number } }
  | { readonly type: 'set_children'; readonly value: { readonly hotkey: AccountId32; readonly netuid: number; readonly children: readonly (readonly [bigint, AccountId32])[] } }
  | { readonly type: 'set_coldkey_auto_stake_hotkey'; readonly value: { readonly netuid: number; readonly hotkey: AccountId32 } }
  | { readonly type: 'try_associate_hotkey'; readonly value: { readonly hotkey: AccountId32 } }
  | { readonly type: 'register'; readonly value: { readonly netuid: number; readonly block_number: bigint; readonly nonce: bigint; readonly work: Hex; readonly hotkey: AccountId32; readonly coldkey: AccountId32 } }
  | { readonly type: 'burned_register'; readonly value: { readonly netuid: number; readonly hotkey: AccountId32 } }
  | { readonly type: 'register_limit'; readonly value: { readonly netuid: number; readonly hotkey: AccountId32; readonly limit_price: bigint } }
  | { readonly type: 'root_register'; readonly value: { readonly hotkey: AccountId32 } }
  | { readonly type: 'claim_root'; readonly value: { readonly subnets: readonly number[] } }
  | { readonly type: 'set_root_claim_type'; readonly value: { readonly new_root_claim_type: RootClaimTypeEnum } }
  | { readonly type: 'sudo_set_num_root_claims'; readonly value: { readonly new_value: bigint } }
  | { readonly type: 'sudo_set_root_claim_threshold'; readonly value: { readonly netuid: number; readonly new_value: bigint } }
  | { readonly type: 'lock_stake'; readonly value: { readonly hotkey: AccountId32; readonly netuid: number; readonly amount: bigint } }
  | { readonly type: 'move_lock'; readonly value: { readonly destination_hotkey: AccountId32; readonly netuid: number } }
  | { readonly type: 'set_perpetual_lock'; readonly value: { readonly netuid: number; readonly enabled: boolean } }
  | { readonly type: 'set_reject_locked_alpha'; readonly value: { readonly enabled: boolean } }
  | { readonly type: 'set_auto_parent_delegation_enabled'; readonly value: { readonly hotkey: AccountId32; readonly enabled: boolean } }
  | { readonly type: 'swap_hotkey'; readonly value: { readonly hotkey: AccountId32; readonly new_hotkey: AccountId32; readonly netuid: number | undefined } }
  | { readonly type: 'swap_hotkey_v2'; readonly value: { readonly hotkey: AccountId32; readonly new_hotkey: AccountId32; readonly netuid: number | undefined; readonly keep_stake: boolean } }
  | { readonly type: 'announce_coldkey_swap'; readonly value: { readonly new_coldkey_hash: H256 } }
  | { readonly type: 'swap_coldkey_announced'; readonly value: { readonly new_coldkey: AccountId32 } }
  | { readonly type: 'dispute_coldkey_swap'; readonly value?: undefined }
  | { readonly type: 'clear_coldkey_swap_announcement'; readonly value?: undefined }
  | { readonly type: 'reset_coldkey_swap'; readonly value: { readonly coldkey: AccountId32 } }
  | { readonly type: 'swap_coldkey'; readonly value: { readonly old_coldkey: AccountId32; readonly new_coldkey: AccountId32; readonly swap_cost: bigint } }
  | { readonly type: 'schedule_swap_coldkey'; readonly value: { readonly new_coldkey: AccountId32 } }
  | { readonly type: 'set_identity'; readonly value: { readonly name: Hex; readonly url: Hex; readonly github_repo: Hex; readonly image: Hex; readonly discord: Hex; readonly description: Hex; readonly additional: Hex } }
  | { readonly type: 'register_network'; readonly value: { readonly hotkey: AccountId32 } }
  | { readonly type: 'register_network_with_identity'; readonly value: { readonly hotkey: AccountId32; readonly identity: SubnetIdentityV3 | undefined } }
  | { readonly type: 'start_call'; readonly value: { readonly netuid: number } }
  | { readonly type: 'set_subnet_identity'; readonly value: { readonly netuid: number; readonly subnet_name: Hex; readonly github_repo: Hex; readonly subnet_contact: Hex; readonly subnet_url: Hex; readonly discord: Hex; readonly description: Hex; readonly logo_url: Hex; readonly additional: Hex } }
  | { readonly type: 'update_symbol'; readonly value: { readonly netuid: number; readonly symbol: Hex } }
  | { readonly type: 'set_tempo'; readonly value: { readonly netuid: number; readonly tempo: number } }
  | { readonly type: 'set_activity_cutoff_factor'; readonly value: { readonly netuid: number; readonly factor_milli: number } }
  | { readonly type: 'trigger_epoch'; readonly value: { readonly netuid: number } }
  | { readonly type: 'dissolve_network'; readonly value: { readonly coldkey: AccountId32; readonly netuid: number } }
  | { readonly type: 'root_dissolve_network'; readonly value: { readonly netuid: number } }
  | { readonly type: 'set_pending_childkey_cooldown'; readonly value: { readonly cooldown: bigint } }
  | { readonly type: 'sudo_set_tx_childkey_take_rate_limit'; readonly value: { readonly tx_rate_limit: bigint } }
  | { readonly type: 'sudo_set_min_childkey_take'; readonly value: { readonly take: number } }
  | { readonly type: 'sudo_set_max_childkey_take'; readonly value: { readonly take: number } }

export type SubtensorModuleEvent =
  | { readonly type: 'StakeAdded'; readonly value: readonly [AccountId32, AccountId32, bigint, bigint, number, bigint] }
  | { readonly type: 'StakeRemoved'; readonly value: readonly [AccountId32, AccountId32, bigint, bigint, number, bigint] }
  | { readonly type: 'StakeMoved'; readonly value: readonly [AccountId32, AccountId32, number, AccountId32, number, bigint] }
  | { readonly type: 'StakeTransferred'; readonly value: readonly [AccountId32, AccountId32, AccountId32, number, number, bigint] }
  | { readonly type: 'StakeSwapped'; readonly value: readonly [AccountId32, AccountId32, number, number, bigint] }
  | { readonly type: 'AlphaRecycled'; readonly value: readonly [AccountId32, AccountId32, bigint, number] }
  | { readonly type: 'AlphaBurned'; readonly value: readonly [AccountId32, AccountId32, bigint, number] }
  | { readonly type: 'AddStakeBurn'; readonly value: { readonly netuid: number; readonly hotkey: AccountId32; readonly amount: bigint; readonly alpha: bigint } }
  | { readonly type: 'TransactionFeePaidWithAlpha'; readonly value: { readonly who: AccountId32; readonly netuid: number; readonly alpha_fee: bigint; readonly tao_amount: bigint } }
  | { readonly type: 'DelegateAdded'; readonly value: readonly [AccountId32, AccountId32, number] }
  | { readonly type: 'TakeDecreased'; readonly value: readonly [AccountId32, AccountId32, number] }
  | { readonly type: 'TakeIncreased'; readonly value: readonly [AccountId32, AccountId32, number] }
  | { readonly type: 'ChildKeyTakeSet'; readonly value: readonly [AccountId32, number] }
  | { readonly type: 'SetChildrenScheduled'; readonly value: readonly [AccountId32, number, bigint, readonly (readonly [bigint, AccountId32])[]] }
  | { readonly type: 'SetChildren'; readonly value: readonly [AccountId32, number, readonly (readonly [bigint, AccountId32])[]] }
  | { readonly type: 'AutoStakeDestinationSet'; readonly value: { readonly coldkey: AccountId32; readonly netuid: number; readonly hotkey: AccountId32 } }
  | { readonly type: 'AutoStakeAdded'; readonly value: { readonly netuid: number; readonly destination: AccountId32; readonly hotkey: AccountId32; readonly owner: AccountId32; readonly incentive: bigint } }
  | { readonly type: 'EpochDeferred'; readonly value: { readonly netuid: number; readonly from_block: bigint; readonly to_block: bigint } }
  | { readonly type: 'NeuronRegistered'; readonly value: readonly [number, number, AccountId32] }
  | { readonly type: 'BulkNeuronsRegistered'; readonly value: readonly [number, number] }
  | { readonly type: 'RootClaimed'; readonly value: { readonly coldkey: AccountId32 } }
  | { readonly type: 'RootClaimTypeSet'; readonly value: { readonly coldkey: AccountId32; readonly root_claim_type: RootClaimTypeEnum } }
  | { readonly type: 'StakeLocked'; readonly value: { readonly coldkey: AccountId32; readonly hotkey: AccountId32; readonly netuid: number; readonly amount: bigint } }
  | { readonly type: 'StakeUnlocked'; readonly value: { readonly coldkey: AccountId32; readonly hotkey: AccountId32; readonly netuid: number; readonly amount: bigint } }
  | { readonly type: 'LockMoved'; readonly value: { readonly coldkey: AccountId32; readonly origin_hotkey: AccountId32; readonly destination_hotkey: AccountId32; readonly netuid: number } }
  | { readonly type: 'PerpetualLockUpdated'; readonly value: { readonly coldkey: AccountId32; readonly netuid: number; readonly enabled: boolean } }
  | { readonly type: 'RejectLockedAlphaUpdated'; readonly value: { readonly coldkey: AccountId32; readonly enabled: boolean } }
  | { readonly type: 'AutoParentDelegationEnabledSet'; readonly value: { readonly hotkey: AccountId32; readonly enabled: boolean } }
  | { readonly type: 'HotkeySwapped'; readonly value: { readonly coldkey: AccountId32; readonly old_hotkey: AccountId32; readonly new_hotkey: AccountId32 } }
  | { readonly type: 'HotkeySwappedOnSubnet'; readonly value: { readonly coldkey: AccountId32; readonly old_hotkey: AccountId32; readonly new_hotkey: AccountId32; readonly netuid: number } }
  | { readonly type: 'ColdkeySwapAnnounced'; readonly value: { readonly who: AccountId32; readonly new_coldkey_hash: H256 } }
  | { readonly type: 'ColdkeySwapReset'; readonly value: { readonly who: AccountId32 } }
  | { readonly type: 'ColdkeySwapped'; readonly value: { readonly old_coldkey: AccountId32; readonly new_coldkey: AccountId32 } }
  | { readonly type: 'ColdkeySwapDisputed'; readonly value: { readonly coldkey: AccountId32 } }
  | { readonly type: 'ColdkeySwapCleared'; readonly value: { readonly who: AccountId32 } }
  | { readonly type: 'AllBalanceUnstakedAndTransferredToNewColdkey'; readonly value: { readonly current_coldkey: AccountId32; readonly new_coldkey: AccountId32; readonly total_balance: bigint } }
  | { readonly type: 'ChainIdentitySet'; readonly value: AccountId32 }
  | { readonly type: 'NetworkAdded'; readonly value: readonly [number, number] }
  | { readonly type: 'NetworkRemoved'; readonly value: number }
  | { readonly type: 'FirstEmissionBlockNumberSet'; readonly value: readonly [number, bigint] }
  | { readonly type: 'SubnetIdentitySet'; readonly value: number }
  | { readonly type: 'SubnetIdentityRemoved'; readonly value: number }
  | { readonly type: 'SubnetOwnerChanged'; readonly value: { readonly netuid: number; readonly old_coldkey: AccountId32; readonly new_coldkey: AccountId32 } }
  | { readonly type: 'SubnetOwnerHotkeySet'; readonly value: readonly [number, AccountId32] }
  | { readonly type: 'SymbolUpdated'; readonly value: { readonly netuid: number; readonly symbol: Hex } }
  | { readonly type: 'EpochTriggered'; readonly value: { readonly netuid: number; readonly by: AccountId32; readonly fires_at: bigint } }
  | { readonly type: 'EpochSkipped'; readonly value: { readonly netuid: number; readonly block: bigint } }
  | { readonly type: 'IncentiveAlphaEmittedToMiners'; readonly value: { readonly netuid: number; readonly emissions: readonly bigint[] } }
  | { readonly type: 'TempoSet'; readonly value: readonly [number, number] }
  | { readonly type: 'ActivityCutoffFactorMilliSet'; readonly value: { readonly netuid: number; readonly factor_milli: number } }
  | { readonly type: 'TransferToggle'; readonly value: readonly [number, boolean] }
  | { readonly type: 'RegistrationAllowed'; readonly value: readonly [number, boolean] }
  | { readonly type: 'BurnSet'; readonly value: readonly [number, bigint] }
  | { readonly type: 'MinBurnSet'; readonly value: readonly [number, bigint] }
  | { readonly type: 'MaxBurnSet'; readonly value: readonly [number, bigint] }
  | { readonly type: 'BurnHalfLifeSet'; readonly value: { readonly netuid: number; readonly burn_half_life: number } }
  | { readonly type: 'BurnIncreaseMultSet'; readonly value: { readonly netuid: number; readonly burn_increase_mult: U64F64 } }
  | { readonly type: 'ImmunityPeriodSet'; readonly value: readonly [number, number] }
  | { readonly type: 'MaxAllowedUidsSet'; readonly value: readonly [number, number] }
  | { readonly type: 'MaxAllowedValidatorsSet'; readonly value: readonly [number, number] }
  | { readonly type: 'MinAllowedWeightSet'; readonly value: readonly [number, number] }
  | { readonly type: 'WeightsSetRateLimitSet'; readonly value: readonly [number, bigint] }
  | { readonly type: 'CommitRevealEnabled'; readonly value: readonly [number, boolean] }
  | { readonly type: 'ActivityCutoffSet'; readonly value: readonly [number, number] }
  | { readonly type: 'BondsMovingAverageSet'; readonly value: readonly [number, bigint] }
  | { readonly type: 'MaxRegistrationsPerBlockSet'; readonly value: readonly [number, number] }
  | { readonly type: 'RegistrationPerIntervalSet'; readonly value: readonly [number, number] }
  | { readonly type: 'MaxDelegateTakeSet'; readonly value: number }
  | { readonly type: 'MinDelegateTakeSet'; readonly value: number }
  | { readonly type: 'DefaultTakeSet'; readonly value: number }
  | { readonly type: 'MinChildKeyTakeSet'; readonly value: number }
  | { readonly type: 'MinChildKeyTakePerSubnetSet'; readonly value: readonly [number, number] }
  | { readonly type: 'MaxChildKeyTakeSet'; readonly value: number }
  | { readonly type: 'TxRateLimitSet'; readonly value: bigint }
  | { readonly type: 'TxDelegateTakeRateLimitSet'; readonly value: bigint }
  | { readonly type: 'TxChildKeyTakeRateLimitSet'; readonly value: bigint }
  | { readonly type: 'StakeThresholdSet'; readonly value: bigint }
  | { readonly type: 'NetworkRateLimitSet'; readonly value: bigint }
  | { readonly type: 'NetworkImmunityPeriodSet'; readonly value: bigint }
  | { readonly type: 'NetworkMinLockCostSet'; readonly value: bigint }
  | { readonly type: 'NetworkLockCostReductionIntervalSet'; readonly value: bigint }
  | { readonly type: 'SubnetLimitSet'; readonly value: number }
  | { readonly type: 'SubnetOwnerCutSet'; readonly value: number }
  | { readonly type: 'AdminFreezeWindowSet'; readonly value: number }
  | { readonly type: 'OwnerHyperparamRateLimitSet'; readonly value: number }
  | { readonly type: 'StartCallDelaySet'; readonly value: bigint }
  | { readonly type: 'ColdkeySwapAnnouncementDelaySet'; readonly value: number }
  | { readonly type: 'ColdkeySwapReannouncementDelaySet'; readonly value: number }
  | { readonly type: 'MaxEpochsPerBlockSet'; readonly value: number }

export type SubtensorTransactionExtension = undefined

export type SudoCall =
  | { readonly type: 'sudo'; readonly value: { readonly call: RuntimeCall } }
  | { readonly type: 'sudo_unchecked_weight'; readonly value: { readonly call: RuntimeCall; readonly weight: Weight } }
  | { readonly type: 'set_key'; readonly value: { readonly new: MultiAddress } }
  | { readonly type: 'sudo_as'; readonly value: { readonly who: MultiAddress; readonly call: RuntimeCall } }
  | { readonly type: 'remove_key'; readonly value?: undefined }

export type SudoEvent =
  | { readonly type: 'Sudid'; readonly value: { readonly sudo_result: { readonly type: 'Ok'; readonly value: undefined } | { readonly type: 'Err'; readonly value: DispatchError } } }
  | { readonly type: 'KeyChanged'; readonly value: { readonly old: AccountId32 | undefined; readonly new: AccountId32 } }
  | { readonly type: 'KeyRemoved'; readonly value?: undefined }
  | { readonly type: 'SudoAsDone'; readonly value: { readonly sudo_result: { readonly type: 'Ok'; readonly value: undefined } | { readonly type: 'Err'; readonly value: DispatchError } } }

export type SudoTransactionExtension = undefined

export type SwapCall =
  | { readonly type: 'set_fee_rate'; readonly value: { readonly netuid: number; readonly rate: number } }

export type SwapEvent =
  | { readonly type: 'FeeRateSet'; readonly value: { readonly netuid: number; readonly rate: number } }

export type SystemCall =
  | { readonly type: 'remark'; readonly value: { readonly remark: Hex } }
  | { readonly type: 'remark_with_event'; readonly value: { readonly remark: Hex } }

export type SystemEvent =
  | { readonly type: 'ExtrinsicSuccess'; readonly value: { readonly dispatch_info: DispatchEventInfo } }
  | { readonly type: 'ExtrinsicFailed'; readonly value: { readonly dispatch_error: DispatchError; readonly dispatch_info: DispatchEventInfo } }
  | { readonly type: 'CodeUpdated'; readonly value?: undefined }
  | { readonly type: 'NewAccount'; readonly value: { readonly account: AccountId32 } }
  | { readonly type: 'KilledAccount'; readonly value: { readonly account: AccountId32 } }
  | { readonly type: 'Remarked'; readonly value: { readonly sender: AccountId32; readonly hash: H256 } }

export interface Timepoint {
  readonly height: number
  readonly index: number
}

export type TimestampCall =
  | { readonly type: 'set'; readonly value: { readonly now: bigint } }

export type TokenError =
  | { readonly type: 'FundsUnavailable'; readonly value?: undefined }
  | { readonly type: 'OnlyProvider'; readonly value?: undefined }
  | { readonly type: 'BelowMinimum'; readonly value?: undefined }
  | { readonly type: 'CannotCreate'; readonly value?: undefined }
  | { readonly type: 'UnknownAsset'; readonly value?: undefined }
  | { readonly type: 'Frozen'; readonly value?: undefined }
  | { readonly type: 'Unsupported'; readonly value?: undefined }
  | { readonly type: 'CannotCreateHold'; readonly value?: undefined }
  | { readonly type: 'NotExpendable'; readonly value?: undefined }
  | { readonly type: 'Blocked'; readonly value?: undefined }

export type TransactionPaymentEvent =
  | { readonly type: 'TransactionFeePaid'; readonly value: { readonly who: AccountId32; readonly actual_fee: bigint; readonly tip: bigint } }

export type TransactionSource =
  | { readonly type: 'InBlock'; readonly value?: undefined }
  | { readonly type: 'Local'; readonly value?: undefined }
  | { readonly type: 'External'; readonly value?: undefined }

export type TransactionValidityError =
  | { readonly type: 'Invalid'; readonly value: InvalidTransaction }
  | { readonly type: 'Unknown'; readonly value: UnknownTransaction }

export type TransactionalError =
  | { readonly type: 'LimitReached'; readonly value?: undefined }
  | { readonly type: 'NoLayer'; readonly value?: undefined }

export type TrieError =
  | { readonly type: 'InvalidStateRoot'; readonly value?: undefined }
  | { readonly type: 'IncompleteDatabase'; readonly value?: undefined }
  | { readonly type: 'ValueAtIncompleteKey'; readonly value?: undefined }
  | { readonly type: 'DecoderError'; readonly value?: undefined }
  | { readonly type: 'InvalidHash'; readonly value?: undefined }
  | { readonly type: 'DuplicateKey'; readonly value?: undefined }
  | { readonly type: 'ExtraneousNode'; readonly value?: undefined }
  | { readonly type: 'ExtraneousValue'; readonly value?: undefined }
  | { readonly type: 'ExtraneousHashReference'; readonly value?: undefined }
  | { readonly type: 'InvalidChildReference'; readonly value?: undefined }
  | { readonly type: 'ValueMismatch'; readonly value?: undefined }
  | { readonly type: 'IncompleteProof'; readonly value?: undefined }
  | { readonly type: 'RootMismatch'; readonly value?: undefined }
  | { readonly type: 'DecodeError'; readonly value?: undefined }

export interface U64F64 {
  readonly bits: bigint
}

export interface U96F32 {
  readonly bits: bigint
}

export type UncheckedExtrinsic = GenericUncheckedExtrinsic

export type UnknownTransaction =
  | { readonly type: 'CannotLookup'; readonly value?: undefined }
  | { readonly type: 'NoUnsignedValidator'; readonly value?: undefined }
  | { readonly type: 'Custom'; readonly value: number }

export type UtilityCall =
  | { readonly type: 'batch'; readonly value: { readonly calls: readonly RuntimeCall[] } }
  | { readonly type: 'batch_all'; readonly value: { readonly calls: readonly RuntimeCall[] } }
  | { readonly type: 'force_batch'; readonly value: { readonly calls: readonly RuntimeCall[] } }
  | { readonly type: 'as_derivative'; readonly value: { readonly index: number; readonly call: RuntimeCall } }
  | { readonly type: 'dispatch_as'; readonly value: { readonly as_origin: OriginCaller; readonly call: RuntimeCall } }
  | { readonly type: 'with_weight'; readonly value: { readonly call: RuntimeCall; readonly weight: Weight } }
  | { readonly type: 'if_else'; readonly value: { readonly main: RuntimeCall; readonly fallback: RuntimeCall } }
  | { readonly type: 'dispatch_as_fallible'; readonly value: { readonly as_origin: OriginCaller; readonly call: RuntimeCall } }

export type UtilityEvent =
  | { readonly type: 'BatchInterrupted'; readonly value: { readonly index: number; readonly error: DispatchError } }
  | { readonly type: 'BatchCompleted'; readonly value?: undefined }
  | { readonly type: 'BatchCompletedWithErrors'; readonly value?: undefined }
  | { readonly type: 'ItemCompleted'; readonly value?: undefined }
  | { readonly type: 'ItemFailed'; readonly value: { readonly error: DispatchError } }
  | { readonly type: 'DispatchedAs'; readonly value: { readonly result: { readonly type: 'Ok'; readonly value: undefined } | { readonly type: 'Err'; readonly value: DispatchError } } }
  | { readonly type: 'IfElseMainSuccess'; readonly value?: undefined }
  | { readonly type: 'IfElseFallbackCalled'; readonly value: { readonly main_error: DispatchError } }

export interface ValidTransaction {
  readonly priority: bigint
  readonly requires: readonly Hex[]
  readonly provides: readonly Hex[]
  readonly longevity: bigint
  readonly propagate: boolean
}

export type VersionedOrder =
  | { readonly type: 'V1'; readonly value: Order }

export interface Weight {
  readonly ref_time: bigint
  readonly proof_size: bigint
}

export interface WeightsPerClass {
  readonly base_extrinsic: Weight
  readonly max_extrinsic: Weight | undefined
  readonly max_total: Weight | undefined
  readonly reserved: Weight | undefined
}

/** The TypeScript type of each type name. */
export interface TypeMap {
  readonly AccountData: AccountData
  readonly AccountId32: AccountId32
  readonly AccountInfo: AccountInfo
  readonly AdminUtilsCall: AdminUtilsCall
  readonly AdminUtilsEvent: AdminUtilsEvent
  readonly Announcement: Announcement
  readonly ArithmeticError: ArithmeticError
  readonly AxonInfo: AxonInfo
  readonly BalanceLock: BalanceLock
  readonly BalanceStatus: BalanceStatus
  readonly Balancer: Balancer
  readonly BalancesCall: BalancesCall
  readonly BalancesEvent: BalancesEvent
  readonly BlockLength: BlockLength
  readonly BlockWeights: BlockWeights
  readonly CallCondition: CallCondition
  readonly CallInfo: CallInfo
  readonly ChainIdentityV2: ChainIdentityV2
  readonly ChargeTransactionPayment: ChargeTransactionPayment
  readonly CheckGenesis: CheckGenesis
  readonly CheckMetadataHash: CheckMetadataHash
  readonly CheckMortality: CheckMortality
  readonly CheckNonZeroSender: CheckNonZeroSender
  readonly CheckNonce: CheckNonce
  readonly CheckShieldedTxValidity: CheckShieldedTxValidity
  readonly CheckSpecVersion: CheckSpecVersion
  readonly CheckTxVersion: CheckTxVersion
  readonly CheckWeight: CheckWeight
  readonly CommitmentData: CommitmentData
  readonly CommitmentInfo: CommitmentInfo
  readonly CommitmentsEvent: CommitmentsEvent
  readonly ContractsHoldReason: ContractsHoldReason
  readonly DelegateInfo: DelegateInfo
  readonly DepositKind: DepositKind
  readonly Digest: Digest
  readonly DigestItem: DigestItem
  readonly DispatchClass: DispatchClass
  readonly DispatchError: DispatchError
  readonly DispatchEventInfo: DispatchEventInfo
  readonly DrandPriority: DrandPriority
  readonly DynamicInfo: DynamicInfo
  readonly Era: Era
  readonly EthereumOrigin: EthereumOrigin
  readonly EventRecord: EventRecord
  readonly ExitReason: ExitReason
  readonly ExtraFlags: ExtraFlags
  readonly FeeDetails: FeeDetails
  readonly FilterMode: FilterMode
  readonly FixedI64: FixedI64
  readonly FixedU128: FixedU128
  readonly FrozenAmount: FrozenAmount
  readonly GenericUncheckedExtrinsic: GenericUncheckedExtrinsic
  readonly H160: H160
  readonly H256: H256
  readonly Header: Header
  readonly HeldAmount: HeldAmount
  readonly HyperparamEntry: HyperparamEntry
  readonly HyperparamValue: HyperparamValue
  readonly Hyperparameter: Hyperparameter
  readonly I64F64: I64F64
  readonly I96F32: I96F32
  readonly InclusionFee: InclusionFee
  readonly InvalidTransaction: InvalidTransaction
  readonly LastRuntimeUpgradeInfo: LastRuntimeUpgradeInfo
  readonly LimitOrdersCall: LimitOrdersCall
  readonly LimitOrdersEvent: LimitOrdersEvent
  readonly LockState: LockState
  readonly Metagraph: Metagraph
  readonly MevShieldCall: MevShieldCall
  readonly MevShieldEvent: MevShieldEvent
  readonly Mode: Mode
  readonly ModuleError: ModuleError
  readonly MultiAddress: MultiAddress
  readonly MultiSignature: MultiSignature
  readonly MultisigCall: MultisigCall
  readonly MultisigEvent: MultisigEvent
  readonly NeuronCertificate: NeuronCertificate
  readonly NeuronInfo: NeuronInfo
  readonly NeuronInfoLite: NeuronInfoLite
  readonly NonZeroU64: NonZeroU64
  readonly OpaqueMetadata: OpaqueMetadata
  readonly OpenMultisig: OpenMultisig
  readonly Order: Order
  readonly OrderSide: OrderSide
  readonly OrderStatus: OrderStatus
  readonly OrderType: OrderType
  readonly OriginCaller: OriginCaller
  readonly PalletId: PalletId
  readonly Pays: Pays
  readonly PendingExtrinsic: PendingExtrinsic
  readonly PerDispatchClassU32: PerDispatchClassU32
  readonly PerDispatchClassWeight: PerDispatchClassWeight
  readonly PerDispatchClassWeightsPerClass: PerDispatchClassWeightsPerClass
  readonly Perbill: Perbill
  readonly Perquintill: Perquintill
  readonly Phase: Phase
  readonly PreimageHoldReason: PreimageHoldReason
  readonly PrometheusInfo: PrometheusInfo
  readonly ProxyCall: ProxyCall
  readonly ProxyDefinition: ProxyDefinition
  readonly ProxyEvent: ProxyEvent
  readonly ProxyFilterInfo: ProxyFilterInfo
  readonly ProxyType: ProxyType
  readonly ProxyTypeInfo: ProxyTypeInfo
  readonly Public: Public
  readonly RateLimitKey: RateLimitKey
  readonly RawOrigin: RawOrigin
  readonly Reasons: Reasons
  readonly RecycleOrBurnEnum: RecycleOrBurnEnum
  readonly Registration: Registration
  readonly Releases: Releases
  readonly ReserveData: ReserveData
  readonly RootClaimTypeEnum: RootClaimTypeEnum
  readonly RuntimeCall: RuntimeCall
  readonly RuntimeDbWeight: RuntimeDbWeight
  readonly RuntimeDispatchInfo: RuntimeDispatchInfo
  readonly RuntimeEvent: RuntimeEvent
  readonly RuntimeFreezeReason: RuntimeFreezeReason
  readonly RuntimeHoldReason: RuntimeHoldReason
  readonly RuntimeVersion: RuntimeVersion
  readonly SafeFloat: SafeFloat
  readonly SafeModeEvent: SafeModeEvent
  readonly SafeModeHoldReason: SafeModeHoldReason
  readonly SchedulerCall: SchedulerCall
  readonly SchedulerEvent: SchedulerEvent
  readonly SelectiveMetagraph: SelectiveMetagraph
  readonly ShieldedTransaction: ShieldedTransaction
  readonly SignedOrder: SignedOrder
  readonly SimSwapResult: SimSwapResult
  readonly StakeAvailability: StakeAvailability
  readonly StakeInfo: StakeInfo
  readonly SubnetHyperparams: SubnetHyperparams
  readonly SubnetHyperparamsV2: SubnetHyperparamsV2
  readonly SubnetIdentityV3: SubnetIdentityV3
  readonly SubnetInfo: SubnetInfo
  readonly SubnetInfov2: SubnetInfov2
  readonly SubnetPrice: SubnetPrice
  readonly SubnetState: SubnetState
  readonly SubtensorModuleCall: SubtensorModuleCall
  readonly SubtensorModuleEvent: SubtensorModuleEvent
  readonly SubtensorTransactionExtension: SubtensorTransactionExtension
  readonly SudoCall: SudoCall
  readonly SudoEvent: SudoEvent
  readonly SudoTransactionExtension: SudoTransactionExtension
  readonly SwapCall: SwapCall
  readonly SwapEvent: SwapEvent
  readonly SystemCall: SystemCall
  readonly SystemEvent: SystemEvent
  readonly Timepoint: Timepoint
  readonly TimestampCall: TimestampCall
  readonly TokenError: TokenError
  readonly TransactionPaymentEvent: TransactionPaymentEvent
  readonly TransactionSource: TransactionSource
  readonly TransactionValidityError: TransactionValidityError
  readonly TransactionalError: TransactionalError
  readonly TrieError: TrieError
  readonly U64F64: U64F64
  readonly U96F32: U96F32
  readonly UncheckedExtrinsic: UncheckedExtrinsic
  readonly UnknownTransaction: UnknownTransaction
  readonly UtilityCall: UtilityCall
  readonly UtilityEvent: UtilityEvent
  readonly ValidTransaction: ValidTransaction
  readonly VersionedOrder: VersionedOrder
  readonly Weight: Weight
  readonly WeightsPerClass: WeightsPerClass
  readonly '()': undefined
  readonly '(AccountId32, Compact<u64>)': readonly [AccountId32, bigint]
  readonly '(AccountId32, Vec<(Compact<u16>, Compact<u64>)>)': readonly [AccountId32, readonly (readonly [number, bigint])[]]
  readonly '(AccountId32, Vec<Compact<u8>>)': readonly [AccountId32, readonly number[]]
  readonly '(AccountId32, Vec<StakeInfo>)': readonly [AccountId32, readonly StakeInfo[]]
  readonly '(AccountId32, u16)': readonly [AccountId32, number]
  readonly '(BoundedVec<Announcement>, u64)': readonly [readonly Announcement[], bigint]
  readonly '(BoundedVec<ProxyDefinition>, u64)': readonly [readonly ProxyDefinition[], bigint]
  readonly '(Compact<u16>, Compact<u16>)': readonly [number, number]
  readonly '(Compact<u16>, Compact<u64>)': readonly [number, bigint]
  readonly '(DelegateInfo, (Compact<u16>, Compact<u64>))': readonly [DelegateInfo, readonly [number, bigint]]
  readonly '(Vec<(u64, AccountId32)>, u64)': readonly [readonly (readonly [bigint, AccountId32])[], bigint]
  readonly '(Vec<u8>, u64)': readonly [Hex, bigint]
  readonly '([u8; 8], u32)': readonly [Hex, number]
  readonly '(u16, u16)': readonly [number, number]
  readonly '(u32, H256)': readonly [number, H256]
  readonly '(u32, u32)': readonly [number, number]
  readonly '(u64, AccountId32)': readonly [bigint, AccountId32]
  readonly '(u64, I64F64)': readonly [bigint, I64F64]
  readonly 'BTreeMap<AccountId32, BTreeMap<u16, StakeAvailability>>': readonly (readonly [AccountId32, readonly (readonly [number, StakeAvailability])[]])[]
  readonly 'BTreeMap<u16, I96F32>': readonly (readonly [number, I96F32])[]
  readonly 'BTreeMap<u16, StakeAvailability>': readonly (readonly [number, StakeAvailability])[]
  readonly 'BTreeSet<u16>': readonly number[]
  readonly 'Result<(), DispatchError>': { readonly type: 'Ok'; readonly value: undefined } | { readonly type: 'Err'; readonly value: DispatchError }
  readonly 'Result<ValidTransaction, TransactionValidityError>': { readonly type: 'Ok'; readonly value: ValidTransaction } | { readonly type: 'Err'; readonly value: TransactionValidityError }
}
