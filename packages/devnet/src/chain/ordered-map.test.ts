import fc from 'fast-check'
import { expect, test } from 'vitest'
import { OrderedMap } from './ordered-map.ts'

const numRuns = process.env.STAKE_NIGHTLY ? 10_000 : 300
const seed = process.env.STAKE_SEED === undefined ? undefined : Number(process.env.STAKE_SEED)

test('behaves like a sorted Map, and old versions stay what they were', () => {
  const key = fc.integer({ min: 0, max: 60 }).map((n) => n.toString(16).padStart(2, '0'))
  const step = fc.record({ key, value: fc.option(fc.nat(), { nil: undefined }) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), key, (steps, from) => {
      const model = new Map<string, number>()
      let map = OrderedMap.empty<number>()
      const versions: [OrderedMap<number>, string][] = []
      for (const { key, value } of steps) {
        if (value === undefined) {
          model.delete(key)
          map = map.delete(key)
        } else {
          model.set(key, value)
          map = map.set(key, value)
        }
        versions.push([map, JSON.stringify([...model].sort())])
      }
      for (const [version, text] of versions) expect(JSON.stringify([...version.entries()])).toBe(text)
      expect(map.size).toBe(model.size)
      for (const [key, value] of model) expect(map.get(key)).toBe(value)
      expect(map.get('zz')).toBeUndefined()
      expect([...map.entries(from)]).toEqual([...model].sort().filter(([key]) => key >= from))
    }),
    { numRuns, ...(seed === undefined ? {} : { seed }) },
  )
})

test('stays shallow when keys arrive in order', () => {
  let map = OrderedMap.empty<number>()
  for (let i = 0; i < 20_000; i++) map = map.set(i.toString().padStart(6, '0'), i)
  for (let i = 0; i < 20_000; i += 2) map = map.delete(i.toString().padStart(6, '0'))
  expect(map.size).toBe(10_000)
  expect([...map.entries('019990')].map(([, value]) => value)).toEqual([19991, 19993, 19995, 19997, 19999])
})
