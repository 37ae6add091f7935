import { stripVTControlCharacters } from 'node:util'
import { StakeError } from '@stake/math'
import { renderToString } from 'ink'
import { describe, expect, test } from 'vitest'
import {
  balancer,
  coldkey,
  hotkeys,
  live,
  planOf,
  ready,
  snapshot,
  subnet,
  validators,
} from '../../../test/sample.ts'
import { failureOf } from '../../failure.ts'
import { displayWidth } from '../../safe-text.ts'
import { assess } from '../trade/assess.ts'
import { type Draft, draftOf } from '../trade/trade-form.ts'
import type { Key } from '../widgets/key.ts'
import { Frame } from './app.tsx'
import { type Message, type Size, SMALLEST, type State } from './state.ts'
import { update } from './update.ts'

const large: Size = { columns: 80, rows: 24 }

/** The lines of a frame, as they stand on the screen. */
function frame(state: State): string[] {
  const { columns } = state.size
  const look = (draft: Draft) => state.live?.snapshot && assess(draft, state.live.snapshot)
  const text = renderToString(<Frame state={state} assess={look} />, { columns })
  return stripVTControlCharacters(text)
    .split('\n')
    .map((line) => line.trimEnd())
}

function screen(state: State): string {
  return `\n${frame(state).join('\n')}\n`
}

function press(state: State, ...keys: readonly Key[]): State {
  return keys.reduce((at, key) => update(at, { type: 'key', key })[0], state)
}

function send(state: State, ...messages: readonly Message[]): State {
  return messages.reduce((at, message) => update(at, message)[0], state)
}

function stakeForm(size: Size, typed: string): State {
  const opened = press(ready({}, size), '2', 'j', 's')
  return press(send(opened, { type: 'validators', netuid: 1, validators }), 'Enter', ...typed)
}

function confirmation(size: Size, ...plan: Parameters<typeof planOf>): State {
  const planning = press(stakeForm(size, '2'), 'Enter')
  if (planning.dialog?.kind !== 'form' || !planning.dialog.form.planning)
    throw new Error('nothing is planned')
  return send(planning, { type: 'planned', draft: planning.dialog.form.planning, plan: planOf(...plan) })
}

