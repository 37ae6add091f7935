import { type Call, type Chain, decodeCall, type Hex, parseAddress, readNetworkFee } from '@stake/chain'
import { Balance, swapFeeFloor } from '@stake/math'
import { PolicyRefusal } from '../errors.ts'
import { type Act, actsOf } from './acts.ts'
import { Filled, type Flow, flowsOf } from './flow.ts'
import { checkPolicy } from './parse-policy.ts'
import { counts, type Policy, rulesOf } from './policy.ts'
import { type Pools, priceBounds } from './price-bound.ts'
import { type Readings, readFor, subnetOf } from './readings.ts'
import { utcDay } from './reserve.ts'
import { type Spend, spendsOf, worthOf } from './spend.ts'
import { checkLimits, sumOf } from './totals.ts'

/** Something that a person should say yes to, as its bytes tell it. */
export interface Confirmation {
  readonly bytes: Hex
  readonly address: string
  /** The innermost calls: `SubtensorModule.add_stake_limit`. */
  readonly calls: readonly string[]
  /** What leaves the free balance and what leaves stake, both in TAO at the spot prices. */
  readonly free: Balance
  readonly stake: Balance
  /** The amount from which on this is asked. */
  readonly above: Balance
}

/** Who signs, and who says yes. */
export interface JudgeOptions {
  /** The account that signs. */
  readonly address: string
  /** Asked once for each signature that moves more than `confirmAbove`; without it these are refused. */
  readonly confirm?: ((asked: Confirmation) => boolean | Promise<boolean>) | undefined
}

/** A call that a policy allows, apart from what it counts. Only these bytes may be signed, and only by this account. */
export interface Judgement {
  readonly bytes: Hex
  readonly address: string
  readonly policy: Policy
  /** The day of the block it was judged at (UTC), and what the call takes; undefined for the policy without rules. */
  readonly day: string | undefined
  readonly spends: readonly Spend[] | undefined
}

/** A block this much ahead of the own clock would begin another day too early. */
const TOO_EARLY = 3_600_000
/** What a limit may allow at the most to be called one: half the price, or half as much again. */
const PROTECTS_PPB = 500_000_000n

/**
 * Judges calls by the very bytes that would be signed, whatever was asked for: every rule of the policy but those that
 * count what was spent before ({@link reserve}). Prices, positions and the network fee it reads itself, at the newest
 * block, all calls at once; of the policy without rules it reads nothing.
 *
 * @param calls - encoded, in the order in which they will be signed
 * @throws PolicyRefusal, PolicyUnreadable, MissingInRuntime for bytes that are no call
 *
 * @example
 * ```ts
 * import { calls, connect, developmentAccounts } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 * import { Balance } from '@stake/math'
 * import { judge, parsePolicy } from '@stake/ops'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const address = developmentAccounts['//Alice'] ?? ''
 * const policy = parsePolicy({ version: 1, perOperation: '5 TAO' })
 * const stake = (amount: string) =>
 *   calls.addStake(chain, { hotkey: address, netuid: 2, amount: Balance.parse(amount) })
 * const both = calls.batchAll(chain, { calls: [stake('3'), stake('3')] })
 *
 * const [judgement] = await judge(chain, policy, [stake('3').bytes], { address })
 * judgement?.spends?.[0]?.worth // => 3
 * await judge(chain, policy, [both.bytes], { address }) // throws PolicyRefusal
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function judge(
  chain: Chain,
  policy: Policy,
  calls: readonly Hex[],
  options: JudgeOptions,
): Promise<Judgement[]> {
  checkPolicy(policy)
  const address = parseAddress(options.address)
  const decoded = calls.map((bytes) => decodeCall(chain, bytes))
  const acts = decoded.map((call) => actsOf(chain, policy, call, address))
  if (Object.keys(policy).length === 0) {
    return calls.map((bytes) => ({ bytes, address, policy, day: undefined, spends: undefined }))
  }
  const readings = await readFor(chain, acts.flat())
  const day = dayOf(chain, policy, readings)
  const fees = await networkFees(chain, policy, decoded, address, readings)
  const judged: Judgement[] = []
  const pools: Pools = new Map()
  const filled = new Filled()
  for (const [index, call] of decoded.entries()) {
    const own = acts[index] ?? []
    const flows = flowsOf(own, readings, filled)
    checkPlaces(policy, flows, readings)
    checkPrices(policy, flows, readings, pools)
    checkFee(policy, flows, fees?.[index], readings)
    const spends = spendsOf(flows, readings)
    checkAmounts(policy, spends)
    await checkConfirmed(policy, spends, { call, acts: own, address }, options)
    judged.push({ bytes: call.bytes, address, policy, day, spends })
  }
  return judged
}

/** The UTC day of the block. @throws PolicyRefusal where days count and the block is ahead of the own clock */
function dayOf(chain: Chain, policy: Policy, { snapshot }: Readings): string {
  const { block } = snapshot
  // A first block has no time of its own.
  const timestamp = snapshot.timestamp || chain.clock.now()
  if (counts(policy) && timestamp > chain.clock.now() + TOO_EARLY) {
    throw new PolicyRefusal(
      'perDay',
      `Block ${block.number} says it is ${new Date(timestamp).toISOString()}, which is later than it is here: what a day allows cannot be counted.`,
      { block: block.number, timestamp, now: chain.clock.now() },
    )
  }
  return utcDay(timestamp)
}

