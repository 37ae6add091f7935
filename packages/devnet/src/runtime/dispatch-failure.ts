import type { DispatchError, ErrorName, TokenError } from '@stake/schema'
import { moduleError as encodedModuleError } from '../scale/dispatch-error.ts'
import type { ServedPallet } from '../scale/served-tables.ts'
import type { PostDispatch } from './pallet-calls.ts'

/** A call that failed: what `System.ExtrinsicFailed` reports. Thrown inside a dispatch, which is then rolled back. */
export class DispatchFailure extends Error {
  override readonly name: string = 'DispatchFailure'
  readonly error: DispatchError
  /** What the call cost until it failed. */
  readonly post: PostDispatch

  constructor(error: DispatchError, text: string, post: PostDispatch = {}) {
    super(text)
    this.error = error
    this.post = post
  }

  /** The same failure, at another cost. */
  costing(post: PostDispatch): DispatchFailure {
    return new DispatchFailure(this.error, this.message, post)
  }
}

/** An error of a pallet, by name. */
export function moduleError<P extends ServedPallet>(pallet: P, name: ErrorName<P>): DispatchFailure {
  return new DispatchFailure(encodedModuleError(pallet, name), `${pallet}.${name}`)
}

export function tokenError(type: TokenError['type']): DispatchFailure {
  return new DispatchFailure({ type: 'Token', value: { type } }, `Token.${type}`)
}

export function badOrigin(): DispatchFailure {
  return new DispatchFailure({ type: 'BadOrigin' }, 'BadOrigin')
}

/** An account cannot end as long as something of it is needed. */
export function consumerRemaining(): DispatchFailure {
  return new DispatchFailure({ type: 'ConsumerRemaining' }, 'ConsumerRemaining')
}

export function cannotLookup(): DispatchFailure {
  return new DispatchFailure({ type: 'CannotLookup' }, 'CannotLookup')
}
