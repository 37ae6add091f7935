import { stripVTControlCharacters } from 'node:util'
import { connect } from '@stake/chain'
import { localnetGenesis, startDevnet } from '@stake/devnet'
import { parsePolicy } from '@stake/ops'
import { renderToString } from 'ink'
import { describe, expect, onTestFinished, test } from 'vitest'
import { ownFolder } from '../../../test/own-folder.ts'
import { coldkey, hotkeys, ready } from '../../../test/sample.ts'
import { displayWidth } from '../../safe-text.ts'
import { readSettings } from '../../settings.ts'
import { Frame } from '../shell/app.tsx'
import type { Surroundings } from '../shell/effects.ts'
import { newsFor } from '../shell/room.ts'
import type { Command, Message, Size, State } from '../shell/state.ts'
import { update } from '../shell/update.ts'
import { openTrade } from '../trade/open-trade.ts'
import type { Key } from '../widgets/key.ts'
import { settingsEffect } from './effects.ts'
import { policyWords } from './policy-words.ts'
import type { SettingsNews } from './settings-state.ts'

const facts: Extract<SettingsNews, { kind: 'facts' }>['facts'] = {
  file: '/home/somebody/.config/stake/settings.json',
  networks: ['devnet', 'finney', 'test', 'archive', 'local', 'mine'],
  endpoints: ['ws://127.0.0.1:9944', 'wss://second.example'],
  policyFile: '/home/somebody/.config/stake/policy.json',
  policy: ['At most τ10 in one signature.', 'Nothing to other accounts.'],
}

function told(state: State, ...news: readonly SettingsNews[]): State {
  return news.reduce((now, each) => update(now, newsFor('settings', each))[0], state)
}

function settings(size?: Size): State {
  return told({ ...ready({}, size), view: 'settings' }, { kind: 'facts', facts })
}

function press(state: State, ...keys: readonly Key[]): { state: State; commands: readonly Command[] } {
  const commands: Command[] = []
  const last = keys.reduce((now, key) => {
    const [next, ...wanted] = update(now, { type: 'key', key })
    commands.push(...wanted)
    return next
  }, state)
  return { state: last, commands }
}

function frame(state: State): string[] {
  return stripVTControlCharacters(renderToString(<Frame state={state} />, { columns: state.size.columns }))
    .split('\n')
    .map((line) => line.trimEnd())
}

const kept = (changes: object): Command => ({
  type: 'wish',
  room: 'settings',
  wish: { kind: 'save', changes },
})