/** The most that the network takes of each call; read only where a rule asks. */
async function networkFees(
  chain: Chain,
  { fee }: Policy,
  calls: readonly Call[],
  address: string,
  { snapshot }: Readings,
): Promise<Balance[] | undefined> {
  if (!fee) return undefined
  const at = await chain.at(snapshot.block)
  // What a call costs depends on its name and its length, but for those that make others.
  const known = new Map<string, Promise<Balance>>()
  return Promise.all(
    calls.map((call) => {
      const key = call.pallet === 'SubtensorModule' ? `${call.name} ${call.bytes.length}` : call.bytes
      const read = known.get(key) ?? readNetworkFee(at, call, address).then(({ total }) => total)
      known.set(key, read)
      return read
    }),
  )
}

/** Subnets, hotkeys and destinations that are named. */
function checkPlaces(
  { netuids, hotkeys, destinations }: Policy,
  flows: readonly Flow[],
  readings: Readings,
): void {
  for (const flow of flows) {
    for (const { netuid, hotkey } of placesOf(flow)) {
      // Of a subnet that is not there nothing can be judged.
      if (netuid !== undefined) subnetOf(readings, netuid)
      if (netuids && netuid !== undefined && !netuids.includes(netuid)) {
        throw new PolicyRefusal('netuids', `The policy does not allow subnet ${netuid}.`, { netuid })
      }
      if (hotkeys && hotkey !== undefined && !hotkeys.includes(hotkey)) {
        throw new PolicyRefusal('hotkeys', `The policy does not allow the hotkey ${hotkey}.`, { hotkey })
      }
    }
    const destination = flow.is === 'move' || flow.is === 'payment' ? flow.destination : undefined
    if (destinations && destination !== undefined && !destinations.includes(destination)) {
      throw new PolicyRefusal('destinations', `The policy does not allow anything to go to ${destination}.`, {
        destination,
      })
    }
  }
}

function placesOf(flow: Flow): readonly { netuid?: number | undefined; hotkey?: string | undefined }[] {
  if (flow.is === 'move') return [flow.from, flow.to]
  return flow.is === 'payment' ? [] : [flow]
}

function checkPrices(
  { priceImpact, protection }: Policy,
  flows: readonly Flow[],
  readings: Readings,
  pools: Pools,
): void {
  if (!priceImpact && !protection) return
  for (const { netuid, ppb, limited } of priceBounds(flows, readings, pools)) {
    if (protection && !(limited && ppb !== undefined && ppb <= PROTECTS_PPB)) {
      throw unprotected(netuid, limited)
    }
    if (priceImpact && (ppb === undefined || ppb > priceImpact.ppb)) {
      const found = ppb === undefined ? 'by nobody knows how much' : `by ${percent(ppb)}`
      throw new PolicyRefusal(
        'priceImpact',
        limited
          ? `The limit of this call lets the price of subnet ${netuid} go ${found}; the policy allows ${priceImpact}.`
          : `This call would move the price of subnet ${netuid} ${found}; the policy allows ${priceImpact}.`,
        { netuid, allowed: priceImpact.toString(), ...(ppb !== undefined && { impact: percent(ppb) }) },
      )
    }
  }
  for (const flow of protection ? flows : []) {
    if (flow.is === 'registration' && !flow.limited && flow.tao > 0n) throw unprotected(flow.netuid, false)
  }
}

