import {
  buildCall,
  type Chain,
  connect,
  type Outcome,
  readSnapshot,
  type Snapshot,
  type Subnet,
  sign,
  signerFromUri,
  submit,
} from '@stake/chain'
import { type Devnet, demoGenesis, namedAccount, type SubnetGenesis, startDevnet } from '@stake/devnet'
import { Balance, type BalancerPool, type Pool, StakeError, spotPrice } from '@stake/math'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import {
  memoryJournal,
  parseOperation,
  plan,
  preview,
  run,
  type TradeLeg,
  type TradeOperation,
  type TradePlan,
  worldOf,
} from '../src/index.ts'

const NIGHTLY = process.env.STAKE_NIGHTLY !== undefined
vi.setConfig({ testTimeout: NIGHTLY ? 600_000 : 60_000 })
/** Of the pools as well: what fast-check names as its seed brings back the whole run. */
const seed = Number(process.env.STAKE_SEED) || Math.floor(Math.random() * 2 ** 31)
const runs = (usual: number, nightly: number) => ({ numRuns: NIGHTLY ? nightly : usual, seed })

const alice = signerFromUri('//Alice')
const hotkey = namedAccount('hotkey of the properties')
const ROOT_LIKE = 200
/** Beyond those of the demo. */
const FIRST_RANDOM = 1000

/** From a thousandth of a token to ten million, each order of magnitude as likely as the others. */
const amounts = fc
  .tuple(fc.integer({ min: 6, max: 15 }), fc.integer({ min: 100_000, max: 999_999 }))
  .map(([digits, lead]) => (BigInt(lead) * 10n ** BigInt(digits)) / 100_000n)
const reserves = fc
  .tuple(fc.integer({ min: 9, max: 15 }), fc.integer({ min: 100_000, max: 999_999 }))
  .map(([digits, lead]) => (BigInt(lead) * 10n ** BigInt(digits)) / 100_000n)
/** Weights on the exact path: hundredths. */
const weights = fc.integer({ min: 30, max: 70 }).map((hundredths) => BigInt(hundredths) * 10n ** 16n)
const feeRates = fc.constantFrom(0, 33, 33, 33, 655)
const modes = fc.constantFrom('strict', 'partial', 'unsafe')
const tolerances = fc.constantFrom('0.01%', '0.1%', '0.5%', '2%', '5%', '30%')

