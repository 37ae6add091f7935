import { Balance, mulDivFloor, Price, type SafetyMode } from '@stake/math'
import { describe, expect, test } from 'vitest'
import { filledPpb, parseOperation, preview } from '../src/index.ts'
import { ALICE, BOB, numbersOf, poolOf } from './numbers.ts'

// The numbers of the documents that people learn staking from, each as the plan shows it.

const wish = (
  kind: 'stake' | 'unstake' | 'stakeBurn',
  netuid: number,
  amount: string,
  tolerance = '0.5%',
  mode: SafetyMode = 'strict',
) => parseOperation({ id: '1', kind, coldkey: ALICE, hotkey: BOB, netuid, amount, tolerance, mode })

/** The documents' limits have no last rao; ours is rounded inward to one, which costs less than a thousand rao of TAO. */
function expectJustBelow(amount: Balance | undefined, documented: string): void {
  const missing = Balance.parse(documented).rao - (amount?.rao ?? 0n)
  expect(missing).toBeGreaterThanOrEqual(0n)
  expect(missing).toBeLessThan(1_000n)
}

describe('Alice stakes 100 TAO into 1000 τ and 1500 α', () => {
  const feeless = numbersOf([poolOf(1, '1000', '1500', { feeRate: 0 })])
  const usual = numbersOf([poolOf(1, '1000', '1500')])

  test('without a fee she gets 136.363636363 α, and the price rises by 21 %', () => {
    const { quote } = preview(wish('stake', 1, '100', '5%', 'unsafe'), feeless).chosen
    expect(quote?.received.toString()).toBe('136.363636363')
    expect(quote?.after).toMatchObject({
      tao: Balance.parse('1100'),
      alpha: Balance.parse('1363.636363637', 1),
    })
    expect(quote?.spotPrice.format()).toBe('0.666666666')
    expect(quote?.endPrice.format()).toBe('0.806666666')
    // Ideal 150: 9.0909 % are lost to the price.
    expect(mulDivFloor(150_000_000_000n - (quote?.received.rao ?? 0n), 1_000_000n, 150_000_000_000n)).toBe(
      90_909n,
    )
  })

  test('with the usual fee she gets 136.301210234 α', () => {
    const { quote } = preview(wish('stake', 1, '100', '5%', 'unsafe'), usual).chosen
    expect(quote?.fee.toString()).toBe('0.050354772')
    expect(quote?.received.toString()).toBe('136.301210234')
  })

  test.each([
    ['0.5%', '2.496882788', '2.498140721'],
    ['2%', '9.950493836', '9.955506909'],
    ['5%', '24.695076596', '24.70751801'],
  ])('strict lets at most so much through at %s', (tolerance, without, withFee) => {
    expectJustBelow(preview(wish('stake', 1, '100', tolerance), feeless).chosen.largest, without)
    const { modes } = preview(wish('stake', 1, '100', tolerance), usual)
    expect(modes.strict.refusal?.code).toBe('SlippageTooHigh')
    expectJustBelow(modes.partial.quote?.spent, withFee)
    expect(modes.unsafe.result).toBe('full')
  })
})

describe('unstaking 1000 α that would move the price by 5 %, at a tolerance of 2 %', () => {
  const numbers = numbersOf([poolOf(1, '384935.9', '38493.59', { feeRate: 0 })])
  const shown = preview(wish('unstake', 1, '1000', '2%'), numbers)

  test('strict rejects, partial takes 390.81 α, unsafe takes all', () => {
    // The document says about 400; amounts are shown rounded down.
    expect(shown.modes.strict.refusal?.code).toBe('SlippageTooHigh')
    expect(shown.modes.partial.quote?.spent.format({ decimals: 3, symbol: '' })).toBe('390.807')
    expect(filledPpb(shown, shown.modes.partial)).toBe(390_807_887n)
    expect(shown.modes.unsafe.result).toBe('full')
    const { spotPrice, endPrice } = shown.modes.unsafe.quote ?? {}
    const left = mulDivFloor(endPrice?.bits ?? 0n, 10_000n, spotPrice?.bits ?? 1n)
    expect(left).toBe(9_500n)
  })
})

describe('the table of a stake burn of 10 τ', () => {
  const numbers = numbersOf([poolOf(14, '1105.4', '1090.1')])
  const shown = preview(wish('stakeBurn', 14, '10'), numbers)

  test('rate, estimate, fee and rate with tolerance', () => {
    const { quote } = shown.modes.unsafe
    const rate = (1n << 128n) / (quote?.spotPrice.bits ?? 1n)
    expect(Price.fromBits(rate).format(4)).toBe('0.9861')
    expect(quote?.fee.toString()).toBe('0.005035477')
    expect(quote?.received.format({ decimals: 3 })).toBe('9.768α')
    // 0.9861482 / 1.005
    expect(Price.fromBits(mulDivFloor(rate, 1_000n, 1_005n)).format(4)).toBe('0.9812')
  })

  test('the price would rise by 1.82 %, so strict at 0.5 % refuses what the document shows as a success', () => {
    expect(shown.chosen.refusal?.code).toBe('SlippageTooHigh')
    const { spotPrice, endPrice } = shown.modes.unsafe.quote ?? {}
    expect(mulDivFloor(endPrice?.bits ?? 0n, 10_000n, spotPrice?.bits ?? 1n)).toBe(10_181n)
    expect(preview(wish('stakeBurn', 14, '10', '2%'), numbers).chosen.result).toBe('full')
    expect(shown.modes.partial.refusal?.code).toBe('ModeUnavailable')
  })
})

describe('the simulation of price protection', () => {
  // Between 202.5 and 40,010 τ in the pool the four trades end as the document says.
  const numbers = numbersOf([poolOf(2, '6000', '24000')])
  test.each<[string, string, string, SafetyMode, string]>([
    ['5 τ unsafe', '5', '0.5%', 'unsafe', 'full'],
    ['20 τ strict at 0.1 %', '20', '0.001', 'strict', 'refused'],
    ['5 τ strict at 5 %', '5', '0.05', 'strict', 'full'],
    ['50 τ partial at 0.2 %', '50', '0.002', 'partial', 'partial'],
  ])('%s', (_, amount, tolerance, mode, result) => {
    const shown = preview(wish('stake', 2, amount, tolerance, mode), numbers)
    expect(shown.chosen.result).toBe(result)
    if (result === 'partial') expect(filledPpb(shown, shown.chosen)).toBeLessThan(950_000_000n)
  })
})
