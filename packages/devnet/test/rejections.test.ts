import type { ApiPromise } from '@polkadot/api'
import { Keyring } from '@polkadot/keyring'
import type { KeyringPair } from '@polkadot/keyring/types'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Devnet, developmentAccounts, startDevnet } from '../src/index.ts'
import { type Call, call, connect, freeBalance, include, pair, signed } from './client.ts'
import { AUTHOR, smallGenesis } from './genesis.ts'
import { rpc } from './rpc.ts'

const alice = pair('//Alice')
const bob = pair('//Bob')
const edward = new Keyring({ type: 'ed25519' }).addFromUri('//Edward')
const penniless = pair('//Penniless')

let devnet: Devnet
let api: ApiPromise

beforeAll(async () => {
  const genesis = smallGenesis()
  devnet = await startDevnet({
    blockTime: 'manual',
    genesis: { ...genesis, balances: { ...genesis.balances, [edward.address]: '1' } },
  })
  api = await connect(devnet)
})

afterAll(async () => {
  await api.disconnect()
  await devnet.close()
})

let uniqueness = 0
/** A remark that no other test sends. */
function remark(): Call {
  return call(api, 'system', 'remark', `0x${(uniqueness++).toString(16).padStart(8, '0')}`)
}

async function submit(bytes: string) {
  const { result, error } = await rpc(devnet, 'author_submitExtrinsic', bytes)
  return error ?? result
}

async function nextNonce(signer: KeyringPair): Promise<number> {
  return (await api.rpc.system.accountNextIndex(signer.address)).toNumber()
}

const invalid = (data: string) => ({ code: 1010, message: 'Invalid Transaction', data })
const BAD_SIGNATURE = invalid('Transaction has a bad signature')
const BANNED = { code: 1012, message: 'Transaction is temporarily banned' }

test('a nonce that was used is outdated, and the same bytes are then banned', async () => {
  await include(devnet, api, remark(), alice)
  const bytes = signed(api, remark(), alice, { nonce: 0 })
  expect(await submit(bytes)).toEqual(invalid('Transaction is outdated'))
  expect(await submit(bytes)).toEqual(BANNED)
})

test('what is pending already is not taken twice, and holds its nonce', async () => {
  const nonce = await nextNonce(alice)
  const first = signed(api, remark(), alice, { nonce })
  const hash = await submit(first)
  expect(hash).toMatch(/^0x[0-9a-f]{64}$/)
  expect(await submit(first)).toEqual({ code: 1013, message: 'Transaction Already Imported', data: hash })
  expect(await submit(signed(api, remark(), alice, { nonce, tip: 1_000_000n }))).toEqual({
    code: 1014,
    message: 'Priority is too low: (1 vs 1)',
    data: 'The transaction has too low priority to replace another transaction already in the pool.',
  })
  expect((await api.rpc.author.pendingExtrinsics()).map((each) => each.toHex())).toEqual([first])
  expect(await nextNonce(alice)).toBe(nonce + 1)
  await devnet.sealBlock()
  expect(await submit(first)).toEqual(BANNED)
  expect(await nextNonce(alice)).toBe(nonce + 1)
})

test('a nonce ahead waits in the future queue until its turn', async () => {
  const nonce = await nextNonce(alice)
  const later = signed(api, remark(), alice, { nonce: nonce + 1 })
  expect(await submit(later)).toMatch(/^0x/)
  expect(await nextNonce(alice)).toBe(nonce)
  expect(await api.rpc.author.pendingExtrinsics()).toHaveLength(0)
  const { number } = await devnet.sealBlock()
  expect(
    (await api.rpc.chain.getBlock(await api.rpc.chain.getBlockHash(number))).block.extrinsics,
  ).toHaveLength(2)

  await submit(signed(api, remark(), alice, { nonce }))
  expect(await api.rpc.author.pendingExtrinsics()).toHaveLength(2)
  await devnet.sealBlock()
  expect(await nextNonce(alice)).toBe(nonce + 2)
})

test('signatures are checked over everything that is signed', async () => {
  const nonce = await nextNonce(alice)
  const good = signed(api, remark(), alice, { nonce })
  const at = (index: number) =>
    `${good.slice(0, index)}${good[index] === '0' ? '1' : '0'}${good.slice(index + 1)}`
  // A flipped digit in the signature and in the call's own bytes.
  expect(await submit(at(120))).toEqual(BAD_SIGNATURE)
  expect(await submit(at(good.length - 1))).toEqual(BAD_SIGNATURE)

  const other = `0x${'11'.repeat(32)}`
  expect(await submit(signed(api, remark(), alice, { nonce, genesisHash: other }))).toEqual(BAD_SIGNATURE)
  expect(await submit(signed(api, remark(), alice, { nonce, blockHash: other }))).toEqual(BAD_SIGNATURE)
  const runtimeVersion = { specVersion: 423, transactionVersion: 1 }
  expect(await submit(signed(api, remark(), alice, { nonce, runtimeVersion }))).toEqual(BAD_SIGNATURE)
  const transactionVersion = { specVersion: 424, transactionVersion: 2 }
  expect(await submit(signed(api, remark(), alice, { nonce, runtimeVersion: transactionVersion }))).toEqual(
    BAD_SIGNATURE,
  )
  expect(await submit(signed(api, remark(), edward, { nonce: 0 }))).toEqual(BAD_SIGNATURE)
  expect(await submit(good)).toMatch(/^0x/)
})

