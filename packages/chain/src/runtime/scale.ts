/** A whole number in `length` bytes, the lowest first. */
export function littleEndian(value: bigint, length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  let rest = value
  for (let at = 0; at < length; at++) {
    bytes[at] = Number(rest & 0xffn)
    rest >>= 8n
  }
  return bytes
}

/** The two lowest bits of a compact integer say how long it is; each has only its shortest form. */
export function compact(value: bigint): Uint8Array {
  if (value < 1n << 6n) return littleEndian(value << 2n, 1)
  if (value < 1n << 14n) return littleEndian((value << 2n) | 1n, 2)
  if (value < 1n << 30n) return littleEndian((value << 2n) | 2n, 4)
  const length = Math.ceil(value.toString(16).length / 2)
  return concatenated([Uint8Array.of(((length - 4) << 2) | 3), littleEndian(value, length)])
}

/** What announces its own length: so many bytes, unless it is told to be so many of something else. */
export function prefixed(bytes: Uint8Array, length: number = bytes.length): Uint8Array {
  return concatenated([compact(BigInt(length)), bytes])
}

export function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}
