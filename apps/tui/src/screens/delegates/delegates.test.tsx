import { describe, expect, test } from 'vitest'
import { bodyHeight, bodyLines } from '../../../test/body.tsx'
import { delegateRows, exampleNominators, HARMFUL, hostileNames } from '../../../test/crowd.ts'
import { pressIn } from '../../../test/room-keys.ts'
import { coldkey, hotkeys, live, ready, snapshot, tao } from '../../../test/sample.ts'
import { displayWidth, safeText } from '../../safe-text.ts'
import type { Size, State } from '../shell/state.ts'
import { delegateColumns } from './columns.ts'
import type { DelegateRow, DelegatesNews } from './delegate-row.ts'
import { delegatesRoom as room } from './room.ts'

const small: Size = { columns: 80, rows: 24 }
const wide: Size = { columns: 120, rows: 40 }
const large: Size = { columns: 200, rows: 50 }

/** The delegates, read six blocks ago. */
function delegates(size: Size, rows: readonly DelegateRow[] = delegateRows(30)): State {
  const state = ready({ view: 'delegates' }, size)
  return { ...state, delegates: { ...state.delegates, rows, block: 4_236 } }
}

function told(state: State, ...news: readonly DelegatesNews[]): State {
  return news.reduce((at, each) => room.update?.(at, each)[0] ?? at, state)
}

/** The delegate of the documents, with 800 of its own and three nominators. */
function detail(size: Size): State {
  const { state } = pressIn(room, delegates(size), 'Enter')
  const nominators = exampleNominators()
  return told(state, { kind: 'nominators', hotkey: hotkeys[0], nominators, done: 4, of: 4 })
}

const text = (state: State): string => `\n${bodyLines(room, state).join('\n')}\n`

