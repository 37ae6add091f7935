import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import {
  type Chain,
  connect,
  developmentAccounts,
  readSnapshot,
  readValidators,
  signerFromUri,
} from '@stake/chain'
import { type Devnet, demoGenesis, namedAccount, startDevnet } from '@stake/devnet'
import { memoryJournal, parseOperation, plan, run } from '@stake/ops'
import { openFileJournal } from '@stake/ops/node'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { envelopeOf, stakeJson } from './envelope.ts'
import { emptyHome, program, stake, startStake } from './program.ts'

const [alice = '', bob = '', charlie = '', dave = '', eve = ''] = Object.values(developmentAccounts)
/** A hotkey of Dave's, so that he has a take to set. */
const daves = namedAccount('dave-hotkey')
let devnet: Devnet
let chain: Chain
let otter = ''
let heron = ''

beforeAll(async () => {
  const demo = demoGenesis()
  devnet = await startDevnet({
    blockTime: 100,
    emission: false,
    genesis: { ...demo, hotkeys: [...demo.hotkeys, { hotkey: daves, owner: dave, take: 5_898 }] },
  })
  chain = await connect({ endpoints: devnet.url })
  ;[otter = '', heron = ''] = (await readValidators(await chain.at('best'), 1)).map(({ hotkey }) => hotkey)
})

afterAll(async () => {
  await chain.close()
  await devnet.close()
})

/** A command on the shared chain. */
function on(...args: string[]): string[] {
  return [...args, '--network', devnet.url]
}

describe('stake, in a pipe', () => {
  test('prints positions and subnets of its own chain as plain tables, says what chain that is, and ends', async () => {
    const { code, stdout, stderr } = await stake([])
    expect(stderr).toMatch(
      /^No network was named: this is a chain inside this program, nothing on it is real/,
    )
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Endpoint ws:\/\/127\.0\.0\.1:\d+\nNetwork {2}devnet, block \d+\n/)
    expect(stdout).toContain(`Coldkey  ${alice}\n`)
    expect(stdout).toMatch(/^NETUID {2}SUBNET +HOTKEY +STAKE +PRICE τ\/α +WORTH +SELLS FOR +A DAY$/m)
    expect(stdout).toMatch(/^NETUID {2}NAME +SYMBOL +PRICE τ\/α +MARKET CAP +EMISSION τ\/BLOCK/m)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be there
    expect(stdout + stderr).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/)
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
    const { code, stdout, stderr } = await stake(['--network', 'devnet'])
    expect(code).toBe(0)
    expect(stderr).toBe('')
    const port = Number(/^Endpoint ws:\/\/127\.0\.0\.1:(\d+)$/m.exec(stdout)?.[1])
    expect(port).toBeGreaterThan(9944)
    expect(port).toBeLessThan(9964)
  })

  test('on another chain it knows no account without a key', async () => {
    const { code, stdout } = await stake(on())
    expect(code).toBe(0)
    expect(stdout).toContain('Foundry')
    expect(stdout).toContain('Coldkey  none: set STAKE_URI')
  })

  test('network and account of the settings are used where none is named', async () => {
    const env = emptyHome()
    const place = process.platform === 'darwin' ? 'Library/Preferences/stake' : '.config/stake'
    const folder = join(env.HOME ?? '', place)
    mkdirSync(folder, { recursive: true })
    writeFileSync(
      join(folder, 'settings.json'),
      JSON.stringify({ version: 1, network: devnet.url, account: '//Bob' }),
    )
    const { stdout } = await stake([], env)
    expect(stdout).toContain(`Endpoint ${devnet.url}\n`)
    expect(stdout).toContain(`Coldkey  ${bob}\n`)
  })
})

