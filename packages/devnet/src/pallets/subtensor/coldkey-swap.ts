import { Blake2256 } from '@polkadot-api/substrate-bindings'
import { type AccountId32, type CallArgs, pallets } from '@stake/schema'
import type { Context } from '../../runtime/context.ts'
import { moduleError } from '../../runtime/dispatch-failure.ts'
import { ensureRoot, ensureSigned, type PalletCalls } from '../../runtime/pallet-calls.ts'
import type { Storage } from '../../runtime/storage.ts'
import { benchmarked } from '../../runtime/weight.ts'
import { codecOf } from '../../scale/codec.ts'
import { fromHex, toHex } from '../../scale/hex.ts'
import { recycle, spendable, transfer } from '../balances.ts'
import { accountOf } from '../system.ts'
import { writeLockAggregates } from './lock-aggregates.ts'
import { netuidsOf } from './subnets.ts'

type ColdkeySwapCalls = Pick<
  PalletCalls<'SubtensorModule'>,
  | 'announce_coldkey_swap'
  | 'swap_coldkey_announced'
  | 'dispute_coldkey_swap'
  | 'clear_coldkey_swap_announcement'
  | 'reset_coldkey_swap'
>

const SWAP_COST = codecOf('u64').dec(fromHex(pallets.SubtensorModule.constants.KeySwapCost.value))

/** All that a coldkey has passes to another one, which is announced by its hash long before. */
export const coldkeySwapCalls: ColdkeySwapCalls = {
  announce_coldkey_swap: {
    weight: () => benchmarked(55_700_000n, 4, 3),
    dispatch: (context, origin, args) => announce(context, ensureSigned(origin), args),
  },
  swap_coldkey_announced: {
    weight: () => benchmarked(110_700_000n, 16, 6),
    dispatch: (context, origin, { new_coldkey }) => swapAnnounced(context, ensureSigned(origin), new_coldkey),
  },
  dispute_coldkey_swap: {
    weight: () => benchmarked(20_750_000n, 2, 1),
    dispatch(context, origin) {
      const coldkey = ensureSigned(origin)
      const { storage } = context
      announcementOf(storage, coldkey)
      if (storage.has('SubtensorModule', 'ColdkeySwapDisputes', coldkey))
        throw moduleError('SubtensorModule', 'ColdkeySwapAlreadyDisputed')
      storage.put('SubtensorModule', 'ColdkeySwapDisputes', [coldkey], context.blockNumber)
      context.deposit('SubtensorModule', 'ColdkeySwapDisputed', { coldkey })
    },
  },
  clear_coldkey_swap_announcement: {
    weight: () => benchmarked(20_750_000n, 2, 1),
    dispatch(context, origin) {
      const who = ensureSigned(origin)
      const [when] = announcementOf(context.storage, who)
      const delay = context.storage.get('SubtensorModule', 'ColdkeySwapReannouncementDelay')
      if (context.blockNumber < when + delay) throw moduleError('SubtensorModule', 'ColdkeySwapClearTooEarly')
      context.storage.remove('SubtensorModule', 'ColdkeySwapAnnouncements', who)
      context.deposit('SubtensorModule', 'ColdkeySwapCleared', { who })
    },
  },
  reset_coldkey_swap: {
    weight: () => benchmarked(8_977_000n, 0, 2),
    dispatch(context, origin, { coldkey }) {
      ensureRoot(origin)
      context.storage.remove('SubtensorModule', 'ColdkeySwapAnnouncements', coldkey)
      context.storage.remove('SubtensorModule', 'ColdkeySwapDisputes', coldkey)
      context.deposit('SubtensorModule', 'ColdkeySwapReset', { who: coldkey })
    },
  },
}

function announcementOf(storage: Storage, coldkey: AccountId32) {
  const announcement = storage.get('SubtensorModule', 'ColdkeySwapAnnouncements', coldkey)
  if (announcement === undefined) throw moduleError('SubtensorModule', 'ColdkeySwapAnnouncementNotFound')
  return announcement
}

/** The first announcement is paid for; another takes its place after a while, for nothing. */
function announce(
  context: Context,
  who: AccountId32,
  { new_coldkey_hash }: CallArgs<'SubtensorModule', 'announce_coldkey_swap'>,
): void {
  const { storage, blockNumber: now } = context
  const earlier = storage.get('SubtensorModule', 'ColdkeySwapAnnouncements', who)
  if (earlier === undefined) {
    if (spendable(storage, who, 'keepAlive') < SWAP_COST)
      throw moduleError('SubtensorModule', 'NotEnoughBalanceToPaySwapColdKey')
    recycle(context, who, SWAP_COST)
  } else if (now < earlier[0] + storage.get('SubtensorModule', 'ColdkeySwapReannouncementDelay'))
    throw moduleError('SubtensorModule', 'ColdkeySwapReannouncedTooEarly')
  const when = now + storage.get('SubtensorModule', 'ColdkeySwapAnnouncementDelay')
  storage.put('SubtensorModule', 'ColdkeySwapAnnouncements', [who], [when, new_coldkey_hash])
  context.deposit('SubtensorModule', 'ColdkeySwapAnnounced', { who, new_coldkey_hash })
}

