import type { ApiPromise } from '@polkadot/api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Devnet, developmentAccounts, namedAccount, startDevnet } from '../src/index.ts'
import { call, connect, entry, freeBalance, include, pair, read, stake, subnetPot } from './client.ts'
import { AUTHOR, HOTKEY, smallGenesis } from './genesis.ts'
import { stored } from './stored.ts'

// Chain-rules 2.9. Alice has 100 TAO on root; the hotkey owes 0.1 alpha of subnet 1, 0.2 of 2 and 0.3 of 3 for each.
const { alice } = developmentAccounts
const SUBNET_OWNER = namedAccount('owner of a subnet')
const RATES: [number, { bits: bigint }][] = [
  // A threshold of 500,000 rao is missed by one.
  [1, { bits: (1n << 32n) / 10n }],
  [2, { bits: (1n << 32n) / 5n }],
  [3, { bits: 1n << 31n }],
  [4, { bits: 1n << 9n }],
]
const alicePair = pair('//Alice')

let devnet: Devnet
let api: ApiPromise

beforeAll(async () => {
  const pool = { tao: '1000', alpha: '2000' }
  devnet = await startDevnet({
    blockTime: 'manual',
    emission: false,
    genesis: smallGenesis(
      {
        sudo: alice,
        stakes: [{ hotkey: HOTKEY, coldkey: alice, netuid: 0, alpha: '100' }],
        storage: Object.fromEntries([
          stored('SubtensorModule', 'RootClaimable', [HOTKEY], RATES),
          stored('SubtensorModule', 'RootClaimed', [3, HOTKEY, alice], 10_000_000_000n),
          ...[1, 2, 3, 4].map((netuid) =>
            stored('SubtensorModule', 'SubnetAlphaOut', [netuid], 100_000_000_000n),
          ),
        ]),
      },
      { netuid: 2, name: 'Two', symbol: 'β', ...pool, owner: SUBNET_OWNER, ownerHotkey: HOTKEY },
      { netuid: 3, name: 'Three', symbol: 'γ', ...pool },
      { netuid: 4, name: 'Four', symbol: 'δ', ...pool, owner: alice, ownerHotkey: HOTKEY },
    ),
  })
  api = await connect(devnet)
})

afterAll(async () => {
  await api.disconnect()
  await devnet.close()
})

const send = (name: string, ...args: unknown[]) =>
  include(devnet, api, call(api, 'subtensorModule', name, ...args), alicePair)
const sudo = (name: string, ...args: unknown[]) =>
  include(devnet, api, call(api, 'sudo', 'sudo', call(api, 'subtensorModule', name, ...args)), alicePair)
const claimed = (netuid: number) => read(api, 'subtensorModule', 'rootClaimed', netuid, HOTKEY, alice)

describe('checks', () => {
  test.each([
    ['no subnet', []],
    ['six', [1, 2, 3, 4, 5, 6]],
  ])('a claim of %s', async (_, subnets) => {
    expect((await send('claimRoot', subnets)).error).toBe('subtensorModule.InvalidSubnetNumber')
  })

  test('no subnet to keep', async () => {
    const nothing = { KeepSubnets: { subnets: [] } }
    expect((await send('setRootClaimType', nothing)).error).toBe('subtensorModule.InvalidSubnetNumber')
  })

  test('the chain itself says how many are paid by themselves, at most 50', async () => {
    expect((await send('sudoSetNumRootClaims', 1)).error).toBe('BadOrigin')
    expect((await send('sudoSetNumRootClaims', 51)).error).toBe('BadOrigin')
    await sudo('sudoSetNumRootClaims', 51)
    expect(await read(api, 'subtensorModule', 'numRootClaim')).toBe('5')
    await sudo('sudoSetNumRootClaims', 50)
    expect(await read(api, 'subtensorModule', 'numRootClaim')).toBe('50')
  })

  test('an owner says from where on is paid', async () => {
    expect((await send('sudoSetRootClaimThreshold', 2, 1)).error).toBe('BadOrigin')
    expect((await send('sudoSetRootClaimThreshold', 4, 10_000_001)).error).toBe(
      'subtensorModule.InvalidRootClaimThreshold',
    )
    expect((await send('sudoSetRootClaimThreshold', 4, 10_000_000)).error).toBeUndefined()
    // 10,000,000 is 0x989680.
    expect(await read(api, 'subtensorModule', 'rootClaimableThreshold', 4)).toBe(
      '{"bits":"0x00000000000000000098968000000000"}',
    )
    // Of what is not there, as far as root gets.
    await sudo('sudoSetRootClaimThreshold', 9, 0)
    expect(await read(api, 'subtensorModule', 'rootClaimableThreshold', 9)).toBe(
      `{"bits":${500_000n << 32n}}`,
    )
  })
})

