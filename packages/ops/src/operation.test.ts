import { StakeError } from '@stake/math'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
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

const OTHER = '5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y'
const at = { id: 'a', coldkey: ALICE, hotkey: BOB, netuid: 1 }
const protection = { mode: 'strict', tolerance: '0.5%' }

test.each([
  [
    { kind: 'unstakeAll', hotkey: BOB },
    { to: 'free', ...protection },
  ],
  [
    { ...at, kind: 'move', toHotkey: OTHER, amount: '25%' },
    { toNetuid: 1, route: 'direct', ...protection },
  ],
  [{ ...at, kind: 'swap', toNetuid: 2, amount: 'all', route: 'protected' }, protection],
  [
    { ...at, kind: 'transferStake', toColdkey: OTHER, amount: '1' },
    { toNetuid: 1, route: 'direct', ...protection },
  ],
  [{ ...at, kind: 'stakeBurn', amount: '10' }, protection],
  [{ ...at, kind: 'burnAlpha', amount: 'all' }, {}],
  [{ ...at, kind: 'recycleAlpha', amount: '1.5' }, {}],
  [{ kind: 'claimRoot', netuids: [1, 3] }, {}],
  [{ kind: 'setTake', hotkey: BOB, take: '10%' }, {}],
  [{ ...at, kind: 'setAutoStake' }, {}],
  [{ ...at, kind: 'register' }, protection],
])('%o gets its defaults, and parses again to the same', (given, defaults) => {
  const once = parseOperation({ id: 'a', coldkey: ALICE, ...given })
  expect(once).toEqual({ id: 'a', coldkey: ALICE, ...given, ...defaults })
  expect(parseOperation(JSON.parse(JSON.stringify(once)))).toEqual(once)
})

test.each([
  ['subnets twice, in any order, are sorted', { kind: 'claimRoot', netuids: [3, 1, 3] }, { netuids: [1, 3] }],
  ['a take as a number is text', { kind: 'setTake', hotkey: BOB, take: 0.1 }, { take: '0.1' }],
])('%s', (_, given, shown) => {
  expect(parseOperation({ id: 'a', coldkey: ALICE, ...given })).toMatchObject(shown)
})

test.each([
  ['partial for a burn', { ...at, kind: 'stakeBurn', amount: '1', mode: 'partial' }, 'InvalidOperation'],
  [
    'an id that repaints the screen',
    { ...at, id: '\u001B[2Ja', kind: 'stake', amount: '1' },
    'InvalidOperation',
  ],
  [
    'an id that turns the line around',
    { ...at, id: 'a\u202Eb', kind: 'stake', amount: '1' },
    'InvalidOperation',
  ],
  ['an id of two lines', { ...at, id: 'a\nb', kind: 'stake', amount: '1' }, 'InvalidOperation'],
  ['an endless id', { ...at, id: 'a'.repeat(257), kind: 'stake', amount: '1' }, 'InvalidOperation'],
  ['partial for a registration', { ...at, kind: 'register', mode: 'partial' }, 'InvalidOperation'],
  [
    'a mode for what has no price',
    { ...at, kind: 'burnAlpha', amount: '1', mode: 'strict' },
    'InvalidOperation',
  ],
  [
    'six subnets',
    { id: 'a', coldkey: ALICE, kind: 'claimRoot', netuids: [1, 2, 3, 4, 5, 6] },
    'InvalidOperation',
  ],
  ['no subnets', { id: 'a', coldkey: ALICE, kind: 'claimRoot', netuids: [] }, 'InvalidOperation'],
  ['more than everything', { ...at, kind: 'stake', amount: '101%' }, 'InvalidOperation'],
  ['nothing of it', { ...at, kind: 'stake', amount: '0%' }, 'InvalidOperation'],
  [
    'a take that is no fraction',
    { id: 'a', coldkey: ALICE, kind: 'setTake', hotkey: BOB, take: 'much' },
    'InvalidArgument',
  ],
  [
    'an unknown route',
    { ...at, kind: 'swap', toNetuid: 2, amount: '1', route: 'scenic' },
    'InvalidOperation',
  ],
  [
    'a transfer to oneself',
    { ...at, kind: 'transferStake', toColdkey: ALICE, amount: '1' },
    'InvalidOperation',
  ],
])('%s is refused', (_, json, code) => {
  expect(() => parseOperation(json)).toThrow(expect.objectContaining({ code }))
})

