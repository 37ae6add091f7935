import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type Chain, connect, developmentAccounts, readSnapshot, readValidators } from '@stake/chain'
import { type Devnet, startDevnet } from '@stake/devnet'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { envelopeOf } from './envelope.ts'
import { emptyHome, stake } from './program.ts'

const MISSPELT = 'bottom drive obey lake curtain smoke basket hold race lonely fit wolk'
const OTHER_NETWORK = '15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5'

let devnet: Devnet
let chain: Chain
let hotkey = ''

beforeAll(async () => {
  devnet = await startDevnet({ blockTime: 100, emission: false })
  chain = await connect({ endpoints: devnet.url })
  hotkey = (await readValidators(await chain.at('best'), 2))[0]?.hotkey ?? ''
})

afterAll(async () => {
  await chain.close()
  await devnet.close()
})

/** Every refusal: one sentence and a remedy, no stack, nothing on stdout, and the account as it was. */
async function refused(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<{ text: string; code: number }> {
  const { code, stdout, stderr } = await stake(args, emptyHome(env))
  expect(stdout).toBe('')
  expect(stderr).toMatch(/^stake: [^\n]+[.?] [^\n]+\.\n$/)
  expect(stderr).not.toMatch(/\bat .*:\d+|Error:|undefined|NaN|\[object/)
  const { accounts } = await readSnapshot(await chain.at('best'), {
    coldkeys: Object.values(developmentAccounts),
    netuids: [],
  })
  for (const [coldkey, { nonce }] of accounts) expect(`${coldkey} ${nonce}`).toBe(`${coldkey} 0`)
  return { text: stderr, code: code ?? -1 }
}

const add = (...more: string[]): string[] => ['add', '--endpoint', devnet.url, '--yes', ...more]
const alice = { STAKE_URI: '//Alice' }

describe.concurrent('what is typed wrong ends with 2', () => {
  test.each<[string, string[], string]>([
    ['ten decimals', ['--netuid', '2', '--amount', '1.0123456789'], '10 decimals'],
    ['a negative amount', ['--netuid', '2', '--amount', '-5'], 'has a sign'],
    ['an exponent', ['--netuid', '2', '--amount', '1e3'], 'exponent'],
    ['an amount that is none', ['--netuid', '2', '--amount', 'five'], 'is not a number'],
    ['an empty amount', ['--netuid', '2', '--amount', ''], '--amount is missing'],
    ['a tolerance without a unit', ['--netuid', '2', '--amount', '5', '--tolerance', '0.5'], 'has no unit'],
    ['a tolerance that is none', ['--netuid', '2', '--amount', '5', '--tolerance', 'x'], 'tolerance "x"'],
    [
      'a mode that does not exist',
      ['--netuid', '2', '--amount', '5', '--mode', 'safe'],
      'strict, partial, unsafe',
    ],
    ['a netuid that is none', ['--netuid', 'NaN', '--amount', '5'], '--netuid is not a whole number'],
    ['a netuid out of range', ['--netuid', '65536', '--amount', '5'], '0 to 65535'],
    ['no netuid', ['--amount', '5'], '--netuid is missing'],
    ['no amount', ['--netuid', '2'], '--amount is missing'],
    ['an option without its value', ['--amount', '5', '--netuid'], '--netuid needs a value'],
    ['an option that does not exist', ['--netuid', '2', '--amuont', '5'], 'no option --amuont'],
    [
      'a hotkey of another network',
      ['--netuid', '2', '--amount', '5', '--hotkey', OTHER_NETWORK],
      'belongs to Polkadot',
    ],
    [
      'a hotkey with a typing mistake',
      ['--netuid', '2', '--amount', '5', '--hotkey', '5GrwvaEF5zXb'],
      'checksum',
    ],
    ['a wide tolerance', ['--netuid', '2', '--amount', '5', '--tolerance', '6%'], '--accept-tolerance 6%'],
    [
      'a wide tolerance confirmed as another',
      ['--netuid', '2', '--amount', '5', '--tolerance', '7%', '--accept-tolerance', '6%'],
      '--accept-tolerance 7%',
    ],
    ['both safe and unsafe', ['--netuid', '2', '--amount', '5', '--safe', '--unsafe'], 'unsafe and strict'],
    ['partial and unsafe', ['--netuid', '2', '--amount', '5', '--unsafe', '--partial'], 'unsafe and partial'],
    ['a wait for nothing', ['--netuid', '2', '--amount', '5', '--wait', 'soon'], 'finalized, inclusion'],
    ['no time at all', ['--netuid', '2', '--amount', '5', '--timeout', '0'], '1 to 86400'],
    ['a percentage above 100', ['--netuid', '2', '--amount', '101%'], 'percentage'],
    [
      'a port beside an endpoint',
      ['--netuid', '2', '--amount', '5', '--port', '9944'],
      '--port and --block-time',
    ],
  ])('%s', async (_what, args, part) => {
    const { text, code } = await refused(add(...args), alice)
    expect(text).toContain(part)
    expect(code).toBe(2)
  })

  test('a command that does not exist', async () => {
    expect(await refused(['stakes'])).toEqual({ text: expect.stringContaining('no such command'), code: 2 })
  })

  test.each<[string, string[], string]>([
    ['a network that does not exist', ['list', '--network', 'fineny'], 'did you mean "finney"'],
    ['a swap to nowhere', ['swap', '--netuid', '1', '--amount', '1'], '--dest-netuid is missing'],
    ['a transfer to nobody', ['transfer', '--netuid', '1', '--amount', '1'], '--dest-coldkey is missing'],
    ['a move to no address', ['move', '--netuid', '1', '--amount', '1', '--dest-hotkey', 'x'], 'address'],
    [
      'a swap to the same subnet',
      ['swap', '--netuid', '1', '--amount', '1', '--dest-netuid', '1'],
      '--dest-netuid is where the stake is already',
    ],
    [
      'an id that would repaint the question',
      ['add', '--netuid', '1', '--amount', '1', '--id', '\u001B[2J'],
      '--id holds characters that cannot be seen',
    ],
    [
      'a quote of more than there can be',
      ['quote', '--netuid', '1', '--amount', '99999999999'],
      'larger than',
    ],
    [
      'a mode for what has no price',
      ['burn', '--netuid', '1', '--amount', '1', '--from', 'stake', '--unsafe'],
      'no price',
    ],
    ['all of it to two places', ['remove', '--all', '--all-alpha'], 'Say one of them'],
    ['all of one subnet', ['remove', '--all', '--netuid', '1'], 'on all subnets'],
    ['a take above 100%', ['take', '--take', '101%'], 'take'],
    ['a quote of nothing', ['quote', '--netuid', '1'], '--amount is missing'],
    ['a shell without completions', ['completions', 'tcsh'], 'bash, zsh or fish'],
    ['no shell', ['completions'], 'one more word'],
    ['a batch that is not there', ['batch', '/nowhere.json', '--yes'], 'no such file'],
    ['a batch that nobody can confirm', ['batch', '-'], 'Nobody can say yes'],
  ])('%s', async (_what, args, part) => {
    const { text, code } = await refused(args, alice)
    expect(text).toContain(part)
    expect(code).toBe(2)
  })

  test('batch files that are none', async () => {
    const file = join(emptyHome().HOME ?? '', 'batch.json')
    const stake = { id: 'one', kind: 'stake', hotkey, netuid: 2, amount: '1' }
    const cases: [unknown, string][] = [
      [[], 'no operations'],
      [[1], '1 of the file'],
      [[{ ...stake, id: undefined }], 'id is missing'],
      [[{ ...stake, amuont: '2' }], 'Operation one: '],
      [[{ ...stake, tolerance: '6%' }], '--accept-tolerance 6%'],
      [[stake, { ...stake, coldkey: hotkey }], 'coldkey differs'],
    ]
    for (const [json, part] of cases) {
      writeFileSync(file, JSON.stringify(json))
      const { text, code } = await refused(['batch', file, '--yes'], alice)
      expect(text).toContain(part)
      expect(code).toBe(2)
    }
    writeFileSync(file, '[')
    expect((await refused(['batch', file, '--yes'], alice)).text).toContain('not JSON')
  })

  test('a key phrase on the command line is not repeated', async () => {
    for (const args of [
      ['add', MISSPELT],
      [MISSPELT],
      [`--uri=${MISSPELT}`],
      ['--uri', ...MISSPELT.split(' ')],
      ['add', '--netuid', '2', '--amount', '5', '--hotkey', MISSPELT],
      ['add', '--netuid', '2', '--amount', MISSPELT],
      ['batch', MISSPELT, '--yes'],
      ['list', '--policy', MISSPELT],
    ]) {
      const { text, code } = await refused(args)
      expect(text).not.toMatch(/bottom|drive|curtain|wolk/)
      expect(code).toBe(2)
    }
  })

  test.each([
    ['two words', 'some words', '2 words'],
    ['a misspelt word', MISSPELT, 'misspelt'],
    ['words that do not belong together', 'bottom '.repeat(12), 'misspelt'],
    ['a short seed', '0x1234', '64 digits'],
    ['spaces', '  ', 'empty'],
  ])('a wrong key phrase in STAKE_URI: %s', async (_what, uri, part) => {
    const { text, code } = await refused(add('--netuid', '2', '--amount', '5'), { STAKE_URI: uri })
    expect(text).toContain(part)
    expect(text).not.toMatch(/some words|bottom|wolk|1234/)
    expect(code).toBe(2)
  })
})

describe.concurrent('what is refused ends with 3', () => {
  test.each<[string, () => string[], string]>([
    ['more than the balance', () => ['--netuid', '2', '--amount', '2000000'], "the coldkey's free τ1000000"],
    ['all of the balance', () => ['--netuid', '0', '--amount', '1000000'], 'must stay'],
    ['less than the minimum', () => ['--netuid', '2', '--amount', '0.001'], 'at least 0.002001007'],
    ['nothing', () => ['--netuid', '2', '--amount', '0'], 'at least 0.002001007'],
    [
      'more than the limit allows',
      () => ['--netuid', '2', '--amount', '5000'],
      'beyond the limit of 0.25125',
    ],
    ['a subnet that does not exist', () => ['--netuid', '99', '--amount', '5'], 'no subnet 99'],
    [
      'a subnet that does not exist, with a hotkey',
      () => ['--netuid', '99', '--amount', '5', '--hotkey', hotkey],
      'no subnet 99',
    ],
    [
      'a subnet that was not started',
      () => ['--netuid', '5', '--amount', '5', '--hotkey', hotkey],
      'not been started',
    ],
    [
      'an address that is no hotkey',
      () => ['--netuid', '2', '--amount', '5', '--hotkey', developmentAccounts['//Bob'] ?? ''],
      'is not a hotkey',
    ],
  ])('%s', async (_what, args, part) => {
    const { text, code } = await refused(add(...args()), alice)
    expect(text).toContain(part)
    expect(code).toBe(3)
  })

  test('no key, and nobody to ask', async () => {
    const { text, code } = await refused(add('--netuid', '2', '--amount', '5'))
    expect(text).toContain('STAKE_URI')
    expect(code).toBe(2)
  })

  test('stake that is not there', async () => {
    const remove = ['remove', '--endpoint', devnet.url, '--yes', '--netuid']
    expect((await refused([...remove, '2', '--amount', '1'], alice)).text).toContain('no stake on subnet 2')
    expect((await refused([...remove, '1', '--amount', '500'], alice)).text).toContain('At most 120.5')
  })

  test('an endpoint where nothing answers', async () => {
    const { text, code } = await refused(['subnets', '--endpoint', 'ws://127.0.0.1:1'])
    expect(text).toContain('Cannot connect to ws://127.0.0.1:1')
    expect(code).toBe(4)
  })

  test('an endpoint that is no node', async () => {
    const server = createServer((_request, response) => response.end('hello')).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    expect((await refused(['subnets', '--endpoint', `ws://127.0.0.1:${port}`])).text).toContain(
      'Cannot connect',
    )
    server.close()
    expect((await refused(['subnets', '--endpoint', `http://127.0.0.1:${port}`])).text).toContain('WebSocket')
  })

  test('a port in use', async () => {
    for (const command of ['subnets', 'devnet']) {
      const { text, code } = await refused([command, '--port', String(devnet.port)])
      expect(text).toContain(`Port ${devnet.port} is already in use`)
      expect(code).toBe(1)
    }
  })

  test('a development chain that cannot be', async () => {
    const cases = [
      ['--instant', '--block-time', '100'],
      ['--profile', 'mainnet'],
      ['--finality', 'never'],
      ['--endpoint', devnet.url],
    ]
    for (const args of cases) expect((await refused(['devnet', ...args])).code).toBe(2)
  })

  test('a policy that says no, cannot be read or is not there', async () => {
    const env = emptyHome(alice)
    const file = join(env.HOME ?? '', 'policy.json')
    const policy = (json: string) => {
      writeFileSync(file, json)
      return stake(add('--netuid', '2', '--amount', '5', '--policy', file), env)
    }
    expect((await policy('{"version":1,"netuids":[1]}')).stderr).toMatch(
      /stake: .*does not allow subnet 2.*\n$/,
    )
    expect((await policy('{"version":1,"perOperation":"4 TAO"}')).stderr).toMatch(
      /stake: The policy allows τ4\.0* at once out of the free balance, not τ5\.0*\. .*\n$/,
    )
    // The chain is not this program's own, so its journal is new and knows nothing of today.
    expect((await policy('{"version":1,"perDay":"100 TAO"}')).stderr).toMatch(
      /nobody knows what was spent today\. .* add --new-journal\.\n$/,
    )
    expect((await policy('{"version":1,"confirmAbove":"4 TAO"}')).stderr).toMatch(/must be confirmed/)
    expect(
      (await refused(add('--netuid', '2', '--amount', '5', '--policy', '/nowhere'), alice)).text,
    ).toContain('no such file')
    writeFileSync(file, '{\n  "version": 1,\n  "largest": "4"\n}')
    expect((await refused(add('--netuid', '2', '--amount', '5', '--policy', file), alice)).text).toContain(
      '"largest" (line 3, column 14) is no rule',
    )
  })
})

test('with --json a refusal is an envelope on stdout, and stderr is silent', async () => {
  const { code, stdout, stderr } = await stake(
    add('--netuid', '2', '--amount', '1e3', '--json'),
    emptyHome(alice),
  )
  expect(code).toBe(2)
  expect(stderr).toBe('')
  expect(envelopeOf({ stdout })).toEqual({
    version: 1,
    ok: false,
    command: 'add',
    error: {
      code: 'InvalidAmount',
      message: expect.stringContaining('1e3'),
      details: expect.any(Object),
      remedy: expect.stringContaining('1000'),
    },
  })
  const usage = await stake(['add', '--json', '--netuid'], emptyHome())
  expect(envelopeOf(usage)).toMatchObject({ command: 'add', error: { code: 'Usage' } })
  expect(usage.code).toBe(2)
})
