import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import {
  type Chain,
  connect,
  developmentAccounts,
  readSnapshot,
  readValidators,
  signerFromUri,
} from '@stake/chain'
import { type Devnet, startDevnet } from '@stake/devnet'
import { memoryJournal, parseOperation, plan, run } from '@stake/ops'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { emptyHome, stake, startStake } from './program.ts'

const alice = developmentAccounts['//Alice'] ?? ''
let devnet: Devnet
let chain: Chain

beforeAll(async () => {
  devnet = await startDevnet({ blockTime: 100, emission: false })
  chain = await connect({ endpoints: devnet.url })
})

afterAll(async () => {
  await chain.close()
  await devnet.close()
})

describe('stake, in a pipe', () => {
  test('prints portfolio and subnets of its own chain as plain tables, and ends', async () => {
    const { code, stdout, stderr } = await stake([])
    expect(stderr).toBe('')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Endpoint ws:\/\/127\.0\.0\.1:\d+\nNetwork {2}devnet, block \d+\n/)
    expect(stdout).toContain(`Coldkey  ${alice}\n`)
    expect(stdout).toMatch(/^NETUID {2}SUBNET +HOTKEY +STAKE +PRICE τ\/α +WORTH +SELLS FOR$/m)
    expect(stdout).toMatch(
      /^NETUID {2}NAME +SYMBOL +PRICE τ\/α +TAO IN POOL +ALPHA IN POOL +EMISSION τ\/BLOCK$/m,
    )
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be there
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000B-\u001F]/)
  })

  test('takes the next free port where 9944 is taken, and says which', async () => {
    const holder = createServer()
    // Whoever has the port, it is taken now.
    await new Promise((resolve) =>
      holder.on('error', resolve).listen(9944, '127.0.0.1', () => resolve(undefined)),
    )
    onTestFinished(() => {
      holder.close()
    })
    const { code, stdout } = await stake([])
    expect(code).toBe(0)
    const port = Number(/^Endpoint ws:\/\/127\.0\.0\.1:(\d+)$/m.exec(stdout)?.[1])
    expect(port).toBeGreaterThan(9944)
    expect(port).toBeLessThan(9964)
  })

  test('on another chain it knows no account without a key', async () => {
    const { code, stdout } = await stake(['--endpoint', devnet.url])
    expect(code).toBe(0)
    expect(stdout).toContain('Foundry')
    expect(stdout).toContain('Coldkey  none: set STAKE_URI')
    const known = await stake(['--endpoint', devnet.url], emptyHome({ STAKE_URI: '//Bob' }))
    expect(known.stdout).toContain(`Coldkey  ${developmentAccounts['//Bob']}`)
  })

  test('the endpoint of the settings is used where none is named', async () => {
    const env = emptyHome()
    const place = process.platform === 'darwin' ? 'Library/Preferences/stake' : '.config/stake'
    const folder = join(env.HOME ?? '', place)
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'settings.json'), JSON.stringify({ version: 1, network: devnet.url }))
    expect((await stake([], env)).stdout).toContain(`Endpoint ${devnet.url}\n`)
  })
})

