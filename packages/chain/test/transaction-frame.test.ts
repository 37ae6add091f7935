import { encodeAddress } from '@polkadot/keyring'
import { type Devnet, startDevnet } from '@stake/devnet'
import { type PalletSchema, pallets, type VariantSchema } from '@stake/schema'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bytesOf } from '../src/bytes.ts'
import { buildCall, type Call, type Chain, connect, type Hex, type Signature } from '../src/index.ts'
import { apiOf } from '../src/runtime/runtime.ts'
import { SCHEMES } from '../src/signers/signature.ts'
import { complete, layOut } from '../src/signers/signing-request.ts'
import { arbitraryArguments } from './arbitrary-value.ts'
import { liveMetadata, servingMetadata } from './metadata.ts'
import { propertyRuns } from './property-runs.ts'
import { TamperingNode } from './tampering-node.ts'

let devnet: Devnet
let node: TamperingNode
/** A chain with the metadata of the live network, where that is at hand. */
let live: Chain
let local: Chain

beforeAll(async () => {
  devnet = await startDevnet({ blockTime: 'manual' })
  local = await connect(devnet.url)
  node = await TamperingNode.before(devnet.url)
  servingMetadata(node, (own) => liveMetadata ?? own)
  live = await connect(node.url)
})
afterAll(async () => {
  await live.close()
  await local.close()
  await node.close()
  await devnet.close()
})

/** `buildCall` by names that are known only now. */
const build = buildCall as unknown as (chain: Chain, pallet: string, name: string, args: unknown) => Call

const hex = (length: number) =>
  fc
    .uint8Array({ minLength: length, maxLength: length })
    .map((bytes): Hex => `0x${Buffer.from(bytes).toString('hex')}`)

const u32 = fc.oneof(
  fc.nat({ max: 70 }),
  fc.nat({ max: 20_000 }),
  fc.integer({ min: 0, max: 0xffff_ffff }),
  fc.constantFrom(63, 64, 16_383, 16_384, 2 ** 30 - 1, 2 ** 30, 0xffff_ffff),
)

const terms = fc.record({
  address: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((key) => encodeAddress(key, 42)),
  nonce: u32,
  period: fc.integer({ min: 3, max: 11 }).map((power) => 2 ** power),
  birth: fc.record({ number: u32, hash: hex(32) }),
})

const signatures: fc.Arbitrary<Signature> = fc.constantFrom(...SCHEMES).chain((scheme) => {
  const length = scheme === 'ecdsa' ? 65 : 64
  return fc
    .uint8Array({ minLength: length, maxLength: length })
    .map((bytes) => ({ scheme, bytes: Uint8Array.from(bytes) }))
})

/** Lays the call out, and has polkadot-js do the same. */
function agrees(
  chain: Chain,
  call: Call,
  its: typeof terms extends fc.Arbitrary<infer T> ? T : never,
  signature: Signature,
): void {
  const { registry, runtimeVersion } = apiOf(chain.runtime)
  const request = layOut(chain, { ...its, call: call.bytes })
  const { birth, period } = its
  const payload = registry
    .createType('SignerPayload', {
      address: its.address,
      blockHash: birth.hash,
      blockNumber: birth.number,
      era: registry.createType('ExtrinsicEra', { current: birth.number, period }),
      genesisHash: chain.genesisHash,
      method: call.bytes,
      nonce: its.nonce,
      runtimeVersion,
      signedExtensions: registry.signedExtensions,
      tip: 0,
      version: 4,
    })
    .toPayload()
  expect(request.payload).toEqual(payload)
  expect(JSON.parse(JSON.stringify(request))).toEqual(request)
  const bytes = registry.createType('ExtrinsicPayload', payload, { version: 4 }).toU8a({ method: true })
  expect(request.bytes).toBe(`0x${Buffer.from(bytes).toString('hex')}`)
  expect(request.hash).toBe(registry.hash(bytes).toHex())
  expect(request.message).toBe(bytes.length > 256 ? request.hash : request.bytes)

  const extrinsic = registry.createType('Extrinsic', registry.createType('Call', call.bytes), { version: 4 })
  const kind = SCHEMES.indexOf(signature.scheme)
  extrinsic.addSignature(its.address, Uint8Array.of(kind, ...signature.bytes), payload)
  const signed = complete(chain, request, signature)
  expect(signed).toEqual({
    bytes: extrinsic.toHex(),
    hash: extrinsic.hash.toHex(),
    address: its.address,
    nonce: its.nonce,
    era: { period, birth, lastBlock: birth.number + period - 1 },
    call: call.bytes,
    genesisHash: chain.genesisHash,
    specVersion: chain.specVersion,
  })
  expect(bytesOf(signed.bytes).length).toBe(extrinsic.encodedLength)
}

const known = (owners: readonly PalletSchema[]) =>
  owners.flatMap(({ name: pallet, calls }) =>
    Object.entries(calls).map(([name, call]): [string, string, VariantSchema] => [pallet, name, call]),
  )
/** Calls that every chain has, and the arguments of calls of more. */
const WITHIN = { System: pallets.System, Timestamp: pallets.Timestamp }
const FEW = [pallets.System, pallets.Timestamp, pallets.Balances, pallets.SubtensorModule, pallets.Utility]

const runs = Math.ceil(propertyRuns.numRuns / 20)

describe('a transaction is laid out byte for byte as polkadot-js does it', () => {
  const chains: [string, () => Chain, readonly [string, string, VariantSchema][]][] = [
    ['a devnet', () => local, known([pallets.System, pallets.Balances])],
    ['the live network', () => live, liveMetadata ? known(FEW) : known([pallets.System])],
  ]
  test.each(chains)(
    'with the metadata of %s',
    (_, chain, calls) => {
      const missing = new Set<string>()
      for (const [pallet, name, { fields }] of calls) {
        fc.assert(
          fc.property(arbitraryArguments(fields, WITHIN), terms, signatures, (args, its, signature) => {
            let call: Call
            try {
              call = build(chain(), pallet, name, args)
            } catch (error) {
              if ((error as { code?: string }).code !== 'MissingInRuntime') throw error
              missing.add(name)
              return
            }
            agrees(chain(), call, its, signature)
          }),
          { ...propertyRuns, numRuns: runs },
        )
      }
      expect(missing.size).toBeLessThan(calls.length / 2)
    },
    60_000,
  )
})

test.each([-1, 1.5, Number.NaN, 2 ** 32, '1', undefined])('a nonce of %s is refused', (nonce) => {
  const call = build(local, 'System', 'remark', { remark: '0x00' }).bytes
  const birth = { number: 1, hash: local.genesisHash }
  const address = encodeAddress(new Uint8Array(32), 42)
  expect(() => layOut(local, { address, call, nonce: nonce as number, period: 64, birth })).toThrow(
    expect.objectContaining({ code: 'InvalidValue' }),
  )
})
