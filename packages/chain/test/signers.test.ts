import { Keyring } from '@polkadot/keyring'
import { type Devnet, startDevnet } from '@stake/devnet'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bytesOf, hexOf } from '../src/bytes.ts'
import {
  attachSignature,
  type Call,
  type Chain,
  calls,
  checkHotkeys,
  connect,
  externalSigner,
  type Hex,
  type InjectedSigner,
  parseSignature,
  readValidators,
  requestSignature,
  type Signature,
  type Signer,
  type SigningRequest,
  sign,
  signerFromExtension,
  signerFromPair,
  signerFromUri,
  submit,
} from '../src/index.ts'
import { apiOf } from '../src/runtime/runtime.ts'
import { TamperingNode } from './tampering-node.ts'

let devnet: Devnet
let node: TamperingNode
let chain: Chain

beforeAll(async () => {
  devnet = await startDevnet({ blockTime: 'manual' })
  node = await TamperingNode.before(devnet.url)
  chain = await connect({ endpoints: node.url })
})
afterAll(async () => {
  await chain.close()
  await node.close()
  await devnet.close()
})

const keyring = new Keyring({ ss58Format: 42 })
const pair = keyring.createFromUri('//Bob', {}, 'sr25519')
const other = keyring.createFromUri('//Charlie', {}, 'sr25519')
const { address } = pair

const short = (): Call => calls.remark(chain, { bytes: '0x0102' })
const long = (): Call => calls.remark(chain, { bytes: `0x${'ab'.repeat(300)}` })
const nextNonce = () => chain.connection.send<number>('system_accountNextIndex', [address])

const sendable = async (signer: Signer, call: Call): Promise<string> => {
  const signed = await sign(chain, call, signer, { nonce: await nextNonce() })
  const submission = submit(chain, signed)
  await new Promise<void>((resolve) => {
    submission.onState(({ status }) => status !== 'signed' && resolve())
  })
  await devnet.sealBlock()
  return (await submission.outcome).kind
}

/** The extension's own way: the whole payload is rebuilt from the fields, and signed with the byte of its kind. */
const extension: InjectedSigner = {
  signPayload: async (payload) => {
    const { registry } = apiOf(chain.runtime)
    const { signature } = registry
      .createType('ExtrinsicPayload', { ...payload }, { version: payload.version })
      .sign(pair)
    return { signature }
  },
}

describe('every form of signer is understood by the chain', () => {
  const forms: [string, () => Signer][] = [
    ['a key phrase', () => signerFromUri('//Bob')],
    ['a key pair', () => signerFromPair(pair)],
    ['a wallet in the browser', () => signerFromExtension({ address }, extension)],
    [
      'a wallet that signs bare bytes',
      () =>
        signerFromExtension(
          { address },
          { signRaw: async ({ data }) => ({ signature: hexOf(pair.sign(bytesOf(data))) }) },
        ),
    ],
    [
      'a device elsewhere',
      () =>
        externalSigner({
          address,
          carry: async (request) => {
            const carried: SigningRequest = JSON.parse(JSON.stringify(request))
            return parseSignature(hexOf(pair.sign(bytesOf(carried.message), { withType: true })))
          },
        }),
    ],
  ]

  test.each(forms)('%s', async (_, signer) => {
    expect(signer().address).toBe(address)
    expect(await sendable(signer(), short())).toBe('included')
  })

  test.each(forms)('%s, of a payload longer than 256 bytes', async (_, signer) => {
    expect(await sendable(signer(), long())).toBe('included')
  })
})

