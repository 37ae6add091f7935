import fc from 'fast-check'
import { expect, test } from 'vitest'
import { propertyRuns } from '../test/property-runs.ts'
import { foldLines } from './fold-lines.ts'
import { displayWidth } from './safe-text.ts'

const ADDRESS = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY'

test('an address is never cut in two; what follows stands below the text', () => {
  expect(foldLines(`   Warning   The stake will belong to ${ADDRESS} then.\nshort\n`, 60)).toBe(
    `   Warning   The stake will belong to\n             ${ADDRESS}\n             then.\nshort\n`,
  )
  expect(foldLines(`1. Give 5 to ${ADDRESS} on subnet 119`, 40)).toBe(
    `1. Give 5 to\n${ADDRESS}\non subnet 119`,
  )
})

test('what fits stays as it is, columns and all', () => {
  expect(foldLines('NETUID  NAME\n     1  a  b\n', 20)).toBe('NETUID  NAME\n     1  a  b\n')
})

test('nothing is lost, and only words that are too long are beyond the edge', () => {
  const word = fc.stringMatching(/^[a-z0-9漢τ]{1,12}$/)
  fc.assert(
    fc.property(
      fc.array(word, { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 26, max: 60 }),
      (words, width) => {
        const folded = foldLines(words.join(' '), width)
        expect(folded.split(/\s+/)).toEqual(words)
        for (const line of folded.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(width)
      },
    ),
    propertyRuns,
  )
})