describe('the option names of other clients', () => {
  test.each([
    [{ safe_staking: true }, 'strict', '0.5%'],
    [{ safe_staking: false }, 'unsafe', '0.5%'],
    [{ safe_staking: false, allow_partial_stake: true }, 'unsafe', '0.5%'],
    [{ safe_staking: true, allow_partial_stake: true, rate_tolerance: 0.02 }, 'partial', '2%'],
    [{ safe_unstaking: true, allow_partial_stake: false, rate_tolerance: 0.005 }, 'strict', '0.5%'],
    [{ safeUnstaking: true, allowPartialStake: true, rateTolerance: '50bps' }, 'partial', '0.5%'],
    [{ safe_staking: true, safe_unstaking: true, mode: 'strict' }, 'strict', '0.5%'],
    [{ rate_tolerance: 0.005, tolerance: '0.5%' }, 'strict', '0.5%'],
  ])('%o', (options, mode, tolerance) => {
    for (const kind of ['stake', 'unstake']) {
      expect(parseOperation({ ...at, kind, amount: '1', ...options })).toEqual({
        ...at,
        kind,
        amount: '1',
        mode,
        tolerance,
      })
    }
  })

  test.each([
    [{ safe_staking: true, safe_unstaking: false }],
    [{ safe_staking: false, mode: 'strict' }],
    [{ allow_partial_stake: true, mode: 'strict' }],
    [{ rate_tolerance: 0.02, tolerance: '1%' }],
    [{ safe_staking: 'yes' }],
  ])('%o contradicts itself', (options) => {
    expect(() => parseOperation({ ...at, kind: 'stake', amount: '1', ...options })).toThrow(
      expect.objectContaining({ code: 'InvalidOperation' }),
    )
  })
})

test('whatever JSON comes, it is an Operation in canonical form or an error with a remedy', () => {
  const texts = fc.oneof(
    fc.string(),
    fc.constantFrom('all', '50%', '1.5', '0.5%', 'strict', 'partial', 'direct', ALICE, BOB, OTHER),
  )
  const values = fc.oneof(
    texts,
    fc.integer({ min: -1, max: 70_000 }),
    fc.boolean(),
    fc.array(fc.nat(9)),
    fc.anything(),
  )
  const names = [
    'id',
    'coldkey',
    'hotkey',
    'netuid',
    'amount',
    'mode',
    'tolerance',
    'toNetuid',
    'take',
    'netuids',
    'route',
    'safe_staking',
  ]
  const valid = { id: 'a', coldkey: ALICE, hotkey: BOB, netuid: 1, amount: '1' }
  fc.assert(
    fc.property(
      fc.constantFrom(
        'stake',
        'unstake',
        'unstakeAll',
        'move',
        'swap',
        'burnAlpha',
        'claimRoot',
        'setTake',
        'register',
      ),
      fc.dictionary(fc.constantFrom(...names), values),
      fc.boolean(),
      (kind, fields, whole) => {
        try {
          const parsed = parseOperation({ ...(whole ? valid : {}), ...fields, kind: kind as string })
          expect(parseOperation(JSON.parse(JSON.stringify(parsed)))).toEqual(parsed)
        } catch (error) {
          if (!(error instanceof StakeError)) throw error
          expect(error.remedy).not.toBe('')
        }
      },
    ),
    { numRuns: 1_000 },
  )
})
