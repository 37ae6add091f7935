import { networkLockCost } from '../pallets/subtensor/lock-cost.ts'
import type { RuntimeApi } from './runtime-api.ts'

/** What a new subnet would cost. */
export const subnetRegistrationApi: RuntimeApi<'SubnetRegistrationRuntimeApi'> = {
  get_network_registration_cost: ({ storage }) => networkLockCost(storage),
}
