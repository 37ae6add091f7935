import type { Hex } from '@stake/schema'
import { beforeEach, describe, expect, test } from 'vitest'
import { hashOf } from './block.ts'
import { Pool, type TransactionStatus, type Validity } from './pool.ts'
import type { QueueLimits } from './pool-queue.ts'

/** A chain as small as a pool can tell: accounts are letters, a transaction is a letter and its nonce. */
const nonces = new Map<string, number>()
let now = 0
const invalid = new Set<string>()

function transaction(account: string, nonce: number, salt = 0): Uint8Array {
  return Uint8Array.of(account.charCodeAt(0), nonce, salt)
}

function makePool(limits?: QueueLimits): Pool<Uint8Array> {
  return new Pool({
    decode: (bytes) => bytes,
    validate([account = 0, nonce = 0]): Validity {
      const name = String.fromCharCode(account)
      const next = nonces.get(name) ?? 0
      if (invalid.has(`${name}${nonce}`)) return { valid: false, reason: 'payment' }
      if (nonce < next) return { valid: false, reason: 'stale' }
      return {
        valid: true,
        priority: 1n,
        requires: nonce === next ? undefined : `${name}${nonce - 1}`,
        provides: `${name}${nonce}`,
      }
    },
    now: () => now,
    ...(limits === undefined ? {} : { limits }),
  })
}

/** Puts transactions into a block: the account's nonce moves, then the pool follows. */
function include(pool: Pool<Uint8Array>, ...transactions: Uint8Array[]): void {
  for (const [account = 0, nonce = 0] of transactions) nonces.set(String.fromCharCode(account), nonce + 1)
  pool.follow({ hash: '0xb10c', transactions: transactions.map(hashOf) })
}

function watched(pool: Pool<Uint8Array>, bytes: Uint8Array): TransactionStatus[] {
  const heard: TransactionStatus[] = []
  pool.submitAndWatch(bytes, (status) => heard.push(status))
  return heard
}

const ready = (pool: Pool<Uint8Array>): string[] =>
  pool.ready().map(({ bytes: [account = 0, nonce = 0] }) => `${String.fromCharCode(account)}${nonce}`)
const broadcast = { broadcast: [expect.any(String)] }
const code = (expected: number) => expect.objectContaining({ code: expected })

beforeEach(() => {
  nonces.clear()
  invalid.clear()
  now = 0
})

test('a row of nonces that arrives backwards gets ready at once when its head comes', () => {
  const pool = makePool()
  const last = watched(pool, transaction('a', 2))
  const middle = watched(pool, transaction('a', 1))
  expect(ready(pool)).toEqual([])
  const first = watched(pool, transaction('a', 0))
  expect(ready(pool)).toEqual(['a0', 'a1', 'a2'])
  expect(first).toEqual(['ready', broadcast])
  expect(middle).toEqual(['future', 'ready', broadcast])
  expect(last).toEqual(['future', 'ready', broadcast])
})

test('what is left of a row stays ready when its head is included, and says nothing twice', () => {
  const pool = makePool()
  const statuses = [0, 1].map((nonce) => watched(pool, transaction('a', nonce)))
  include(pool, transaction('a', 0))
  expect(ready(pool)).toEqual(['a1'])
  expect(statuses[0]).toEqual(['ready', broadcast, { inBlock: '0xb10c' }])
  expect(statuses[1]).toEqual(['ready', broadcast])
})

test('a block of somebody else that fills a hole makes the future ready', () => {
  const pool = makePool()
  const later = watched(pool, transaction('a', 1))
  include(pool, transaction('a', 0, 9))
  expect(ready(pool)).toEqual(['a1'])
  expect(later).toEqual(['future', 'ready', broadcast])
})

test('a nonce that another transaction took is invalid', () => {
  const pool = makePool()
  const loser = watched(pool, transaction('a', 0))
  include(pool, transaction('a', 0, 9))
  expect(loser.at(-1)).toBe('invalid')
  expect(() => pool.submit(transaction('a', 0))).toThrow(code(1012))
})

test('two futures of one nonce: the first to come wins', () => {
  const pool = makePool()
  const winner = watched(pool, transaction('a', 1, 1))
  const loser = watched(pool, transaction('a', 1, 2))
  pool.submit(transaction('a', 0))
  expect(winner).toEqual(['future', 'ready', broadcast])
  expect(loser).toEqual(['future', 'invalid'])
})

test('when one in a row becomes invalid, those behind it wait again', () => {
  const pool = makePool()
  const statuses = [0, 1, 2].map((nonce) => watched(pool, transaction('a', nonce)))
  invalid.add('a1')
  include(pool, transaction('a', 0))
  expect(ready(pool)).toEqual([])
  expect(statuses[1]?.at(-1)).toBe('invalid')
  expect(statuses[2]).toEqual(['ready', broadcast])
  pool.submit(transaction('b', 0))
  invalid.clear()
  pool.submit(transaction('a', 1, 1))
  expect(ready(pool)).toEqual(['b0', 'a1', 'a2'])
})

test('removing one removes those that depend on it', () => {
  const pool = makePool()
  const hashes = [0, 1, 2].map((nonce) => pool.submit(transaction('a', nonce)))
  pool.submit(transaction('b', 0))
  expect(pool.remove([hashes[1] as Hex])).toEqual(hashes.slice(1))
  expect(ready(pool)).toEqual(['a0', 'b0'])
})

