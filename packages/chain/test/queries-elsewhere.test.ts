import { type Devnet, startDevnet } from '@stake/devnet'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Chain, connect, readStorage, readStorageElsewhere, type StorageEntry } from '../src/index.ts'
import { TamperingNode } from './tampering-node.ts'

const entries: readonly StorageEntry[] = [
  ['SubtensorModule', 'SubnetTAO', 2],
  ['SubtensorModule', 'SubnetMechanism', 4711],
  ['SubtensorModule', 'SubnetTAO', 2],
]

let devnet: Devnet
let nodes: TamperingNode[]
let chain: Chain

beforeAll(async () => {
  devnet = await startDevnet({ blockTime: 'manual' })
  nodes = [await TamperingNode.before(devnet.url), await TamperingNode.before(devnet.url)]
  chain = await connect({ endpoints: nodes.map(({ url }) => url) })
})
afterAll(async () => {
  await chain?.close()
  for (const node of nodes ?? []) await node.close()
  await devnet?.close()
})

test('another endpoint says the same, and who it is', async () => {
  const at = await chain.at('finalized')
  const { endpoint, result } = await readStorageElsewhere(at, entries)
  expect(result).toEqual(await readStorage(at, entries))
  expect(endpoint).not.toBe(chain.connection.endpoint)
})

test('what it says otherwise is seen', async () => {
  const at = await chain.at('finalized')
  const other = nodes.find(({ url }) => url !== chain.connection.endpoint)
  if (!other) throw new Error('There are two.')
  other.change = (message, request) =>
    request?.method === 'state_queryStorageAt'
      ? {
          ...message,
          result: (message.result as { changes: [string, string][] }[]).map((set) => ({
            ...set,
            changes: set.changes.map(([key, value]) => [key, value && '0x0100000000000000']),
          })),
        }
      : message
  const { result } = await readStorageElsewhere(at, entries.slice(0, 1))
  expect(result).toEqual([1n])
  other.change = (message, request) =>
    request?.method === 'state_queryStorageAt' ? { ...message, result: [] } : message
  await expect(readStorageElsewhere(at, entries)).rejects.toMatchObject({ code: 'MalformedAnswer' })
})
