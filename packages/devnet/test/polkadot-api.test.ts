import { createClient, type PolkadotClient, type TxEvent } from 'polkadot-api'
import { getPolkadotSigner, type PolkadotSigner } from 'polkadot-api/signer'
import { getWsProvider } from 'polkadot-api/ws'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Devnet, developmentAccounts, startDevnet } from '../src/index.ts'
import { pair } from './client.ts'
import { HOTKEY, smallGenesis } from './genesis.ts'
import { rpc } from './rpc.ts'

// A stranger that knows the newer families of methods only, over its own provider.

const { alice } = developmentAccounts
const TAO = 1_000_000_000n
const PATIENCE = { timeout: 10_000 }

let devnet: Devnet
let client: PolkadotClient

beforeEach(async () => {
  devnet = await startDevnet({
    genesis: smallGenesis(),
    blockTime: 'manual',
    finalityDepth: 3,
    emission: false,
  })
  client = createClient(getWsProvider(devnet.url))
})

afterEach(async () => {
  client.destroy()
  await devnet.close()
})

function signer(): PolkadotSigner {
  const { publicKey, sign } = pair('//Alice')
  return getPolkadotSigner(publicKey, 'Sr25519', (bytes) => sign(bytes))
}

/** Its own types come from a generator that is run on one chain; this is what it offers without. */
function unsafe() {
  const { constants, query, apis, tx } = client.getUnsafeApi()
  const present = <T>(entry: T | undefined): T => {
    if (entry === undefined) throw new Error('the metadata has no such entry')
    return entry
  }
  return {
    prefix: present(constants.System?.SS58Prefix),
    tao: present(query.SubtensorModule?.SubnetTAO),
    account: present(query.System?.Account),
    events: present(query.System?.Events),
    price: present(apis.SwapRuntimeApi?.current_alpha_price),
    addStakeLimit: present(tx.SubtensorModule?.add_stake_limit),
  }
}

/** Signs and hands in a purchase, and waits until it is in the pool. */
async function stake(): Promise<readonly TxEvent[]> {
  const { addStakeLimit } = unsafe()
  const call = addStakeLimit({
    hotkey: HOTKEY,
    netuid: 1,
    amount_staked: 10n * TAO,
    limit_price: 700_000_000n,
    allow_partial: false,
  })
  const events: TxEvent[] = []
  call.signSubmitAndWatch(signer()).subscribe({ next: (event) => void events.push(event) })
  await expect
    .poll(async () => (await rpc(devnet, 'author_pendingExtrinsics')).result, PATIENCE)
    .toHaveLength(1)
  return events
}

/** What became of a transaction, in few words. */
function words(events: readonly TxEvent[]): string[] {
  return events.map((event) => {
    if (event.type === 'txBestBlocksState')
      return event.found ? `in ${event.block.number}, ${event.ok ? 'done' : 'failed'}` : 'in no best block'
    return event.type === 'finalized' ? `final in ${event.block.number}` : event.type
  })
}

test('reads storage, constants and runtime APIs', async () => {
  const { prefix, tao, account, price } = unsafe()
  expect(await client.getChainSpecData()).toMatchObject({
    name: 'Stake devnet',
    genesisHash: devnet.genesisHash,
    properties: { tokenSymbol: 'TAO', tokenDecimals: 9 },
  })
  expect(await prefix()).toBe(42)
  expect(await tao.getValue(1)).toBe(1000n * TAO)
  const accounts = await account.getEntries()
  expect(accounts.find(({ keyArgs }) => keyArgs[0] === alice)?.value).toMatchObject({
    data: { free: 10_000n * TAO },
  })
  // 1000 TAO to 1500 alpha.
  expect(await price(1)).toBe(666_666_666n)
})

