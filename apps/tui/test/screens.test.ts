import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { developmentAccounts } from '@stake/chain'
import { describe, expect, test, vi } from 'vitest'
import { startStake } from './program.ts'
import { hasTerminals } from './pseudo-terminal.ts'
import { Screen } from './screen.ts'

const alice = developmentAccounts['//Alice'] ?? ''
const ENTER = '\r'
const ESCAPE = '\u001b'
const RIGHT = '\u001b[C'
const UP = '\u001b[A'
const DOWN = '\u001b[B'
const PAGE_DOWN = '\u001b[6~'

/** The program on a chain of its own with quick blocks. */
function embedded(): Screen {
  return new Screen(['--block-time', '400'])
}

/** The address that the status line shows. */
function endpointOf(text: string): string {
  return /ws:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0] ?? ''
}

/** What a program of somebody else, in a process of its own, finds under the same port. */
function seenByPolkadotJs(endpoint: string, netuid: number): { nonce: number; alpha: string[] } {
  const script = `
    import { ApiPromise, WsProvider } from '@polkadot/api'
    const api = await ApiPromise.create({ provider: new WsProvider('${endpoint}'), noInitWarn: true })
    const account = await api.query.system.account('${alice}')
    const stakes = await api.call.stakeInfoRuntimeApi.getStakeInfoForColdkey('${alice}')
    const alpha = stakes.filter((info) => info.netuid.toNumber() === ${netuid}).map((info) => info.stake.toString())
    console.log(JSON.stringify({ nonce: account.nonce.toNumber(), alpha }))
    process.exit(0)
  `
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return JSON.parse(output.trim().split('\n').at(-1) ?? '')
}

