import { describe, expect, test } from 'vitest'
import { planOf, ready } from '../../../test/sample.ts'
import { startTransaction, type Transaction } from '../trade/transaction.ts'
import type { Command, State } from './state.ts'
import { update } from './update.ts'

function press(state: State, ...keys: readonly string[]): { state: State; commands: Command[] } {
  const commands: Command[] = []
  let now = state
  for (const key of keys) {
    const [next, ...wanted] = update(now, { type: 'key', key })
    now = next
    commands.push(...wanted)
  }
  return { state: now, commands }
}

describe('leaving', () => {
  const signing = startTransaction(planOf('stake', '2'), 'run')
  const sent: Transaction = {
    ...signing,
    legs: signing.legs.map((leg) => ({ ...leg, hash: '0x01', state: { status: 'broadcast' } })),
  }
  const quit = { type: 'quit' }

  test('asks nothing, also while something that was sent is not final', () => {
    expect(press(ready(), 'q').commands).toEqual([quit])
    expect(press(ready({ transactions: [sent] }), 'q').commands).toEqual([quit])
  })

  test('while a signature is being made takes a second q, right after the first', () => {
    const asked = press(ready({ transactions: [signing] }), 'q')
    expect(asked.commands).toEqual([])
    expect(asked.state.notice?.text).toContain('q once more leaves')
    expect(press(asked.state, 'q').commands).toEqual([quit])
    expect(press(asked.state, 'j', 'q').commands).toEqual([])
  })

  test('by Ctrl-C is never asked about', () => {
    expect(press(ready({ transactions: [signing] }), 'Ctrl-c').commands).toEqual([quit])
  })
})

describe('leaving a network', () => {
  const pending = startTransaction(planOf('stake', '2'), 'run')
  const elsewhere = {
    network: 'test',
    endpoint: 'wss://test.example',
    embedded: false,
    developmentKeys: true,
    coldkey: undefined,
    canSign: false,
  }

  test('tells what is not final there, and takes nothing of it along', () => {
    const { session } = ready()
    if (!session) throw new Error('no session')
    const before = ready({
      transactions: [pending],
      session: { ...session, network: 'finney', embedded: false },
    })
    const [state, ...commands] = update(before, { type: 'opened', session: elsewhere })
    expect(state.notice).toMatchObject({ tone: 'bad' })
    expect(state.notice?.text).toContain('A trade on finney is not final')
    expect(state).toMatchObject({ transactions: [], live: undefined, session: elsewhere })
    // Each room asks anew for what it stands on.
    expect(commands).toContainEqual({ type: 'wish', room: 'activity', wish: { kind: 'look' } })
    expect(commands).toContainEqual({ type: 'wish', room: 'settings', wish: { kind: 'facts' } })
  })

  test('says where one is where nothing is pending, and keeps what is the person’s', () => {
    const before = ready({ view: 'subnets', commandHistory: ['stake 1'], preferences: { theme: 'light' } })
    const [state] = update(before, { type: 'opened', session: elsewhere })
    expect(state.notice?.text).toBe('This is test.')
    expect(state).toMatchObject({
      view: 'subnets',
      commandHistory: ['stake 1'],
      preferences: { theme: 'light' },
    })
  })
})
