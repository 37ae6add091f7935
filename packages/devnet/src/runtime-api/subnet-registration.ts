import type { RuntimeApi } from './runtime-api.ts'

/** What a new subnet would cost: twice the last price (once, before there was one), falling to the least over time. */
export const subnetRegistrationApi: RuntimeApi<'SubnetRegistrationRuntimeApi'> = {
  get_network_registration_cost({ storage }) {
    const last = storage.get('SubtensorModule', 'NetworkLastLockCost')
    const least = storage.get('SubtensorModule', 'NetworkMinLockCost')
    const interval = storage.get('SubtensorModule', 'NetworkLockReductionInterval')
    const since = storage.get('SubtensorModule', 'LastRateLimitedBlock', { type: 'NetworkLastRegistered' })
    const blocks = BigInt(storage.get('System', 'Number')) - since
    const fallen = interval === 0n ? 0n : (last / interval) * blocks
    const cost = (since === 0n ? last : 2n * last) - fallen
    return cost > least ? cost : least
  },
}
