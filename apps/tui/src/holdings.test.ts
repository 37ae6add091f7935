import { Balance, quoteSell } from '@stake/math'
import { expect, test } from 'vitest'
import { balancer, coldkey, hotkeys, position, snapshot, subnet, tao } from '../test/sample.ts'
import { holdingsOf } from './holdings.ts'

test('a position is worth its price at spot and what its sale would bring', () => {
  const { free, rows, spotTotal, exitTotal } = holdingsOf(snapshot(), coldkey)
  expect(free.format()).toBe('τ1234.500000000')
  // Written down from the chain's rules: 120.5 × 2/3, and the root one to one.
  expect(rows.map(({ spotValue }) => spotValue?.toString())).toEqual(['250', '80.333333333', '1350'])
  const sale = quoteSell(balancer(1, '1000', '1500'), Balance.parse('120.5', 1))
  expect(rows[1]?.exitValue?.equals(sale.received)).toBe(true)
  expect(spotTotal.toString()).toBe('2914.833333333')
  expect(exitTotal.compare(spotTotal)).toBe(-1)
})

test('two positions of one pool are sold one after the other in the total', () => {
  const both = [position(1, hotkeys[0], '100'), position(1, hotkeys[1], '100')]
  const { rows, free, exitTotal } = holdingsOf(snapshot({ positions: both }), coldkey)
  expect(rows[0]?.exitValue?.equals(rows[1]?.exitValue ?? tao('0'))).toBe(true)
  const alone = rows.reduce((sum, { exitValue }) => sum.add(exitValue ?? tao('0')), free)
  const together = quoteSell(balancer(1, '1000', '1500'), Balance.parse('200', 1)).received
  expect(exitTotal.compare(alone)).toBe(-1)
  // One sale of both halves brings the same but for the rounding of two.
  expect(exitTotal.subtract(free).rao - together.rao).toBeGreaterThanOrEqual(-2n)
  expect(exitTotal.subtract(free).rao - together.rao).toBeLessThanOrEqual(2n)
})

test('only what is not locked can leave', () => {
  const locked = { ...position(1, hotkeys[0], '100'), available: Balance.parse('40', 1) }
  const [row] = holdingsOf(snapshot({ positions: [locked] }), coldkey).rows
  expect(row?.spotValue?.toString()).toBe('66.666666666')
  expect(row?.exitValue?.equals(quoteSell(balancer(1, '1000', '1500'), locked.available).received)).toBe(true)
})

test('a pool that cannot be quoted has no value and is in no total', () => {
  const { pool: _, ...unknown } = subnet(9, 'New', 'ν', balancer(9, '10', '10'))
  const subnets = new Map([[9, { ...unknown, pool: undefined }]])
  const positions = [position(9, hotkeys[0], '5')]
  const { rows, spotTotal, exitTotal } = holdingsOf(snapshot({ subnets, positions }), coldkey)
  expect(rows[0]).toMatchObject({ spotValue: undefined, exitValue: undefined })
  expect(spotTotal.toString()).toBe('1234.5')
  expect(exitTotal.toString()).toBe('1234.5')
})

test('somebody else’s positions are not ours', () => {
  expect(holdingsOf(snapshot(), hotkeys[0])).toMatchObject({ rows: [], free: tao('0') })
})