describe('at 80x24', () => {
  test('the portfolio', () => {
    expect(screen(ready())).toMatchInlineSnapshot(`
      "
       devnet   block 4242  1 s old  ● connected 12 ms  0 pending  ws://127.0.0.1:9944
      [1 Portfolio]  2 Subnets                                 5Grwva…utQY τ1,234.5000
      ────────────────────────────────────────────────────────────────────────────────
        NET NAME        VALIDATOR         STAKE    PRICE         AT SPOT     EXIT NOW
      ❯   0 root        5FHn…94ty     τ250.0000 1.000000       τ250.0000    τ250.0000
          1 Apex        5FLS…S59Y     120.5000α 0.666666        τ80.3333     τ74.3251
        277 Monsoon     5DAA…TXFy   1,800.0000इ 0.750000     τ1,350.0000  τ1,173.3989











        0 root with 5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty
        τ250.000000000 at 1.000000000 τ/τ

        Free τ1,234.5000 All τ2,914.8333 at spot, τ2,732.2240 if sold now
       u unstake   s stake more   Tab subnets   ? keys   q quit
      "
    `)
  })

  test('the subnets, with the change since the block before', () => {
    const before = subnet(1, 'Apex', 'α', balancer(1, '999', '1500'))
    const dearer = subnet(277, 'Monsoon', 'इ', balancer(277, '9100', '12000'))
    const { subnets } = snapshot()
    const previous = snapshot({ subnets: new Map([...subnets, [1, before], [277, dearer]]) })
    expect(screen(press(ready({ live: live({ previous }) }), '2', 'j'))).toMatchInlineSnapshot(`
      "
       devnet   block 4242  1 s old  ● connected 12 ms  0 pending  ws://127.0.0.1:9944
      1 Portfolio  [2 Subnets]                                 5Grwva…utQY τ1,234.5000
      ────────────────────────────────────────────────────────────────────────────────
        NET NAME        SYM      PRICE CHANGE     TAO IN POOL  ALPHA IN POOL  τ/BLOCK
          0 root        τ     1.000000              τ5,000.00      τ5,000.00 0.000000
      ❯   1 Apex        α     0.666666 ▲+0.10%      τ1,000.00      1,500.00α 0.001000
          2 漢字の畑    漢    0.250000              τ5,000.00    20,000.00漢 0.002000
          3 quietevil   γ     0.029999                τ120.00      4,000.00γ 0.003000
          4 Dormant     δ     1.000000                 τ10.00         10.00δ 0.004000
        277 Monsoon     इ     0.750000 ▼-1.09%      τ9,000.00     12,000.00इ 0.277000










        1 Apex at 0.666666666 τ/α, yours 120.5000α
        50,000.00α outside the pool, registered at block 101
       s stake   / filter   o order   Tab portfolio   ? keys   q quit
      "
    `)
  })

  test('the stake form, with the quote of what was typed', () => {
    const typed = stakeForm(large, '2')
    if (typed.dialog?.kind !== 'form') throw new Error('no form is open')
    const draft = draftOf(typed.dialog.form)
    const estimated = send(typed, { type: 'estimated', draft, networkFee: planOf('stake', '2').networkFees })
    expect(screen(estimated)).toMatchInlineSnapshot(`
      "
       devnet   block 4242  1 s old  ● connected 12 ms  0 pending  ws://127.0.0.1:9944
      1 Portfolio  [2 Subnets]                                 5Grwva…utQY τ1,234.5000
      ────────────────────────────────────────────────────────────────────────────────
        Stake on 1 Apex                                           now 0.666666666 τ/α

        Validator   ● 5FLSig…S59Y     12,345.67α  take 9.00% yours 120.50α
                    ○ 5FHneW…94ty        900.00α  take 18.00%
                    ○ 5DAAnr…TXFy     99,999.00α  take 0.00% no permit
      ❯ Amount      2▏ τ   of τ1,234.5000 free
        Mode        ● strict  in full, within the limit
                    ○ partial in full, within the limit
                    ○ unsafe  in full at any price, end 0.669334
        Tolerance   0.5%

        Receive     2.992507356α  at least 2.983571504α
        Fees        swap τ0.001007095  network τ0.001680739
        Price τ/α   average 0.668335867  end 0.669334654
        Limit       0.669999999 bounds the price at the END of the trade




       Enter review   Tab next field   Esc back   ? keys
      "
    `)
  })

  test('what the three modes would do with more than fits', () => {
    expect(screen(press(stakeForm(large, '100'), 'Tab', 'j'))).toMatchInlineSnapshot(`
      "
       devnet   block 4242  1 s old  ● connected 12 ms  0 pending  ws://127.0.0.1:9944
      1 Portfolio  [2 Subnets]                                 5Grwva…utQY τ1,234.5000
      ────────────────────────────────────────────────────────────────────────────────
        Stake on 1 Apex                                           now 0.666666666 τ/α

        Validator   ● 5FLSig…S59Y     12,345.67α  take 9.00% yours 120.50α
                    ○ 5FHneW…94ty        900.00α  take 18.00%
                    ○ 5DAAnr…TXFy     99,999.00α  take 0.00% no permit
        Amount      100 τ   of τ1,234.5000 free
      ❯ Mode        ○ strict  refused because only τ2.4981 fits
                    ● partial fills τ2.4981 of τ100.0000
                    ○ unsafe  in full at any price, end 0.806592
        Tolerance   0.5%

        Receive     3.735994721α
        Fees        swap τ0.001257932  network …
        Price τ/α   average 0.668667960  end 0.669999998
        Limit       0.669999999 bounds the price at the END of the trade




       Enter review   ↑↓ choose mode   Tab next field   Esc back   ? keys   q quit
      "
    `)
  })

  test('the confirmation', () => {
    expect(screen(confirmation(large, 'stake', '2'))).toMatchInlineSnapshot(`
      "
       devnet   block 4242  1 s old  ● connected 12 ms  0 pending  ws://127.0.0.1:9944
      1 Portfolio  [2 Subnets]                                 5Grwva…utQY τ1,234.5000
      ────────────────────────────────────────────────────────────────────────────────
      ╭──────────────────────────────────────────────────────────────────────────────╮
      │  Stake τ2.000000000 on 1 Apex on devnet?                                     │
      │                                                                              │
      │  Account     5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY                │
      │  Validator   5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y                │
      │  Receive     2.992507356α  at least 2.983571504α                             │
      │  Worst price 0.669999999 τ/α at the end of the trade                         │
      │  Price       now 0.666666666  average 0.668335867  end 0.669334654           │
      │  Fees        swap τ0.001007095  network τ0.001680739                         │
      │  Mode        strict within 0.5%: in full, or nothing                         │
      │  Priced at   block 4242, the newest                                          │
      │                                                                              │
      │❯ [ Cancel ]   [ Sign and send ]                                              │
      ╰──────────────────────────────────────────────────────────────────────────────╯





       Enter cancel   ←→ move   Esc cancel   ? keys   q quit
      "
    `)
  })
})

