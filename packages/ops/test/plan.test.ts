import { type Chain, calls, connect, readValidators, sign, signerFromUri, submit } from '@stake/chain'
import { type Devnet, demoGenesis, namedAccount, startDevnet } from '@stake/devnet'
import { Balance } from '@stake/math'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  isStale,
  parseOperation,
  plan,
  planFromJson,
  planToJson,
  printPlan,
  readSnapshotFor,
} from '../src/index.ts'

const alice = signerFromUri('//Alice')
const bob = signerFromUri('//Bob')
let devnet: Devnet
let chain: Chain
let hotkey: string
let ids = 0

beforeAll(async () => {
  devnet = await startDevnet({ blockTime: 'manual', emission: false })
  chain = await connect({ endpoints: devnet.url })
  hotkey = (await readValidators(await chain.at('best'), 2))[0]?.hotkey ?? ''
})
afterAll(async () => {
  await chain.close()
  await devnet.close()
})

const stake = (amount: string, fields: object = {}) =>
  parseOperation({
    id: `p-${++ids}`,
    kind: 'stake',
    coldkey: alice.address,
    hotkey,
    netuid: 2,
    amount,
    ...fields,
  } as { kind: 'stake' })

describe('a plan as JSON', () => {
  test('goes to text and back as the Operations it holds, planned anew', async () => {
    const made = await plan(chain, [stake('5'), stake('3', { mode: 'partial' })])
    const text = JSON.stringify(planToJson(made))
    const again = await planFromJson(chain, JSON.parse(text))
    expect(planToJson(again)).toEqual(JSON.parse(text))
  })

  test('what it says beside them is not believed', async () => {
    const json = JSON.parse(JSON.stringify(planToJson(await plan(chain, [stake('5')]))))
    json.legs[0].call = '0x00'
    json.legs[0].limitPrice = '18446744073709551615'
    const [leg] = (await planFromJson(chain, json)).legs
    expect(leg?.call.name).toBe('add_stake_limit')
    expect(leg?.chosen.limitPrice).toBeLessThan(10n ** 12n)
  })

  test('of another chain, another subnet, another time it is refused', async () => {
    const json = JSON.parse(JSON.stringify(planToJson(await plan(chain, [stake('5')]))))
    await expect(planFromJson(chain, { ...json, genesisHash: '0x01' })).rejects.toMatchObject({
      code: 'WrongChain',
    })
    const replaced = structuredClone(json)
    replaced.legs[0].subnets[0].registeredAt = 4_711
    await expect(planFromJson(chain, replaced)).rejects.toMatchObject({
      code: 'SubnetReplaced',
      details: { netuid: '2', believed: '4711' },
    })
    for (const wrong of [
      undefined,
      'plan',
      { ...json, version: 2 },
      { ...json, legs: 'none' },
      { ...json, legs: [null] },
    ]) {
      await expect(planFromJson(chain, wrong)).rejects.toMatchObject({ code: 'InvalidOperation' })
    }
  })
})

test('legs share one tolerance from the start, or each has its own', async () => {
  // Each takes about 0.33 % of the price.
  const three = () => ['10', '10', '10'].map((amount) => stake(amount, { tolerance: '0.5%' }))
  await expect(plan(chain, three())).rejects.toMatchObject({ code: 'SlippageTooHigh' })
  const { legs } = await plan(chain, three(), { limitsFrom: 'leg' })
  const limits = legs.map(({ chosen }) => chosen.limitPrice ?? 0n)
  expect(limits[1]).toBeGreaterThan(limits[0] ?? 0n)
  expect(limits[2]).toBeGreaterThan(limits[1] ?? 0n)
})

test('a plan for people says what each mode would do, the limit, the fees and who they are believed from', async () => {
  const text = printPlan(await plan(chain, [stake('50', { mode: 'partial', tolerance: '0.2%' })]))
  expect(text).toMatch(/1\. Stake τ50\.000000000 on subnet 2 with 5/)
  expect(text).toMatch(/ {2}strict {2}refused: SlippageTooHigh/)
  expect(text).toMatch(/> partial fills 1\d\.\d{4}%, for \d+\.\d{9}α2/)
  expect(text).toMatch(/ {2}unsafe {2}in full, for/)
  expect(text).toMatch(/Network {3}at most τ0\.00\d+, in TAO/)
  expect(text).toMatch(/Warning {3}Only /)
  expect(text).toContain('One source')
})

describe('a plan grows stale', () => {
  /** Bob buys, and the price rises. */
  const push = async (amount: string) => {
    const order = { hotkey, netuid: 2, amount: Balance.parse(amount) }
    const signed = await chain.nonces.allocate(bob.address, (nonce) =>
      sign(chain, calls.addStake(chain, order), bob, { nonce }),
    )
    let done = false
    const end = submit(chain, signed).outcome.finally(() => {
      done = true
    })
    while (!done) {
      await devnet.sealBlock()
      for (let trip = 0; trip < 12 && !done; trip++) await chain.connection.send('system_chain', [])
    }
    expect((await end).kind).toBe('included')
  }

  test('when the price passes its limit, not before', async () => {
    const made = await plan(chain, [stake('5', { tolerance: '0.5%' })])
    await push('0.5')
    expect(await isStale(made, chain)).toMatchObject({ stale: false, reasons: [] })
    await push('60')
    const { stale, reasons, now } = await isStale(made, chain)
    expect(stale).toBe(true)
    expect(reasons[0]).toContain('the limit of the plan')
    expect(now?.legs).toHaveLength(1)
  })

  test('when it would be refused now, and on another chain', async () => {
    const made = await plan(chain, [stake('1')])
    expect((await isStale({ ...made, genesisHash: '0x01' }, chain)).stale).toBe(true)
    const gone = {
      ...made,
      legs: made.legs.map((leg) => ({ ...leg, operation: { ...leg.operation, netuid: 4_000 } })),
    }
    expect(await isStale(gone as typeof made, chain)).toMatchObject({ stale: true, now: undefined })
  })
})