describe.concurrent('what only looks', () => {
  test('list', async () => {
    const { code, envelope } = await stakeJson(on('list', '--coldkey', alice))
    expect(code).toBe(0)
    expect(envelope).toMatchObject({
      version: 1,
      ok: true,
      command: 'list',
      network: {
        name: 'Stake devnet',
        genesisHash: chain.genesisHash,
        endpoint: devnet.url,
        embedded: false,
      },
      result: {
        coldkey: alice,
        free: { netuid: 0, decimal: expect.any(String) },
        positions: expect.arrayContaining([
          expect.objectContaining({ netuid: 3, perDay: expect.objectContaining({ netuid: 3 }) }),
        ]),
      },
    })
  })

  test('subnets; no name from the chain is more than text', async () => {
    const { envelope } = await stakeJson(on('subnets'))
    const { subnets } = envelope.result
    expect(subnets.map(({ netuid }: { netuid: number }) => netuid)).toContain(277)
    expect(subnets[1]).toMatchObject({ netuid: 1, name: 'Cartography', started: true, curve: 'balancer' })
    const plain = await stake(on('subnets'))
    for (const { name } of subnets) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be there
      expect(name).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u200B-\u200F\u202A-\u202E\u2066-\u2069]/)
      expect(plain.stdout).toContain(name.slice(0, 10))
    }
  })

  test('price and quote', async () => {
    const { envelope } = await stakeJson(on('price', '--netuid', '277', '--netuid', '0'))
    expect(envelope.result.prices.map(({ netuid }: { netuid: number }) => netuid)).toEqual([0, 277])
    const quoted = await stakeJson(on('quote', '--netuid', '8', '--amount', '100', '--tolerance', '20bps'))
    expect(quoted.envelope.result).toMatchObject({
      side: 'buy',
      amount: { rao: '100000000000', decimal: '100', netuid: 0 },
      tolerance: '0.2%',
      modes: {
        strict: { result: 'refused', refusal: { code: 'SlippageTooHigh' } },
        partial: { result: 'partial', spent: { netuid: 0 }, received: { netuid: 8 } },
        unsafe: { result: 'full', received: { netuid: 8 } },
      },
    })
    const sale = await stake(on('quote', '--netuid', '8', '--amount', '10', '--side', 'sell'))
    expect(sale.stdout).toMatch(/^strict {3}receive τ0\.7\d{8}, fee 0\.005035477θ; average 0\.07\d{7}/m)
  })

  test('delegates', async () => {
    const { envelope } = await stakeJson(on('delegates', '--limit', '3'))
    const { delegates } = envelope.result
    expect(delegates.map(({ name }: { name: string }) => name)).toEqual(['Otter', 'Heron', 'Marten'])
    expect(delegates[0]).toMatchObject({ index: 0, hotkey: otter, take: { parts: 11_796 } })
    const plain = await stake(on('delegates', '--limit', '3'))
    expect(plain.stdout).toMatch(
      /^INDEX {2}DELEGATE +SS58 +NOMINATORS +OWN STAKE +TOTAL STAKE +CHANGE\/4H +VPERMIT +TAKE +NOMINATOR\/24H\/kτ +DELEGATE\/24H +DESC$/m,
    )
  })

  test('take, of the only hotkey one owns', async () => {
    const { envelope } = await stakeJson(on('take', '--coldkey', dave))
    expect(envelope.result).toMatchObject({ hotkey: daves, take: { parts: 5_898, decimal: '0.089997711' } })
    const { code, stdout } = await stake(on('take', '--hotkey', otter))
    expect(code).toBe(0)
    expect(stdout).toContain('Take     18.00% (from 0.00% to 18.00%)')
  })

  test('history and resume where nothing was done', async () => {
    const { envelope } = await stakeJson(on('history'))
    expect(envelope.result).toEqual({ journal: { status: 'new' }, operations: [] })
    expect((await stakeJson(on('resume'))).envelope.result).toMatchObject({ legs: [], open: [], notSent: [] })
    // A known network needs no connection for its history.
    const { code, stdout } = await stake(['history', '--network', 'finney'])
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'Nothing was signed here yet.\n' })
  })
})

