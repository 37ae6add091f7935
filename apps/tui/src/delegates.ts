import {
  type ChainAt,
  type Delegate,
  readDelegateInfo,
  readDelegates,
  readNominators,
  readStorageValues,
  readSubnets,
  type Subnet,
} from '@stake/chain'
import { Balance, StakeError } from '@stake/math'

/** A delegate with everything that helps to choose one; all stake is valued in TAO at the prices of one block. */
export interface DelegateRow {
  readonly hotkey: string
  /** The coldkey that owns it; undefined where nobody does any more. */
  readonly owner: string | undefined
  /** Its owner's identity; text from outside. */
  readonly name: string
  readonly description: string
  /** How many other coldkeys have staked with it. */
  readonly nominators: number
  /** What its own coldkey has staked with it. */
  readonly own: Balance
  /** What all have staked with it, on all subnets. */
  readonly total: Balance
  /** The total four hours before; undefined where no node knows it any more. */
  readonly before: Balance | undefined
  /** The netuids it is registered on, and those it may validate on. */
  readonly registrations: readonly number[]
  readonly permits: readonly number[]
  /** What it keeps of its nominators' dividends, parts of 65535. */
  readonly take: number
  /** What 1000 TAO with it earn in a day, by the last epoch of each subnet. */
  readonly nominatorGain: Balance
  /** What its take brings in a day, by the same. */
  readonly delegateGain: Balance
}

const FOUR_HOURS = 1_200
const BLOCKS_A_DAY = 7_200n
const THOUSAND_TAO = 1_000_000_000_000n
const WHOLE_TAKE = 65_535

/**
 * The delegates with the largest total stake at a block, largest first: two requests for all of them together, and a few
 * for each that is returned.
 *
 * @param most - how many
 */
export async function readDelegateRows(at: ChainAt, most: number): Promise<DelegateRow[]> {
  const [subnets, delegates] = await Promise.all([readSubnets(at), readDelegates(at)])
  const totals = await totalsOf(at, delegates, subnets)
  const top = delegates
    .map((delegate) => ({ delegate, total: totals.get(delegate.hotkey) ?? Balance.zero() }))
    .sort((a, b) => b.total.compare(a.total) || (a.delegate.hotkey < b.delegate.hotkey ? -1 : 1))
    .slice(0, most)
  const before = await fourHoursAgo(
    at,
    top.map(({ delegate }) => delegate),
  )
  return Promise.all(
    top.map(({ delegate, total }) =>
      readRow(at, delegate, { total, before: before?.get(delegate.hotkey), subnets }),
    ),
  )
}

interface Known {
  readonly total: Balance
  readonly before: Balance | undefined
  readonly subnets: ReadonlyMap<number, Subnet>
}

async function readRow(
  at: ChainAt,
  { hotkey, owner, take }: Delegate,
  { total, before, subnets }: Known,
): Promise<DelegateRow> {
  const [info, nominations] = await Promise.all([readDelegateInfo(at, hotkey), readNominators(at, hotkey)])
  const registrations = info?.registrations ?? []
  const [[identity], dividends] = await Promise.all([
    owner === undefined ? [] : readStorageValues(at, [['SubtensorModule', 'IdentitiesV2', owner] as const]),
    readStorageValues(
      at,
      registrations.map((netuid) => ['SubtensorModule', 'AlphaDividendsPerSubnet', netuid, hotkey] as const),
    ),
  ])
  const daily = sumOf(
    registrations.map((netuid, index) => {
      const alpha = ((dividends[index] ?? 0n) * BLOCKS_A_DAY) / BigInt(subnets.get(netuid)?.tempo || 1)
      return inTao(Balance.fromRao(alpha, netuid), subnets)
    }),
  )
  const own = nominations.filter(({ coldkey }) => coldkey === owner)
  const others = nominations.filter(({ coldkey }) => coldkey !== owner)
  return {
    hotkey,
    owner,
    name: textOf(identity?.name),
    description: textOf(identity?.description),
    nominators: new Set(others.map(({ coldkey }) => coldkey)).size,
    own: sumOf(own.map(({ stake }) => inTao(stake, subnets))),
    total,
    before,
    registrations,
    permits: info?.permits ?? [],
    take,
    // What the chain calls dividends is what is left after the take.
    nominatorGain: Balance.fromRao(total.isZero() ? 0n : (daily.rao * THOUSAND_TAO) / total.rao),
    delegateGain: Balance.fromRao(
      take >= WHOLE_TAKE ? 0n : (daily.rao * BigInt(take)) / BigInt(WHOLE_TAKE - take),
    ),
  }
}

/** All stake with each delegate, in TAO. */
async function totalsOf(
  at: ChainAt,
  delegates: readonly Delegate[],
  subnets: ReadonlyMap<number, Subnet>,
): Promise<Map<string, Balance>> {
  const places = delegates.flatMap(({ hotkey }) => [...subnets.keys()].map((netuid) => ({ hotkey, netuid })))
  const alphas = await readStorageValues(
    at,
    places.map(({ hotkey, netuid }) => ['SubtensorModule', 'TotalHotkeyAlpha', hotkey, netuid] as const),
  )
  const totals = new Map<string, Balance>()
  for (const [index, { hotkey, netuid }] of places.entries()) {
    const value = inTao(Balance.fromRao(alphas[index] ?? 0n, netuid), subnets)
    totals.set(hotkey, (totals.get(hotkey) ?? Balance.zero()).add(value))
  }
  return totals
}

async function fourHoursAgo(
  at: ChainAt,
  delegates: readonly Delegate[],
): Promise<ReadonlyMap<string, Balance> | undefined> {
  if (at.block.number <= FOUR_HOURS) return undefined
  try {
    const then = await at.chain.at(at.block.number - FOUR_HOURS)
    return await totalsOf(then, delegates, await readSubnets(then))
  } catch (error) {
    // The node has forgotten that block, and there is no archive.
    if (error instanceof StakeError && error.code === 'StateDiscarded') return undefined
    throw error
  }
}

/** At the price of the block, rounded down; nothing where the subnet is gone. */
function inTao(stake: Balance, subnets: ReadonlyMap<number, Subnet>): Balance {
  if (stake.netuid === 0) return stake
  const price = subnets.get(stake.netuid)?.price
  return price ? Balance.fromRao((stake.rao * price.bits) >> 64n) : Balance.zero()
}

function sumOf(amounts: readonly Balance[]): Balance {
  return amounts.reduce((sum, amount) => sum.add(amount), Balance.zero())
}

/** An identity's texts are bytes, as hex; whatever they say is made safe where it is shown. */
function textOf(bytes: string | undefined): string {
  return bytes === undefined ? '' : Buffer.from(bytes.replace(/^0x/, ''), 'hex').toString('utf8')
}
