import { expect, test } from 'vitest'
import { inProcessLock, NonceAllocator } from './nonce.ts'

const allocator = (next: () => number) => new NonceAllocator('0x00', async () => next(), inProcessLock())

test('each transaction gets the next nonce, also when many are signed at once', async () => {
  const nonces = allocator(() => 7)
  const given = await Promise.all([1, 2, 3, 4].map(() => nonces.allocate('alice', async (nonce) => nonce)))
  expect(given).toEqual([7, 8, 9, 10])
})

test('accounts do not share nonces', async () => {
  const nonces = allocator(() => 0)
  expect(await nonces.allocate('alice', async (nonce) => nonce)).toBe(0)
  expect(await nonces.allocate('bob', async (nonce) => nonce)).toBe(0)
})

test('a signature that was never made gives its nonce back', async () => {
  const nonces = allocator(() => 3)
  await expect(
    nonces.allocate('alice', async () => {
      throw new Error('the user said no')
    }),
  ).rejects.toThrow('the user said no')
  expect(await nonces.allocate('alice', async (nonce) => nonce)).toBe(3)
})

test('the hole that a refused transaction leaves is filled by the next one', async () => {
  const nonces = allocator(() => 0)
  for (const expected of [0, 1, 2])
    expect(await nonces.allocate('alice', async (nonce) => nonce)).toBe(expected)
  nonces.release('alice', 1)
  expect(await nonces.allocate('alice', async (nonce) => nonce)).toBe(1)
  expect(await nonces.allocate('alice', async (nonce) => nonce)).toBe(3)
})

test('a node that already counts ours in its pool is not counted twice', async () => {
  let onNode = 0
  const nonces = allocator(() => onNode)
  await nonces.allocate('alice', async () => undefined)
  onNode = 1
  expect(await nonces.allocate('alice', async (nonce) => nonce)).toBe(1)
})

test('what was used long ago is forgotten, however much it was', async () => {
  const nonces = new NonceAllocator('0x00', async () => 200_000, inProcessLock(), {
    behind: () => false,
    finalized: () => 100,
    moment: () => ({}),
  })
  for (let nonce = 0; nonce < 200_000; nonce++) nonces.hold('5G', nonce, 64)
  expect(await nonces.holes('5G')).toEqual([])
  expect(await nonces.allocate('5G', async (nonce) => nonce)).toBe(200_000)
})

test('of two signatures with one nonce the longer one holds it', async () => {
  let finalized = 70
  const nonces = new NonceAllocator('0x00', async () => 0, inProcessLock(), {
    behind: () => false,
    finalized: () => finalized,
    moment: () => ({}),
  })
  nonces.hold('5G', 0)
  nonces.hold('5G', 0, 512)
  nonces.hold('5G', 0, 64)
  expect(await nonces.allocate('5G', async (nonce) => nonce)).toBe(1)
  finalized = 513
  expect(await nonces.allocate('5G', async (nonce) => nonce)).toBe(0)
})
