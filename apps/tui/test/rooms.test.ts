import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Chain,
  connect,
  developmentAccounts,
  readDelegateInfos,
  readNominators,
  readStorageValue,
  readSubnets,
  readValidators,
} from '@stake/chain'
import { type Devnet, startDevnet } from '@stake/devnet'
import { Balance } from '@stake/math'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { holdingsOf, valueAt } from '../src/holdings.ts'
import { readChange, readTotals } from '../src/screens/delegates/read-delegates.ts'
import { rewardSplit } from '../src/screens/delegates/reward-split.ts'
import { positionKey } from '../src/screens/portfolio/selection.ts'
import { Program } from '../src/screens/shell/program.ts'
import type { State } from '../src/screens/shell/state.ts'

// What the rooms read, on a real chain whose blocks come when they are told to, and found again by other ways.
vi.setConfig({ testTimeout: 120_000 })
const alice = developmentAccounts['//Alice'] ?? ''
let devnet: Devnet
let chain: Chain
let program: Program
let folder: string

beforeAll(async () => {
  devnet = await startDevnet({ blockTime: 'manual', trader: false })
  // Some subnets have had their first epoch.
  for (let block = 0; block < 30; block++) await devnet.sealBlock()
  chain = await connect(devnet.url)
  program = new Program({ columns: 120, rows: 40 }, { quit: () => undefined, copy: () => undefined })
  folder = mkdtempSync(join(tmpdir(), 'stake-rooms-'))
  vi.stubEnv('STAKE_HOME', folder)
  vi.stubEnv('STAKE_URI', '')
  await program.open({ network: devnet.url, coldkey: alice })
}, 120_000)

