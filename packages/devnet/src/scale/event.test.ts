import type { GenericEvent } from '@polkadot/types'
import type { DispatchError } from '@polkadot/types/interfaces'
import { expect, test } from 'vitest'
import { polkadotRegistry } from '../../test/polkadot.ts'
import { codecOf } from './codec.ts'
import { moduleError } from './dispatch-error.ts'
import { runtimeEvent } from './event.ts'

const ALICE = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY'
const BOB = '5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty'
const { registry } = polkadotRegistry(16)

test('events with nameless fields are read in order', () => {
  const event = runtimeEvent('SubtensorModule', 'StakeAdded', [ALICE, BOB, 5n, 6n, 2, 7n])
  const theirs = registry.createType<GenericEvent>('Event', codecOf('RuntimeEvent').enc(event))
  expect([theirs.section, theirs.method]).toEqual(['subtensorModule', 'StakeAdded'])
  expect(theirs.data.map((field) => field.toString())).toEqual([ALICE, BOB, '5', '6', '2', '7'])
})

test('events with named fields are read by name', () => {
  const event = runtimeEvent('Balances', 'Transfer', { from: ALICE, to: BOB, amount: 5n })
  const theirs = registry.createType<GenericEvent>('Event', codecOf('RuntimeEvent').enc(event))
  expect(theirs.data.names).toEqual(['from', 'to', 'amount'])
})

test('events without fields take none', () => {
  const event = runtimeEvent('System', 'CodeUpdated')
  expect([...codecOf('RuntimeEvent').enc(event)]).toEqual([0, 2])
})

test('a module error is found again by name', () => {
  const failed = runtimeEvent('System', 'ExtrinsicFailed', {
    dispatch_error: moduleError('SubtensorModule', 'SlippageTooHigh'),
    dispatch_info: {
      weight: { ref_time: 1n, proof_size: 0n },
      class: { type: 'Normal' },
      pays_fee: { type: 'Yes' },
    },
  })
  const theirs = registry.createType<GenericEvent>('Event', codecOf('RuntimeEvent').enc(failed))
  const error = registry.createType<DispatchError>('SpRuntimeDispatchError', theirs.data[0]?.toU8a())
  expect(registry.findMetaError(error.asModule)).toMatchObject({
    section: 'subtensorModule',
    name: 'SlippageTooHigh',
  })
})