function unprotected(netuid: number, limited: boolean): PolicyRefusal {
  return new PolicyRefusal(
    'protection',
    limited
      ? `The limit of this call on subnet ${netuid} protects nothing; the policy asks for protection.`
      : `This call on subnet ${netuid} has no limit; the policy asks for protection.`,
    { netuid },
  )
}

/** What the network and the pools take, at the spot prices; rounded up. */
function checkFee(
  { fee }: Policy,
  flows: readonly Flow[],
  network: Balance | undefined,
  readings: Readings,
): void {
  if (!fee || !network) return
  const swaps = flows.reduce((sum, flow) => sum + swapFee(flow, readings), 0n)
  const total = network.rao + swaps
  if (total <= fee.rao) return
  throw new PolicyRefusal(
    'fee',
    `Network and pools would take ${tao(total)}; the policy allows ${fee.format()}.`,
    { largest: fee.rao, network: network.rao, swaps },
  )
}

function swapFee(flow: Flow, readings: Readings): bigint {
  if (flow.is === 'buy') return feeOn(flow.netuid, flow.tao, readings)
  if (flow.is === 'sell') return worthOf(feeOn(flow.netuid, flow.alpha, readings), readings, flow.netuid)
  if (flow.is !== 'move' || flow.from.netuid === flow.to.netuid) return 0n
  const { from, to, alpha } = flow
  // A move has one fee: of the sale, or where there is none, of the purchase.
  return from.netuid === 0
    ? feeOn(to.netuid, alpha, readings)
    : worthOf(feeOn(from.netuid, alpha, readings), readings, from.netuid)
}

function feeOn(netuid: number, amount: bigint, readings: Readings): bigint {
  const { curve, pool } = subnetOf(readings, netuid)
  if (curve === 'stable') return 0n
  if (!pool || pool.curve === 'stable') {
    throw new PolicyRefusal('fee', `The policy cannot tell the fee of subnet ${netuid}.`, { netuid })
  }
  return swapFeeFloor(amount, pool.feeRate) + 1n
}

/** What one signature may take. */
function checkAmounts(policy: Policy, spends: readonly Spend[]): void {
  checkLimits('perOperation', policy.perOperation, spends)
  for (const netuid of new Set(spends.map((spend) => spend.netuid))) {
    if (netuid === undefined) continue
    checkLimits('perOperation', rulesOf(policy, netuid)?.perOperation, spends, { netuid })
  }
}

async function checkConfirmed(
  { confirmAbove }: Policy,
  spends: readonly Spend[],
  { call, acts, address }: { call: Call; acts: readonly Act[]; address: string },
  { confirm }: JudgeOptions,
): Promise<void> {
  if (!confirmAbove) return
  const free = sumOf(spends, 'free')
  const stake = sumOf(spends, 'stake')
  if (free <= confirmAbove.rao && stake <= confirmAbove.rao) return
  const asked: Confirmation = {
    bytes: call.bytes,
    address,
    calls: acts.map((act) => act.call),
    free: Balance.fromRao(free),
    stake: Balance.fromRao(stake),
    above: confirmAbove,
  }
  if ((await confirm?.(asked)) === true) return
  throw new PolicyRefusal(
    'confirmAbove',
    `What moves more than ${confirmAbove.format()} must be confirmed, and this was not.`,
    { above: confirmAbove.rao, free, stake },
  )
}

function percent(ppb: bigint): string {
  const decimals = (ppb % 10_000_000n).toString().padStart(7, '0').replace(/0+$/, '')
  return `${ppb / 10_000_000n}${decimals && `.${decimals}`}%`
}

function tao(rao: bigint): string {
  return Balance.fromRao(rao).format()
}
