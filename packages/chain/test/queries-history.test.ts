import { type Devnet, type Genesis, namedAccount, startDevnet } from '@stake/devnet'
import { Balance } from '@stake/math'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  buildCall,
  type Chain,
  type ConnectOptions,
  connect,
  type Hex,
  readBalances,
  readPosition,
  readSnapshot,
  readStakes,
  readStorageMap,
  readSubnets,
  sign,
  signerFromUri,
} from '../src/index.ts'
import { TamperingNode } from './tampering-node.ts'

const alice = signerFromUri('//Alice')
const hotkey = namedAccount('validator')

const genesis: Genesis = {
  author: namedAccount('author'),
  balances: { [namedAccount('author')]: '1', [alice.address]: '1000' },
  hotkeys: [{ hotkey, owner: namedAccount('owner') }],
  subnets: [
    { netuid: 0, name: 'root', symbol: 'Τ' },
    { netuid: 1, name: 'One', symbol: 'α', tao: '1000', alpha: '1000' },
  ],
  stakes: [],
}

/** Told the same, both are the same chain; only one of them remembers. */
const options = { blockTime: 'manual', emission: false, genesis, startTime: 1_700_000_000_000 } as const

let archive: Devnet
let pruned: Devnet
let node: TamperingNode
const chains: Chain[] = []

beforeEach(async () => {
  archive = await startDevnet({ ...options, archive: true })
  pruned = await startDevnet(options)
  node = await TamperingNode.before(pruned.url)
})
afterEach(async () => {
  for (const chain of chains.splice(0)) await chain.close()
  await node?.close()
  await archive?.close()
  await pruned?.close()
})

async function connected(more: Partial<ConnectOptions> = {}): Promise<Chain> {
  const chain = await connect({ endpoints: node.url, ...more })
  chains.push(chain)
  return chain
}

async function seal(blocks: number): Promise<void> {
  for (let block = 0; block < blocks; block++) {
    const [one, other] = [await archive.sealBlock(), await pruned.sealBlock()]
    expect(one).toEqual(other)
  }
}

/** Stakes 100 TAO in block 2 of both, then forgets all states of one but the newest. */
async function history(): Promise<void> {
  await seal(1)
  const chain = await connected()
  const call = buildCall(chain, 'SubtensorModule', 'add_stake', {
    hotkey,
    netuid: 1,
    amount_staked: 100_000_000_000n,
  })
  const { bytes } = await sign(chain, call, alice, { nonce: 0 })
  for (const devnet of [archive, pruned]) {
    const direct = await connect(devnet.url)
    await direct.connection.send('author_submitExtrinsic', [bytes])
    await direct.close()
  }
  await seal(3)
  pruned.faults.pruneStates()
}

describe('a state that was thrown away', () => {
  beforeEach(history)

  test('is said to be, with its block and the remedy, where there is no archive', async () => {
    const chain = await connected()
    await expect(chain.at(1)).rejects.toMatchObject({
      code: 'StateDiscarded',
      details: { number: '1' },
      remedy: expect.stringContaining('archive'),
    })
    expect((await chain.at('best')).block.number).toBe(4)
  })

  test('is read from an archive, as if it were here', async () => {
    const chain = await connected({ archives: [archive.url] })
    const before = await chain.at(1)
    const after = await chain.at(2)
    const accounts = await readBalances(before, [alice.address])
    expect(accounts.get(alice.address)).toMatchObject({ free: Balance.parse('1000'), nonce: 0 })
    expect((await readBalances(after, [alice.address])).get(alice.address)?.nonce).toBe(1)
    expect(await readStakes(before, alice.address)).toEqual([])
    const [stake] = await readStakes(after, alice.address)
    expect(stake?.stake.compare(Balance.parse('90', 1))).toBe(1)
    expect(await readPosition(after, { coldkey: alice.address, hotkey, netuid: 1 })).toEqual(stake)
    const price = async (number: number) =>
      (await readSubnets(await chain.at(number))).get(1)?.price.format(2)
    expect([await price(1), await price(2), await price(4)]).toEqual(['1.00', '1.20', '1.20'])
    const reserves: bigint[] = []
    for await (const [[netuid], rao] of readStorageMap(before, 'SubtensorModule', 'SubnetTAO')) {
      if (netuid === 1) reserves.push(rao)
    }
    expect(reserves).toEqual([1_000_000_000_000n])
    const snapshot = await readSnapshot(before, { coldkeys: [alice.address] })
    expect(snapshot.block.number).toBe(1)
    expect(snapshot.positions).toEqual([])
  })

  test('is said to be where the archive has it no more either', async () => {
    archive.faults.pruneStates()
    const chain = await connected({ archives: [archive.url] })
    await expect(chain.at(1)).rejects.toMatchObject({
      code: 'StateDiscarded',
      details: { number: '1' },
      message: expect.stringContaining('no archive has it'),
    })
  })

  test('while a block is being read', async () => {
    const chain = await connected()
    const at = await chain.at('best')
    await pruned.sealBlock()
    pruned.faults.pruneStates()
    const gone = { code: 'StateDiscarded', details: { number: '4', hash: at.block.hash } }
    await expect(readBalances(at, [alice.address])).rejects.toMatchObject(gone)
    await expect(readSubnets(at)).rejects.toMatchObject(gone)
    await expect(readStakes(at, alice.address)).rejects.toMatchObject(gone)
  })

  test('an archive that cannot be reached is no reason to call a state gone', async () => {
    const { url } = archive
    await archive.close()
    const chain = await connected({ archives: [url] })
    await expect(chain.at(1)).rejects.toMatchObject({ code: 'EndpointUnreachable' })
  })

  test('of the runtime before an upgrade, which the archive gives too', async () => {
    const upgraded = [
      archive.faults.upgradeRuntime({ specVersion: 425 }),
      pruned.faults.upgradeRuntime({ specVersion: 425 }),
    ]
    expect(upgraded[0]).toEqual(upgraded[1])
    await seal(2)
    pruned.faults.pruneStates()
    const chain = await connected({ archives: [archive.url] })
    expect(chain.specVersion).toBe(425)
    const at = await chain.at(2)
    expect(at.runtime.specVersion).toBe(424)
    expect((await readStakes(at, alice.address)).length).toBe(1)
  })
})

