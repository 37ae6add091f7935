import { concatBytes } from '@noble/hashes/utils.js'
import { Binary } from '@polkadot-api/substrate-bindings'
import { type AccountId32, pallets } from '@stake/schema'
import { codecOf } from '../../scale/codec.ts'
import { fromHex } from '../../scale/hex.ts'
import type { Holder } from './order-trades.ts'

const { PalletId, PalletHotkey } = pallets.LimitOrders.constants
const account = codecOf('AccountId32')
const id = concatBytes(Binary.fromText('modl'), fromHex(PalletId.value))
const coldkey: AccountId32 = account.dec(concatBytes(id, new Uint8Array(32 - id.length)))

/** Who holds what batched orders trade, on its way from sellers to buyers. */
export const palletHolder: Holder = { coldkey, hotkey: account.dec(fromHex(PalletHotkey.value)) }
