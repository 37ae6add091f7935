import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js'
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js'
import type { ApiPromise } from '@polkadot/api'
import type { KeyringPair } from '@polkadot/keyring/types'
import { Binary, Blake2256, Twox128 } from '@polkadot-api/substrate-bindings'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Devnet, type DevnetOptions, developmentAccounts, startDevnet } from '../src/index.ts'
import { type Call, call, connect, entry, freeBalance, pair, read, signed } from './client.ts'
import { smallGenesis } from './genesis.ts'
import { rpc } from './rpc.ts'
import { stored } from './stored.ts'

// The envelope by chain-rules 2.14, sealed here with the libraries themselves.
const TAO = 1_000_000_000n
const { alice, bob, charlie } = developmentAccounts
const [alicePair, bobPair] = [pair('//Alice'), pair('//Bob')]
const OWN = ['timestamp.set', 'mevShield.announceNextKey']

/** A deadline, on whatever machine. */
const SOON = { timeout: 30_000 }
let devnet: Devnet
let api: ApiPromise

beforeEach(() => start({}))

afterEach(async () => {
  await api.disconnect()
  await devnet.close()
})

async function start(options: DevnetOptions): Promise<void> {
  devnet = await startDevnet({ blockTime: 'manual', genesis: genesis(), emission: false, ...options })
  api = await connect(devnet)
}

async function restart(options: DevnetOptions): Promise<void> {
  await api.disconnect()
  await devnet.close()
  await start(options)
}

function genesis() {
  const small = smallGenesis()
  return { ...small, balances: { ...small.balances, [bob]: '100', [charlie]: '1' } }
}

async function seal(blocks: number): Promise<void> {
  for (let block = 0; block < blocks; block++) await devnet.sealBlock()
}

const key = async (name: 'nextKey' | 'pendingKey' | 'currentKey') => {
  const value = await read(api, 'mevShield', name)
  return value === '' ? undefined : Buffer.from(value.slice(2), 'hex')
}

function sealed(inner: string, publicKey: Uint8Array, spoil = (bytes: Uint8Array) => bytes): string {
  const { cipherText, sharedSecret } = ml_kem768.encapsulate(publicKey)
  const nonce = randomBytes(24)
  const length = Uint8Array.of(cipherText.length % 256, Math.floor(cipherText.length / 256))
  const encrypted = xchacha20poly1305(sharedSecret, nonce).encrypt(Buffer.from(inner.slice(2), 'hex'))
  const hash = Twox128(publicKey)
  return `0x${Buffer.concat([hash, length, cipherText, nonce, spoil(encrypted)]).toString('hex')}`
}

const hashOf = (bytes: Uint8Array) => Binary.toHex(Blake2256(bytes))
const transfer = (amount: bigint) => call(api, 'balances', 'transferKeepAlive', charlie, amount)
const nonceOf = async (who: string) => (await api.rpc.system.accountNextIndex(who)).toNumber()

/** Signs for a few blocks from now. */
async function mortal(what: Call, signer: KeyringPair, nonce: number, period = 8): Promise<string> {
  const header = await api.rpc.chain.getHeader()
  const era = api.registry.createType('ExtrinsicEra', { current: header.number.toNumber(), period })
  return signed(api, what, signer, { nonce, era: era as never, blockHash: header.hash.toHex() })
}

async function submit(ciphertext: string, signer = alicePair, nonce?: number, period?: number) {
  const wrapper = call(api, 'mevShield', 'submitEncrypted', ciphertext)
  const bytes = await mortal(wrapper, signer, nonce ?? (await nonceOf(signer.address)), period)
  return rpc(devnet, 'author_submitExtrinsic', bytes)
}

async function callsIn(hash: string): Promise<string[]> {
  const { block } = await api.rpc.chain.getBlock(hash)
  return block.extrinsics.map(({ method }) => `${method.section}.${method.method}`)
}

test('the author’s keys move on by one with every block, until they open it', async () => {
  await seal(1)
  expect(await key('nextKey')).toBeUndefined()
  await seal(1)
  const seen = await key('nextKey')
  expect(seen).toHaveLength(1184)
  expect(await read(api, 'mevShield', 'nextKeyExpiresAt')).toBe('5')
  expect(await read(api, 'mevShield', 'pendingKeyExpiresAt')).toBe('')
  await seal(1)
  expect(await key('nextKey')).not.toEqual(seen)
  expect(await key('pendingKey')).toEqual(seen)
  expect(await read(api, 'mevShield', 'pendingKeyExpiresAt')).toBe('5')
  await seal(1)
  expect(await key('currentKey')).toEqual(seen)
  await seal(1)
  expect(await key('currentKey')).not.toEqual(seen)
  const author = (await entry(api, 'mevShield', 'authorKeys').keys()).length
  expect(author).toBe(1)
})

