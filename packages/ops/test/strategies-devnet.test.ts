import { readSnapshot } from '@stake/chain'
import { Balance } from '@stake/math'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import {
  batch,
  exitEverything,
  type FinalRunReport,
  gather,
  type Operation,
  optimalSplit,
  plan,
  readEmissions,
  readSpreadNumbers,
  rebalance,
  sequence,
  spreadOverTopValidators,
  unstakeLowestEmission,
} from '../src/index.ts'
import { alice, Stage } from './stage.ts'

vi.setConfig({ testTimeout: 60_000 })

let stage: Stage

beforeEach(async () => {
  stage = await Stage.open()
})
afterEach(() => stage.close())

const coldkey = alice.address
const numbers = async () => readSnapshot(await stage.chain.at('best'), { coldkeys: [coldkey] })
const positions = async () => (await numbers()).positions

async function gathered(operations: readonly Operation[]): Promise<FinalRunReport> {
  return stage.report(await gather(stage.chain, await plan(stage.chain, operations), stage.options()))
}

test('a spread takes the total to the rao, and buys what it said', async () => {
  const read = await readSpreadNumbers(await stage.chain.at('best'), { coldkey })
  const before = await stage.free()
  const { operations, explanation } = spreadOverTopValidators(read, {
    id: 'spread',
    coldkey,
    total: Balance.parse('1'),
  })
  const { legs, totals } = await gathered(operations)
  expect(totals.counts).toEqual({ executed: 9 })
  expect(new Set(legs.map(({ block }) => block?.number)).size).toBe(1)
  expect(before - (await stage.free())).toBe(1_000_000_000n + totals.networkFees.rao)
  expect(legs.map(({ received }) => received)).toEqual(
    explanation.data.parts.map(({ quote }) => quote?.received),
  )
})

test('unstaking from the lowest emission brings what it said', async () => {
  const read = await readEmissions(await stage.chain.at('best'), coldkey)
  const { operations, explanation } = unstakeLowestEmission(read, { id: 'weed', coldkey, total: '30' })
  expect(operations.map(({ netuid }) => netuid)).toEqual([119, 3, 1])
  const before = await stage.free()
  const { totals } = await gathered(operations)
  expect(totals.received).toEqual([explanation.data.received])
  expect((await stage.free()) - before).toBe(explanation.data.received.rao - totals.networkFees.rao)
})

test('what a hotkey earned in an epoch decides', async () => {
  await stage.close()
  stage = await Stage.open({ emission: true })
  const tempo = (await numbers()).subnets.get(3)?.tempo ?? 0
  for (let block = 0; block <= tempo; block++) await stage.devnet.sealBlock()
  const read = await readEmissions(await stage.chain.at('best'), coldkey)
  const earned = [...read.emissions.values()].filter((each) => !each.isZero())
  expect(earned.length).toBeGreaterThan(0)
  const { parts } = unstakeLowestEmission(read, { id: 'weed', coldkey, total: '30' }).explanation.data
  const emissions = parts.map(({ emission }) => emission.rao)
  expect(emissions).toEqual(emissions.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0)))
})

test('an exit leaves nothing and brings what it said', async () => {
  const { operations, explanation, rest } = exitEverything(await numbers(), {
    id: 'out',
    coldkey,
    tolerance: '10%',
  })
  expect(rest).toEqual([])
  const before = await stage.free()
  const { totals } = await gathered(operations)
  expect(await positions()).toEqual([])
  expect(totals.received).toEqual([explanation.data.received])
  expect((await stage.free()) - before).toBe(explanation.data.received.rao - totals.networkFees.rao)
})

test('a rebalance is a sequence that ends where it said', async () => {
  const [, one] = await positions()
  const targets = [
    { netuid: 1, hotkey: one?.hotkey ?? '', weight: 1n },
    { netuid: 2, hotkey: stage.hotkeyOf(2), weight: 1n },
    { netuid: 3, hotkey: stage.hotkeyOf(3), weight: 2n },
  ]
  const { operations, explanation } = rebalance(await numbers(), {
    id: 'even',
    coldkey,
    targets,
    add: Balance.parse('20'),
    tolerance: '2%',
  })
  expect(operations.length).toBeGreaterThan(1)
  const report = await stage.report(sequence(stage.chain, operations, stage.options()))
  expect(report.totals.counts).toEqual({ executed: operations.length })
  const { subnets, positions: now } = await numbers()
  for (const { netuid, after } of explanation.data.rows) {
    const alpha = now.filter((each) => each.netuid === netuid).reduce((sum, { stake }) => sum + stake.rao, 0n)
    const value = (alpha * (subnets.get(netuid)?.price.bits ?? 0n)) >> 64n
    // Each is planned anew when its turn comes, with a tolerance of its own: a guaranteed amount may differ a little.
    const difference = value > after.rao ? value - after.rao : after.rao - value
    expect(difference * 1_000n).toBeLessThan(after.rao)
  }
})

test('an optimal split goes out as one batch', async () => {
  const to = [1, 2, 3].map((netuid) => ({ netuid, hotkey: stage.hotkeyOf(netuid) }))
  const { operations, explanation } = optimalSplit(await numbers(), {
    id: 'split',
    coldkey,
    total: Balance.parse('25'),
    to,
  })
  const planned = await plan(stage.chain, operations, { batched: true })
  const { legs } = await stage.report(await batch(stage.chain, planned, { ...stage.options(), atomic: true }))
  expect(legs.map(({ received }) => received)).toEqual(
    explanation.data.parts.map(({ quote }) => quote?.received),
  )
})
