import type { KnownCall, RuntimeCall } from '@stake/schema'
import { codecOf } from './codec.ts'

/** The SCALE bytes of a call: pallet index, call index, arguments. Throws `InvalidScale` for wrong arguments. */
export function encodeCall(call: KnownCall): Uint8Array {
  return codecOf('RuntimeCall').enc(nested(call))
}

/** The call that the bytes are. Throws `InvalidScale` for anything else, also for a call this chain lacks. */
export function decodeCall(bytes: Uint8Array): KnownCall {
  const { type: pallet, value: call } = codecOf('RuntimeCall').dec(bytes)
  return { pallet, name: call.type, args: call.value } as KnownCall
}

function nested({ pallet, name, args }: KnownCall): RuntimeCall {
  return { type: pallet, value: { type: name, value: args } } as RuntimeCall
}
