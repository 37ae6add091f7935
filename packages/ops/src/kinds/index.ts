import type { Operation, OperationKind, OperationOf } from '../operation.ts'
import { claimRoot } from './claim-root.ts'
import { burnAlpha, recycleAlpha } from './give-up.ts'
import type { Kind } from './kind.ts'
import { move } from './move.ts'
import { register } from './register.ts'
import { setAutoStake } from './set-auto-stake.ts'
import { setTake } from './set-take.ts'
import { stake } from './stake.ts'
import { stakeBurn } from './stake-burn.ts'
import { swap } from './swap.ts'
import { transferStake } from './transfer-stake.ts'
import { unstake } from './unstake.ts'
import { unstakeAll } from './unstake-all.ts'

/** Everything that can be asked for. More kinds are more rows. */
export const kinds: { readonly [K in OperationKind]: Kind<OperationOf<K>> } = {
  stake,
  unstake,
  unstakeAll,
  move,
  swap,
  transferStake,
  stakeBurn,
  burnAlpha,
  recycleAlpha,
  claimRoot,
  setTake,
  setAutoStake,
  register,
}

/** The row of an Operation. */
export function kindOf(operation: Operation): Kind {
  return kinds[operation.kind]
}
