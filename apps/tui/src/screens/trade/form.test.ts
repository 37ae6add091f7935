import { Balance, StakeError } from '@stake/math'
import { DEFAULT_TOLERANCE } from '@stake/ops'
import { describe, expect, test } from 'vitest'
import { delegateRows } from '../../../test/crowd.ts'
import { Screens } from '../../../test/driver.ts'
import { coldkey, hotkeys, planOf, position, ready, snapshot, validators } from '../../../test/sample.ts'
import { failureOf } from '../../failure.ts'
import { openTrade } from './open-trade.ts'
import { draftOf, type FormStart, INITIAL_TOLERANCE, type TradeKind } from './trade-form.ts'

const bob = '5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty'
const stranger = '5DTestUPts3kjeXSTMyerHihn1uwMfLj8vU8sqF7qYrFabHE'

/** The stake form of subnet 1, with its validators. */
function stakeForm(): Screens {
  return new Screens().press('2', 'j', 's').tell({ type: 'validators', netuid: 1, validators })
}

/** A form as other rooms open it. */
function opened(start: FormStart): Screens {
  const [state] = openTrade(ready(), start)
  return new Screens(state)
}

describe('the stake form', () => {
  test('begins on the largest validator with a permit, strict, with the tolerance of ops', () => {
    const { form } = stakeForm()
    expect(form).toMatchObject({
      subnet: { value: 1 },
      hotkey: { value: hotkeys[1] },
      focus: 'hotkey',
      mode: 'strict',
    })
    expect(INITIAL_TOLERANCE).toBe(DEFAULT_TOLERANCE)
    expect(draftOf(form, coldkey)).toMatchObject({ tolerance: DEFAULT_TOLERANCE })
  })

  test('validators are asked for once, and again with the next block when they could not be read', () => {
    const screens = new Screens().press('2', 'j', 's')
    expect(screens.wished('readValidators')).toEqual([{ type: 'readValidators', netuid: 1 }])
    const failure = failureOf(new StakeError('Disconnected', 'It is gone.'))
    screens.tell({ type: 'validatorsUnread', netuid: 1, failure })
    expect(screens.state.trade.validators?.failure).toEqual(failure)
    const { live } = screens.state
    if (!live?.snapshot) throw new Error('nothing was read')
    screens.send({ type: 'live', live })
    expect(screens.wished('readValidators')).toHaveLength(1)
    const next = { ...live.snapshot, block: { number: 4_243, hash: '0x02' as const } }
    screens.send({ type: 'live', live: { ...live, snapshot: next } })
    expect(screens.wished('readValidators')).toHaveLength(2)
  })

  test('arrows choose a validator, Tab goes on, and unsafe has no tolerance to stop at', () => {
    const screens = stakeForm().press('Down', 'Tab').type('5').press('Tab')
    expect(screens.form).toMatchObject({ hotkey: { value: hotkeys[0] }, focus: 'mode' })
    expect(screens.press('j').form.mode).toBe('partial')
    expect(screens.press('Tab').form.focus).toBe('tolerance')
    expect(screens.press('Shift-Tab', 'G').form.mode).toBe('unsafe')
    expect(screens.press('Tab').form.focus).toBe('kind')
    expect(draftOf(screens.form, coldkey)).toMatchObject({ mode: 'unsafe', amount: '5' })
  })

  test('a subnet is found by its number before all that contain it, or by its name', () => {
    const screens = new Screens().press('4', 'Enter')
    expect(screens.form.focus).toBe('subnet')
    expect(screens.type('2').form.subnet.value).toBe(2)
    expect(screens.press('Down').form.subnet.value).toBe(277)
    expect(screens.press('Escape').form.subnet.value).toBeUndefined()
    expect(screens.type('mnsn').form.subnet.value).toBe(277)
    screens.press('Enter')
    expect(screens.form).toMatchObject({ focus: 'hotkey', subnet: { value: 277, typed: { text: '' } } })
  })

  test('what matches nothing is nothing, and Enter says so', () => {
    const screens = new Screens().press('4', 'Enter').type('zzz')
    expect(screens.form.subnet.value).toBeUndefined()
    screens.press('Enter')
    expect(screens.state.notice?.text).toContain('Nothing matches')
    expect(screens.form.focus).toBe('subnet')
  })

  test('another subnet has other validators', () => {
    const screens = stakeForm().press('Shift-Tab', 'Down')
    expect(screens.form).toMatchObject({ subnet: { value: 2 }, hotkey: { value: undefined } })
    // Nothing is read for subnets that are only passed by.
    expect(screens.wished('readValidators')).toHaveLength(1)
    screens.press('Enter')
    expect(screens.wished('readValidators').at(-1)).toEqual({ type: 'readValidators', netuid: 2 })
  })

  test('a validator is found by the name it has among the delegates', () => {
    const before = stakeForm()
    expect(before.type('otter').form.hotkey.value).toBeUndefined()
    const rows = delegateRows(2).map((row) => ({ ...row, hotkey: hotkeys[0] }))
    const state = before.press('Escape').state
    const known = new Screens({ ...state, delegates: { ...state.delegates, rows } })
    expect(known.type('otter').form.hotkey.value).toBe(hotkeys[0])
  })

  test('a pasted address is looked for, and chosen although it is not listed', () => {
    const screens = stakeForm()
      .send({ type: 'paste', text: ` ${coldkey}\n` })
      .press('Enter')
    expect(screens.form.hotkey.value).toBe(coldkey)
    expect(screens.form.focus).toBe('amount')
  })

  test('what was typed survives a look at other rooms', () => {
    const screens = stakeForm().press('Enter').type('5').press('Tab').press('1')
    expect(screens.state.view).toBe('portfolio')
    expect(screens.press('4').form.amount.text).toBe('5')
  })

  test('Esc goes back to the room that it was opened from', () => {
    expect(stakeForm().press('Escape').state.view).toBe('subnets')
    expect(new Screens().press('u', 'Escape').state.view).toBe('portfolio')
    const screens = new Screens().press('4', 'Tab', 'Tab', 'Escape')
    expect(screens.form.focus).toBe('kind')
    expect(screens.press('Escape').state.view).toBe('trade')
  })

  test.each([
    ['h', '50%'],
    ['m', 'all'],
  ])('%s is %s', (key, amount) => {
    expect(stakeForm().press('Enter', '7', key).form.amount.text).toBe(amount)
  })

  test('x is about what fits within the tolerance, and there is none without a limit', () => {
    const screens = stakeForm().press('Enter', 'x')
    // 2.498139972 just fit.
    expect(screens.form.amount.text).toBe('2.448177172')
    expect(screens.state.trade.assessed?.assessment.problems).toEqual([])
    screens.press('Tab', 'G', 'Shift-Tab', 'x')
    expect(screens.state.notice?.text).toContain('No limit bounds it')
  })

  test('plus and minus step through the presets of the tolerance, which can be typed too', () => {
    const screens = stakeForm().press('Enter', 'Tab', 'Tab')
    expect(screens.press('+').form.tolerance.text).toBe('1%')
    expect(screens.press('+', '+').form.tolerance.text).toBe('5%')
    expect(screens.press('-', '-', '-', '-').form.tolerance.text).toBe('0.1%')
    expect(screens.press('Ctrl-u').type('25bps').form.tolerance.text).toBe('25bps')
  })

  test('Enter plans once, however often it is pressed', () => {
    const screens = stakeForm().press('Enter').type('5').press('Enter', 'Enter', 'Enter')
    expect(screens.wished('plan')).toHaveLength(1)
  })

  test('without a connection nothing is planned, and Enter says so', () => {
    const screens = stakeForm().press('Enter').type('1')
    const { live } = screens.state
    if (!live) throw new Error('nothing was read')
    const connection = { status: 'offline', endpoint: 'x', reason: 'y', retryAt: 0 } as const
    screens.send({ type: 'live', live: { ...live, connection } }).press('Enter')
    expect(screens.state.notice?.text).toContain('There is no connection now.')
    expect(screens.wished('plan')).toEqual([])
    expect(screens.send({ type: 'live', live }).press('Enter').wished('plan')).toHaveLength(1)
  })

  test('Enter says what is missing, and goes there', () => {
    const screens = stakeForm().press('Enter', 'Enter')
    expect(screens.state.notice?.text).toContain('Say how much')
    expect(screens.wished('plan')).toEqual([])
    const empty = new Screens().press('4', 'Tab', 'Tab', 'Tab', 'Enter')
    expect(empty.form.focus).toBe('subnet')
    expect(empty.state.notice?.text).toBe('Choose a subnet first.')
  })

  test('a plan of what is no longer asked for leads nowhere', () => {
    const screens = stakeForm().press('Enter').type('5').press('Enter')
    const [wish] = screens.wished('plan')
    if (!wish) throw new Error('nothing was planned')
    const planned = {
      type: 'planned',
      draft: wish.draft,
      plan: planOf('stake', '2'),
      destinations: [],
    } as const
    screens.type('0').tell(planned)
    expect(screens.form.amount.text).toBe('50')
    screens.press('Escape').tell(planned)
    expect(screens.dialog).toBeUndefined()
  })

  test('a refused plan stays on the form until something is changed', () => {
    const screens = stakeForm().press('Enter').type('5').press('Enter')
    const [wish] = screens.wished('plan')
    if (!wish) throw new Error('nothing was planned')
    const failure = failureOf(new StakeError('SlippageTooHigh', 'Too much.', { remedy: 'Less.' }))
    screens.tell({ type: 'notPlanned', draft: wish.draft, failure })
    expect(screens.state.trade.refusal).toEqual(failure)
    expect(screens.press('Backspace').state.trade.refusal).toBeUndefined()
  })

  test('one estimate at a time, of what stands there when it is asked for', () => {
    const screens = stakeForm().press('Enter').type('1').type('.').type('5')
    expect(screens.wished('estimate').map(({ draft }) => 'amount' in draft && draft.amount)).toEqual(['1'])
    const [wish] = screens.wished('estimate')
    if (!wish) throw new Error('nothing was estimated')
    const [leg] = planOf('stake', '1').legs
    screens.tell({ type: 'estimated', draft: wish.draft, block: '0x01', leg, failure: undefined })
    expect(screens.wished('estimate').map(({ draft }) => 'amount' in draft && draft.amount)).toEqual([
      '1',
      '1.5',
    ])
  })

  test('what is wrong already is not planned for an estimate', () => {
    expect(stakeForm().press('Enter').type('-').wished('estimate')).toEqual([])
  })

  test('an account that is only watched is asked for its key before anything is planned', () => {
    const { session } = ready()
    const screens = new Screens(ready({ session: session && { ...session, canSign: false } }))
    screens.press('2', 'j', 's').tell({ type: 'validators', netuid: 1, validators })
    screens.press('Enter').type('5').press('Enter')
    expect(screens.dialog).toBe('key')
    expect(screens.wished('plan')).toEqual([])
    screens.send({ type: 'keyAccepted', coldkey, canSign: true }).press('Enter')
    expect(screens.wished('plan')).toHaveLength(1)
  })
})

