import { Blake2256 } from '@polkadot-api/substrate-bindings'
import type { CallArgs } from '@stake/schema'
import type { Context } from '../../runtime/context.ts'
import { badOrigin, moduleError } from '../../runtime/dispatch-failure.ts'
import { ensureSigned, type PalletCalls } from '../../runtime/pallet-calls.ts'
import { benchmarked } from '../../runtime/weight.ts'
import { codecOf } from '../../scale/codec.ts'
import { fromHex, toHex } from '../../scale/hex.ts'
import { storageKey } from '../../scale/storage-key.ts'

const KEY_LENGTH = 1184
const CURRENT_KEY = storageKey('MevShield', 'CurrentKey')
const PENDING_KEY = storageKey('MevShield', 'PendingKey')
const NEXT_KEY = storageKey('MevShield', 'NextKey')

/** The shield against those who see pending transactions: they travel encrypted for the author of a block to come. */
export const mevShieldCalls: PalletCalls<'MevShield'> = {
  announce_next_key: {
    weight: () => benchmarked(33_000_000n, 4, 6),
    dispatch(context, origin, args) {
      if (origin.type !== 'none') throw badOrigin()
      announceNextKey(context, args)
    },
  },
  submit_encrypted: {
    weight: () => benchmarked(13_980_000n, 0, 0),
    dispatch(context, origin, { ciphertext }) {
      const who = ensureSigned(origin)
      const bytes = codecOf('(AccountId32, Vec<u8>)' as string).enc([who, ciphertext] as never)
      context.deposit('MevShield', 'EncryptedSubmitted', { id: toHex(Blake2256(bytes)), who })
    },
  },
}

/**
 * Moves the announced keys on by a block: what users encrypted for two blocks before can now be opened. The key for
 * users is the one its author announced last, before this block; with one author that is always the same one.
 */
function announceNextKey(
  { storage, author, blockNumber }: Context,
  { enc_key }: CallArgs<'MevShield', 'announce_next_key'>,
): void {
  const { overlay } = storage
  const authorsKey = storageKey('MevShield', 'AuthorKeys', toHex(codecOf('AccountId32').enc(author)))
  const pending = overlay.get(PENDING_KEY)
  const next = overlay.get(NEXT_KEY)
  const announced = overlay.get(authorsKey)
  // Keys are long, and these only change their places: they stay the bytes they are.
  for (const [place, key] of [
    [CURRENT_KEY, pending],
    [PENDING_KEY, next],
    [NEXT_KEY, announced],
  ] as const)
    if (key === undefined) overlay.delete(place)
    else overlay.put(place, key)

  if (enc_key === undefined) overlay.delete(authorsKey)
  else {
    if (fromHex(enc_key).length !== KEY_LENGTH) throw moduleError('MevShield', 'BadEncKeyLen')
    overlay.put(authorsKey, codecOf('BoundedVec<u8>').enc(enc_key))
  }
  // From these blocks on the keys open nothing any more.
  for (const [item, key, blocks] of [
    ['PendingKeyExpiresAt', next, 2],
    ['NextKeyExpiresAt', announced, 3],
  ] as const)
    if (key === undefined) storage.remove('MevShield', item)
    else storage.put('MevShield', item, [], blockNumber + blocks)
}
