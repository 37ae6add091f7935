import { Balance, Price, spotPrice } from '@stake/math'
import { parseAddress } from '../address.ts'
import type { ChainAt } from '../at.ts'
import type { Call } from '../calls/call.ts'
import { MalformedAnswer } from '../errors/errors.ts'
import { constantOf } from '../runtime/constant.ts'
import { apiOf } from '../runtime/runtime.ts'
import { callRuntime } from '../runtime/runtime-api.ts'
import { askState } from '../runtime/state.ts'
import { readStorage } from '../runtime/storage.ts'
import { type AccountInfo, transferableOf } from './balances.ts'
import { poolEntries, poolOf, type StoredPool } from './curve.ts'
import { simulateBuy, simulateSell } from './simulation.ts'
import { type FeeSource, readStakesOf, tradesOf } from './traded-by.ts'

/** What the chain takes for an extrinsic, in TAO, and what for. */
export interface NetworkFee {
  readonly total: Balance
  /** For every extrinsic the same. */
  readonly base: Balance
  /** For its bytes. */
  readonly length: Balance
  /** For what the call may have to do; what it did not need of that is given back where the call says so. */
  readonly weight: Balance
}

/** A trade that a call makes in a pool, and the pool's own fee for it. */
export interface SwapFee {
  readonly side: 'buy' | 'sell'
  readonly netuid: number
  /** In the token that goes in; undefined where the trade would fail. With a limit price it is the most. */
  readonly fee: Balance | undefined
}

/** Which asset pays the network fee. */
export type FeePayment =
  /** Free TAO, of which the existential deposit must stay. */
  | { readonly asset: 'tao'; readonly amount: Balance }
  /** Alpha of the one position that the call is about, because there is too little TAO; it shrinks before the call runs. */
  | { readonly asset: 'alpha'; readonly hotkey: string; readonly netuid: number; readonly amount: Balance }
  /** Nothing can: the chain refuses the transaction. */
  | { readonly asset: 'none'; readonly missing: Balance }

/** All that a call costs beside what it trades. */
export interface Fees {
  readonly network: NetworkFee
  /** In the order of the trades; none for calls that trade nothing. */
  readonly swaps: readonly SwapFee[]
  /** TAO that may be spent, as `transferable` of `readBalances`: free, less what is frozen or the existential deposit. */
  readonly available: Balance
  readonly payment: FeePayment
}

/** The largest number that a compact integer holds in four bytes. */
const LARGEST_COMPACT = 2 ** 30 - 1