describe('changing a setting', () => {
  test('of a few values is one key, and is kept', () => {
    const mode = press(settings(), 'j', 'j', 'j', 'j')
    expect(mode.state.settings.selected).toBe('mode')
    expect(press(mode.state, 'Right').commands).toEqual([kept({ mode: 'partial' })])
    expect(press(mode.state, 'Left').commands).toEqual([kept({ mode: 'unsafe' })])
    expect(press(mode.state, 'Enter').commands).toEqual([kept({ mode: 'partial' })])
    expect(press(mode.state, 'j', 'Enter').commands).toEqual([kept({ theme: 'light' })])
    expect(press(mode.state, 'j', 'j', 'Enter').commands).toEqual([kept({ plain: true })])
  })

  test('to another network connects at once, and is kept', () => {
    const { commands, state } = press(settings(), 'Enter', ...'test', 'Enter')
    expect(commands).toEqual([{ type: 'connect', network: 'test' }])
    expect(frame(state).join('\n')).toContain('◌ connecting to test …')
    const failure = { code: 'EndpointUnreachable', message: 'Nobody answers.', details: {}, remedy: 'Wait.' }
    const [refused] = update(state, { type: 'notConnected', failure })
    const text = frame(refused).join('\n')
    expect(text).toContain('✗ Nobody answers. Wait.')
    expect(text).not.toContain('connecting')
    // It is there to be corrected.
    expect(text).toMatch(/❯ Network +test▏/)
    expect(press(refused, 'Backspace', 'Enter').commands).toEqual([{ type: 'connect', network: 'tes' }])
    // Who went on to something else is not called back.
    const [elsewhere] = update({ ...state, view: 'portfolio' }, { type: 'notConnected', failure })
    expect(elsewhere.notice?.text).toBe('Nobody answers.')
    // It is kept when it was reached, not before.
    const { session } = state
    if (!session) throw new Error('no session')
    const [, ...wanted] = update(state, { type: 'opened', session: { ...session, network: 'test' } })
    expect(wanted).toContainEqual(kept({ network: 'test' }))
    const [, ...later] = update(refused, { type: 'opened', session: { ...session, network: 'test' } })
    expect(later).not.toContainEqual(kept({ network: 'test' }))
  })

  test('goes through what is known with Tab, and is left with Escape', () => {
    const typing = press(settings(), 'Enter', 'Tab', 'Tab')
    expect(typing.state.settings.editing?.field.text).toBe('finney')
    const left = press(typing.state, 'Escape', 'Escape')
    expect(left.commands).toEqual([])
    expect(left.state.settings.editing).toBeUndefined()
  })

  test('of the account watches an address, or takes a development key on a devnet', () => {
    const account = press(settings(), 'j', 'j').state
    const asked = press(account, 'Enter', ...hotkeys[0], 'Enter')
    expect(asked.commands).toEqual([{ type: 'useAccount', account: hotkeys[0] }])
    const accepted = { type: 'keyAccepted', coldkey: hotkeys[0], canSign: false } as const
    expect(update(asked.state, accepted).slice(1)).toContainEqual(kept({ account: hotkeys[0] }))
    const failure = { code: 'InvalidAddress', message: 'It is no address.', details: {}, remedy: '' }
    const [refused] = update(asked.state, { type: 'keyRefused', failure })
    expect(update(refused, accepted).slice(1)).not.toContainEqual(kept({ account: hotkeys[0] }))
    expect(press(account, 'Enter', 'Tab', 'Tab', 'Enter').commands[0]).toEqual({
      type: 'useAccount',
      account: '//Bob',
    })
    const { session } = account
    if (!session) throw new Error('no session')
    const real = { ...account, session: { ...session, network: 'finney', developmentKeys: false } }
    expect(press(real, 'Enter', 'Tab').state.notice?.text).toContain('type it')
  })

  test('that is refused says why, where it was typed', () => {
    const failure = { code: 'FileUnusable', message: 'tolerance has no unit.', details: {}, remedy: '' }
    const state = told(settings(), { kind: 'notSaved', failure })
    expect(frame(state).join('\n')).toContain('✗ tolerance has no unit.')
  })

  test('is what a trade begins with', () => {
    const state = told(settings(), {
      kind: 'saved',
      settings: { mode: 'partial', tolerance: '2%' },
      changed: ['mode', 'tolerance'],
    })
    const [opened] = openTrade(state, { kind: 'stake', netuid: 1 })
    expect(opened.trade.form).toMatchObject({ mode: 'partial', tolerance: { text: '2%' } })
  })
})

describe('typed commands do the same', () => {
  const run = (line: string) => press(settings(), ':', ...line, 'Enter')

  test('for this time, or kept', () => {
    expect(run('network mine').commands).toEqual([{ type: 'connect', network: 'mine' }])
    expect(run(`account ${coldkey}`).commands).toEqual([{ type: 'useAccount', account: coldkey }])
    expect(run('theme dark').commands).toEqual([kept({ theme: 'dark' })])
    expect(run('tolerance 1%').commands).toEqual([kept({ tolerance: '1%' })])
    expect(run('key').state.dialog?.kind).toBe('key')
  })

  test('and refuse what is none of the values', () => {
    const { commands, state } = run('theme blue')
    expect(commands).toEqual([])
    expect(state.notice?.text).toBe('Theme is one of auto, light, dark.')
  })
})

