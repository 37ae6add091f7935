/** Bits of a U96F32, the chain's number for emission: the value times 2^32. Products and quotients round down. */
export type U96F32 = bigint

export const ONE: U96F32 = 1n << 32n
export const HALF: U96F32 = ONE / 2n

export function fromInteger(value: bigint): U96F32 {
  return value << 32n
}

export function floorOf(value: U96F32): bigint {
  return value >> 32n
}

export function times(a: U96F32, b: U96F32): U96F32 {
  return (a * b) >> 32n
}

/** 0 for a zero divisor. */
export function over(part: U96F32, whole: U96F32): U96F32 {
  return whole === 0n ? 0n : (part << 32n) / whole
}

export function minus(from: U96F32, amount: U96F32): U96F32 {
  return from > amount ? from - amount : 0n
}

/** A u16 of which 65535 is 1. */
export function ofU16(value: number): U96F32 {
  return over(fromInteger(BigInt(value)), fromInteger(0xffffn))
}

/** A u64 of which 2^64 - 1 is 1. */
export function ofU64(value: bigint): U96F32 {
  return over(fromInteger(value), fromInteger(0xffff_ffff_ffff_ffffn))
}
