import { Balance, StakeError } from '@stake/math'
import { describe, expect, test } from 'vitest'
import { Screens } from '../../../test/driver.ts'
import { coldkey, hotkeys, planOf, ready, validators } from '../../../test/sample.ts'
import { failureOf } from '../../failure.ts'
import { draftOf } from '../trade/trade-form.ts'
import { bindingsOf } from './bindings.ts'
import { noticeOf } from './notice.ts'
import type { Message } from './state.ts'

/** The stake form of subnet 1, with its validators. */
function stakeForm(): Screens {
  return new Screens().press('2', 'j', 's').tell({ type: 'validators', netuid: 1, validators })
}

const broadcast: Message = { type: 'submission', id: 'op-1', leg: 0, state: { status: 'broadcast' } }

/** The question before a signature. */
function confirmation(...plan: Parameters<typeof planOf>): Screens {
  const screens = stakeForm().press('Enter').type('5').press('Enter')
  const [wish] = screens.wished('plan')
  if (!wish) throw new Error('nothing was planned')
  expect(wish.draft).toEqual(draftOf(screens.form, coldkey))
  return screens.tell({ type: 'planned', draft: wish.draft, plan: planOf(...plan), destinations: [] })
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
    const { order } = screens.state.subnets
    expect(screens.press('o').state.subnets.order).not.toBe(order)
    expect(screens.state.subnets.selected).toBe(1)
  })

  test('what went well is no news in another room or over a question, what went wrong is', () => {
    const good = noticeOf('Kept theme for the next time too.', 'good', ready().now)
    const bad = noticeOf('It is gone.', 'bad', ready().now)
    expect(new Screens(ready({ notice: good })).press('j').state.notice).toBe(good)
    expect(new Screens(ready({ notice: good })).press('2').state.notice).toBeUndefined()
    const asked = new Screens({ ...stakeForm().state, notice: good }).press('Enter').type('5').press('Enter')
    expect(asked.state.notice).toBe(good)
    const [wish] = asked.wished('plan')
    if (!wish) throw new Error('nothing was planned')
    asked.tell({ type: 'planned', draft: wish.draft, plan: planOf('stake', '2'), destinations: [] })
    expect(asked).toMatchObject({ dialog: 'confirm', state: { notice: undefined } })
    expect(new Screens(ready({ notice: bad })).press('2').state.notice).toBe(bad)
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
    ['trade', () => new Screens().press('4')],
    ['confirmation', () => confirmation('stake', '2')],
    ['outcome', () => confirmation('stake', '2').press('Right', 'Enter').send(broadcast)],
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
      expect(screens.state.dialog).toMatchObject({ kind: 'outcome', id: 'op-1' })
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
    return new Screens(ready({ session: session && { ...session, coldkey: undefined, canSign: false } }))
  }

  test('is asked for before the form, and the form follows', () => {
    const screens = stranger().press('2', 'j', 's')
    expect(screens.dialog).toBe('key')
    screens.type('//Alice').press('Enter')
    expect(screens.wanted('useKey')).toEqual([{ type: 'useKey', phrase: '//Alice' }])
    screens.send({ type: 'keyAccepted', coldkey, canSign: true })
    expect(screens.form).toMatchObject({ kind: 'stake', subnet: { value: 1 } })
    expect(JSON.stringify([screens.state.dialog, screens.state.trade.form])).not.toContain('Alice')
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
    screens.send({
      type: 'failed',
      id: 'op-1',
      unsigned: true,
      failure: failureOf(new StakeError('PolicyRefusal', 'No.')),
    })
    screens.press('Enter')
    expect(screens.dialog).toBeUndefined()
    expect(screens.state).toMatchObject({ view: 'portfolio', portfolio: { selected: `1:${hotkeys[1]}` } })
    // A second Enter that came too early does not hide why it failed.
    expect(screens.state.notice?.text).toBe('The stake on subnet 1: No.')
  })

  test('keeps nobody from another screen', () => {
    expect(sent().press('2').state).toMatchObject({ view: 'subnets', dialog: undefined })
    expect(confirmation('stake', '2').press('2').dialog).toBe('confirm')
  })

  test('of a trade that nobody looks at is announced', () => {
    const screens = sent().press('Escape')
    screens.send({
      type: 'failed',
      id: 'op-1',
      unsigned: true,
      failure: failureOf(new StakeError('PolicyRefusal', 'No.')),
    })
    expect(screens.state.notice).toMatchObject({ tone: 'bad', text: 'The stake on subnet 1: No.' })
    expect(screens.press('t').state.dialog).toMatchObject({ kind: 'outcome', id: 'op-1' })
  })

  test('a retracted block takes its provisional report with it', () => {
    const screens = sent()
    const block = { number: 7, hash: '0x07' as const }
    const execution = { index: 0, events: [], fee: Balance.zero(), failure: undefined }
    const inclusion = { kind: 'inBlock', final: false, block, execution } as const
    screens.send({ type: 'submission', id: 'op-1', leg: 0, state: { status: 'broadcast' } })
    screens.send({ type: 'submission', id: 'op-1', leg: 0, state: { status: 'inBlock', inclusion } })
    expect(screens.state.transactions[0]?.legs[0]).toMatchObject({ broadcast: true, block })
    screens.send({ type: 'submission', id: 'op-1', leg: 0, state: { status: 'retracted', block } })
    expect(screens.state.transactions[0]?.legs[0]).toMatchObject({ broadcast: true, block: undefined })
  })
})
