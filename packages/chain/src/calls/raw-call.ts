import type { Chain, Hex } from '../chain.ts'
import { buildCall, type Call, decodeCall } from './call.ts'

/** A call that nobody has checked: its bytes, or the runtime's own names. */
export type RawCall =
  | Hex
  | { readonly pallet: string; readonly name: string; readonly args: Readonly<Record<string, unknown>> }

/**
 * Any call at all that the connected runtime has, past every check of the builders: whatever the runtime can decode
 * goes, with amounts in whatever token its arguments happen to mean. It is still decoded, so that what will be signed
 * can be shown and judged. Use it for what has no builder, and for nothing else.
 *
 * @throws MissingInRuntime for what is no call of this runtime, InvalidValue where an argument is not of its type.
 *
 * @example
 * ```ts
 * import { connect, rawCall } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * rawCall(chain, '0x00000c010203').name // => remark
 * rawCall(chain, { pallet: 'System', name: 'remark', args: { remark: '0x010203' } }).bytes // => 0x00000c010203
 * rawCall(chain, '0xffff') // throws MissingInRuntime
 * await chain.close()
 * await devnet.close()
 * ```
 */
export function rawCall(chain: Chain, raw: RawCall): Call {
  if (typeof raw === 'string') return decodeCall(chain, raw)
  type Anything = (chain: Chain, pallet: string, name: string, args: unknown) => Call
  return (buildCall as unknown as Anything)(chain, raw.pallet, raw.name, raw.args)
}