describe('an envelope', () => {
  beforeEach(() => seal(3))

  test('is opened by the author it is for, and what it holds comes right behind it', async () => {
    const nonce = await nonceOf(alice)
    const inner = signed(api, transfer(3n * TAO), alicePair, { nonce: nonce + 1 })
    const ciphertext = sealed(inner, (await key('nextKey')) ?? Buffer.alloc(0))
    expect((await submit(ciphertext)).error).toBeUndefined()
    const before = await freeBalance(api, charlie)
    // Its key is the current one two blocks from now.
    expect(await callsIn((await devnet.sealBlock()).hash)).toEqual(OWN)
    const { hash } = await devnet.sealBlock()
    expect(await callsIn(hash)).toEqual([...OWN, 'mevShield.submitEncrypted', 'balances.transferKeepAlive'])
    expect(await freeBalance(api, charlie)).toBe(before + 3n * TAO)
    expect(await nonceOf(alice)).toBe(nonce + 2)
    const { block } = await api.rpc.chain.getBlock(hash)
    expect(block.extrinsics[3]?.hash.toHex()).toBe(hashOf(Binary.fromHex(inner)))
    const events = String(await entry(await api.at(hash), 'system', 'events')())
    const plain = api.createType('(AccountId, Bytes)', [alice, ciphertext])
    expect(events).toContain(hashOf(plain.toU8a()))
  })

  test('for the pending key is opened in the next block, whoever signed what it holds', async () => {
    const inner = signed(api, transfer(TAO), bobPair, { nonce: 0 })
    await submit(sealed(inner, (await key('pendingKey')) ?? Buffer.alloc(0)))
    expect(await callsIn((await devnet.sealBlock()).hash)).toHaveLength(4)
    expect(await nonceOf(bob)).toBe(1)
  })

  test.each([
    [
      'what was changed on the way',
      (bytes: Uint8Array) => bytes.map((byte, at) => (at === 0 ? byte ^ 1 : byte)),
    ],
    ['what is cut off', (bytes: Uint8Array) => bytes.subarray(0, 5)],
  ])('with %s stands in the block alone', async (_, spoil) => {
    const nonce = await nonceOf(alice)
    const inner = signed(api, transfer(TAO), alicePair, { nonce: nonce + 1 })
    await submit(sealed(inner, (await key('pendingKey')) ?? Buffer.alloc(0), spoil))
    expect(await callsIn((await devnet.sealBlock()).hash)).toEqual([...OWN, 'mevShield.submitEncrypted'])
    expect(await nonceOf(alice)).toBe(nonce + 1)
  })

  test.each([
    ['no extrinsic', () => '0x1234'],
    ['an extrinsic that nobody signed', () => transfer(1n).toHex()],
    ['the nonce of its wrapper', () => signed(api, transfer(TAO), alicePair, { nonce: 0 })],
    ['one that is too far ahead', () => signed(api, transfer(TAO), alicePair, { nonce: 2 })],
  ])('with %s stands in the block alone', async (_, inner) => {
    await submit(sealed(inner(), (await key('pendingKey')) ?? Buffer.alloc(0)))
    expect(await callsIn((await devnet.sealBlock()).hash)).toEqual([...OWN, 'mevShield.submitEncrypted'])
  })

  test('with a call that fails is paid for twice', async () => {
    const inner = signed(api, transfer(1_000_000n * TAO), alicePair, { nonce: 1 })
    await submit(sealed(inner, (await key('pendingKey')) ?? Buffer.alloc(0)))
    const { hash } = await devnet.sealBlock()
    expect(await callsIn(hash)).toHaveLength(4)
    expect(String(await entry(await api.at(hash), 'system', 'events')())).toContain('FundsUnavailable')
  })

  test('for a key that is nobody’s waits until it is too old', async () => {
    const { publicKey } = ml_kem768.keygen()
    const waiting = async () => (await rpc(devnet, 'author_pendingExtrinsics')).result
    await submit(sealed('0x00', publicKey))
    await seal(4)
    expect(await waiting()).toHaveLength(1)
    await seal(5)
    expect(await waiting()).toEqual([])
    expect(await nonceOf(alice)).toBe(0)
  })

  test('is not taken for longer than eight blocks, nor where it cannot be read', async () => {
    const outdated = { code: 1010, data: 'Transaction is outdated' }
    const ciphertext = sealed('0x00', (await key('nextKey')) ?? Buffer.alloc(0))
    expect((await submit(ciphertext, alicePair, 0, 16)).error).toMatchObject(outdated)
    const immortal = signed(api, call(api, 'mevShield', 'submitEncrypted', ciphertext), alicePair, {
      nonce: 0,
    })
    expect((await rpc(devnet, 'author_submitExtrinsic', immortal)).error).toMatchObject(outdated)
    const unreadable = { code: 1010, data: 'Custom error: 23' }
    for (const short of ['0x', `0x${'00'.repeat(17)}`, `0x${'00'.repeat(16)}ffff00`, `0x${'00'.repeat(41)}`])
      expect((await submit(short)).error).toMatchObject(unreadable)
    expect((await submit(`0x${'00'.repeat(42)}`)).error).toBeUndefined()
  })

  test('is what a runtime API reads and opens', async () => {
    const inner = signed(api, transfer(TAO), alicePair, { nonce: 1 })
    const current = (await key('currentKey')) ?? (await key('pendingKey')) ?? Buffer.alloc(0)
    const wrapper = call(api, 'mevShield', 'submitEncrypted', sealed(inner, current))
    const ask = (name: string, input: string) => rpc(devnet, 'state_call', `ShieldApi_${name}`, input)
    const decoded = (await ask('try_decode_shielded_tx', wrapper.toHex())).result as string
    const hash = Buffer.from(Twox128(current)).toString('hex')
    expect(decoded.startsWith(`0x01${hash}0111`)).toBe(true)
    expect((await ask('try_decode_shielded_tx', transfer(1n).toHex())).result).toBe('0x00')
    await seal(1)
    expect((await ask('is_shielded_using_current_key', `0x${hash}`)).result).toBe('0x01')
    expect((await ask('is_shielded_using_current_key', `0x${'00'.repeat(16)}`)).result).toBe('0x00')

    const mine = ml_kem768.keygen()
    const own = call(api, 'mevShield', 'submitEncrypted', sealed(inner, mine.publicKey))
    const read = ((await ask('try_decode_shielded_tx', own.toHex())).result as string).slice(4)
    const scale = (secretKey: Uint8Array) =>
      Buffer.from(api.createType('Bytes', Binary.toHex(secretKey)).toU8a()).toString('hex')
    expect((await ask('try_unshield_tx', `0x${scale(mine.secretKey)}${read}`)).result).toBe(
      `0x01${inner.slice(2)}`,
    )
    const other = ml_kem768.keygen()
    expect((await ask('try_unshield_tx', `0x${scale(other.secretKey)}${read}`)).result).toBe('0x00')
  })
})

