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
import { Balance, formatTake, StakeError } from '@stake/math'
import { percentOf } from '../stage/percent.ts'
import { shownText } from '../stage/shown-text.ts'
import { taoValueOf } from '../stage/tao-value.ts'

/** A delegate with what the documents' list says of it; all stake is valued in TAO at the prices of the block. */
export interface DelegateRow {
  readonly hotkey: string
  readonly owner: string
  readonly name: string
  readonly description: string
  readonly nominators: number
  readonly own: Balance
  readonly total: Balance
  /** Of the total within four hours; `NA` where nobody knows any more. */
  readonly change: string
  readonly registrations: readonly number[]
  readonly permits: readonly number[]
  readonly take: number
  /** A day, for each 1000 TAO, by the last epoch of each subnet. */
  readonly nominatorGain: Balance
  /** The take of a day, by the same. */
  readonly delegateGain: Balance
}

const FOUR_HOURS = 1200
const BLOCKS_A_DAY = 7200n
const THOUSAND = 1_000_000_000_000n

/** The delegates with the largest total stake, largest first. */
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
  return Promise.all(top.map(({ delegate, total }) => readRow(at, { delegate, total, before, subnets })))
}

interface Known {
  readonly delegate: Delegate
  readonly total: Balance
  readonly before: ReadonlyMap<string, Balance> | undefined
  readonly subnets: ReadonlyMap<number, Subnet>
}

async function readRow(at: ChainAt, { delegate, total, before, subnets }: Known): Promise<DelegateRow> {
  const { hotkey, owner = '', take } = delegate
  const [info, nominations] = await Promise.all([readDelegateInfo(at, hotkey), readNominators(at, hotkey)])
  const registrations = info?.registrations ?? []
  const values = await readStorageValues(at, [
    ['SubtensorModule', 'IdentitiesV2', owner] as const,
    ...registrations.map((netuid) => ['SubtensorModule', 'AlphaDividendsPerSubnet', netuid, hotkey] as const),
  ])
  const [identity, ...dividends] = values as [{ name: string; description: string } | undefined, ...bigint[]]
  const day = registrations.reduce((sum, netuid, index) => {
    const daily = ((dividends[index] ?? 0n) * BLOCKS_A_DAY) / BigInt(subnets.get(netuid)?.tempo || 1)
    return sum.add(taoValueOf(Balance.fromRao(daily, netuid), subnets))
  }, Balance.zero())
  const own = nominations
    .filter(({ coldkey }) => coldkey === owner)
    .reduce((sum, { stake }) => sum.add(taoValueOf(stake, subnets)), Balance.zero())
  return {
    hotkey,
    owner,
    name: identity ? textOf(identity.name) : '',
    description: identity ? textOf(identity.description) : '',
    nominators: new Set(nominations.filter(({ coldkey }) => coldkey !== owner).map(({ coldkey }) => coldkey))
      .size,
    own,
    total,
    change: changeOf(total, before?.get(hotkey)),
    registrations,
    permits: info?.permits ?? [],
    take,
    // What the chain calls dividends is what is left after the take.
    nominatorGain: Balance.fromRao(total.isZero() ? 0n : (day.rao * THOUSAND) / total.rao),
    delegateGain: Balance.fromRao((day.rao * BigInt(take)) / BigInt(65_535 - take)),
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
    const value = taoValueOf(Balance.fromRao(alphas[index] ?? 0n, netuid), subnets)
    totals.set(hotkey, (totals.get(hotkey) ?? Balance.zero()).add(value))
  }
  return totals
}

async function fourHoursAgo(
  at: ChainAt,
  delegates: readonly Delegate[],
): Promise<Map<string, Balance> | undefined> {
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

function changeOf(now: Balance, before: Balance | undefined): string {
  if (!before || before.isZero()) return 'NA'
  const more = now.compare(before) >= 0
  const difference = more ? now.subtract(before) : before.subtract(now)
  return `${more ? '+' : '-'}${percentOf(difference, before)}`
}

/** An identity's texts are bytes, as hex. */
function textOf(bytes: string): string {
  return shownText(Buffer.from(bytes.replace(/^0x/, ''), 'hex').toString('utf8'))
}

/** The twelve columns of the documents, and what they mean. */
export const DELEGATE_COLUMNS: readonly (readonly [title: string, means: string])[] = [
  ['INDEX', 'the larger the total stake, the higher on the list'],
  ['DELEGATE', 'the name in its owner’s on-chain identity'],
  ['SS58', 'the hotkey'],
  ['NOMINATORS', 'how many other coldkeys have staked with it'],
  ['DELEGATE STAKE(τ)', 'what its own coldkey has staked with it'],
  ['TOTAL STAKE(τ)', 'what all have staked with it, on all subnets, at the prices of the moment'],
  ['CHANGE/(4h)', 'how much that changed within 1200 blocks; NA where nobody knows'],
  ['VPERMIT', 'the subnets it may validate on'],
  ['TAKE', 'what it keeps of its nominators’ dividends'],
  ['NOMINATOR/(24h)/kτ', 'what 1000 TAO with it earn in a day, by the last epochs'],
  ['DELEGATE/(24h)', 'what its take brings in a day, by the last epochs'],
  ['Desc', 'the description in the identity'],
]

/** A row under these columns. */
export function delegateCells(row: DelegateRow, index: number): string[] {
  return [
    String(index),
    row.name,
    `${row.hotkey.slice(0, 8)}...`,
    String(row.nominators),
    row.own.format({ grouping: true }),
    row.total.format({ grouping: true }),
    row.change,
    `[${row.permits.join(', ')}]`,
    formatTake(row.take, 1),
    row.nominatorGain.format({ decimals: 3 }),
    row.delegateGain.format({ decimals: 3 }),
    row.description,
  ]
}
