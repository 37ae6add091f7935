import { Balance, StakeError } from '@stake/math'
import { DEFAULT_TOLERANCE } from '@stake/ops'
import { describe, expect, test } from 'vitest'
import { coldkey, hotkeys, planOf, ready, validators } from '../../../test/sample.ts'
import { failureOf } from '../../failure.ts'
import { draftOf, INITIAL_TOLERANCE, type TradeForm } from '../trade/trade-form.ts'
import type { Key } from '../widgets/key.ts'
import { bindingsOf } from './bindings.ts'
import type { Command, Message, State } from './state.ts'
import { update } from './update.ts'

/** The screens and everything they wanted done so far. */
class Screens {
  state: State
  readonly commands: Command[] = []

  constructor(state: State = ready()) {
    this.state = state
  }

  send(message: Message): this {
    const [state, ...commands] = update(this.state, message)
    this.state = state
    this.commands.push(...commands)
    return this
  }

  press(...keys: Key[]): this {
    for (const key of keys) this.send({ type: 'key', key })
    return this
  }

  type(text: string): this {
    return this.press(...text)
  }

  get form(): TradeForm {
    if (this.state.dialog?.kind !== 'form') throw new Error(`no form is open: ${this.state.dialog?.kind}`)
    return this.state.dialog.form
  }

  get dialog(): string | undefined {
    return this.state.dialog?.kind
  }

  /** What was wanted of one kind. */
  wanted(type: Command['type']): Command[] {
    return this.commands.filter((command) => command.type === type)
  }
}

/** The stake form of subnet 1, with its validators. */
function stakeForm(): Screens {
  return new Screens().press('2', 'j', 's').send({ type: 'validators', netuid: 1, validators })
}

/** The question before a signature. */
function confirmation(...plan: Parameters<typeof planOf>): Screens {
  const screens = stakeForm().press('Enter').type('5').press('Enter')
  const draft = draftOf(screens.form)
  expect(screens.wanted('plan')).toEqual([{ type: 'plan', draft }])
  const [command] = screens.wanted('plan')
  if (command?.type !== 'plan') throw new Error('nothing was planned')
  return screens.send({ type: 'planned', draft: command.draft, plan: planOf(...plan) })
}

describe('views and lists', () => {
  test('Tab, digits and brackets switch between portfolio and subnets', () => {
    const screens = new Screens()
    expect(screens.state.view).toBe('portfolio')
    expect(screens.press('Tab').state.view).toBe('subnets')
    expect(screens.press('1').state.view).toBe('portfolio')
    expect(screens.press('2').state.view).toBe('subnets')
    expect(screens.press('[').state.view).toBe('portfolio')
  })

  test('a filter narrows the subnets, Enter keeps it, Escape clears it and never quits', () => {
    const screens = new Screens().press('2', '/').type('mons')
    expect(screens.state.subnets.filter.typing).toBe(true)
    screens.press('Enter', 'G')
    expect(screens.state.subnets).toMatchObject({ selected: 277, filter: { typing: false } })
    screens.press('Escape')
    expect(screens.state.subnets.filter.field.text).toBe('')
    screens.press('Escape', 'Escape', 'Escape')
    expect(screens.commands).toEqual([])
  })

  test('the order changes the rows, not the selected subnet', () => {
    const screens = new Screens().press('2', 'j')
    expect(screens.state.subnets.selected).toBe(1)
    expect(screens.press('o').state.subnets).toMatchObject({ order: 'price', selected: 1 })
    expect(screens.press('g').state.subnets.selected).toBe(0)
    expect(screens.press('o', 'o', 'o').state.subnets.order).toBe('netuid')
  })

  test('a key that cannot do anything says why', () => {
    const screens = new Screens().press('2', 'j', 'j', 'j', 'j', 's')
    expect(screens.state.notice?.text).toBe('Subnet 4 has not been started yet.')
    expect(screens.dialog).toBeUndefined()
    expect(screens.press('k').state.notice).toBeUndefined()
    screens.press('j', 's').send({ type: 'tick', now: screens.state.now + 60_000 })
    expect(screens.state.notice).toBeUndefined()
  })
})

describe('leaving', () => {
  const anywhere: readonly (readonly [string, () => Screens])[] = [
    ['portfolio', () => new Screens()],
    ['subnets', () => new Screens().press('2')],
    ['stake form', () => stakeForm()],
    ['confirmation', () => confirmation('stake', '2')],
    ['outcome', () => confirmation('stake', '2').press('Right', 'Enter')],
    ['list of keys', () => new Screens().press('?')],
    ['too small', () => new Screens(ready({}, { columns: 59, rows: 24 }))],
  ]

  test.each(anywhere)('q leaves from: %s', (_where, open) => {
    expect(open().press('q').wanted('quit')).toHaveLength(1)
  })

  test.each(anywhere)('Escape never leaves from: %s', (_where, open) => {
    expect(open().press('Escape', 'Escape', 'Escape', 'Escape').wanted('quit')).toEqual([])
  })

  test('while typing q is a letter', () => {
    const screens = stakeForm().press('Enter').type('q')
    expect(screens.form.amount.text).toBe('q')
    expect(screens.wanted('quit')).toEqual([])
    expect(bindingsOf(screens.state).map(({ show }) => show)).not.toContain('q')
  })
})

