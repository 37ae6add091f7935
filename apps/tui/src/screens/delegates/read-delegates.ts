import { setImmediate } from 'node:timers/promises'
import {
  type ChainAt,
  type Delegate,
  readKeys,
  readStakes,
  readStorage,
  readStored,
  readSubnets,
  type StorageEntry,
  type Subnet,
} from '@stake/chain'
import { Balance, StakeError } from '@stake/math'
import { valueAt } from '../../holdings.ts'
import { safeText } from '../../safe-text.ts'
import { BLOCKS_A_DAY } from '../widgets/labels.ts'
import type { DelegateMore, Nominator } from './delegate-row.ts'

type Subnets = ReadonlyMap<number, Subnet>

/** What is asked for and decoded in one go: a few milliseconds of work, so that keys are answered meanwhile. */
const ENTRIES_A_GO = 130
const COLDKEYS_A_GO = 50
/** Requests under way at the same time, for nodes that are far away. */
const LANES = 6

const FOUR_HOURS = 1_200
const THOUSAND_TAO = 1_000_000_000_000n
const ROOT = 0

/** All stake with each of these hotkeys, in TAO; told how far it is. */
export async function readTotals(
  at: ChainAt,
  hotkeys: readonly string[],
  subnets: Subnets,
  progress: (done: number, of: number) => void,
): Promise<Map<string, Balance>> {
  const netuids = [...subnets.keys()]
  const perGo = Math.max(1, Math.floor(ENTRIES_A_GO / Math.max(1, netuids.length)))
  const totals = new Map<string, Balance>()
  const goes = Array.from({ length: Math.ceil(hotkeys.length / perGo) }, (_, go) =>
    hotkeys.slice(go * perGo, (go + 1) * perGo),
  )
  await inLanes(goes, async (some) => {
    const alphas = (await readStorage(
      at,
      some.flatMap((hotkey) =>
        netuids.map((netuid): StorageEntry => ['SubtensorModule', 'TotalHotkeyAlpha', hotkey, netuid]),
      ),
    )) as bigint[]
    for (const [index, hotkey] of some.entries()) {
      const parts = netuids.map((netuid, place) =>
        taoValue(Balance.fromRao(alphas[index * netuids.length + place] ?? 0n, netuid), subnets),
      )
      totals.set(hotkey, sum(parts))
    }
    progress(totals.size, hotkeys.length)
  })
  return totals
}

/** Does something with each, a few at a time; what is pressed meanwhile comes before each of them. */
async function inLanes<T>(each: readonly T[], run: (one: T) => Promise<void>): Promise<void> {
  const waiting = [...each]
  let turn: Promise<unknown> = Promise.resolve()
  const ownTurn = () => {
    turn = turn.then(() => setImmediate())
    return turn
  }
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      await ownTurn()
      await run(next)
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
}

/** How the total of each changed within so many blocks, parts per billion; undefined where nobody knows that block. */
export async function readChange(
  at: ChainAt,
  now: ReadonlyMap<string, Balance>,
  progress: (done: number, of: number) => void,
  blocks: number = FOUR_HOURS,
): Promise<Map<string, bigint> | undefined> {
  if (at.block.number <= blocks) return undefined
  try {
    const then = await at.chain.at(at.block.number - blocks)
    const before = await readTotals(then, [...now.keys()], await readSubnets(then), progress)
    return new Map(
      [...now].flatMap(([hotkey, total]) => {
        const old = before.get(hotkey)
        return old && !old.isZero() ? [[hotkey, ((total.rao - old.rao) * 1_000_000_000n) / old.rao]] : []
      }),
    )
  } catch (error) {
    // The node has forgotten that block, and there is no archive.
    if (error instanceof StakeError && error.code === 'StateDiscarded') return undefined
    throw error
  }
}

