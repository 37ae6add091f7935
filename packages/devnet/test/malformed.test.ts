import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Devnet, startDevnet } from '../src/index.ts'
import { runtimeApis } from '../src/scale/served-tables.ts'
import { call, connect, pair, signed } from './client.ts'
import { smallGenesis } from './genesis.ts'
import { propertyRuns } from './property-runs.ts'
import { RawClient } from './raw-client.ts'
import { type Answer, post, rpc } from './rpc.ts'

let devnet: Devnet
let methods: string[]
let extrinsic: Uint8Array

beforeAll(async () => {
  devnet = await startDevnet({ blockTime: 'manual', genesis: smallGenesis() })
  const known = ((await rpc(devnet, 'rpc_methods')).result as { methods: string[] }).methods
  // Those that break the chain on purpose may do so.
  methods = known.filter((name) => !name.startsWith('devnet_'))
  const api = await connect(devnet)
  const stake = call(api, 'subtensorModule', 'addStake', pair('//Bob').address, 1, 1_000_000_000n)
  extrinsic = Buffer.from(signed(api, stake, pair('//Alice'), { nonce: 0 }).slice(2), 'hex')
  await api.disconnect()
})

afterAll(() => devnet.close())

const INTERNAL_ERROR = -32603
const toHex = (bytes: Uint8Array): string => `0x${Buffer.from(bytes).toString('hex')}`

/** An answer as the protocol wants it, and no error that the server itself does not understand. */
function expectProper(answer: Answer): void {
  expect(answer.jsonrpc).toBe('2.0')
  expect('result' in answer).toBe(!('error' in answer))
  if (answer.error === undefined) return
  expect(answer.error).toMatchObject({ code: expect.any(Number), message: expect.any(String) })
  expect(answer.error.code, JSON.stringify(answer)).not.toBe(INTERNAL_ERROR)
}

/** Bytes near good ones: cut off, prolonged, or with some changed. */
const damaged = (bytes: Uint8Array): fc.Arbitrary<Uint8Array> =>
  fc.oneof(
    fc.nat(bytes.length).map((length) => bytes.slice(0, length)),
    fc.uint8Array({ minLength: 1, maxLength: 40 }).map((more) => Uint8Array.from([...bytes, ...more])),
    fc
      .array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
      .map((changes) => {
        const copy = Uint8Array.from(bytes)
        for (const [at, byte] of changes) copy[at] = byte
        return copy
      }),
  )

const parameter: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.uint8Array({ maxLength: 80 }).map(toHex),
  fc.constantFrom(
    '0x',
    '',
    '0x0',
    `0x${'ab'.repeat(32)}`,
    2 ** 32,
    -1,
    1e300,
    null,
    '__proto__',
    ['0x00'],
    [null],
  ),
)

describe('generated requests get proper answers', () => {
  test('text of any kind, over HTTP', async () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc.jsonValue().map((value) => JSON.stringify([value])),
      fc
        .record(
          {
            jsonrpc: fc.oneof(fc.constant('2.0'), fc.jsonValue()),
            id: fc.jsonValue(),
            method: fc.oneof(fc.constantFrom('system_name', 'state_getStorage'), fc.jsonValue()),
            params: fc.jsonValue(),
          },
          { requiredKeys: [] },
        )
        .map((value) => JSON.stringify(value)),
    )
    await fc.assert(
      fc.asyncProperty(text, async (body) => {
        const answered = await post(devnet, body)
        for (const each of Array.isArray(answered) ? answered : answered === undefined ? [] : [answered])
          expectProper(each as Answer)
      }),
      propertyRuns,
    )
  })

  test('every method with any parameters', async () => {
    const request = fc.tuple(fc.constantFrom(...methods), fc.array(parameter, { maxLength: 4 }))
    const client = await RawClient.connect(devnet.url)
    await fc.assert(
      fc.asyncProperty(request, async ([method, params]) => {
        expectProper(await client.ask(method, params))
      }),
      { ...propertyRuns, numRuns: 5 * propertyRuns.numRuns },
    )
    await client.close()
  })

  test('every runtime call with any bytes', async () => {
    const names = Object.entries(runtimeApis).flatMap(([api, { methods }]) =>
      Object.keys(methods).map((method) => `${api}_${method}`),
    )
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 80 }),
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      // Lengths that lie.
      fc.constantFrom(Uint8Array.of(3, 255, 255, 255, 255), Uint8Array.of(254, 255, 255, 255)),
      damaged(extrinsic),
    )
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), bytes, async (name, input) => {
        expectProper(await rpc(devnet, 'state_call', name, toHex(input)))
      }),
      { ...propertyRuns, numRuns: 5 * propertyRuns.numRuns },
    )
  })

  test('extrinsics with damage anywhere are refused', async () => {
    await fc.assert(
      fc.asyncProperty(damaged(extrinsic), async (bytes) => {
        fc.pre(Buffer.compare(bytes, extrinsic) !== 0)
        for (const method of ['author_submitExtrinsic', 'system_dryRun', 'payment_queryInfo'])
          expectProper(await rpc(devnet, method, toHex(bytes)))
        const { error } = await rpc(devnet, 'author_submitExtrinsic', toHex(bytes))
        expect([1001, 1002, 1010, 1011, 1012]).toContain(error?.code)
      }),
      propertyRuns,
    )
    expect((await rpc(devnet, 'author_pendingExtrinsics')).result).toEqual([])
  })
})

