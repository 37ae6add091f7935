import { signerFromUri } from '@stake/chain'
import { demoGenesis, namedAccount } from '@stake/devnet'
import { Balance, StakeError } from '@stake/math'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Operation, type Plan, parseOperation, plan, preview, readSnapshotFor } from '../src/index.ts'
import { kindOf } from '../src/kinds/index.ts'
import { expectAsPlanned } from './as-planned.ts'
import { carriedOut, type Holdings, type Market, openMarket, readHoldings, sent, type Way } from './market.ts'
import {
  modes,
  parts,
  type RandomPool,
  randomPools,
  runs,
  seed,
  subnetOf,
  tolerances,
} from './random-pools.ts'

// Weighted pools, amounts and tolerances by chance; a devnet without emission and other traders. The plan is made by
// @stake/ops, and the chain's own events, balances, positions and pools must say the same, to the rao.

const POOLS = 50
const FIRST = 1000
const STABLE = 900
const alice = signerFromUri('//Alice')
const bob = signerFromUri('//Bob')
/** Has no TAO: for the chain it does not exist. */
const nobody = namedAccount('nobody at all')
const hotkey = namedAccount('hotkey of the plans')
const other = namedAccount('other hotkey of the plans')
/** Each has stake on root and on three pools, for one way to leave. */
const exits = ['strict free', 'strict root', 'unsafe free', 'unsafe root', 'strict wide', 'unsafe all'].map(
  (way, index) => ({ way, hotkey: namedAccount(`exit ${way}`), first: FIRST + 8 * index }),
)
const coldkeys = [alice.address, bob.address, nobody]

/** What the plan refuses on its own account, beyond what the chain refuses. */
const OUR_OWN = [
  'InsufficientBalance',
  'InsufficientStake',
  'InvalidPrice',
  'NothingFits',
  'ToleranceTooFine',
  'UnprotectedMove',
  'UselessLimit',
  'WouldBeCut',
]

interface Wish {
  readonly kind:
    | 'stake'
    | 'unstake'
    | 'stakeBurn'
    | 'burnAlpha'
    | 'recycleAlpha'
    | 'move'
    | 'swap'
    | 'transferStake'
  readonly part: bigint
  readonly text: 'exact' | 'all' | 'percent'
  readonly mode: 'strict' | 'partial' | 'unsafe'
  readonly tolerance: string
  readonly route: 'direct' | 'protected'
  readonly to: 'same' | 'next' | 'root'
  readonly receiver: string
}

const ways: fc.Arbitrary<Way> = fc.constantFrom('gather', 'gather', 'atomic', 'each')
const wishes: fc.Arbitrary<Wish> = fc.record({
  kind: fc.constantFrom(
    'stake',
    'stake',
    'unstake',
    'unstake',
    'stakeBurn',
    'burnAlpha',
    'recycleAlpha',
    'move',
    'swap',
    'swap',
    'transferStake',
  ),
  part: parts,
  text: fc.constantFrom('exact', 'exact', 'exact', 'exact', 'all', 'percent', 'percent'),
  mode: modes,
  tolerance: tolerances,
  route: fc.constantFrom('direct', 'protected'),
  to: fc.constantFrom('next', 'next', 'same', 'root'),
  receiver: fc.constantFrom(bob.address, nobody),
})