/**
 * The network fee of a call signed by `address`, as the node computes it for the largest extrinsic that it can
 * be (`payment_queryFeeDetails`; each byte costs, and a nonce takes one to four of them); nothing is signed. What is
 * paid in the end is at most that. One request.
 *
 * @throws InvalidAddress; MalformedAnswer where the node names no fee.
 *
 * @example
 * ```ts
 * import { buildCall, connect, developmentAccounts, readNetworkFee } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const call = buildCall(chain, 'System', 'remark', { remark: '0x010203' })
 * const { length } = await readNetworkFee(await chain.at('best'), call, developmentAccounts['//Alice'] ?? '')
 * length.rao // => 115
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function readNetworkFee(at: ChainAt, call: Call, address: string): Promise<NetworkFee> {
  const method = 'payment_queryFeeDetails'
  const answer = await askState(at.chain.connection, at.block, method, [
    largestExtrinsic(at, call, parseAddress(address)),
    at.block.hash,
  ])
  const { inclusionFee } = (answer ?? {}) as { inclusionFee?: Record<string, unknown> | null }
  // A call that is free has none.
  const parts = inclusionFee === null ? { baseFee: 0, lenFee: 0, adjustedWeightFee: 0 } : (inclusionFee ?? {})
  const [base, length, weight] = [parts.baseFee, parts.lenFee, parts.adjustedWeightFee].map((fee) =>
    raoOf(fee, method),
  ) as [Balance, Balance, Balance]
  return { total: base.add(length).add(weight), base, length, weight }
}

/**
 * The whole of it: {@link readNetworkFee}.
 *
 * @throws InvalidAddress, MalformedAnswer
 *
 * @example
 * ```ts
 * import { buildCall, connect, developmentAccounts, estimateFee } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const call = buildCall(chain, 'System', 'remark', { remark: '0x010203' })
 * const fee = await estimateFee(await chain.at('best'), call, developmentAccounts['//Alice'] ?? '')
 * fee.isZero() // => false
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function estimateFee(at: ChainAt, call: Call, address: string): Promise<Balance> {
  return (await readNetworkFee(at, call, address)).total
}

/**
 * What a call signed by a coldkey would cost, network and swap fees apart, and which asset pays the network fee.
 *
 * TAO pays where there is enough. Otherwise alpha does, for the calls that take stake out of exactly one position and
 * are themselves what is signed: `floor(fee / price)` of that position, all of it where that is nothing; the position
 * must be worth the fee. Within batches, proxies and all other calls nothing but TAO pays.
 *
 * Swap fees come from the runtime's simulation of each trade as if nothing else happened before; those within batches
 * are listed, those of other coldkeys (proxies) are not. Two round trips; three for the
 * calls that take everything.
 *
 * @throws InvalidAddress, MalformedAnswer, MissingInRuntime
 *
 * @example
 * ```ts
 * import { buildCall, connect, developmentAccounts, readFees, readValidators } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet({ emission: false })
 * const chain = await connect({ endpoints: devnet.url })
 * const at = await chain.at('best')
 * const [validator] = await readValidators(at, 2)
 * const call = buildCall(chain, 'SubtensorModule', 'add_stake', {
 *   hotkey: validator?.hotkey ?? '',
 *   netuid: 2,
 *   amount_staked: 10_000_000_000n,
 * })
 * const { network, swaps, payment } = await readFees(at, call, developmentAccounts['//Alice'] ?? '')
 * swaps[0]?.fee?.toString() // => 0.005035477
 * payment.asset // => tao
 * network.total.toString() // => 0.001586263
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function readFees(at: ChainAt, call: Call, coldkey: string): Promise<Fees> {
  const address = parseAddress(coldkey)
  const [network, account, stakes] = await Promise.all([
    readNetworkFee(at, call, address),
    readStorage(at, [['System', 'Account', address]]),
    readStakesOf(at, call, address),
  ])
  const [{ data }] = account as [AccountInfo]
  const available = transferableOf(data, constantOf(at.runtime, 'Balances', 'ExistentialDeposit'))
  const trades = tradesOf(call, stakes)
  const [swaps, payment] = await Promise.all([
    Promise.all(
      trades.map(async ({ side, netuid, amount }): Promise<SwapFee> => {
        const simulated =
          side === 'buy' ? await simulateBuy(at, netuid, amount) : await simulateSell(at, amount)
        return { side, netuid, fee: simulated?.fee }
      }),
    ),
    readPayment(at, network.total, available, stakes.source),
  ])
  return { network, swaps, available, payment }
}

async function readPayment(
  at: ChainAt,
  fee: Balance,
  available: Balance,
  source: FeeSource | undefined,
): Promise<FeePayment> {
  if (fee.compare(available) <= 0) return { asset: 'tao', amount: fee }
  const none: FeePayment = { asset: 'none', missing: fee.subtract(available) }
  if (!source || source.stake.isZero()) return none
  const { hotkey, netuid, stake } = source
  const { bits } = await readPrice(at, netuid)
  const worth = bits === 0n ? 0n : (fee.rao << 64n) / bits
  if (worth > stake.rao) return none
  const amount = worth === 0n ? stake : Balance.fromRao(worth, netuid)
  return { asset: 'alpha', hotkey, netuid, amount }
}

/** The exact price of a subnet; where its curve is unknown here, the runtime's own, rounded down to a rao. */
async function readPrice(at: ChainAt, netuid: number): Promise<Price> {
  const entries = poolEntries(at.runtime, netuid)
  const values = await readStorage(
    at,
    entries.map(([, entry]) => entry),
  )
  const stored = Object.fromEntries(entries.map(([name], index) => [name, values[index]]))
  const { pool } = poolOf(at.runtime, netuid, stored as unknown as StoredPool)
  if (pool) return spotPrice(pool)
  const rao = await callRuntime<bigint>(at, 'SwapRuntimeApi.current_alpha_price', [netuid])
  return Price.fromBits((rao << 64n) / 1_000_000_000n)
}

function largestExtrinsic(at: ChainAt, call: Call, address: string): string {
  const api = apiOf(at.runtime)
  const extrinsic = api.registry.createType('Extrinsic', api.registry.createType('Call', call.bytes), {
    version: 4,
  })
  const { genesisHash } = at.chain
  extrinsic.signFake(address, {
    blockHash: genesisHash,
    genesisHash,
    nonce: LARGEST_COMPACT,
    runtimeVersion: api.runtimeVersion,
    era: api.registry.createType('ExtrinsicEra', { current: 1, period: 64 }),
  })
  return extrinsic.toHex()
}

/** Nodes send a number, or text of one. */
function raoOf(fee: unknown, method: string): Balance {
  const isText = typeof fee === 'string' && /^(\d+|0x[0-9a-f]+)$/.test(fee)
  if (!isText && !(Number.isSafeInteger(fee) && Number(fee) >= 0)) throw new MalformedAnswer(method, 'a fee')
  return Balance.fromRao(BigInt(fee as string | number))
}
