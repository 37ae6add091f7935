import { Balance } from '@stake/math'
import { describe, expect, test } from 'vitest'
import { bodyHeight, bodyLines } from '../../../test/body.tsx'
import { crowd, delegateRows, HARMFUL } from '../../../test/crowd.ts'
import { pressIn } from '../../../test/room-keys.ts'
import {
  balancer,
  coldkey,
  hotkeys,
  live,
  ready,
  snapshot,
  subnet,
  validators,
} from '../../../test/sample.ts'
import { displayWidth } from '../../safe-text.ts'
import { emptyHistory, remembered } from '../history/history.ts'
import type { Size, State } from '../shell/state.ts'
import { subnetsRoom as room } from './room.ts'
import { marketCap, tempoProgress } from './subnet-list.ts'

const small: Size = { columns: 80, rows: 24 }
const wide: Size = { columns: 120, rows: 40 }
const large: Size = { columns: 200, rows: 50 }

/** The subnets after some blocks in which Apex became dearer. */
function subnets(size: Size, changes: Partial<State> = {}): State {
  let history = emptyHistory
  for (let number = 4_235; number <= 4_242; number++) {
    const pool = balancer(1, String(993 + number - 4_235), '1500')
    const shown = new Map(snapshot().subnets).set(1, subnet(1, 'Apex', 'α', pool))
    const block = { number, hash: `0x${number}` } as const
    history = remembered(history, live({ snapshot: snapshot({ block, subnets: shown }) }), coldkey)
  }
  return ready({ view: 'subnets', history, ...changes }, size)
}

/** Apex with its validators. */
function detail(size: Size, ...keys: readonly string[]): State {
  const { state } = pressIn(room, subnets(size), 'j', 'Enter')
  const read = room.update?.(state, { kind: 'validators', netuid: 1, validators })[0]
  if (!read) throw new Error('the room takes its news')
  return pressIn(room, read, ...keys).state
}

const text = (state: State): string => `\n${bodyLines(room, state).join('\n')}\n`

