import { createServer, type Server } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Devnet, PortInUse, startDevnet } from '../src/index.ts'
import { smallGenesis } from './genesis.ts'
import { RawClient } from './raw-client.ts'
import { post, rpc } from './rpc.ts'

let devnet: Devnet

beforeAll(async () => {
  devnet = await startDevnet({ blockTime: 'manual', genesis: smallGenesis() })
})

afterAll(() => devnet.close())

const error = (code: number, id: unknown = null) => ({
  jsonrpc: '2.0',
  id,
  error: expect.objectContaining({ code, message: expect.any(String) }),
})

describe('JSON-RPC 2.0', () => {
  test('answers with the id it was asked with', async () => {
    for (const id of [0, 7, 'seven', null])
      expect(
        await post(devnet, JSON.stringify({ jsonrpc: '2.0', id, method: 'system_name', params: [] })),
      ).toEqual({
        jsonrpc: '2.0',
        id,
        result: 'Stake devnet',
      })
  })

  test('params may be left out', async () => {
    expect(await post(devnet, '{"jsonrpc":"2.0","id":1,"method":"system_name"}')).toMatchObject({ id: 1 })
  })

  test.each([
    ['no JSON', '{', -32700, null],
    ['no object', '7', -32600, null],
    ['no request', '{}', -32600, null],
    ['another version', '{"jsonrpc":"1.0","id":3,"method":"system_name"}', -32600, 3],
    ['a method that is no text', '{"jsonrpc":"2.0","id":3,"method":5}', -32600, 3],
    ['an id that is no id', '{"jsonrpc":"2.0","id":{},"method":"system_name"}', -32600, null],
    [
      'params that are no list',
      '{"jsonrpc":"2.0","id":3,"method":"system_name","params":{"a":1}}',
      -32602,
      3,
    ],
    ['an unknown method', '{"jsonrpc":"2.0","id":3,"method":"system_nope","params":[]}', -32601, 3],
    ['a subscription over HTTP', '{"jsonrpc":"2.0","id":3,"method":"chain_subscribeNewHeads"}', -32601, 3],
    ['an empty batch', '[]', -32600, null],
  ])('%s', async (_, body, code, id) => {
    expect(await post(devnet, body)).toEqual(error(code, id))
  })

  test('a batch is answered in order, errors among results, notifications not at all', async () => {
    const answers = await post(
      devnet,
      JSON.stringify([
        { jsonrpc: '2.0', id: 1, method: 'system_name' },
        { jsonrpc: '2.0', method: 'system_name' },
        5,
        { jsonrpc: '2.0', id: 2, method: 'nope' },
      ]),
    )
    expect(answers).toEqual([
      { jsonrpc: '2.0', id: 1, result: 'Stake devnet' },
      error(-32600),
      error(-32601, 2),
    ])
  })

  test('a notification alone gets no answer', async () => {
    expect(await post(devnet, '{"jsonrpc":"2.0","method":"system_name"}')).toBeUndefined()
  })

  test.each([
    ['a hash that is too short', 'chain_getHeader', ['0x1234']],
    ['a hash that is no hex', 'state_getMetadata', ['hello']],
    ['a key that is no hex', 'state_getStorage', ['0xkey']],
    ['a key that is no text', 'state_getStorage', [7]],
    ['a key that is missing', 'state_getStorage', []],
    ['a number that is none', 'state_getKeysPaged', ['0x', 'ten']],
    ['a number that is negative', 'chain_getBlockHash', [-1]],
    ['keys that are no list', 'state_queryStorageAt', ['0x12']],
    ['an address that is none', 'system_accountNextIndex', ['5Alice']],
  ])('%s', async (_, method, params) => {
    expect(await rpc(devnet, method, ...params)).toEqual(error(-32602, 1))
  })

  test('an unknown block is null where it is asked for, and an error where its state is', async () => {
    const unknown = `0x${'ab'.repeat(32)}`
    expect((await rpc(devnet, 'chain_getHeader', unknown)).result).toBeNull()
    expect((await rpc(devnet, 'chain_getBlock', unknown)).result).toBeNull()
    expect((await rpc(devnet, 'chain_getBlockHash', 1_000_000)).result).toBeNull()
    expect((await rpc(devnet, 'state_getStorage', '0x00', unknown)).error).toMatchObject({ code: 4003 })
  })

  test('block numbers may be hex, or many', async () => {
    const { genesisHash } = devnet
    expect((await rpc(devnet, 'chain_getBlockHash', '0x0')).result).toBe(genesisHash)
    expect((await rpc(devnet, 'chain_getBlockHash', [0, 5])).result).toEqual([genesisHash, null])
  })

  test('bytes may come without 0x, with half a byte at the front, and parameters may end in nulls', async () => {
    const key = 'c2261276cc9d1f8598ea4b6a74b15c2f57c875e4cff74148e4628f264b974c80'
    const { result: issuance } = await rpc(devnet, 'state_getStorage', `0x${key}`)
    expect(issuance).toMatch(/^0x[0-9a-f]{16}$/)
    for (const params of [[key], [key, null], [key.toUpperCase(), null, null]])
      expect((await rpc(devnet, 'state_getStorage', ...params)).result).toBe(issuance)
    const { genesisHash } = devnet
    expect((await rpc(devnet, 'chain_getHeader', genesisHash.slice(2))).result).toMatchObject({
      number: '0x0',
    })
    expect((await rpc(devnet, 'state_call', 'Core_version', '', null)).result).toMatch(/^0x/)
    expect((await rpc(devnet, 'state_call', 'Core_version', '', genesisHash, null)).result).toMatch(/^0x/)
    expect((await rpc(devnet, 'state_getKeysPaged', '2', 1)).result).toEqual([])
    expect((await rpc(devnet, 'state_getKeysPaged', null, 1, null, null)).result).toHaveLength(1)
    expect((await rpc(devnet, 'state_getMetadata', null)).result).toMatch(/^0x6d657461/)
  })

  test('runtime calls that do not exist or whose bytes make no sense are execution errors', async () => {
    expect((await rpc(devnet, 'state_call', 'Nope_nope', '0x')).error).toMatchObject({ code: 4003 })
    expect(
      (await rpc(devnet, 'state_call', 'SwapRuntimeApi_current_alpha_price', '0x01')).error,
    ).toMatchObject({
      code: 4003,
    })
    expect((await rpc(devnet, 'state_call', 'TransactionPaymentApi_query_info', '0x00')).error).toMatchObject(
      {
        code: 4003,
      },
    )
    expect((await rpc(devnet, 'payment_queryInfo', '0x0400')).error).toBeDefined()
  })

  test('every method that is offered is named', async () => {
    const { methods } = (await rpc(devnet, 'rpc_methods')).result as { methods: string[] }
    expect(methods).toEqual([...methods].sort())
    expect(methods).toEqual(
      expect.arrayContaining([
        'author_submitAndWatchExtrinsic',
        'author_unwatchExtrinsic',
        'chain_subscribeNewHeads',
        'payment_queryInfo',
        'rpc_methods',
        'state_call',
        'system_accountNextIndex',
      ]),
    )
  })
})

