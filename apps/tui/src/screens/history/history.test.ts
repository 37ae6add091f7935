import { expect, test } from 'vitest'
import { balancer, coldkey, hotkeys, live, snapshot, subnet } from '../../../test/sample.ts'
import { emptyHistory, remembered } from './history.ts'

const at = (number: number, changes: Parameters<typeof snapshot>[0] = {}) =>
  live({ snapshot: snapshot({ block: { number, hash: `0x${number}` }, ...changes }) })

test('remembers the price of every subnet and the worth of the account, block by block', () => {
  const dearer = new Map(snapshot().subnets).set(1, subnet(1, 'Apex', 'α', balancer(1, '1100', '1500')))
  const first = remembered(emptyHistory, at(5_000), coldkey)
  const second = remembered(first, at(5_001, { subnets: dearer }), coldkey)
  expect([...second.prices.keys()]).toEqual([0, 1, 2, 3, 4, 277])
  const [before, after] = second.prices.get(1)?.points ?? []
  expect(after?.value).toBeGreaterThan(before?.value ?? 0n)
  expect(second.value.points.map(({ value }) => value)).toEqual([2_914_833_333_333n, 2_922_866_666_666n])
  expect(second.exit.points).toHaveLength(2)
})

test('another account begins anew, the prices go on', () => {
  const first = remembered(emptyHistory, at(5_000), coldkey)
  const other = hotkeys[0]
  const unread = remembered(first, at(5_001), other)
  expect(unread.value.points).toHaveLength(1)
  const { accounts } = snapshot()
  const free = accounts.get(coldkey)
  if (!free) throw new Error('the sample has an account')
  const second = remembered(first, at(5_001, { accounts: new Map([[other, free]]) }), other)
  expect(second.coldkey).toBe(other)
  expect(second.value.points).toHaveLength(1)
  expect(second.prices.get(1)?.points).toHaveLength(2)
})

test('a subnet that took a netuid over has no past', () => {
  const first = remembered(emptyHistory, at(5_000), coldkey)
  const { subnets } = snapshot()
  const replaced = { ...subnet(1, 'New', 'ν', balancer(1, '5', '5')), registeredAt: 5_001 }
  const second = remembered(first, at(5_001, { subnets: new Map(subnets).set(1, replaced) }), coldkey)
  expect(second.prices.get(1)?.points).toHaveLength(1)
})

test('subnets that are gone are forgotten', () => {
  const first = remembered(emptyHistory, at(5_000), coldkey)
  expect(remembered(first, at(5_001, { subnets: new Map() }), coldkey).prices.size).toBe(0)
})
