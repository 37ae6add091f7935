import { expect, test } from 'vitest'
import { parseOperation } from './operation.ts'

const ALICE = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY'
const BOB = '5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty'
const stake = { id: 'a', kind: 'stake', coldkey: ALICE, hotkey: BOB, netuid: 1, amount: '5' } as const

test('strict and half a percent are the defaults', () => {
  expect(parseOperation(stake)).toEqual({
    ...stake,
    amount: '5',
    mode: 'strict',
    tolerance: '0.5%',
  })
})

test('what was parsed parses again to the same', () => {
  const once = parseOperation({ ...stake, tolerance: '50bps', mode: 'partial', amount: '0.1' })
  expect(parseOperation(JSON.parse(JSON.stringify(once)))).toEqual(once)
  expect(once.tolerance).toBe('0.5%')
})

test('all and a percentage are amounts too', () => {
  expect(parseOperation({ ...stake, kind: 'unstake', amount: 'all' }).amount).toBe('all')
  expect(parseOperation({ ...stake, amount: 'all' }).amount).toBe('all')
  expect(parseOperation({ ...stake, amount: ' 50.0 %' }).amount).toBe('50%')
  expect(parseOperation({ ...stake, amount: '100%' }).amount).toBe('all')
})

test.each([
  ['nothing', undefined, 'InvalidOperation'],
  ['text', 'stake', 'InvalidOperation'],
  ['a misspelt field', { ...stake, tolerence: '0.1%' }, 'InvalidOperation'],
  ['no id', { ...stake, id: undefined }, 'InvalidOperation'],
  ['an empty id', { ...stake, id: '' }, 'InvalidOperation'],
  ['an unknown kind', { ...stake, kind: 'steal' }, 'InvalidOperation'],
  ['a netuid as text', { ...stake, netuid: '1' }, 'InvalidOperation'],
  ['a netuid that is none', { ...stake, netuid: Number.NaN }, 'InvalidOperation'],
  ['a negative netuid', { ...stake, netuid: -1 }, 'InvalidOperation'],
  ['a netuid too large', { ...stake, netuid: 65_536 }, 'InvalidOperation'],
  ['an unknown mode', { ...stake, mode: 'safe' }, 'InvalidOperation'],
  ['a number as amount', { ...stake, amount: 5 }, 'InvalidOperation'],
  ['ten decimals', { ...stake, amount: '1.0000000001' }, 'InvalidAmount'],
  ['a negative amount', { ...stake, amount: '-1' }, 'InvalidAmount'],
  ['an exponent', { ...stake, amount: '1e3' }, 'InvalidAmount'],
  ['more than can exist', { ...stake, amount: '18446744074' }, 'BalanceOutOfRange'],
  ['half as tolerance without a unit', { ...stake, tolerance: '0.5' }, 'ToleranceNeedsUnit'],
  [
    'another network’s coldkey',
    { ...stake, coldkey: '15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5' },
    'InvalidAddress',
  ],
  ['a broken hotkey', { ...stake, hotkey: BOB.slice(1) }, 'InvalidAddress'],
])('%s is refused', (_, json, code) => {
  expect(() => parseOperation(json)).toThrow(expect.objectContaining({ code }))
})