describe('connections', () => {
  test('a WebSocket gets the same errors, in the order of its requests', async () => {
    const client = await RawClient.connect(devnet.url)
    const texts: string[] = []
    client.socket.on('message', (data) => texts.push(data.toString()))
    client.socket.send('{')
    client.socket.send('[{"jsonrpc":"2.0","id":8,"method":"system_name"}]')
    await client.call('system_name')
    expect(texts.slice(0, 2).map((text) => JSON.parse(text))).toEqual([
      error(-32700),
      [{ jsonrpc: '2.0', id: 8, result: 'Stake devnet' }],
    ])
    await client.close()
  })

  test('only POST is served over HTTP, and bodies have an end', async () => {
    const url = `http://127.0.0.1:${devnet.port}`
    expect((await fetch(url)).status).toBe(405)
    const response = await fetch(url, { method: 'POST', body: ' '.repeat(15 * 1024 * 1024 + 1) })
    expect(response.status).toBe(413)
  })

  test('a frame that is too large ends the connection, not the chain', async () => {
    const client = await RawClient.connect(devnet.url)
    const closed = new Promise((resolve) => client.socket.once('close', resolve))
    client.socket.send(' '.repeat(15 * 1024 * 1024 + 1))
    expect(await closed).toBe(1009)
    expect((await rpc(devnet, 'system_name')).result).toBe('Stake devnet')
  })

  test('one connection has at most 1024 subscriptions', async () => {
    const client = await RawClient.connect(devnet.url)
    for (let i = 0; i < 1024; i++) await client.subscribe('chain_subscribeNewHeads')
    await expect(client.subscribe('chain_subscribeNewHeads')).rejects.toMatchObject({ code: -32006 })
    await client.close()
  })
})

describe('starting and stopping', () => {
  test('an explicit port that is taken is refused by name', async () => {
    await expect(startDevnet({ port: devnet.port, blockTime: 'manual' })).rejects.toBeInstanceOf(PortInUse)
    await expect(startDevnet({ port: devnet.port, blockTime: 'manual' })).rejects.toMatchObject({
      code: 'PortInUse',
      details: { port: String(devnet.port) },
    })
  })

  test('options that make no sense are refused', async () => {
    for (const options of [{ port: 70_000 }, { port: 1.5 }, { blockTime: 0 }, { finalityDepth: -1 }])
      await expect(startDevnet(options)).rejects.toMatchObject({ code: 'InvalidDevnetOption' })
  })

  test('closing ends every connection, frees the port and can be repeated', async () => {
    const own = await startDevnet({ blockTime: 1, genesis: smallGenesis() })
    const client = await RawClient.connect(own.url)
    const heads = await client.subscribe('chain_subscribeNewHeads')
    await heads.take(2)
    const closed = new Promise((resolve) => client.socket.once('close', resolve))
    await Promise.all([own.close(), own.close()])
    expect(await closed).toBe(1001)
    await expect(RawClient.connect(own.url)).rejects.toMatchObject({ code: 'ECONNREFUSED' })

    const server = await listenOn(own.port)
    await new Promise((resolve) => server.close(resolve))
  })

  test('a client that never says goodbye does not hold up the end', async () => {
    const own = await startDevnet({ blockTime: 'manual', genesis: smallGenesis() })
    const client = await RawClient.connect(own.url)
    client.socket.pause()
    await own.close()
    client.socket.terminate()
  })
})

test('a second port serves the same chain, or none is opened at all', async () => {
  const one = await startDevnet({ blockTime: 'manual', secondPort: 0 })
  const { secondPort = 0 } = one
  expect(secondPort).not.toBe(one.port)
  const { hash } = await one.sealBlock()
  expect((await rpc({ ...one, port: secondPort }, 'chain_getBlockHash')).result).toBe(hash)
  const free = await startDevnet({ blockTime: 'manual' })
  await free.close()
  const { port } = free
  await expect(startDevnet({ blockTime: 'manual', port, secondPort })).rejects.toMatchObject({
    code: 'PortInUse',
    details: { port: String(secondPort) },
  })
  await (await startDevnet({ blockTime: 'manual', port })).close()
  await one.close()
  await expect(startDevnet({ blockTime: 'manual', secondPort: 70_000 })).rejects.toMatchObject({
    code: 'InvalidDevnetOption',
  })
})

function listenOn(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
}
