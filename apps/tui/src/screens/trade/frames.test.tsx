import { stripVTControlCharacters } from 'node:util'
import { Balance, StakeError } from '@stake/math'
import type { FinalReport } from '@stake/ops'
import { renderToString } from 'ink'
import { describe, expect, test } from 'vitest'
import { Screens } from '../../../test/driver.ts'
import {
  coldkey,
  hotkeys,
  planOfDrafts,
  position,
  ready,
  snapshot,
  validators,
} from '../../../test/sample.ts'
import { failureOf } from '../../failure.ts'
import { displayWidth } from '../../safe-text.ts'
import { wantedLegs } from '../batch/batch-state.ts'
import { Frame } from '../shell/app.tsx'
import type { Size } from '../shell/state.ts'
import type { Destination } from './destinations.ts'
import type { Draft } from './draft.ts'
import { openTrade } from './open-trade.ts'
import type { FormStart } from './trade-form.ts'
import type { RunForm } from './transaction.ts'

const smallest: Size = { columns: 60, rows: 15 }
const usual: Size = { columns: 80, rows: 24 }
const wide: Size = { columns: 120, rows: 40 }
const widest: Size = { columns: 200, rows: 50 }
const sizes: readonly Size[] = [smallest, usual, { columns: 109, rows: 30 }, wide, widest]

const stranger = '5DTestUPts3kjeXSTMyerHihn1uwMfLj8vU8sqF7qYrFabHE'
const bob = '5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty'
/** A valid address that begins and ends like his. */
const double = '5FHneW46xGXgs5mUiveU4sbTyMjwgLHDXexeRASSKKBH94ty'

function lines({ state }: Screens): string[] {
  const text = stripVTControlCharacters(
    renderToString(<Frame state={state} />, { columns: state.size.columns }),
  )
  return text.split('\n').map((line) => line.trimEnd())
}

function text(screens: Screens): string {
  return lines(screens).join('\n')
}

function flat(screens: Screens): string {
  return lines(screens)
    .join(' ')
    .replace(/[│\s]+/g, ' ')
}

function opened(size: Size, start: FormStart): Screens {
  const [state] = openTrade(ready({}, size), start)
  // The next thing that happens has it quoted.
  return new Screens(state).send({ type: 'tick', now: state.now })
}

function asked(
  size: Size,
  drafts: readonly Draft[],
  destinations: readonly Destination[] = [],
  form: RunForm = 'run',
): Screens {
  const screens = new Screens(ready({ view: 'trade' }, size))
  const [draft] = drafts
  if (!draft) throw new Error('nothing is drafted')
  screens.state = { ...screens.state, trade: { ...screens.state.trade, planning: draft } }
  screens.tell({ type: 'planned', draft, plan: planOfDrafts(...drafts), destinations })
  const { dialog } = screens.state
  if (dialog?.kind !== 'confirm') throw new Error('nothing is asked')
  screens.state = { ...screens.state, dialog: { ...dialog, confirmation: { ...dialog.confirmation, form } } }
  return screens
}

const own = { coldkey, netuid: 277, hotkey: hotkeys[2], mode: 'strict', tolerance: '0.5%' } as const
const transfer: Draft = {
  ...own,
  kind: 'transferStake',
  amount: '1',
  toColdkey: double,
  toNetuid: 1,
  route: 'protected',
}
const drafts: readonly Draft[] = [
  { ...own, kind: 'stake', netuid: 1, hotkey: hotkeys[1], amount: '2' },
  { ...own, kind: 'unstake', amount: '10' },
  { ...own, kind: 'move', amount: '1', toHotkey: hotkeys[0], toNetuid: 277, route: 'direct' },
  { ...own, kind: 'swap', amount: '1', toNetuid: 1, route: 'protected' },
  transfer,
  { ...own, kind: 'stakeBurn', netuid: 1, hotkey: hotkeys[1], amount: '2' },
]

const starts: readonly FormStart[] = [
  { kind: 'stake', netuid: 1 },
  { kind: 'unstake', netuid: 277, hotkey: hotkeys[2] },
  { kind: 'move', netuid: 277, hotkey: hotkeys[2] },
  { kind: 'swap', netuid: 277, hotkey: hotkeys[2], toNetuid: 1 },
  { kind: 'transferStake', netuid: 277, hotkey: hotkeys[2], toColdkey: stranger, toNetuid: 1 },
  { kind: 'stakeBurn', netuid: 3 },
]

