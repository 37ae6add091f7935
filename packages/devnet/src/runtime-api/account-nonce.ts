import { accountOf } from '../pallets/system.ts'
import type { RuntimeApi } from './runtime-api.ts'

/** The nonce as of the block; what waits in the pool does not count. */
export const accountNonceApi: RuntimeApi<'AccountNonceApi'> = {
  account_nonce: ({ storage }, account) => accountOf(storage, account).nonce,
}
