import { StakeError } from '@stake/math'
import { describe, expect, test } from 'vitest'
import { bodyLines } from '../../../test/body.tsx'
import { Screens } from '../../../test/driver.ts'
import { coldkey, hotkeys, planOf, ready } from '../../../test/sample.ts'
import { failureOf } from '../../failure.ts'
import { displayWidth } from '../../safe-text.ts'
import { newsFor } from '../shell/room.ts'
import type { Size, State } from '../shell/state.ts'
import { startTransaction } from '../trade/transaction.ts'
import type { BatchWish, Wish } from './batch-state.ts'
import { wantedLegs } from './batch-state.ts'
import { batchRoom } from './room.ts'

const sizes: readonly Size[] = [
  { columns: 60, rows: 15 },
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
  { columns: 200, rows: 50 },
]

/** Two marked positions, and the room open. */
function marked(size?: Size): Screens {
  return new Screens(ready({}, size)).press(' ', ' ', '5')
}

function wished(screens: Screens, type: BatchWish['type']): readonly BatchWish[] {
  return screens.commands.flatMap((command) =>
    command.type === 'wish' && command.room === 'batch' && command.wish.type === type ? [command.wish] : [],
  )
}

/** What the newest plan was asked for. */
function asked(screens: Screens, type: 'plan' | 'ask'): Wish {
  const wish = wished(screens, type).at(-1)
  if (wish?.type !== 'plan' && wish?.type !== 'ask') throw new Error('nothing was planned')
  return wish.wish
}

/** The room with a plan of its legs, all of them alike. */
function planned(size?: Size): Screens {
  const screens = marked(size)
  const wish = asked(screens, 'plan')
  const plan = planOf('unstake', '2')
  const legs = wish.legs.flatMap(() => plan.legs)
  return screens.send(
    newsFor('batch', {
      type: 'planned',
      planned: { wish, block: '0x01', plan: { ...plan, legs }, failure: undefined, failing: undefined },
    }),
  )
}

function lines(state: State): string {
  return bodyLines(batchRoom, state).join('\n')
}

describe('what is wanted', () => {
  test('of marked positions each becomes a leg, unstaked as a whole in strict mode until something else is said', () => {
    expect(wantedLegs(marked().state)).toEqual([
      {
        kind: 'unstake',
        coldkey,
        netuid: 0,
        hotkey: hotkeys[0],
        amount: 'all',
        mode: 'strict',
        tolerance: '0.5%',
      },
      {
        kind: 'unstake',
        coldkey,
        netuid: 1,
        hotkey: hotkeys[1],
        amount: 'all',
        mode: 'strict',
        tolerance: '0.5%',
      },
    ])
  })

  test('half of each, in partial mode, with another tolerance, all or none', () => {
    const screens = marked().press('Tab', 'h', 'Tab', 'Right', 'Tab', '+', 'Tab', 'Right')
    expect(wantedLegs(screens.state)[0]).toMatchObject({ amount: '50%', mode: 'partial', tolerance: '1%' })
    expect(asked(screens.press('Enter'), 'ask').together).toBe('batch')
  })

  test('to another subnet: those that are there already stay', () => {
    const screens = marked().press('Right', 'Tab', '1')
    const swap = { kind: 'swap', netuid: 0, toNetuid: 1, route: 'protected', mode: 'strict' }
    expect(wantedLegs(screens.state)).toMatchObject([swap])
    // The direct route has a choice of modes; the protected one is strict.
    screens.press('Tab', 'Tab')
    expect(screens.state.batch.focus).toBe('route')
    expect(lines(screens.state)).toContain('sold and bought within limits')
    expect(lines(screens.state)).not.toContain('Mode')
    screens.press('Right', 'Tab', 'Right')
    expect(wantedLegs(screens.state)).toMatchObject([{ ...swap, route: 'direct', mode: 'partial' }])
    expect(wantedLegs(screens.press('Shift-Tab', 'Right').state)).toMatchObject([swap])
    screens.press('Shift-Tab', 'Shift-Tab')
    expect(screens.press('Backspace').state.batch.toSubnet.text).toBe('')
    screens.press('Enter')
    expect(screens.state.notice?.text).toBe('Say by its number which subnet they go to.')
  })

  test('TAO for each must be named: an amount of alpha does not become one of TAO', () => {
    const screens = marked().press('Left')
    expect(screens.state.batch).toMatchObject({ action: 'stake', amount: { text: '' } })
    expect(wantedLegs(screens.state)).toEqual([])
    screens.press('Tab').type('5')
    expect(wantedLegs(screens.state)).toMatchObject([{ kind: 'stake', amount: '5' }, { kind: 'stake' }])
    expect(screens.press('Shift-Tab', 'Right').state.batch.amount.text).toBe('all')
  })

  test('without marks it says where they are made, and Enter leads nowhere', () => {
    const screens = new Screens().press('5')
    expect(lines(screens.state)).toContain('Mark positions in the portfolio with space')
    expect(screens.press('Enter').state.notice?.text).toContain('Nothing is marked')
    expect(wished(screens, 'ask')).toEqual([])
  })
})

