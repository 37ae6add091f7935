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

export interface Balancer {
  readonly quote: Perquintill
}

export type BalancesCall =
  | { readonly type: 'transfer_allow_death'; readonly value: { readonly dest: MultiAddress; readonly value: bigint } }
  | { readonly type: 'transfer_keep_alive'; readonly value: { readonly dest: MultiAddress; readonly value: bigint } }
  | { readonly type: 'transfer_all'; readonly value: { readonly dest: MultiAddress; readonly keep_alive: boolean } }

export type BalancesEvent =
  | { readonly type: 'Endowed'; readonly value: { readonly account: AccountId32; readonly free_balance: bigint } }
  | { readonly type: 'DustLost'; readonly value: { readonly account: AccountId32; readonly amount: bigint } }
  | { readonly type: 'Transfer'; readonly value: { readonly from: AccountId32; readonly to: AccountId32; readonly amount: bigint } }
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

export type Releases =
  | { readonly type: 'V1Ancient'; readonly value?: undefined }
  | { readonly type: 'V2'; readonly value?: undefined }

export type RuntimeCall =
  | { readonly type: 'System'; readonly value: SystemCall }
  | { readonly type: 'Timestamp'; readonly value: TimestampCall }
  | { readonly type: 'Balances'; readonly value: BalancesCall }
  | { readonly type: 'SubtensorModule'; readonly value: SubtensorModuleCall }

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

export type SubtensorTransactionExtension = undefined

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
  readonly Balancer: Balancer
  readonly BalancesCall: BalancesCall
  readonly BalancesEvent: BalancesEvent
  readonly BlockLength: BlockLength
  readonly BlockWeights: BlockWeights
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
  readonly FixedU128: FixedU128
  readonly GenericUncheckedExtrinsic: GenericUncheckedExtrinsic
  readonly H256: H256
  readonly Header: Header
  readonly I96F32: I96F32
  readonly InclusionFee: InclusionFee
  readonly LastRuntimeUpgradeInfo: LastRuntimeUpgradeInfo
  readonly LockState: LockState
  readonly Mode: Mode
  readonly ModuleError: ModuleError
  readonly MultiAddress: MultiAddress
  readonly MultiSignature: MultiSignature
  readonly NonZeroU64: NonZeroU64
  readonly OpaqueMetadata: OpaqueMetadata
  readonly PalletId: PalletId
  readonly Pays: Pays
  readonly PerDispatchClassU32: PerDispatchClassU32
  readonly PerDispatchClassWeight: PerDispatchClassWeight
  readonly PerDispatchClassWeightsPerClass: PerDispatchClassWeightsPerClass
  readonly Perquintill: Perquintill
  readonly Phase: Phase
  readonly Releases: Releases
  readonly RuntimeCall: RuntimeCall
  readonly RuntimeDbWeight: RuntimeDbWeight
  readonly RuntimeDispatchInfo: RuntimeDispatchInfo
  readonly RuntimeEvent: RuntimeEvent
  readonly RuntimeVersion: RuntimeVersion
  readonly SafeFloat: SafeFloat
  readonly SimSwapResult: SimSwapResult
  readonly StakeAvailability: StakeAvailability
  readonly StakeInfo: StakeInfo
  readonly SubnetIdentityV3: SubnetIdentityV3
  readonly SubnetPrice: SubnetPrice
  readonly SubnetState: SubnetState
  readonly SubtensorModuleCall: SubtensorModuleCall
  readonly SubtensorModuleEvent: SubtensorModuleEvent
  readonly SubtensorTransactionExtension: SubtensorTransactionExtension
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
  readonly Weight: Weight
  readonly WeightsPerClass: WeightsPerClass
  readonly '()': undefined
  readonly '(AccountId32, Vec<StakeInfo>)': readonly [AccountId32, readonly StakeInfo[]]
  readonly '(AccountId32, u16)': readonly [AccountId32, number]
  readonly '([u8; 8], u32)': readonly [Hex, number]
  readonly '(u32, H256)': readonly [number, H256]
  readonly 'BTreeMap<AccountId32, BTreeMap<u16, StakeAvailability>>': readonly (readonly [AccountId32, readonly (readonly [number, StakeAvailability])[]])[]
  readonly 'BTreeMap<u16, StakeAvailability>': readonly (readonly [number, StakeAvailability])[]
}