function swapAnnounced(context: Context, old_coldkey: AccountId32, new_coldkey: AccountId32): void {
  const { storage } = context
  const [when, hash] = announcementOf(storage, old_coldkey)
  if (toHex(Blake2256(codecOf('AccountId32').enc(new_coldkey))) !== hash)
    throw moduleError('SubtensorModule', 'AnnouncedColdkeyHashDoesNotMatch')
  if (context.blockNumber < when) throw moduleError('SubtensorModule', 'ColdkeySwapTooEarly')
  if (storage.get('SubtensorModule', 'StakingHotkeys', new_coldkey).length > 0)
    throw moduleError('SubtensorModule', 'ColdKeyAlreadyAssociated')
  if (storage.has('SubtensorModule', 'Owner', new_coldkey))
    throw moduleError('SubtensorModule', 'NewColdKeyIsHotkey')

  storage.remove('SubtensorModule', 'ColdkeySwapAnnouncements', old_coldkey)
  moveIdentity(storage, old_coldkey, new_coldkey)
  for (const netuid of netuidsOf(storage)) moveOnSubnet(storage, netuid, old_coldkey, new_coldkey)
  moveHotkeys(storage, old_coldkey, new_coldkey)
  // What is reserved stays, and keeps the account alive.
  const keep = accountOf(storage, old_coldkey).data.reserved > 0n ? 'keepAlive' : 'allowDeath'
  const tao = spendable(storage, old_coldkey, keep)
  if (tao > 0n) transfer(context, old_coldkey, new_coldkey, tao, keep)
  context.deposit('SubtensorModule', 'ColdkeySwapped', { old_coldkey, new_coldkey })
}

function moveIdentity(storage: Storage, from: AccountId32, to: AccountId32): void {
  const identity = storage.get('SubtensorModule', 'IdentitiesV2', from)
  if (identity === undefined || storage.has('SubtensorModule', 'IdentitiesV2', to)) return
  storage.remove('SubtensorModule', 'IdentitiesV2', from)
  storage.put('SubtensorModule', 'IdentitiesV2', [to], identity)
}

/** What the coldkey has on one subnet: the subnet itself, stakes as the shares they are, claims, its lock. */
function moveOnSubnet(storage: Storage, netuid: number, from: AccountId32, to: AccountId32): void {
  if (storage.get('SubtensorModule', 'SubnetOwner', netuid) === from)
    storage.put('SubtensorModule', 'SubnetOwner', [netuid], to)
  const chosen = storage.get('SubtensorModule', 'AutoStakeDestination', from, netuid)
  if (chosen !== undefined) {
    storage.remove('SubtensorModule', 'AutoStakeDestination', from, netuid)
    storage.put('SubtensorModule', 'AutoStakeDestination', [to, netuid], chosen)
    storage.update('SubtensorModule', 'AutoStakeDestinationColdkeys', [chosen, netuid], (coldkeys) =>
      coldkeys.map((each) => (each === from ? to : each)),
    )
  }
  for (const hotkey of storage.get('SubtensorModule', 'StakingHotkeys', from)) {
    if (storage.has('SubtensorModule', 'Alpha', hotkey, from, netuid)) {
      const shares = storage.get('SubtensorModule', 'Alpha', hotkey, from, netuid)
      storage.remove('SubtensorModule', 'Alpha', hotkey, from, netuid)
      storage.put('SubtensorModule', 'Alpha', [hotkey, to, netuid], shares)
    }
    if (storage.has('SubtensorModule', 'AlphaV2', hotkey, from, netuid)) {
      const shares = storage.get('SubtensorModule', 'AlphaV2', hotkey, from, netuid)
      storage.remove('SubtensorModule', 'AlphaV2', hotkey, from, netuid)
      storage.put('SubtensorModule', 'AlphaV2', [hotkey, to, netuid], shares)
    }
    const claimed = storage.get('SubtensorModule', 'RootClaimed', netuid, hotkey, from)
    if (claimed === 0n) continue
    storage.remove('SubtensorModule', 'RootClaimed', netuid, hotkey, from)
    storage.update('SubtensorModule', 'RootClaimed', [netuid, hotkey, to], (already) => already + claimed)
  }
  const decays = storage.get('SubtensorModule', 'DecayingLock', from, netuid)
  if (decays !== undefined) {
    storage.remove('SubtensorModule', 'DecayingLock', from, netuid)
    storage.put('SubtensorModule', 'DecayingLock', [to, netuid], decays)
  }
  for (const [[, , hotkey], lock] of [...storage.entries('SubtensorModule', 'Lock', from, netuid)]) {
    storage.remove('SubtensorModule', 'Lock', from, netuid, hotkey)
    storage.put('SubtensorModule', 'Lock', [to, netuid, hotkey], lock)
    writeLockAggregates(storage, netuid, hotkey)
  }
}

function moveHotkeys(storage: Storage, from: AccountId32, to: AccountId32): void {
  const owned = storage.get('SubtensorModule', 'OwnedHotkeys', from)
  for (const hotkey of owned) storage.put('SubtensorModule', 'Owner', [hotkey], to)
  for (const item of ['OwnedHotkeys', 'StakingHotkeys'] as const) {
    const hotkeys = storage.get('SubtensorModule', item, from)
    if (hotkeys.length === 0) continue
    storage.remove('SubtensorModule', item, from)
    storage.update('SubtensorModule', item, [to], (already) => [
      ...already,
      ...hotkeys.filter((hotkey) => !already.includes(hotkey)),
    ])
  }
}