describe.each(Array.from({ length: process.env.STAKE_NIGHTLY ? 20 : 1 }, (_, index) => index))(
  `what a plan says is what the chain does (seed ${seed}, chain %i)`,
  (index) => {
    let market: Market
    let pools: RandomPool[]
    let turn = 0
    let ids = 0
    const seen = new Map<string, number>()

    beforeAll(async () => {
      pools = randomPools(POOLS * (index + 1)).slice(-POOLS)
      const subnets = pools.map((pool, at) => subnetOf(FIRST + at, pool))
      const genesis = demoGenesis()
      const owner = namedAccount('owner of the plans')
      market = await openMarket(
        {
          ...genesis,
          balances: { ...genesis.balances, [alice.address]: '100000000' },
          hotkeys: [
            ...genesis.hotkeys,
            { hotkey, owner, take: 0 },
            { hotkey: other, owner, take: 0 },
            ...exits.map((exit) => ({ hotkey: exit.hotkey, owner, take: 0 })),
          ],
          subnets: [
            ...genesis.subnets,
            ...subnets,
            { netuid: STABLE, name: 'Stable', symbol: 'σ', mechanism: 0, tao: '1000000', alpha: '1000000' },
          ],
          stakes: [
            ...genesis.stakes,
            ...pools.map(({ alpha }, at) => ({
              hotkey,
              coldkey: alice.address,
              netuid: FIRST + at,
              // Half of what the pool holds.
              alpha: Balance.fromRao(alpha / 2n + 1n).toString(),
            })),
            ...exits.flatMap((exit) =>
              [0, exit.first, exit.first + 1, exit.first + 2].map((netuid) => ({
                hotkey: exit.hotkey,
                coldkey: alice.address,
                netuid,
                // A thousandth of the pool.
                alpha: Balance.fromRao((pools[netuid - FIRST]?.alpha ?? 10n ** 12n) / 1000n + 1n).toString(),
              })),
            ),
            ...[0, STABLE].map((netuid) => ({ hotkey, coldkey: alice.address, netuid, alpha: '100000' })),
          ],
        },
        alice,
      )
    }, 60_000)
    afterAll(async () => {
      await market.close()
    })

    function operationOf(wish: Wish, netuid: number): Operation {
      const { kind, part, text, tolerance, to, receiver } = wish
      // The protected route is strict or nothing.
      const route = wish.mode === 'strict' ? wish.route : 'direct'
      const { mode } = wish
      const pool = pools[netuid - FIRST] ?? { tao: 10n ** 14n, alpha: 10n ** 14n }
      const whole = kind === 'stake' || kind === 'stakeBurn' ? pool.tao : pool.alpha / 2n
      const percent = `${Number(part) / 1e7}%`
      // Of the free TAO a part would be spent on one pool: never all.
      const amount =
        text === 'exact' || kind === 'stake' || kind === 'stakeBurn'
          ? Balance.fromRao((whole * part) / 1_000_000_000n).toString()
          : text === 'all'
            ? 'all'
            : percent
      const next = netuid >= FIRST + POOLS - 1 || netuid < FIRST ? FIRST : netuid + 1
      const toNetuid = to === 'next' ? next : to === 'root' ? (netuid === 0 ? STABLE : 0) : netuid
      const base = { id: `plan-${++ids}`, coldkey: alice.address, hotkey, netuid, amount }
      switch (kind) {
        case 'burnAlpha':
        case 'recycleAlpha':
          return parseOperation({ ...base, kind })
        case 'stakeBurn':
          return parseOperation({ ...base, kind, mode: mode === 'unsafe' ? mode : 'strict', tolerance })
        case 'stake':
        case 'unstake':
          return parseOperation({ ...base, kind, mode, tolerance })
        case 'swap':
          return parseOperation({
            ...base,
            kind,
            toNetuid: toNetuid === netuid ? next : toNetuid,
            mode,
            tolerance,
            route,
          })
        case 'move':
          return parseOperation({ ...base, kind, toNetuid, toHotkey: other, mode, tolerance, route })
        case 'transferStake':
          return parseOperation({ ...base, kind, toNetuid, toColdkey: receiver, mode, tolerance, route })
      }
    }

    const netuidsOf = (operations: readonly Operation[]) => [
      ...new Set(
        operations.flatMap((each) => ['netuid', 'toNetuid'].flatMap((name) => (each as never)[name] ?? [])),
      ),
    ]

    const holdings = (operations: readonly Operation[]): Promise<Holdings> =>
      readHoldings(market, coldkeys, netuidsOf(operations))

    /** What the plan refuses the chain refuses too, for the same reason. */
    async function expectRefused(operation: Operation, refusal: StakeError): Promise<void> {
      expect(refusal.message).not.toBe('')
      expect(refusal.remedy).not.toBe('')
      if (OUR_OWN.includes(refusal.code)) return
      const shown = preview(operation, await readSnapshotFor(market.chain, [operation]))
      expect(shown.chosen.refusal?.code).toBe(refusal.code)
      if (operation.kind !== 'burnAlpha' && 'route' in operation && operation.route === 'protected') return
      const { calls } = kindOf(operation).calls(market.chain, shown)
      const [call] = calls
      if (!call) throw new Error('one call')
      const outcome = await sent(market, call)
      expect(outcome).toMatchObject({ kind: 'failed', failure: { code: refusal.code } })
    }

    test('in every kind and mode, alone and gathered; what it refuses is refused there by the same name', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(wishes, { minLength: 1, maxLength: 3 }), ways, async (wished, wanted) => {
          const at = turn++ % (POOLS + 2)
          const netuid = at < POOLS ? FIRST + at : at === POOLS ? 0 : STABLE
          const operations = wished.map((wish) => operationOf(wish, netuid))
          let made: Plan
          try {
            made = await plan(market.chain, operations, { batched: wanted !== 'gather' })
          } catch (error) {
            if (!(error instanceof StakeError)) throw error
            count(`refused ${error.code}`)
            const [only, ...more] = operations
            if (only && more.length === 0) await expectRefused(only, error)
            return
          }
          // The protected route is all or nothing, which a best-effort batch is not.
          const whole = made.legs.some(({ parts }) => parts.together === 'atomic')
          const way = wanted === 'each' && whole ? 'atomic' : wanted
          const before = await holdings(operations)
          const report = await carriedOut(market, made, way)
          expectAsPlanned(made, report, before, await holdings(operations), way !== 'gather')
          for (const { chosen, operation } of made.legs)
            count(
              `${operation.kind} ${chosen.mode} ${chosen.result} ${'route' in operation ? operation.route : ''}`,
            )
        }),
        { ...runs(50, 50), seed: seed + index },
      )
    }, 600_000)

    test.each(exits)('everything with one hotkey, $way', async ({ way, hotkey: with_, first }) => {
      const everything = parseOperation({
        id: `exit-${way}`,
        kind: 'unstakeAll',
        coldkey: alice.address,
        hotkey: with_,
        to: way.endsWith('root') ? 'root' : 'free',
        mode: way.startsWith('strict') ? 'strict' : 'unsafe',
        tolerance: way.endsWith('wide') ? '5%' : '0.5%',
      })
      let made: Plan
      try {
        made = await plan(market.chain, [everything])
      } catch (error) {
        // Fees of such small sales may be worth nothing, and then nothing leaves by one call.
        expect(error).toMatchObject({ code: expect.stringMatching(/^(ReservesTooLow|AmountTooLow)$/) })
        return
      }
      const netuids = [0, first, first + 1, first + 2]
      const before = await readHoldings(market, coldkeys, netuids)
      const report = await carriedOut(market, made)
      expectAsPlanned(made, report, before, await readHoldings(market, coldkeys, netuids))
    })

    function count(what: string): void {
      seen.set(what, (seen.get(what) ?? 0) + 1)
    }
  },
)
