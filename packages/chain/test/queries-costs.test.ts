import { demoGenesis, type Genesis, storageEntry } from '@stake/devnet'
import { afterEach, describe, expect, test } from 'vitest'
import {
  constantsOf,
  readNetworkRegistrationCost,
  readRegistrationCost,
  readRootRegistration,
} from '../src/index.ts'
import { type CountedChain, countedChain } from './counted-chain.ts'
import { altered, palletOf, rename, servingMetadata } from './metadata.ts'

let net: CountedChain
afterEach(() => net?.close())

async function demoWith(...storage: ReturnType<typeof storageEntry>[]): Promise<void> {
  const genesis: Genesis = { ...demoGenesis(), storage: Object.fromEntries(storage) }
  net = await countedChain({ genesis })
}

describe('registering on a subnet', () => {
  test('costs what it costs now, in one request', async () => {
    await demoWith(storageEntry('SubtensorModule', 'Burn', [8], 1_234_567_890n))
    const { result, asked } = await net.counted((at) => readRegistrationCost(at, 8))
    const { burn, least, most, ...rest } = result
    expect([burn, least, most].map(String)).toEqual(['1.23456789', '0.0005', '100'])
    expect(rest).toEqual({ open: true, count: 4, seats: 256 })
    expect(asked).toEqual({ state_queryStorageAt: 1 })
  })

  test('is closed on root, where there is no subnet, and where it was closed', async () => {
    await demoWith(
      storageEntry('SubtensorModule', 'NetworkRegistrationAllowed', [1], false),
      storageEntry('SubtensorModule', 'MaxAllowedUids', [2], 0),
    )
    const open = async (netuid: number) => (await net.read((at) => readRegistrationCost(at, netuid))).open
    expect(await Promise.all([0, 6, 1, 2, 3].map(open))).toEqual([false, false, false, false, true])
    await expect(open(65_536)).rejects.toMatchObject({ code: 'InvalidNetuid' })
  })
})

describe('a new subnet', () => {
  test('costs what the runtime says, in one request', async () => {
    await demoWith(storageEntry('SubtensorModule', 'NetworkLastLockCost', [], 2_500_000_000_000n))
    const { result, asked } = await net.counted(readNetworkRegistrationCost)
    expect([result.toString(), result.netuid]).toEqual(['2500', 0])
    expect(asked).toEqual({ state_call: 1 })
  })

  test('on a runtime that cannot say it', async () => {
    net = await countedChain({}, (node) =>
      servingMetadata(node, (own) =>
        altered(own, ({ apis }) => {
          for (const api of apis) if (api.name.eq('SubnetRegistrationRuntimeApi')) rename(api, 'Other')
        }),
      ),
    )
    await expect(net.read(readNetworkRegistrationCost)).rejects.toMatchObject({ code: 'MissingInRuntime' })
  })
})

describe('a seat on root', () => {
  test('is free while there is one', async () => {
    await demoWith()
    const { result, asked } = await net.counted(readRootRegistration)
    expect(result).toEqual({ count: 10, seats: 256, moreThan: undefined, open: true })
    expect(asked).toEqual({ state_queryStorageAt: 1 })
  })

  test('takes more stake than the least member has when all are taken', async () => {
    await demoWith(
      storageEntry('SubtensorModule', 'MaxAllowedUids', [0], 10),
      storageEntry('SubtensorModule', 'RegistrationsThisInterval', [0], 5),
    )
    const { result, asked } = await net.counted(readRootRegistration)
    // Plover: 300 of its own, and 300 / 15, 300 / 22 and 300 / 29 of nominators.
    expect([result.moreThan?.toString(), result.moreThan?.netuid]).toEqual(['343.981', 0])
    expect(result).toMatchObject({ count: 10, seats: 10, open: true })
    expect(asked).toEqual({ state_queryStorageAt: 3 })
  })

  test('is for the next interval when three times the target came in this one', async () => {
    // The target is two.
    await demoWith(storageEntry('SubtensorModule', 'RegistrationsThisInterval', [0], 6))
    expect(await net.read(readRootRegistration)).toMatchObject({ open: false })
  })
})

describe('the constants', () => {
  test('come from live metadata, without a request', async () => {
    await demoWith()
    const { result, asked } = await net.counted(async ({ runtime }) => constantsOf(runtime))
    const { existentialDeposit, minimumStake, ...rest } = result
    expect([existentialDeposit.rao, minimumStake?.rao]).toEqual([500n, 2_000_000n])
    expect(rest).toEqual({
      minimumReserve: 1_000_000n,
      maxFeeRate: 10_000,
      blockTime: 12_000,
      tempo: { initial: 360, least: 360, most: 50_400 },
      defaultTake: 11_796,
      defaultChildkeyTake: 0,
      maxBatchCalls: 10_922,
      maxExtrinsicWeight: 2_599_891_843_000n,
      maxBlockWeight: 3_000_000_000_000n,
      maxBlockLength: 7_864_320,
      blockHashCount: 2400,
      ss58Prefix: 42,
    })
    expect(asked).toEqual({})
  })

  test('that older runtimes do not have are absent, and the others are there', async () => {
    net = await countedChain({}, (node) =>
      servingMetadata(node, (own) =>
        altered(own, (metadata) => {
          rename(palletOf(metadata, 'Swap'), 'Swapped')
          const { constants } = palletOf(metadata, 'SubtensorModule')
          for (const constant of constants)
            if (/^(MinTempo|MaxTempo|InitialMinStake)$/.test(constant.name.toString()))
              rename(constant, 'Other')
        }),
      ),
    )
    const constants = await net.read(async ({ runtime }) => constantsOf(runtime))
    expect(constants).toMatchObject({
      minimumStake: undefined,
      minimumReserve: undefined,
      maxFeeRate: undefined,
      tempo: { initial: 360, least: undefined, most: undefined },
      maxBatchCalls: 10_922,
    })
  })

  test('that are not of their type', async () => {
    net = await countedChain({}, (node) =>
      servingMetadata(node, (own) =>
        altered(own, (metadata) => {
          for (const constant of palletOf(metadata, 'Balances').constants)
            constant.set('value', constant.registry.createType('Bytes', '0x01'))
        }),
      ),
    )
    expect(() => net.chain.existentialDeposit).toThrow(
      expect.objectContaining({
        code: 'MalformedAnswer',
        message: expect.stringContaining('ExistentialDeposit'),
      }),
    )
  })

  test('that every runtime has had and this one has not', async () => {
    net = await countedChain({}, (node) =>
      servingMetadata(node, (own) =>
        altered(own, (metadata) => rename(palletOf(metadata, 'Utility'), 'Useful')),
      ),
    )
    await expect(net.read(async ({ runtime }) => constantsOf(runtime))).rejects.toMatchObject({
      code: 'MissingInRuntime',
      details: { what: 'constant Utility.batched_calls_limit' },
    })
  })
})