test('what a choice means is told at 80 columns too, and which tolerances people use', () => {
  const screens = marked().press('Shift-Tab', 'Shift-Tab')
  expect(screens.state.batch.focus).toBe('together')
  expect(lines(screens.state)).toContain('one that fails stops no other')
  expect(lines(screens.press('Right').state)).toContain('if one fails nothing happens')
  expect(lines(screens.press('Shift-Tab').state)).toContain('+ - 0.1% [0.5%] 1% 5%')
  expect(lines(screens.press('Shift-Tab').state)).toContain('within the limit, or nothing')
})

describe('planning', () => {
  test('happens once for what is wanted at a block, and anew when it changes', () => {
    const screens = planned()
    expect(wished(screens, 'plan')).toHaveLength(1)
    screens.press('Tab', 'h')
    expect(wished(screens, 'plan')).toHaveLength(2)
    // While one is under way there is no other; what was typed meanwhile is planned after it.
    screens.press('m')
    expect(wished(screens, 'plan')).toHaveLength(2)
    const wish = asked(screens, 'plan')
    screens.send(
      newsFor('batch', {
        type: 'planned',
        planned: { wish, block: '0x01', plan: undefined, failure: undefined, failing: undefined },
      }),
    )
    expect(wished(screens, 'plan')).toHaveLength(3)
    expect(asked(screens, 'plan').legs[0]).toMatchObject({ amount: 'all' })
  })

  test('a leg that fails is named by its number', () => {
    const screens = marked()
    const failure = failureOf(new StakeError('SlippageTooHigh', 'Too much at once.', { remedy: 'Use less.' }))
    screens.send(
      newsFor('batch', {
        type: 'planned',
        planned: { wish: asked(screens, 'plan'), block: '0x01', plan: undefined, failure, failing: 1 },
      }),
    )
    const text = lines(screens.state)
    expect(text).toContain('✗ 2: Too much at once. Use less.')
    expect(text).toMatch(/2 unstake all 1 Apex .*✗$/m)
  })

  test.for(sizes)('the path of the price, leg by leg, at $columns columns', (size) => {
    const { state } = planned(size)
    const shown = bodyLines(batchRoom, state)
    expect(shown.join('\n')).toMatch(/Unstake 2\.0000α from 1/)
    expect(shown.join('\n')).toMatch(/0\.\d{6} → 0\.\d{6}/)
    expect(shown.join('\n')).toContain('network fees up to')
    for (const line of shown) expect(displayWidth(line)).toBeLessThanOrEqual(size.columns)
  })
})