describe('what a plan says is what the chain does', () => {
  const SUBNETS = 24
  let devnet: Devnet
  let chain: Chain

  beforeAll(async () => {
    const pools = fc.sample(fc.tuple(reserves, reserves, weights, feeRates), {
      numRuns: SUBNETS,
      seed,
    })
    const subnets = pools.map(([tao, alpha, quoteWeight, feeRate], index): SubnetGenesis => {
      const text = (rao: bigint) => Balance.fromRao(rao).toString()
      return {
        netuid: FIRST_RANDOM + index,
        name: 'Random',
        symbol: 'ρ',
        tao: text(tao),
        alpha: text(alpha),
        quoteWeight,
        feeRate,
      }
    })
    const stable: SubnetGenesis = {
      netuid: ROOT_LIKE,
      name: 'Stable',
      symbol: 'σ',
      mechanism: 0,
      tao: '1000000',
      alpha: '1000000',
    }
    const genesis = demoGenesis()
    devnet = await startDevnet({
      blockTime: 'manual',
      // What is planned on one block is carried out on the next.
      emission: false,
      genesis: {
        ...genesis,
        balances: { ...genesis.balances, [alice.address]: '5000000' },
        hotkeys: [...genesis.hotkeys, { hotkey, owner: namedAccount('owner of the properties'), take: 0 }],
        subnets: [...genesis.subnets, ...subnets, stable],
        stakes: [
          ...genesis.stakes,
          ...[0, ROOT_LIKE, ...subnets.map(({ netuid }) => netuid)].map((netuid) => ({
            hotkey,
            coldkey: alice.address,
            netuid,
            alpha: '100000',
          })),
        ],
      },
    })
    chain = await connect({ endpoints: devnet.url })
  })
  afterAll(async () => {
    await chain.close()
    await devnet.close()
  })

  async function sealed<T>(promise: Promise<T>): Promise<T> {
    let done = false
    const end = promise.finally(() => {
      done = true
    })
    while (!done) {
      await devnet.sealBlock()
      for (let trip = 0; trip < 20 && !done; trip++) await chain.connection.send('system_chain', [])
    }
    return end
  }

  const read = async (netuid: number) =>
    readSnapshot(await chain.at('best'), { coldkeys: [alice.address], netuids: [netuid] })
  const free = (snapshot: Snapshot) => snapshot.accounts.get(alice.address)?.free.rao ?? 0n
  const staked = (snapshot: Snapshot, netuid: number) =>
    snapshot.positions.find((position) => position.netuid === netuid && position.hotkey === hotkey)?.stake
      .rao ?? 0n

  async function execute(made: TradePlan, netuid: number): Promise<void> {
    const before = await read(netuid)
    const running = await run(chain, made, { signer: alice, journal: memoryJournal(), policy: {} })
    const { legs: reports } = await sealed(running.report)
    const after = await read(netuid)
    let tao = 0n
    let alpha = 0n
    for (const [index, report] of reports.entries()) {
      const { amount, networkFee, operation, quote } = made.legs[index] as TradeLeg
      expect(report.error).toBeUndefined()
      expect(report.received).toEqual(quote.received)
      expect(report.swapFee).toEqual(quote.fee)
      expect(report.executed).toEqual(quote.spent)
      expect(report.executed.add(report.rest)).toEqual(amount)
      expect(report.networkFee.compare(networkFee)).toBeLessThanOrEqual(0)
      const { executed, received } = report
      tao += (operation.kind === 'stake' ? -executed.rao : received.rao) - report.networkFee.rao
      alpha += operation.kind === 'stake' ? received.rao : -executed.rao
    }
    expect(free(after) - free(before)).toBe(tao)
    expect(staked(after, netuid) - staked(before, netuid)).toBe(alpha)
  }

  /** What the plan refuses the chain refuses too, for the same reason. */
  async function refuse(operation: TradeOperation, error: StakeError): Promise<void> {
    // What the plan refuses on its own account.
    const own = ['InsufficientBalance', 'InsufficientStake', 'WouldBeCut', 'UselessLimit', 'ToleranceTooFine']
    if (own.includes(error.code)) return
    const { kind, mode, netuid } = operation
    const snapshot = await readSnapshot(await chain.at('best'), {
      coldkeys: [alice.address],
      hotkeys: [hotkey],
      netuids: [netuid],
    })
    const { amount, chosen } = preview(operation, snapshot)
    expect(chosen.refusal?.code).toBe(error.code)
    const limit_price = chosen.limitPrice ?? 0n
    const allow_partial = mode === 'partial'
    const call =
      kind === 'stake'
        ? mode === 'unsafe'
          ? buildCall(chain, 'SubtensorModule', 'add_stake', { hotkey, netuid, amount_staked: amount.rao })
          : buildCall(chain, 'SubtensorModule', 'add_stake_limit', {
              hotkey,
              netuid,
              amount_staked: amount.rao,
              limit_price,
              allow_partial,
            })
        : mode === 'unsafe'
          ? buildCall(chain, 'SubtensorModule', 'remove_stake', {
              hotkey,
              netuid,
              amount_unstaked: amount.rao,
            })
          : buildCall(chain, 'SubtensorModule', 'remove_stake_limit', {
              hotkey,
              netuid,
              amount_unstaked: amount.rao,
              limit_price,
              allow_partial,
            })
    const signed = await chain.nonces.allocate(alice.address, (nonce) => sign(chain, call, alice, { nonce }))
    const outcome: Outcome = await sealed(submit(chain, signed).outcome)
    const became = outcome.kind === 'failed' ? outcome.failure.code : outcome.kind
    expect(`${kind} ${amount} ${mode}: ${became}`).toBe(`${kind} ${amount} ${mode}: ${error.code}`)
  }

  test('to the rao, and refusals are refusals there too', async () => {
    let ids = 0
    const trade = fc.record({
      kind: fc.constantFrom('stake' as const, 'unstake' as const),
      rao: amounts,
      mode: modes,
      tolerance: tolerances,
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(trade, { minLength: 1, maxLength: 3 }),
        fc.oneof(
          { weight: 12, arbitrary: fc.integer({ min: FIRST_RANDOM, max: FIRST_RANDOM + SUBNETS - 1 }) },
          fc.constantFrom(0, ROOT_LIKE),
        ),
        async (trades, netuid) => {
          const operations = trades.map(({ rao, ...trade }) => {
            const amount = Balance.fromRao(rao).toString()
            return parseOperation({
              id: `trade-${++ids}`,
              coldkey: alice.address,
              hotkey,
              netuid,
              amount,
              ...trade,
            })
          })
          const made = await plan(chain, operations).catch((error: unknown) => error)
          if (!(made instanceof Error)) return execute(made as TradePlan, netuid)
          if (!(made instanceof StakeError)) throw made
          if (operations[1] === undefined) await refuse(operations[0] as TradeOperation, made)
        },
      ),
      { ...runs(40, 3_000), endOnFailure: true },
    )
  }, 600_000)
})