describe('the list', () => {
  test('at 80x24', () => {
    expect(text(subnets(small))).toMatchInlineSnapshot(`
      "
        NET NAME       SYM     PRICE SEEN           CAP  TAO IN POOL  τ/BLOCK TEMPO
      ❯   0 root       τ    1.000000 ▄▄▄▄▄▄▄▄         –    τ5,000.00 0.000000 –
          1 Apex       α    0.666666 ▁▂▃▄▅▆▇█   τ34.33k    τ1,000.00 0.001000 ▰▰▰▰▱▱▱
          2 漢字の畑   漢   0.250000 ▄▄▄▄▄▄▄▄   τ17.50k    τ5,000.00 0.002000 ▰▰▰▰▱▱▱
          3 quietevil  γ    0.029999 ▄▄▄▄▄▄▄▄    τ1.61k      τ120.00 0.003000 ▰▰▰▰▱▱▱
          4 Dormant    δ    1.000000 ▄▄▄▄▄▄▄▄   τ50.01k       τ10.00 0.004000 not yet
        277 Monsoon    इ    0.750000 ▄▄▄▄▄▄▄▄   τ46.50k    τ9,000.00 0.277000 ▰▰▰▱▱▱▱










        0 root at 1.000000000 τ/τ, yours τ250.0000
        τ50,000.00 staked, registered at block 100
      "
    `)
  })

  test('at 120x40 there is more of each', () => {
    expect(bodyLines(room, subnets(wide)).slice(0, 7).join('\n')).toMatchInlineSnapshot(`
      "  NET NAME                    SYM     PRICE SEEN     CHANGE     MOVING  MARKET CAP  TAO IN POOL  τ/BLOCK TEMPO
      ❯   0 root                    τ    1.000000 ▄▄▄▄▄▄▄▄                 –           –    τ5,000.00 0.000000 –
          1 Apex                    α    0.666666 ▁▂▃▄▅▆▇█ ▲+0.70%  0.666666     τ34.33k    τ1,000.00 0.001000 ▰▰▰▰▱▱ 241/360
          2 漢字の畑                漢   0.250000 ▄▄▄▄▄▄▄▄          0.250000     τ17.50k    τ5,000.00 0.002000 ▰▰▰▰▱▱ 240/360
          3 quietevil               γ    0.029999 ▄▄▄▄▄▄▄▄          0.029999      τ1.61k      τ120.00 0.003000 ▰▰▰▱▱▱ 239/360
          4 Dormant                 δ    1.000000 ▄▄▄▄▄▄▄▄          1.000000     τ50.01k       τ10.00 0.004000 not yet
        277 Monsoon                 इ    0.750000 ▄▄▄▄▄▄▄▄          0.750000     τ46.50k    τ9,000.00 0.277000 ▰▰▰▱▱▱ 205/360"
    `)
  })

  test('at 200x50 there is everything', () => {
    const [heading = '', , row] = bodyLines(room, subnets(large))
    for (const title of [
      'SYM',
      'SEEN',
      'CHANGE',
      'MOVING',
      'MARKET CAP',
      'TAO IN POOL',
      'ALPHA IN POOL',
      'TEMPO',
    ])
      expect(heading).toContain(title)
    expect(row).toContain('1,500.00α')
    expect(row).toMatch(/▰+▱+ 241\/360$/)
  })

  test('a subnet that was not started says so in words', () => {
    expect(bodyLines(room, subnets(small))[5]).toMatch(/4 Dormant .*not yet/)
    const { state } = pressIn(room, subnets(small), 'j', 'j', 'j', 'j')
    expect(text(state)).toContain('not started yet: nothing can be staked on it')
    expect(() => pressIn(room, state, 's')).toThrow('Subnet 4 has not been started yet.')
  })

  test('o and O order by every column', () => {
    const names = (state: State) =>
      bodyLines(room, state)
        .slice(1, 7)
        .map((line) => line.slice(2, 6).trim())
        .join(' ')
    const after = (...keys: readonly string[]) => names(pressIn(room, subnets(small), ...keys).state)
    expect(after()).toBe('0 1 2 3 4 277')
    expect(after('O')).toBe('277 4 3 2 1 0')
    expect(after('o')).toBe('1 4 277 3 0 2')
    expect(after('o', 'o')).toBe('0 4 277 1 2 3')
    expect(after('o', 'o', 'o')).toBe('4 277 1 2 3 0')
    expect(after('o', 'o', 'o', 'o')).toBe('277 0 2 1 3 4')
    expect(after('o', 'o', 'o', 'o', 'o')).toBe('277 4 3 2 1 0')
    expect(after('o', 'o', 'o', 'o', 'o', 'o')).toBe('1 2 3 4 277 0')
    expect(after('o', 'o', 'o', 'o', 'o', 'o', 'o')).toBe('0 1 2 3 4 277')
  })

  test('a filter that finds nothing says how to leave it', () => {
    const { state } = pressIn(room, subnets(small), '/', ...'zzz')
    expect(text(state)).toContain('No subnet matches; Esc clears the filter.')
    expect(pressIn(room, state, 'Escape').state.subnets.filter.field.text).toBe('')
  })
})

test('the market capitalisation is all alpha at the price, and root has none', () => {
  const apex = subnet(1, 'Apex', 'α', balancer(1, '1000', '1500'))
  // 51,500 alpha at two thirds of a TAO.
  expect(marketCap(apex)?.toString()).toBe('34333.333333333')
  const root = snapshot().subnets.get(0)
  expect(root && marketCap(root)).toBeUndefined()
})

