import type { Subnet } from '@stake/chain'
import { Balance } from '@stake/math'
import { describe, expect, test } from 'vitest'
import { bodyHeight, bodyLines } from '../../../test/body.tsx'
import { crowd, HARMFUL } from '../../../test/crowd.ts'
import { pressIn } from '../../../test/room-keys.ts'
import { coldkey, hotkeys, live, position, ready, snapshot, tao } from '../../../test/sample.ts'
import { displayWidth } from '../../safe-text.ts'
import { emptyHistory, remembered } from '../history/history.ts'
import type { Size, State } from '../shell/state.ts'
import type { Earnings } from './earnings.ts'
import { portfolioRoom as room } from './room.ts'
import { positionKey } from './selection.ts'

const [first, second, third] = [`0:${hotkeys[0]}`, `1:${hotkeys[1]}`, `277:${hotkeys[2]}`]

const earnings: Earnings = {
  block: 4_242,
  coldkey,
  perDay: new Map([
    [first, tao('1.2')],
    [second, Balance.parse('3.5', 1)],
    [third, Balance.parse('12.25', 277)],
  ]),
  networkFee: tao('0.001680739'),
}

/** A portfolio with what was read for it, a price that fell for some blocks, and one row marked. */
function portfolio(size: Size, changes: Partial<State> = {}): State {
  let history = emptyHistory
  for (let number = 4_230; number <= 4_242; number++) {
    const free = tao(String(1_000 + (number - 4_230) * 10))
    const accounts = new Map([
      [coldkey, { free, reserved: tao('0'), frozen: tao('0'), transferable: free, nonce: 0 }],
    ])
    const block = { number, hash: `0x${number}` } as const
    history = remembered(history, live({ snapshot: snapshot({ block, accounts }) }), coldkey)
  }
  const state = ready({ history, marked: new Set([second]), ...changes }, size)
  return { ...state, portfolio: { ...state.portfolio, earnings } }
}

const small: Size = { columns: 80, rows: 24 }
const wide: Size = { columns: 120, rows: 40 }
const large: Size = { columns: 200, rows: 50 }