test('payloads beyond 256 bytes are signed by their hash', async () => {
  const long = call(api, 'system', 'remark', `0x${'ab'.repeat(500)}`)
  expect((await include(devnet, api, long, alice)).error).toBeUndefined()
})

test('an era ends after its period, and a birth block can be forgotten', async () => {
  const { number, hash } = await devnet.sealBlock()
  const options = { nonce: await nextNonce(alice), blockHash: hash }
  const era = (period: number) => api.registry.createType('ExtrinsicEra', { current: number, period })
  const [short, long, immortal] = [
    signed(api, remark(), alice, { ...options, era: era(8) }),
    signed(api, remark(), alice, { ...options, era: era(4096) }),
    signed(api, remark(), alice, { nonce: options.nonce }),
  ]
  for (let i = 0; i < 6; i++) await devnet.sealBlock()
  // The next block is the seventh after the birth, the last of an era of 8.
  expect(await submit(signed(api, remark(), bob, { nonce: 0, blockHash: hash, era: era(8) }))).toMatch(/^0x/)
  await devnet.sealBlock()
  // Then a new era is born with the next block, whose hash nobody knows yet …
  expect(await submit(short)).toEqual(invalid('Transaction has an ancient birth block'))
  await devnet.sealBlock()
  // … and after it the signature belongs to another birth block than that of the present era.
  expect(await submit(signed(api, remark(), alice, { ...options, era: era(8) }))).toEqual(BAD_SIGNATURE)

  for (let i = 0; i < 2400; i++) await devnet.sealBlock()
  expect(await submit(long)).toEqual(invalid('Transaction has an ancient birth block'))
  expect(await submit(immortal)).toMatch(/^0x/)
}, 30_000)

test('who cannot pay is refused before the call is looked at', async () => {
  const payment = invalid('Inability to pay some fees (e.g. account balance too low)')
  expect(await submit(signed(api, remark(), penniless, { nonce: 0 }))).toEqual(payment)
  // 0.5 TAO are not enough for a tip of 1.
  const nonce = await nextNonce(bob)
  expect(await submit(signed(api, remark(), bob, { nonce, tip: 1_000_000_000n }))).toEqual(payment)
})

test('bytes that are no extrinsic of this chain', async () => {
  expect(await submit('0x')).toMatchObject({ code: 1001 })
  expect(await submit('0x1000')).toMatchObject({ code: 1001 })
  expect(await submit('0x0c840102')).toMatchObject({ code: 1002 })
  expect(await submit('0x0c060102')).toMatchObject({ code: 1002 })
  expect(await submit('0x1004020001')).toMatchObject({ code: 1002 })
  // an inherent is for block authors only
  const unsigned = { code: 1011, message: 'Unknown Transaction Validity', data: 'NoUnsignedValidator' }
  expect(await submit('0x10040200a8')).toEqual(unsigned)
  expect(await submit('0x10050200a8')).toEqual(unsigned)
  // format 5: no sender, era immortal, nonce, tip and metadata hash 0, and a remark of no bytes
  const nobody = invalid('The transaction extension did not authorize any origin')
  expect(await submit('0x24450000000000000000')).toEqual(nobody)
  expect(await submit('0x24450100000000000000')).toMatchObject({ code: 1002 })
  expect(await submit('0xzz')).toMatchObject({ code: -32602 })
})

test('a call to an address that is no account id cannot be looked up', async () => {
  const transfer = call(api, 'balances', 'transferKeepAlive', { Address20: `0x${'11'.repeat(20)}` }, 1)
  const result = await include(devnet, api, transfer, alice)
  expect(result.error).toBe('CannotLookup')
})

test('fees go to the author, whatever becomes of the call', async () => {
  const before = await freeBalance(api, AUTHOR)
  const tooMuch = call(api, 'balances', 'transferKeepAlive', developmentAccounts.bob, 10n ** 18n)
  const result = await include(devnet, api, tooMuch, alice)
  expect(result.error).toBe('{"token":"FundsUnavailable"}')
  const [, , paid] = result.events.find(([name]) => name === 'transactionPayment.TransactionFeePaid') ?? []
  expect((await freeBalance(api, AUTHOR)) - before).toBe(BigInt(paid ?? 0))
})