describe('stake add', () => {
  const adding = ['add', '--netuid', '2', '--amount', '5']

  test('--dry-run shows the plan, needs no key and sends nothing', async () => {
    const { code, stdout, stderr } = await stake(on(...adding, '--dry-run', '--coldkey', bob))
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^Network Stake devnet\nSubnet 2 is Foundry \(β\)\nColdkey 5FHneW46/)
    expect(stdout).toMatch(/^ {3}> strict {2}in full, for 19\.9\d+α2$/m)
    const { envelope } = await stakeJson(on(...adding, '--dry-run', '--coldkey', bob, '--id', 'dry'))
    expect(envelope.result).toMatchObject({ dryRun: true, plan: { coldkey: bob } })
    expect(envelope.result.plan.legs).toMatchObject([
      {
        operation: { id: 'dry', netuid: 2, mode: 'strict' },
        amount: { decimal: '5', netuid: 0 },
        result: 'full',
      },
    ])
    expect((await accountOf(bob)).nonce).toBe(0)
    const nobody = await stake(on(...adding, '--dry-run'))
    expect(nobody).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('--coldkey') })
  })

  test('goes the whole way and reports what the chain did; its id is never signed again', async () => {
    const before = await stakeOf(2)
    const env = emptyHome({ STAKE_URI: '//Alice' })
    const first = await stakeJson(on(...adding, '--yes', '--id', 'order-1'), env)
    expect(first.code).toBe(0)
    const { result } = first.envelope
    expect(result).toMatchObject({
      dryRun: false,
      form: 'single',
      final: true,
      open: [],
      totals: { counts: { executed: 1 }, executed: [{ decimal: '5', netuid: 0 }] },
    })
    const [leg] = result.legs
    expect(leg).toMatchObject({
      status: 'executed',
      final: true,
      fill: 'filled',
      asked: { rao: '5000000000', decimal: '5', netuid: 0 },
      rest: { rao: '0' },
      operation: { id: 'order-1', kind: 'stake', coldkey: alice, mode: 'strict', tolerance: '0.5%' },
    })
    expect((await stakeOf(2)) - before).toBe(BigInt(leg.received.rao))
    expect(await blockHash(leg.block.number)).toBe(leg.block.hash)
    expect(first.stderr).toContain(`Coldkey ${alice}`)
    const folder = process.platform === 'darwin' ? 'Library/Application Support' : '.local/share'
    const journal = join(env.HOME ?? '', folder, `stake/journals/${chain.genesisHash}.jsonl`)
    expect(readFileSync(journal, 'utf8')).toContain('order-1')

    const { nonce } = await accountOf(alice)
    const again = await stakeJson(on(...adding, '--yes', '--id', 'order-1'), env)
    expect(again.code).toBe(0)
    expect(again.envelope.result.legs[0]).toEqual(leg)
    const other = await stakeJson(
      on('add', '--netuid', '2', '--amount', '6', '--yes', '--id', 'order-1'),
      env,
    )
    expect(other).toMatchObject({ code: 3, envelope: { ok: false, error: { code: 'IdInUse' } } })
    expect((await accountOf(alice)).nonce).toBe(nonce)

    const past = await stakeJson(on('history', '--limit', '5'), env)
    expect(past.envelope.result.operations).toMatchObject([
      { operation: { id: 'order-1' }, status: 'settled', hash: leg.hash, report: { status: 'executed' } },
    ])
    const { stdout } = await stake(on('history'), env)
    expect(stdout).toMatch(
      /^\d{4}-.*Z {2}order-1 {2}Staked τ5\.000000000 on subnet 2 of Stake devnet for 19\.9/,
    )
  })

  test('partial fills what fits and says so', async () => {
    const args = ['add', '--netuid', '2', '--amount', '50', '--partial', '--tolerance', '20bps']
    const { code, stdout, stderr } = await stake(
      on(...args, '--wait', 'inclusion', '--yes'),
      emptyHome({ STAKE_URI: '//Alice' }),
    )
    expect(code, stderr).toBe(0)
    expect(stdout).toMatch(/^Staked τ6\.\d{9} on subnet 2 .* τ43\.\d{9} not traded\.\n$/)
  })

  test('what fails on the chain ends with 1 and has its report; only the fee is gone', async () => {
    const slow = await startDevnet({ blockTime: 'manual' })
    const client = await connect({ endpoints: slow.url })
    onTestFinished(async () => {
      await client.close()
      await slow.close()
    })
    // Bob's purchase stands before ours in the same block and takes the price beyond our limit.
    const trader = signerFromUri('//Bob')
    const hotkey = (await readValidators(await client.at('best'), 2))[0]?.hotkey ?? ''
    const large = { id: 'bob', kind: 'stake', coldkey: bob, hotkey, netuid: 2, amount: '900', mode: 'unsafe' }
    const planned = await plan(client, [parseOperation(large)])
    await run(client, planned, { signer: trader, journal: memoryJournal(), policy: {} })

    const args = [...adding, '--endpoint', slow.url, '--yes', '--json']
    const { errors, ended } = startStake(args, emptyHome({ STAKE_URI: '//Alice' }))
    await vi.waitUntil(() => errors().includes('Sent;'), 10_000)
    await slow.sealBlock()
    const end = await ended
    expect(end.code).toBe(1)
    const { ok, error, result } = envelopeOf(end)
    expect(ok).toBe(false)
    expect(error).toMatchObject({ code: 'PriceLimitExceeded', remedy: expect.stringContaining('try again') })
    const [leg] = result.legs
    expect(leg).toMatchObject({ status: 'failed', final: true, fill: 'nothing', executed: { rao: '0' } })
    const { accounts } = await readSnapshot(await client.at('best'), { coldkeys: [alice], netuids: [] })
    const free = accounts.get(alice)?.free.rao ?? 0n
    expect(free + BigInt(leg.networkFee.rao)).toBe(1_000_000n * 1_000_000_000n)
  })

  test('goes to the validator one stakes with already', async () => {
    const [, second] = await readValidators(await chain.at('best'), 277)
    const hotkey = second?.hotkey ?? ''
    const args = on('add', '--netuid', '277', '--amount', '1', '--yes')
    const env = emptyHome({ STAKE_URI: '//Charlie' })
    const first = await stakeJson([...args, '--hotkey', hotkey], env)
    expect(first.envelope.result.legs[0].operation.hotkey).toBe(hotkey)
    const next = await stakeJson([...args, '--dry-run'], env)
    expect(next.envelope.result.plan.legs[0].operation.hotkey).toBe(hotkey)
  })
})

