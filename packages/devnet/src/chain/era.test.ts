import { expect, test } from 'vitest'
import { eraBirth, eraDeath } from './era.ts'

test('is born at its phase and alive for a period', () => {
  const era = { type: 'Mortal', value: { period: 64, phase: 42 } } as const
  expect(eraBirth(era, 42)).toBe(42)
  expect(eraBirth(era, 105)).toBe(42)
  expect(eraBirth(era, 106)).toBe(106)
  expect(eraBirth(era, 3)).toBe(42)
  expect(eraDeath(era, 42)).toBe(106)
})

test('an immortal one is born with the chain', () => {
  expect(eraBirth({ type: 'Immortal' }, 99)).toBe(0)
})