describe('keys make a draft of every kind', () => {
  const toKind = (screens: Screens, kind: TradeKind): Screens => {
    const steps = ['stake', 'unstake', 'move', 'swap', 'transferStake', 'stakeBurn'].indexOf(kind)
    return screens.press('4', ...Array.from({ length: steps }, () => 'Right'), 'Enter')
  }
  const common = { coldkey, netuid: 277, hotkey: hotkeys[2], mode: 'strict', tolerance: '0.5%' }
  const cases: readonly (readonly [TradeKind, (screens: Screens) => Screens, object])[] = [
    [
      'unstake',
      (screens) => screens.type('mons').press('Enter').type('50%'),
      { ...common, kind: 'unstake', amount: '50%' },
    ],
    [
      'move',
      (screens) =>
        screens
          .type('mons')
          .press('Enter', 'Enter')
          .tell({ type: 'validators', netuid: 277, validators })
          .type('5FHn')
          .press('Enter', 'm'),
      { ...common, kind: 'move', amount: 'all', toNetuid: 277, toHotkey: bob, route: 'direct' },
    ],
    [
      'swap',
      (screens) => screens.type('277').press('Enter').type('apex').press('Enter').type('10'),
      { ...common, kind: 'swap', amount: '10', toNetuid: 1, route: 'direct' },
    ],
    [
      'transferStake',
      (screens) =>
        screens
          .type('277')
          .press('Enter')
          .send({ type: 'paste', text: stranger })
          .press('Enter')
          .type('1')
          .press('Enter')
          .type('10'),
      {
        ...common,
        kind: 'transferStake',
        amount: '10',
        toColdkey: stranger,
        toNetuid: 1,
        route: 'protected',
      },
    ],
    [
      'stakeBurn',
      (screens) =>
        screens
          .type('277')
          .press('Enter')
          .tell({ type: 'validators', netuid: 277, validators })
          .press('Enter')
          .type('3')
          .press('Tab', 'Down'),
      { ...common, kind: 'stakeBurn', hotkey: hotkeys[1], amount: '3', mode: 'unsafe' },
    ],
  ]

  test.each(cases)('%s', (kind, keys, draft) => {
    const screens = keys(toKind(new Screens(), kind))
    expect(draftOf(screens.form, coldkey)).toEqual(draft)
    expect(screens.state.trade.assessed?.draft).toEqual(draft)
    screens.press('Enter')
    expect(screens.wished('plan')).toEqual([{ type: 'plan', draft }])
  })

  test('a route is chosen where stake changes its subnet; only the direct one has modes', () => {
    const screens = toKind(new Screens(), 'move').type('277').press('Enter').type('apex').press('Enter')
    screens.tell({ type: 'validators', netuid: 1, validators }).press('Down', 'Enter').type('10').press('Tab')
    expect(screens.form).toMatchObject({ focus: 'route', route: 'protected' })
    expect(screens.press('Tab').form.focus).toBe('tolerance')
    expect(screens.press('Shift-Tab', 'Up', 'Tab').form).toMatchObject({ focus: 'mode', route: 'direct' })
  })

  test('a kind keeps what it has in common with the one before, but no amount of another token', () => {
    const screens = opened({ kind: 'unstake', netuid: 277, hotkey: hotkeys[2] }).type('5')
    screens.press('Shift-Tab', 'Shift-Tab', 'Left')
    expect(screens.form).toMatchObject({
      kind: 'stake',
      subnet: { value: 277 },
      hotkey: { value: hotkeys[2] },
      amount: { text: '' },
    })
    screens.press('Right', 'Right', 'Right')
    expect(screens.form).toMatchObject({ kind: 'swap', position: { value: `277:${hotkeys[2]}` } })
  })

  test('other rooms open it with what they know, on the first thing that is missing', () => {
    expect(opened({ kind: 'unstake', netuid: 1, hotkey: hotkeys[1] }).form.focus).toBe('amount')
    expect(opened({ kind: 'swap', netuid: 1, hotkey: hotkeys[1] }).form.focus).toBe('toSubnet')
    expect(opened({ kind: 'move', netuid: 1, hotkey: hotkeys[1] }).form.focus).toBe('toHotkey')
    expect(opened({ kind: 'stake', hotkey: hotkeys[1] }).form.focus).toBe('subnet')
    expect(opened({ kind: 'transferStake' }).form.focus).toBe('position')
  })
})

