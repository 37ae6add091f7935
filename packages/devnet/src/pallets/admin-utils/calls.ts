import type { PalletCalls } from '../../runtime/pallet-calls.ts'
import { chainSettings } from './chain-settings.ts'
import { subnetSettings } from './subnet-settings.ts'

/** What the chain, and owners their subnets, can be set to. */
export const adminUtilsCalls: PalletCalls<'AdminUtils'> = { ...chainSettings, ...subnetSettings }
