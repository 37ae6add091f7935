import { expect, test } from 'vitest'
import { plainTable } from './plain-table.ts'

test('columns are as wide as their widest cell, by cells; the last has no trailing spaces', () => {
  const rows = [
    { name: '漢字', amount: '1.5', note: '' },
    { name: 'abc', amount: '1,000.25', note: 'last' },
  ]
  const table = plainTable(rows, [
    { title: 'NAME', cell: ({ name }) => name },
    { title: 'AMOUNT', align: 'right', cell: ({ amount }) => amount },
    { title: 'NOTE', cell: ({ note }) => note },
  ])
  expect(table).toBe('NAME    AMOUNT  NOTE\n漢字       1.5\nabc   1,000.25  last\n')
})

test('without rows the titles remain', () => {
  expect(plainTable([], [{ title: 'A', cell: () => '' }])).toBe('A\n')
})
