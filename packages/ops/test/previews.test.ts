import { Balance } from '@stake/math'
import { describe, expect, test } from 'vitest'
import { type Numbers, parseOperation, preview, worldOf } from '../src/index.ts'
import { kindOf } from '../src/kinds/index.ts'
import type { MovePreview } from '../src/kinds/relocation.ts'
import { ALICE, BOB, CHARLIE, numbersOf, poolOf } from './numbers.ts'

const base = { id: '1', coldkey: ALICE, hotkey: BOB, netuid: 1 }
const codes = (shown: { warnings: readonly { code: string }[] }) => shown.warnings.map(({ code }) => code)

describe('what stays', () => {
  const pool = poolOf(1, '1000', '1500')

  test('a lock is named, and only what is free of it can leave', () => {
    const numbers = numbersOf([pool], { stake: '100' })
    const position = numbers.positions[0]
    if (!position) throw new Error('there is one')
    const locked: Numbers = { ...numbers, positions: [{ ...position, available: Balance.parse('60', 1) }] }
    const shown = preview(parseOperation({ ...base, kind: 'unstake', amount: 'all', mode: 'unsafe' }), locked)
    expect(shown.amount.toString()).toBe('60')
    expect(shown.stays?.toString()).toBe('40')
    expect(codes(shown)).toEqual(['Unprotected', 'Locked'])
    const more = parseOperation({ ...base, kind: 'unstake', amount: '61' })
    expect(() => preview(more, locked)).toThrow(expect.objectContaining({ code: 'StakeUnavailable' }))
    // Within the subnet it may go to another hotkey of the same coldkey, not to another coldkey.
    const moved = parseOperation({ ...base, kind: 'move', toHotkey: CHARLIE, amount: 'all' })
    expect(preview(moved, locked).amount.toString()).toBe('100')
    const given = parseOperation({ ...base, kind: 'transferStake', toColdkey: CHARLIE, amount: 'all' })
    expect(preview(given, locked).amount.toString()).toBe('60')
  })

  test('the owner of a hotkey is not swept', () => {
    const facts = { nominatorMinimum: Balance.parse('1') }
    const numbers = numbersOf([pool], { stake: '10', facts })
    const unstake = parseOperation({ ...base, kind: 'unstake', amount: '9', mode: 'unsafe' })
    expect(codes(preview(unstake, numbers))).toContain('SmallNomination')
    const hotkeys = new Map([[BOB, { exists: true, owner: ALICE, take: 0 }]])
    expect(codes(preview(unstake, { ...numbers, hotkeys }))).not.toContain('SmallNomination')
  })

  test('a percentage is rounded down', () => {
    const numbers = numbersOf([pool], { stake: '0.000000101' })
    const half = parseOperation({ ...base, kind: 'unstake', amount: '50%', mode: 'unsafe' })
    expect(preview(half, numbers).amount.rao).toBe(50n)
  })
})

describe('moves', () => {
  test('what a cap leaves of an amount may be too little to stake: it becomes free TAO, and whose is said', () => {
    const numbers = numbersOf([poolOf(1, '1', '1'), poolOf(2, '1', '1')], { stake: '0.5' })
    const swap = parseOperation({
      ...base,
      kind: 'swap',
      toNetuid: 2,
      amount: '0.5',
      mode: 'partial',
      tolerance: '0.1%',
    })
    const shown = preview(swap, numbers)
    expect(shown.chosen.result).toBe('partial')
    expect(shown.received.isZero()).toBe(true)
    expect(shown.free.rao).toBeGreaterThan(0n)
    expect(shown.free.rao).toBeLessThan(2_000_000n)
    expect(codes(shown)).toEqual(expect.arrayContaining(['PartialFill', 'StrandedTao']))
  })

  test('the cap, the worst that it lets through, and the refusal stand beside each other', () => {
    const [origin, destination] = [
      poolOf(1, '100000', '100000'),
      poolOf(2, '100000', '100000', { quoteWeight: 490_000_000_000_000_000n }),
    ]
    const swap = parseOperation({ ...base, kind: 'swap', toNetuid: 2, amount: '100' })
    const { chosen, modes } = preview(swap, numbersOf([origin, destination]))
    expect(chosen.move?.largest?.format({ decimals: 3 })).toBe('2302.327α')
    expect(chosen.move?.worstLossPpb).toBe(43_603_858n)
    expect(chosen.refusal).toMatchObject({ code: 'UnprotectedMove', details: { allowed: '0.5%' } })
    expect(modes?.unsafe.result).toBe('full')
  })

  test('many share one tolerance, against the ratio before the first', () => {
    const numbers = numbersOf([poolOf(1, '100000', '100000'), poolOf(2, '100000', '100000')])
    const swap = parseOperation({ ...base, kind: 'swap', toNetuid: 2, amount: '100' })
    const kind = kindOf(swap)
    let world = worldOf(numbers, ALICE)
    const limits = new Set<bigint | undefined>()
    let moved = 0
    for (;;) {
      const shown = kind.preview(swap, world)
      if (shown.chosen.result !== 'full') break
      limits.add(shown.chosen.limitPrice)
      world = kind.after(shown, world)
      moved++
    }
    expect(limits).toEqual(new Set([995_000_000n]))
    expect(moved).toBeGreaterThan(0)
    expect(moved).toBeLessThan(6)
  })

  test('the protected route buys only what the limit of its sale guarantees', () => {
    const numbers = numbersOf([
      poolOf(1, '100000', '100000'),
      poolOf(2, '100000', '100000', { quoteWeight: 480_000_000_000_000_000n }),
    ])
    const swap = parseOperation({ ...base, kind: 'swap', toNetuid: 2, amount: '100', route: 'protected' })
    const shown = preview(swap, numbers) as MovePreview
    // 99.949645228 α after the fee, at no less than 0.995 τ each.
    expect(shown.guaranteed?.toString()).toBe('99.449897001')
    expect(shown.chosen.quote?.received.subtract(shown.guaranteed ?? Balance.zero())).toEqual(shown.free)
    expect(codes(shown)).toEqual(['TaoStaysFree'])
    const partial = parseOperation({ ...swap, mode: 'partial' })
    expect(preview(partial, numbers).chosen.refusal?.code).toBe('ModeUnavailable')
    const tiny = parseOperation({ ...swap, amount: '0.002' })
    expect(preview(tiny, numbers).chosen.refusal?.code).toBe('AmountTooLow')
  })
})

