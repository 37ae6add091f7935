import type { Account, Subnet } from '@stake/chain'
import { Balance, type BalancerPool, type Pool, spotPrice } from '@stake/math'
import type { Facts, Numbers } from '../src/index.ts'

export const ALICE = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY'
export const BOB = '5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty'
export const CHARLIE = '5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y'

/** A weighted pool from decimal text; equal weights and the usual fee unless told. */
export function poolOf(
  netuid: number,
  tao: string,
  alpha: string,
  terms: Partial<BalancerPool> = {},
): BalancerPool {
  return {
    curve: 'balancer',
    netuid,
    tao: Balance.parse(tao),
    alpha: Balance.parse(alpha, netuid),
    feeRate: 33,
    quoteWeight: 500_000_000_000_000_000n,
    ...terms,
  }
}

/** Numbers of one block, in which Alice has TAO and stake with Bob's hotkey on every subnet. */
export function numbersOf(
  pools: readonly Pool[],
  changes: { free?: string; stake?: string; facts?: Partial<Facts> } = {},
): Numbers {
  const free = Balance.parse(changes.free ?? '1000000')
  const account: Account = {
    free,
    reserved: Balance.zero(),
    frozen: Balance.zero(),
    transferable: free.subtract(Balance.min(free, Balance.fromRao(500n))),
    nonce: 0,
  }
  return {
    block: { number: 100, hash: '0x00' },
    timestamp: 0,
    specVersion: 424,
    existentialDeposit: Balance.fromRao(500n),
    accounts: new Map([[ALICE, account]]),
    hotkeys: new Map(
      [BOB, CHARLIE].map((hotkey) => [hotkey, { exists: true, owner: CHARLIE, take: 11_796 }]),
    ),
    subnets: new Map(pools.map((pool) => [pool.netuid, subnetOf(pool)])),
    positions: pools.map(({ netuid }) => {
      const stake = Balance.parse(changes.stake ?? '1000000', netuid)
      return { coldkey: ALICE, hotkey: BOB, netuid, stake, available: stake }
    }),
    facts: {
      registered: new Map(),
      transfers: new Map(),
      available: new Map(),
      nominatorMinimum: Balance.zero(),
      takes: new Map(),
      autoStakes: new Map(),
      costs: new Map(),
      rootRegistration: undefined,
      claims: new Map(),
      ...changes.facts,
    },
  }
}

function subnetOf(pool: Pool): Subnet {
  const { netuid } = pool
  return {
    netuid,
    name: 'Numbers',
    symbol: 'ν',
    pool,
    price: spotPrice(pool),
    subtokenEnabled: true,
    registeredAt: 7,
    tempo: 360,
    lastEpoch: 0,
    alphaOut: Balance.parse('5000000', netuid),
    volume: 0n,
    emission: { tao: Balance.zero(), alphaIn: Balance.zero(netuid), alphaOut: Balance.zero(netuid) },
  } as Subnet
}
