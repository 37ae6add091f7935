export { parseAddress, SS58_PREFIX } from './address.ts'
export { buildCall, type Call, decodeCall } from './call.ts'
export type { BlockRef, Chain, Hex } from './chain.ts'
export { type Clock, systemClock } from './clock.ts'
export { type ConnectOptions, connect } from './connect.ts'
export { Connection, type ConnectionOptions } from './connection.ts'
export type { ConnectionState } from './connection-state.ts'
export {
  DevelopmentAccountRefused,
  Disconnected,
  DispatchFailure,
  EndpointUnreachable,
  FinalityLagging,
  InvalidAddress,
  InvalidKeyPhrase,
  InvalidPeriod,
  MalformedAnswer,
  MetadataMismatch,
  MissingInRuntime,
  PoolRefusal,
  RequestTimedOut,
  RpcError,
  RuntimeChanged,
  UnknownRuntime,
} from './errors.ts'
export type { ChainEvent, Execution } from './events.ts'
export { estimateFee } from './fee.ts'
export { readHead, watchFinalizedHeads, watchHeads } from './heads.ts'
export { type Network, networkOf, networks } from './networks.ts'
export { inProcessLock, NonceAllocator, type NonceLock } from './nonce.ts'
export type { Inclusion, Outcome, SubmissionState } from './outcome.ts'
export { callRuntime, hasRuntimeApi } from './runtime-api.ts'
export { type Era, type SignedExtrinsic, type SignOptions, sign } from './sign.ts'
export { developmentAccounts, isDevelopmentAccount, type Signer, signerFromUri } from './signer.ts'
export { type Simulation, simulateBuy, simulateSell } from './simulation.ts'
export {
  type Account,
  type Hotkey,
  type Position,
  readSnapshot,
  type Snapshot,
  type SnapshotRequest,
  type Subnet,
} from './snapshot.ts'
export { readStorage, type StorageEntry } from './storage.ts'
export { type Submission, type SubmitOptions, submit } from './submit.ts'
export { readValidators, type Validator } from './validators.ts'