describe('every frame of the trade room fits its terminal', () => {
  const frames: readonly (readonly [string, (size: Size) => Screens])[] = [
    ...starts.flatMap((start): (readonly [string, (size: Size) => Screens])[] => [
      [`${start.kind}, opened`, (size) => opened(size, start)],
      [
        `${start.kind}, asked for too much`,
        (size) =>
          opened(size, start)
            .tell({ type: 'validators', netuid: start.netuid ?? 0, validators })
            .press('Tab', 'Tab', 'Tab', 'Tab', 'Tab')
            .press(...'999'),
      ],
    ]),
    ...drafts.map((draft): readonly [string, (size: Size) => Screens] => [
      `${draft.kind}, confirmed`,
      (size) => asked(size, [draft]),
    ]),
    ['many, confirmed', (size) => asked(size, drafts, [], 'gather')],
    [
      'many, under way',
      (size) =>
        asked(size, drafts, [], 'gather').press(
          'PageDown',
          'PageDown',
          'PageDown',
          'PageDown',
          'PageDown',
          'PageDown',
          'PageDown',
          'PageDown',
          'PageDown',
          'Right',
          'Enter',
        ),
    ],
  ]

  test.each(frames)('%s', (_what, open) => {
    for (const size of sizes) {
      const shown = lines(open(size))
      expect(shown.length).toBeLessThan(size.rows)
      for (const line of shown) expect(displayWidth(line)).toBeLessThanOrEqual(size.columns)
      // The keys are the last line, whatever the screen holds.
      expect(shown.at(-1)).toMatch(/^ \S/)
      expect(shown.join('')).not.toMatch(/[\u202E\u200B]/)
    }
  })
})

test('the form at 120 columns: the quote beside it, the routes side by side', () => {
  const screens = opened(wide, {
    kind: 'swap',
    netuid: 277,
    hotkey: hotkeys[2],
    toNetuid: 1,
    amount: '1',
    route: 'protected',
  })
  expect(`\n${text(screens.press('Tab'))}\n`).toMatchInlineSnapshot(`
    "
     devnet   block 4242  1 s old  ● connected 12 ms  0 pending  ws://127.0.0.1:9944
    1 Portfolio  2 Subnets  3 Delegates  [4 Trade]  5 Batch  6 Activity  7 Settings                  5Grwva…utQY τ1,234.5000
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
       Stake  Unstake  Move [Swap] Transfer  Burn                                                       now 0.750000000 τ/इ
      Exchange stake of one subnet for stake of another, same validator.

      Position    277 Monsoon with 5DAAnrj7VHTz…TXFy                    What it would do, at block 4242
      To subnet   1 Apex
      Amount      1 इ   of 1,800.000000001इ                             Receive     1.117414936α at least 1.112684546α
    ❯ Route       ● protected                                           Fees        swap 0.000503547इ + τ0.000375583
      Tolerance   0.5%   how far the price may move against you                     network …
                                                                        Sold τ/इ    average 0.749559906 end 0.749875078
                                                                        Bought τ/α  average 0.667499783 end 0.667661035
                                                                        Limit       sold for 0.746250000 τ/इ, bought for
                                                                                    0.669999999 τ/α at the END
                                                                        Free        about τ0.003685679 become free TAO
                                                                        Stays       1,799.000000001इ in the position
                                                                        ! Only the guaranteed τ0.745874228 are staked
                                                                        again; about τ0.003685679 become free TAO. A
                                                                        batch costs one swap fee more than a move.







      The two routes
     ╭─────────────────────────────────────────────────────────╮╭─────────────────────────────────────────────────────────╮
     │ ○ direct                                                ││ ● protected                                             │
     │ Now: at worst 0.49% of the value is lost                ││ Now: at worst 1.1126α of 1.1174α, or nothing happens    │
     │ Receive 1.123497731α                                    ││ Receive 1.117414936α                                    │
     │ One call and one swap fee. The chain only caps how much ││ A strict sale and a strict purchase of what the sale    │
     │ may move, by a formula that ignores the weights of the  ││ guarantees, in one batch: all or nothing. One swap fee  │
     │ pools.                                                  ││ more, and a little TAO becomes free.                    │
     │                                                         ││                                                         │
     │                                                         ││                                                         │
     ╰─────────────────────────────────────────────────────────╯╰─────────────────────────────────────────────────────────╯
     Enter review   ↑↓ choose route   Tab next field   Esc back   ? keys   q quit
    "
  `)
})