describe('the stake form', () => {
  test('begins on the largest validator with a permit, strict, with the tolerance of ops', () => {
    const { form } = stakeForm()
    expect(form).toMatchObject({ netuid: 1, hotkey: hotkeys[1], focus: 'validator', mode: 'strict' })
    expect(INITIAL_TOLERANCE).toBe(DEFAULT_TOLERANCE)
    expect(draftOf(form).tolerance).toBe(DEFAULT_TOLERANCE)
  })

  test('validators are asked for once, and again with the next block when they could not be read', () => {
    const screens = new Screens().press('2', 'j', 's')
    expect(screens.wanted('readValidators')).toEqual([{ type: 'readValidators', netuid: 1 }])
    const failure = failureOf(new StakeError('Disconnected', 'It is gone.'))
    screens.send({ type: 'validatorsUnread', netuid: 1, failure })
    expect(screens.form.unread).toEqual(failure)
    const { live } = screens.state
    if (!live?.snapshot) throw new Error('nothing was read')
    screens.send({ type: 'live', live })
    expect(screens.wanted('readValidators')).toHaveLength(1)
    const snapshot = { ...live.snapshot, block: { number: 4_243, hash: '0x02' as const } }
    screens.send({ type: 'live', live: { ...live, snapshot } })
    expect(screens.wanted('readValidators')).toHaveLength(2)
  })

  test('arrows choose a validator, Tab goes on, and unsafe has no tolerance to stop at', () => {
    const screens = stakeForm().press('j', 'Tab').type('5').press('Tab')
    expect(screens.form).toMatchObject({ hotkey: hotkeys[0], focus: 'mode' })
    expect(screens.press('j').form.mode).toBe('partial')
    expect(screens.press('Tab').form.focus).toBe('tolerance')
    expect(screens.press('Shift-Tab', 'G').form.mode).toBe('unsafe')
    expect(screens.press('Tab').form.focus).toBe('validator')
    expect(draftOf(screens.form)).toMatchObject({ mode: 'unsafe', amount: '5' })
  })

  test('a pasted address is looked for, and chosen although it is not listed', () => {
    const screens = stakeForm()
      .send({ type: 'paste', text: ` ${coldkey}\n` })
      .press('Enter')
    expect(screens.form.hotkey).toBe(coldkey)
    expect(screens.press('Escape').form.filter.field.text).toBe('')
    expect(screens.form.hotkey).toBe(coldkey)
  })

  test('Enter plans once, however often it is pressed', () => {
    const screens = stakeForm().press('Enter').type('5').press('Enter', 'Enter', 'Enter')
    expect(screens.wanted('plan')).toHaveLength(1)
  })

  test('a plan of what is no longer asked for leads nowhere', () => {
    const screens = stakeForm().press('Enter').type('5').press('Enter')
    const [command] = screens.wanted('plan')
    if (command?.type !== 'plan') throw new Error('nothing was planned')
    screens.type('0').send({ type: 'planned', draft: command.draft, plan: planOf('stake', '2') })
    expect(screens.form.amount.text).toBe('50')
    screens.press('Escape').send({ type: 'planned', draft: command.draft, plan: planOf('stake', '2') })
    expect(screens.dialog).toBeUndefined()
  })

  test('a refused plan stays on the form until something is changed', () => {
    const screens = stakeForm().press('Enter').type('5').press('Enter')
    const [command] = screens.wanted('plan')
    if (command?.type !== 'plan') throw new Error('nothing was planned')
    const failure = failureOf(new StakeError('SlippageTooHigh', 'Too much.', { remedy: 'Less.' }))
    screens.send({ type: 'notPlanned', draft: command.draft, failure })
    expect(screens.form.refusal).toEqual(failure)
    expect(screens.press('Backspace').form.refusal).toBeUndefined()
  })

  test('an estimate belongs to one draft', () => {
    const screens = stakeForm().press('Enter').type('5')
    const draft = draftOf(screens.form)
    const networkFee = Balance.fromRao(1n)
    screens.send({ type: 'estimated', draft, networkFee })
    expect(screens.form.estimate?.networkFee).toBe(networkFee)
    screens.type('0').send({ type: 'estimated', draft: { ...draft, amount: '6' }, networkFee })
    expect(screens.form.estimate?.draft).toEqual(draft)
  })
})

