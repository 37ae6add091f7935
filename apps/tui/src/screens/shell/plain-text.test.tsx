import { describe, expect, test } from 'vitest'
import { live, ready, snapshot } from '../../../test/sample.ts'
import type { Key } from '../widgets/key.ts'
import { announcement, plainText } from './plain-text.tsx'
import type { State } from './state.ts'
import { update } from './update.ts'

function press(state: State, ...keys: readonly Key[]): State {
  return keys.reduce((at, key) => update(at, { type: 'key', key })[0], state)
}

function nextBlock(state: State): State {
  const block = { number: 4_243, hash: '0x02' } as const
  return { ...state, now: state.now + 1_000, live: live({ snapshot: snapshot({ block }) }) }
}

describe('screens as lines', () => {
  test('have a label before each value, and words for the selected row', () => {
    const { place, body, status } = plainText(press(ready(), '2', 'j'))
    expect(place).toMatch(/^Screen 2 of \d: Subnets$/)
    expect(status).toBe('Network: devnet. Connection: connected 12 ms. Numbers: 1 s old. Pending: 0.')
    expect(body).toContain('Row 2 of 6, selected')
    expect(body).toContain('NAME: Apex')
    expect(body).toContain('PRICE: 0.666666')
  })

  test('hold no borders, blocks or braille, in any room and dialog', () => {
    const states = [
      ...['1', '2', '3', '4', '5', '6', '7'].map((digit) => press(ready(), digit)),
      press(ready(), '?'),
      press(ready(), '2', 'j', 's'),
      press(ready(), '2', 'j', 'Enter'),
    ]
    for (const state of states) {
      const { body, keys, place, status } = plainText(state)
      for (const line of [...body, keys, place, status])
        expect(line).not.toMatch(/[\u2500-\u259f\u25b0\u25b1\u2800-\u28ff❯●○▏]/)
      expect(body.length).toBeGreaterThan(0)
    }
  })

  test('show nothing of what a name from the chain would do', () => {
    const { body } = plainText(press(ready(), '2', 'j', 'j', 'j'))
    expect(body).toContain('NAME: quietevil')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not be there is looked for
    expect(body.join('\n')).not.toMatch(/[\u001b\u202e\u200b]/)
  })
})

describe('what is said after a change', () => {
  const said = (before: State, after: State, byKey: boolean) =>
    announcement(plainText(before), plainText(after), byKey)

  test('is everything of a new screen, with its keys', () => {
    const lines = said(ready(), press(ready(), '2'), true)
    expect(lines[0]).toMatch(/^Screen 2/)
    expect(lines.at(-1)).toMatch(/^Keys: /)
  })

  test('is the new row after a key, and not what stays', () => {
    const before = press(ready(), '2')
    const lines = said(before, press(before, 'j'), true)
    expect(lines).toContain('Row 2 of 6, selected')
    expect(lines).toContain('NAME: Apex')
    expect(lines.some((line) => line.startsWith('Keys'))).toBe(false)
  })

  test('is nothing when only numbers move by themselves', () => {
    const before = press(ready(), '2')
    expect(said(before, nextBlock(before), false)).toEqual([])
  })

  test('is the connection when it is lost, and a notice', () => {
    const connection = {
      status: 'offline',
      endpoint: 'x',
      reason: 'y',
      retryAt: ready().now + 4_000,
    } as const
    const lost = ready({ live: live({ connection }) })
    expect(said(ready(), lost, false)).toEqual([
      'Network: devnet. Connection: disconnected, retry in 4 s. Numbers: 1 s old. Pending: 0.',
    ])
    const noticed = press(ready(), 'y')
    expect(said(ready(), noticed, true).at(-1)).toContain('clipboard')
  })
})