test('the modes side by side, each with what it would do and what it is for', () => {
  const shown = flat(opened(wide, { kind: 'stake', netuid: 1, hotkey: hotkeys[1], amount: '100' }))
  expect(shown).toContain('What the 3 modes would do')
  expect(shown).toContain('refused because only')
  expect(shown).toContain('fills τ2.4981 of τ100.0000')
  expect(shown).toMatch(/● strict ○ partial ○ unsafe/)
})

test('what is chosen from is under its field, the chosen one marked, names of the chain harmless', () => {
  const screens = opened(usual, { kind: 'stake' }).press(...'evil')
  expect(text(screens)).toMatchInlineSnapshot(`
    " devnet   block 4242  1 s old  ● connected 12 ms  0 pending  ws://127.0.0.1:9944
    1 Port 2 Nets 3 Dele [4 Trade] 5 Batch 6 Act 7 Set       5Grwva…utQY τ1,234.5000
    ────────────────────────────────────────────────────────────────────────────────
      [Stake] Unstake  Move  Swap  Transfer  Burn               now 0.029999999 τ/γ

    ❯ Subnet      evil▏  1 found
                  ●   3 quietevil            γ   0.029999 τ
      Validator   type a part of its name or address, or paste one
      Amount      a number, all or 50% τ   of τ1,234.5000 free
      Mode        ● strict   all within the limit, or nothing
                  ○ partial  as much as fits within the limit
                  ○ unsafe   all of it, at any price
      Tolerance   0.5%   how far the price may move against you
      Receive     –
      Fees        swap –  network …
      Price τ/α   average –  end –
      Limit       bounds the price at the END of the trade





     Enter choose   ↑↓ move   Tab next field   Esc clear   ? keys"
  `)
})

test('what is locked is told beside the amount', () => {
  const locked = { ...position(277, hotkeys[2], '100'), available: Balance.parse('40', 277) }
  const { live } = ready()
  const [state] = openTrade(
    ready({ live: live && { ...live, snapshot: snapshot({ positions: [locked] }) } }),
    { kind: 'unstake', netuid: 277, hotkey: hotkeys[2] },
  )
  expect(flat(new Screens(state))).toContain('of 40.000000000इ, 60.0000इ locked')
})