describe('the quote', () => {
  test('follows every key and every block', () => {
    const screens = stakeForm().press('Enter').type('2')
    const received = () => screens.state.trade.assessed?.assessment.preview?.received.rao ?? 0n
    const two = received()
    expect(two).toBeGreaterThan(0n)
    expect(screens.type('0') && received()).toBe(0n)
    screens.press('Backspace')
    expect(received()).toBe(two)
    const { live } = screens.state
    const subnets = new Map(snapshot().subnets)
    const apex = subnets.get(1)
    if (!live || !apex?.pool || apex.pool.curve !== 'balancer') throw new Error('no pool')
    subnets.set(1, { ...apex, pool: { ...apex.pool, tao: Balance.parse('2000') } })
    screens.send({
      type: 'live',
      live: { ...live, snapshot: snapshot({ subnets, block: { number: 4_243, hash: '0x02' } }) },
    })
    expect(received()).toBeLessThan(two)
  })

  test('of a move has both routes', () => {
    const screens = opened({ kind: 'swap', netuid: 277, hotkey: hotkeys[2], toNetuid: 1 }).type('1')
    const routes = screens.state.trade.assessed?.assessment.routes
    expect(routes?.direct.preview?.received.netuid).toBe(1)
    expect(routes?.protected.preview?.leastReceived?.netuid).toBe(1)
  })

  test('of a locked position says what is wrong with the amount', () => {
    const locked = { ...position(1, hotkeys[1], '100'), available: Balance.parse('40', 1) }
    const { live } = ready()
    const state = ready({ live: live && { ...live, snapshot: snapshot({ positions: [locked] }) } })
    const [form] = openTrade(state, { kind: 'unstake', netuid: 1, hotkey: hotkeys[1] })
    const screens = new Screens(form).type('50')
    expect(screens.state.trade.assessed?.assessment.problems.map(({ code }) => code)).toEqual([
      'StakeUnavailable',
    ])
  })
})

test.each([
  ['m', 'move', 'toHotkey'],
  ['w', 'swap', 'toSubnet'],
  ['T', 'transferStake', 'toColdkey'],
] as const)('%s in the portfolio opens the form: %s, on what is not known yet', (key, kind, focus) => {
  const screens = new Screens().press('j', key)
  expect(screens.form).toMatchObject({ kind, focus, position: { value: `1:${hotkeys[1]}` } })
  expect(screens.press('Escape').state.view).toBe('portfolio')
})