describe('root claims', () => {
  const owed = (netuid: number, rao: bigint, claimable: boolean) => ({
    hotkey: BOB,
    netuid,
    owed: Balance.fromRao(rao, netuid),
    threshold: Balance.fromRao(500_000n, netuid),
    claimable,
  })
  const pools = [1, 2, 3].map((netuid) => poolOf(netuid, '1000', '1000'))
  const claims = new Map([
    [
      ALICE,
      { claimType: { type: 'Swap' as const }, claims: [owed(1, 900_000n, true), owed(2, 400_000n, false)] },
    ],
  ])
  const claim = (...netuids: number[]) =>
    parseOperation({ id: '1', kind: 'claimRoot', coldkey: ALICE, netuids })

  test('pay what reaches the threshold; the rest is named', () => {
    const shown = preview(claim(1, 2), numbersOf(pools, { facts: { claims } }))
    expect(shown.chosen.result).toBe('full')
    expect(shown.warnings).toEqual([
      expect.objectContaining({ code: 'Unprotected' }),
      expect.objectContaining({ code: 'LeftOut', message: expect.stringContaining('0.0004') }),
    ])
    // At one to one, without a swap fee: a rao less for the price that it moves.
    expect(shown.received).toEqual(Balance.fromRao(899_999n))
  })

  test('what cannot be sold is said to stay, and keeps the rest of the claim from nothing', () => {
    const dry = [poolOf(1, '0.0001', '1000'), poolOf(2, '1000', '1000')]
    const both = new Map([
      [
        ALICE,
        {
          claimType: { type: 'Swap' as const },
          claims: [owed(1, 900_000n, true), owed(2, 900_000n, true)],
        },
      ],
    ])
    const shown = preview(claim(1, 2), numbersOf(dry, { facts: { claims: both } }))
    expect(shown.swaps.map(({ quote }) => quote.pool.netuid)).toEqual([2])
    expect(codes(shown)).toEqual(['Unprotected', 'LeftOut'])
  })

  test('that would pay nothing are refused, and need their numbers', () => {
    const numbers = numbersOf(pools, { facts: { claims } })
    expect(preview(claim(2), numbers).chosen.refusal?.code).toBe('NothingToClaim')
    expect(preview(claim(3), numbers).chosen.refusal?.code).toBe('NothingToClaim')
    const { facts, ...bare } = numbers
    expect(facts).toBeDefined()
    expect(() => preview(claim(1), bare)).toThrow(expect.objectContaining({ code: 'FactsMissing' }))
  })

  test('what they paid is seen in the positions', () => {
    const { tradeFromPositions } = kindOf(claim(1))
    const shown = preview(claim(1), numbersOf(pools, { facts: { claims } }))
    const at = (netuid: number, rao: bigint) => ({
      coldkey: ALICE,
      hotkey: BOB,
      netuid,
      stake: Balance.fromRao(rao, netuid),
    })
    const trade = tradeFromPositions?.(shown, [at(0, 5n), at(1, 7n)], [at(0, 9n), at(1, 8n), at(2, 3n)])
    expect(trade).toMatchObject({ received: Balance.fromRao(4n), fill: 'filled' })
    // What comes to a subnet that was not asked for is no claim.
    expect(trade?.parts?.map(({ received }) => received.netuid)).toEqual([0, 1])
    expect(tradeFromPositions?.(shown, [at(0, 5n)], [at(0, 5n)])).toMatchObject({ fill: 'nothing' })
  })
})