test('watches best and final blocks', async () => {
  const best: string[][] = []
  const final: number[] = []
  client.bestBlocks$.subscribe((blocks) => void best.push(blocks.map(({ hash }) => hash)))
  client.finalizedBlock$.subscribe(({ number }) => void final.push(number))
  await expect.poll(() => final, PATIENCE).toEqual([0])
  const hashes: string[] = []
  for (let number = 1; number <= 5; number++) hashes.unshift((await devnet.sealBlock()).hash)
  await expect.poll(() => final, PATIENCE).toEqual([0, 1, 2])
  // From the best to the last final one.
  await expect.poll(() => best.at(-1), PATIENCE).toEqual(hashes.slice(0, 4))
  const [, second = ''] = hashes
  expect(await client.getBlockBody(second)).toHaveLength(2)
  const { digests, stateRoot, extrinsicRoot } = await client.getBlockHeader(second)
  expect(digests.map(({ type }) => type)).toEqual(['preRuntime', 'seal'])
  const header = (await rpc(devnet, 'chain_getHeader', second)).result
  expect(header).toMatchObject({ stateRoot, extrinsicsRoot: extrinsicRoot })
})

test('signs and stakes with a limit, and sees it final', async () => {
  const events = await stake()
  for (let number = 1; number <= 4; number++) await devnet.sealBlock()
  await expect
    .poll(() => words(events), PATIENCE)
    .toEqual(['signed', 'broadcasted', 'in 1, done', 'final in 1'])
  const last = events.at(-1)
  const names = last?.type === 'finalized' ? last.events.map(({ type, value }) => [type, value.type]) : []
  expect(names).toContainEqual(['SubtensorModule', 'StakeAdded'])
  const { tao } = unsafe()
  expect(await tao.getValue(1)).toBeGreaterThan(1000n * TAO)
})

test('hears why a call failed', async () => {
  const { addStakeLimit } = unsafe()
  const call = addStakeLimit({
    hotkey: HOTKEY,
    netuid: 5,
    amount_staked: 10n * TAO,
    limit_price: 700_000_000n,
    allow_partial: false,
  })
  const settled = call.signAndSubmit(signer())
  await expect
    .poll(async () => (await rpc(devnet, 'author_pendingExtrinsics')).result, PATIENCE)
    .toHaveLength(1)
  for (let number = 1; number <= 4; number++) await devnet.sealBlock()
  expect(await settled).toMatchObject({
    ok: false,
    dispatchError: {
      type: 'Module',
      value: { type: 'SubtensorModule', value: { type: 'SubtokenDisabled' } },
    },
  })
})

test('follows a transaction over to another branch', async () => {
  const events = await stake()
  await devnet.sealBlock()
  await expect.poll(() => words(events).at(-1), PATIENCE).toBe('in 1, done')
  devnet.faults.reorg({ depth: 1, transactions: 'later' })
  await expect.poll(() => words(events).at(-1), PATIENCE).toBe('in 2, done')
  for (let number = 3; number <= 6; number++) await devnet.sealBlock()
  await expect.poll(() => words(events).at(-1), PATIENCE).toBe('final in 2')
})

test('follows an upgrade of the runtime', async () => {
  const { events } = unsafe()
  await client.getFinalizedBlock()
  devnet.faults.upgradeRuntime({ specVersion: 999 })
  const upgraded = await devnet.sealBlock()
  await expect.poll(async () => (await client.getBestBlocks())[0]?.hash, PATIENCE).toBe(upgraded.hash)
  const [, upgrade] = await client.getBestBlocks()
  const records = (await events.getValue({ at: upgrade?.hash ?? '' })) as readonly {
    readonly event: { readonly type: string; readonly value: { readonly type: string } }
  }[]
  expect(records.map(({ event }) => `${event.type}.${event.value.type}`)).toContain('System.CodeUpdated')
  // What is signed now is signed for the new runtime.
  const staked = await stake()
  await devnet.sealBlock()
  await expect.poll(() => words(staked).at(-1), PATIENCE).toBe('in 3, done')
})