/** Where a delegate takes part, what it and its nominators earn, and what its owner says of it. */
export async function readMore(
  at: ChainAt,
  { hotkey, owner, take }: Delegate,
  total: Balance,
  subnets: Subnets,
  permits: ReadonlyMap<number, readonly boolean[]>,
): Promise<DelegateMore> {
  const netuids = [...subnets.keys()]
  const identity: readonly StorageEntry[] =
    owner === undefined ? [] : [['SubtensorModule', 'IdentitiesV2', owner]]
  // One after the other: each of these has some hundred entries to encode.
  const uids = await readStored(
    at,
    netuids.map((netuid): StorageEntry => ['SubtensorModule', 'Uids', netuid, hotkey]),
  )
  const gain = await readDailyGain(at, hotkey, subnets)
  const [[described], coldkeys, own] = await Promise.all([
    readStored(at, identity),
    readNominatorKeys(at, hotkey),
    owner === undefined ? [] : readStakes(at, owner),
  ])
  const { name = '0x', description = '0x' } = (described ?? {}) as { name?: string; description?: string }
  const registered = netuids.flatMap((netuid, index) => {
    const uid = uids[index] as number | undefined
    return uid === undefined ? [] : [{ netuid, uid }]
  })
  return {
    name: safeText(textOf(name), 64),
    description: safeText(textOf(description), 400),
    nominators: coldkeys.filter((coldkey) => coldkey !== owner).length,
    own: sum(own.filter((stake) => stake.hotkey === hotkey).map(({ stake }) => taoValue(stake, subnets))),
    registrations: registered.map(({ netuid }) => netuid),
    permits: registered.filter(({ netuid, uid }) => permits.get(netuid)?.[uid]).map(({ netuid }) => netuid),
    // What the chain calls dividends is what is left after the take.
    nominatorGain: Balance.fromRao(total.isZero() ? 0n : (gain.rao * THOUSAND_TAO) / total.rao),
    delegateGain: Balance.fromRao((gain.rao * BigInt(take)) / BigInt(Math.max(1, 65_535 - take))),
  }
}

/** Which uids may validate, by netuid. */
export async function readPermits(
  at: ChainAt,
  netuids: readonly number[],
): Promise<Map<number, readonly boolean[]>> {
  const permits = await readStorage(
    at,
    netuids.map((netuid): StorageEntry => ['SubtensorModule', 'ValidatorPermit', netuid]),
  )
  return new Map(netuids.map((netuid, index) => [netuid, permits[index] as boolean[]]))
}

/** Everybody who has stake with a hotkey, the largest first, some coldkeys at a time. */
export async function* readNominatorsOf(
  at: ChainAt,
  hotkey: string,
  subnets: Subnets,
): AsyncGenerator<{ readonly nominators: readonly Nominator[]; readonly done: number; readonly of: number }> {
  const coldkeys = await readNominatorKeys(at, hotkey)
  const found: Nominator[] = []
  for (let start = 0; start < coldkeys.length; start += COLDKEYS_A_GO) {
    const some = coldkeys.slice(start, start + COLDKEYS_A_GO)
    const stakes = (await readStakes(at, some)).filter((stake) => stake.hotkey === hotkey)
    for (const coldkey of some) {
      const own = stakes.filter((stake) => stake.coldkey === coldkey)
      const value = sum(own.map(({ stake }) => taoValue(stake, subnets)))
      if (!value.isZero()) found.push({ coldkey, value })
    }
    found.sort((a, b) => b.value.compare(a.value))
    yield { nominators: [...found], done: start + some.length, of: coldkeys.length }
  }
  if (coldkeys.length === 0) yield { nominators: [], done: 0, of: 0 }
}

/** The coldkeys that have shares with a hotkey, of either format, page by page. */
async function readNominatorKeys(at: ChainAt, hotkey: string): Promise<string[]> {
  const coldkeys = new Set<string>()
  for (const item of ['Alpha', 'AlphaV2']) {
    try {
      for (const [, coldkey] of await readKeys(at, 'SubtensorModule', item, hotkey)) {
        coldkeys.add(coldkey as string)
      }
    } catch (error) {
      // Runtimes have one of the formats, or both.
      if (!(error instanceof StakeError && error.code === 'MissingInRuntime')) throw error
    }
  }
  return [...coldkeys]
}

/** What the last epochs paid to those who stake with a hotkey, for a day of such epochs, in TAO. */
async function readDailyGain(at: ChainAt, hotkey: string, subnets: Subnets): Promise<Balance> {
  const paying = [...subnets.values()].filter(({ netuid }) => netuid !== ROOT)
  const items = ['AlphaDividendsPerSubnet', 'RootAlphaDividendsPerSubnet']
  const paid = (await readStorage(
    at,
    paying.flatMap(({ netuid }) =>
      items.map((item): StorageEntry => ['SubtensorModule', item, netuid, hotkey]),
    ),
  )) as bigint[]
  return sum(
    paying.map(({ netuid, tempo }, index) => {
      const dividends = (paid[2 * index] ?? 0n) + (paid[2 * index + 1] ?? 0n)
      return taoValue(Balance.fromRao((dividends * BLOCKS_A_DAY) / BigInt(tempo || 1), netuid), subnets)
    }),
  )
}

function taoValue(stake: Balance, subnets: Subnets): Balance {
  if (stake.netuid === ROOT) return stake
  const subnet = subnets.get(stake.netuid)
  return subnet ? valueAt(subnet.price, stake) : Balance.zero()
}

function sum(amounts: readonly Balance[]): Balance {
  return amounts.reduce((all, amount) => all.add(amount), Balance.zero())
}

/** An identity's texts are bytes, as hex. */
function textOf(bytes: string): string {
  return Buffer.from(bytes.replace(/^0x/, ''), 'hex').toString('utf8')
}
