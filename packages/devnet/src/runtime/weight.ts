import type { Weight } from '@stake/schema'
import { databaseWeight } from './constants.ts'

/** A call's weight as its benchmark writes it: time, plus what it reads from and writes to the database. */
export function benchmarked(refTime: bigint, reads: number, writes: number): Weight {
  const { read, write } = databaseWeight
  return { ref_time: refTime + BigInt(reads) * read + BigInt(writes) * write, proof_size: 0n }
}