test('a tempo ends when its epoch is due, and not before it began', () => {
  const apex = subnet(1, 'Apex', 'α', balancer(1, '1000', '1500'))
  expect(tempoProgress(apex, 4_001)).toEqual({ passed: 0, tempo: 360, left: 360 })
  expect(tempoProgress(apex, 4_361)).toEqual({ passed: 360, tempo: 360, left: 0 })
  expect(tempoProgress(apex, 4_400)).toEqual({ passed: 360, tempo: 360, left: 0 })
  expect(tempoProgress({ ...apex, netuid: 0 }, 4_400)).toBeUndefined()
})

describe('one subnet', () => {
  test('at 80x24: its pool and its validators', () => {
    expect(text(detail(small))).toMatchInlineSnapshot(`
      "
        1 Apex  0.666666666 τ/α ▲+0.70% ▁▂▃▄▅▆▇█
        pool τ1,000.00 + 1,500.00α, outside 50,000.00α, cap τ34.33k
        moving 0.666666, a block τ0.001000 + 0.0000α, curve balancer
        tempo ▰▰▰▰▰▰▰▰▰▰▱▱▱▱▱▱ 241/360, 119 to the epoch

         UID VALIDATOR                  STAKE↓    TAKE    DIVIDENDS PERMIT      YOURS
      ❯•   1 5FLSigC9HGRK…S59Y      12,345.67α   9.00%      0.0000α yes     120.5000α
           0 5FHneW46xGXg…94ty         900.00α  18.00%      0.0000α yes
           2 5DAAnrj7VHTz…TXFy      99,999.00α   0.00%      0.0000α no
        5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y • yours 120.5000α









      "
    `)
  })

  test('at 80x24: what staking does to its price, the tolerance drawn in', () => {
    expect(text(detail(small, 'c'))).toMatchInlineSnapshot(`
      "
        1 Apex  0.666666666 τ/α ▲+0.70% ▁▂▃▄▅▆▇█
        pool τ1,000.00 + 1,500.00α, outside 50,000.00α, cap τ34.33k
        moving 0.666666, a block τ0.001000 + 0.0000α, curve balancer
        tempo ▰▰▰▰▰▰▰▰▰▰▱▱▱▱▱▱ 241/360, 119 to the epoch

        Price impact of staking τ/α, tolerance 0.5%  x unstaking, + - tolerance
      0.675015│                                                       ⣀⡠⠔⠒⠉ end
              │                                                 ⢀⣀⠤⠒⠊⠉
              │                                            ⣀⡠⠔⠒⠉⠁
              │                                      ⢀⡠⠤⠒⠊⠉
              │                                 ⣀⠤⠔⠒⠉⠁
              │                           ⢀⡠⠤⠒⠊⠉                ⢀⡀⣀⠠⠄⠤⠐⠂⠒⠈⠁ average
              │┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄⢀⣀⠤⠔⠒⠉⠁┄┄┄┄┄┄┄┄┄┄┄⣀⢀⠄⠤⠠⠂⠒⠐⠁⠉┄┄┄┄┄┄┄┄┄┄┄ limit
              │                ⣀⡠⠤⠒⠊⠁     ⢀⢀⡀⠤⠠⠄⠒⠐⠂⠉⠈⠁
              │          ⢀⣀⠤⠔⠒⠉⢀⡀⣀⠠⠄⠤⠐⠂⠊⠈⠁⠁
              │     ⣀⣠⢤⠖⠮⠑⠂⠒⠈⠁⠉
      0.666666│⣒⠴⠖⠋⠉
               0                       ^ τ2.4981 fits                 τ6.24
        limit 0.669999999, where strict and partial end: at τ2.4981
      "
    `)
  })

  test('the same in plain signs, for unstaking and a larger tolerance', () => {
    const state = { ...detail(small, 'x', '+'), plainSigns: true }
    expect(text(state)).toMatchInlineSnapshot(`
      "
        1 Apex  0.666666666 τ/α ▲+0.70% _.,-=^*#
        pool τ1,000.00 + 1,500.00α, outside 50,000.00α, cap τ34.33k
        moving 0.666666, a block τ0.001000 + 0.0000α, curve balancer
        tempo ##########...... 241/360, 119 to the epoch

        Price impact of unstaking τ/α, tolerance 1%  x staking, + - tolerance
      0.666666|***o
              |   ******ooooooo
              |         ****** ooooooooooo
              |               ******      oooooooooooo
              |---------------------******------------oooooooooooo--------- limit
              |                           ******                  ooooooooo average
              |                                 ******
              |                                       ******
              |                                             ******
              |                                                   *****
      0.650185|                                                        **** end
               0                       ^ 7.5605α fits                18.90α
        limit 0.660000000, where strict and partial end: at 7.5605α
      "
    `)
  })

  test('at 120x40 all of it stands side by side', () => {
    const lines = bodyLines(room, detail(wide))
    const whole = lines.join('\n')
    for (const part of [
      'pool',
      'moving',
      'tempo',
      'Price impact of staking',
      'Price seen in 7 blocks',
      'VALIDATOR',
      hotkeys[1],
    ])
      expect(whole).toContain(part)
    expect(lines[0]).toMatch(/1 Apex .* VALIDATOR/)
  })

  test('the tolerance has ends', () => {
    const most = detail(small, ...'++++++++')
    expect(text(most)).toContain('tolerance 10%')
    expect(text(pressIn(room, most, ...'----------').state)).toContain('tolerance 0.1%')
  })

  test('the chart begins with the tolerance of the settings', () => {
    const state = { ...subnets(small), preferences: { tolerance: '0.7%' } }
    const { state: open } = pressIn(room, state, 'j', 'Enter', 'c')
    expect(text(open)).toContain('tolerance 0.7%')
    expect(text(pressIn(room, open, '+').state)).toContain('tolerance 1%')
    expect(text(pressIn(room, open, '-').state)).toContain('tolerance 0.5%')
  })

  test('root has no chart, and says why', () => {
    const { state } = pressIn(room, subnets(small), 'Enter', 'c')
    expect(text(state)).toContain('One to one: no trade moves this price.')
    expect(() => pressIn(room, state, 'x')).toThrow('The price of the root never moves.')
  })

  test('a pool without formulas says so, and nothing can be staked on it', () => {
    const strange = { ...subnet(1, 'Apex', 'α', balancer(1, '1', '1')), pool: undefined }
    const shown = new Map(snapshot().subnets).set(1, strange)
    const state = { ...detail(small, 'c'), live: live({ snapshot: snapshot({ subnets: shown }) }) }
    expect(text(state)).toContain('Without formulas for this pool there is no chart.')
    expect(() => pressIn(room, state, 's')).toThrow('cannot be quoted')
  })

  test('validators are ordered by stake, take, dividends and uid; those without a permit are last', () => {
    const dividends = validators.map((each, index) => ({
      ...each,
      dividends: Balance.parse(String(index), 1),
    }))
    const read = room.update?.(detail(small), { kind: 'validators', netuid: 1, validators: dividends })[0]
    if (!read) throw new Error('the room takes its news')
    const uids = (...keys: readonly string[]) =>
      bodyLines(room, pressIn(room, read, ...keys).state)
        .slice(6, 9)
        .map((line) => line.slice(2, 6).trim())
        .join(' ')
    expect(uids()).toBe('1 0 2')
    expect(uids('o')).toBe('1 0 2')
    expect(uids('o', 'o')).toBe('2 1 0')
    expect(uids('o', 'o', 'o')).toBe('0 1 2')
    expect(uids('o', 'o', 'o', 'O')).toBe('2 1 0')
  })

  test('s stakes with the validator under the cursor', () => {
    const { state } = pressIn(room, detail(small), 'j', 's')
    expect(state.view).toBe('trade')
    expect(JSON.stringify(state.trade)).toContain(hotkeys[0])
  })

  test('names of delegates stand for their addresses, once they were read', () => {
    const rows = delegateRows()
    const state = { ...detail(small), delegates: { ...subnets(small).delegates, rows } }
    expect(text(state)).toMatch(/0 Otter /)
    expect(text(pressIn(room, state, '/', ...'otter').state)).toContain('1 found')
  })

  test('waiting, nobody, and what could not be read are told apart', () => {
    const { state } = pressIn(room, subnets(small), 'j', 'Enter')
    expect(text(state)).toContain('Reading the validators …')
    const none = room.update?.(state, { kind: 'validators', netuid: 1, validators: [] })[0]
    expect(none && text(none)).toContain('Nobody is registered on this subnet.')
    const failure = { code: 'Disconnected', message: 'The node is gone.', details: {}, remedy: '' }
    const unread = room.update?.(state, { kind: 'unread', netuid: 1, failure })[0]
    expect(unread && text(unread)).toContain('✗ The node is gone. The next block brings another attempt.')
    // What was read before stays, where a later reading fails.
    const stale = room.update?.(detail(small), { kind: 'unread', netuid: 1, failure })[0]
    expect(stale && text(stale)).toContain('12,345.67α')
  })

  test('answers about another subnet are for nobody', () => {
    const state = detail(small)
    expect(room.update?.(state, { kind: 'validators', netuid: 2, validators: [] })[0]).toBe(state)
  })

  test('its validators are read with each block, those of no subnet with none', () => {
    expect(room.reads?.(subnets(small))).toEqual([])
    expect(room.reads?.(detail(small))).toEqual([
      { type: 'wish', room: 'subnets', wish: { kind: 'validators', netuid: 1 } },
    ])
  })

  test('Escape clears the filter first, then leads back to all subnets', () => {
    const filtered = detail(small, '/', ...'5D', 'Enter')
    const cleared = pressIn(room, filtered, 'Escape').state
    expect(cleared.subnets.detail?.filter.field.text).toBe('')
    const back = pressIn(room, cleared, 'Escape').state
    expect(back.subnets.detail).toBeUndefined()
    expect(bodyLines(room, back)[2]).toMatch(/^❯ +1 Apex/)
  })

  test('a subnet that is gone meanwhile is no crash', () => {
    const state = { ...detail(small), live: live({ snapshot: snapshot({ subnets: new Map() }) }) }
    expect(text(state)).toContain('Subnet 1 is gone; Esc leads back.')
    expect(pressIn(room, state, 'Escape').state.subnets.detail).toBeUndefined()
  })
})