describe('what is shown', () => {
  test('at 80x24: every position, and everything together', () => {
    expect(`\n${bodyLines(room, portfolio(small)).join('\n')}\n`).toMatchInlineSnapshot(`
      "
        NET NAME                STAKE    PRICE     AT SPOT    EXIT NOW   τ/DAY  SHARE
      ❯   0 root            τ250.0000 1.000000   τ250.0000   τ250.0000 τ1.2000   8.5%
       ◆  1 Apex            120.5000α 0.666666    τ80.3333    τ74.3251 τ2.3333   2.7%
        277 Monsoon       1,800.0000इ 0.750000 τ1,350.0000 τ1,173.3989 τ9.1875  46.3%









        0 root with 5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty
        τ250.000000000 sells at 1.000000000 on average

        Free τ1,234.5000 All τ2,914.8333 at spot, τ2,732.2240 if sold now
        since start ▲+τ120.0000 (4.80%) in 12 blocks  ▁▂▂▃▃▄▅▆▆▇▇█
        emission τ12.7208 a day, network fees of selling all about τ0.005042
      "
    `)
  })

  test('at 120x40 the totals stand beside the list, with a chart', () => {
    expect(`\n${bodyLines(room, portfolio(wide)).slice(0, 32).join('\n')}\n`).toMatchInlineSnapshot(`
      "
        NET NAME             STAKE    PRICE     AT SPOT    EXIT NOW   τ/DAY  SHARE   Worth
      ❯   0 root         τ250.0000 1.000000   τ250.0000   τ250.0000 τ1.2000   8.5%   Free                        τ1,234.5000
       ◆  1 Apex         120.5000α 0.666666    τ80.3333    τ74.3251 τ2.3333   2.7%   Stakes at spot              τ1,680.3333
        277 Monsoon    1,800.0000इ 0.750000 τ1,350.0000 τ1,173.3989 τ9.1875  46.3%   All at spot                 τ2,914.8333
                                                                                     All if sold now             τ2,732.2240
                                                                                     Slippage and pool fees          -10.86%
                                                                                     Network fees besides    about τ0.005042

                                                                                     Emission a day                 τ12.7208
                                                                                     ◆ 1 marked, at exit            τ74.3251

                                                                                     If sold now, over this session
                                                                                                                         ⢀⠤⠊
                                                                                                                       ⣀⠔⠁
                                                                                                                    ⢀⡠⠊
                                                                                                                  ⢀⠔⠁
                                                                                                                ⡠⠊⠁
                                                                                                             ⢀⠔⠉
                                                                                                           ⡠⠒⠁
                                                                                                        ⢀⠔⠊
                                                                                                      ⡠⠔⠁
                                                                                                   ⢀⠤⠊
                                                                                                 ⣀⠔⠁
                                                                                              ⢀⡠⠊
                                                                                            ⢀⠔⠁
                                                                                          ⡠⠊⠁
                                                                                       ⢀⠔⠉
                                                                                     ⡠⠒⠁
                                                                                     from τ2,497.7240 to τ2,617.7240
                                                                                     ▲+τ120.0000 (4.80%) in 12 blocks


      "
    `)
  })

  test('at 200x50 there is the validator, the change, and what a sale loses', () => {
    const [heading = '', ...rows] = bodyLines(room, portfolio(large))
    for (const title of ['VALIDATOR', 'CHANGE', 'LOSS', 'τ/DAY', 'SHARE']) expect(heading).toContain(title)
    expect(rows[2]).toMatch(/Monsoon .*5DAAnrj7VH…TXFy.* !-13\.0\d% +τ9\.1875/)
  })

  test('the details of one position, with the fees and what it earns', () => {
    const { state } = pressIn(room, portfolio(small), 'j', 'Enter')
    expect(`\n${bodyLines(room, state).slice(0, 11).join('\n')}\n`).toMatchInlineSnapshot(`
      "
        1 Apex ◆ marked
        Validator   5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y
        Stake       120.500000000α
        Price       0.666666666 τ/α since start unchanged
        At spot     τ80.333333333 2.75% of all
        Exit now    τ74.325104820 7.47% less than at spot
                    average 0.616805849, end 0.571249341 τ/α
        Fees        pool 0.060677500α, network about τ0.001680
        A day       τ2.3333 of 7,200 blocks, by the last epoch


      "
    `)
  })

  test('what is locked is said, and is not in the exit', () => {
    const locked = { ...position(1, hotkeys[1], '100'), available: Balance.parse('40', 1) }
    const state = portfolio(small, { live: live({ snapshot: snapshot({ positions: [locked] }) }) })
    expect(bodyLines(room, state).join('\n')).toContain('40.0000α not locked')
  })

  test('what is not read yet, and what could not be read, is not a zero', () => {
    const state = portfolio(large)
    const reading = { ...state, portfolio: { ...state.portfolio, earnings: undefined } }
    expect(bodyLines(room, reading)[1]).toMatch(/ … +8\.\d%/)
    const failure = { code: 'Disconnected', message: 'The node is gone.', details: {}, remedy: '' }
    const unread = { ...reading, portfolio: { ...reading.portfolio, unread: failure } }
    expect(bodyLines(room, unread)[1]).toMatch(/ \? +8\.\d%/)
    expect(bodyLines(room, unread).join('\n')).toContain('could not be read')
  })

  test('an account without positions is told what to do', () => {
    const none = portfolio(small, { live: live({ snapshot: snapshot({ positions: [] }) }) })
    expect(bodyLines(room, none).join('\n')).toContain('No positions yet.')
    const unfound = pressIn(room, portfolio(small), '/', ...'nowhere').state
    expect(bodyLines(room, unfound).join('\n')).toContain('No position matches; Esc clears the filter.')
  })
})

