import type { Position, Subnet, Validator } from '@stake/chain'
import { Balance, type BalancerPool, quoteSell, spotPrice } from '@stake/math'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  exitEverything,
  type LowestEmissionNumbers,
  type Numbers,
  optimalSplit,
  rebalance,
  type SpreadNumbers,
  splitOverTime,
  spreadOverTopValidators,
  topSubnets,
  unstakeLowestEmission,
} from '../src/index.ts'
import { ALICE, BOB, CHARLIE, numbersOf, poolOf } from './numbers.ts'

const NIGHTLY = process.env.STAKE_NIGHTLY !== undefined
const seed = Number(process.env.STAKE_SEED) || undefined
/** Of properties, at night. */
const PATIENCE = NIGHTLY ? 600_000 : 30_000
const runs = { numRuns: NIGHTLY ? 2_000 : 150, ...(seed !== undefined && { seed }) }

/** Addresses of the documents that the golden numbers come from. */
const KEYS = {
  '5FCPT': '5FCPTnjevGqAuTttetBy4a24Ej3pH9fiQ8fmvP1ZkrVsLUoT',
  '5EFtE': '5EFtEvPcgZHheW36jGXMPMrDETzbngziR3DPPVVp5L5Gt7Wo',
  '5GNyf': '5GNyf1SotvL34mEx86C2cvEGJ563hYiPZWazXUueJ5uu16EK',
  '5FRxK': '5FRxKzKrBDX3cCGqXFjYb6zCNC7GMTEaam1FWtsE8Nbr1EQJ',
  '5CFZ9': '5CFZ9xDaFQVLA9ERsTs9S3i6jp1VDydvjQH5RDsyWCCJkTM4',
  '5EHam': '5EHammhTy9rV9FhDdYeFY98YTMvU8Vz9Zv2FuFQQQyMTptc6',
  '5FupG': '5FupG35rCCMghVEAzdYuxxb4SWHU7HtpKeveDmSoyCN8vHyb',
  '5GEXJ': '5GEXJdUXxLVmrkaHBfkFmoodXrCSUMFSgPXULbnrRicEt1kK',
  '5Gwz1': '5Gwz1AQmkya4UkiiXc9HASKYLc5dsQ9qzrgqCfSvjtbrbQp6',
  '5EscZ': '5EscZNs55FCTfbpgFFDTbiSE7GgwSwqmdivfPikdqTyDiegb',
} as const
const places = Object.values(KEYS)

/** The same numbers, with other subnets' emissions and other positions. */
function changed(
  numbers: Numbers,
  changes: { emissions?: ReadonlyMap<number, string>; positions?: readonly Position[] },
): Numbers {
  const subnets = new Map(
    [...numbers.subnets].map(([netuid, subnet]): [number, Subnet] => {
      const tao = Balance.parse(changes.emissions?.get(netuid) ?? '0')
      return [netuid, { ...subnet, emission: { ...subnet.emission, tao } }]
    }),
  )
  return { ...numbers, subnets, positions: changes.positions ?? numbers.positions }
}

function validatorOf(hotkey: string, uid: number, weight: string, more: Partial<Validator> = {}): Validator {
  const rao = Balance.parse(weight).rao
  return {
    uid,
    hotkey,
    coldkey: CHARLIE,
    permit: true,
    stake: Balance.zero(),
    take: 11_796,
    dividends: Balance.zero(),
    weight: rao,
    ...more,
  }
}

function positionOf(hotkey: string, netuid: number, stake: string, available = stake): Position {
  return {
    coldkey: ALICE,
    hotkey,
    netuid,
    stake: Balance.parse(stake, netuid),
    available: Balance.parse(available, netuid),
  }
}

const deep = [277, 3, 119, 7].map((netuid) => poolOf(netuid, '100000', '100000'))

const spreadNumbers: SpreadNumbers = {
  snapshot: changed(numbersOf(deep), {
    emissions: new Map([
      [3, '0.170148635'],
      [7, '0.1'],
      [119, '0.137442127'],
      [277, '0.415595173'],
    ]),
  }),
  validators: new Map([
    [
      277,
      [
        validatorOf(KEYS['5GNyf'], 0, '54379.609375'),
        validatorOf(KEYS['5FCPT'], 1, '550446.75'),
        validatorOf(BOB, 2, '54379.6'),
        validatorOf(KEYS['5EFtE'], 3, '123175.8515625'),
        validatorOf(CHARLIE, 4, '1000000', { permit: false }),
      ],
    ],
    [
      119,
      [
        validatorOf(KEYS['5FCPT'], 0, '231810.8125'),
        validatorOf(KEYS['5CFZ9'], 1, '30794.974609375'),
        validatorOf(KEYS['5FRxK'], 2, '118400.6328125'),
      ],
    ],
    [
      3,
      [
        validatorOf(KEYS['5FupG'], 5, '190750.453125'),
        validatorOf(KEYS['5FCPT'], 1, '57048.80859375'),
        validatorOf(KEYS['5EHam'], 9, '285393.71875'),
      ],
    ],
  ]),
}

