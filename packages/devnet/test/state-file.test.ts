import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoGenesis, startDevnet } from '../src/index.ts'
import { call, connect, freeBalance, include, pair, stake } from './client.ts'
import { HOTKEY, smallGenesis } from './genesis.ts'

const alice = pair('//Alice')
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stake-devnet-'))
})
afterAll(() => rm(folder, { recursive: true }))

test('a chain goes on where it stopped', async () => {
  const state = join(folder, 'chain.json')
  const genesis = smallGenesis()
  const first = await startDevnet({ blockTime: 'manual', genesis, state })
  const api = await connect(first)
  const { blockHash } = await include(
    first,
    api,
    call(api, 'subtensorModule', 'addStake', HOTKEY, 1, 10_000_000_000n),
    alice,
  )
  await first.sealBlock()
  const staked = await stake(api, HOTKEY, alice.address, 1)
  const free = await freeBalance(api, alice.address)
  await api.disconnect()
  await first.close()

  const second = await startDevnet({ blockTime: 'manual', genesis, state })
  expect(second.genesisHash).toBe(first.genesisHash)
  const again = await connect(second)
  expect((await again.rpc.chain.getHeader()).number.toNumber()).toBe(2)
  expect(String(await again.rpc.chain.getBlockHash(1))).toBe(blockHash)
  expect((await again.rpc.chain.getBlock(blockHash)).block.extrinsics).toHaveLength(3)
  expect(await stake(again, HOTKEY, alice.address, 1)).toBe(staked)
  expect(await freeBalance(again, alice.address)).toBe(free)
  // The account's nonce and the era of a transaction from before carry on.
  const { error } = await include(
    second,
    again,
    call(again, 'subtensorModule', 'removeStake', HOTKEY, 1, 5_000_000_000n),
    alice,
  )
  expect(error).toBeUndefined()
  await again.disconnect()
  await second.close()
})

test('a restart changes nothing of what comes after it', async () => {
  const options = { blockTime: 'manual', startTime: 1_700_000_000_000 } as const
  const state = join(folder, 'demo.json')
  const whole = await startDevnet(options)
  const before = await startDevnet({ ...options, state })
  for (let i = 0; i < 4; i++) await before.sealBlock()
  await before.close()
  const after = await startDevnet({ ...options, state })
  for (let i = 0; i < 8; i++) await whole.sealBlock()
  for (let i = 0; i < 4; i++) await after.sealBlock()
  expect((await after.sealBlock()).hash).toBe((await whole.sealBlock()).hash)
  await Promise.all([whole, after].map((devnet) => devnet.close()))
})

test('a file of something else, or of another chain, is refused and left alone', async () => {
  const other = join(folder, 'other.json')
  await writeFile(other, '{"version":1')
  await expect(startDevnet({ state: other })).rejects.toMatchObject({ code: 'StateFileUnusable' })
  expect(await readFile(other, 'utf8')).toBe('{"version":1')

  const small = join(folder, 'small.json')
  await (await startDevnet({ blockTime: 'manual', genesis: smallGenesis(), state: small })).close()
  await expect(startDevnet({ genesis: demoGenesis(), state: small })).rejects.toMatchObject({
    code: 'StateFileUnusable',
  })
})

test('a place where nothing can be kept is refused before there is a chain to lose', async () => {
  const state = join(folder, 'absent', 'chain.json')
  await expect(startDevnet({ blockTime: 'manual', state })).rejects.toMatchObject({
    code: 'StateFileUnusable',
    message: expect.stringContaining('its folder is not there'),
  })
})

test('who cannot write the file in the end is told so', async () => {
  const own = await mkdtemp(join(folder, 'gone-'))
  const state = join(own, 'chain.json')
  const devnet = await startDevnet({ blockTime: 'manual', genesis: smallGenesis(), state })
  await rm(own, { recursive: true })
  await expect(devnet.close()).rejects.toMatchObject({
    code: 'StateFileUnusable',
    message: expect.stringContaining('it cannot be written'),
  })
})
