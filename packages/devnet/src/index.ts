export { StateFileUnusable } from './chain/saved-chain.ts'
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
export { PortInUse } from './server/server.ts'
export { type Devnet, type DevnetOptions, InvalidDevnetOption, startDevnet } from './start-devnet.ts'