describe('a total over the largest validators of the top subnets', () => {
  const spread = (total: string, more = {}) =>
    spreadOverTopValidators(spreadNumbers, {
      id: 'seed',
      coldkey: ALICE,
      total: Balance.parse(total),
      ...more,
    })

  test('of 1 TAO nine parts, the first with the rao that is left over', () => {
    const { operations, rest, explanation } = spread('1')
    expect(operations.map(({ netuid, hotkey }) => [netuid, hotkey])).toEqual([
      [277, KEYS['5FCPT']],
      [277, KEYS['5EFtE']],
      [277, KEYS['5GNyf']],
      [3, KEYS['5EHam']],
      [3, KEYS['5FupG']],
      [3, KEYS['5FCPT']],
      [119, KEYS['5FCPT']],
      [119, KEYS['5FRxK']],
      [119, KEYS['5CFZ9']],
    ])
    expect(operations.map(({ amount }) => amount)).toEqual([
      '0.111111112',
      ...new Array(8).fill('0.111111111'),
    ])
    expect(operations.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `seed/${n}`))
    expect(rest.isZero()).toBe(true)
    const { data, text } = explanation
    expect(data.part.rao).toBe(111_111_111n)
    expect(data.remainder.rao).toBe(1n)
    expect(data.parts[0]?.emission.format()).toBe('τ0.415595173')
    expect(text).toContain('9 parts of τ0.111111111, and the τ0.000000001 left over go to the first.')
    // An amount of TAO is TAO on every subnet.
    for (const line of text.split('\n').filter((each) => each.includes('stake ')))
      expect(line).toContain('τ0.11')
  })

  test('both numbers count', () => {
    const { operations, explanation } = spread('0.7', { subnets: 2, validators: 2 })
    expect(operations.map(({ netuid, amount }) => [netuid, amount])).toEqual([
      [277, '0.175'],
      [277, '0.175'],
      [3, '0.175'],
      [3, '0.175'],
    ])
    expect(explanation.data.remainder.isZero()).toBe(true)
    expect(() => spread('1', { subnets: 0 })).toThrow(expect.objectContaining({ code: 'InvalidArgument' }))
    expect(() => spread('1', { validators: 1.5 })).toThrow(
      expect.objectContaining({ code: 'InvalidArgument' }),
    )
    expect(() =>
      spreadOverTopValidators(spreadNumbers, { id: 'x', coldkey: ALICE, total: Balance.parse('1', 3) }),
    ).toThrow(expect.objectContaining({ code: 'MixedTokens' }))
  })

  test('fewer validators than asked for make fewer, larger parts', () => {
    const { operations, rest, explanation } = spread('1', { subnets: 1, validators: 5 })
    expect(operations.map(({ amount }) => amount)).toEqual(['0.25', '0.25', '0.25', '0.25'])
    expect(rest.isZero()).toBe(true)
    expect(explanation.text).toContain('5 parts were asked for')
  })

  test('by the alpha on the subnet, where that is asked for', () => {
    const validators = new Map([
      [
        277,
        [
          validatorOf(BOB, 0, '9', { stake: Balance.parse('1', 277) }),
          validatorOf(CHARLIE, 1, '8', { stake: Balance.parse('2', 277) }),
        ],
      ],
    ])
    const first = (by: 'weight' | 'stake') =>
      spreadOverTopValidators(
        { ...spreadNumbers, validators },
        { id: 'x', coldkey: ALICE, total: Balance.parse('1'), subnets: 1, validators: 1, by },
      ).operations[0]?.hotkey
    expect(first('weight')).toBe(BOB)
    expect(first('stake')).toBe(CHARLIE)
  })

  test('a part below the minimum is left out by name, and its TAO is the rest', () => {
    const { operations, rest, explanation } = spread('0.01')
    expect(operations).toEqual([])
    expect(rest.toString()).toBe('0.01')
    expect(explanation.data.leftOut.map(({ code }) => code)).toEqual(new Array(9).fill('AmountTooLow'))
    expect(explanation.text).toContain('Not staked: τ0.010000000.')
    const some = spread('0.018009055')
    expect(some.operations.map(({ amount }) => amount)).toEqual(['0.002001007'])
    expect(some.rest.rao + 2_001_007n).toBe(18_009_055n)
  })

  test('root, subnets that have not begun and unknown curves are no top subnets', () => {
    const { subnets } = changed(
      numbersOf([{ curve: 'stable', netuid: 0, tao: Balance.zero(), alpha: Balance.zero() }, ...deep]),
      {
        emissions: new Map([
          [0, '9'],
          [3, '8'],
          [7, '7'],
          [119, '1'],
          [277, '1'],
        ]),
      },
    )
    const with_ = new Map(subnets)
    const change = (netuid: number, changes: Partial<Subnet>) =>
      with_.set(netuid, { ...(subnets.get(netuid) as Subnet), ...changes })
    change(3, { subtokenEnabled: false })
    change(7, { pool: undefined })
    expect(topSubnets(with_, 9).map(({ netuid }) => netuid)).toEqual([119, 277])
  })

  test(
    'to the rao, never negative, at least the minimum, and the same again',
    () => {
      fc.assert(
        fc.property(
          fc.bigInt(0n, 10n ** 15n),
          fc.integer({ min: 1, max: 5 }),
          fc.integer({ min: 1, max: 6 }),
          fc.constantFrom('0.1%', '5%'),
          (rao, subnets, validators, tolerance) => {
            const total = Balance.fromRao(rao)
            const terms = { id: 'p', coldkey: ALICE, total, subnets, validators, tolerance }
            const { operations, rest, explanation } = spreadOverTopValidators(spreadNumbers, terms)
            const staked = operations.map(({ amount }) => Balance.parse(amount).rao)
            expect(staked.reduce((sum, amount) => sum + amount, rest.rao)).toBe(rao)
            expect(staked.every((amount) => amount >= 2_001_007n)).toBe(true)
            const { data } = explanation
            expect(operations.length + data.leftOut.length).toBe(data.parts.length)
            expect(spreadOverTopValidators(spreadNumbers, terms).explanation.text).toBe(explanation.text)
          },
        ),
        runs,
      )
    },
    PATIENCE,
  )
})