describe('the list', () => {
  test('at 80x24: the first of twelve columns, whose are mine, and how new it is', () => {
    expect(text(delegates(small))).toMatchInlineSnapshot(`
      "
      ↓ INDEX DELEGATE        SS58      NOMINATORS DELEGATE STAKE(τ)  TOTAL STAKE(τ)↓
      ❯•    0 Otter           5FHn…94ty          0         τ800.0000    τ100,000.0000
       •    1 –               5FLS…S59Y          3         τ800.0000     τ99,990.0000
       •    2 Heron           5DAA…TXFy          6         τ800.0000     τ99,980.0000
            3 Delegate 3      5000…otke          9         τ800.0000     τ99,970.0000
            4 Delegate 4      5000…otke         12         τ800.0000     τ99,960.0000
            5 Delegate 5      5000…otke         15         τ800.0000     τ99,950.0000
            6 Delegate 6      5000…otke         18         τ800.0000     τ99,940.0000
            7 Delegate 7      5000…otke         21         τ800.0000     τ99,930.0000
            8 Delegate 8      5000…otke         24         τ800.0000     τ99,920.0000
            9 Delegate 9      5000…otke         27         τ800.0000     τ99,910.0000
           10 Delegate 10     5000…otke         30         τ800.0000     τ99,900.0000
           11 Delegate 11     5000…otke         33         τ800.0000     τ99,890.0000
           12 Delegate 12     5000…otke         36         τ800.0000     τ99,880.0000
           13 Delegate 13     5000…otke         39         τ800.0000     τ99,870.0000
        5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty • yours τ250.0000
        owner 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY
        Total delegated Tao: τ1,680.3333 with 3
        read 6 blocks ago, R reads again   columns 1-2 and 3-6 of 12, ←→ more
      "
    `)
  })

  test('all twelve columns in their order at 200x50', () => {
    const [heading = ''] = bodyLines(room, delegates(large))
    const places = delegateColumns.map(({ title }) => heading.indexOf(` ${title}`))
    expect(delegateColumns).toHaveLength(12)
    expect(places.every((place) => place > 0)).toBe(true)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(bodyLines(room, delegates(large))[1]).toMatch(
      /0 Otter .* 0 +τ800\.0000 +τ100,000\.0000 +▲\+1\.23% \[1, 277\] +18\.0% +τ0\.4321 +τ12\.5000 Validates with care$/,
    )
  })

  test('at 80 columns all twelve can be reached, the first two stay', () => {
    const seen = new Set<string>()
    let state = delegates(small)
    for (let step = 0; step < 10; step++) {
      const [heading = ''] = bodyLines(room, state)
      expect(heading).toMatch(/INDEX DELEGATE/)
      for (const { title } of delegateColumns) if (heading.includes(title)) seen.add(title)
      state = pressIn(room, state, 'Right').state
    }
    expect([...seen].sort()).toEqual(delegateColumns.map(({ title }) => title).sort())
    expect(pressIn(room, state, ...Array.from({ length: 20 }, () => 'h')).state.delegates.column).toBe(0)
  })

  test('NA where nobody knows the change, – where there is no name', () => {
    expect(bodyLines(room, delegates(large))[2]).toMatch(/1 – .* NA \[\]/)
    expect(bodyLines(room, delegates(large))[3]).toContain('▼-0.40%')
  })

  test('o orders by what is worth ordering by', () => {
    const rows = delegateRows(4).map((row, index) => ({ ...row, take: 11_796 - index }))
    const first = (...keys: readonly string[]) =>
      bodyLines(room, pressIn(room, delegates(large, rows), ...keys).state)
        .slice(1, 5)
        .map((line) => line.slice(2, 7).trim())
        .join(' ')
    expect(first()).toBe('0 1 2 3')
    expect(first('O')).toBe('3 2 1 0')
    expect(first('o')).toBe('3 2 0 1')
    expect(first('o', 'o')).toBe('3 2 1 0')
    expect(first(...'oooo')).toBe('0 2 3 1')
    expect(first(...'ooooo')).toBe('3 2 1 0')
  })

  test('/ finds by name, by description, by hotkey and by owner; m shows mine alone', () => {
    const found = (typed: string) => text(pressIn(room, delegates(small), '/', ...typed).state)
    expect(found('heron')).toContain('1 found')
    expect(found('with care')).toContain('1 found')
    expect(found(hotkeys[1])).toContain('1 found')
    expect(found(coldkey)).toContain('29 found')
    expect(found('nobody')).toContain('No delegate matches; Esc clears the filter.')
    const { state: mine } = pressIn(room, delegates(small), 'm')
    expect(bodyLines(room, mine).filter((line) => /^[❯ ]•/.test(line))).toHaveLength(3)
    expect(bodyLines(room, mine)[4]).toBe('')
    expect(text(mine)).toContain('Total delegated Tao: τ1,680.3333 with 3')
  })

  test('while it is read the first time it says what it does, and how far it is', () => {
    const state = ready({ view: 'delegates' }, small)
    expect(text(state)).toContain('Reading the delegates of the whole chain.')
    const reading = told(state, { kind: 'reading', reading: { what: 'their stakes', done: 50, of: 100 } })
    expect(text(reading)).toContain('their stakes ▰▰▰▰▰▰▰▰▱▱▱▱▱▱▱▱ 50/100')
    const failure = { code: 'Disconnected', message: 'The node is gone.', details: {}, remedy: '' }
    const unread = told(reading, { kind: 'unread', failure })
    expect(text(unread)).toContain('✗ The node is gone.')
    expect(text(unread)).toContain('The next block brings another attempt')
    expect(room.reads?.(unread)).toEqual([{ type: 'wish', room: 'delegates', wish: { kind: 'list' } }])
  })

  test('what fails later leaves what was read', () => {
    const failure = { code: 'Disconnected', message: 'The node is gone.', details: {}, remedy: '' }
    const unread = told(delegates(small), { kind: 'unread', failure })
    expect(text(unread)).toContain('Otter')
    expect(text(unread)).toContain('✗ The node is gone.')
  })
})

