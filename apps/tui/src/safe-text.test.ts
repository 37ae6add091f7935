import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { propertyRuns } from '../test/property-runs.ts'
import { displayWidth, padEnd, padStart, safeText } from './safe-text.ts'

describe('safeText', () => {
  test.each([
    ['plain', 'plain'],
    ['\u001B[31mred\u001B[0m', 'red'],
    ['\u009B31mred', 'red'],
    ['\u001B]0;new title\u0007name', 'name'],
    ['\u001B]8;;https://evil.example\u001B\\link\u001B]8;;\u001B\\', 'link'],
    ['\u001BPdevice\u001B\\name', 'name'],
    ['\u001B(0name', 'name'],
    ['\u001Bcname', 'name'],
    ['one\ntwo\r\n\tthree', 'one two three'],
    ['bell\u0007 null\u0000', 'bell null'],
    ['back\b\b\b\bspace', 'backspace'],
    ['safe\u202Egnp.exe', 'safegnp.exe'],
    ['\u2066isolated\u2069', 'isolated'],
    ['zero\u200Bwidth\u200D\uFEFF', 'zerowidth'],
    ['soft\u00ADhyphen', 'softhyphen'],
    ['tag\u{E0041}\u{E0042}', 'tag'],
    ['filler\u3164\u115F', 'filler'],
    ['wide\u3000space', 'wide space'],
    ['half\uD800', 'half'],
    ['\u0301above what stands before', 'above what stands before'],
    [`tower${'\u0301'.repeat(40)}`, 'tower\u0301\u0301\u0301'.normalize('NFC')],
    ['इ', 'इ'],
    ['Ⲃ γ τ', 'Ⲃ γ τ'],
    ['漢字', '漢字'],
    ['\u001B[31m', ''],
  ])('%j is shown as %j', (text, shown) => {
    expect(safeText(text, 40)).toBe(shown)
  })

  test.each([
    ['abcdef', 6, 'abcdef'],
    ['abcdef', 5, 'abcd…'],
    ['漢字漢字', 5, '漢字…'],
    ['漢字漢字', 4, '漢…'],
    ['abc def', 5, 'abc…'],
    ['abc', 1, '…'],
    ['abc', 0, ''],
  ])('%j in %i cells is %j', (text, cells, shown) => {
    expect(safeText(text, cells)).toBe(shown)
  })

  test('a text of megabytes is cut before it is looked at', () => {
    expect(displayWidth(safeText('名'.repeat(3_000_000), 20))).toBe(19)
  })

  test('whatever comes in, only what can be read comes out, on one line and in its cells', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\u001B[2J', '\u001B]52;c;AAAA\u0007', '\u202E', '\u200F', '\n', '\u0085', '\u2028'),
    )
    fc.assert(
      fc.property(fc.array(piece), fc.integer({ min: 0, max: 60 }), (pieces, cells) => {
        const shown = safeText(pieces.join(''), cells)
        expect(displayWidth(shown)).toBeLessThanOrEqual(cells)
        expect(shown).not.toMatch(/[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u)
        expect(safeText(shown, cells)).toBe(shown)
      }),
      propertyRuns,
    )
  })
})

test('padding counts cells, not characters', () => {
  expect(padEnd('漢', 4)).toBe('漢  ')
  expect(padStart('漢', 4)).toBe('  漢')
  expect(padEnd('abcde', 4)).toBe('abcde')
})