/** hotkey, netuid, stake, emission: the ten positions in the order in which the document shows them. */
const TEN = [
  ['5GEXJ', 119, '229.212349960', '0'],
  ['5FCPT', 119, '19.766958098', '0'],
  ['5FRxK', 119, '18.475227001', '0'],
  ['5Gwz1', 3, '44.463571197', '0.005925040'],
  ['5EscZ', 3, '786.209456613', '0.102145233'],
  ['5GNyf', 277, '5.058595339', '4.550549887'],
  ['5FCPT', 3, '11.654577962', '5.429011017'],
  ['5EFtE', 277, '5.258687558', '11.038508585'],
  ['5CFZ9', 119, '20.942357630', '16.662837489'],
  ['5FupG', 3, '87.243220111', '22.063085545'],
] as const

function lowest(rows: readonly (readonly [string, number, string, string])[]): LowestEmissionNumbers {
  return {
    snapshot: changed(numbersOf(deep), {
      positions: rows.map(([hotkey, netuid, stake]) => positionOf(hotkey, netuid, stake)),
    }),
    emissions: new Map(
      rows.map(([hotkey, netuid, , emission]) => [`${netuid}:${hotkey}`, Balance.parse(emission, netuid)]),
    ),
  }
}

describe('unstaking from what earns least', () => {
  const rows = TEN.map(([key, netuid, stake, emission]) => [KEYS[key], netuid, stake, emission] as const)
  const more = [
    [KEYS['5EHam'], 277, '1', '22.1'],
    [KEYS['5EHam'], 3, '0.0005', '0'],
  ] as const
  const weed = (numbers: LowestEmissionNumbers, extra = {}) =>
    unstakeLowestEmission(numbers, { id: 'weed', coldkey: ALICE, total: '1', minimum: '0.0005', ...extra })

  test('the ten positions of the document, in its order, from any order', () => {
    const shuffled = [...more, ...rows].toSorted((a, b) => (a[0] + a[1] < b[0] + b[1] ? -1 : 1))
    const { operations, rest, explanation } = weed(lowest(shuffled))
    expect(operations.map(({ hotkey, netuid }) => [hotkey, netuid])).toEqual(
      rows.map(([hotkey, netuid]) => [hotkey, netuid]),
    )
    expect(operations.map(({ amount }) => amount)).toEqual(new Array(10).fill('0.1'))
    expect(rest.every((each) => each.isZero())).toBe(true)
    expect(explanation.data.parts.map(({ emission }) => emission.toString())).toEqual(
      TEN.map(([, netuid, , emission]) => Balance.parse(emission, netuid).toString()),
    )
    // Shares are alpha of their own subnet, and say so.
    expect(explanation.data.parts.map(({ amount }) => amount.netuid)).toEqual(
      rows.map(([, netuid]) => netuid),
    )
    expect(explanation.text).toContain('unstake 0.1 alpha of subnet 119 for about τ')
    expect(explanation.text).toContain('Every share is alpha of its own subnet, not TAO.')
  })

  test('the filter is larger than, not as large as', () => {
    const chosen = (minimum: string) => weed(lowest(rows), { minimum }).explanation.data.parts.length
    expect(chosen('5.058595338')).toBe(10)
    expect(chosen('5.058595339')).toBe(9)
    expect(chosen('1000')).toBe(0)
    expect(weed(lowest([])).explanation.text).toBe('There is no position to unstake from.')
  })

  test('the share depends on how many there are, and never exceeds what is there', () => {
    const { operations, rest, explanation } = weed(lowest(rows), { total: '60', positions: 3 })
    expect(operations.map(({ amount }) => amount)).toEqual(['20', 'all', 'all'])
    expect(explanation.data.parts.map(({ amount }) => amount.toString())).toEqual([
      '20',
      '19.766958098',
      '18.475227001',
    ])
    expect(rest.map(String)).toEqual(['0', '0.233041902', '1.524772999'])
  })

  test('of what is locked only the rest leaves, and stake on root is not looked at', () => {
    const numbers = lowest(rows.slice(0, 1))
    const positions = [positionOf(BOB, 0, '5'), positionOf(KEYS['5GEXJ'], 119, '30', '12')]
    const { operations } = weed({ ...numbers, snapshot: { ...numbers.snapshot, positions } }, { total: '40' })
    expect(operations.map(({ netuid, amount }) => [netuid, amount])).toEqual([[119, '12']])
  })

  test('what would bring less than the chain lets leave is left out by name', () => {
    const { operations, rest, explanation } = weed(lowest(rows), { total: '0.01' })
    expect(operations).toEqual([])
    expect(explanation.data.leftOut.map(({ code }) => code)).toEqual(new Array(10).fill('AmountTooLow'))
    expect(rest.map(({ rao }) => rao)).toEqual(new Array(10).fill(1_000_000n))
  })

  test(
    'to the rao, never more than there is, the lowest first',
    () => {
      const row = fc.record({
        hotkey: fc.constantFrom(...places),
        netuid: fc.constantFrom(3, 119, 277),
        rao: fc.bigInt(1n, 10n ** 13n),
        emission: fc.bigInt(0n, 5n),
      })
      fc.assert(
        fc.property(
          fc.uniqueArray(row, { selector: ({ hotkey, netuid }) => `${hotkey}${netuid}`, maxLength: 20 }),
          fc.bigInt(0n, 10n ** 13n),
          fc.integer({ min: 1, max: 12 }),
          (held, rao, positions) => {
            const text = (amount: bigint) => Balance.fromRao(amount).toString()
            const numbers = lowest(
              held.map(({ hotkey, netuid, rao: stake, emission }) => [
                hotkey,
                netuid,
                text(stake),
                text(emission),
              ]),
            )
            const { rest, explanation } = weed(numbers, { total: text(rao), positions, minimum: '0' })
            const { parts } = explanation.data
            const taken = parts.filter(({ quote }) => quote)
            const sum = taken.reduce((total, { amount }) => total + amount.rao, 0n)
            if (parts.length > 0) expect(rest.reduce((total, each) => total + each.rao, sum)).toBe(rao)
            expect(parts.length).toBe(Math.min(held.length, positions))
            for (const { amount, share, position } of parts) {
              expect(amount.compare(position.available)).toBeLessThanOrEqual(0)
              expect(amount.compare(share)).toBeLessThanOrEqual(0)
            }
            const chosen = parts.map(({ emission }) => emission.rao)
            expect(chosen.toSorted((a, b) => Number(a - b))).toEqual(chosen)
            const reversed = {
              ...numbers,
              snapshot: { ...numbers.snapshot, positions: numbers.snapshot.positions.toReversed() },
            }
            const again = weed(reversed, { total: text(rao), positions, minimum: '0' })
            expect(again.explanation.text).toBe(explanation.text)
          },
        ),
        runs,
      )
    },
    PATIENCE,
  )
})