describe('killed while it waits', () => {
  test('it says what may still happen; resume settles it, and the id is not signed again', async () => {
    const slow = await startDevnet({ blockTime: 'manual' })
    const client = await connect({ endpoints: slow.url })
    onTestFinished(async () => {
      await client.close()
      await slow.close()
    })
    const at = ['--network', slow.url]
    const env = emptyHome({ STAKE_URI: '//Alice' })
    const args = ['add', '--netuid', '2', '--amount', '5', '--yes', '--id', 'cut', ...at]
    const interrupted = startStake([...args, '--json'], env)
    await vi.waitUntil(() => interrupted.errors().includes('Sent;'), 10_000)
    interrupted.child.kill('SIGINT')
    const end = await interrupted.ended
    expect(end.code).toBe(130)
    const { error, result } = envelopeOf(end)
    expect(error.message).toMatch(/0x[0-9a-f]{64} was sent and may still be executed\./)
    expect(result.open).toMatchObject([{ id: 'cut', hash: expect.stringMatching(/^0x[0-9a-f]{64}$/) }])
    // What the end of the connection means for the transaction is not said after that.
    expect(end.stderr).toMatch(/Sent; waiting for a block …\n$/)

    // Killed outright, which no program can answer.
    const killed = startStake(
      ['remove', '--netuid', '1', '--amount', '1', '--yes', '--id', 'gone', ...at],
      env,
    )
    await vi.waitUntil(() => killed.errors().includes('Sent;'), 10_000)
    killed.child.kill('SIGKILL')
    await killed.ended

    const early = await stakeJson(['resume', '--timeout', '1', ...at], env)
    expect(early.code).toBe(5)
    expect(early.envelope.error.code).toBe('StillOpen')
    expect(early.envelope.result.open.map(({ id }: { id: string }) => id)).toEqual(['cut', 'gone'])

    const resumed = startStake(['resume', ...at], env)
    await vi.waitUntil(() => resumed.errors().includes('Open: gone'), 10_000)
    for (let sealed = 0; sealed < 3; sealed++) await slow.sealBlock()
    const settled = await resumed.ended
    expect(settled.code).toBe(0)
    expect(settled.stdout).toMatch(
      /^Staked τ5\.000000000 on subnet 2 .*\nUnstaked 1\.000000000α on subnet 1 .*\n$/,
    )

    const again = await stakeJson(args, env)
    expect(again.envelope.result.legs[0]).toMatchObject({ status: 'executed', hash: result.open[0].hash })
    const { accounts } = await readSnapshot(await client.at('best'), { coldkeys: [alice], netuids: [] })
    expect(accounts.get(alice)?.nonce).toBe(2)
    expect((await stake(['resume', ...at], env)).stdout).toBe('Nothing is open.\n')
  })
})