describe('the confirmation', () => {
  test('starts on Cancel: Enter goes back to the form as it was', () => {
    const screens = confirmation('stake', '2').press('Enter')
    expect(screens.form.amount.text).toBe('5')
    expect(screens.wanted('run')).toEqual([])
  })

  test.each(['Right', 'Tab', 'l', 'j', 'Down'])(
    '%s and Enter sends, and a second Enter sends nothing',
    (key) => {
      const screens = confirmation('stake', '2').press(key, 'Enter', 'Enter', 'Enter')
      expect(screens.wanted('run')).toHaveLength(1)
      expect(screens.state.dialog).toEqual({ kind: 'outcome', id: 'op-1' })
      expect(screens.state.transactions).toHaveLength(1)
    },
  )

  test('unsafe must be typed', () => {
    const screens = confirmation('stake', '2', 'unsafe').press('Right', 'Enter')
    expect(screens.wanted('run')).toEqual([])
    expect(screens.state.notice?.text).toBe('Type unsafe first.')
    screens.press('Left', 'Left').type('unsaf').press('Down', 'Down', 'Enter')
    expect(screens.wanted('run')).toEqual([])
    screens.press('Up', 'Up').type('e').press('Down', 'Down', 'Enter')
    expect(screens.wanted('run')).toHaveLength(1)
  })

  test.each([
    ['6%', true],
    ['600bps', true],
    ['6', false],
    ['5%', false],
    ['', false],
  ])('a tolerance of 6%% must be typed again: %s → %s', (typed, sent) => {
    const screens = confirmation('stake', '2', 'strict', '6%').press('Up').type(typed)
    screens.press('Down', 'Down', 'Enter')
    expect(screens.wanted('run')).toHaveLength(sent ? 1 : 0)
  })

  test('a tolerance of 5% is not a wide one', () => {
    expect(confirmation('stake', '2', 'strict', '5%').press('Right', 'Enter').wanted('run')).toHaveLength(1)
  })
})

describe('the key phrase', () => {
  const stranger = (): Screens => {
    const { session } = ready()
    return new Screens(ready({ session: session && { ...session, coldkey: undefined } }))
  }

  test('is asked for before the form, and the form follows', () => {
    const screens = stranger().press('2', 'j', 's')
    expect(screens.dialog).toBe('key')
    screens.type('//Alice').press('Enter')
    expect(screens.wanted('useKey')).toEqual([{ type: 'useKey', phrase: '//Alice' }])
    screens.send({ type: 'keyAccepted', coldkey })
    expect(screens.form).toMatchObject({ kind: 'stake', netuid: 1, coldkey })
    expect(JSON.stringify(screens.state.dialog)).not.toContain('Alice')
  })

  test('that is wrong is said to be wrong, and stays hidden', () => {
    const screens = stranger().press('a').type('abandon ship').press('Enter')
    const failure = failureOf(new StakeError('InvalidKeyPhrase', 'It has 2 words.'))
    screens.send({ type: 'keyRefused', failure })
    expect(screens.state.dialog).toMatchObject({ kind: 'key', failure })
    expect(screens.press('Backspace').state.dialog).toMatchObject({ kind: 'key', failure: undefined })
  })
})

describe('the outcome', () => {
  const sent = (): Screens => confirmation('stake', '2').press('Right', 'Enter')

  test('is watched until it is final, then Enter shows the position', () => {
    const screens = sent().press('Enter')
    expect(screens.dialog).toBe('outcome')
    screens.send({ type: 'failed', id: 'op-1', failure: failureOf(new StakeError('PolicyRefusal', 'No.')) })
    screens.press('Enter')
    expect(screens.dialog).toBeUndefined()
    expect(screens.state).toMatchObject({ view: 'portfolio', portfolio: { selected: `1:${hotkeys[1]}` } })
    // A second Enter that came too early does not hide why it failed.
    expect(screens.state.notice?.text).toBe('The stake on subnet 1: No.')
  })

  test('of a trade that nobody looks at is announced', () => {
    const screens = sent().press('Escape')
    screens.send({ type: 'failed', id: 'op-1', failure: failureOf(new StakeError('PolicyRefusal', 'No.')) })
    expect(screens.state.notice).toMatchObject({ tone: 'bad', text: 'The stake on subnet 1: No.' })
    expect(screens.press('t').state.dialog).toEqual({ kind: 'outcome', id: 'op-1' })
  })

  test('a retracted block takes its provisional report with it', () => {
    const screens = sent()
    const block = { number: 7, hash: '0x07' as const }
    const execution = { index: 0, events: [], fee: Balance.zero(), failure: undefined }
    const inclusion = { kind: 'inBlock', final: false, block, execution } as const
    screens.send({ type: 'submission', id: 'op-1', state: { status: 'broadcast' } })
    screens.send({ type: 'submission', id: 'op-1', state: { status: 'inBlock', inclusion } })
    expect(screens.state.transactions[0]).toMatchObject({ broadcast: true, block })
    screens.send({ type: 'submission', id: 'op-1', state: { status: 'retracted', block } })
    expect(screens.state.transactions[0]).toMatchObject({ broadcast: true, block: undefined })
  })
})