describe('leaving everything with the least loss', () => {
  const exit = (numbers: Numbers, more = {}) =>
    exitEverything(numbers, { id: 'out', coldkey: ALICE, ...more })
  const pool = poolOf(3, '1000', '1000')
  const two = changed(numbersOf([pool, poolOf(7, '500', '100')]), {
    positions: [
      positionOf(BOB, 3, '1'),
      positionOf(CHARLIE, 3, '2.2'),
      positionOf(KEYS['5FupG'], 3, '1.4'),
      positionOf(BOB, 7, '0.1'),
    ],
  })

  test('under one tolerance the order decides what can leave, and the best is taken', () => {
    // 0.5 % of this pool are about 2.5 alpha: of the three only one of 2.2, or 1 and 1.4.
    const { operations, rest, explanation } = exit(two)
    const { data, text } = explanation
    expect(operations.map(({ netuid, hotkey, amount }) => [netuid, hotkey, amount])).toEqual([
      [3, KEYS['5FupG'], 'all'],
      [3, BOB, 'all'],
      [7, BOB, 'all'],
    ])
    expect(operations.map(({ id }) => id)).toEqual(['out/1', 'out/2', 'out/3'])
    expect(data.exhaustive).toBe(true)
    expect(data.worst.received.compare(data.received)).toBe(-1)
    expect(rest.map(({ rao, netuid }) => [netuid, rao])).toEqual([[3, 2_200_000_000n]])
    expect(data.leftOut.map(({ code }) => code)).toEqual(['SlippageTooHigh'])
    expect(text).toContain('The worst order would bring τ')
    const [first, second] = data.legs
    expect(first?.received.equals(quoteSell(pool, Balance.parse('1.4', 3)).received)).toBe(true)
    // The second is sold on the pool as the first leaves it.
    expect(second && quoteSell(pool, Balance.parse('1', 3)).received.compare(second.received)).toBe(1)
    expect(
      data.legs.reduce((sum, { received }) => sum.add(received), Balance.zero()).equals(data.received),
    ).toBe(true)
  })

  test('more than eight on one pool are tried the largest first and the smallest first', () => {
    const positions = places.map((hotkey, index) => positionOf(hotkey, 3, String((index + 3) / 10)))
    const { operations, explanation } = exit(changed(numbersOf([pool]), { positions }))
    const { data } = explanation
    expect(data.exhaustive).toBe(false)
    expect(operations.length + data.leftOut.length).toBe(10)
    expect(data.leftOut.length).toBeGreaterThan(0)
    expect(explanation.text).toContain('The worst of the orders that were tried would bring τ')
    expect(
      exit(changed(numbersOf([pool]), { positions }), { tolerance: '5%' }).explanation.data.exhaustive,
    ).toBe(true)
  })

  test('unsafe sells all of it', () => {
    const { operations, rest, explanation } = exit(two, { mode: 'unsafe' })
    expect(operations.length).toBe(4)
    expect(rest).toEqual([])
    const { received, spotValue, loss } = explanation.data
    expect(received.add(loss).equals(spotValue)).toBe(true)
  })

  test('locked alpha stays, other subnets are left alone, root is one to one', () => {
    const stable = { curve: 'stable', netuid: 0, tao: Balance.parse('5000'), alpha: Balance.zero() } as const
    const numbers = changed(numbersOf([stable, pool, poolOf(7, '500', '100')]), {
      positions: [positionOf(BOB, 0, '12'), positionOf(BOB, 3, '2', '0.5'), positionOf(BOB, 7, '0.1')],
    })
    const { operations, rest, explanation } = exit(numbers, { netuids: [0, 3] })
    expect(operations.map(({ netuid }) => netuid)).toEqual([0, 3])
    expect(rest.map(({ rao }) => rao)).toEqual([1_500_000_000n])
    expect(explanation.data.legs[0]?.received.toString()).toBe('12')
    expect(explanation.data.legs[0]?.loss.isZero()).toBe(true)
  })

  test(
    'no order is better than the best, or worse than the worst',
    () => {
      const amounts = fc.array(fc.integer({ min: 1, max: 3_000 }), { minLength: 1, maxLength: 6 })
      fc.assert(
        fc.property(amounts, fc.constantFrom('0.1%', '0.5%', '1%'), (thousandths, tolerance) => {
          const positions = thousandths.map((each, index) =>
            positionOf(places[index] ?? BOB, 3, Balance.fromRao(BigInt(each) * 1_000_000n).toString()),
          )
          const numbers = changed(numbersOf([pool]), { positions })
          const { operations, rest, explanation } = exit(numbers, { tolerance })
          const { received, worst, legs } = explanation.data
          expect(worst.received.compare(received)).toBeLessThanOrEqual(0)
          expect(operations.length + explanation.data.leftOut.length).toBe(positions.length)
          const all = positions.reduce((sum, { stake }) => sum + stake.rao, 0n)
          const sold = legs.reduce((sum, { quote }) => sum + quote.spent.rao, 0n)
          expect(rest.reduce((sum, each) => sum + each.rao, sold)).toBe(all)
          // Greedy by any rule is one of the orders.
          let [greedy, now] = [0n, pool as BalancerPool]
          const limit = (spotPrice(pool).bits * (1000n - BigInt(Number.parseFloat(tolerance) * 10))) / 1000n
          for (const { stake } of positions) {
            const quote = quoteSell(now, stake)
            if (spotPrice(quote.after).bits < limit + (limit >> 16n)) continue
            greedy += quote.received.rao
            now = quote.after as BalancerPool
          }
          // The block author's sales of the fees come on top of it.
          expect(received.rao * 1_000_000n).toBeGreaterThanOrEqual(greedy * 999_990n)
        }),
        runs,
      )
    },
    PATIENCE,
  )
})

