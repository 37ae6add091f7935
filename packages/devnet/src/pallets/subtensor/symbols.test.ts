import { Binary } from '@polkadot-api/substrate-bindings'
import { expect, test } from 'vitest'
import { emptyState, StateOverlay } from '../../chain/state.ts'
import { Storage } from '../../runtime/storage.ts'
import { toHex } from '../../scale/hex.ts'
import { freeSymbol, isSymbol } from './symbols.ts'

const hex = (symbol: string) => toHex(Binary.fromText(symbol))
const empty = () => new Storage(new StateOverlay(emptyState()))

// Beside each letter the netuid that the chain gives it to.
test.each([
  [0, 'Τ'],
  [1, 'α'],
  [17, 'ρ'],
  [18, 'σ'],
  [19, 't'],
  [24, 'ω'],
  [25, 'א'],
  [51, 'ת'],
  [64, 'ش'],
  [80, 'ى'],
  [84, 'ᚨ'],
  [89, 'ᛒ'],
  [102, 'ვ'],
  [119, 'Ⲃ'],
  [127, '𑀅'],
  [166, 'Ⱐ'],
  [210, 'ฮ'],
  [253, 'ኧ'],
  [277, 'इ'],
  [318, 'ह'],
  [364, 'ン'],
  [400, 'ⵓ'],
  [438, 'ධ'],
])('netuid %i is %s', (netuid, symbol) => {
  expect(freeSymbol(empty(), netuid)).toBe(hex(symbol))
  expect(isSymbol(hex(symbol))).toBe(true)
})

test('beyond the last all are like root, and no two netuids have one letter', () => {
  expect(freeSymbol(empty(), 439)).toBe(hex('Τ'))
  const symbols = Array.from({ length: 439 }, (_, netuid) => freeSymbol(empty(), netuid))
  expect(new Set(symbols).size).toBe(439)
})

test('a letter that is taken is passed over', () => {
  const storage = empty()
  storage.put('SubtensorModule', 'TokenSymbol', [9], hex('β'))
  storage.put('SubtensorModule', 'TokenSymbol', [1], hex('α'))
  expect(freeSymbol(storage, 2)).toBe(hex('γ'))
})
