import type { CallArgs, CallName, PalletName } from '@stake/schema'
import type { Chain, Hex } from '../chain.ts'
import { MissingInRuntime } from '../errors/errors.ts'
import { fromPlain, snakeCase, toPlain } from '../runtime/plain.ts'
import { apiOf } from '../runtime/runtime.ts'

/** An encoded call, and what it says. */
export interface Call {
  /** The runtime's names: `SubtensorModule`, `add_stake_limit`. */
  readonly pallet: string
  readonly name: string
  /** Plain values by the runtime's argument names. */
  readonly args: Readonly<Record<string, unknown>>
  /** The SCALE bytes that will be signed. */
  readonly bytes: Hex
}

/**
 * Encodes a call by name against the connected runtime; TypeScript checks the arguments.
 *
 * @throws MissingInRuntime where the runtime has no such call, or its arguments have other names.
 *
 * @example
 * ```ts
 * import { buildCall, connect, decodeCall, developmentAccounts } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const hotkey = developmentAccounts['//Bob'] ?? ''
 * const call = buildCall(chain, 'SubtensorModule', 'add_stake', { hotkey, netuid: 1, amount_staked: 5_000_000_000n })
 * decodeCall(chain, call.bytes).args.amount_staked // => 5000000000
 * await chain.close()
 * await devnet.close()
 * ```
 */
export function buildCall<P extends PalletName, N extends CallName<P>>(
  chain: Chain,
  pallet: P,
  name: N,
  args: CallArgs<P, N>,
): Call {
  const section = pallet.charAt(0).toLowerCase() + pallet.slice(1)
  const method = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
  const creator = apiOf(chain.runtime).tx[section]?.[method]
  if (!creator) throw new MissingInRuntime(`call ${pallet}.${name}`, chain.specVersion)
  const values = args as unknown as Record<string, unknown>
  const names = creator.meta.args.map((field) => snakeCase(field.name.toString()))
  // What is called otherwise in this runtime would be encoded as zero: no limit, no amount.
  const given = Object.keys(values)
  if (names.toSorted().join() !== given.toSorted().join()) {
    throw new MissingInRuntime(`call ${pallet}.${name} of (${given.join(', ')})`, chain.specVersion)
  }
  const bytes = creator(...names.map((name) => fromPlain(values[name]))).method.toHex()
  // Read back what was encoded: what is shown and judged is what will be signed.
  return decodeCall(chain, bytes)
}

/**
 * Reads the bytes of a call with the connected runtime's metadata.
 *
 * @throws MissingInRuntime for bytes that are no call of this runtime.
 *
 * @example
 * ```ts
 * import { connect, decodeCall } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * decodeCall(chain, '0x00000c010203').name // => remark
 * await chain.close()
 * await devnet.close()
 * ```
 */
export function decodeCall(chain: Chain, bytes: Hex): Call {
  const { registry } = apiOf(chain.runtime)
  const call = (() => {
    try {
      return registry.createType('Call', bytes)
    } catch {
      throw new MissingInRuntime(`call with the bytes ${bytes.slice(0, 10)}…`, chain.specVersion)
    }
  })()
  const { section, method, meta } = registry.findMetaCall(call.callIndex)
  const args = Object.fromEntries(
    meta.args.map((field, index) => [snakeCase(field.name.toString()), toPlain(call.args[index])]),
  )
  const pallet = apiOf(chain.runtime).runtimeMetadata.asLatest.pallets.find(
    ({ name }) => name.toString().toLowerCase() === section.toLowerCase(),
  )
  return { pallet: pallet?.name.toString() ?? section, name: snakeCase(method), args, bytes }
}