describe('the optimal split', () => {
  const pools = [poolOf(1, '3000', '9000'), poolOf(2, '1000', '500'), poolOf(3, '2', '4')]
  const to = pools.map(({ netuid }) => ({ netuid, hotkey: BOB }))

  test('brings all prices up alike, and beats even parts', () => {
    const { operations, rest, explanation } = optimalSplit(numbersOf(pools), {
      id: 'split',
      coldkey: ALICE,
      total: Balance.parse('100.05'),
      to,
      tolerance: '10%',
    })
    const { parts, value, evenValue } = explanation.data
    expect(operations.map(({ amount }) => Number(amount))).toEqual([
      expect.closeTo(75, 1),
      expect.closeTo(25, 1),
      expect.closeTo(0.05, 2),
    ])
    expect(rest.isZero()).toBe(true)
    const rises = parts.map(({ quote }) =>
      quote ? Number((quote.endPrice.bits * 10_000n) / quote.spotPrice.bits) : 0,
    )
    expect(Math.max(...rises) - Math.min(...rises)).toBeLessThanOrEqual(1)
    expect(evenValue && value.compare(evenValue)).toBe(1)
  })

  test('what is beyond the tolerance is left out, to the rao', () => {
    const { operations, rest, explanation } = optimalSplit(numbersOf(pools), {
      id: 'split',
      coldkey: ALICE,
      total: Balance.parse('100'),
      to,
      tolerance: '1%',
    })
    expect(operations).toEqual([])
    expect(rest.toString()).toBe('100')
    expect(explanation.data.leftOut[0]?.code).toBe('SlippageTooHigh')
  })

  test('subnets that cannot be staked on are refused by name', () => {
    const terms = { id: 'x', coldkey: ALICE, total: Balance.parse('1') }
    const split = (netuid: number) =>
      optimalSplit(numbersOf(pools), { ...terms, to: [{ netuid, hotkey: BOB }] })
    expect(() => split(4711)).toThrow(expect.objectContaining({ code: 'SubnetNotExists' }))
    expect(() => optimalSplit(numbersOf(pools), { ...terms, to: [] })).toThrow(
      expect.objectContaining({ code: 'InvalidArgument' }),
    )
  })

  test(
    'to the rao, and never less than even parts',
    () => {
      fc.assert(
        fc.property(
          fc.array(fc.tuple(fc.integer({ min: 10, max: 9_999 }), fc.integer({ min: 10, max: 9_999 })), {
            minLength: 1,
            maxLength: 5,
          }),
          fc.bigInt(3_000_000n, 10n ** 11n),
          (reserves, rao) => {
            const some = reserves.map(([tao, alpha], index) => poolOf(index + 1, String(tao), String(alpha)))
            const { operations, rest, explanation } = optimalSplit(numbersOf(some), {
              id: 'p',
              coldkey: ALICE,
              total: Balance.fromRao(rao),
              to: some.map(({ netuid }) => ({ netuid, hotkey: BOB })),
              mode: 'unsafe',
            })
            const sum = operations.reduce((total, { amount }) => total + Balance.parse(amount).rao, rest.rao)
            expect(sum).toBe(rao)
            const { value, evenValue } = explanation.data
            // Rounding of the parts to whole rao, of TAO and of alpha, which may be worth many.
            const rounding = reserves.reduce(
              (sum, [tao, alpha]) => sum + 2n + BigInt(tao) / BigInt(alpha),
              0n,
            )
            if (evenValue) expect(value.rao + rounding).toBeGreaterThanOrEqual(evenValue.rao)
          },
        ),
        runs,
      )
    },
    PATIENCE,
  )
})

