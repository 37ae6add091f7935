import { Binary } from '@polkadot-api/substrate-bindings'
import type { Hex } from '@stake/schema'
import { developmentAccounts, type Genesis, namedAccount, type SubnetGenesis } from '../src/index.ts'
import { codecOf } from '../src/scale/codec.ts'
import { storageKey } from '../src/scale/storage-key.ts'

export const HOTKEY: string = namedAccount('hotkey')
export const OWNER: string = namedAccount('owner')
export const AUTHOR: string = namedAccount('author')
/** Has the same owner as the first. */
export const SECOND_HOTKEY: string = namedAccount('second hotkey')
export const STRANGER: string = namedAccount('a hotkey nobody owns')
const { alice, bob, charlie, dave, ferdie } = developmentAccounts

/** Pool of subnet 1: 1000 TAO, 1500 alpha, equal weights, fee rate 33. Bob is poor. */
export function smallGenesis(change: Partial<Genesis> = {}, ...subnets: SubnetGenesis[]): Genesis {
  return {
    author: AUTHOR,
    balances: { [AUTHOR]: '1', [alice]: '10000', [bob]: '0.5' },
    hotkeys: [{ hotkey: HOTKEY, owner: OWNER }],
    subnets: [
      { netuid: 0, name: 'root', symbol: 'Τ' },
      { netuid: 1, name: 'One', symbol: 'α', tao: '1000', alpha: '1500', validators: [{ hotkey: HOTKEY }] },
      { netuid: 5, name: 'Closed', symbol: 'ε', tao: '1000', alpha: '1500', subtokenEnabled: false },
      ...subnets,
    ],
    stakes: [],
    ...change,
  }
}

/** Alice holds stakes everywhere, Bob a crumb, and Charlie 50 alpha on subnet 1 of which 40 are locked for good. */
export function stakedGenesis(): Genesis {
  const genesis = smallGenesis(
    {},
    { netuid: 6, name: 'Drained', symbol: 'ζ', tao: '0.000999', alpha: '1500' },
    { netuid: 10, name: 'Round', symbol: 'κ', tao: '1500', alpha: '1000' },
    { netuid: 11, name: 'Thin', symbol: 'λ', tao: '1000', alpha: '1' },
    // 0.0000005 TAO per alpha: plain calls sell down to 0.000001.
    { netuid: 13, name: 'Cheap', symbol: 'ν', tao: '1', alpha: '2000000' },
  )
  const hold = (coldkey: string, netuid: number, alpha: string, hotkey = HOTKEY) => ({
    hotkey,
    coldkey,
    netuid,
    alpha,
  })
  const lock = { locked_mass: 40_000_000_000n, conviction: { bits: 0n }, last_update: 0n }
  const entries: readonly (readonly [Hex, Uint8Array])[] = [
    // Open for staking, but no subnet.
    [storageKey('SubtensorModule', 'SubtokenEnabled', 12), codecOf('bool').enc(true)],
    [storageKey('SubtensorModule', 'Lock', charlie, 1, HOTKEY), codecOf('LockState').enc(lock)],
    [storageKey('SubtensorModule', 'DecayingLock', charlie, 1), codecOf('bool').enc(false)],
  ]
  return {
    ...genesis,
    balances: { ...genesis.balances, [charlie]: '1' },
    stakes: [
      hold(alice, 0, '10'),
      hold(alice, 1, '800'),
      hold(alice, 1, '5', STRANGER),
      hold(alice, 5, '10'),
      hold(alice, 6, '10'),
      hold(alice, 10, '10'),
      hold(alice, 11, '2000'),
      hold(alice, 12, '10'),
      hold(alice, 13, '10'),
      hold(bob, 1, '0.003'),
      hold(charlie, 1, '50'),
    ],
    storage: Object.fromEntries(entries.map(([key, value]) => [key, Binary.toHex(value) as Hex])),
  }
}

/**
 * The staked genesis with a second hotkey, a subnet that forbids transfers (14), and the pools of the golden vectors
 * for moves (20 and 21) and for weights (30 and 31). Dave has a lock of his own on the second hotkey, and Ferdie accepts alpha that is locked.
 */
export function movingGenesis(): Genesis {
  const genesis = stakedGenesis()
  const lock = { locked_mass: 5_000_000_000n, conviction: { bits: 0n }, last_update: 0n }
  const entries: readonly (readonly [Hex, Uint8Array])[] = [
    [storageKey('SubtensorModule', 'TransferToggle', 14), codecOf('bool').enc(false)],
    [storageKey('SubtensorModule', 'Lock', dave, 1, SECOND_HOTKEY), codecOf('LockState').enc(lock)],
    [storageKey('SubtensorModule', 'AccountFlags', ferdie), codecOf('u128').enc(1n)],
  ]
  const hold = (netuid: number, alpha: string) => ({ hotkey: HOTKEY, coldkey: alice, netuid, alpha })
  const deep = { tao: '123456.789012345', alpha: '987654.321098765' }
  return {
    ...genesis,
    hotkeys: [...genesis.hotkeys, { hotkey: SECOND_HOTKEY, owner: OWNER }],
    subnets: [
      ...genesis.subnets,
      { netuid: 14, name: 'Kept', symbol: 'ξ', tao: '1000', alpha: '1500' },
      { netuid: 20, name: 'From', symbol: 'υ', tao: '150', alpha: '100' },
      { netuid: 21, name: 'To', symbol: 'φ', tao: '100', alpha: '100' },
      { ...deep, netuid: 30, name: 'Light', symbol: 'ᚦ', quoteWeight: 490_000_000_000_000_000n },
      { ...deep, netuid: 31, name: 'Heavy', symbol: 'ᚨ', quoteWeight: 523_456_789_012_345_678n },
    ],
    stakes: [...genesis.stakes, hold(0, '30'), hold(14, '100'), hold(20, '50'), hold(30, '100000')],
    storage: {
      ...genesis.storage,
      ...Object.fromEntries(entries.map(([key, value]) => [key, Binary.toHex(value) as Hex])),
    },
  }
}
