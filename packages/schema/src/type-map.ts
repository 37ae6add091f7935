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
  | { readonly type: 'Deposit'; readonly value: { readonly who: AccountId32; readonly amount: bigint } }
  | { readonly type: 'Withdraw'; readonly value: { readonly who: AccountId32; readonly amount: bigint } }
  | { readonly type: 'Minted'; readonly value: { readonly who: AccountId32; readonly amount: bigint } }
  | { readonly type: 'Burned'; readonly value: { readonly who: AccountId32; readonly amount: bigint } }
  | { readonly type: 'Issued'; readonly value: { readonly amount: bigint } }
  | { readonly type: 'Rescinded'; readonly value: { readonly amount: bigint } }

export interface BlockLength {
  readonly max: PerDispatchClassU32
}

export interface BlockWeights {
  readonly base_block: Weight
  readonly max_block: Weight
  readonly per_class: PerDispatchClassWeightsPerClass
}

export type BoundedVec = Hex

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

export interface EventRecord {
  readonly phase: Phase
  readonly event: RuntimeEvent
  readonly topics: readonly H256[]
}

export type ExtraFlags = bigint

export interface FeeDetails {
  readonly inclusion_fee: InclusionFee | undefined
  readonly tip: bigint
}

export interface FixedI64 {
  readonly bits: bigint
}

export type FixedU128 = bigint

export type GenericUncheckedExtrinsic = Hex

export type H256 = Hex