describe('at 60x15 everything is there', () => {
  test('the portfolio', () => {
    expect(screen(ready({}, SMALLEST))).toMatchInlineSnapshot(`
      "
       devnet   block 4242  1 s old  ● connected 12 ms  0 pending
      [1 Portfolio]  2 Subnets             5Grwva…utQY τ1,234.5000
        NET           STAKE    PRICE         AT SPOT     EXIT NOW
      ❯   0       τ250.0000 1.000000       τ250.0000    τ250.0000
          1       120.5000α 0.666666        τ80.3333     τ74.3251
        277     1,800.0000इ 0.750000     τ1,350.0000  τ1,173.3989






        All τ2,914.8333 at spot, τ2,732.2240 if sold now
       u unstake   s stake more   Tab subnets   ? keys   q quit
      "
    `)
  })

  test('the stake form', () => {
    expect(screen(stakeForm(SMALLEST, '2'))).toMatchInlineSnapshot(`
      "
       devnet   block 4242  1 s old  ● connected 12 ms  0 pending
      1 Portfolio  [2 Subnets]             5Grwva…utQY τ1,234.5000
        Stake on 1 Apex                       now 0.666666666 τ/α
        Validator   ● 5FLS…S59Y   12,345.67α  take 9.00% yours
      ❯ Amount      2▏ τ   of τ1,234.5000 free
        Mode        ● strict  in full, within the limit
                    ○ partial in full, within the limit
                    ○ unsafe  in full at any price, end 0.669334
        Tolerance   0.5%
        Receive     2.992507356α  at least 2.983571504α
        Fees        swap τ0.001007095  network …
        Price τ/α   average 0.668335867  end 0.669334654
        Limit       0.669999999 bounds the price at the END
       Enter review   Tab next field   Esc back   ? keys
      "
    `)
  })

  test('the confirmation of an unsafe trade', () => {
    expect(screen(press(confirmation(SMALLEST, 'stake', '2', 'unsafe'), 'Up'))).toMatchInlineSnapshot(`
      "
       devnet   block 4242  1 s old  ● connected 12 ms  0 pending
      1 Portfolio  [2 Subnets]             5Grwva…utQY τ1,234.5000
        Stake τ2.000000000 on 1 Apex on devnet?
        Account     5GrwvaEF5zXb…utQY
        Validator   5FLSigC9HGRK…S59Y
        Receive     2.992507356α or less: nothing is guaranteed
        Worst price any price: there is no limit
        Price       now 0.666666666  average 0.668335867
        Fees        swap τ0.001007095  network τ0.001680739
        Mode        unsafe: in full, at any price
        ! No limit: this trade goes through at any price.
      ❯ Type again  ▏  type unsafe to allow it
        [ Cancel ]   [ Sign and send ]
       Enter next   ←→ move   Esc cancel
      "
    `)
  })

  test('the unstake form', () => {
    expect(screen(press(ready({}, SMALLEST), 'j', 'u', ...'all'))).toMatchInlineSnapshot(`
      "
       devnet   block 4242  1 s old  ● connected 12 ms  0 pending
      [1 Portfolio]  2 Subnets             5Grwva…utQY τ1,234.5000
        Unstake from 1 Apex                   now 0.666666666 τ/α
        Validator   5FLSigC9HGRK…S59Y
      ❯ Amount      all▏ α   of 120.500000000α, or all
        Mode        ● strict  refused because only 3.7660α fits
                    ○ partial fills 3.7660α of 120.5000α
                    ○ unsafe  in full at any price, end 0.571249
        Tolerance   0.5%
        ✗ The whole amount would move the price beyond the limit
        of 0.663333334 TAO per alpha. At most 3.766016964 fits:
        use less, allow a larger tolerance, or fill what fits
        with the partial mode.
       Enter review   Tab next field   Esc back   ? keys
      "
    `)
  })
})