test('what an earlier run wrote down and never signed is told, and forgotten when that is asked for', async () => {
  const env = emptyHome()
  const home = { ...env, STAKE_HOME: env.HOME ?? '' }
  const journal = await openFileJournal(join(env.HOME ?? '', 'journals', `${chain.genesisHash}.jsonl`))
  const wish = { id: 'wish', kind: 'stake', coldkey: bob, hotkey: otter, netuid: 1, amount: '1' }
  const { block } = await chain.at('best')
  const { genesisHash } = chain
  const of = { entry: 1, at: Date.now(), session: 'gone', genesisHash, address: bob, form: 'single' } as const
  const legs = [{ operation: parseOperation(wish), subnets: [], basis: null }]
  await journal.update((turn) =>
    turn.append({ type: 'intent', ...of, legs, plannedAt: block, specVersion: 424, call: '0x00' }),
  )
  await journal.close()

  const { envelope } = await stakeJson(on('resume'), home)
  expect(envelope.result).toMatchObject({ legs: [], notSent: [{ id: 'wish' }], dropped: false })
  const told = await stake(on('resume'), home)
  expect(told.stdout).toMatch(/^Never sent: wish, Stake 1 on subnet 1\nNothing of that was signed\./)
  const dropped = await stakeJson(on('resume', '--drop'), home)
  expect(dropped.envelope.result).toMatchObject({ notSent: [{ id: 'wish' }], dropped: true })
  expect((await stake(on('resume'), home)).stdout).toBe('Nothing is open.\n')
})

describe('stake out of and between subnets', () => {
  const env = emptyHome({ STAKE_URI: '//Alice' })

  test('remove, a half and then the rest', async () => {
    const before = await stakeOf(1)
    const half = await stakeJson(on('remove', '--netuid', '1', '--amount', '10%', '--yes'), env)
    expect(half.code).toBe(0)
    expect(BigInt(half.envelope.result.legs[0].executed.rao)).toBe(before / 10n)
    const args = ['remove', '--netuid', '1', '--amount', 'all', '--tolerance', '4%', '--yes']
    const { code, stdout, stderr } = await stake(on(...args), env)
    expect(code, stderr).toBe(0)
    expect(stdout).toMatch(/^Unstaked 108\.45\d*α on subnet 1 of Stake devnet for τ49\./)
    expect(await stakeOf(1)).toBe(0n)
  })

  test('move to another hotkey, which is shown in full', async () => {
    const args = ['move', '--netuid', '3', '--amount', '100', '--dest-hotkey', heron, '--yes']
    const { code, stdout, stderr } = await stake(on(...args), env)
    expect(code, stderr).toBe(0)
    expect(stderr).toContain(`The stake goes to the hotkey\n  ${heron}\n`)
    expect(stdout).toContain(`Moved 100.000000000α from subnet 3 to ${heron} on subnet 3`)
    const dry = await stakeJson(on(...args, '--dest-netuid', '2', '--dry-run'), env)
    expect(dry).toMatchObject({ code: 3, envelope: { error: { code: 'HotkeyNeeded' } } })
  })

  test('swap by the protected route', async () => {
    const args = ['swap', '--netuid', '119', '--amount', '1000', '--dest-netuid', '2', '--route', 'protected']
    const dry = await stakeJson(on(...args, '--tolerance', '1%', '--dry-run'), env)
    expect(dry.envelope.result.plan.legs[0].operation).toMatchObject({ kind: 'swap', route: 'protected' })
    const swapped = await stakeJson(on(...args, '--tolerance', '1%', '--yes'), env)
    expect(swapped.code).toBe(0)
    expect(swapped.envelope.result.legs[0]).toMatchObject({
      status: 'executed',
      executed: { decimal: '1000', netuid: 119 },
      received: { netuid: 2 },
    })
  })

  test('transfer; whoever would own it is shown in full', async () => {
    const args = ['transfer', '--netuid', '119', '--amount', '100', '--dest-coldkey', charlie, '--yes']
    const { code, stdout, stderr } = await stake(on(...args), env)
    expect(code, stderr).toBe(0)
    expect(stderr).toContain(`The stake goes to the coldkey\n  ${charlie}\n`)
    expect(stderr).toContain('Whoever has its key owns it then.')
    expect(stdout).toContain(`Transferred 100.000000000α of subnet 119 to ${charlie} on subnet 119`)
    const { positions } = await readSnapshot(await chain.at('best'), { coldkeys: [charlie] })
    expect(positions.find(({ netuid }) => netuid === 119)?.stake.toString()).toBe('100')
  })

  test('burn what is bought, and what is staked', async () => {
    const bought = await stakeJson(on('burn', '--netuid', '8', '--amount', '1', '--yes'), env)
    expect(bought.envelope.result?.legs[0]).toMatchObject({
      status: 'executed',
      operation: { kind: 'stakeBurn' },
      executed: { decimal: '1', netuid: 0 },
    })
    const args = ['burn', '--netuid', '119', '--amount', '5', '--from', 'stake', '--recycle', '--yes']
    const { envelope } = await stakeJson(on(...args), env)
    expect(envelope.result?.legs[0]).toMatchObject({
      status: 'executed',
      operation: { kind: 'recycleAlpha' },
      executed: { decimal: '5', netuid: 119 },
    })
  })

  test('take of one’s own hotkey', async () => {
    const { code, stdout } = await stake(
      on('take', '--take', '5%', '--yes'),
      emptyHome({ STAKE_URI: '//Dave' }),
    )
    expect(code).toBe(0)
    expect(stdout).toContain(`Set the take of ${daves} to 5% on Stake devnet`)
    const { envelope } = await stakeJson(on('take', '--hotkey', daves))
    expect(envelope.result.take.parts).toBe(3_276)
  })
})

