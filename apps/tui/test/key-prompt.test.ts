import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connect, developmentAccounts, readSnapshot } from '@stake/chain'
import { type Devnet, startDevnet } from '@stake/devnet'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { emptyHome, program } from './program.ts'
import { hasTerminals, inTerminal, type PseudoTerminal } from './pseudo-terminal.ts'

const PHRASE = 'bottom drive obey lake curtain smoke basket hold race lonely fit walk'
const QUESTION = 'Key phrase of the coldkey (not shown): '
let devnet: Devnet

beforeAll(async () => {
  devnet = await startDevnet({ blockTime: 100 })
})

afterAll(() => devnet.close())

/** `stake add` as a person runs it, between two looks at how the terminal is set up. */
function add(): PseudoTerminal {
  const command = `'${process.execPath}' '${program}' add --endpoint ${devnet.url} --netuid 2 --amount 5`
  return inTerminal(`echo before $(stty -g); ${command}; echo "code $?"; echo after $(stty -g)`, emptyHome())
}

/** The same, and a way to send its process a signal. */
function addAsProcess(env: Record<string, string>): {
  readonly terminal: PseudoTerminal
  readonly send: (signal: NodeJS.Signals) => void
} {
  const file = join(env.HOME ?? '', 'add.sh')
  const command = `'${process.execPath}' '${program}' add --endpoint ${devnet.url} --netuid 2 --amount 5`
  // The shell tells which process it is, and waits for it in the foreground.
  writeFileSync(file, `echo "process $$"; exec ${command}\n`)
  const terminal = inTerminal(
    `echo before $(stty -g); sh ${file}; echo "code $?"; echo after $(stty -g)`,
    env,
  )
  const send = (signal: NodeJS.Signals) => {
    process.kill(Number(/process (\d+)/.exec(terminal.output())?.[1]), signal)
  }
  return { terminal, send }
}

/** The exit code, after checking that the terminal is as it was. */
async function codeOf(terminal: PseudoTerminal): Promise<number> {
  await terminal.ended
  const text = terminal.output()
  const [, before] = /before (\S+)/.exec(text) ?? []
  const [, after] = /after (\S+)/.exec(text) ?? []
  expect(before).toMatch(/:/)
  expect(after).toBe(before)
  return Number(/code (\d+)/.exec(text)?.[1])
}

async function nonceOfAlice(): Promise<number> {
  const chain = await connect({ endpoints: devnet.url })
  const alice = developmentAccounts['//Alice'] ?? ''
  const { accounts } = await readSnapshot(await chain.at('best'), { coldkeys: [alice], netuids: [] })
  await chain.close()
  return accounts.get(alice)?.nonce ?? -1
}

describe.skipIf(!hasTerminals)('the key phrase is asked for without echo', () => {
  test('a wrong one is refused, not shown, and the terminal is as it was', async () => {
    const terminal = add()
    await terminal.shown(QUESTION)
    terminal.type('abandon ship\r')
    expect(await codeOf(terminal)).toBe(2)
    expect(terminal.output()).toContain('No key can be made from this key phrase: it has 2 words')
    expect(terminal.output()).not.toContain('abandon')
  })

  test.each([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
    ['Ctrl-C after some words', 'abandon\u0003'],
  ])('%s leaves at once and sends nothing', async (_what, keys) => {
    const terminal = add()
    await terminal.shown(QUESTION)
    terminal.type(keys)
    expect(await codeOf(terminal)).toBe(130)
    expect(terminal.output()).not.toContain('abandon')
  })

  test.each(['SIGTERM', 'SIGHUP'] as const)('%s leaves the terminal as it was', async (signal) => {
    const { terminal, send } = addAsProcess(emptyHome())
    await terminal.shown(QUESTION)
    send(signal)
    expect(await codeOf(terminal)).toBe(signal === 'SIGTERM' ? 143 : 129)
  })

  test('a fault of the program is one sentence; the log has the rest, without the key', async () => {
    const env = emptyHome()
    const file = join(env.HOME ?? '', 'fault.mjs')
    // Somewhere in the program something is thrown that nobody catches.
    writeFileSync(file, `process.on('SIGUSR2', () => { throw new TypeError('x of ${PHRASE}') })\n`)
    const { terminal, send } = addAsProcess({
      ...env,
      STAKE_HOME: env.HOME ?? '',
      NODE_OPTIONS: `--import ${file}`,
    })
    await terminal.shown(QUESTION)
    send('SIGUSR2')
    expect(await codeOf(terminal)).toBe(1)
    expect(terminal.output().replace(/\s+/g, ' ')).toContain(
      'stake: Something happened that this program did not expect (TypeError).',
    )
    expect(terminal.output()).not.toMatch(/fault\.mjs|bottom/)
    const log = readFileSync(join(env.HOME ?? '', 'stake.log'), 'utf8')
    expect(log).toMatch(/ stake add: TypeError: x of \[words\]\n +at .*fault\.mjs/)
  })

  test('a right one signs after a yes, and only then', async () => {
    const refused = add()
    await refused.shown(QUESTION)
    refused.type('//Alicex\u007F\r')
    await refused.shown('Type yes: ')
    refused.type('y\r')
    expect(await codeOf(refused)).toBe(3)
    expect(refused.output()).toContain('It was not confirmed. Nothing was sent.')
    const interrupted = add()
    await interrupted.shown(QUESTION)
    interrupted.type('//Alice\r')
    await interrupted.shown('Type yes: ')
    interrupted.type('\u0003')
    expect(await codeOf(interrupted)).toBe(130)
    expect(interrupted.output()).toMatch(/\nstake: Interrupted\. Nothing was sent\./)
    expect(await nonceOfAlice()).toBe(0)

    const terminal = add()
    await terminal.shown(QUESTION)
    // An arrow key sends an escape sequence, Ctrl-U begins anew.
    terminal.type('wrong\u0015//Al\u001B[Dice\r')
    await terminal.shown('Type yes: ')
    terminal.type('yes\r')
    expect(await codeOf(terminal)).toBe(0)
    expect(terminal.output()).toContain('Staked τ5.000000000 on subnet 2')
    expect(terminal.output()).not.toContain('//Al')
    expect(await nonceOfAlice()).toBe(1)
  })
})