describe('the last question', () => {
  const odd: Destination = { kind: 'coldkey', address: double, isNew: true, resembles: bob }

  test('names everything in full, and where a double of a known address would get it', () => {
    expect(`\n${text(asked(usual, [transfer], [odd]))}\n`).toMatchInlineSnapshot(`
      "
       devnet   block 4242  1 s old  ● connected 12 ms  0 pending  ws://127.0.0.1:9944
      1 Port 2 Nets 3 Dele [4 Trade] 5 Batch 6 Act 7 Set       5Grwva…utQY τ1,234.5000
      ────────────────────────────────────────────────────────────────────────────────
      ╭──────────────────────────────────────────────────────────────────────────────╮
      │ Transfer 1.000000000इ from 277 Monsoon → 1 Apex to another account on        │
      │ devnet?                                                                      │
      │                                                                              │
      │ Account     5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY                 │
      │ Receiver    5FHneW46xGXgs5mUiveU4sbTyMjwgLHDXexeRASSKKBH94ty                 │
      │ ! It looks like 5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty, which you  │
      │ know, but it is ANOTHER address. Thieves make such doubles.                  │
      │ Validator   5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy                 │
      │ They get    1.112684546α at least 1.112684546α                               │
      │ Free        about τ0.003685679 become free TAO                               │
      │ Worst price sold for 0.746250000 τ/इ, bought for 0.669999999 τ/α at the end  │
      │ Fees        swap 0.000503547इ + τ0.000375583 network τ0.001680739            │
      │ ! The stake will belong to 5FHneW46xGXgs5mUiveU4sbTyMjwgLHDXexeRASSKKBH94ty. │
      │ ↓ 8 more lines: PgDn                                                         │
      │                                                                              │
      │  Type again   type the last 8 letters of the address it goes to              │
      │❯ [ Cancel ]   [ Sign and send ]                                              │
      ╰──────────────────────────────────────────────────────────────────────────────╯
       Enter cancel   ←→ move   PgDn the rest   Esc cancel   ? keys   q quit
      "
    `)
  })

  test.each(sizes)('shows each address in full at %o', (size) => {
    const screens = asked(size, [transfer], [odd])
    let seen = flat(screens)
    for (let page = 0; page < 6; page++) seen += flat(screens.press('PageDown'))
    for (const address of [coldkey, hotkeys[2], double, bob]) expect(seen).toContain(address)
  })

  test('lets nobody sign for a double who has not looked at its end', () => {
    const screens = asked(usual, [transfer], [odd]).press('Right', 'Enter')
    expect(screens.state.notice?.text).toMatch(/^(Type the last 8 letters|Read all of it)/)
    screens.press('PageDown', 'PageDown', 'Right', 'Right', 'Enter')
    expect(screens.wanted('run')).toEqual([])
    screens.press('Left', 'Left')
    while (screens.state.dialog?.kind === 'confirm' && screens.state.dialog.confirmation.focus !== 'typed')
      screens.press('Tab')
    screens.type(double.slice(-8)).press('Tab', 'Tab', 'Enter')
    expect(screens.wanted('run')).toHaveLength(1)
    expect(flat(asked(usual, [transfer], [odd]))).not.toContain(`type ${double.slice(-8)}`)
  })

  test('tells of a destination that was never used', () => {
    const fresh: Destination = { kind: 'coldkey', address: double, isNew: true, resembles: undefined }
    expect(flat(asked(wide, [transfer], [fresh]))).toContain('You never sent stake to this account before')
    const validator: Destination = { kind: 'hotkey', address: hotkeys[1], isNew: true, resembles: undefined }
    const [stake] = drafts
    expect(stake && flat(asked(wide, [stake], [validator]))).toContain(
      'You have no stake with this validator yet.',
    )
  })

  test('asks for the amount of what is much', () => {
    const much: Draft = { ...own, kind: 'unstake', amount: '150', tolerance: '4%' }
    const screens = asked(usual, [much])
    expect(flat(screens)).toContain('type 150 because it is much')
    screens.press('Right', 'Enter')
    expect(screens.wanted('run')).toEqual([])
    screens.press('Tab').type('150.0').press('Tab', 'Tab', 'Enter')
    expect(screens.wanted('run')).toHaveLength(1)
  })

  test('cannot be said yes to before all of it was in sight', () => {
    const screens = asked(smallest, [drafts[3] ?? transfer]).press('Right', 'Enter')
    expect(screens.state.notice?.text).toContain('Read all of it first')
    expect(screens.wanted('run')).toEqual([])
    screens.press('PageDown', 'PageDown', 'Enter')
    expect(screens.wanted('run')).toHaveLength(1)
  })

  test('of many names each, and their sum', () => {
    const shown = flat(asked(widest, drafts.slice(0, 2), [], 'batch'))
    expect(shown).toContain('2 operations, all or none, in one transaction, on devnet?')
    expect(shown).toContain('1. Stake τ2.000000000 on 1 Apex')
    expect(shown).toContain('2. Unstake 10.000000000इ from 277 Monsoon')
    expect(shown).toContain('Sign and send all 2')
    const [, sale] = planOfDrafts(...drafts.slice(0, 2)).legs
    const brought = `brings ${sale?.received.format()} (at least ${sale?.leastReceived?.format()})`
    expect(shown).toContain(`Together takes τ2.000000000, ${brought}, network fees at most τ0.003361478`)
  })
})

