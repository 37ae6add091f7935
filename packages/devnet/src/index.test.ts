import { expect, test } from 'vitest'
import * as devnet from './index.ts'

test('what the package exports', () => {
  expect(Object.keys(devnet).sort()).toEqual([
    'InvalidDevnetOption',
    'InvalidFault',
    'InvalidReorg',
    'PortInUse',
    'StateFileUnusable',
    'demoGenesis',
    'developmentAccounts',
    'localnetGenesis',
    'namedAccount',
    'startDevnet',
    'storageEntry',
  ])
})
