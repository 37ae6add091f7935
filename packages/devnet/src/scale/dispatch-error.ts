import {
  type DispatchError,
  type ErrorName,
  type PalletName,
  type PalletSchema,
  pallets,
} from '@stake/schema'
import { toHex } from './hex.ts'

/** A pallet's error as `System.ExtrinsicFailed` reports it: the indices of the pallet and of the error. */
export function moduleError<P extends PalletName>(pallet: P, name: ErrorName<P>): DispatchError {
  const table: PalletSchema = pallets[pallet]
  const error = table.errors[name]
  if (error === undefined) throw new TypeError(`@stake/schema has no error ${pallet}.${name}`)
  return {
    type: 'Module',
    value: { index: table.index, error: toHex(Uint8Array.of(error, 0, 0, 0)) },
  }
}
