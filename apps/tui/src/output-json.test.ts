import { Balance, Price, StakeError } from '@stake/math'
import { expect, test } from 'vitest'
import { jsonLine, toJson } from './output-json.ts'

test('amounts, prices, integers and errors are what the schema says; what is undefined is not there', () => {
  const cause = new StakeError('No', 'No.', { details: { rao: 5n }, remedy: 'Yes.' })
  expect(
    toJson({
      amount: Balance.parse('1.5', 3),
      price: Price.fromBits((2n << 64n) / 3n),
      volume: 2n ** 70n,
      error: cause,
      nothing: undefined,
      list: [1, true, null],
    }),
  ).toEqual({
    amount: { rao: '1500000000', decimal: '1.5', netuid: 3 },
    price: { bits: '12297829382473034410', decimal: '0.666666666' },
    volume: '1180591620717411303424',
    error: { code: 'No', message: 'No.', details: { rao: '5' }, remedy: 'Yes.' },
    list: [1, true, null],
  })
})

test('a line of JSON holds no character that does anything, and reads back as it was', () => {
  const hostile = 'a\u001b[2J\u009b1m\u202Eb\u200Bc\u2028d\nइ漢\u{E0041}'
  const line = jsonLine({ name: hostile })
  expect(line.slice(0, -1)).toMatch(/^[^\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]+$/u)
  expect(JSON.parse(line)).toEqual({ name: hostile })
})