describe('what is typed wrong stands under its field, with what to do about it', () => {
  const cases: readonly (readonly [string, string[], string])[] = [
    ['ten decimals', [...'1.0123456789'], 'has 10 decimals'],
    ['a sign', [...'-5'], 'has a sign'],
    ['an exponent', [...'1e3'], 'Write it in full'],
    ['less than the minimum', [...'0.001'], 'smallest'],
    ['a tolerance without a unit', ['2', 'Tab', 'Tab', 'Ctrl-u', ...'0.5'], 'has no unit'],
  ]

  test.each(cases)('%s', (_what, keys, sentence) => {
    for (const size of [large, SMALLEST]) {
      const text = frame(press(stakeForm(size, ''), ...keys))
        .join(' ')
        .replace(/\s+/g, ' ')
      expect(text).toContain('✗ ')
      expect(text).toContain(sentence)
    }
  })

  test('more than there is, as the plan found out', () => {
    const typed = stakeForm(large, '99999')
    if (typed.dialog?.kind !== 'form') throw new Error('no form is open')
    const draft = draftOf(typed.dialog.form)
    const error = new StakeError('InsufficientBalance', 'Staking takes more than there is.', {
      remedy: 'Take less.',
    })
    const lines = frame(send(typed, { type: 'notEstimated', draft, failure: failureOf(error) }))
    const amount = lines.findIndex((line) => line.includes('❯ Amount'))
    expect(lines[amount + 1]).toContain('✗ Staking takes more than there is. Take less.')
  })
})

