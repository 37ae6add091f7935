import { randomBytes } from 'node:crypto'
import type { Chain } from '../../chain/chain.ts'
import type { Conditions } from '../../faults/conditions.ts'
import { fromHex } from '../../scale/hex.ts'
import { Broadcast } from '../broadcast.ts'
import { PerClient } from '../client.ts'
import { INVALID_PARAMS, RpcError } from '../json-rpc.ts'
import type { Methods } from '../methods.ts'

/** Transactions a client may have on their way, as a node's default. */
const MAX_BROADCASTS = 16

/** `transaction_v1_*`: sending transactions without hearing of them: what becomes of them is in the blocks. */
export function transactionMethods(chain: Chain, conditions: Pick<Conditions, 'refuse'>): Methods {
  const broadcasts = new PerClient<Broadcast>((broadcast) => broadcast.rest())
  const isRefused = () => conditions.refuse !== null
  return {
    calls: {
      transaction_v1_broadcast(params, client) {
        const bytes = fromHex(params.hex(0, 'transaction'))
        const mine = broadcasts.of(client)
        if (mine.size >= MAX_BROADCASTS) return null
        const id = randomBytes(12).toString('base64url')
        mine.set(id, new Broadcast(chain, bytes, isRefused, () => mine.delete(id)))
        return id
      },
      transaction_v1_stop(params, client) {
        const id = params.string(0, 'operationId')
        const mine = broadcasts.of(client)
        const broadcast = mine.get(id)
        if (broadcast === undefined) throw new RpcError(INVALID_PARAMS, 'Invalid operation id')
        mine.delete(id)
        broadcast.stop()
        return null
      },
    },
  }
}
