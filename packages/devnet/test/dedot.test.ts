import { DedotClient } from '@dedot/api'
import { WsProvider } from '@dedot/providers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Devnet, developmentAccounts, startDevnet } from '../src/index.ts'
import { pair } from './client.ts'
import { HOTKEY, smallGenesis } from './genesis.ts'

// A third client, with a SCALE library and a metadata reader of its own, over either family of methods.

interface DedotCall {
  signAndSend(signer: unknown): { untilFinalized(): Promise<DedotResult> }
}

interface DedotResult {
  readonly dispatchError?: unknown
  readonly events: readonly {
    readonly event: { readonly pallet: string; readonly palletEvent: { readonly name: string } }
  }[]
}

/** What is used of it. Its own types come from a generator that is run on one chain. */
interface Client {
  readonly runtimeVersion: unknown
  readonly consts: { readonly system: { readonly ss58Prefix: number } }
  readonly query: {
    readonly system: { account(who: string): Promise<{ readonly data: { readonly free: bigint } }> }
    readonly subtensorModule: { subnetTAO(netuid: number): Promise<bigint> }
  }
  readonly call: {
    readonly swapRuntimeApi: { currentAlphaPrice(netuid: number): Promise<bigint> }
    readonly stakeInfoRuntimeApi: {
      getStakeInfoForHotkeyColdkeyNetuid(
        hotkey: string,
        coldkey: string,
        netuid: number,
      ): Promise<{ readonly stake: bigint } | undefined>
    }
  }
  readonly tx: {
    readonly subtensorModule: {
      addStake(hotkey: string, netuid: number, amount: bigint): DedotCall
      removeStake(hotkey: string, netuid: number, amount: bigint): DedotCall
    }
  }
  readonly registry: { findErrorMeta(error: unknown): unknown }
  disconnect(): Promise<void>
}

const { alice } = developmentAccounts

describe.each(['legacy', 'v2'] as const)('over %s methods', (rpcVersion) => {
  let devnet: Devnet
  let client: Client

  beforeAll(async () => {
    devnet = await startDevnet({ genesis: smallGenesis(), blockTime: 'instant', emission: false })
    // Over the newer methods it sends nothing before it knows a parent of the final block.
    await devnet.sealBlock()
    const options = { provider: new WsProvider(devnet.url), rpcVersion }
    client = (await DedotClient.new(options)) as unknown as Client
  })

  afterAll(async () => {
    await client.disconnect()
    await devnet.close()
  })

  test('connects and knows the runtime', async () => {
    expect(client.runtimeVersion).toMatchObject({ specName: 'node-subtensor', specVersion: 424 })
    expect(client.consts.system.ss58Prefix).toBe(42)
  })

  test('reads storage and runtime APIs', async () => {
    expect((await client.query.system.account(alice)).data.free).toBe(10_000_000_000_000n)
    expect(await client.query.subtensorModule.subnetTAO(1)).toBe(1_000_000_000_000n)
    // 1000 TAO to 1500 alpha.
    expect(await client.call.swapRuntimeApi.currentAlphaPrice(1)).toBe(666_666_666n)
  })

  async function include(call: DedotCall): Promise<DedotResult> {
    return await call.signAndSend(pair('//Alice')).untilFinalized()
  }

  test('signs, stakes and unstakes', async () => {
    const staked = await include(client.tx.subtensorModule.addStake(HOTKEY, 1, 10_000_000_000n))
    expect(staked.dispatchError).toBeUndefined()
    expect(staked.events.map(({ event }) => `${event.pallet}.${event.palletEvent.name}`)).toContain(
      'SubtensorModule.StakeAdded',
    )
    const position = async () =>
      (await client.call.stakeInfoRuntimeApi.getStakeInfoForHotkeyColdkeyNetuid(HOTKEY, alice, 1))?.stake ??
      0n
    // 10 TAO less the fee of 33/65535 into 1000 and 1500 of equal weights: 14.84 alpha.
    const stake = await position()
    expect(stake / 10_000_000n).toBe(1484n)
    const unstaked = await include(client.tx.subtensorModule.removeStake(HOTKEY, 1, stake))
    expect(unstaked.dispatchError).toBeUndefined()
    expect(await position()).toBe(0n)
  })

  test('hears why a call failed', async () => {
    const { dispatchError } = await include(client.tx.subtensorModule.addStake(HOTKEY, 5, 10_000_000_000n))
    expect(client.registry.findErrorMeta(dispatchError)).toMatchObject({
      pallet: 'SubtensorModule',
      name: 'SubtokenDisabled',
    })
  })
})