export interface Header {
  readonly parent_hash: H256
  readonly number: number
  readonly state_root: H256
  readonly extrinsics_root: H256
  readonly digest: Digest
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

export interface I96F32 {
  readonly bits: bigint
}

export interface InclusionFee {
  readonly base_fee: bigint
  readonly len_fee: bigint
  readonly adjusted_weight_fee: bigint
}

export interface LastRuntimeUpgradeInfo {
  readonly spec_version: number
  readonly spec_name: string
}

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

export interface NeuronCertificate {
  readonly public_key: BoundedVec
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

export type PalletId = Hex

export type Pays =
  | { readonly type: 'Yes'; readonly value?: undefined }
  | { readonly type: 'No'; readonly value?: undefined }

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

export type Perquintill = bigint

export type Phase =
  | { readonly type: 'ApplyExtrinsic'; readonly value: number }
  | { readonly type: 'Finalization'; readonly value?: undefined }
  | { readonly type: 'Initialization'; readonly value?: undefined }

export interface PrometheusInfo {
  readonly block: bigint
  readonly version: number
  readonly ip: bigint
  readonly port: number
  readonly ip_type: number
}

export type RateLimitKey =
  | { readonly type: 'SetSNOwnerHotkey'; readonly value: number }
  | { readonly type: 'OwnerHyperparamUpdate'; readonly value: readonly [number, Hyperparameter] }
  | { readonly type: 'NetworkLastRegistered'; readonly value?: undefined }
  | { readonly type: 'LastTxBlock'; readonly value: AccountId32 }
  | { readonly type: 'LastTxBlockChildKeyTake'; readonly value: AccountId32 }
  | { readonly type: 'LastTxBlockDelegateTake'; readonly value: AccountId32 }
  | { readonly type: 'AddStakeBurn'; readonly value: number }

export type Releases =
  | { readonly type: 'V1Ancient'; readonly value?: undefined }
  | { readonly type: 'V2'; readonly value?: undefined }

export type RuntimeCall =
  | { readonly type: 'System'; readonly value: SystemCall }
  | { readonly type: 'Timestamp'; readonly value: TimestampCall }
  | { readonly type: 'Balances'; readonly value: BalancesCall }
  | { readonly type: 'SubtensorModule'; readonly value: SubtensorModuleCall }
  | { readonly type: 'Utility'; readonly value: UtilityCall }
  | { readonly type: 'Sudo'; readonly value: SudoCall }

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

export type UncheckedExtrinsic = GenericUncheckedExtrinsic

export type UtilityCall =
  | { readonly type: 'batch'; readonly value: { readonly calls: readonly RuntimeCall[] } }
  | { readonly type: 'batch_all'; readonly value: { readonly calls: readonly RuntimeCall[] } }
  | { readonly type: 'force_batch'; readonly value: { readonly calls: readonly RuntimeCall[] } }

export type UtilityEvent =
  | { readonly type: 'BatchInterrupted'; readonly value: { readonly index: number; readonly error: DispatchError } }
  | { readonly type: 'BatchCompleted'; readonly value?: undefined }
  | { readonly type: 'BatchCompletedWithErrors'; readonly value?: undefined }
  | { readonly type: 'ItemCompleted'; readonly value?: undefined }
  | { readonly type: 'ItemFailed'; readonly value: { readonly error: DispatchError } }

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
  readonly ArithmeticError: ArithmeticError
  readonly AxonInfo: AxonInfo
  readonly Balancer: Balancer
  readonly BalancesCall: BalancesCall
  readonly BalancesEvent: BalancesEvent
  readonly BlockLength: BlockLength
  readonly BlockWeights: BlockWeights
  readonly BoundedVec: BoundedVec
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
  readonly DelegateInfo: DelegateInfo
  readonly Digest: Digest
  readonly DigestItem: DigestItem
  readonly DispatchClass: DispatchClass
  readonly DispatchError: DispatchError
  readonly DispatchEventInfo: DispatchEventInfo
  readonly DrandPriority: DrandPriority
  readonly DynamicInfo: DynamicInfo
  readonly Era: Era
  readonly EventRecord: EventRecord
  readonly ExtraFlags: ExtraFlags
  readonly FeeDetails: FeeDetails
  readonly FixedI64: FixedI64
  readonly FixedU128: FixedU128
  readonly GenericUncheckedExtrinsic: GenericUncheckedExtrinsic
  readonly H256: H256
  readonly Header: Header
  readonly HyperparamEntry: HyperparamEntry
  readonly HyperparamValue: HyperparamValue
  readonly Hyperparameter: Hyperparameter
  readonly I96F32: I96F32
  readonly InclusionFee: InclusionFee
  readonly LastRuntimeUpgradeInfo: LastRuntimeUpgradeInfo
  readonly LockState: LockState
  readonly Metagraph: Metagraph
  readonly Mode: Mode
  readonly ModuleError: ModuleError
  readonly MultiAddress: MultiAddress
  readonly MultiSignature: MultiSignature
  readonly NeuronCertificate: NeuronCertificate
  readonly NeuronInfo: NeuronInfo
  readonly NeuronInfoLite: NeuronInfoLite
  readonly NonZeroU64: NonZeroU64
  readonly OpaqueMetadata: OpaqueMetadata
  readonly PalletId: PalletId
  readonly Pays: Pays
  readonly PerDispatchClassU32: PerDispatchClassU32
  readonly PerDispatchClassWeight: PerDispatchClassWeight
  readonly PerDispatchClassWeightsPerClass: PerDispatchClassWeightsPerClass
  readonly Perquintill: Perquintill
  readonly Phase: Phase
  readonly PrometheusInfo: PrometheusInfo
  readonly RateLimitKey: RateLimitKey
  readonly Releases: Releases
  readonly RuntimeCall: RuntimeCall
  readonly RuntimeDbWeight: RuntimeDbWeight
  readonly RuntimeDispatchInfo: RuntimeDispatchInfo
  readonly RuntimeEvent: RuntimeEvent
  readonly RuntimeVersion: RuntimeVersion
  readonly SafeFloat: SafeFloat
  readonly SelectiveMetagraph: SelectiveMetagraph
  readonly SimSwapResult: SimSwapResult
  readonly StakeAvailability: StakeAvailability
  readonly StakeInfo: StakeInfo
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
  readonly SystemCall: SystemCall
  readonly SystemEvent: SystemEvent
  readonly TimestampCall: TimestampCall
  readonly TokenError: TokenError
  readonly TransactionPaymentEvent: TransactionPaymentEvent
  readonly TransactionalError: TransactionalError
  readonly TrieError: TrieError
  readonly U64F64: U64F64
  readonly UncheckedExtrinsic: UncheckedExtrinsic
  readonly UtilityCall: UtilityCall
  readonly UtilityEvent: UtilityEvent
  readonly Weight: Weight
  readonly WeightsPerClass: WeightsPerClass
  readonly '()': undefined
  readonly '(AccountId32, Compact<u64>)': readonly [AccountId32, bigint]
  readonly '(AccountId32, Vec<(Compact<u16>, Compact<u64>)>)': readonly [AccountId32, readonly (readonly [number, bigint])[]]
  readonly '(AccountId32, Vec<Compact<u8>>)': readonly [AccountId32, readonly number[]]
  readonly '(AccountId32, Vec<StakeInfo>)': readonly [AccountId32, readonly StakeInfo[]]
  readonly '(AccountId32, u16)': readonly [AccountId32, number]
  readonly '(Compact<u16>, Compact<u16>)': readonly [number, number]
  readonly '(Compact<u16>, Compact<u64>)': readonly [number, bigint]
  readonly '(DelegateInfo, (Compact<u16>, Compact<u64>))': readonly [DelegateInfo, readonly [number, bigint]]
  readonly '(Vec<(u64, AccountId32)>, u64)': readonly [readonly (readonly [bigint, AccountId32])[], bigint]
  readonly '([u8; 8], u32)': readonly [Hex, number]
  readonly '(u16, u16)': readonly [number, number]
  readonly '(u32, H256)': readonly [number, H256]
  readonly '(u64, AccountId32)': readonly [bigint, AccountId32]
  readonly 'BTreeMap<AccountId32, BTreeMap<u16, StakeAvailability>>': readonly (readonly [AccountId32, readonly (readonly [number, StakeAvailability])[]])[]
  readonly 'BTreeMap<u16, I96F32>': readonly (readonly [number, I96F32])[]
  readonly 'BTreeMap<u16, StakeAvailability>': readonly (readonly [number, StakeAvailability])[]
  readonly 'Result<(), DispatchError>': { readonly type: 'Ok'; readonly value: undefined } | { readonly type: 'Err'; readonly value: DispatchError }
}