test('finality is the last that is heard', () => {
  const pool = makePool()
  const heard = watched(pool, transaction('a', 0))
  include(pool, transaction('a', 0))
  pool.finalize({ hash: '0xb10c', transactions: [hashOf(transaction('a', 0))] })
  pool.finalize({ hash: '0xb10c', transactions: [hashOf(transaction('a', 0))] })
  expect(heard.slice(2)).toEqual([{ inBlock: '0xb10c' }, { finalized: '0xb10c' }])
})

test('a block that does not get final is given up after 512 more', () => {
  const pool = makePool()
  const heard = watched(pool, transaction('a', 0))
  for (let n = 0; n <= 512; n++) {
    if (n > 0) pool.submit(transaction('a', n & 255, n >> 8))
    nonces.set('a', (n + 1) & 255)
    pool.follow({ hash: `0x${n}`, transactions: [hashOf(transaction('a', n & 255, n >> 8))] })
    if (n === 511) expect(heard.at(-1)).toEqual({ inBlock: '0x0' })
  }
  expect(heard.at(-1)).toEqual({ finalityTimeout: '0x0' })
})

test('who stops listening hears nothing more', () => {
  const pool = makePool()
  const heard: TransactionStatus[] = []
  const stop = pool.submitAndWatch(transaction('a', 0), (status) => heard.push(status))
  stop()
  include(pool, transaction('a', 0))
  expect(heard).toEqual(['ready', broadcast])
})

describe('refusals', () => {
  test('bytes that are there already, also in the future queue', () => {
    const pool = makePool()
    pool.submit(transaction('a', 0))
    pool.submit(transaction('a', 2))
    expect(() => pool.submit(transaction('a', 0))).toThrow(code(1013))
    expect(() => pool.submit(transaction('a', 2))).toThrow(code(1013))
  })

  test('a nonce that is taken', () => {
    const pool = makePool()
    pool.submit(transaction('a', 0))
    expect(() => pool.submit(transaction('a', 0, 1))).toThrow(code(1014))
  })

  test('bans last half an hour', () => {
    const pool = makePool()
    nonces.set('a', 1)
    expect(() => pool.submit(transaction('a', 0))).toThrow(code(1010))
    now = 30 * 60 * 1000 - 1
    expect(() => pool.submit(transaction('a', 0))).toThrow(code(1012))
    now++
    expect(() => pool.submit(transaction('a', 0))).toThrow(code(1010))
  })

  test('a full pool drops its oldest; the future queue has a tenth of the room', () => {
    const pool = makePool({ count: 20, bytes: 1000 })
    const futures = [5, 6, 7].map((nonce) => watched(pool, transaction('z', nonce)))
    expect(futures).toEqual([['future', 'dropped'], ['future'], ['future']])
    expect(() => pool.submit(transaction('z', 5))).toThrow(code(1012))

    const oldest = watched(pool, transaction('y', 0))
    for (let nonce = 0; nonce < 19; nonce++) pool.submit(transaction('a', nonce))
    pool.submit(transaction('b', 0))
    expect(oldest).toEqual(['ready', broadcast, 'dropped'])
    expect(ready(pool)).toHaveLength(20)
  })

  test('what depends on the oldest of a full pool goes with it, be it the newest', () => {
    const pool = makePool({ count: 20, bytes: 1000 })
    for (let nonce = 0; nonce < 19; nonce++) pool.submit(transaction('a', nonce))
    pool.submit(transaction('b', 0))
    expect(() => pool.submit(transaction('a', 19))).toThrow(code(1016))
    expect(ready(pool)).toEqual(['b0'])
  })

  test('bytes count as transactions do', () => {
    const pool = makePool({ count: 20, bytes: 30 })
    // Three bytes are a tenth of the room.
    pool.submit(transaction('z', 5))
    pool.submit(transaction('z', 6))
    pool.submit(transaction('z', 4))
    pool.submit(transaction('z', 3))
    nonces.set('z', 3)
    include(pool)
    expect(ready(pool)).toEqual(['z3'])
    for (let account = 0; account < 11; account++)
      pool.submit(transaction(String.fromCharCode(97 + account), 0))
    expect(ready(pool)).toHaveLength(10)
    expect(ready(pool)[0]).toBe('b0')
  })

  test('there are at most 4096 bans; more lift the oldest', () => {
    const pool = makePool()
    const stale = (n: number) => Uint8Array.of(97, 0, n & 255, n >> 8)
    nonces.set('a', 1)
    for (let n = 0; n < 4096; n++) expect(() => pool.submit(stale(n))).toThrow(code(1010))
    expect(() => pool.submit(stale(0))).toThrow(code(1012))
    expect(() => pool.submit(stale(4096))).toThrow(code(1010))
    expect(() => pool.submit(stale(4097 - 2049))).toThrow(code(1010))
    expect(() => pool.submit(stale(4097 - 2048))).toThrow(code(1012))
  })

  test('a refused transaction leaves no listener behind', () => {
    const pool = makePool()
    pool.submit(transaction('a', 0))
    const heard: TransactionStatus[] = []
    expect(() => pool.submitAndWatch(transaction('a', 0, 1), (status) => heard.push(status))).toThrow(
      code(1014),
    )
    pool.follow({ hash: '0xb10c', transactions: [hashOf(transaction('a', 0, 1))] })
    expect(heard).toEqual([])
  })
})
