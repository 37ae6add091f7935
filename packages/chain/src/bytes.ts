import type { Hex } from './chain.ts'

/** The bytes of `0x…` text. polkadot-js takes hexadecimal text for a number where bytes are meant. */
export function bytesOf(hex: Hex): Uint8Array {
  return Uint8Array.from(hex.slice(2).match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
}

/** Bytes as lower-case `0x…` text. */
export function hexOf(bytes: Uint8Array): Hex {
  return `0x${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`
}