describe('with 128 subnets and names that nobody would choose by accident', () => {
  const sizes: readonly Size[] = [{ columns: 60, rows: 15 }, { columns: 61, rows: 19 }, small, wide, large]

  test.each(sizes)('nothing leaves its place at $columns x $rows', (size) => {
    const state = ready({ view: 'subnets', live: crowd() }, size)
    const names = delegateRows().map((row, index) => ({
      ...row,
      more: row.more && { ...row.more, name: ['漢字', 'x'.repeat(64), 'plain'][index] ?? '' },
    }))
    for (const netuid of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) {
      const { state: open } = pressIn(room, state, ...'j'.repeat(netuid), 'Enter')
      const read = room.update?.(open, { kind: 'validators', netuid, validators })[0] ?? open
      const named = { ...read, delegates: { ...read.delegates, rows: names } }
      for (const each of [
        pressIn(room, state, ...'j'.repeat(netuid)).state,
        named,
        pressIn(room, named, 'c').state,
      ]) {
        const lines = bodyLines(room, each)
        expect(lines.length).toBeLessThanOrEqual(bodyHeight(each))
        for (const line of lines) {
          expect(displayWidth(line)).toBeLessThanOrEqual(size.columns)
          expect(line).not.toMatch(HARMFUL)
        }
      }
    }
  })

  test('the last of them is one key away', () => {
    const { state } = pressIn(room, ready({ view: 'subnets', live: crowd() }, small), 'G')
    expect(text(state)).toMatch(/❯ 128/)
    expect(bodyLines(room, state)[0]).toMatch(/^↑/)
  })
})