describe('the screen', () => {
  test.each([
    [60, 15],
    [80, 24],
    [120, 40],
    [200, 50],
  ])('fits %d columns and %d rows, whatever is selected', (columns, rows) => {
    const latencies: readonly SettingsNews[] = [
      { kind: 'latency', endpoint: facts.endpoints[0] ?? '', latency: { kind: 'answered', milliseconds: 7 } },
      {
        kind: 'latency',
        endpoint: facts.endpoints[1] ?? '',
        latency: {
          kind: 'failed',
          failure: { code: 'x', message: 'It does not answer.'.repeat(9), details: {}, remedy: '' },
        },
      },
    ]
    let state = told(settings({ columns, rows }), ...latencies)
    for (let index = 0; index < 8; index++) {
      const lines = frame(state)
      expect(lines.length).toBeLessThan(rows)
      for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(columns)
      expect(lines.at(-1)).toMatch(/^ \S/)
      state = press(state, 'j').state
    }
  })

  test('shows nodes with how quick they are, and the policy in words', () => {
    const [first = ''] = facts.endpoints
    const answered = {
      kind: 'latency',
      endpoint: first,
      latency: { kind: 'answered', milliseconds: 7 },
    } as const
    const text = frame(told(settings({ columns: 120, rows: 40 }), answered)).join('\n')
    expect(text).toMatch(/● ws:\/\/127\.0\.0\.1:9944 +✓ 7 ms/)
    expect(text).toMatch(/○ wss:\/\/second\.example +not measured/)
    expect(text).toContain('· Nothing to other accounts.')
    expect(text).toContain(facts.policyFile)
    expect(text).toContain(facts.file)
  })
})

test('a policy is told in sentences', () => {
  const policy = parsePolicy({
    version: 1,
    kinds: ['stake', 'unstake'],
    netuids: [1, 2],
    destinations: [],
    perOperation: '10 TAO',
    perDay: { free: '100 TAO', stake: '500 TAO' },
    subnets: { '1': { perOperation: '5 TAO' }, '*': { perDay: '20.5 TAO' } },
    priceImpact: '2%',
    fee: '0.05 TAO',
    protection: 'required',
    confirmAbove: '5 TAO',
  })
  expect(policyWords(policy)).toMatchInlineSnapshot(`
    [
      "Only these kinds: stake, unstake.",
      "Only these subnets: 1, 2.",
      "Nothing to other accounts.",
      "At most τ10 in one signature.",
      "At most τ100 of free balance and τ500 of stake a day (UTC).",
      "On subnet 1 at most τ5 in one signature.",
      "On each other subnet at most τ20.5 a day.",
      "No trade may move a price by more than 2%.",
      "Fees of at most τ0.05.",
      "Every trade needs a limit: no unsafe mode.",
      "Above τ5 a person must say yes.",
    ]
  `)
  expect(policyWords(parsePolicy({ version: 1 }))).toEqual([])
})

describe('the effects', () => {
  async function surroundings(endpoints: readonly string[], url: string) {
    const chain = await connect({ endpoints: url })
    onTestFinished(() => chain.close())
    const news: SettingsNews[] = []
    const session = { chain, settings: {}, endpoints } as unknown as Surroundings['session']
    const send = (message: Message) => {
      if (message.type === 'news' && message.room === 'settings') news.push(message.news)
    }
    return { news, around: { session, send } as unknown as Surroundings }
  }

  test('ask every node, and say of each what it answered', async () => {
    const devnet = await startDevnet({ blockTime: 'manual' })
    const other = await startDevnet({ blockTime: 'manual', genesis: localnetGenesis() })
    onTestFinished(async () => {
      await devnet.close()
      await other.close()
    })
    const gone = 'ws://127.0.0.1:1'
    const { news, around } = await surroundings([devnet.url, other.url, gone], devnet.url)
    await settingsEffect({ kind: 'measure' }, around)
    const last = (endpoint: string) =>
      news.findLast((each) => each.kind === 'latency' && each.endpoint === endpoint)
    expect(last(devnet.url)).toMatchObject({ latency: { kind: 'answered' } })
    expect(last(other.url)).toMatchObject({ latency: { kind: 'failed', failure: { code: 'WrongChain' } } })
    expect(last(gone)).toMatchObject({ latency: { kind: 'failed' } })
  })

  test('keep what was set in the file, and refuse what is none', async () => {
    ownFolder()
    const devnet = await startDevnet({ blockTime: 'manual' })
    onTestFinished(() => devnet.close())
    const { news, around } = await surroundings([], devnet.url)
    await settingsEffect({ kind: 'save', changes: { tolerance: '1%' } }, around)
    await settingsEffect({ kind: 'save', changes: { mode: 'partial' } }, around)
    expect(await readSettings()).toEqual({ tolerance: '1%', mode: 'partial' })
    await settingsEffect({ kind: 'save', changes: { tolerance: '7' } }, around)
    expect(news.at(-1)).toMatchObject({ kind: 'notSaved' })
    expect(await readSettings()).toEqual({ tolerance: '1%', mode: 'partial' })
  })
})
