import { type Devnet, startDevnet } from '@stake/devnet'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  buildCall,
  type Chain,
  type ConnectOptions,
  connect,
  networks,
  sign,
  signerFromUri,
} from '../src/index.ts'
import { compareWithReference } from '../src/runtime/compatibility.ts'
import { apiOf } from '../src/runtime/runtime.ts'
import { shapeOfName } from '../src/runtime/wire-shape.ts'
import {
  altered,
  callOf,
  callsOf,
  type EditableMetadata,
  liveMetadata,
  palletOf,
  rename,
  rotateIndices,
  servingMetadata,
} from './metadata.ts'
import { TamperingNode } from './tampering-node.ts'

let devnet: Devnet
let node: TamperingNode
let other: TamperingNode
let chain: Chain | undefined

beforeEach(async () => {
  devnet = await startDevnet({ blockTime: 'manual' })
  node = await TamperingNode.before(devnet.url)
  other = await TamperingNode.before(devnet.url)
})
afterEach(async () => {
  await chain?.close()
  chain = undefined
  await node.close()
  await other.close()
  await devnet.close()
})

async function connected(options: Partial<ConnectOptions> = {}): Promise<Chain> {
  chain = await connect({ endpoints: node.url, ...options })
  return chain
}

/** Changes the answers to one method. */
function answering(
  on: TamperingNode,
  method: string,
  change: (result: unknown, params: readonly unknown[]) => unknown,
): void {
  const before = on.change
  on.change = (message, request) =>
    request?.method === method && message.error === undefined
      ? { ...message, result: change(message.result, request.params) }
      : before(message, request)
}

/** Gives itself out for the live network. */
function posingAsFinney(on: TamperingNode): void {
  const genesis = networks.find(({ name }) => name === 'finney')?.genesisHash
  answering(on, 'chain_getBlockHash', (result, [number]) => (number === 0 ? genesis : result))
}

const UNKNOWN = 9_999
function upgraded(on: TamperingNode): void {
  answering(on, 'state_getRuntimeVersion', (result) => ({ ...(result as object), specVersion: UNKNOWN }))
}

const swap = (metadata: EditableMetadata) =>
  rotateIndices(['add_stake', 'remove_stake'].map((name) => callOf(metadata, 'SubtensorModule', name)))
const lying = (change: (metadata: EditableMetadata) => void, on = node) =>
  servingMetadata(on, (own) => altered(own, change))

/** Takes a pallet away, as far as its name goes. */
const withoutUtility = () => lying((metadata) => rename(palletOf(metadata, 'Utility'), 'Futility'))

const refusal = (error: Error | undefined) =>
  (error as { details?: { differences?: string } } | undefined)?.details?.differences

describe('a chain that nobody knows, at the spec version of the reference', () => {
  test('may lack calls; those that it has are those of the reference', async () => {
    withoutUtility()
    const { runtime, signingRefusal } = await connected()
    const { differing, missing } = compareWithReference(runtime)
    expect(differing).toEqual([])
    expect(missing).toContain('pallet Utility')
    expect(missing).not.toContain('call SubtensorModule.add_stake')
    expect(signingRefusal).toBeUndefined()
  })

  test('what it lacks is refused by name', async () => {
    withoutUtility()
    const lacking = await connected()
    expect(() => buildCall(lacking, 'Utility', 'batch', { calls: [] })).toThrow(
      'The runtime (spec 424) has no call Utility.batch.',
    )
  })

  test.each<[string, (metadata: EditableMetadata) => void, string]>([
    [
      'two calls whose indices are swapped',
      swap,
      'call SubtensorModule.add_stake has index 3, not 2\ncall SubtensorModule.remove_stake has index 2, not 3',
    ],
    [
      'a call that takes something else',
      (metadata) => {
        const { fields } = callOf(metadata, 'SubtensorModule', 'add_stake')
        const [hotkey, netuid] = fields
        if (hotkey && netuid) fields.splice(0, 2, netuid, hotkey)
      },
      'call SubtensorModule.add_stake takes (netuid: u16, hotkey: [u8;32], amount_staked: u64), not (hotkey: [u8;32], netuid: u16, amount_staked: u64)',
    ],
    [
      'a signed extension of another name',
      ({ extrinsic }) => {
        const [extension] = extrinsic.transactionExtensions
        extension?.set('identifier', extension.registry.createType('Text', 'CheckTheMoon'))
      },
      'the signed extensions are CheckTheMoon, CheckSpecVersion,',
    ],
    [
      'a signed extension that carries something else',
      ({ extrinsic }) => {
        const [first, second] = extrinsic.transactionExtensions
        if (first && second) first.set('implicit', second.implicit)
      },
      'the signed extension CheckNonZeroSender is another one',
    ],
    [
      'transactions of another format only',
      ({ extrinsic }) => {
        extrinsic.set('versions', extrinsic.registry.createType('Vec<u8>', [5]))
      },
      'the format of transactions is another one',
    ],
    [
      'addresses of another kind',
      ({ extrinsic }) => {
        extrinsic.set('addressType', extrinsic.signatureType)
      },
      'the address of transactions is another one',
    ],
    [
      'signatures of another kind',
      ({ extrinsic }) => {
        extrinsic.set('signatureType', extrinsic.addressType)
      },
      'the signature of transactions is another one',
    ],
  ])('%s: nothing is signed', async (_, change, difference) => {
    lying(change)
    const chain = await connected()
    expect(chain.signingRefusal).toMatchObject({ code: 'MetadataMismatch' })
    expect(refusal(chain.signingRefusal)).toContain(difference)
    const call = buildCall(chain, 'System', 'remark', { remark: '0x00' })
    await expect(sign(chain, call, signerFromUri('//Alice'), { nonce: 0 })).rejects.toThrow(
      chain.signingRefusal,
    )
  })

  test('a call of another name is one that it lacks', async () => {
    lying((metadata) => rename(callOf(metadata, 'SubtensorModule', 'add_stake'), 'add_much_stake'))
    expect((await connected()).signingRefusal).toBeUndefined()
  })
})

