import { type Devnet, startDevnet } from '@stake/devnet'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Chain, connect } from '../src/index.ts'
import { altered, servingMetadata } from './metadata.ts'
import { type Message, type Request, TamperingNode } from './tampering-node.ts'

let devnet: Devnet
let node: TamperingNode
let chain: Chain | undefined
let printed: readonly { readonly mock: { readonly calls: unknown[] } }[]

beforeEach(async () => {
  devnet = await startDevnet({ blockTime: 'manual' })
  node = await TamperingNode.before(devnet.url)
  printed = (['log', 'warn', 'error'] as const).map((level) => vi.spyOn(console, level))
})
afterEach(async () => {
  await chain?.close()
  chain = undefined
  await node.close()
  await devnet.close()
  expect(printed.flatMap(({ mock }) => mock.calls)).toEqual([])
  vi.restoreAllMocks()
})

/** Changes what the node says when the runtime is asked something. */
function answering(question: string, change: (message: Message) => unknown): void {
  const before = node.change
  const asks = (request: Request | undefined) =>
    request?.method === question || (request?.method === 'state_call' && request.params[0] === question)
  node.change = (message, request) => (asks(request) ? change(message) : before(message, request))
}

const refused = ({ id }: Message) => ({
  jsonrpc: '2.0',
  id,
  error: { code: 4003, message: 'no such function' },
})

describe('a runtime is loaded', () => {
  test('with the newest metadata, in a handful of questions', async () => {
    chain = await connect({ endpoints: node.url })
    expect(chain.runtime).toMatchObject({
      specName: 'node-subtensor',
      specVersion: 424,
      transactionVersion: 1,
    })
    expect(chain.runtime.metadataHash).toMatch(/^0x[0-9a-f]{64}$/)
    expect(node.asked('state_call')).toBe(2)
    expect(node.asked('state_getMetadata')).toBe(0)
    expect(node.asked('rpc_methods')).toBe(0)
  })

  test.each(['Metadata_metadata_versions', 'Metadata_metadata_at_version'])(
    'where there is no %s, with the only metadata there is',
    async (question) => {
      answering(question, refused)
      chain = await connect({ endpoints: node.url })
      expect(node.asked('state_getMetadata')).toBe(1)
      expect(chain.capabilities.limitCalls).toBe(true)
      // Older metadata names no runtime APIs.
      expect(chain.capabilities.simulation).toBe(false)
    },
  )

  test('where metadata of a newer kind is offered too, with the newest that can be read', async () => {
    // 14, 15, 16 and 99.
    answering('Metadata_metadata_versions', (message) => ({
      ...message,
      result: '0x100e0000000f0000001000000063000000',
    }))
    chain = await connect({ endpoints: node.url })
    expect(chain.capabilities.simulation).toBe(true)
  })

  test('whose signed extensions are not known, and says nothing of it', async () => {
    servingMetadata(node, (own) =>
      altered(own, (metadata) => {
        const [extension] = metadata.extrinsic.transactionExtensions
        extension?.set('identifier', extension.registry.createType('Text', 'CheckTheMoon'))
      }),
    )
    chain = await connect({ endpoints: node.url })
    expect(chain.signingRefusal).toMatchObject({ code: 'MetadataMismatch' })
  })
})

test.each<[string, string, (message: Message) => unknown]>([
  [
    'half of it',
    'Metadata_metadata_at_version',
    (message) => ({ ...message, result: String(message.result).slice(0, 9_000) }),
  ],
  [
    'a length that is a lie',
    'Metadata_metadata_at_version',
    (message) => ({ ...message, result: '0x01feffffff6d657461' }),
  ],
  ['no bytes', 'Metadata_metadata_at_version', (message) => ({ ...message, result: 5 })],
  ['something else', 'Metadata_metadata_at_version', (message) => ({ ...message, result: '0x011000000000' })],
  [
    'nothing to read',
    'Metadata_metadata_at_version',
    (message) => ({ ...message, result: '0x01146d65746110' }),
  ],
  ['no list of versions', 'Metadata_metadata_versions', (message) => ({ ...message, result: '0x100e' })],
  ['no version', 'state_getRuntimeVersion', (message) => ({ ...message, result: { specVersion: '424' } })],
])('%s for metadata is refused as what it is', async (_, question, change) => {
  answering(question, change)
  await expect(connect({ endpoints: node.url, timeout: 5_000 })).rejects.toMatchObject({
    code: 'MalformedAnswer',
  })
})

test('of many runtimes only those used last are kept, and that of now', async () => {
  const connected = await connect({ endpoints: node.url })
  chain = connected
  const hashes: unknown[] = [connected.genesisHash]
  for (let block = 1; block <= 6; block++) hashes.push((await devnet.sealBlock()).hash)
  // Each block has a runtime of its own; the one of now is another.
  node.change = (message, request) => {
    const number = hashes.indexOf(request?.params[0])
    if (request?.method !== 'state_getRuntimeVersion' || number < 0) return message
    return { ...message, result: { ...(message.result as object), specVersion: 500 + number } }
  }
  const metadata = () =>
    node.requests.filter(({ params }) => params[0] === 'Metadata_metadata_at_version').length
  const before = metadata()
  for (let block = 1; block <= 6; block++)
    expect((await connected.at(block)).runtime.specVersion).toBe(500 + block)
  expect(metadata() - before).toBe(6)
  for (const block of [6, 5, 4, 6]) await connected.at(block)
  expect(metadata() - before).toBe(6)
  expect((await connected.at(1)).runtime.specVersion).toBe(501)
  expect(metadata() - before).toBe(7)
  expect(connected.specVersion).toBe(424)
})
