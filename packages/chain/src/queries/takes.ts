import { parseAddress } from '../address.ts'
import type { ChainAt } from '../at.ts'
import { checkNetuid } from '../calls/arguments.ts'
import { readStorage } from '../runtime/storage.ts'

/** A take in parts of 65535, its bounds, and when it may be raised. */
export interface Take {
  readonly take: number
  readonly least: number
  readonly most: number
  /** Blocks that a raise must wait after any change, up or down. */
  readonly rateLimit: number
  /** The block of the last change; undefined where there was none. */
  readonly lastChange: number | undefined
  /** The first block that takes a raise; 0 where it need not wait. Lowering needs no waiting, but starts it anew. */
  readonly raisableFrom: number
}

/** What a hotkey keeps of its parents' dividends on a subnet. */
export interface ChildkeyTake extends Take {
  /** The take that counts: the least of the subnet where less was set before. */
  readonly effective: number
}

/**
 * The delegate take of a hotkey: one request. A raise is refused while no more than `rateLimit` blocks (216,000, 30
 * days) have passed since the last change (`increase_take`).
 *
 * @throws InvalidAddress
 *
 * @example
 * ```ts
 * import { connect, readDelegateTake, readValidators } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const at = await chain.at('best')
 * const [otter] = await readValidators(at, 1)
 * const { take, most, rateLimit, raisableFrom } = await readDelegateTake(at, otter?.hotkey ?? '')
 * take === most // => true
 * rateLimit // => 216000
 * raisableFrom // => 0
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function readDelegateTake(at: ChainAt, hotkey: string): Promise<Take> {
  const address = parseAddress(hotkey)
  const [take, least, most, limit, last] = (await readStorage(at, [
    ['SubtensorModule', 'Delegates', address],
    ['SubtensorModule', 'MinDelegateTake'],
    ['SubtensorModule', 'MaxDelegateTake'],
    ['SubtensorModule', 'TxDelegateTakeRateLimit'],
    ['SubtensorModule', 'LastRateLimitedBlock', { type: 'LastTxBlockDelegateTake', value: address }],
  ])) as [number, number, number, bigint, bigint]
  return takeOf({ take, least, most, limit, last, wait: limit === 0n ? 0n : limit + 1n })
}

/** Its number among the kinds of transactions that `TransactionKeyLastBlock` counts. */
const SET_CHILDKEY_TAKE = 1

/**
 * The childkey take of a hotkey on a subnet: one request. A raise is refused while less than `rateLimit` blocks have
 * passed since the last change (`set_childkey_take`); the least is the larger of the chain's and the subnet's own.
 *
 * @throws InvalidAddress, InvalidNetuid
 *
 * @example
 * ```ts
 * import { connect, readChildkeyTake, readValidators } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const at = await chain.at('best')
 * const [otter] = await readValidators(at, 1)
 * const { take, effective, most } = await readChildkeyTake(at, otter?.hotkey ?? '', 1)
 * take // => 0
 * effective // => 0
 * most // => 11796
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function readChildkeyTake(at: ChainAt, hotkey: string, netuid: number): Promise<ChildkeyTake> {
  const address = parseAddress(hotkey)
  const subnet = checkNetuid(netuid)
  const [take, chainLeast, subnetLeast, most, limit, last] = (await readStorage(at, [
    ['SubtensorModule', 'ChildkeyTake', address, subnet],
    ['SubtensorModule', 'MinChildkeyTake'],
    ['SubtensorModule', 'MinChildkeyTakePerSubnet', subnet],
    ['SubtensorModule', 'MaxChildkeyTake'],
    ['SubtensorModule', 'TxChildkeyTakeRateLimit'],
    ['SubtensorModule', 'TransactionKeyLastBlock', address, subnet, SET_CHILDKEY_TAKE],
  ])) as [number, number, number, number, bigint, bigint]
  const least = Math.max(chainLeast, subnetLeast)
  const known = takeOf({ take, least, most, limit, last, wait: limit })
  return { ...known, effective: Math.max(take, least) }
}

interface Known {
  readonly take: number
  readonly least: number
  readonly most: number
  readonly limit: bigint
  readonly last: bigint
  /** Blocks from the last change to the first that takes a raise. */
  readonly wait: bigint
}

function takeOf({ take, least, most, limit, last, wait }: Known): Take {
  const changed = last > 0n
  return {
    take,
    least,
    most,
    rateLimit: Number(limit),
    lastChange: changed ? Number(last) : undefined,
    raisableFrom: changed && wait > 0n ? Number(last + wait) : 0,
  }
}
