import type { DispatchError, ErrorName } from '@stake/schema'
import { toHex } from './hex.ts'
import { pallets, type ServedPallet } from './served-tables.ts'

/** A pallet's error as `System.ExtrinsicFailed` reports it: the indices of the pallet and of the error. */
export function moduleError<P extends ServedPallet>(pallet: P, name: ErrorName<P>): DispatchError {
  const table = pallets[pallet]
  const error = table.errors[name]
  if (error === undefined) throw new TypeError(`no error ${pallet}.${name} is served`)
  return {
    type: 'Module',
    value: { index: table.index, error: toHex(Uint8Array.of(error, 0, 0, 0)) },
  }
}
