import { Balance, type Pool } from '@stake/math'
import { describe, expect, test } from 'vitest'
import {
  type Numbers,
  type Operation,
  parseOperation,
  planFromJson,
  preview,
  type World,
  worldOf,
} from '../src/index.ts'
import { kindOf } from '../src/kinds/index.ts'
import { ALICE, BOB, CHARLIE, numbersOf, poolOf } from './numbers.ts'

// Where a plan once said something else than the chain does; each was found by reading or by random pools.

const root: Pool = { curve: 'stable', netuid: 0, tao: Balance.parse('0'), alpha: Balance.parse('0') }
const at = (netuid: number) => ({ id: `on ${netuid}`, coldkey: ALICE, hotkey: BOB, netuid })
const two = [poolOf(1, '10000', '10000'), poolOf(2, '10000', '10000')]
const codes = (warnings: readonly { code: string }[]) => warnings.map(({ code }) => code)

/** The world that earlier legs leave. */
function afterLegs(numbers: Numbers, ...operations: readonly Operation[]): World {
  return operations.reduce(
    (world, operation) => kindOf(operation).after(preview(operation, world), world),
    worldOf(numbers, ALICE),
  )
}

describe('small nominations', () => {
  // A nomination must be worth 0.001 TAO; 0.0001 stay.
  const numbers = numbersOf(two, { stake: '10', facts: { nominatorMinimum: Balance.parse('0.001') } })
  const fields = { ...at(1), toNetuid: 2, amount: '9.9999' }

  test('are swept by an unstake and by the protected route', () => {
    const unstake = parseOperation({ ...at(1), kind: 'unstake', amount: '9.9999', mode: 'unsafe' })
    expect(codes(preview(unstake, numbers).warnings)).toContain('SmallNomination')
    const swap = parseOperation({ ...fields, kind: 'swap', route: 'protected' })
    expect(codes(preview(swap, numbers).warnings)).toContain('SmallNomination')
  })

  test('are gone for the legs that follow', () => {
    const unstake = parseOperation({ ...at(1), kind: 'unstake', amount: '9.9999', mode: 'unsafe' })
    const rest = parseOperation({ ...at(1), id: 'rest', kind: 'unstake', amount: 'all', mode: 'unsafe' })
    expect(() => preview(rest, afterLegs(numbers, unstake))).toThrow('cannot leave')
  })

  test('are not swept by a move in one call', () => {
    const swap = parseOperation({ ...fields, kind: 'swap', mode: 'unsafe' })
    expect(codes(preview(swap, numbers).warnings)).toEqual(['Unprotected', 'Dust'])
  })
})

describe('an amount of nothing', () => {
  test('is not burned for a fee', () => {
    for (const kind of ['burnAlpha', 'recycleAlpha'] as const) {
      const none = parseOperation({ ...at(1), kind, amount: '0' })
      expect(() => preview(none, numbersOf(two))).toThrow('nothing at all')
      const floored = parseOperation({ ...at(1), kind, amount: '1%' })
      expect(() => preview(floored, numbersOf(two, { stake: '0.000000099' }))).toThrow('nothing at all')
    }
  })

  test('is no partial fill: a move whose cap is 0 is refused by name', () => {
    // The chain's formula ignores the weights: here it lets nothing through at all.
    const pools = [
      poolOf(1, '10000', '10000', { quoteWeight: 520_000_000_000_000_000n }),
      poolOf(2, '10000', '10000', { quoteWeight: 600_000_000_000_000_000n }),
    ]
    const swap = parseOperation({
      ...at(1),
      kind: 'swap',
      toNetuid: 2,
      amount: '1',
      mode: 'partial',
      tolerance: '1%',
    })
    const { chosen } = preview(swap, numbersOf(pools))
    expect(chosen).toMatchObject({ result: 'refused', refusal: { code: 'NothingFits' } })
    expect(chosen.refusal?.remedy).toContain('protected route')
    expect(chosen.quote).toBeUndefined()
  })
})

describe('a sale whose fee brings nothing to the block author', () => {
  // A fee of some thousand rao of alpha at three millionths of a TAO each.
  const numbers = numbersOf([poolOf(1, '3', '1000000')])

  test('is too small before it fails for that, as on the chain', () => {
    for (const mode of ['strict', 'partial', 'unsafe'] as const) {
      const part = parseOperation({ ...at(1), kind: 'unstake', amount: '0.016', mode })
      expect(preview(part, numbers).chosen.refusal?.code).toBe('AmountTooLow')
    }
  })
})