describe('over time', () => {
  const pool = poolOf(2, '6000', '24000')
  const terms = {
    id: 'slow',
    coldkey: ALICE,
    kind: 'stake',
    netuid: 2,
    hotkey: BOB,
    total: Balance.parse('100'),
  } as const
  const slowly = (more = {}) => splitOverTime(numbersOf([pool]), { ...terms, ...more })

  test('the fewest pieces that fit, or the number asked for', () => {
    const { operations, explanation } = slowly()
    expect(operations.length).toBe(7)
    expect(operations.map(({ id }) => id)[6]).toBe('slow/7')
    expect(slowly({ pieces: 6 }).operations).toEqual([])
    expect(slowly({ pieces: 6 }).rest.toString()).toBe('100')
    expect(slowly({ tolerance: '5%' }).operations.length).toBe(1)
    const { lossAtOnce, lossInPieces } = explanation.data
    expect(lossAtOnce && lossInPieces?.compare(lossAtOnce)).toBe(-1)
    expect(() => slowly({ pieces: 0 })).toThrow(expect.objectContaining({ code: 'InvalidArgument' }))
  })

  test('with a network fee, so many that one more would not pay', () => {
    const networkFee = Balance.parse('0.01')
    const best = slowly({ networkFee, mode: 'unsafe' })
    const cost = (pieces: number) => {
      const { data } = slowly({ networkFee, pieces, mode: 'unsafe' }).explanation
      return (data.lossInPieces?.rao ?? 0n) + (data.networkFees?.rao ?? 0n)
    }
    const n = best.operations.length
    expect(n).toBeGreaterThan(1)
    expect(cost(n)).toBeLessThanOrEqual(cost(n + 1))
    expect(cost(n)).toBeLessThanOrEqual(cost(n - 1))
  })

  test('pieces never fall below the minimum for a fee that is nothing', () => {
    const { operations, rest } = slowly({ total: Balance.parse('0.02'), networkFee: Balance.fromRao(1n) })
    expect(rest.isZero()).toBe(true)
    expect(operations.length).toBeGreaterThan(0)
    expect(operations.every(({ amount }) => Balance.parse(amount).rao >= 2_001_007n)).toBe(true)
  })

  test('alpha that is not there cannot be cut', () => {
    const sell = { kind: 'unstake', total: Balance.parse('1000001', 2) }
    expect(() => slowly(sell)).toThrow(expect.objectContaining({ code: 'InsufficientStake' }))
    const { operations, rest } = slowly({ kind: 'unstake', total: Balance.parse('1000', 2), pieces: 30 })
    expect(operations.length).toBe(30)
    expect(rest.netuid).toBe(2)
    expect(
      operations.reduce((sum, { amount }) => sum.add(Balance.parse(amount)), Balance.zero()).toString(),
    ).toBe('1000')
  })
})

