import type { DispatchError, ErrorName, PalletName, TokenError } from '@stake/schema'
import { moduleError as encodedModuleError } from '../scale/dispatch-error.ts'

/** A call that failed: what `System.ExtrinsicFailed` reports. Thrown inside a dispatch, which is then rolled back. */
export class DispatchFailure extends Error {
  override readonly name: string = 'DispatchFailure'
  readonly error: DispatchError

  constructor(error: DispatchError, text: string) {
    super(text)
    this.error = error
  }
}

/** An error of a pallet, by name. */
export function moduleError<P extends PalletName>(pallet: P, name: ErrorName<P>): DispatchFailure {
  return new DispatchFailure(encodedModuleError(pallet, name), `${pallet}.${name}`)
}

export function tokenError(type: TokenError['type']): DispatchFailure {
  return new DispatchFailure({ type: 'Token', value: { type } }, `Token.${type}`)
}

export function badOrigin(): DispatchFailure {
  return new DispatchFailure({ type: 'BadOrigin' }, 'BadOrigin')
}

export function cannotLookup(): DispatchFailure {
  return new DispatchFailure({ type: 'CannotLookup' }, 'CannotLookup')
}
