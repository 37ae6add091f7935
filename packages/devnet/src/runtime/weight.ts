import { pallets, type TypeOf, type Weight } from '@stake/schema'
import { codecOf } from '../scale/codec.ts'
import { fromHex } from '../scale/hex.ts'

const { DbWeight, BlockWeights, BlockLength } = pallets.System.constants

function constant<T>({ type, value }: { readonly type: string; readonly value: `0x${string}` }): T {
  return codecOf(type).dec(fromHex(value)) as T
}

const database = constant<{ readonly read: bigint; readonly write: bigint }>(DbWeight)

/** The `System.BlockWeights` and `System.BlockLength` this chain keeps to, read from the constants it publishes. */
export const blockWeights: TypeOf<'BlockWeights'> = constant(BlockWeights)
export const blockLength: TypeOf<'BlockLength'> = constant(BlockLength)

/** A call's weight as its benchmark writes it: time, plus what it reads from and writes to the database. */
export function benchmarked(refTime: bigint, reads: number, writes: number): Weight {
  return {
    ref_time: refTime + BigInt(reads) * database.read + BigInt(writes) * database.write,
    proof_size: 0n,
  }
}

/** The one that takes less time. */
export function lighter(a: Weight, b: Weight): Weight {
  return a.ref_time < b.ref_time ? a : b
}

export function addWeights(a: Weight, b: Weight): Weight {
  return { ref_time: a.ref_time + b.ref_time, proof_size: a.proof_size + b.proof_size }
}