describe('stake batch', () => {
  const env = emptyHome({ STAKE_URI: '//Bob' })
  const file = join(env.HOME ?? '', 'batch.json')
  const write = (json: unknown) => writeFileSync(file, JSON.stringify(json))
  const stakes = (name: string, ...amounts: string[]) =>
    amounts.map((amount, index) => ({
      id: `${name}-${index + 1}`,
      kind: 'stake',
      hotkey: otter,
      netuid: 1,
      amount,
      tolerance: '1%',
    }))

  test.each(['gather', 'atomic', 'best-effort', 'sequence'])(
    '%s, with one report of all',
    async (together) => {
      write(stakes(together, '1', '2'))
      const { code, envelope, stderr } = await stakeJson(
        on('batch', file, '--together', together, '--yes'),
        env,
      )
      expect(code, stderr).toBe(0)
      const { legs, totals, form } = envelope.result
      expect(legs.map(({ status }: { status: string }) => status)).toEqual(['executed', 'executed'])
      expect(totals.executed).toEqual([{ rao: '3000000000', decimal: '3', netuid: 0 }])
      expect(form).toBe(together === 'gather' || together === 'sequence' ? together : 'batch')
      const hashes = new Set(legs.map(({ hash }: { hash: string }) => hash))
      expect(hashes.size).toBe(form === 'batch' ? 1 : 2)
      expect(stderr).toMatch(new RegExp(`\\[2/2\\] ${together}-\\d: executed\\.`))
    },
  )

  test('a plan that was looked at is a file; what is done of it is not done again', async () => {
    write({ operations: stakes('again', '1') })
    expect((await stake(on('batch', file, '--yes'), env)).code).toBe(0)
    const { nonce } = await accountOf(bob)
    write({ operations: stakes('again', '1', '2') })
    const dry = await stake(on('batch', file, '--dry-run', '--json'), env)
    expect(envelopeOf(dry).result.plan.legs).toHaveLength(1)
    writeFileSync(file, dry.stdout)
    const done = await stakeJson(on('batch', file, '--yes'), env)
    expect(done.envelope.result.legs).toMatchObject([{ operation: { id: 'again-2' }, status: 'executed' }])
    write({ operations: stakes('again', '1', '2') })
    const all = await stakeJson(on('batch', file, '--yes'), env)
    expect(
      all.envelope.result.legs.map(({ operation }: { operation: { id: string } }) => operation.id),
    ).toEqual(['again-1', 'again-2'])
    expect((await accountOf(bob)).nonce).toBe(nonce + 1)
    write(stakes('again', '1', '2', '3'))
    const atomic = await stakeJson(on('batch', file, '--together', 'atomic', '--yes'), env)
    expect(atomic).toMatchObject({ code: 3, envelope: { error: { code: 'OperationKnown' } } })
  })

  test('a sequence of which a part cannot be is not begun', async () => {
    write([
      ...stakes('stop', '1'),
      { ...stakes('stop', '1', '1')[1], amount: '900000' },
      stakes('stop', '1', '1', '1')[2],
    ])
    const { code, envelope } = await stakeJson(on('batch', file, '--together', 'sequence', '--yes'), env)
    expect(code).toBe(3)
    expect(envelope.error.message).toContain('takes more than the coldkey')
    const unchanged = await stakeJson(on('history', '--limit', '1'), env)
    expect(unchanged.envelope.result.operations[0].operation.id).not.toMatch(/^stop/)
  })
})

