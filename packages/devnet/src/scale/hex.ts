import type { Hex } from '@stake/schema'

/** Bytes as text. Node's own conversion: a byte at a time, a megabyte would take a tenth of a second. */
export function toHex(bytes: Uint8Array): Hex {
  return `0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')}`
}

/** Text as bytes. The text must be well-formed: what comes from outside is checked where it comes in. */
export function fromHex(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex.slice(2), 'hex'))
}
