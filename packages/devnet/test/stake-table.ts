import type { ApiPromise } from '@polkadot/api'
import type { KeyringPair } from '@polkadot/keyring/types'
import { expect } from 'vitest'
import type { Devnet } from '../src/index.ts'
import { call, entry, freeBalance, type Included, include, read, stake } from './client.ts'
import { rpc } from './rpc.ts'

/** One call that must fail, and as what. */
export interface Refusal {
  readonly because: string
  readonly args: readonly unknown[]
  readonly signer?: KeyringPair
  readonly error: string
}

/** Everything of a subnet and a position that staking can change. */
export async function stateOf(
  api: ApiPromise,
  netuid: number,
  hotkey: string,
  coldkey: string,
): Promise<Readonly<Record<'tao' | 'alphaIn' | 'alphaOut' | 'volume' | 'totalStake' | 'stake', string>>> {
  const [tao, alphaIn, alphaOut, volume, totalStake] = await Promise.all([
    read(api, 'subtensorModule', 'subnetTAO', netuid),
    read(api, 'subtensorModule', 'subnetAlphaIn', netuid),
    read(api, 'subtensorModule', 'subnetAlphaOut', netuid),
    read(api, 'subtensorModule', 'subnetVolume', netuid),
    read(api, 'subtensorModule', 'totalStake'),
  ])
  return {
    tao,
    alphaIn,
    alphaOut,
    volume,
    totalStake,
    stake: String(await stake(api, hotkey, coldkey, netuid)),
  }
}

/** The extrinsic fee by chain-rules 3.1: base weight, one rao a byte, and the weight of the call. */
export function extrinsicFee(weightFee: bigint, { length }: Included): bigint {
  return 54_078n + BigInt(length) + weightFee
}

/** What the staking calls write; other items may change with every block. */
const WRITTEN = [
  'subnetTAO',
  'subnetAlphaIn',
  'subnetAlphaOut',
  'subnetVolume',
  'totalStake',
  'totalHotkeyAlpha',
  'totalHotkeyShares',
  'totalHotkeySharesV2',
  'alpha',
  'alphaV2',
  'stakingHotkeys',
  'owner',
  'ownedHotkeys',
  'delegates',
  'lock',
  'lastColdkeyHotkeyStakeBlock',
]

/** Every entry of those, as the node has it. */
async function stakingStorage(api: ApiPromise, devnet: Devnet): Promise<unknown> {
  const keysOf = async (item: string) => {
    const prefix = entry(api, 'subtensorModule', item).keyPrefix()
    return (await rpc(devnet, 'state_getKeysPaged', prefix, 1000)).result as string[]
  }
  const keys = (await Promise.all(WRITTEN.map(keysOf))).flat()
  const [answer] = (await rpc(devnet, 'state_queryStorageAt', keys)).result as [{ changes: unknown }]
  return answer.changes
}

/** Runs a call that must fail: the fee is kept, the error named, and nothing else has changed. */
export async function expectRefusal(
  devnet: Devnet,
  api: ApiPromise,
  name: string,
  weightFee: bigint,
  author: string,
  { args, signer, error }: Refusal & { readonly signer: KeyringPair },
): Promise<void> {
  const { address } = signer
  const before = await stakingStorage(api, devnet)
  const free = await freeBalance(api, address)
  const result = await include(devnet, api, call(api, 'subtensorModule', name, ...args), signer)
  expect(result.error).toBe(error)
  const fee = extrinsicFee(weightFee, result)
  expect(result.events.map(([event, ...fields]) => [event, ...fields.slice(0, 2)])).toEqual([
    ['balances.Withdraw', address, String(fee)],
    ['balances.Deposit', author, String(fee)],
    ['transactionPayment.TransactionFeePaid', address, String(fee)],
    ['system.ExtrinsicFailed', expect.any(String), expect.any(String)],
  ])
  expect(await freeBalance(api, address)).toBe(free - fee)
  expect(await stakingStorage(api, devnet)).toEqual(before)
}