describe('transfers', () => {
  const transfer = (fields: object) =>
    parseOperation({
      ...at(1),
      kind: 'transferStake',
      toColdkey: CHARLIE,
      toNetuid: 2,
      amount: '1',
      ...fields,
    })

  test('a coldkey without TAO keeps the existential deposit of what the sale brings, once', () => {
    const unsafe = transfer({ mode: 'unsafe' })
    const numbers = numbersOf(two)
    const rich = new Map([...numbers.accounts, [CHARLIE, numbers.accounts.get(ALICE)]]) as Numbers['accounts']
    const poor = preview(unsafe, numbers)
    const whole = preview(unsafe, { ...numbers, accounts: rich })
    expect(poor.chosen.purchase?.spent.rao).toBe((whole.chosen.purchase?.spent.rao ?? 0n) - 500n)
    expect(poor.received.compare(whole.received)).toBe(-1)
    const second = preview({ ...unsafe, id: 'second' }, afterLegs(numbers, unsafe))
    expect(second.chosen.purchase?.spent).toEqual(second.chosen.quote?.received)
  })

  test('on the protected route what is handed on must be worth the minimum', () => {
    const numbers = numbersOf(two)
    const refused = preview(transfer({ route: 'protected', amount: '0.002015' }), numbers)
    expect(refused.chosen.refusal).toMatchObject({ code: 'AmountTooLow', details: { minimum: '2000000' } })
    expect(preview(transfer({ route: 'protected', amount: '0.00203' }), numbers).chosen.result).toBe('full')
  })
})

describe('the chain’s widest limit', () => {
  // Beyond a million TAO per alpha a purchase stops, and what is left over is lost.
  const pools = [poolOf(1, '1000000', '1000000'), poolOf(2, '1000000', '1.2')]
  test.each(['strict', 'partial', 'unsafe'] as const)(
    '%s: a move whose purchase would be cut is refused',
    (mode) => {
      const swap = parseOperation({
        ...at(1),
        kind: 'swap',
        toNetuid: 2,
        amount: '300000',
        mode,
        tolerance: '50%',
      })
      const { chosen, free } = preview(swap, numbersOf(pools))
      expect(chosen.result).toBe('refused')
      expect(mode === 'unsafe' ? chosen.refusal?.code : 'WouldBeCut').toBe('WouldBeCut')
      expect(free.isZero()).toBe(true)
    },
  )
})

describe('unstaking everything', () => {
  const everything = (fields: object) =>
    parseOperation({ id: 'all', kind: 'unstakeAll', coldkey: ALICE, hotkey: BOB, ...fields })

  test('strict to root needs the minimum there; the chain’s own call does not', () => {
    const numbers = numbersOf([root, poolOf(1, '1000', '1000')], { stake: '0.001' })
    expect(preview(everything({ to: 'root' }), numbers).chosen.refusal?.code).toBe('AmountTooLow')
    expect(preview(everything({ to: 'root', mode: 'unsafe' }), numbers).chosen.result).toBe('full')
    expect(preview(everything({}), numbers).chosen.result).toBe('full')
  })

  test('unsafe does not say that something stays which the chain would sell', () => {
    const unknown = numbersOf([...two])
    const subnets = new Map(unknown.subnets)
    const subnet = subnets.get(2)
    if (subnet) subnets.set(2, { ...subnet, pool: undefined })
    expect(() => preview(everything({ mode: 'unsafe' }), { ...unknown, subnets })).toThrow('does not know')
    const strict = preview(everything({ tolerance: '50%' }), numbersOf(two, { stake: '10' }))
    expect(strict.chosen.result).toBe('full')
    // The sale would stop at 0.000001 TAO per alpha.
    const worthless = numbersOf([poolOf(1, '1', '900000'), poolOf(2, '10000', '10000')], { stake: '100000' })
    expect(() => preview(everything({ mode: 'unsafe' }), worthless)).toThrow('sale')
  })
})