describe('keys', () => {
  const state = portfolio(small)
  const shown = (at: State) =>
    bodyLines(room, at)
      .slice(1, 4)
      .map((line) => line.slice(2, 15).trim().replace(/\s+/g, ' '))

  test('o orders by each column in turn, O turns the order round', () => {
    const orders = ['o', 'o', 'o', 'o'].map((_, index, keys) =>
      shown(pressIn(room, state, ...keys.slice(0, index + 1)).state),
    )
    expect(orders).toEqual([
      ['1 Apex', '277 Monsoon', '0 root'],
      ['277 Monsoon', '0 root', '1 Apex'],
      ['277 Monsoon', '0 root', '1 Apex'],
      ['277 Monsoon', '1 Apex', '0 root'],
    ])
    expect(shown(pressIn(room, state, 'O').state)).toEqual(['277 Monsoon', '1 Apex', '0 root'])
    const byValue = bodyLines(room, pressIn(room, state, 'o', 'o', 'O').state)
    expect(byValue[0]).toContain('AT SPOT↑')
  })

  test('/ narrows by netuid, name, symbol or address', () => {
    for (const [typed, found] of [
      ['277', '277 Monsoon'],
      ['mons', '277 Monsoon'],
      ['इ', '277 Monsoon'],
      [hotkeys[1].slice(0, 20), '1 Apex'],
    ] as const) {
      const { state: filtered } = pressIn(room, state, '/', ...typed, 'Enter')
      const [line, , row] = bodyLines(room, filtered)
      expect(line).toContain(`filter: ${typed}`)
      expect(line).toContain('1 found')
      expect(row).toContain(found.split(' ')[1])
      expect(pressIn(room, filtered, 'Escape').state.portfolio.filter.field.text).toBe('')
    }
  })

  test('space marks a row and goes to the next one; once more takes the mark away', () => {
    const { state: once } = pressIn(room, state, ' ')
    expect([...once.marked].sort()).toEqual([first, second].sort())
    expect(once.portfolio.selected).toBe(second)
    expect(bodyLines(room, once)[1]).toMatch(/^ ◆ +0 root/)
    const { state: twice } = pressIn(room, once, ' ')
    expect([...twice.marked]).toEqual([first])
  })

  test('M takes all marks away, or marks all that is in sight', () => {
    const { state: none } = pressIn(room, state, 'M')
    expect(none.marked.size).toBe(0)
    const { state: filtered } = pressIn(room, none, '/', ...'mons', 'Enter', 'M')
    expect([...filtered.marked]).toEqual([third])
  })

  test('b goes on with what is marked, and says where nothing is', () => {
    expect(pressIn(room, state, 'b').state.view).toBe('batch')
    const { state: none } = pressIn(room, state, 'M')
    expect(() => pressIn(room, none, 'b')).toThrow('Mark positions with space first.')
  })

  test('m, w, T, u and s open the form for the position under the cursor', () => {
    for (const [key, kind] of [
      ['u', 'unstake'],
      ['s', 'stake'],
      ['m', 'move'],
      ['w', 'swap'],
      ['T', 'transferStake'],
    ] as const) {
      const { state: trade } = pressIn(room, state, 'j', key)
      expect(trade.view).toBe('trade')
      expect(trade.trade.form.kind).toBe(kind)
      expect(JSON.stringify(trade.trade.form)).toContain(hotkeys[1])
    }
  })

  test('p leads to the pool, with the validator of the position selected', () => {
    const { state: pool, commands } = pressIn(room, state, 'j', 'p')
    expect(pool.view).toBe('subnets')
    expect(pool.subnets.detail).toMatchObject({ netuid: 1, selected: hotkeys[1] })
    expect(commands).toEqual([{ type: 'wish', room: 'subnets', wish: { kind: 'validators', netuid: 1 } }])
  })

  test('Enter opens the details, Enter and Escape close them', () => {
    const { state: open } = pressIn(room, state, 'Enter')
    expect(open.portfolio.open).toBe(true)
    expect(pressIn(room, open, 'Enter').state.portfolio.open).toBe(false)
    expect(pressIn(room, open, 'Escape').state.portfolio.open).toBe(false)
  })

  test('where there is nothing, keys say so', () => {
    const none = portfolio(small, { live: live({ snapshot: snapshot({ positions: [] }) }) })
    for (const key of ['u', 's', 'Enter', ' ', 'p']) {
      expect(() => pressIn(room, none, key)).toThrow('There is no position here yet.')
    }
  })
})