describe('a known network, at the spec version of the reference', () => {
  test('where calls are missing, nothing is signed', async () => {
    posingAsFinney(node)
    withoutUtility()
    const { network, signingRefusal } = await connected()
    expect(network?.name).toBe('finney')
    expect(signingRefusal).toMatchObject({ code: 'MetadataMismatch' })
    expect(refusal(signingRefusal)).toContain('pallet Utility is missing')
  })

  test.skipIf(!liveMetadata)('the live metadata is the reference, to the last call', async () => {
    posingAsFinney(node)
    servingMetadata(node, (own) => liveMetadata ?? own)
    const { runtime, signingRefusal } = await connected()
    expect(compareWithReference(runtime)).toEqual({ differing: [], missing: [] })
    expect(signingRefusal).toBeUndefined()
  })

  test.skipIf(!liveMetadata)('the live metadata with indices shuffled is refused', async () => {
    posingAsFinney(node)
    servingMetadata(node, (own) =>
      altered(liveMetadata ?? own, (metadata) => rotateIndices(callsOf(metadata, 'SubtensorModule'))),
    )
    const { signingRefusal } = await connected()
    expect(signingRefusal).toMatchObject({ code: 'MetadataMismatch' })
    expect(refusal(signingRefusal)?.split('\n').length).toBeGreaterThan(50)
  })
})

