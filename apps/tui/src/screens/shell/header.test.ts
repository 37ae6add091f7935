import { describe, expect, test } from 'vitest'
import { displayWidth } from '../../safe-text.ts'
import { tabsIn } from './header.tsx'
import type { Room } from './room.ts'

const titles = [
  ['portfolio', 'Portfolio', 'Port'],
  ['subnets', 'Subnets', 'Sub'],
  ['delegates', 'Delegates', 'Del'],
  ['trade', 'Trade'],
  ['batch', 'Batch'],
  ['activity', 'Activity', 'Act'],
  ['settings', 'Settings', 'Set'],
] as const
const seven = titles.map(([view, title, short]) => ({ view, title, short })) as unknown as readonly Room[]

function line(width: number, view: string): string {
  return tabsIn(width, seven, view)
    .map(({ text }) => text)
    .join('')
}

describe('seven tabs', () => {
  test('have their titles where there is room', () => {
    expect(line(94, 'trade')).toBe(
      '1 Portfolio  2 Subnets  3 Delegates  [4 Trade]  5 Batch  6 Activity  7 Settings',
    )
  })

  test('fit beside an account and its balance in 80 columns, whichever is shown', () => {
    expect(line(55, 'portfolio')).toBe('[1 Portfolio] 2 Sub 3 Del 4 Trade 5 Batch 6 Act 7 Set')
    expect(line(55, 'delegates')).toBe('1 Port 2 Sub [3 Delegates] 4 Trade 5 Batch 6 Act 7 Set')
    for (const { view } of seven) expect(displayWidth(line(55, view))).toBeLessThanOrEqual(55)
  })

  test('are digits in the smallest terminal, where the room that is shown keeps its name', () => {
    expect(line(35, 'delegates')).toBe('1 2 [3 Delegates] 4 5 6 7')
  })
})