afterAll(async () => {
  vi.unstubAllEnvs()
  vi.resetConfig()
  await program.close()
  await chain.close()
  await devnet.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The state as soon as a condition holds. */
async function shown(condition: (state: State) => boolean): Promise<State> {
  await vi.waitUntil(() => condition(program.getState()), { timeout: 60_000 })
  return program.getState()
}

function press(...keys: readonly string[]): void {
  for (const key of keys) program.send({ type: 'key', key })
}

test('a position earns its share of what its validator’s stakers got in the last epoch', async () => {
  const { portfolio, live } = await shown(({ portfolio: { earnings } }) => earnings !== undefined)
  const snapshot = live?.snapshot
  const { earnings } = portfolio
  if (!snapshot || !earnings) throw new Error('nothing was read')
  const at = await chain.at(snapshot.block)
  const heron = snapshot.positions.find(({ netuid }) => netuid === 1)
  if (!heron) throw new Error('Alice has alpha of subnet 1')
  const validator = (await readValidators(at, 1)).find(({ hotkey }) => hotkey === heron.hotkey)
  if (!validator) throw new Error('the validator is registered')
  expect(validator.dividends.isZero()).toBe(false)
  // 72 epochs of 100 blocks in a day of 7,200.
  const share = (validator.dividends.rao * heron.stake.rao * 72n) / validator.stake.rao
  const day = earnings.perDay.get(positionKey(heron))
  expect(day?.netuid).toBe(1)
  expect((day?.rao ?? 0n) - share).toBe(0n)
  // Root is paid in the alpha of all subnets, and valued in TAO.
  const root = snapshot.positions.find(({ netuid }) => netuid === 0)
  if (!root) throw new Error('Alice has TAO on root')
  const total = await readStorageValue(at, 'SubtensorModule', 'TotalHotkeyAlpha', root.hotkey, 0)
  let expected = Balance.zero()
  for (const { netuid, price } of snapshot.subnets.values()) {
    if (netuid === 0) continue
    const paid = await readStorageValue(
      at,
      'SubtensorModule',
      'RootAlphaDividendsPerSubnet',
      netuid,
      root.hotkey,
    )
    expected = expected.add(valueAt(price, Balance.fromRao((paid * root.stake.rao * 72n) / total, netuid)))
  }
  expect(expected.isZero()).toBe(false)
  expect(earnings.perDay.get(positionKey(root))?.toString()).toBe(expected.toString())
  expect(earnings.networkFee?.isZero()).toBe(false)
})

test('prices and the worth of the account are remembered block by block', async () => {
  const before = await shown(({ live }) => live?.snapshot !== undefined)
  const { number } = await devnet.sealBlock()
  const { history, live } = await shown((state) => state.live?.snapshot?.block.number === number)
  expect(history.prices.size).toBe(live?.snapshot?.subnets.size)
  expect(history.exit.points.at(-1)?.block).toBe(number)
  expect(history.exit.points.length).toBe(before.history.exit.points.length + 1)
  const worth = live?.snapshot && holdingsOf(live.snapshot, alice).exitTotal.rao
  expect(history.exit.points.at(-1)?.value).toBe(worth)
})

test('the validators of a subnet come with it, and again with the next block', async () => {
  press('2', 'j', 'Enter')
  const { subnets, live } = await shown((state) => state.subnets.detail?.validators !== undefined)
  const block = live?.snapshot?.block
  if (!block) throw new Error('nothing was read')
  expect(subnets.detail?.validators).toEqual(await readValidators(await chain.at(block), 1))
  const before = subnets.detail?.validators
  await devnet.sealBlock()
  await shown((state) => state.subnets.detail?.validators !== before)
  press('Escape')
})

test('the delegates are what the runtime says of them, with everybody who has staked with them', async () => {
  press('3')
  const { delegates, live } = await shown((state) => {
    const { rows, reading } = state.delegates
    return rows?.every(({ more }) => more) === true && reading === undefined
  })
  const rows = delegates.rows ?? []
  const at = await chain.at(delegates.block)
  const infos = await readDelegateInfos(at)
  expect(rows.map(({ hotkey }) => hotkey).sort()).toEqual(infos.map(({ hotkey }) => hotkey).sort())
  for (const info of infos) {
    const row = rows.find(({ hotkey }) => hotkey === info.hotkey)
    expect(row?.take).toBe(info.take)
    expect(row?.more?.registrations).toEqual(info.registrations)
    expect(row?.more?.permits).toEqual(info.permits)
  }
  const totals = rows.map(({ total }) => total)
  expect(totals).toEqual(totals.toSorted((a, b) => b.compare(a)))
  const [first] = rows
  if (!first?.more || !live?.snapshot) throw new Error('nothing was read')
  const subnets = await readSubnets(at)
  const nominations = await readNominators(at, first.hotkey)
  const value = (mine: boolean) =>
    nominations
      .filter(({ coldkey }) => (coldkey === first.owner) === mine)
      .reduce((sum, { netuid, stake }) => {
        const subnet = subnets.get(netuid)
        return subnet ? sum.add(valueAt(subnet.price, stake)) : sum
      }, Balance.zero())
  const others = new Set(
    nominations.map(({ coldkey }) => coldkey).filter((coldkey) => coldkey !== first.owner),
  )
  expect(first.more.nominators).toBe(others.size)
  expect(first.more.own.rao - value(true).rao).toBe(0n)
  // Shares are rounded down one by one, the total is not.
  const apart = first.total.rao - value(true).rao - value(false).rao
  expect(apart).toBeGreaterThanOrEqual(0n)
  expect(apart).toBeLessThan(BigInt(nominations.length + 1))
  expect(first.more.nominatorGain.isZero()).toBe(false)
  expect(first.change).toBe('NA')
})

test('how stake with delegates changed is told from an older block, where a node still has it', async () => {
  const at = await chain.at('best')
  const then = await chain.at(at.block.number - 25)
  const hotkey = program.getState().delegates.rows?.[0]?.hotkey ?? ''
  const silent = () => undefined
  const now = await readTotals(at, [hotkey], await readSubnets(at), silent)
  const before = await readTotals(then, [hotkey], await readSubnets(then), silent)
  const [more, less] = [now.get(hotkey)?.rao ?? 0n, before.get(hotkey)?.rao ?? 0n]
  expect(more).toBeGreaterThan(less)
  const change = await readChange(at, now, silent, 25)
  expect(change?.get(hotkey)).toBe(((more - less) * 1_000_000_000n) / less)
  // Before the chain began there was nothing to compare with.
  expect(await readChange(at, now, silent, at.block.number + 1)).toBeUndefined()
})

test('the nominators of one share out a reward with it, and nothing of it is lost', async () => {
  press('Enter')
  const { delegates } = await shown(({ delegates: { detail } }) => {
    return detail?.nominators !== undefined && detail.done === detail.of
  })
  const [first] = delegates.rows ?? []
  const nominators = delegates.detail?.nominators ?? []
  expect(nominators.length).toBe((first?.more?.nominators ?? 0) + 1)
  expect(nominators.some(({ coldkey }) => coldkey === alice)).toBe(true)
  const split = rewardSplit(nominators, first?.owner, first?.take ?? 0)
  const shared = split.nominators.reduce((sum, { gets }) => sum.add(gets), split.delegate)
  expect(shared.toString()).toBe('1')
  press('Escape')
})

test('the readings of a list go on where the connection comes back', async () => {
  press('1')
  const { port } = devnet
  await devnet.close()
  await shown(({ live }) => live?.connection.status === 'offline')
  press('3', 'R')
  await shown(({ delegates }) => delegates.unread !== undefined && delegates.reading === undefined)
  expect(program.getState().delegates.rows?.length).toBeGreaterThan(0)
  devnet = await startDevnet({ blockTime: 'manual', port })
  await shown(({ live }) => live?.connection.status === 'ready')
  for (let block = 0; block < 3; block++) await devnet.sealBlock()
  await shown(({ delegates }) => delegates.unread === undefined && delegates.block <= 3)
})
