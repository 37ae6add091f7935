import { type Devnet, startDevnet } from '@stake/devnet'
import { type PalletSchema, pallets, type VariantSchema } from '@stake/schema'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildCall, type Call, type Chain, connect, decodeCall, signerFromUri } from '../src/index.ts'
import { compareWithReference } from '../src/runtime/compatibility.ts'
import { apiOf } from '../src/runtime/runtime.ts'
import { arbitraryArguments } from './arbitrary-value.ts'
import { liveMetadata, servingMetadata } from './metadata.ts'
import { propertyRuns } from './property-runs.ts'
import { TamperingNode } from './tampering-node.ts'

interface KnownCall {
  readonly pallet: PalletSchema
  readonly name: string
  readonly call: VariantSchema
}

const calls = Object.values<PalletSchema>(pallets).flatMap((pallet) =>
  Object.entries(pallet.calls).map(([name, call]): [string, KnownCall] => [
    `${pallet.name}.${name}`,
    { pallet, name, call },
  ]),
)

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

/** Calls that every chain has. */
const WITHIN = { System: pallets.System, Timestamp: pallets.Timestamp }

/** Encodes the call with many arguments, and reads them back. */
function comesBack(chain: Chain, { pallet, name, call }: KnownCall, inner?: typeof WITHIN): void {
  fc.assert(
    fc.property(arbitraryArguments(call.fields, inner), (args) => {
      const built = build(chain, pallet.name, name, args)
      expect(built).toMatchObject({ pallet: pallet.name, name })
      expect(built.args).toEqual(args)
      expect(decodeCall(chain, built.bytes)).toEqual(built)
      // It begins with the indices of the tables, and polkadot-js reads and writes the same bytes.
      const bytes = Buffer.from(built.bytes.slice(2), 'hex')
      expect([...bytes.subarray(0, 2)]).toEqual([pallet.index, call.index])
      expect(apiOf(chain.runtime).registry.createType('Call', built.bytes).toHex()).toBe(built.bytes)
    }),
    { ...propertyRuns, numRuns: Math.ceil(propertyRuns.numRuns / 20) },
  )
}

describe.skipIf(!liveMetadata)('with the metadata of the live network', () => {
  test.each(calls)('%s is encoded, and says the same when decoded', (_, call) => comesBack(live, call))
})

test('with the metadata of a devnet, every call that it has is encoded, and says the same when decoded', () => {
  const missing = new Set(compareWithReference(local.runtime).missing)
  const served = calls.filter(
    ([name, { pallet }]) => !missing.has(`call ${name}`) && !missing.has(`pallet ${pallet.name}`),
  )
  expect(served.length).toBeGreaterThan(30)
  for (const [, call] of served) comesBack(local, call, WITHIN)
})

describe('what is not exactly an argument is refused, not guessed', () => {
  const hotkey = signerFromUri('//Bob').address
  const whole = { hotkey, netuid: 1, amount_staked: 5n, limit_price: 7n, allow_partial: false }

  test.each<[string, Record<string, unknown>, string]>([
    ['a number for an amount', { amount_staked: 5 }, 'amount_staked'],
    ['an amount below zero', { amount_staked: -1n }, 'amount_staked'],
    ['an amount above u64', { amount_staked: 2n ** 64n }, 'amount_staked'],
    ['no amount', { amount_staked: undefined }, 'amount_staked'],
    ['null for an amount', { amount_staked: null }, 'amount_staked'],
    ['text for an amount', { amount_staked: '5' }, 'amount_staked'],
    ['a bigint for a netuid', { netuid: 1n }, 'netuid'],
    ['a netuid above u16', { netuid: 65_536 }, 'netuid'],
    ['half a netuid', { netuid: 1.5 }, 'netuid'],
    ['no number for a netuid', { netuid: Number.NaN }, 'netuid'],
    ['one for true', { allow_partial: 1 }, 'allow_partial'],
    ['bytes for an account', { hotkey: new Uint8Array(32) }, 'hotkey'],
  ])('%s', (_, changed, name) => {
    const attempt = () => build(local, 'SubtensorModule', 'add_stake_limit', { ...whole, ...changed })
    expect(attempt).toThrow(
      expect.objectContaining({
        code: 'InvalidValue',
        details: expect.objectContaining({ path: `SubtensorModule.add_stake_limit.${name}` }),
      }),
    )
  })

  test.each([
    ['another network’s address', '15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5'],
    ['a key', `0x${'00'.repeat(32)}`],
    ['nothing', ''],
  ])('%s for a hotkey', (_, given) => {
    const attempt = () => build(local, 'SubtensorModule', 'add_stake_limit', { ...whole, hotkey: given })
    expect(attempt).toThrow(expect.objectContaining({ code: 'InvalidAddress' }))
  })

  test('an argument too few, too many, or of another name', () => {
    const { limit_price, ...few } = whole
    for (const args of [few, { ...whole, tip: 1n }, { ...few, limit: limit_price }, undefined])
      expect(() => build(local, 'SubtensorModule', 'add_stake_limit', args)).toThrow(
        expect.objectContaining({ code: 'MissingInRuntime' }),
      )
  })

  test('calls within calls as strictly', () => {
    const batch = (value: unknown) => build(local, 'Utility', 'batch', { calls: [value] })
    const remark = { type: 'System', value: { type: 'remark', value: { remark: '0x00' } } }
    expect(batch(remark).args).toEqual({ calls: [remark] })
    const refused = [
      { ...remark, type: 'Sistem' },
      { ...remark, note: 'urgent' },
      { type: 'System', value: { type: 'remark', value: { remark: '0x0' } } },
      { type: 'System', value: { type: 'remark', value: {} } },
      { type: 'System', value: { type: 'remark', value: { remark: '0x00', urgent: true } } },
      '0x00000400',
      null,
    ]
    for (const call of refused)
      expect(() => batch(call)).toThrow(expect.objectContaining({ code: 'InvalidValue' }))
  })

  test('a member of a set twice', () => {
    const children = (list: unknown) =>
      build(local, 'SubtensorModule', 'set_children', { hotkey, netuid: 1, children: list })
    expect(children([[1n, hotkey]]).args.children).toEqual([[1n, hotkey]])
    expect(() => children([[1n]])).toThrow(expect.objectContaining({ code: 'InvalidValue' }))
    if (!liveMetadata) return
    const claim = (subnets: number[]) => build(live, 'SubtensorModule', 'claim_root', { subnets })
    expect(claim([300, 2]).args).toEqual({ subnets: [2, 300] })
    expect(() => claim([2, 2])).toThrow(expect.objectContaining({ code: 'InvalidValue' }))
  })
})

test.each(['Index', 'Raw'])(
  'an address of the kind %s, which polkadot-js cannot write, comes back',
  (kind) => {
    const dest = kind === 'Raw' ? { type: 'Raw', value: '0x0102' } : { type: 'Index' }
    const { args } = build(local, 'Balances', 'transfer_all', { dest, keep_alive: true })
    expect(args).toEqual({ dest, keep_alive: true })
  },
)

test.each([
  ['no bytes', '0x'],
  ['a pallet that is not there', '0xff00'],
  ['a pallet without calls', '0x0600'],
  ['a call that is not there', '0x07ff'],
  ['too few bytes', '0x0702'],
  ['too many bytes', '0x00000400ff'],
  ['a batch within a batch, a thousand times', `0x${'0b0004'.repeat(1_000)}`],
] as const)('%s for a call are none', (_, bytes) => {
  expect(() => decodeCall(local, bytes)).toThrow(expect.objectContaining({ code: 'MissingInRuntime' }))
})
