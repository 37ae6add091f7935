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

/** As many bytes of mulberry32, each time the same: how often something was asked before depends on how quick it was. */
function bytesOf(size: number): Uint8Array {
  let state = 20_261_121
  return Uint8Array.from({ length: size }, () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) & 0xff
  })
}

globalThis.crypto.getRandomValues = <T extends NodeJS.ArrayBufferView | null>(array: T): T => {
  if (array) new Uint8Array(array.buffer, array.byteOffset, array.byteLength).set(bytesOf(array.byteLength))
  return array
}
crypto.randomBytes = ((size: number) => Buffer.from(bytesOf(size))) as typeof crypto.randomBytes

// Names must differ; they do in their beginning, which is left out of the pictures.
let names = 0
crypto.randomUUID = () => {
  const hex = Buffer.from(bytesOf(16)).toString('hex')
  const count = (names++).toString(16).padStart(8, '0')
  return `${count}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
}
syncBuiltinESMExports()
