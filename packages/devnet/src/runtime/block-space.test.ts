import { expect, test } from 'vitest'
import { BlockSpace, isOversized } from './block-space.ts'

// Runtime 424: a block has 4e12 of time, of which normal calls get 3e12 and operational ones keep 1e12; every
// extrinsic weighs 108,157,000 more than its call.
const TRILLION = 1_000_000_000_000n
const BASE = 108_157_000n

const info = (ref_time: bigint, type: 'Normal' | 'Operational' | 'Mandatory' = 'Normal') =>
  ({ weight: { ref_time, proof_size: 0n }, class: { type }, pays_fee: { type: 'Yes' } }) as const

test('normal extrinsics share three quarters of a block, to the last unit', () => {
  const space = new BlockSpace()
  for (let i = 0; i < 3; i++) expect(space.take(info(TRILLION - BASE), 100)).toBe(true)
  expect(space.weights.normal).toEqual({ ref_time: 3n * TRILLION, proof_size: 300n })
  expect(space.take(info(0n), 100)).toBe(false)
})

test('operational extrinsics have room beyond them, within their reserve even in a full block', () => {
  const space = new BlockSpace()
  for (let i = 0; i < 3; i++) space.take(info(TRILLION - BASE), 0)
  expect(space.take(info(TRILLION - BASE, 'Operational'), 0)).toBe(true)
  expect(space.take(info(0n, 'Operational'), 0)).toBe(false)
})

test('inherents always find room', () => {
  const space = new BlockSpace()
  for (let i = 0; i < 5; i++) expect(space.take(info(TRILLION, 'Mandatory'), 0)).toBe(true)
  // Then there is only the reserve of operational ones.
  expect(space.take(info(0n), 0)).toBe(false)
  expect(space.take(info(TRILLION - BASE, 'Operational'), 0)).toBe(true)
  expect(space.take(info(0n, 'Operational'), 0)).toBe(false)
})

test('lengths have an end of their own: 7,864,320 bytes for normal extrinsics, 10,485,760 for all', () => {
  const space = new BlockSpace()
  expect(space.take(info(0n), 7_864_320)).toBe(true)
  expect(space.take(info(0n), 1)).toBe(false)
  expect(space.take(info(0n, 'Operational'), 10_485_760 - 7_864_320)).toBe(true)
  expect(space.take(info(0n, 'Operational'), 1)).toBe(false)
})

test('what was not used is given back, what was used beyond is not taken', () => {
  const space = new BlockSpace()
  const announced = { ref_time: TRILLION, proof_size: 0n }
  space.take(info(TRILLION), 0)
  space.giveBack('Normal', announced, { ref_time: 400n, proof_size: 0n })
  expect(space.weights.normal.ref_time).toBe(BASE + 400n)
  space.giveBack('Normal', announced, { ref_time: 2n * TRILLION, proof_size: 0n })
  expect(space.weights.normal.ref_time).toBe(BASE + 400n)
})

test('no block has room for a call of more than 2,599,891,843,000, or for 7,864,321 bytes', () => {
  expect(isOversized(info(2_599_891_843_000n), 7_864_320)).toBe(false)
  expect(isOversized(info(2_599_891_843_001n), 100)).toBe(true)
  expect(isOversized(info(0n), 7_864_321)).toBe(true)
  expect(isOversized(info(3n * TRILLION, 'Operational'), 100)).toBe(false)
})
