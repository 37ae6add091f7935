export { parseAddress, SS58_PREFIX } from './address.ts'
export type { BlockId, ChainAt } from './at.ts'
export { checkNetuid, type LimitPrice } from './calls/arguments.ts'
export type { Batch } from './calls/batches.ts'
export * as calls from './calls/builders.ts'
export { buildCall, type Call, decodeCall } from './calls/call.ts'
export { type CallWithin, callsWithin } from './calls/calls-within.ts'
export type { Child } from './calls/children.ts'
export type { RootClaimChoice } from './calls/claims.ts'
export type { SubnetMove } from './calls/moves.ts'
export type { Announcement, ProxyGrant, ProxyKind } from './calls/proxies.ts'
export { type RawCall, rawCall } from './calls/raw-call.ts'
export type { LimitedStakeOrder, StakeOrder, StakePlace } from './calls/staking.ts'
export type { TakeChange } from './calls/takes.ts'
export type { Transfer } from './calls/transfers.ts'
export type { BlockRef, Chain, Hex } from './chain.ts'
export { type Clock, systemClock } from './clock.ts'
export { closest } from './closest.ts'
export { type ConnectOptions, connect } from './connect.ts'
export { type BegunAnew, Connection, type ConnectionOptions } from './connection/connection.ts'
export type { ConnectionState } from './connection/connection-state.ts'
export { shownEndpoint } from './connection/endpoint.ts'
export type { HeightNumbers } from './connection/heights.ts'
export { type Network, networkOf, networks } from './connection/networks.ts'
export type { SubscriptionCallback } from './connection/node-socket.ts'
export type { Answer, AskOptions } from './connection/second-source.ts'
export {
  ChainsDiffer,
  DevelopmentAccountRefused,
  Disconnected,
  DispatchFailure,
  EndpointUnreachable,
  type FailureNumbers,
  FinalityContradicted,
  FinalityLagging,
  InvalidAddress,
  InvalidBlock,
  InvalidKeyPhrase,
  InvalidPeriod,
  MalformedAnswer,
  MetadataMismatch,
  MissingInRuntime,
  NoSecondSource,
  PoolRefusal,
  RequestTimedOut,
  RpcError,
  RuntimeChanged,
  StateDiscarded,
  UnknownBlock,
  UnknownExtension,
  UnknownNetwork,
  UnknownRuntime,
  WrongChain,
} from './errors/errors.ts'
export { type ErrorKey, type Explanation, explain } from './errors/explain.ts'
export {
  HotkeyUnknown,
  InvalidBatch,
  InvalidChildren,
  InvalidClaim,
  InvalidLimitPrice,
  InvalidMove,
  InvalidOption,
  InvalidTake,
} from './errors/input-errors.ts'
export { InvalidValue } from './errors/invalid-value.ts'
export { nameDispatchError } from './errors/name-dispatch-error.ts'
export {
  InvalidSignature,
  InvalidSigningRequest,
  SigningRefused,
  UnsupportedKey,
} from './errors/signing-errors.ts'
export { InvalidExtrinsic, NotAHole } from './errors/submission-errors.ts'
export { readAutoStake, readAutoStakes } from './queries/auto-stake.ts'
export { type Availability, readAvailability } from './queries/availability.ts'
export type { Axon } from './queries/axon.ts'
export { type Account, readBalances } from './queries/balances.ts'
export { checkHotkeys } from './queries/check-hotkeys.ts'
export { type Family, type PendingChildren, type Relative, readFamily } from './queries/children.ts'
export { type ChainConstants, constantsOf } from './queries/constants.ts'
export type { CurveName } from './queries/curve.ts'
export {
  type Delegate,
  type DelegateInfo,
  type Delegation,
  readDelegateInfo,
  readDelegateInfos,
  readDelegates,
  readDelegations,
} from './queries/delegates.ts'
export { type BlockEvent, type ChainEvent, readEvents } from './queries/events.ts'
export { explainFailure, type FailedCall } from './queries/explain-failure.ts'
export {
  estimateFee,
  type FeePayment,
  type Fees,
  type NetworkFee,
  readFees,
  readNetworkFee,
  type SwapFee,
} from './queries/fees.ts'
export {
  type ColdkeyHotkeys,
  type Registration,
  readHotkeyOwner,
  readHotkeys,
  readRegistrations,
  readUid,
} from './queries/hotkeys.ts'
export type { Identity, SubnetIdentity } from './queries/identity.ts'
export { type ColdkeyLock, readLocks } from './queries/locks.ts'
export {
  type Metagraph,
  type MetagraphField,
  type MetagraphOptions,
  readMetagraph,
} from './queries/metagraph.ts'
export { type Neuron, readNeuron, readNeurons } from './queries/neurons.ts'
export { type Nomination, readNominators } from './queries/nominators.ts'
export { type PositionKey, ReadingsDisagree, readPosition, type Stake } from './queries/positions.ts'
export { readPrices } from './queries/prices.ts'
export { quoteTrade, SimulationFailed, SubnetNotExists, type TradeQuote } from './queries/quote.ts'
export {
  type RegistrationCost,
  type RootRegistration,
  readNetworkRegistrationCost,
  readRegistrationCost,
  readRootRegistration,
} from './queries/registration-cost.ts'
export {
  type OwedRootClaim,
  type RootClaims,
  type RootClaimType,
  readRootClaims,
} from './queries/root-claims.ts'
export { type Simulation, simulateBuy, simulateSell } from './queries/simulation.ts'
export {
  type Hotkey,
  type Position,
  readSnapshot,
  type Snapshot,
  type SnapshotRequest,
} from './queries/snapshot.ts'
export { readStakes } from './queries/stakes.ts'
export {
  type AlphaGone,
  type FeeInAlpha,
  type StakeBurn,
  type StakeChange,
  type StakeMove,
  type StakeSwap,
  type StakeTransfer,
  type StakingEvent,
  stakingEvent,
} from './queries/staking-events.ts'
export { readPool, readSubnets, type Subnet } from './queries/subnets.ts'
export { type ChildkeyTake, readChildkeyTake, readDelegateTake, type Take } from './queries/takes.ts'
export {
  type KnownEntry,
  readStorageMap,
  readStorageValue,
  readStorageValues,
  type ValueOf,
} from './queries/typed-storage.ts'
export { readValidators, type Validator } from './queries/validators.ts'
export { type Capabilities, type Curve, capabilitiesOf } from './runtime/capabilities.ts'
export type { Runtime } from './runtime/runtime.ts'
export { callRuntime, hasRuntimeApi } from './runtime/runtime-api.ts'
export { readStorage, readStorageElsewhere, readStored, type StorageEntry } from './runtime/storage.ts'
export { readKeys } from './runtime/storage-keys.ts'
export {
  type ExtensionAccount,
  type InjectedSigner,
  signerFromExtension,
} from './signers/extension-signer.ts'
export { type ExternalAccount, externalSigner } from './signers/external-signer.ts'
export { type KeyPair, signerFromPair } from './signers/pair-signer.ts'
export { parseSignature, type Signature, type SignatureScheme } from './signers/signature.ts'
export { developmentAccounts, isDevelopmentAccount, type Signer, signerFromUri } from './signers/signer.ts'
export { attachSignature, type SigningPayload, type SigningRequest } from './signers/signing-request.ts'
export type { Execution } from './submission/events.ts'
export { inProcessLock, NonceAllocator, type NonceLock, type NonceView } from './submission/nonce.ts'
export type { Inclusion, Outcome, SubmissionState } from './submission/outcome.ts'
export {
  type Era,
  requestSignature,
  type SignedExtrinsic,
  type SignOptions,
  sign,
} from './submission/sign.ts'
export { type Submission, type SubmitOptions, submit } from './submission/submit.ts'
export { type WatchBlocksOptions, type WatchedBlock, watchBlocks } from './watching/blocks.ts'
export type { EventFilter } from './watching/event-filter.ts'
export { type WatchedEvents, watchEvents } from './watching/events.ts'
export type { From, Gap, Retracted, WatchOptions } from './watching/follow-blocks.ts'
export type { Head } from './watching/header.ts'
export { readHead, watchFinalizedHeads, watchHeads } from './watching/heads.ts'
export { watchPositions } from './watching/positions.ts'
export { watchPrices } from './watching/prices.ts'
export { watchSubnet } from './watching/subnet.ts'
export type { WatchedValue, WatchValueOptions } from './watching/values.ts'
