import type { Hex } from './chain.ts'

/**
 * The bytes of `0x…` text. polkadot-js takes hexadecimal text for a number where bytes are meant. Snapshots have
 * hundreds of kilobytes of it each block, so it is read digit by digit.
 */
export function bytesOf(hex: Hex): Uint8Array {
  const bytes = new Uint8Array((hex.length - 2) / 2)
  for (let index = 0; index < bytes.length; index++) {
    const at = 2 + index * 2
    bytes[index] = (digit(hex.charCodeAt(at)) << 4) | digit(hex.charCodeAt(at + 1))
  }
  return bytes
}

/** `0` to `9` lie at 48, `A` at 65, `a` at 97. */
function digit(code: number): number {
  return code < 65 ? code - 48 : (code & 15) + 9
}

const PAIRS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Bytes as lower-case `0x…` text. */
export function hexOf(bytes: Uint8Array): Hex {
  let text: Hex = '0x'
  for (const byte of bytes) text += PAIRS[byte]
  return text
}
