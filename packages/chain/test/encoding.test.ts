import { type Devnet, startDevnet } from '@stake/devnet'
import { type CallName, type PalletName, type PalletSchema, pallets } from '@stake/schema'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildCall, type Chain, connect, decodeCall } from '../src/index.ts'
import { apiOf } from '../src/runtime/runtime.ts'
import { arbitraryArguments } from './arbitrary-value.ts'
import { liveMetadata, servingMetadata } from './metadata.ts'
import { propertyRuns } from './property-runs.ts'
import { TamperingNode } from './tampering-node.ts'

const calls = Object.values<PalletSchema>(pallets).flatMap((pallet) =>
  Object.entries(pallet.calls).map(
    ([name, call]) => [`${pallet.name}.${name}`, { pallet, name, call }] as const,
  ),
)

let devnet: Devnet
let node: TamperingNode
let chain: Chain

describe.skipIf(!liveMetadata)('with the metadata of the live network', () => {
  beforeAll(async () => {
    devnet = await startDevnet({ blockTime: 'manual' })
    node = await TamperingNode.before(devnet.url)
    servingMetadata(node, (own) => liveMetadata ?? own)
    chain = await connect({ endpoints: node.url })
  })
  afterAll(async () => {
    await chain.close()
    await node.close()
    await devnet.close()
  })

  test.each(calls)('%s is encoded, and says the same when decoded', (_, { pallet, name, call }) => {
    fc.assert(
      fc.property(arbitraryArguments(call.fields), (args) => {
        const built = build(pallet.name, name, args)
        expect(built).toMatchObject({ pallet: pallet.name, name })
        expect(built.args).toEqual(args)
        // It begins with the indices of the tables, and polkadot-js reads and writes the same bytes.
        const bytes = Buffer.from(built.bytes.slice(2), 'hex')
        expect([...bytes.subarray(0, 2)]).toEqual([pallet.index, call.index])
        const theirs = apiOf(chain.runtime).registry.createType('Call', built.bytes)
        expect(theirs.toHex()).toBe(built.bytes)
        expect(decodeCall(chain, built.bytes)).toEqual(built)
      }),
      { ...propertyRuns, numRuns: Math.ceil(propertyRuns.numRuns / 20) },
    )
  })
})

/** `buildCall` by names that are known only now. */
function build(pallet: string, name: string, args: unknown) {
  return (
    buildCall as (
      chain: Chain,
      pallet: PalletName,
      name: CallName<PalletName>,
      args: unknown,
    ) => ReturnType<typeof decodeCall>
  )(chain, pallet as PalletName, name as CallName<PalletName>, args)
}