describe('readings', () => {
  const wish = { type: 'wish', room: 'portfolio', wish: { kind: 'earnings' } }

  test('what positions earn is read once for some blocks, and again for another account or a new position', () => {
    const state = portfolio(small)
    expect(room.reads?.(state)).toEqual([])
    const later = live({ snapshot: snapshot({ block: { number: 4_252, hash: '0x02' } }) })
    expect(room.reads?.({ ...state, live: later })).toEqual([wish])
    const epoch = { ...snapshot().subnets.get(1) } as Subnet
    const paid = new Map(snapshot().subnets).set(1, { ...epoch, lastEpoch: 4_243 })
    const next = snapshot({ block: { number: 4_243, hash: '0x03' }, subnets: paid })
    expect(room.reads?.({ ...state, live: live({ snapshot: next }) })).toEqual([wish])
    const none = { ...state, portfolio: { ...state.portfolio, earnings: undefined } }
    expect(room.reads?.(none)).toEqual([wish])
    const positions = [...snapshot().positions, position(2, hotkeys[0], '1')]
    expect(room.reads?.({ ...state, live: live({ snapshot: snapshot({ positions }) }) })).toEqual([wish])
    const watched = state.session && { ...state.session, coldkey: undefined }
    expect(room.reads?.({ ...state, session: watched })).toEqual([])
  })

  test('an answer takes the place of the failure before', () => {
    const failure = { code: 'Disconnected', message: 'Gone.', details: {}, remedy: '' }
    const [unread] = room.update?.(portfolio(small), { kind: 'unread', failure }) ?? []
    expect(unread?.portfolio).toMatchObject({ unread: failure, earnings })
    if (!unread) throw new Error('the room takes its news')
    expect(room.update?.(unread, { kind: 'earnings', earnings })[0].portfolio.unread).toBeUndefined()
  })
})

describe('with 128 subnets and names that nobody would choose by accident', () => {
  const sizes: readonly Size[] = [{ columns: 60, rows: 15 }, { columns: 61, rows: 19 }, small, wide, large]

  test.each(sizes)('nothing leaves its place at $columns x $rows', (size) => {
    const state = ready({ live: crowd() }, size)
    const open = { ...state, portfolio: { ...state.portfolio, open: true } }
    const filtered = pressIn(room, state, '/', ...'gone').state
    for (const each of [state, open, filtered]) {
      const lines = bodyLines(room, each)
      expect(lines.length).toBeLessThanOrEqual(bodyHeight(each))
      for (const line of lines) {
        expect(displayWidth(line)).toBeLessThanOrEqual(size.columns)
        expect(line).not.toMatch(HARMFUL)
      }
    }
  })

  test('the last of them can be reached, marked and seen', () => {
    const state = ready({ live: crowd() }, small)
    const { state: at } = pressIn(room, state, 'G', ' ')
    expect([...at.marked]).toEqual([positionKey({ netuid: 128, hotkey: hotkeys[128 % 3] ?? '' })])
    expect(bodyLines(room, at).join('\n')).toMatch(/❯◆128/)
  })

  test('a change has a sign of its own beside its colour', () => {
    expect(bodyLines(room, portfolio(large)).join('\n')).toMatch(/▲\+τ120\.0000 \(\d+\.\d\d%\)/)
  })
})