describe('stake add', () => {
  test('--json goes the whole way and reports what the chain did', async () => {
    const before = await stakeOf(2)
    const args = ['add', '--endpoint', devnet.url, '--netuid', '2', '--amount', '5', '--yes', '--json']
    const env = emptyHome({ STAKE_URI: '//Alice' })
    const { code, stdout, stderr } = await stake(args, env)
    expect(code).toBe(0)
    const { version, ok, result } = JSON.parse(stdout)
    expect({ version, ok }).toEqual({ version: 1, ok: true })
    expect(result).toMatchObject({
      network: 'Stake devnet',
      status: 'executed',
      final: true,
      fill: 'filled',
      asked: { rao: '5000000000', netuid: 0 },
      executed: { rao: '5000000000', netuid: 0 },
      rest: { rao: '0', netuid: 0 },
      operation: { kind: 'stake', coldkey: alice, netuid: 2, amount: '5', mode: 'strict', tolerance: '0.5%' },
    })
    expect((await stakeOf(2)) - before).toBe(BigInt(result.received.rao))
    expect(await blockHash(result.block.number)).toBe(result.block.hash)
    expect(stderr).toContain(`Account  ${alice}\n`)
    const folder = process.platform === 'darwin' ? 'Library/Application Support' : '.local/share'
    const journal = readFileSync(
      join(env.HOME ?? '', folder, `stake/journals/${chain.genesisHash}.jsonl`),
      'utf8',
    )
    const records = journal
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(records.map(({ type }) => type)).toEqual(expect.arrayContaining(['intent', 'signed', 'settled']))
    expect(stderr).toMatch(/^Limit +0\.25\d{7} τ\/α at the end \(strict, 0\.5%\)$/m)
  })

  test('partial fills what fits and says so', async () => {
    const args = ['add', '--endpoint', devnet.url, '--netuid', '2', '--amount', '50', '--mode', 'partial']
    const { code, stdout, stderr } = await stake(
      [...args, '--tolerance', '20bps', '--wait', 'inclusion', '--yes'],
      emptyHome({ STAKE_URI: '//Alice' }),
    )
    expect(code, stderr).toBe(0)
    expect(stdout).toMatch(/^Staked τ6\.\d{9} on subnet 2 .* τ43\.\d{9} not traded\.\n$/)
  })

  test('what fails on the chain is an envelope with the report, and only the fee is gone', async () => {
    const slow = await startDevnet({ blockTime: 'manual' })
    const client = await connect({ endpoints: slow.url })
    onTestFinished(async () => {
      await client.close()
      await slow.close()
    })
    // Bob's purchase stands before ours in the same block and takes the price beyond our limit.
    const bob = signerFromUri('//Bob')
    const hotkey = (await readValidators(await client.at('best'), 2))[0]?.hotkey ?? ''
    const large = {
      id: 'bob',
      kind: 'stake',
      coldkey: bob.address,
      hotkey,
      netuid: 2,
      amount: '900',
      mode: 'unsafe',
    }
    const planned = await plan(client, [parseOperation(large)])
    await run(client, planned, { signer: bob, journal: memoryJournal(), policy: {} })

    const args = ['add', '--endpoint', slow.url, '--netuid', '2', '--amount', '5', '--yes', '--json']
    const { errors, ended } = startStake(args, emptyHome({ STAKE_URI: '//Alice' }))
    await vi.waitUntil(() => errors().includes('Sent;'), 10_000)
    await slow.sealBlock()
    const { code, stdout } = await ended
    expect(code).toBe(1)
    const { ok, error, report } = JSON.parse(stdout)
    expect(ok).toBe(false)
    expect(error).toMatchObject({ code: 'PriceLimitExceeded', remedy: expect.stringContaining('try again') })
    expect(report).toMatchObject({ status: 'failed', final: true, fill: 'nothing', executed: { rao: '0' } })
    const { accounts } = await readSnapshot(await client.at('best'), { coldkeys: [alice], netuids: [] })
    const free = accounts.get(alice)?.free.rao ?? 0n
    expect(free + BigInt(report.networkFee.rao)).toBe(1_000_000n * 1_000_000_000n)
  })

  test('goes to the validator one stakes with already', async () => {
    const [, second] = await readValidators(await chain.at('best'), 277)
    const hotkey = second?.hotkey ?? ''
    const args = ['add', '--endpoint', devnet.url, '--netuid', '277', '--amount', '1', '--yes', '--json']
    const env = emptyHome({ STAKE_URI: '//Charlie' })
    const first = await stake([...args, '--hotkey', hotkey], env)
    expect(JSON.parse(first.stdout).result.operation.hotkey).toBe(hotkey)
    const next = await stake(args, env)
    expect(JSON.parse(next.stdout).result.operation.hotkey).toBe(hotkey)
  })

  test('remove takes it all back', async () => {
    const args = ['remove', '--endpoint', devnet.url, '--netuid', '1', '--amount', 'all']
    const { code, stdout } = await stake(
      [...args, '--tolerance', '4%', '--yes'],
      emptyHome({ STAKE_URI: '//Alice' }),
    )
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Unstaked 120\.5\d*α on subnet 1 of Stake devnet for τ55\./)
    expect(await stakeOf(1)).toBe(0n)
  })

  test('ended while it waits, it says what may still happen', async () => {
    const slow = await startDevnet({ blockTime: 'manual' })
    onTestFinished(() => slow.close())
    const args = ['add', '--endpoint', slow.url, '--netuid', '2', '--amount', '5', '--yes']
    const { child, errors, ended } = startStake(args, emptyHome({ STAKE_URI: '//Alice' }))
    await vi.waitUntil(() => errors().includes('Sent;'), 10_000)
    child.kill('SIGINT')
    const { code, stdout, stderr } = await ended
    expect(code).toBe(130)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/0x[0-9a-f]{64} was sent and may still be executed\./)
  })
})

