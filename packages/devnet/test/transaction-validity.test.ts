import type { ApiPromise } from '@polkadot/api'
import type { Codec } from '@polkadot/types/types'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Devnet, startDevnet } from '../src/index.ts'
import { call, connect, include, pair, runtime, signed } from './client.ts'
import { smallGenesis } from './genesis.ts'
import { rpc } from './rpc.ts'

const alice = pair('//Alice')
const penniless = pair('//Penniless')

let devnet: Devnet
let api: ApiPromise

beforeAll(async () => {
  devnet = await startDevnet({ blockTime: 'manual', genesis: smallGenesis() })
  api = await connect(devnet)
})

afterAll(async () => {
  await api.disconnect()
  await devnet.close()
})

/** `(who, nonce)` in SCALE. */
const tag = (nonce: number) =>
  `0x${Buffer.from(alice.publicKey).toString('hex')}${nonce.toString(16).padStart(2, '0')}000000`
const validity = async (bytes: string) =>
  (
    (await runtime(api, 'taggedTransactionQueue', 'validateTransaction')(
      'External',
      // This client takes the extrinsic for opaque bytes.
      Uint8Array.from(Buffer.from(bytes.slice(2), 'hex')),
      api.genesisHash,
    )) as Codec
  ).toJSON()
const remark = () => call(api, 'system', 'remark', '0x07')

test('says what a transaction needs, what it provides and how long it holds', async () => {
  expect(await validity(signed(api, remark(), alice, { nonce: 0 }))).toEqual({
    ok: { priority: 1, requires: [], provides: [tag(0)], longevity: '0xffffffffffffffff', propagate: true },
  })
  expect(await validity(signed(api, remark(), alice, { nonce: 7 }))).toMatchObject({
    ok: { requires: [tag(6)], provides: [tag(7)] },
  })
  const { hash, number } = await devnet.sealBlock()
  const era = api.createType('ExtrinsicEra', { current: number, period: 64 })
  // Born in block 1, dead in 65, and the next block is 2.
  expect(await validity(signed(api, remark(), alice, { nonce: 0, era, blockHash: hash }))).toMatchObject({
    ok: { longevity: 63 },
  })
})

test('says why a transaction cannot be in the next block', async () => {
  await include(devnet, api, remark(), alice)
  expect(await validity(signed(api, remark(), alice, { nonce: 0 }))).toEqual({
    err: { invalid: { stale: null } },
  })
  expect(await validity(signed(api, remark(), penniless, { nonce: 0 }))).toEqual({
    err: { invalid: { payment: null } },
  })
  const take = call(api, 'subtensorModule', 'increaseTake', penniless.address, 0)
  expect(await validity(signed(api, take, alice, { nonce: 1 }))).toEqual({
    err: { invalid: { custom: expect.any(Number) } },
  })
})

test('what is no extrinsic makes it fail', async () => {
  const name = 'TaggedTransactionQueue_validate_transaction'
  const { error } = await rpc(devnet, 'state_call', name, `0x020400${'00'.repeat(32)}`)
  expect(error).toMatchObject({ code: 4003, message: expect.stringContaining('trap') })
})
