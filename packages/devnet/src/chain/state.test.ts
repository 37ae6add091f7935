import { expect, test } from 'vitest'
import { emptyState, StateOverlay } from './state.ts'

const bytes = (...values: number[]) => Uint8Array.from(values)

test('a failed transaction leaves nothing behind, a successful one stays', () => {
  const base = emptyState().set('0xaa01', bytes(1)).set('0xaa02', bytes(2)).set('0xbb', bytes(9))
  const overlay = new StateOverlay(base)
  overlay.put('0xaa03', bytes(3))
  expect(() =>
    overlay.transact(() => {
      overlay.put('0xaa01', bytes(7))
      overlay.delete('0xaa02')
      overlay.transact(() => overlay.put('0xaa04', bytes(4)))
      expect(overlay.get('0xaa02')).toBeUndefined()
      expect(overlay.keys('0xaa')).toEqual(['0xaa01', '0xaa03', '0xaa04'])
      throw new Error('no')
    }),
  ).toThrow('no')
  expect(overlay.get('0xaa01')).toEqual(bytes(1))
  expect(overlay.keys('0xaa')).toEqual(['0xaa01', '0xaa02', '0xaa03'])

  overlay.transact(() => overlay.delete('0xbb'))
  expect([...overlay.changes()]).toEqual([
    ['0xaa03', bytes(3)],
    ['0xbb', null],
  ])
  expect([...overlay.applied().entries()].map(([key]) => key)).toEqual(['0xaa01', '0xaa02', '0xaa03'])
  expect(base.size).toBe(3)
})
