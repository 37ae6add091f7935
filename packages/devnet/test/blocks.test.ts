import { afterEach, expect, test } from 'vitest'
import { type Devnet, type Genesis, startDevnet } from '../src/index.ts'
import { call, connect, pair, signed } from './client.ts'
import { HOTKEY, smallGenesis } from './genesis.ts'
import { rpc } from './rpc.ts'

const open: { close(): Promise<void> }[] = []

async function start(genesis: Genesis = smallGenesis()): Promise<Devnet> {
  const devnet = await startDevnet({ blockTime: 'manual', genesis })
  open.unshift(devnet)
  return devnet
}

afterEach(async () => {
  for (const each of open.splice(0)) await each.close()
})

async function extrinsicsIn(devnet: Devnet, hash: string): Promise<number> {
  const { result } = await rpc(devnet, 'chain_getBlock', hash)
  return (result as { block: { extrinsics: unknown[] } }).block.extrinsics.length
}

/** The author's own extrinsics. */
const OWN = 2

test('what does not fit into a block waits for the next', async () => {
  const devnet = await start()
  const api = await connect(devnet)
  open.unshift({ close: () => api.disconnect() })
  // Normal extrinsics have 7,864,320 bytes a block: seven of a million each, and the inherents.
  const remark = call(api, 'system', 'remark', `0x${'00'.repeat(1_000_000)}`)
  for (let nonce = 0; nonce < 8; nonce++)
    await rpc(devnet, 'author_submitExtrinsic', signed(api, remark, pair('//Alice'), { nonce }))
  expect(await extrinsicsIn(devnet, (await devnet.sealBlock()).hash)).toBe(OWN + 7)
  expect(await extrinsicsIn(devnet, (await devnet.sealBlock()).hash)).toBe(OWN + 1)
}, 30_000)

test('the same genesis is the same chain, another is another', async () => {
  const [one, two] = [await start(), await start()]
  expect(one.genesisHash).toBe(two.genesisHash)
  const richer = await start(
    smallGenesis({ stakes: [], balances: { ...smallGenesis().balances, [pair('//X').address]: '1' } }),
  )
  expect(richer.genesisHash).not.toBe(one.genesisHash)
})

test('a genesis amount that is no amount is refused', async () => {
  const genesis = smallGenesis({ balances: { [pair('//X').address]: '1.0000000001' } })
  await expect(startDevnet({ genesis })).rejects.toMatchObject({ code: 'InvalidAmount' })
})

test('time goes forward even when blocks are sealed within a millisecond', async () => {
  const devnet = await start()
  const api = await connect(devnet)
  open.unshift({ close: () => api.disconnect() })
  const times: bigint[] = []
  for (let i = 0; i < 5; i++) {
    const { hash } = await devnet.sealBlock()
    times.push(BigInt(String(await (await api.at(hash)).query.timestamp?.now?.())))
  }
  expect(times).toEqual([...new Set(times)].sort((a, b) => (a < b ? -1 : 1)))
  expect(Number(times[0])).toBeGreaterThan(1_700_000_000_000)
})

test('a block has so much weight, and so has an extrinsic', async () => {
  const devnet = await startDevnet({ blockTime: 'manual', genesis: smallGenesis(), emission: false })
  open.unshift(devnet)
  const api = await connect(devnet)
  open.unshift({ close: () => api.disconnect() })
  const stake = call(
    api,
    'subtensorModule',
    'addStakeLimit',
    HOTKEY,
    1,
    1_000_000_000n,
    2_000_000_000n,
    false,
  )
  const batch = (count: number, nonce: number) =>
    signed(api, call(api, 'utility', 'batchAll', Array(count).fill(stake)), pair('//Alice'), { nonce })
  // One add_stake_limit weighs 3,253,005,000 and more in a batch. An extrinsic may weigh 2,599,891,843,000 …
  expect((await rpc(devnet, 'author_submitExtrinsic', batch(800, 0))).error).toEqual({
    code: 1010,
    message: 'Invalid Transaction',
    data: 'Transaction would exhaust the block limits',
  })
  // … and all normal ones in a block 3,000,000,000,000: two batches of 400 and nothing more of that size.
  for (const nonce of [0, 1, 2]) await rpc(devnet, 'author_submitExtrinsic', batch(400, nonce))
  expect(await extrinsicsIn(devnet, (await devnet.sealBlock()).hash)).toBe(OWN + 2)
  expect(await extrinsicsIn(devnet, (await devnet.sealBlock()).hash)).toBe(OWN + 1)
}, 30_000)