describe('two steps', () => {
  test('a request survives a restart and is answered by another program', async () => {
    const request = await requestSignature(chain, short(), address, { nonce: await nextNonce(), period: 512 })
    const kept = JSON.stringify(request)
    await using later = await connect({ endpoints: devnet.url })
    const again: SigningRequest = JSON.parse(kept)
    expect(again).toEqual(request)
    const signed = attachSignature(later, again, {
      scheme: 'sr25519',
      bytes: pair.sign(bytesOf(again.message)),
    })
    expect(signed.era.lastBlock - signed.era.birth.number).toBe(511)
    expect(JSON.parse(JSON.stringify(signed))).toEqual(signed)
    const submission = submit(later, signed)
    await new Promise<void>((resolve) => {
      submission.onState(({ status }) => status !== 'signed' && resolve())
    })
    await devnet.sealBlock()
    expect((await submission.outcome).kind).toBe('included')
  })

  test('what is longer than 256 bytes is signed by its hash, which is what people compare', async () => {
    const brief = await requestSignature(chain, short(), address, { nonce: 0 })
    const lengthy = await requestSignature(chain, long(), address, { nonce: 0 })
    expect(brief.message).toBe(brief.bytes)
    expect(lengthy.message).toBe(lengthy.hash)
    expect(lengthy.hash).toBe(apiOf(chain.runtime).registry.hash(bytesOf(lengthy.bytes)).toHex())
  })

  const changes: [string, (request: SigningRequest) => SigningRequest][] = [
    [
      'another call',
      (request) => ({
        ...request,
        payload: { ...request.payload, method: calls.remark(chain, { bytes: '0x03' }).bytes },
      }),
    ],
    ['another nonce', (request) => ({ ...request, nonce: request.nonce + 1 })],
    ['another account', (request) => ({ ...request, address: other.address })],
    ['a longer era', (request) => ({ ...request, era: { ...request.era, period: 1024 } })],
    ['an era that is none', (request) => ({ ...request, era: { ...request.era, period: 100 } })],
    [
      'a later end',
      (request) => ({ ...request, era: { ...request.era, lastBlock: request.era.lastBlock + 1 } }),
    ],
    [
      'another birth',
      (request) => ({
        ...request,
        era: {
          ...request.era,
          birth: {
            ...request.era.birth,
            hash: request.genesisHash.replace('0x', '0x00').slice(0, 66) as Hex,
          },
        },
      }),
    ],
    ...[
      ['below zero', -1],
      ['that is half', 0.5],
      ['that is text', '5'],
      ['that is null', null],
    ].map(([what, nonce]): [string, (request: SigningRequest) => SigningRequest] => [
      `a nonce ${what}`,
      (request) => ({ ...request, nonce: nonce as number }),
    ]),
    ...[
      ['no number', { number: Number.NaN }],
      ['a hash that is too short', { hash: '0x00' }],
    ].map(([what, birth]): [string, (request: SigningRequest) => SigningRequest] => [
      `a birth with ${what}`,
      (request) => ({
        ...request,
        era: { ...request.era, birth: { ...request.era.birth, ...(birth as object) } },
      }),
    ]),
    ['another tip to show', (request) => ({ ...request, payload: { ...request.payload, tip: '0x01' } })],
    ['other bytes', (request) => ({ ...request, bytes: `${request.bytes.slice(0, -2)}ff` as Hex })],
    ['another message', (request) => ({ ...request, message: request.hash })],
    ['another hash', (request) => ({ ...request, hash: request.genesisHash })],
    ['another chain', (request) => ({ ...request, genesisHash: request.hash })],
  ]
  test.each(changes)('a request with %s is refused', async (_, change) => {
    const request = await requestSignature(chain, short(), address, { nonce: 5 })
    const signature: Signature = { scheme: 'sr25519', bytes: pair.sign(bytesOf(request.message)) }
    expect(() => attachSignature(chain, request, signature)).not.toThrow()
    expect(() => attachSignature(chain, change(request), signature)).toThrow(
      expect.objectContaining({ code: 'InvalidSigningRequest' }),
    )
  })

  test('after an upgrade no signature of it is of use', async () => {
    const request = await requestSignature(chain, short(), address, { nonce: 5 })
    const signature: Signature = { scheme: 'sr25519', bytes: pair.sign(bytesOf(request.message)) }
    expect(() => attachSignature(chain, { ...request, specVersion: 1 }, signature)).toThrow(
      expect.objectContaining({ code: 'RuntimeChanged' }),
    )
  })
})

describe('a wrong signature goes nowhere', () => {
  const wrapped = (message: Hex) => pair.sign(new TextEncoder().encode(`<Bytes>${message}</Bytes>`))
  const bytesWrapped = (message: Hex) =>
    pair.sign(
      Uint8Array.from([
        ...new TextEncoder().encode('<Bytes>'),
        ...bytesOf(message),
        ...new TextEncoder().encode('</Bytes>'),
      ]),
    )
  const ed = keyring.createFromUri('//Bob', {}, 'ed25519')

  test.each<[string, (request: SigningRequest) => unknown]>([
    ['of another account', ({ message }) => ({ scheme: 'sr25519', bytes: other.sign(bytesOf(message)) })],
    ['of something else', () => ({ scheme: 'sr25519', bytes: pair.sign(Uint8Array.of(1)) })],
    ['of the text of the message', ({ message }) => ({ scheme: 'sr25519', bytes: wrapped(message) })],
    [
      'of the bytes as a text of a wallet',
      ({ message }) => ({ scheme: 'sr25519', bytes: bytesWrapped(message) }),
    ],
    [
      'of the hash where the bytes are short',
      ({ hash }) => ({ scheme: 'sr25519', bytes: pair.sign(bytesOf(hash)) }),
    ],
    ['of another kind', ({ message }) => ({ scheme: 'ed25519', bytes: ed.sign(bytesOf(message)) })],
    [
      'said to be of another kind',
      ({ message }) => ({ scheme: 'ecdsa', bytes: pair.sign(bytesOf(message)) }),
    ],
    ['of no kind', ({ message }) => ({ scheme: 'rsa', bytes: pair.sign(bytesOf(message)) })],
    ['too short', () => ({ scheme: 'sr25519', bytes: new Uint8Array(63) })],
    ['all zero', () => ({ scheme: 'sr25519', bytes: new Uint8Array(64) })],
    ['as an array', ({ message }) => ({ scheme: 'sr25519', bytes: [...pair.sign(bytesOf(message))] })],
    ['missing', () => undefined],
  ])('one %s', async (_, answer) => {
    const signer: Signer = { address, isDevelopment: true, sign: (request) => answer(request) as Signature }
    const before = node.requests.filter(({ method }) => method.startsWith('author_')).length
    await expect(sign(chain, short(), signer, { nonce: 0 })).rejects.toMatchObject({
      code: 'InvalidSignature',
    })
    expect(node.requests.filter(({ method }) => method.startsWith('author_'))).toHaveLength(before)
  })

  test('a wallet that declines is heard', async () => {
    const declining = signerFromExtension(
      { address },
      { signPayload: () => Promise.reject(new Error('Cancelled')) },
    )
    await expect(sign(chain, short(), declining, { nonce: 0 })).rejects.toMatchObject({
      code: 'SigningRefused',
      details: { reason: 'Cancelled' },
    })
    await expect(
      sign(chain, short(), signerFromExtension({ address }, {}), { nonce: 0 }),
    ).rejects.toMatchObject({
      code: 'SigningRefused',
    })
  })

  test('a wallet that answers with something else is not believed', async () => {
    const strange = signerFromExtension({ address }, { signPayload: async () => ({ signature: '0x1234' }) })
    await expect(sign(chain, short(), strange, { nonce: 0 })).rejects.toMatchObject({
      code: 'InvalidSignature',
    })
  })

  test('a locked pair does not sign', async () => {
    const locked = keyring.createFromUri('//Bob//locked', {}, 'sr25519')
    locked.lock()
    await expect(sign(chain, short(), signerFromPair(locked), { nonce: 0 })).rejects.toMatchObject({
      code: 'SigningRefused',
      details: { reason: 'it is locked' },
    })
  })
})

