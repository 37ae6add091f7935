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

test('what does not fit is shortened, then left out, the sparest first; what must be there stays', () => {
  const columns = [
    { title: 'ID', cell: () => '1' },
    {
      title: 'ADDRESS',
      cell: () => '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY',
      short: () => '5Grw…',
    },
    { title: 'NOTE', cell: () => 'a note', spare: 2 },
    { title: 'PRICE', cell: () => '0.444', spare: 1 },
  ]
  expect(plainTable([{}], columns)).toContain('5GrwvaEF5zXb')
  expect(plainTable([{}], columns, 60)).toBe('ID  ADDRESS  NOTE    PRICE\n1   5Grw…    a note  0.444\n')
  expect(plainTable([{}], columns, 20)).toBe('ID  ADDRESS  PRICE\n1   5Grw…    0.444\n')
  expect(plainTable([{}], columns, 5)).toBe('ID  ADDRESS\n1   5Grw…\n')
})