test('nobody but the author announces keys', async () => {
  const announce = call(api, 'mevShield', 'announceNextKey', null)
  const { error } = await rpc(
    devnet,
    'author_submitExtrinsic',
    signed(api, announce, alicePair, { nonce: 0 }),
  )
  expect(error).toMatchObject({
    code: 1010,
    data: 'Transaction dispatch is mandatory; transactions must not be validated.',
  })
})

test('a coldkey whose swap is announced may still send one', async () => {
  await restart({
    genesis: {
      ...genesis(),
      storage: Object.fromEntries([
        stored('SubtensorModule', 'ColdkeySwapAnnouncements', [alice], [1_000, `0x${'11'.repeat(32)}`]),
      ]),
    },
  })
  await seal(3)
  const plain = signed(api, transfer(1n), alicePair, { nonce: 0 })
  expect((await rpc(devnet, 'author_submitExtrinsic', plain)).error).toMatchObject({
    data: 'Custom error: 0',
  })
  const inner = signed(api, transfer(TAO), bobPair, { nonce: 0 })
  await submit(sealed(inner, (await key('pendingKey')) ?? Buffer.alloc(0)))
  await seal(1)
  expect(await nonceOf(bob)).toBe(1)
})

test('with instant sealing blocks come until it is opened', async () => {
  await restart({ blockTime: 'instant' })
  for (const nonce of [0, 1, 2]) {
    const watched = signed(api, transfer(1_000n), alicePair, { nonce })
    await rpc(devnet, 'author_submitExtrinsic', watched)
    await expect.poll(() => nonceOf(alice), SOON).toBe(nonce + 1)
  }
  const inner = signed(api, transfer(TAO), bobPair, { nonce: 0 })
  await submit(sealed(inner, (await key('nextKey')) ?? Buffer.alloc(0)))
  await expect.poll(() => nonceOf(bob), SOON).toBe(1)
  expect((await api.rpc.chain.getHeader()).number.toNumber()).toBe(5)
})

test('a chain that goes on from a file opens what was encrypted before', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'stake-devnet-'))
  const state = join(folder, 'chain.json')
  await restart({ state })
  await seal(3)
  const last = (await key('nextKey')) ?? Buffer.alloc(0)
  await restart({ state })
  const inner = signed(api, transfer(TAO), bobPair, { nonce: 0 })
  await submit(sealed(inner, last))
  await seal(2)
  expect(await nonceOf(bob)).toBe(1)
  await restart({})
  await rm(folder, { recursive: true })
})
