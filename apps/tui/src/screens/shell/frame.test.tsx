import { stripVTControlCharacters } from 'node:util'
import { StakeError } from '@stake/math'
import { renderToString } from 'ink'
import { describe, expect, test } from 'vitest'
import { Screens } from '../../../test/driver.ts'
import { coldkey, hotkeys, live, planOf, ready, snapshot, validators } from '../../../test/sample.ts'
import { failureOf } from '../../failure.ts'
import { displayWidth } from '../../safe-text.ts'
import type { Key } from '../widgets/key.ts'
import { Frame } from './app.tsx'
import { type Size, SMALLEST, type State } from './state.ts'

const large: Size = { columns: 80, rows: 24 }

/** The lines of a frame, as they stand on the screen. */
function frame(state: State): string[] {
  const { columns } = state.size
  const text = renderToString(<Frame state={state} />, { columns })
  return stripVTControlCharacters(text)
    .split('\n')
    .map((line) => line.trimEnd())
}

function screen(state: State): string {
  return `\n${frame(state).join('\n')}\n`
}

function press(state: State, ...keys: readonly Key[]): State {
  return new Screens(state).press(...keys).state
}

function stakeForm(size: Size, typed: string): State {
  const screens = new Screens(ready({}, size)).press('2', 'j', 's')
  return screens.tell({ type: 'validators', netuid: 1, validators }).press('Enter', ...typed).state
}

function confirmation(size: Size, ...plan: Parameters<typeof planOf>): State {
  const screens = new Screens(stakeForm(size, '2')).press('Enter')
  const [wish] = screens.wished('plan')
  if (!wish) throw new Error('nothing is planned')
  return screens.tell({ type: 'planned', draft: wish.draft, plan: planOf(...plan), destinations: [] }).state
}

