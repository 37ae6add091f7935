export { InvalidReorg } from './chain/invalid-reorg.ts'
export { StateFileUnusable } from './chain/saved-chain.ts'
export type { CallSwap, Conditions, Refusal } from './faults/conditions.ts'
export type { BlockRef, Faults, ReorgFault, SubmissionDrop, UpgradeFault } from './faults/faults.ts'
export { InvalidFault } from './faults/read-conditions.ts'
export { demoGenesis } from './genesis/demo.ts'
export { developmentAccounts } from './genesis/development-accounts.ts'
export {
  type Genesis,
  type HotkeyGenesis,
  namedAccount,
  type StakeGenesis,
  type SubnetGenesis,
  type SubnetIdentity,
} from './genesis/genesis.ts'
export { localnetGenesis } from './genesis/localnet.ts'
export { storageEntry } from './genesis/storage-entry.ts'
export type { BlockTime } from './sealing.ts'
export { PortInUse } from './server/server.ts'
export { type Devnet, type DevnetOptions, InvalidDevnetOption, startDevnet } from './start-devnet.ts'
