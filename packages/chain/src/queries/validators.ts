import { Balance } from '@stake/math'
import type { ChainAt } from '../at.ts'
import { callRuntime } from '../runtime/runtime-api.ts'
import { readStorage, type StorageEntry } from '../runtime/storage.ts'

/** A hotkey registered on a subnet. */
export interface Validator {
  readonly uid: number
  readonly hotkey: string
  readonly coldkey: string
  /** May it set weights, that is: does it validate? */
  readonly permit: boolean
  /** All alpha staked to it on this subnet (TAO on the root). */
  readonly stake: Balance
  /** The delegate's take in parts of 65535. */
  readonly take: number
}

interface SubnetState {
  hotkeys: string[]
  coldkeys: string[]
  validator_permit: boolean[]
  alpha_stake: bigint[]
  tao_stake: bigint[]
}

/**
 * The hotkeys registered on a subnet in the order of their uids; empty where there is no such subnet.
 *
 * @example
 * ```ts
 * import { connect, readValidators } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const validators = await readValidators(await chain.at('best'), 2)
 * validators[0]?.uid // => 0
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function readValidators(at: ChainAt, netuid: number): Promise<Validator[]> {
  const state = await callRuntime<SubnetState | undefined>(at, 'SubnetInfoRuntimeApi.get_subnet_state', [
    netuid,
  ])
  if (!state) return []
  const takes = await readStorage(
    at,
    state.hotkeys.map((hotkey): StorageEntry => ['SubtensorModule', 'Delegates', hotkey]),
  )
  const stakes = netuid === 0 ? state.tao_stake : state.alpha_stake
  return state.hotkeys.map((hotkey, uid) => ({
    uid,
    hotkey,
    coldkey: state.coldkeys[uid] ?? hotkey,
    permit: state.validator_permit[uid] ?? false,
    stake: Balance.fromRao(stakes[uid] ?? 0n, netuid),
    take: takes[uid] as number,
  }))
}