describe('at 80x24', () => {
  test('the portfolio', () => {
    expect(screen(ready())).toMatchInlineSnapshot(`
      "
       devnet   block 4242  1 s old  ● connected 12 ms  0 pending  ws://127.0.0.1:9944
      [1 Portfolio] 2 Nets 3 Dele 4 Trade 5 Batch 6 Act 7 Set  5Grwva…utQY τ1,234.5000
      ────────────────────────────────────────────────────────────────────────────────
        NET NAME                STAKE    PRICE     AT SPOT    EXIT NOW   τ/DAY  SHARE
      ❯   0 root            τ250.0000 1.000000   τ250.0000   τ250.0000       …   8.5%
          1 Apex            120.5000α 0.666666    τ80.3333    τ74.3251       …   2.7%
        277 Monsoon       1,800.0000इ 0.750000 τ1,350.0000 τ1,173.3989       …  46.3%









        0 root with 5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty
        τ250.000000000 sells at 1.000000000 on average

        Free τ1,234.5000 All τ2,914.8333 at spot, τ2,732.2240 if sold now
        since start: the first block
        emission … a day, network fees of selling all being read …
       u unstake   s stake more   Enter details   space mark   ? keys   q quit
      "
    `)
  })

  test('the subnets', () => {
    expect(screen(press(ready(), '2', 'j'))).toMatchInlineSnapshot(`
      "
       devnet   block 4242  1 s old  ● connected 12 ms  0 pending  ws://127.0.0.1:9944
      1 Port [2 Subnets] 3 Dele 4 Trade 5 Batch 6 Act 7 Set    5Grwva…utQY τ1,234.5000
      ────────────────────────────────────────────────────────────────────────────────
        NET NAME       SYM     PRICE SEEN           CAP  TAO IN POOL  τ/BLOCK TEMPO
          0 root       τ    1.000000                  –    τ5,000.00 0.000000 –
      ❯   1 Apex       α    0.666666            τ34.33k    τ1,000.00 0.001000 ▰▰▰▰▱▱▱
          2 漢字の畑   漢   0.250000            τ17.50k    τ5,000.00 0.002000 ▰▰▰▰▱▱▱
          3 quietevil  γ    0.029999             τ1.61k      τ120.00 0.003000 ▰▰▰▰▱▱▱
          4 Dormant    δ    1.000000            τ50.01k       τ10.00 0.004000 not yet
        277 Monsoon    इ    0.750000            τ46.50k    τ9,000.00 0.277000 ▰▰▰▱▱▱▱










        1 Apex at 0.666666666 τ/α, yours 120.5000α
        moving price 0.666666, 50,000.00α outside the pool, registered at block 101
       s stake   Enter details   / filter   o order   Tab delegates   ? keys   q quit
      "
    `)
  })

  test('the stake form, with the quote of what was typed', () => {
    const screens = new Screens(stakeForm(large, '')).press('2')
    const [wish] = screens.wished('estimate')
    const [leg] = planOf('stake', '2').legs
    if (!wish) throw new Error('nothing is estimated')
    const estimated = screens.tell({
      type: 'estimated',
      draft: wish.draft,
      block: '0x01',
      leg,
      failure: undefined,
    }).state
    expect(screen(estimated)).toMatchInlineSnapshot(`
      "
       devnet   block 4242  1 s old  ● connected 12 ms  0 pending  ws://127.0.0.1:9944
      1 Port 2 Nets 3 Dele [4 Trade] 5 Batch 6 Act 7 Set       5Grwva…utQY τ1,234.5000
      ────────────────────────────────────────────────────────────────────────────────
        [Stake] Unstake  Move  Swap  Transfer  Burn               now 0.666666666 τ/α

        Subnet      1 Apex
        Validator   5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y
      ❯ Amount      2▏ τ   of τ1,234.5000 free   h 50%  m all  x fits
        Mode        ● strict   in full, within the limit
                    ○ partial  in full, within the limit
                    ○ unsafe   in full at any price, end 0.669334
        Tolerance   0.5%   how far the price may move against you

        Receive     2.992507356α  at least 2.983571504α
        Fees        swap τ0.001007095  network τ0.001680739
        Price τ/α   average 0.668335867  end 0.669334654
        Limit       0.669999999 bounds the price at the END of the trade





       Enter review   h 50%   m all   Tab next field   x what fits   Esc back   ? keys
      "
    `)
  })

  test('what the three modes would do with more than fits', () => {
    expect(screen(press(stakeForm(large, '100'), 'Tab', 'j'))).toMatchInlineSnapshot(`
      "
       devnet   block 4242  1 s old  ● connected 12 ms  0 pending  ws://127.0.0.1:9944
      1 Port 2 Nets 3 Dele [4 Trade] 5 Batch 6 Act 7 Set       5Grwva…utQY τ1,234.5000
      ────────────────────────────────────────────────────────────────────────────────
        [Stake] Unstake  Move  Swap  Transfer  Burn               now 0.666666666 τ/α

        Subnet      1 Apex
        Validator   5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y
        Amount      100 τ   of τ1,234.5000 free
      ❯ Mode        ○ strict   refused because only τ2.4981 fits
                    ● partial  fills τ2.4981 of τ100.0000
                    ○ unsafe   in full at any price, end 0.806592
        Tolerance   0.5%   how far the price may move against you

        Receive     3.735994721α  for what fits now
        Fees        swap τ0.001257932  network …
        Price τ/α   average 0.668667960  end 0.669999998
        Limit       0.669999999 bounds the price at the END of the trade
        ! Only 2.498139972 of 100 would be traded now; the rest stays where it is.




       Enter review   ↑↓ choose mode   Tab next field   Esc back   ? keys   q quit
      "
    `)
  })

  test('the confirmation', () => {
    expect(screen(confirmation(large, 'stake', '2'))).toMatchInlineSnapshot(`
      "
       devnet   block 4242  1 s old  ● connected 12 ms  0 pending  ws://127.0.0.1:9944
      1 Port 2 Nets 3 Dele [4 Trade] 5 Batch 6 Act 7 Set       5Grwva…utQY τ1,234.5000
      ────────────────────────────────────────────────────────────────────────────────
      ╭──────────────────────────────────────────────────────────────────────────────╮
      │ Stake τ2.000000000 on 1 Apex on devnet?                                      │
      │                                                                              │
      │ Account     5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY                 │
      │ Validator   5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y                 │
      │ Receive     2.992507356α at least 2.983571504α                               │
      │ Worst price 0.669999999 τ/α at the end of the trade                          │
      │ Fees        swap τ0.001007095 network τ0.001680739                           │
      │ Mode        strict within 0.5%: in full, or nothing                          │
      │ Price       now 0.666666666 average 0.668335867 end 0.669334654              │
      │ Priced at   block 4242, the newest                                           │
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
      [1 Portfolio] 2 3 4 5 6 7            5Grwva…utQY τ1,234.5000
        NET NAME            STAKE     AT SPOT    EXIT NOW   τ/DAY
      ❯   0 root        τ250.0000   τ250.0000   τ250.0000       …
          1 Apex        120.5000α    τ80.3333    τ74.3251       …
        277 Monsoon   1,800.0000इ τ1,350.0000 τ1,173.3989       …





        All τ2,914.8333 at spot, τ2,732.2240 if sold now
        since start: the first block
       u unstake   s stake more   Enter details   ? keys   q quit
      "
    `)
  })

  test('the stake form', () => {
    expect(screen(stakeForm(SMALLEST, '2'))).toMatchInlineSnapshot(`
      "
       devnet   block 4242  1 s old  ● connected 12 ms  0 pending
      1 2 3 [4 Trade] 5 6 7                5Grwva…utQY τ1,234.5000
        [Stake] Unstake  Move  Swap  Transfer  Burn
        Subnet      1 Apex
        Validator   5FLSigC9HGRK…S59Y
      ❯ Amount      2▏ τ   of τ1,234.5000 free
        Mode        ● strict   in full, within the limit
        Tolerance   0.5%   how far the price may move against you
        Receive     2.992507356α  at least 2.983571504α
        Fees        swap τ0.001007095  network …
        Price τ/α   average 0.668335867  end 0.669334654
        Limit       0.669999999 bounds the price at the END

       Enter review   h 50%   m all   Tab next field   ? keys
      "
    `)
  })

  test('the confirmation of an unsafe trade', () => {
    expect(screen(press(confirmation(SMALLEST, 'stake', '2', 'unsafe'), 'Up'))).toMatchInlineSnapshot(`
      "
       devnet   block 4242  1 s old  ● connected 12 ms  0 pending
      1 2 3 [4 Trade] 5 6 7                5Grwva…utQY τ1,234.5000
       Stake τ2.000000000 on 1 Apex on devnet?
       Account   5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY
       Validator 5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y
       Receive   2.992507356α or less: nothing is guaranteed
       Worst     any price: there is no limit
       Fees      swap τ0.001007095 network τ0.001680739
       ! No limit: this trade goes through at any price.
       Mode      unsafe: in full, at any price
       ↓ 3 more lines: PgDn
      ❯ Type     ▏  type unsafe to trade at any price
        [ Cancel ]   [ Sign and send ]
       Enter next   ←→ move   PgDn the rest   Esc cancel
      "
    `)
  })

  test('the unstake form', () => {
    expect(screen(press(ready({}, SMALLEST), 'j', 'u', ...'all'))).toMatchInlineSnapshot(`
      "
       devnet   block 4242  1 s old  ● connected 12 ms  0 pending
      1 2 3 [4 Trade] 5 6 7                5Grwva…utQY τ1,234.5000
         Stake [Unstake] Move  Swap  Transfer  Burn
        Position    1 Apex with 5FLSigC9HGRK…S59Y
      ❯ Amount      all▏ α   of 120.500000000α
        Mode        ● strict   refused because only 3.7660α fits
        Tolerance   0.5%   how far the price may move against you
                    ✗ The whole amount would move the price
                    beyond the limit of 0.663333334 TAO per
                    alpha. At most 3.766016964 fits: use less,
                    allow a larger tolerance, or fill what fits
                    with the partial mode.
        Receive     –
       Enter review   h 50%   m all   Tab next field   ? keys
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
    const screens = new Screens(stakeForm(large, '')).press('2')
    const [wish] = screens.wished('estimate')
    if (!wish) throw new Error('nothing is estimated')
    const failure = failureOf(
      new StakeError('InsufficientBalance', 'Staking takes more than there is.', { remedy: 'Take less.' }),
    )
    const lines = frame(
      screens.tell({ type: 'estimated', draft: wish.draft, block: '0x01', leg: undefined, failure }).state,
    )
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
          {
            session: {
              network: 'test',
              endpoint: 'wss://test',
              embedded: false,
              developmentKeys: false,
              coldkey: undefined,
              canSign: false,
            },
          },
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
            {
              session: {
                network: 'finney',
                endpoint: 'wss://finney',
                embedded: false,
                developmentKeys: false,
                coldkey: undefined,
                canSign: false,
              },
            },
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
    const text = renderToString(<Frame state={press(ready(), '2')} />, {
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
  const session = {
    network: 'finney',
    endpoint: 'wss://finney',
    embedded: false,
    developmentKeys: false,
    coldkey: undefined,
    canSign: false,
  }
  const text = screen(press(ready({ session }), 'a', ...'abandon ship'))
  expect(text).toContain('•'.repeat(12))
  expect(text).not.toMatch(/abandon|ship/)
  expect(text).not.toContain(coldkey)
  expect(text).not.toContain(hotkeys[0])
})
