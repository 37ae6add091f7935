import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { u64 } from '../test/arbitraries.ts'
import { holds } from '../test/property.ts'
import { BalanceOutOfRange, InvalidAmount, InvalidNetuid, MixedTokens } from './amount-errors.ts'
import { Balance } from './balance.ts'
import { InvalidArgument } from './invalid-argument.ts'

const netuid = fc.integer({ min: 0, max: 65535 })
const caught = (run: () => unknown) => {
  try {
    run()
  } catch (error) {
    return error as InvalidAmount
  }
  throw new Error('nothing was thrown')
}

describe('reading', () => {
  test.each([
    [
      '1e3',
      'The amount "1e3" is written with an exponent.',
      'Write it in full, for example 1000 and not 1e3.',
    ],
    ['-1', 'The amount "-1" has a sign.', 'Write the amount without a sign, for example 12.5.'],
    [
      '1.0000000001',
      'The amount "1.0000000001" has 10 decimals, but a token has 9.',
      'Write at most 9 decimals, for example 1.000000000.',
    ],
    ['', 'The amount "" is empty.', 'Write a number, for example 12.5.'],
    [
      'abc',
      'The amount "abc" is not a number.',
      'Write digits with at most one point between them, for example 12.5.',
    ],
    [
      '1,5',
      'The amount "1,5" has a comma.',
      'Write a point before the decimals and nothing between thousands, for example 1234.5.',
    ],
  ])('%j is refused with one sentence and a remedy', (text, message, remedy) => {
    const error = caught(() => Balance.parse(text))
    expect(error).toBeInstanceOf(InvalidAmount)
    expect(error.code).toBe('InvalidAmount')
    expect([error.message, error.remedy]).toEqual([message, remedy])
  })

  test.each(['.5', '5.', '+1', ' 1', '1 ', '0x10', '1_000', 'NaN', 'Infinity', '1..2', '١', '1n', 'τ5'])(
    '%j is refused',
    (text) => {
      expect(() => Balance.parse(text)).toThrow(InvalidAmount)
    },
  )

  test('what is not text is refused', () => {
    for (const value of [1, 1.5, Number.NaN, 1n, null, undefined, {}]) {
      expect(() => Balance.parse(value as unknown as string)).toThrow(InvalidAmount)
    }
  })

  test('a pasted key phrase is not repeated', () => {
    const error = caught(() =>
      Balance.parse('bottom drive obey lake curtain smoke basket hold race lonely fit walk'),
    )
    expect(JSON.stringify(error)).not.toContain('curtain')
  })

  test('control characters are escaped', () => {
    expect(caught(() => Balance.parse('\u001b[2J1')).message).toBe(
      'The amount "\\u001b[2J1" is not a number.',
    )
  })

  test('the largest amount is read and one rao more is not', () => {
    expect(Balance.parse('18446744073.709551615').rao).toBe(2n ** 64n - 1n)
    expect(() => Balance.parse('18446744073.709551616')).toThrow(BalanceOutOfRange)
  })

  test('endless digits are refused without being computed', () => {
    expect(() => Balance.parse('9'.repeat(1_000_000))).toThrow(BalanceOutOfRange)
    expect(() => Balance.parse(`0.${'9'.repeat(1_000_000)}`)).toThrow(InvalidAmount)
    expect(Balance.parse(`${'0'.repeat(1000)}5`).toString()).toBe('5')
  })

  test('is the inverse of writing', () => {
    holds([u64, netuid], (rao, netuid) => {
      const balance = Balance.fromRao(rao, netuid)
      expect(Balance.parse(balance.toString(), netuid)).toEqual(balance)
      expect(Balance.fromJSON(JSON.parse(JSON.stringify(balance)))).toEqual(balance)
    })
  })
})

describe('making', () => {
  test('rao outside u64 are refused', () => {
    holds([fc.oneof(fc.bigInt({ max: -1n }), fc.bigInt({ min: 2n ** 64n }))], (rao) => {
      expect(() => Balance.fromRao(rao)).toThrow(BalanceOutOfRange)
    })
  })

  test('a number is no rao', () => {
    expect(() => Balance.fromRao(5 as unknown as bigint)).toThrow(InvalidAmount)
  })

  test.each([-1, 65536, 1.5, Number.NaN])('netuid %d is refused', (netuid) => {
    expect(() => Balance.fromRao(1n, netuid)).toThrow(InvalidNetuid)
  })

  test.each([{ rao: 5, netuid: 0 }, { rao: '-1', netuid: 0 }, { rao: '1.5', netuid: 0 }, {}, null])(
    'JSON %j is refused',
    (json) => {
      expect(() => Balance.fromJSON(json as { rao: string; netuid: number })).toThrow(InvalidAmount)
    },
  )

  test('it cannot be changed afterwards', () => {
    expect(Object.isFrozen(Balance.fromRao(5n))).toBe(true)
  })
})

