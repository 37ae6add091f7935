import { Binary } from '@polkadot-api/substrate-bindings'
import type { Hex } from '@stake/schema'
import type { Storage } from '../../runtime/storage.ts'
import { toHex } from '../../scale/hex.ts'

/** Code points from the first to the last, every one or every so many. */
type Run = readonly [first: number, last?: number, step?: number]

/** The chain's symbols of subnets, in the order of the netuids that get them: letters of many alphabets. */
const RUNS: readonly Run[] = [
  // Root's capital tau, and the small Greek letters, of which tau is a Latin t.
  [0x3a4],
  [0x3b1, 0x3c1],
  [0x3c3],
  [0x74],
  [0x3c5, 0x3c9],
  // Hebrew and Arabic.
  [0x5d0, 0x5ea],
  [0x627],
  [0x628],
  [0x62a, 0x63a],
  [0x641, 0x648],
  [0x64a],
  [0x649],
  // Runes, and a Cyrillic letter between them; Ogham.
  [0x16a0, 0x16a2, 2],
  [0x16a6, 0x16a8, 2],
  [0x16b1, 0x16b3, 2],
  [0x42b],
  [0x16c9],
  [0x16d2],
  [0x1680, 0x1685],
  [0x169b],
  // Georgian, Armenian, Cyrillic, Coptic.
  [0x10d0, 0x10d5],
  [0x531, 0x536],
  [0x55e],
  [0x400, 0x405],
  [0x44a],
  [0x2c80, 0x2c85],
  // Brahmi, the end of Sinhala, Glagolitic, Thai.
  [0x11000, 0x11003],
  [0x11005],
  [0xdb1, 0xdb6],
  [0x2c00, 0x2c20],
  [0xe01, 0xe23],
  [0xe25, 0xe27, 2],
  [0xe28, 0xe2e],
  // Hangul, Ethiopic.
  [0x1100, 0x110d],
  [0x1161, 0x1175],
  [0x12a0, 0x12a7],
  [0x12c8, 0x12ce],
  [0x12b0, 0x12b6],
  [0x1290, 0x1296],
  // Devanagari.
  [0x905, 0x90b],
  [0x90f, 0x910],
  [0x913, 0x928],
  [0x92a, 0x930],
  [0x932, 0x935, 3],
  [0x936, 0x939],
  // Katakana.
  [0x30a2, 0x30aa, 2],
  [0x30ab, 0x30c1, 2],
  [0x30c4, 0x30c8, 2],
  [0x30ca, 0x30cf],
  [0x30d2, 0x30db, 3],
  [0x30de, 0x30e2],
  [0x30e4, 0x30e8, 2],
  [0x30e9, 0x30ed],
  [0x30ef, 0x30f2, 3],
  [0x30f3],
  // Tifinagh, and the beginning of Sinhala.
  [0x2d30, 0x2d53],
  [0xd85, 0xd8c],
  [0xd8f, 0xd96],
  [0xd9a, 0xda8],
  [0xdaa, 0xdb0],
]

const SYMBOLS: readonly Hex[] = RUNS.flatMap(([first, last = first, step = 1]) =>
  Array.from({ length: (last - first) / step + 1 }, (_, at) =>
    toHex(Binary.fromText(String.fromCodePoint(first + at * step))),
  ),
)

export function isSymbol(symbol: Hex): boolean {
  return SYMBOLS.includes(symbol)
}

export function isSymbolUsed(storage: Storage, symbol: Hex): boolean {
  return usedSymbols(storage).has(symbol)
}

/** What a new subnet is called: by its netuid, or by the first letter that is left; at the end like root. */
export function freeSymbol(storage: Storage, netuid: number): Hex {
  const [roots = '0x', ...others] = SYMBOLS
  const own = SYMBOLS[netuid] ?? roots
  const used = usedSymbols(storage)
  return used.has(own) ? (others.find((symbol) => !used.has(symbol)) ?? roots) : own
}

function usedSymbols(storage: Storage): ReadonlySet<Hex> {
  return new Set([...storage.entries('SubtensorModule', 'TokenSymbol')].map(([, symbol]) => symbol))
}