describe('blocks that are not to be had', () => {
  test('above the head', async () => {
    await seal(2)
    const chain = await connected({ archives: [archive.url] })
    await expect(chain.at(3)).rejects.toMatchObject({
      code: 'UnknownBlock',
      details: { block: '3', newest: '2' },
    })
    await expect(chain.at(4_294_967_295)).rejects.toMatchObject({ code: 'UnknownBlock' })
    const nobody = `0x${'12'.repeat(32)}` as Hex
    await expect(chain.at(nobody)).rejects.toMatchObject({ code: 'UnknownBlock', details: { block: nobody } })
    await expect(chain.at({ number: 1, hash: nobody })).rejects.toMatchObject({ code: 'UnknownBlock' })
  })

  test('below what the node keeps of blocks: an archive has them, or they are gone', async () => {
    await seal(3)
    const { hash } = (await (await connected()).at(1)).block
    node.change = (message, request) => {
      const old = request?.method === 'chain_getBlockHash' && request.params[0] === 1
      const body = request?.method === 'chain_getHeader' && request.params[0] === hash
      if (old || body) return { ...message, result: null }
      const state = request?.method.startsWith('state_') && request.params.includes(hash)
      return state
        ? {
            jsonrpc: '2.0',
            id: message.id,
            error: {
              code: 4003,
              message: `Client error: UnknownBlock: Header was not found in the database: ${hash}`,
            },
          }
        : message
    }
    const alone = await connected()
    await expect(alone.at(1)).rejects.toMatchObject({ code: 'StateDiscarded', details: { number: '1' } })
    await expect(alone.at(hash)).rejects.toMatchObject({ code: 'UnknownBlock' })
    const chain = await connected({ archives: [archive.url] })
    for (const id of [1, hash]) {
      const at = await chain.at(id)
      expect(at.block).toEqual({ number: 1, hash })
      expect((await readBalances(at, [alice.address])).get(alice.address)?.free).toEqual(
        Balance.parse('1000'),
      )
    }
  })

  test('of a branch that was left: as long as the node has it, then not at all', async () => {
    const forked = await startDevnet({ ...options, finalityDepth: 6 })
    const chain = await connect(forked.url)
    chains.push(chain)
    const { hash } = await forked.sealBlock()
    const at = await chain.at(hash)
    forked.faults.reorg({ depth: 1, transactions: 'lost' })
    expect((await chain.at(1)).block.hash).not.toBe(hash)
    expect((await chain.at(hash)).block).toEqual({ number: 1, hash })
    expect((await readBalances(at, [alice.address])).get(alice.address)?.free).toEqual(Balance.parse('1000'))
    for (let block = 0; block < 10; block++) await forked.sealBlock()
    forked.faults.pruneStates()
    await expect(readBalances(at, [alice.address])).rejects.toMatchObject({
      code: 'StateDiscarded',
      details: { number: '1', hash },
    })
    await forked.close()
  })

  test.each([-1, 1.5, 4_294_967_296, Number.NaN, 'bests', '0x12', null, { number: 1, hash: '0x12' }])(
    'what names none: %s',
    async (id) => {
      const chain = await connected()
      const before = node.requests.length
      await expect(chain.at(id as number)).rejects.toMatchObject({ code: 'InvalidBlock' })
      expect(node.requests.length).toBe(before)
    },
  )
})