describe('arithmetic', () => {
  test('adds, subtracts and compares like the rao inside', () => {
    holds([u64, u64, netuid], (a, b, netuid) => {
      const [x, y] = [Balance.fromRao(a, netuid), Balance.fromRao(b, netuid)]
      if (a + b < 2n ** 64n) expect(x.add(y).rao).toBe(a + b)
      else expect(() => x.add(y)).toThrow(BalanceOutOfRange)
      if (a >= b) expect(x.subtract(y).rao).toBe(a - b)
      else expect(() => x.subtract(y)).toThrow(BalanceOutOfRange)
      expect(x.compare(y)).toBe(a < b ? -1 : a > b ? 1 : 0)
      expect(x.equals(y)).toBe(a === b)
      expect(x.isZero()).toBe(a === 0n)
      expect(Balance.min(x, y)).toEqual(a < b ? x : y)
      expect(Balance.max(x, y)).toEqual(a > b ? x : y)
    })
  })

  test('refuses to mix tokens', () => {
    holds([u64, u64, netuid, netuid], (a, b, first, second) => {
      fc.pre(first !== second)
      const [x, y] = [Balance.fromRao(a, first), Balance.fromRao(b, second)]
      for (const mixed of [
        () => x.add(y),
        () => x.subtract(y),
        () => x.compare(y),
        () => Balance.min(x, y),
        () => Balance.max(x, y),
      ]) {
        expect(mixed).toThrow(MixedTokens)
      }
      expect(x.equals(y)).toBe(false)
    })
    const error = caught(() => Balance.zero().add(Balance.zero(3)))
    expect(error.message).toBe('An amount of alpha of subnet 3 was given where TAO is meant.')
  })
})

describe('writing', () => {
  test.each([
    [0n, '0'],
    [1n, '0.000000001'],
    [111_111_111n, '0.111111111'],
    [5_000_000_000n, '5'],
    [100_000_000_000n, '100'],
    [2n ** 64n - 1n, '18446744073.709551615'],
  ])('%d rao is %s', (rao, text) => {
    expect(Balance.fromRao(rao).toString()).toBe(text)
  })

  test("puts TAO's symbol first and alpha's last", () => {
    expect(Balance.fromRao(111_111_111n).format()).toBe('τ0.111111111')
    expect(Balance.fromRao(111_111_111n, 3).format({ symbol: 'γ' })).toBe('0.111111111γ')
    expect(Balance.fromRao(111_111_111n, 3).format()).toBe('0.111111111α')
  })

  test('rounds down, groups, and can leave out the decimals', () => {
    const balance = Balance.fromRao(1_234_567_899_999_999n)
    expect(balance.format({ decimals: 2, grouping: true })).toBe('τ1,234,567.89')
    expect(balance.format({ decimals: 0 })).toBe('τ1234567')
    expect(Balance.fromRao(999_999_999n).format({ decimals: 4, grouping: true })).toBe('τ0.9999')
  })

  test('leaves out the zeros that end the decimals when asked', () => {
    const trimmed = (rao: bigint, decimals?: number) =>
      Balance.fromRao(rao).format({
        trim: true,
        grouping: true,
        ...(decimals === undefined ? {} : { decimals }),
      })
    expect(trimmed(1_500_000_000n)).toBe('τ1.5')
    expect(trimmed(1_000_000_000_000n)).toBe('τ1,000')
    expect(trimmed(1_000_000_000_000n, 0)).toBe('τ1,000')
    expect(trimmed(1_200_999_999n, 4)).toBe('τ1.2009')
    expect(trimmed(99_999n, 4)).toBe('τ0')
  })

  test('never shows more than there is', () => {
    holds([u64, fc.integer({ min: 0, max: 9 })], (rao, decimals) => {
      for (const trim of [false, true]) {
        const shown = Balance.fromRao(rao).format({ decimals, symbol: '', grouping: true, trim })
        const read = Balance.parse(shown.replaceAll(',', '')).rao
        expect(read <= rao && rao - read < 10n ** BigInt(9 - decimals)).toBe(true)
      }
    })
  })

  test.each([-1, 10, 1.5, Number.NaN])('%d decimals are refused', (decimals) => {
    expect(() => Balance.fromRao(1n).format({ decimals })).toThrow(InvalidArgument)
  })
})

test('a key phrase in the wrong field is not repeated', () => {
  for (const secret of [
    'legal winner thank year wave sausage worth useful legal winner thank yellow',
    `0x${'ab'.repeat(32)}`,
    'legal winner thank',
  ]) {
    expect(() => Balance.parse(secret)).toThrow(/^The amount \(\d+ characters\) /)
    expect(() => Balance.parse(secret)).not.toThrow(/legal|abab/)
  }
})
