import type { Hex } from '@stake/schema'
import { hashOf } from '../../chain/block.ts'
import type { Chain } from '../../chain/chain.ts'
import type { TransactionStatus } from '../../chain/pool.ts'
import { PoolError } from '../../chain/pool-error.ts'
import type { Conditions } from '../../faults/conditions.ts'
import { refusalError } from '../../faults/refusal.ts'
import { fromHex, toHex } from '../../scale/hex.ts'
import { RpcError } from '../json-rpc.ts'
import { type Methods, Params } from '../methods.ts'

/** `author_*`: sending transactions, and watching what becomes of them. */
export function authorMethods({ pool }: Chain, conditions: Pick<Conditions, 'refuse'>): Methods {
  const welcome = <T>(submit: () => T): T => {
    if (conditions.refuse !== null) throw refusalError(conditions.refuse)
    return asRpcError(submit)
  }
  return {
    calls: {
      author_submitExtrinsic: (params) => welcome(() => pool.submit(fromHex(params.hex(0, 'extrinsic')))),
      author_pendingExtrinsics: () => pool.ready().map(({ bytes }) => toHex(bytes)),
      author_removeExtrinsic: (params) => pool.remove(removals(params)),
    },
    subscriptions: {
      author_submitAndWatchExtrinsic: {
        notification: 'author_extrinsicUpdate',
        unsubscribe: 'author_unwatchExtrinsic',
        start: (params, push, { end }) =>
          welcome(() =>
            pool.submitAndWatch(fromHex(params.hex(0, 'extrinsic')), (status) => {
              push(status)
              if (isLast(status)) end()
            }),
          ),
      },
    },
  }
}

/** Nothing comes after it, so the subscription is over, as a Substrate node's. */
function isLast(status: TransactionStatus): boolean {
  const [name = ''] = typeof status === 'string' ? [status] : Object.keys(status)
  return ['finalized', 'finalityTimeout', 'usurped', 'dropped', 'invalid'].includes(name)
}

/** The hashes of what is named either by its bytes or by its hash. */
function removals(params: Params): Hex[] {
  return params.objects(0, 'bytes_or_hash').map(({ hash, extrinsic }) => {
    const named = new Params([hash, extrinsic])
    return named.optionalHash(0, 'hash') ?? hashOf(fromHex(named.hex(1, 'extrinsic')))
  })
}

function asRpcError<T>(submit: () => T): T {
  try {
    return submit()
  } catch (error) {
    if (error instanceof PoolError) throw new RpcError(error.code, error.message, error.data)
    throw error
  }
}
