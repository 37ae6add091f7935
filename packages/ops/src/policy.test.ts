import type { Call } from '@stake/chain'
import { Balance } from '@stake/math'
import { expect, test } from 'vitest'
import { judge, parsePolicy } from './policy.ts'

function call(name: string, args: Record<string, unknown>, pallet = 'SubtensorModule'): Call {
  return { pallet, name, args, bytes: '0x00' }
}

const stake = (tao: string, netuid = 1) =>
  call('add_stake_limit', {
    hotkey: '5…',
    netuid,
    amount_staked: Balance.parse(tao).rao,
    limit_price: 1n,
    allow_partial: false,
  })
const unstake = (alpha: string, netuid = 1) =>
  call('remove_stake', { hotkey: '5…', netuid, amount_unstaked: Balance.parse(alpha, netuid).rao })

test('an empty policy allows the calls it knows', () => {
  expect(() => judge({}, stake('1000000'))).not.toThrow()
  expect(() => judge({}, unstake('1000000', 60_000))).not.toThrow()
})

test('the largest amount may be reached and not passed', () => {
  const policy = parsePolicy({ largestStake: '5', largestUnstake: '7' })
  expect(() => judge(policy, stake('5'))).not.toThrow()
  expect(() => judge(policy, stake('5.000000001'))).toThrow(
    expect.objectContaining({
      code: 'PolicyRefusal',
      message: 'The policy allows at most 5, not 5.000000001.',
    }),
  )
  expect(() => judge(policy, unstake('7'))).not.toThrow()
  expect(() => judge(policy, unstake('7.000000001'))).toThrow(
    expect.objectContaining({ code: 'PolicyRefusal' }),
  )
})

test('a full exit names no amount, so a largest amount refuses it', () => {
  const exit = call('remove_stake_full_limit', { hotkey: '5…', netuid: 1, limit_price: 1n })
  expect(() => judge({}, exit)).not.toThrow()
  expect(() => judge(parsePolicy({ largestStake: '1' }), exit)).not.toThrow()
  expect(() => judge(parsePolicy({ largestUnstake: '7' }), exit)).toThrow(
    'The policy allows at most 7, not all there is.',
  )
})

test('only allowed subnets; an empty list allows none', () => {
  const policy = parsePolicy({ allowedNetuids: [1, 3] })
  expect(() => judge(policy, stake('1', 3))).not.toThrow()
  expect(() => judge(policy, stake('1', 2))).toThrow('The policy does not allow subnet 2.')
  expect(() => judge(parsePolicy({ allowedNetuids: [] }), stake('1', 1))).toThrow('does not allow subnet 1')
})

test.each([
  ['a transfer', call('transfer_keep_alive', { dest: '5…', value: 1n }, 'Balances')],
  ['a batch', call('batch_all', { calls: [] }, 'Utility')],
  [
    'a call of another pallet with a known name',
    call('add_stake', { netuid: 1, amount_staked: 1n }, 'Proxy'),
  ],
  ['a known call without its amount', call('add_stake', { netuid: 1 })],
  ['a known call with a text for a netuid', call('add_stake', { netuid: '1', amount_staked: 1n })],
])('what it does not understand is refused: %s', (_, unknown) => {
  expect(() => judge({}, unknown)).toThrow(expect.objectContaining({ code: 'PolicyRefusal' }))
})

test.each([
  [null, 'it is not an object'],
  [[], 'it is not an object'],
  [{ largestStakes: '1' }, '"largestStakes" is no rule'],
  [{ largestStake: 5 }, /largestStake/],
  [{ largestStake: '-5' }, /largestStake/],
  [{ allowedNetuids: [1.5] }, 'allowedNetuids is not a list of netuids'],
  [{ allowedNetuids: '1' }, 'allowedNetuids is not a list of netuids'],
])('a policy that is not understood in full is refused: %j', (json, reason) => {
  expect(() => parsePolicy(json)).toThrow(reason)
})
