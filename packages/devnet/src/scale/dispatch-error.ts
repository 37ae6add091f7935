import { Binary } from '@polkadot-api/substrate-bindings'
import {
  type DispatchError,
  type ErrorName,
  type Hex,
  type PalletName,
  type PalletSchema,
  pallets,
} from '@stake/schema'

/** A pallet's error as `System.ExtrinsicFailed` reports it: the indices of the pallet and of the error. */
export function moduleError<P extends PalletName>(pallet: P, name: ErrorName<P>): DispatchError {
  const table: PalletSchema = pallets[pallet]
  const error = table.errors[name]
  if (error === undefined) throw new TypeError(`@stake/schema has no error ${pallet}.${name}`)
  return {
    type: 'Module',
    value: { index: table.index, error: Binary.toHex(Uint8Array.of(error, 0, 0, 0)) as Hex },
  }
}