describe('other kinds of keys', () => {
  test.each(['ed25519', 'ecdsa'] as const)('%s signatures are verified and named', async (scheme) => {
    const key = keyring.createFromUri('//Bob//other', {}, scheme)
    const signer = signerFromPair(key)
    expect(signer.address).toBe(key.address)
    for (const call of [short(), long()]) {
      const signed = await sign(chain, call, signer, { nonce: 0 })
      const { registry } = apiOf(chain.runtime)
      const { signature } = registry.createType('Extrinsic', signed.bytes)
      expect(signature.length).toBe(scheme === 'ecdsa' ? 65 : 64)
      const kind = registry.createType(
        'MultiSignature',
        bytesOf(signed.bytes).slice(bytesOf(signed.bytes).indexOf(0x84) + 34),
      )
      expect((kind as unknown as { type: string }).type.toLowerCase()).toBe(scheme)
    }
  })

  test('ethereum keys are refused by name', () => {
    const key = { address, type: 'ethereum', sign: () => new Uint8Array(65) }
    expect(() => signerFromPair(key)).toThrow(expect.objectContaining({ code: 'UnsupportedKey' }))
  })

  test('signatures are read with and without the byte of their kind', () => {
    expect(parseSignature(`0x00${'11'.repeat(64)}`)).toEqual({
      scheme: 'ed25519',
      bytes: new Uint8Array(64).fill(0x11),
    })
    expect(parseSignature(`0x02${'11'.repeat(65)}`).scheme).toBe('ecdsa')
    expect(parseSignature(`0x${'11'.repeat(65)}`, 'ecdsa')).toEqual({
      scheme: 'ecdsa',
      bytes: new Uint8Array(65).fill(0x11),
    })
    for (const wrong of [
      '0x',
      '',
      '11'.repeat(64),
      `0x03${'11'.repeat(64)}`,
      `0x${'11'.repeat(66)}`,
    ] as Hex[]) {
      expect(() => parseSignature(wrong)).toThrow(expect.objectContaining({ code: 'InvalidSignature' }))
    }
  })
})

describe('unknown hotkeys', () => {
  test('known ones come back, a coldkey by mistake is told its hotkey', async () => {
    const at = await chain.at('best')
    const [validator] = await readValidators(at, 1)
    if (!validator) throw new Error('no validator')
    await expect(checkHotkeys(at, [validator.hotkey])).resolves.toEqual([validator.hotkey])
    await expect(checkHotkeys(at, [validator.hotkey, validator.coldkey])).rejects.toMatchObject({
      code: 'HotkeyUnknown',
      details: { hotkey: validator.coldkey, suggestion: validator.hotkey },
    })
    await expect(checkHotkeys(at, [address])).rejects.toMatchObject({
      code: 'HotkeyUnknown',
      remedy: 'Check the address, or choose a validator of the subnet.',
    })
  })

  test('a letter wrong is refused before a message goes out, with the hotkey that was meant', async () => {
    const at = await chain.at('best')
    const known = (await readValidators(at, 1)).map(({ hotkey }) => hotkey)
    const meant = known[1] ?? ''
    const wrong = meant.slice(0, 10) + (meant[10] === 'a' ? 'b' : 'a') + meant.slice(11)
    const before = node.requests.length
    await expect(checkHotkeys(at, [wrong], known)).rejects.toMatchObject({
      code: 'InvalidAddress',
      remedy: `Did you mean ${meant}?`,
    })
    expect(node.requests.length).toBe(before)
  })
})