describe('the least received', () => {
  const netuid = 1
  const coldkey = alice.address

  function snapshotOf(pool: BalancerPool): Snapshot {
    const subnet: Subnet = {
      netuid,
      name: 'One',
      symbol: 'α',
      identity: undefined,
      owner: { coldkey, hotkey: coldkey },
      curve: pool.curve,
      pool,
      reserves: { tao: pool.tao, alpha: pool.alpha },
      price: spotPrice(pool),
      movingPrice: spotPrice(pool),
      subtokenEnabled: true,
      registeredAt: 0,
      tempo: 360,
      lastEpoch: 0,
      alphaOut: Balance.zero(netuid),
      volume: 0n,
      emission: { tao: Balance.zero(), alphaIn: Balance.zero(netuid), alphaOut: Balance.zero(netuid) },
    }
    const stake = Balance.fromRao(10n ** 18n, netuid)
    return {
      block: { number: 1, hash: '0x00' },
      timestamp: 0,
      specVersion: 424,
      existentialDeposit: Balance.fromRao(500n),
      accounts: new Map(),
      hotkeys: new Map(),
      subnets: new Map([[netuid, subnet]]),
      positions: [{ coldkey, hotkey, netuid, stake, available: stake }],
    }
  }

  test('is received whatever others trade before, if the chain lets the trade through', () => {
    let through = 0
    fc.assert(
      fc.property(
        fc.record({ tao: reserves, alpha: reserves, quoteWeight: weights, feeRate: feeRates }),
        fc.constantFrom('stake' as const, 'unstake' as const),
        // Parts per million of the reserve: what a tolerance lets through, and what others do within it.
        fc.integer({ min: 1, max: 20_000 }),
        fc.integer({ min: -20_000, max: 20_000 }),
        tolerances,
        ({ tao, alpha, quoteWeight, feeRate }, kind, part, otherPart, tolerance) => {
          const start: BalancerPool = {
            curve: 'balancer',
            netuid,
            tao: Balance.fromRao(tao),
            alpha: Balance.fromRao(alpha, netuid),
            feeRate,
            quoteWeight,
          }
          const rao = ((kind === 'stake' ? tao : alpha) * BigInt(part)) / 1_000_000n
          const operation = parseOperation({
            id: '1',
            kind,
            coldkey,
            hotkey,
            netuid,
            amount: Balance.fromRao(rao).toString(),
            tolerance,
          })
          const snapshot = snapshotOf(start)
          const { leastReceived, chosen } = preview(operation, snapshot)
          if (!leastReceived || !chosen.quote) return
          expect(leastReceived.compare(chosen.quote.received)).toBeLessThanOrEqual(0)
          const other = parseOperation({
            id: '2',
            kind: otherPart > 0 ? 'stake' : 'unstake',
            coldkey,
            hotkey,
            netuid,
            mode: 'unsafe',
            amount: Balance.fromRao(
              ((otherPart > 0 ? tao : alpha) * BigInt(Math.abs(otherPart))) / 1_000_000n,
            ).toString(),
          })
          const moved: Pool | undefined = preview(other, snapshot).chosen.quote?.after
          if (!moved) return
          const world = worldOf(snapshot, coldkey)
          const then = preview(operation, { ...world, pools: new Map([[netuid, moved]]) }).chosen
          if (then.result !== 'full' || !then.quote) return
          through++
          expect(then.limitPrice).toBe(chosen.limitPrice)
          expect(leastReceived.compare(then.quote.received)).toBeLessThanOrEqual(0)
        },
      ),
      runs(1_000, 100_000),
    )
    expect(through).toBeGreaterThan(100)
  })
})