test('kept, the alpha is staked where it came from, and not owed again', async () => {
  const type = await send('setRootClaimType', { KeepSubnets: { subnets: [2] } })
  expect(type.events.find(([name]) => name.startsWith('subtensorModule'))).toEqual([
    'subtensorModule.RootClaimTypeSet',
    alice,
    '{"keepSubnets":{"subnets":[2]}}',
  ])
  const result = await send('claimRoot', [2])
  expect(result.events.find(([name]) => name.startsWith('subtensorModule'))).toEqual([
    'subtensorModule.RootClaimed',
    alice,
  ])
  // floor(2^32 / 5) / 2^32 of 100 TAO.
  expect(await stake(api, HOTKEY, alice, 2)).toBe(19_999_999_995n)
  expect(await claimed(2)).toBe('19999999995')
  expect(await read(api, 'subtensorModule', 'subnetAlphaOut', 2)).toBe('100000000000')
  await send('claimRoot', [2])
  expect(await stake(api, HOTKEY, alice, 2)).toBe(19_999_999_995n)
})

test('sold, it becomes stake on root, without a fee', async () => {
  const [pot, root] = [await freeBalance(api, subnetPot(3)), await freeBalance(api, subnetPot(0))]
  const author = await freeBalance(api, AUTHOR)
  const result = await send('claimRoot', [3])
  // Owed: half of 100 TAO, less 10: 40 alpha. The pool gives floor(1000 * 40 / 2040) at equal weights:
  // floor(2000e18 / 2040) = 980392156862745098, and 1000e9 * (1 - that) = 19607843137.25….
  const tao = 19_607_843_137n
  expect(await stake(api, HOTKEY, alice, 0)).toBe(100_000_000_000n + tao)
  expect(await stake(api, HOTKEY, alice, 3)).toBe(0n)
  expect(await freeBalance(api, subnetPot(3))).toBe(pot - tao)
  expect(await freeBalance(api, subnetPot(0))).toBe(root + tao)
  expect(await read(api, 'subtensorModule', 'subnetTAO', 3)).toBe(String(1_000_000_000_000n - tao))
  expect(await read(api, 'subtensorModule', 'subnetAlphaIn', 3)).toBe('2040000000000')
  expect(await read(api, 'subtensorModule', 'subnetAlphaOut', 3)).toBe('60000000000')
  // 50 alpha were claimed, and half of the new stake counts as claimed too: it was not there before.
  expect(await claimed(3)).toBe(String(50_000_000_000n + tao / 2n))
  // Only the extrinsic's fee.
  const fee = BigInt(result.events.find(([name]) => name.endsWith('TransactionFeePaid'))?.[2] ?? '')
  expect(await freeBalance(api, AUTHOR)).toBe(author + fee)
})

test('a claim pays for what it did, at most what was announced', async () => {
  const claim = call(api, 'subtensorModule', 'claimRoot', [1])
  const announced = await claim.paymentInfo(alicePair)
  // 138.999e6 + 16 reads + 4 writes at 25e6 and 100e6.
  expect(announced.weight.refTime.toString()).toBe('938999000')
  const result = await include(devnet, api, claim, alicePair)
  // One hotkey and one subnet: 60e6 + 1 + 3 + 7 reads + 5 writes = 835e6; of either half a rao for each thousand.
  const fee = BigInt(result.events.find(([name]) => name.endsWith('TransactionFeePaid'))?.[2] ?? '')
  expect(announced.partialFee.toBigInt() - fee).toBe(469_499n - 417_500n)
})

test('below the threshold nothing is paid', async () => {
  // 2^-23 of less than 130 TAO on root is 15,000 rao at most.
  await send('claimRoot', [4])
  expect(BigInt(await claimed(4))).toBeLessThan(10_000n)
  expect(await stake(api, HOTKEY, alice, 4)).toBe(0n)
})

describe('by themselves', () => {
  let emitting: Devnet
  let client: ApiPromise
  const EMISSION = { alphaOut: '1', alphaIn: '0.5', taoIn: '0.25' }

  beforeAll(async () => {
    emitting = await startDevnet({
      blockTime: 'manual',
      startTime: 1_700_000_000_000,
      genesis: {
        ...smallGenesis(),
        subnets: [
          { netuid: 0, name: 'root', symbol: 'Τ' },
          {
            netuid: 1,
            name: 'One',
            symbol: 'α',
            tao: '1000',
            alpha: '500',
            tempo: 2,
            emission: EMISSION,
            validators: [{ hotkey: HOTKEY }],
          },
        ],
        stakes: [
          { hotkey: HOTKEY, coldkey: alice, netuid: 0, alpha: '1000' },
          { hotkey: HOTKEY, coldkey: alice, netuid: 1, alpha: '1' },
        ],
      },
    })
    client = await connect(emitting)
  })

  afterAll(async () => {
    await client.disconnect()
    await emitting.close()
  })

  test('stakers on root are paid as epochs bring something', async () => {
    const before = await stake(client, HOTKEY, alice, 0)
    const claims: unknown[] = []
    for (let block = 0; block < 8; block++) {
      await emitting.sealBlock()
      const events = (await entry(client, 'system', 'events')()).toHuman() as { event: { method: string } }[]
      claims.push(...events.filter(({ event }) => event.method === 'RootClaimed'))
    }
    // Five coldkeys a block, of two, of which one has stake on root.
    expect(claims.length).toBeGreaterThan(0)
    expect(claims.length).toBeLessThanOrEqual(40)
    for (const claim of claims)
      expect(claim).toMatchObject({ phase: 'Initialization', event: { data: { coldkey: alice } } })
    expect(await stake(client, HOTKEY, alice, 0)).toBeGreaterThan(before)
  })
})