describe.skipIf(!hasTerminals)('the terminal program', { timeout: 120_000 }, () => {
  test('a stake goes through the screens into the portfolio, and is on the chain for everybody', async () => {
    const screen = embedded()
    const first = await screen.shows('● connected')
    expect(screen.buffer).toBe('alternate')
    // The first frame stood before there was anything to connect to.
    expect(screen.output.indexOf('Starting')).toBeGreaterThan(0)
    expect(screen.output.indexOf('Starting')).toBeLessThan(screen.output.indexOf('● connected'))
    const endpoint = endpointOf(first)
    await screen.shows('EXIT NOW')

    await screen.press('2', 'TAO IN POOL')
    await screen.press('/Foundry', '1 found')
    await screen.press(ENTER, '❯   2 Foundry')
    await screen.press('s', /● 5\w+…\w+ .* take/)
    expect(await screen.shows('[4 Trade]')).toContain('[Stake]')
    await screen.press(ENTER, '❯ Amount')
    await screen.press('5', /Receive +\d+\.\d{9}β/)
    const form = await screen.shows(/network τ0\.\d{9}/)
    expect(form).toMatch(/● strict +in full, within the limit/)
    expect(form).toContain('bounds the price at the END of the trade')

    const question = await screen.press(ENTER, '[ Sign and send ]')
    expect(question).toContain('Stake τ5.000000000 on 2 Foundry on devnet?')
    expect(question).toContain(alice)
    expect(question).toMatch(/Worst price 0\.\d{9} τ\/β at the end of the trade/)
    expect(question).toMatch(/at least \d+\.\d{9}β/)
    expect(question).toContain('❯ [ Cancel ]')
    // Cancel is the default.
    await screen.press(ENTER, '❯ Amount')
    await screen.press(ENTER, '❯ [ Cancel ]')
    await screen.press(RIGHT, '❯ [ Sign and send ]')
    // Whoever presses twice signs once.
    const outcome = await screen.press(ENTER + ENTER, /✓ final +in block #\d+/)
    expect(outcome).toMatch(/Executed +τ5\.000000000 in full/)
    const received = /Received +([\d,]+\.\d{9})β/.exec(outcome)?.[1] ?? ''
    const portfolio = await screen.press(ENTER, 'EXIT NOW')
    expect(portfolio).toMatch(/❯ +2 Foundry/)
    // The position is there for everybody, and by then it may have grown.
    const stakeShown = Number(/❯ +2 Foundry .*? ([\d,]+\.\d{4})β/.exec(portfolio)?.[1]?.replaceAll(',', ''))
    expect(stakeShown).toBeGreaterThanOrEqual(Number(received.replaceAll(',', '').slice(0, -5)))
    const seen = seenByPolkadotJs(endpoint, 2)
    expect(seen).toMatchObject({ nonce: 1, alpha: [expect.any(String)] })
    expect(BigInt(seen.alpha[0] ?? 0)).toBeGreaterThanOrEqual(BigInt(received.replace(/[,.]/g, '')))

    // The same in the smallest terminal: everything back again, without a limit, which must be typed.
    screen.resize(60, 15)
    await screen.shows(/^ u unstake/m)
    await screen.press('u', /\[Unstake\][\s\S]*Position +2 Foundry with/)
    await screen.press('m', '❯ Amount      all▏')
    await screen.press('\t', /○ partial +in full/)
    await screen.press('G', /● unsafe/)
    const unsafe = await screen.press(ENTER, 'type unsafe to trade at any price')
    expect(unsafe).toContain('❯ [ Cancel ]')
    expect(unsafe).toContain('any price: there is no limit')
    // What there was no room for must be read before yes counts.
    await screen.press(RIGHT, '❯ [ Sign and send ]')
    await screen.press(ENTER, 'Read all of it first')
    await screen.press(PAGE_DOWN, /Priced at +block/)
    await screen.press(ENTER, 'Type unsafe first.')
    await screen.press(UP + UP, '❯ Type')
    await screen.press('unsafe', '✓')
    await screen.press(DOWN + DOWN, '❯ [ Sign and send ]')
    await screen.press(ENTER, /✓ final +in block #\d+/)
    // The position is gone.
    await screen.press(ENTER, /^(?![\s\S]*2 Foundry)[\s\S]*EXIT NOW[\s\S]*119 /)

    screen.type('q')
    expect(await screen.left()).toMatchObject({ code: 0, restored: true })
  })

  test('wrong input gets its sentence under the field, and Enter does not lead on', async () => {
    const screen = embedded()
    await screen.shows('EXIT NOW')
    await screen.press('2', 'TAO IN POOL')
    await screen.press('jjs', /\[Stake\][\s\S]*Subnet +2 Foundry/)
    await screen.shows(/● 5\w+…\w+/)
    await screen.press(ENTER, '❯ Amount')
    const amounts = [
      ['1.0123456789', 'has 10 decimals'],
      ['-5', 'has a sign'],
      ['1e3', 'is written with an exponent'],
      ['five', 'is not a number'],
      ['0.001', 'smallest'],
      ['9999999', 'takes more than the coldkey'],
    ] as const
    for (const [typed, sentence] of amounts) {
      await screen.press(typed, sentence)
      screen.type(ENTER)
      expect(await screen.shows(sentence)).toContain('❯ Amount')
      await screen.press('\u0015', '❯ Amount      ▏')
    }
    await screen.press('5', /Receive +\d+\.\d{9}β/)
    await screen.press('\t\t', '❯ Tolerance')
    await screen.press('\u00150.5', 'has no unit')
    await screen.press(ENTER, 'has no unit')
    // A wide tolerance is allowed, and asked for twice.
    const wide = await screen.press('\u00156%\r', 'type 6% to allow it')
    expect(wide).toContain('❯ [ Cancel ]')
    await screen.press(ESCAPE, '❯ Tolerance')
    await screen.press(ESCAPE, 'TAO IN POOL')
    screen.type('\u0003')
    expect(await screen.left()).toMatchObject({ code: 0, restored: true })
  })

  test('a terminal that is too small says so, and everything is back when it grows', async () => {
    const screen = embedded()
    await screen.shows('EXIT NOW')
    screen.resize(59, 15)
    const small = await screen.shows('needs 60x15, now 59x15')
    expect(small.trim()).toBe('needs 60x15, now 59x15')
    screen.resize(60, 14)
    await screen.shows('needs 60x15, now 60x14')
    screen.resize(120, 40)
    const large = await screen.shows('All if sold now')
    expect(large).toContain('EXIT NOW')
    screen.signal('SIGTERM')
    expect(await screen.left()).toMatchObject({ code: 143, restored: true })
  })

  test('a node that goes away is said to be gone, and is found again when it is back', async () => {
    const first = startStake(['devnet', '--port', '0', '--block-time', '300'])
    const port = await portOf(first)
    const screen = new Screen(['--endpoint', `ws://127.0.0.1:${port}`])
    await screen.shows(/● connected/)
    await screen.press('2', 'TAO IN POOL')
    await screen.shows(/block [1-9]\d*/)

    first.child.kill('SIGKILL')
    const lost = await screen.shows(/✗ disconnected, retry in \d+ s/)
    // What was known stays in sight.
    expect(lost).toContain('Foundry')
    const second = startStake(['devnet', '--port', String(port), '--block-time', '300'])
    await portOf(second)
    await screen.shows(/block [1-9]\d* .*● connected/)

    // The key phrase is asked for where none is known, and never shown.
    await screen.press('gjs', 'Key phrase ▏')
    await screen.press('abandon ship', '•'.repeat(12))
    await screen.press(ENTER, 'it has 2 words, not 12 or 24')
    const phrase = 'bottom drive obey lake curtain smoke basket hold race lonely fit walk'
    await screen.press(`\u0015${phrase}//Alice\r`, /\[Stake\][\s\S]*Subnet +1 /)
    expect(screen.output).not.toMatch(/abandon|bottom|drive|obey|curtain/)
    screen.type('\u0003')
    expect(await screen.left()).toMatchObject({ code: 0, restored: true })
  })

  test('an endpoint that does not answer leaves one sentence in the terminal it was started from', async () => {
    const screen = new Screen(['--endpoint', 'ws://127.0.0.1:1'])
    const { code, restored, text } = await screen.left()
    expect({ code, restored }).toEqual({ code: 4, restored: true })
    expect(text.replace(/\s+/g, ' ')).toContain('stake: Cannot connect to ws://127.0.0.1:1')
  })
})

/** The port that a devnet said it listens on. */
async function portOf({ output }: { output: () => string }): Promise<number> {
  await vi.waitUntil(() => /127\.0\.0\.1:\d+/.test(output()), { timeout: 20_000 })
  return Number(/127\.0\.0\.1:(\d+)/.exec(output())?.[1])
}