describe('saying yes', () => {
  test('what was asked for is confirmed with Cancel first, and goes out in its form', () => {
    const screens = planned().press('Enter')
    const plan = planOf('unstake', '2')
    const both = { ...plan, legs: [...plan.legs, ...plan.legs] }
    screens.send(
      newsFor('batch', { type: 'ready', wish: asked(screens, 'ask'), plan: both, destinations: [] }),
    )
    expect(screens.dialog).toBe('confirm')
    expect(screens.press('Enter').dialog).toBeUndefined()
    expect(screens.wanted('run')).toEqual([])
    screens.press('Enter')
    screens.send(
      newsFor('batch', { type: 'ready', wish: asked(screens, 'ask'), plan: both, destinations: [] }),
    )
    // Not before all of it was in sight.
    expect(screens.press('Right', 'Enter').wanted('run')).toEqual([])
    screens.press('PageDown', 'PageDown', 'PageDown', 'Enter', 'Enter')
    expect(screens.wanted('run')).toMatchObject([{ form: 'gather', plan: both }])
    expect(screens.dialog).toBe('outcome')
  })

  test('an answer to what is not asked any more opens nothing', () => {
    const screens = planned().press('Enter')
    const wish = asked(screens, 'ask')
    screens.press('Tab', 'h')
    screens.send(
      newsFor('batch', {
        type: 'ready',
        wish,
        plan: planOf('unstake', '2'),
        destinations: [],
      }),
    )
    expect(screens.dialog).toBeUndefined()
    expect(screens.press('Enter') && wished(screens, 'ask')).toHaveLength(2)
  })

  test('a refusal stays until something changes', () => {
    const screens = planned().press('Enter')
    const failure = failureOf(new StakeError('InsufficientBalance', 'There is too little.'))
    screens.send(newsFor('batch', { type: 'refused', wish: asked(screens, 'ask'), failure, failing: 1 }))
    expect(lines(screens.state)).toContain('✗ 2: There is too little.')
    expect(lines(screens.press('Tab', 'h').state)).not.toContain('There is too little.')
    // Nor is it said of nothing.
    expect(lines(screens.press('Tab', 'Escape').state)).not.toContain('There is too little.')
  })

  test('legs that came to nothing are a batch again, under new ids', () => {
    const plan = planOf('unstake', '2')
    const both = { ...plan, legs: [...plan.legs, ...plan.legs] }
    const failed = {
      ...startTransaction(both, 'gather'),
      unsigned: true,
      failure: failureOf(new Error('gone')),
    }
    const screens = new Screens(ready({ transactions: [failed], dialog: { kind: 'outcome', id: failed.id } }))
    screens.press('r')
    expect(screens.state.view).toBe('batch')
    const legs = wantedLegs(screens.state)
    expect(legs).toHaveLength(2)
    for (const leg of legs) expect(leg).not.toHaveProperty('id')
    expect(lines(screens.state)).toContain('2 that came to nothing')
  })
})

test('a file is asked for by name; Esc puts away what it brought', () => {
  const screens = new Screens().press('5', 'f').type('plan.json').press('Enter')
  expect(wished(screens, 'read')).toEqual([{ type: 'read', file: 'plan.json', coldkey }])
  expect(lines(screens.state)).toContain('"kind": "unstake"')
  const leg = { kind: 'stake', coldkey, netuid: 1, hotkey: hotkeys[1], amount: '5', mode: 'strict' } as const
  const given = { name: 'plan\u001b[31m.json', legs: [{ ...leg, tolerance: '0.5%' }], registeredAt: [] }
  screens.send(newsFor('batch', { type: 'read', given }))
  expect(screens.state.batch).toMatchObject({ file: undefined, given, focus: 'together' })
  expect(lines(screens.state)).toMatch(/1 operation +plan\S*\.json/)
  expect(lines(screens.state)).not.toContain('\u001b')
  expect(screens.press('Escape').state.batch.given).toBeUndefined()
})