test('who waits for another program that signs for the account is told so', async () => {
  const env = emptyHome({ STAKE_URI: '//Eve' })
  const home = { ...env, STAKE_HOME: env.HOME ?? '' }
  const journal = await openFileJournal(join(env.HOME ?? '', 'journals', `${chain.genesisHash}.jsonl`))
  onTestFinished(() => journal.close())
  const args = on('add', '--netuid', '1', '--amount', '1', '--yes')
  const ended = await journal.alone(eve, async () => {
    const { errors, ended } = startStake(args, home)
    await vi.waitUntil(() => errors().includes('Not signed yet'), 20_000)
    return { ended }
  })
  const { code, stderr } = await ended.ended
  expect(code, stderr).toBe(0)
  expect(stderr).toMatch(
    /^Not signed yet: another program may be signing for this account …\nSent; waiting for a block …$/m,
  )
})

test('a journal that lost records is told, and not counted on until that is accepted', async () => {
  const env = emptyHome({ STAKE_URI: '//Eve' })
  const home = { ...env, STAKE_HOME: env.HOME ?? '' }
  const policy = join(env.HOME ?? '', 'policy.json')
  writeFileSync(policy, '{"version":1,"perDay":"100 TAO"}')
  const args = on('add', '--netuid', '2', '--amount', '1', '--yes')
  expect((await stakeJson([...args, '--new-journal'], home)).code).toBe(0)
  const journal = join(env.HOME ?? '', 'journals', `${chain.genesisHash}.jsonl`)
  const lines = readFileSync(journal, 'utf8').trimEnd().split('\n')
  writeFileSync(journal, `${lines.slice(0, -1).join('\n')}\n`)
  const refused = await stakeJson(args, home)
  expect(refused).toMatchObject({ code: 3, envelope: { error: { code: 'PolicyRefusal' } } })
  expect(refused.stderr).toMatch(
    /^The journal is not whole: .*\. With --accept-loss it is taken as it is\.$/m,
  )
  expect((await stakeJson([...args, '--accept-loss'], home)).code).toBe(0)
})

describe.concurrent('refused', () => {
  test('a node of another chain than was named', async () => {
    const { code, stderr } = await stake([
      'list',
      '--network',
      'finney',
      '--endpoint',
      devnet.url,
      '--coldkey',
      bob,
    ])
    expect(code).toBe(4)
    expect(stderr).toContain('serves another chain')
  })

  test('the key of another account than was named', async () => {
    const env = emptyHome({ STAKE_URI: '//Bob' })
    const args = on('add', '--netuid', '2', '--amount', '5', '--yes', '--coldkey', alice)
    expect(await stakeJson(args, env)).toMatchObject({
      code: 3,
      envelope: { error: { code: 'WrongSigner' } },
    })
  })

  test('by the policy, in a dry run as well', async () => {
    const env = emptyHome()
    const file = join(env.HOME ?? '', 'policy.json')
    writeFileSync(file, '{"version":1,"netuids":[1]}')
    const args = on('add', '--netuid', '2', '--amount', '5', '--coldkey', bob, '--dry-run', '--policy', file)
    const { code, envelope } = await stakeJson(args, env)
    expect(code).toBe(3)
    expect(envelope).toMatchObject({
      ok: false,
      error: { code: 'PolicyRefusal', details: { rule: 'netuids' } },
    })
    // What goes into one transaction counts together.
    writeFileSync(file, '{"version":1,"perOperation":"2 TAO"}')
    const stake = { kind: 'stake', hotkey: otter, netuid: 1, amount: '1.5' }
    const batch = join(env.HOME ?? '', 'batch.json')
    writeFileSync(batch, JSON.stringify(['1', '2'].map((id) => ({ ...stake, id }))))
    const dry = on('batch', batch, '--coldkey', bob, '--dry-run', '--policy', file, '--together')
    expect((await stakeJson([...dry, 'gather'], env)).code).toBe(0)
    expect((await stakeJson([...dry, 'atomic'], env)).code).toBe(3)
  })
})