test('portfolio and subnets as JSON', async () => {
  const portfolio = await stake(['portfolio', '--json', '--endpoint', devnet.url, '--coldkey', alice])
  expect(JSON.parse(portfolio.stdout)).toMatchObject({
    version: 1,
    ok: true,
    result: { coldkey: alice, free: { netuid: 0 }, positions: expect.any(Array) },
  })
  const subnets = await stake(['subnets', '--json', '--endpoint', devnet.url])
  const { result } = JSON.parse(subnets.stdout)
  expect(result.subnets.map(({ netuid }: { netuid: number }) => netuid)).toContain(277)
  expect(result.subnets[1]).toMatchObject({ netuid: 1, price: { tao: expect.stringMatching(/^0\.4\d{8}$/) } })
})

describe('stake devnet', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    'prints a line a block until %s, and ends with 0',
    async (signal) => {
      const { child, output, ended } = startStake(['devnet', '--port', '0', '--block-time', '50'])
      await vi.waitUntil(() => output().includes('Imported #3'), 10_000)
      child.kill(signal)
      const { code, stdout, stderr } = await ended
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      const [first, ...blocks] = stdout.trimEnd().split('\n')
      expect(first).toMatch(
        /^Listening on ws:\/\/127\.0\.0\.1:\d+, a block every 0\.05 s\. Ctrl-C stops it\.$/,
      )
      for (const [index, line] of blocks.entries()) {
        expect(line).toMatch(new RegExp(`^Imported #${index + 1} \\(0x[0-9a-f]{4}…[0-9a-f]{4}\\)$`))
      }
    },
  )

  test('seals at once, with the genesis, finality and file it is told', async () => {
    const file = join(emptyHome().HOME ?? '', 'chain.json')
    const args = ['devnet', '--port', '0', '--instant', '--finality', 'stalled']
    const more = ['--archive', '--no-emission', '--state', file]
    const { child, output, ended } = startStake([...args, ...LOCALNET, ...more])
    await vi.waitUntil(() => output().includes('Listening'), 10_000)
    // Tests for the official local network speak to its second node.
    const port = /^Listening on ws:\/\/127\.0\.0\.1:\d+ and port (\d+),/m.exec(output())?.[1]
    const url = `ws://127.0.0.1:${port}`
    const own = await connect({ endpoints: url })
    const { subnets } = await readSnapshot(await own.at('best'), { coldkeys: [alice] })
    expect([...subnets.keys()]).toEqual([0, 1])
    await own.close()
    child.kill('SIGTERM')
    const { code, stdout, stderr } = await ended
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/, a block as soon as a transaction is ready\. Ctrl-C stops it\.\n$/)
    expect(existsSync(file)).toBe(true)
  })
})

test('the local network has fast blocks, and tells of the first', async () => {
  const { child, output, ended } = startStake(['devnet', '--port', '0', ...LOCALNET])
  await vi.waitUntil(() => /^Imported #1 /m.test(output()), 10_000)
  child.kill('SIGTERM')
  const { code, stdout } = await ended
  expect(code).toBe(0)
  expect(stdout).toContain(', a block every 0.25 s.')
})

test('--version and --help print and end with 0', async () => {
  expect((await stake(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  const { code, stdout } = await stake(['add', '--help'])
  expect(code).toBe(0)
  expect(stdout).toContain('--accept-tolerance')
})

const LOCALNET = ['--profile', 'localnet', '--second-port', '0']

async function stakeOf(netuid: number): Promise<bigint> {
  const { positions } = await readSnapshot(await chain.at('best'), { coldkeys: [alice], netuids: [netuid] })
  return positions
    .filter((position) => position.netuid === netuid)
    .reduce((sum, { stake }) => sum + stake.rao, 0n)
}

function blockHash(number: number): Promise<string> {
  return chain.connection.send('chain_getBlockHash', [number])
}
