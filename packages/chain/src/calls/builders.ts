// Every builder, as `calls.addStake(…)`. What has none here is built by name with `buildCall`.
export { batch, batchAll, forceBatch } from './batches.ts'
export { addStakeBurn, burnAlpha, recycleAlpha } from './burns.ts'
export { setAutoParentDelegation, setChildren } from './children.ts'
export { claimRoot, setRootClaimType } from './claims.ts'
export {
  announceColdkeySwap,
  clearColdkeySwap,
  disputeColdkeySwap,
  swapColdkeyAnnounced,
} from './coldkey-swaps.ts'
export { lockStake, moveLock, setPerpetualLock, setRejectLockedAlpha } from './locks.ts'
export { moveStake, swapStake, swapStakeLimit, transferStake } from './moves.ts'
export {
  addProxy,
  announce,
  createPure,
  proxy,
  proxyAnnounced,
  rejectAnnouncement,
  removeAnnouncement,
  removeProxies,
  removeProxy,
} from './proxies.ts'
export {
  associateHotkey,
  burnedRegister,
  registerLimit,
  rootRegister,
  setAutoStakeHotkey,
} from './registration.ts'
export {
  addStake,
  addStakeLimit,
  removeStake,
  removeStakeFull,
  removeStakeLimit,
  unstakeAll,
  unstakeAllAlpha,
} from './staking.ts'
export { decreaseTake, increaseTake, setChildkeyTake } from './takes.ts'
export { remark, transferAll, transferAllowDeath, transferKeepAlive } from './transfers.ts'
