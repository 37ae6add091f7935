import { expect, test } from 'vitest'
import * as schema from './index.ts'

test('the package exports tables, and nothing else that exists at run time', () => {
  expect(Object.keys(schema).sort()).toEqual([
    'AdminUtils',
    'Aura',
    'Balances',
    'Commitments',
    'LimitOrders',
    'MevShield',
    'Multisig',
    'ProxyPallet',
    'SafeMode',
    'Scheduler',
    'SubtensorModule',
    'Sudo',
    'Swap',
    'System',
    'Timestamp',
    'TransactionPayment',
    'Utility',
    'extensions',
    'extrinsic',
    'pallets',
    'runtimeApis',
    'runtimeVersion',
    'types',
  ])
  expect(Object.values(schema).filter((value) => typeof value === 'function')).toEqual([])
})
