import { concatBytes } from '@noble/hashes/utils.js'
import type { AccountId32, Hex } from '@stake/schema'
import { PRIORITY } from '../chain/chain.ts'
import { eraDeath } from '../chain/era.ts'
import { decodeExtrinsic, type SignedExtrinsic, withLength } from '../chain/extrinsic.ts'
import { validityError } from '../runtime/validity-error.ts'
import { codecOf } from '../scale/codec.ts'
import { fromHex, toHex } from '../scale/hex.ts'
import type { RuntimeApi } from './runtime-api.ts'

/** Whether a transaction could be in the block that follows. Where it came from makes no difference. */
export const taggedTransactionQueueApi: RuntimeApi<'TaggedTransactionQueue'> = {
  validate_transaction({ chain, block }, _source, tx) {
    const extrinsic = decodeExtrinsic(withLength(fromHex(tx)))
    const checked = chain.check(block, extrinsic)
    if (typeof checked === 'string' || 'custom' in checked)
      return { type: 'Err', value: validityError(checked) }
    const { who, ahead } = checked
    const { nonce, era } = extrinsic as SignedExtrinsic
    const next = block.header.number + 1
    return {
      type: 'Ok',
      value: {
        priority: PRIORITY,
        requires: ahead === 0 ? [] : [tag(who, nonce - 1)],
        provides: [tag(who, nonce)],
        longevity: era.type === 'Immortal' ? FOR_EVER : BigInt(eraDeath(era, next) - next),
        propagate: true,
      },
    }
  },
}

const FOR_EVER = 2n ** 64n - 1n

function tag(who: AccountId32, nonce: number): Hex {
  return toHex(concatBytes(codecOf('AccountId32').enc(who), codecOf('u32').enc(nonce)))
}
