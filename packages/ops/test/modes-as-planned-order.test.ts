import { signerFromUri } from '@stake/chain'
import { demoGenesis, namedAccount, storageEntry } from '@stake/devnet'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Operation, parseOperation, plan } from '../src/index.ts'
import { expectAsPlanned } from './as-planned.ts'
import { carriedOut, type Market, openMarket, readHoldings } from './market.ts'

// Legs of one plan that get in each other's way, on a devnet.

const locker = signerFromUri('//Locker')
const [one, two] = [namedAccount('the one hotkey'), namedAccount('the other hotkey')]
const coldkeys = [locker.address]
let market: Market
let ids = 0

beforeAll(async () => {
  const genesis = demoGenesis()
  const owner = namedAccount('owner of both hotkeys')
  // Of 80 alpha on subnet 2, with two hotkeys, 30 are locked.
  const lock = { locked_mass: 30_000_000_000n, conviction: { bits: 0n }, last_update: 0n }
  market = await openMarket(
    {
      ...genesis,
      balances: { ...genesis.balances, [locker.address]: '100' },
      hotkeys: [...genesis.hotkeys, ...[one, two].map((hotkey) => ({ hotkey, owner, take: 0 }))],
      stakes: [
        ...genesis.stakes,
        ...[one, two].flatMap((hotkey) =>
          [1, 2].map((netuid) => ({ hotkey, coldkey: locker.address, netuid, alpha: '40' })),
        ),
      ],
      storage: Object.fromEntries([
        storageEntry('SubtensorModule', 'Lock', [locker.address, 2, one], lock),
        storageEntry('SubtensorModule', 'DecayingLock', [locker.address, 2], false),
      ]),
    },
    locker,
  )
}, 60_000)
afterAll(async () => {
  await market.close()
})

const wish = (fields: object): Operation =>
  parseOperation({
    id: `order-${++ids}`,
    coldkey: locker.address,
    hotkey: one,
    netuid: 1,
    ...('kind' in fields && fields.kind === 'burnAlpha' ? {} : { mode: 'unsafe' }),
    ...fields,
  }) as Operation

async function expectPlanned(...operations: readonly Operation[]): Promise<void> {
  const made = await plan(market.chain, operations)
  const before = await readHoldings(market, coldkeys, [0, 1, 2])
  const report = await carriedOut(market, made)
  expectAsPlanned(made, report, before, await readHoldings(market, coldkeys, [0, 1, 2]))
}

test('a lock holds back the alpha of both hotkeys together', async () => {
  const all = wish({ kind: 'unstake', hotkey: two, netuid: 2, amount: 'all' })
  const tooMuch = wish({ kind: 'unstake', netuid: 2, amount: '11' })
  await expect(plan(market.chain, [all, tooMuch])).rejects.toMatchObject({ code: 'StakeUnavailable' })
  await expectPlanned(all, wish({ kind: 'unstake', netuid: 2, amount: '9.9' }))
})

test('what a leg stakes does not leave with "all" of a later one', async () => {
  await expectPlanned(
    wish({ kind: 'stake', amount: '3' }),
    wish({ kind: 'unstake', amount: 'all' }),
    wish({ kind: 'burnAlpha', hotkey: two, amount: '50%' }),
  )
  const { stakes } = await readHoldings(market, coldkeys, [])
  expect(stakes.get(`${locker.address} 1 ${one}`)).toBeGreaterThan(0n)
})

test('nor with everything that leaves one hotkey, position by position', async () => {
  await expectPlanned(
    wish({ kind: 'stake', hotkey: two, amount: '2' }),
    parseOperation({
      id: `order-${++ids}`,
      kind: 'unstakeAll',
      coldkey: locker.address,
      hotkey: two,
      tolerance: '5%',
    }),
  )
})