describe('what an earlier leg stakes', () => {
  const numbers = numbersOf(two, { stake: '10' })
  const stake = parseOperation({ ...at(1), id: 'first', kind: 'stake', amount: '5', mode: 'unsafe' })
  const world = afterLegs(numbers, stake)

  test('does not leave with "all": the amount is named, and so it is not sold again', () => {
    const all = parseOperation({ ...at(1), kind: 'unstake', amount: 'all', tolerance: '5%' })
    expect(preview(all, numbers)).toMatchObject({ whole: true })
    expect(preview(all, world)).toMatchObject({ whole: false, amount: Balance.parse('10', 1) })
    const swap = parseOperation({ ...at(1), kind: 'swap', toNetuid: 2, amount: 'all', route: 'protected' })
    expect(preview(swap, numbers)).toMatchObject({ whole: true })
    expect(preview(swap, world)).toMatchObject({ whole: false })
  })

  test('counts where a part must bring the minimum', () => {
    const dust = numbersOf(two, { stake: '0.001' })
    const all = parseOperation({ ...at(1), kind: 'unstake', amount: 'all', tolerance: '5%' })
    expect(preview(all, dust).chosen.result).toBe('full')
    expect(preview(all, afterLegs(dust, stake)).chosen.refusal?.code).toBe('AmountTooLow')
  })

  test('would be sold by the chain’s own call for everything, which is refused', () => {
    const everything = { id: 'all', kind: 'unstakeAll', coldkey: ALICE, hotkey: BOB } as const
    const unsafe = preview(parseOperation({ ...everything, mode: 'unsafe' }), world)
    expect(unsafe.chosen.refusal).toMatchObject({
      code: 'SellsWhatIsStaked',
      remedy: expect.stringContaining('sequence'),
    })
    const strict = preview(parseOperation({ ...everything, tolerance: '5%' }), world) as unknown as {
      sales: { whole: boolean }[]
    }
    expect(strict.sales.map(({ whole }) => whole)).toEqual([false, true])
  })
})

describe('one lock on two positions', () => {
  test('what the first leg takes the second cannot', () => {
    const numbers = numbersOf([poolOf(1, '10000', '10000')], {
      stake: '100',
      // 200 in all, 80 of them locked: each position by itself could leave.
      facts: { available: new Map([[`1:${ALICE}`, Balance.parse('120', 1)]]) },
    })
    const [first] = numbers.positions
    if (!first) throw new Error('one position a pool')
    const both: Numbers = { ...numbers, positions: [first, { ...first, hotkey: CHARLIE }] }
    const leave = (hotkey: string, amount: string) =>
      parseOperation({ ...at(1), id: hotkey, hotkey, kind: 'unstake', amount, mode: 'unsafe' })
    expect(preview(leave(CHARLIE, '100'), both).chosen.result).toBe('full')
    const world = afterLegs(both, leave(BOB, '100'))
    expect(() => preview(leave(CHARLIE, '21'), world)).toThrow('not locked')
    expect(preview(leave(CHARLIE, 'all'), world).amount).toEqual(Balance.parse('20', 1))
  })
})

describe('a move after an own purchase on its origin', () => {
  test('has no limit that is far from the price it finds', () => {
    const push = parseOperation({ ...at(1), id: 'push', kind: 'stake', amount: '2500', mode: 'unsafe' })
    const swap = parseOperation({ ...at(1), kind: 'swap', toNetuid: 2, amount: '500' })
    const world = afterLegs(numbersOf(two), push)
    expect(preview(swap, world).chosen.refusal?.code).toBe('UselessLimit')
    // Measured from the price it finds it is an ordinary move.
    expect(preview({ ...swap, amount: '10' }, { ...world, startPools: world.pools }).chosen.result).toBe(
      'full',
    )
  })
})

describe('a plan from a file', () => {
  const genesisHash = '0x01'
  const chain = { genesisHash } as unknown as Parameters<typeof planFromJson>[0]
  test.each([[5], ['all'], [[null]], [[5]], [[{}]], [[{ netuid: '1', registeredAt: 0 }]]])(
    'with %j as subnets is refused by name',
    async (subnets) => {
      const json = { version: 1, genesisHash, legs: [{ subnets }] }
      await expect(planFromJson(chain, json)).rejects.toMatchObject({ code: 'InvalidOperation' })
    },
  )
})