describe('a spec version that this release does not know', () => {
  const shuffled = (metadata: EditableMetadata) => rotateIndices(callsOf(metadata, 'SubtensorModule'))

  test('is not signed on', async () => {
    upgraded(node)
    const chain = await connected()
    expect(chain.signingRefusal).toMatchObject({
      code: 'UnknownRuntime',
      details: { specVersion: String(UNKNOWN) },
    })
    const call = buildCall(chain, 'System', 'remark', { remark: '0x00' })
    await expect(sign(chain, call, signerFromUri('//Alice'), { nonce: 0 })).rejects.toMatchObject({
      code: 'UnknownRuntime',
    })
  })

  test('is accepted by its own name, and no other', async () => {
    upgraded(node)
    expect((await connected({ acceptRuntime: UNKNOWN + 1 })).signingRefusal).toBeDefined()
    await chain?.close()
    expect((await connected({ acceptRuntime: UNKNOWN })).signingRefusal).toBeUndefined()
  })

  test('names decide, whatever the indices are', async () => {
    upgraded(node)
    lying(shuffled)
    const chain = await connected({ acceptRuntime: UNKNOWN })
    const hotkey = signerFromUri('//Bob').address
    const args = { hotkey, netuid: 1, amount_staked: 5n }
    const call = buildCall(chain, 'SubtensorModule', 'add_stake', args)
    expect(call).toMatchObject({ pallet: 'SubtensorModule', name: 'add_stake', args })
    // The reference has it at 2; polkadot-js finds it where this runtime has it.
    const [pallet, index] = Buffer.from(call.bytes.slice(2), 'hex')
    expect([pallet, index]).not.toEqual([7, 2])
    const found = apiOf(chain.runtime).registry.findMetaCall(Uint8Array.of(Number(pallet), Number(index)))
    expect([found.section, found.method]).toEqual(['subtensorModule', 'addStake'])
  })

  test('is trusted where a second endpoint serves the same metadata', async () => {
    for (const each of [node, other]) {
      upgraded(each)
      lying(shuffled, each)
    }
    const chain = await connected({ endpoints: [node.url, other.url] })
    expect(chain.signingRefusal).toBeUndefined()
    const call = buildCall(chain, 'System', 'remark', { remark: '0x00' })
    await expect(sign(chain, call, signerFromUri('//Alice'), { nonce: 0 })).resolves.toMatchObject({
      nonce: 0,
    })
  })

  test('is refused where a second endpoint serves other metadata, whichever of them is asked first', async () => {
    for (const each of [node, other]) upgraded(each)
    lying(swap, other)
    const chain = await connected({ endpoints: [node.url, other.url] })
    expect(chain.signingRefusal).toMatchObject({ code: 'MetadataMismatch' })
    expect(refusal(chain.signingRefusal)).toMatch(/^ws:\/\/127\.0\.0\.1:\d+ serves other metadata for it$/)
  })

  test('that comes while connected is trusted when a second endpoint answers, and has it too', async () => {
    const chain = await connected({ endpoints: [node.url, other.url] })
    const [inUse, second] = chain.connection.endpoint === node.url ? [node, other] : [other, node]
    await vi.waitUntil(() => inUse.subscriptions.has('state_subscribeRuntimeVersion'))
    const subscription = inUse.subscriptions.get('state_subscribeRuntimeVersion')
    const version = await chain.connection.send<object>('state_getRuntimeVersion', [])
    upgraded(inUse)
    const result = { ...version, specVersion: UNKNOWN }
    inUse.tell({ jsonrpc: '2.0', method: 'state_runtimeVersion', params: { subscription, result } })
    await vi.waitUntil(() => chain.specVersion === UNKNOWN)

    await chain.confirmRuntime()
    expect(chain.signingRefusal, 'the second one has the old runtime').toMatchObject({
      code: 'UnknownRuntime',
    })
    let silent = true
    second.change = (message, request) =>
      silent && request?.method.startsWith('state_')
        ? { jsonrpc: '2.0', id: message.id, error: { code: -32000, message: 'busy' } }
        : message
    upgraded(second)
    await chain.confirmRuntime()
    silent = false
    const call = buildCall(chain, 'System', 'remark', { remark: '0x00' })
    await expect(sign(chain, call, signerFromUri('//Alice'), { nonce: 0 })).resolves.toMatchObject({
      nonce: 0,
    })
    expect(chain.signingRefusal).toBeUndefined()
  })

  test('with a signed extension that carries something unknown is not signed on, accepted or not', async () => {
    upgraded(node)
    lying(({ extrinsic }) => {
      const [first, second] = extrinsic.transactionExtensions
      if (!first || !second) return
      first.set('identifier', first.registry.createType('Text', 'CheckTheMoon'))
      first.set('implicit', second.implicit)
    })
    const { signingRefusal } = await connected({ acceptRuntime: UNKNOWN })
    expect(signingRefusal).toMatchObject({
      code: 'UnknownExtension',
      details: { extensions: 'CheckTheMoon' },
    })
  })

  test('with an unknown extension that carries nothing is', async () => {
    upgraded(node)
    lying(({ extrinsic }) => {
      const [first] = extrinsic.transactionExtensions
      first?.set('identifier', first.registry.createType('Text', 'CheckTheMoon'))
    })
    expect((await connected({ acceptRuntime: UNKNOWN })).signingRefusal).toBeUndefined()
  })
})

test.each([
  ['u64', 'u64'],
  ['AccountId32', '[u8;32]'],
  ['Vec<u8>', 'vec<u8>'],
  ['BoundedVec<u8>', 'vec<u8>'],
  ['Compact<u64>', 'compact<u64>'],
  ['Option<u64>', '{0:() 1:u64}'],
  ['(u16, [u8; 4])', '(u16,[u8;4])'],
  ['()', '()'],
  ['NoSuchType', '?NoSuchType'],
])('the wire shape of %s is %s', (name, shape) => {
  expect(shapeOfName(name)).toBe(shape)
})