describe('every frame', () => {
  const screens: readonly (readonly [string, (size: Size) => State])[] = [
    ['starting', (size) => ready({ session: undefined, live: undefined }, size)],
    [
      'no account',
      (size) =>
        ready(
          { session: { network: 'test', endpoint: 'wss://test', embedded: false, coldkey: undefined } },
          size,
        ),
    ],
    ['portfolio', (size) => ready({}, size)],
    ['subnets', (size) => press(ready({}, size), '2')],
    ['filter', (size) => press(ready({}, size), '2', '/', 'x')],
    ['keys', (size) => press(ready({}, size), '?')],
    ['stake form', (size) => stakeForm(size, '2')],
    ['refused form', (size) => stakeForm(size, '100')],
    ['unstake form', (size) => press(ready({}, size), 'u', 'a')],
    ['confirmation', (size) => confirmation(size, 'stake', '2', 'strict', '6%')],
    ['outcome', (size) => press(confirmation(size, 'stake', '2'), 'Right', 'Enter')],
    [
      'key',
      (size) =>
        press(
          ready(
            { session: { network: 'finney', endpoint: 'wss://finney', embedded: false, coldkey: undefined } },
            size,
          ),
          'a',
          'x',
        ),
    ],
  ]
  const sizes: readonly Size[] = [SMALLEST, { columns: 61, rows: 19 }, large, { columns: 133, rows: 40 }]

  test.each(screens)('fits its terminal with a row to spare: %s', (_what, open) => {
    for (const size of sizes) {
      const lines = frame(open(size))
      expect(lines.length).toBeLessThan(size.rows)
      for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(size.columns)
      // The keys are the last line, whatever the screen holds.
      expect(lines.at(-1)).toMatch(/^ \S/)
    }
  })

  test('columns stay in line where signs are two cells wide', () => {
    const lines = frame(press(ready(), '2')).slice(4, 10)
    expect(lines.at(-1)).toContain('Monsoon')
    // TAO in the pool ends at the same cell in each row.
    const ends = lines.map((line) => displayWidth(/^.*?τ[\d,]+\.\d\d(?= )/.exec(line)?.[0] ?? ''))
    expect(new Set(ends).size).toBe(1)
  })

  test('shows nothing of what a name from the chain would do to the terminal', () => {
    const text = renderToString(<Frame state={press(ready(), '2')} assess={() => undefined} />, {
      columns: 80,
    })
    expect(text).toContain('quietevil')
    expect(text).not.toMatch(/\u202E|\u200B/)
  })

  test('below 60x15 is one line in the middle', () => {
    const lines = frame(ready({}, { columns: 59, rows: 15 }))
    expect(lines.filter((line) => line !== '').map((line) => line.trim())).toEqual(['needs 60x15, now 59x15'])
    expect(
      frame(ready({}, { columns: 20, rows: 3 }))
        .join('')
        .trim(),
    ).toBe('needs 60x15, now 20…')
  })
})

describe('the status line', () => {
  const first = (state: State): string => frame(state)[0] ?? ''

  test('names network, endpoint, block, age, connection and what is pending', () => {
    expect(first(ready())).toBe(
      ' devnet   block 4242  1 s old  ● connected 12 ms  0 pending  ws://127.0.0.1:9944',
    )
  })

  test('leaves out the endpoint and shortens words before anything else is lost', () => {
    const block = { number: 12_345_678, hash: '0x02' } as const
    const state = ready({ live: live({ snapshot: snapshot({ block }), latency: 1_250 }) }, SMALLEST)
    const later = { ...state, now: state.now + 40_000 }
    expect(first(later)).toBe(' devnet   #12345678  stale 41 s  ● up 1250 ms  0 pending')
    const connection = {
      status: 'offline',
      endpoint: 'x',
      reason: 'y',
      retryAt: later.now + 4_000,
    } as const
    expect(first({ ...later, live: live({ connection }) })).toBe(
      ' devnet   #4242  stale 41 s  ✗ offline, retry 4 s  0 pending',
    )
  })

  test('says disconnected and when it tries again', () => {
    const connection = {
      status: 'offline',
      endpoint: 'ws://x',
      reason: 'gone',
      retryAt: ready().now + 2_500,
    } as const
    expect(first(ready({ live: live({ connection }) }))).toContain('✗ disconnected, retry in 3 s')
  })

  test('says for how long the chain has stood still', () => {
    const connection = { status: 'stale', endpoint: 'ws://x', since: ready().now - 70_000 } as const
    expect(first(ready({ live: live({ connection }) }))).toContain('◐ no new block for 70 s')
  })

  test('calls old numbers stale', () => {
    expect(first(ready({ now: ready().now + 60_000 }))).toContain('stale 61 s')
  })

  test('counts what was sent and is not final', () => {
    expect(first(press(confirmation(large, 'stake', '2'), 'Right', 'Enter'))).toContain('1 pending')
  })
})

test('the key phrase is never on the screen', () => {
  const session = { network: 'finney', endpoint: 'wss://finney', embedded: false, coldkey: undefined }
  const text = screen(press(ready({ session }), 'a', ...'abandon ship'))
  expect(text).toContain('•'.repeat(12))
  expect(text).not.toMatch(/abandon|ship/)
  expect(text).not.toContain(coldkey)
  expect(text).not.toContain(hotkeys[0])
})