describe('readings', () => {
  const wish = { type: 'wish', room: 'delegates', wish: { kind: 'list' } }

  test('the list is read when it is first shown, after a hundred blocks, and by R', () => {
    expect(room.reads?.(ready({ view: 'delegates' }))).toEqual([wish])
    expect(room.reads?.(delegates(small))).toEqual([])
    const later = live({ snapshot: snapshot({ block: { number: 4_336, hash: '0x02' } }) })
    expect(room.reads?.({ ...delegates(small), live: later })).toEqual([wish])
    expect(pressIn(room, delegates(small), 'R').commands).toEqual([{ type: 'refresh' }, wish])
  })

  test('not twice at the same time', () => {
    const reading = told(delegates(small), { kind: 'reading', reading: { what: 'x', done: 1, of: 2 } })
    expect(room.reads?.(reading)).toEqual([])
    expect(() => pressIn(room, reading, 'R')).toThrow('The delegates are being read right now.')
    const done = told(reading, { kind: 'done' })
    expect(done.delegates.reading).toBeUndefined()
  })

  test('delegates that come into sight are read to the end', () => {
    const rows = delegateRows(200).map((row, index) => (index < 64 ? row : { ...row, more: undefined }))
    const { state, commands } = pressIn(room, delegates(small, rows), 'G')
    expect(text(state)).toMatch(/❯ +199 …/)
    const [command] = commands
    if (command?.type !== 'wish' || command.room !== 'delegates' || command.wish.kind !== 'more')
      throw new Error('nothing is read')
    expect(command.wish.hotkeys).toContain(rows[199]?.hotkey)
    expect(command.wish.hotkeys.length).toBeLessThan(40)
    expect(pressIn(room, delegates(small, rows), 'j').commands).toEqual([])
  })

  test('what was known stands until it is read anew; news of an older list are for nobody', () => {
    const rows = delegateRows(2).map((row) => ({ ...row, change: undefined, more: undefined }))
    const again = told(delegates(small), { kind: 'rows', block: 4_242, rows })
    expect(again.delegates.rows?.[0]?.more?.name).toBe('Otter')
    const known = delegateRows(1)[0]?.more
    if (!known) throw new Error('the sample was read to the end')
    const more = new Map([[hotkeys[1], { ...known, name: 'Late' }]])
    expect(told(again, { kind: 'more', block: 4_236, more })).toBe(again)
    expect(told(again, { kind: 'more', block: 4_242, more }).delegates.rows?.[1]?.more?.name).toBe('Late')
    const change = told(again, { kind: 'change', block: 4_242, change: new Map([[hotkeys[0], -1_000_000n]]) })
    expect(change.delegates.rows?.map((row) => row.change)).toEqual([-1_000_000n, 'NA'])
    const none = told(again, { kind: 'change', block: 4_242, change: undefined })
    expect(none.delegates.rows?.map((row) => row.change)).toEqual(['NA', 'NA'])
  })
})