describe('rebalancing', () => {
  const half = 500_000_000_000_000_000n
  const even = [poolOf(1, '100000', '100000'), poolOf(2, '100000', '200000')]
  const uneven = [
    poolOf(1, '100000', '100000'),
    poolOf(2, '100000', '200000', { quoteWeight: half - half / 25n }),
  ]
  const numbersWith = (pools: readonly BalancerPool[], positions: readonly Position[]) =>
    changed(numbersOf(pools), { positions })
  const targets = (...weights: bigint[]) =>
    weights.map((weight, index) => ({ netuid: index + 1, hotkey: BOB, weight }))
  const to = (numbers: Numbers, wanted: ReturnType<typeof targets>, more = {}) =>
    rebalance(numbers, { id: 'even', coldkey: ALICE, targets: wanted, ...more })

  test('a move in one call where its cap keeps the tolerance: one swap fee less', () => {
    const numbers = numbersWith(even, [positionOf(BOB, 1, '100')])
    const { operations, rest, explanation } = to(numbers, targets(1n, 1n))
    expect(operations).toMatchObject([
      { id: 'even/1', kind: 'swap', netuid: 1, toNetuid: 2, amount: '50', route: 'direct', mode: 'strict' },
    ])
    expect(rest.isZero()).toBe(true)
    const [transfer] = explanation.data.transfers
    const worth = new Map(transfer?.ways.map(({ way, outcome }) => [way, outcome]))
    const [direct, twice] = [worth.get('direct'), worth.get('protected')]
    expect(direct && twice && direct.worth.compare(twice.worth)).toBe(1)
    // About 0.05 % of 50 TAO, and twice that.
    expect(direct?.swapFees.toString()).toMatch(/^0\.025/)
    expect(twice?.swapFees.toString()).toMatch(/^0\.0502|^0\.0503|^0\.0501/)
    expect(explanation.text).toContain('a sale and a purchase within limits in one batch: about')
    // The same trades as of the protected route, in one transaction more.
    expect(transfer?.ways[2]?.outcome).toEqual(twice)
    const dear = to(numbers, targets(1n, 1n), { networkFee: Balance.parse('0.001') }).explanation.data
    expect(dear.transfers[0]?.ways.map(({ outcome }) => outcome?.networkFees.toString())).toEqual([
      '0.001',
      '0.001',
      '0.002',
    ])
    const rows = explanation.data.rows
    expect(rows.map(({ after }) => Number(after.toString()))).toEqual([
      expect.closeTo(50, 0),
      expect.closeTo(50, 0),
    ])
  })

  test('the protected route where the weights make the cap worthless', () => {
    const numbers = numbersWith(uneven, [positionOf(BOB, 1, '100')])
    const { operations, rest, explanation } = to(numbers, targets(1n, 1n))
    expect(operations).toMatchObject([{ kind: 'swap', route: 'protected' }])
    const [direct] = explanation.data.transfers[0]?.ways ?? []
    expect(direct?.refusal?.code).toBe('UnprotectedMove')
    expect(rest.isZero()).toBe(false)
  })

  test('another hotkey at the destination', () => {
    const numbers = numbersWith(even, [positionOf(CHARLIE, 1, '100')])
    const { operations } = to(numbers, targets(3n, 1n))
    expect(operations).toMatchObject([{ kind: 'move', toHotkey: BOB, route: 'protected', amount: '25' }])
  })

  test('a weight of 0 empties a subnet, position by position, the largest first', () => {
    const numbers = numbersWith(even, [positionOf(CHARLIE, 1, '10'), positionOf(BOB, 1, '30')])
    const { operations, explanation } = to(numbers, targets(0n, 1n))
    expect(operations.map(({ hotkey, amount }) => [hotkey, amount])).toEqual([
      [BOB, 'all'],
      [CHARLIE, 'all'],
    ])
    expect(explanation.data.rows[0]?.after.isZero()).toBe(true)
  })

  test('free TAO comes to what has too little, and what is not named stays out of it', () => {
    const numbers = numbersWith(even, [positionOf(BOB, 1, '100')])
    const { operations, rest, explanation } = to(numbers, targets(1n, 1n), { add: Balance.parse('100') })
    expect(operations).toMatchObject([{ kind: 'stake', netuid: 2, amount: '100' }])
    expect(rest.isZero()).toBe(true)
    expect(explanation.data.transfers).toEqual([])
    expect(to(numbers, targets(1n)).operations).toEqual([])
    expect(to(numbers, targets(1n)).explanation.text).toContain('Nothing is to be done.')
  })

  test('what is too small, locked or beyond the tolerance stays, by name', () => {
    const small = to(numbersWith(even, [positionOf(BOB, 1, '0.015')]), targets(1n, 1n))
    expect(small.explanation.data.leftOut).toMatchObject([{ code: 'TooSmall' }])
    const locked = to(numbersWith(even, [positionOf(BOB, 1, '100', '0')]), targets(1n, 1n))
    expect(locked.explanation.data.leftOut).toMatchObject([{ code: 'StakeUnavailable' }])
    const large = to(numbersWith(even, [positionOf(BOB, 1, '5000')]), targets(0n, 1n))
    expect(large.operations).toEqual([])
    expect(large.explanation.data.leftOut).toMatchObject([{ code: 'SlippageTooHigh' }])
    expect(() => to(numbersWith(even, []), [...targets(1n), ...targets(1n)])).toThrow(
      expect.objectContaining({ code: 'InvalidArgument' }),
    )
    expect(() => to(numbersWith(even, []), targets(0n, 0n))).toThrow(
      expect.objectContaining({ code: 'InvalidArgument' }),
    )
  })

  test(
    'comes nearer to the weights, takes no more than there is, and the same again',
    () => {
      const stakes = fc.array(fc.bigInt(0n, 10n ** 11n), { minLength: 3, maxLength: 3 })
      const weights = fc.array(fc.bigInt(0n, 9n), { minLength: 3, maxLength: 3 })
      const three = [...uneven, poolOf(3, '50000', '50000')]
      fc.assert(
        fc.property(stakes, weights, fc.bigInt(0n, 10n ** 11n), (held, wanted, add) => {
          fc.pre(wanted.some((weight) => weight > 0n))
          const positions = held
            .map((rao, index) => positionOf(BOB, index + 1, Balance.fromRao(rao).toString()))
            .filter(({ stake }) => !stake.isZero())
          const numbers = numbersWith(three, positions)
          const terms = { add: Balance.fromRao(add), tolerance: '2%' }
          const { operations, explanation, rest } = to(numbers, targets(...wanted), terms)
          const { rows, transfers, purchases } = explanation.data
          const off = (pick: (row: (typeof rows)[number]) => Balance) =>
            rows.reduce((sum, row) => {
              const difference = pick(row).rao - row.wanted.rao
              return sum + (difference < 0n ? -difference : difference)
            }, 0n)
          const before = off((row) => row.before)
          // Prices move under it by up to 2 %, and fees are paid.
          const total = rows.reduce((sum, { wanted: { rao } }) => sum + rao, 0n)
          expect(off(({ after }) => after)).toBeLessThanOrEqual(before + total / 50n)
          for (const { netuid, stake } of positions) {
            const taken = transfers.filter(({ from }) => from.netuid === netuid)
            expect(taken.reduce((sum, { amount }) => sum + amount.rao, 0n)).toBeLessThanOrEqual(stake.rao)
          }
          const spent = purchases.reduce((sum, { amount }) => sum + amount.rao, 0n)
          expect(spent).toBeLessThanOrEqual(add)
          expect(rest.rao).toBeGreaterThanOrEqual(add - spent)
          expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length)
          expect(to(numbers, targets(...wanted), terms).explanation.text).toBe(explanation.text)
        }),
        runs,
      )
    },
    PATIENCE,
  )
})