describe('what became of it', () => {
  const sent = (drafted: readonly Draft[], form: RunForm): Screens => {
    const screens = asked(widest, drafted, [], form).press('Right', 'Enter')
    expect(screens.wanted('run')).toHaveLength(1)
    return screens
  }
  const ended = (screens: Screens, leg: number, changes: Partial<FinalReport>): FinalReport => {
    const plan = screens.state.transactions[0]?.legs[leg]?.leg
    if (!plan) throw new Error('there is no such leg')
    return {
      operation: plan.operation,
      status: 'executed',
      final: true,
      fill: 'filled',
      asked: plan.amount,
      executed: plan.amount,
      rest: Balance.zero(plan.amount.netuid),
      received: plan.received,
      expected: plan.received,
      free: plan.free,
      swapFee: Balance.zero(plan.amount.netuid),
      networkFee: Balance.fromRao(1_680_739n),
      feeInAlpha: undefined,
      averagePrice: undefined,
      plannedAveragePrice: undefined,
      endPrices: [],
      parts: [],
      block: { number: 4_243, hash: '0x02' },
      hash: '0xabcdef0123456789',
      error: undefined,
      alarms: [],
      ...changes,
    }
  }
  const two = drafts.slice(0, 2)

  test('of many is a line each with a bar over all, and everything of the one looked at', () => {
    const screens = sent(two, 'gather')
    const error = new StakeError('SlippageTooHigh', 'The price went beyond your limit.', {
      remedy: 'Lower the amount.',
    })
    screens.send({ type: 'submission', id: 'op-1', leg: 0, state: { status: 'broadcast' } })
    screens.send({
      type: 'reported',
      id: 'op-1',
      leg: 1,
      report: ended(screens, 1, { status: 'failed', error }),
    })
    const shown = flat(screens)
    expect(shown).toContain('1 of 2 final, 1 not executed, at once')
    expect(shown).toMatch(/❯ +1 Stake τ2\.0000 on 1 Apex +◌ broadcast/)
    expect(shown).toMatch(/2 Unstake 10\.0000इ from 277 Monsoon +✗ failed/)
    expect(flat(screens.press('j'))).toContain('✗ The price went beyond your limit. Lower the amount.')
    expect(screens.state.notice).toBeUndefined()
    screens.press('Escape')
    screens.send({ type: 'reported', id: 'op-1', leg: 0, report: ended(screens, 0, {}) })
    expect(screens.state.notice?.text).toBe('1 of 2 failed: The price went beyond your limit.')
  })

  test('is not tried again as long as the first could still happen', () => {
    const screens = sent(two.slice(0, 1), 'run')
    screens.send({ type: 'submission', id: 'op-1', leg: 0, state: { status: 'broadcast' } })
    screens.press('r')
    expect(screens.state.notice?.text).toContain('It could happen twice'.slice(3))
    expect(screens.dialog).toBe('outcome')
    const failure = failureOf(new StakeError('Disconnected', 'It is gone.'))
    screens.send({ type: 'failed', id: 'op-1', failure, unsigned: false }).press('r')
    expect(screens.dialog).toBe('outcome')
  })

  test('can be tried again when it came to nothing: the form with the same draft', () => {
    const screens = sent(two.slice(0, 1), 'run')
    const error = new StakeError('SlippageTooHigh', 'The price went beyond your limit.')
    screens.send({
      type: 'reported',
      id: 'op-1',
      leg: 0,
      report: ended(screens, 0, { status: 'failed', error }),
    })
    screens.press('r')
    expect(screens.form).toMatchObject({
      kind: 'stake',
      subnet: { value: 1 },
      hotkey: { value: hotkeys[1] },
      amount: { text: '2' },
    })
    screens.press('Enter')
    expect(screens.wished('plan')).toEqual([{ type: 'plan', draft: two[0] }])
  })

  test('in part leaves the rest to be asked for: alone in the form, of many in a batch with what failed', () => {
    const partly = { fill: 'partly', rest: Balance.parse('0.5'), executed: Balance.parse('1.5') } as const
    const alone = sent(two.slice(0, 1), 'run')
    alone.send({ type: 'reported', id: 'op-1', leg: 0, report: ended(alone, 0, partly) })
    expect(flat(alone)).toContain('r the rest')
    expect(alone.press('r').form).toMatchObject({ kind: 'stake', amount: { text: '0.5' } })

    const many = sent(two, 'gather')
    const error = new StakeError('SlippageTooHigh', 'The price went beyond your limit.')
    many.send({ type: 'reported', id: 'op-1', leg: 0, report: ended(many, 0, partly) })
    many.send({
      type: 'reported',
      id: 'op-1',
      leg: 1,
      report: ended(many, 1, { status: 'failed', error }),
    })
    expect(flat(many)).toContain('r retry failed and rests')
    expect(flat(many)).toContain('2 of 2 final, 1 in part, 1 not executed')
    expect(flat(many)).toMatch(/on 1 Apex +✓ final +in part, in block #4243/)
    many.press('r')
    expect(wantedLegs(many.state)).toEqual([{ ...two[0], amount: '0.5' }, two[1]])
    expect(flat(many)).toContain('1 that came to nothing and the rest of 1')
  })

  test('that was executed has nothing to try again', () => {
    const screens = sent(two.slice(0, 1), 'run')
    screens.send({ type: 'reported', id: 'op-1', leg: 0, report: ended(screens, 0, {}) }).press('r')
    expect(screens.dialog).toBe('outcome')
    expect(flat(screens)).toContain('exactly as quoted')
  })

  test('beside the quote: how much less came out, what stays, what the alarms say', () => {
    const screens = sent(two.slice(0, 1), 'run')
    const received = Balance.parse('2.9', 1)
    const alarm = {
      id: 'op-1',
      code: 'FeeAbovePlan',
      message: 'The network fee was more than planned.',
      details: {},
    } as const
    screens.send({
      type: 'reported',
      id: 'op-1',
      leg: 0,
      report: ended(screens, 0, { received, alarms: [alarm] }),
    })
    const shown = flat(screens)
    expect(shown).toContain('2.900000000α 3.09% less than quoted')
    expect(shown).toContain('! The network fee was more than planned.')
  })
})
