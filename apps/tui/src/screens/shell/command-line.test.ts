import { describe, expect, test } from 'vitest'
import { ready } from '../../../test/sample.ts'
import type { Key } from '../widgets/key.ts'
import { completed, completionsOf } from './command-line.ts'
import type { Command, State } from './state.ts'
import { update } from './update.ts'

function press(state: State, ...keys: readonly Key[]): { state: State; commands: Command[] } {
  const commands: Command[] = []
  let now = state
  for (const key of keys) {
    const [next, ...wanted] = update(now, { type: 'key', key })
    now = next
    commands.push(...wanted)
  }
  return { state: now, commands }
}

function typed(line: string, state: State = ready()): ReturnType<typeof press> {
  return press(state, ':', ...line)
}

describe('the command line', () => {
  test('opens with a colon and takes letters that are keys elsewhere', () => {
    const { state, commands } = typed('q2?jk')
    expect(state.command?.field.text).toBe('q2?jk')
    expect(state.view).toBe('portfolio')
    expect(commands).toEqual([])
  })

  test('is not opened by a colon that is typed into a field', () => {
    const { state } = press(ready(), '2', '/', ':')
    expect(state.command).toBeUndefined()
    expect(state.subnets.filter.field.text).toBe(':')
  })

  test('shows a room and closes', () => {
    const { state } = press(typed('subnets').state, 'Enter')
    expect(state).toMatchObject({ view: 'subnets', command: undefined, commandHistory: ['subnets'] })
  })

  test('leaves by quit, q and exit, and Escape only closes it', () => {
    for (const line of ['quit', 'q', 'exit', '  QUIT ']) {
      expect(press(typed(line).state, 'Enter').commands).toEqual([{ type: 'quit' }])
    }
    expect(press(typed('quit').state, 'Escape', 'Escape').commands).toEqual([])
  })

  test.each([
    ['swap 277', 'swap', '277:'],
    ['move 1 5', 'move', '1:'],
    ['transfer 1', 'transferStake', '1:'],
  ] as const)('%s opens the form on the largest position of the subnet', (line, kind, position) => {
    const { form } = press(typed(line).state, 'Enter').state.trade
    expect(form.kind).toBe(kind)
    expect(form.position.value).toMatch(new RegExp(`^${position}`))
  })

  test('says what is wrong, stays open, and forgets it with the next key', () => {
    const wrong = press(typed('sell everything').state, 'Enter').state
    expect(wrong.command?.refusal).toBe('There is no command sell; Tab shows those there are.')
    expect(press(wrong, 'x').state.command?.refusal).toBeUndefined()
    expect(press(typed('stake').state, 'Enter').state.command?.refusal).toContain('by its number')
    expect(press(typed('stake 99').state, 'Enter').state.command?.refusal).toBe('There is no subnet 99.')
    expect(press(typed('unstake 2').state, 'Enter').state.command?.refusal).toBe(
      'There is no position on subnet 2.',
    )
    expect(
      press(typed('stake 1', ready({ live: undefined })).state, 'Enter').state.command?.refusal,
    ).toContain('Nothing was read')
  })

  test('Up and Down go through what was typed before, without repeats', () => {
    let { state } = press(typed('subnets').state, 'Enter')
    state = press(typed('help', state).state, 'Enter', 'Escape').state
    state = press(typed('subnets', state).state, 'Enter').state
    expect(state.commandHistory).toEqual(['help', 'subnets'])
    state = press(state, ':', 'Up').state
    expect(state.command?.field.text).toBe('subnets')
    state = press(state, 'Up', 'Up').state
    expect(state.command?.field.text).toBe('help')
    expect(press(state, 'Down', 'Down').state.command?.field.text).toBe('')
  })

  test('Tab completes as far as it is clear', () => {
    const state = ready()
    expect(completed(state, 'sub')).toBe('subnets ')
    expect(completed(state, 'st')).toBe('stake ')
    expect(completed(state, 'xyz')).toBe('xyz')
    expect(completionsOf(state, 'stake 2')).toEqual(['stake 2', 'stake 277'])
    expect(completed(state, 'stake 27')).toBe('stake 277 ')
    // Only what there is something of.
    expect(completionsOf(state, 'unstake ')).toEqual(['unstake 0', 'unstake 1', 'unstake 277'])
    expect(press(typed('por').state, 'Tab').state.command?.field.text).toBe('portfolio ')
  })
})

test('y hands the selected address to the terminal, and says so', () => {
  const { state, commands } = press(ready(), 'j', 'y')
  expect(commands).toEqual([{ type: 'copy', text: '5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y' }])
  expect(state.notice?.text).toBe("Handed 5FLSig…S59Y to the terminal's clipboard (OSC 52).")
})