describe('a second endpoint', () => {
  const other = () => startDevnet({ blockTime: 'manual', emission: false, genesis: demoGenesis() })

  test('that says the same makes two sources; small plans do not ask', async () => {
    const twin = await other()
    const both = await connect({ endpoints: [devnet.url, twin.url] })
    const numbers = await readSnapshotFor(both, [stake('5')], 0)
    const options = { snapshot: numbers }
    expect((await plan(both, [stake('5')], options)).sources).toBe(1)
    const asked = await plan(both, [stake('5')], { ...options, secondSourceAbove: Balance.zero() })
    expect(asked.sources).toBe(2)
    expect(printPlan(asked)).toContain('Two nodes agree')
    await both.close()
    await twin.close()
  })

  test('that says otherwise refuses the plan', async () => {
    const there = await other()
    const both = await connect({ endpoints: [devnet.url, there.url] })
    const numbers = await readSnapshotFor(both, [stake('5')], 0)
    // As a node would tell it that lies about the pool.
    const subnet = numbers.subnets.get(2)
    if (subnet?.pool?.curve !== 'balancer') throw new Error('the demo has a pool there')
    const pool = { ...subnet.pool, tao: subnet.pool.tao.add(Balance.fromRao(1n)) }
    const lied = { ...numbers, subnets: new Map([[2, { ...subnet, pool }]]) }
    await expect(
      plan(both, [stake('5')], { snapshot: lied, secondSourceAbove: Balance.zero() }),
    ).rejects.toMatchObject({ code: 'EndpointsDisagree', details: { what: 'TAO of subnet 2' } })
    const account = numbers.accounts.get(alice.address)
    if (!account) throw new Error('it was asked for')
    const rich = { ...account, free: account.free.add(Balance.fromRao(1n)) }
    const richer = { ...numbers, accounts: new Map([[alice.address, rich]]) }
    await expect(
      plan(both, [stake('5')], { snapshot: richer, secondSourceAbove: Balance.zero() }),
    ).rejects.toMatchObject({ code: 'EndpointsDisagree', details: { what: 'balance' } })
    await both.close()
    await there.close()
  })

  test('where there is none, one source is said', async () => {
    expect((await plan(chain, [stake('5')], { secondSourceAbove: Balance.zero() })).sources).toBe(1)
  })
})

describe('a subnet that is not there, or was not started', () => {
  const NOT_THERE = 4_000
  const DORMANT = 5
  const to = bob.address
  /** Every kind that names a subnet, in every place that it names one at. */
  const wishes: readonly [kind: string, fields: (netuid: number) => object][] = [
    ['stake', (netuid) => ({ netuid, amount: '1' })],
    ['unstake', (netuid) => ({ netuid, amount: '1' })],
    ['move', (netuid) => ({ netuid, toNetuid: 2, toHotkey: to, amount: '1' })],
    ['move', (toNetuid) => ({ netuid: 2, toNetuid, toHotkey: to, amount: '1', route: 'protected' })],
    ['swap', (netuid) => ({ netuid, toNetuid: 2, amount: '1' })],
    ['swap', (toNetuid) => ({ netuid: 2, toNetuid, amount: '1', mode: 'unsafe' })],
    ['transferStake', (netuid) => ({ netuid, toNetuid: 2, toColdkey: to, amount: '1' })],
    ['transferStake', (toNetuid) => ({ netuid: 2, toNetuid, toColdkey: to, amount: '1' })],
    ['stakeBurn', (netuid) => ({ netuid, amount: '1' })],
    ['burnAlpha', (netuid) => ({ netuid, amount: '1' })],
    ['recycleAlpha', (netuid) => ({ netuid, amount: '1' })],
    ['claimRoot', (netuid) => ({ netuids: [2, netuid] })],
    ['setAutoStake', (netuid) => ({ netuid })],
    ['register', (netuid) => ({ netuid })],
  ]
  const planned = (kind: string, fields: object) => {
    const place = kind === 'claimRoot' ? {} : { hotkey }
    const json: unknown = { id: `none-${++ids}`, kind, coldkey: alice.address, ...place, ...fields }
    return plan(chain, [parseOperation(json)])
  }

  test.each(wishes)('%s', async (kind, fields) => {
    await expect(planned(kind, fields(NOT_THERE))).rejects.toMatchObject({
      code: 'SubnetNotExists',
      message: expect.stringContaining(`${NOT_THERE}`),
      remedy: expect.stringMatching(/./),
    })
    // These two ask for no alpha that is traded.
    if (kind === 'setAutoStake' || kind === 'register') return
    await expect(planned(kind, fields(DORMANT))).rejects.toMatchObject({
      code: 'SubtokenDisabled',
      remedy: expect.stringMatching(/./),
    })
  })

  test('a destination of earnings and a place are to be had before it is started', async () => {
    const [validator] = await readValidators(await chain.at('best'), DORMANT)
    const [leg] = (await planned('setAutoStake', { hotkey: validator?.hotkey, netuid: DORMANT })).legs
    expect(leg?.call.name).toBe('set_coldkey_auto_stake_hotkey')
    const [place] = (await planned('register', { hotkey: namedAccount('a newcomer'), netuid: DORMANT })).legs
    expect(place?.call.name).toBe('register_limit')
  })
})