describe('excess', () => {
  test('calls nested deeper than the runtime reads are refused', async () => {
    const nested = (depth: number) => {
      // Utility.batch of one call, again and again, around a remark of no bytes.
      const calls = Buffer.concat([
        ...Array.from({ length: depth }, () => Buffer.from([11, 0, 4])),
        Buffer.from([0, 0, 0]),
      ])
      return toHex(calls)
    }
    const query = (depth: number) => {
      const body = Buffer.from(`04${nested(depth).slice(2)}`, 'hex')
      const length = Buffer.alloc(4)
      length.writeUInt32LE(body.length)
      return rpc(
        devnet,
        'state_call',
        'TransactionPaymentApi_query_info',
        toHex(Buffer.concat([compact(body.length), body, length])),
      )
    }
    expect((await query(3)).error).toBeUndefined()
    for (const depth of [300, 10_000, 1_000_000])
      expect((await query(depth)).error).toMatchObject({ code: 4003 })
  })

  test('bodies of 5 MB are answered', async () => {
    const size = 5_000_000
    expectProper((await post(devnet, 'x'.repeat(size))) as Answer)
    expectProper((await post(devnet, '['.repeat(size))) as Answer)
    expectProper((await post(devnet, `{"jsonrpc":"2.0","id":1,"method":"${'x'.repeat(size)}"}`)) as Answer)
    for (const method of ['state_getStorage', 'author_submitExtrinsic', 'state_call'])
      expectProper(await rpc(devnet, method, `0x${'80'.repeat(size / 2)}`, `0x${'ff'.repeat(100)}`))
  })

  test('an answer has an end, as a request has', async () => {
    const data = 'Exceeded max limit of 15728640'
    const metadata = { jsonrpc: '2.0', id: 1, method: 'state_getMetadata' }
    const { id, error } = (await post(devnet, JSON.stringify(Array(2000).fill(metadata)))) as Answer
    expect({ id, error }).toEqual({
      id: null,
      error: { code: -32011, message: 'The batch response was too large', data },
    })
    const own = await startDevnet({
      blockTime: 'manual',
      genesis: smallGenesis({ storage: { '0x99': `0x${'00'.repeat(8_000_000)}` } }),
    })
    expect(await rpc(own, 'state_getStorage', '0x99')).toEqual({
      jsonrpc: '2.0',
      id: 1,
      error: { code: -32008, message: 'Response is too big', data },
    })
    await own.close()
  })

  test('thousands of subscriptions: each connection has its share, and its end ends them', async () => {
    const clients = await Promise.all(Array.from({ length: 4 }, () => RawClient.connect(devnet.url)))
    for (const client of clients) {
      const asked = Array.from({ length: 1100 }, () => client.ask('chain_subscribeAllHeads'))
      const answers = await Promise.all(asked)
      expect(answers.filter(({ result }) => typeof result === 'string')).toHaveLength(1024)
      for (const { error } of answers.slice(1024)) expect(error).toMatchObject({ code: -32006 })
      client.socket.terminate()
    }
    await devnet.sealBlock()
  })

  test('who asks and never reads is not answered without end, and whoever reads is', async () => {
    const deaf = await RawClient.connect(devnet.url)
    deaf.socket.pause()
    for (let i = 0; i < 500; i++) void deaf.ask('state_getMetadata').catch(() => undefined)
    expect((await rpc(devnet, 'system_name')).result).toBe('Stake devnet')
    // Now it reads, and everything is there.
    deaf.socket.resume()
    expect((await deaf.ask('system_name')).result).toBe('Stake devnet')
    await deaf.close()
  }, 30_000)

  test('who subscribes and never reads is cut off', async () => {
    const deaf = await RawClient.connect(devnet.url)
    const other = await RawClient.connect(devnet.url)
    for (let i = 0; i < 1024; i++) await deaf.ask('state_subscribeStorage')
    deaf.socket.pause()
    const cut = new Promise((resolve) => deaf.socket.once('close', resolve))
    // Each block is told 1024 times; what nobody takes piles up.
    for (let i = 0; i < 40; i++) {
      await devnet.sealBlock()
      await other.ask('system_name')
    }
    deaf.socket.resume()
    expect(await cut).toBe(1006)
    expect((await other.ask('system_name')).result).toBe('Stake devnet')
    await other.close()
  }, 30_000)
})

test('a thousand subscribers hear every block, in order', async () => {
  const own = await startDevnet({ blockTime: 'manual', genesis: smallGenesis() })
  const clients = await Promise.all(Array.from({ length: 50 }, () => RawClient.connect(own.url)))
  const heads = await Promise.all(
    clients.flatMap((client) =>
      Array.from({ length: 20 }, () => client.subscribe('chain_subscribeNewHeads')),
    ),
  )
  expect(heads).toHaveLength(1000)
  const blocks = 30
  for (let i = 0; i < blocks; i++) await own.sealBlock()
  const expected = Array.from({ length: blocks + 1 }, (_, number) => `0x${number.toString(16)}`)
  for (const each of heads) {
    const heard = await each.take(blocks + 1)
    expect(heard.map((header) => (header as { number: string }).number)).toEqual(expected)
  }
  await Promise.all(clients.map((client) => client.close()))
  await own.close()
}, 30_000)

/** The SCALE compact form of a length below 2^30. */
function compact(length: number): Uint8Array {
  if (length < 64) return Uint8Array.of(length << 2)
  const bytes = Buffer.alloc(length < 2 ** 14 ? 2 : 4)
  if (bytes.length === 2) bytes.writeUInt16LE((length << 2) | 1)
  else bytes.writeUInt32LE(length * 4 + 2)
  return bytes
}
