import type { Operation, OperationKind, OperationOf } from '../operation.ts'
import type { Kind } from './kind.ts'
import { stake } from './stake.ts'
import { unstake } from './unstake.ts'

/** Everything that can be asked for. More kinds are more rows. */
export const kinds: { readonly [K in OperationKind]: Kind<OperationOf<K>> } = { stake, unstake }

/** The row of an Operation. */
export function kindOf(operation: Operation): Kind {
  return kinds[operation.kind]
}
