import {
  type Chain,
  Disconnected,
  EndpointUnreachable,
  NoSecondSource,
  RequestTimedOut,
  RpcError,
  readStorageElsewhere,
  type StorageEntry,
} from '@stake/chain'
import { Balance, type Pool } from '@stake/math'
import { EndpointsDisagree } from './errors.ts'
import type { Numbers } from './facts.ts'
import type { Preview } from './preview.ts'

/** Plans that are worth more than this ask a second node, where one is configured. */
export const SECOND_SOURCE_ABOVE: Balance = Balance.parse('100')

/** `agrees`: another node says the same. `lacking`: none has this block. `none`: nobody else can be asked. */
export type SecondOpinion = 'agrees' | 'lacking' | 'none'

/** What the legs are worth together in TAO, at the prices they were planned at. */
export function worthOf(legs: readonly Preview[]): Balance {
  return legs.reduce((sum, { swaps, spends, amount, subnets }) => {
    const sold = swaps.find(({ quote }) => quote.side === 'sell')?.quote.received
    const price = subnets[0]?.price.bits ?? 0n
    const worth = !spends.isZero()
      ? spends
      : (sold ?? Balance.fromRao(amount.netuid === 0 ? amount.rao : (amount.rao * price) >> 64n))
    return sum.add(worth)
  }, Balance.zero())
}

/**
 * Compares the pools and the balance that a plan stands on with what another configured endpoint says of the same
 * block.
 *
 * @throws EndpointsDisagree
 */
export async function askSecondSource(
  chain: Chain,
  numbers: Numbers,
  coldkey: string,
  netuids: readonly number[],
): Promise<SecondOpinion> {
  if (!chain.connection.hasOther) return 'none'
  const ours = [
    {
      name: 'balance',
      entry: ['System', 'Account', coldkey] as StorageEntry,
      value: freeOf(numbers, coldkey),
    },
    ...netuids.flatMap((netuid) => poolNumbers(netuid, numbers.subnets.get(netuid)?.pool)),
  ]
  try {
    const at = await chain.at(numbers.block)
    const { endpoint, result } = await readStorageElsewhere(
      at,
      ours.map(({ entry }) => entry),
    )
    for (const [index, { name, value }] of ours.entries()) {
      const theirs = plainNumber(result[index])
      if (theirs !== value) throw new EndpointsDisagree(name, value, theirs, endpoint)
    }
    return 'agrees'
  } catch (error) {
    if (error instanceof RpcError) return 'lacking'
    const unreachable = [NoSecondSource, EndpointUnreachable, RequestTimedOut, Disconnected]
    if (unreachable.some((each) => error instanceof each)) return 'none'
    throw error
  }
}

function freeOf({ accounts }: Numbers, coldkey: string): bigint {
  return accounts.get(coldkey)?.free.rao ?? 0n
}

function poolNumbers(
  netuid: number,
  pool: Pool | undefined,
): { name: string; entry: StorageEntry; value: bigint }[] {
  if (!pool) return []
  const named = (what: string) => `${what} of subnet ${netuid}`
  const numbers: { name: string; entry: StorageEntry; value: bigint }[] = [
    { name: named('TAO'), entry: ['SubtensorModule', 'SubnetTAO', netuid], value: pool.tao.rao },
    { name: named('alpha'), entry: ['SubtensorModule', 'SubnetAlphaIn', netuid], value: pool.alpha.rao },
  ]
  if (pool.curve === 'stable') return numbers
  numbers.push({ name: named('fee rate'), entry: ['Swap', 'FeeRate', netuid], value: BigInt(pool.feeRate) })
  if (pool.curve === 'balancer') {
    numbers.push({ name: named('weight'), entry: ['Swap', 'SwapBalancer', netuid], value: pool.quoteWeight })
  }
  return numbers
}

/** The number in what was stored: itself, the free balance of an account, or the weight of a pool. */
function plainNumber(stored: unknown): bigint {
  if (typeof stored === 'bigint') return stored
  if (typeof stored === 'number') return BigInt(stored)
  const { data, quote } = (stored ?? {}) as { data?: { free: bigint }; quote?: bigint }
  return data?.free ?? quote ?? -1n
}