describe('one delegate', () => {
  test('at 80x24: the split of the documents, 0.836 for the delegate', () => {
    expect(text(detail(small))).toMatchInlineSnapshot(`
      "
        Otter  index 0, by total stake
        Validates with care
        Hotkey 5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty
        Owner  5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY
        Stake on 0 root  ←→ of 0, 1, 277
        Stake       own τ800.0000, total τ100,000.0000, 4h ▲+1.23%
        Take        18.0%, brings it τ12.5000 a day
        Nominators  0, 1,000 τ earn τ0.4321 a day
        Permits     [1, 277]
        Of τ1 the delegate keeps τ0.8360 = 0.8 + 0.2 × 18.00%
        its own 80.0%, its take of the others’ 20.0%; stakes in TAO
        NOMINATOR                                   STAKE(τ) OF DELEGATED  GETS OF τ1
      ❯ 5FHneW46xGXg…94ty                          τ100.0000       50.00%   τ0.082000
        5FLSigC9HGRK…S59Y                           τ70.0000       35.00%   τ0.057400
        5DAAnrj7VHTz…TXFy                           τ30.0000       15.00%   τ0.024600
        5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty



      "
    `)
  })

  test('at 200x50 each of the twelve columns with what it means', () => {
    const whole = text(detail(large))
    for (const { title, means } of delegateColumns) {
      expect(whole).toContain(title)
      expect(whole).toContain(means)
    }
    expect(whole).toContain(hotkeys[2])
  })

  test('its nominators are asked for when it opens', () => {
    expect(pressIn(room, delegates(small), 'Enter').commands).toEqual([
      { type: 'wish', room: 'delegates', wish: { kind: 'nominators', hotkey: hotkeys[0] } },
    ])
    expect(text(pressIn(room, delegates(small), 'Enter').state)).toContain('Reading who has staked with it …')
  })

  test('while they come it says how many there are', () => {
    const { state } = pressIn(room, delegates(small), 'Enter')
    const news = { kind: 'nominators', hotkey: hotkeys[0], nominators: exampleNominators() } as const
    expect(text(told(state, { ...news, done: 50, of: 400 }))).toContain('▰▱▱▱▱▱▱▱ 50/400')
    const other = { ...news, hotkey: hotkeys[1], done: 1, of: 1 }
    expect(told(state, other)).toBe(state)
    const failure = { code: 'Disconnected', message: 'The node is gone.', details: {}, remedy: '' }
    const unread = told(state, { kind: 'nominatorsUnread', hotkey: hotkeys[0], failure })
    expect(text(unread)).toContain('✗ The node is gone. R tries again.')
  })

  test('s stakes with it where arrows say', () => {
    const state = detail(small)
    expect(text(state)).toMatch(/Stake on +0 root +←→ of 0, 1, 277/)
    const { state: moved } = pressIn(room, state, 'Right', 'Right')
    expect(text(moved)).toContain('277 Monsoon')
    const { state: trade } = pressIn(room, moved, 's')
    expect(trade.view).toBe('trade')
    expect(JSON.stringify(trade.trade)).toContain(hotkeys[0])
    expect(JSON.stringify(trade.trade)).toContain('277')
    expect(pressIn(room, state, 'Left').state.delegates.detail?.netuid).toBe(277)
  })

  test('one that is on no subnet cannot be staked with, and that is said', () => {
    const { state } = pressIn(room, delegates(small), 'j')
    expect(() => pressIn(room, state, 's')).toThrow('This delegate is on no subnet now.')
    const { state: open } = pressIn(room, state, 'Enter')
    expect(() => pressIn(room, open, 's')).toThrow('on no subnet')
    expect(text(open)).toContain('nobody any more')
  })

  test('you are marked among the nominators', () => {
    const nominators = [...exampleNominators().slice(1), { coldkey, value: tao('800') }]
    const rows = delegateRows(3).map((row) => ({ ...row, owner: 'somebody else' }))
    const { state } = pressIn(room, delegates(small, rows), 'Enter')
    const told4 = told(state, { kind: 'nominators', hotkey: hotkeys[0], nominators, done: 4, of: 4 })
    const { state: last } = pressIn(room, told4, 'G')
    expect(text(last)).toContain(`${coldkey} • you`)
    expect(text(last)).toMatch(/❯•5GrwvaEF5zXb…utQY/)
  })

  test('Escape leads back to the row it came from', () => {
    const { state } = pressIn(room, delegates(small), 'j', 'j', 'Enter', 'Escape')
    expect(state.delegates.detail).toBeUndefined()
    expect(text(state)).toMatch(/❯• +2 Heron/)
  })

  test('a delegate that is gone meanwhile is no crash', () => {
    const gone = told(detail(small), { kind: 'rows', block: 4_242, rows: [] })
    expect(text(gone)).toContain('This delegate is gone; Esc leads back.')
    expect(pressIn(room, gone, 'Escape').state.delegates.detail).toBeUndefined()
  })
})

describe('with names and descriptions that nobody would choose by accident', () => {
  const sizes: readonly Size[] = [{ columns: 60, rows: 15 }, { columns: 61, rows: 19 }, small, wide, large]
  // What is read is made safe when it comes; what is long or wide stays so.
  const hostile = delegateRows(60).map((row, index) => {
    const name = safeText(hostileNames[index % hostileNames.length] ?? '', 64)
    return { ...row, more: row.more && { ...row.more, name, description: name.repeat(6) } }
  })

  test.each(sizes)('nothing leaves its place at $columns x $rows', (size) => {
    const state = delegates(size, hostile)
    for (const row of [0, 3, 4, 6, 7]) {
      const { state: at } = pressIn(room, state, ...'j'.repeat(row))
      const { state: open } = pressIn(room, at, 'Enter')
      const nominators = exampleNominators()
      const hotkey = hostile[row]?.hotkey ?? ''
      const read = told(open, { kind: 'nominators', hotkey, nominators, done: 4, of: 4 })
      for (const each of [at, pressIn(room, at, ...'lllll').state, open, read]) {
        const lines = bodyLines(room, each)
        expect(lines.length).toBeLessThanOrEqual(bodyHeight(each))
        for (const line of lines) {
          expect(displayWidth(line)).toBeLessThanOrEqual(size.columns)
          expect(line).not.toMatch(HARMFUL)
        }
      }
    }
  })
})
