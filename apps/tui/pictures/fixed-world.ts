// Loaded before the program (`node --import`): time stands still and nothing is left to chance, so that a picture of
// what it shows is the same each time. The program itself knows nothing of it.
import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'

/** When the pictures were taken; the devnet's blocks begin a little before. */
const NOW = Date.UTC(2026, 10, 21, 12)

const RealDate = Date
globalThis.Date = class extends RealDate {
  constructor(...given: [] | [number | string | Date]) {
    super(...(given.length === 0 ? [NOW] : given))
  }

  static override now(): number {
    return NOW
  }
} as DateConstructor
performance.now = () => 0

let state = 20_261_121
/** The next byte of mulberry32. */
function nextByte(): number {
  state = (state + 0x6d2b79f5) | 0
  let mixed = Math.imul(state ^ (state >>> 15), state | 1)
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
  return (mixed ^ (mixed >>> 14)) & 0xff
}

globalThis.crypto.getRandomValues = <T extends NodeJS.ArrayBufferView | null>(array: T): T => {
  if (array)
    new Uint8Array(array.buffer, array.byteOffset, array.byteLength).forEach((_, at, bytes) => {
      bytes[at] = nextByte()
    })
  return array
}
crypto.randomUUID = () => {
  const hex = Array.from({ length: 16 }, nextByte)
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
}
crypto.randomBytes = ((size: number) =>
  Buffer.from(Array.from({ length: size }, nextByte))) as typeof crypto.randomBytes
syncBuiltinESMExports()
