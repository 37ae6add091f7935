import { readRootClaims, readStakes } from '@stake/chain'
import { demoGenesis, namedAccount, storageEntry } from '@stake/devnet'
import { Balance } from '@stake/math'
import { afterEach, expect, test, vi } from 'vitest'
import {
  batch,
  type ClaimRootOperation,
  gather,
  isStale,
  type Operation,
  parseOperation,
  plan,
  printPlan,
  run,
} from '../src/index.ts'
import { alice, Stage } from './stage.ts'

vi.setConfig({ testTimeout: 60_000 })

const otter = namedAccount('hotkey of Otter')
const heron = namedAccount('a second hotkey on root')
/** Alice's stake on root with the second hotkey. */
const SECOND = Balance.parse('120')

let stage: Stage
afterEach(() => stage.close())

/** Alice has stake on root with two hotkeys, and is owed alpha of subnets 1 and 2 for it. */
async function owing(claimType: object): Promise<void> {
  const genesis = demoGenesis()
  stage = await Stage.open({
    genesis: {
      ...genesis,
      hotkeys: [...genesis.hotkeys, { hotkey: heron, owner: alice.address, take: 0 }],
      stakes: [
        ...genesis.stakes,
        { hotkey: heron, coldkey: alice.address, netuid: 0, alpha: SECOND.toString() },
      ],
      storage: Object.fromEntries([
        storageEntry(
          'SubtensorModule',
          'RootClaimable',
          [otter],
          [
            [1, { bits: 2n ** 30n }],
            [2, { bits: 2n ** 29n }],
          ],
        ),
        storageEntry('SubtensorModule', 'RootClaimable', [heron], [[1, { bits: 2n ** 31n }]]),
        storageEntry('SubtensorModule', 'RootClaimType', [alice.address], claimType as { type: 'Swap' }),
      ]),
    },
  })
}

const claim = (...netuids: number[]): ClaimRootOperation =>
  parseOperation({ id: `claim ${netuids}`, kind: 'claimRoot', coldkey: alice.address, netuids })

const staked = async (netuid: number): Promise<bigint> =>
  (await readStakes(await stage.chain.at('best'), alice.address))
    .filter((stake) => stake.netuid === netuid)
    .reduce((sum, { stake }) => sum + stake.rao, 0n)

const planned = (...operations: Operation[]) => plan(stage.chain, operations)

test('a claim that sells brings to root what its plan says, of all hotkeys together', async () => {
  await owing({ type: 'Swap' })
  const made = await planned(claim(1, 2))
  const [leg] = made.legs
  expect(leg?.swaps.map(({ quote }) => quote.pool.netuid)).toEqual([1, 2, 1])
  expect(leg?.swaps.every(({ quote }) => quote.fee.isZero())).toBe(true)
  expect(leg?.warnings.map(({ code }) => code)).toContain('Unprotected')
  expect(printPlan(made)).toContain('no limit on it')
  expect((await isStale(made, stage.chain)).stale).toBe(false)

  const before = await staked(0)
  const { legs, alarms } = await stage.report(await run(stage.chain, made, stage.options()))
  const gained = (await staked(0)) - before
  expect(legs[0]).toMatchObject({ status: 'executed', fill: 'filled', final: true })
  expect(legs[0]?.received).toEqual(Balance.fromRao(gained))
  expect(legs[0]?.received).toEqual(leg?.received)
  expect(legs[0]?.parts).toHaveLength(2)
  expect(alarms).toEqual([])
  expect((await readRootClaims(await stage.chain.at('best'), alice.address)).claims).toEqual([])
})

test('what others of the same run do in its block is not counted as claimed', async () => {
  await owing({ type: 'Swap' })
  const onRoot = parseOperation({
    id: 'stake',
    kind: 'stake',
    coldkey: alice.address,
    hotkey: otter,
    netuid: 0,
    amount: '7',
  })
  const off = parseOperation({
    id: 'unstake',
    kind: 'unstake',
    coldkey: alice.address,
    hotkey: heron,
    netuid: 0,
    amount: '3',
  })
  const made = await planned(claim(1), onRoot, off)
  const { legs } = await stage.report(await gather(stage.chain, made, stage.options()))
  expect(legs.map(({ status, block }) => [status, block?.number])).toEqual(
    legs.map(() => ['executed', legs[0]?.block?.number]),
  )
  expect(legs[0]?.received).toEqual(made.legs[0]?.received)
})

test('a claim that keeps sells nothing and says what came where; in a batch too', async () => {
  await owing({ type: 'KeepSubnets', value: { subnets: [1] } })
  const made = await plan(stage.chain, [claim(1, 2)], { batched: true })
  expect(made.legs[0]?.swaps.map(({ quote }) => quote.pool.netuid)).toEqual([2])
  const before = await staked(1)
  const { legs, alarms } = await stage.report(await batch(stage.chain, made, stage.options()))
  expect(legs[0]).toMatchObject({ status: 'executed', fill: 'filled' })
  const kept = legs[0]?.parts.filter(({ received }) => received.netuid === 1) ?? []
  expect(kept.reduce((sum, { received }) => sum + received.rao, 0n)).toBe((await staked(1)) - before)
  expect(kept).toHaveLength(2)
  expect(legs[0]?.received).toEqual(made.legs[0]?.received)
  expect(alarms).toEqual([])
})

test('a claim of what is kept warns of no sale', async () => {
  await owing({ type: 'Keep' })
  const [leg] = (await planned(claim(1))).legs
  expect(leg).toMatchObject({ swaps: [], warnings: [], received: Balance.zero() })
})

test('a price that moved meanwhile is named as drift', async () => {
  await owing({ type: 'Swap' })
  const made = await planned(claim(1))
  const pushed = await planned(stage.wanted({ netuid: 1, amount: '50', mode: 'unsafe' }))
  await stage.report(await run(stage.chain, pushed, stage.options()))
  const { legs, alarms } = await stage.report(await run(stage.chain, made, stage.options()))
  expect(legs[0]?.status).toBe('executed')
  expect(alarms).toMatchObject([{ id: 'claim 1', code: 'Drift' }])
})

test('a netuid that was registered anew since is refused, as for every kind', async () => {
  await owing({ type: 'Swap' })
  const registeredAt = new Map([[1, 4711]])
  await expect(plan(stage.chain, [claim(1)], { registeredAt })).rejects.toMatchObject({
    code: 'SubnetReplaced',
  })
})