describe('whoever listens goes away', () => {
  /** The exit code and standard error of a command whose standard output goes into a shell's redirection. */
  const into = async (redirection: string, args: readonly string[], env = emptyHome()) => {
    const command = [process.execPath, program, ...args].map((word) => `'${word}'`).join(' ')
    const shell = `{ ${command}; echo "code $?" >&2; } ${redirection}`
    const { stderr } = await promisify(execFile)('sh', ['-c', shell], { env })
    return { code: Number(/code (\d+)\n$/.exec(stderr)?.[1]), stderr }
  }

  test('a reader that has enough is no fault, and hides none', async () => {
    expect(await into('| head -c 1 >/dev/null', on('subnets'))).toEqual({ code: 0, stderr: 'code 0\n' })
    // Closed before anything is written.
    expect((await into('| true', on('price', '--netuid', '999', '--json'))).code).toBe(3)
  })

  test('what was begun comes to its end; a full disk is told', async () => {
    const env = emptyHome({ STAKE_URI: '//Eve' })
    const adding = on('add', '--netuid', '1', '--amount', '1', '--yes', '--json', '--id')
    expect((await into('| true', [...adding, 'unheard'], env)).code).toBe(0)
    if (existsSync('/dev/full')) {
      const { code, stderr } = await into('>/dev/full', [...adding, 'full'], env)
      expect(code).toBe(1)
      expect(stderr).toContain(
        'stake: Standard output cannot be written: ENOSPC. What was signed is in `stake history`.\n',
      )
    } else process.stderr.write('SKIPPED: there is no /dev/full here\n')
    const { envelope } = await stakeJson(on('history'), env)
    expect(envelope.result.operations.length).toBeGreaterThan(0)
    for (const each of envelope.result.operations) expect(each).toMatchObject({ status: 'settled' })
  })

  test('a development chain stops', async () => {
    const args = ['devnet', '--port', '0', '--block-time', '20']
    expect((await into('| head -2 >/dev/null', args)).code).toBe(0)
  })
})

test('a signal ends it while it connects, with one line for programs', async () => {
  const silent = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => {
    silent.close()
  })
  await once(silent, 'listening')
  const { port } = silent.address() as AddressInfo
  const connected = once(silent, 'connection')
  const { child, ended } = startStake(['subnets', '--endpoint', `ws://127.0.0.1:${port}`, '--json'])
  await connected
  child.kill('SIGTERM')
  const end = await ended
  expect(end).toMatchObject({ code: 143, stderr: '' })
  expect(envelopeOf(end)).toMatchObject({
    ok: false,
    command: 'subnets',
    error: { code: 'Interrupted', remedy: 'Nothing was sent.' },
  })
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
    const args = ['devnet', '--port', '0', '--instant', '--profile', 'localnet', '--finality', 'stalled']
    const { child, output, ended } = startStake([...args, '--archive', '--no-emission', '--state', file])
    await vi.waitUntil(() => output().includes('Listening'), 10_000)
    const url = /ws:\/\/127\.0\.0\.1:\d+/.exec(output())?.[0] ?? ''
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

test('--version and --help print and end with 0', async () => {
  expect((await stake(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  const { code, stdout } = await stake(['add', '--help'])
  expect(code).toBe(0)
  expect(stdout).toContain('--accept-tolerance')
  const completions = await stake(['completions', 'bash'])
  expect(completions).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('complete -F _stake stake'),
    stderr: '',
  })
})

async function accountOf(coldkey: string): Promise<{ readonly nonce: number }> {
  const { accounts } = await readSnapshot(await chain.at('best'), { coldkeys: [coldkey], netuids: [] })
  return { nonce: accounts.get(coldkey)?.nonce ?? -1 }
}

async function stakeOf(netuid: number): Promise<bigint> {
  const { positions } = await readSnapshot(await chain.at('best'), { coldkeys: [alice], netuids: [netuid] })
  return positions
    .filter((position) => position.netuid === netuid)
    .reduce((sum, { stake }) => sum + stake.rao, 0n)
}

function blockHash(number: number): Promise<string> {
  return chain.connection.send('chain_getBlockHash', [number])
}
